"""Keras' attention layers and their scales in NumPy: read, given back, and traced in a model."""

import numpy as np
import pytest

from lstm_lib.attention import additive_scores, scaled_dot_scores

pytestmark = pytest.mark.slow

BATCH, STEPS, SOURCE, FEATURES, UNITS = 3, 4, 6, 2, 5
KINDS = ["Attention", "AdditiveAttention"]


@pytest.fixture
def keras():
    """Return Keras, seeded."""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(5)
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


def built(keras, kind, **settings):
    """Return a built attention layer by its name, with a scale of its own where it has one."""
    layer = getattr(keras.layers, kind)(name="attend", **settings)
    layer.build([(BATCH, STEPS, UNITS), (BATCH, SOURCE, UNITS)])
    layer.set_weights([w + 0.25 for w in layer.get_weights()])
    return layer


def translator(keras, attend, causal=False):
    """Return a model of encoder, decoder and attention, whose source is padded with zeros."""
    layers = keras.layers
    source, target = keras.Input((SOURCE,)), keras.Input((STEPS,))
    read = layers.Embedding(9, FEATURES, mask_zero=True)(source)
    encoder = layers.LSTM(UNITS, return_sequences=True, return_state=True, name="encoder")
    h, *states = encoder(read)
    written = layers.Embedding(9, FEATURES, mask_zero=True)(target)
    decoder = layers.LSTM(UNITS, return_sequences=True, name="decoder")
    queries = decoder(written, initial_state=states)
    contexts = attend([queries, h], use_causal_mask=causal)
    return keras.Model([source, target], contexts)


@pytest.fixture
def words(rng):
    """Return a source and a target, both ragged."""
    source, target = rng.integers(1, 9, (BATCH, SOURCE)), rng.integers(1, 9, (BATCH, STEPS))
    source[0, 1:], source[2, 4:], target[1, 2:] = 0, 0, 0
    return source, target


@pytest.mark.parametrize("use_scale", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_goes_into_the_function_of_the_scores(keras, parity, rng, kind, use_scale):
    """Do scores computed with what weights_from_keras returns lead to the layer's weights?"""
    layer = built(keras, kind, use_scale=use_scale)
    function = additive_scores if kind == "AdditiveAttention" else scaled_dot_scores
    queries = rng.normal(size=(BATCH, STEPS, UNITS)).astype(np.float32)
    keys = rng.normal(size=(BATCH, SOURCE, UNITS)).astype(np.float32)

    scores = function(queries, keys, *parity.weights_from_keras(layer))

    _, expected = layer([queries, keys], return_attention_scores=True)
    found = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(found, expected.numpy(), rtol=0, atol=1e-6)


@pytest.mark.parametrize("use_scale", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_can_be_given_to_another_layer(keras, parity, kind, use_scale):
    """Does a second layer have the scale of the first, rounded to its dtype?"""
    first = built(keras, kind, use_scale=use_scale, dtype="float64")
    second = getattr(keras.layers, kind)(use_scale=use_scale)
    second.build([(BATCH, STEPS, UNITS), (BATCH, SOURCE, UNITS)])
    parity.weights_to_keras(second, parity.weights_from_keras(first))
    for ours, theirs in zip(second.get_weights(), first.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs.astype(np.float32))


def test_what_is_read_is_a_copy(keras, parity):
    """Does a change of the array leave the layer alone?"""
    layer = built(keras, "AdditiveAttention")
    before = layer.get_weights()[0].copy()
    parity.weights_from_keras(layer).scale[:] = 0
    np.testing.assert_array_equal(layer.get_weights()[0], before)


def test_a_model_gives_the_weights_of_its_lstms_as_before(keras, parity):
    """Does an attention layer in a model leave the list of LSTM weights as it is?"""
    model = translator(keras, keras.layers.Attention())
    assert list(parity.lstm_layers(model)) == ["encoder", "decoder"]
    assert [len(weights) for weights in parity.weights_from_keras(model)] == [3, 3]


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("use_scale", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_trace_shows_what_each_query_attends_to(keras, trace, words, kind, use_scale, causal):
    """Are weights and contexts those that Keras returns, under both masks?"""
    layer = built(keras, kind, use_scale=use_scale)
    model = translator(keras, layer, causal)

    seen = trace(model, list(words))

    assert list(seen) == ["encoder", "decoder", "attend"]
    source_mask, target_mask = (array != 0 for array in words)
    _, expected = layer(
        [seen["decoder"].h, seen["encoder"].h],
        mask=[None, source_mask],
        return_attention_scores=True,
        use_causal_mask=causal,
    )
    np.testing.assert_allclose(seen["attend"].weights, expected, rtol=0, atol=1e-6)
    np.testing.assert_allclose(seen["attend"].context, model(list(words)), rtol=0, atol=1e-6)
    assert seen["attend"].scores.shape == (BATCH, STEPS, SOURCE)
    assert not seen["attend"].weights.swapaxes(1, 2)[~source_mask].any()
    assert not seen["attend"].context[~target_mask].any()


def test_keys_may_differ_from_values(keras, trace, rng):
    """Is the third input of a layer taken for the keys, in a model without an LSTM, too?"""
    inputs = [keras.Input((STEPS, UNITS)), keras.Input((SOURCE, 2)), keras.Input((SOURCE, UNITS))]
    model = keras.Model(inputs, keras.layers.Attention(name="attend")(inputs))
    shapes = (BATCH, STEPS, UNITS), (BATCH, SOURCE, 2), (BATCH, SOURCE, UNITS)
    queries, values, keys = (rng.normal(size=shape).astype(np.float32) for shape in shapes)

    seen = trace(model, [queries, values, keys])["attend"]

    expected = np.einsum("bqd,bkd->bqk", queries, keys)
    np.testing.assert_allclose(seen.scores, expected, rtol=0, atol=1e-5)
    assert seen.context.shape == (BATCH, STEPS, 2)


def test_a_model_without_such_a_layer_is_refused(keras, trace):
    """Does the error say which layers a trace shows?"""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)], name="plain")
    with pytest.raises(ValueError, match="model plain has no LSTM, GRU, .* Attention or"):
        trace(model, np.ones((1, 3)))


