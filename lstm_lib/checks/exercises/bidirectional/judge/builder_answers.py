"""What goes wrong with a network that reads in both directions: how each mistake shows."""

from collections.abc import Callable
from typing import Any

from lstm_lib.checks.exercises.bidirectional.judge.builder_refusals import (
    ONE_OUTPUT,
    REFUSED_MODELS,
)
from lstm_lib.checks.exercises.bidirectional.judge.wrapped import (
    BOTH,
    dense_layers,
    is_frozen,
    runs,
)
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.models.known_models import Case, Found, WrongModel, known
from lstm_lib.checks.judge.models.network import Layer, Network

READERS = ("LSTM", "GRU", "SimpleRNN", "RNN", BOTH)
DROPOUTS = ("Dropout", "SpatialDropout1D", "GaussianDropout")

JOINED_BY_HAND = Told(
    "no chain of layers",
    "this is not one layer after another. The check looks into `keras.layers.Bidirectional`, which "
    "makes both runs and joins them. It cannot follow two LSTMs that are joined by hand, as by "
    "`Concatenate`: please use the one layer.",
)


def _of(network: Network, *kinds: str) -> list[Layer]:
    """Return the layers of the given kinds."""
    return [layer for layer in network.layers if layer.kind in kinds]


def _last(network: Network) -> str:
    """Return the kind of the last layer."""
    return network.layers[-1].kind if network.layers else ""


def _has(kind: str) -> Found:
    """Make what recognizes a layer, or a run, of a kind."""
    return lambda n, c: any(layer.kind == kind for layer in (*n.layers, *runs(n)))


def _set(name: str, otherwise: Callable[[Any], bool]) -> Found:
    """Make what recognizes a setting of a run."""
    return lambda n, c: any(otherwise(run.settings.get(name)) for run in runs(n))


def _units(size: Callable[[int], int]) -> Found:
    """Make what recognizes runs of another size, made from the one that was asked for."""

    def found(network: Network, case: Case) -> bool:
        sizes = [run.settings.get("units") for run in runs(network)]
        return bool(sizes) and all(one == size(case["units"]) for one in sizes)

    return found


def _drops(network: Network, case: Case) -> bool:
    """Tell whether something is dropped in training."""
    inside = [run.settings.get(name) for run in runs(network) for name in DROPPED]
    return bool(_of(network, *DROPOUTS)) or any(inside)


