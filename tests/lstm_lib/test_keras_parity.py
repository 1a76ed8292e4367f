"""The NumPy LSTM beside Keras' layers with the same random weights, every size different."""

import numpy as np
import pytest

from lstm_lib import cell
from lstm_lib.sequence import lstm_forward

pytestmark = pytest.mark.slow

BATCH, FEATURES, UNITS = 6, 3, 5
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]


@pytest.fixture
def keras():
    """Return Keras, seeded."""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(7)
    return keras


def draw_weights(layer, rng):
    """Return the weights that Keras gave a built layer, after making its bias distinct.

    Keras draws W and U, and sets the bias to 0, for the forget gate to 1: bias values that are
    equal could not tell the other gates apart.
    """
    W, U, b = layer.get_weights()
    layer.set_weights([W, U, b + rng.normal(scale=0.1, size=b.shape)])
    return layer.get_weights()


@pytest.mark.parametrize("steps", [1, 4, 20])
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_every_hidden_state_equals_that_of_the_keras_layer(keras, rng, steps, dtype, tolerance):
    """Do h at every step and the last c agree with keras.layers.LSTM?"""
    layer = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True, dtype=dtype)
    layer.build((BATCH, steps, FEATURES))
    weights = draw_weights(layer, rng)
    inputs = rng.normal(size=(BATCH, steps, FEATURES)).astype(dtype)

    h, h_last, c_last = (keras.ops.convert_to_numpy(array) for array in layer(inputs))
    trajectory = lstm_forward(inputs, *weights)

    assert trajectory.h.dtype == h.dtype == dtype
    np.testing.assert_allclose(trajectory.h, h, rtol=0, atol=tolerance)
    np.testing.assert_allclose(trajectory.h[:, -1], h_last, rtol=0, atol=tolerance)
    np.testing.assert_allclose(trajectory.c[:, -1], c_last, rtol=0, atol=tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_a_sequence_that_starts_from_given_states_equals_the_keras_layer(
    keras, rng, dtype, tolerance
):
    """Are h_0 and c_0 Keras' initial_state, in this order?"""
    layer = keras.layers.LSTM(UNITS, return_sequences=True, dtype=dtype)
    layer.build((BATCH, 4, FEATURES))
    weights = draw_weights(layer, rng)
    inputs = rng.normal(size=(BATCH, 4, FEATURES)).astype(dtype)
    h_0, c_0 = rng.normal(size=(2, BATCH, UNITS)).astype(dtype)

    h = layer(inputs, initial_state=[keras.ops.array(h_0), keras.ops.array(c_0)])

    np.testing.assert_allclose(
        lstm_forward(inputs, *weights, h_0, c_0).h,
        keras.ops.convert_to_numpy(h),
        rtol=0,
        atol=tolerance,
    )


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_one_step_equals_that_of_the_keras_cell(keras, rng, dtype, tolerance):
    """Do h_t and c_t agree with keras.layers.LSTMCell?"""
    keras_cell = keras.layers.LSTMCell(UNITS, dtype=dtype)
    keras_cell.build((BATCH, FEATURES))
    weights = draw_weights(keras_cell, rng)
    x_t = rng.normal(size=(BATCH, FEATURES)).astype(dtype)
    h_prev, c_prev = rng.normal(size=(2, BATCH, UNITS)).astype(dtype)

    _, states = keras_cell(x_t, [keras.ops.array(h_prev), keras.ops.array(c_prev)])

    np.testing.assert_allclose(
        cell.lstm_step(x_t, h_prev, c_prev, *weights),
        [keras.ops.convert_to_numpy(state) for state in states],
        rtol=0,
        atol=tolerance,
    )


def test_a_trained_model_of_the_course_equals_numpy(keras, rng):
    """Does build_stacked predict what two runs of lstm_forward and a dense layer give?"""
    from lstm_lib.models import build_stacked

    model = build_stacked(steps=8, features=2, units=4)
    weights = [value + rng.normal(scale=0.1, size=value.shape) for value in model.get_weights()]
    weights = [value.astype(np.float32) for value in weights]
    model.set_weights(weights)
    inputs = rng.normal(size=(BATCH, 8, 2)).astype(np.float32)

    first = lstm_forward(inputs, *weights[:3])
    second = lstm_forward(first.h, *weights[3:6])
    outputs = second.h[:, -1] @ weights[6] + weights[7]

    np.testing.assert_allclose(
        outputs, keras.ops.convert_to_numpy(model(inputs)), rtol=0, atol=1e-5
    )
