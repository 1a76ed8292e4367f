"""An LSTM along a sequence: it repeats the step, the library's or the caller's own."""

import ast
import inspect

import numpy as np
import pytest

from lstm_lib import cell, sequence
from lstm_lib.sequence import lstm_forward

BATCH, STEPS, FEATURES, UNITS = 3, 7, 2, 5


@pytest.fixture
def arguments(rng, draw_lstm):
    """Return inputs, W, U, b, h_0 and c_0, every size different."""
    return (
        rng.normal(size=(BATCH, STEPS, FEATURES)),
        *draw_lstm(FEATURES, UNITS),
        *rng.normal(size=(2, BATCH, UNITS)),
    )


def test_every_step_is_the_step_of_the_cell(arguments):
    """Do states and gates at every step equal those of lstm_gates and lstm_step, one by one?"""
    inputs, W, U, b, h_t, c_t = arguments
    trajectory = lstm_forward(*arguments)
    for t in range(STEPS):
        gates = cell.lstm_gates(inputs[:, t], h_t, W, U, b)
        h_t, c_t = cell.lstm_step(inputs[:, t], h_t, c_t, W, U, b)
        for array, expected in zip(trajectory, (h_t, c_t, *gates), strict=True):
            np.testing.assert_allclose(array[:, t], expected, rtol=1e-12)


def test_a_step_of_ones_own_is_called_at_every_step(arguments):
    """Is the caller's step given each x_t and the states that it returned before?"""
    inputs, W, U, b, _, _ = arguments
    h_0, c_0 = np.ones((BATCH, UNITS)), np.arange(BATCH * UNITS, dtype=float).reshape(BATCH, UNITS)
    calls = []

    def step(x_t, h_prev, c_prev, *weights):
        calls.append((x_t, h_prev, c_prev, *weights))
        return h_prev + 1, c_prev - 1

    trajectory = lstm_forward(inputs, W, U, b, h_0, c_0, step=step)

    assert len(calls) == STEPS
    for t, (x_t, h_prev, c_prev, *weights) in enumerate(calls):
        np.testing.assert_array_equal(x_t, inputs[:, t])
        np.testing.assert_array_equal([h_prev, c_prev], [h_0 + t, c_0 - t])
        assert all(given is kept for given, kept in zip(weights, (W, U, b), strict=True))
    np.testing.assert_array_equal(trajectory.h[:, -1], h_0 + STEPS)
    assert trajectory[2:] == (None, None, None, None)


def test_the_cells_own_step_given_by_hand_changes_nothing(arguments):
    """Does step=lstm_step give the same states as leaving it out?"""
    left_out, given = lstm_forward(*arguments), lstm_forward(*arguments, step=cell.lstm_step)
    np.testing.assert_allclose(given[:2], left_out[:2], rtol=1e-12)


def test_the_states_begin_at_zero_when_left_out(arguments):
    """Is leaving out h_0 and c_0 the same as giving zeros?"""
    inputs, W, U, b, _, _ = arguments
    zeros = np.zeros((BATCH, UNITS))
    np.testing.assert_array_equal(
        lstm_forward(inputs, W, U, b), lstm_forward(inputs, W, U, b, zeros, zeros)
    )


def test_a_later_input_does_not_change_an_earlier_step(arguments):
    """Is the LSTM causal?"""
    changed = arguments[0].copy()
    changed[:, 4:] += 1
    before, after = lstm_forward(*arguments), lstm_forward(changed, *arguments[1:])
    np.testing.assert_array_equal(np.array(before)[:, :, :4], np.array(after)[:, :, :4])
    assert not np.isclose(before.h[:, 4:], after.h[:, 4:]).any()


