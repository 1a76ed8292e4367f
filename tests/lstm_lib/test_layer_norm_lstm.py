"""The layer-normalized LSTM: its equations written out, and its gradients by two other ways."""

import numpy as np
import pytest

from lstm_lib.gradients import numerical_gradient, relative_error
from lstm_lib.layer_norm_lstm import (
    LayerNormGradients,
    layer_norm_lstm_backward,
    layer_norm_lstm_step,
)
from lstm_lib.normalization import layer_norm
from lstm_lib.steps import run_steps

WEIGHTS = ("W", "U", "b", "gain_x", "gain_h", "gain_c", "offset_c")
CASES = range(10)


def drawn(seed):
    """Return everything that a layer-normalized LSTM reads, and dh, every size different."""
    rng = np.random.default_rng(seed)
    batch, steps, features, units = (int(n) for n in rng.permutation(np.arange(2, 8))[:4])
    shapes = [(features, 4 * units), (units, 4 * units), *[(4 * units,)] * 3, *[(units,)] * 2]
    given = {
        "inputs": rng.normal(size=(batch, steps, features)),
        **{name: rng.normal(size=s) for name, s in zip(WEIGHTS, shapes, strict=True)},
        "h_0": rng.normal(size=(batch, units)),
        "c_0": rng.normal(size=(batch, units)),
    }
    return given, rng.normal(size=(batch, steps, units))


def forward(given):
    """Run the step over all steps."""
    states, weights = (given["h_0"], given["c_0"]), [given[name] for name in WEIGHTS]
    return run_steps(layer_norm_lstm_step, given["inputs"], states, weights)


def backward(given, dh):
    """Run forward and backward."""
    weights = [given[name] for name in WEIGHTS]
    states = given["h_0"], given["c_0"]
    return layer_norm_lstm_backward(dh, given["inputs"], *forward(given), weights, *states)


def test_the_norms_stand_where_the_paper_has_them():
    """Is one step the equations of Ba et al., written out with `layer_norm`?"""
    given, _ = drawn(0)
    inputs, W, U, b, gain_x, gain_h, gain_c, offset_c, h_prev, c_prev = given.values()
    x_t, units = inputs[:, 0], len(U)
    found = layer_norm_lstm_step(x_t, h_prev, c_prev, *list(given.values())[1:8])
    z = layer_norm(x_t @ W, gain_x) + layer_norm(h_prev @ U, gain_h) + b
    i, f, o = (1 / (1 + np.exp(-z[:, k * units : (k + 1) * units])) for k in (0, 1, 3))
    c_t = f * c_prev + i * np.tanh(z[:, 2 * units : 3 * units])
    h_t = o * np.tanh(layer_norm(c_t, gain_c, offset_c))
    np.testing.assert_allclose(found, (h_t, c_t), rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("seed", CASES)
def test_gradients_equal_finite_differences(seed):
    """Does each of the ten gradients agree with nudging to one part in a million?"""
    given, dh = drawn(seed)
    gradients = backward(given, dh)
    for name in LayerNormGradients._fields:

        def loss(value, name=name):
            return np.sum(dh * forward({**given, name: value})[0])

        measured = numerical_gradient(loss, given[name])
        assert relative_error(getattr(gradients, name), measured) < 1e-6, name


@pytest.mark.slow
def test_gradients_equal_those_of_keras():
    """Does each gradient agree with GradientTape through the cell of Keras?"""
    import tensorflow as tf

    from lstm_lib.backend import keras
    from lstm_lib.keras_cells import LayerNormLSTMCell

    for seed in CASES:
        given, dh = drawn(seed)
        inputs, h_0, c_0 = (tf.constant(given[name]) for name in ("inputs", "h_0", "c_0"))
        cell = LayerNormLSTMCell(dh.shape[2], dtype="float64")
        layer = keras.layers.RNN(cell, return_sequences=True, dtype="float64")
        layer.build(given["inputs"].shape)
        layer.set_weights([given[name] for name in WEIGHTS])
        weights = [variable.value for variable in layer.trainable_variables]
        with tf.GradientTape() as tape:
            tape.watch([inputs, h_0, c_0])
            loss = tf.reduce_sum(dh * layer(inputs, initial_state=[h_0, c_0]))
        expected = tape.gradient(loss, [inputs, *weights, h_0, c_0])
        for name, found, theirs in zip(
            LayerNormGradients._fields, backward(given, dh), expected, strict=True
        ):
            assert relative_error(found, theirs.numpy()) < 1e-9, (seed, name)


def test_states_left_out_are_zeros():
    """Are h_0 and c_0 zeros by default?"""
    given, dh = drawn(2)
    given = {**given, "h_0": 0 * given["h_0"], "c_0": 0 * given["c_0"]}
    weights = [given[name] for name in WEIGHTS]
    found = layer_norm_lstm_backward(dh, given["inputs"], *forward(given), weights)
    for ours, expected in zip(found, backward(given, dh), strict=True):
        np.testing.assert_array_equal(ours, expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_that_comes_in_goes_out(dtype):
    """Does float32 stay float32?"""
    given, dh = drawn(1)
    given = {name: array.astype(dtype) for name, array in given.items()}
    arrays = *forward(given), *backward(given, dh.astype(dtype))
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_what_the_cell_keeps_is_not_normalized():
    """Does the cell state add up over steps while what tanh squashes stays of one size?"""
    units, steps = 3, 50
    zeros = np.zeros((1, units))
    b = np.repeat([50.0, 50.0, 0.5, 50.0], units) + np.tile([0.0, 0.1, 0.2], 4)
    weights = (
        np.zeros((2, 12)),
        np.zeros((units, 12)),
        b,
        *np.ones((2, 12)),
        np.ones(3),
        np.zeros(3),
    )
    _, c = run_steps(layer_norm_lstm_step, np.ones((1, steps, 2)), (zeros, zeros), weights)
    np.testing.assert_allclose(c[0, -1], steps * np.tanh([0.5, 0.6, 0.7]), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("gain_x", np.ones(3), "gain_x has 3 values but U expects 16, 4·units"),
        ("gain_c", np.ones(16), "gain_c has 16 values but U expects 4, units"),
        ("W", np.ones((3, 12)), "W has 12 columns but U expects 16, 4·units"),
    ],
)
def test_a_weight_of_another_size_is_refused_by_name(name, value, message):
    """Does the error say what came and what was expected?"""
    weights = dict.fromkeys(WEIGHTS, np.ones(16))
    weights |= {"W": np.ones((3, 16)), "U": np.ones((4, 16))}
    weights |= {"gain_c": np.ones(4), "offset_c": np.ones(4), name: value}
    with pytest.raises(ValueError, match=message):
        layer_norm_lstm_step(np.ones((2, 3)), np.ones((2, 4)), np.ones((2, 4)), **weights)


def test_a_weight_too_few_is_refused():
    """Does the backward pass say how many weights there are?"""
    given, dh = drawn(0)
    with pytest.raises(ValueError, match="weights has length 3, expected 7"):
        layer_norm_lstm_backward(dh, given["inputs"], dh, dh, list(given.values())[1:4])
