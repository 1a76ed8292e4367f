"""What goes wrong on the way back through softmax in `attention`, and what to say about it."""

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def scores_gradient(d_weights, weights):
    """Return what comes back through softmax."""
    return weights * (d_weights - (weights * d_weights).sum(axis=1, keepdims=True))


GRADIENT_WRONG_ANSWERS = (
    WrongAnswer(
        "mean left out",
        lambda d_weights, weights: weights * d_weights,
        "lack the mean: a score that lifts its own weight lowers all others, so the mean of the "
        "row, by weight, has to be taken off",
    ),
    WrongAnswer(
        "each weight by itself",
        lambda d_weights, weights: weights * (1 - weights) * d_weights,
        "hold the slope of a sigmoid, which treats each weight by itself. A score changes all "
        "weights of its row",
    ),
    WrongAnswer(
        "plain mean",
        lambda d_weights, weights: weights * (d_weights - d_weights.mean(axis=1, keepdims=True)),
        "equal what you get with the plain mean of the row. Here each entry counts by its weight",
    ),
    WrongAnswer(
        "mean of the products",
        lambda d_weights, weights: (
            weights * (d_weights - (weights * d_weights).mean(axis=1, keepdims=True))
        ),
        "equal what you get with the mean of weights times d_weights. Their sum is the mean by "
        "weight already, since the weights add up to 1",
    ),
    WrongAnswer(
        "plain sum",
        lambda d_weights, weights: weights * (d_weights - d_weights.sum(axis=1, keepdims=True)),
        "equal what you get when the sum of d_weights is taken off. In this sum each entry is "
        "multiplied by its weight",
    ),
    WrongAnswer(
        "not times the weights",
        lambda d_weights, weights: d_weights - (weights * d_weights).sum(axis=1, keepdims=True),
        "are not multiplied by the weights at the end",
    ),
    WrongAnswer(
        "mean taken off the products",
        lambda d_weights, weights: (
            weights * d_weights - (weights * d_weights).sum(axis=1, keepdims=True)
        ),
        "have the mean taken off weights times d_weights. Take it off d_weights first, and "
        "multiply what is left: that needs brackets",
    ),
    WrongAnswer(
        "sum over the batch",
        lambda d_weights, weights: (
            weights * (d_weights - (weights * d_weights).sum(axis=0, keepdims=True))
        ),
        "come from a sum over the batch. The sequences know nothing of each other",
    ),
    WrongAnswer(
        "sum over everything",
        lambda d_weights, weights: weights * (d_weights - (weights * d_weights).sum()),
        "come from one sum for the whole batch. Each sequence has its own",
    ),
    WrongAnswer(
        "sign reversed",
        lambda d_weights, weights: -scores_gradient(d_weights, weights),
        "have the opposite sign",
    ),
    WrongAnswer(
        "mean added",
        lambda d_weights, weights: (
            weights * (d_weights + (weights * d_weights).sum(axis=1, keepdims=True))
        ),
        "equal what you get when the mean is added. It is taken off",
    ),
    WrongAnswer(
        "other weights alone",
        lambda d_weights, weights: -weights * (weights * d_weights).sum(axis=1, keepdims=True),
        "hold what comes back through the sum alone: the score's own weight is missing",
    ),
    WrongAnswer(
        "d_weights returned",
        lambda d_weights, weights: d_weights,
        "are d_weights as they came: nothing has gone back through softmax",
    ),
)
