"""The trace of Keras' normalizations beside layer_norm and batch_norm in NumPy."""

import numpy as np
import pytest

from lstm_lib.normalization import batch_norm, layer_norm

pytestmark = pytest.mark.slow

BATCH, STEPS, FEATURES, UNITS = 4, 7, 3, 5


@pytest.fixture
def keras():
    """Return Keras, seeded."""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(11)
    return keras


@pytest.fixture
def trace():
    """Return the function, whose module loads Keras."""
    from lstm_lib.trace import trace

    return trace


@pytest.fixture
def inputs(rng):
    """Return sequences in float32, so that nothing is lost on the way into Keras."""
    return rng.normal(size=(BATCH, STEPS, FEATURES)).astype(np.float32)


def randomized(layer, rng):
    """Return a built layer or model with distinct random weights; variances stay above zero."""
    layer.set_weights(
        [np.abs(w + rng.normal(scale=0.3, size=w.shape)) for w in layer.get_weights()]
    )
    return layer


def test_normalizations_show_what_came_in_and_what_went_out(keras, trace, inputs, rng):
    """Is the input of one layer the output of the one below, and each output that of NumPy?"""
    layers = keras.layers
    stack = [
        layers.LSTM(UNITS, return_sequences=True, name="lstm"),
        layers.LayerNormalization(name="layer"),
        layers.Dropout(0.5),
        layers.BatchNormalization(name="batch"),
        layers.GRU(2, name="gru"),
    ]
    model = randomized(keras.Sequential([keras.Input((STEPS, FEATURES)), *stack]), rng)

    seen = trace(model, inputs)

    assert list(seen) == ["lstm", "layer", "batch", "gru"]
    np.testing.assert_allclose(seen["layer"].inputs, seen["lstm"].h, rtol=0, atol=1e-6)
    np.testing.assert_allclose(seen["batch"].inputs, seen["layer"].outputs, rtol=0, atol=1e-5)
    gain, offset = stack[1].get_weights()
    np.testing.assert_allclose(
        seen["layer"].outputs, layer_norm(seen["lstm"].h, gain, offset), rtol=0, atol=1e-5
    )
    gain, offset, *moments = stack[3].get_weights()
    expected = batch_norm(seen["layer"].outputs, moments, gain, offset)
    np.testing.assert_allclose(seen["batch"].outputs, expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(seen["gru"].h[:, -1], model(inputs), rtol=0, atol=1e-5)


@pytest.mark.parametrize("axis", [1, 2])
def test_a_batch_normalization_over_another_axis_is_shown(keras, trace, inputs, rng, axis):
    """Does the trace agree with Keras where features stand elsewhere?"""
    layer = keras.layers.BatchNormalization(axis=axis, name="batch")
    model = randomized(keras.Sequential([keras.Input((STEPS, FEATURES)), layer]), rng)
    seen = trace(model, inputs)["batch"]
    np.testing.assert_allclose(seen.outputs, model(inputs), rtol=0, atol=1e-5)


def test_a_model_is_left_as_it_was(keras, trace, inputs, rng):
    """Are running moments and the layers' own calls untouched?"""
    layers = [keras.layers.BatchNormalization(name="batch"), keras.layers.GRU(2, name="gru")]
    model = randomized(keras.Sequential([keras.Input((STEPS, FEATURES)), *layers]), rng)
    before = model.get_weights()
    trace(model, inputs)
    assert not any("call" in vars(layer) for layer in layers)
    for found, expected in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)
