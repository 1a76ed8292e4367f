"""The exercise `project`: any model fits in, and what is observed does not hang on luck."""

import numpy as np
import pytest
from project_methods import METHODS

from autograde.quality import judging
from lstm_lib.checks.exercises.project.cases import (
    ERRORS,
    KEPT,
    place,
    planted,
    series_to_learn,
    settings_to_choose,
    truths,
    wave,
)

KERAS = """from lstm_lib.backend import keras

keras.utils.set_random_seed(seed)
known = series[:train_end]
mean, spread = known.mean(), known.std()
scaled = (known - mean) / spread
rows = np.array([scaled[i : i + 12 + horizon] for i in range(train_end - 12 - horizon + 1)])
model = keras.Sequential(
    [keras.Input((12, 1)), keras.layers.LSTM(8, use_cudnn=False), keras.layers.Dense(horizon)]
)
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
model.fit(rows[:, :12, None], rows[:, 12:], epochs=6, batch_size=32, verbose=0)

def forecast(history):
    window = (np.asarray(history[-12:]) - mean) / spread
    return mean + spread * np.asarray(model(window[None, :, None]))[0]

return forecast"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("check", "text"),
    [pytest.param(c, text, id=f"{c}: {how}") for c, rows in METHODS.items() for how, text in rows],
)
def test_another_method_is_right(check, text):
    """Does a method of another kind get full marks, under every seed of the cases?"""
    for verdict in judging.verdicts("project", check, text, ("07", "a1b2c3", "5eed", "11", "22")):
        assert verdict.share == 1, verdict.text()


@pytest.mark.slow
def test_an_lstm_of_keras_is_right():
    """Does a network that is trained for a few epochs get full marks, and its mistake its name?"""
    for verdict in judging.verdicts("project", "fit", KERAS, ("07", "a1b2c3")):
        assert verdict.share == 1, verdict.text()
    unscaled = KERAS.replace("mean + spread * ", "")
    assert unscaled != KERAS
    (verdict,) = judging.verdicts("project", "fit", unscaled, ("07",))
    assert "scaled units" in verdict.diagnoses


def test_points_that_are_nudged_are_no_extremes():
    """Can a scaler of the training part hardly notice a point that is nudged?"""
    for seed in range(5):
        for case in series_to_learn(np.random.default_rng(seed)):
            known = case["series"][: case["train_end"]]
            calm = known[-100:]
            assert known.min() < calm.min() - 1
            assert known.max() > calm.max() + 1
            assert known.min() > 0  # a logarithm may be taken


def test_another_future_differs_everywhere():
    """Is every value after the border another one, and none before it?"""
    case, _ = wave(np.random.default_rng(3))
    differs = case["series"] != case["later"]
    assert not np.any(differs[: case["train_end"]])
    assert np.all(differs[case["train_end"] :])


def test_the_right_setting_is_the_best_by_mean_and_by_median():
    """Is one setting best on the validation part, whichever honest mean is taken?"""
    for seed in range(3):
        for case in settings_to_choose(np.random.default_rng(seed)):
            begin = len(case["train"])
            ends = range(begin, begin + len(case["validation"]) - case["horizon"] + 1)
            errors = np.array(
                [
                    [[_error(case, table[k], end, kind) for end in ends] for k in range(3)]
                    for table, kind in zip(case["tables"], case["kinds"], strict=True)
                ]
            ).mean(axis=2)  # (settings, seeds)
            right = case["kinds"].index(KEPT)
            assert errors.mean(axis=1).argmin() == right
            assert np.median(errors, axis=1).argmin() == right
            assert errors.min(axis=1).argmin() != right
            assert 0 < right < len(ERRORS) - 1


def _error(case, table, end, kind):
    """Return the mean absolute error of one planted forecast."""
    from lstm_lib.checks.exercises.project.cases import SHIFT

    said = planted(case, table, end, SHIFT.get(kind, 0))
    return np.abs(said - truths(case, end)).mean()


def test_a_history_is_found_by_its_end():
    """Is a history found by its last value, and told from a piece of the past?"""
    case = {"series": np.array([3.0, 1.0, 4.0, 1.5])}
    assert place(case, [3.0, 1.0, 4.0]) == (3, True)
    assert place(case, [1.0, 4.0]) == (3, False)
    assert place(case, [0.5]) == (-1, False)
    assert place(case, []) == (-1, False)
