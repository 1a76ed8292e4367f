"""Observe what the notebook's functions return for Keras layers and their flags.

Keras is imported inside a function, since the checks that need no layer do not need Keras.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.keras_parity.cases import GATES, PARTS, Blocks, joined
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import copied, sizes_by_axes
from lstm_lib.checks.observe.function import Function, publish_values
from lstm_lib.checks.observe.stand_ins import Case


@functools.cache
def _noting_layer() -> Any:
    """Return the class of an LSTM layer that notes whether it was called."""
    from lstm_lib.backend import keras

    class LSTM(keras.layers.LSTM):
        """Keras' own layer, which a function in NumPy does not need to call."""

        def call(self, sequences, initial_state=None, mask=None, training=False):  # type: ignore[no-untyped-def]
            vars(self)["asked"] = True
            return super().call(sequences, initial_state, mask, training)

    return LSTM


def as_layer(blocks: Blocks) -> Any:
    """Return the weights in a built Keras layer, with Keras' own settings.

    Examples
    --------
    >>> blocks = {gate: (np.ones((3, 2)), np.ones((2, 2)), np.ones(2)) for gate in GATES}
    >>> as_layer(blocks).units
    2
    """
    weights = joined(blocks)
    features, units = len(weights[0]), len(weights[1])
    layer = _noting_layer()(units, use_cudnn=False)
    layer.build((None, None, features))
    layer.set_weights(weights)
    return layer


@dataclass(frozen=True, eq=False)
class OfLayer(Function):
    """A function that is given a Keras layer, made of the case's `blocks`."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return the layer, and copies of the other arguments."""
        others = {name: copied(case[name]) for name in self.arguments if name != "layer"}
        return {"layer": as_layer(case["blocks"]), **others}

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the result, and note whether the function changed the layer's weights."""
        self.publish_result(seen, number, result)
        pairs = zip(handed["layer"].get_weights(), joined(case["blocks"]), strict=True)
        same = all(np.array_equal(now, before) for now, before in pairs)
        if not same and "layer" not in seen.facts.setdefault("changed", []):
            seen.facts["changed"].append("layer")

    def publish_result(self, seen: Observation, number: int, result: Any) -> None:
        """Publish what the function returned."""
        publish_values(seen, number, result, len(self.values))

    def said_sizes(self, case: Case) -> str:
        """State the sizes of the inputs, if there are any, and of the layer."""
        axes = {"inputs": "batch steps features", "W": "features units"}
        given = {"inputs": case["inputs"]} if "inputs" in case else {}
        return sizes_by_axes({**given, "W": case["blocks"]["f"][0]}, axes)


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
        if not isinstance(came, tuple | list) or len(came) != len(PARTS):
            many = f"{len(came)} values" if isinstance(came, tuple | list) else type(came).__name__
            return f"{many} under the key {gate!r}, and three arrays W, U, b were expected"
    return ""


@dataclass(frozen=True, eq=False)
class RunOfLayer(OfLayer):
    """A function of a layer and its inputs.

    ``facts["asked"]`` is whether the layer itself was called, ``facts["called"]`` which of the
    notebook's functions that return states.
    """

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the result, and what was called on the way."""
        super().publish(seen, number, case, handed, result)
        seen.facts.setdefault("called", [])
        asked = bool(vars(handed["layer"]).get("asked", False))
        seen.facts["asked"] = seen.facts.get("asked", False) or asked

    def told(self, case: Case) -> Mapping[str, Any]:
        """Return the inputs, and the layer's number of units."""
        return {**super().told(case), "units": case["h"].shape[2]}


def right_blocks(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a stand-in for gate_weights that returns the blocks that the layer was made from."""

    def gate_weights(layer: Any) -> dict[str, tuple]:
        return {gate: tuple(a.copy() for a in case["blocks"][gate]) for gate in GATES}

    return gate_weights


def made_up_states(name: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a stand-in for run_in_numpy that returns hidden states that no layer has."""

    def run_in_numpy(layer: Any, inputs: Any) -> Any:
        called = seen.facts.setdefault("called", [])
        if name not in called:
            called.append(name)
        return case["h"].copy()

    return run_in_numpy


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
    if not isinstance(result, tuple | list) or not 1 <= len(result) <= 9:
        return None
    if all(_is_size(n) for n in result):
        result = [result]
    if not all(isinstance(one, tuple | list) and 1 <= len(one) <= 9 for one in result):
        return None
    if not all(_is_size(n) for one in result for n in one):
        return None
    return [[int(n) for n in one] for one in result]


def _is_size(value: Any) -> bool:
    """Tell whether a value is a whole number that may be a size."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and 0 <= value < 10**6
