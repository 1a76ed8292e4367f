"""What is right in the norms of `normalization`, what goes wrong, and what to say about it."""

from collections.abc import Callable
from functools import partial

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


def layer_norm(x, gain, offset, epsilon):
    """Return each row of features, normalized by itself."""
    return scaled(x, *moments(x, -1), gain, offset, epsilon)


def _with_moments(taken: Callable[[Array], Moments]) -> Callable[..., Array]:
    """Make a layer norm of other moments."""
    return lambda x, gain, offset, epsilon: scaled(x, *taken(x), gain, offset, epsilon)


def _sum(which: int) -> Callable[[Array], Moments]:
    """Make moments with a sum in place of a mean."""
    return lambda x: sums(x, -1, x.shape[-1])[which]


LAYER_NORM_WRONG_ANSWERS = (
    WrongAnswer(
        "over the batch",
        _with_moments(lambda x: moments(x, 0)),
        "has means over the batch. Layer norm takes them over the features, of each sequence at "
        "each step",
    ),
    *(
        WrongAnswer(
            "over the steps",
            _with_moments(partial(moments, axis=axis)),
            "has means over the steps. Each step is normalized by itself, over its features",
        )
        for axis in (1, -2)
    ),
    WrongAnswer(
        "over steps and features",
        _with_moments(lambda x: moments(x, tuple(range(1, x.ndim)))),
        "has one mean for each sequence. Each step of it has one of its own",
    ),
    WrongAnswer(
        "batch norm",
        _with_moments(lambda x: moments(x, tuple(range(x.ndim - 1)))),
        "has one mean for each feature, over the batch and the steps: that is batch norm",
    ),
    WrongAnswer(
        "over everything",
        _with_moments(lambda x: moments(x, None)),
        "has one mean for the whole batch. Name the axis",
    ),
    *(WrongAnswer("sum for mean", _with_moments(_sum(k)), SUM) for k in range(3)),
    WrongAnswer("distances not squared", _with_moments(partial(unsquared, axis=-1)), UNSQUARED),
    WrongAnswer(
        "divided by one less",
        _with_moments(lambda x: moments(x, -1, ddof=1)),
        "has a variance that is divided by features - 1 (ddof=1). A norm divides by features",
    ),
    WrongAnswer(
        "root mean square",
        lambda x, gain, offset, epsilon: scaled(
            x, 0, (x**2).mean(axis=-1, keepdims=True), gain, offset, epsilon
        ),
        "is divided by its root mean square, and its mean was never taken off. That is another "
        "norm, RMSNorm",
    ),
    WrongAnswer(
        "mean left in the variance",
        _with_moments(
            lambda x: (x.mean(axis=-1, keepdims=True), (x**2).mean(axis=-1, keepdims=True))
        ),
        "is divided by the root of the mean square. A variance is the mean square of what is left "
        "when the mean is off",
    ),
    WrongAnswer(
        "gain and offset before the norm",
        lambda x, gain, offset, epsilon: layer_norm(x * gain + offset, 1, 0, epsilon),
        BEFORE,
    ),
    *forms(
        lambda norm: (
            lambda x, gain, offset, epsilon: norm(x, *moments(x, -1), gain, offset, epsilon)
        )
    ),
)


def batch_norm_in_use(x, gain, offset, epsilon, running_mean, running_variance):
    """Return values normalized with running averages."""
    return scaled(x, running_mean, running_variance, gain, offset, epsilon)


IN_USE_WRONG_ANSWERS = (
    WrongAnswer(
        "the batch's own moments",
        lambda x, gain, offset, epsilon, *_: scaled(x, *moments(x, (0, 1)), gain, offset, epsilon),
        "comes from the mean and the variance of this batch. In use the running ones count, so "
        "that no answer depends on who else asks",
    ),
    WrongAnswer(
        "the batch's own variance",
        lambda x, gain, offset, epsilon, mean, _: scaled(
            x, mean, moments(x, (0, 1))[1], gain, offset, epsilon
        ),
        "comes from the running mean, but from this batch's variance",
    ),
    WrongAnswer(
        "the batch's own mean",
        lambda x, gain, offset, epsilon, _, variance: scaled(
            x, moments(x, (0, 1))[0], variance, gain, offset, epsilon
        ),
        "comes from the running variance, but from this batch's mean",
    ),
    WrongAnswer(
        "layer norm",
        lambda x, gain, offset, epsilon, *_: layer_norm(x, gain, offset, epsilon),
        "has a mean for each step of each sequence: that is layer norm",
    ),
    WrongAnswer(
        "running variance squared",
        lambda x, gain, offset, epsilon, mean, variance: scaled(
            x, mean, variance**2, gain, offset, epsilon
        ),
        "comes from running_variance squared. It is a variance already, not a standard deviation",
    ),
    WrongAnswer(
        "gain and offset before the norm",
        lambda x, gain, offset, epsilon, mean, variance: scaled(
            x * gain + offset, mean, variance, 1, 0, epsilon
        ),
        BEFORE,
    ),
    *forms(
        lambda norm: (
            lambda x, gain, offset, epsilon, mean, variance: norm(
                x, mean, variance, gain, offset, epsilon
            )
        )
    ),
)
