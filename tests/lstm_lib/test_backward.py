"""The backward pass of an LSTM, checked by nudging, by Keras and by hand."""

import numpy as np
import pytest

from lstm_lib import cell
from lstm_lib.cell import StepGradients, lstm_step, lstm_step_backward
from lstm_lib.gradients import numerical_gradient, relative_error
from lstm_lib.sequence import (
    Gradients,
    lstm_backward,
    lstm_forward,
    lstm_state_gradients,
)

NAMES = ("inputs", "W", "U", "b", "h_0", "c_0")
CASES = range(20)


def drawn(seed):
    """Return what lstm_forward takes and a loss's gradient dh, every size different."""
    rng = np.random.default_rng(seed)
    batch, steps, features, units = (int(n) for n in rng.permutation(np.arange(1, 9))[:4])
    given = {
        "inputs": rng.normal(size=(batch, steps, features)),
        "W": rng.normal(scale=0.5, size=(features, 4 * units)),
        "U": rng.normal(scale=0.5, size=(units, 4 * units)),
        "b": rng.normal(size=4 * units),
        "h_0": rng.normal(size=(batch, units)),
        "c_0": rng.normal(size=(batch, units)),
    }
    return given, rng.normal(size=(batch, steps, units))


def backward(given, dh):
    """Run forward and backward."""
    states = {name: given[name] for name in ("h_0", "c_0")}
    trajectory = lstm_forward(**given)
    return lstm_backward(dh, trajectory, given["inputs"], given["W"], given["U"], **states)


@pytest.mark.parametrize("seed", CASES)
def test_gradients_equal_finite_differences(seed):
    """Does each of the six gradients agree with nudging to one part in a million?"""
    given, dh = drawn(seed)
    gradients = backward(given, dh)
    for name in NAMES:

        def loss(value, name=name):
            return np.sum(dh * lstm_forward(**{**given, name: value}).h)

        measured = numerical_gradient(loss, given[name])
        assert relative_error(getattr(gradients, name), measured) < 1e-6, name


@pytest.mark.slow
def test_gradients_equal_those_of_keras():
    """Does each gradient agree with GradientTape through Keras' layer, on twenty sizes?"""
    import tensorflow as tf

    from lstm_lib.backend import keras

    for seed in CASES:
        given, dh = drawn(seed)
        inputs, h_0, c_0 = (tf.constant(given[name]) for name in ("inputs", "h_0", "c_0"))
        layer = keras.layers.LSTM(
            dh.shape[2], return_sequences=True, use_cudnn=False, dtype="float64"
        )
        layer.build(given["inputs"].shape)
        layer.set_weights([given[name] for name in ("W", "U", "b")])
        weights = [variable.value for variable in layer.trainable_variables]
        with tf.GradientTape() as tape:
            tape.watch([inputs, h_0, c_0])
            loss = tf.reduce_sum(dh * layer(inputs, initial_state=[h_0, c_0]))
        expected = tape.gradient(loss, [inputs, *weights, h_0, c_0])
        for name, found, theirs in zip(NAMES, backward(given, dh), expected, strict=True):
            assert relative_error(found, theirs.numpy()) < 1e-6, (seed, name)


@pytest.mark.parametrize("seed", CASES)
def test_step_gradients_equal_finite_differences(seed):
    """Does each gradient of one step agree with nudging, with a loss of both states?"""
    given, dh = drawn(seed)
    arguments = {
        "x_t": given["inputs"][:, 0],
        "h_prev": given["h_0"],
        "c_prev": given["c_0"],
        **{name: given[name] for name in ("W", "U", "b")},
    }
    dh_t, dc_next = dh[:, 0], 1 - dh[:, -1]
    gradients = lstm_step_backward(dh_t, dc_next, **arguments)
    for name in StepGradients._fields:

        def loss(value, name=name):
            h_t, c_t = lstm_step(**{**arguments, name: value})
            return np.sum(dh_t * h_t) + np.sum(dc_next * c_t)

        measured = numerical_gradient(loss, arguments[name])
        assert relative_error(getattr(gradients, name), measured) < 1e-6, name


