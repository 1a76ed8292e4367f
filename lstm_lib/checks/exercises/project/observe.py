"""What is observed of a project's functions: never a value that has to be right, always a rule.

A function is called on a series and on the same series with something changed. What changes in
its answer shows what it has looked at, whatever model or feature it uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import season
from lstm_lib.checks.observation import Observation, as_numbers
from lstm_lib.checks.observe.errors import missing, raised
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

PROBES = 26  # points that are changed one by one, around which rows are looked at
FROM_END = 60  # the first of them, counted from the border
REACHES = 0.015  # of the largest change: less is the trace that a point leaves in a mean of all
SAME = 1e-6


class NotUsable(Exception):
    """An answer that nothing more can be asked of; its text is a fact to publish."""


@dataclass(frozen=True, eq=False)
class Watched(Function):
    """A function that is called several times on each case."""

    def look(self, namespace: Any, rng: Any) -> Observation:
        """Watch the notebook's function on every case; stop at the first error."""
        if (function := namespace.get(self.name)) is None:
            return missing(self.name, self.name)
        cases = self.drawn(rng, namespace)
        seen = Observation(self.name, {}, {"status": "observed", "cases": len(cases)})
        for number, case in enumerate(cases):
            try:
                self.watch(seen, number, case, function, namespace)
            except NotUsable as reason:
                seen.facts["unusable"] = str(reason)
                return seen
            except KeyboardInterrupt:  # from the learner, who stops the cell
                raise
            except BaseException as error:
                return raised(self.name, error, number, self.told(case))
        return seen

    def drawn(self, rng: Any, namespace: Any) -> list[Case]:
        """Draw the cases."""
        return self.cases(rng)

    def watch(
        self, seen: Observation, number: int, case: Case, function: Any, namespace: Any
    ) -> None:
        """Call the function on a case and its changed copies, and publish what was seen."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Floor(Function):
    """A floor: if the notebook names a `SEASON`, it also continues a series that has it."""

    def look(self, namespace: Any, rng: Any) -> Observation:
        """Call the floor on every case, then on a series that repeats itself."""
        seen = super().look(namespace, rng)
        length = namespace.get("SEASON")
        if seen.facts["status"] == "observed" and is_season(length):
            history, ahead = season(rng, length)
            try:
                forecasts = namespace[self.name](history.copy(), len(ahead))
                seen.arrays["season"] = as_numbers(forecasts, "what floor returns")
            except Exception as error:
                return raised(self.name, error)
            seen.facts["season"] = length
        return seen


def is_season(length: object) -> bool:
    """Tell whether a season can be tried: a whole number of points, not too many."""
    return isinstance(length, int) and 2 <= length <= 60


class Examples(Watched):
    """A function that makes training examples: what each row depends on is published.

    On each case: ``"CASE/inputs_last"`` and ``"CASE/targets_last"``, the latest of the changed
    points that a row depends on, -1 for none; ``"CASE/inputs_moved"`` and ``"CASE/targets_moved"``,
    which rows another future changes; ``"CASE/newest"``, whether the last row's last target depends
    on the last training point; and shapes.
    """

    def watch(
        self, seen: Observation, number: int, case: Case, function: Any, namespace: Any
    ) -> None:
        """Change the future, then single points of the past."""
        series, border, horizon = case["series"], case["train_end"], case["horizon"]

        def rows(changed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return _examples(function(changed.copy(), border, horizon))

        inputs, targets = rows(series)
        seen.arrays[f"{number}/shapes"] = np.array(
            [len(inputs), len(targets), targets.shape[1], inputs.shape[1]]
        )
        if len(inputs) != len(targets) or len(inputs) < 10 or inputs.size == 0:
            return
        finite = bool(np.all(np.isfinite(inputs)) and np.all(np.isfinite(targets)))
        seen.arrays[f"{number}/finite"] = np.array(finite)
        again = rows(series)
        repeats = all(_equal(a, b) for a, b in zip((inputs, targets), again, strict=True))
        seen.arrays[f"{number}/repeats"] = np.array(repeats)
        future = series.copy()
        future[border:] = 3 * series.max() + 2 * series[border:][::-1]
        other = rows(future)
        same_shapes = inputs.shape == other[0].shape and targets.shape == other[1].shape
        seen.arrays[f"{number}/same_shapes"] = np.array(same_shapes)
        for name, a, b in (("inputs", inputs, other[0]), ("targets", targets, other[1])):
            moved = _moved(a, b) if same_shapes else np.ones(len(a), dtype=bool)
            seen.arrays[f"{number}/{name}_moved"] = moved
        if number < 2:  # the third case shows what is kept between calls
            self._reach(seen, number, rows, case, (inputs, targets))

    @staticmethod
    def _reach(
        seen: Observation, number: int, rows: Any, case: Case, base: tuple[np.ndarray, np.ndarray]
    ) -> None:
        """Change one point after the other, a little, and see which rows move."""
        series, border = case["series"], case["train_end"]
        inputs, targets = base
        nudge = 0.5 * np.std(np.diff(series[:border]))
        middle = np.median(series[:border])
        largest = np.zeros(2)  # what a nudge has changed at most, of inputs and of targets
        probes = [*range(border - FROM_END, border - FROM_END + PROBES), border - 1]
        last_in = np.full(len(inputs), -1)
        last_out = np.full(targets.shape, -1)
        for probe in probes:
            changed = series.copy()
            changed[probe] += nudge if series[probe] < middle else -nudge  # toward the middle
            new_in, new_out = rows(changed)
            if new_in.shape != inputs.shape or new_out.shape != targets.shape:
                raise NotUsable("shapes")
            pairs = ((inputs, new_in), (targets, new_out))
            largest = np.maximum(largest, [_change(*p).max() for p in pairs])
            if probe == border - 1:
                touched = _touched(targets, new_out, largest[1])
                seen.arrays[f"{number}/newest"] = np.array(bool(touched[-1, -1]))
            else:
                last_in[_touched(inputs, new_in, largest[0]).any(axis=1)] = probe
                last_out[_touched(targets, new_out, largest[1])] = probe
        seen.arrays[f"{number}/inputs_last"] = last_in
        seen.arrays[f"{number}/targets_last"] = last_out


def _examples(result: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs as (rows, numbers) and targets as (rows, columns)."""
    if result is None:
        raise NotUsable("None")
    if not isinstance(result, tuple | list) or len(result) != 2:
        raise NotUsable("not two")
    inputs, targets = (as_numbers(v, n) for v, n in zip(result, ("inputs", "targets"), strict=True))
    if inputs.ndim < 1 or targets.ndim < 1:
        raise NotUsable("no rows")
    shaped = [a.astype(float).reshape(len(a), int(np.prod(a.shape[1:]))) for a in (inputs, targets)]
    return shaped[0], shaped[1]


