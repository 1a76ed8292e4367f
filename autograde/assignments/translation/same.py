"""What changes nothing in answers of `translation`: inputs to draw."""

import numpy as np

WORDS = ("one", "two", "three", "four", "five")


def _pairs(rng):
    """Draw sentences of both languages, and places for most of their words."""
    batch = rng.integers(1, 5)
    english, french = (
        [[str(word) for word in rng.choice(WORDS, rng.integers(1, 6))] for _ in range(batch)]
        for _ in range(2)
    )
    places = [
        {
            word: int(place)
            for word, place in zip(WORDS, 4 + rng.permutation(5), strict=True)
            if rng.random() < 0.8
        }
        for _ in range(2)
    ]
    return english, french, *places


def _scored(rng):
    """Draw scores and targets, each sentence with its end mark and its padding."""
    batch, steps, words = rng.integers(1, 5), rng.integers(1, 7), rng.integers(4, 8)
    lengths = rng.integers(1, steps + 1, batch)
    targets = rng.integers(3, words, (batch, steps))
    targets[np.arange(batch), lengths - 1] = 2
    targets[np.arange(steps) >= lengths[:, np.newaxis]] = 0
    return rng.normal(0, 1.5, (batch, steps, words)), targets


def _network(rng):
    """Draw a network as a function of one step, and a state."""
    units, words = rng.integers(2, 5), rng.integers(6, 10)
    U, W = rng.normal(0, 1.1, (units, units)), rng.normal(0, 1.2, (words, units))
    V, a = rng.normal(0, 1.4, (units, words)), rng.normal(0, 0.3, words)
    a[[0, 1, 3]] = -30.0  # padding, start and unknown words are not written

    def step(word, state):
        after = np.tanh(state @ U + W[int(word)])
        scores = after @ V + a
        return scores - np.logaddexp.reduce(scores), after

    return step, rng.uniform(-0.9, 0.9, units)


def _greedy(rng):
    """Draw a network, and how much it may write."""
    return *_network(rng), int(rng.integers(1, 10))


def _beam(rng):
    """Draw a network, and how it is searched."""
    power = float(rng.choice([0.0, rng.uniform(0.3, 1.7)]))
    return *_network(rng), int(rng.integers(1, 5)), int(rng.integers(1, 8)), power


INPUTS = {
    "to_arrays": _pairs,
    "masked_loss": _scored,
    "greedy": _greedy,
    "beam_search": _beam,
}