def test_steps_joined_by_hand_are_the_sequence():
    """Do single steps backward, joined one by one, give the sequence's gradients?"""
    given, dh = drawn(3)
    inputs, W, U, b, h_0, c_0 = given.values()
    h, c, *_ = lstm_forward(**given)
    dh_next = dc_next = np.zeros_like(h_0)
    d_inputs, sums = [], [0, 0, 0]
    for t in reversed(range(inputs.shape[1])):
        h_prev, c_prev = (h[:, t - 1], c[:, t - 1]) if t else (h_0, c_0)
        step = lstm_step_backward(
            dh[:, t] + dh_next, dc_next, inputs[:, t], h_prev, c_prev, W, U, b
        )
        dh_next, dc_next = step.h_prev, step.c_prev
        d_inputs.insert(0, step.x_t)
        sums = [a + b for a, b in zip(sums, (step.W, step.U, step.b), strict=True)]
    joined = (np.stack(d_inputs, axis=1), *sums, dh_next, dc_next)
    for found, expected in zip(backward(given, dh), joined, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-14)


def test_one_unit_by_hand():
    """Does a step of zero weights give the numbers that a pencil gives?

    All gates are one half and g is zero: c_t = 1, h_t = tanh(1)/2. With dh_t = 1 and dc_next = 2,
    dc_t = 2 + (1 - tanh(1)²)/2; dc_prev is half of it, and dz_f = dc_t · 2 · 1/4.
    """
    zeros, two, one = np.zeros((1, 1)), np.full((1, 1), 2.0), np.ones((1, 1))
    found = lstm_step_backward(
        one, two, one, zeros, two, zeros.repeat(4, 1), zeros.repeat(4, 1), np.zeros(4)
    )
    squashed = np.tanh(1.0)
    dc_t = 2 + (1 - squashed**2) / 2
    np.testing.assert_allclose(found.c_prev, [[dc_t / 2]])
    np.testing.assert_allclose(found.b, [0, dc_t / 2, dc_t / 2, squashed / 4])
    np.testing.assert_allclose(found.W, [found.b])
    np.testing.assert_array_equal([found.h_prev[0], found.x_t[0], found.U[0, :1]], 0)


def test_state_gradients_equal_those_of_a_sequence_that_begins_later():
    """Is dL/dh_t, and dL/dc_t, what lstm_backward gives for the initial states of the rest?"""
    given, dh = drawn(5)
    inputs, W, U, b, _, c_0 = given.values()
    trajectory = lstm_forward(**given)
    states = lstm_state_gradients(dh, trajectory, U, c_0)
    for t in range(inputs.shape[1] - 1):
        h_t, c_t = trajectory.h[:, t], trajectory.c[:, t]
        rest = {**given, "inputs": inputs[:, t + 1 :], "h_0": h_t, "c_0": c_t}
        later = backward(rest, dh[:, t + 1 :])
        np.testing.assert_allclose(states.h[:, t], dh[:, t] + later.h_0, rtol=1e-10)
        o, squashed = trajectory.o[:, t], np.tanh(c_t)
        through_h = states.h[:, t] * o * (1 - squashed**2)
        np.testing.assert_allclose(states.c[:, t], later.c_0 + through_h, rtol=1e-10)


