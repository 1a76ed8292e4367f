"""One step of a decoder that attends to what an encoder read."""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array
from lstm_lib.attention import attention_weights, context, dot_scores
from lstm_lib.cell import lstm_step


class AttentionStep(NamedTuple):
    """What one step computes, in this order.

    h_t and c_t are of shape (batch, units), weights of shape (batch, source steps), context of
    shape (batch, units), attended of shape (batch, attended units).
    """

    h_t: np.ndarray
    c_t: np.ndarray
    weights: np.ndarray
    context: np.ndarray
    attended: np.ndarray


def attention_step(x_t, h_prev, c_prev, W, U, b, encoder_h, W_attended, mask=None):
    """Return the states, the attention weights and the output of one decoder step.

    The global attention of Luong, Pham and Manning (2015), with the score "dot" and without input
    feeding. The LSTM takes its step first. Its new hidden state asks, the encoder's hidden states
    are keys and values, and what the next layer reads is ``tanh([context, h_t] @ W_attended)``:
    attention changes the output of a step, and no state. So in Keras all steps of the LSTM can run
    before one ``Attention`` layer. In Bahdanau, Cho and Bengio (2015) the previous hidden state
    asks, and the step itself reads the context.

    Parameters
    ----------
    x_t : array_like of shape (batch, features)
        The input at this step, such as the word before.
    h_prev, c_prev : array_like of shape (batch, units)
        The hidden state and the cell state after the previous step; before the first step, those
        in which the encoder ended.
    W : array_like of shape (features, 4·units)
        Input weights, in the order i f g o.
    U : array_like of shape (units, 4·units)
        Recurrent weights, in the same order.
    b : array_like of shape (4·units,)
        Bias, in the same order.
    encoder_h : array_like of shape (batch, source steps, units)
        The encoder's hidden state at every step of the source.
    W_attended : array_like of shape (2·units, attended units)
        The weights of the output: rows for the context first, then rows for h_t.
    mask : array_like of bool of shape (batch, source steps), optional
        False where the source is padding. When left out, every step is real.

    Returns
    -------
    AttentionStep
        h_t, c_t, weights, context and attended, which Luong, Pham and Manning call the attentional
        hidden state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or the mask truth values.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity; if a source is
        padding alone.

    Examples
    --------
    With all-zero weights h_t is zero, so it fits all steps of the source alike, and the context is
    their mean.

    >>> x_t, h_prev, c_prev = np.ones((1, 3)), np.zeros((1, 1)), np.zeros((1, 1))
    >>> weights = np.zeros((3, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> encoder_h, W_attended = [[[0.5], [-0.5], [0.75]]], np.zeros((2, 5))
    >>> step = attention_step(x_t, h_prev, c_prev, *weights, encoder_h, W_attended)
    >>> step.context
    array([[0.25]])
    >>> step.attended.shape
    (1, 5)
    """
    encoder_h = finite_array("encoder_h", encoder_h, ("batch", "source steps", "units"))
    W_attended = finite_array("W_attended", W_attended, ("2·units", "attended units"))
    h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)  # (batch, units) each
    batch, units = h_t.shape
    if encoder_h.shape[::2] != (batch, units):
        raise ValueError(
            f"encoder_h has shape {encoder_h.shape}, "
            f"expected (batch, units) = {batch, units} in its first and last axis"
        )
    if len(W_attended) != 2 * units:
        raise ValueError(f"W_attended has {len(W_attended)} rows, expected 2·units = {2 * units}")

    scores = dot_scores(h_t[:, np.newaxis], encoder_h)  # (batch, 1, source steps)
    weights = attention_weights(scores, mask)  # (batch, 1, source steps)
    context_t = context(weights, encoder_h)[:, 0]  # (batch, units)
    attended = np.tanh(np.concatenate([context_t, h_t], axis=1) @ W_attended)
    return AttentionStep(h_t, c_t, weights[:, 0], context_t, attended)
