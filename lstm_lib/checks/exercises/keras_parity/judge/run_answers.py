"""What goes wrong in the exercise `keras_parity` when a layer is run in NumPy."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import lstm_step
from lstm_lib.checks.judge.compare import WrongAnswer


def states_by(
    step: Callable = lstm_step,
    hand_on: Callable = lambda h_t, c_t: (h_t, c_t),
    change: Callable = lambda weights: weights,
) -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Make a run over all steps out of a step and of what is handed on.

    Parameters
    ----------
    step : callable
        As `lstm_step`.
    hand_on : callable
        ``hand_on(h_t, c_t)``: what the next step gets as its two states.
    change : callable
        What is done to (W, U, b) before the first step.

    Returns
    -------
    callable
        ``run(W, U, b, inputs)`` returns the hidden states and the cell states of all steps,
        (batch, steps, units) each; the right ones by default.

    Examples
    --------
    >>> run = states_by()
    >>> run(np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4), np.ones((2, 3, 1)))[0].shape
    (2, 3, 1)
    """

    def run(W, U, b, inputs):
        W, U, b = change((W, U, b))
        h = c = np.zeros((len(inputs), len(U)))
        hidden, cell = [], []
        for x_t in inputs.swapaxes(0, 1):
            h_t, c_t = step(x_t, h, c, W, U, b)
            hidden.append(h_t)
            cell.append(c_t)
            h, c = hand_on(h_t, c_t)
        return np.stack(hidden, axis=1), np.stack(cell, axis=1)

    return run


def hidden_states(W, U, b, inputs):
    """Return the hidden states at all steps."""
    return states_by()(W, U, b, inputs)[0]


def _hidden(**otherwise: Callable) -> Callable:
    """Make a run of which the hidden states are returned."""
    return lambda *given: states_by(**otherwise)(*given)[0]


def _changed(change: Callable) -> Callable:
    """Make a run of which the right hidden states are changed."""
    return lambda *given: change(hidden_states(*given))


def _forget_bias_raised(weights):
    """Add the 1 to the forget gate's bias that Keras has added before training."""
    W, U, b = weights
    return W, U, b + np.repeat([0.0, 1.0, 0.0, 0.0], len(U))


def _batch_as_steps(W, U, b, inputs):
    """Hand the states from one sequence to the next."""
    h = c = np.zeros((1, len(U)))
    found = []
    for sequence in inputs:
        rows = []
        for x_t in sequence:
            h, c = lstm_step(x_t[np.newaxis], h, c, W, U, b)
            rows.append(h[0])
        found.append(rows)
    return np.array(found)


HIDDEN_WRONG_ANSWERS = (
    WrongAnswer(
        "last step alone",
        _changed(lambda h: h[:, -1]),
        "are those of the last step alone. Keep the hidden state of every step",
    ),
    WrongAnswer(
        "states before each step",
        _changed(lambda h: np.concatenate([0 * h[:, :1], h[:, :-1]], axis=1)),
        "are those before each step: they begin with zeros and lack the last one. "
        "Keep what a step returns",
    ),
    WrongAnswer(
        "starting state kept as well",
        _changed(lambda h: np.concatenate([0 * h[:, :1], h], axis=1)),
        "hold one step too many: the zeros before the first step are no result of a step",
    ),
    WrongAnswer(
        "cell states",
        lambda *given: states_by()(*given)[1],
        "are the cell states. `lstm_step` returns the hidden state first",
    ),
    WrongAnswer(
        "states exchanged on the way",
        _hidden(hand_on=lambda h_t, c_t: (c_t, h_t)),
        "equal what you get when the next step is handed c_t for its hidden state, and h_t for "
        "its cell state",
    ),
    WrongAnswer(
        "hidden state not handed on",
        _hidden(hand_on=lambda h_t, c_t: (0 * h_t, c_t)),
        "equal what you get when every step begins with a hidden state of zeros. "
        "Hand h_t on to the next one",
    ),
    WrongAnswer(
        "cell state not handed on",
        _hidden(hand_on=lambda h_t, c_t: (h_t, 0 * c_t)),
        "equal what you get when every step begins with a cell state of zeros. "
        "Hand c_t on to the next one",
    ),
    WrongAnswer(
        "neither state handed on",
        _hidden(hand_on=lambda h_t, c_t: (0 * h_t, 0 * c_t)),
        "equal what you get when every step begins with zeros. Hand both states on to the next one",
    ),
    WrongAnswer(
        "hidden state handed on for both",
        _hidden(hand_on=lambda h_t, c_t: (h_t, h_t)),
        "equal what you get when h_t is handed on as the cell state as well",
    ),
    WrongAnswer(
        "from the last step to the first",
        lambda W, U, b, inputs: hidden_states(W, U, b, inputs[:, ::-1]),
        "equal what you get when the steps are read from the last one to the first",
    ),
    WrongAnswer(
        "last step first",
        _changed(lambda h: h[:, ::-1]),
        "are in the wrong order: the last step stands first",
    ),
    WrongAnswer(
        "steps in front",
        _changed(lambda h: h.swapaxes(0, 1)),
        "have the shape (steps, batch, units). The batch comes first, as in the inputs",
    ),
    WrongAnswer(
        "the last step at every step",
        _changed(lambda h: np.repeat(h[:, -1:], h.shape[1], axis=1)),
        "are those of the last step, at every step. Keep each one as it comes",
    ),
    WrongAnswer(
        "the first step at every step",
        lambda W, U, b, inputs: hidden_states(
            W, U, b, np.repeat(inputs[:, :1], inputs.shape[1], axis=1)
        ),
        "equal what you get when every step reads the first step's input",
    ),
    WrongAnswer(
        "states handed to the next sequence",
        _batch_as_steps,
        "equal what you get when a sequence begins with the states that the one before it left. "
        "Each sequence begins with zeros",
    ),
    WrongAnswer(
        "no bias",
        _hidden(change=lambda weights: (*weights[:2], 0 * weights[2])),
        "equal what you get without the bias",
    ),
    WrongAnswer(
        "1 added to the forget bias",
        _hidden(change=_forget_bias_raised),
        "equal what you get when 1 is added to the forget gate's bias. Where Keras starts that "
        "bias at 1, the 1 is in the layer's weights already",
    ),
)
