"""The trace of a Keras model beside single steps in NumPy, and Keras on shorter sequences."""

import numpy as np
import pytest

from lstm_lib.cell import lstm_gates, lstm_step

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


@pytest.fixture
def model_of(keras, rng):
    """Return a function that makes a model of layers, with distinct values in each bias."""

    def model_of(*layers, shape=(None, FEATURES)):
        model = keras.Sequential([keras.Input(shape), *layers])
        model.set_weights(
            [
                w + rng.normal(scale=0.1, size=w.shape) if w.ndim == 1 else w
                for w in model.get_weights()
            ]
        )
        return model

    return model_of


def step_by_step(inputs, weights, mask=None):
    """Return h, c, i, f, g and o of an LSTM, one step after another, each (batch, steps, units)."""
    units = weights[1].shape[0]
    h_t = c_t = np.zeros((len(inputs), units), inputs.dtype)
    rows = []
    for t in range(inputs.shape[1]):
        on = np.ones((len(inputs), 1), bool) if mask is None else mask[:, t, np.newaxis]
        gates = lstm_gates(inputs[:, t], h_t, *weights)
        new_h, new_c = lstm_step(inputs[:, t], h_t, c_t, *weights)
        h_t, c_t = np.where(on, new_h, h_t), np.where(on, new_c, c_t)
        rows.append((h_t, c_t, *(np.where(on, gate, np.nan) for gate in gates)))
    return [np.stack(arrays, axis=1) for arrays in zip(*rows, strict=True)]


def assert_same(trajectory, expected, tolerance=1e-6):
    """Compare all six arrays."""
    for name, array in zip(trajectory._fields, expected, strict=True):
        np.testing.assert_allclose(
            getattr(trajectory, name), array, rtol=0, atol=tolerance, err_msg=name
        )


@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_gate_is_that_of_the_step(keras, trace, rng, return_sequences, dtype):
    """Is each array what lstm_gates and lstm_step give, in the layer's dtype?"""
    layer = keras.layers.LSTM(UNITS, return_sequences=return_sequences, dtype=dtype, name="lstm")
    model = keras.Sequential([keras.Input((STEPS, FEATURES), dtype=dtype), layer])
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(dtype)

    trajectory = trace(model, inputs)["lstm"]

    assert {array.dtype for array in trajectory} == {np.dtype(dtype)}
    assert_same(trajectory, step_by_step(inputs, layer.get_weights()))


def test_states_are_those_of_keras_on_shorter_sequences(keras, trace, model_of, inputs):
    """Does the layer, run on the first t steps alone, end in h and c of step t?"""
    layer = keras.layers.LSTM(UNITS, name="lstm")
    model = model_of(layer)
    states = keras.layers.LSTM(UNITS, return_state=True)
    states.build((None, None, FEATURES))
    states.set_weights(layer.get_weights())

    trajectory = trace(model, inputs)["lstm"]

    for t in range(STEPS):
        _, h_t, c_t = states(inputs[:, : t + 1])
        np.testing.assert_allclose(trajectory.h[:, t], h_t, rtol=0, atol=1e-6)
        np.testing.assert_allclose(trajectory.c[:, t], c_t, rtol=0, atol=1e-6)
        np.testing.assert_allclose(trajectory.h[:, t], model(inputs[:, : t + 1]), atol=1e-6)


def test_a_stack_shows_each_layer_under_its_name(keras, trace, model_of, inputs):
    """Does the second layer read the first one's hidden states, with dropout at rest?"""
    layers = keras.layers
    model = model_of(
        layers.LSTM(UNITS, return_sequences=True, dropout=0.3, name="below"),
        layers.Dropout(0.5),
        layers.LSTM(2, name="above"),
        layers.Dense(1),
    )

    seen = trace(model, inputs)

    assert list(seen) == ["below", "above"]
    weights = model.get_weights()
    assert_same(seen["below"], step_by_step(inputs, weights[:3]))
    assert_same(seen["above"], step_by_step(seen["below"].h, weights[3:6]))
    forecasts = seen["above"].h[:, -1] @ weights[6] + weights[7]
    np.testing.assert_allclose(forecasts, model(inputs), rtol=0, atol=1e-6)


@pytest.mark.parametrize("return_sequences", [True, False])
@pytest.mark.parametrize("merge_mode", ["concat", "sum"])
def test_both_directions_stand_in_the_order_of_the_inputs(
    keras, trace, model_of, inputs, return_sequences, merge_mode
):
    """Is the backward trajectory reversed, so that step t of both belongs to x_t?"""
    single = keras.layers.LSTM(UNITS, return_sequences=return_sequences)
    layer = keras.layers.Bidirectional(single, merge_mode=merge_mode, name="both")
    model = model_of(layer)

    seen = trace(model, inputs)

    weights = layer.get_weights()
    assert list(seen) == ["both/forward", "both/backward"]
    assert_same(seen["both/forward"], step_by_step(inputs, weights[:3]))
    backward = step_by_step(inputs[:, ::-1], weights[3:])
    assert_same(seen["both/backward"], [array[:, ::-1] for array in backward])


