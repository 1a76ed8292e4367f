"""What the public functions accept: each refusal says what came and what was wanted."""

import math
import operator

import numpy as np


def finite_array(name, value, axes):
    """Return ``value`` as an array of finite real numbers with one axis per name in ``axes``."""
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} holds {array.dtype} values, wanted real numbers")
    if array.ndim != len(axes):
        comma = "," if len(axes) == 1 else ""
        raise ValueError(f"{name} has shape {array.shape}, wanted ({', '.join(axes)}{comma})")
    n_bad = array.size - np.count_nonzero(np.isfinite(array))
    if n_bad:
        raise ValueError(f"{name} has {n_bad} of {array.size} values NaN or infinite, wanted none")
    return array


def whole_number(name, value, least=1):
    """Return ``value`` as an int that is no smaller than ``least``."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}, wanted a whole number") from None
    if isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} is {value!r}, wanted a whole number")
    if number < least:
        raise ValueError(f"{name} is {number}, wanted {least} or more")
    return number


def real_number(name, value):
    """Return ``value`` as a finite float."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}, wanted a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}, wanted a finite number")
    return number


def paired(inputs_name, inputs, targets_name, targets):
    """Return windows and their targets as arrays, as many of both and 1 or more."""
    inputs = finite_array(inputs_name, inputs, ("windows", "steps", "features"))
    targets = finite_array(targets_name, targets, ("windows",))
    if len(inputs) == 0 or len(inputs) != len(targets):
        raise ValueError(
            f"{inputs_name} has {len(inputs)} windows and {targets_name} {len(targets)} values, "
            "wanted as many of both, 1 or more"
        )
    return inputs, targets


def data_part(data, part):
    """Return the windows and targets of one part of what `lstm_lib.windows.prepare` returns."""
    try:
        inputs, targets = getattr(data, f"inputs_{part}"), getattr(data, f"targets_{part}")
    except AttributeError:
        raise TypeError(f"data is {type(data).__name__}, wanted what prepare returns") from None
    return paired(f"inputs_{part}", inputs, f"targets_{part}", targets)


def lstm_weights(W, U, b):
    """Return the weights of one LSTM layer as arrays whose sizes agree."""
    W = finite_array("W", W, ("features", "4·units"))
    U = finite_array("U", U, ("units", "4·units"))
    b = finite_array("b", b, ("4·units",))
    units = U.shape[0]
    if units == 0 or U.shape[1] != 4 * units:
        raise ValueError(f"U has shape {U.shape}, wanted (units, 4·units)")
    if W.shape[1] != 4 * units:
        raise ValueError(f"W has {W.shape[1]} columns but U expects {4 * units}, 4·units")
    if b.shape[0] != 4 * units:
        raise ValueError(f"b has {b.shape[0]} values but U expects {4 * units}, 4·units")
    return W, U, b


def lstm_state(name, value, batch, units):
    """Return a hidden or cell state as an array of shape (batch, units)."""
    state = finite_array(name, value, ("batch", "units"))
    if state.shape != (batch, units):
        raise ValueError(f"{name} has shape {state.shape}, wanted (batch, units) = {batch, units}")
    return state
