"""Stricter rules than users get: floating point that overflows or becomes NaN fails a test."""

import numpy as np
import pytest

from lstm_lib.series import sine_wave
from lstm_lib.windows import prepare


@pytest.fixture(autouse=True)
def _strict_floating_point():
    # Underflow to zero is right wherever a gate closes, so it alone is allowed.
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


@pytest.fixture(scope="module")
def models():
    """Return the module, which loads Keras."""
    from lstm_lib import models

    return models


@pytest.fixture(scope="module")
def training():
    """Return the module, which loads Keras."""
    from lstm_lib import training

    return training


@pytest.fixture(scope="module")
def data():
    """Return a few scaled windows with a validation part."""
    return prepare(sine_wave(80, 12.0), steps=5, train_fraction=0.6, validation_fraction=0.2)


@pytest.fixture(scope="module")
def short(training):
    """Return a recipe of four epochs."""
    return training.Recipe("short", 4, 16, 2e-2, "cosine")
