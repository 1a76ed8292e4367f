"""The checks of the exercise `lstm_backward`: nudging, and the gradients of one step."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib import gradients
from lstm_lib.cell import lstm_gates, lstm_step, lstm_step_backward
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import JUDGES
from lstm_lib.checks.exercises.lstm_backward.judge.answers import cell_state_gradient
from lstm_lib.checks.exercises.lstm_backward.judge.gate_answers import gate_gradients
from lstm_lib.checks.exercises.lstm_backward.judge.sum_answers import (
    input_gradients,
    parameter_gradients,
)
from lstm_lib.checks.exercises.lstm_backward.judge.sweep import RIGHT_PARTS, joined

MISTAKES = typed.mistakes("lstm_backward")
WORTH = {
    "gate_gradients": {"dz_i": 0.25, "dz_f": 0.25, "dz_g": 0.25, "dz_o": 0.25},
    "parameter_gradients": {"dW": 0.25, "dU": 0.25, "db": 0.5},
    "input_gradients": {"dx_t": 0.25, "dh_prev": 0.25, "dc_prev": 0.5},
}
CHECKS = ("numerical_gradient", "cell_state_gradient", *WORTH, "backward_through_time")


def of_term(check, term):
    """Return the typed mistakes in one term; its name stands before the diagnosis."""
    return [row for row in MISTAKES[check] if row[0].startswith(f"{term}: ")]


# One term at a time: of a gate, those with one wrong factor; two at once come in a test below.
SINGLE = [
    pytest.param(check, term, row, id=row[0])
    for check, terms in WORTH.items()
    for term in terms
    for row in of_term(check, term)
    if " and " not in row[0]
]
WHOLE = [
    pytest.param(check, row, id=f"{check}: {row[0]}")
    for check in ("numerical_gradient", "cell_state_gradient")
    for row in MISTAKES[check]
]


def typed_function(check, row):
    """Return the function that a learner typed."""
    return typed.namespace("lstm_backward", check, row[2])[check]


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
    """Nudge the given array, and leave it as it was."""
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
@pytest.mark.parametrize(("check", "row"), WHOLE)
def test_a_typed_mistake_is_named_on_every_seed(check, row, seed):
    """Does each wrong gradient lose its mark with its own diagnosis, whatever is drawn?"""
    verdict = run_check(check, {check: typed_function(check, row)}, seed)
    assert (verdict.share, verdict.diagnoses) == (0, (row[0],))


def test_function_that_is_handed_a_single_number_says_so():
    """Does the card say that the function was given one entry instead of the array?"""

    def answer(function, value, step):
        return [(function(x + step) - function(x - step)) / (2 * step) for x in value.flat]

    verdict = run_check("numerical_gradient", {"numerical_gradient": answer})
    assert verdict.status == v.CRASHED
    assert "function was given the shape (), expected (3,)" in verdict.text()


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
        *((name, RIGHT_PARTS[name]) for name in WORTH),
        ("gate_gradients", gates_from_the_rear),
        ("parameter_gradients", sums_over_sequences),
        ("input_gradients", block_by_block),
    ],
)
def test_right_terms_pass(name, answer, seed):
    """Does a right function pass however it is written?"""
    assert run_check(name, {name: answer}, seed).share == 1


@pytest.mark.parametrize(("check", "term", "row"), SINGLE)
def test_wrong_term_is_named_and_costs_no_other(check, term, row):
    """Does a wrong term lose its own marks with its own diagnosis, and no others?"""
    verdict = run_check(check, {check: typed_function(check, row)})
    assert verdict.diagnoses == (row[0],)
    assert [finding.what for finding in verdict.findings if not finding.right] == [term]
    assert verdict.share == 1 - WORTH[check][term]


def test_every_term_has_many_wrong_answers():
    """Are there eight or more mistakes for each term?"""
    for check, terms in WORTH.items():
        for term in terms:
            names = [name for name, _, _ in of_term(check, term)]
            assert len(names) >= 8
            assert len(set(names)) == len(names)


@pytest.mark.parametrize("check", WORTH)
def test_the_words_of_a_mistake_are_its_own_in_its_term(check):
    """Are words that begin with a term found in no other mistake of that term?"""
    for term in WORTH[check]:
        own = [one for one in JUDGES[check].knows if one.name.startswith(f"{term}: ")]
        cards = {one.name: f"your {term} {one.message}." for one in own}
        assert len(cards) == len(of_term(check, term))
        for name, says, _ in of_term(check, term):
            assert [other for other, card in cards.items() if typed.is_told(says, card)] == [name]


def test_two_wrong_factors_are_told():
    """Are both wrong factors of each of the four gates named at once?"""
    double = [
        [row for row in of_term("gate_gradients", term) if " and " in row[0]]
        for term in WORTH["gate_gradients"]
    ]
    for rows in zip(*(of_gate[::4] for of_gate in double), strict=False):
        made = [typed_function("gate_gradients", row) for row in rows]

        def answer(*given, made=made):
            return tuple(function(*given)[place] for place, function in enumerate(made))

        verdict = run_check("gate_gradients", {"gate_gradients": answer})
        assert (verdict.share, verdict.diagnoses) == (0, tuple(name for name, _, _ in rows))


def test_two_wrong_factors_are_told_in_words():
    """Does the message name both factors?"""

    def answer(dh_t, dc_t, c_prev, c_t, i, f, g, o):
        right = gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o)
        return (right[0], dh_t * c_t * f * (1 - f), *right[2:])

    text = run_check("gate_gradients", {"gate_gradients": answer}).text()
    assert (
        "your dz_f has two factors wrong: it has dh_t where dc_t belongs, and it has c_t as its "
        "other factor. f acts on c_t, and on h_t only through it. By what is f multiplied in "
        "c_t = f · c_prev + i · g?\n"
    ) in text


def test_two_wrong_factors_whose_product_is_right_are_right():
    """Is h_t · (1 − o) right, which is tanh(c_t) · o · (1 − o)?"""

    def answer(dh_t, dc_t, c_prev, c_t, i, f, g, o):
        *others, _ = gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o)
        h_t = o * np.tanh(c_t)
        return (*others, dh_t * h_t * (1 - o))

    assert run_check("gate_gradients", {"gate_gradients": answer}).share == 1


def test_terms_in_another_order_are_told():
    """Does the card say that the terms are in another order?"""

    def answer(*given):
        dz_i, dz_f, dz_g, dz_o = gate_gradients(*given)
        return dz_f, dz_i, dz_g, dz_o

    verdict = run_check("gate_gradients", {"gate_gradients": answer})
    assert (verdict.share, set(verdict.diagnoses)) == (0.5, {"terms in another order"})
    assert "dz_i: your dz_i is dz_f: return dz_i, dz_f, dz_g, dz_o" in verdict.text()


def test_one_wide_array_is_told_apart():
    """Does the card say that the four blocks came in one array?"""

    def answer(*given):
        return np.concatenate(gate_gradients(*given), axis=1)

    text = run_check("gate_gradients", {"gate_gradients": answer}).text()
    assert "it returns 1 value, and `dz_i, dz_f, dz_g, dz_o` was expected" in text


def test_a_term_nobody_knows_is_located():
    """Is an unknown mistake reported with a place and what to look at?"""
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
    if status == v.CRASHED and callable(answer) and name in WORTH:
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
