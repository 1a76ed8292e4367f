"""The exercise `sine_windows`: its functions, the cases they are called on, and the hints.

Values are random and distinct, so that every point, window and target can be recognized; sizes
are such that no two common mistakes give the same answer on every case. Two cases of each check
have one size, so that what a function keeps between its calls shows.
"""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case, supplied

WINDOWS = ("series, steps", "inputs, targets")
SPLIT = (
    "inputs, targets, train_fraction, gap",
    "inputs_train, targets_train, inputs_test, targets_test",
)


def series_to_cut(rng: np.random.Generator) -> list[Case]:
    """Draw series of distinct values, and how many steps a window of each has."""
    sizes = ((19, 4), (14, 3), (23, 6), (19, 4))
    return [{"series": rng.normal(0, 3, n_points), "steps": steps} for n_points, steps in sizes]


def windows_to_split(rng: np.random.Generator) -> list[Case]:
    """Draw made-up windows with targets, a fraction and a gap.

    A gap is smaller than the steps of a window, or larger, or one, or zero. One product of
    fraction and windows is whole, one lies closer to the number below, one to the number above.
    """
    sizes = ((33, 8, 0.7, 7), (31, 3, 0.8, 5), (20, 6, 0.75, 0), (33, 8, 0.7, 7), (27, 5, 0.65, 1))
    return [
        {
            "inputs": rng.normal(0, 3, (windows, steps, 1)),
            "targets": rng.normal(0, 3, windows),
            "train_fraction": train_fraction,
            "gap": gap,
        }
        for windows, steps, train_fraction, gap in sizes
    ]


def series_to_scale(rng: np.random.Generator) -> list[Case]:
    """Draw series whose test part leaves the range of the training part, and what stand-ins return.

    Most only rise or only fall: the lowest and the highest point that a scaler has seen tell
    where the points begin and end. One has a hump and a dip within its training part, so the
    points at both ends do not represent those in between. What the stand-ins return is
    unrelated to the series: each kind of array has values of its own. The `probes` are points to
    scale, below, within and above the series.
    """
    cases = []
    sizes = (
        (37, 8, 0.6, 1, 7, 5, 0),
        (26, 5, 0.7, -1, 4, 3, 0),
        (25, 5, 0.75, 1, 6, 9, 0),
        (32, 6, 0.6, 1, 10, 4, 8),
        (33, 6, 0.6, -1, 8, 4, 0),  # 16.2 windows: one window more would still round down to 16
        (37, 8, 0.6, -1, 7, 5, 0),
    )
    for n_points, steps, train_fraction, sign, n_train, n_test, dip in sizes:
        series = sign * np.cumsum(rng.uniform(0.3, 1, n_points)) + rng.normal()
        touched = int(train_fraction * (n_points - steps)) + steps
        series[:touched] = np.roll(series[:touched], dip)  # the hump comes just before the dip
        low, high = series.min(), series.max()
        within = rng.uniform(low, high, 3)
        windows = n_points - steps
        climb = np.arange(windows, dtype=float)
        cases.append(
            {
                "series": series,
                "steps": steps,
                "train_fraction": train_fraction,
                "probes": np.array([[low - 3], *([p] for p in within), [high + 2]]),
                "inputs": 50 + climb[:, None, None] + rng.uniform(0, 0.4, (windows, steps, 1)),
                "targets": 50 + climb + rng.uniform(0.5, 0.9, windows),
                "inputs_train": rng.uniform(-12, -11, (n_train, steps, 1)),
                "targets_train": rng.uniform(-10, -9, n_train),
                "inputs_test": rng.uniform(-8, -7, (n_test, steps, 1)),
                "targets_test": rng.uniform(-6, -5, n_test),
            }
        )
    return cases


