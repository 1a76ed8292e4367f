"""Stricter rules than users get: floating point that overflows or turns NaN fails a test."""

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def _strict_floating_point():
    # Underflow to zero is right wherever a gate closes, so it alone is let through.
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        yield


@pytest.fixture
def rng():
    """Return a generator with a fixed seed."""
    return np.random.default_rng(20260)


@pytest.fixture
def draw_lstm(rng):
    """Return a function that draws distinct random weights of one LSTM layer."""

    def draw(features, units, dtype=np.float64):
        shapes = (features, 4 * units), (units, 4 * units), (4 * units,)
        return [rng.normal(scale=0.4, size=shape).astype(dtype) for shape in shapes]

    return draw