def _equal(a: np.ndarray, b: np.ndarray) -> bool:
    """Tell whether two arrays are the same but for rounding."""
    return a.shape == b.shape and np.allclose(a, b, rtol=SAME, atol=SAME, equal_nan=True)


def _moved(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Tell which rows differ."""
    return ~np.all(np.isclose(a, b, rtol=SAME, atol=SAME, equal_nan=True), axis=1)


def _change(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return by how many deviations of its column each entry has changed."""
    spread = np.std(a, axis=0)
    return np.abs(b - a) / np.where(spread > 0, spread, 1)


def _touched(a: np.ndarray, b: np.ndarray, largest: float) -> np.ndarray:
    """Tell which entries a changed point reaches, apart from the trace it leaves in all."""
    return _change(a, b) > max(REACHES * largest, SAME)


@dataclass(frozen=True, eq=False)
class Logged(Function):
    """A function whose stand-ins note what they are asked, as ``"CASE/fits"`` and the like."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the notes, and what came back."""
        for name, width in (("fits", 5), ("asked", 3), ("floors", 3), ("splits", 1)):
            rows = np.array(case["log"][name], dtype=float)
            seen.arrays[f"{number}/{name}"] = rows.reshape(len(rows), width)
        self.publish_result(seen, number, case, handed, result)

    def publish_result(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish what came back."""
        super().publish(seen, number, case, handed, result)


class Choice(Logged):
    """A function that returns one of the settings: its place is published."""

    def publish_result(
        self, seen: Observation, number: int, case: Case, handed: Mapping[str, Any], result: Any
    ) -> None:
        """Publish the place of the setting, or what came back in its place."""
        if result is None:
            seen.facts["returned"] = "None"
        elif isinstance(result, str) and result in case["settings"]:
            seen.arrays[f"{number}/0"] = np.array(case["settings"].index(str(result)))
        else:
            seen.facts["returned"] = f"a {type(result).__name__}"[:60]
