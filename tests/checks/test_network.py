"""A Keras model as an observation, and its evaluation in NumPy."""

import copy
import dataclasses

import numpy as np
import pytest

from lstm_lib.checks import observation as wire
from lstm_lib.checks.judge.models import network
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.observe.keras_model import probes, publish_model

SEED = 5


def publish(model, window=(6, 2)):
    """Publish a model and read the observation back."""
    arrays, facts = {}, {"status": "observed"}
    publish_model("model", model, arrays, facts, SEED, window)
    return wire.unpack(wire.pack(Observation("f", arrays, facts))[wire.MIME])


def with_random_weights(model):
    """Give every weight of a model a distinct value, about as large as Keras draws them."""
    rng = np.random.default_rng(3)
    model.set_weights([rng.normal(0, 0.5, w.shape) for w in model.get_weights()])
    return model


def chain(*layers):
    """Return layers as a sequential model of windows of 6 steps and 2 features."""
    from lstm_lib.backend import keras

    return with_random_weights(keras.Sequential([keras.Input((6, 2)), *layers]))


def functional(layers):
    """Return the stacked network built with the functional API."""
    from lstm_lib.backend import keras

    inputs = keras.Input((6, 2))
    values = layers.LSTM(5, return_sequences=True, name="first")(inputs)
    values = layers.LSTM(3, use_cudnn=False)(layers.Dropout(0.3)(values))
    return with_random_weights(keras.Model(inputs, layers.Dense(1)(values)))


# Every form of model that is evaluated, by what is special about it; each takes keras.layers.
FORMS = {
    "single": lambda of: chain(of.LSTM(5), of.Dense(1)),
    "stacked": lambda of: chain(
        of.LSTM(5, return_sequences=True), of.Dropout(0.4), of.LSTM(4), of.Dense(1)
    ),
    "functional": functional,
    "sequences to the end": lambda of: chain(of.LSTM(5, return_sequences=True), of.Dense(3)),
    "backwards": lambda of: chain(of.LSTM(5, go_backwards=True), of.Dense(1)),
    "other activations": lambda of: chain(
        of.LSTM(5, activation="relu"), of.Dense(4, activation="softmax"), of.Dense(1, "relu")
    ),
    "no bias": lambda of: chain(of.LSTM(5, use_bias=False), of.Dense(1, use_bias=False)),
    "dropout inside": lambda of: chain(of.LSTM(5, dropout=0.3), of.Dense(1)),
    "GRU": lambda of: chain(of.GRU(5), of.Dense(1)),
    "SimpleRNN": lambda of: chain(of.SimpleRNN(5, return_sequences=True), of.SimpleRNN(3)),
    "flattened": lambda of: chain(of.Dense(4, "tanh"), of.Flatten(), of.Dense(1)),
    "activation as a layer": lambda of: chain(of.LSTM(5), of.Activation("sigmoid")),
}


def form(name):
    """Return a model of one form."""
    from lstm_lib.backend import keras

    if name == "unbuilt":  # it does not say what it reads
        return keras.Sequential([keras.layers.LSTM(5), keras.layers.Dense(1)])
    return FORMS[name](keras.layers)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FORMS, "unbuilt"])
def test_numpy_agrees_with_keras(name):
    """Are the answers of each form those of Keras, to 1e-5?"""
    seen = publish(form(name))
    read = network.read_network(seen, "model")
    np.testing.assert_allclose(
        read(probes(SEED, (6, 2))), seen.arrays["model/answers"], rtol=1e-5, atol=1e-5
    )
    assert network.agrees(read, SEED)


@pytest.mark.slow
def test_many_windows_give_what_few_give():
    """Are windows in chunks answered as if each came alone?"""
    read = network.read_network(publish(form("stacked")), "model")
    windows = np.random.default_rng(1).random((25_000, 6, 2))
    np.testing.assert_allclose(read(windows)[-2:], read(windows[-2:]))


