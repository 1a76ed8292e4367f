"""A network for one question about a share, trained anew for each fold of a walk-forward."""

from dataclasses import dataclass

import numpy as np

from lstm_lib.arguments import whole_number
from lstm_lib.backend import keras
from lstm_lib.sequence import lstm_forward
from lstm_lib.shares import STEPS, TEST_DAYS, Question

UNITS, EPOCHS, BATCH, RATE, PATIENCE = 12, 12, 128, 8e-3, 2


def share_network(features):
    """Build and compile a network that reads a month of days and forecasts the next one.

    An LSTM of 12 units, and a dense layer that starts at zero: before it learns, it forecasts the
    mean.

    Parameters
    ----------
    features : int
        Numbers of one day.

    Returns
    -------
    keras.Model
        From (batch, 22, features) to (batch, 1), both scaled.

    Raises
    ------
    TypeError
        If ``features`` is not a whole number.
    ValueError
        If it is under 1.

    Examples
    --------
    >>> share_network(2).count_params()  # 4 * 12 * (12 + 2 + 1) in the LSTM, and 13
    733
    """
    features = whole_number("features", features)
    layers = [
        keras.Input((STEPS, features)),
        keras.layers.LSTM(UNITS, use_cudnn=False, unroll=True),
        keras.layers.Dense(1, kernel_initializer="zeros"),
    ]
    model = keras.Sequential(layers)
    # Slow to compile and fast to train, which pays since one model serves many folds.
    model.compile(
        keras.optimizers.Adam(RATE, clipnorm=1.0), "mse", steps_per_execution=8, jit_compile=True
    )
    model.optimizer.build(model.trainable_variables)
    return model


@dataclass(frozen=True)
class Fold:
    """One fold's windows and targets, scaled by its training days.

    The last year of the training days decides when the training stops; it is not learned from.
    What is learned from comes in whole batches.
    """

    inputs: dict[str, np.ndarray]  # by part: learn, stop, test; (windows, steps, features)
    targets: dict[str, np.ndarray]  # (windows,)
    mean: float
    spread: float


def prepare_fold(question, train, test):
    """Cut one fold into scaled windows and targets.

    Parameters
    ----------
    question : lstm_lib.shares.Question
        One that `lstm_lib.shares.share_questions` returns.
    train, test : ndarray of int
        The days of one of its folds.

    Returns
    -------
    Fold
        Mean and spread are those of the training days, for inputs and targets.

    Raises
    ------
    TypeError
        If ``question`` is not one.
    ValueError
        If there are fewer than 402 training days: a month for a window, a year to stop by, and a
        batch.

    Examples
    --------
    >>> from lstm_lib.datasets import share_prices
    >>> from lstm_lib.shares import share_questions
    >>> question = share_questions(share_prices()["IBM"])["volatility"]
    >>> fold = prepare_fold(question, *question.folds[0])
    >>> {part: windows.shape for part, windows in fold.inputs.items()}
    {'learn': (1664, 22, 2), 'stop': (252, 22, 2), 'test': (252, 22, 2)}
    """
    if not isinstance(question, Question):
        raise TypeError(f"question is {type(question).__name__}, expected one of share_questions()")
    if len(train) < (least := STEPS + TEST_DAYS + BATCH):
        raise ValueError(f"train has {len(train)} days, expected {least} or more")
    known = question.inputs[train]
    scaled = (question.inputs - known.mean(axis=0)) / known.std(axis=0)
    mean, spread = question.series[train].mean(), question.series[train].std()
    windows = np.lib.stride_tricks.sliding_window_view(scaled, STEPS, axis=0)
    windows = windows.transpose(0, 2, 1).astype("float32")  # row k ends on the day before k + STEPS
    learn = train[STEPS:-TEST_DAYS]
    days = {"learn": learn[len(learn) % BATCH :], "stop": train[-TEST_DAYS:], "test": test}
    return Fold(
        {part: windows[index - STEPS] for part, index in days.items()},
        {part: (question.series[index] - mean) / spread for part, index in days.items()},
        mean,
        spread,
    )


def forecast_share(question, seed, model=None):
    """Train a network for each fold of a question, and forecast its test days.

    Parameters
    ----------
    question : lstm_lib.shares.Question
        One that `lstm_lib.shares.share_questions` returns.
    seed : int
        Decides the first weights and the order of the batches.
    model : keras.Model, optional
        One that `share_network` returns, or another LSTM with a dense layer, to be trained from a
        fresh start each time; given it, several calls compile once.

    Returns
    -------
    ndarray of shape (folds, test days)
        In the question's own units. No forecast depends on a day from its own on.

    Raises
    ------
    TypeError
        If ``question`` is not one, or ``seed`` is not a whole number.
    ValueError
        If ``seed`` is negative.

    Examples
    --------
    A training takes seconds for each fold; what is no question is refused at once.

    >>> forecast_share("IBM", seed=0)
    Traceback (most recent call last):
    TypeError: question is str, expected one of share_questions()
    """
    if not isinstance(question, Question):
        raise TypeError(f"question is {type(question).__name__}, expected one of share_questions()")
    seed = whole_number("seed", seed, least=0)
    model = model or share_network(question.inputs.shape[1])
    forecasts = []
    for train, test in question.folds:
        fold = prepare_fold(question, train, test)
        _restart(model, seed)
        _fit(model, fold)
        forecasts.append(fold.mean + fold.spread * _answers(model, fold.inputs["test"]))
    return np.array(forecasts)


def _restart(model, seed):
    """Draw a network's weights anew, and forget what its optimizer has learned."""
    keras.utils.set_random_seed(seed)
    model.set_weights(keras.models.clone_model(model).get_weights())
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = RATE


class _KeepBest(keras.callbacks.Callback):
    """Stop when the year that decides has not improved for some epochs, and keep the best one."""

    def __init__(self, fold):
        super().__init__()
        self.fold, self.best, self.since = fold, np.inf, 0

    def on_epoch_end(self, epoch, logs=None):
        """Measure the year that decides."""
        said = _answers(self.model, self.fold.inputs["stop"])
        error = np.mean((said - self.fold.targets["stop"]) ** 2)
        self.since += 1
        if error < self.best:
            self.best, self.since, self.kept = error, 0, self.model.get_weights()
        if self.since == PATIENCE:
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        """Put the best weights back."""
        self.model.set_weights(self.kept)


def _fit(model, fold):
    """Train on the days to learn from, until the year that decides says stop."""
    learned = fold.inputs["learn"], fold.targets["learn"]
    keep = [_KeepBest(fold)]
    model.fit(*learned, batch_size=BATCH, epochs=EPOCHS, verbose=0, callbacks=keep)


def _answers(model, windows):
    """Return what a network says of windows, scaled: in NumPy, since that needs no compiling."""
    W, U, b, v, a = model.get_weights()
    return (lstm_forward(windows, W, U, b).h[:, -1] @ v + a)[:, 0]