@dataclass(frozen=True, eq=False)
class ScalerFunction(Function):
    """A function that returns a scaler: what it has seen and does is published, never the scaler.

    On each case: ``"CASE/low"`` and ``"CASE/high"`` (what the scaler says it has seen) and
    ``"CASE/scaled"`` (the probes, scaled), each only if there is one. The fact `kind` is the
    class's name; `returned` says what came back instead of a fitted scaler.
    """

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish what a scaler has seen, and the case's probes as it scales them."""
        kind = type(result).__name__[:TEXT_LIMIT]
        seen.facts["kind"] = kind
        if returned := _no_scaler(result, kind):
            seen.facts["returned"] = returned
            return
        ends = {
            key: as_numbers(getattr(result, attribute), attribute)
            for key, attribute in (("low", "data_min_"), ("high", "data_max_"))
            if hasattr(result, attribute)
        }
        seen.arrays.update({f"{number}/{key}": array for key, array in ends.items()})
        if any(array.size != 1 for array in ends.values()):
            return  # fitted on several columns: it cannot scale a series
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a scaler that was fitted on named columns
                points = result.transform(case["probes"].copy())
            scaled = as_numbers(points, "what transform returns")
        except Exception as error:
            if type(error).__name__ != "NotFittedError":
                raise
            seen.facts["returned"] = "an unfitted scaler"
        else:
            seen.arrays[f"{number}/scaled"] = scaled

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Say which shape scikit-learn expects: its own message shows the whole array first."""
        said = error.args[0] if type(error) is ValueError and error.args else None
        if type(said) is str and "got 1D array" in said:
            expected = "scikit-learn expects the points as a column, of shape (points, 1)"
            error = ValueError(expected).with_traceback(error.__traceback__)
        return super().stopped(seen, number, case, error)


def _no_scaler(result: Any, kind: str) -> str:
    """Say what a function returned instead of a scaler; empty if it can transform."""
    if isinstance(result, np.ndarray | list):
        return "an array"
    if isinstance(result, tuple):
        return f"{len(result)} values"
    if isinstance(result, type):
        return "a class"
    if callable(getattr(result, "transform", None)):
        return ""
    return "None" if result is None else f"a {kind}"


MAKE_WINDOWS = Function(
    "make_windows",
    takes=WINDOWS[0],
    returns=WINDOWS[1],
    cases=series_to_cut,
    hints=(
        "Take six points and two steps, and write down every window with the value after it. "
        "How many are there? What is the last target?",
        "Window i begins at point i. Where does it end, and which point comes directly after? "
        "The last window is the last one that still has such a point.",
        "Collect the windows one after another, from point 0 on, and with each the point after "
        "it. Make arrays of both. Give the inputs a last axis of length 1: one feature.",
    ),
)

SPLIT_IN_TIME = Function(
    "split_in_time",
    takes=SPLIT[0],
    returns=SPLIT[1],
    cases=windows_to_split,
    hints=(
        "Which windows come first in time: those to train on, or those to test on? "
        "May they be mixed?",
        "Two borders are needed. One is where the test part begins: it depends on the "
        "fraction alone. The other is where the training part ends. How far apart are they?",
        "Count the windows, take the fraction, drop what is after the decimal point: the test "
        "part begins there. The training part ends a gap earlier. Try it with a gap of 0 too.",
    ),
)

FIT_SCALER = ScalerFunction(
    "fit_scaler",
    takes="series, steps, train_fraction",
    returns="scaler",
    cases=series_to_scale,
    stand_ins={
        "make_windows": supplied(*WINDOWS, defaults=True),
        "split_in_time": supplied(*SPLIT, defaults=True),
    },
    hints=(
        "Which points does the first training window touch, with its target? "
        "And the last training window?",
        "Count windows first, not points: how many windows are there, and how many of them are "
        "to train on? The target of the last of these is the last point you may look at.",
        "From the number of training windows and the steps, find the last point to look at. "
        "Fit a default `MinMaxScaler` on the points up to it, as a column. Return it.",
    ),
)

CHECKS = (MAKE_WINDOWS, SPLIT_IN_TIME, FIT_SCALER)
