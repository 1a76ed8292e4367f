"""Training by recipe and seed, errors in scaled units, predictions in the series' own."""

import dataclasses

import numpy as np
import pytest

from lstm_lib.series import drifting_wave, sine_wave
from lstm_lib.windows import prepare

pytestmark = pytest.mark.slow


def adds(step, steps):
    """Return a Keras model whose answer is known: a window's last value plus ``step``."""
    from lstm_lib.backend import keras

    inputs = keras.Input((steps, 1))
    return keras.Model(inputs, keras.layers.Lambda(lambda x: x[:, -1] + step)(inputs))


def test_the_lessons_recipe_is_the_lessons(training):
    """Is it 50 epochs of batch size 1 with Keras' own Adam?"""
    assert training.LESSON == training.Recipe("lesson", 50, 1, 1e-3, "constant")


def test_a_recipe_cannot_be_changed_by_accident(training):
    """Is a named recipe frozen?"""
    with pytest.raises(dataclasses.FrozenInstanceError):
        training.COURSE.epochs = 1


@pytest.mark.parametrize("name", ["build_single", "build_stacked"])
def test_a_seed_decides_the_run(models, training, data, short, name):
    """Does a seed give the same weights again, dropout included, and another seed others?"""
    runs = []
    for seed in (3, 3, 4):
        model = getattr(models, name)(steps=5, units=3)
        history = training.train(model, data, short, seed, verbose=0)
        runs.append((history.history["loss"], model.get_weights()))
    (losses, weights), (losses_again, weights_again), (losses_other, _) = runs
    assert losses == losses_again
    assert all(np.array_equal(*pair) for pair in zip(weights, weights_again, strict=True))
    assert losses != losses_other


def test_a_model_that_was_trained_before_starts_anew(models, training, data, short):
    """Does training the same model twice with one seed give the same run twice?"""
    model = models.build_stacked(steps=5, units=3)
    losses = [training.train(model, data, short, 3, verbose=0).history["loss"] for _ in range(2)]
    assert losses[0] == losses[1]


def test_the_loss_falls(models, training, data):
    """Does training get below the variance of its targets?"""
    recipe = training.Recipe("longer", 30, 8, 2e-2, "cosine")
    model = models.build_single(steps=5, units=8)
    training.train(model, data, recipe, seed=0, verbose=0)
    assert training.evaluate(model, data.inputs_train, data.targets_train) < 0.01
    assert np.var(data.targets_train) > 0.05


def test_the_test_part_is_never_shown(models, training, data, short):
    """Is training the same when the test part is nonsense?"""
    nonsense = data._replace(targets_test=data.targets_test + 1e6)
    losses = [
        training.train(models.build_single(5, units=2), parts, short, 0, verbose=0).history
        for parts in (data, nonsense)
    ]
    assert losses[0] == losses[1]


def test_the_validation_part_is_watched_if_there_is_one(models, training, data, short):
    """Does the history hold validation losses, and only then?"""
    without = prepare(sine_wave(80, 12.0), steps=5)
    model = models.build_single(5, units=2)
    assert "val_loss" in training.train(model, data, short, 0, verbose=0).history
    assert "val_loss" not in training.train(model, without, short, 0, verbose=0).history


def test_the_learning_rate_follows_the_schedule(models, training, data, short):
    """Does cosine decay end at zero, and a constant rate stay?"""
    model = models.build_single(5, units=2)
    for schedule, last in (("cosine", 0.0), ("constant", 0.02)):
        training.train(model, data, dataclasses.replace(short, schedule=schedule), 0, verbose=0)
        np.testing.assert_allclose(float(model.optimizer.learning_rate), last, atol=1e-9)


@pytest.mark.parametrize("batches_per_call", [2, 25])
def test_batches_per_call_do_not_change_the_result(models, training, data, short, batches_per_call):
    """Are the losses those of one batch per call, whether the batches divide evenly or not?"""
    assert len(data.inputs_train) == 45  # three batches of 16
    model = models.build_stacked(5, units=3)
    one = training.train(model, data, short, 0, verbose=0).history
    recipe = dataclasses.replace(short, batches_per_call=batches_per_call)
    many = training.train(model, data, recipe, 0, verbose=0).history
    np.testing.assert_allclose(many["loss"], one["loss"], rtol=1e-5)
    np.testing.assert_allclose(many["val_loss"], one["val_loss"], rtol=1e-5)
    assert int(model.optimizer.iterations) == 4 * 3


