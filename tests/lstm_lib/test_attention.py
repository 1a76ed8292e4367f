"""Attention: beside Keras' layers with masks, by hand, and at the edges of what softmax can do."""

import numpy as np
import pytest

from lstm_lib.attention import (
    additive_scores,
    attention_weights,
    context,
    dot_scores,
    scaled_dot_scores,
)

BATCH, QUERIES, KEYS, DIM, VALUE_DIM = 3, 4, 6, 5, 2
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]
LENGTHS = np.array([6, 1, 4])
PADDING = np.arange(KEYS) < LENGTHS[:, np.newaxis]
CAUSAL = np.broadcast_to(np.tri(QUERIES, KEYS, dtype=bool), (BATCH, QUERIES, KEYS))
SCALE = np.array([0.5, -1.5, 2.0, 0.1, -0.7])
SCORES = {
    "dot": lambda queries, keys: dot_scores(queries, keys),
    "scaled": lambda queries, keys: scaled_dot_scores(queries, keys, 0.3),
    "additive": lambda queries, keys: additive_scores(queries, keys, SCALE.astype(keys.dtype)),
    "additive, no scale": lambda queries, keys: additive_scores(queries, keys, 1),
}


@pytest.fixture
def arrays(rng):
    """Return queries, keys and values, every size different."""
    shapes = (BATCH, QUERIES, DIM), (BATCH, KEYS, DIM), (BATCH, KEYS, VALUE_DIM)
    return [rng.normal(size=shape) for shape in shapes]


def keras_layer(scores, dtype):
    """Return Keras' layer with the same scores, built."""
    from lstm_lib.backend import keras

    use_scale = scores in ("scaled", "additive")
    kind = keras.layers.AdditiveAttention if "additive" in scores else keras.layers.Attention
    layer = kind(use_scale=use_scale, dtype=dtype)
    layer.build([(BATCH, QUERIES, DIM), (BATCH, KEYS, VALUE_DIM), (BATCH, KEYS, DIM)])
    if use_scale:
        layer.set_weights([SCALE if scores == "additive" else np.array(0.3)])
    return layer


@pytest.mark.slow
@pytest.mark.parametrize("masked", ["nothing", "padding", "later keys", "both"])
@pytest.mark.parametrize("scores", SCORES)
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_weights_and_context_equal_those_of_keras(arrays, masked, scores, dtype, tolerance):
    """Do weights and contexts agree with the layer's, with and without its two masks?"""
    queries, keys, values = (array.astype(dtype) for array in arrays)
    pads, causal = masked in ("padding", "both"), masked in ("later keys", "both")
    mask = {"nothing": None, "padding": PADDING, "later keys": CAUSAL}.get(
        masked, CAUSAL & PADDING[:, np.newaxis]
    )

    weights = attention_weights(SCORES[scores](queries, keys), mask)
    contexts = context(weights, values)

    expected = keras_layer(scores, dtype)(
        [queries, values, keys],
        mask=[None, PADDING] if pads else None,
        return_attention_scores=True,
        use_causal_mask=causal,
    )
    for ours, theirs in zip((contexts, weights), expected, strict=True):
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=tolerance)


def test_scores_are_those_of_each_pair_alone(arrays):
    """Is each score what its formula gives for one query and one key?"""
    queries, keys, _ = arrays
    for b, q, k in np.ndindex(BATCH, QUERIES, KEYS):
        query, key = queries[b, q], keys[b, k]
        product = sum(query[d] * key[d] for d in range(DIM))
        added = sum(SCALE[d] * np.tanh(query[d] + key[d]) for d in range(DIM))
        place = b, q, k
        np.testing.assert_allclose(dot_scores(queries, keys)[place], product)
        np.testing.assert_allclose(scaled_dot_scores(queries, keys)[place], product / 5**0.5)
        np.testing.assert_allclose(additive_scores(queries, keys, SCALE)[place], added)


