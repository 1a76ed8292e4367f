"""What goes wrong with the highway in the exercise `vanishing_gradients`."""

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def highway(f):
    """Return the share of each step's cell state that reaches the last step."""
    ones = np.ones_like(f[:, :1])
    return np.concatenate([np.cumprod(f[:, :0:-1], axis=1)[:, ::-1], ones], axis=1)


def _with_own_gate(f):
    """Return the product from each step's own gate on."""
    return np.cumprod(f[:, ::-1], axis=1)[:, ::-1]


def _before(f):
    """Return the product of the gates before each step: from the first one on."""
    return np.concatenate([np.ones_like(f[:, :1]), np.cumprod(f[:, :-1], axis=1)], axis=1)


def _sum_of_gates(f):
    """Return sums in place of the products."""
    return np.cumsum(f[:, ::-1], axis=1)[:, ::-1] - f


def _means(f):
    """Return the mean of the gates after each step, one at the last."""
    after = np.arange(f.shape[1] - 1, -1, -1)[np.newaxis, :, np.newaxis]
    return _one_at_the_end(_sum_of_gates(f) / np.maximum(after, 1))


def _next(f):
    """Return the next step's gate at each step, one at the last."""
    return np.concatenate([f[:, 1:], np.ones_like(f[:, :1])], axis=1)


def _one_at_the_end(shares):
    """Return shares that are 1 at the last step."""
    return np.concatenate([shares[:, :-1], np.ones_like(shares[:, :1])], axis=1)


def _power(f):
    """Return each step's own gate, raised to the number of steps that follow."""
    return f ** np.arange(f.shape[1] - 1, -1, -1)[np.newaxis, :, np.newaxis]


def _all_in_one(f):
    """Return at each step one product of all later gates, over all units and sequences."""
    after = [np.prod(f[:, t + 1 :]) for t in range(f.shape[1])]
    return np.broadcast_to(np.array(after)[np.newaxis, :, np.newaxis], f.shape)


def _along(axis):
    """Make products along another axis: of the gates, of the next ones, without the own gate."""
    return (
        lambda f: np.cumprod(f, axis=axis),
        lambda f: np.cumprod(_next(f), axis=axis),
        lambda f: np.cumprod(f, axis=axis) / f,
    )


PATH_WRONG_ANSWERS = (
    WrongAnswer(
        "own gate included",
        _with_own_gate,
        "holds the forget gate of the step itself as well. That gate acts on the way into the "
        "step; the way out of it begins with the next gate",
    ),
    WrongAnswer(
        "last gate left out",
        lambda f: np.concatenate([highway(f[:, :-1]), np.ones_like(f[:, :1])], axis=1),
        "lacks the forget gate of the last step: it acts on the way into the last step",
    ),
    WrongAnswer(
        "from the first step on",
        lambda f: np.cumprod(f, axis=1),
        "is the product from the first step to each step. From each step to the last was asked for",
    ),
    WrongAnswer(
        "gates before the step",
        _before,
        "is the product of the gates before each step. Those after it lead to the last one",
    ),
    WrongAnswer(
        "gates before the step, last step first",
        lambda f: _before(f)[:, ::-1],
        "multiplies the gates before each step, and begins with the last step. "
        "Those after it lead to the last one; put each share where its step is",
    ),
    WrongAnswer(
        "last step first",
        lambda f: highway(f)[:, ::-1],
        "begins with the last step. Put each share where its step is: the first step first",
    ),
    WrongAnswer(
        "own gate included, last step first",
        lambda f: np.cumprod(f[:, ::-1], axis=1),
        "begins with the last step, and each product holds the step's own gate. "
        "Put each share where its step is, and begin each product with the gate after it",
    ),
    *(
        WrongAnswer(
            "sum for product",
            answer,
            "is a sum of gates. One gate after the other takes its share: that multiplies",
        )
        for answer in (
            _sum_of_gates,
            lambda f: 1 + _sum_of_gates(f),  # starts with 1 at the last step, as the product does
            lambda f: _one_at_the_end(_sum_of_gates(f)),
        )
    ),
    WrongAnswer(
        "mean of the gates",
        _means,
        "is the mean of the gates that follow. One gate after the other takes its share: "
        "that multiplies",
    ),
    WrongAnswer(
        "own gate to a power",
        _power,
        "is each step's own gate, raised to the number of steps that follow. "
        "Every step on the way has a gate of its own",
    ),
    WrongAnswer(
        "the next gate alone",
        _next,
        "is the next step's gate alone. The highway leads on to the last step",
    ),
    WrongAnswer(
        "the gates themselves",
        lambda f: f,
        "is f itself. What is left at the last step is a product of several gates",
    ),
    *(
        WrongAnswer(
            "along the units",
            answer,
            "is a product along the units. The highway of each unit runs along the steps",
        )
        for answer in _along(2)
    ),
    *(
        WrongAnswer(
            "along the batch",
            answer,
            "is a product along the batch. The highway runs along the steps, the second axis",
        )
        for answer in _along(0)
    ),
    WrongAnswer(
        "gates reversed",
        lambda f: highway(1 - f),
        "equals what you get with 1 − f. f says how much is kept",
    ),
    WrongAnswer(
        "units and sequences in one product",
        _all_in_one,
        "multiplies the gates of all units and of the whole batch together. Each unit has a "
        "highway of its own: say along which axis, `axis=1`",
    ),
    WrongAnswer(
        "one product for all",
        lambda f: np.prod(f, axis=1),
        "is one product over all steps. Each step has a product of its own, up to the last step",
    ),
)
