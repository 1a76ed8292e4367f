"""Networks that put spaces back into plays: which they are, how they are trained and scored.

A network answers at every letter whether a word ends there. It reads windows of 60 letters, cut
anew for each pass through the training plays. Every letter is scored where 10 letters or more of
its window stand on both sides of it, so that no network is judged at a cut.
"""

import numpy as np

from experiments._comparison import restart
from lstm_lib import datasets, spaces
from lstm_lib.backend import keras

TRAINING_PLAYS = ("Hamlet", "King Lear")
CHOICE_PLAY, TEST_PLAY = "Titus Andronicus", "Macbeth"
STEPS, MARGIN = 60, 10  # letters
BATCH = 32  # windows in one update
PASSES = 8  # through the training plays
RATE = 1e-2  # of the first pass; it falls along half a cosine wave
SEEDS = (0, 1, 2)
REACH = 4  # letters that the window network sees on each side


def read(*titles):
    """Return the words of some plays, and these as letters without spaces."""
    plays = datasets.shakespeare()
    words = [word for title in titles for word in spaces.spoken_words(plays[title])]
    return words, spaces.joined(words)


def build(name, seed):
    """Return a network with its weights drawn; all but the smallest have about 15,000."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    if name == "both directions":
        reads = [layers.Bidirectional(layers.LSTM(32, return_sequences=True, use_cudnn=False))]
    elif name == "forward":
        reads = [layers.LSTM(50, return_sequences=True, use_cudnn=False)]
    elif name == "window":
        reads = [layers.Conv1D(65, 2 * REACH + 1, padding="same", activation="relu")]
    else:  # a window without a hidden layer
        return keras.Sequential(
            [keras.Input((STEPS, 26)), layers.Conv1D(1, 2 * REACH + 1, padding="same")]
        )
    return keras.Sequential([keras.Input((STEPS, 26)), *reads, layers.Dense(1)])


def compile_once(model, joined):
    """Compile a network: slow, so it is done once and serves every seed."""
    model.compile(
        keras.optimizers.Adam(RATE, clipnorm=1.0),
        keras.losses.BinaryCrossentropy(from_logits=True),
        steps_per_execution=_updates(joined),
        jit_compile=True,
    )
    model.optimizer.build(model.trainable_variables)


def train(model, name, joined, seed, delay=0):
    """Train a network from its start; with a delay it answers that many letters late."""
    restart(model, build(name, seed), RATE)
    rng = np.random.default_rng(seed)
    letters, ends = spaces.one_hot(joined.letters), joined.ends
    for n in range(PASSES):
        model.optimizer.learning_rate = RATE * (1 + np.cos(np.pi * n / PASSES)) / 2
        first = int(rng.integers(STEPS))
        inputs, targets = _windows(letters, STEPS, first), _windows(ends, STEPS, first)
        order = rng.permutation(len(inputs))[: _updates(joined) * BATCH]
        counts = np.ones((len(order), STEPS), np.float32)
        counts[:, :delay] = 0  # what would be answered there came before the window
        model.fit(
            inputs[order],
            np.roll(targets[order], delay, axis=1)[:, :, np.newaxis].astype(np.float32),
            sample_weight=counts,
            batch_size=BATCH,
            shuffle=False,
            verbose=0,
        )


def log_odds(model, joined, delay=0):
    """Return a network's log-odds that a word ends, for every letter that is scored."""
    windows = _windows(spaces.one_hot(joined.letters), STEPS - 2 * MARGIN)
    answers = np.array(model(windows, training=False))[:, :, 0]  # (windows, steps)
    return answers[:, MARGIN + delay : STEPS - MARGIN + delay].ravel()


def scored(values):
    """Return, of one value for each letter of a play, those that are scored."""
    return _windows(values, STEPS - 2 * MARGIN)[:, MARGIN : STEPS - MARGIN].ravel()


def _windows(values, stride, first=0):
    """Cut windows of `STEPS` values, one every ``stride`` values."""
    starts = np.arange(first, len(values) - STEPS + 1, stride)
    return values[starts[:, np.newaxis] + np.arange(STEPS)]


def _updates(joined):
    """Return the number of updates in one pass, whatever the first letter of its windows."""
    return (len(joined.ends) - 2 * STEPS) // STEPS // BATCH