def not_accepted():
    """Return models that are not evaluated, each with the kind or the layer it shows."""
    from lstm_lib.backend import keras

    layers = keras.layers

    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.lstm = layers.LSTM(3)

        def call(self, inputs):
            return self.lstm(inputs)

    class LSTM(layers.LSTM):
        pass

    class Sequential(keras.Sequential):
        pass

    inputs = keras.Input((6, 2))
    branches = layers.Concatenate()([layers.LSTM(3)(inputs), layers.LSTM(3)(inputs)])
    sliced = layers.Dense(1)(layers.LSTM(3, return_sequences=True)(inputs)[:, -1])
    twice = layers.Dense(2)
    return [
        (Own(), "subclass"),
        (Sequential([inputs, layers.LSTM(3)]), "subclass"),
        (keras.Model(inputs, branches), "branches"),
        (keras.Model(inputs, sliced), "branches"),
        (keras.Model(inputs, twice(twice(inputs))), "branches"),
        (keras.Model, "class"),
        (branches, "other"),
        (None, "other"),
        (chain(LSTM(3)), "custom"),
        (chain(layers.Bidirectional(layers.LSTM(3))), "Bidirectional"),
        (chain(layers.LSTM(3), layers.BatchNormalization()), "BatchNormalization"),
    ]


@pytest.mark.slow
def test_looking_at_a_model_leaves_it_as_it_is():
    """Does a second look at a model without an Input see what the first has seen?"""
    from lstm_lib.backend import keras

    model = keras.Sequential([keras.layers.LSTM(3), keras.layers.Dense(1)])
    first, second = publish(model), publish(model)
    assert not model.built
    assert first.facts == second.facts
    assert first.facts["model"]["parameters"] == 4 * 3 * (2 + 3 + 1) + 3 + 1


def test_other_models_are_refused_in_words():
    """Is each unsupported model recognized, and refused with no other error?"""
    for model, shown in not_accepted():
        read = network.read_network(publish(model), "model")
        assert shown in (read.kind, *(layer.kind for layer in read.layers))
        with pytest.raises(network.NotEvaluated):
            read(probes(SEED, (6, 2)))


@pytest.mark.slow
def test_model_over_the_limit_keeps_its_weights():
    """Is a model with more parameters than the limit published without its weights?"""
    from lstm_lib.backend import keras

    seen = publish(chain(keras.layers.LSTM(300)))
    assert set(seen.arrays) == {"model/answers"}
    with pytest.raises(network.NotEvaluated, match="parameters"):
        network.read_network(seen, "model")(probes(SEED, (6, 2)))


def single():
    """Return the observation of a single LSTM, made without Keras."""
    rng = np.random.default_rng(2)
    shapes = {"0/0": (2, 12), "0/1": (3, 12), "0/2": (12,), "1/0": (3, 1), "1/1": (1,)}
    arrays = {f"model/{name}": rng.normal(0, 0.5, shape) for name, shape in shapes.items()}
    layers = [{"class": "LSTM", "units": 3}, {"class": "Dense", "units": 1}]
    said = {
        "kind": "sequential",
        "type": "Sequential",
        "built": True,
        "input_shape": [None, 6, 2],
        "probed": [6, 2],
        "layers": layers,
        "layer_count": 2,
        "parameters": 76,
        "updates": 0,
    }
    seen = Observation("f", arrays, {"status": "observed", "model": said})
    answers = network.read_network(seen, "model")(probes(SEED, (6, 2)))
    arrays["model/answers"] = answers.astype(np.float32)
    return seen


