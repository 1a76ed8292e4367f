"""Both directions: beside Keras with masks, beside each sequence alone, and gradients nudged."""

import numpy as np
import pytest

from lstm_lib.bidirectional import (
    MERGE_MODES,
    bidirectional_backward,
    bidirectional_forward,
)
from lstm_lib.checks import withhold
from lstm_lib.gradients import numerical_gradient, relative_error
from lstm_lib.ragged import reverse_within_lengths
from lstm_lib.sequence import lstm_forward

BATCH, STEPS, FEATURES, UNITS = 6, 7, 3, 5
LENGTHS = np.array([7, 1, 4, 0, 6, 3])  # all steps, a single one, and none among them
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]


@pytest.fixture
def inputs(rng):
    """Return sequences whose padding holds numbers as well, so that reading it would show."""
    return rng.normal(size=(BATCH, STEPS, FEATURES))


@pytest.fixture
def weights(draw_lstm):
    """Return the weights of two different runs."""
    return draw_lstm(FEATURES, UNITS), draw_lstm(FEATURES, UNITS)


def keras_layer(weights, merge_mode, return_sequences, dtype):
    """Return Keras' layer with these weights."""
    from lstm_lib.backend import keras

    lstm = keras.layers.LSTM(UNITS, return_sequences=return_sequences, dtype=dtype)
    layer = keras.layers.Bidirectional(lstm, merge_mode=merge_mode, dtype=dtype)
    layer.build((BATCH, STEPS, FEATURES))
    layer.set_weights([array for run in weights for array in run])
    return layer


def as_list(outputs):
    """Return outputs as a list, whether they were merged or not."""
    return list(outputs) if isinstance(outputs, tuple | list) else [outputs]


@pytest.mark.slow
@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["without a mask", "with a mask"])
@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("merge_mode", MERGE_MODES)
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_outputs_equal_those_of_keras(
    inputs, weights, lengths, return_sequences, merge_mode, dtype, tolerance
):
    """Do all outputs agree, those at padding and of a sequence without a step as well?"""
    inputs = inputs.astype(dtype)
    weights = [[array.astype(dtype) for array in run] for run in weights]
    layer = keras_layer(weights, merge_mode, return_sequences, dtype)
    mask = None if lengths is None else np.arange(STEPS) < lengths[:, np.newaxis]

    found = bidirectional_forward(inputs, *weights, lengths, merge_mode, return_sequences)

    expected = layer(inputs, mask=mask)
    for ours, theirs in zip(as_list(found), as_list(expected), strict=True):
        assert ours.dtype == dtype
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=0, atol=tolerance)


@pytest.mark.slow
def test_the_weights_come_from_keras_as_they_are(inputs, weights):
    """Can what weights_from_keras returns for the layer be handed on?"""
    from lstm_lib.parity import weights_from_keras

    layer = keras_layer(weights, "concat", True, "float64")
    found = bidirectional_forward(inputs, *weights_from_keras(layer))
    np.testing.assert_allclose(found, layer(inputs).numpy(), rtol=0, atol=1e-10)


def test_a_padded_sequence_gives_what_it_gives_alone(inputs, weights):
    """Is each row, within its length, two runs of lstm_forward over its own steps?"""
    forward, backward = bidirectional_forward(inputs, *weights, LENGTHS, merge_mode=None)
    last = bidirectional_forward(inputs, *weights, LENGTHS, None, return_sequences=False)
    for row, length in enumerate(LENGTHS):
        assert not forward[row, length:].any()
        assert not backward[row, length:].any()
        if length == 0:
            assert not any(array[row].any() for array in (forward, *last))
            continue
        own = inputs[row : row + 1, :length]
        ahead = lstm_forward(own, *weights[0]).h[0]
        back = lstm_forward(own[:, ::-1], *weights[1]).h[0]
        np.testing.assert_allclose(forward[row, :length], ahead, rtol=1e-12)
        np.testing.assert_allclose(backward[row, :length], back[::-1], rtol=1e-12)
        np.testing.assert_allclose(last[0][row], ahead[-1], rtol=1e-12)
        np.testing.assert_allclose(last[1][row], back[-1], rtol=1e-12)


