"""Dropout: its masks, an LSTM that reads through them beside Keras', and the spread of answers."""

import numpy as np
import pytest

from lstm_lib.cell import lstm_step
from lstm_lib.dropout import answer_spread, dropout_mask, dropout_step
from lstm_lib.gradients import relative_error
from lstm_lib.sequence import lstm_forward
from lstm_lib.steps import run_steps

BATCH, STEPS, FEATURES, UNITS = 6, 7, 3, 5
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
def test_a_mask_keeps_the_mean(rng, rate):
    """Is the share of zeros the rate, and the mean one, within what chance allows?"""
    mask = dropout_mask(rng, rate, (300, 400))
    assert set(np.unique(mask)) <= {0.0, 1 / (1 - rate)}
    error = np.sqrt(rate * (1 - rate) / mask.size)  # of a share, one standard deviation
    assert abs(np.mean(mask == 0) - rate) <= 4 * error
    assert abs(mask.mean() - 1) <= 4 * error / (1 - rate)


def test_the_shape_says_what_shares_a_mask(rng):
    """Is one mask drawn for each sequence, and a new one for each step only where asked?"""
    values = np.ones((BATCH, STEPS, FEATURES))
    along = values * dropout_mask(rng, 0.5, (BATCH, 1, FEATURES))
    anew = values * dropout_mask(rng, 0.5, values.shape)
    assert np.all(along == along[:, :1])
    assert len(np.unique(along[:, 0], axis=0)) > 1
    assert not np.all(anew == anew[:, :1])


