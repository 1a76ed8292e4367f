"""The relatives as cells of Keras: each beside its step in NumPy, masked, trained and saved."""

import numpy as np
import pytest

from lstm_lib import layer_norm_lstm, relatives, successors
from lstm_lib.steps import run_steps

pytestmark = pytest.mark.slow

BATCH, STEPS, FEATURES, UNITS = 6, 7, 3, 5
TOLERANCES = [("float32", 1e-5), ("float64", 1e-10)]
STEPS_OF = {
    "LayerNormLSTMCell": layer_norm_lstm.layer_norm_lstm_step,
    "PeepholeLSTMCell": relatives.peephole_step,
    "CoupledLSTMCell": relatives.coupled_step,
    "SLSTMCell": successors.slstm_step,
    "MinLSTMCell": successors.min_lstm_step,
}


@pytest.fixture(scope="module")
def keras():
    """Return Keras."""
    from lstm_lib.backend import keras

    return keras


@pytest.fixture
def layer_of(keras, rng):
    """Return a function that makes a built layer of a cell with distinct random weights."""
    from lstm_lib import keras_cells

    def layer_of(name, dtype="float32", **settings):
        cell = getattr(keras_cells, name)(UNITS, dtype=dtype)
        layer = keras.layers.RNN(cell, dtype=dtype, **settings)
        layer.build((None, None, FEATURES))
        layer.set_weights([w + rng.normal(scale=0.3, size=w.shape) for w in layer.get_weights()])
        return layer

    return layer_of


def in_numpy(name, layer, inputs, mask=None):
    """Return every state at every step by the step in NumPy, from the cell's initial states."""
    states = [np.array(state) for state in layer.cell.get_initial_state(len(inputs))]
    return run_steps(STEPS_OF[name], inputs, states, layer.cell.get_weights(), mask)


def test_every_cell_has_a_step(keras):
    """Is each public class of the module compared here?"""
    from lstm_lib import keras_cells

    public = {n for n, v in vars(keras_cells).items() if isinstance(v, type) and n[0] != "_"}
    assert public == set(STEPS_OF)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("dtype", "tolerance"), TOLERANCES)
@pytest.mark.parametrize("name", STEPS_OF)
def test_every_state_is_that_of_the_step_in_numpy(layer_of, rng, name, dtype, tolerance, masked):
    """Do hidden states and all last states agree, also where steps are masked from the start on?"""
    layer = layer_of(name, dtype, return_sequences=True, return_state=True)
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype(dtype)
    mask = rng.random((BATCH, STEPS)) < 0.6
    mask[:, -1], mask[0, :3], mask[1, 2:5] = True, False, False
    mask = mask if masked else None

    h, *last = layer(inputs, mask=mask)
    states = in_numpy(name, layer, inputs, mask)

    seen = np.ones((BATCH, STEPS), bool) if mask is None else mask
    assert states[0].dtype == dtype
    np.testing.assert_allclose(states[0][seen], np.array(h)[seen], rtol=0, atol=tolerance)
    for ours, theirs in zip(states, last, strict=True):
        np.testing.assert_allclose(ours[:, -1], np.array(theirs), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("name", STEPS_OF)
def test_a_batch_of_one_gives_what_it_gives_among_others(layer_of, rng, name):
    """Does no sequence depend on its neighbors, normalized or not?"""
    layer = layer_of(name, "float64")
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES))
    whole = np.array(layer(inputs))
    np.testing.assert_allclose(np.array(layer(inputs[2:3])), whole[2:3], rtol=1e-10)


@pytest.mark.parametrize("name", STEPS_OF)
def test_filler_changes_nothing(keras, layer_of, rng, name):
    """Does a padded and masked sequence give what the short one gives, and no gradient a NaN?"""
    import tensorflow as tf

    layer = layer_of(name)
    short = rng.normal(size=(BATCH, 4, FEATURES)).astype("float32")
    padded = tf.constant(np.pad(short, [(0, 0), (2, 3), (0, 0)]))
    with tf.GradientTape() as tape:
        tape.watch(padded)
        mask = tf.reduce_any(padded != 0, axis=2)
        found = layer(padded, mask=mask)
        loss = tf.reduce_sum(found**2)
    np.testing.assert_allclose(found, layer(short), rtol=0, atol=1e-6)
    gradients = tape.gradient(loss, [padded, *[v.value for v in layer.trainable_variables]])
    assert all(np.isfinite(gradient).all() for gradient in gradients)
    outside = np.array(gradients[0])[:, [0, 1, 6, 7, 8]]
    np.testing.assert_array_equal(outside, 0)


