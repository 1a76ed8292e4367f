"""A Keras model as an observation: its layers in numbers and words, its weights, its answers.

This half runs beside the learner's code. Nothing is serialized: a layer is published as the name
of its class and a few settings, so that the judging half has nothing to deserialize. Keras is
imported inside the functions, since the checks of NumPy exercises do not need it.
"""

import itertools
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT, as_numbers
from lstm_lib.checks.observe.errors import plain_words
from lstm_lib.checks.observe.keras_training import training_facts

PROBES = 3  # windows that every published model is tried on
PARAMETER_LIMIT = 300_000  # a stacked LSTM(50) has 30,651
LAYER_LIMIT = 20
AXIS_LIMIT = 128  # longest axis of a window

# The published settings of a layer, by its class: enough to compute its answers, and no more.
RECURRENT = (
    "units",
    "return_sequences",
    "return_state",
    "go_backwards",
    "stateful",
    "use_bias",
    "dropout",
    "recurrent_dropout",
    "activation",
)
SETTINGS: dict[str, tuple[str, ...]] = {
    "LSTM": (*RECURRENT, "recurrent_activation"),
    "GRU": (*RECURRENT, "recurrent_activation", "reset_after"),
    "SimpleRNN": RECURRENT,
    "Dense": ("units", "use_bias", "activation"),
    "Dropout": ("rate", "noise_shape"),
    "SpatialDropout1D": ("rate",),
    "GaussianDropout": ("rate",),
    "Activation": ("activation",),
    "Identity": (),
    "Flatten": (),
    "TimeDistributed": ("layer",),
    "Bidirectional": ("layer",),
}
HALF_PRECISION = ("bfloat16", "float16")  # the coarser one first
CUSTOM = "custom"  # the class of a layer that is not exactly one of Keras' own


def probes(seed: int, shape: Sequence[int]) -> np.ndarray:
    """Draw the windows that a model is tried on.

    Parameters
    ----------
    seed : int
        The case's own.
    shape : sequence of int
        Of one window, such as (steps, features).

    Returns
    -------
    ndarray of shape (PROBES, *shape)
        Values between 0 and 1, float32.

    Examples
    --------
    >>> probes(0, (4, 2)).shape
    (3, 4, 2)
    """
    return np.random.default_rng(seed).random((PROBES, *shape), dtype=np.float32)


def is_window(shape: Sequence[Any]) -> bool:
    """Tell whether a shape is that of a window on which a model can be tried.

    Parameters
    ----------
    shape : sequence
        Such as (steps, features).

    Returns
    -------
    bool
        False for any other number of axes, for an open axis and for one over the limit.

    Examples
    --------
    >>> is_window((4, 2)), is_window((4,)), is_window((10**9, 2))
    (True, False, False)
    """
    return len(shape) == 2 and all(type(n) is int and 1 <= n <= AXIS_LIMIT for n in shape)


def publish_model(
    key: str,
    model: Any,
    arrays: dict[str, np.ndarray],
    facts: dict[str, Any],
    seed: int | None = None,
    window: Sequence[int] = (),
) -> None:
    """Add a learner's model to an observation.

    Parameters
    ----------
    key : str
        The key under which the model is published: its facts as ``facts[key]``, its weights as
        ``"KEY/LAYER/POSITION"``, its answers as ``"KEY/answers"``.
    model : object
        What the learner made. If it is not a Keras model, its facts say what it is.
    arrays, facts : dict
        Of the observation; the model is added to them.
    seed : int, optional
        Draws the windows that the model is tried on; without it, only its layers are published.
    window : sequence of int
        The shape of a window, for a model that does not say which it reads.

    Examples
    --------
    >>> facts = {}
    >>> publish_model("model", 7, {}, facts)
    >>> facts["model"]
    {'kind': 'other', 'type': 'int'}
    """
    from lstm_lib.backend import keras

    said: dict[str, Any] = {"kind": _kind(model), "type": type(model).__name__[:TEXT_LIMIT]}
    facts[key] = said
    if said["kind"] not in ("sequential", "functional"):
        return
    said["built"] = bool(model.built)
    said["input_shape"] = _shape(model)
    said["precision"] = _precision(model)
    said |= training_facts(model)
    if not model.built:  # a call would build it, and the next look would see another model
        model = _copy(model)
    if seed is not None:
        shape = said["input_shape"][1:] if said["input_shape"] else window
        said["probed"] = [n or fill for n, fill in zip(shape, (*window, *shape), strict=False)]
        if is_window(said["probed"]):
            windows = probes(seed, said["probed"])
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # a model of a list of one input is right
                    answers = keras.ops.convert_to_numpy(model(windows, training=False))
                arrays[f"{key}/answers"] = as_numbers(answers, "the answers")
            except Exception as error:
                said["error"] = plain_words(f"{type(error).__name__}: {error}")[:TEXT_LIMIT]
    layers = _layers(model)
    said["layers"] = [_settings(layer) for layer in layers[:LAYER_LIMIT]]
    for layer, following in itertools.pairwise(layers[:LAYER_LIMIT]):
        if getattr(layer, "return_state", False):
            said["layers"][layers.index(layer)]["reads"] = _output_read(layer, following)
    said["layer_count"] = len(layers)
    said["parameters"] = model.count_params() if model.built else 0
    if said["parameters"] > PARAMETER_LIMIT or len(layers) > LAYER_LIMIT or seed is None:
        return
    for number, layer in enumerate(layers):
        for position, weights in enumerate(layer.get_weights()):
            arrays[f"{key}/{number}/{position}"] = as_numbers(weights, "the weights")


