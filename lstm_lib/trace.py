"""Look into a Keras model: every gate, state and attention weight of its layers, at every step.

Keras computes the gates but returns only hidden states. `trace` runs the model once, records what
each layer was given, and repeats the layer in NumPy, where every gate and every weight is kept.
"""

import contextlib

import numpy as np

from lstm_lib.layer_kind import array_of
from lstm_lib.layers import kind_of, layers_of, opened, weights_of

# How far NumPy and Keras may differ, by dtype. Rounding errors grow along a sequence, and faster
# with larger weights: 3e-5 in float32 over 1,000 steps with three times the weights that Keras
# draws.
TOLERANCE = {"float32": 1e-3, "float64": 1e-9}


def trace(model, inputs):
    """Return what the recurrent, normalization and attention layers of a model did.

    The model runs as at inference: dropout drops nothing. A stateful layer starts from the states
    that it holds, and holds the same ones afterward.

    Parameters
    ----------
    model : keras.Model
        Built: sequential, functional or subclassed, with one or more of the layers that
        `lstm_lib.parity.weights_from_keras` takes.
    inputs : array_like, or list or dict of array_like for a model with several inputs
        What the model reads, such as sequences of shape (batch, steps, features).

    Returns
    -------
    dict of str to Trajectory, GRUTrajectory, NormalizationTrace or AttentionTrace
        In the order of ``model.layers``, keyed by the layer's name: "NAME/forward" and
        "NAME/backward" of a bidirectional layer, "MODEL/NAME" of a layer in an inner model.
        Of each LSTM h, c, i, f, g and o, of each GRU h, u, r and g, each of shape
        (batch, steps, units). Step t is always step t of the inputs, even where the layer reads
        from the end to the start: there, the state before it is that of step t + 1. At a masked
        step the states are as they were and the gates are NaN. Of each normalization, what came
        in and what went out; of each attention layer, scores, weights and context.

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model.
    ValueError
        If it has no such layer; if `lstm_lib.parity.weights_from_keras` would refuse one, or one
        has a dtype other than float32 and float64, or does not run exactly once in the model; if
        an input holds NaN or infinity, or a query has only masked keys.
    RuntimeError
        If what is computed here differs from what the layer returned, as when a subclass of LSTM
        computes something else.

    Examples
    --------
    With all-zero weights every gate is one half.

    >>> from lstm_lib.backend import keras
    >>> layers = [keras.Input((3, 2)), keras.layers.LSTM(1, name="lstm")]
    >>> model = keras.Sequential(layers)
    >>> model.set_weights([np.zeros((2, 4)), np.zeros((1, 4)), np.zeros(4)])
    >>> trace(model, np.ones((1, 3, 2)))["lstm"].f[0, :, 0]
    array([0.5, 0.5, 0.5], dtype=float32)
    """
    layers = {
        name: layer for each in layers_of(model).items() for name, layer in opened(*each).items()
    }
    weights = {name: _weights(name, layer) for name, layer in layers.items()}
    if not isinstance(inputs, dict) and len(getattr(model, "inputs", None) or [0]) == 1:
        inputs = np.asarray(inputs)

    with _recorded(layers) as calls, _states_kept(layers):
        model(inputs, training=False)

    for name in layers:
        if len(calls[name]) != 1:
            raise ValueError(
                f"layer {name} ran {len(calls[name])} times in the model, expected once"
            )
    return {name: _repeated(name, one, weights[name], *calls[name]) for name, one in layers.items()}


def _weights(name, layer):
    """Return a layer's weights, after checking that NumPy can match its dtype."""
    weights = weights_of(name, layer)
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
        vars(layer)["call"] = _recorder(layer, calls[name])
    try:
        yield calls
    finally:
        for layer in layers.values():
            del vars(layer)["call"]


def _recorder(layer, calls):
    """Return a layer's own ``call``, made to record what came in and what went out as well."""
    call, observe = layer.call, kind_of(layer).observe

    def recorded(*args, **kwargs):
        result, seen = observe(layer, call, *args, **kwargs)
        calls.append(seen)
        return result

    return recorded


@contextlib.contextmanager
def _states_kept(layers):
    """Give stateful layers their states back when the block ends."""
    stateful = [layer for layer in layers.values() if getattr(layer, "stateful", False)]
    variables = [state for layer in stateful for state in layer.states]
    kept = [array_of(state) for state in variables]
    try:
        yield
    finally:
        for variable, value in zip(variables, kept, strict=True):
            variable.assign(value)


def _repeated(name, layer, weights, seen):
    """Return what a layer did, computed in NumPy, after comparing it with what Keras returned."""
    kind = kind_of(layer)
    try:
        traced, pairs = kind.repeat(layer, weights, seen)
    except ValueError as error:
        raise ValueError(f"layer {name}: {error}") from None
    worst = np.max([np.max(np.abs(ours - theirs), initial=0) for ours, theirs in pairs])
    limit = TOLERANCE[layer.compute_dtype]
    if not worst <= limit:
        raise RuntimeError(
            f"layer {name} ({type(layer).__name__}) returned {kind.outputs} that differ by "
            f"{worst:.1e} from those that NumPy computes with its weights, "
            f"expected at most {limit:.0e}"
        )
    return traced
