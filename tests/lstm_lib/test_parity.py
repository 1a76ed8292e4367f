"""The NumPy LSTM beside Keras' layers with the same random weights, every size different."""

import numpy as np
import pytest

from lstm_lib import cell
from lstm_lib.sequence import lstm_forward

pytestmark = pytest.mark.slow

BATCH, FEATURES, UNITS = 6, 3, 5
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]
SEEDS = [0, 1, 2]


@pytest.fixture
def keras():
    """Return Keras, seeded."""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(7)
    return keras


@pytest.fixture
def parity():
    """Return the module, which loads Keras."""
    from lstm_lib import parity

    return parity


def with_random_bias(layer, rng):
    """Return a built layer or model, with distinct values in each bias.

    Keras draws W and U, and sets the bias to 0, for the forget gate to 1: bias values that are
    equal could not tell the other gates apart.
    """
    weights = layer.get_weights()
    layer.set_weights(
        [w + rng.normal(scale=0.1, size=w.shape) if w.ndim == 1 else w for w in weights]
    )
    return layer


def build(layer, features, rng, steps=None):
    """Build a layer for sequences of so many features, and make its bias distinct."""
    layer.build((None, steps, features))
    return with_random_bias(layer, rng)


def assert_close(found, expected, tolerance):
    """Compare an array with a tensor of Keras."""
    np.testing.assert_allclose(found, np.array(expected), rtol=0, atol=tolerance)


