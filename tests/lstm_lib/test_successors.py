"""sLSTM, minLSTM and minGRU: beside the form that overflows, by hand, and as weighted sums."""

import numpy as np
import pytest

from lstm_lib.steps import run_steps
from lstm_lib.successors import min_gru_step, min_lstm_step, slstm_step

BATCH, STEPS, FEATURES, UNITS = 6, 7, 3, 5


def sigmoid(z):
    """Return the logistic function as it is defined."""
    return 1 / (1 + np.exp(-z))


def start(batch, units, dtype=np.float64):
    """Return the four states of an sLSTM before the first step."""
    zeros = np.zeros((batch, units), dtype)
    return zeros, zeros, zeros, np.full((batch, units), -np.inf, dtype)


def naive_slstm(inputs, W, U, b):
    """Return h, c and n of an sLSTM at every step, as Beck et al. define them: without m."""
    h = c = n = np.zeros((len(inputs), len(U)))
    rows = []
    for t in range(inputs.shape[1]):
        z_i, z_f, z_g, z_o = np.split(inputs[:, t] @ W + h @ U + b, 4, axis=1)
        c = sigmoid(z_f) * c + np.exp(z_i) * np.tanh(z_g)
        n = sigmoid(z_f) * n + np.exp(z_i)
        h = sigmoid(z_o) * c / n
        rows.append((h, c, n))
    return [np.stack(arrays, axis=1) for arrays in zip(*rows, strict=True)]


@pytest.mark.parametrize("scale", [0.1, 1.0, 10.0])
def test_the_stabilized_form_is_the_naive_one_where_that_is_finite(rng, draw_lstm, scale):
    """Do hidden states agree, and c and n once they are multiplied by exp(m)?"""
    weights = draw_lstm(FEATURES, UNITS)
    inputs = scale * rng.normal(size=(BATCH, STEPS, FEATURES))
    h, c, n, m = run_steps(slstm_step, inputs, start(BATCH, UNITS), weights)
    expected = naive_slstm(inputs, *weights)
    for found, theirs in zip((h, c * np.exp(m), n * np.exp(m)), expected, strict=True):
        # Where an output gate is all but shut, h is as exact as the sigmoid: to 16 digits of 1.
        np.testing.assert_allclose(found, theirs, rtol=1e-10, atol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("sign", [1, -1])
def test_gates_at_which_the_naive_form_breaks_do_no_harm(rng, draw_lstm, sign, dtype):
    """Is everything finite, h within -1 and 1 and n 1 or more, for gates of some exp(±5000)?

    There the naive form gives infinity over infinity, or zero over zero.
    """
    W, U, b = draw_lstm(FEATURES, UNITS, dtype)
    b[:UNITS] = sign * 5000
    inputs = (100 * rng.normal(size=(BATCH, STEPS, FEATURES))).astype(dtype)
    with np.errstate(all="ignore"):
        assert np.isnan(naive_slstm(inputs, W, U, b)[0]).all()

    h, c, n, m = run_steps(slstm_step, inputs, start(BATCH, UNITS, dtype), (W, U, b))

    assert {array.dtype for array in (h, c, n, m)} == {np.dtype(dtype)}
    assert np.isfinite([h, c, n, m]).all()
    assert np.abs(h).max() <= 1
    assert n.min() >= 1


def test_a_constant_for_all_input_gates_changes_no_answer(rng, draw_lstm):
    """Does a bias of 1000 more leave every hidden state as it was, since it cancels in c / n?"""
    W, U, b = draw_lstm(FEATURES, UNITS)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES))
    moved = b + 1000 * (np.arange(4 * UNITS) < UNITS)
    h, c, n, m = run_steps(slstm_step, inputs, start(BATCH, UNITS), (W, U, b))
    h_moved, _, _, m_moved = run_steps(slstm_step, inputs, start(BATCH, UNITS), (W, U, moved))
    np.testing.assert_allclose(h_moved, h, rtol=1e-9)
    np.testing.assert_allclose(m_moved, m + 1000, rtol=1e-12)


def test_a_late_candidate_can_outweigh_all_before_it():
    """By hand: after four candidates near -1 with gates of 1, does one with a gate of e³⁰ win?"""
    W = np.array([[30.0, 0.0, 2.0, 0.0], [0.0, 0.0, 9.0, 0.0]])
    b = np.array([0.0, 50.0, 0.0, 50.0])  # nothing is forgotten, and all is shown
    inputs = np.array([[[0.0, -1.0]] * 4 + [[1.0, 0.0]]])
    h, *_ = run_steps(slstm_step, inputs, start(1, 1), (W, np.zeros((1, 4)), b))
    np.testing.assert_allclose(h[0, :4, 0], np.tanh(-9.0), rtol=1e-12)
    np.testing.assert_allclose(h[0, 4, 0], np.tanh(2.0), rtol=1e-10)