def test_the_layer_is_left_as_it_was(keras, trace, words):
    """Is the call that records gone after a trace?"""
    layer = keras.layers.Attention(name="attend")
    trace(translator(keras, layer), list(words))
    assert "call" not in vars(layer)


def test_a_source_of_padding_alone_is_refused_by_name(keras, trace, words):
    """Is the layer named whose query has nothing to attend to?"""
    words[0][1] = 0
    with pytest.raises(ValueError, match=r"layer attend: mask has 1 rows without a True, .* \[1\]"):
        trace(translator(keras, keras.layers.Attention(name="attend")), list(words))


def test_a_layer_that_computes_something_else_is_told(keras, trace, words):
    """Is a subclass with scores of its own refused, rather than shown wrongly?"""

    class Sharper(keras.layers.Attention):
        def _calculate_scores(self, query, key):
            return 2 * super()._calculate_scores(query, key)

    model = translator(keras, Sharper(name="odd"))
    # States as large as a trained model's: from tiny scores, all weights are nearly the same.
    model.set_weights([10 * array for array in model.get_weights()])
    with pytest.raises(RuntimeError, match=r"layer odd \(Sharper\) returned weights or contexts"):
        trace(model, list(words))


def test_a_layer_in_half_precision_is_refused(keras, trace, words):
    """Is a dtype that NumPy would not match refused?"""
    model = translator(keras, keras.layers.Attention(dtype="mixed_float16", name="half"))
    with pytest.raises(ValueError, match="layer half computes in float16, expected float32 or"):
        trace(model, list(words))


@pytest.mark.parametrize(
    ("settings", "weights", "error", "message"),
    [
        ({"use_scale": True}, np.ones(1), TypeError, "attend is ndarray, expected a tuple or list"),
        ({"use_scale": True}, (1.0, 2.0), ValueError, "attend has length 2, expected 1: scale"),
        ({"use_scale": True}, (np.ones(2),), ValueError, r"scale of attend has shape \(2,\), expe"),
        ({"use_scale": True}, (np.nan,), ValueError, "scale of attend has 1 of 1 values NaN"),
        ({}, (2.0,), ValueError, "scale of attend is not 1, but the layer has none"),
    ],
)
def test_a_scale_that_does_not_fit_is_refused(keras, parity, settings, weights, error, message):
    """Does the error name the layer, and is its scale left as it was?"""
    layer = built(keras, "Attention", **settings)
    before = layer.get_weights()
    with pytest.raises(error, match=message):
        parity.weights_to_keras(layer, weights)
    assert layer.get_weights() == before


def test_layers_that_cannot_be_read_are_refused(keras, parity):
    """Are a layer that is not built, and scores of another kind, named?"""
    with pytest.raises(ValueError, match="layer new is not built, so it has no weights yet"):
        parity.weights_from_keras(keras.layers.Attention(name="new"))
    with pytest.raises(ValueError, match="layer attend has score_mode concat, expected dot"):
        parity.weights_from_keras(built(keras, "Attention", score_mode="concat"))
