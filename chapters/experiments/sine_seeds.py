"""The single LSTM on the sine, by the course's recipe, from ten seeds."""

import numpy as np

from lstm_lib import baselines, models, training, windows
from lstm_lib.series import sine_wave

SEEDS = tuple(range(10))
INSIDE = 998  # the point that a widely read lesson calls the next value


def run():
    """Return each seed's test loss (scaled) and its forecasts of two points, in series' units."""
    series = sine_wave()
    data = windows.prepare(series)
    losses, past_the_end, inside = [], [], []
    for seed in SEEDS:
        model = models.build_single()
        training.train(model, data, training.COURSE, seed=seed, verbose=0)
        losses.append(training.evaluate(model, data.inputs_test, data.targets_test))
        past_the_end.append(training.predict_next(model, series, data).value)
        inside.append(training.predict_next(model, series[:INSIDE], data).value)
    return {
        "seeds": SEEDS,
        "test": losses,
        "past_the_end": past_the_end,
        "true_past_the_end": np.sin(1000 * 100.0 / 999),
        "inside": inside,
        "true_inside": series[INSIDE],
        "persistence": baselines.persistence(data),
    }