def test_loss_of_the_last_step_alone_reaches_the_first():
    """Does a gradient that enters at the last step alone come out at the first?"""
    given, dh = drawn(7)
    dh[:, :-1] = 0
    nothing = backward(given, np.zeros_like(dh))
    assert all(not array.any() for array in nothing)
    assert np.all(backward(given, dh).inputs[:, 0] != 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_that_comes_in_goes_out(dtype):
    """Does float32 stay float32, initial states left out as well?"""
    given, dh = drawn(1)
    inputs, W, U, b, *_ = (array.astype(dtype) for array in given.values())
    trajectory = lstm_forward(inputs, W, U, b)
    gradients = lstm_backward(dh.astype(dtype), trajectory, inputs, W, U)
    states = lstm_state_gradients(dh.astype(dtype), trajectory, U)
    assert {array.dtype for array in (*gradients, *states)} == {np.dtype(dtype)}


def test_without_the_cells_equations_nothing_runs_backward(monkeypatch):
    """Are the backward equations in one place, so that withholding them withholds all?"""
    given, dh = drawn(2)
    trajectory = lstm_forward(**given)

    def withheld(*_):
        raise RuntimeError("withheld")

    monkeypatch.setattr(cell, "_states_backward", withheld)
    with pytest.raises(RuntimeError, match="withheld"):
        lstm_backward(dh, trajectory, given["inputs"], given["W"], given["U"])
    with pytest.raises(RuntimeError, match="withheld"):
        lstm_state_gradients(dh, trajectory, given["U"])
    step = given["inputs"][:, 0], given["h_0"], given["c_0"], given["W"], given["U"], given["b"]
    with pytest.raises(RuntimeError, match="withheld"):
        lstm_step_backward(dh[:, 0], dh[:, 0], *step)


def changed(name, value):
    """Return the arguments of lstm_backward with one of them replaced."""
    given, dh = drawn(0)
    arguments = {
        "dh": dh,
        "trajectory": lstm_forward(**given),
        **{name: given[name] for name in ("inputs", "W", "U", "h_0", "c_0")},
    }
    return {**arguments, name: value(arguments[name]) if callable(value) else value}


@pytest.mark.parametrize(
    ("name", "value", "error", "message"),
    [
        (
            "dh",
            lambda a: a[:, :-1],
            ValueError,
            r"dh has shape .*, expected \(batch, steps, units\) =",
        ),
        ("dh", lambda a: a * np.nan, ValueError, "dh has .* values NaN or infinite"),
        ("dh", "text", TypeError, "dh holds .* expected real numbers"),
        (
            "trajectory",
            (1, 2),
            TypeError,
            "trajectory is tuple, expected what lstm_forward returns",
        ),
        (
            "trajectory",
            lambda a: a._replace(i=None),
            TypeError,
            "trajectory has no gates, expected that of lstm_forward without step=",
        ),
        ("trajectory", lambda a: a._replace(f=a.f * np.nan), ValueError, "trajectory.f has .* NaN"),
        ("trajectory", lambda a: a._replace(c=a.c[:1, :1]), ValueError, "trajectory.c has shape"),
        ("inputs", lambda a: a[..., :0], ValueError, "inputs have 0 features but W expects"),
        ("W", lambda a: a[:, 1:], ValueError, "W has .* columns but U expects"),
        ("U", lambda a: a.T, ValueError, r"U has shape .*, expected \(units, 4·units\)"),
        ("c_0", lambda a: a[0], ValueError, r"c_0 has shape .*, expected \(batch, units\)"),
    ],
)
def test_bad_input_is_refused_by_name(name, value, error, message):
    """Does each error name the argument, what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        lstm_backward(**changed(name, value))


def test_masked_steps_have_no_backward_pass():
    """Is a trajectory with a mask refused because of its gates, before NaN spreads?"""
    given, dh = drawn(4)
    mask = np.ones(dh.shape[:2], dtype=bool)
    mask[0, -1] = False
    trajectory = lstm_forward(**given, mask=mask)
    with pytest.raises(ValueError, match="trajectory.i has .* NaN"):
        lstm_backward(dh, trajectory, given["inputs"], given["W"], given["U"])


def test_each_gradient_has_the_shape_of_its_thing():
    """Do the six gradients have the shapes of the variables they belong to?"""
    given, dh = drawn(6)
    shapes = {name: getattr(backward(given, dh), name).shape for name in Gradients._fields}
    assert shapes == {name: given[name].shape for name in NAMES}