@pytest.mark.parametrize("steps", [1, 4, 20])
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_every_hidden_state_equals_that_of_the_keras_layer(
    keras, parity, rng, steps, dtype, tolerance
):
    """Do h at every step and the last c agree with keras.layers.LSTM?"""
    layer = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True, dtype=dtype)
    build(layer, FEATURES, rng)
    inputs = rng.normal(size=(BATCH, steps, FEATURES)).astype(dtype)

    h, h_last, c_last = layer(inputs)
    trajectory = lstm_forward(inputs, *parity.weights_from_keras(layer))

    assert trajectory.h.dtype == dtype
    assert_close(trajectory.h, h, tolerance)
    assert_close(trajectory.h[:, -1], h_last, tolerance)
    assert_close(trajectory.c[:, -1], c_last, tolerance)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_layers_of_any_size_agree(keras, parity, seed, dtype, tolerance):
    """Do layers whose sizes are drawn agree, batch, steps, features and units all different?"""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    batch, steps, features, units = rng.permutation(np.arange(2, 21))[:4].tolist()
    layer = build(keras.layers.LSTM(units, return_sequences=True, dtype=dtype), features, rng)
    inputs = rng.normal(size=(batch, steps, features)).astype(dtype)

    h = lstm_forward(inputs, *parity.weights_from_keras(layer)).h

    assert_close(h, layer(inputs), tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_a_sequence_that_starts_from_given_states_equals_the_keras_layer(
    keras, parity, rng, dtype, tolerance
):
    """Are h_0 and c_0 Keras' initial_state, in this order?"""
    layer = build(keras.layers.LSTM(UNITS, return_sequences=True, dtype=dtype), FEATURES, rng)
    inputs = rng.normal(size=(BATCH, 4, FEATURES)).astype(dtype)
    h_0, c_0 = rng.normal(size=(2, BATCH, UNITS)).astype(dtype)

    h = layer(inputs, initial_state=[keras.ops.array(h_0), keras.ops.array(c_0)])

    assert_close(lstm_forward(inputs, *parity.weights_from_keras(layer), h_0, c_0).h, h, tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_one_step_equals_that_of_the_keras_cell(keras, rng, dtype, tolerance):
    """Do h_t and c_t agree with keras.layers.LSTMCell?"""
    keras_cell = keras.layers.LSTMCell(UNITS, dtype=dtype)
    keras_cell.build((BATCH, FEATURES))
    with_random_bias(keras_cell, rng)
    x_t = rng.normal(size=(BATCH, FEATURES)).astype(dtype)
    h_prev, c_prev = rng.normal(size=(2, BATCH, UNITS)).astype(dtype)

    _, states = keras_cell(x_t, [keras.ops.array(h_prev), keras.ops.array(c_prev)])

    h_t, c_t = cell.lstm_step(x_t, h_prev, c_prev, *keras_cell.get_weights())
    assert_close(h_t, states[0], tolerance)
    assert_close(c_t, states[1], tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_a_masked_step_leaves_the_states_alone_in_both(keras, parity, rng, dtype, tolerance):
    """Do the states agree where steps are masked at the start, inside and at the end?"""
    layer = keras.layers.LSTM(UNITS, return_sequences=True, return_state=True, dtype=dtype)
    build(layer, FEATURES, rng)
    inputs = rng.normal(size=(BATCH, 9, FEATURES)).astype(dtype)
    mask = rng.random((BATCH, 9)) < 0.6
    mask[0], mask[1, :4], mask[2, 4:] = False, False, False

    h, h_last, c_last = layer(inputs, mask=keras.ops.array(mask))
    trajectory = lstm_forward(inputs, *parity.weights_from_keras(layer), mask=mask)

    assert_close(trajectory.h, h, tolerance)
    assert_close(trajectory.h[:, -1], h_last, tolerance)
    assert_close(trajectory.c[:, -1], c_last, tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_both_directions_of_a_bidirectional_layer_agree(keras, parity, rng, dtype, tolerance):
    """Is the second half of the output an LSTM over the steps in reverse order?"""
    single = keras.layers.LSTM(UNITS, return_sequences=True, dtype=dtype)
    layer = build(keras.layers.Bidirectional(single, dtype=dtype), FEATURES, rng)
    inputs = rng.normal(size=(BATCH, 8, FEATURES)).astype(dtype)

    forward, backward = parity.weights_from_keras(layer)
    there = lstm_forward(inputs, *forward).h
    back = lstm_forward(inputs[:, ::-1], *backward).h[:, ::-1]

    assert_close(np.concatenate([there, back], axis=2), layer(inputs), tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_a_stack_agrees_layer_by_layer(keras, parity, rng, dtype, tolerance):
    """Are a model's weights listed in the order in which its layers read?"""
    layers = keras.layers
    model = keras.Sequential([keras.Input((8, FEATURES), dtype=dtype)])
    for units in (UNITS, 4, 2):
        model.add(layers.LSTM(units, return_sequences=units != 2, dtype=dtype))
        model.add(layers.Dropout(0.4, dtype=dtype))
    with_random_bias(model, rng)
    inputs = rng.normal(size=(BATCH, 8, FEATURES)).astype(dtype)

    values = inputs
    for weights in parity.weights_from_keras(model):
        values = lstm_forward(values, *weights).h

    assert_close(values[:, -1], model(inputs), tolerance)


def test_a_model_of_the_course_equals_numpy(keras, parity, rng):
    """Does build_stacked predict what two runs of lstm_forward and a dense layer give?"""
    from lstm_lib.models import build_stacked

    model = with_random_bias(build_stacked(steps=8, features=2, units=4), rng)
    inputs = rng.normal(size=(BATCH, 8, 2)).astype(np.float32)

    first, second = parity.weights_from_keras(model)
    h = lstm_forward(lstm_forward(inputs, *first).h, *second).h
    kernel, bias = model.layers[-1].get_weights()

    assert_close(h[:, -1] @ kernel + bias, model(inputs), 1e-5)


def test_each_part_has_the_name_that_the_course_gives_it(keras, parity, rng):
    """Is kernel W, recurrent_kernel U and bias b, nothing transposed or reordered?"""
    layer = build(keras.layers.LSTM(UNITS), FEATURES, rng)
    weights = parity.weights_from_keras(layer)
    for name, variable in zip(("W", "U", "b"), layer.weights, strict=True):
        np.testing.assert_array_equal(getattr(weights, name), variable.numpy())
    assert [w.name for w in layer.weights] == ["kernel", "recurrent_kernel", "bias"]


def test_a_layer_without_bias_reads_as_one_of_zeros(keras, parity, rng):
    """Does use_bias=False give b = 0 and still agree?"""
    layer = keras.layers.LSTM(UNITS, use_bias=False)
    layer.build((None, None, FEATURES))
    inputs = rng.normal(size=(BATCH, 4, FEATURES)).astype(np.float32)

    weights = parity.weights_from_keras(layer)

    assert weights.b.shape == (4 * UNITS,)
    assert not weights.b.any()
    assert_close(lstm_forward(inputs, *weights).h[:, -1], layer(inputs), 1e-5)


def test_what_is_read_is_a_copy(keras, parity, rng):
    """Can a reader write into the arrays without changing the layer?"""
    layer = build(keras.layers.LSTM(UNITS), FEATURES, rng)
    before = layer.get_weights()
    for array in parity.weights_from_keras(layer):
        array[...] = 0
    for found, expected in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_weights_go_there_and_back(keras, parity, rng):
    """Does a model with a bidirectional, an inner and a bare layer get another one's weights?"""
    layers = keras.layers

    def model():
        both = layers.Bidirectional(layers.LSTM(UNITS, return_sequences=True))
        inner = [keras.Input((None, 2 * UNITS)), layers.LSTM(4, return_sequences=True)]
        parts = [both, keras.Sequential(inner), layers.LSTM(2, use_bias=False)]
        return keras.Sequential([keras.Input((7, FEATURES)), *parts])

    one, other = with_random_bias(model(), rng), model()
    inputs = rng.normal(size=(BATCH, 7, FEATURES)).astype(np.float32)

    parity.weights_to_keras(other, parity.weights_from_keras(one))

    np.testing.assert_array_equal(one(inputs), other(inputs))


def test_a_single_layer_takes_weights_from_numpy(keras, parity, rng, draw_lstm):
    """Does a layer with weights that NumPy drew, in float64, run as lstm_forward does?"""
    layer = keras.layers.LSTM(UNITS, return_sequences=True)
    layer.build((None, None, FEATURES))
    weights = draw_lstm(FEATURES, UNITS)
    inputs = rng.normal(size=(BATCH, 7, FEATURES))

    parity.weights_to_keras(layer, weights)

    assert layer.get_weights()[0].dtype == np.float32
    assert_close(lstm_forward(inputs, *weights).h, layer(inputs), 1e-5)


def test_layers_are_listed_once_under_their_names(keras, parity):
    """Are LSTMs found in inner models, and other recurrent layers left out?"""
    layers = keras.layers
    inner = keras.Sequential(
        [keras.Input((None, 4)), layers.LSTM(3, return_sequences=True, name="deep")], name="inner"
    )
    model = keras.Sequential(
        [
            keras.Input((7, FEATURES)),
            layers.GRU(4, return_sequences=True),
            inner,
            layers.Bidirectional(layers.GRU(2, return_sequences=True)),
            layers.Bidirectional(layers.LSTM(2), name="both"),
        ]
    )
    assert list(parity.lstm_layers(model)) == ["inner/deep", "both"]