def test_weights_by_hand():
    """Do scores 0 and ln 3 share the weight 1 to 3, and does a mask leave all of it to one?"""
    scores = [[[0.0, np.log(3)]]]
    np.testing.assert_allclose(attention_weights(scores), [[[0.25, 0.75]]], rtol=1e-15)
    assert attention_weights(scores, [[True, False]]).tolist() == [[[1.0, 0.0]]]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_scores_of_any_size_give_weights(dtype):
    """Are scores that exp cannot take fine, and rows still 1, with floating point strict?"""
    scores = np.array([[[1e30, -1e30, 0.0], [-1e30, -1e30, -1e30]]], dtype)
    weights = attention_weights(scores)
    assert weights.dtype == dtype
    np.testing.assert_allclose(weights, [[[1, 0, 0], [1 / 3] * 3]], rtol=1e-6)


def test_masked_keys_get_nothing_and_change_nothing(arrays):
    """Are weights at padding exactly zero, and those of the others as if it were not there?"""
    queries, keys, values = arrays
    weights = attention_weights(dot_scores(queries, keys), PADDING)
    np.testing.assert_allclose(weights.sum(axis=-1), 1, rtol=1e-12)
    for row, length in enumerate(LENGTHS):
        own = slice(row, row + 1), slice(length)
        alone = attention_weights(dot_scores(queries[row : row + 1], keys[own]))
        assert not weights[row, :, length:].any()
        np.testing.assert_allclose(weights[row, :, :length], alone[0], rtol=1e-12)
        np.testing.assert_allclose(
            context(weights, values)[row], context(alone, values[own])[0], rtol=1e-12
        )


@pytest.mark.parametrize(
    ("function", "arguments", "error", "message"),
    [
        (
            attention_weights,
            (np.zeros((2, 3, 4)), np.array([[True] * 4, [False] * 4])),
            ValueError,
            r"mask has 1 rows without a True, the first at \[1\], expected 1 or more in each",
        ),
        (
            attention_weights,
            (np.zeros((1, 2, 2)), np.array([[[True, False], [False, False]]])),
            ValueError,
            r"mask has 1 rows without a True, the first at \[0, 1\]",
        ),
        (
            attention_weights,
            (np.zeros((2, 3, 4)), np.ones((2, 3), bool)),
            ValueError,
            r"mask has shape \(2, 3\), expected \(batch, key steps\) = \(2, 4\) or \(batch, query",
        ),
        (attention_weights, (np.zeros((2, 3, 4)), np.ones((2, 4))), TypeError, "mask holds float"),
        (attention_weights, (np.zeros((2, 3, 0)),), ValueError, "scores has 0 key steps, expected"),
        (attention_weights, (np.zeros((2, 3)),), ValueError, r"scores has shape \(2, 3\), expect"),
        (
            dot_scores,
            (np.zeros((2, 3, 4)), np.zeros((1, 3, 4))),
            ValueError,
            "keys has a batch of 1 but queries expects 2",
        ),
        (
            dot_scores,
            (np.zeros((2, 3, 4)), np.zeros((2, 3, 5))),
            ValueError,
            "keys has dim 5 but queries expects 4",
        ),
        (
            scaled_dot_scores,
            (np.zeros((2, 3, 0)), np.zeros((2, 3, 0))),
            ValueError,
            "queries has dim 0, expected 1 or more",
        ),
        (
            scaled_dot_scores,
            (np.zeros((2, 3, 4)), np.zeros((2, 3, 4)), np.ones(4)),
            TypeError,
            "scale is .* expected a number",
        ),
        (
            additive_scores,
            (np.zeros((2, 3, 4)), np.zeros((2, 3, 4)), np.ones(3)),
            ValueError,
            r"scale has shape \(3,\), expected \(dim,\) = \(4,\), or 1",
        ),
        (
            context,
            (np.zeros((2, 3, 4)), np.zeros((2, 3, 4))),
            ValueError,
            r"values has shape \(2, 3, 4\), expected \(batch, key steps\) = \(2, 4\) as weights",
        ),
    ],
)
def test_bad_input_is_refused_by_name(function, arguments, error, message):
    """Does each error name the argument, what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        function(*arguments)
