"""Networks that forecast flights and electricity demand, one point ahead and one day ahead.

Nothing is chosen on the test part: the page takes the forecasts of all seeds and looks for
anomalies in them. No label is used in training, so that storms of the training part are in it.
"""

import time
from typing import NamedTuple

import numpy as np

from experiments._comparison import restart
from lstm_lib.backend import keras
from lstm_lib.datasets import electricity_demand, flights
from lstm_lib.seasons import calendar, windows_ahead

UNITS, STEPS = 32, 48
SEEDS = (0, 1, 2)
RATES = (5e-3, 1e-3, 3e-4)
BATCH = 64


class Task(NamedTuple):
    """A series, what its first part is, and how long to train on that."""

    values: np.ndarray
    day: int  # points in one
    n_train: int
    epochs: tuple[int, int, int]  # at each of the rates


def tasks():
    """Return both tasks: the flights that left by the hour, and megawatts by the half-hour."""
    hours, scheduled, cancelled = flights()
    n_train = int(np.sum(hours < np.datetime64("2013-07-01")))
    demand = electricity_demand()
    return {
        "flights": Task(scheduled - cancelled, 24, n_train, (20, 5, 5)),
        "demand": Task(demand, 48, 6 * 7 * 48, (24, 8, 8)),
    }


def run():
    """Return how long trainings took and how far off they are in training, and all weights."""
    found, trained = {}, {}
    for name, task in tasks().items():
        for ahead in (1, task.day):
            inputs, targets = training_part(task, ahead)
            model = build(0)
            model.compile(keras.optimizers.Adam(RATES[0], clipnorm=1.0), "mse", jit_compile=True)
            model.optimizer.build(model.trainable_variables)
            errors, seconds = [], []
            for seed in SEEDS:
                started = time.process_time()
                restart(model, build(seed), RATES[0])
                for epochs, rate in zip(task.epochs, RATES, strict=True):
                    model.optimizer.learning_rate.assign(rate)
                    model.fit(inputs, targets, batch_size=BATCH, epochs=epochs, verbose=0)
                seconds.append(time.process_time() - started)
                errors.append(model.evaluate(inputs, targets, batch_size=1024, verbose=0))
                for letter, array in zip("WUbva", model.get_weights(), strict=True):
                    trained[f"{name}_{ahead}_{seed}_{letter}"] = array.astype("float16")
            found[f"{name}, {ahead} ahead"] = {
                "windows": len(inputs),
                "training_error": errors,
                "cpu_seconds": np.mean(seconds[1:]),  # the first one compiles
            }
    return {
        "units": UNITS,
        "steps": STEPS,
        "parameters": model.count_params(),
        "networks": found,
    }, trained


def training_part(task, ahead):
    """Return windows of the training part and what follows them, scaled by that part alone."""
    part = task.values[: task.n_train]
    scaled = (part - part.mean()) / part.std()
    inputs = windows_ahead(scaled, calendar(len(part), task.day), STEPS, ahead)
    return inputs.astype("float32"), scaled[-len(inputs) :].astype("float32")


def build(seed):
    """Return a network with its weights drawn."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((STEPS, 10)), layers.LSTM(UNITS, use_cudnn=False), layers.Dense(1)]
    )
