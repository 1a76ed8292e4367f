"""The exercise `stacked_lstm`: the common wrong networks, as a learner would build them."""

from lstm_lib.checks.exercises.stacked_lstm.judge.dropout import WRONG_DROPOUTS, asked_for
from lstm_lib.checks.judge.models.building import chain, frozen_after, known
from lstm_lib.checks.judge.models.network import Network
from lstm_lib.checks.judge.models.structure import WrongModel


def _lstm_count(network: Network) -> int:
    """Count the LSTMs."""
    return sum(layer.kind == "LSTM" for layer in network.layers)


def _without_input(steps, features, units, dropout):  # type: ignore[no-untyped-def]
    """Build the layers without an Input."""
    from lstm_lib.backend import keras

    return keras.Sequential(asked_for(keras.layers, units, dropout))


WRONG_MODELS = (
    known("axes swapped", chain(asked_for, lambda steps, features: (features, steps))),
    known("no Input", _without_input),
    known("fixed window", chain(asked_for, lambda steps, features: (10, 1))),
    known("steps left open", chain(asked_for, lambda steps, features: (None, features))),
    known(
        "bidirectional",
        chain(
            lambda of, u, rate: [
                of.Bidirectional(of.LSTM(u, return_sequences=True)),
                of.Dropout(rate),
                of.Bidirectional(of.LSTM(u)),
                of.Dense(1),
            ]
        ),
    ),
    known(
        "GRU for LSTM",
        chain(
            lambda of, u, rate: [
                of.GRU(u, return_sequences=True),
                of.Dropout(rate),
                of.GRU(u),
                of.Dense(1),
            ]
        ),
    ),
    known(
        "no LSTM",
        chain(lambda of, u, rate: [of.Flatten(), of.Dense(u), of.Dropout(rate), of.Dense(1)]),
    ),
    known(
        "flattened",
        chain(
            lambda of, u, rate: [
                of.LSTM(u, return_sequences=True),
                of.Dropout(rate),
                of.LSTM(u, return_sequences=True),
                of.Flatten(),
                of.Dense(1),
            ]
        ),
    ),
    known(
        "return_sequences on the last LSTM",
        chain(
            lambda of, u, rate: [
                of.LSTM(u, return_sequences=True),
                of.Dropout(rate),
                of.LSTM(u, return_sequences=True),
                of.Dense(1),
            ]
        ),
    ),
    known("missing dense layer", chain(lambda of, u, rate: asked_for(of, u, rate)[:-1])),
    known(
        "activation on the output",
        chain(lambda of, u, rate: [*asked_for(of, u, rate)[:-1], of.Dense(1, "relu")]),
    ),
    known("fixed units", chain(lambda of, u, rate: asked_for(of, 50, rate))),
    known(
        "other units",
        chain(
            lambda of, u, rate: [
                of.LSTM(u, return_sequences=True),
                of.Dropout(rate),
                of.LSTM(u // 2),
                of.Dense(1),
            ]
        ),
    ),
    known("frozen", frozen_after(chain(asked_for))),
    WrongModel(
        "one LSTM only",
        chain(lambda of, u, rate: [of.LSTM(u), of.Dropout(rate), of.Dense(1)]),
        "has one LSTM. Two were asked for, one on top of the other",
        "layers",
        lambda network, case: _lstm_count(network) == 1,
    ),
    WrongModel(
        "three LSTMs",
        chain(
            lambda of, u, rate: [
                of.LSTM(u, return_sequences=True),
                of.Dropout(rate),
                of.LSTM(u, return_sequences=True),
                of.LSTM(u),
                of.Dense(1),
            ]
        ),
        "has more LSTMs than two",
        "layers",
        lambda network, case: _lstm_count(network) > 2,
    ),
    *WRONG_DROPOUTS,
    WrongModel(
        "no sequence for the second LSTM",
        chain(
            lambda of, u, rate: [of.LSTM(u), of.Dropout(rate), of.LSTM(u), of.Dense(1)],
        ),
        "gives its second LSTM one hidden state to read, and it reads sequences. "
        "The first LSTM has to hand on its hidden state at every step",
        "refused",
        lambda network, case: f"(None, {case['units']})" in network.type_name,
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
