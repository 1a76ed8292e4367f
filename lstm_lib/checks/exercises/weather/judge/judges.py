"""Judges of the exercise `weather`."""

from lstm_lib.checks.exercises.weather.checks import (
    COVERAGE_BY_HOUR,
    FILL_FORWARD,
    ON_CIRCLE,
    PINBALL_LOSSES,
    SCALE_BY_TRAINING,
    WIND_COMPONENTS,
    WINDOWS_AHEAD,
)
from lstm_lib.checks.exercises.weather.judge.hours import (
    WRONG_CIRCLES,
    WRONG_FILLED,
    fill_forward,
    on_circle,
)
from lstm_lib.checks.exercises.weather.judge.intervals import (
    WRONG_COVERAGE,
    WRONG_LOSSES,
    coverage_by_hour,
    pinball_losses,
)
from lstm_lib.checks.exercises.weather.judge.scaling import WRONG_SCALED, scale_by_training
from lstm_lib.checks.exercises.weather.judge.wind import WRONG_WINDS, wind_components
from lstm_lib.checks.exercises.weather.judge.windows import WRONG_WINDOWS, windows_ahead
from lstm_lib.checks.judge.judged import judged

JUDGES = {
    "fill_forward": judged(
        FILL_FORWARD,
        fill_forward,
        WRONG_FILLED,
        "which reading comes into a gap, and along which axis the hours lie",
    ),
    "on_circle": judged(
        ON_CIRCLE, on_circle, WRONG_CIRCLES, "the angle: which value of it is a whole turn"
    ),
    "wind_components": judged(
        WIND_COMPONENTS,
        wind_components,
        WRONG_WINDS,
        "where 0 degrees lies, which way they count, and whether the wind comes or goes",
    ),
    "scale_by_training": judged(
        SCALE_BY_TRAINING,
        scale_by_training,
        WRONG_SCALED,
        "which rows mean and deviation come from, and along which axis",
    ),
    "windows_ahead": judged(
        WINDOWS_AHEAD,
        windows_ahead,
        WRONG_WINDOWS,
        "the row numbers of the first window and of its targets, and the rows where a place ends",
    ),
    "pinball_losses": judged(
        PINBALL_LOSSES,
        pinball_losses,
        WRONG_LOSSES,
        "what an error costs on either side, and over which axis the mean runs",
    ),
    "coverage_by_hour": judged(
        COVERAGE_BY_HOUR,
        coverage_by_hour,
        WRONG_COVERAGE,
        "which truths count, which ends belong to an interval, and over which axis the mean runs",
    ),
}
