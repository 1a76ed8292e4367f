"""The next 24 hours of temperature in New York: floors, a linear model, and LSTMs.

Two splits. By season, as a user would have it: learn until summer, choose in autumn, be tried in
winter. By weeks: three of five weeks to learn from, so that each season is in each part. The
settings were tried before on these parts; the epoch is chosen on the validation part.
"""

import time

import numpy as np

from experiments._weather import (
    HORIZON,
    NAMES,
    STEPS,
    all_hours,
    by_season,
    by_weeks,
    flat,
    linear,
    rmse,
    roll_out,
    yesterday,
)
from lstm_lib.backend import keras

UNITS, RATE, BATCH, EPOCHS, DROPOUT = 24, 2e-3, 128, 8, 0.3
SEEDS = (0, 1, 2)
SERIES = 6  # the features that are no calendar
KINDS = {"LSTM": False, "LSTM on the rest": True}  # does it learn what the linear model leaves?


def run():
    """Return the errors of all models on all parts, hour by hour."""
    hours = all_hours()
    result = {"parameters": build(HORIZON).count_params()}
    for split, parts in (("season", by_season(hours)), ("weeks", by_weeks(hours))):
        model = linear(parts)
        said = {name: model.predict(flat(getattr(parts, name).inputs)) for name in NAMES}
        found = {
            "windows": [len(getattr(parts, name).inputs) for name in NAMES],
            "penalty": model.alpha,
            "last hour again": _errors(parts, {name: 0.0 for name in NAMES}),
            "yesterday again": _errors(
                parts, {name: yesterday(getattr(parts, name), parts) for name in NAMES}
            ),
            "linear": _errors(parts, said),
        }
        network = build(HORIZON)
        for kind, on_the_rest in KINDS.items():
            offset = said if on_the_rest else dict.fromkeys(NAMES, 0.0)
            found[kind] = [_train(network, parts, seed, offset) for seed in SEEDS]
        result[split] = found
        if split == "season":
            result["recursive"] = _recursive(parts)
    return result


def build(n_outputs, loss="mse"):
    """Return a network that answers zeros before it has learned, compiled once for all seeds."""
    network = keras.Sequential(
        [
            keras.Input((STEPS, 10)),
            keras.layers.LSTM(UNITS, use_cudnn=False),
            keras.layers.Dropout(DROPOUT),
            keras.layers.Dense(n_outputs, kernel_initializer="zeros"),
        ]
    )
    network.compile(keras.optimizers.Adam(RATE, clipnorm=1.0), loss, jit_compile=True)
    network.optimizer.build(network.trainable_variables)
    return network


def fit(network, seed, inputs, targets, each_epoch):
    """Train a network from a seed, and keep the weights of the epoch whose score is lowest."""
    keras.utils.set_random_seed(seed)
    # Unlike get_weights(), the variables hold the state of what draws the masks too.
    fresh = keras.models.clone_model(network)
    for variable, new in zip(network.variables, fresh.variables, strict=True):
        variable.assign(new)
    for variable in network.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    network.optimizer.learning_rate = RATE
    best, kept, scores = np.inf, None, []
    for _ in range(EPOCHS):
        network.fit(inputs, targets, batch_size=BATCH, verbose=0)
        scores.append(each_epoch())
        if scores[-1][0] < best:
            best, kept = scores[-1][0], network.get_weights()
    network.set_weights(kept)
    return scores


def _train(network, parts, seed, offset):
    """Train a network; return its errors at the chosen epoch, and after each."""
    start = time.process_time()

    def answers(name):
        return (
            network.predict(getattr(parts, name).inputs, batch_size=512, verbose=0) + offset[name]
        )

    def each_epoch():
        return [rmse(answers(name) - getattr(parts, name).changes) for name in NAMES[1:]]

    curve = fit(
        network, seed, parts.train.inputs, parts.train.changes - offset["train"], each_epoch
    )
    return {
        **_errors(parts, {name: answers(name) for name in NAMES}),
        "curve": curve,
        "epoch": 1 + int(np.argmin([one[0] for one in curve])),
        "cpu_seconds": time.process_time() - start,
    }


def _recursive(parts):
    """Return the winter's errors by hour of models of one hour, fed with their own answers."""
    spread, truth = parts.spread[0], parts.test.changes
    model = linear(parts, "next")
    rolled = roll_out(lambda window: model.predict(flat(window)), parts.test) * spread
    found = {"linear": rmse(rolled - truth, axis=0), "LSTM": []}
    wanted = [part.next_rows[:, 0, :SERIES] - part.inputs[:, -1, :SERIES] for part in parts[:2]]
    network = build(SERIES)

    def one_step(window):
        return network.predict(window, batch_size=512, verbose=0)

    for seed in SEEDS:
        fit(
            network,
            seed,
            parts.train.inputs,
            wanted[0],
            lambda: [rmse(one_step(parts.validation.inputs) - wanted[1])],
        )
        rolled = roll_out(one_step, parts.test)
        found["LSTM"].append(rmse(rolled * spread - truth, axis=0))
    return found


def _errors(parts, said):
    """Return the errors of changes on each part: in all, and hour by hour on the test part."""
    errors = {name: said[name] - getattr(parts, name).changes for name in NAMES}
    return {
        **{name: rmse(errors[name]) for name in NAMES},
        "hours": rmse(errors["test"], axis=0),
    }
