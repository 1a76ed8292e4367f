"""Train, evaluate and use a Keras model on the windows of a series.

Losses are mean squared errors in scaled units, where the training part spans 0 to 1.
"""

import math
from functools import partial
from typing import NamedTuple

import numpy as np

from lstm_lib.answers import answer, require_readable, window_shape
from lstm_lib.arguments import data_part, finite_array, paired, real_number, whole_number
from lstm_lib.backend import keras
from lstm_lib.progress import ProgressLine
from lstm_lib.recipes import COURSE, COURSE_STACKED, LESSON, Recipe

__all__ = [
    "COURSE",
    "COURSE_STACKED",
    "LESSON",
    "Prediction",
    "Recipe",
    "evaluate",
    "predict_next",
    "roll_out",
    "train",
]


class Prediction(NamedTuple):
    """One predicted value beside the true one, both in the series' own units.

    ``truth`` is None where it is not known.
    """

    value: float
    truth: float | None


def train(model, data, recipe, seed, early_stopping=None, verbose=1):
    """Train a model from fresh weights, with all randomness drawn from ``seed``.

    The weights that the model came with are replaced: they are drawn anew, as are dropout and
    the order of the batches. So model, data, recipe and seed determine the run.

    Parameters
    ----------
    model : keras.Model
        Takes (batch, steps, features), returns (batch, 1). It is trained in place.
    data : lstm_lib.windows.Data
        Scaled windows; trained on the training part, monitored on the validation part if it
        has one, and never shown the test part.
    recipe : Recipe
        `LESSON`, `COURSE`, `COURSE_STACKED` or one of your own.
    seed : int
        From 0 to 2**32 - 1.
    early_stopping : int, optional
        Stop after this many epochs without a better validation loss, and go back to the best
        weights. Needs a validation part.
    verbose : int
        1 shows one line of progress, 0 is quiet.

    Returns
    -------
    keras.callbacks.History
        Its ``history`` holds the losses of every epoch, scaled: "loss" and, with a validation
        part, "val_loss".

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model, ``data`` not what `lstm_lib.windows.prepare` returns,
        ``recipe`` not a Recipe, or a number not a whole number.
    ValueError
        If the model does not fit the windows, a part is empty, or a number is out of range.

    Examples
    --------
    >>> from lstm_lib import models, series, windows
    >>> data = windows.prepare(series.sine_wave(n_points=40), steps=3)
    >>> recipe = Recipe("short", epochs=2, batch_size=8, learning_rate=1e-2, schedule="cosine")
    >>> history = train(models.build_single(steps=3, units=2), data, recipe, seed=0, verbose=0)
    >>> len(history.history["loss"])
    2
    """
    if not isinstance(recipe, Recipe):
        raise TypeError(f"recipe is {type(recipe).__name__}, expected a Recipe such as COURSE")
    seed = whole_number("seed", seed, least=0)
    if seed >= 2**32:
        raise ValueError(f"seed is {seed}, expected less than 2**32")
    inputs, targets = data_part(data, "train")
    require_readable(model, "inputs_train", inputs)
    validation = None
    if len(data.inputs_validation) > 0:
        validation = data_part(data, "validation")
        require_readable(model, "inputs_validation", validation[0])
    callbacks = []
    if early_stopping is not None:
        if validation is None:
            raise ValueError("early_stopping needs a validation part, but data has none")
        patience = whole_number("early_stopping", early_stopping)
        callbacks.append(
            keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True)
        )
    if verbose:
        callbacks.append(ProgressLine(recipe.name))

    keras.utils.set_random_seed(seed)
    _draw_weights(model)
    model.compile(
        optimizer=_optimizer(recipe, len(inputs)),
        loss="mse",
        steps_per_execution=recipe.batches_per_call,
    )
    return model.fit(
        inputs,
        targets,
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        validation_data=validation,
        callbacks=callbacks,
        verbose=0,
    )


def evaluate(model, inputs, targets):
    """Return a model's mean squared error on some windows.

    Parameters
    ----------
    model : keras.Model
        Takes (batch, steps, features), returns (batch, 1).
    inputs : array_like of shape (windows, steps, features)
        Scaled windows.
    targets : array_like of shape (windows,)
        Their targets, scaled.

    Returns
    -------
    float
        Mean squared error, scaled.

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model or an array does not hold real numbers.
    ValueError
        If shapes do not fit, there are no windows, or values are NaN or infinite.

    Examples
    --------
    >>> from lstm_lib import models
    >>> model = models.build_single(steps=3, units=2)
    >>> model.set_weights([0 * weights for weights in model.get_weights()])  # so it answers 0
    >>> evaluate(model, np.ones((2, 3, 1)), [1.0, 3.0])
    5.0
    """
    inputs, targets = paired("inputs", inputs, "targets", targets)
    require_readable(model, "inputs", inputs)
    return float(np.mean((answer(model, inputs) - targets) ** 2))


