"""The field's common wrong networks: how each shows in its layers, and what to say of it."""

from collections.abc import Callable
from typing import Any

from lstm_lib.checks.judge.models.network import Layer, Network
from lstm_lib.checks.observe.keras_model import CUSTOM

Case = dict[str, Any]

RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional")
# Settings worth a word where they are not Keras' own default.
DEFAULTS = {
    "return_sequences": False,
    "return_state": False,
    "go_backwards": False,
    "stateful": False,
    "use_bias": True,
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "recurrent_activation": "sigmoid",
    "trainable": True,
}


def words(network: Network) -> str:
    """Write a model's layers in a row.

    Parameters
    ----------
    network : Network
        A chain.

    Returns
    -------
    str
        Such as ``"LSTM(50) → Dense(1)"``.

    Examples
    --------
    >>> words(Network("sequential", layers=(Layer("LSTM", {"units": 3}), Layer("Flatten", {}))))
    'LSTM(3) → Flatten'
    """
    more = ["…"] if network.layer_count > len(network.layers) else []
    return " → ".join([_word(layer) for layer in network.layers] + more) or "none"


def _word(layer: Layer) -> str:
    """Write one layer."""
    said = layer.settings
    if layer.kind == CUSTOM:
        return f"{str(said.get('name'))[:40]} (not Keras' own)"
    inside = [str(said[name])[:40] for name in ("units", "rate", "layer") if name in said]
    inside += [
        f"{name}={str(said[name])[:40]}"
        for name, default in DEFAULTS.items()
        if name in said and said[name] != default
    ]
    usual = "tanh" if layer.kind in RECURRENT else "linear"
    if said.get("activation", usual) != usual:
        inside.append(f"activation={str(said['activation'])[:40]}")
    return f"{layer.kind}({', '.join(inside)})" if inside else layer.kind


def parameter_count(features: int, units: int, lstm_count: int) -> int:
    """Return the number of parameters of LSTM layers in a row and a dense layer with one output.

    Parameters
    ----------
    features : int
        What the first layer reads at each step.
    units : int
        Size of every LSTM.
    lstm_count : int
        How many there are.

    Returns
    -------
    int
        4·u·(u + d + 1) for each LSTM, and u + 1.

    Examples
    --------
    >>> parameter_count(1, 50, 1), parameter_count(1, 50, 2)
    (10451, 30651)
    """
    reads = [features] + [units] * (lstm_count - 1)
    return sum(4 * units * (units + d + 1) for d in reads) + units + 1


def frozen(network: Network) -> bool:
    """Tell whether a model has weights that no training moves.

    Parameters
    ----------
    network : Network
        A chain.

    Returns
    -------
    bool
        True if `trainable` of any layer is False.

    Examples
    --------
    >>> frozen(Network("sequential", layers=(Layer("LSTM", {"trainable": False}),)))
    True
    """
    return any(layer.settings.get("trainable") is False for layer in network.layers)


def _of(network: Network, *kinds: str) -> list[Layer]:
    """Return the layers of some kinds."""
    return [layer for layer in network.layers if layer.kind in kinds]


def _last(network: Network, *kinds: str) -> bool:
    """Tell whether the last layer is of one of some kinds."""
    return bool(network.layers) and network.layers[-1].kind in kinds


def _sequences_to_the_end(network: Network, case: Case) -> bool:
    """Tell whether the last recurrent layer hands on its hidden state at every step."""
    recurrent = _of(network, "LSTM")
    return bool(recurrent) and recurrent[-1].settings.get("return_sequences") is True


def _dense(network: Network, setting: str) -> Any:
    """Return a setting of the last dense layer."""
    dense = _of(network, "Dense")
    return dense[-1].settings.get(setting) if dense else None


def _lstm(network: Network, setting: str) -> list[Any]:
    """Return a setting of every LSTM."""
    return [layer.settings.get(setting) for layer in _of(network, "LSTM")]


