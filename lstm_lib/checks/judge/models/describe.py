"""What a model is, in words: its layers in a row, or why it is not a chain of layers."""

from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.models.network import Layer, Network
from lstm_lib.checks.observe.keras_model import CUSTOM
from lstm_lib.checks.verdict import Finding

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

NOTHING_RETURNED = Told(
    "nothing returned",
    "your function returns None, and a model was expected. Is there a `return` line? "
    "(`compile` returns nothing: call it on a line of its own, then return the model.)",
)
# Why a check cannot look into a model, by the kind that was published.
NO_CHAIN = {
    "subclass": Told(
        "subclassed model",
        "this is a model class of your own, {type}. A check can look into "
        "`keras.Sequential([...])` or `keras.Model(inputs, outputs)` made of Keras' own layers: "
        "please use one of these.",
    ),
    "branches": Told(
        "no chain of layers",
        "this is not one layer after another. Please join Keras' own layers in a row, each used "
        "once, without slicing between them.",
    ),
    "class": Told("a class, not a model", "this is a class, {type}, and not a model made from it."),
    "other": Told("not a model", "this is a {type}, and a Keras model was expected."),
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


def no_chain(network: Network) -> Finding:
    """Say why a model cannot be judged.

    Parameters
    ----------
    network : Network
        Not a chain.

    Returns
    -------
    Finding
        Not right, with its diagnosis.

    Examples
    --------
    >>> no_chain(Network("other", "NoneType")).diagnosis
    'nothing returned'
    """
    told = NO_CHAIN[network.kind]
    if network.kind == "other" and network.type_name == "NoneType":
        told = NOTHING_RETURNED
    message = told.message.format(type=network.type_name)
    return Finding("model", False, message, diagnosis=told.name)