def test_the_two_runs_may_differ_in_units_when_nothing_adds_them(inputs, draw_lstm):
    """Are outputs side by side even of different sizes, and refused where they must add up?"""
    runs = draw_lstm(FEATURES, 2), draw_lstm(FEATURES, 4)
    assert bidirectional_forward(inputs, *runs).shape == (BATCH, STEPS, 6)
    with pytest.raises(ValueError, match="forward has 2 units and backward 4, expected the same"):
        bidirectional_forward(inputs, *runs, merge_mode="mul")


@pytest.mark.parametrize("lengths", [LENGTHS, LENGTHS.astype(np.uint8), LENGTHS.tolist()])
def test_each_sequence_is_turned_around_within_its_length(inputs, lengths):
    """Are the steps of each row in reverse, its padding where it was, and the inputs kept?"""
    before = inputs.copy()
    turned = reverse_within_lengths(inputs, lengths)
    for row, length in enumerate(LENGTHS):
        np.testing.assert_array_equal(turned[row, :length], before[row, :length][::-1])
        np.testing.assert_array_equal(turned[row, length:], before[row, length:])
    np.testing.assert_array_equal(inputs, before)
    np.testing.assert_array_equal(reverse_within_lengths(turned, lengths), before)


def drawn_gradient(rng, outputs):
    """Return random gradients in the shape of outputs, and the function that makes a loss."""
    d_outputs = [rng.normal(size=each.shape) for each in as_list(outputs)]

    def loss(outputs):
        return sum(np.sum(d * each) for d, each in zip(d_outputs, as_list(outputs), strict=True))

    return (tuple(d_outputs) if len(d_outputs) == 2 else d_outputs[0]), loss


@pytest.mark.slow
@pytest.mark.parametrize("lengths", [None, LENGTHS], ids=["all steps", "ragged"])
@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("merge_mode", MERGE_MODES)
def test_gradients_equal_finite_differences(
    rng, inputs, draw_lstm, lengths, return_sequences, merge_mode
):
    """Does each of the seven gradients agree with nudging to one part in a million?"""
    values = [inputs, *draw_lstm(FEATURES, 2), *draw_lstm(FEATURES, 2)]
    settings = lengths, merge_mode, return_sequences

    def outputs(inputs, *arrays):
        return bidirectional_forward(inputs, arrays[:3], arrays[3:], *settings)

    d_outputs, loss = drawn_gradient(rng, outputs(*values))
    found = bidirectional_backward(d_outputs, inputs, values[1:4], values[4:], *settings)
    for k, gradient in enumerate((found.inputs, *found.forward, *found.backward)):

        def nudged(value, k=k):
            return loss(outputs(*values[:k], value, *values[k + 1 :]))

        assert relative_error(gradient, numerical_gradient(nudged, values[k])) < 1e-6, k


@pytest.mark.slow
@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("merge_mode", MERGE_MODES)
def test_gradients_equal_those_of_keras(rng, inputs, weights, return_sequences, merge_mode):
    """Does each gradient agree with GradientTape through Keras' layer, under a mask?"""
    import tensorflow as tf

    layer = keras_layer(weights, merge_mode, return_sequences, "float64")
    mask = np.arange(STEPS) < LENGTHS[:, np.newaxis]
    settings = LENGTHS, merge_mode, return_sequences
    d_outputs, _ = drawn_gradient(rng, bidirectional_forward(inputs, *weights, *settings))
    tensor = tf.constant(inputs)
    variables = [variable.value for variable in layer.trainable_variables]
    with tf.GradientTape() as tape:
        tape.watch(tensor)
        pairs = zip(as_list(d_outputs), as_list(layer(tensor, mask=mask)), strict=True)
        loss = sum(tf.reduce_sum(d * each) for d, each in pairs)
    expected = tape.gradient(loss, [tensor, *variables])

    found = bidirectional_backward(d_outputs, inputs, *weights, *settings)

    arrays = found.inputs, *found.forward, *found.backward
    for ours, theirs in zip(arrays, expected, strict=True):
        assert relative_error(ours, theirs.numpy()) < 1e-10


