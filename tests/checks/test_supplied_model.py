"""The network that a check supplies: what it says about a window of another shape."""

import logging

import numpy as np
import pytest
from check_tools import run_check

from lstm_lib.checks import verdict as v
from lstm_lib.checks.observe.supplied_model import shape_complaint

# Each way to call the network, as learners write it.
ASKED = {
    "call": lambda model, window: model(window),
    "predict": lambda model, window: model.predict(window, verbose=0),
    "predict_on_batch": lambda model, window: model.predict_on_batch(window),
}
# What is done to a scaled window (steps, 1), and what the card says about it.
MISSHAPED = {
    "row": (lambda window: window[:, 0], "add the missing axes"),
    "no batch axis": (lambda window: window, "add the missing axes"),
    "axes swapped": (lambda window: window.T[np.newaxis], "are swapped"),
    "a step a window": (lambda window: window[:, np.newaxis], "for one window"),
}


@pytest.mark.parametrize("shape", [(1, 4, 1), (7, 4, 1), (1, 4), (1, 10, 1), (1, 4, 1, 1)])
def test_shapes_that_keras_reads_pass(shape):
    """Does every shape that Keras reads as windows of one feature pass?"""
    assert shape_complaint(shape, 4) == ""


def forecasting(ask, reshaped):
    """Make a predict_next from how it calls the network, and what it does to the window."""

    def predict_next(model, series, scaler, steps):
        window = scaler.transform(series[-steps:, np.newaxis])
        answer = np.asarray(ask(model, reshaped(window))).reshape(-1, 1)
        return float(scaler.inverse_transform(answer)[0, 0])

    return predict_next


def rolling(ask, reshaped):
    """Make a roll_out from how it calls the network, and what it does to the window."""

    def roll_out(model, window, horizon):
        answers = []
        for _ in range(horizon):
            answers.append(np.asarray(ask(model, reshaped(window))).ravel()[0])
            window = np.concatenate([window[1:], [[answers[-1]]]])
        return np.array(answers)

    return roll_out


@pytest.mark.slow
@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("name", MISSHAPED)
def test_misshaped_window_is_told_in_plain_words(ask, name):
    """Does the card say which shape the network was given, which it reads, and what to do?"""
    reshaped, remedy = MISSHAPED[name]
    shape = reshaped(np.zeros((4, 1))).shape
    for check, make, steps in (("predict_next", forecasting, 4), ("roll_out", rolling, 5)):
        verdict = run_check(check, {check: make(ask, reshaped)})
        assert (verdict.status, verdict.share) == (v.CRASHED, 0)
        given = tuple(steps if n == 4 else n for n in shape)
        assert f"an array of shape {given}. It reads" in verdict.text()
        assert remedy in verdict.text()
        assert "\x1b" not in verdict.text()


@pytest.mark.slow
@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_right_answer_passes_after_others(ask):
    """Does a right function pass in a kernel in which others gave windows of other shapes?"""
    for check, make in (("predict_next", forecasting), ("roll_out", rolling)):
        for reshaped, _ in MISSHAPED.values():
            assert run_check(check, {check: make(ask, reshaped)}).share == 0
        for reshaped in (lambda window: window.T, lambda window: window[np.newaxis]):
            verdict = run_check(check, {check: make(ask, reshaped)})
            assert verdict.share == 1, verdict.text()


def of_another_shape(model, window, horizon):
    """Call another network on a window that it cannot read."""
    from lstm_lib.backend import keras

    own = keras.Sequential([keras.Input((4, 1)), keras.layers.LSTM(2)])
    return own(np.zeros((1, 1, 4)))


@pytest.mark.slow
def test_keras_errors_lose_their_noise():
    """Is what Keras wraps around an error left out of the card, and the error kept?"""
    with pytest.raises(Exception, match="Arguments received by"):
        of_another_shape(None, None, None)
    text = run_check("roll_out", {"roll_out": of_another_shape}).text()
    assert "Matrix size-incompatible" in text
    for noise in ("\x1b", "Arguments received", "function_node"):
        assert noise not in text


@pytest.mark.slow
def test_tensorflow_is_quiet_while_a_check_looks():
    """Is TensorFlow's logger silent while a check observes, and as before afterward?"""
    logger = logging.getLogger("tensorflow")
    before, seen = logger.level, []

    def roll_out(model, window, horizon):
        seen.append(logger.isEnabledFor(logging.WARNING))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_check("roll_out", {"roll_out": roll_out})
    assert seen == [False]
    assert logger.level == before
