"""The exercise `stacked_lstm`: its dropout, and the common ways to have it elsewhere."""

from typing import Any

from lstm_lib.checks.judge.models.building import chain
from lstm_lib.checks.judge.models.known_models import RECURRENT, Case
from lstm_lib.checks.judge.models.network import Network
from lstm_lib.checks.judge.models.structure import WrongModel


def asked_for(of: Any, units: int, dropout: float) -> list[Any]:
    """List the layers that the exercise asks for.

    Parameters
    ----------
    of : module
        ``keras.layers``.
    units : int
        Of both LSTMs.
    dropout : float
        The rate between them.

    Returns
    -------
    list of keras.Layer
        LSTM, Dropout, LSTM, Dense.

    Examples
    --------
    >>> from lstm_lib.backend import keras
    >>> [type(layer).__name__ for layer in asked_for(keras.layers, 3, 0.1)]
    ['LSTM', 'Dropout', 'LSTM', 'Dense']
    """
    return [
        of.LSTM(units, return_sequences=True),
        of.Dropout(dropout),
        of.LSTM(units),
        of.Dense(1),
    ]


def dropout_complaint(network: Network, case: Case) -> str:
    """Say what is wrong with a model's dropout, whatever its other layers are.

    Parameters
    ----------
    network : Network
        A chain.
    case : dict
        With the rate that was asked for, `dropout`.

    Returns
    -------
    str
        Empty if one Dropout layer of this rate stands between the first recurrent layer and the
        second.

    Examples
    --------
    >>> dropout_complaint(Network("sequential"), {"dropout": 0.1})
    'it has no Dropout layer'
    """
    rates, places = _rates(network), _places(network)
    if not rates:
        return "it has no Dropout layer"
    if len(rates) > 1:
        return f"it has {len(rates)} Dropout layers"
    if places != [1] and any(layer.kind in RECURRENT for layer in network.layers):
        return f"its Dropout stands after {places[0]} recurrent layers"
    if rates != [case["dropout"]]:
        return f"its rate is {str(rates[0])[:20]}"
    for name in ("dropout", "recurrent_dropout"):
        if _inside(network, name):
            return f"an LSTM has a `{name}` of its own"
    return ""


def _rates(network: Network) -> list[Any]:
    """Return the rates of all Dropout layers."""
    return [layer.settings.get("rate") for layer in network.layers if layer.kind == "Dropout"]


def _places(network: Network) -> list[int]:
    """Return how many recurrent layers stand before each Dropout layer."""
    kinds = [layer.kind for layer in network.layers]
    before = [sum(kind in RECURRENT for kind in kinds[:k]) for k in range(len(kinds))]
    return [n for n, kind in zip(before, kinds, strict=True) if kind == "Dropout"]


def _inside(network: Network, name: str = "dropout") -> bool:
    """Tell whether an LSTM has a dropout of its own."""
    return any(layer.settings.get(name, 0) != 0 for layer in network.layers)


def _close_to(rates: list[Any], expected: float) -> bool:
    """Tell whether there is one rate, of about a value."""
    return len(rates) == 1 and isinstance(rates[0], float) and abs(rates[0] - expected) < 1e-9


def _between(of: Any, units: int, *between: Any) -> list[Any]:
    """List two LSTMs with other layers between them, and the dense layer."""
    return [of.LSTM(units, return_sequences=True), *between, of.LSTM(units), of.Dense(1)]


def _inside_second(of: Any, units: int, rate: float, **own: float) -> list[Any]:
    """List the layers that are asked for, with a dropout of the second LSTM's own."""
    return [*asked_for(of, units, rate)[:2], of.LSTM(units, **own), of.Dense(1)]


WRONG_DROPOUTS = (
    WrongModel(
        "dropout inside the LSTM",
        chain(
            lambda of, u, rate: [
                of.LSTM(u, return_sequences=True, dropout=rate),
                of.LSTM(u),
                of.Dense(1),
            ]
        ),
        "drops inputs of an LSTM, inside it. Asked for was a Dropout layer between the two, "
        "which drops what the first hands on",
        "dropout",
        lambda network, case: not _rates(network) and _inside(network),
    ),
    WrongModel(
        "dropout inside the LSTM too",
        chain(lambda of, u, rate: _inside_second(of, u, rate, dropout=rate)),
        "drops twice: in the Dropout layer, and in an LSTM that has a `dropout` of its own. "
        "Asked for was the layer alone",
        "dropout",
        lambda network, case: len(_rates(network)) == 1 and _inside(network),
    ),
    WrongModel(
        "recurrent dropout",
        chain(lambda of, u, rate: _inside_second(of, u, rate, recurrent_dropout=rate)),
        "drops hidden states between the steps of an LSTM (`recurrent_dropout`). "
        "Asked for was a Dropout layer between the two LSTMs alone",
        "dropout",
        lambda network, case: _inside(network, "recurrent_dropout"),
    ),
    WrongModel(
        "no dropout",
        chain(lambda of, u, rate: _between(of, u)),
        "has no dropout between its LSTMs",
        "dropout",
        lambda network, case: not _rates(network),
    ),
    WrongModel(
        "dropout after the second LSTM",
        chain(
            lambda of, u, rate: [
                of.LSTM(u, return_sequences=True),
                of.LSTM(u),
                of.Dropout(rate),
                of.Dense(1),
            ]
        ),
        "drops what the second LSTM hands to the dense layer. "
        "Asked for was dropout between the two LSTMs",
        "dropout",
        lambda network, case: _places(network) == [2],
    ),
    WrongModel(
        "dropout before the first LSTM",
        chain(lambda of, u, rate: [of.Dropout(rate), *_between(of, u)]),
        "drops values of the window itself. Asked for was dropout between the two LSTMs",
        "dropout",
        lambda network, case: _places(network) == [0],
    ),
    WrongModel(
        "dropout in two places",
        chain(
            lambda of, u, rate: [
                *asked_for(of, u, rate)[:-1],
                of.Dropout(rate),
                of.Dense(1),
            ]
        ),
        "drops in more places than one",
        "dropout",
        lambda network, case: len(_rates(network)) > 1,
    ),
    WrongModel(
        "share kept for share dropped",
        chain(lambda of, u, rate: _between(of, u, of.Dropout(1 - rate))),
        "keeps the share that it should drop: the rate of a Dropout layer is what is set to zero",
        "dropout",
        lambda network, case: _close_to(_rates(network), 1 - case["dropout"]),
    ),
    WrongModel(
        "fixed rate",
        chain(lambda of, u, rate: _between(of, u, of.Dropout(0.2))),
        "always drops a fifth: the argument `dropout` is not used",
        "dropout",
        lambda network, case: _close_to(_rates(network), 0.2),
    ),
)
