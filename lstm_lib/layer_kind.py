"""What `lstm_lib.parity` and `lstm_lib.trace` must know of a kind of Keras layer."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from lstm_lib.backend import keras


class Part(NamedTuple):
    """One array of a layer's weights, and where Keras keeps it.

    variable is None where the layer does without, as left_out_by says. Then neutral stands for
    the array: what changes nothing, such as a bias of zeros. axes holds the names of its axes.
    """

    variable: Any
    axes: tuple[str, ...]
    neutral: np.ndarray | None = None
    left_out_by: str = ""


class Kind(NamedTuple):
    """A kind of Keras layer that NumPy can repeat.

    layers are its classes; a subclass counts as one of them, until what it returns differs.
    settings holds, of each setting that matters, the values that NumPy can match. form is the
    NamedTuple of its weights, and ``parts(layer)`` returns one `Part` for each field.

    ``observe(layer, call, ...)`` makes the call with the arguments that come after it, and returns
    its result, and what came in and went out as arrays. ``repeat(layer, weights, seen)`` computes
    the same in NumPy: it returns what the layer did as a NamedTuple, and pairs of arrays that must
    agree, NumPy's first. outputs says in words what these are.
    """

    layers: tuple[type, ...]
    settings: dict[str, tuple]
    form: type
    parts: Callable[..., list[Part]]
    observe: Callable[..., tuple]
    repeat: Callable[..., tuple]
    outputs: str


def array_of(tensor):
    """Return a copy of a tensor or a variable as an array; None stays None."""
    if tensor is None:
        return None
    if isinstance(tensor, keras.Variable):
        return np.array(tensor.numpy())  # in the way of tensors NumPy warns of a variable
    return np.array(keras.ops.convert_to_numpy(tensor))


def mask_of(tensor):
    """Return a copy of a mask as truth values; None stays None."""
    return None if tensor is None else array_of(tensor).astype(bool)
