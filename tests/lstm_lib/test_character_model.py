"""The network in NumPy: beside Keras, read in one go and piece by piece."""

import numpy as np
import pytest

from lstm_lib.character_model import CharacterNetwork, network_of, probabilities_read, reader

SIZE, EMBEDDED, UNITS = 7, 3, 5


@pytest.fixture
def network(rng):
    """Return a network with weights that are all different."""
    shapes = (
        *((SIZE, EMBEDDED), (EMBEDDED, 4 * UNITS), (UNITS, 4 * UNITS)),
        *((4 * UNITS,), (UNITS, SIZE), (SIZE,)),
    )
    return CharacterNetwork(*(rng.normal(size=shape) for shape in shapes))


def test_a_text_is_read_as_its_pieces_are(network, rng):
    """Do probabilities along a text equal those of a reader that gets one character at a time?"""
    text = rng.integers(SIZE, size=30)
    read = reader(network)
    each = [1 / SIZE, *(read(text[k : k + 1])[text[k + 1]] for k in range(len(text) - 1))]
    assert probabilities_read(network, text) == pytest.approx(each)


def test_a_long_text_is_read_across_its_chunks(network, rng, monkeypatch):
    """Do the states go on where one chunk ends and the next begins?"""
    text = rng.integers(SIZE, size=23)
    whole = probabilities_read(network, text)
    monkeypatch.setattr("lstm_lib.character_model.CHUNK", 4)
    assert probabilities_read(network, text) == pytest.approx(whole)


def test_two_readers_do_not_share_their_states(network):
    """Does each reader begin with states of zero?"""
    reader(network)([1, 2, 3])
    assert np.array_equal(reader(network)([4]), reader(network)([4]))


@pytest.mark.slow
def test_keras_gives_the_same(rng):
    """Does a Keras model with the same weights say the same of each next character?"""
    from lstm_lib.backend import keras

    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(SIZE, EMBEDDED),
            layers.LSTM(UNITS, return_sequences=True, use_cudnn=False),
            layers.Dense(SIZE, activation="softmax"),
        ]
    )
    text = rng.integers(SIZE, size=20)
    theirs = np.array(model(text[np.newaxis, :-1]))[0]
    ours = probabilities_read(CharacterNetwork(*model.get_weights()), text)
    assert ours[1:] == pytest.approx(theirs[np.arange(19), text[1:]], rel=1e-4)


def test_what_is_no_network_or_no_text_is_refused(network):
    """Does the error say what came and what was expected?"""
    with pytest.raises(TypeError, match="network is str, expected"):
        reader("network")
    with pytest.raises(TypeError, match="network is list, expected"):
        probabilities_read([], [1])
    with pytest.raises(ValueError, match="no character, expected one"):
        reader(network)([])
    with pytest.raises(TypeError, match="expected whole numbers"):
        probabilities_read(network, [0.5])
    with pytest.raises(ValueError, match="holds 7, expected 0 to 6"):
        reader(network)([7])
    with pytest.raises(ValueError, match="expected the weights of seed 3"):
        network_of({}, seed=3)
    with pytest.raises(ValueError, match="expected the weights of seed 0"):
        network_of(None)
