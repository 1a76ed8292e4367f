"""Keras' layers with gates, LSTM and GRU: the forms of their weights, and what a trace shows.

`lstm_lib.parity` reads and sets their weights; `lstm_lib.trace` repeats a call of theirs. As
everywhere in the library, what Keras calls c in an LSTM is g, and its z r h in a GRU are u r g.
"""

import functools
from typing import NamedTuple

import numpy as np

from lstm_lib.backend import keras
from lstm_lib.layer_kind import Kind, Part, array_of, mask_of
from lstm_lib.relatives import gru_gates
from lstm_lib.sequence import lstm_forward
from lstm_lib.steps import run_steps


class LSTMWeights(NamedTuple):
    """The weights of one LSTM: (features, 4·units), (units, 4·units) and (4·units,)."""

    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


class GRUWeights(NamedTuple):
    """The weights of one GRU: (features, 3·units), (units, 3·units) and (2, 3·units).

    With ``reset_after=False``, b is of shape (3·units,).
    """

    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


class BidirectionalWeights(NamedTuple):
    """The weights of two layers: one reads a sequence forward, the other backward."""

    forward: LSTMWeights | GRUWeights
    backward: LSTMWeights | GRUWeights


class GRUTrajectory(NamedTuple):
    """What a GRU did at every step; each array is of shape (batch, steps, units).

    The gates are NaN at masked steps, where no gate acts.
    """

    h: np.ndarray
    u: np.ndarray
    r: np.ndarray
    g: np.ndarray


class _Seen(NamedTuple):
    """What a layer was given and what it returned, as arrays; None for what was left out."""

    inputs: np.ndarray
    mask: np.ndarray | None
    states: list[np.ndarray]
    output: np.ndarray
    last_states: list[np.ndarray]


def _lstm_parts(layer):
    """Return W, U and b of an LSTM."""
    cell, columns = layer.cell, "4·units"
    return [
        Part(cell.kernel, ("features", columns)),
        Part(cell.recurrent_kernel, ("units", columns)),
        Part(cell.bias, (columns,), np.zeros(4 * layer.units), "use_bias=False"),
    ]


def _gru_parts(layer):
    """Return W, U and b of a GRU."""
    cell, columns = layer.cell, "3·units"
    rows, axes = ((2,), ("2", columns)) if layer.reset_after else ((), (columns,))
    return [
        Part(cell.kernel, ("features", columns)),
        Part(cell.recurrent_kernel, ("units", columns)),
        Part(cell.bias, axes, np.zeros((*rows, 3 * layer.units)), "use_bias=False"),
    ]


def _observe(layer, call, sequences, initial_state=None, mask=None, training=False):
    """Make a call, and return its result and what came in and went out."""
    states = layer.states if initial_state is None and layer.stateful else initial_state
    # Copied before the call, which changes the states of a stateful layer.
    states = [] if states is None else [array_of(state) for state in keras.tree.flatten(states)]
    result = call(sequences, initial_state=initial_state, mask=mask, training=training)
    output, *last_states = result if layer.return_state else (result,)
    return result, _Seen(
        array_of(sequences),
        mask_of(mask),
        states,
        array_of(output),
        [array_of(state) for state in last_states],
    )


def _repeat(run, layer, weights, seen):
    """Return a trajectory in the order of the inputs, and its states beside those of Keras."""
    order = slice(None, None, -1 if layer.go_backwards else 1)
    mask = None if seen.mask is None else seen.mask[:, order]
    read = run(layer, weights, seen.inputs[:, order], seen.states, mask)  # as the layer reads
    return type(read)(*(array[:, order] for array in read)), _pairs(layer, seen, read, mask)


def _pairs(layer, seen, read, mask):
    """Return the states that were computed here, each beside what Keras returned."""
    counts = np.ones(read.h.shape[:2], bool) if mask is None else mask
    if layer.return_sequences:  # at a masked step Keras repeats its last output, or gives zeros
        pairs = [(read.h[counts], seen.output[counts])]
    else:
        rows = counts[:, -1] if layer.zero_output_for_mask else np.any(counts, axis=1)
        pairs = [(read.h[rows, -1], seen.output[rows])]
    # A trajectory begins with the states: h and c of an LSTM, h of a GRU.
    return pairs + [(read[k][:, -1], last) for k, last in enumerate(seen.last_states)]


def _lstm(layer, weights, inputs, states, mask):
    """Return what an LSTM does with inputs in the order in which it reads them."""
    return lstm_forward(inputs, *weights, *states, mask=mask)


def _gru(layer, weights, inputs, states, mask):
    """Return what a GRU does with inputs in the order in which it reads them."""

    def step(x_t, h_prev, *_):
        u, r, g = gru_gates(x_t, h_prev, *weights, layer.reset_after)
        return u * h_prev + (1 - u) * g, u, r, g

    nothing = np.zeros((len(inputs), layer.units), inputs.dtype)
    (h_0,) = states or [nothing]
    # The gates go through the loop as if they were states, so that each step's are kept.
    h, *gates = run_steps(step, inputs, (h_0, nothing, nothing, nothing), (), mask)
    if mask is not None:
        gates = [np.where(mask[:, :, np.newaxis], gate, np.nan) for gate in gates]
    return GRUTrajectory(h, *(gate.astype(h.dtype) for gate in gates))


# The activations of the standard cell, under both names by which Keras knows each.
_ACTIVATIONS = {
    "activation": (keras.activations.tanh, keras.ops.tanh),
    "recurrent_activation": (keras.activations.sigmoid, keras.ops.sigmoid),
}
LSTM = Kind(
    layers=(keras.layers.LSTM,),
    settings=_ACTIVATIONS,
    form=LSTMWeights,
    parts=_lstm_parts,
    observe=_observe,
    repeat=functools.partial(_repeat, _lstm),
    outputs="hidden states",
)
GRU = Kind(
    layers=(keras.layers.GRU,),
    settings=_ACTIVATIONS,
    form=GRUWeights,
    parts=_gru_parts,
    observe=_observe,
    repeat=functools.partial(_repeat, _gru),
    outputs="hidden states",
)
