"""Observe what the notebook's functions return for Keras layers and their flags.

Keras is imported inside a function, since the checks that need no layer do not need Keras.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np

from lstm_lib.checks.exercises.keras_parity.cases import GATES, PARTS, Weights
from lstm_lib.checks.observation import OWN, TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import copied, sizes_by_axes
from lstm_lib.checks.observe.function import Function, publish_values
from lstm_lib.checks.observe.stand_ins import Case


def as_layer(weights: Weights) -> Any:
    """Return weights in a built Keras layer, with Keras' own settings, in float32.

    Examples
    --------
    >>> as_layer((np.ones((3, 8)), np.ones((2, 8)), np.ones(8))).units
    2
    """
    from lstm_lib.backend import keras

    features, units = len(weights[0]), len(weights[1])
    layer = keras.layers.LSTM(units, use_cudnn=False, dtype="float32")
    layer.build((None, None, features))
    layer.set_weights(weights)
    return layer


@contextlib.contextmanager
def keras_watched() -> Iterator[list[str]]:
    """Note which layers, cells and models of Keras compute anything while the block runs.

    Examples
    --------
    >>> layer = as_layer((np.ones((3, 8)), np.ones((2, 8)), np.ones(8)))
    >>> with keras_watched() as computed:
    ...     shape = layer(np.ones((1, 2, 3), "float32")).shape
    >>> "LSTM" in computed
    True
    """
    from lstm_lib.backend import keras

    computed: list[str] = []

    def noting(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)  # Keras reads the signature
        def noted(self: Any, *args: Any, **kwargs: Any) -> Any:
            computed.append(type(self).__name__)
            return function(self, *args, **kwargs)

        return noted

    of = keras.layers
    ways = [(of.Layer, "__call__"), *((one, "call") for one in (of.LSTM, of.LSTMCell, of.RNN))]
    ways += [(keras.Model, name) for name in ("predict", "predict_on_batch")]
    with contextlib.ExitStack() as stack:
        for owner, name in ways:
            stack.enter_context(patch.object(owner, name, noting(getattr(owner, name))))
        yield computed


@dataclass(frozen=True, eq=False)
class OfLayer(Function):
    """A function that is given a Keras layer, made of the case's `weights`."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return the layer, and copies of the other arguments."""
        others = {name: copied(case[name]) for name in self.arguments if name != "layer"}
        return {"layer": as_layer(case["weights"]), **others}

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the result, and note whether the function changed the layer's weights."""
        self.publish_result(seen, number, result)
        pairs = zip(handed["layer"].get_weights(), case["weights"], strict=True)
        same = all(np.array_equal(now, before) for now, before in pairs)
        if not same and "layer" not in seen.facts.setdefault("changed", []):
            seen.facts["changed"].append("layer")

    def publish_result(self, seen: Observation, number: int, result: Any) -> None:
        """Publish what the function returned."""
        publish_values(seen, number, result, len(self.values))

    def said_sizes(self, case: Case) -> str:
        """State the sizes of the inputs, if there are any, and of the layer."""
        axes = {"inputs": "batch steps features", "W": "features 4·units"}
        given = {"inputs": case["inputs"]} if "inputs" in case else {}
        return sizes_by_axes({**given, "W": case["weights"][0]}, axes)


@dataclass(frozen=True, eq=False)
class BlocksOfLayer(OfLayer):
    """A function that takes a layer's weights apart.

    Arrays are ``"CASE/GATE/PART"``; ``facts["other"]`` says what came instead of such a dict.
    """

    def publish_result(self, seen: Observation, number: int, result: Any) -> None:
        """Publish the three arrays of each gate."""
        if result is None:
            seen.facts["returned"] = "None"
        elif other := _no_blocks(result):
            seen.facts["other"] = other[:TEXT_LIMIT]
        else:
            for gate in GATES:
                for part, array in zip(PARTS, result[gate], strict=True):
                    key = f"{number}/{gate}/{part}"
                    seen.arrays[key] = as_numbers(array, f"{part} of {gate}")


