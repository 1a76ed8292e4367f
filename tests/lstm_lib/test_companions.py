"""GRU and normalizations between Keras and NumPy: their weights, and what a trace shows of them."""

import numpy as np
import pytest

from lstm_lib.normalization import batch_norm, layer_norm
from lstm_lib.relatives import gru_gates, gru_step
from lstm_lib.steps import run_steps

pytestmark = pytest.mark.slow

BATCH, STEPS, FEATURES, UNITS = 4, 7, 3, 5
KINDS = {
    "a GRU": lambda layers: layers.GRU(UNITS, name="it"),
    "a GRU that resets before": lambda layers: layers.GRU(UNITS, reset_after=False, name="it"),
    "a layer normalization": lambda layers: layers.LayerNormalization(name="it"),
    "a batch normalization": lambda layers: layers.BatchNormalization(name="it"),
}


@pytest.fixture
def keras():
    """Return Keras, seeded."""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(11)
    return keras


@pytest.fixture
def parity():
    """Return the module, which loads Keras."""
    from lstm_lib import parity

    return parity


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


def built(keras, kind, rng):
    """Return a built layer of a kind with distinct random weights."""
    layer = KINDS[kind](keras.layers)
    layer.build((None, None, FEATURES))
    return randomized(layer, rng)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_come_out_in_the_order_of_keras_and_go_back(keras, parity, rng, kind):
    """Are they the layer's own, copies, and can they be given to another layer?"""
    layer, other = built(keras, kind, rng), built(keras, kind, rng)
    weights = parity.weights_from_keras(layer)
    for found, expected in zip(weights, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(found, expected)
    parity.weights_to_keras(other, weights)
    weights[0][:] = 0
    for found, expected in zip(other.get_weights(), layer.get_weights(), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_what_a_layer_does_without_is_none(keras, parity):
    """Is a missing gain None, and a missing bias of a GRU zeros in the layer's own shape?"""
    norm = keras.layers.LayerNormalization(scale=False)
    norm.build((None, FEATURES))
    weights = parity.weights_from_keras(norm)
    assert weights.gain is None
    assert weights.offset.shape == (FEATURES,)
    parity.weights_to_keras(norm, (None, np.ones(FEATURES)))
    np.testing.assert_array_equal(norm.get_weights(), [np.ones(FEATURES)])
    for reset_after, shape in ((True, (2, 3 * UNITS)), (False, (3 * UNITS,))):
        gru = keras.layers.GRU(UNITS, use_bias=False, reset_after=reset_after)
        gru.build((None, None, FEATURES))
        weights = parity.weights_from_keras(gru)
        np.testing.assert_array_equal(weights.b, np.zeros(shape))
        parity.weights_to_keras(gru, weights)
        with pytest.raises(ValueError, match="is not zero, but the layer does without"):
            parity.weights_to_keras(gru, weights._replace(b=np.ones(shape)))


def test_a_model_has_the_weights_of_its_lstm_layers_alone(keras, parity):
    """Does a normalization between two LSTMs not move the second one's place in the list?"""
    layers = keras.layers
    between = layers.LSTM(2, return_sequences=True), layers.LayerNormalization(), layers.LSTM(4)
    model = keras.Sequential([keras.Input((None, FEATURES)), *between])
    assert [weights.U.shape for weights in parity.weights_from_keras(model)] == [(2, 8), (4, 16)]


@pytest.mark.parametrize("go_backwards", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("reset_after", [False, True])
def test_every_gate_of_a_gru_is_that_of_the_step(
    keras, trace, rng, inputs, go_backwards, masked, reset_after
):
    """Is each array what gru_gates and gru_step give, NaN at masked steps, in the inputs' order?"""
    if masked:
        inputs[1, :3], inputs[2, 2], inputs[3, 4:] = 0, 0, 0
    settings = {"go_backwards": go_backwards, "reset_after": reset_after, "name": "gru"}
    layers = [keras.layers.Masking(0.0)] if masked else []
    layers.append(keras.layers.GRU(UNITS, return_sequences=True, **settings))
    model = randomized(keras.Sequential([keras.Input((STEPS, FEATURES)), *layers]), rng)

    trajectory = trace(model, inputs)["gru"]

    order = slice(None, None, -1 if go_backwards else 1)
    mask = np.any(inputs != 0, axis=2)[:, order]
    weights = model.get_weights()
    read = inputs[:, order]
    zeros = np.zeros((BATCH, UNITS), np.float32)
    (h,) = run_steps(gru_step, read, [zeros], [*weights, reset_after], mask)
    np.testing.assert_allclose(trajectory.h[:, order], h, rtol=0, atol=1e-6)
    for t in range(STEPS):
        h_prev = h[:, t - 1] if t else zeros
        gates = gru_gates(read[:, t], h_prev, *weights, reset_after)
        for found, gate in zip(trajectory[1:], gates, strict=True):
            expected = np.where(mask[:, t, np.newaxis], gate, np.nan)
            np.testing.assert_allclose(found[:, order][:, t], expected, rtol=0, atol=1e-6)
    assert {array.dtype for array in trajectory} == {np.dtype(np.float32)}


def test_a_gru_goes_on_from_given_and_from_kept_states(keras, trace, inputs, rng):
    """Are initial_state and the states of a stateful layer taken over, and kept?"""
    gru = keras.layers.GRU(UNITS, stateful=True, return_state=True, name="gru")
    source = keras.Input(batch_shape=(BATCH, STEPS, FEATURES))
    model = randomized(keras.Model(source, gru(source)), rng)
    before = np.array(model(inputs)[1])
    seen = trace(model, inputs)["gru"]
    first = gru_step(inputs[:, 0], before, *gru.get_weights()[:3])
    np.testing.assert_allclose(seen.h[:, 0], first, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(gru.states[0].numpy(), before)


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


def test_what_cannot_be_matched_is_refused(keras, parity, trace, inputs):
    """Does each of these get its own message?"""
    layers = keras.layers
    with pytest.raises(ValueError, match="layer new is not built"):
        parity.weights_from_keras(layers.GRU(2, name="new"))
    soft = layers.GRU(2, activation="softsign", name="soft")
    model = keras.Sequential([keras.Input((STEPS, FEATURES)), soft])
    with pytest.raises(ValueError, match="layer soft has activation softsign, expected tanh"):
        trace(model, inputs)
    renorm = layers.BatchNormalization(renorm=True, name="re")
    renorm.build((None, FEATURES))
    with pytest.raises(ValueError, match="layer re has renorm=True, expected False"):
        parity.weights_from_keras(renorm)
    plain = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="plain")
    with pytest.raises(
        ValueError, match="model plain has no LSTM, GRU, attention or normalization"
    ):
        trace(plain, inputs)
    double = type("Double", (layers.LayerNormalization,), {"call": lambda self, x: 2 * x})
    model = keras.Sequential([keras.Input((STEPS, FEATURES)), double(name="odd")])
    with pytest.raises(RuntimeError, match=r"layer odd \(Double\) returned outputs that differ"):
        trace(model, inputs)


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        ((np.ones(3),), ValueError, "weights has length 1, expected 2: gain, offset"),
        (np.ones((2, 3)), TypeError, "weights is ndarray, expected a tuple or list: gain, offset"),
        ((np.ones(3), np.ones(2)), ValueError, r"offset of it has shape \(2,\), expected \(3,\)"),
        ((None, np.ones(3)), TypeError, "gain of it holds object values, expected real numbers"),
        ((np.ones(3), np.full(3, np.nan)), ValueError, "offset of it has 3 of 3 values NaN"),
    ],
)
def test_weights_that_do_not_fit_are_refused(keras, parity, rng, weights, error, message):
    """Does the error say what came and what was expected, and is the layer unchanged?"""
    layer = built(keras, "a layer normalization", rng)
    before = layer.get_weights()
    with pytest.raises(error, match=message):
        parity.weights_to_keras(layer, weights)
    for found, expected in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)
