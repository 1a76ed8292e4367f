"""Peepholes, coupled gates and the GRU: by hand, beside the LSTM, and beside Keras."""

import numpy as np
import pytest

from lstm_lib.cell import lstm_step
from lstm_lib.relatives import coupled_step, gru_gates, gru_step, peephole_step
from lstm_lib.steps import run_steps

BATCH, STEPS, FEATURES, UNITS = 6, 7, 3, 5
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]


@pytest.fixture
def states(rng):
    """Return a hidden state and a cell state."""
    return tuple(rng.normal(size=(2, BATCH, UNITS)))


@pytest.fixture
def x_t(rng):
    """Return the input of one step."""
    return rng.normal(size=(BATCH, FEATURES))


def sigmoid(z):
    """Return the logistic function as it is defined."""
    return 1 / (1 + np.exp(-z))


def test_without_peepholes_it_is_the_lstms_step(x_t, states, draw_lstm):
    """Is a step whose peepholes are zero the step of an LSTM?"""
    weights = draw_lstm(FEATURES, UNITS)
    found = peephole_step(x_t, *states, *weights, np.zeros(3 * UNITS))
    np.testing.assert_allclose(found, lstm_step(x_t, *states, *weights), rtol=1e-12)


def test_each_peephole_sees_what_the_paper_lets_it_see():
    """One unit, by hand: do i and f look at the old cell state, and o at the new one?

    All else is zero, so the candidate is that of its bias.
    """
    x_t, h_prev, c_prev = np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), 0.7)
    b = np.array([0.0, 0.0, 0.3, 0.0])
    h_t, c_t = peephole_step(
        x_t, h_prev, c_prev, np.zeros((1, 4)), np.zeros((1, 4)), b, [2.0, -3.0, 5.0]
    )
    c_expected = sigmoid(-3 * 0.7) * 0.7 + sigmoid(2 * 0.7) * np.tanh(0.3)
    h_expected = sigmoid(5 * c_expected) * np.tanh(c_expected)
    np.testing.assert_allclose([c_t[0, 0], h_t[0, 0]], [c_expected, h_expected], rtol=1e-12)


def test_a_peephole_sees_its_own_unit_alone(x_t, states, draw_lstm, rng):
    """Does another cell state in one unit change that unit's new states and no others?"""
    weights, p = draw_lstm(FEATURES, UNITS), rng.normal(size=3 * UNITS)
    h_prev, c_prev = states
    moved = c_prev.copy()
    moved[:, 2] += 1
    for before, after in zip(
        peephole_step(x_t, h_prev, c_prev, *weights, p),
        peephole_step(x_t, h_prev, moved, *weights, p),
        strict=True,
    ):
        assert np.all((before != after) == (np.arange(UNITS) == 2))


