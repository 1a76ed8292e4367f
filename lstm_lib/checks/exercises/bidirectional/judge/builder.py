"""Judge a network that reads in both directions, from its published layers and weights.

The shared half computes layers one after another; here the two runs inside a wrapper are read and
computed as well. Nothing that was published is trusted: each name and setting has its type checked,
and an array counts only if its shape is the very one that the sizes give.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from lstm_lib.bidirectional import bidirectional_forward
from lstm_lib.checks.exercises.bidirectional.checks import BUILD_BOTH
from lstm_lib.checks.exercises.bidirectional.judge.builder_answers import (
    JOINED_BY_HAND,
    WRONG_MODELS,
)
from lstm_lib.checks.exercises.bidirectional.judge.wrapped import (
    BOTH,
    dense_of,
    is_frozen,
    looked_into,
    runs,
    words,
)
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.judge.models.describe import NO_CHAIN, NOTHING_RETURNED, no_chain
from lstm_lib.checks.judge.models.known_models import Case
from lstm_lib.checks.judge.models.network import (
    TOLERANCES,
    UNUSABLE_WEIGHTS,
    Layer,
    Network,
    read_network,
)
from lstm_lib.checks.judge.models.structure import (
    Part,
    input_complaint,
    judge_builder,
    judge_part,
)
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.keras_model import is_window, probes
from lstm_lib.checks.verdict import Finding

DENSE = {"units": 1, "activation": "linear", "use_bias": True}
RUN = {  # besides its units
    "return_sequences": True,
    "go_backwards": False,
    "stateful": False,
    "use_bias": True,
    "dropout": 0,
    "recurrent_dropout": 0,
    "activation": "tanh",
    "recurrent_activation": "sigmoid",
}


def layers_complaint(network: Network, case: Case) -> str:
    """Say what is wrong with a model's layers, or with the answers that they give.

    Parameters
    ----------
    network : Network
        Looked into.
    case : dict
        The sizes that were asked for.

    Returns
    -------
    str
        Empty if the layers, their settings and weights are right, and the model's own answers are
        those that they give.

    Examples
    --------
    >>> layers_complaint(Network("sequential"), {"units": 3})
    'its layers are none'
    """
    if not _are_right(network, case["units"]):
        return f"its layers are {words(network)}"
    return _answers_complaint(network, case)


def _are_right(network: Network, units: int) -> bool:
    """Tell whether the layers and their settings are those that were asked for."""
    if len(network.layers) != 2 or network.layers[0].kind != BOTH or is_frozen(network):
        return False
    both, last = network.layers
    if both.settings.get("merge_mode") != "concat" or both.settings.get("reads") not in (None, 0):
        return False
    dense = dense_of(last)
    return (
        dense is not None
        and _has(dense, "Dense", DENSE)
        and all(
            _has(run, "LSTM", {**RUN, "units": units, "go_backwards": backward})
            for run, backward in zip(runs(network), (False, True), strict=True)
        )
    )


def _has(layer: Layer, kind: str, settings: dict[str, Any]) -> bool:
    """Tell whether a layer is of a kind and has some settings."""
    said = layer.settings
    return layer.kind == kind and all(said.get(name) == value for name, value in settings.items())


def _answers_complaint(network: Network, case: Case) -> str:
    """Say what is wrong with the weights or the answers of a model of the right layers."""
    if network.error:
        return f"it cannot read a window: {network.error}"
    weights = [w.astype(np.float64) for layer in network.layers for w in layer.weights]
    if not is_window(network.probed) or [w.shape for w in weights] != _shapes(
        network.probed[-1], case["units"]
    ):
        return "its weights are not those of such layers"
    if not all(np.all(np.isfinite(w)) for w in weights):
        return UNUSABLE_WEIGHTS
    found, tolerance = network.answers, TOLERANCES[network.precision]
    with np.errstate(all="ignore"):
        expected = _answers(probes(case["probes"], network.probed).astype(np.float64), weights)
        if (
            found is None
            or found.shape != expected.shape
            or not np.allclose(found, expected, rtol=tolerance, atol=tolerance)
        ):
            return "its answers are not those that its layers and weights give"
    return ""


def _shapes(features: int, units: int) -> list[tuple[int, ...]]:
    """Return the shapes of all weights: W, U and b of both runs, then those of the dense layer."""
    run = [(features, 4 * units), (units, 4 * units), (4 * units,)]
    return [*run, *run, (2 * units, 1), (1,)]


def _answers(windows: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """Return one number at every step, (batch, steps, 1)."""
    v, a = weights[6:]
    return bidirectional_forward(windows, tuple(weights[:3]), tuple(weights[3:6])) @ v + a


PARTS = (
    Part(
        "input",
        1,
        input_complaint,
        lambda case: f"windows of ({case['steps']}, {case['features']})",
    ),
    Part(
        "layers",
        2,
        layers_complaint,
        lambda case: (
            f"both runs of an LSTM({case['units']}), of every step and side by side → Dense(1)"
        ),
    ),
)


def judge_both() -> Judge:
    """Make the judge of a function that builds a network with a `Bidirectional` layer.

    Returns
    -------
    Judge
        One finding for each part, or a single one if there is no model to judge.

    Examples
    --------
    >>> "runs not side by side" in [one.name for one in judge_both().knows]
    True
    """
    of_refusals = judge_builder(BUILD_BOTH, PARTS, WRONG_MODELS)

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        if "refused" in seen.facts:
            return of_refusals.findings(seen, rng)
        cases = BUILD_BOTH.cases(rng)
        networks = [read_network(seen, str(number)) for number in range(len(cases))]
        for network in networks:
            if network.kind == "branches":
                told = JOINED_BY_HAND
                return [Finding("model", False, told.message, diagnosis=told.name)]
            if not network.is_chain:
                return [no_chain(network)]
        opened = [looked_into(network) for network in networks]
        return [judge_part(part, opened, cases, WRONG_MODELS) for part in PARTS]

    no_chains = {**NO_CHAIN, "branches": JOINED_BY_HAND}
    return Judge(findings, (*WRONG_MODELS, *no_chains.values(), NOTHING_RETURNED))
