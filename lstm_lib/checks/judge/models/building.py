"""Wrong networks as a learner would build them; Keras is imported inside the builders alone."""

from collections.abc import Callable
from typing import Any

from lstm_lib.checks.judge.models.known_models import KNOWN
from lstm_lib.checks.judge.models.structure import WrongModel

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
        A key of `lstm_lib.checks.judge.models.known_models.KNOWN`.
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
