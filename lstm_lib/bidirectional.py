"""Two LSTMs that read a sequence in both directions, forward and backward through time.

The network of Schuster and Paliwal (1997), with LSTMs as in Graves and Schmidhuber (2005). Each
sequence is turned around within its own length, so that no run reads padding before it reads a
step. What comes out is what Keras' ``Bidirectional`` returns with a mask of these lengths.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, lstm_weights, sequences
from lstm_lib.ragged import _lengths, reverse_within_lengths
from lstm_lib.sequence import lstm_backward, lstm_forward

MERGE_MODES = ("concat", "sum", "mul", "ave", None)


class WeightGradients(NamedTuple):
    """The gradient of a loss with respect to one LSTM's weights, in the shapes of these."""

    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


class BidirectionalGradients(NamedTuple):
    """The gradient of a loss with respect to the inputs and to both runs' weights."""

    inputs: np.ndarray
    forward: WeightGradients
    backward: WeightGradients


def bidirectional_forward(
    inputs, forward, backward, lengths=None, merge_mode="concat", return_sequences=True
):
    """Run one LSTM from the first step to the last, another from the last to the first.

    Parameters
    ----------
    inputs : array_like of shape (batch, steps, features)
        Sequences with their padding, if any, at the end.
    forward, backward : tuple or list
        W, U and b of the LSTM that reads forward, and of the one that reads backward, as
        `lstm_lib.parity.weights_from_keras` returns them.
    lengths : array_like of int of shape (batch,), optional
        The number of steps of each sequence without its padding; all steps when left out.
    merge_mode : {"concat", "sum", "mul", "ave", None}
        How the hidden states of both runs become one output: side by side, added up, multiplied,
        averaged, or not at all.
    return_sequences : bool
        Whether to return an output for every step, or one for each sequence.

    Returns
    -------
    ndarray, or a pair of these with ``merge_mode=None``
        With ``return_sequences``, of shape (batch, steps, units), where step t of both runs is
        step t of the inputs; else, of shape (batch, units), from the last hidden state of each
        run, so the backward run's is that of the first step. With ``merge_mode="concat"`` units
        counts those of both. At padding both runs give zeros, as in Keras' ``Bidirectional``,
        although its LSTM alone would repeat its last hidden state there; so a sequence of length 0
        gives zeros alone.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, the weights are not triples, or ``lengths`` does
        not hold whole numbers.
    ValueError
        If an array's shape does not fit the others, or it holds NaN or infinity; if a length is
        negative or beyond the number of steps; if the merge mode is unknown, or needs as many
        units in both runs.

    Examples
    --------
    With all-zero weights but a bias that opens all gates, the cell state counts the steps that
    were read, and the hidden state shows its tanh.

    >>> weights = np.zeros((1, 4)), np.zeros((1, 4)), np.array([99.0, 99.0, 99.0, 99.0])
    >>> outputs = bidirectional_forward(np.zeros((1, 4, 1)), weights, weights, lengths=[3])
    >>> np.arctanh(outputs[0]).round(6)
    array([[1., 3.],
           [2., 2.],
           [3., 1.],
           [0., 0.]])
    """
    inputs, forward, backward, lengths = _checked(inputs, forward, backward, lengths, merge_mode)

    turned = reverse_within_lengths(inputs, lengths)
    h_forward = lstm_forward(inputs, *forward).h  # (batch, steps, units)
    h_backward = lstm_forward(turned, *backward).h  # (batch, steps, units), in order of reading
    return _merged(*_outputs(h_forward, h_backward, lengths, return_sequences), merge_mode)


def bidirectional_backward(
    d_outputs, inputs, forward, backward, lengths=None, merge_mode="concat", return_sequences=True
):
    """Return a loss's gradient for the inputs and for both runs' weights.

    Parameters
    ----------
    d_outputs : array_like, or a pair of these with ``merge_mode=None``
        The loss's gradient for what `bidirectional_forward` returns, in the shape of that.
    inputs : array_like of shape (batch, steps, features)
        Sequences with their padding, if any, at the end.
    forward, backward : tuple or list
        W, U and b of the LSTM that reads forward, and of the one that reads backward.
    lengths : array_like of int of shape (batch,), optional
        The number of steps of each sequence without its padding; all steps when left out.
    merge_mode : {"concat", "sum", "mul", "ave", None}
        As `bidirectional_forward` was given it.
    return_sequences : bool
        As `bidirectional_forward` was given it.

    Returns
    -------
    BidirectionalGradients
        inputs, forward and backward; those of the weights are summed over batch and steps.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, the weights are not triples, ``lengths`` does not
        hold whole numbers, or ``d_outputs`` is no pair with ``merge_mode=None``.
    ValueError
        If `bidirectional_forward` would refuse the other arguments, or ``d_outputs`` does not
        have the shape of what it returns, or holds NaN or infinity.

    Examples
    --------
    A loss that uses the padding alone has no gradient, since the outputs are zero there whatever
    the weights.

    >>> weights = np.zeros((1, 4)), np.zeros((1, 4)), np.array([99.0, 99.0, 99.0, 99.0])
    >>> d_outputs = np.array([[[0.0, 0.0], [0.0, 0.0], [1.0, 1.0]]])
    >>> bidirectional_backward(
    ...     d_outputs, np.zeros((1, 3, 1)), weights, weights, lengths=[2]
    ... ).backward.b
    array([0., 0., 0., 0.])
    """
    inputs, forward, backward, lengths = _checked(inputs, forward, backward, lengths, merge_mode)

    turned = reverse_within_lengths(inputs, lengths)
    runs = lstm_forward(inputs, *forward), lstm_forward(turned, *backward)
    outputs = _outputs(runs[0].h, runs[1].h, lengths, return_sequences)
    d_outputs = _merged_backward(d_outputs, *outputs, merge_mode)
    dh = _outputs_backward(*d_outputs, lengths, inputs.shape[1], return_sequences)

    d_forward = lstm_backward(dh[0], runs[0], inputs, *forward[:2])
    d_backward = lstm_backward(dh[1], runs[1], turned, *backward[:2])
    d_turned_back = reverse_within_lengths(d_backward.inputs, lengths)
    return BidirectionalGradients(
        d_forward.inputs + d_turned_back,  # both runs read the inputs
        WeightGradients(d_forward.W, d_forward.U, d_forward.b),
        WeightGradients(d_backward.W, d_backward.U, d_backward.b),
    )


