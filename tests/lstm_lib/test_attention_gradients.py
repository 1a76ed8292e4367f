"""The backward pass of attention, checked by nudging and by GradientTape through Keras."""

import numpy as np
import pytest

from lstm_lib import attention as forward
from lstm_lib import attention_gradients as backward
from lstm_lib.gradients import numerical_gradient, relative_error

CASES = range(10)
KINDS = ["dot", "scaled", "additive"]


def drawn(seed, kind):
    """Return what attention reads, a mask with a key or more in each row, and d_context."""
    rng = np.random.default_rng(seed)
    batch, queries, keys, dim, value_dim = (int(n) for n in rng.permutation(np.arange(2, 8))[:5])
    given = {
        "queries": rng.normal(size=(batch, queries, dim)),
        "keys": rng.normal(size=(batch, keys, dim)),
        "values": rng.normal(size=(batch, keys, value_dim)),
    }
    if kind != "dot":
        given["scale"] = rng.normal(size=dim if kind == "additive" else ())
    mask = np.arange(keys) < rng.integers(1, keys + 1, batch)[:, np.newaxis]
    return given, mask, rng.normal(size=(batch, queries, value_dim))


def scores_of(kind, queries, keys, scale=None):
    """Return scores of a kind."""
    if kind == "dot":
        return forward.dot_scores(queries, keys)
    functions = {"scaled": forward.scaled_dot_scores, "additive": forward.additive_scores}
    return functions[kind](queries, keys, scale)


def contexts_of(kind, mask, values, **given):
    """Return the contexts of attention as a whole."""
    return forward.context(forward.attention_weights(scores_of(kind, **given), mask), values)


def gradients_of(kind, mask, d_context, values, **given):
    """Return the gradient for each thing that attention reads, by its name."""
    weights = forward.attention_weights(scores_of(kind, **given), mask)
    d_weights, d_values = backward.context_backward(d_context, weights, values)
    d_scores = backward.attention_weights_backward(d_weights, weights)
    function = {
        "dot": backward.dot_scores_backward,
        "scaled": backward.scaled_dot_scores_backward,
        "additive": backward.additive_scores_backward,
    }[kind]
    return {"values": d_values, **dict(zip(given, function(d_scores, **given), strict=True))}


@pytest.mark.parametrize("seed", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_gradients_equal_finite_differences(seed, kind):
    """Does each gradient agree with nudging to one part in a million, under a mask?"""
    given, mask, d_context = drawn(seed, kind)
    found = gradients_of(kind, mask, d_context, **given)
    assert set(found) == set(given)
    for name, value in given.items():

        def loss(value, name=name):
            return np.sum(d_context * contexts_of(kind, mask, **{**given, name: value}))

        assert found[name].shape == value.shape
        assert relative_error(found[name], numerical_gradient(loss, value)) < 1e-6, name


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_gradients_equal_those_of_keras(kind):
    """Does each gradient agree with GradientTape through Keras' layer, on ten sizes?"""
    import tensorflow as tf

    from lstm_lib.backend import keras

    for seed in CASES:
        given, mask, d_context = drawn(seed, kind)
        make = keras.layers.AdditiveAttention if kind == "additive" else keras.layers.Attention
        layer = make(use_scale=kind != "dot", dtype="float64")
        tensors = [tf.constant(given[name]) for name in ("queries", "values", "keys")]
        layer.build([tensor.shape for tensor in tensors])
        layer.set_weights([given[name] for name in given if name == "scale"])
        with tf.GradientTape() as tape:
            tape.watch(tensors)
            loss = tf.reduce_sum(d_context * layer(tensors, mask=[None, mask]))
        weights = [variable.value for variable in layer.trainable_variables]
        expected = tape.gradient(loss, [*tensors, *weights])
        found = gradients_of(kind, mask, d_context, **given)
        for name, theirs in zip(("queries", "values", "keys", "scale"), expected, strict=False):
            assert relative_error(found[name], theirs.numpy()) < 1e-10, (seed, name)


def test_the_softmax_slopes_are_those_of_the_formula(rng):
    """Is dw_j/ds_k = w_j (1[j = k] - w_k), for every pair of a row?"""
    weights = forward.attention_weights(rng.normal(size=(1, 1, 5)))
    for j in range(5):
        d_weights = np.zeros((1, 1, 5))
        d_weights[..., j] = 1
        found = backward.attention_weights_backward(d_weights, weights)[0, 0]
        w = weights[0, 0]
        np.testing.assert_allclose(found, [w[j] * ((j == k) - w[k]) for k in range(5)], atol=1e-15)


def test_nothing_masked_has_a_gradient():
    """Are the gradients of masked keys and of their values exactly zero?"""
    given, _, d_context = drawn(3, "dot")
    mask = np.ones(given["keys"].shape[:2], bool)
    mask[1, 1:] = False
    found = gradients_of("dot", mask, d_context, **given)
    assert not found["keys"][~mask].any()
    assert not found["values"][~mask].any()
    assert np.all(found["values"][mask] != 0)


def test_float32_stays_float32():
    """Does nothing on the way widen the numbers?"""
    for kind in KINDS:
        given, mask, d_context = drawn(1, kind)
        narrow = {name: np.asarray(value, np.float32) for name, value in given.items()}
        found = gradients_of(kind, mask, d_context.astype(np.float32), **narrow)
        assert {array.dtype for array in found.values()} == {np.dtype(np.float32)}, kind


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (
            backward.context_backward,
            (np.zeros((2, 3, 4)), np.zeros((2, 3, 5)), np.zeros((2, 5, 6))),
            r"d_context has shape \(2, 3, 4\), expected \(batch, query steps, dim\) = \(2, 3, 6\)",
        ),
        (
            backward.attention_weights_backward,
            (np.zeros((2, 3, 4)), np.zeros((2, 4, 3))),
            r"d_weights has shape \(2, 3, 4\), expected \(batch, query steps, key steps\) = \(2, 4",
        ),
        (
            backward.dot_scores_backward,
            (np.zeros((2, 5, 4)), np.zeros((2, 4, 3)), np.zeros((2, 5, 3))),
            r"d_scores has shape \(2, 5, 4\), expected \(batch, query .* = \(2, 4, 5\)",
        ),
    ],
)
def test_a_gradient_of_another_shape_is_refused(function, arguments, message):
    """Does the error say which shape it must have?"""
    with pytest.raises(ValueError, match=message):
        function(*arguments)
