"""Look into a Keras model: every gate, state and attention weight of its layers, at every step.

Keras computes the gates but returns only hidden states. `trace` runs the model once, records
what each such layer was given, and repeats the layer in NumPy, where every gate and every weight
is kept. Of normalizations it shows what came in and what went out.
"""

import contextlib
from typing import NamedTuple

import numpy as np

from lstm_lib import attention_layers, companions, parity
from lstm_lib.attention_layers import is_attention
from lstm_lib.backend import keras
from lstm_lib.sequence import lstm_forward

# How far NumPy and Keras may differ, by dtype. Rounding errors grow along a sequence, and faster
# with larger weights: 3e-5 in float32 over 1,000 steps with three times the weights that Keras
# draws.
TOLERANCE = {"float32": 1e-3, "float64": 1e-9}


class AttentionTrace(NamedTuple):
    """What an attention layer did.

    scores and weights are of shape (batch, query steps, key steps), the scores before masking;
    context is of shape (batch, query steps, dim), zero at masked queries.
    """

    scores: np.ndarray
    weights: np.ndarray
    context: np.ndarray


class _Call(NamedTuple):
    """What a layer was given and what it returned, as arrays; None for what was left out."""

    inputs: np.ndarray
    mask: np.ndarray | None
    states: list[np.ndarray] | None
    output: np.ndarray
    last_states: list[np.ndarray]


def trace(model, inputs):
    """Return what the LSTM, GRU, attention and normalization layers of a model did.

    The model runs as at inference: dropout drops nothing. A stateful layer starts from the states
    that it holds, and holds the same ones afterward.

    Parameters
    ----------
    model : keras.Model
        Built: sequential, functional or subclassed, with one or more of these layers.
    inputs : array_like, or list or dict of array_like for a model with several inputs
        What the model reads, such as sequences of shape (batch, steps, features).

    Returns
    -------
    dict of str to Trajectory, GRUTrajectory, AttentionTrace or Normalized
        In the order of ``model.layers``, keyed by the layer's name: "NAME/forward" and
        "NAME/backward" of a bidirectional layer, "MODEL/NAME" of a layer in an inner model.
        Of each LSTM layer h, c, i, f, g and o, of each GRU h, u, r and g, each of shape
        (batch, steps, units). Step t is always step t of the inputs, even where the layer reads
        from the end to the start: there, the state before it is that of step t + 1. At a masked
        step the states are as they were and the gates are NaN. Of each layer `Attention` or
        `AdditiveAttention`, scores, weights and context. Of a layer or batch normalization, what
        came in and what went out.

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model.
    ValueError
        If it has no such layer; if one is not built, has other activations than tanh and sigmoid,
        another ``score_mode`` than dot or a dtype other than float32 and float64, or does not run
        exactly once in the model; if a query has only masked keys.
    RuntimeError
        If what is computed here differs from what the layer returned, as when a subclass of LSTM
        computes something else.

    Examples
    --------
    With all-zero weights every gate is one half.

    >>> layers = [keras.Input((3, 2)), keras.layers.LSTM(1, name="lstm")]
    >>> model = keras.Sequential(layers)
    >>> model.set_weights([np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)])
    >>> trace(model, np.ones((1, 3, 2)))["lstm"].f[0, :, 0]
    array([0.5, 0.5, 0.5], dtype=float32)
    """
    found = parity._found(
        model,
        "LSTM, GRU, attention or normalization",
        lambda one: parity._is_lstm(one) or companions._is_one(one) or is_attention(one),
    )
    layers = {
        name: layer for each in found.items() for name, layer in parity._single(*each).items()
    }
    weights = {name: _weights(name, layer) for name, layer in layers.items()}
    if not isinstance(inputs, dict) and len(getattr(model, "inputs", None) or [0]) == 1:
        inputs = np.asarray(inputs)

    with _recorded(layers) as calls, _states_kept(layers):
        model(inputs, training=False)

    traces = {}
    for name, layer in layers.items():
        if len(calls[name]) != 1:
            raise ValueError(
                f"layer {name} ran {len(calls[name])} times in the model, expected once"
            )
        call = calls[name][0]
        if is_attention(layer):
            traces[name] = AttentionTrace(*attention_layers.repeated(layer, call))
            pairs = [(traces[name].context, call.context), (traces[name].weights, call.weights)]
        elif isinstance(layer, companions.NORMALIZATIONS):
            traces[name] = companions.Normalized(
                call.inputs, companions._normalized(layer, call.inputs)
            )
            pairs = [(traces[name].outputs, call.output)]
        else:
            traces[name] = _run(layer, call, weights[name])
            pairs = _pairs(layer, call, traces[name])
        _compare(name, layer, pairs)
    return traces


