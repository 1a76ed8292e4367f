"""What a card says about an error of Keras or scikit-learn."""

import pytest
import typed
from check_tools import run_check

from lstm_lib.checks import verdict as v

pytestmark = pytest.mark.slow

LAYERS = (
    "of = keras.layers\nreturn keras.Sequential([keras.Input((steps, features)), {}, of.Dense(1)])"
)
SCALED = "scaled = scaler.transform({})\nreturn model(scaled[np.newaxis])"


@pytest.mark.parametrize(
    ("check", "text", "first"),
    [
        (
            "build_single",
            LAYERS.format("of.LSTM(units, return_sequence=True)"),
            "The layer has no argument of that name.",
        ),
        (
            "build_single",
            LAYERS.format("of.LSTM(units, return_state=True)"),
            "A layer reads one array and was given several",
        ),
        (
            "build_single",
            LAYERS.format("of.LSTM(units, activation='Tanh')"),
            "Keras knows nothing of that name.",
        ),
        (
            "build_single",
            LAYERS.format("of.LSTM(units / 1)"),
            "The number of units must be a whole number",
        ),
        (
            "build_single",
            "model = keras.Sequential([keras.layers.LSTM(units)])\nreturn model.count_params()",
            "The network does not know yet which windows it reads",
        ),
        ("predict_next", SCALED.format("series[-steps:]"), "scikit-learn expects a column"),
        (
            "predict_next",
            SCALED.format("series[-steps:].reshape(1, steps)"),
            "A scaler reads a column, of shape (points, 1)",
        ),
        (
            "predict_next",
            SCALED.format("series[-steps:].reshape(1, steps, 1)"),
            "scikit-learn reads two axes, (points, 1), and got three.",
        ),
        (
            "predict_next",
            "scaler = type(scaler)()\n" + SCALED.format("series[-steps:, np.newaxis]"),
            "The scaler has seen nothing yet",
        ),
    ],
)
def test_an_error_of_a_package_is_told_plainly(check, text, first):
    """Does a plain sentence come before the package's own message?"""
    verdict = run_check(check, typed.namespace("single_lstm", check, text))
    assert (verdict.status, verdict.share) == (v.CRASHED, 0)
    message = verdict.findings[0].message.splitlines()
    assert message[0].startswith(first)
    assert "Error: " in message[1]
