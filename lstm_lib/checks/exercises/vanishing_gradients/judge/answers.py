"""What goes wrong on the way back through a plain network in `vanishing_gradients`."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer

Step = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def stepped_back(dh_t, h_t, U):
    """Return the gradient one step before: the slope of tanh, then the transposed weights."""
    return (dh_t * (1 - h_t**2)) @ U.T


BACK_WRONG_ANSWERS = (
    WrongAnswer(
        "U not transposed",
        lambda dh_t, h_t, U: (dh_t * (1 - h_t**2)) @ U,
        "equals what you get with U untransposed. Forward, h_prev @ U leads from a row's unit to a "
        "column's; the gradient takes the same paths in the other direction",
    ),
    WrongAnswer(
        "slope of tanh left out",
        lambda dh_t, h_t, U: dh_t @ U.T,
        "equals what you get without the slope of tanh: forward, tanh came after the product",
    ),
    WrongAnswer(
        "slope left out and U not transposed",
        lambda dh_t, h_t, U: dh_t @ U,
        "equals dh_t @ U: the slope of tanh is missing, and U is not transposed",
    ),
    WrongAnswer(
        "tanh taken twice",
        lambda dh_t, h_t, U: (dh_t * (1 - np.tanh(h_t) ** 2)) @ U.T,
        "equals what you get with 1 − tanh(h_t)². h_t is already what tanh returned: "
        "its square is all that the slope needs",
    ),
    WrongAnswer(
        "square inside tanh",
        lambda dh_t, h_t, U: (dh_t * (1 - np.tanh(h_t**2))) @ U.T,
        "equals what you get with 1 − tanh(h_t²). h_t is already what tanh returned: "
        "the slope is 1 minus its square",
    ),
    WrongAnswer(
        "sign in the slope",
        lambda dh_t, h_t, U: (dh_t * (1 + h_t**2)) @ U.T,
        "equals what you get with 1 + h_t². A tanh that is nearly flat lets little through: "
        "how large should the slope be where h_t is close to 1?",
    ),
    WrongAnswer(
        "slope of a sigmoid",
        lambda dh_t, h_t, U: (dh_t * h_t * (1 - h_t)) @ U.T,
        "equals what you get with h_t · (1 − h_t), the slope of a sigmoid. "
        "The hidden state of a plain network is a tanh",
    ),
    WrongAnswer(
        "square left out",
        lambda dh_t, h_t, U: (dh_t * (1 - h_t)) @ U.T,
        "equals what you get with 1 − h_t. The slope of tanh is the same at h_t and at −h_t",
    ),
    WrongAnswer(
        "h_t for the slope",
        lambda dh_t, h_t, U: (dh_t * h_t) @ U.T,
        "equals what you get with h_t itself where the slope of tanh belongs",
    ),
    WrongAnswer(
        "slope taken twice",
        lambda dh_t, h_t, U: (dh_t * (1 - h_t**2) ** 2) @ U.T,
        "equals what you get when the slope of tanh is applied twice",
    ),
    WrongAnswer(
        "sigmoid of the hidden state",
        lambda dh_t, h_t, U: (dh_t * sigmoid(h_t) * (1 - sigmoid(h_t))) @ U.T,
        "equals what you get with the slope of a sigmoid, taken at h_t",
    ),
    WrongAnswer(
        "U before the slope",
        lambda dh_t, h_t, U: (dh_t @ U.T) * (1 - h_t**2),
        "equals what you get when U comes first and the slope after it. "
        "The slope belongs to the units of h_t, where the gradient arrives first",
    ),
    WrongAnswer(
        "U before the slope and not transposed",
        lambda dh_t, h_t, U: (dh_t @ U) * (1 - h_t**2),
        "equals what you get when U comes first, untransposed, and the slope after it. "
        "The slope comes first, and then U, transposed",
    ),
    WrongAnswer(
        "U left out",
        lambda dh_t, h_t, U: dh_t * (1 - h_t**2),
        "is the gradient before tanh: the path through U is missing",
    ),
    WrongAnswer(
        "inverse of U",
        lambda dh_t, h_t, U: (dh_t * (1 - h_t**2)) @ np.linalg.inv(U),
        "equals what you get with the inverse of U. A gradient is not undone, it is passed back: "
        "through the same weights, from the columns to the rows",
    ),
    WrongAnswer(
        "forward again",
        lambda dh_t, h_t, U: np.tanh(dh_t @ U),
        "equals tanh(dh_t @ U): that is a step forward. Backward, every part is a multiplication",
    ),
)


def _states_with(
    hidden: Callable[[np.ndarray, int], np.ndarray] = lambda h, t: h[:, t],
    weights: Callable[[np.ndarray], np.ndarray] = lambda U: U,
) -> Callable[..., np.ndarray]:
    """Make a way back whose step t reads ``hidden(h, t)`` and ``weights(U)``."""

    def state_gradients(dh_T, h, U, step: Step = stepped_back):
        found = [dh_T]
        for t in range(h.shape[1] - 1, 0, -1):
            found.append(step(found[-1], hidden(h, t), weights(U)))
        return np.stack(found[::-1], axis=1)

    return state_gradients


gradients_back = _states_with()


def _inside(wrong: WrongAnswer) -> WrongAnswer:
    """Make a wrong step back into a function that takes it at every step."""
    return WrongAnswer(
        wrong.name,
        lambda dh_T, h, U, _: gradients_back(dh_T, h, U, wrong.answer),
        f"come from a step back that {wrong.message}",
    )


INSIDE_WRONG_ANSWERS = tuple(_inside(wrong) for wrong in BACK_WRONG_ANSWERS)


def _changed(change: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """Make a way back whose result is changed: ``change(dh, dh_T, h, U, step)``."""
    return lambda dh_T, h, U, step=stepped_back: change(
        gradients_back(dh_T, h, U, step), dh_T, h, U, step
    )


def _from_the_last(dh_T, h, U, step: Step = stepped_back):
    """Return dh_T at the last step, and at every other step one step back from dh_T."""
    back = [step(dh_T, h[:, t], U) for t in range(1, h.shape[1])]
    return np.stack([*back, dh_T], axis=1)


def _loss_at_every_step(dh_T, h, U, step: Step = stepped_back):
    """Add dh_T at every step on the way."""
    found = [dh_T]
    for t in range(h.shape[1] - 1, 0, -1):
        found.append(dh_T + step(found[-1], h[:, t], U))
    return np.stack(found[::-1], axis=1)


def _added_to_the_last(dh_T, h, U, step: Step = stepped_back):
    """Add each gradient to the one that it came from."""
    found = [dh_T]
    for t in range(h.shape[1] - 1, 0, -1):
        found.append(found[-1] + step(found[-1], h[:, t], U))
    return np.stack(found[::-1], axis=1)


def _zero_at(dh, t):
    """Return the gradients with zeros at one step, which was never filled."""
    filled = dh.copy()
    filled[:, t] = 0
    return filled


STATES_WRONG_ANSWERS = (
    WrongAnswer(
        "last step first",
        _changed(lambda dh, *_: dh[:, ::-1]),
        "begin with the last step. Put each gradient where its step is: the first step first",
    ),
    WrongAnswer(
        "hidden state of the step before",
        _states_with(hidden=lambda h, t: h[:, t - 1]),
        "equal what you get when each step back reads the hidden state that it leads to. "
        "It needs the one it starts from",
    ),
    WrongAnswer(
        "hidden states from the first step on",
        _states_with(hidden=lambda h, t: h[:, h.shape[1] - 1 - t]),
        "equal what you get when the hidden states are taken from the first step on, while the "
        "gradient goes from the last one back",
    ),
    WrongAnswer(
        "hidden states forward in time",
        _states_with(hidden=lambda h, t: h[:, h.shape[1] - t]),
        "equal what you get when the hidden states are taken forward in time, from the second step "
        "on, while the gradient goes from the last one back",
    ),
    WrongAnswer(
        "the last hidden state at every step",
        _states_with(hidden=lambda h, t: h[:, -1]),
        "equal what you get when every step back reads the last hidden state. "
        "Each step has its own",
    ),
    WrongAnswer(
        "every step back from the last",
        _from_the_last,
        "equal what you get when every step back starts from dh_T. "
        "Start from the gradient that the last call returned",
    ),
    WrongAnswer(
        "U transposed on the way in",
        _states_with(weights=np.transpose),
        "equal what you get when the step back is given U.T. `step_back` takes U as it is",
    ),
    WrongAnswer(
        "one step too far",
        _changed(lambda dh, dh_T, h, U, step: np.stack(_further(dh, h, U, step)[:-1], axis=1)),
        "lie one step too far back: at the last step, the gradient is dh_T itself",
    ),
    WrongAnswer(
        "one step too many",
        _changed(lambda dh, dh_T, h, U, step: np.stack(_further(dh, h, U, step), axis=1)),
        "hold one step too many: the state before the first step is not in `h`",
    ),
    *(
        WrongAnswer(
            "last step left out",
            _changed(change),
            "lack the last step: there, the gradient is dh_T itself",
        )
        for change in (lambda dh, *_: dh[:, :-1], lambda dh, *_: _zero_at(dh, -1))
    ),
    *(
        WrongAnswer(
            "first step left out",
            _changed(change),
            "lack the first step: go back until its gradient is there",
        )
        for change in (lambda dh, *_: dh[:, 1:], lambda dh, *_: _zero_at(dh, 0))
    ),
    WrongAnswer(
        "loss at every step",
        _loss_at_every_step,
        "equal what you get when dh_T is added at every step. "
        "The loss depends on the last hidden state alone",
    ),
    WrongAnswer(
        "the same at every step",
        _changed(lambda dh, *_: np.repeat(dh[:, :1], dh.shape[1], axis=1)),
        "are those of the first step, at every step. Keep each one as you compute it",
    ),
    WrongAnswer(
        "the last step alone",
        _changed(lambda dh, *_: np.concatenate([0 * dh[:, :-1], dh[:, -1:]], axis=1)),
        "are zero before the last step: nothing was passed back",
    ),
    *(
        WrongAnswer(
            "added up",
            answer,
            "are added up along the way. What was passed to one step must not be passed to the "
            "step before it a second time",
        )
        for answer in (
            _changed(lambda dh, *_: np.cumsum(dh[:, ::-1], axis=1)[:, ::-1]),
            _added_to_the_last,
        )
    ),
    WrongAnswer(
        "steps in front",
        _changed(lambda dh, *_: np.swapaxes(dh, 0, 1)),
        "have the shape (steps, batch, units). The batch comes first, as in `h`",
    ),
)

# What a loop from the first step to the last reads is not there yet: zeros, or what an array that
# was not filled happens to hold. So no numbers can be predicted, but for where it ends.
STATES_FORWARD = Told(
    "right at the last two steps alone",
    "are right at the last two steps alone. Each step back starts from the gradient of the step "
    "after it, which has to be there by then: does your loop go from the last step to the first?",
)


def _further(dh, h, U, step: Step):
    """Return the gradients at all steps and, in front of them, one step before the first."""
    return [step(dh[:, 0], h[:, 0], U), *np.swapaxes(dh, 0, 1)]