@pytest.mark.parametrize("return_sequences", [True, False])
def test_a_layer_that_goes_backward_stands_in_the_order_of_the_inputs(
    keras, trace, model_of, inputs, return_sequences
):
    """Is step 0 of the trajectory the last that such a layer reads?"""
    layer = keras.layers.LSTM(
        UNITS, go_backwards=True, return_sequences=return_sequences, name="lstm"
    )
    model = model_of(layer)

    trajectory = trace(model, inputs)["lstm"]

    expected = step_by_step(inputs[:, ::-1], layer.get_weights())
    assert_same(trajectory, [array[:, ::-1] for array in expected])
    last = np.array(model(inputs))[:, -1] if return_sequences else np.array(model(inputs))
    np.testing.assert_allclose(trajectory.h[:, 0], last, rtol=0, atol=1e-6)


@pytest.mark.parametrize("go_backwards", [False, True])
@pytest.mark.parametrize("return_sequences", [True, False])
def test_masked_steps_keep_the_states_and_have_no_gates(
    keras, trace, model_of, inputs, return_sequences, go_backwards
):
    """Is each row what its unmasked steps alone would give, at its start, inside, at its end?"""
    inputs[0], inputs[1, :3], inputs[2, 2], inputs[3, 4:] = 0, 0, 0, 0
    mask = np.any(inputs != 0, axis=2)
    layer = keras.layers.LSTM(
        UNITS, return_sequences=return_sequences, go_backwards=go_backwards, name="lstm"
    )
    model = model_of(keras.layers.Masking(0.0), layer)

    trajectory = trace(model, inputs)["lstm"]

    order = slice(None, None, -1 if go_backwards else 1)
    expected = step_by_step(inputs[:, order], layer.get_weights(), mask[:, order])
    assert_same(trajectory, [array[:, order] for array in expected])
    np.testing.assert_array_equal(np.isnan(trajectory.f).all(axis=2), ~mask)
    shorter = trace(model, inputs[2:3, mask[2]])["lstm"]
    np.testing.assert_allclose(trajectory.c[2:3, mask[2]], shorter.c, rtol=0, atol=1e-6)


@pytest.mark.parametrize("return_sequences", [True, False])
def test_an_embedding_masks_every_layer_above(keras, trace, model_of, rng, return_sequences):
    """Does the mask reach both directions and the layer above them?"""
    layers = keras.layers
    model = model_of(
        layers.Embedding(6, FEATURES, mask_zero=True),
        layers.Bidirectional(layers.LSTM(UNITS, return_sequences=True), name="both"),
        layers.LSTM(2, return_sequences=return_sequences, name="above"),
        shape=(STEPS,),
    )
    words = rng.integers(1, 6, (BATCH, STEPS))
    words[0, 5:], words[1, :2] = 0, 0

    seen = trace(model, words)

    for trajectory in seen.values():
        np.testing.assert_array_equal(np.isnan(trajectory.o).all(axis=2), words == 0)
    outputs = np.array(model(words))
    last = outputs[:, -1] if return_sequences else outputs
    np.testing.assert_allclose(seen["above"].h[:, -1], last, rtol=0, atol=1e-6)
    alone = trace(model, words[:1, :5])["above"]
    np.testing.assert_allclose(seen["above"].h[:1, -1], alone.h[:, -1], rtol=0, atol=1e-6)


def test_layers_of_inner_and_of_subclassed_models_are_found(keras, trace, inputs):
    """Are they keyed by the path that leads to them?"""

    class Outer(keras.Model):
        def __init__(self):
            super().__init__()
            deep = keras.layers.LSTM(UNITS, return_sequences=True, name="deep")
            self.inner = keras.Sequential([keras.Input((None, FEATURES)), deep], name="inner")
            self.reader = keras.layers.LSTM(2, name="reader")

        def call(self, inputs):
            return self.reader(self.inner(inputs))

    model = Outer()
    outputs = model(inputs)

    seen = trace(model, inputs)

    assert list(seen) == ["inner/deep", "reader"]
    assert_same(seen["inner/deep"], step_by_step(inputs, model.inner.get_weights()))
    np.testing.assert_allclose(seen["reader"].h[:, -1], outputs, rtol=0, atol=1e-6)