def test_masks_of_ones_drop_nothing(rng, draw_lstm):
    """Is the step the LSTM's own where nothing is dropped?"""
    weights = draw_lstm(FEATURES, UNITS)
    inputs, (h_0, c_0) = rng.normal(size=(BATCH, FEATURES)), rng.normal(size=(2, BATCH, UNITS))
    ones = np.ones((4, BATCH, FEATURES)), np.ones((4, BATCH, UNITS))
    found = dropout_step(inputs, h_0, c_0, *weights, *ones)
    expected = lstm_step(inputs, h_0, c_0, *weights)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_one_mask_for_all_gates_is_a_mask_of_the_inputs(rng, draw_lstm):
    """Is input dropout with one mask for all steps the LSTM on inputs that were dropped before?"""
    weights = draw_lstm(FEATURES, UNITS)
    inputs, zeros = rng.normal(size=(BATCH, STEPS, FEATURES)), np.zeros((BATCH, UNITS))
    mask = dropout_mask(rng, 0.4, (BATCH, 1, FEATURES))
    masks = np.repeat(mask.swapaxes(0, 1), 4, axis=0), np.ones((4, BATCH, UNITS))
    h, c = run_steps(dropout_step, inputs, (zeros, zeros), (*weights, *masks))
    expected = lstm_forward(inputs * mask, *weights)
    np.testing.assert_allclose(h, expected.h, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(c, expected.c, rtol=1e-12, atol=1e-15)


def test_each_gate_reads_through_its_own_masks(rng, draw_lstm):
    """Are masks of zeros for all gates but one the same as weights of that gate's block alone?"""
    W, U, b = draw_lstm(FEATURES, UNITS)
    x_t, (h_prev, c_prev) = rng.normal(size=(BATCH, FEATURES)), rng.normal(size=(2, BATCH, UNITS))
    for k in range(4):
        on = np.zeros((4, 1, 1))
        on[k] = 1
        masks = on * np.ones((4, BATCH, FEATURES)), on * np.ones((4, BATCH, UNITS))
        block = np.zeros(4 * UNITS)
        block[k * UNITS : (k + 1) * UNITS] = 1
        found = dropout_step(x_t, h_prev, c_prev, W, U, b, *masks)
        expected = lstm_step(x_t, h_prev, c_prev, W * block, U * block, b)
        np.testing.assert_allclose(found, expected, rtol=1e-12)


def masked_layer(keras, dtype, rng, **rates):
    """Return a Keras layer, and the masks that its cell drew in its last call, as it drew them."""
    layer = keras.layers.LSTM(UNITS, return_sequences=True, use_cudnn=False, dtype=dtype, **rates)
    layer.build((None, None, FEATURES))
    layer.set_weights([w + rng.normal(scale=0.1, size=w.shape) for w in layer.get_weights()])
    drawn = {}

    def recorded(draw, kind):
        # A layer draws its masks before the loop, and forgets them after it.
        def record(step_input):
            masks = draw(step_input)
            drawn.setdefault(kind, []).append(masks)
            return masks

        return record

    cell = layer.cell
    for kind in ("dropout", "recurrent_dropout"):
        name = f"get_{kind}_mask"
        vars(cell)[name] = recorded(getattr(cell, name), kind)
    return layer, drawn


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_hidden_states_with_the_masks_of_keras_are_those_of_keras(rng, dtype, tolerance):
    """With recurrent dropout: are there four masks of each, and do all hidden states agree?"""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(3)
    layer, drawn = masked_layer(keras, dtype, rng, dropout=0.3, recurrent_dropout=0.4)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(dtype)
    expected = np.array(layer(inputs, training=True))

    masks = [np.array(drawn[kind][0]) for kind in ("dropout", "recurrent_dropout")]
    zeros = np.zeros((BATCH, UNITS), dtype)
    h, _ = run_steps(dropout_step, inputs, (zeros, zeros), (*layer.get_weights(), *masks))

    assert [mask.shape for mask in masks] == [(4, BATCH, FEATURES), (4, BATCH, UNITS)]
    assert all(len(np.unique(mask.reshape(4, -1), axis=0)) == 4 for mask in masks)
    assert all(mask.min() == 0 for mask in masks)
    assert h.dtype == dtype
    np.testing.assert_allclose(h, expected, rtol=0, atol=tolerance)
    assert np.abs(h - lstm_forward(inputs, *layer.get_weights()).h).max() > 0.01


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_input_dropout_alone_has_one_mask_in_keras(rng, dtype, tolerance):
    """Without recurrent dropout: do all gates share one mask, and does none fall on the state?"""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(3)
    layer, drawn = masked_layer(keras, dtype, rng, dropout=0.3)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(dtype)
    expected = np.array(layer(inputs, training=True))

    mask = np.array(drawn["dropout"][0])
    masks = np.stack([mask] * 4), np.ones((4, BATCH, UNITS), dtype)
    zeros = np.zeros((BATCH, UNITS), dtype)
    h, _ = run_steps(dropout_step, inputs, (zeros, zeros), (*layer.get_weights(), *masks))

    assert mask.shape == (BATCH, FEATURES)
    assert all(found is None for found in drawn["recurrent_dropout"])
    np.testing.assert_allclose(h, expected, rtol=0, atol=tolerance)


@pytest.mark.slow
def test_a_mask_is_the_share_that_keras_draws():
    """Does Keras' own dropout have the same two values, zero and 1 / (1 - rate)?"""
    from lstm_lib.backend import keras

    dropped = np.array(keras.layers.Dropout(0.2, seed=1)(np.ones((50, 40)), training=True))
    ours = dropout_mask(np.random.default_rng(1), 0.2, (50, 40))
    np.testing.assert_allclose(np.unique(dropped), np.unique(ours), rtol=1e-6)


def test_the_spread_is_over_the_times_and_nothing_else(rng):
    """Are mean and deviation those of each input's own answers?"""
    centre = rng.normal(size=(4, 3))
    answers = centre + rng.normal(scale=0.1, size=(1000, 4, 3))
    spread = answer_spread(answers)
    np.testing.assert_allclose(spread.mean, centre, atol=0.02)
    np.testing.assert_allclose(spread.deviation, 0.1, atol=0.01)
    assert relative_error(spread.mean, np.sum(answers, axis=0) / 1000) < 1e-12


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"rate": 1.0}, ValueError, "rate is 1.0, expected at least 0 and below 1"),
        ({"rate": -0.1}, ValueError, "rate is -0.1, expected at least 0 and below 1"),
        ({"shape": 3}, TypeError, "shape is 3, expected a tuple of whole numbers"),
        ({"shape": (2, 0)}, ValueError, r"shape\[1\] is 0, expected 1 or more"),
        ({"rng": 7}, TypeError, "rng is 7, expected a generator"),
    ],
)
def test_a_mask_that_cannot_be_drawn_is_refused(rng, arguments, error, message):
    """Does the error say what came and what was expected?"""
    with pytest.raises(error, match=message):
        dropout_mask(**{"rng": rng, "rate": 0.5, "shape": (2, 3), **arguments})


def test_masks_for_another_number_of_gates_are_refused(draw_lstm):
    """Does the error name the mask and the shape that was expected?"""
    x_t, state, weights = np.ones((2, 3)), np.ones((2, 5)), draw_lstm(3, 5)
    with pytest.raises(ValueError, match=r"input_masks has shape \(3, 2, 3\), expected \(4, batch"):
        dropout_step(x_t, state, state, *weights, np.ones((3, 2, 3)), np.ones((4, 2, 5)))
    with pytest.raises(ValueError, match=r"recurrent_masks has shape .*= \(4, 2, 5\)"):
        dropout_step(x_t, state, state, *weights, np.ones((4, 2, 3)), np.ones((4, 2, 3)))
    with pytest.raises(ValueError, match=r"answers has shape \(1, 3\), expected \(times, ...\)"):
        answer_spread(np.ones((1, 3)))