def test_early_stopping_goes_back_to_the_best_epoch(models, training, data):
    """Does a training that gets worse stop, with the weights of its best validation loss?"""
    wild = training.Recipe("wild", 40, 8, 0.3, "constant")
    model = models.build_single(5, units=4)
    history = training.train(model, data, wild, seed=1, early_stopping=3, verbose=0).history
    assert len(history["loss"]) < wild.epochs
    best = training.evaluate(model, data.inputs_validation, data.targets_validation)
    np.testing.assert_allclose(best, min(history["val_loss"]), rtol=1e-4)


def test_progress_is_one_line_without_control_characters(models, training, data, short, capsys):
    """Is what stays on a page one printable line, and nothing when quiet?"""
    model = models.build_single(5, units=2)
    training.train(model, data, short, 0)
    line = capsys.readouterr().out
    assert line.startswith("short [####################] epoch 4 of 4, loss ")
    assert line.endswith("\n")
    assert line[:-1].isprintable()
    training.train(model, data, short, 0, verbose=0)
    assert capsys.readouterr().out == ""


def test_evaluate_is_the_mean_squared_error(training, rng):
    """Is it the mean of (last value + step - target)², without broadcasting to a matrix?"""
    inputs, targets = rng.normal(size=(7, 4, 1)), rng.normal(size=7)
    expected = np.mean((inputs[:, -1, 0] + 0.25 - targets) ** 2)
    np.testing.assert_allclose(
        training.evaluate(adds(0.25, 4), inputs, targets), expected, rtol=1e-5
    )


def test_evaluate_agrees_with_keras(models, training, data):
    """Is the error the one that Keras' own evaluate reports?"""
    model = models.build_single(5, units=3)
    np.testing.assert_allclose(
        training.evaluate(model, data.inputs_test, data.targets_test),
        model.evaluate(data.inputs_test, data.targets_test, verbose=0),
        rtol=1e-4,
    )


def test_the_next_value_is_one_past_the_end_in_the_series_units(training):
    """Does a model that adds one scaled step continue a ramp of Fahrenheit degrees?"""
    series = 50 + 2.0 * np.arange(30)
    data = prepare(series, steps=4)
    step = 2.0 / data.scaler.data_range_[0]
    prediction = training.predict_next(adds(step, 4), series, data)
    np.testing.assert_allclose(prediction.value, 50 + 2.0 * 30, rtol=1e-6)
    assert prediction.truth is None


def test_the_true_value_stands_beside_the_prediction_where_it_is_known(training):
    """Does predicting a held-back point return both values?"""
    series = drifting_wave(60, 6.0)
    data = prepare(series, steps=4)
    prediction = training.predict_next(adds(0.0, 4), series[:-1], data, truth=series[-1])
    np.testing.assert_allclose(prediction.value, series[-2], rtol=1e-5)
    assert prediction.truth == series[-1]


@pytest.mark.parametrize("horizon", [1, 8, 30])
def test_rolling_out_feeds_predictions_back(training, horizon):
    """Does a model that adds a step rise step by step, further than its window is long?"""
    window = [[0.5], [0.7], [1.0]]
    values = training.roll_out(adds(0.25, 3), window, horizon)
    np.testing.assert_allclose(values, 1 + 0.25 * np.arange(1, horizon + 1), rtol=1e-6)


def test_one_step_of_rolling_out_is_the_next_value(models, training, data):
    """Do roll_out and predict_next agree on the first step?"""
    model = models.build_single(5, units=3)
    series = data.scaler.inverse_transform(data.inputs_test[-1])[:, 0]
    scaled = training.roll_out(model, data.inputs_test[-1], horizon=1)
    value = data.scaler.inverse_transform(scaled[:, np.newaxis])[0, 0]
    np.testing.assert_allclose(training.predict_next(model, series, data).value, value, rtol=1e-5)
