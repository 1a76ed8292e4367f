"""Layer and batch normalization beside Keras' layers, every size different."""

import numpy as np
import pytest

from lstm_lib.normalization import batch_moments, batch_norm, layer_norm, updated_moments

BATCH, STEPS, FEATURES = 6, 7, 3
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]


@pytest.fixture(scope="module")
def keras():
    """Return Keras."""
    from lstm_lib.backend import keras

    return keras


@pytest.fixture
def x(rng):
    """Return values whose features differ in mean and in spread."""
    return rng.normal(size=(BATCH, STEPS, FEATURES)) * [0.5, 2.0, 7.0] + [-3.0, 0.0, 4.0]


@pytest.fixture
def mask(rng):
    """Return a mask with a full row, a short one and one of filler alone."""
    mask = rng.random((BATCH, STEPS)) < 0.6
    mask[0], mask[1, 2:], mask[2] = True, False, False
    return mask


def batch_normalization(keras, dtype, rng, **settings):
    """Return Keras' layer with distinct random weights and running moments."""
    layer = keras.layers.BatchNormalization(dtype=dtype, **settings)
    layer.build((None, None, FEATURES))
    gain, offset, mean, variance = layer.get_weights()
    layer.set_weights([rng.normal(size=w.shape) for w in (gain, offset, mean)] + [variance * 3])
    return layer


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
@pytest.mark.parametrize("axis", [-1, 1, (1, 2), (-2, -1), (0,)])
def test_layer_norm_is_that_of_keras(keras, rng, x, axis, dtype, tolerance):
    """Do the outputs agree over one axis and over two, with gain and offset?"""
    layer = keras.layers.LayerNormalization(
        axis=[each % 3 for each in axis] if isinstance(axis, tuple) else axis, dtype=dtype
    )
    layer.build(x.shape)
    layer.set_weights([rng.normal(size=w.shape) for w in layer.get_weights()])
    x = x.astype(dtype)
    found = layer_norm(x, *layer.get_weights(), axis=axis)
    assert found.dtype == dtype
    np.testing.assert_allclose(found, np.array(layer(x)), rtol=0, atol=tolerance)


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
@pytest.mark.parametrize("masked", [False, True])
def test_batch_norm_in_training_is_that_of_keras(keras, rng, x, mask, masked, dtype, tolerance):
    """Do outputs and running moments agree over several batches, filler masked or not?"""
    layer = batch_normalization(keras, dtype, rng, momentum=0.8)
    gain, offset, *running = layer.get_weights()
    for k in range(5):
        batch = (x * (k + 1) - k).astype(dtype)
        given = np.roll(mask, k, axis=1) if masked else None
        settings = {} if given is None else {"mask": keras.ops.array(given)}
        expected = layer(batch, training=True, **settings)

        moments = batch_moments(batch, given)
        running = updated_moments(tuple(running), moments, momentum=0.8)

        found = batch_norm(batch, moments, gain, offset)
        assert found.dtype == dtype
        np.testing.assert_allclose(found, np.array(expected), rtol=tolerance, atol=tolerance)
        for ours, theirs in zip(running, layer.get_weights()[2:], strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_batch_norm_in_use_is_that_of_keras(keras, rng, x, dtype, tolerance):
    """Do outputs agree with running moments, and do they not depend on the batch?"""
    layer = batch_normalization(keras, dtype, rng, epsilon=0.01)
    gain, offset, *running = layer.get_weights()
    x = x.astype(dtype)
    found = batch_norm(x, running, gain, offset, epsilon=0.01)
    np.testing.assert_allclose(found, np.array(layer(x)), rtol=0, atol=tolerance)
    np.testing.assert_array_equal(found[2:3], batch_norm(x[2:3], running, gain, offset, 0.01))


@pytest.mark.slow
def test_a_batch_of_filler_alone_pulls_the_running_moments_to_zero(keras, x):
    """Does Keras do so, and do we as well?"""
    layer = keras.layers.BatchNormalization(momentum=0.5, dtype="float64")
    layer.build(x.shape)
    nothing = np.zeros(x.shape[:2], bool)
    layer(x, training=True, mask=keras.ops.array(nothing))
    moments = batch_moments(x, nothing)
    np.testing.assert_array_equal(moments, np.zeros((2, FEATURES)))
    running = updated_moments((np.zeros(3), np.ones(3)), moments, momentum=0.5)
    np.testing.assert_array_equal(running, layer.get_weights()[2:])


@pytest.mark.slow
def test_a_batch_of_one_has_no_gradient_in_training(keras):
    """Does Keras return the offset and a gradient of zero, where layer norm has one?"""
    import tensorflow as tf

    x = tf.constant([[1.0, -2.0, 5.0]])
    for layer, vanishes in (
        (keras.layers.BatchNormalization(), True),
        (keras.layers.LayerNormalization(), False),
    ):
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = tf.reduce_sum(layer(x, training=True) * [1.0, 2.0, 4.0])
        assert np.any(tape.gradient(loss, x).numpy()) != vanishes
    offset = np.array([3.0, 4.0, 5.0])
    np.testing.assert_array_equal(batch_norm(x, batch_moments(x), [2, 2, 2], offset), [offset])


def test_filler_does_not_count(x, mask):
    """Are masked moments those of the unmasked steps alone, whatever the filler holds?"""
    spoiled = np.where(mask[:, :, np.newaxis], x, 1e6)
    found = batch_moments(spoiled, mask)
    np.testing.assert_allclose(found.mean, x[mask].mean(axis=0), rtol=1e-7)
    np.testing.assert_allclose(found.variance, x[mask].var(axis=0), rtol=1e-7)


def test_layer_norm_does_not_look_at_neighbors(x):
    """Is a step's result the same alone as in a batch of padded sequences?"""
    whole = layer_norm(x)
    np.testing.assert_allclose(layer_norm(x[4:5, 2:3]), whole[4:5, 2:3], rtol=1e-12)
    np.testing.assert_allclose(whole.mean(axis=2), 0, atol=1e-12)


def test_three_numbers_by_hand():
    """Is 1, 2, 6 with mean 3 and variance 14/3 what a pencil gives, with gain and offset?"""
    deviation = np.sqrt(14 / 3 + 0.5)
    expected = np.array([-2, -1, 3]) / deviation * [1, 10, 100] + [5, 6, 7]
    found = layer_norm([1, 2, 6], [1, 10, 100], [5, 6, 7], epsilon=0.5)
    np.testing.assert_allclose(found, expected, rtol=1e-12)
    column = np.array([[1.0], [2.0], [6.0]])
    np.testing.assert_allclose(batch_moments(column), [[3], [14 / 3]], rtol=1e-12)
    np.testing.assert_allclose(
        batch_norm(column, ([3.0], [14 / 3]), [10.0], [6.0], 0.5)[:, 0],
        np.array([-2, -1, 3]) / deviation * 10 + 6,
        rtol=1e-12,
    )


PAIR = (np.zeros(3), np.ones(3))
REFUSED = {
    "no such axis": (lambda: layer_norm(np.ones((2, 3)), axis=2), "axis is 2, expected axes"),
    "an axis twice": (lambda: layer_norm(np.ones((2, 3)), axis=(1, -1)), "each axis once"),
    "no axis": (lambda: layer_norm(np.ones((2, 3)), axis=()), "expected axes of the 2 that x has"),
    "a gain of another size": (
        lambda: layer_norm(np.ones((2, 3)), gain=np.ones(2)),
        r"gain has shape \(2,\), expected \(3,\)",
    ),
    "nothing to normalize": (
        lambda: layer_norm(np.ones((2, 0))),
        r"x has shape \(2, 0\), expected 1 value or more",
    ),
    "a mask without steps": (
        lambda: batch_moments(np.ones((2, 3)), np.ones(2, bool)),
        r"expected \(batch, steps, features\) to go with a mask",
    ),
    "a mask of another shape": (
        lambda: batch_moments(np.ones((2, 4, 3)), np.ones((4, 2), bool)),
        r"mask has shape \(4, 2\), expected \(batch, steps\) = \(2, 4\)",
    ),
    "moments of other features": (
        lambda: batch_norm(np.ones((2, 4)), PAIR),
        "moments have 3 features but x has 4",
    ),
    "a variance below zero": (
        lambda: batch_norm(np.ones((2, 3)), (np.zeros(3), -np.ones(3))),
        "variance of moments has values below 0",
    ),
    "a variance of another size": (
        lambda: updated_moments(PAIR, (np.zeros(3), np.ones(2))),
        r"variance of batch has shape \(2,\), expected \(3,\)",
    ),
    "a momentum over one": (
        lambda: updated_moments(PAIR, PAIR, momentum=1.5),
        "momentum is 1.5, expected a number from 0 to 1",
    ),
    "an epsilon below zero": (
        lambda: layer_norm([1.0, 2.0], epsilon=-1),
        "epsilon is -1.0, expected 0 or more",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_by_name(case):
    """Does the error say what came and what was expected?"""
    call, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        call()
