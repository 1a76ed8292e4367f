"""The sine with noise: persistence, linear models and the LSTM, on five draws of the noise.

The test part has 198 windows, so what is best on one draw of the noise need not be best on the
next: every draw is reported.
"""

from dataclasses import replace

import numpy as np

from lstm_lib import baselines, models, training, windows
from lstm_lib.series import sine_wave

DEVIATIONS = (0.1, 0.3)
DRAWS = (0, 1, 2, 3, 4)  # the noise, and the network that is trained on it
BRIEF = replace(training.COURSE, name="brief", epochs=10)


def run():
    """Return for each deviation of the noise the test losses of every draw, scaled."""
    return {"draws": DRAWS, "deviations": DEVIATIONS, "losses": [losses(d) for d in DEVIATIONS]}


def losses(deviation):
    """Return the test losses of each forecast, one for each draw of the noise."""
    series = sine_wave()
    names = ("noise alone", "persistence", "linear, 2 values", "linear, 10 values", "LSTM")
    found = {name: [] for name in names}
    for draw in DRAWS:
        noise = np.random.default_rng(draw).normal(0.0, deviation, len(series))
        data = windows.prepare(series + noise)
        found["noise alone"].append(float(deviation / data.scaler.data_range_[0]) ** 2)
        found["persistence"].append(baselines.persistence(data))
        for order in (2, 10):
            error = baselines.linear_autoregression(data, order=order)
            found[f"linear, {order} values"].append(error)
        model = models.build_single()
        training.train(model, data, BRIEF, seed=draw, verbose=0)
        found["LSTM"].append(training.evaluate(model, data.inputs_test, data.targets_test))
    return found
