"""One step of an LSTM, by hand and at its limits; test_parity compares it with Keras."""

import numpy as np
import pytest

from lstm_lib import cell

BATCH, FEATURES, UNITS = 3, 2, 5


@pytest.fixture
def arguments(rng, draw_lstm):
    """Return x_t, h_prev, c_prev, W, U and b, every size different."""
    x_t = rng.normal(size=(BATCH, FEATURES))
    h_prev, c_prev = rng.normal(size=(2, BATCH, UNITS))
    return dict(
        zip(
            ("x_t", "h_prev", "c_prev", "W", "U", "b"),
            (x_t, h_prev, c_prev, *draw_lstm(FEATURES, UNITS)),
            strict=True,
        )
    )


def gate_arguments(arguments):
    """Return the arguments that lstm_gates takes."""
    return {name: value for name, value in arguments.items() if name != "c_prev"}


def test_one_unit_equals_a_step_computed_by_hand():
    """Does a step with one unit give what paper and pencil give?

    sigmoid(ln 3) = 3/4 and sigmoid(ln 9) = 9/10; tanh(ln 2) = (4 - 1) / (4 + 1) = 3/5. Each
    z is split over input, recurrent and bias part, with x_t = 2 and h_prev = 3.
    """
    z = np.array([0.0, np.log(3), np.log(2), np.log(9)])
    W = np.array([[1.0, 2.0, -1.0, 0.5]])
    U = np.array([[-0.5, 1.0, 0.25, -2.0]])
    b = z - 2 * W[0] - 3 * U[0]

    i, f, g, o = cell.lstm_gates([[2.0]], [[3.0]], W, U, b)
    h_t, c_t = cell.lstm_step([[2.0]], [[3.0]], [[2.0]], W, U, b)

    np.testing.assert_allclose([i, f, g, o], np.reshape([0.5, 0.75, 0.6, 0.9], (4, 1, 1)))
    np.testing.assert_allclose(c_t, [[0.75 * 2 + 0.5 * 0.6]])
    np.testing.assert_allclose(h_t, [[0.9 * np.tanh(1.8)]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("z", [1000.0, -1000.0, 3e38, -3e38])
def test_the_sigmoid_never_overflows(dtype, z):
    """Does the sigmoid level off at 0 and 1 however far z goes?"""
    with np.errstate(all="raise"):
        value = cell.sigmoid(np.array([z], dtype))
    assert value.dtype == dtype
    assert value == (z > 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_sigmoid_equals_its_definition(dtype):
    """Does the form with tanh equal the logistic function where exp does not overflow?"""
    z = np.linspace(-20, 20, 401, dtype=dtype)
    np.testing.assert_allclose(
        cell.sigmoid(z), 1 / (1 + np.exp(-z.astype(np.float64))), atol=4 * np.finfo(dtype).eps
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1000.0, -1000.0])
def test_states_stay_finite_when_gates_saturate(arguments, dtype, size):
    """Does a step with z at plus or minus a thousand give finite states?"""
    arguments = {name: value.astype(dtype) for name, value in arguments.items()}
    arguments["b"] = np.full(4 * UNITS, size, dtype)
    with np.errstate(all="raise"):
        h_t, c_t = cell.lstm_step(**arguments)
    assert np.isfinite(h_t).all()
    assert np.isfinite(c_t).all()


def test_an_open_forget_gate_and_a_closed_input_gate_keep_the_cell_state(arguments):
    """Is the cell state a highway when f is 1 and i is 0?"""
    arguments["b"][:UNITS] = -1000.0  # i
    arguments["b"][UNITS : 2 * UNITS] = 1000.0  # f
    _, c_t = cell.lstm_step(**arguments)
    np.testing.assert_array_equal(c_t, arguments["c_prev"])


def test_the_gates_do_not_read_the_cell_state(arguments):
    """Does another c_prev change c_t by f times the difference, and nothing else?"""
    _, f, _, _ = cell.lstm_gates(**gate_arguments(arguments))
    _, c_t = cell.lstm_step(**arguments)
    _, c_t_moved = cell.lstm_step(**{**arguments, "c_prev": arguments["c_prev"] + 1})
    np.testing.assert_allclose(c_t_moved - c_t, f)


def test_each_sample_of_a_batch_is_on_its_own(arguments):
    """Does a sample alone give what it gives among others?"""
    h_t, c_t = cell.lstm_step(**arguments)
    for name in ("x_t", "h_prev", "c_prev"):
        arguments[name] = arguments[name][1:2]
    h_alone, c_alone = cell.lstm_step(**arguments)
    np.testing.assert_allclose([h_alone, c_alone], [h_t[1:2], c_t[1:2]], rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_that_comes_in_goes_out(arguments, dtype):
    """Does float32 stay float32 and float64 float64?"""
    arguments = {name: value.astype(dtype) for name, value in arguments.items()}
    gates = cell.lstm_gates(**gate_arguments(arguments))
    assert {array.dtype for array in (*gates, *cell.lstm_step(**arguments))} == {np.dtype(dtype)}


def test_the_arguments_are_left_as_they_were(arguments):
    """Are all arrays unchanged after a step?"""
    before = {name: value.copy() for name, value in arguments.items()}
    cell.lstm_step(**arguments)
    for name, value in arguments.items():
        np.testing.assert_array_equal(value, before[name])


@pytest.mark.parametrize(
    ("name", "shape", "message"),
    [
        ("x_t", (BATCH, 7), "x_t has 7 features but W expects 2"),
        ("x_t", (BATCH, 1, FEATURES), r"x_t has shape \(3, 1, 2\), expected \(batch, features\)"),
        ("h_prev", (BATCH, 7), r"h_prev has shape \(3, 7\), expected \(batch, units\) = \(3, 5\)"),
        ("h_prev", (1, UNITS), r"h_prev has shape \(1, 5\), expected \(batch, units\) = \(3, 5\)"),
        ("c_prev", (UNITS, BATCH), r"c_prev has shape \(5, 3\), expected \(batch, units\)"),
        ("W", (FEATURES, UNITS), "W has 5 columns but U expects 20"),
        ("U", (UNITS, UNITS), r"U has shape \(5, 5\), expected \(units, 4·units\)"),
        ("b", (UNITS,), "b has 5 values but U expects 20"),
        ("b", (1, 4 * UNITS), r"b has shape \(1, 20\), expected \(4·units,\)"),
    ],
)
def test_a_wrong_shape_is_refused_by_name(arguments, name, shape, message):
    """Does the error say what was passed and what was expected?"""
    arguments[name] = np.zeros(shape)
    with pytest.raises(ValueError, match=message):
        cell.lstm_step(**arguments)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["x_t", "h_prev", "c_prev", "W", "U", "b"])
def test_values_that_are_not_finite_are_refused_by_name(arguments, name, bad):
    """Is NaN or infinity named at the input, not found in the output?"""
    arguments[name].flat[0] = bad
    with pytest.raises(ValueError, match=f"^{name} has 1 of .* NaN or infinite"):
        cell.lstm_step(**arguments)


def test_words_in_place_of_numbers_are_refused(arguments):
    """Is an array of strings a TypeError that names it?"""
    arguments["x_t"] = [["a", "b"]]
    with pytest.raises(TypeError, match="x_t holds <U1 values, expected real numbers"):
        cell.lstm_step(**arguments)
    with pytest.raises(TypeError, match="z holds"):
        cell.sigmoid("one half")
