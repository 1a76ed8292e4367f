"""Forecasts that live on themselves for two waves, on the clean sine and on a noisy one.

Eight starts lie an eighth of a wave apart, so that steep and flat parts of the sine count alike.
On the noisy sine each seed has noise of its own, and the truth is the noisy series.
"""

from dataclasses import replace

import numpy as np

from lstm_lib import models, training, windows
from lstm_lib.series import sine_wave

SEEDS = (0, 1, 2, 3, 4)
STARTS = tuple(range(0, 64, 8))  # windows of the test part
HORIZON = 126  # steps: a wave has 62.8 of them
NOISE = 0.1
BRIEF = replace(training.COURSE, name="brief", epochs=10)


def run():
    """Return the mean squared errors by steps ahead, scaled."""
    clean = windows.prepare(sine_wave())
    noisy = []
    for seed in SEEDS:
        noise = np.random.default_rng(seed).normal(0.0, NOISE, 1000)
        noisy.append(windows.prepare(sine_wave() + noise))
    return {
        "seeds": SEEDS,
        "starts": STARTS,
        "horizon": HORIZON,
        "noise": NOISE,
        "clean": errors([clean] * len(SEEDS), training.COURSE, order=2),
        "noisy": errors(noisy, BRIEF, order=10),
    }


def errors(parts, recipe, order):
    """Return the LSTM's errors with each seed, and those of three floors over all parts."""
    lstm, linear, persistence = [], [], []
    for seed, data in zip(SEEDS, parts, strict=True):
        truths = np.array([data.targets_test[s : s + HORIZON] for s in STARTS])
        model = models.build_single()
        training.train(model, data, recipe, seed=seed, verbose=0)
        rolled = [training.roll_out(model, data.inputs_test[s], HORIZON) for s in STARTS]
        lstm.append(np.mean((np.array(rolled) - truths) ** 2, axis=0))
        line = np.array([linear_roll_out(data, s, order) for s in STARTS])
        linear.append(np.mean((line - truths) ** 2, axis=0))
        persistence.append(np.mean((data.inputs_test[list(STARTS), -1] - truths) ** 2, axis=0))
    return {
        "lstm": lstm,
        "linear": np.mean(linear, axis=0),
        "persistence": np.mean(persistence, axis=0),
        "middle": np.mean([data.targets_train.var() for data in parts]),  # at every horizon
    }


def linear_roll_out(data, start, order):
    """Return the forecasts of a linear model of the last values, fed back."""
    inputs = data.inputs_train[:, -order:, 0]
    design = np.column_stack([inputs, np.ones(len(inputs))])
    weights, *_ = np.linalg.lstsq(design, data.targets_train)
    values = list(data.inputs_test[start, -order:, 0])
    for _ in range(HORIZON):
        values.append(weights @ [*values[-order:], 1])
    return values[order:]
