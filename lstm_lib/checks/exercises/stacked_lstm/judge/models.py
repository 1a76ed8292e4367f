"""What goes wrong with the networks of `stacked_lstm`, and what to say about it."""

from typing import Any

from lstm_lib.checks.judge.models.describe import RECURRENT
from lstm_lib.checks.judge.models.known_models import Case, WrongModel, known
from lstm_lib.checks.judge.models.network import Network

OTHER_DROPOUTS = ("SpatialDropout1D", "GaussianDropout")


def dropout_complaint(network: Network, case: Case) -> str:
    """Say what is wrong with a model's dropout, whatever its other layers are.

    Empty if exactly one Dropout layer, with the right rate, stands between the first recurrent
    layer and the second.
    """
    rates, places = _rates(network), _places(network)
    if others := [layer.kind for layer in network.layers if layer.kind in OTHER_DROPOUTS]:
        return f"it has a {others[0]}"
    if not rates:
        return "it has no Dropout layer"
    if len(rates) > 1:
        return f"it has {len(rates)} Dropout layers"
    if places != [1] and any(layer.kind in RECURRENT for layer in network.layers):
        return f"its Dropout stands after {places[0]} recurrent layers"
    if not _close_to(rates, case["dropout"]):
        return f"its rate is {str(rates[0])[:20]}"
    if _drops_together(network, case):
        return "it has a `noise_shape`"
    for name in ("dropout", "recurrent_dropout"):
        if _inside(network, name):
            return f"an LSTM has a `{name}` of its own"
    return ""


def _rates(network: Network) -> list[Any]:
    """Return the rate of each Dropout layer."""
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
    """Tell whether there is one rate, close to the expected one: it may have been a float32."""
    return len(rates) == 1 and isinstance(rates[0], float) and abs(rates[0] - expected) < 1e-6


def _drops_together(network: Network, case: Case) -> bool:
    """Tell whether a Dropout layer drops values of several steps, units or windows together."""
    shapes = [x.settings.get("noise_shape") for x in network.layers if x.kind == "Dropout"]
    own = ([None], [None, case["steps"]], [None, case["units"]])  # what changes nothing
    return any(
        shape is not None
        and not (
            isinstance(shape, list)
            and len(shape) == len(own)
            and all(size in sizes for size, sizes in zip(shape, own, strict=True))
        )
        for shape in shapes
    )


def _lstm_count(network: Network) -> int:
    """Count the LSTMs."""
    return sum(layer.kind == "LSTM" for layer in network.layers)


def _is_single(network: Network) -> bool:
    """Tell whether an LSTM is the only recurrent layer."""
    return [layer.kind for layer in network.layers if layer.kind in RECURRENT] == ["LSTM"]


WRONG_MODELS = (
    *known(
        "axes swapped",
        "no Input",
        "fixed window",
        "fixed batch",
        "steps left open",
        "bidirectional",
        "GRU for LSTM",
        "SimpleRNN for LSTM",
        "no LSTM",
        "flattened",
        "return_sequences on the last LSTM",
        "cell state for hidden state",
        "missing dense layer",
        "activation on the output",
        "fixed units",
        "other units",
        "frozen",
        "no features axis",
    ),
    WrongModel(
        "one LSTM only",
        "layers",
        lambda network, case: _is_single(network),
        "has one LSTM. Two were asked for, one on top of the other",
    ),
    WrongModel(
        "three LSTMs",
        "layers",
        lambda network, case: _lstm_count(network) > 2,
        "has more than two LSTMs",
    ),
    WrongModel(
        "another dropout",
        "dropout",
        lambda network, case: any(layer.kind in OTHER_DROPOUTS for layer in network.layers),
        "has another kind of dropout: SpatialDropout1D drops a unit at all steps at once, and "
        "GaussianDropout adds noise. A `Dropout` layer was asked for",
    ),
    WrongModel(
        "dropout inside the LSTM",
        "dropout",
        lambda network, case: not _rates(network) and _inside(network),
        "drops inputs of an LSTM, inside it. A Dropout layer between the two was asked for, "
        "which drops outputs of the first",
    ),
    WrongModel(
        "dropout inside the LSTM too",
        "dropout",
        lambda network, case: len(_rates(network)) == 1 and _inside(network),
        "drops twice: in the Dropout layer, and in an LSTM that has a `dropout` of its own. "
        "Only the layer was asked for",
    ),
    WrongModel(
        "recurrent dropout",
        "dropout",
        lambda network, case: _inside(network, "recurrent_dropout"),
        "drops hidden states between the steps of an LSTM (`recurrent_dropout`). "
        "Only a Dropout layer between the two LSTMs was asked for",
    ),
    WrongModel(
        "no dropout",
        "dropout",
        lambda network, case: not _rates(network),
        "has no dropout between its LSTMs",
    ),
    WrongModel(
        "dropout after the second LSTM",
        "dropout",
        lambda network, case: _places(network) == [2],
        "drops what the second LSTM hands to the dense layer. "
        "Dropout between the two LSTMs was asked for",
    ),
    WrongModel(
        "dropout before the first LSTM",
        "dropout",
        lambda network, case: _places(network) == [0],
        "drops values of the window itself. Dropout between the two LSTMs was asked for",
    ),
    WrongModel(
        "dropout in two places",
        "dropout",
        lambda network, case: len(_rates(network)) > 1,
        "drops values in more than one place",
    ),
    WrongModel(
        "share kept for share dropped",
        "dropout",
        lambda network, case: _close_to(_rates(network), 1 - case["dropout"]),
        "keeps the share that it should drop: the rate of a Dropout layer is the share set to zero",
    ),
    WrongModel(
        "dropped together",
        "dropout",
        _drops_together,
        "drops the same units at every step, or all units of a step: its Dropout layer has a "
        "`noise_shape`. Without one, each value is dropped or kept by itself",
    ),
    WrongModel(
        "fixed rate",
        "dropout",
        lambda network, case: _close_to(_rates(network), 0.2),
        "always drops a fifth: the argument `dropout` is not used",
    ),
    WrongModel(
        "no sequence for the second LSTM",
        "refused",
        lambda network, case: f"(None, {case['units']})" in network.type_name,
        "gives its second LSTM one hidden state to read, but an LSTM reads sequences. "
        "The first LSTM has to hand on its hidden state at every step",
    ),
)
