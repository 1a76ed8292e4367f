"""Common wrong networks: how each shows in its layers, and what to say about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lstm_lib.checks.judge.models.describe import RECURRENT
from lstm_lib.checks.judge.models.network import Layer, Network
from lstm_lib.checks.observe.keras_model import CUSTOM

Case = dict[str, Any]
Found = Callable[[Network, Case], bool]


@dataclass(frozen=True, eq=False)
class WrongModel:
    """A diagnosis of a model that is recognized by its layers.

    `part` is the finding that it costs, and `found(network, case)` recognizes it. `of_sizes` says
    that it shows only in the sizes that a builder is called with, so never in a trained model.
    """

    name: str
    part: str
    found: Found
    message: str
    of_sizes: bool = False


def _of(network: Network, *kinds: str) -> list[Layer]:
    """Return the layers of the given kinds."""
    return [layer for layer in network.layers if layer.kind in kinds]


def _last(network: Network, *kinds: str) -> bool:
    """Tell whether the last layer is of one of the given kinds."""
    return bool(network.layers) and network.layers[-1].kind in kinds


def _sequences_to_the_end(network: Network, case: Case) -> bool:
    """Tell whether the last recurrent layer hands on its hidden state at every step."""
    last = _of(network, *RECURRENT)[-1:]
    return any(one.kind == "LSTM" and one.settings.get("return_sequences") is True for one in last)


def _dense(network: Network, setting: str) -> Any:
    """Return a setting of the last dense layer."""
    dense = _of(network, "Dense")
    return dense[-1].settings.get(setting) if dense else None


def _lstm(network: Network, setting: str) -> list[Any]:
    """Return a setting of every LSTM."""
    return [layer.settings.get(setting) for layer in _of(network, "LSTM")]


# In the order in which they are tried: what explains more comes first.
KNOWN = (
    WrongModel(
        "axes swapped",
        "input",
        lambda n, c: n.input_shape == (None, c["features"], c["steps"]),
        "has the axes of a window swapped: it reads `features` steps of `steps` values. "
        "Time comes first, then what is known at each time",
    ),
    WrongModel(
        "no Input",
        "input",
        lambda n, c: not n.built,
        "does not begin with an Input, so it has no weights until it sees data. "
        "Say first which windows it reads",
    ),
    WrongModel(
        "fixed window",
        "input",
        lambda n, c: n.input_shape == (None, 10, 1),
        "always reads windows of 10 steps and 1 feature: the arguments `steps` and `features` "
        "are not used",
        of_sizes=True,
    ),
    WrongModel(
        "fixed batch",
        "input",
        lambda n, c: n.input_shape[:1] not in ((), (None,)),
        "reads batches of one size only. The shape of an Input is that of one window, "
        "without the batch axis",
    ),
    WrongModel(
        "steps left open",
        "input",
        lambda n, c: n.input_shape == (None, None, c["features"]),
        "leaves open how many steps a window has",
        of_sizes=True,
    ),
    WrongModel(
        "custom layer",
        "layers",
        lambda n, c: bool(_of(n, CUSTOM)),
        "has a layer that is not one of Keras' own. A check can look into Keras' layers only: "
        "please use these",
    ),
    WrongModel(
        "bidirectional",
        "layers",
        lambda n, c: bool(_of(n, "Bidirectional")),
        "reads its windows in both directions. LSTMs that read forwards in time were asked for",
    ),
    WrongModel(
        "GRU for LSTM",
        "layers",
        lambda n, c: bool(_of(n, "GRU")),
        "has a GRU: three blocks of weights and no cell state",
    ),
    WrongModel(
        "SimpleRNN for LSTM",
        "layers",
        lambda n, c: bool(_of(n, "SimpleRNN")),
        "has a plain recurrent layer: no gates and no cell state",
    ),
    WrongModel(
        "RNN for LSTM",
        "layers",
        lambda n, c: bool(_of(n, "RNN")),
        "uses RNN with a cell inside, which this check does not evaluate. "
        "Please use `keras.layers.LSTM`",
    ),
    WrongModel(
        "no LSTM",
        "layers",
        lambda n, c: not _of(n, *RECURRENT, "TimeDistributed"),
        "has no recurrent layer. It may score well on a sine, but it does not read its window "
        "step by step",
    ),
    WrongModel(
        "flattened",
        "layers",
        lambda n, c: _sequences_to_the_end(n, c) and bool(_of(n, "Flatten")),
        "hands on the hidden states of all steps and lays them side by side. "
        "The last hidden state alone is a digest of the window",
    ),
    WrongModel(
        "time-distributed",
        "layers",
        lambda n, c: bool(_of(n, "TimeDistributed")),
        "answers at every step. One answer for each window was asked for",
    ),
    WrongModel(
        "return_sequences on the last LSTM",
        "layers",
        _sequences_to_the_end,
        "hands on the hidden state of every step to the end, so it gives `steps` answers for each "
        "window. In training these are broadcast against the targets without an error, "
        "and the loss stays at their variance",
    ),
    WrongModel(
        "cell state for hidden state",
        "layers",
        lambda n, c: 2 in _lstm(n, "reads"),
        "hands on the cell state of an LSTM. `return_state` returns three arrays: the output, the "
        "last hidden state, and the last cell state, which the LSTM keeps to itself",
    ),
    WrongModel(
        "missing dense layer",
        "layers",
        lambda n, c: _last(n, *RECURRENT, "Dropout"),
        "ends in an LSTM, so it gives `units` values for each window, all between −1 and 1. "
        "What makes one value of them?",
    ),
    WrongModel(
        "activation on the output",
        "layers",
        lambda n, c: _last(n, "Activation") or _dense(n, "activation") not in ("linear", None),
        "puts an activation on its output. A forecast may be any number: the model can never "
        "forecast a value that the activation cannot give",
    ),
    WrongModel(
        "several outputs",
        "layers",
        lambda n, c: _last(n, "Dense") and _dense(n, "units") != 1,
        "gives more than one value for each window",
    ),
    WrongModel(
        "backwards",
        "layers",
        lambda n, c: any(_lstm(n, "go_backwards")),
        "reads its windows from the newest value to the oldest",
    ),
    WrongModel(
        "activation of the LSTM",
        "layers",
        lambda n, c: any(a != "tanh" for a in _lstm(n, "activation")),
        "changes the activation of the LSTM. Without tanh the hidden state has no bound; "
        "leave the LSTM's activations as Keras sets them",
    ),
    WrongModel(
        "extra dense layer",
        "layers",
        lambda n, c: len(_of(n, "Dense")) > 1,
        "has one dense layer more than was asked for",
    ),
    WrongModel(
        "fixed units",
        "layers",
        lambda n, c: (
            c["units"] is not None
            and bool(_of(n, "LSTM"))
            and all(u == 50 for u in _lstm(n, "units"))
        ),
        "always has 50 units: the argument `units` is not used",
        of_sizes=True,
    ),
    WrongModel(
        "other units",
        "layers",
        lambda n, c: c["units"] is not None and any(u != c["units"] for u in _lstm(n, "units")),
        "has an LSTM whose size is not `units`",
        of_sizes=True,
    ),
    WrongModel(
        "no bias",
        "layers",
        lambda n, c: not all([*_lstm(n, "use_bias"), _dense(n, "use_bias")]),
        "leaves out a bias",
    ),
    WrongModel(
        "dropout in the LSTM",
        "layers",
        lambda n, c: any(_lstm(n, "dropout") + _lstm(n, "recurrent_dropout")),
        "drops values inside the LSTM (`dropout` or `recurrent_dropout`). "
        "This exercise asks for none",
    ),
    WrongModel(
        "frozen",
        "layers",
        lambda n, c: n.is_frozen,
        "cannot learn: its weights are frozen. Leave `trainable` as Keras sets it, True",
    ),
    WrongModel(
        "no features axis",
        "refused",
        lambda n, c: f"(None, {c['steps']})" in n.type_name,  # the shape that Keras refused
        "has an Input of `steps` alone. A window has two axes: its steps, and the features "
        "at each step",
    ),
)


def known(*names: str) -> tuple[WrongModel, ...]:
    """Return some of the known wrong networks.

    Parameters
    ----------
    *names : str
        Their names.

    Returns
    -------
    tuple of WrongModel
        In the order of the names.

    Examples
    --------
    >>> known("no LSTM")[0].part
    'layers'
    """
    by_name = {wrong.name: wrong for wrong in KNOWN}
    return tuple(by_name[name] for name in names)