def _weights(name, layer):
    """Return a layer's weights, after checking that NumPy can match its dtype."""
    if is_attention(layer):
        weights = attention_layers.scale_of(layer)
    elif companions._is_one(layer):
        parity._checked_layer(name, layer)
        weights = companions._weights(layer)
    else:
        weights = parity._weights(name, layer)
    if layer.compute_dtype not in TOLERANCE:
        raise ValueError(
            f"layer {name} computes in {layer.compute_dtype}, expected float32 or float64"
        )
    return weights


@contextlib.contextmanager
def _recorded(layers):
    """Record each call of each layer while the block runs.

    A second model that returns each layer's inputs would not do: it cannot see into inner models
    or subclassed ones, and gives no masks.
    """
    calls = {name: [] for name in layers}
    for name, layer in layers.items():
        # Bypasses Keras' own setter, which would track the attribute.
        recorder = _recorder if hasattr(layer, "cell") else _recorder_of_outputs
        make = attention_layers.recorder if is_attention(layer) else recorder
        vars(layer)["call"] = make(layer, calls[name])
    try:
        yield calls
    finally:
        for layer in layers.values():
            del vars(layer)["call"]


def _recorder(layer, calls):
    """Return a layer's own ``call``, made to record its arguments and outputs as well."""
    call = layer.call

    def recorded(sequences, initial_state=None, mask=None, training=False):
        states = None if initial_state is None else [_array(state) for state in initial_state]
        if states is None and layer.stateful:
            states = [parity._copied(state) for state in layer.states]
        result = call(sequences, initial_state=initial_state, mask=mask, training=training)
        output, *last_states = result if layer.return_state else (result,)
        calls.append(
            _Call(
                _array(sequences),
                None if mask is None else _array(mask).astype(bool),
                states,
                _array(output),
                [_array(state) for state in last_states],
            )
        )
        return result

    return recorded


def _recorder_of_outputs(layer, calls):
    """Return the ``call`` of a layer without states, made to record inputs and outputs as well."""
    call = layer.call

    def recorded(inputs, *args, **kwargs):
        result = call(inputs, *args, **kwargs)
        calls.append(_Call(_array(inputs), None, None, _array(result), []))
        return result

    return recorded


def _array(tensor):
    """Return a copy of a tensor as an array."""
    return np.array(keras.ops.convert_to_numpy(tensor))


@contextlib.contextmanager
def _states_kept(layers):
    """Give stateful layers their states back when the block ends."""
    stateful = [layer for layer in layers.values() if getattr(layer, "stateful", False)]
    variables = [state for layer in stateful for state in layer.states]
    kept = [parity._copied(state) for state in variables]
    try:
        yield
    finally:
        for variable, value in zip(variables, kept, strict=True):
            variable.assign(value)


def _run(layer, call, weights):
    """Repeat a call in NumPy."""
    order = slice(None, None, -1 if layer.go_backwards else 1)
    inputs, mask = call.inputs[:, order], None if call.mask is None else call.mask[:, order]
    if companions._is_one(layer):
        trajectory = companions._gru(layer, inputs, *(call.states or [None]), mask)
    else:
        trajectory = lstm_forward(inputs, *weights, *(call.states or ()), mask=mask)
    return type(trajectory)(*(array[:, order] for array in trajectory))


def _pairs(layer, call, trajectory):
    """Return the states that were computed here, each beside what Keras returned."""
    order = slice(None, None, -1 if layer.go_backwards else 1)
    h = trajectory.h[:, order]  # as the layer reads
    states = [state[:, -1] for state in (h, trajectory[1][:, order])]
    seen = np.ones(h.shape[:2], bool) if call.mask is None else call.mask[:, order]
    if layer.return_sequences:  # at a masked step Keras repeats its last output, or gives zeros
        pairs = [(h[seen], call.output[seen])]
    else:
        rows = seen[:, -1] if layer.zero_output_for_mask else np.any(seen, axis=1)
        pairs = [(h[rows, -1], call.output[rows])]
    pairs += zip(states, call.last_states, strict=False)  # a GRU has the first alone
    return pairs


def _compare(name, layer, pairs):
    """Refuse what differs from what Keras returned."""
    worst = np.max([np.max(np.abs(ours - theirs), initial=0) for ours, theirs in pairs])
    limit = TOLERANCE[layer.compute_dtype]
    if not worst <= limit:
        what = "weights or contexts" if is_attention(layer) else "hidden states"
        what = "outputs" if isinstance(layer, companions.NORMALIZATIONS) else what
        raise RuntimeError(
            f"layer {name} ({type(layer).__name__}) returned {what} that differ by {worst:.1e} "
            f"from those of the course with its weights, expected at most {limit:.0e}"
        )
