"""Judge a model that the learner trained: its layers, then its error against a floor.

The error is computed here, from the weights; nothing that the model or its learner reports is
taken. The same weights also show how it was trained: a model that does better on windows reversed
in time was trained on such.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib import baselines, series, windows
from lstm_lib.checks.judge.compare import WrongAnswer
from lstm_lib.checks.judge.models.known_models import Case, frozen
from lstm_lib.checks.judge.models.network import Network, NotEvaluated, agrees, read_network
from lstm_lib.checks.judge.models.no_chain import no_chain
from lstm_lib.checks.judge.models.structure import (
    WrongModel,
    input_complaint,
    layers_complaint,
    sentence,
)
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.sine_task import PARTS_OF_DATA, STEPS
from lstm_lib.checks.verdict import NOT_YET, Finding, NotAttempted, Verdict

Predict = Callable[[np.ndarray], np.ndarray]

CLEARLY_LOWER = 4  # times: no network trained as asked comes near this on a wrong set-up
OPEN = (None, None, 1)  # windows of any length: as good as the right one for a trained model
FEW_UPDATES = 150  # some seven epochs of batches of 32
TRAINED = ("trained_single", "trained_stacked")  # the checks of a model that the learner trained
CHANCE = ("diverged", "mean answered", "above the floor")  # what another seed may mend


@dataclass(frozen=True)
class WrongTraining(WrongAnswer):
    """A wrong way to train: `answer(data)` returns a model that was trained so.

    `error(predict, data)` is the mean squared error of a model under the set-up that this wrong
    way would fit; where it is clearly lower than the error asked for, the model was trained so.
    """

    error: Callable[[Predict, windows.Data], float]


@functools.cache
def exercise_data() -> windows.Data:
    """Return the windows of the exercises, as their notebooks make them.

    Returns
    -------
    Data
        Scaled, float64.

    Examples
    --------
    >>> [len(part) for part in exercise_data()[1:6:2]]
    [693, 99, 198]
    """
    return windows.prepare(series.sine_wave(), STEPS, **PARTS_OF_DATA)


def reading(network: Network) -> Predict:
    """Return a model as a function of the exercise's windows.

    Parameters
    ----------
    network : Network
        A chain that reads windows of (steps, 1), or has their axes swapped.

    Returns
    -------
    callable
        (windows, steps, 1) in, (windows, 1) out.

    Raises
    ------
    NotEvaluated
        If it reads windows of another shape; when called, if it cannot be evaluated or gives
        more than one answer for a window.

    Examples
    --------
    >>> reading(Network("sequential", input_shape=(None, 3, 1)))
    Traceback (most recent call last):
    lstm_lib.checks.judge.models.network.NotEvaluated: it reads windows of (3, 1), and those of ...
    """
    shape = network.input_shape[1:]
    if shape not in ((STEPS, 1), (None, 1), (1, STEPS)):
        raise NotEvaluated(f"it reads windows of {shape}, and those of `data` are {(STEPS, 1)}")

    def predict(inputs: np.ndarray) -> np.ndarray:
        answers = network(inputs.swapaxes(1, 2) if shape == (1, STEPS) else inputs)
        if answers.shape != (len(inputs), 1):
            raise NotEvaluated(
                f"its answers to {len(inputs)} windows have the shape {answers.shape}, "
                f"and {(len(inputs), 1)} was expected"
            )
        return answers

    return predict


def mean_squared_error(predict: Predict, inputs: np.ndarray, targets: np.ndarray) -> float:
    """Return the mean squared error of a model on some windows.

    Parameters
    ----------
    predict : callable
        What `reading` returns.
    inputs : ndarray of shape (windows, steps, 1)
        Windows, scaled.
    targets : ndarray of shape (windows,)
        Their targets, scaled.

    Returns
    -------
    float
        Scaled.

    Examples
    --------
    >>> mean_squared_error(lambda x: x[:, -1], np.ones((2, 3, 1)), np.array([1.0, 3.0]))
    2.0
    """
    return float(np.mean((predict(inputs)[:, 0] - targets) ** 2))


def judge_trained(
    kinds: Sequence[str],
    ignored: Sequence[str],
    wrong_models: Sequence[WrongModel],
    wrong_trainings: Sequence[WrongTraining],
) -> Callable[[Observation, Any], list[Finding]]:
    """Make the judge of a trained model.

    Parameters
    ----------
    kinds, ignored : sequence of str
        The classes of layers that were asked for, and those that are judged elsewhere.
    wrong_models, wrong_trainings : sequence of WrongAnswer
        What to recognize.

    Returns
    -------
    callable
        ``judge(observation, rng) -> list of Finding``: the layers, which cost nothing here if the
        learner's own builder gives the same wrong ones, and the quality.

    Examples
    --------
    >>> seen = Observation("f", {}, {"model": {"kind": "other", "type": "History"}})
    >>> judge_trained(["LSTM", "Dense"], [], [], [])(seen, np.random.default_rng(0))[0].message
    'this is a History, and a Keras model was expected.'
    """

    def mistake(network: Network) -> tuple[str, WrongModel | None]:
        """Say what is wrong with a model's layers, and which mistake it is if it is known."""
        # Any number of units will do here; what was asked of the builder is judged there.
        case: Case = {"steps": STEPS, "features": 1, "units": None}
        complaints = {
            "input": input_complaint(network, case) if network.input_shape != OPEN else "",
            "layers": layers_complaint(kinds, ignored, answers=False)(network, case),
        }
        for part, complaint in complaints.items():
            if complaint:
                known = (w for w in wrong_models if w.part == part and w.found(network, case))
                return complaint, next(known, None)
        return "", None

    def judge(seen: Observation, rng: Any) -> list[Finding]:
        network = read_network(seen, "model")
        if not network.is_chain:
            return [no_chain(network)]
        built = read_network(seen, "built") if "built" in seen.facts else None
        layers = _judge_layers(network, built, mistake)
        if not layers.right:
            return [layers, Finding("quality", False, "judged once the layers are right", 3)]
        return [layers, _judge_quality(network, int(rng.integers(2**32)), wrong_trainings)]

    return judge


