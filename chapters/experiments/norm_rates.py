"""Four LSTM layers that put spaces back, with and without norms, at three learning rates.

A norm inside the cell makes an update dearer, so every network is looked at twice: after as many
updates as the others, and after about as much computing as the one with norms inside its cells.
The learning rate stays as it is throughout: that makes the first look a part of the second run.
"""

import time
from collections import Counter

import numpy as np

from experiments import _spaces
from experiments._comparison import restart
from lstm_lib import spaces
from lstm_lib.backend import keras
from lstm_lib.dictionary import longest_match
from lstm_lib.keras_cells import LayerNormLSTMCell

LAYERS, UNITS = 4, 32
DELAY = 4  # how many letters late it answers, so that it has read a little of what follows
RATES = (0.003, 0.01, 0.03)
STEPS = 40  # letters of a window in training
UPDATES = 250
EVERY = 25  # updates from one point of a curve to the next
LETTERS = 12_000  # of each play that is held out, from its start
# Updates for the same computing, by what one update took in a trial: a norm inside the cell
# doubled it, one between layers took a third more than none.
MULTIPLES = {"none": 2, "batch norm between": 1.5, "layer norm between": 1.5, "in the cell": 1}


def run():
    """Return losses, scores and the time of an update, for each network, rate and seed."""
    words, training = _spaces.read(*_spaces.TRAINING_PLAYS)
    letters = spaces.one_hot(training.letters)
    choice, test = (_start(_spaces.read(play)[1]) for play in (_spaces.CHOICE_PLAY, "Macbeth"))

    networks = {}
    for kind, multiple in MULTIPLES.items():
        model = _build(kind, 0)
        model.compile(
            keras.optimizers.Adam(clipnorm=1.0),
            keras.losses.BinaryCrossentropy(from_logits=True),
            steps_per_execution=EVERY,
            jit_compile=True,
        )
        model.optimizer.build(model.trainable_variables)
        fit = _fitted(model, letters, training.ends)
        fit(np.random.default_rng(0))  # compiles it, outside of what is timed
        curves, at_updates, at_computing, seconds = {}, {}, {}, []
        for rate in RATES:
            rows = []
            for seed in _spaces.SEEDS:
                restart(model, _build(kind, seed), rate)
                rng, curve = np.random.default_rng(seed), []
                for n in range(1, int(UPDATES * multiple) // EVERY + 1):
                    start = time.process_time()
                    curve.append(fit(rng))
                    seconds.append(time.process_time() - start)
                    if n * EVERY == UPDATES:
                        first = [_score(model, play) for play in (choice, test)]
                rows.append((curve, first, [_score(model, play) for play in (choice, test)]))
            curves[rate], at_updates[rate], at_computing[rate] = zip(*rows, strict=True)
        networks[kind] = {
            "parameters": sum(int(np.prod(w.shape)) for w in model.trainable_weights),
            "milliseconds": 1000 * np.median(seconds) / EVERY,
            "multiple": multiple,
            "curves": curves,
            "at_updates": at_updates,
            "at_computing": at_computing,
        }
    ends = _spaces.scored(test.ends)
    return {
        "layers": LAYERS,
        "units": UNITS,
        "delay": DELAY,
        "rates": RATES,
        "updates": UPDATES,
        "every": EVERY,
        "batch": _spaces.BATCH,
        "steps": STEPS,
        "test_letters": len(ends),
        "floors": {
            "always": spaces.end_score(np.ones(len(ends), bool), ends),
            "longest match": spaces.end_score(
                _spaces.scored(longest_match(test.letters, Counter(words))), ends
            ),
        },
        "networks": networks,
    }


def _build(kind, seed):
    """Return a network with its weights drawn."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    parts = [keras.Input((None, 26))]
    for _ in range(LAYERS):
        if kind == "in the cell":
            parts.append(layers.RNN(LayerNormLSTMCell(UNITS), return_sequences=True))
        else:
            parts.append(layers.LSTM(UNITS, return_sequences=True, use_cudnn=False))
        if kind == "layer norm between":
            parts.append(layers.LayerNormalization())
        elif kind == "batch norm between":
            parts.append(layers.BatchNormalization(momentum=0.9))
    return keras.Sequential([*parts, layers.Dense(1)])


def _fitted(model, letters, ends):
    """Return a function that makes some updates on windows drawn anew, and returns their loss."""
    count = EVERY * _spaces.BATCH
    counts = np.ones((count, STEPS), np.float32)
    counts[:, :DELAY] = 0  # what would be answered there came before the window

    def fit(rng):
        starts = rng.integers(0, len(letters) - STEPS, (count, 1)) + np.arange(STEPS)
        late = np.roll(ends[starts], DELAY, axis=1)[:, :, np.newaxis].astype(np.float32)
        told = model.fit(
            letters[starts],
            late,
            sample_weight=counts,
            batch_size=_spaces.BATCH,
            shuffle=False,
            verbose=0,
        )
        return told.history["loss"][-1] * STEPS / (STEPS - DELAY)

    return fit


def _start(play):
    """Return the first letters of a play."""
    return spaces.Joined(play.letters[:LETTERS], play.ends[:LETTERS])


def _score(model, play):
    """Return a network's F1 on a play."""
    return spaces.end_score(_spaces.log_odds(model, play, DELAY) > 0, _spaces.scored(play.ends))
