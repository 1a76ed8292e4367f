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


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_cases_differ_in_size(check, rng):
    """Can no wrong axis pass, and do the last two cases have one size where states are kept?"""
    arrays = [np.shape(next(iter(case.values()))) for case in check.cases(rng)]
    if arrays[0]:
        assert len(set(arrays)) == len(arrays) - 1
        assert arrays[-1] == arrays[-2]
