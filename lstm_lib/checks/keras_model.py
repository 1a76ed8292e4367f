"""A Keras model as an observation: its layers in numbers and words, its weights, its answers.

This half runs beside the learner's code. Nothing is serialized: a layer is published as the name
of its class and a few settings, so that the half that judges has nothing to deserialize. Keras is
imported inside the functions, since the checks of NumPy exercises need none.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe import missing, raised

PROBES = 3  # windows that every published model is tried on
PARAMETER_LIMIT = 300_000  # a stacked LSTM(50) has 30,651
LAYER_LIMIT = 20
AXIS_LIMIT = 128  # longest axis of a window

# What is said of a layer, by its class: enough to compute its answers, and no more.
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
    "Dropout": ("rate",),
    "Activation": ("activation",),
    "Flatten": (),
    "TimeDistributed": ("layer",),
    "Bidirectional": ("layer",),
}
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
        Under which the model is published: its facts as ``facts[key]``, its weights as
        ``"KEY/LAYER/POSITION"``, its answers as ``"KEY/answers"``.
    model : object
        What the learner made. If it is no Keras model, its facts say what it is.
    arrays, facts : dict
        The observation that grows.
    seed : int, optional
        Draws the windows that the model is tried on; without, only its layers are published.
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
    said["built"] = bool(model.built)  # before the model is called, which builds it
    said["input_shape"] = _shape(model)
    said["updates"] = _updates(model)
    if seed is not None:
        shape = said["input_shape"][1:] if said["input_shape"] else window
        said["probed"] = [n or fill for n, fill in zip(shape, (*window, *shape), strict=False)]
        if all(n and 1 <= n <= AXIS_LIMIT for n in said["probed"]):
            windows = probes(seed, said["probed"])
            try:
                answers = keras.ops.convert_to_numpy(model(windows, training=False))
                arrays[f"{key}/answers"] = as_numbers(answers, "the answers")
            except Exception as error:
                said["error"] = f"{type(error).__name__}: {error}"[:TEXT_LIMIT]
    layers = [x for x in model.layers if not isinstance(x, keras.layers.InputLayer)]
    said["layers"] = [_settings(layer) for layer in layers[:LAYER_LIMIT]]
    said["layer_count"] = len(layers)
    said["parameters"] = model.count_params() if model.built else 0
    if said["parameters"] > PARAMETER_LIMIT or len(layers) > LAYER_LIMIT or seed is None:
        return
    for number, layer in enumerate(layers):
        for position, weights in enumerate(layer.get_weights()):
            arrays[f"{key}/{number}/{position}"] = as_numbers(weights, "the weights")


def _kind(model: Any) -> str:
    """Tell a chain of layers from the rest."""
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
        linked = all(b.input is a.output for a, b in itertools.pairwise(layers))
        return linked and layers[-1].output is model.outputs[0]
    except (AttributeError, ValueError):  # a layer that is used twice
        return False


def _shape(model: Any) -> list[int | None] | None:
    """Return the shape that a model says it reads, or None if it does not say."""
    try:
        shape = model.input_shape
        return [None if n is None else int(n) for n in shape]
    except (AttributeError, TypeError, ValueError):
        return None


def _updates(model: Any) -> int:
    """Return how often an optimizer has moved the weights: the model's own word."""
    try:
        return int(model.optimizer.iterations)
    except (AttributeError, TypeError, ValueError):  # not compiled
        return 0


def _settings(layer: Any) -> dict[str, Any]:
    """Return the class of a layer and the settings that are said of it."""
    from lstm_lib.backend import keras

    name = type(layer).__name__
    if getattr(keras.layers, name, None) is not type(layer):
        return {"class": CUSTOM, "name": name[:TEXT_LIMIT]}
    said: dict[str, Any] = {"class": name}
    for setting in SETTINGS.get(name, ()):
        value = getattr(layer, setting, None)
        if callable(value):  # an activation by its name, a wrapped layer by its class
            value = getattr(value, "__name__", type(value).__name__)
        said[setting] = value if isinstance(value, bool | int | float) else str(value)[:TEXT_LIMIT]
    return said


def observe_builder(
    name: str,
    draw: Callable[[Any], list[dict[str, Any]]],
    arguments: Sequence[str],
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer of a function that builds a model.

    Parameters
    ----------
    name : str
        The function's name, which is the check's as well.
    draw : callable
        Draws the cases; each with `steps`, `features`, and the seed of its windows, `probes`.
    arguments : sequence of str
        Which entries of a case to pass, in order.

    Returns
    -------
    callable
        ``observe(namespace, rng) -> Observation`` with one model a case, its key the case's
        number. Where Keras refused the layers, ``facts["refused"]`` holds its words.

    Examples
    --------
    >>> observe_builder("build_single", lambda rng: [], [])({}, None).facts["status"]
    'missing'
    """

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        if namespace.get(name) is None:
            return missing(name, name)
        arrays: dict[str, np.ndarray] = {}
        facts: dict[str, Any] = {"status": "observed"}
        for number, case in enumerate(draw(rng)):
            try:
                model = namespace[name](*(case[a] for a in arguments))
                window = (case["steps"], case["features"])
                publish_model(str(number), model, arrays, facts, case["probes"], window)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                if isinstance(error, ValueError) and "expected ndim=3" in str(error):
                    facts["refused"] = str(error)[:TEXT_LIMIT]
                    return Observation(name, {}, facts)
                return raised(name, error, number)
        return Observation(name, arrays, facts)

    return observe


def observe_trained(
    check: str, builder: str, arguments: Sequence[Any], number: str = ""
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer of the notebook's `model`, and of the layers that its builder gives.

    Parameters
    ----------
    check : str
        The check's name.
    builder : str
        The notebook's function that builds the model. A mistake in its layers is marked where it
        was made, so the judge has to see which layers it gives.
    arguments : sequence
        What to call it with.
    number : str
        The name of a number that the learner computed with the model, if the check judges one.

    Returns
    -------
    callable
        ``observe(namespace, rng) -> Observation`` with the models ``"model"`` and ``"built"``.

    Examples
    --------
    >>> observe_trained("trained_single", "build_single", [10, 1, 8])({}, None).facts["name"]
    'model'
    """

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        for name in ("model", number):
            if name and namespace.get(name) is None:
                return missing(check, name)
        arrays: dict[str, np.ndarray] = {}
        facts: dict[str, Any] = {"status": "observed"}
        try:
            model_seed = int(rng.integers(2**32))
            publish_model("model", namespace["model"], arrays, facts, model_seed, arguments[:2])
            if number:
                arrays[number] = as_numbers(namespace[number], number)
        except Exception as error:
            return raised(check, error)
        try:
            publish_model("built", namespace[builder](*arguments), {}, facts)
        except Exception:  # whatever is wrong there is marked there
            facts.pop("built", None)
        return Observation(check, arrays, facts)

    return observe