def test_coupled_gates_are_an_lstm_whose_forget_gate_is_the_rest(x_t, states, draw_lstm):
    """Is it an LSTM with the input gate's weights, negated, at its forget gate?

    For 1 - sigmoid(z) is sigmoid(-z).
    """
    W, U, b = draw_lstm(FEATURES, UNITS)
    three = [
        np.concatenate(np.split(w, 4, axis=-1)[:1] + np.split(w, 4, axis=-1)[2:], axis=-1)
        for w in (W, U, b)
    ]
    four = []
    for weight in three:
        i, g, o = np.split(weight, 3, axis=-1)
        four.append(np.concatenate([i, -i, g, o], axis=-1))
    found = coupled_step(x_t, *states, *three)
    np.testing.assert_allclose(found, lstm_step(x_t, *states, *four), rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
def test_every_hidden_state_is_that_of_keras_gru(rng, reset_after, masked, dtype, tolerance):
    """Do all steps agree in both conventions, from a given state, masked or not?"""
    from lstm_lib.backend import keras

    layer = keras.layers.GRU(
        UNITS, reset_after=reset_after, return_sequences=True, return_state=True, dtype=dtype
    )
    layer.build((None, None, FEATURES))
    layer.set_weights([w + rng.normal(scale=0.4, size=w.shape) for w in layer.get_weights()])
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(dtype)
    h_0 = rng.normal(size=(BATCH, UNITS)).astype(dtype)
    mask = rng.random((BATCH, STEPS)) < 0.6 if masked else None
    settings = {"mask": keras.ops.array(mask)} if masked else {}

    expected, h_last = layer(inputs, initial_state=keras.ops.array(h_0), **settings)
    (h,) = run_steps(gru_step, inputs, [h_0], [*layer.get_weights(), reset_after], mask)

    seen = np.ones((BATCH, STEPS), bool) if mask is None else mask
    assert h.dtype == dtype
    np.testing.assert_allclose(h[seen], np.array(expected)[seen], rtol=0, atol=tolerance)
    np.testing.assert_allclose(h[:, -1], np.array(h_last), rtol=0, atol=tolerance)


def test_the_two_conventions_differ_where_the_reset_gate_acts():
    """Two units, by hand: is the state reset before the product, or the product after it?

    The candidate of unit 0 reads unit 1 alone. Before the product unit 1's own reset gate acts on
    it, after the product unit 0's.
    """
    x_t, h_prev = np.zeros((1, 1)), np.array([[0.0, 0.5]])
    U = np.zeros((2, 6))
    U[1, 4] = 2.0  # candidate of unit 0, from unit 1
    bias = np.array([0.0, 0.0, -1.0, 1.0, 0.3, 0.0])  # reset gates sigmoid(-1) and sigmoid(1)
    _, _, before = gru_gates(x_t, h_prev, np.zeros((1, 6)), U, bias, reset_after=False)
    _, _, after = gru_gates(x_t, h_prev, np.zeros((1, 6)), U, np.array([bias, 0 * bias]))
    np.testing.assert_allclose(before[0, 0], np.tanh(0.3 + 2 * sigmoid(1.0) * 0.5), rtol=1e-12)
    np.testing.assert_allclose(after[0, 0], np.tanh(0.3 + sigmoid(-1.0) * (2 * 0.5)), rtol=1e-12)


def test_the_update_gate_keeps_the_old_state(x_t, states):
    """Does an update gate that is wide open keep the state, as in Cho et al. and in Keras?"""
    b = np.zeros((2, 3 * UNITS))
    b[0, :UNITS] = 50
    weights = np.zeros((FEATURES, 3 * UNITS)), np.zeros((UNITS, 3 * UNITS)), b
    np.testing.assert_array_equal(gru_step(x_t, states[0], *weights), states[0])


THREE = {"W": np.ones((3, 15)), "U": np.ones((5, 15)), "b": np.ones(15)}
REFUSED = {
    "a bias of one row where two are needed": (
        gru_step,
        {**THREE},
        ValueError,
        r"b has shape \(15,\), expected \(2, 3·units\)",
    ),
    "a bias of two rows where one is needed": (
        gru_step,
        {**THREE, "b": np.ones((2, 15)), "reset_after": False},
        ValueError,
        r"b has shape \(2, 15\), expected \(3·units,\)",
    ),
    "a convention that is no truth value": (
        gru_step,
        {**THREE, "reset_after": "after"},
        TypeError,
        "reset_after is 'after', expected True or False",
    ),
    "four blocks for three": (
        coupled_step,
        {"W": np.ones((3, 20)), "U": np.ones((5, 20)), "b": np.ones(20)},
        ValueError,
        r"U has shape \(5, 20\), expected \(units, 3·units\)",
    ),
    "peepholes for four gates": (
        peephole_step,
        {"W": np.ones((3, 20)), "U": np.ones((5, 20)), "b": np.ones(20), "p": np.ones(20)},
        ValueError,
        "p has 20 values but U expects 15, 3·units",
    ),
    "an input of other features": (
        coupled_step,
        {**THREE, "W": np.ones((2, 15))},
        ValueError,
        "x_t has 3 features but W expects 2",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_by_name(x_t, states, case):
    """Does the error say what came and what was expected?"""
    step, weights, error, message = REFUSED[case]
    given = states[:1] if step is gru_step else states
    with pytest.raises(error, match=message):
        step(x_t, *given, **weights)
