"""The checks of the exercise `lstm_backward`: nudging, and the gradients of one step."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib import gradients
from lstm_lib.cell import lstm_gates, lstm_step, lstm_step_backward
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.lstm_backward.judge.answers import (
    CELL_STATE_WRONG_ANSWERS,
    cell_state_gradient,
)
from lstm_lib.checks.exercises.lstm_backward.judge.gate_answers import (
    GATE_WRONG_ANSWERS,
    gate_gradients,
)
from lstm_lib.checks.exercises.lstm_backward.judge.nudge_answers import NUDGE_WRONG_ANSWERS
from lstm_lib.checks.exercises.lstm_backward.judge.sum_answers import (
    INPUT_WRONG_ANSWERS,
    PARAMETER_WRONG_ANSWERS,
    input_gradients,
    parameter_gradients,
)
from lstm_lib.checks.exercises.lstm_backward.judge.time_answers import RIGHT_PARTS, joined

WRONG_TERMS = {
    "gate_gradients": GATE_WRONG_ANSWERS,
    "parameter_gradients": PARAMETER_WRONG_ANSWERS,
    "input_gradients": INPUT_WRONG_ANSWERS,
}
WORTH = {
    "gate_gradients": {"dz_i": 0.25, "dz_f": 0.25, "dz_g": 0.25, "dz_o": 0.25},
    "parameter_gradients": {"dW": 0.25, "dU": 0.25, "db": 0.5},
    "input_gradients": {"dx_t": 0.25, "dh_prev": 0.25, "dc_prev": 0.5},
}
# One term at a time: of a gate, those with one wrong factor; two at once come in a test below.
SINGLE = [
    (name, place, wrong)
    for name, terms in WRONG_TERMS.items()
    for place, answers in enumerate(terms.values())
    for wrong in answers
    if " and " not in wrong.name
]
CHECKS = ("numerical_gradient", "cell_state_gradient", *WRONG_TERMS, "backward_through_time")


def with_term(name, place, answer):
    """Return the right function with one of its terms replaced."""

    def function(*given):
        terms = list(RIGHT_PARTS[name](*given))
        terms[place] = answer(*given)
        return tuple(terms)

    return function


def test_reference_agrees_with_the_library():
    """Do the judge's four parts, joined, give the library's gradients of one step?"""
    rng = np.random.default_rng(3)
    x_t, states = rng.normal(size=(2, 3)), rng.normal(size=(4, 2, 5))
    weights = rng.normal(size=(3, 20)), rng.normal(size=(5, 20)), rng.normal(size=20)
    dh_t, dc_next, h_prev, c_prev = states
    given = dh_t, dc_next, x_t, h_prev, c_prev, *weights
    for own, library in zip(joined(RIGHT_PARTS)(*given), lstm_step_backward(*given), strict=True):
        assert np.allclose(own, library, rtol=1e-12)


def nudged_one_by_one(function, value, step):
    """Nudge in a flat copy and put each entry back, then return lists."""
    flat, slopes = value.flatten(), []
    for k, kept in enumerate(flat.copy()):
        flat[k] = kept + step
        up = function(flat.reshape(value.shape))
        flat[k] = kept - step
        slopes.append((up - function(flat.reshape(value.shape))) / step / 2)
        flat[k] = kept
    return np.reshape(slopes, value.shape).tolist()


def nudged_in_place(function, value, step):
    """Nudge the array that was handed in, and leave it as it was."""
    gradient = np.zeros(value.shape)
    for place, kept in np.ndenumerate(value.copy()):
        value[place] = kept + step
        gradient[place] += function(value)
        value[place] = kept - step
        gradient[place] -= function(value)
        value[place] = kept
    return gradient / (2 * step)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "answer", [gradients.numerical_gradient, nudged_one_by_one, nudged_in_place]
)
def test_right_numerical_gradients_pass(answer, seed):
    """Does a right numerical gradient pass however it is written?"""
    assert run_check("numerical_gradient", {"numerical_gradient": answer}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("wrong", NUDGE_WRONG_ANSWERS, ids=lambda w: w.name)
def test_wrong_numerical_gradient_is_named(wrong, seed):
    """Does each wrong numerical gradient lose its mark with its own diagnosis?"""
    verdict = run_check("numerical_gradient", {"numerical_gradient": wrong.answer}, seed)
    assert (verdict.share, verdict.diagnoses) == (0, (wrong.name,))


def test_function_that_is_handed_a_single_number_says_so():
    """Is a learner told so who hands the function one entry instead of the array?"""

    def answer(function, value, step):
        return [(function(x + step) - function(x - step)) / (2 * step) for x in value.flat]

    verdict = run_check("numerical_gradient", {"numerical_gradient": answer})
    assert verdict.status == v.CRASHED
    assert "function was handed the shape (), expected (3,)" in verdict.text()


def in_loops(dh_t, dc_next, c_t, o):
    """Return dc_t number by number, in float32 and as lists."""
    rows = zip(*(np.float32(a) for a in (dh_t, dc_next, c_t, o)), strict=True)
    return [
        [back + dh * gate / np.cosh(c) ** 2 for dh, back, c, gate in zip(*row, strict=True)]
        for row in rows
    ]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [cell_state_gradient, in_loops])
def test_right_cell_state_gradient_passes(answer, seed):
    """Does a right dc_t pass however it is written?"""
    assert run_check("cell_state_gradient", {"cell_state_gradient": answer}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("wrong", CELL_STATE_WRONG_ANSWERS, ids=lambda w: w.name)
def test_wrong_cell_state_gradient_is_named(wrong, seed):
    """Does each wrong dc_t lose its mark with the way that is wrong?"""
    verdict = run_check("cell_state_gradient", {"cell_state_gradient": wrong.answer}, seed)
    assert (verdict.share, verdict.diagnoses) == (0, (wrong.name,))


def gates_from_the_rear(dh_t, dc_t, c_prev, c_t, i, f, g, o):
    """Return the four with their factors in another order, in float32, as a list."""
    dh_t, dc_t, c_prev, c_t, i, f, g, o = np.float32((dh_t, dc_t, c_prev, c_t, i, f, g, o))
    di, df, dg, do = dc_t * g, dc_t * c_prev, dc_t * i, dh_t * np.tanh(c_t)
    return [(i - i**2) * di, (f - f * f) * df, (1 - g) * (1 + g) * dg, o * do - o * o * do]


def sums_over_sequences(dz, x_t, h_prev):
    """Add one sequence after the other."""
    return [
        sum(np.outer(x, z) for x, z in zip(x_t, dz, strict=True)),
        np.tensordot(h_prev, dz, axes=(0, 0)).tolist(),
        np.ones(len(dz)) @ dz,
    ]


def block_by_block(dz, dc_t, f, W, U):
    """Add one block after the other."""
    blocks = [np.split(a, 4, axis=1) for a in (dz, W, U)]
    dx_t = sum(z @ w.T for z, w in zip(blocks[0], blocks[1], strict=True))
    return dx_t, sum((u @ z.T).T for z, u in zip(blocks[0], blocks[2], strict=True)), f * dc_t


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        *((name, RIGHT_PARTS[name]) for name in WRONG_TERMS),
        ("gate_gradients", gates_from_the_rear),
        ("parameter_gradients", sums_over_sequences),
        ("input_gradients", block_by_block),
    ],
)
def test_right_terms_pass(name, answer, seed):
    """Does a right function pass however it is written?"""
    assert run_check(name, {name: answer}, seed).share == 1


@pytest.mark.parametrize(("name", "place", "wrong"), SINGLE, ids=lambda x: getattr(x, "name", x))
def test_wrong_term_is_named_and_costs_no_other(name, place, wrong):
    """Does a wrong term lose its own marks with its own diagnosis, and no others?"""
    term, worth = list(WORTH[name].items())[place]
    verdict = run_check(name, {name: with_term(name, place, wrong.answer)})
    assert verdict.diagnoses == (wrong.name,)
    assert [finding.what for finding in verdict.findings if not finding.right] == [term]
    assert verdict.share == 1 - worth


def test_every_term_has_many_wrong_answers():
    """Are there eight mistakes or more that each term tells apart?"""
    for terms in WRONG_TERMS.values():
        for answers in terms.values():
            names = [wrong.name for wrong in answers]
            assert len(names) >= 8
            assert len(set(names)) == len(names)


def test_two_wrong_factors_are_told():
    """Is a gate told both of its wrong factors, unless one mistake gives the same numbers?"""
    double = [[w for w in answers if " and " in w.name] for answers in GATE_WRONG_ANSWERS.values()]
    for row in zip(*(answers[::4] for answers in double), strict=False):

        def answer(*given, row=row):
            return tuple(wrong.answer(*given) for wrong in row)

        verdict = run_check("gate_gradients", {"gate_gradients": answer})
        assert verdict.share == 0
        for finding in verdict.findings:
            assert finding.diagnosis.startswith(f"{finding.what}: ")


def test_two_wrong_factors_are_told_in_words():
    """Does the message name both factors?"""

    def answer(dh_t, dc_t, c_prev, c_t, i, f, g, o):
        right = gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o)
        return (right[0], dh_t * c_t * f * (1 - f), *right[2:])

    text = run_check("gate_gradients", {"gate_gradients": answer}).text()
    assert "your dz_f has dh_t where dc_t belongs" in text
    assert "Besides, it has c_t as its other factor." in text


def test_terms_in_another_order_are_told():
    """Is a function told so that returns its terms in another order?"""

    def answer(*given):
        dz_i, dz_f, dz_g, dz_o = gate_gradients(*given)
        return dz_f, dz_i, dz_g, dz_o

    verdict = run_check("gate_gradients", {"gate_gradients": answer})
    assert (verdict.share, set(verdict.diagnoses)) == (0.5, {"terms in another order"})
    assert "dz_i: your dz_i is dz_f: return dz_i, dz_f, dz_g, dz_o" in verdict.text()


def test_one_wide_array_is_told_apart():
    """Is a function told so that returns the four blocks side by side?"""

    def answer(*given):
        return np.concatenate(gate_gradients(*given), axis=1)

    text = run_check("gate_gradients", {"gate_gradients": answer}).text()
    assert "it returns 1 value, and `dz_i, dz_f, dz_g, dz_o` was expected" in text


def test_a_term_nobody_knows_is_located():
    """Is an unknown mistake told with a place and what to look at?"""
    answer = with_term("gate_gradients", 2, lambda dh_t, *rest: 3 * dh_t)
    verdict = run_check("gate_gradients", {"gate_gradients": answer})
    assert verdict.share == 0.75
    assert "Look at the three factors" in verdict.text()


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, v.NOT_ATTEMPTED),
        (not_written, v.NOT_ATTEMPTED),
        (lambda *given: 1 / 0, v.CRASHED),
        (lambda *given: exit(0), v.CRASHED),
        (lambda *given: ["text"] * 5 if len(given) > 8 else "text", v.CRASHED),
        (lambda *given: None, v.NOT_YET),
        (7, v.CRASHED),
    ],
)
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    if status == v.CRASHED and callable(answer) and name in WRONG_TERMS:
        count = len(WORTH[name])
        given, answer = answer, lambda *a: [given(*a)] * count
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


@pytest.mark.parametrize(
    ("name", "answer", "changed"),
    [
        ("gate_gradients", "dc_t", 1),
        ("parameter_gradients", "dz", 0),
        ("input_gradients", "dc_t", 1),
    ],
)
def test_a_function_that_writes_into_its_arguments_is_told_so(name, answer, changed):
    """Does a right result that spoils an argument lose its marks?"""

    def spoiling(*given):
        right = RIGHT_PARTS[name](*given)
        given[changed][:] *= 2
        return right

    verdict = run_check(name, {name: spoiling})
    assert (verdict.share, set(verdict.diagnoses)) == (0, {"input changed"})
    assert f"your function changed `{answer}`" in verdict.text()


def test_parts_agree_with_nudging():
    """Do the judge's parts agree with nudged numbers where they can be nudged directly?"""
    rng = np.random.default_rng(5)
    x_t, (h_prev, c_prev) = rng.normal(size=(2, 3)), rng.normal(size=(2, 2, 4))
    W, U, b = rng.normal(size=(3, 16)), rng.normal(size=(4, 16)), rng.normal(size=16)
    dh_t = rng.normal(size=(2, 4))
    i, f, g, o = lstm_gates(x_t, h_prev, W, U, b)
    _, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
    dc_t = cell_state_gradient(dh_t, np.zeros_like(dh_t), c_t, o)
    dz = np.concatenate(gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o), axis=1)

    def loss(**changed):
        read = {"x_t": x_t, "h_prev": h_prev, "c_prev": c_prev, "W": W, "U": U, "b": b, **changed}
        return np.sum(dh_t * lstm_step(**read)[0])

    terms = zip(("W", "U", "b"), parameter_gradients(dz, x_t, h_prev), strict=True)
    given = zip(("x_t", "h_prev", "c_prev"), input_gradients(dz, dc_t, f, W, U), strict=True)
    read = {"x_t": x_t, "h_prev": h_prev, "c_prev": c_prev, "W": W, "U": U, "b": b}
    for name, term in (*terms, *given):
        nudged = gradients.numerical_gradient(lambda a, name=name: loss(**{name: a}), read[name])
        assert gradients.relative_error(term, nudged) < 1e-8
