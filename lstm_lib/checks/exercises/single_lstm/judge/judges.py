"""Judges of the exercise `single_lstm`: the network, the training, its error, the next value."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.single_lstm.checks import NEXT_ARGUMENTS, series_to_continue
from lstm_lib.checks.exercises.single_lstm.judge.answers import (
    WRONG_FORECASTS,
    WRONG_NUMBERS,
    forecast,
    last_window,
)
from lstm_lib.checks.exercises.single_lstm.judge.models import WRONG_MODELS
from lstm_lib.checks.judge.compare import judge_function, published
from lstm_lib.checks.judge.models.network import NotEvaluated, from_weights, read_network
from lstm_lib.checks.judge.models.no_chain import no_chain
from lstm_lib.checks.judge.models.structure import (
    Part,
    input_complaint,
    judge_builder,
    layers_complaint,
    sentence,
)
from lstm_lib.checks.judge.models.trained import (
    exercise_data,
    judge_trained,
    mean_squared_error,
    reading,
)
from lstm_lib.checks.judge.models.training_answers import WRONG_TRAININGS
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.sine_task import sizes
from lstm_lib.checks.verdict import Finding

KINDS = ("LSTM", "Dense")
FORECAST_TOLERANCE = 1e-4  # float32 in Keras, of values around 10
# Keras takes the mean in float32: 5e-5 was measured at an error of 1e-7.
NUMBER_TOLERANCE, NUMBER_NOISE = 2e-3, 1e-11

PARTS = (
    Part(
        "input",
        1,
        input_complaint,
        lambda case: f"windows of ({case['steps']}, {case['features']})",
    ),
    Part("layers", 2, layers_complaint(KINDS), lambda case: f"LSTM({case['units']}) → Dense(1)"),
)


def _judge_number(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the test error that the learner computed, against this model's own."""
    network = read_network(seen, "model")
    if not network.is_chain:
        return [no_chain(network)]
    if seen.facts.get("number") == "dict":
        message = "it is a dict, and one number was expected: take its `loss`"
        return [Finding("test_mse", False, message, diagnosis="a dict, not a number")]
    found = published(seen, "test_mse")
    if found.size != 1:
        message = f"its shape is {found.shape}, and one number was expected"
        return [Finding("test_mse", False, message, diagnosis="wrong shape")]
    number = float(found.reshape(()))
    data = exercise_data()
    try:
        predict = reading(network)
        expected = mean_squared_error(predict, data.inputs_test, data.targets_test)
        if _close(number, expected):
            message = f"{number:.3e} is the error of your model on the test part"
            return [Finding("test_mse", True, message)]
        for wrong in WRONG_NUMBERS:
            if _close(number, wrong.answer(predict, data)):
                message = f"your number {sentence(wrong.message)}\nFound: {number:.4e}"
                return [Finding("test_mse", False, message, diagnosis=wrong.name)]
    except NotEvaluated as reason:
        message = f"it cannot be judged, since of your model: {reason}"
        return [Finding("test_mse", False, message, diagnosis="model not evaluated")]
    if _rounded(number, expected):
        message = f"{number:g} is the error of your model, rounded. Keep all digits in `test_mse`"
        return [Finding("test_mse", False, message, diagnosis="rounded")]
    message = (
        f"{number:.4e} is not the error of your model on the test part. Was the model trained on "
        "after the number was taken? Run the cells from top to bottom"
    )
    return [Finding("test_mse", False, f"{message}.")]


def _close(found: float, expected: float) -> bool:
    """Tell whether two errors are the same, up to rounding in float32."""
    return bool(np.isclose(found, expected, rtol=NUMBER_TOLERANCE, atol=NUMBER_NOISE))


def _rounded(number: float, expected: float) -> bool:
    """Tell whether a number is another one, rounded to one, two or three digits."""
    return any(
        np.isclose(float(f"{number:.{digits}e}"), number, rtol=1e-6, atol=0)
        and np.isclose(number, expected, rtol=0.6 * 10.0**-digits, atol=0)
        for digits in range(3)
    )


def _series_with_model(rng: Any) -> list[dict[str, Any]]:
    """Draw the cases of predict_next, each with its network in NumPy."""
    return [
        {**case, "model": from_weights(case["steps"], case["weights"])}
        for case in series_to_continue(rng)
    ]


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "build_single": judge_builder(sizes, PARTS, WRONG_MODELS),
    "trained_single": judge_trained(KINDS, (), WRONG_MODELS, WRONG_TRAININGS),
    "test_mse": _judge_number,
    "predict_next": judge_function(
        _series_with_model,
        NEXT_ARGUMENTS,
        forecast(last_window),
        ["next value"],
        WRONG_FORECASTS,
        "which points the window holds, at the scaler on both ways, and whether your function "
        "uses its arguments alone, and no other name of the notebook",
        FORECAST_TOLERANCE,
    ),
}
