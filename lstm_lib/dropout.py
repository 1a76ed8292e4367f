"""Dropout along a sequence: masks, an LSTM step that takes them, and the spread of many answers.

Where dropout acts, and how often its mask is drawn, differs from source to source:

- Zaremba, Sutskever and Vinyals (2014) drop what goes up, from the input or a layer to the layer
  above, with a mask for each step. What goes from step to step is never dropped.
- Gal and Ghahramani (2016, "A Theoretically Grounded Application of Dropout in Recurrent Neural
  Networks") draw one mask for all steps of a sequence, and drop the hidden state as well.
- Keras 3 masks two things in an LSTM cell: the inputs (``dropout``) and the previous hidden state
  on its way into the gates (``recurrent_dropout``), never the cell state. Either mask holds for
  all steps, and for each sequence of a batch another one is drawn. With ``dropout`` alone there
  is one mask, which all four gates share. With ``recurrent_dropout`` there are four of each, one
  for each gate in the order i f g o.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib import cell
from lstm_lib.arguments import (
    finite_array,
    finite_numbers,
    generator,
    lstm_state,
    lstm_weights,
    real_number,
    whole_number,
)


class Spread(NamedTuple):
    """What many answers to one question say: their mean and how far they lie apart.

    Both arrays have the shape of one set of answers.
    """

    mean: np.ndarray
    deviation: np.ndarray


def dropout_mask(rng, rate, shape):
    """Draw a mask of zeros and of ``1 / (1 - rate)``, which keeps the mean as it was.

    Srivastava et al. (2014) scale at use instead, by ``1 - rate``. Scaled in training, or
    "inverted", dropout needs no change at use; Keras does it so too.

    The shape says what shares a mask. For sequences of shape (batch, steps, features), the shape
    (batch, steps, features) draws a new mask for each step, and (batch, 1, features) draws one
    that holds for all steps.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the randomness comes from.
    rate : float
        Share of values that are set to zero, at least 0 and below 1.
    shape : tuple of int
        Shape of the mask.

    Returns
    -------
    ndarray of this shape
        What to multiply values by.

    Raises
    ------
    TypeError
        If ``rng`` is not a generator, ``rate`` not a number or ``shape`` not a tuple of whole
        numbers.
    ValueError
        If ``rate`` is below 0 or not below 1, or a size is under 1.

    Examples
    --------
    At a rate of one half, what is kept is doubled.

    >>> rng = np.random.default_rng(3)
    >>> sorted(set(dropout_mask(rng, 0.5, (4, 6)).ravel().tolist()))
    [0.0, 2.0]

    One mask for all steps drops the same features at each of them.

    >>> dropped = np.ones((2, 3, 5)) * dropout_mask(rng, 0.5, (2, 1, 5))
    >>> bool(np.all(dropped[:, 0] == dropped[:, 2]))
    True
    """
    rng = generator(rng)
    rate = real_number("rate", rate)
    if not 0 <= rate < 1:
        raise ValueError(f"rate is {rate}, expected at least 0 and below 1")
    if not isinstance(shape, tuple | list):
        raise TypeError(f"shape is {shape!r}, expected a tuple of whole numbers")
    shape = tuple(whole_number(f"shape[{k}]", size) for k, size in enumerate(shape))
    return (rng.random(shape) >= rate) / (1 - rate)


def dropout_step(x_t, h_prev, c_prev, W, U, b, input_masks, recurrent_masks):
    """Return the hidden state and the cell state after one step whose gates read through masks.

    Keras' LSTM cell in training, with the masks given: gate k reads ``x_t * input_masks[k]`` and
    ``h_prev * recurrent_masks[k]``. The cell state is not masked. `lstm_lib.steps.run_steps` runs
    it along a sequence, with one set of masks for all steps.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step.
    h_prev, c_prev : array_like of shape (batch, units)
        The hidden state and the cell state after the previous step.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.
    input_masks : array_like of shape (4, batch, features)
        One mask of the input for each gate, in the same order; four equal ones where the gates
        share it.
    recurrent_masks : array_like of shape (4, batch, units)
        One mask of the previous hidden state for each gate; ones where nothing is dropped.

    Returns
    -------
    h_t, c_t : ndarray of shape (batch, units)
        The new hidden state and the new cell state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity.

    Examples
    --------
    Only the candidate has weights here. Its mask drops the input, so nothing is written, and
    the cell keeps half of what it held.

    >>> x_t, h_prev, c_prev = np.ones((1, 1)), np.zeros((1, 1)), np.array([[8.0]])
    >>> weights = np.array([[0.0, 0.0, 1.0, 0.0]]), np.zeros((1, 4)), np.zeros(4)
    >>> ones, masks = np.ones((4, 1, 1)), np.ones((4, 1, 1))
    >>> masks[2] = 0
    >>> dropout_step(x_t, h_prev, c_prev, *weights, masks, ones)[1]
    array([[4.]])
    """
    W, U, b = lstm_weights(W, U, b)
    x_t = finite_array("x_t", x_t, ("batch", "features"))
    if x_t.shape[1] != W.shape[0]:
        raise ValueError(f"x_t has {x_t.shape[1]} features but W expects {W.shape[0]}")
    h_prev = lstm_state("h_prev", h_prev, len(x_t), len(U))
    c_prev = lstm_state("c_prev", c_prev, len(x_t), len(U))
    input_masks = _masks("input_masks", input_masks, "features", x_t)
    recurrent_masks = _masks("recurrent_masks", recurrent_masks, "units", h_prev)

    W_each = W.reshape(len(W), 4, -1).swapaxes(0, 1)  # (4, features, units): one block a gate
    U_each = U.reshape(len(U), 4, -1).swapaxes(0, 1)  # (4, units, units)
    b_each = b.reshape(4, 1, -1)  # (4, 1, units)
    z = (x_t * input_masks) @ W_each + (h_prev * recurrent_masks) @ U_each + b_each
    i = cell.sigmoid(z[0])  # (batch, units)
    f = cell.sigmoid(z[1])  # (batch, units)
    g = np.tanh(z[2])  # (batch, units)
    o = cell.sigmoid(z[3])  # (batch, units)
    return cell._states(c_prev, i, f, g, o)


def answer_spread(answers):
    """Return the mean and the standard deviation of many answers to the same inputs.

    A network that drops in use as it does in training answers a little differently each time.
    Gal and Ghahramani (2016, "Dropout as a Bayesian Approximation") read the spread of these
    answers as the network's uncertainty, and call it Monte Carlo dropout.

    Parameters
    ----------
    answers : array_like of shape (times, ...)
        What the network answered, asked 2 or more times; any shape after the first axis.

    Returns
    -------
    Spread
        Mean and standard deviation over the first axis. The deviation is that of the answers
        themselves (divided by ``times``), not the standard error of their mean.

    Raises
    ------
    TypeError
        If ``answers`` does not hold real numbers.
    ValueError
        If it holds NaN or infinity, or fewer than 2 answers.

    Examples
    --------
    Asked twice about two inputs: sure of the first, unsure of the second.

    >>> mean, deviation = answer_spread([[3.0, 1.0], [3.0, 5.0]])
    >>> mean, deviation
    (array([3., 3.]), array([0., 2.]))
    """
    answers = finite_numbers("answers", answers)
    if answers.ndim == 0 or len(answers) < 2:
        raise ValueError(
            f"answers has shape {answers.shape}, expected (times, ...) with 2 times or more"
        )
    return Spread(answers.mean(axis=0), answers.std(axis=0))


def _masks(name, masks, size, masked):
    """Return four masks of an array of shape (batch, size)."""
    masks = finite_array(name, masks, ("4", "batch", size))
    if masks.shape != (4, *masked.shape):
        raise ValueError(
            f"{name} has shape {masks.shape}, expected (4, batch, {size}) = {(4, *masked.shape)}"
        )
    return masks
