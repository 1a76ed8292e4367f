"""The exercise `single_lstm`: the common wrong networks, as a learner would build them.

Keras is imported inside the builders: the half that judges runs none of them.
"""

from collections.abc import Callable
from typing import Any

from lstm_lib.checks.judge.known_models import KNOWN
from lstm_lib.checks.judge.structure import WrongModel

Build = Callable[..., Any]


def chain(layers_of: Callable[..., list[Any]], window: Callable | None = None) -> Build:
    """Make a builder out of a function that lists layers.

    Parameters
    ----------
    layers_of : callable
        ``layers_of(keras.layers, units, ...)`` returns the layers after the Input.
    window : callable, optional
        ``window(steps, features)`` returns the shape of the Input; (steps, features) by default.

    Returns
    -------
    callable
        ``build(steps, features, units, ...) -> keras.Sequential``.

    Examples
    --------
    >>> build = chain(lambda of, units: [of.LSTM(units), of.Dense(1)])
    >>> build(4, 2, 3).output_shape
    (None, 1)
    """

    def build(steps, features, *sizes):  # type: ignore[no-untyped-def]
        from lstm_lib.backend import keras

        shape = window(steps, features) if window else (steps, features)
        return keras.Sequential([keras.Input(shape), *layers_of(keras.layers, *sizes)])

    return build


def asked_for(of: Any, units: int) -> list[Any]:
    """List the layers that the exercise asks for.

    Parameters
    ----------
    of : module
        ``keras.layers``.
    units : int
        Of the LSTM.

    Returns
    -------
    list of keras.Layer
        An LSTM and a dense layer.

    Examples
    --------
    >>> from lstm_lib.backend import keras
    >>> [type(layer).__name__ for layer in asked_for(keras.layers, 3)]
    ['LSTM', 'Dense']
    """
    return [of.LSTM(units), of.Dense(1)]


def frozen_after(build: Build) -> Build:
    """Make a builder whose network no training can change.

    Parameters
    ----------
    build : callable
        Builds the network.

    Returns
    -------
    callable
        Builds it, and sets its `trainable` to False.

    Examples
    --------
    >>> build = frozen_after(chain(lambda of, units: [of.LSTM(units), of.Dense(1)]))
    >>> build(4, 2, 3).trainable
    False
    """

    def build_frozen(*sizes):  # type: ignore[no-untyped-def]
        model = build(*sizes)
        model.trainable = False
        return model

    return build_frozen


def known(name: str, answer: Build) -> WrongModel:
    """Return a wrong network that is known by its layers.

    Parameters
    ----------
    name : str
        A key of `lstm_lib.checks.judge.known_models.KNOWN`.
    answer : callable
        Builds it.

    Returns
    -------
    WrongModel
        With what to say of it, and how to recognize it.

    Examples
    --------
    >>> known("no LSTM", chain(lambda of, units: [of.Dense(1)])).part
    'layers'
    """
    part, found, message = KNOWN[name]
    return WrongModel(name, answer, message, part, found)


def _without_input(steps, features, units):  # type: ignore[no-untyped-def]
    """Build the layers without an Input."""
    from lstm_lib.backend import keras

    return keras.Sequential(asked_for(keras.layers, units))


def _fixed_batch(steps, features, units):  # type: ignore[no-untyped-def]
    """Give the batch axis to the Input."""
    from lstm_lib.backend import keras

    first = keras.Input(batch_shape=(3, steps, features))
    return keras.Sequential([first, *asked_for(keras.layers, units)])


def _custom(of: Any, units: int) -> list[Any]:
    """Write a layer of one's own."""

    class LSTM(of.LSTM):
        pass

    return [LSTM(units), of.Dense(1)]


WRONG_MODELS = (
    known("axes swapped", chain(asked_for, lambda steps, features: (features, steps))),
    known("no Input", _without_input),
    known("fixed window", chain(asked_for, lambda steps, features: (10, 1))),
    known("fixed batch", _fixed_batch),
    known("steps left open", chain(asked_for, lambda steps, features: (None, features))),
    known("custom layer", chain(_custom)),
    known("bidirectional", chain(lambda of, u: [of.Bidirectional(of.LSTM(u)), of.Dense(1)])),
    known("GRU for LSTM", chain(lambda of, u: [of.GRU(u), of.Dense(1)])),
    known("SimpleRNN for LSTM", chain(lambda of, u: [of.SimpleRNN(u), of.Dense(1)])),
    known("RNN for LSTM", chain(lambda of, u: [of.RNN(of.LSTMCell(u)), of.Dense(1)])),
    known("no LSTM", chain(lambda of, u: [of.Flatten(), of.Dense(u, "relu"), of.Dense(1)])),
    known(
        "flattened",
        chain(lambda of, u: [of.LSTM(u, return_sequences=True), of.Flatten(), of.Dense(1)]),
    ),
    known(
        "time-distributed",
        chain(lambda of, u: [of.LSTM(u, return_sequences=True), of.TimeDistributed(of.Dense(1))]),
    ),
    known(
        "return_sequences on the last LSTM",
        chain(lambda of, u: [of.LSTM(u, return_sequences=True), of.Dense(1)]),
    ),
    known("missing dense layer", chain(lambda of, u: [of.LSTM(u)])),
    known("activation on the output", chain(lambda of, u: [of.LSTM(u), of.Dense(1, "sigmoid")])),
    known("several outputs", chain(lambda of, u: [of.LSTM(u), of.Dense(u)])),
    known("backwards", chain(lambda of, u: [of.LSTM(u, go_backwards=True), of.Dense(1)])),
    known(
        "activation of the LSTM", chain(lambda of, u: [of.LSTM(u, activation="relu"), of.Dense(1)])
    ),
    known("extra dense layer", chain(lambda of, u: [of.LSTM(u), of.Dense(u), of.Dense(1)])),
    known("fixed units", chain(lambda of, u: [of.LSTM(50), of.Dense(1)])),
    known("other units", chain(lambda of, u: [of.LSTM(u + 1), of.Dense(1)])),
    known("no bias", chain(lambda of, u: [of.LSTM(u, use_bias=False), of.Dense(1)])),
    known("dropout in the LSTM", chain(lambda of, u: [of.LSTM(u, dropout=0.1), of.Dense(1)])),
    known("frozen", frozen_after(chain(asked_for))),
    WrongModel(
        "stacked",
        chain(lambda of, u: [of.LSTM(u, return_sequences=True), of.LSTM(u), of.Dense(1)]),
        "has more than one LSTM. One was asked for",
        "layers",
        lambda network, case: [layer.kind for layer in network.layers].count("LSTM") > 1,
    ),
    WrongModel(
        "no features axis",
        chain(asked_for, lambda steps, features: (steps,)),
        "has an Input of `steps` alone. A window has two axes: its steps, and the features "
        "at each step",
        "refused",
        lambda network, case: f"(None, {case['steps']})" in network.type_name,
    ),
)
