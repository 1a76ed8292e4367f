"""What is right in a batch norm that trains, and what goes wrong: outputs and running averages."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lstm_lib.checks.exercises.normalization.judge.norms import (
    BEFORE,
    SUM,
    UNSQUARED,
    Array,
    Moments,
    forms,
    moments,
    scaled,
    sums,
    unsquared,
)
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Kept = Callable[[Array, Array, float], Array]
ALL = (0, 1)  # batch and steps


def _average(running: Array, batch: Array, momentum: float) -> Array:
    """Return a running average after one more batch."""
    return momentum * running + (1 - momentum) * batch


def _training(
    norm: Callable[..., Array] = scaled,
    taken: Callable[[Array], Moments] = lambda x: moments(x, ALL),
    kept: Kept = _average,
    keeps: Callable[[Array], Moments] | None = None,
    loose: bool = True,
) -> Callable[..., tuple[Array, ...]]:
    """Make a batch norm in training, right but for what is named."""

    def answer(x, gain, offset, epsilon, running_mean, running_variance, momentum):
        y = norm(x, *taken(x), gain, offset, epsilon)
        mean, variance = (_loose(m) if loose else m for m in (keeps or taken)(x))
        return y, kept(running_mean, mean, momentum), kept(running_variance, variance, momentum)

    return answer


def _sum(which: int, axes: tuple[int, ...]) -> Callable[[Array], Moments]:
    """Make moments that are sums along some axes."""
    return lambda x: sums(x, ALL, int(np.prod([x.shape[axis] for axis in axes])))[which]


def _loose(moment: Array) -> Array:
    """Return moments without the axes that they were taken over."""
    return moment.reshape([size for size in moment.shape if size > 1])


batch_norm_training = _training()


def _by(averages: str) -> Callable[..., tuple[Array, ...]]:
    """Make a batch norm that normalizes with its running averages: the old ones or the new."""

    def answer(x, gain, offset, epsilon, running_mean, running_variance, momentum):
        _, *new = batch_norm_training(
            x, gain, offset, epsilon, running_mean, running_variance, momentum
        )
        used = new if averages == "new" else (running_mean, running_variance)
        return scaled(x, *used, gain, offset, epsilon), *new

    return answer


def _about_the_running_mean(x, gain, offset, epsilon, running_mean, running_variance, momentum):
    """Return what a variance about the running mean gives."""
    mean, variance = x.mean(axis=ALL), ((x - running_mean) ** 2).mean(axis=ALL)
    return (
        scaled(x, mean, variance, gain, offset, epsilon),
        _average(running_mean, mean, momentum),
        _average(running_variance, variance, momentum),
    )


def _deviation(x: Array) -> Moments:
    """Return mean and standard deviation."""
    mean, variance = moments(x, ALL)
    return mean, np.sqrt(variance)


def _before(x, gain, offset, epsilon, running_mean, running_variance, momentum):
    """Return what gain and offset before the norm give; the moments are those of the changed x."""
    return batch_norm_training(
        x * gain + offset, 1, 0, epsilon, running_mean, running_variance, momentum
    )


OTHER_AXES: tuple[tuple[str, int | None, str], ...] = (
    (
        "for each step",
        0,
        "comes from means over the sequences alone, for each step. All steps count together here",
    ),
    (
        "for each sequence",
        1,
        "comes from means over the steps alone, for each sequence. All sequences count together",
    ),
    ("layer norm", -1, "comes from a mean for each step of each sequence: that is layer norm"),
    ("over everything", None, "comes from one mean for all features. Each feature has its own"),
)

TRAINING_WRONG_ANSWERS = (
    WrongAnswer(
        "running averages used in training",
        _by("old"),
        "comes from the running averages. In training the batch's own mean and variance normalize",
    ),
    WrongAnswer(
        "new running averages used in training",
        _by("new"),
        "comes from the new running averages. In training the batch's own mean and variance "
        "normalize",
    ),
    *(
        WrongAnswer(name, _training(taken=partial(moments, axis=axis), loose=loose), message)
        for name, axis, message in OTHER_AXES
        for loose in (True, False)
        if loose is False or axis != -1  # without its axis a mean of a step fits no feature
    ),
    *(
        WrongAnswer(
            "sum for mean",
            _training(taken=_sum(k, axes)),
            SUM,
        )
        for axes in (ALL, (0,), (1,))
        for k in range(3)
    ),
    WrongAnswer("distances not squared", _training(taken=partial(unsquared, axis=ALL)), UNSQUARED),
    WrongAnswer(
        "divided by one less",
        _training(taken=lambda x: moments(x, ALL, ddof=1)),
        "comes from a variance that is divided by one less than the count (ddof=1). A norm divides "
        "by the count",
    ),
    WrongAnswer(
        "running variance divided by one less",
        _training(keeps=lambda x: moments(x, ALL, ddof=1)),
        "has a batch's variance in it that is divided by one less than the count, as PyTorch keeps "
        "it. Here both variances are the same",
    ),
    WrongAnswer(
        "momentum the wrong way round",
        _training(kept=lambda running, batch, momentum: _average(batch, running, momentum)),
        "gives the momentum to the batch. It is the share of the old average that stays",
    ),
    WrongAnswer(
        "running averages not moved",
        _training(kept=lambda running, batch, momentum: running),
        "is the old average as it was: this batch left no trace",
    ),
    WrongAnswer(
        "running averages replaced",
        _training(kept=lambda running, batch, momentum: batch),
        "is that of this batch alone: nothing is left of the old average",
    ),
    WrongAnswer(
        "the batch added in full",
        _training(kept=lambda running, batch, momentum: momentum * running + batch),
        "has the batch's number added in full. Only the share 1 - momentum is replaced",
    ),
    WrongAnswer(
        "old average kept in full",
        _training(kept=lambda running, batch, momentum: running + (1 - momentum) * batch),
        "keeps the old average in full and adds to it. The shares have to add up to 1",
    ),
    WrongAnswer(
        "plain mean of old and new",
        _training(kept=lambda running, batch, momentum: (running + batch) / 2),
        "is the plain mean of old and new, whatever the momentum",
    ),
    WrongAnswer(
        "standard deviation kept",
        _training(keeps=_deviation),
        "has the batch's standard deviation in it. The variance is kept",
    ),
    WrongAnswer(
        "variance about the running mean",
        _about_the_running_mean,
        "comes from distances to the running mean. A batch's variance is about its own mean",
    ),
    WrongAnswer(
        "mean and variance swapped",
        lambda *case: tuple(batch_norm_training(*case)[k] for k in (0, 2, 1)),
        "holds the other average: return y, then the mean, then the variance",
    ),
    WrongAnswer("gain and offset before the norm", _before, BEFORE),
    *forms(lambda norm: _training(norm=norm)),
)