def test_a_sequence_in_two_halves_is_the_sequence(arguments):
    """Do the states after one half lead on into the other?"""
    inputs, *weights, h_0, c_0 = arguments
    whole = lstm_forward(*arguments)
    first = lstm_forward(inputs[:, :4], *weights, h_0, c_0)
    second = lstm_forward(inputs[:, 4:], *weights, first.h[:, -1], first.c[:, -1])
    np.testing.assert_allclose(np.concatenate([first, second], axis=2), whole, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("step", [None, cell.lstm_step])
def test_the_dtype_that_comes_in_goes_out(arguments, dtype, step):
    """Does float32 stay float32 and float64 float64, zeros included?"""
    inputs, W, U, b, _, _ = (array.astype(dtype) for array in arguments)
    trajectory = lstm_forward(inputs, W, U, b, step=step)
    assert {array.dtype for array in trajectory if array is not None} == {np.dtype(dtype)}


def test_states_stay_finite_when_gates_saturate(arguments):
    """Do twenty steps with inputs in the thousands give finite numbers?"""
    inputs, *weights = arguments
    with np.errstate(all="raise"):
        trajectory = lstm_forward(1000 * np.sign(inputs), *weights)
    assert np.isfinite(trajectory).all()


@pytest.mark.parametrize("helper", ["_gates", "_states"])
def test_without_the_cells_equations_nothing_runs(arguments, monkeypatch, helper):
    """Are the equations in one place, so that withholding them withholds everything?"""
    inputs, W, U, b, h_0, c_0 = arguments

    def withheld(*_):
        raise RuntimeError("withheld")

    monkeypatch.setattr(cell, helper, withheld)
    with pytest.raises(RuntimeError, match="withheld"):
        cell.lstm_step(inputs[:, 0], h_0, c_0, W, U, b)
    with pytest.raises(RuntimeError, match="withheld"):
        lstm_forward(*arguments)
    lstm_forward(*arguments, step=lambda x_t, h_prev, c_prev, W, U, b: (h_prev, c_prev))


def test_the_sequence_holds_no_equation_of_the_cell():
    """Is every sigmoid, tanh and elementwise product left to the cell?"""
    tree = ast.parse(inspect.getsource(sequence))
    products = [node for node in ast.walk(tree) if isinstance(node, ast.Mult)]
    words = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not products
    assert not words & {"sigmoid", "tanh", "exp"}


@pytest.mark.parametrize(
    ("index", "shape", "message"),
    [
        (0, (BATCH, FEATURES), r"inputs has shape \(3, 2\), expected \(batch, steps, features\)"),
        (0, (BATCH, 0, FEATURES), "inputs have 0 steps, expected 1 or more"),
        (0, (BATCH, STEPS, 4), "inputs have 4 features but W expects 2"),
        (4, (BATCH, 1), r"h_0 has shape \(3, 1\), expected \(batch, units\) = \(3, 5\)"),
        (5, (1, UNITS), r"c_0 has shape \(1, 5\), expected \(batch, units\) = \(3, 5\)"),
    ],
)
def test_a_wrong_shape_is_refused_by_name(arguments, index, shape, message):
    """Does the error say what was passed and what was expected?"""
    arguments = [*arguments]
    arguments[index] = np.zeros(shape)
    with pytest.raises(ValueError, match=message):
        lstm_forward(*arguments)


@pytest.mark.parametrize(
    ("step", "error", "message"),
    [
        ("lstm", TypeError, "step is 'lstm', expected a function of x_t, h_prev, c_prev, W, U, b"),
        (lambda *_: None, TypeError, "step returned NoneType, expected the pair h_t, c_t"),
        (lambda *_: (0, 0, 0), ValueError, "step returned 3 values, expected the pair h_t, c_t"),
        (lambda x, h, c, *_: (h.T, c), ValueError, r"h_t of step 0 has shape \(5, 3\)"),
        (lambda x, h, c, *_: (h, c * np.nan), ValueError, "c_t of step 0 has 15 of 15 values NaN"),
    ],
)
def test_a_step_that_returns_something_else_is_told_so(arguments, step, error, message):
    """Does the error say what the caller's own step returned?"""
    with pytest.raises(error, match=message):
        lstm_forward(*arguments, step=step)


def test_masked_steps_leave_the_states_alone(arguments):
    """Is a sequence with masked steps the sequence without them, states repeated in between?"""
    inputs, *rest = arguments
    mask = np.ones((BATCH, STEPS), dtype=bool)
    mask[1, [0, 3, 6]] = False
    found = lstm_forward(*arguments, mask=mask)
    short = lstm_forward(inputs[:, mask[1]], *rest)
    np.testing.assert_allclose(np.array(found)[:, 1, mask[1]], np.array(short)[:, 1], rtol=1e-12)
    np.testing.assert_array_equal(found.h[1, [0, 3, 6]], [rest[3][1], found.h[1, 2], found.h[1, 5]])
    np.testing.assert_array_equal(found.c[1, [0, 3, 6]], [rest[4][1], found.c[1, 2], found.c[1, 5]])
    assert np.isnan(np.array(found[2:])[:, ~mask]).all()
    others = [0, 2]
    whole = lstm_forward(*arguments)
    np.testing.assert_allclose(np.array(found)[:, others], np.array(whole)[:, others], rtol=1e-12)


def test_a_step_of_ones_own_is_masked_as_well(arguments):
    """Does a mask hold for the caller's own step?"""
    mask = np.ones((BATCH, STEPS), dtype=bool)
    mask[2, 4:] = False
    ours = lstm_forward(*arguments, mask=mask)
    own = lstm_forward(*arguments, step=cell.lstm_step, mask=mask)
    np.testing.assert_allclose(own[:2], ours[:2], rtol=1e-12)


@pytest.mark.parametrize(
    ("mask", "error", "message"),
    [
        (np.ones((BATCH, STEPS)), TypeError, "mask holds float64 values, expected True or False"),
        (np.ones(STEPS, bool), ValueError, r"mask has shape \(7,\), expected \(batch, steps\) ="),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(arguments, mask, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        lstm_forward(*arguments, mask=mask)
