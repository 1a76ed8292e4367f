"""Layers and weights that cannot pass between Keras and NumPy, and the error messages."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow

FEATURES, UNITS = 3, 5


@pytest.fixture(scope="module")
def keras():
    """Return Keras."""
    from lstm_lib.backend import keras

    return keras


@pytest.fixture(scope="module")
def parity():
    """Return the module, which loads Keras."""
    from lstm_lib import parity

    return parity


def built(keras, **settings):
    """Return a built layer of 5 units for 3 features."""
    layer = keras.layers.LSTM(UNITS, name="reader", **settings)
    layer.build((None, None, FEATURES))
    return layer


REFUSED_LAYERS = {
    "a layer that is not built": (
        lambda keras: keras.layers.LSTM(2, name="reader"),
        ValueError,
        "layer reader is not built",
    ),
    "a model that is not built": (
        lambda keras: keras.Sequential([keras.layers.LSTM(2, name="reader")]),
        ValueError,
        "layer reader is not built",
    ),
    "a dense layer": (lambda keras: keras.layers.Dense(2), TypeError, "layer is Dense, expected"),
    "an LSTM and a GRU": (
        lambda keras: keras.layers.Bidirectional(
            keras.layers.LSTM(2), backward_layer=keras.layers.GRU(2, go_backwards=True)
        ),
        TypeError,
        "layer is Bidirectional, expected",
    ),
    "no layer": (lambda keras: np.zeros(3), TypeError, "layer is ndarray, expected"),
    "another activation": (
        lambda keras: built(keras, activation="relu"),
        ValueError,
        "layer reader has activation relu, expected tanh",
    ),
    "another sigmoid": (
        lambda keras: built(keras, recurrent_activation="hard_sigmoid"),
        ValueError,
        "recurrent_activation hard_sigmoid, expected sigmoid",
    ),
    "a model without an LSTM": (
        lambda keras: keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)], name="plain"),
        ValueError,
        "model plain has no LSTM layer",
    ),
}


@pytest.mark.parametrize("case", REFUSED_LAYERS)
def test_what_has_no_such_weights_is_refused(keras, parity, case):
    """Does the error name the layer and what was expected?"""
    make, error, message = REFUSED_LAYERS[case]
    with pytest.raises(error, match=message):
        parity.weights_from_keras(make(keras))


def arrays(W=(FEATURES, 4 * UNITS), U=(UNITS, 4 * UNITS), b=(4 * UNITS,)):
    """Return ones of given shapes."""
    return np.ones(W), np.ones(U), np.ones(b)


REFUSED_WEIGHTS = {
    "a row too many": (
        arrays(W=(4, 20)),
        ValueError,
        r"W of reader has shape \(4, 20\).*\(3, 20\)",
    ),
    "U on its side": (arrays(U=(20, 5)), ValueError, r"U of reader has shape \(20, 5\).*\(5, 20\)"),
    "b short": (arrays(b=(5,)), ValueError, r"b of reader has shape \(5,\).*= \(20,\)"),
    "no b": (arrays()[:2], ValueError, "reader has length 2, expected 3: W, U, b"),
    "one array": (np.ones((3, 20)), TypeError, "reader is ndarray, expected a tuple or list"),
    "NaN": ((*arrays()[:2], np.full(20, np.nan)), ValueError, "20 of 20 values NaN"),
    "words": ((*arrays()[:2], np.full(20, "a")), TypeError, "b of reader holds"),
}


@pytest.mark.parametrize("case", REFUSED_WEIGHTS)
def test_weights_that_do_not_fit_are_refused(keras, parity, case):
    """Does the error say what was passed and what was expected, and is the layer unchanged?"""
    weights, error, message = REFUSED_WEIGHTS[case]
    layer = built(keras)
    before = layer.get_weights()
    with pytest.raises(error, match=message):
        parity.weights_to_keras(layer, weights)
    for found, expected in zip(layer.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_a_bias_for_a_layer_without_one_is_refused(keras, parity):
    """Is a b that would be lost refused, and a b of zeros accepted?"""
    layer = built(keras, use_bias=False)
    W, U, b = arrays()
    with pytest.raises(ValueError, match="b of reader is not 0, but the layer has none"):
        parity.weights_to_keras(layer, (W, U, b))
    parity.weights_to_keras(layer, (W, U, 0 * b))
    np.testing.assert_array_equal(layer.get_weights()[1], U)


def test_a_bidirectional_layer_wants_a_pair(keras, parity):
    """Is a third entry in what should be a pair refused?"""
    layer = keras.layers.Bidirectional(keras.layers.LSTM(UNITS), name="both")
    layer.build((None, None, FEATURES))
    with pytest.raises(ValueError, match="both has length 3, expected 2: forward, backward"):
        parity.weights_to_keras(layer, arrays())


def test_a_model_is_changed_wholly_or_not_at_all(keras, parity):
    """Does the first layer stay as it was when the second one's weights do not fit?"""
    first = keras.layers.LSTM(UNITS, return_sequences=True, name="first")
    layers = [first, keras.layers.LSTM(4, name="second")]
    model = keras.Sequential([keras.Input((7, FEATURES)), *layers])
    before = model.get_weights()
    with pytest.raises(ValueError, match="W of second has shape"):
        parity.weights_to_keras(model, [arrays(), arrays()])
    with pytest.raises(
        ValueError, match="weights has length 1, expected 2: those of first, those of second"
    ):
        parity.weights_to_keras(model, [arrays()])
    for found, expected in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)
