"""Judge which layers a model has, and name the common wrong ones.

A loss cannot tell them apart: on a sine, a dense layer without an LSTM, or windows with their axes
swapped, score as well as the right network. So the layers are judged by themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.judge.models.describe import NO_CHAIN, NOTHING_RETURNED, no_chain, words
from lstm_lib.checks.judge.models.known_models import Case, WrongModel
from lstm_lib.checks.judge.models.network import Network, NotEvaluated, agrees, read_network
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.keras_model import probes
from lstm_lib.checks.observe.models import Builder
from lstm_lib.checks.verdict import Finding


@dataclass(frozen=True)
class Part:
    """A part of a model that is judged by itself.

    `complaint(network, case)` is empty if it is right; `expected(case)` says what was asked for.
    """

    name: str
    weight: float
    complaint: Callable[[Network, Case], str]
    expected: Callable[[Case], str]


def input_complaint(network: Network, case: Case) -> str:
    """Say what is wrong with the windows that a model reads.

    Parameters
    ----------
    network : Network
        What was published.
    case : dict
        The sizes that were asked for.

    Returns
    -------
    str
        Empty if it reads windows of (steps, features).

    Examples
    --------
    >>> network = Network("sequential", input_shape=(None, 4, 2))
    >>> input_complaint(network, {"steps": 4, "features": 2})
    ''
    """
    if not network.built:
        return "it does not say which windows it reads"
    found, expected = network.input_shape, (None, case["steps"], case["features"])
    if found == expected:
        return ""
    if found[1:] == expected[1:]:
        return f"it reads arrays of {found}, not of {expected}"
    return f"it reads windows of {found[1:]}"


def layers_complaint(
    kinds: Sequence[str], ignored: Sequence[str] = (), answers: bool = True
) -> Callable[[Network, Case], str]:
    """Make the judge of a model's layers.

    Parameters
    ----------
    kinds : sequence of str
        The classes of the layers that were asked for, in order: LSTMs, then one dense layer.
    ignored : sequence of str
        Classes of layers that are judged elsewhere.
    answers : bool
        Whether the number of parameters and the model's own answers are judged too.

    Returns
    -------
    callable
        ``complaint(network, case)``, empty if types, order and settings are right, and if the
        model's own answers are those that its weights give. Where `units` of a case is None, any
        number will do.

    Examples
    --------
    >>> complaint = layers_complaint(["LSTM", "Dense"])
    >>> complaint(Network("sequential"), {"units": 3})
    'its layers are none'
    """

    def complaint(network: Network, case: Case) -> str:
        layers = [layer for layer in network.layers if layer.kind not in ignored]
        last = len(kinds) - 2
        none = {} if "Dropout" in ignored else {"dropout": 0, "recurrent_dropout": 0}
        expected = [
            {
                **none,
                "units": case["units"],
                "return_sequences": position < last,
                "go_backwards": False,
                "activation": "tanh",
                "recurrent_activation": "sigmoid",
                "use_bias": True,
            }
            for position in range(last + 1)
        ] + [{"units": 1, "activation": "linear", "use_bias": True}]
        if [layer.kind for layer in layers] != list(kinds) or any(
            value is not None and layer.settings.get(name) != value
            for layer, settings in zip(layers, expected, strict=True)
            for name, value in settings.items()
        ):
            return f"its layers are {words(network)}"
        if any(layer.settings.get("reads") == 2 for layer in layers):
            return f"its layers are {words(network)}, and one reads the cell state"
        if answers and network.is_frozen:
            return f"its layers are {words(network)}"
        return _answers_complaint(network, case, last + 1) if answers else ""

    return complaint


def _answers_complaint(network: Network, case: Case, lstm_count: int) -> str:
    """Say what is wrong with the weights or the answers of a model of the right layers."""
    if network.error:
        return f"it cannot read a window: {network.error}"
    features = network.probed[-1] if network.probed else 0
    found = sum(w.size for layer in network.layers for w in layer.weights)
    expected = _parameter_count(features, case["units"], lstm_count)
    if found != expected:
        return f"it has {found:,} parameters, and {expected:,} were expected"
    try:
        if not agrees(network, case["probes"]):
            return "its answers are not those that its layers and weights give"
        windows = probes(case["probes"], network.probed)
        if np.allclose(network(windows), network(windows[:, ::-1]), rtol=0, atol=1e-7):
            return "it gives the same answer whatever the order of the steps"
    except NotEvaluated as reason:
        return str(reason)
    return ""


def _parameter_count(features: int, units: int, lstm_count: int) -> int:
    """Return the number of parameters of LSTM layers in a row and a dense layer with one output."""
    reads = [features] + [units] * (lstm_count - 1)
    return sum(4 * units * (units + d + 1) for d in reads) + units + 1


def judge_builder(
    builder: Builder, parts: Sequence[Part], wrong_models: Sequence[WrongModel]
) -> Judge:
    """Make the judge of a function that builds a model.

    Parameters
    ----------
    builder : Builder
        As its check declares it.
    parts : sequence of Part
        What is judged.
    wrong_models : sequence of WrongModel
        What to recognize; the first that matches on every case is named.

    Returns
    -------
    Judge
        One finding for each part, or a single one if there is no model to judge.

    Examples
    --------
    >>> build = Builder("build", takes="steps, features", cases=lambda rng: [], hints=("", "", ""))
    >>> judge_builder(build, [], []).findings(Observation("build", {}, {}), None)
    []
    """

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        cases = builder.cases(rng)
        if "refused" in seen.facts:
            return [_refused(str(seen.facts["refused"]), cases[0], wrong_models)]
        networks = [read_network(seen, str(number)) for number in range(len(cases))]
        for network in networks:
            if not network.is_chain:
                return [no_chain(network)]
        return [judge_part(part, networks, cases, wrong_models) for part in parts]

    return Judge(findings, (*wrong_models, *NO_CHAIN.values(), NOTHING_RETURNED))


def sentence(message: str) -> str:
    """End a message with a period, unless it ends with a question mark.

    Parameters
    ----------
    message : str
        The message, to which a line is then added.

    Returns
    -------
    str
        The message with one punctuation mark at its end.

    Examples
    --------
    >>> sentence("it has none"), sentence("What is missing?")
    ('it has none.', 'What is missing?')
    """
    return message if message.endswith("?") else f"{message}."


def judge_part(
    part: Part,
    networks: Sequence[Network],
    cases: Sequence[Case],
    wrong_models: Sequence[WrongModel],
) -> Finding:
    """Judge one part of a model over all cases.

    Parameters
    ----------
    part : Part
        What is judged.
    networks : sequence of Network
        One per case, each a chain.
    cases : sequence of dict
        The sizes that were asked for.
    wrong_models : sequence of WrongModel
        What to recognize.

    Returns
    -------
    Finding
        Right, or with a diagnosis if a wrong model was recognized, and what was found.

    Examples
    --------
    >>> part = Part("input", 1, lambda network, case: "", lambda case: "windows of (4, 2)")
    >>> judge_part(part, [Network("sequential")], [{}], []).message
    'windows of (4, 2), as asked for'
    """
    pairs = list(zip(networks, cases, strict=True))
    complaints = [(part.complaint(network, case), case) for network, case in pairs]
    wrong = [(complaint, case) for complaint, case in complaints if complaint]
    if not wrong:
        message = f"{part.expected(cases[0])}, as asked for"
        return Finding(part.name, True, message, part.weight)
    complaint, case = wrong[0]
    found = f"{complaint}; expected: {part.expected(case)}"
    for known in wrong_models:
        if known.part == part.name and all(known.found(n, c) for n, c in pairs):
            message = f"your model {sentence(known.message)}\nFound: {found}"
            return Finding(part.name, False, message, part.weight, known.name)
    return Finding(part.name, False, found, part.weight)


def _refused(text: str, case: Case, wrong_models: Sequence[WrongModel]) -> Finding:
    """Explain why Keras refused to join the layers: by the shape that it names."""
    for known in wrong_models:
        if known.part == "refused" and known.found(Network("other", text), case):
            return Finding(
                "layers", False, f"Keras refuses: your model {known.message}", 1, known.name
            )
    message = f"Keras refuses: {text}\nAn LSTM reads (batch, steps, features): three axes."
    return Finding("layers", False, message)
