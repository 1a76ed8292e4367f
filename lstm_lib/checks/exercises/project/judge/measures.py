"""Errors as they are reported: two measures that are right, and those that say something else."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told

ONE_STEP = Told(
    "one step reported as many",
    "the errors of later steps ahead are those of the first step. A forecast of m steps has to be "
    "made m steps before, by the entry m - 1 of what `forecast` returned",
)
BEST_SEED = Told(
    "best seed",
    "{what} hold the best seed alone. Report every one, a row for each seed",
)
MEAN_OF_SEEDS = Told(
    "mean over the seeds",
    "{what} are means over the seeds. Their spread is the result too: a row for each seed",
)
OTHERWISE: tuple[tuple[Told, Callable[[np.ndarray], np.ndarray]], ...] = (
    (
        Told(
            "square units",
            "{what} are mean squared errors, in squares of the units. Take the root, or absolute "
            "errors, so that a reader can judge them",
        ),
        lambda e: np.mean(e**2, axis=-2),
    ),
    (
        Told("signed errors", "{what} are means of signed errors, in which errors cancel out"),
        lambda e: np.mean(e, axis=-2),
    ),
    (
        Told("signed errors", "{what} are means of signed errors, in which errors cancel out"),
        lambda e: -np.mean(e, axis=-2),
    ),
    (
        Told("sum for mean", "{what} are sums: they grow with the length of the test part"),
        lambda e: np.sum(np.abs(e), axis=-2),
    ),
    (
        Told("largest errors", "{what} are the largest errors, which a single point decides"),
        lambda e: np.max(np.abs(e), axis=-2),
    ),
    (
        Told(
            "mean over the steps ahead",
            "{what} are one number over all steps ahead, and a step ahead is easier than many: "
            "give one for each",
        ),
        lambda e: np.mean(np.abs(e), axis=(-2, -1)),
    ),
    (
        Told(
            "mean over the steps ahead",
            "{what} are one number over all steps ahead, and a step ahead is easier than many: "
            "give one for each",
        ),
        lambda e: np.sqrt(np.mean(e**2, axis=(-2, -1))),
    ),
    (
        Told(
            "mean over each origin's steps",
            "{what} are one for each point of the test part, a mean over "
            "the steps ahead. Take the mean over the points",
        ),
        lambda e: np.mean(np.abs(e), axis=-1),
    ),
)
SHIFTED = Told(
    "truths shifted",
    "{what} compare forecasts with the values one step {way}. After `series[:t]` the first "
    "forecast is for `series[t]`",
)
OTHER_MEASURES = Told(
    "two measures",
    "the network's errors are {first}, the floor's {second}. Measure both alike",
)
RELATIVE = Told(
    "relative to the floor",
    "{what} are divided by the floor's. Report both in the series' units, a reader divides",
)
MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "absolute": lambda e: np.mean(np.abs(e), axis=-2),
    "root mean square": lambda e: np.sqrt(np.mean(e**2, axis=-2)),
}
SWAPPED = Told("errors and floors swapped", "`errors` and `floors` are in each other's place")
