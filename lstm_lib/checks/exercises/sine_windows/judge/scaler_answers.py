"""What goes wrong in `fit_scaler`: the points that a scaler has seen, and what it does."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer


@dataclass(frozen=True, eq=False)
class WrongPoints(WrongAnswer):
    """A scaler that is fitted on other points: `answer` takes them from the series.

    `of_parts` takes them from what stand-ins returned: the inputs and the targets to train on,
    then those to test on. It takes none if a mistake concerns the series alone.
    """

    of_parts: Callable[..., Sequence[np.ndarray]] = lambda *parts: ()


def n_train(series: np.ndarray, steps: int, fraction: float) -> int:
    """Return how many windows there are to train on."""
    return int(fraction * (len(series) - steps))


def touched(series: np.ndarray, steps: int, fraction: float) -> np.ndarray:
    """Return the points that the training windows and their targets touch."""
    return series[: n_train(series, steps, fraction) + steps]


SEEN_WRONG_ANSWERS = (
    WrongPoints(
        "whole series",
        lambda series, steps, fraction: series,
        "it has seen the whole series, the test part too: that is leakage. "
        "Fit it on the points that training touches",
        of_parts=lambda *parts: parts,
    ),
    WrongPoints(
        "whole series",
        lambda series, steps, fraction: series[:-1],
        "it has seen all windows, those of the test part too: that is leakage. "
        "Fit it on the points that training touches",
        of_parts=lambda inputs, targets, inputs_test, targets_test: (inputs, inputs_test),
    ),
    WrongPoints(
        "missing the last target",
        lambda series, steps, fraction: touched(series, steps, fraction)[:-1],
        "it has seen the training windows, and not the target of the last one",
        of_parts=lambda inputs, *_: (inputs,),
    ),
    WrongPoints(
        "only targets",
        lambda series, steps, fraction: touched(series, steps, fraction)[steps:],
        "it has seen the training targets alone. The first window begins before the first target",
        of_parts=lambda inputs, targets, *_: (targets,),
    ),
    WrongPoints(
        "first and last point only",
        lambda series, steps, fraction: touched(series, steps, fraction)[[0, -1]],
        "it has seen the first and the last point that training touches, but not all in between. "
        "A series may turn: its lowest and highest point need not lie at the ends",
        of_parts=lambda inputs, targets, *_: (inputs[:1, 0], targets[-1:]),
    ),
    WrongPoints(
        "fraction of the points",
        lambda series, steps, fraction: series[: int(fraction * len(series))],
        "it has seen a fraction of the points. It must be a fraction of the windows: "
        "count these first, then ask which points they touch",
    ),
    WrongPoints(
        "fraction of the points, plus a window",
        lambda series, steps, fraction: series[: int(fraction * len(series)) + steps],
        "it has seen more than training touches: it is a fraction of the windows, "
        "and there are fewer windows than points",
    ),
    WrongPoints(
        "first points of the windows",
        lambda series, steps, fraction: touched(series, steps, fraction)[:-steps],
        "it has seen as many points as there are training windows: their first points. "
        "Ask how far the last window and its target reach",
    ),
    WrongPoints(
        "one point too many",
        lambda series, steps, fraction: series[: len(touched(series, steps, fraction)) + 1],
        "it has seen one point after the last training target",
    ),
    WrongPoints(
        "one window too many counted",
        lambda series, steps, fraction: series[: int(fraction * (len(series) - steps + 1)) + steps],
        "it has seen one point too many wherever one window more makes a difference. Your count of "
        "windows is one too many: each needs a target after it, so a series has "
        "`len(series) - steps` of them",
    ),
    WrongPoints(
        "rounded up",
        lambda series, steps, fraction: series[
            : math.ceil(fraction * (len(series) - steps)) + steps
        ],
        "it has seen one window too many wherever the fraction of the windows is not whole: "
        "round down",
    ),
    WrongPoints(
        "test part",
        lambda series, steps, fraction: series[n_train(series, steps, fraction) :],
        "it has seen the points that the test part touches. The future is unknown when a "
        "network is trained",
        of_parts=lambda *parts: parts[2:],
    ),
)

# Their `answer` takes points that a right scaler has scaled.
DOES_WRONG_ANSWERS = (
    WrongAnswer(
        "range from −1 to 1",
        lambda scaled: 2 * scaled - 1,
        "it scales the points that it has seen to −1 … 1, and 0 … 1 was expected",
    ),
    WrongAnswer(
        "values clipped",
        lambda scaled: np.clip(scaled, 0, 1),
        "it cuts off what lies outside the points that it has seen. A later value may lie "
        "outside 0 … 1, and it must, for the scaler to take it back",
    ),
)

STANDARD_SCALER = Told(
    "StandardScaler",
    "it is a StandardScaler: it centers on the mean and divides by the spread. "
    "A MinMaxScaler was expected",
)
ANOTHER_SCALER = Told("another scaler", "it is a {kind}, and a MinMaxScaler was expected")

# These return nothing that can scale a series, so nothing else about them can be judged.
SCALED = Told(
    "transform already applied",
    "an array came back, and the scaler was expected. Fit it here; it is applied later",
)
SEVERAL_VALUES = Told(
    "scaler and values", "several values came back, and the scaler alone was expected"
)
NOT_FITTED = Told("not fitted", "a scaler came back that has seen nothing yet: fit it")
RANGE_PER_STEP = Told(
    "a range for each step",
    "it has a range for each step of a window. The series is one feature: "
    "give it its points as one column",
)
RANGE_PER_POINT = Told(
    "a range for each point",
    "it has a range for each point: they came as one row. The series is one feature: "
    "give it its points as one column",
)

GAP = Told(
    "split with a gap",
    "`split_in_time` was called with a gap of {gap}. Here there is no gap: call it with 0",
)
ARGUMENTS = Told("wrong arguments", "`{function}` was not given {argument} in its place.")

ALL = (
    *(*SEEN_WRONG_ANSWERS, *DOES_WRONG_ANSWERS, STANDARD_SCALER, ANOTHER_SCALER),
    *(SCALED, SEVERAL_VALUES, NOT_FITTED, RANGE_PER_STEP, RANGE_PER_POINT, GAP, ARGUMENTS),
)
