"""What changes nothing in answers of `attention`: inputs to draw, and records."""

import numpy as np


def _mask(rng, batch, steps):
    """Draw a mask with one real step or more in each row."""
    mask = rng.random((batch, steps)) < 0.7
    mask[np.arange(batch), rng.integers(0, steps, batch)] = True
    return mask


def _sizes(rng):
    """Draw batch, source steps and units."""
    return rng.integers(1, 7, 3)


def _asked(rng):
    """Draw a query for each sequence and what it asks."""
    batch, steps, units = _sizes(rng)
    return rng.normal(size=(batch, units)), rng.normal(size=(batch, steps, units))


def _scored(rng):
    """Draw scores and a mask."""
    batch, steps, _ = _sizes(rng)
    return rng.normal(size=(batch, steps)), _mask(rng, batch, steps)


def _shares(rng, batch, steps):
    """Draw weights that add up to 1 in each row."""
    drawn = np.where(_mask(rng, batch, steps), rng.uniform(0.2, 1, (batch, steps)), 0)
    return drawn / drawn.sum(axis=1, keepdims=True)


def _weighted(rng):
    """Draw weights and what they are for."""
    batch, steps, units = _sizes(rng)
    return _shares(rng, batch, steps), rng.normal(size=(batch, steps, units))


def _blamed(rng):
    """Draw what comes back to weights, and the weights."""
    batch, steps, _ = _sizes(rng)
    return rng.normal(size=(batch, steps)), _shares(rng, batch, steps)


def _step(rng):
    """Draw what a step of a decoder takes."""
    batch, steps, units = _sizes(rng)
    features, attended = rng.integers(1, 5, 2)
    return (
        rng.normal(size=(batch, features)),
        rng.uniform(-1, 1, (batch, units)),
        rng.normal(size=(batch, units)),
        rng.normal(size=(features, 4 * units)),
        rng.normal(size=(units, 4 * units)),
        rng.normal(size=4 * units),
        rng.uniform(-1, 1, (batch, steps, units)),
        _mask(rng, batch, steps),
        rng.normal(size=(2 * units, attended)),
    )


INPUTS = {
    "dot_scores": _asked,
    "attention_weights": _scored,
    "context": _weighted,
    "scores_gradient": _blamed,
    "decoder_step": _step,
}
