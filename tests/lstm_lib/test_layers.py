"""The kinds of Keras layers that the library knows: weights out and back, and what is refused."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow

BATCH, STEPS, FEATURES, UNITS = 4, 7, 3, 5
KINDS = {
    "an LSTM": lambda layers: layers.LSTM(UNITS, name="it"),
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


LEFT_OUT = {
    "the bias of an LSTM": ("LSTM", [UNITS], {"use_bias": False}, "b", np.zeros(20)),
    "the bias of a GRU": ("GRU", [UNITS], {"use_bias": False}, "b", np.zeros((2, 15))),
    "the bias of a GRU that resets before": (
        *("GRU", [UNITS], {"use_bias": False, "reset_after": False}),
        *("b", np.zeros(15)),
    ),
    "a gain": ("LayerNormalization", [], {"scale": False}, "gain", np.ones(FEATURES)),
    "an offset": ("LayerNormalization", [], {"center": False}, "offset", np.zeros(FEATURES)),
    "gain and offset over two axes": (
        *("LayerNormalization", [], {"axis": [1, 2], "scale": False, "center": False}),
        *("gain", np.ones((STEPS, FEATURES))),
    ),
    "the gain of a batch": ("BatchNormalization", [], {"scale": False}, "gain", np.ones(FEATURES)),
    "a scale": ("AdditiveAttention", [], {"use_scale": False}, "scale", np.ones(())),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_a_layer_does_without_is_what_changes_nothing(keras, parity, case):
    """Is it zeros or ones, in its own shape, and is anything else refused?"""
    name, arguments, settings, field, expected = LEFT_OUT[case]
    layer = getattr(keras.layers, name)(*arguments, name="it", **settings)
    shape = (None, STEPS, FEATURES)
    layer.build([shape, shape] if name == "AdditiveAttention" else shape)
    weights = parity.weights_from_keras(layer)
    np.testing.assert_array_equal(getattr(weights, field), expected)
    assert getattr(weights, field).dtype == np.float32
    before = layer.get_weights()
    parity.weights_to_keras(layer, weights)
    with pytest.raises(ValueError, match=rf"{field} of it is not [01], but the layer has none \("):
        parity.weights_to_keras(layer, weights._replace(**{field: expected + 2}))
    for found, known in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, known)


def test_a_bidirectional_layer_of_grus_gives_and_takes_a_pair(keras, parity, rng):
    """Are both directions' weights read, and set in another layer?"""
    one, other = (keras.layers.Bidirectional(keras.layers.GRU(UNITS)) for _ in range(2))
    for layer in (one, other):
        layer.build((None, None, FEATURES))
        randomized(layer, rng)
    weights = parity.weights_from_keras(one)
    assert [type(each).__name__ for each in weights] == ["GRUWeights", "GRUWeights"]
    parity.weights_to_keras(other, weights)
    for found, expected in zip(other.get_weights(), one.get_weights(), strict=True):
        np.testing.assert_array_equal(found, expected)


def test_a_model_has_the_weights_of_its_lstm_layers_alone(keras, parity):
    """Does a normalization between two LSTMs not move the second one's place in the list?"""
    layers = keras.layers
    between = layers.LSTM(2, return_sequences=True), layers.LayerNormalization(), layers.LSTM(4)
    model = keras.Sequential([keras.Input((None, FEATURES)), *between])
    assert [weights.U.shape for weights in parity.weights_from_keras(model)] == [(2, 8), (4, 16)]


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
    with pytest.raises(ValueError, match="layer re has renorm True, expected False"):
        parity.weights_from_keras(renorm)
    plain = keras.Sequential([keras.Input((3,)), layers.Dense(2)], name="plain")
    with pytest.raises(
        ValueError, match="model plain has no LSTM, GRU, .* or AdditiveAttention layer"
    ):
        trace(plain, inputs)
    double = type("Double", (layers.LayerNormalization,), {"call": lambda self, x: 2 * x})
    model = keras.Sequential([keras.Input((STEPS, FEATURES)), double(name="odd")])
    with pytest.raises(RuntimeError, match=r"layer odd \(Double\) returned outputs that differ"):
        trace(model, inputs)


@pytest.mark.parametrize(
    ("weights", "error", "message"),
    [
        ((np.ones(3),), ValueError, "weights of it has length 1, expected 2: gain, offset"),
        (np.ones((2, 3)), TypeError, "weights of it is ndarray, expected a tuple or list: gain"),
        (
            (np.ones(3), np.ones(2)),
            ValueError,
            r"offset of it has shape \(2,\), expected \(axis -1\) = \(3,\)",
        ),
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
