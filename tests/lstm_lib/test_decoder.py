"""A decoder with attention, step by step, beside one in Keras that runs all steps at once."""

import numpy as np
import pytest

from lstm_lib.cell import lstm_step
from lstm_lib.decoder import attention_step

BATCH, STEPS, SOURCE, FEATURES, UNITS, ATTENDED = 3, 4, 6, 2, 5, 7
MASK = np.arange(SOURCE) < np.array([6, 1, 4])[:, np.newaxis]


@pytest.fixture
def given(rng, draw_lstm):
    """Return the target's inputs, both states of the encoder, its hidden states, all weights."""
    shapes = (BATCH, STEPS, FEATURES), (BATCH, UNITS), (BATCH, UNITS), (BATCH, SOURCE, UNITS)
    W_attended = rng.normal(size=(2 * UNITS, ATTENDED))
    return [rng.normal(size=shape) for shape in shapes], draw_lstm(FEATURES, UNITS), W_attended


@pytest.mark.slow
@pytest.mark.parametrize("mask", [None, MASK], ids=["without a mask", "with a mask"])
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-10)])
def test_steps_equal_keras_layers_over_all_steps(given, mask, dtype, tolerance):
    """Do LSTM, Attention, Concatenate and a dense tanh layer give the same, all steps at once?"""
    from lstm_lib.backend import keras

    (inputs, h_t, c_t, encoder_h), weights, W_attended = given
    inputs, h_t, c_t, encoder_h, W_attended, *weights = (
        array.astype(dtype) for array in (inputs, h_t, c_t, encoder_h, W_attended, *weights)
    )
    lstm = keras.layers.LSTM(UNITS, return_sequences=True, dtype=dtype)
    lstm.build(inputs.shape)
    lstm.set_weights(weights)
    h = lstm(inputs, initial_state=[keras.ops.array(h_t), keras.ops.array(c_t)])
    contexts, shares = keras.layers.Attention(dtype=dtype)(
        [h, keras.ops.array(encoder_h)], mask=[None, mask], return_attention_scores=True
    )
    dense = keras.layers.Dense(ATTENDED, activation="tanh", use_bias=False, dtype=dtype)
    dense.build((BATCH, STEPS, 2 * UNITS))
    dense.set_weights([W_attended])
    attended = dense(keras.layers.Concatenate(dtype=dtype)([contexts, h]))

    for t in range(STEPS):
        step = attention_step(inputs[:, t], h_t, c_t, *weights, encoder_h, W_attended, mask)
        h_t, c_t = step.h_t, step.c_t
        found = h_t, step.weights, step.context, step.attended
        for ours, theirs in zip(found, (h, shares, contexts, attended), strict=True):
            assert ours.dtype == dtype
            np.testing.assert_allclose(ours, theirs.numpy()[:, t], rtol=0, atol=tolerance)


def test_the_states_are_those_of_the_lstm(given):
    """Does attention change no state, since nothing of it is fed back?"""
    (inputs, h_0, c_0, encoder_h), weights, W_attended = given
    step = attention_step(inputs[:, 0], h_0, c_0, *weights, encoder_h, W_attended)
    np.testing.assert_array_equal(step[:2], lstm_step(inputs[:, 0], h_0, c_0, *weights))


def test_the_context_stands_before_the_hidden_state(given):
    """Do the first rows of W_attended multiply the context, the last ones h_t?"""
    (inputs, h_0, c_0, encoder_h), weights, W_attended = given
    arguments = inputs[:, 0], h_0, c_0, *weights, encoder_h
    W_attended[UNITS:] = 0
    step = attention_step(*arguments, W_attended)
    np.testing.assert_allclose(step.attended, np.tanh(step.context @ W_attended[:UNITS]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"encoder_h": np.zeros((BATCH, SOURCE, 4))}, r"encoder_h has shape .*, expected \(batch,"),
        ({"encoder_h": np.zeros((2, SOURCE, UNITS))}, r"expected \(batch, units\) = \(3, 5\)"),
        ({"encoder_h": np.zeros((BATCH, 0, UNITS))}, "scores has 0 key steps, expected 1 or more"),
        ({"W_attended": np.zeros((UNITS, 3))}, "W_attended has 5 rows, expected 2·units = 10"),
        ({"mask": np.zeros((BATCH, SOURCE), bool)}, "mask has 3 rows without a True"),
    ],
)
def test_bad_input_is_refused_by_name(given, changes, message):
    """Does each error name the argument, what was passed and what was expected?"""
    (inputs, h_0, c_0, encoder_h), weights, W_attended = given
    arguments = {"encoder_h": encoder_h, "W_attended": W_attended, **changes}
    with pytest.raises(ValueError, match=message):
        attention_step(inputs[:, 0], h_0, c_0, *weights, **arguments)