DROPPED = ("dropout", "recurrent_dropout")
# In the order in which they are tried: what explains more comes first.
WRONG_MODELS = (
    *known(
        "axes swapped",
        "no Input",
        "fixed window",
        "fixed batch",
        "steps left open",
        "custom layer",
    ),
    WrongModel(
        "GRU for LSTM",
        "layers",
        _has("GRU"),
        "reads with a GRU, which has three blocks of weights and no cell state",
    ),
    WrongModel(
        "SimpleRNN for LSTM",
        "layers",
        _has("SimpleRNN"),
        "reads with a plain recurrent layer, which has no gates and no cell state",
    ),
    WrongModel(
        "RNN for LSTM",
        "layers",
        _has("RNN"),
        "uses RNN with a cell inside, which this check does not evaluate. "
        "Please use `keras.layers.LSTM`",
    ),
    WrongModel(
        "no LSTM",
        "layers",
        lambda n, c: not _of(n, *READERS),
        "has no recurrent layer: each step is answered without a look at any other",
    ),
    WrongModel(
        "no Bidirectional",
        "layers",
        lambda n, c: not _of(n, BOTH),
        "has no `Bidirectional` layer. Two runs over the same sequence were asked for, one in each "
        "direction, with their states side by side: wrap the LSTM",
    ),
    WrongModel(
        "second recurrent layer",
        "layers",
        lambda n, c: len(_of(n, *READERS)) > 1,
        "has a second recurrent layer, which reads the states of the first. One was asked for: the "
        "two runs are both inside it",
    ),
    WrongModel(
        "one output repeated",
        "layers",
        lambda n, c: bool(_of(n, "RepeatVector")),
        "makes one output of the whole sequence and repeats it, so every step gets the same answer",
    ),
    WrongModel(
        "return_sequences missing",
        "layers",
        _set("return_sequences", lambda value: value is False),
        ONE_OUTPUT,
    ),
    WrongModel(
        "flattened",
        "layers",
        lambda n, c: bool(_of(n, "Flatten")),
        "lays the steps side by side (`Flatten`). Each step has an answer of its own: a dense "
        "layer is applied at every step by itself",
    ),
    WrongModel(
        "state for the sequence",
        "layers",
        lambda n, c: any(b.settings.get("reads") not in (None, 0) for b in _of(n, BOTH)),
        "hands on a state that `return_state` returns, from the end of one run. "
        "The sequence is the first of what is returned",
    ),
    WrongModel(
        "missing dense layer",
        "layers",
        lambda n, c: _last(n) == BOTH,
        "ends in its `Bidirectional` layer, so it gives 2 · `units` numbers at every step. "
        "What makes one number of them?",
    ),
    WrongModel(
        "runs exchanged",
        "layers",
        lambda n, c: any(run.settings.get("go_backwards") is True for run in runs(n)[::2]),
        "has its two runs exchanged: the first layer reads backward, and Keras turns around what "
        "the second one returns. So the states do not stand at the steps that they are about",
    ),
    WrongModel(
        "runs not side by side",
        "layers",
        lambda n, c: any(b.settings.get("merge_mode") != "concat" for b in _of(n, BOTH)),
        "makes one number of each pair of units, by its `merge_mode`. The states of both runs were "
        "to stand side by side",
    ),
    WrongModel(
        "activation on the output",
        "layers",
        lambda n, c: (
            _last(n) == "Activation"
            or any(dense.settings.get("activation") != "linear" for dense in dense_layers(n)[-1:])
        ),
        "puts an activation on its answers. Log-odds may be any number: a loss with "
        "`from_logits=True` makes probabilities of them",
    ),
    WrongModel(
        "several outputs",
        "layers",
        lambda n, c: any(dense.settings.get("units") != 1 for dense in dense_layers(n)[-1:]),
        "gives more than one number at every step",
    ),
    WrongModel(
        "extra dense layer",
        "layers",
        lambda n, c: len(dense_layers(n)) > 1,
        "has one dense layer more than was asked for",
    ),
    WrongModel(
        "activation of the LSTM",
        "layers",
        lambda n, c: (
            _set("activation", lambda value: value != "tanh")(n, c)
            or _set("recurrent_activation", lambda value: value != "sigmoid")(n, c)
        ),
        "changes an activation inside the LSTM. Leave these as Keras sets them",
    ),
    WrongModel(
        "units halved",
        "layers",
        _units(lambda units: units // 2),
        "has half of the `units` in each run. They were asked for in each of the two, so that "
        "2 · `units` numbers stand at every step",
        of_sizes=True,
    ),
    WrongModel(
        "units doubled",
        "layers",
        _units(lambda units: 2 * units),
        "has 2 · `units` units in each run. `Bidirectional` makes the second run by itself, "
        "of the same size",
        of_sizes=True,
    ),
    WrongModel(
        "other units",
        "layers",
        lambda n, c: any(run.settings.get("units") != c["units"] for run in runs(n)),
        "has a run whose size is not `units`",
        of_sizes=True,
    ),
    WrongModel(
        "no bias",
        "layers",
        lambda n, c: any(
            one.settings.get("use_bias") is False for one in (*runs(n), *dense_layers(n))
        ),
        "leaves out a bias",
    ),
    WrongModel(
        "dropout",
        "layers",
        _drops,
        "drops values in training. This exercise asks for no dropout",
    ),
    WrongModel(
        "frozen",
        "layers",
        lambda n, c: is_frozen(n),
        "cannot learn: its weights are frozen. Leave `trainable` as Keras sets it, True",
    ),
    *REFUSED_MODELS,
)