@pytest.mark.parametrize("name", STEPS_OF)
def test_every_weight_has_the_gradient_that_nudging_finds(keras, layer_of, rng, name):
    """Does Keras' gradient of each weight agree with nudging the step in NumPy?"""
    import tensorflow as tf

    from lstm_lib.gradients import numerical_gradient, relative_error

    layer = layer_of(name, "float64", return_sequences=True)
    inputs = rng.normal(size=(2, 4, FEATURES))
    dh = rng.normal(size=(2, 4, UNITS))
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(dh * layer(inputs))
    gradients = tape.gradient(loss, [v.value for v in layer.trainable_variables])
    weights = layer.cell.get_weights()
    states = [np.array(state) for state in layer.cell.get_initial_state(2)]
    for k, gradient in enumerate(gradients):

        def loss_of(value, k=k):
            given = [*weights[:k], value, *weights[k + 1 :]]
            return np.sum(dh * run_steps(STEPS_OF[name], inputs, states, given)[0])

        assert relative_error(gradient.numpy(), numerical_gradient(loss_of, weights[k])) < 1e-6


def test_the_cells_begin_as_the_lstm_does(keras, rng):
    """Is a fresh cell with peepholes an LSTM, and do coupled gates keep as much as one?"""
    from lstm_lib import keras_cells

    peeping = keras.layers.RNN(keras_cells.PeepholeLSTMCell(UNITS))
    plain = keras.layers.LSTM(UNITS)
    for layer in (peeping, plain):
        layer.build((None, None, FEATURES))
    plain.set_weights(peeping.get_weights()[:3])
    inputs = rng.normal(size=(BATCH, STEPS, FEATURES)).astype("float32")
    np.testing.assert_allclose(peeping(inputs), plain(inputs), rtol=0, atol=1e-6)
    biases = [np.repeat(values, UNITS) for values in ([0, 1, 0, 0], [-1, 0, 0], [0, 1, 0])]
    for name, bias in zip(["SLSTMCell", "CoupledLSTMCell", "MinLSTMCell"], biases, strict=True):
        cell = getattr(keras_cells, name)(UNITS)
        cell.build((None, FEATURES))
        np.testing.assert_array_equal(cell.get_weights()[-1], bias)


# Keras' own way of reading a variable while it saves; no model can change it.
@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword")
@pytest.mark.parametrize("name", STEPS_OF)
def test_a_trained_model_that_was_saved_predicts_as_before(keras, rng, name, tmp_path):
    """Does fit lower the loss, in a model with a mask, and is the saved model the same?"""
    from lstm_lib import keras_cells

    keras.utils.set_random_seed(5)
    inputs = rng.normal(size=(32, STEPS, FEATURES)).astype("float32")
    inputs[:8, 5:] = 0
    targets = np.tanh(inputs.sum(axis=(1, 2)))
    cell = getattr(keras_cells, name)(UNITS, name="relative")
    model = keras.Sequential(
        [
            keras.Input((None, FEATURES)),
            keras.layers.Masking(0.0),
            keras.layers.RNN(cell),
            keras.layers.Dense(1),
        ]
    )
    model.compile(keras.optimizers.Adam(0.02), "mse")
    before = model.evaluate(inputs, targets, verbose=0)
    losses = model.fit(inputs, targets, epochs=15, verbose=0).history["loss"]
    assert losses[-1] < 0.8 * before

    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded(inputs), model(inputs))
    assert type(loaded.layers[-2].cell) is type(cell)
    assert loaded.layers[-2].cell.get_config() == cell.get_config()


@pytest.mark.parametrize("name", STEPS_OF)
def test_a_config_makes_the_same_cell(keras, name):
    """Are units, name and dtype kept?"""
    from lstm_lib import keras_cells

    cell = getattr(keras_cells, name)(4, name="mine", dtype="float64")
    again = type(cell).from_config(cell.get_config())
    assert (again.units, again.name, again.compute_dtype) == (4, "mine", "float64")


@pytest.mark.parametrize("name", STEPS_OF)
def test_a_size_that_is_none_is_refused(keras, name):
    """Does the error say what came and what was expected?"""
    from lstm_lib import keras_cells

    with pytest.raises(ValueError, match="units is 0, expected 1 or more"):
        getattr(keras_cells, name)(0)
    with pytest.raises(TypeError, match="units is 2.5, expected a whole number"):
        getattr(keras_cells, name)(2.5)


def test_an_slstm_trains_where_a_naive_exponential_would_overflow(layer_of, rng):
    """Are outputs and gradients finite for input gates of some exp(2000)?"""
    import tensorflow as tf

    layer = layer_of("SLSTMCell")
    weights = layer.get_weights()
    weights[2][:UNITS] = 2000
    layer.set_weights(weights)
    inputs = 100 * rng.normal(size=(BATCH, STEPS, FEATURES)).astype("float32")
    with tf.GradientTape() as tape:
        outputs = layer(inputs)
        loss = tf.reduce_sum(outputs**2)
    gradients = tape.gradient(loss, [v.value for v in layer.trainable_variables])
    assert all(np.isfinite(array).all() for array in (outputs, *gradients))
    assert np.abs(outputs).max() <= 1
