"""The loop that runs any step along a sequence."""

import numpy as np
import pytest

from lstm_lib.cell import lstm_step
from lstm_lib.rnn import rnn_forward, rnn_step
from lstm_lib.sequence import lstm_forward
from lstm_lib.steps import run_steps

BATCH, STEPS, FEATURES, UNITS = 3, 7, 2, 5


@pytest.fixture
def given(rng, draw_lstm):
    """Return inputs, both states and the weights of an LSTM."""
    states = list(rng.normal(size=(2, BATCH, UNITS)))
    return rng.normal(size=(BATCH, STEPS, FEATURES)), states, draw_lstm(FEATURES, UNITS)


def test_the_lstms_step_gives_the_lstms_trajectory(given):
    """Is it lstm_forward, with a mask and without?"""
    inputs, states, weights = given
    mask = np.ones((BATCH, STEPS), bool)
    mask[1, [0, 3, 6]] = mask[2, 4:] = False
    for each in (None, mask):
        expected = lstm_forward(inputs, *weights, *states, mask=each)
        h, c = run_steps(lstm_step, inputs, states, weights, each)
        np.testing.assert_allclose(h, expected.h, rtol=1e-12)
        np.testing.assert_allclose(c, expected.c, rtol=1e-12)


def test_a_step_with_one_state_may_return_it_alone(given, rng):
    """Is it rnn_forward, as a tuple of one array?"""
    inputs, states, _ = given
    weights = [rng.normal(size=shape) for shape in ((FEATURES, UNITS), (UNITS, UNITS), UNITS)]
    (h,) = run_steps(rnn_step, inputs, states[:1], weights)
    np.testing.assert_allclose(h, rnn_forward(inputs, *weights, states[0]), rtol=1e-12)


def test_states_may_differ_in_size(given):
    """Does each state keep its own shape, and arrive in its own place?"""
    inputs, _, _ = given

    def counting(x_t, one, two, by):
        return one + by, two + x_t

    one, two = run_steps(counting, inputs, [np.zeros((BATCH, 1)), np.zeros((BATCH, 2))], [3.0])
    np.testing.assert_array_equal(one[0, :, 0], 3.0 * np.arange(1, STEPS + 1))
    np.testing.assert_allclose(two, np.cumsum(inputs, axis=1))


REFUSED = {
    "no state": ({"states": []}, ValueError, "states has 0 arrays, expected 1 or more"),
    "no step to run": (
        {"inputs": np.ones((BATCH, 0, 2))},
        ValueError,
        "inputs have 0 steps, expected 1 or more",
    ),
    "another batch": (
        {"states": [np.zeros((2, UNITS))]},
        ValueError,
        r"states\[0\] has shape \(2, 5\), expected \(batch, units\) with batch = 3",
    ),
    "NaN at the start": (
        {"states": [np.full((BATCH, UNITS), np.nan)]},
        ValueError,
        r"states\[0\] holds NaN or infinity, expected neither",
    ),
    "one array as states": (
        {"states": np.zeros((BATCH, UNITS))},
        TypeError,
        "states is ndarray, expected a tuple or list of arrays",
    ),
    "a state too few": (
        {"step": lambda x_t, h, c: h},
        ValueError,
        "step returned 1 states at step 0, expected 2, as given",
    ),
    "a state on its side": (
        {"step": lambda x_t, h, c: (h, c.T)},
        ValueError,
        r"state 1 after step 0 has shape \(5, 3\), expected \(3, 5\)",
    ),
    "a state of words": (
        {"step": lambda x_t, h, c: (h, "c")},
        TypeError,
        "state 1 after step 0 holds .* expected real numbers",
    ),
    "a state that is not finite": (
        {"step": lambda x_t, h, c: (h, c + np.inf)},
        ValueError,
        "state 1 after step 0 has 15 of 15 values NaN or infinite",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_by_name(given, case):
    """Does the error say what came and what was expected?"""
    changes, error, message = REFUSED[case]
    inputs, states, _ = given
    arguments = {"step": lambda x_t, h, c: (h, c), "inputs": inputs, "states": states}
    with pytest.raises(error, match=message):
        run_steps(**{**arguments, **changes}, weights=())
