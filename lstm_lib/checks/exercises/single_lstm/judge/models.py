"""The exercise `single_lstm`: the common wrong networks, as a learner would build them.

Keras is imported inside the builders: the half that judges runs none of them.
"""

from typing import Any

from lstm_lib.checks.judge.models.building import asked_for, chain, frozen_after, known
from lstm_lib.checks.judge.models.structure import WrongModel


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