def predict_next(model, series, data, truth=None):
    """Predict the value one past the end of a series.

    Parameters
    ----------
    model : keras.Model
        Takes (batch, steps, 1), returns (batch, 1), trained on windows of ``data``.
    series : array_like of shape (n_points,)
        The values up to now, in their own units.
    data : lstm_lib.windows.Data
        What `lstm_lib.windows.prepare` made of the series; its scaler is used.
    truth : float, optional
        The true next value where it is known, to return beside the prediction.

    Returns
    -------
    Prediction
        ``value``, the prediction, and ``truth``, both in the series' own units.

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model, ``series`` does not hold real numbers, ``data`` has no
        scaler, or ``truth`` is not a number.
    ValueError
        If ``series`` is shorter than the model's window or holds NaN or infinity.

    Examples
    --------
    >>> from lstm_lib import models, windows
    >>> series = [10.0, 20.0, 10.0, 20.0, 10.0, 20.0]
    >>> data = windows.prepare(series, steps=2)
    >>> model = models.build_single(steps=2, units=2)
    >>> model.set_weights([0 * weights for weights in model.get_weights()])  # so it answers 0
    >>> predict_next(model, series, data, truth=10.0)
    Prediction(value=10.0, truth=10.0)
    """
    steps, features = window_shape(model)
    series = finite_array("series", series, ("n_points",))
    if features != 1:
        raise ValueError(f"the model reads {features} features, expected 1")
    if len(series) < steps:
        raise ValueError(f"series has {len(series)} points, expected the model's {steps} or more")
    if not hasattr(data, "scaler"):
        raise TypeError(f"data is {type(data).__name__}, expected what prepare returns")
    window = data.scaler.transform(series[-steps:, np.newaxis].astype(np.float64))  # (steps, 1)
    scaled = answer(model, window[np.newaxis])  # (1,)
    value = data.scaler.inverse_transform(scaled[:, np.newaxis])[0, 0]
    return Prediction(float(value), None if truth is None else real_number("truth", truth))


def roll_out(model, window, horizon):
    """Predict many steps ahead by feeding each prediction back as the next input.

    Parameters
    ----------
    model : keras.Model
        Takes (batch, steps, 1), returns (batch, 1).
    window : array_like of shape (steps, 1)
        The last window that is known, scaled.
    horizon : int
        How many steps to predict, 1 or more.

    Returns
    -------
    ndarray of shape (horizon,)
        The predictions, scaled; the first is the value directly after the window.

    Raises
    ------
    TypeError
        If ``model`` is not a Keras model, ``window`` does not hold real numbers or ``horizon`` is
        not a whole number.
    ValueError
        If ``window`` does not have the model's shape or holds NaN or infinity; if ``horizon`` is
        under 1.

    Examples
    --------
    >>> from lstm_lib import models
    >>> model = models.build_single(steps=2, units=2)
    >>> model.set_weights([0 * weights for weights in model.get_weights()])  # so it answers 0
    >>> roll_out(model, [[0.5], [0.6]], horizon=3)
    array([0., 0., 0.])
    """
    steps, features = window_shape(model)
    window = finite_array("window", window, ("steps", "features"))
    horizon = whole_number("horizon", horizon)
    if window.shape != (steps, features) or features != 1:
        raise ValueError(
            f"window has shape {window.shape} and the model reads {steps, features}, "
            "expected the same shape, with 1 feature"
        )
    # Calling a model runs it op by op; compiling it first pays off from about ten answers on.
    predict = model.predict_on_batch if horizon > 10 else partial(answer, model)
    values = np.concatenate([window[:, 0], np.empty(horizon)])
    for t in range(steps, steps + horizon):
        values[t] = predict(values[np.newaxis, t - steps : t, np.newaxis]).item()
    return values[steps:]


def _optimizer(recipe, n_windows):
    """Return Adam with the recipe's learning rate."""
    rate = recipe.learning_rate
    if recipe.schedule == "cosine":
        n_batches = recipe.epochs * math.ceil(n_windows / recipe.batch_size)
        rate = keras.optimizers.schedules.CosineDecay(rate, n_batches)
    return keras.optimizers.Adam(rate)


def _draw_weights(model):
    """Give a model weights and dropout seeds drawn from Keras' current random state."""
    fresh = keras.models.clone_model(model)
    for layer, fresh_layer in zip(model.layers, fresh.layers, strict=True):
        for variable, value in zip(layer.variables, fresh_layer.variables, strict=True):
            variable.assign(value)
