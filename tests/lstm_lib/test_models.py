"""The two networks: layers, sizes, how they are compiled, and whether they can be saved."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow


def test_the_single_model_is_the_lessons(models):
    """Is it Input, LSTM(50), Dense(1) with 10,451 parameters?"""
    model = models.build_single()
    assert model.input_shape == (None, 10, 1)
    assert [type(layer).__name__ for layer in model.layers] == ["LSTM", "Dense"]
    assert model.output_shape == (None, 1)
    assert model.count_params() == 10_451


def test_the_stacked_model_is_the_lessons(models):
    """Is it two LSTM(50), the first returning all steps, with Dropout(0.2) between them?"""
    model = models.build_stacked()
    first, dropout, second, dense = model.layers
    assert [type(layer).__name__ for layer in model.layers] == ["LSTM", "Dropout", "LSTM", "Dense"]
    assert (first.return_sequences, second.return_sequences) == (True, False)
    assert dropout.rate == 0.2
    assert [layer.count_params() for layer in (first, second, dense)] == [10_400, 20_200, 51]


@pytest.mark.parametrize("name", ["build_single", "build_stacked"])
def test_sizes_go_where_they_belong(models, name):
    """Do steps, features and units of different sizes shape the model?"""
    model = getattr(models, name)(steps=7, features=3, units=4)
    assert model.input_shape == (None, 7, 3)
    assert model.layers[0].get_weights()[0].shape == (3, 16)
    assert model.layers[-1].get_weights()[0].shape == (4, 1)
    assert model(np.zeros((2, 7, 3))).shape == (2, 1)


@pytest.mark.parametrize("name", ["build_single", "build_stacked"])
def test_models_come_compiled(models, name):
    """Are Adam and mean squared error set?"""
    model = getattr(models, name)(units=2)
    assert type(model.optimizer).__name__ == "Adam"
    assert model.loss == "mse"


# Keras' own way of reading a variable while it saves; no model can change it.
@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")
@pytest.mark.parametrize("name", ["build_single", "build_stacked"])
def test_a_trained_model_that_was_saved_predicts_as_before(
    models, training, data, short, name, tmp_path
):
    """Does a model that was trained, saved and loaded give the same outputs?"""
    from lstm_lib.backend import keras

    model = getattr(models, name)(steps=5, units=3)
    training.train(model, data, short, seed=0, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded(data.inputs_test), model(data.inputs_test))


@pytest.mark.parametrize("name", ["build_single", "build_stacked"])
@pytest.mark.parametrize("size", ["steps", "features", "units"])
def test_a_size_below_one_is_refused_by_name(models, name, size):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(ValueError, match=f"{size} is 0, expected 1 or more"):
        getattr(models, name)(**{size: 0})
    with pytest.raises(TypeError, match=f"{size} is 2.5, expected a whole number"):
        getattr(models, name)(**{size: 2.5})


@pytest.mark.parametrize("dropout", [-0.1, 1.0, 20])
def test_a_dropout_that_is_no_share_is_refused(models, dropout):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(
        ValueError, match=f"dropout is {float(dropout)}, expected at least 0 and below 1"
    ):
        models.build_stacked(dropout=dropout)