# By name: which finding it costs, how to recognize it, what to say. The order is that in which
# they are tried: what explains more comes first.
KNOWN: dict[str, tuple[str, Callable[[Network, Case], bool], str]] = {
    "axes swapped": (
        "input",
        lambda n, c: n.input_shape == (None, c["features"], c["steps"]),
        "has the axes of a window swapped: it reads `features` steps of `steps` values. "
        "Time comes first, then what is known at each time",
    ),
    "no Input": (
        "input",
        lambda n, c: not n.built,
        "does not begin with an Input, so it has no weights until it sees data. "
        "Say first which windows it reads",
    ),
    "fixed window": (
        "input",
        lambda n, c: n.input_shape == (None, 10, 1),
        "always reads windows of 10 steps and 1 feature: the arguments `steps` and `features` "
        "are not used",
    ),
    "fixed batch": (
        "input",
        lambda n, c: n.input_shape[:1] not in ((), (None,)),
        "reads batches of one size only. The shape of an Input is that of one window, "
        "without the batch axis",
    ),
    "steps left open": (
        "input",
        lambda n, c: n.input_shape == (None, None, c["features"]),
        "leaves open how many steps a window has",
    ),
    "custom layer": (
        "layers",
        lambda n, c: bool(_of(n, CUSTOM)),
        "has a layer that is not one of Keras' own. A check can look into Keras' layers only: "
        "please use these",
    ),
    "bidirectional": (
        "layers",
        lambda n, c: bool(_of(n, "Bidirectional")),
        "reads its windows in both directions. LSTMs that read forwards in time were asked for",
    ),
    "GRU for LSTM": (
        "layers",
        lambda n, c: bool(_of(n, "GRU")),
        "has a GRU: three blocks of weights and no cell state",
    ),
    "SimpleRNN for LSTM": (
        "layers",
        lambda n, c: bool(_of(n, "SimpleRNN")),
        "has a plain recurrent layer: no gates and no cell state",
    ),
    "RNN for LSTM": (
        "layers",
        lambda n, c: bool(_of(n, "RNN")),
        "uses RNN with a cell inside, which this check does not evaluate. "
        "Please use `keras.layers.LSTM`",
    ),
    "no LSTM": (
        "layers",
        lambda n, c: not _of(n, *RECURRENT, "TimeDistributed"),
        "has no recurrent layer. It may score well on a sine, but it does not read its window "
        "step by step",
    ),
    "flattened": (
        "layers",
        lambda n, c: _sequences_to_the_end(n, c) and bool(_of(n, "Flatten")),
        "hands on the hidden states of all steps and lays them side by side. "
        "The last hidden state alone is a digest of the window",
    ),
    "time-distributed": (
        "layers",
        lambda n, c: bool(_of(n, "TimeDistributed")),
        "answers at every step. One answer for each window was asked for",
    ),
    "return_sequences on the last LSTM": (
        "layers",
        _sequences_to_the_end,
        "hands on the hidden state of every step to the end, so it gives `steps` answers for each "
        "window. In training these are stretched against the targets without an error, "
        "and the loss stays at their variance",
    ),
    "missing dense layer": (
        "layers",
        lambda n, c: _last(n, *RECURRENT, "Dropout"),
        "ends in an LSTM, so it gives `units` values for each window, all between −1 and 1. "
        "What makes one value of them?",
    ),
    "activation on the output": (
        "layers",
        lambda n, c: _last(n, "Activation") or _dense(n, "activation") not in ("linear", None),
        "puts an activation on its output. A forecast is any number: values that the activation "
        "cannot give, it can never forecast",
    ),
    "several outputs": (
        "layers",
        lambda n, c: _last(n, "Dense") and _dense(n, "units") != 1,
        "gives more than one value for each window",
    ),
    "backwards": (
        "layers",
        lambda n, c: any(_lstm(n, "go_backwards")),
        "reads its windows from the newest value to the oldest",
    ),
    "activation of the LSTM": (
        "layers",
        lambda n, c: any(a != "tanh" for a in _lstm(n, "activation")),
        "changes the activation of the LSTM. Without tanh the hidden state has no bound; "
        "leave the LSTM's activations as Keras sets them",
    ),
    "extra dense layer": (
        "layers",
        lambda n, c: len(_of(n, "Dense")) > 1,
        "has a dense layer more than was asked for",
    ),
    "fixed units": (
        "layers",
        lambda n, c: (
            c["units"] is not None
            and bool(_of(n, "LSTM"))
            and all(u == 50 for u in _lstm(n, "units"))
        ),
        "always has 50 units: the argument `units` is not used",
    ),
    "other units": (
        "layers",
        lambda n, c: c["units"] is not None and any(u != c["units"] for u in _lstm(n, "units")),
        "has an LSTM of another size than `units`",
    ),
    "no bias": (
        "layers",
        lambda n, c: not all([*_lstm(n, "use_bias"), _dense(n, "use_bias")]),
        "leaves out a bias",
    ),
    "dropout in the LSTM": (
        "layers",
        lambda n, c: any(_lstm(n, "dropout") + _lstm(n, "recurrent_dropout")),
        "drops values inside the LSTM (`dropout` or `recurrent_dropout`). "
        "This exercise asks for none",
    ),
    "frozen": (
        "layers",
        lambda n, c: frozen(n),
        "cannot learn: its weights are frozen. Leave `trainable` as Keras sets it, True",
    ),
}