def test_a_decoder_starts_from_the_states_of_its_encoder(keras, trace, inputs, rng):
    """Is initial_state taken over in a model with two inputs?"""
    source, target = keras.Input((STEPS, FEATURES)), keras.Input((6, 2))
    encoder = keras.layers.LSTM(UNITS, return_state=True, name="encoder")
    decoder = keras.layers.LSTM(UNITS, return_sequences=True, name="decoder")
    _, *states = encoder(source)
    model = keras.Model([source, target], decoder(target, initial_state=states))
    targets = rng.normal(size=(BATCH, 6, 2)).astype(np.float32)

    seen = trace(model, [inputs, targets])

    start = seen["encoder"].h[:, -1], seen["encoder"].c[:, -1]
    h_t, c_t = lstm_step(targets[:, 0], *start, *decoder.get_weights())
    np.testing.assert_allclose(seen["decoder"].h[:, 0], h_t, rtol=0, atol=1e-6)
    np.testing.assert_allclose(seen["decoder"].c[:, 0], c_t, rtol=0, atol=1e-6)
    np.testing.assert_allclose(seen["decoder"].h, model([inputs, targets]), rtol=0, atol=1e-6)


def test_a_stateful_layer_goes_on_from_its_states_and_keeps_them(keras, trace, inputs):
    """Does a trace show what the next call would do, without being that call?"""
    layer = keras.layers.LSTM(UNITS, stateful=True, return_sequences=True, name="lstm")
    model = keras.Sequential([keras.Input(batch_shape=(BATCH, STEPS, FEATURES)), layer])
    at_first = trace(model, inputs)["lstm"]
    assert not any(np.any(state.numpy()) for state in layer.states)

    np.testing.assert_allclose(at_first.h, model(inputs), rtol=0, atol=1e-6)
    then = trace(model, inputs)["lstm"]
    np.testing.assert_allclose(then.h, model(inputs), rtol=0, atol=1e-6)

    assert np.abs(then.h[:, 0] - at_first.h[:, 0]).min() > 1e-4
    np.testing.assert_allclose(layer.states[1], then.c[:, -1], rtol=0, atol=1e-6)


def test_the_model_is_left_as_it_was(keras, trace, model_of, inputs):
    """Can it be trained, saved and traced again, even after a failed trace?"""
    layer = keras.layers.LSTM(UNITS, name="lstm")
    model = model_of(layer)
    before = np.array(model(inputs))
    with pytest.raises(ValueError, match="Invalid input shape"):
        trace(model, inputs[0])
    assert "call" not in vars(layer)
    trace(model, inputs)

    assert "call" not in vars(layer)
    np.testing.assert_array_equal(model.predict(inputs, verbose=0), before)
    model.compile(loss="mse")
    model.fit(inputs, before + 1, verbose=0)
    np.testing.assert_allclose(
        trace(model, inputs)["lstm"].h[:, -1], model(inputs), rtol=0, atol=1e-6
    )


def test_a_layer_that_computes_something_else_is_told(keras, trace, model_of, inputs):
    """Is a subclass with an equation of its own refused, rather than shown wrongly?"""

    class Peeping(keras.layers.LSTM):
        def call(self, sequences, initial_state=None, mask=None, training=False):
            return 1.1 * super().call(sequences, initial_state, mask, training)

    with pytest.raises(RuntimeError, match=r"layer odd \(Peeping\) returned hidden states that"):
        trace(model_of(Peeping(UNITS, name="odd")), inputs)


def test_a_layer_that_runs_twice_is_refused(keras, trace, inputs):
    """Is a shared layer, which has two trajectories, refused?"""
    source = keras.Input((STEPS, FEATURES))
    layer = keras.layers.LSTM(UNITS, name="shared")
    model = keras.Model(source, layer(source) + layer(-source))
    with pytest.raises(ValueError, match="layer shared ran 2 times in the model, expected once"):
        trace(model, inputs)


def test_a_layer_in_half_precision_is_refused(keras, trace, model_of, inputs):
    """Is a dtype that NumPy would not match refused?"""
    model = model_of(keras.layers.LSTM(UNITS, dtype="mixed_float16", name="half"))
    with pytest.raises(ValueError, match="layer half computes in float16, expected float32 or"):
        trace(model, inputs)


def test_what_cannot_be_traced_is_refused_by_name(keras, trace, model_of, inputs):
    """Do other activations, unbuilt layers and other objects each get their own message?"""
    with pytest.raises(ValueError, match="layer soft has activation softsign, expected tanh"):
        trace(model_of(keras.layers.LSTM(UNITS, activation="softsign", name="soft")), inputs)
    with pytest.raises(ValueError, match="layer new is not built"):
        trace(keras.Sequential([keras.layers.LSTM(UNITS, name="new")]), inputs)
    with pytest.raises(TypeError, match="model is LSTM, expected a Keras model"):
        trace(keras.layers.LSTM(UNITS), inputs)