def test_a_stabilizer_that_does_not_begin_at_minus_infinity_is_refused(draw_lstm):
    """Does the error say with what to begin, and are other infinities refused?"""
    x_t, zeros, weights = np.ones((2, 3)), np.zeros((2, 5)), draw_lstm(3, 5)
    with pytest.raises(ValueError, match="expected minus infinity as first m_prev"):
        slstm_step(x_t, zeros, zeros, zeros, zeros, *weights)
    with pytest.raises(ValueError, match="m_prev has 10 of 10 values NaN or infinite"):
        slstm_step(x_t, zeros, zeros, zeros, zeros + np.inf, *weights)
    with pytest.raises(ValueError, match=r"m_prev has shape \(2, 4\), expected .* = \(2, 5\)"):
        slstm_step(x_t, zeros, zeros, zeros, zeros[:, 1:] - np.inf, *weights)


def min_weights(rng, blocks):
    """Return W and b of a step without recurrent weights."""
    return rng.normal(size=(FEATURES, blocks * UNITS)), rng.normal(size=blocks * UNITS)


def test_min_lstm_is_its_equations(rng):
    """Is one step what Feng et al. write: two sigmoids over their sum, and a plain candidate?"""
    W, b = min_weights(rng, 3)
    x_t, h_prev = rng.normal(size=(BATCH, FEATURES)), rng.normal(size=(BATCH, UNITS))
    z_i, z_f, g = np.split(x_t @ W + b, 3, axis=1)
    i, f = sigmoid(z_i), sigmoid(z_f)
    expected = f / (f + i) * h_prev + i / (f + i) * g
    np.testing.assert_allclose(min_lstm_step(x_t, h_prev, W, b), expected, rtol=1e-12)


def test_min_gru_is_its_equations(rng):
    """Is one step what Feng et al. write, the gate at the candidate?"""
    W, b = min_weights(rng, 2)
    x_t, h_prev = rng.normal(size=(BATCH, FEATURES)), rng.normal(size=(BATCH, UNITS))
    z_u, g = np.split(x_t @ W + b, 2, axis=1)
    expected = (1 - sigmoid(z_u)) * h_prev + sigmoid(z_u) * g
    np.testing.assert_allclose(min_gru_step(x_t, h_prev, W, b), expected, rtol=1e-12)


@pytest.mark.parametrize(("step", "blocks"), [(min_lstm_step, 3), (min_gru_step, 2)])
def test_all_steps_are_one_weighted_sum(rng, step, blocks):
    """Can the last state be computed without the states between, as the paper promises?

    How much a step keeps is what it leaves of a state of 1 when the candidate is zero.
    """
    W, b = min_weights(rng, blocks)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES))
    h_0 = rng.normal(size=(BATCH, UNITS))
    (h,) = run_steps(step, inputs, [h_0], (W, b))

    zeros, ones = np.zeros((BATCH, UNITS)), np.ones((BATCH, UNITS))
    written = np.stack([step(x_t, zeros, W, b) for x_t in inputs.swapaxes(0, 1)])
    kept = np.stack([step(x_t, ones, W, b) for x_t in inputs.swapaxes(0, 1)]) - written
    after = np.cumprod(kept[::-1], axis=0)[::-1]  # what is left at the end, from step t on
    later = np.concatenate([after[1:], ones[np.newaxis]])
    np.testing.assert_allclose(h[:, -1], after[0] * h_0 + np.sum(later * written, axis=0))


def test_shut_gates_of_a_min_lstm_still_add_up_to_one():
    """Is the state a mean where both sigmoids round to zero, and their sum with them?"""
    b = np.array([-5000.0, -5000.0, 2.0])
    found = min_lstm_step(np.ones((1, 2)), [[8.0]], np.zeros((2, 3)), b)
    np.testing.assert_allclose(found, [[5.0]])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W": np.ones((3, 16))}, "W has 16 columns, expected 3·units"),
        ({"b": np.ones(5)}, "b has 5 values but W expects 15, 3·units"),
        ({"h_prev": np.ones((2, 4))}, r"h_prev has shape \(2, 4\), expected .* = \(2, 5\)"),
        ({"x_t": np.ones((2, 4))}, "x_t has 4 features but W expects 3"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(changes, message):
    """Does the error say what came and what was expected?"""
    given = {"x_t": np.ones((2, 3)), "h_prev": np.ones((2, 5)), "W": np.ones((3, 15))}
    with pytest.raises(ValueError, match=message):
        min_lstm_step(**{**given, "b": np.ones(15), **changes})
