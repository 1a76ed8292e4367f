"""Judges of the exercise `single_lstm`: the network, the training, its error, the next value."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.single_lstm.checks import BUILD_SINGLE, PREDICT_NEXT
from lstm_lib.checks.exercises.single_lstm.judge.answers import (
    A_DICT,
    NOT_EVALUATED,
    ROUNDED,
    WRONG_FORECASTS,
    WRONG_MODELS,
    WRONG_NUMBERS,
    forecast,
    last_window,
)
from lstm_lib.checks.judge.findings import published
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.judge.models.describe import NO_CHAIN, no_chain
from lstm_lib.checks.judge.models.network import (
    TOLERANCES,
    Network,
    NotEvaluated,
    read_network,
)
from lstm_lib.checks.judge.models.structure import (
    Part,
    input_complaint,
    judge_builder,
    layers_complaint,
    sentence,
)
from lstm_lib.checks.judge.models.supplied import with_network
from lstm_lib.checks.judge.models.trained import judge_trained
from lstm_lib.checks.judge.models.trainings import Predict, reading
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.sine_task import exercise_data
from lstm_lib.checks.verdict import Finding
from lstm_lib.windows import Data

KINDS = ("LSTM", "Dense")
FORECAST_TOLERANCE = 1e-4  # float32 in Keras, of values around 10
# Keras takes the mean in float32: a relative difference of 5e-5 was measured at an error of 1e-7.
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

    def wrong(message: str, diagnosis: str = "") -> list[Finding]:
        return [Finding("test_mse", False, message, diagnosis=diagnosis)]

    network = read_network(seen, "model")
    if not network.is_chain:
        return [no_chain(network)]
    if seen.facts.get("number") == "dict":
        return wrong(A_DICT.message, A_DICT.name)
    found = published(seen, "test_mse")
    if found.size != 1:
        return wrong(f"its shape is {found.shape}, and one number was expected", "wrong shape")
    number = float(found.reshape(()))
    data = exercise_data()
    try:
        predict = _answering(network, seen, data)
        expected = float(np.mean((predict(data.inputs_test)[:, 0] - data.targets_test) ** 2))
        if _close(number, expected) or _as_close_as(network, seen, number, expected):
            message = f"{number:.3e} is the error of your model on the test part"
            return [Finding("test_mse", True, message)]
        for known in WRONG_NUMBERS:
            if _close(number, known.answer(predict, data)):
                message = f"your number {sentence(known.message)}\nFound: {number:.4e}"
                return wrong(message, known.name)
    except NotEvaluated as reason:
        return wrong(NOT_EVALUATED.message.format(reason=reason), NOT_EVALUATED.name)
    if _rounded(number, expected):
        return wrong(ROUNDED.message.format(number=number), ROUNDED.name)
    return wrong(
        f"{number:.4e} is not the error of your model on the test part. Was the model trained "
        "further after the number was computed? Run the cells from top to bottom."
    )


def _close(found: float, expected: float) -> bool:
    """Tell whether two errors are the same, up to rounding in float32."""
    return bool(np.isclose(found, expected, rtol=NUMBER_TOLERANCE, atol=NUMBER_NOISE))


def _answering(network: Network, seen: Observation, data: Data) -> Predict:
    """Return a model as a function of windows, which answers the test part as Keras did.

    Half precision rounds in a way that is not computed here. What was published counts, as far as
    it lies where half precision may put it.
    """
    predict = reading(network)
    expected = predict(data.inputs_test)
    answers = seen.arrays.get("answers", expected)
    tolerance = TOLERANCES[network.precision]
    if answers.shape != expected.shape or not np.allclose(answers, expected, tolerance, tolerance):
        raise NotEvaluated("its answers are not those that its layers and weights give")
    return lambda inputs: answers if inputs is data.inputs_test else predict(inputs)


def _as_close_as(network: Network, seen: Observation, found: float, expected: float) -> bool:
    """Tell whether two errors are the same, up to what half precision does to the answers.

    This is for observations that an earlier version stored, without answers. By the triangle
    inequality, the roots of two errors lie no further apart than the answers do.
    """
    if network.precision == "float32" or "answers" in seen.arrays or not found >= 0:
        return False
    return bool(abs(np.sqrt(found) - np.sqrt(expected)) <= TOLERANCES[network.precision])


def _rounded(number: float, expected: float) -> bool:
    """Tell whether a number is the expected one, rounded to one, two or three digits."""
    return any(
        np.isclose(float(f"{number:.{digits}e}"), number, rtol=1e-6, atol=0)
        and np.isclose(number, expected, rtol=0.6 * 10.0**-digits, atol=0)
        for digits in range(3)
    )


JUDGES = {
    "build_single": judge_builder(BUILD_SINGLE, PARTS, WRONG_MODELS),
    "trained_single": judge_trained(KINDS, (), WRONG_MODELS),
    "test_mse": Judge(
        _judge_number,
        # A model that is None counts as not there, so "nothing returned" cannot be told.
        (*NO_CHAIN.values(), A_DICT, *WRONG_NUMBERS, NOT_EVALUATED, ROUNDED),
        without_cases=True,
    ),
    "predict_next": judged(
        PREDICT_NEXT,
        forecast(last_window),
        WRONG_FORECASTS,
        "which points the window holds, at the scaler on both ways, and whether your function "
        "uses only its arguments, and no other name of the notebook",
        FORECAST_TOLERANCE,
        with_network,
    ),
}
