"""Plays that language models learn from, the two that are kept back, and the network's form.

Whole plays are kept back, since within a play the same names and phrases come again and again.
"""

from lstm_lib import datasets
from lstm_lib.backend import keras
from lstm_lib.characters import encode, vocabulary

CHOICE_PLAY, TEST_PLAY = "Titus Andronicus", "Macbeth"
UNITS, EMBEDDED = 180, 24  # so that three networks fit into one file of weights
SEEDS = (0, 1, 2)


def texts():
    """Return the plays to learn from as one text, the one for choices, and the one for the test."""
    plays = datasets.shakespeare()
    learned = [text for title, text in plays.items() if title not in (CHOICE_PLAY, TEST_PLAY)]
    return "\n".join(learned), plays[CHOICE_PLAY], plays[TEST_PLAY]


def encoded_plays():
    """Return the vocabulary of the plays to learn from, and all three texts as numbers."""
    learned, choice, test = texts()
    characters = vocabulary(learned)
    return characters, *(encode(text, characters) for text in (learned, choice, test))


def build(n_characters, batch, steps):
    """Return a network that keeps its states from one window to the next."""
    return keras.Sequential(
        [
            keras.Input(batch_shape=(batch, steps), dtype="int32"),
            keras.layers.Embedding(n_characters, EMBEDDED),
            keras.layers.LSTM(UNITS, return_sequences=True, stateful=True, use_cudnn=False),
            keras.layers.Dense(n_characters),
        ]
    )
