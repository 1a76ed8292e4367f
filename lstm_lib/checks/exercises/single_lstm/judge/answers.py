"""What goes wrong in the exercise `single_lstm`: layers, numbers, forecasts, and what to say.

A number and a forecast take the model as a function of windows.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.models.known_models import KNOWN, WrongModel
from lstm_lib.checks.observe.sine_task import exercise_data

WRONG_MODELS = (
    *KNOWN,
    WrongModel(
        "stacked",
        "layers",
        lambda network, case: [layer.kind for layer in network.layers].count("LSTM") > 1,
        "has more than one LSTM. One was asked for",
    ),
)


def _error_of(
    part: str, total: Callable[[np.ndarray], Any] = lambda e: np.mean(e**2)
) -> Callable[..., float]:
    """Make a number from the errors on a part of the data."""
    return lambda model, data: float(
        total(model(getattr(data, f"inputs_{part}"))[:, 0] - getattr(data, f"targets_{part}"))
    )


def _between(answers_of: str, targets_of: str, is_mean: bool) -> Callable[..., float]:
    """Make a number from answers to one part and targets of another, as `zip` pairs them.

    The sum is divided by how many pairs there are, or by how many answers.
    """

    def number(model: Callable, data: Any) -> float:
        answers = model(getattr(data, f"inputs_{answers_of}"))[:, 0]
        targets = getattr(data, f"targets_{targets_of}")
        pairs = min(len(answers), len(targets))
        total = np.sum((answers[:pairs] - targets[:pairs]) ** 2)
        return float(total / (pairs if is_mean else len(answers)))

    return number


WRONG_NUMBERS = (
    WrongAnswer(
        "stretched shapes",
        lambda model, data: float(np.mean((model(data.inputs_test) - data.targets_test) ** 2)),
        "equals what you get when answers of shape (windows, 1) meet targets of shape (windows,): "
        "every answer is compared with every target",
    ),
    WrongAnswer(
        "root",
        _error_of("test", lambda e: np.sqrt(np.mean(e**2))),
        "equals the root of the mean squared error",
    ),
    WrongAnswer(
        "absolute error",
        _error_of("test", lambda e: np.mean(np.abs(e))),
        "equals the mean absolute error",
    ),
    WrongAnswer(
        "sum for mean",
        _error_of("test", lambda e: np.sum(e**2)),
        "equals the sum of the squared errors, not their mean",
    ),
    WrongAnswer(
        "training part",
        _error_of("train"),
        "equals the error on the training part. What has the network not seen?",
    ),
    WrongAnswer(
        "validation part",
        _error_of("validation"),
        "equals the error on the validation part, which was used to choose the training",
    ),
    *(
        WrongAnswer(
            "answers and targets of two parts",
            _between(*parts, is_mean),
            "equals what you get when answers to windows of one part are compared with targets of "
            "another",
        )
        for other in ("train", "validation")
        for parts in (("test", other), (other, "test"))
        for is_mean in (True, False)
    ),
    WrongAnswer(
        "series' own units",
        lambda model, data: _error_of("test")(model, data) * float(data.scaler.data_range_[0]) ** 2,
        "equals the error in the series' own units. Scaled units were asked for",
    ),
)

A_DICT = Told("a dict, not a number", "it is a dict, and one number was expected: take its `loss`")
NOT_EVALUATED = Told(
    "model not evaluated", "it cannot be judged, because your model cannot be evaluated: {reason}"
)
ROUNDED = Told(
    "rounded", "{number:g} is the error of your model, rounded. Keep all digits in `test_mse`"
)


def forecast(window: Callable, back: Callable | None = None) -> Callable[..., float]:
    """Make a forecast from the way in and the way back, which is `inverse_transform` by default.

    ``window(series, scaler, steps)`` returns what the network reads, (steps, 1), and
    ``back(answer, scaler)`` takes its answer back to the series' units.
    """

    def predict_next(model, series, scaler, steps):  # type: ignore[no-untyped-def]
        answer = model(window(series, scaler, steps)[np.newaxis])
        answer = back(answer, scaler) if back else scaler.inverse_transform(answer)
        return float(answer[0, 0])

    return predict_next


def last_window(series, scaler, steps):  # type: ignore[no-untyped-def]
    """Return the scaled last window of a series, (steps, 1)."""
    return scaler.transform(series[:, np.newaxis])[-steps:]


def _with_scaler(scaler_of: Callable) -> Callable[..., Any]:
    """Make a forecast with a scaler other than the given one."""

    def predict_next(model, series, scaler, steps):  # type: ignore[no-untyped-def]
        other = scaler_of(type(scaler)(), series[:, np.newaxis], steps)
        return forecast(last_window)(model, series, other, steps)

    return predict_next


WRONG_FORECASTS = (
    WrongAnswer(
        "not taken back",
        forecast(last_window, lambda answer, scaler: answer),
        "is the network's answer in scaled units. Take it back through the scaler",
    ),
    WrongAnswer(
        "taken back twice",
        forecast(
            last_window,
            lambda answer, scaler: scaler.inverse_transform(scaler.inverse_transform(answer)),
        ),
        "equals what you get when `inverse_transform` is applied twice. Once is enough",
    ),
    WrongAnswer(
        "scaled again",
        forecast(last_window, lambda answer, scaler: scaler.transform(answer)),
        "equals what you get when the answer is scaled once more. The way back is "
        "`inverse_transform`",
    ),
    WrongAnswer(
        "scaled twice",
        forecast(
            lambda series, scaler, steps: scaler.transform(last_window(series, scaler, steps))
        ),
        "equals what you get when the window is scaled twice on the way in",
    ),
    WrongAnswer(
        "not scaled",
        forecast(lambda series, scaler, steps: series[-steps:, np.newaxis]),
        "equals what you get when the network reads values in the series' own units. "
        "It was trained on scaled ones",
    ),
    WrongAnswer(
        "scaler not used at all",
        forecast(
            lambda series, scaler, steps: series[-steps:, np.newaxis],
            lambda answer, scaler: answer,
        ),
        "equals what you get without the scaler, on the way in and on the way out",
    ),
    WrongAnswer(
        "value that the series holds",
        forecast(lambda series, scaler, steps: last_window(series[:-1], scaler, steps)),
        "is the forecast of the last value, which the series already holds: "
        "its window ends one point too early",
    ),
    WrongAnswer(
        "window reversed",
        forecast(lambda *given: last_window(*given)[::-1]),
        "equals what you get when the window is reversed in time",
    ),
    WrongAnswer(
        "first window",
        forecast(lambda series, scaler, steps: scaler.transform(series[:steps, np.newaxis])),
        "is the forecast from the first window of the series. Which points come last?",
    ),
    WrongAnswer(
        "scaler fitted anew",
        _with_scaler(lambda anew, column, steps: anew.fit(column)),
        "equals what you get with a scaler that is fitted again on this series. "
        "The network knows the scale of the one you are given",
    ),
    WrongAnswer(
        "scaler fitted on the window",
        _with_scaler(lambda anew, column, steps: anew.fit(column[-steps:])),
        "equals what you get with a scaler that is fitted again on the last window: "
        "`fit_transform` does that. Use `transform`, with the scaler you are given",
    ),
    WrongAnswer(
        "the notebook's scaler",
        _with_scaler(lambda anew, column, steps: exercise_data().scaler),
        "equals what you get with the notebook's `data.scaler`. Use the argument `scaler`",
    ),
    WrongAnswer(
        "always 10 steps",
        forecast(lambda series, scaler, steps: last_window(series, scaler, 10)),
        "is the forecast from a window of 10 points: the argument `steps` is not used",
    ),
    WrongAnswer(
        "last value again",
        lambda model, series, scaler, steps: float(series[-1]),
        "is the last value of the series: persistence, without the network",
    ),
)