# No run needs a mask: padding comes after the steps of its sequence in both, so no hidden state
# that counts has read it, and what the run returns there is replaced.


def _outputs(h_forward, h_backward, lengths, return_sequences):
    """Return what each run hands on; both come in the order in which they were computed."""
    if return_sequences:
        real = _real(lengths, h_forward.shape[1])
        h_backward = reverse_within_lengths(h_backward, lengths)
        return np.where(real, h_forward, 0), np.where(real, h_backward, 0)
    rows, any_step = np.arange(len(lengths)), lengths[:, np.newaxis] > 0  # (batch, 1)
    last = h_forward[rows, lengths - 1], h_backward[rows, lengths - 1]  # (batch, units) each
    return np.where(any_step, last[0], 0), np.where(any_step, last[1], 0)


def _outputs_backward(d_forward, d_backward, lengths, steps, return_sequences):
    """Return the gradients for both runs' hidden states, in the order of these."""
    if return_sequences:
        real = _real(lengths, steps)
        d_backward = reverse_within_lengths(np.where(real, d_backward, 0), lengths)
        return np.where(real, d_forward, 0), d_backward
    last = (np.arange(steps) == lengths[:, np.newaxis] - 1)[:, :, np.newaxis]
    d_forward, d_backward = d_forward[:, np.newaxis], d_backward[:, np.newaxis]  # (batch, 1, units)
    return np.where(last, d_forward, 0), np.where(last, d_backward, 0)


def _real(lengths, steps):
    """Return where a step is none of the padding, (batch, steps, 1)."""
    return (np.arange(steps) < lengths[:, np.newaxis])[:, :, np.newaxis]


def _merged(forward, backward, merge_mode):
    """Return both runs' outputs as one."""
    if merge_mode is None:
        return forward, backward
    if merge_mode == "concat":
        return np.concatenate([forward, backward], axis=-1)
    if merge_mode == "mul":
        return forward * backward
    return (forward + backward) / (2 if merge_mode == "ave" else 1)


def _merged_backward(d_outputs, forward, backward, merge_mode):
    """Return the gradients for both runs' outputs from that for what they became."""
    expected = _merged(forward, backward, merge_mode)
    if merge_mode is None:
        if not isinstance(d_outputs, tuple | list) or len(d_outputs) != 2:
            raise TypeError(
                f"d_outputs is {type(d_outputs).__name__}, expected a pair with merge_mode=None"
            )
        pairs = zip(("d_outputs[0]", "d_outputs[1]"), d_outputs, expected, strict=True)
        return [_shaped(*pair) for pair in pairs]
    d_outputs = _shaped("d_outputs", d_outputs, expected)
    if merge_mode == "concat":
        return np.split(d_outputs, [forward.shape[-1]], axis=-1)
    if merge_mode == "mul":
        return d_outputs * backward, d_outputs * forward
    return [d_outputs / (2 if merge_mode == "ave" else 1)] * 2


def _shaped(name, value, expected):
    """Return a gradient as an array of the shape of what it belongs to."""
    array = finite_array(name, value, ("batch", "steps", "units")[3 - expected.ndim :])
    if array.shape != expected.shape:
        raise ValueError(
            f"{name} has shape {array.shape}, expected {expected.shape}, as the outputs have"
        )
    return array


def _checked(inputs, forward, backward, lengths, merge_mode):
    """Return inputs, both triples of weights and lengths as arrays that fit each other."""
    if not (merge_mode is None or (isinstance(merge_mode, str) and merge_mode in MERGE_MODES)):
        names = ", ".join(map(repr, MERGE_MODES))
        raise ValueError(f"merge_mode is {merge_mode!r}, expected one of {names}")
    forward, backward = _weights("forward", forward), _weights("backward", backward)
    inputs = sequences(inputs, forward[0])
    if len(backward[0]) != inputs.shape[2]:
        raise ValueError(
            f"inputs have {inputs.shape[2]} features but W of backward expects {len(backward[0])}"
        )
    units = len(forward[1]), len(backward[1])
    if merge_mode in ("sum", "mul", "ave") and units[0] != units[1]:
        raise ValueError(
            f"forward has {units[0]} units and backward {units[1]}, expected the same number of "
            f"both for merge_mode {merge_mode!r}"
        )
    batch, steps, _ = inputs.shape
    lengths = np.full(batch, steps) if lengths is None else _lengths(lengths, batch, steps)
    return inputs, forward, backward, lengths


def _weights(name, weights):
    """Return the weights of one run as arrays, after checking that they are three."""
    if not isinstance(weights, tuple | list) or len(weights) != 3:
        raise TypeError(f"{name} is {type(weights).__name__}, expected a tuple or list: W, U, b")
    try:
        return lstm_weights(*weights)
    except (TypeError, ValueError) as error:
        raise type(error)(f"{name}: {error}") from None
