"""Intervals for the next 24 hours of temperature: quantiles from networks, and two floors.

A network learns three quantiles for each hour by the pinball loss, either of the changes or of
what the linear model leaves of them. The floors put the quantiles of the linear model's own errors
around its forecast: of those on the training part, or of those on the validation part.
"""

import numpy as np

from experiments._weather import HORIZON, NAMES, all_hours, by_season, by_weeks, flat, linear, rmse
from experiments.weather_day import SEEDS, build, fit
from lstm_lib.backend import keras
from lstm_lib.quantiles import coverage, pinball_losses

LEVELS = (0.05, 0.5, 0.95)
KINDS = {"LSTM": False, "LSTM on the rest": True}
STORED = "LSTM on the rest"  # of the first seed


def run():
    """Return coverage, width and loss of all intervals, and the weights of one network."""
    hours = all_hours()
    parts = by_season(hours)
    model = linear(parts)
    said = {name: model.predict(flat(getattr(parts, name).inputs)) for name in NAMES}
    result = {
        "levels": LEVELS,
        "season": _floors(parts, said),
        "weeks": _floors(weeks := by_weeks(hours), _said(weeks)),
    }
    trained = {}
    for kind, on_the_rest in KINDS.items():
        offset = said if on_the_rest else {name: np.zeros_like(said[name]) for name in NAMES}
        rest = parts.train.changes - offset["train"]
        size = rest.std(axis=0)
        network = build(HORIZON * len(LEVELS), loss=pinball)
        rows = []
        for seed in SEEDS:
            quantiles = _train(network, seed, parts, offset, size)
            rows.append(
                {
                    "validation": _scores(quantiles["validation"], parts.validation.changes),
                    "test": _scores(quantiles["test"], parts.test.changes),
                }
            )
            if kind == STORED and seed == SEEDS[0]:
                names = ("W", "U", "b", "V", "a")
                trained = dict(zip(names, network.get_weights(), strict=True)) | {"size": size}
                trained["held"] = rows[0]["test"]["coverage by hour"]
        result["season"][kind] = rows
    trained |= {"linear": model.coef_.T, "intercept": model.intercept_}
    trained |= {"mean": parts.mean, "spread": parts.spread}
    return result, {name: np.asarray(array, "float32") for name, array in trained.items()}


@keras.saving.register_keras_serializable()
def pinball(truths, forecasts):
    """Return the mean pinball loss of quantiles for each hour, in the order of `LEVELS`."""
    ops = keras.ops
    quantiles = ops.reshape(forecasts, (-1, HORIZON, len(LEVELS)))
    errors = ops.expand_dims(truths, -1) - quantiles
    levels = ops.convert_to_tensor(LEVELS)
    return ops.mean(ops.maximum(levels * errors, (levels - 1) * errors), axis=(1, 2))


def _said(parts):
    """Return the linear model's changes on each part."""
    model = linear(parts)
    return {name: model.predict(flat(getattr(parts, name).inputs)) for name in NAMES}


def _train(network, seed, parts, offset, size):
    """Train a network; return quantiles of shape (windows, horizon, levels) for each part."""

    def quantiles(name):
        part = getattr(parts, name)
        answers = network.predict(part.inputs, batch_size=512, verbose=0)
        answers = answers.reshape(len(answers), HORIZON, len(LEVELS))
        return answers * size[:, np.newaxis] + offset[name][:, :, np.newaxis]

    def each_epoch():
        return [_loss(quantiles("validation"), parts.validation.changes)]

    fit(
        network,
        seed,
        parts.train.inputs,
        (parts.train.changes - offset["train"]) / size,
        each_epoch,
    )
    return {name: quantiles(name) for name in NAMES}


def _floors(parts, said):
    """Return the scores of quantiles of the linear model's errors, from two parts."""
    found = {}
    for source in NAMES[:2]:
        errors = getattr(parts, source).changes - said[source]
        around = np.quantile(errors, LEVELS, axis=0).T  # (horizon, levels)
        quantiles = {name: said[name][:, :, np.newaxis] + around for name in NAMES}
        found[f"linear, errors of {source}"] = {
            name: _scores(quantiles[name], getattr(parts, name).changes) for name in NAMES[1:]
        }
    return found


def _scores(quantiles, truths):
    """Return what is to be said of quantiles of shape (windows, horizon, levels)."""
    low, middle, high = np.moveaxis(quantiles, 2, 0)
    return {
        "coverage": coverage(low, high, truths).mean(),
        "coverage by hour": coverage(low, high, truths),
        "below": np.mean(truths < np.minimum(low, high)),
        "above": np.mean(truths > np.maximum(low, high)),
        "width": np.abs(high - low).mean(),
        "crossed": np.mean((low > middle) | (middle > high)),
        "pinball": _loss(quantiles, truths),
        "middle": rmse(middle - truths),
    }


def _loss(quantiles, truths):
    """Return the mean pinball loss over all hours and levels."""
    return pinball_losses(quantiles.reshape(-1, len(LEVELS)), truths.ravel(), LEVELS).mean()