def test_single_without_keras_agrees():
    """Is the hand-made observation, from which the hostile ones are made, itself valid?"""
    assert network.agrees(network.read_network(single(), "model"), SEED)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("0/0", np.zeros((2, 11))),
        ("0/0", np.zeros((5, 12))),
        ("0/1", np.zeros((12, 3))),
        ("0/1", np.zeros(12)),
        ("0/1", np.array(1.0)),
        ("0/2", np.zeros((2, 12))),
        ("0/2", np.zeros((0,))),
        ("0/0", np.full((2, 12), np.nan)),
        ("0/1", np.full((3, 12), np.inf)),
        ("0/3", np.zeros(3)),
        ("1/0", np.zeros((3, 3, 3))),
        ("1/0", np.zeros(3)),
        ("1/1", np.zeros(7)),
        ("0/0", np.zeros((2, 200_000))),
    ],
)
def test_weights_that_do_not_fit_are_refused(name, array):
    """Are weights of odd shapes and values refused in words, and with no other error?"""
    seen = single()
    seen.arrays[f"model/{name}"] = array
    with pytest.raises(network.NotEvaluated):
        network.read_network(seen, "model")(probes(SEED, (6, 2)))


def test_answers_that_overflow_are_refused():
    """Are answers over the largest number refused in words, without a warning?"""
    seen = single()
    for name in ("0/0", "0/1", "1/0"):
        seen.arrays[f"model/{name}"] = abs(seen.arrays[f"model/{name}"])
    seen.facts["model"]["layers"][0]["activation"] = "relu"
    with pytest.raises(network.NotEvaluated, match="infinite"):
        network.read_network(seen, "model")(np.full((3, 6, 2), 1e308))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("kind",), 3),
        (("kind",), "pickle"),
        (("layers",), "LSTM"),
        (("layers",), [{"class": "LSTM"}] * 1000),
        (("layers",), [["LSTM"]]),
        (("layers", 0, "class"), None),
        (("layer_count",), 1.5),
        (("input_shape",), {"0": 1}),
        (("input_shape",), [None, "six", 2]),
        (("input_shape",), [1] * 100),
        (("probed",), [6.0, 2]),
        (("probed",), None),
        (("built",), "yes"),
        (("updates",), float("nan")),
        (("parameters",), True),
    ],
)
def test_facts_of_another_form_are_malformed(place, value):
    """Is a description that no check writes refused as such, and with no other error?"""
    seen = single()
    said = copy.deepcopy(seen.facts["model"])
    inner = said
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    seen.facts["model"] = said
    with pytest.raises(Malformed):
        network.read_network(seen, "model")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("class", "Lambda"),
        ("activation", "__import__"),
        ("activation", ["tanh"]),
        ("return_state", True),
        ("stateful", True),
    ],
)
def test_settings_that_are_not_evaluated_are_refused(setting, value):
    """Are layers and settings off the list refused in words?"""
    seen = single()
    seen.facts["model"]["layers"][0][setting] = value
    with pytest.raises(network.NotEvaluated):
        network.read_network(seen, "model")(probes(SEED, (6, 2)))


def test_huge_sizes_are_refused_before_they_are_used():
    """Are a claim of a billion parameters and windows of a billion steps refused at once?"""
    read = network.read_network(single(), "model")
    with pytest.raises(network.NotEvaluated, match="parameters"):
        dataclasses.replace(read, parameters=10**9)(probes(SEED, (6, 2)))
    with pytest.raises(network.NotEvaluated, match="layers"):
        dataclasses.replace(read, layer_count=10**9)(probes(SEED, (6, 2)))
    assert not network.agrees(dataclasses.replace(read, probed=(10**9, 2)), SEED)


def test_forged_answers_do_not_agree():
    """Is a model recognized that publishes answers that its weights do not give?"""
    read = network.read_network(single(), "model")
    assert not network.agrees(dataclasses.replace(read, answers=read.answers + 1e-3), SEED)
    assert not network.agrees(dataclasses.replace(read, answers=None), SEED)
    assert not network.agrees(dataclasses.replace(read, answers=read.answers[:, 0]), SEED)


def test_large_weights_stay_finite_or_are_refused():
    """Do saturated gates give finite answers, without a warning?"""
    seen = single()
    for name in ("0/0", "0/1", "0/2"):
        seen.arrays[f"model/{name}"] = seen.arrays[f"model/{name}"] * 1e30
    assert np.all(np.isfinite(network.read_network(seen, "model")(probes(SEED, (6, 2)))))