def _no_blocks(result: Any) -> str:
    """Say what a result is if it is not a dict of three arrays for each gate."""
    if not isinstance(result, Mapping):
        return f"a {type(result).__name__}, and a dict was expected"
    if set(result) != set(GATES):
        keys = f"the keys {', '.join(map(repr, result))}" if result else "no keys"
        return f"a dict with {keys}, and 'i', 'f', 'g', 'o' were expected"
    for gate in GATES:
        came = result[gate]
        if isinstance(came, np.ndarray) and came.dtype.kind == "O":
            came = list(came)
        several = isinstance(came, tuple | list)
        if not several or len(came) != len(PARTS):
            many = f"{len(came)} values" if several else type(came).__name__
            return f"{many} under the key {gate!r}, and three arrays W, U, b were expected"
    return ""


@dataclass(frozen=True, eq=False)
class RunOfLayer(OfLayer):
    """A function of a layer and its inputs.

    ``facts["asked"]`` is whether Keras computed anything: the layer, a copy of it or its cell;
    ``facts["called"]`` which of the notebook's functions that return states were called.
    """

    def look(self, namespace: Any, rng: Any) -> Observation:
        """Call the function on every case, and watch Keras meanwhile."""
        with keras_watched() as computed:
            seen = super().look(namespace, rng)
        for facts in (seen.facts, seen.facts.get(OWN, {})):
            if facts.get("status") == "observed":
                facts.setdefault("called", [])
                facts["asked"] = bool(computed)
        return seen

    def told(self, case: Case) -> Mapping[str, Any]:
        """Return the inputs, and the layer's number of units."""
        return {**super().told(case), "units": case["h"].shape[2]}


def right_blocks(name: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a stand-in for gate_weights that returns the blocks that the layer was made from."""

    def gate_weights(layer: Any) -> dict[str, tuple]:
        _refuse_others(name, number, case, layer)
        return {gate: tuple(a.copy() for a in case["blocks"][gate]) for gate in GATES}

    return gate_weights


def made_up_states(name: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a stand-in for run_in_numpy that returns hidden states that no layer has."""

    def run_in_numpy(layer: Any, inputs: Any) -> Any:
        _refuse_others(name, number, case, layer, inputs)
        called = seen.facts.setdefault("called", [])
        if name not in called:
            called.append(name)
        return case["h"].copy()

    return run_in_numpy


def _refuse_others(name: str, number: int, case: Case, layer: Any, *inputs: Any) -> None:
    """Raise TypeError for another layer than the case's, or for other inputs."""
    came = layer.get_weights() if hasattr(layer, "get_weights") else []
    expected = [*case["weights"], *(case["inputs"] for _ in inputs)]
    given = [*came, *inputs]
    if len(given) != len(expected) or not all(map(np.array_equal, given, expected)):
        raise TypeError(f"{name} was given something other than its arguments (case {number + 1})")


@dataclass(frozen=True, eq=False)
class Shapes(Function):
    """A function that returns a list of shapes.

    ``facts["shapes"]`` holds such a list for each case, each shape a list of whole numbers; a
    single shape that is not in a list counts as a list of one. Anything else is described in
    ``facts["other"]``.
    """

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Add the shapes to the facts."""
        all_shapes = seen.facts.setdefault("shapes", [])
        shapes = _as_shapes(result)
        if result is None:
            seen.facts["returned"] = "None"
        elif shapes is None:
            seen.facts["other"] = f"{type(result).__name__}: {result!r}"[:TEXT_LIMIT]
        else:
            all_shapes.append(shapes)


def _as_shapes(result: Any) -> list[list[int]] | None:
    """Return a list of shapes as plain numbers, or None if the value is not such a list."""
    whole = _entries(result)
    if not 1 <= len(whole) <= 9:
        return None
    shapes = [whole] if all(_is_size(n) for n in whole) else [_entries(one) for one in whole]
    if not all(1 <= len(one) <= 9 and all(_is_size(n) for n in one) for one in shapes):
        return None
    return [[int(n) for n in one] for one in shapes]


def _entries(value: Any) -> list[Any]:
    """Return the entries of a list, a tuple, an array or TensorFlow's own shape; else none."""
    if hasattr(value, "as_list"):
        value = value.as_list()
    if isinstance(value, np.ndarray):
        value = value.tolist()
    return list(value) if isinstance(value, tuple | list) else []


def _is_size(value: Any) -> bool:
    """Tell whether a value is a whole number that may be a size."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and 0 <= value < 10**6
