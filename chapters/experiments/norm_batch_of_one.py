"""Which of four frequencies is it? A norm after the LSTM, trained on one sequence at a time.

Every sequence is a sine wave in noise. Nothing is padded, so that only the size of the batch
differs. Networks trained on one sequence at a time see as many updates, and fewer sequences.
"""

import numpy as np

from experiments._comparison import restart
from lstm_lib.backend import keras

FREQUENCIES = 0.25 + 0.12 * np.arange(4)  # radians a step
STEPS, NOISE = 40, 0.8
UNITS = 24
UPDATES, EVERY = 400, 50
BATCHES = (1, 2, 32)
NORMS = ("none", "batch norm", "layer norm")
RATE = 5e-3
SEEDS = (0, 1, 2)
TEST_SEED, TEST = 1000, 1000  # sequences


def run():
    """Return the share of right answers in use, for each size of a batch, norm and seed."""
    test = draw(TEST, np.random.default_rng(TEST_SEED))
    shares, as_trained = {}, {}
    for norm in NORMS:
        shares[norm], as_trained[norm] = {}, {}
        for batch in BATCHES:
            model = build(norm, 0)
            model.compile(
                keras.optimizers.Adam(clipnorm=1.0),
                keras.losses.SparseCategoricalCrossentropy(from_logits=True),
                steps_per_execution=EVERY,
                jit_compile=True,
            )
            model.optimizer.build(model.trainable_variables)
            in_use, in_training = [], []
            for seed in SEEDS:
                restart(model, build(norm, seed), RATE)
                rng = np.random.default_rng(seed)
                for _ in range(UPDATES // EVERY):
                    inputs, names = draw(EVERY * batch, rng)
                    model.fit(inputs, names, batch_size=batch, shuffle=False, verbose=0)
                in_use.append(_share(model, test, training=False))
                in_training.append(_share(model, test, training=True))
            shares[norm][batch], as_trained[norm][batch] = in_use, in_training
    return {
        "steps": STEPS,
        "updates": UPDATES,
        "units": UNITS,
        "rate": RATE,
        "batches": BATCHES,
        "floor": np.mean(strongest(test[0]) == test[1]),
        "shares": shares,
        "all_at_once_as_in_training": as_trained,
    }


def draw(n, rng):
    """Draw sine waves in noise, and which frequency each has."""
    names = rng.integers(len(FREQUENCIES), size=n)
    phases = rng.uniform(0, 2 * np.pi, (n, 1))
    waves = np.sin(FREQUENCIES[names, np.newaxis] * np.arange(STEPS) + phases)
    noisy = waves + NOISE * rng.normal(size=waves.shape)
    return noisy[:, :, np.newaxis].astype(np.float32), names


def strongest(inputs):
    """Return the frequency that each sequence holds most of: no network, no training."""
    turns = np.exp(1j * np.outer(np.arange(STEPS), FREQUENCIES))  # (steps, frequencies)
    return np.abs(inputs[:, :, 0] @ turns).argmax(axis=1)


def build(norm, seed):
    """Return a network with its weights drawn."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    norms = {
        "none": [],
        "batch norm": [layers.BatchNormalization(momentum=0.95)],
        "layer norm": [layers.LayerNormalization()],
    }
    lstm = layers.LSTM(UNITS, use_cudnn=False)
    return keras.Sequential([keras.Input((STEPS, 1)), lstm, *norms[norm], layers.Dense(4)])


def _share(model, test, training):
    """Return the share of right answers."""
    inputs, names = test
    return np.mean(np.array(model(inputs, training=training)).argmax(axis=1) == names)
