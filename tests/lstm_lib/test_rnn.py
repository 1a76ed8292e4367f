"""The plain recurrent network: forward beside Keras' SimpleRNN, backward beside nudging."""

import numpy as np
import pytest

from lstm_lib.gradients import numerical_gradient, relative_error
from lstm_lib.rnn import rnn_forward, rnn_state_gradients, rnn_step

BATCH, STEPS, FEATURES, UNITS = 3, 7, 2, 5


@pytest.fixture
def weights(rng):
    """Return distinct random W, U and b."""
    return [rng.normal(scale=0.4, size=s) for s in ((FEATURES, UNITS), (UNITS, UNITS), (UNITS,))]


def test_every_step_is_rnn_step(rng, weights):
    """Is the sequence the step, repeated?"""
    inputs, h_t = rng.normal(size=(BATCH, STEPS, FEATURES)), rng.normal(size=(BATCH, UNITS))
    h = rnn_forward(inputs, *weights, h_0=h_t)
    for t in range(STEPS):
        h_t = rnn_step(inputs[:, t], h_t, *weights)
        np.testing.assert_allclose(h[:, t], h_t, rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-10)])
def test_it_equals_keras(rng, weights, dtype, tolerance):
    """Does SimpleRNN with the same weights give the same hidden states?"""
    from lstm_lib.backend import keras

    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(dtype)
    layer = keras.layers.SimpleRNN(UNITS, return_sequences=True, dtype=dtype)
    layer.build(inputs.shape)
    layer.set_weights(weights)
    ours = rnn_forward(inputs, *(a.astype(dtype) for a in weights))
    assert ours.dtype == dtype
    np.testing.assert_allclose(ours, keras.ops.convert_to_numpy(layer(inputs)), atol=tolerance)


def test_state_gradients_equal_finite_differences(rng, weights):
    """Is dL/dh_t what nudging h_t and running the rest gives?"""
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES))
    dh = rng.normal(size=(BATCH, STEPS, UNITS))
    h = rnn_forward(inputs, *weights)
    found = rnn_state_gradients(dh, h, weights[1])
    for t in range(STEPS - 1):

        def loss(h_t, t=t):
            rest = rnn_forward(inputs[:, t + 1 :], *weights, h_0=h_t)
            return np.sum(dh[:, t] * h_t) + np.sum(dh[:, t + 1 :] * rest)

        assert relative_error(found[:, t], numerical_gradient(loss, h[:, t])) < 1e-6
    np.testing.assert_array_equal(found[:, -1], dh[:, -1])


def test_a_step_by_hand():
    """Does one unit give the number computed by hand?"""
    found = rnn_step([[2.0]], [[0.5]], [[0.3]], [[-0.4]], [0.1])
    np.testing.assert_allclose(found, np.tanh([[0.6 - 0.2 + 0.1]]))


@pytest.mark.parametrize(
    ("index", "shape", "message"),
    [
        (0, (BATCH, STEPS), r"inputs has shape \(3, 7\), expected \(batch, steps, features\)"),
        (0, (BATCH, 0, FEATURES), "inputs have 0 steps, expected 1 or more"),
        (0, (BATCH, STEPS, 4), "inputs have 4 features but W expects 2"),
        (1, (FEATURES, 4), "W has 4 columns but U expects 5, the units"),
        (2, (UNITS, 4 * UNITS), r"U has shape \(5, 20\), expected \(units, units\)"),
        (3, (1,), "b has 1 values but U expects 5, the units"),
    ],
)
def test_a_wrong_shape_is_refused_by_name(rng, weights, index, shape, message):
    """Does the error say what was passed and what was expected?"""
    arguments = [np.zeros((BATCH, STEPS, FEATURES)), *weights]
    arguments[index] = np.zeros(shape)
    with pytest.raises(ValueError, match=message):
        rnn_forward(*arguments)


def test_refusals_of_the_backward_pass(weights):
    """Does the error name gradients and states that do not fit each other?"""
    ones = np.ones((BATCH, STEPS, UNITS))
    with pytest.raises(ValueError, match=r"h has shape \(3, 6, 5\), expected"):
        rnn_state_gradients(ones, ones[:, :-1], weights[1])
    with pytest.raises(ValueError, match="dh has 4 units but U expects 5"):
        rnn_state_gradients(ones[..., :-1], ones, weights[1])
    with pytest.raises(ValueError, match="x_t has 3 features but W expects 2"):
        rnn_step(np.ones((1, 3)), np.ones((1, UNITS)), *weights)
