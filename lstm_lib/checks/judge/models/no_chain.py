"""What to say of a model that is no chain of layers: a check cannot look into it."""

from collections.abc import Mapping

from lstm_lib.checks.judge.models.network import Network
from lstm_lib.checks.verdict import Finding

# Why there is no chain of layers to judge, by the kind that was published.
NO_CHAIN: Mapping[str, tuple[str, str]] = {
    "subclass": (
        "subclassed model",
        "is a class of its own, {type}. A check can look into `keras.Sequential([...])` or "
        "`keras.Model(inputs, outputs)` made of Keras' own layers: please use one of these",
    ),
    "branches": (
        "no chain of layers",
        "is not one layer after another. Please join Keras' own layers in a row, each used once, "
        "without slicing between them",
    ),
    "class": ("a class, not a model", "is a class, {type}, and not a model made with it"),
    "other": ("not a model", "is a {type}, and a Keras model was expected"),
}


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
    if network.kind == "other" and network.type_name == "NoneType":
        message = "your function returns None, and a model was expected. Is there a `return` line? "
        message += (
            "(`compile` returns nothing: call it on a line of its own, then return the model.)"
        )
        return Finding("model", False, message, diagnosis="nothing returned")
    name, message = NO_CHAIN[network.kind]
    return Finding(
        "model", False, f"this {message.format(type=network.type_name)}.", diagnosis=name
    )
