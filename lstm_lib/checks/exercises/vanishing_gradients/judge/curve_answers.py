"""What goes wrong with norms and their curve in the exercise `vanishing_gradients`."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer


def norms_of(dh):
    """Return the norm at every lag: along the units, then the mean over the batch."""
    return np.linalg.norm(dh, axis=2).mean(axis=0)[::-1]


NORMS_WRONG_ANSWERS = (
    WrongAnswer(
        "first step first",
        lambda dh: norms_of(dh)[::-1],
        "begin with the first step. Lag 0 is the last step, which the loss depends on",
    ),
    WrongAnswer(
        "norm over the batch as well",
        lambda dh: np.linalg.norm(dh, axis=(0, 2))[::-1],
        "equal the norm over units and batch together. Each sequence has a norm of its own, and "
        "their mean was asked for",
    ),
    WrongAnswer(
        "sum over the batch",
        lambda dh: np.linalg.norm(dh, axis=2).sum(axis=0)[::-1],
        "are summed over the batch. The mean was asked for: a larger batch has no larger gradient",
    ),
    WrongAnswer(
        "mean divided by the batch again",
        lambda dh: norms_of(dh) / len(dh),
        "are means, divided by the number of sequences once more. "
        "A mean has been divided by it already",
    ),
    WrongAnswer(
        "norm of the mean",
        lambda dh: np.linalg.norm(dh.mean(axis=0), axis=1)[::-1],
        "equal the norm of the batch's mean gradient. There, sequences of opposite sign cancel: "
        "first the norms, then their mean",
    ),
    WrongAnswer(
        "root left out",
        lambda dh: np.sum(dh**2, axis=2).mean(axis=0)[::-1],
        "are the means of the squared norms: the root is missing",
    ),
    WrongAnswer(
        "root after the mean",
        lambda dh: np.sqrt(np.sum(dh**2, axis=2).mean(axis=0))[::-1],
        "equal the root of the mean square. First the root, which makes each norm, then the mean",
    ),
    WrongAnswer(
        "absolute values",
        lambda dh: np.abs(dh).sum(axis=2).mean(axis=0)[::-1],
        "are sums of absolute values. The norm is the Euclidean length",
    ),
    WrongAnswer(
        "mean of absolute values",
        lambda dh: np.abs(dh).mean(axis=(0, 2))[::-1],
        "are means of absolute values. The norm is the Euclidean length",
    ),
    WrongAnswer(
        "largest entry",
        lambda dh: np.abs(dh).max(axis=2).mean(axis=0)[::-1],
        "hold the largest entry in place of the Euclidean length",
    ),
    WrongAnswer(
        "mean over the units",
        lambda dh: np.sqrt(np.mean(dh**2, axis=2)).mean(axis=0)[::-1],
        "take a mean over the units under the root. The squares are added up",
    ),
    WrongAnswer(
        "relative to lag 0",
        lambda dh: norms_of(dh) / norms_of(dh)[0],
        "are divided by the norm at lag 0. The norms themselves were asked for",
    ),
    WrongAnswer(
        "lag 0 left out",
        lambda dh: norms_of(dh)[1:],
        "begin with lag 1: lag 0, the last step, is missing",
    ),
    WrongAnswer(
        "no mean over the batch",
        lambda dh: np.linalg.norm(dh, axis=2)[:, ::-1],
        "hold a row for each sequence: the mean over the batch is missing",
    ),
    WrongAnswer(
        "norm along the steps",
        lambda dh: np.linalg.norm(dh, axis=1).mean(axis=0)[::-1],
        "hold one norm for each unit, taken along the steps. One for each lag was asked for, "
        "taken along the units",
    ),
    WrongAnswer(
        "norm over the batch, mean over the units",
        lambda dh: np.linalg.norm(dh, axis=0).mean(axis=1)[::-1],
        "take the norm along the batch and the mean over the units: the two axes are swapped",
    ),
)


def reach_of(norms, share):
    """Return the first lag at which a curve is below a share of its first value."""
    return _first(norms < share * norms[0])


def _first(found):
    """Return the index of the first True, or the length if there is none."""
    places = np.flatnonzero(found)
    return int(places[0]) if len(places) else len(found)


def _otherwise(value: Callable[[np.ndarray], float]) -> Callable[..., float]:
    """Make a reach that is right where the curve falls, and another value where it never does."""
    return lambda norms, share: (
        value(norms) if reach_of(norms, share) == len(norms) else reach_of(norms, share)
    )


def _without_the_last(norms, share):
    """Return the number of lags where only the last one is below."""
    found = reach_of(norms, share)
    return len(norms) if found == len(norms) - 1 else found


def _last_below(norms, share):
    """Return the lag from which on the curve stays below."""
    above = np.flatnonzero(norms >= share * norms[0])
    return int(above[-1]) + 1


REACH_WRONG_ANSWERS = (
    WrongAnswer(
        "zero where it never falls",
        _otherwise(lambda norms: 0),
        "is 0, as if the gradient were gone at once: `argmax` gives 0 even where nothing is true. "
        "Where no norm is small enough, return the number of lags",
    ),
    WrongAnswer(
        "last lag where it never falls",
        _otherwise(lambda norms: len(norms) - 1),
        "is the last lag. There the norm has not fallen yet: return the number of lags, one more",
    ),
    WrongAnswer(
        "−1 where it never falls",
        _otherwise(lambda norms: -1),
        "is −1. Where no norm is small enough, return the number of lags",
    ),
    WrongAnswer(
        "infinity where it never falls",
        _otherwise(lambda norms: np.inf),
        "is infinite. Nothing was measured beyond the last lag: return the number of lags",
    ),
    WrongAnswer(
        "last lag not looked at",
        _without_the_last,
        "is right but for a curve that falls below at its very last lag: look at that lag as well",
    ),
    WrongAnswer(
        "lags counted from 1",
        lambda norms, share: reach_of(norms, share) + 1,
        "is one too many: lags are counted from 0",
    ),
    WrongAnswer(
        "last lag above",
        lambda norms, share: reach_of(norms, share) - 1,
        "is the last lag before the fall. The first one below was asked for",
    ),
    WrongAnswer(
        "last fall",
        _last_below,
        "is the lag from which on the curve stays below. It may fall, climb again and fall once "
        "more: the first lag below was asked for",
    ),
    WrongAnswer(
        "lags counted above",
        lambda norms, share: int(np.sum(norms >= share * norms[0])),
        "is how many norms are not below. A curve that falls, climbs and falls again has such "
        "norms after its first fall as well",
    ),
    WrongAnswer(
        "lags counted below",
        lambda norms, share: int(np.sum(norms < share * norms[0])),
        "is how many norms are below, and not the first lag at which one is",
    ),
    WrongAnswer(
        "share of the largest",
        lambda norms, share: _first(norms < share * norms.max()),
        "is measured against the largest norm. It must be a share of the norm at lag 0",
    ),
    WrongAnswer(
        "share as the limit itself",
        lambda norms, share: _first(norms < share),
        "is measured against the share itself. The limit is the share times the norm at lag 0",
    ),
    WrongAnswer(
        "share of the sum",
        lambda norms, share: _first(norms < share * norms.sum()),
        "is measured against the sum of all norms. It must be a share of the norm at lag 0",
    ),
    WrongAnswer(
        "equal counts as below",
        lambda norms, share: _first(norms <= share * norms[0]),
        "takes a norm that is exactly at the share. Below was asked for",
    ),
    WrongAnswer(
        "against the lag before",
        lambda norms, share: _first(norms[1:] < share * norms[:-1]) + 1,
        "compares each norm with the one before it. Compare with the norm at lag 0",
    ),
    WrongAnswer(
        "first lag above",
        lambda norms, share: _first(norms > share * norms[0]),
        "is the first lag at which the norm is above: the comparison is reversed",
    ),
    WrongAnswer(
        "closest to the share",
        lambda norms, share: int(np.argmin(np.abs(norms - share * norms[0]))),
        "is the lag at which the norm is closest to the share. The first one below was asked for",
    ),
    WrongAnswer(
        "smallest norm",
        lambda norms, share: int(np.argmin(norms)),
        "is the lag of the smallest norm, whatever the share is",
    ),
)

REACH_NONE = Told(
    "nothing where it never falls",
    "it returns None where no norm is small enough. Return the number of lags then",
)
REACH_ERROR = Told(
    "error where it never falls",
    "your function stops with an error where no norm is small enough. "
    "Return the number of lags then",
)