def may_be_chance(verdict: Verdict) -> bool:
    """Tell whether a trained model failed in its quality alone, and another seed may mend that.

    Parameters
    ----------
    verdict : Verdict
        Of a check in `TRAINED`.

    Returns
    -------
    bool
        False if anything else is wrong, or the way of training has a mistake that has a name.

    Examples
    --------
    >>> may_be_chance(Verdict("trained_single", NOT_YET, (_poor("high", "above the floor"),)))
    True
    >>> may_be_chance(Verdict("trained_single", NOT_YET, (_poor("frozen", "frozen"),)))
    False
    """
    wrong = [finding for finding in verdict.findings if not finding.right]
    return (
        verdict.status == NOT_YET
        and verdict.check in TRAINED
        and [finding.what for finding in wrong] == ["quality"]
        and wrong[0].diagnosis in CHANCE
    )


def _judge_layers(
    network: Network,
    built: Network | None,
    mistake: Callable[[Network], tuple[str, WrongModel | None]],
) -> Finding:
    """Judge the layers, unless the learner's own builder makes the same mistake."""
    complaint, known = mistake(network)
    if not complaint:
        return Finding("layers", True, "as asked for")
    if built is not None and built.is_chain:
        same_kinds = [x.kind for x in built.layers] == [x.kind for x in network.layers]
        built_complaint, built_known = mistake(built)
        if built_complaint and same_kinds and built_known is known:
            message = f"{complaint}, as your own function builds it: that is marked there"
            return Finding("layers", True, message)
    if known is None:
        return Finding("layers", False, complaint)
    message = f"your model {sentence(known.message)}\nFound: {complaint}"
    return Finding("layers", False, message, diagnosis=known.name)


def _judge_quality(
    network: Network, probes_seed: int, wrong_trainings: Sequence[WrongTraining]
) -> Finding:
    """Judge the error on the test part, and find out how the model was trained."""
    data = exercise_data()
    floor = baselines.persistence(data)
    try:
        predict = reading(network)
        if not network.error and not agrees(network, probes_seed):
            return _poor("its answers are not those that its layers and weights give")
        answers = predict(data.inputs_test)
        error = mean_squared_error(lambda inputs: answers, data.inputs_test, data.targets_test)
        spread = float(np.std(answers) / np.std(data.targets_test))
        errors = [(wrong, wrong.error(predict, data)) for wrong in wrong_trainings]
    except NotEvaluated as reason:
        return _poor(str(reason), "diverged" if "diverged" in str(reason) else "not evaluated")
    numbers = (
        f"test error {error:.2e}, persistence on the same windows {floor:.2e} "
        f"(a linear model of the window: {baselines.linear_autoregression(data):.0e}, "
        "it solves a sine exactly)"
    )
    if network.updates == 0 and error > floor and frozen(network):
        return _poor("it cannot learn: its weights are frozen (`trainable` is False)", "frozen")
    if network.updates == 0 and error > floor:
        raise NotAttempted("Your model has not been trained yet: run `compile` and `fit`.")
    if errors:
        wrong, other = min(errors, key=lambda pair: pair[1])
        if other * CLEARLY_LOWER < error:
            return _poor(
                f"your model {wrong.message}.\nThat error is {other:.2e}; {numbers}", wrong.name
            )
    if error <= floor:
        return Finding("quality", True, numbers, 3)
    if network.updates < FEW_UPDATES:
        message = f"its weights were moved {network.updates} times only: train for more epochs"
        return _poor(f"{message}.\n{numbers}", "too few epochs")
    if spread < 0.5:
        message = (
            "it answers nearly the mean, whatever it reads. Did the training loss move? Too few "
            'updates, plain "sgd", a rate far too small or far too large leave it there. If it '
            "moved: does each target belong to its window (shuffle both together or neither), "
            "and is the `output_shape` (None, 1)?"
        )
        return _poor(f"{message}\n{numbers}", "mean answered")
    message = (
        "it is no better than saying the last value again. More epochs, or a larger learning rate "
        "at the start, help; a rate that falls must not reach zero early: `decay_steps` is batches "
        "per epoch × epochs"
    )
    return _poor(f"{message}.\n{numbers}", "above the floor")


def _poor(message: str, diagnosis: str = "") -> Finding:
    """Return the finding that the quality is not reached."""
    return Finding("quality", False, message, 3, diagnosis)
