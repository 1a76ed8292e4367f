"""The checks of the public functions' arguments: each error says what was expected."""

import math
import operator

import numpy as np


def real_array(name, value):
    """Return ``value`` as an array of real numbers, of any shape."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} has rows of different lengths, expected rows of one length"
        ) from None
    if array.dtype.kind not in "fiu":
        raise TypeError(f"{name} holds {array.dtype} values, expected real numbers")
    return array


def finite_numbers(name, value):
    """Return ``value`` as an array of finite real numbers, of any shape."""
    array = real_array(name, value)
    n_bad = array.size - np.count_nonzero(np.isfinite(array))
    if n_bad:
        raise ValueError(
            f"{name} has {n_bad} of {array.size} values NaN or infinite, expected none"
        )
    return array


def finite_array(name, value, axes):
    """Return ``value`` as an array of finite real numbers with one axis per name in ``axes``."""
    array = real_array(name, value)
    if array.ndim != len(axes):
        comma = "," if len(axes) == 1 else ""
        raise ValueError(f"{name} has shape {array.shape}, expected ({', '.join(axes)}{comma})")
    return finite_numbers(name, array)


def whole_number(name, value, least=1):
    """Return ``value`` as an int that is no smaller than ``least``."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}, expected a whole number") from None
    if isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} is {value!r}, expected a whole number")
    if number < least:
        raise ValueError(f"{name} is {number}, expected {least} or more")
    return number


def real_number(name, value):
    """Return ``value`` as a finite float."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}, expected a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}, expected a finite number")
    return number


def generator(rng):
    """Return ``rng`` if it is one of NumPy's generators."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {rng!r}, expected a generator such as numpy.random.default_rng(0)")
    return rng


def paired(inputs_name, inputs, targets_name, targets):
    """Return windows and their targets as arrays: 1 or more, and the same number of both."""
    inputs = finite_array(inputs_name, inputs, ("windows", "steps", "features"))
    targets = finite_array(targets_name, targets, ("windows",))
    if len(inputs) == 0 or len(inputs) != len(targets):
        raise ValueError(
            f"{inputs_name} has {len(inputs)} windows and {targets_name} {len(targets)} values, "
            "expected the same number of both, 1 or more"
        )
    return inputs, targets


def data_part(data, part):
    """Return the windows and targets of one part of what `lstm_lib.windows.prepare` returns."""
    try:
        inputs, targets = getattr(data, f"inputs_{part}"), getattr(data, f"targets_{part}")
    except AttributeError:
        raise TypeError(f"data is {type(data).__name__}, expected what prepare returns") from None
    return paired(f"inputs_{part}", inputs, f"targets_{part}", targets)


def lstm_weights(W, U, b):
    """Return the weights of one LSTM layer as arrays whose sizes agree."""
    W, U = lstm_matrices(W, U)
    b = finite_array("b", b, ("4·units",))
    if b.shape[0] != U.shape[1]:
        raise ValueError(f"b has {b.shape[0]} values but U expects {U.shape[1]}, 4·units")
    return W, U, b


def lstm_matrices(W, U):
    """Return the input and recurrent weights of one LSTM layer as arrays whose sizes agree."""
    W = finite_array("W", W, ("features", "4·units"))
    U = recurrent_weights(U)
    if W.shape[1] != U.shape[1]:
        raise ValueError(f"W has {W.shape[1]} columns but U expects {U.shape[1]}, 4·units")
    return W, U


def recurrent_weights(U):
    """Return the recurrent weights of one LSTM layer."""
    U = finite_array("U", U, ("units", "4·units"))
    units = U.shape[0]
    if units == 0 or U.shape[1] != 4 * units:
        raise ValueError(f"U has shape {U.shape}, expected (units, 4·units)")
    return U


def sequences(inputs, W):
    """Return sequences as an array with 1 or more steps and as many features as W expects."""
    inputs = finite_array("inputs", inputs, ("batch", "steps", "features"))
    if inputs.shape[2] != W.shape[0]:
        raise ValueError(f"inputs have {inputs.shape[2]} features but W expects {W.shape[0]}")
    if inputs.shape[1] == 0:
        raise ValueError("inputs have 0 steps, expected 1 or more")
    return inputs


def along_steps(name, value, shape):
    """Return an array of the expected shape (batch, steps, units)."""
    array = finite_array(name, value, ("batch", "steps", "units"))
    if array.shape != shape:
        raise ValueError(
            f"{name} has shape {array.shape}, expected (batch, steps, units) = {shape}"
        )
    return array


def lstm_state(name, value, batch, units):
    """Return a hidden or cell state as an array of shape (batch, units)."""
    state = finite_array(name, value, ("batch", "units"))
    if state.shape != (batch, units):
        raise ValueError(
            f"{name} has shape {state.shape}, expected (batch, units) = {batch, units}"
        )
    return state


def initial_state(name, value, batch, units, dtype):
    """Return a state before the first step: zeros when it is left out."""
    if value is None:
        return np.zeros((batch, units), dtype)
    return lstm_state(name, value, batch, units)


def step_mask(mask, shape):
    """Return a mask as truth values of shape (batch, steps)."""
    try:
        mask = np.asarray(mask)
    except ValueError:
        raise ValueError(
            "mask has rows of different lengths, expected rows of one length"
        ) from None
    if mask.dtype != np.bool_:
        raise TypeError(f"mask holds {mask.dtype} values, expected True or False")
    if mask.shape != shape:
        raise ValueError(f"mask has shape {mask.shape}, expected (batch, steps) = {shape}")
    return mask
