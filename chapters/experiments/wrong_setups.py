"""The right set-up of the sine task and six wrong ones, each trained from five seeds alike."""

import numpy as np

from lstm_lib import baselines, models, training, windows
from lstm_lib.backend import keras
from lstm_lib.series import sine_wave

SEEDS = (0, 1, 2, 3, 4)
STEPS, UNITS = 10, 50
RECIPE = training.COURSE


def run():
    """Return for each set-up the test loss of every seed, scaled, as a learner would see it."""
    data = windows.prepare(sine_wave(), steps=STEPS)
    return {
        "seeds": SEEDS,
        "range": float(data.scaler.data_range_[0]),
        "variance": float(data.targets_test.var()),
        "persistence": baselines.persistence(data),
        "test": {name: [setup(data, seed) for seed in SEEDS] for name, setup in SETUPS.items()},
    }


def right(data, seed):
    """Train as the course does."""
    return loss_of(models.build_single(), data, seed)


def axes_swapped(data, seed):
    """Make one step of ten features out of ten steps of one feature."""
    swapped = changed(data, lambda inputs: inputs.transpose(0, 2, 1))
    return loss_of(models.build_single(steps=1, features=STEPS), swapped, seed)


def time_reversed(data, seed):
    """Hand the windows over with the newest value first."""
    return loss_of(models.build_single(), changed(data, lambda inputs: inputs[:, ::-1]), seed)


def target_in_the_window(data, seed):
    """Ask for the last value of the window, which the network has read."""
    leaking = data._replace(
        targets_train=data.inputs_train[:, -1, 0], targets_test=data.inputs_test[:, -1, 0]
    )
    return loss_of(models.build_single(), leaking, seed)


def random_split(data, seed):
    """Split overlapping windows at random."""
    inputs = np.concatenate([data.inputs_train, data.inputs_test])
    targets = np.concatenate([data.targets_train, data.targets_test])
    order = np.random.default_rng(seed).permutation(len(targets))
    train, test = np.split(order, [len(data.targets_train)])
    shuffled = data._replace(
        inputs_train=inputs[train],
        targets_train=targets[train],
        inputs_test=inputs[test],
        targets_test=targets[test],
    )
    return loss_of(models.build_single(), shuffled, seed)


def no_lstm(data, seed):
    """Put a dense layer where the LSTM belongs."""
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input((STEPS, 1)),
            layers.Flatten(),
            layers.Dense(UNITS, "tanh"),
            layers.Dense(1),
        ]
    )
    return loss_of(network, data, seed)


def every_step_returned(data, seed):
    """Let the LSTM return every step, so that the network makes ten forecasts of a window."""
    plan = models.build_single().get_config()
    plan["layers"][1]["config"]["return_sequences"] = True
    keras.utils.set_random_seed(seed)
    network = keras.Sequential.from_config(plan)
    batches = -(-len(data.targets_train) // RECIPE.batch_size)
    # By hand, for `training.train` refuses such a network.
    rate = keras.optimizers.schedules.CosineDecay(RECIPE.learning_rate, RECIPE.epochs * batches)
    network.compile(keras.optimizers.Adam(rate), loss="mse", steps_per_execution=batches)
    network.fit(
        data.inputs_train,
        data.targets_train,
        batch_size=RECIPE.batch_size,
        epochs=RECIPE.epochs,
        verbose=0,
    )
    answers = network(data.inputs_test, training=False).numpy()  # (windows, steps, 1)
    return float(np.mean((answers - data.targets_test) ** 2))  # as Keras compares them


def changed(data, function):
    """Return the data with both parts' windows changed alike."""
    return data._replace(
        inputs_train=function(data.inputs_train), inputs_test=function(data.inputs_test)
    )


def loss_of(network, data, seed):
    """Train a network on a training part, and return its loss on the test part beside it."""
    training.train(network, data, RECIPE, seed=seed, verbose=0)
    return training.evaluate(network, data.inputs_test, data.targets_test)


SETUPS = {
    "right": right,
    "axes swapped": axes_swapped,
    "time reversed": time_reversed,
    "target in the window": target_in_the_window,
    "random split": random_split,
    "no LSTM at all": no_lstm,
    "every step returned": every_step_returned,
}
