"""The trace of GRUs beside single steps in NumPy; test_trace compares that of LSTMs."""

import numpy as np
import pytest

from lstm_lib.relatives import gru_gates, gru_step
from lstm_lib.steps import run_steps

pytestmark = pytest.mark.slow

BATCH, STEPS, FEATURES, UNITS = 4, 7, 3, 5


@pytest.fixture
def keras():
    """Return Keras, seeded."""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(11)
    return keras


@pytest.fixture
def trace():
    """Return the function, whose module loads Keras."""
    from lstm_lib.trace import trace

    return trace


@pytest.fixture
def inputs(rng):
    """Return sequences in float32, so that nothing is lost on the way into Keras."""
    return rng.normal(size=(BATCH, STEPS, FEATURES)).astype(np.float32)


def randomized(layer, rng):
    """Return a built layer or model with distinct random weights."""
    layer.set_weights([w + rng.normal(scale=0.3, size=w.shape) for w in layer.get_weights()])
    return layer


@pytest.mark.parametrize("go_backwards", [False, True])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("reset_after", [False, True])
def test_every_gate_of_a_gru_is_that_of_the_step(
    keras, trace, rng, inputs, go_backwards, masked, reset_after
):
    """Is each array what gru_gates and gru_step give, NaN at masked steps, in the inputs' order?"""
    if masked:
        inputs[1, :3], inputs[2, 2], inputs[3, 4:] = 0, 0, 0
    settings = {"go_backwards": go_backwards, "reset_after": reset_after, "name": "gru"}
    layers = [keras.layers.Masking(0.0)] if masked else []
    layers.append(keras.layers.GRU(UNITS, return_sequences=True, **settings))
    model = randomized(keras.Sequential([keras.Input((STEPS, FEATURES)), *layers]), rng)

    trajectory = trace(model, inputs)["gru"]

    order = slice(None, None, -1 if go_backwards else 1)
    mask = np.any(inputs != 0, axis=2)[:, order]
    weights = model.get_weights()
    read = inputs[:, order]
    zeros = np.zeros((BATCH, UNITS), np.float32)
    (h,) = run_steps(gru_step, read, [zeros], [*weights, reset_after], mask)
    np.testing.assert_allclose(trajectory.h[:, order], h, rtol=0, atol=1e-6)
    for t in range(STEPS):
        h_prev = h[:, t - 1] if t else zeros
        gates = gru_gates(read[:, t], h_prev, *weights, reset_after)
        for found, gate in zip(trajectory[1:], gates, strict=True):
            expected = np.where(mask[:, t, np.newaxis], gate, np.nan)
            np.testing.assert_allclose(found[:, order][:, t], expected, rtol=0, atol=1e-6)
    assert {array.dtype for array in trajectory} == {np.dtype(np.float32)}


def test_a_gru_goes_on_from_given_and_from_kept_states(keras, trace, inputs, rng):
    """Are initial_state and the states of a stateful layer taken over, and kept?"""
    gru = keras.layers.GRU(UNITS, stateful=True, return_state=True, name="gru")
    source = keras.Input(batch_shape=(BATCH, STEPS, FEATURES))
    model = randomized(keras.Model(source, gru(source)), rng)
    before = np.array(model(inputs)[1])
    seen = trace(model, inputs)["gru"]
    first = gru_step(inputs[:, 0], before, *gru.get_weights()[:3])
    np.testing.assert_allclose(seen.h[:, 0], first, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(gru.states[0].numpy(), before)


@pytest.mark.parametrize("as_list", [False, True])
def test_a_gru_starts_from_a_state_of_its_own(keras, trace, inputs, rng, as_list):
    """Is the one state taken over, whether it is given alone or in a list?"""
    source, start = keras.Input((STEPS, FEATURES)), keras.Input((UNITS,))
    gru = keras.layers.GRU(UNITS, name="gru")
    outputs = gru(source, initial_state=[start] if as_list else start)
    model = randomized(keras.Model([source, start], outputs), rng)
    h_0 = rng.normal(size=(BATCH, UNITS)).astype(np.float32)
    seen = trace(model, [inputs, h_0])["gru"]
    first = gru_step(inputs[:, 0], h_0, *gru.get_weights())
    np.testing.assert_allclose(seen.h[:, 0], first, rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_both_directions_are_shown_of_either_kind(keras, trace, inputs, rng, kind):
    """Do both read the whole sequence, so that both ends make the layer's output?"""
    single = getattr(keras.layers, kind)(UNITS)
    both = keras.layers.Bidirectional(single, name="both")
    model = randomized(keras.Sequential([keras.Input((STEPS, FEATURES)), both]), rng)
    seen = trace(model, inputs)
    assert list(seen) == ["both/forward", "both/backward"]
    ends = [seen["both/forward"].h[:, -1], seen["both/backward"].h[:, 0]]
    np.testing.assert_allclose(np.concatenate(ends, axis=1), model(inputs), rtol=0, atol=1e-6)


def test_an_input_that_is_not_finite_is_refused_by_name(keras, trace, inputs, rng):
    """Is the layer named that was given NaN?"""
    model = keras.Sequential([keras.Input((STEPS, FEATURES)), keras.layers.GRU(2, name="gru")])
    inputs[0, 0, 0] = np.nan
    with pytest.raises(ValueError, match="layer gru: inputs has 1 of 84 values NaN"):
        trace(model, inputs)