def test_padding_has_no_gradient(rng, inputs, weights):
    """Is the gradient of what nobody reads exactly zero?"""
    d_outputs = rng.normal(size=(BATCH, STEPS, 2 * UNITS))
    found = bidirectional_backward(d_outputs, inputs, *weights, LENGTHS).inputs
    real = np.arange(STEPS) < LENGTHS[:, np.newaxis]
    assert not found[~real].any()
    assert np.all(found[real] != 0)


def test_float32_stays_float32(inputs, weights):
    """Does nothing on the way widen the numbers?"""
    inputs = inputs.astype(np.float32)
    weights = [[array.astype(np.float32) for array in run] for run in weights]
    outputs = bidirectional_forward(inputs, *weights, LENGTHS, "ave")
    found = bidirectional_backward(outputs, inputs, *weights, LENGTHS, "ave")
    arrays = outputs, found.inputs, *found.forward, *found.backward
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_withholding_the_reversal_withholds_both_directions(inputs, weights):
    """Is the turn in one place, so that no other function answers an exercise on it?"""
    withhold.close(["ragged.reverse_within_lengths"])
    try:
        with pytest.raises(withhold.Withheld):
            bidirectional_forward(inputs, *weights)
    finally:
        withhold.reopen()


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"lengths": [8, 1, 4, 1, 6, 3]}, ValueError, "lengths holds 8, expected 0 to 7, the num"),
        ({"lengths": [7, 1, 4, -1, 6, 3]}, ValueError, "lengths holds -1, expected 0 to 7"),
        ({"lengths": [7, 1]}, ValueError, r"lengths has shape \(2,\), expected \(batch,\) = \(6,"),
        ({"lengths": LENGTHS / 1}, TypeError, "lengths holds float64 values, expected whole"),
        ({"merge_mode": "add"}, ValueError, "merge_mode is 'add', expected one of 'concat', 'sum'"),
        ({"inputs": np.ones((2, 3))}, ValueError, r"inputs has shape \(2, 3\), expected \(batch, "),
        ({"inputs": np.ones((6, 7, 2))}, ValueError, "inputs have 2 features but W expects 3"),
        ({"inputs": np.ones((6, 0, 3))}, ValueError, "inputs have 0 steps, expected 1 or more"),
        ({"backward": np.ones(3)}, TypeError, "backward is ndarray, expected a tuple or list: W"),
        (
            {"backward": (np.ones((3, 8)), np.ones((2, 8)), np.ones(4))},
            ValueError,
            "backward: b has 4 values but U expects 8",
        ),
        (
            {"backward": (np.ones((2, 8)), np.ones((2, 8)), np.ones(8))},
            ValueError,
            "inputs have 3 features but W of backward expects 2",
        ),
    ],
)
def test_bad_input_is_refused_by_name(inputs, weights, changes, error, message):
    """Does each error name the argument, what was passed and what was expected?"""
    given = {"inputs": inputs, "forward": weights[0], "backward": weights[1], **changes}
    with pytest.raises(error, match=message):
        bidirectional_forward(**given)


@pytest.mark.parametrize(
    ("d_outputs", "merge_mode", "error", "message"),
    [
        (np.ones((6, 7, 5)), "concat", ValueError, r"d_outputs has shape .*, expected \(6, 7, 10"),
        (np.ones((6, 10)), "concat", ValueError, r"d_outputs has shape .*, expected \(batch, st"),
        (np.ones((6, 7, 10)), None, TypeError, "d_outputs is ndarray, expected a pair with"),
        ([np.ones((6, 7, 5))] * 3, None, TypeError, "d_outputs is list, expected a pair with"),
        (
            [np.ones((6, 7, 5)), np.ones((6, 7, 4))],
            None,
            ValueError,
            r"d_outputs\[1\] has shape .*, expected \(6, 7, 5\)",
        ),
    ],
)
def test_a_gradient_of_another_shape_is_refused(
    inputs, weights, d_outputs, merge_mode, error, message
):
    """Does the error say which shape the outputs have?"""
    with pytest.raises(error, match=message):
        bidirectional_backward(d_outputs, inputs, *weights, merge_mode=merge_mode)
