"""What training refuses, and its error messages."""

import dataclasses

import numpy as np
import pytest

from lstm_lib.series import sine_wave
from lstm_lib.windows import prepare

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"model": "LSTM"}, TypeError, "model is str, expected a Keras model"),
        ({"data": (1, 2)}, TypeError, "data is tuple, expected what prepare returns"),
        ({"recipe": "course"}, TypeError, "recipe is str, expected a Recipe such as COURSE"),
        ({"seed": -1}, ValueError, "seed is -1, expected 0 or more"),
        ({"seed": 2**32}, ValueError, "seed is 4294967296, expected less than 2"),
        ({"seed": 1.5}, TypeError, "seed is 1.5, expected a whole number"),
        ({"early_stopping": 0}, ValueError, "early_stopping is 0, expected 1 or more"),
    ],
)
def test_a_training_that_cannot_be_is_refused(
    models, training, data, short, change, error, message
):
    """Does the error say what was passed and what was expected?"""
    arguments = {"model": models.build_single(5, units=2), "data": data, "recipe": short, "seed": 0}
    with pytest.raises(error, match=message):
        training.train(**{**arguments, **change}, verbose=0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "epochs is 0, expected 1 or more"),
        ({"batch_size": 0}, "batch_size is 0, expected 1 or more"),
        ({"batches_per_call": 0}, "batches_per_call is 0, expected 1 or more"),
        ({"learning_rate": 0.0}, "learning_rate is 0.0, expected more than 0"),
        ({"schedule": "linear"}, "schedule is 'linear', expected 'constant' or 'cosine'"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused(training, change, message):
    """Is a recipe refused when it is written, not after a training?"""
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(training.COURSE, **change)


def test_early_stopping_without_a_validation_part_is_refused(models, training, short):
    """Does the error say what is missing?"""
    data = prepare(sine_wave(80, 12.0), steps=5)
    with pytest.raises(ValueError, match="early_stopping needs a validation part"):
        training.train(models.build_single(5), data, short, 0, early_stopping=2)


@pytest.mark.parametrize(
    ("inputs", "targets", "message"),
    [
        (np.zeros((4, 6, 1)), np.zeros(4), r"windows of \(6, 1\) but the model reads \(5, 1\)"),
        (np.zeros((4, 1, 5)), np.zeros(4), r"windows of \(1, 5\) but the model reads \(5, 1\)"),
        (np.zeros((4, 5)), np.zeros(4), r"inputs has shape \(4, 5\), expected \(windows, steps"),
        (np.zeros((4, 5, 1)), np.zeros((4, 1)), r"targets has shape \(4, 1\), expected \(windows,"),
        (
            np.zeros((4, 5, 1)),
            np.zeros(3),
            "inputs has 4 windows and targets 3 values, expected the same number",
        ),
        (
            np.zeros((0, 5, 1)),
            np.zeros(0),
            "inputs has 0 windows and targets 0 values, expected .* 1 or more",
        ),
        (np.full((4, 5, 1), np.inf), np.zeros(4), "inputs has 20 of 20 values NaN or infinite"),
    ],
)
def test_windows_that_the_model_cannot_read_are_refused(models, training, inputs, targets, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(ValueError, match=message):
        training.evaluate(models.build_single(5, units=2), inputs, targets)


def test_a_model_that_answers_at_every_step_is_refused(training):
    """Is return_sequences=True on the last layer refused, which would train without an error?"""
    from lstm_lib.backend import keras

    model = keras.Sequential(
        [keras.Input((5, 1)), keras.layers.LSTM(2, return_sequences=True), keras.layers.Dense(1)]
    )
    with pytest.raises(
        ValueError, match=r"the model returns \(None, 5, 1\), expected \(batch, 1\)"
    ):
        training.evaluate(model, np.zeros((4, 5, 1)), np.zeros(4))


def test_a_model_without_an_input_is_refused(training):
    """Does the error say what a model without weights lacks?"""
    from lstm_lib.backend import keras

    model = keras.Sequential([keras.layers.LSTM(2), keras.layers.Dense(1)])
    with pytest.raises(ValueError, match="no weights yet, expected one that begins with an Input"):
        training.evaluate(model, np.zeros((4, 5, 1)), np.zeros(4))


@pytest.mark.parametrize(
    ("series", "truth", "error", "message"),
    [
        ([], None, ValueError, "series has 0 points, expected the model's 5 or more"),
        (np.zeros(4), None, ValueError, "series has 4 points, expected the model's 5 or more"),
        (np.full(9, np.nan), None, ValueError, "series has 9 of 9 values NaN or infinite"),
        (np.zeros((9, 1)), None, ValueError, r"series has shape \(9, 1\), expected \(n_points,\)"),
        (np.zeros(9), "warm", TypeError, "truth is 'warm', expected a number"),
        (np.zeros(9), np.nan, ValueError, "truth is nan, expected a finite number"),
    ],
)
def test_a_series_that_cannot_be_continued_is_refused(
    models, training, data, series, truth, error, message
):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        training.predict_next(models.build_single(5, units=2), series, data, truth)


def test_data_without_a_scaler_is_refused(models, training):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(TypeError, match="data is dict, expected what prepare returns"):
        training.predict_next(models.build_single(5, units=2), np.zeros(9), {})


@pytest.mark.parametrize(
    ("window", "horizon", "message"),
    [
        (np.zeros((5, 1)), 0, "horizon is 0, expected 1 or more"),
        (np.zeros((5, 1)), -3, "horizon is -3, expected 1 or more"),
        (np.zeros((4, 1)), 2, r"window has shape \(4, 1\) and the model reads \(5, 1\)"),
        (np.zeros(5), 2, r"window has shape \(5,\), expected \(steps, features\)"),
        (np.full((5, 1), np.nan), 2, "window has 5 of 5 values NaN or infinite"),
    ],
)
def test_a_window_that_cannot_be_rolled_out_is_refused(models, training, window, horizon, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(ValueError, match=message):
        training.roll_out(models.build_single(5, units=2), window, horizon)