def _kind(model: Any) -> str:
    """Return the kind of a model: a chain of layers, or what else it is."""
    from lstm_lib.backend import keras

    if isinstance(model, type):
        return "class"
    if not isinstance(model, keras.Model):
        return "other"
    if type(model) is keras.Sequential:
        return "sequential"
    if not type(model).__module__.startswith("keras.src.models.functional"):
        return "subclass"
    return "functional" if _is_chain(model) else "branches"


def _is_chain(model: Any) -> bool:
    """Tell whether each layer of a functional model reads the one before, and nothing else."""
    layers = model.layers
    if len(model.inputs) != 1 or len(model.outputs) != 1 or len(model.operations) != len(layers):
        return False
    try:
        linked = all(_output_read(a, b) is not None for a, b in itertools.pairwise(layers))
        return linked and layers[-1].output is model.outputs[0]
    except (AttributeError, ValueError):  # a layer that is used twice
        return False


def _copy(model: Any) -> Any:
    """Return a model of the same layers, or the model itself if a layer cannot be copied."""
    from lstm_lib.backend import keras

    try:
        return keras.models.clone_model(model)
    except Exception:  # a custom layer, which is refused for what it is
        return model


def _layers(model: Any) -> list[Any]:
    """Return the layers of a chain, with those of a chain inside it in their place."""
    from lstm_lib.backend import keras

    found: list[Any] = []
    for layer in model.layers:
        if _kind(layer) in ("sequential", "functional"):
            found += _layers(layer)
        elif not isinstance(layer, keras.layers.InputLayer):
            found.append(layer)
    return found


def _output_read(layer: Any, following: Any) -> int | None:
    """Return which output of a layer the next one reads: the states follow the first, if asked."""
    outputs = layer.output if isinstance(layer.output, list | tuple) else [layer.output]
    return next((k for k, output in enumerate(outputs) if following.input is output), None)


def _precision(model: Any) -> str:
    """Return in which precision a model computes: the coarsest of its layers."""
    used = {str(getattr(layer, "compute_dtype", "float32")) for layer in model.layers}
    return next((name for name in HALF_PRECISION if name in used), "float32")


def _shape(model: Any) -> list[int | None] | None:
    """Return the shape that a model says it reads, or None if it does not say."""
    try:
        shape = model.input_shape
        return [None if n is None else int(n) for n in shape]
    except (AttributeError, TypeError, ValueError):
        return None


def _settings(layer: Any) -> dict[str, Any]:
    """Return the class of a layer and those of its settings that are published."""
    from lstm_lib.backend import keras

    name = type(layer).__name__
    if getattr(keras.layers, name, None) is not type(layer):
        return {"class": CUSTOM, "name": name[:TEXT_LIMIT]}
    said: dict[str, Any] = {"class": name, "trainable": bool(layer.trainable)}
    for setting in SETTINGS.get(name, ()):
        value = getattr(layer, setting, None)
        if callable(value):  # an activation by its name, a wrapped layer by its class
            value = getattr(value, "__name__", type(value).__name__)
        said[setting] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    """Return a setting as JSON holds it: NumPy's numbers as Python's, a shape as a list."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value[:LAYER_LIMIT]]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:TEXT_LIMIT]
