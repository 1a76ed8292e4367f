"""Unemployment in the United States: one network judged honestly, and in ways that flatter.

The network reads levels, or changes from the last value of its window; the validation part chooses.
Every later training is of the chosen kind and the same but for the trap, save that a scaler of the
whole series can only be seen with levels. Errors are mean absolute ones on the test part, in
percent points, one for each number of steps ahead.
"""

import numpy as np

from lstm_lib.backend import keras
from lstm_lib.datasets import us_unemployment

STEPS, HORIZON = 24, 6
TRAIN, VALIDATION = 0.6, 0.2
EPOCHS, RATE, BATCH, UNITS = 30, 0.01, 64, 16
SEEDS, MANY = (0, 1, 2), tuple(range(8))
SMOOTHED = 7  # months in a mean that is centered: three of them are later


def run():
    """Return the errors of each way, a row for each seed, and those of the floors."""
    series = us_unemployment().rates
    first, second = borders(series)
    end = len(series)
    levels = [trained(series, first, seed) for seed in SEEDS]
    changes = [trained(series, first, seed, changes=True) for seed in MANY]
    both = {"levels": levels, "changes": changes}
    line = ridge(series, first)
    return {
        "seeds": MANY,
        "validation": {k: [errors(f, series, first, second) for f in v] for k, v in both.items()},
        "test": {k: [errors(f, series, second, end) for f in v] for k, v in both.items()},
        "floors": {name: scores(series, second, one) for name, one in FLOORS.items()},
        "floors of validation": {n: scores(series, first, f, second) for n, f in FLOORS.items()},
        "ridge": errors(line, series, second, end),
        "ridge of validation": errors(line, series, first, second),
        "random windows": [random_windows(series, seed) for seed in SEEDS],
        "smoothed feature": [smoothed_feature(series, second, seed) for seed in SEEDS],
        "scaler of all": [scaler_of_all(series, seed) for seed in SEEDS],
    }


def borders(series):
    """Return where the training and the validation part end."""
    return int(TRAIN * len(series)), int((TRAIN + VALIDATION) * len(series))


def network(features=1):
    """Return an LSTM that answers with all steps ahead at once."""
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((STEPS, features)), layers.LSTM(UNITS, use_cudnn=False), layers.Dense(HORIZON)]
    )
    model.compile(optimizer=keras.optimizers.Adam(RATE), loss="mse")
    return model


def windows_of(values, targets, begin, end):
    """Return the windows whose targets all lie from `begin` to `end`; (points, features) in."""
    starts = range(max(begin, STEPS), end - HORIZON + 1)
    inputs = np.array([values[t - STEPS : t] for t in starts])
    return inputs, np.array([targets[t : t + HORIZON] for t in starts])


def fitted(inputs, targets, seed):
    """Return a trained network."""
    keras.utils.set_random_seed(seed)
    model = network(inputs.shape[-1])
    model.fit(inputs, targets, epochs=EPOCHS, batch_size=BATCH, verbose=0)
    return model


def trained(series, train_end, seed, low=None, high=None, changes=False):
    """Return a function that forecasts from many points: ``forecast(series, points)``.

    Scaled by the training part, unless another range is given; with `changes`, all values of an
    example are differences from the last one of its window.
    """
    low = series[:train_end].min() if low is None else low
    high = series[:train_end].max() if high is None else high
    scaled = (series - low) / (high - low)
    inputs, targets = windows_of(scaled[:, None], scaled, 0, train_end)
    last = inputs[:, -1] * changes  # (windows, 1), zero for levels
    model = fitted(inputs - last[:, None], targets - last, seed)

    def forecast(values, points):
        inputs = np.array([(values[t - STEPS : t, None] - low) / (high - low) for t in points])
        last = inputs[:, -1] * changes
        answer = np.asarray(model(inputs - last[:, None])) + last
        return low + (high - low) * answer

    return forecast


def ridge(series, train_end):
    """Return the same for a ridge regression on the same windows."""
    from sklearn.linear_model import Ridge

    inputs, targets = windows_of(series[:train_end, None], series[:train_end], 0, train_end)
    line = Ridge(alpha=1.0).fit(inputs[:, :, 0], targets)
    return lambda values, points: line.predict(np.array([values[t - STEPS : t] for t in points]))


def errors(forecast, series, begin, end):
    """Return the mean absolute error of each number of steps ahead, (HORIZON,)."""
    points = range(begin, end - HORIZON + 1)
    truths = np.array([series[t : t + HORIZON] for t in points])
    return np.abs(forecast(series, points) - truths).mean(axis=0).tolist()


def scores(series, begin, floor, end=None):
    """Return the same of a floor."""
    end = len(series) if end is None else end
    return errors(lambda s, points: np.array([floor(s[:t]) for t in points]), series, begin, end)


FLOORS = {
    "last value": lambda history: np.full(HORIZON, history[-1]),
    "a year ago": lambda history: history[-12 : -12 + HORIZON],
    "last value, season's step": lambda history: (
        history[-1] + history[-12 : -12 + HORIZON] - history[-13]
    ),
}


def random_windows(series, seed):
    """Return errors where windows are split at random, and those of a floor on the same windows."""
    first, second = borders(series)
    inputs, targets = windows_of(series[:, None], series, 0, len(series))
    order = np.random.default_rng(seed).permutation(len(inputs))
    train, test = order[:first], order[second:]
    off = _from_changes(inputs, targets, train, test, seed)
    floor = FLOORS["last value, season's step"]
    simple = np.array([floor(window[:, 0]) for window in inputs[test]]) - targets[test]
    return [np.abs(off).mean(axis=0).tolist(), np.abs(simple).mean(axis=0).tolist()]


def smoothed_feature(series, begin, seed):
    """Return errors with a feature that knows the future: a centered mean beside each value."""
    first, _ = borders(series)
    half = SMOOTHED // 2
    padded = np.pad(series, half, mode="edge")
    smooth = np.convolve(padded, np.ones(SMOOTHED) / SMOOTHED, mode="valid")
    values = np.column_stack([series, smooth])
    inputs, targets = windows_of(values, series, 0, len(series))
    train = np.arange(first - HORIZON + 1 - STEPS)
    test = np.arange(begin - STEPS, len(inputs))
    return np.abs(_from_changes(inputs, targets, train, test, seed)).mean(axis=0).tolist()


def _from_changes(inputs, targets, train, test, seed):
    """Return the errors of a network of changes on some windows, trained on others."""
    scale = np.ptp(targets[train])
    last = inputs[:, -1, 0]
    x, y = (inputs - last[:, None, None]) / scale, (targets - last[:, None]) / scale
    model = fitted(x[train], y[train], seed)
    return scale * (np.asarray(model(x[test])) - y[test])


def scaler_of_all(series, seed):
    """Return errors on a drifting copy, scaled by its training part and by all of it.

    The copy climbs by a hundredth of a percent point a month; both errors come from the same seed.
    """
    climbing = series + 0.01 * np.arange(len(series))
    first, second = borders(series)
    honest = trained(climbing, first, seed)
    leaked = trained(climbing, first, seed, climbing.min(), climbing.max())
    return [errors(one, climbing, second, len(climbing)) for one in (honest, leaked)]
