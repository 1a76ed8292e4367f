"""A published model, treated as untrusted and evaluated in NumPy.

Nothing is deserialized and no code of a submission runs: the classes of layers come from a short
list, sizes are bounded before anything is computed, and every shape is checked against the next.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.judge.models.layers import LAYERS, changing, read_settings
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.observe.keras_model import LAYER_LIMIT, PARAMETER_LIMIT, is_window, probes

# How far answers may lie from those computed here in float64, by the precision in Keras. Measured
# up to 1.4e-6, 1.2e-3 and 9e-3.
TOLERANCES = {"float32": 1e-5, "float16": 5e-3, "bfloat16": 4e-2}
CHUNK = 2**20  # values that the layers of a few windows hold at a time
NAME_LIMIT = 60  # characters of the name of a class
UNUSABLE_WEIGHTS = "its weights hold NaN or infinity: the training diverged"
KINDS = ("sequential", "functional", "branches", "subclass", "class", "other")


class NotEvaluated(ValueError):
    """A model whose answers cannot be computed, with the reason in words for the learner."""


class Diverged(NotEvaluated):
    """A model whose weights no computation can use."""


@dataclass(frozen=True)
class Layer:
    """A layer: the name of its class, its settings, its weights."""

    kind: str
    settings: dict[str, Any]
    weights: tuple[np.ndarray, ...] = ()


@dataclass(frozen=True)
class Network:
    """What was published of a model; `kind` is one of `KINDS`.

    `answers` are the model's own to windows of the shape `probed`; `error` is what it raised
    there. `updates`, `fitted`, `optimizer` and `rate` are what it reports of its training, see
    `lstm_lib.checks.observe.keras_training`; an older observation holds `updates` alone.
    """

    kind: str
    type_name: str = ""
    built: bool = True
    input_shape: tuple[int | None, ...] = ()
    layers: tuple[Layer, ...] = ()
    layer_count: int = 0
    parameters: int = 0
    updates: int = 0
    probed: tuple[int, ...] = ()
    answers: np.ndarray | None = None
    error: str = ""
    precision: str = "float32"
    fitted: int | None = None
    optimizer: str = ""
    rate: float | None = None

    @property
    def is_chain(self) -> bool:
        """Whether it is layers one after another, made of Keras' own model classes."""
        return self.kind in ("sequential", "functional")

    @property
    def is_frozen(self) -> bool:
        """Whether it has weights that training does not change: `trainable` of a layer is False."""
        return any(layer.settings.get("trainable") is False for layer in self.layers)

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """Return its answers, computed here in float64; dropout does nothing.

        Parameters
        ----------
        inputs : ndarray of shape (batch, steps, features)
            Scaled windows.

        Returns
        -------
        ndarray of shape (batch, ...)
            What its last layer gives.

        Raises
        ------
        NotEvaluated
            If a layer is not on the list, sizes are over the limits, shapes do not fit, or
            weights or answers are not finite.
        """
        self._refuse_what_is_too_large()
        inputs = np.asarray(inputs, dtype=np.float64)
        if inputs.ndim != 3 or 0 in inputs.shape:
            raise NotEvaluated(f"windows of shape {inputs.shape[1:]} are not (steps, features)")
        width = inputs.shape[-1] + sum(w.shape[-1] for w in self._weights())
        size = max(1, CHUNK // (inputs.shape[1] * width))
        with np.errstate(all="ignore"):
            parts = [self._answers(inputs[k : k + size]) for k in range(0, len(inputs), size)]
        answers = np.concatenate(parts)
        if not np.all(np.isfinite(answers)):
            raise NotEvaluated("its answers are NaN or infinite")
        return answers

    def _weights(self) -> list[np.ndarray]:
        """Return all weights in one list."""
        return [w for layer in self.layers for w in layer.weights]

    def _refuse_what_is_too_large(self) -> None:
        """Refuse sizes over the limits, and weights that no computation can use."""
        if not self.is_chain:
            raise NotEvaluated("it is not layers one after another")
        count = max(self.parameters, sum(w.size for w in self._weights()))
        if count > PARAMETER_LIMIT or self.layer_count > LAYER_LIMIT:
            raise NotEvaluated(
                f"it has {count:,} parameters in {self.layer_count} layers, and this check "
                f"evaluates up to {PARAMETER_LIMIT:,} in {LAYER_LIMIT}"
            )
        for weights in self._weights():
            if weights.ndim == 0 or 0 in weights.shape or not np.all(np.isfinite(weights)):
                raise Diverged(UNUSABLE_WEIGHTS)

    def _answers(self, values: np.ndarray) -> np.ndarray:
        """Run a few windows through all layers."""
        for layer in self.layers:
            if layer.kind not in LAYERS:
                raise NotEvaluated(f"a layer {layer.kind} is not among those this check evaluates")
            weights = [w.astype(np.float64) for w in layer.weights]
            try:
                values = LAYERS[layer.kind](values, weights, layer.settings)
            except (TypeError, ValueError) as error:
                raise NotEvaluated(f"its layer {layer.kind} does not fit: {error}") from None
        return values


def read_network(seen: Observation, key: str) -> Network:
    """Read a published model, which is treated as untrusted.

    Parameters
    ----------
    seen : Observation
        What was published.
    key : str
        The model's key.

    Returns
    -------
    Network
        With its types checked. Sizes are bounded when it is evaluated.

    Raises
    ------
    Malformed
        If it is anything other than what `lstm_lib.checks.observe.keras_model` writes.

    Examples
    --------
    >>> seen = Observation("f", {}, {"model": {"kind": "other", "type": "int"}})
    >>> read_network(seen, "model").type_name
    'int'
    """
    said = _typed(seen.facts, key, dict)
    kind, type_name = _typed(said, "kind", str), _typed(said, "type", str)
    if kind not in KINDS:
        raise Malformed(f"{key} is of no known kind")
    if kind not in ("sequential", "functional"):
        return Network(kind, type_name[:NAME_LIMIT])
    shape = said.get("input_shape")
    probed = said.get("probed", [])
    described = _typed(said, "layers", list)
    if len(described) > LAYER_LIMIT:
        raise Malformed(f"{key} has more layers than any check publishes")
    layers = [_read_layer(seen, key, number, layer) for number, layer in enumerate(described)]
    kept = [layers[number] for number in changing([(one.kind, one.settings) for one in layers])]
    precision, rate = said.get("precision", "float32"), said.get("rate")
    if not isinstance(precision, str) or precision not in TOLERANCES:
        raise Malformed(f"{key} computes in no known precision")
    return Network(
        kind,
        type_name[:NAME_LIMIT],
        _typed(said, "built", bool),
        tuple(_size(n, may_be_open=True) for n in _list(shape, 8)) if shape is not None else (),
        tuple(kept),
        _typed(said, "layer_count", int) - len(layers) + len(kept),
        _typed(said, "parameters", int),
        _typed(said, "updates", int),
        tuple(_size(n) or 0 for n in _list(probed, 8)),
        seen.arrays.get(f"{key}/answers"),
        str(said.get("error", "")),
        precision,
        _typed(said, "fitted", int) if "fitted" in said else None,
        str(said.get("optimizer", ""))[:NAME_LIMIT],
        rate if isinstance(rate, float) and np.isfinite(rate) else None,
    )


def agrees(network: Network, seed: int) -> bool:
    """Tell whether a model's own answers are those that its layers and weights give.

    Parameters
    ----------
    network : Network
        A chain.
    seed : int
        What its windows were drawn with.

    Returns
    -------
    bool
        False for a class that computes something other than its name says.

    Raises
    ------
    NotEvaluated
        As when the network is called.

    Examples
    --------
    >>> agrees(Network("sequential", probed=(2, 1)), 0)
    False
    """
    if network.answers is None or not is_window(network.probed):
        return False
    expected = network(probes(seed, network.probed))
    if network.answers.shape != expected.shape:
        return False
    tolerance = TOLERANCES[network.precision]
    return bool(np.allclose(network.answers, expected, rtol=tolerance, atol=tolerance))


def _typed(facts: Any, key: str, kind: type) -> Any:
    """Return an entry of the facts that must be of one type."""
    if not isinstance(facts, dict) or type(facts.get(key)) is not kind:
        raise Malformed(f"it lacks {key}")
    return facts[key]


def _list(value: Any, limit: int) -> list[Any]:
    """Return a list of bounded length."""
    if not isinstance(value, list) or len(value) > limit:
        raise Malformed("a shape is not a short list")
    return value


def _size(value: Any, may_be_open: bool = False) -> int | None:
    """Return one axis of a shape; None where it may be left open."""
    if type(value) is int or (value is None and may_be_open):
        return value
    raise Malformed("a shape holds something other than whole numbers")


def _read_layer(seen: Observation, key: str, number: int, said: Any) -> Layer:
    """Read one layer and its weights."""
    kind = _typed(said, "class", str)
    weights: list[np.ndarray] = []
    while (name := f"{key}/{number}/{len(weights)}") in seen.arrays:
        weights.append(seen.arrays[name])
    return Layer(kind[:NAME_LIMIT], read_settings(said), tuple(weights))
