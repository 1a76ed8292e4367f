"""The exercise `relatives`: its references beside the library, and what large numbers show."""

import numpy as np
import pytest
from check_tools import run_check

from lstm_lib.checks.exercises.relatives.checks import CHECKS, entered, opened, sizes, steps
from lstm_lib.checks.exercises.relatives.judge.answers import parameter_counts, slstm_states
from lstm_lib.checks.exercises.relatives.judge.gate_answers import stabilized_gates
from lstm_lib.checks.exercises.relatives.judge.gru_answers import gru_step
from lstm_lib.relatives import gru_step as librarys_gru_step
from lstm_lib.successors import slstm_step


@pytest.fixture
def rng():
    """Return a generator with a fixed seed."""
    return np.random.default_rng(0)


def test_the_gru_is_the_librarys_in_the_papers_form(rng):
    """Does the judge's step reset before the product, with blocks in the order k r g?"""
    for case in steps(rng):
        expected = librarys_gru_step(**case, reset_after=False)
        np.testing.assert_allclose(gru_step(**case), expected, rtol=1e-12)


def test_gates_and_states_make_the_librarys_slstm(rng):
    """Are the two parts together one step of an sLSTM, large numbers included?

    The step's weights are zero, and its bias is what enters the gates.
    """
    for gates, states in zip(entered(rng), opened(rng), strict=True):
        for row, column in np.ndindex(gates["z_i"].shape):
            z_i, z_f, m_prev = (gates[name][row, column] for name in ("z_i", "z_f", "m_prev"))
            c_prev, n_prev = (states[name][row, column] for name in ("c_prev", "n_prev"))
            i, f, m_t = stabilized_gates(z_i, z_f, m_prev)
            found = slstm_states(i, f, np.tanh(0.3), 0.5, c_prev, n_prev)
            one = [np.array([[value]]) for value in (0.0, 0.0, c_prev, n_prev, m_prev)]
            weights = np.zeros((1, 4)), np.zeros((1, 4)), np.array([z_i, z_f, 0.3, 0.0])
            expected = slstm_step(*one, *weights)
            np.testing.assert_allclose([*found, m_t], np.ravel(expected), rtol=1e-12)


def test_counts_are_those_of_arrays(rng):
    """Are the four counts the sizes of the arrays that the library's steps take?"""
    for case in sizes(rng):
        d, u = case["features"], case["units"]
        arrays = {"W": d * u, "U": u * u, "b": u}
        block = sum(arrays.values())
        expected = 4 * block, 4 * block + 3 * u, 3 * block, 3 * (block - arrays["U"])
        assert parameter_counts(**case) == expected


def test_a_normalizer_of_a_stabilized_step_is_never_below_one(rng):
    """Is it right, then, to divide by the larger of n_t and 1, as some do?"""
    for case in opened(rng):
        assert np.all(slstm_states(**case)[2] >= 1)


def test_only_large_numbers_show_an_exponential_that_is_divided_too_late():
    """Is exp(z_i) / exp(m_t) refused for the last case alone, and the stabilizer right?"""

    def late(z_i, z_f, m_prev):
        with np.errstate(over="ignore", invalid="ignore"):
            old = m_prev - np.logaddexp(0, -z_f)
            m_t = np.maximum(old, z_i)
            return np.exp(z_i) / np.exp(m_t), np.exp(old) / np.exp(m_t), m_t

    verdict = run_check("stabilized_gates", {"stabilized_gates": late})
    assert set(verdict.diagnoses) == {"overflow"}
    assert [finding.right for finding in verdict.findings] == [False, False, True]


def test_what_follows_from_a_wrong_stabilizer_bears_its_name():
    """Is a forget gate that is no number put down to the stabilizer that brought it about?"""

    def smaller(z_i, z_f, m_prev):
        with np.errstate(all="ignore"):
            old = m_prev - np.logaddexp(0, -z_f)
            m_t = np.minimum(old, z_i)
            return np.exp(z_i - m_t), np.exp(old - m_t), m_t

    verdict = run_check("stabilized_gates", {"stabilized_gates": smaller})
    assert set(verdict.diagnoses) == {"smaller for larger"}


def _gates(i=lambda z, m_prev, m_t: np.exp(z - m_t), m=np.maximum, f=None):
    """Make gates as a learner may write them."""

    def made(z_i, z_f, m_prev):
        with np.errstate(all="ignore"):
            log_f = -np.logaddexp(0, -z_f)
            m_t = m(log_f + m_prev, z_i)
            forgets = np.exp(log_f + m_prev - m_t) if f is None else f(log_f)
            return i(z_i, m_prev, m_t), forgets, m_t

    return run_check("stabilized_gates", {"stabilized_gates": made})


def test_a_gate_with_an_error_of_its_own_follows_from_nothing():
    """Is an input gate that is no number left unexplained beside a mistake in the forget gate?"""
    for verdict in (
        _gates(i=lambda z, *_: z * np.nan, f=np.exp),
        _gates(i=lambda z, *_: np.full_like(z, np.nan), m=np.minimum),
        _gates(i=lambda z, _, m_t: np.exp(z - m_t) / 0, m=lambda old, z: np.maximum(old, z) + 1),
    ):
        of_i = verdict.findings[0]
        assert of_i.diagnosis == "not finite"
        assert "follows" not in of_i.message
        assert "(case 1)" in of_i.message


def test_gates_that_are_right_for_a_wrong_stabilizer_follow_from_it():
    """Are gates that overflow put down to a stabilizer that is too small, though not named?"""
    verdict = _gates(m=lambda old, z: np.maximum(old, z) - 1000)
    assert "follows from what is said of m_t" in verdict.findings[0].message
    assert verdict.findings[2].diagnosis == ""


def test_taking_off_the_old_stabilizer_is_one_mistake():
    """Are i with m_prev for m_t, and f where both have gone, called the same?"""
    verdict = _gates(i=lambda z, m_prev, _: np.exp(z - m_prev), f=np.exp)
    assert set(verdict.diagnoses) == {"old stabilizer taken off"}
    assert [finding.right for finding in verdict.findings] == [False, False, True]


def test_an_infinite_gate_is_called_overflow_only_if_small_numbers_are_right():
    """Is nothing said of exp(800) where the values are wrong before the numbers are large?"""
    verdict = _gates(i=lambda z, _, m_t: 2 * np.exp(z) / np.exp(m_t))
    assert verdict.findings[0].diagnosis == "not finite"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_cases_differ_in_size(check, rng):
    """Can no wrong axis pass, and do the last two cases have one size where states are kept?"""
    arrays = [np.shape(next(iter(case.values()))) for case in check.cases(rng)]
    if arrays[0]:
        assert len(set(arrays)) == len(arrays) - 1
        assert arrays[-1] == arrays[-2]
