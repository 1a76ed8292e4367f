"""What the exercise observes in its own way: text, refusals, and many draws of one function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.language_model.cases import DRAWS, REPEATED, SIZE
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.errors import missing, raised
from lstm_lib.checks.observe.function import Function, publish_values
from lstm_lib.checks.observe.stand_ins import Case, MakeStandIn, called_as, replaced
from lstm_lib.checks.withhold import Withheld

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class OfText(Function):
    """A function that returns a text: it is published as the numbers of its characters."""

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the text, or what came in its place."""
        if isinstance(result, str):
            result = np.array([ord(c) for c in result], int)
        elif isinstance(result, list | tuple | np.ndarray):
            seen.facts["returned"] = f"a {type(result).__name__}"
            return
        publish_values(seen, number, result, 1)


@dataclass(frozen=True, eq=False)
class Refusing(Function):
    """A function that has to refuse some cases: ``"CASE/refused"`` tells whether it did.

    ``refusals`` tells for a case whether it is to be refused, with a ValueError.
    """

    refusals: Callable[[Case], bool] = lambda case: False

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish what came back, or that a case was not refused."""
        if self.refusals(case):
            seen.facts.setdefault("refusals", []).append(_kind(result))
        else:
            super().publish(seen, number, case, handed, result)

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Note what was raised where a refusal was asked for, and go on."""
        if not self.refusals(case) or isinstance(error, Withheld | NotImplementedError):
            return super().stopped(seen, number, case, error)
        name = "ValueError" if isinstance(error, ValueError) else type(error).__name__
        seen.facts.setdefault("refusals", []).append(name[:TEXT_LIMIT])
        return None


class Model:
    """A small language model, which a case describes: the next place depends on all the text."""

    def __init__(self, speaks: Array) -> None:
        self.speaks = speaks
        self._known: dict[bytes, Array] = {}  # it is asked about the same few texts many times

    def __call__(self, text: Any) -> Array:
        """Return the probability of each place after a text."""
        text = as_numbers(text, "the text given to model")
        if text.ndim != 1:
            raise ValueError(f"the text has shape {text.shape}, expected (characters,)")
        if (known := self._known.get(key := text.tobytes())) is not None:
            return known.copy()
        if text.size and (text.dtype.kind != "i" or text.min() < 0 or text.max() >= SIZE):
            raise ValueError(f"the text holds {text.tolist()[:9]}, expected places 0 to {SIZE - 1}")
        scores = np.zeros(SIZE)
        for back, place in enumerate(text[::-1][: len(self.speaks)]):
            scores = scores + self.speaks[back, place]
        shares = np.exp(scores - scores.max())
        self._known[key] = shares / shares.sum()
        return self._known[key].copy()


def made_up_temperature(probabilities: Any, temperature: Any) -> Array:
    """Stand in for `with_temperature`, with probabilities that no temperature would give."""
    probabilities, degree = np.asarray(probabilities, float), float(temperature)
    places = 1 + np.arange(probabilities.shape[-1])
    mixed = probabilities[..., ::-1] * (1.2 + np.sin(3 * degree + 2 * places)) + 0.02
    return mixed / mixed.sum(axis=-1, keepdims=True)


def _noted(name: str, number: int, _: Case, seen: Observation) -> Callable[..., Array]:
    """Make a stand-in that notes in ``"CASE/part/NAME"`` that it was called."""

    def with_temperature(probabilities: Any, temperature: Any) -> Array:
        seen.arrays[f"{number}/part/{name}"] = np.array(1)
        return made_up_temperature(probabilities, temperature)

    return with_temperature


# What `continue_text` may call.
STAND_INS: dict[str, MakeStandIn] = {"with_temperature": _noted}


@dataclass(frozen=True, eq=False)
class Drawing(Function):
    """A function that draws: it is called many times with one generator, and twice with one seed.

    ``"CASE/0"`` holds what it drew, a row for each call, or the first result that is no such row.
    ``"CASE/long"`` holds what a longer call drew, and ``"CASE/same"`` whether another one with the
    same seed drew the same.
    """

    def look(self, namespace: Any, rng: Any) -> Observation:
        """Call the notebook's function many times on every case; stop at the first error."""
        if namespace.get(self.name) is None:
            return missing(self.name, self.name)
        cases = self.cases(rng)
        seen = Observation(self.name, {}, {"status": "observed", "cases": len(cases)})
        for number, case in enumerate(cases):
            parts = {
                name: called_as(namespace.get(name), make(name, number, case, seen))
                for name, make in self.stand_ins.items()
            }
            try:
                with replaced(namespace, parts):
                    self._draw(namespace[self.name], number, case, seen)
            except KeyboardInterrupt:  # from the learner, who stops the cell
                raise
            except BaseException as error:
                return raised(self.name, error, number, self.told(case))
        return seen

    def _draw(self, own: Callable[..., Any], number: int, case: Case, seen: Observation) -> None:
        """Publish what many calls on one case return."""
        handed = {**self._arguments(case), "rng": np.random.default_rng(case["seed"])}
        rows = []
        for _ in range(DRAWS):
            result = own(*handed.values())
            note_changed(seen.facts, case, handed)
            if result is None:
                seen.facts["returned"] = "None"
                return
            rows.append(as_numbers(result, "return value 1"))
            if rows[-1].shape != (case["length"],):
                seen.arrays[f"{number}/0"] = rows[-1]
                return
        seen.arrays[f"{number}/0"] = np.stack(rows)
        one, other = (
            own(*{**self._arguments({**case, "length": REPEATED}), "rng": rng}.values())
            for rng in (np.random.default_rng(case["seed"]) for _ in range(2))
        )
        seen.arrays[f"{number}/long"] = as_numbers(one, "return value 1")
        seen.arrays[f"{number}/same"] = np.array(np.array_equal(one, other))

    def _arguments(self, case: Case) -> dict[str, Any]:
        """Return the arguments but the generator, the model among them."""
        named = {**case, "model": Model(case["speaks"]), "rng": None}
        return super().handed(named)


def _kind(result: Any) -> str:
    """Say in a word what came back where a refusal was asked for."""
    return "None" if result is None else "a result"
