"""Three LSTMs learn the next character of Shakespeare's plays; their weights are kept.

How good they are is another experiment, `plays_scores`, since that takes a minute and this takes
the longest of all.
"""

import math
import time

import numpy as np

from experiments._plays import SEEDS, build, encoded_plays
from lstm_lib.backend import keras
from lstm_lib.characters import stream_windows

BATCH, STEPS = 16, 64
PASSES = 1
RATE = 4e-3
WARM_UP = 100  # updates


def run():
    """Return the networks' losses over the training, and the weights of all."""
    characters, learned, *_ = encoded_plays()
    curves, cpu_minutes, trained = [], [], {}
    for seed in SEEDS:
        before = time.process_time()
        model, curve = train(len(characters), learned, seed)
        cpu_minutes.append((time.process_time() - before) / 60)
        curves.append(curve)
        trained |= {f"{name}_{seed}": array for name, array in weights_of(model).items()}
    return {
        "characters": characters,
        "learned": len(learned),
        "parameters": model.count_params(),
        "passes": PASSES,
        "updates": PASSES * len(stream_windows(learned, BATCH, STEPS).inputs),
        "batch": BATCH,
        "steps": STEPS,
        "rate": RATE,
        "curves": curves,
        "cpu_minutes": cpu_minutes,
    }, trained


def train(n_characters, learned, seed):
    """Return a trained network, and its loss in bits over each fiftieth of a pass."""
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    updates = len(stream_windows(learned, BATCH, STEPS).inputs)
    model = build(n_characters, BATCH, STEPS)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, PASSES * updates - WARM_UP, warmup_target=RATE, warmup_steps=WARM_UP
    )
    every = updates // 50
    model.compile(
        keras.optimizers.Adam(rate, clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=every,
        jit_compile=True,
    )
    curve = []
    for _ in range(PASSES):
        # The streams begin elsewhere in each pass, and every pass begins with states of zero.
        rolled = np.roll(learned, -int(rng.integers(len(learned))))
        inputs, targets = stream_windows(rolled, BATCH, STEPS)
        for layer in model.layers:
            if isinstance(layer, keras.layers.LSTM):
                layer.reset_states()
        for first in range(0, updates - every + 1, every):
            part = slice(first, first + every)
            history = model.fit(
                inputs[part].reshape(-1, STEPS),
                targets[part].reshape(-1, STEPS),
                batch_size=BATCH,
                shuffle=False,
                verbose=0,
            )
            curve.append(history.history["loss"][0] / math.log(2))
    return model, curve


def weights_of(model):
    """Return a network's weights by name, as float16, in which three fit into one file."""
    names = ("embedding", "W", "U", "b", "V", "a")
    return {
        name: array.astype(np.float16)
        for name, array in zip(names, model.get_weights(), strict=True)
    }
