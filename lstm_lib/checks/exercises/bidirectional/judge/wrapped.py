"""The layers of a network with wrappers: what these hold, read without trust and put in words."""

from dataclasses import replace
from typing import Any

from lstm_lib.checks.exercises.bidirectional.observe import INNER, RUNS
from lstm_lib.checks.judge.models import describe
from lstm_lib.checks.judge.models.network import NAME_LIMIT, Layer, Network
from lstm_lib.checks.observation import Malformed

BOTH = "Bidirectional"


def looked_into(network: Network) -> Network:
    """Read what a network's wrappers hold.

    Parameters
    ----------
    network : Network
        A chain; nothing in the settings of its layers is trusted.

    Returns
    -------
    Network
        In the settings of its wrappers, what was published of a layer inside is a `Layer`.

    Raises
    ------
    Malformed
        If it is anything other than what `BothBuilder` writes.

    Examples
    --------
    >>> looked_into(Network("sequential")).layers
    ()
    """
    return replace(network, layers=tuple(map(_opened, network.layers)))


def _opened(layer: Layer) -> Layer:
    """Read the layers inside a layer."""
    mode = layer.settings.get("merge_mode")
    if layer.kind == BOTH and not (mode is None or isinstance(mode, str)):
        raise Malformed("a merge mode is no name")
    names = {BOTH: RUNS, "TimeDistributed": (INNER,)}.get(layer.kind, ())
    inside = {name: _read(layer.settings.get(name)) for name in names}
    return replace(layer, settings={**layer.settings, **inside})


def _read(said: Any) -> Layer:
    """Read one layer inside another."""
    if not isinstance(said, dict) or not isinstance(said.get("class"), str):
        raise Malformed("a wrapper does not say what it holds")
    return Layer(said["class"][:NAME_LIMIT], {str(name): value for name, value in said.items()})


def words(network: Network) -> str:
    """Write a model's layers in a row, with what its wrappers hold.

    Parameters
    ----------
    network : Network
        Looked into.

    Returns
    -------
    str
        Such as ``"Bidirectional(LSTM(3)) → Dense(1)"``.

    Examples
    --------
    >>> lstm = Layer("LSTM", {"units": 3})
    >>> both = {"forward": lstm, "backward": lstm, "merge_mode": "sum"}
    >>> words(Network("sequential", layers=(Layer("Bidirectional", both),)))
    'Bidirectional(LSTM(3), merge_mode=sum)'
    """
    more = ["…"] if network.layer_count > len(network.layers) else []
    return " → ".join([*map(_word, network.layers), *more]) or "none"


def _word(layer: Layer) -> str:
    """Write one layer."""
    said = layer.settings
    if layer.kind == "TimeDistributed":
        return f"TimeDistributed({_plain(said[INNER])})"
    if layer.kind != BOTH:
        return _plain(layer)
    forward, backward = (said[run] for run in RUNS)
    inside = [_plain(forward)]
    turned = replace(backward, settings={**backward.settings, "go_backwards": False})
    if _plain(turned) != inside[0]:
        inside.append(f"backward_layer={_plain(backward)}")
    if said.get("merge_mode") != "concat":
        inside.append(f"merge_mode={str(said.get('merge_mode'))[:NAME_LIMIT]}")
    return f"{BOTH}({', '.join(inside)})"


def _plain(layer: Layer) -> str:
    """Write a layer that holds no other."""
    return describe.words(Network("sequential", layers=(layer,), layer_count=1))


def runs(network: Network) -> list[Layer]:
    """Return the layers inside the bidirectional ones, the forward run of each first.

    Parameters
    ----------
    network : Network
        Whose wrappers were looked into.

    Returns
    -------
    list of Layer
        Two for each bidirectional layer.

    Examples
    --------
    >>> runs(Network("sequential"))
    []
    """
    return [layer.settings[run] for layer in network.layers if layer.kind == BOTH for run in RUNS]


def dense_of(layer: Layer) -> Layer | None:
    """Return the dense layer that a layer is or applies at every step.

    Parameters
    ----------
    layer : Layer
        Looked into, if it is a wrapper.

    Returns
    -------
    Layer or None
        None if there is none.

    Examples
    --------
    >>> dense_of(Layer("Flatten", {})) is None
    True
    """
    inner = layer.settings[INNER] if layer.kind == "TimeDistributed" else layer
    return inner if inner.kind == "Dense" else None


def dense_layers(network: Network) -> list[Layer]:
    """Return the dense layers, also those that are applied at every step.

    Parameters
    ----------
    network : Network
        Whose wrappers were looked into.

    Returns
    -------
    list of Layer
        In their order.

    Examples
    --------
    >>> dense_layers(Network("sequential"))
    []
    """
    return [dense for dense in map(dense_of, network.layers) if dense is not None]


def is_frozen(network: Network) -> bool:
    """Tell whether some of the weights do not learn.

    Parameters
    ----------
    network : Network
        Whose wrappers were looked into.

    Returns
    -------
    bool
        True if `trainable` is False, of a layer or of one inside it.

    Examples
    --------
    >>> is_frozen(Network("sequential", layers=(Layer("Dense", {"trainable": False}),)))
    True
    """
    inside = [*runs(network), *dense_layers(network)]
    return network.is_frozen or any(layer.settings.get("trainable") is False for layer in inside)
