"""Judge a model that the learner trained: its layers, then its error against a floor.

The error is computed here, from the weights; nothing that the model or its learner reports is
trusted. The same weights also show how it was trained: a model that does better on windows
reversed in time was trained on such windows.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib import baselines
from lstm_lib.checks.judge.diagnosis import Diagnosis, Told
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.judge.models.describe import NO_CHAIN, no_chain
from lstm_lib.checks.judge.models.known_models import Case, WrongModel
from lstm_lib.checks.judge.models.network import (
    UNUSABLE_WEIGHTS,
    Diverged,
    Network,
    NotEvaluated,
    agrees,
    read_network,
)
from lstm_lib.checks.judge.models.structure import input_complaint, layers_complaint, sentence
from lstm_lib.checks.judge.models.trainings import (
    WRONG_TRAININGS,
    mean_squared_error,
    reading,
)
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.observe.sine_task import STEPS, exercise_data
from lstm_lib.checks.verdict import NOT_YET, Finding, NotAttempted, Verdict

OPEN = (None, None, 1)  # windows of any length: as good as the right one for a trained model
FEW_UPDATES = 150  # about seven epochs with batches of 32
USUAL_RATES = (5e-4, 0.1)  # outside of them, more epochs alone do not help
TRAINED = ("trained_single", "trained_stacked")  # the checks of a model that the learner trained

FROZEN = Told("frozen", "it cannot learn: its weights are frozen (`trainable` is False)")
DIVERGED = Told("diverged", UNUSABLE_WEIGHTS)
NOT_EVALUATED = Told("not evaluated", "{reason}")
TOO_FEW_EPOCHS = Told(
    "too few epochs", "its weights were updated only {updates} times: train for more epochs."
)
NOT_TRAINED = Told(
    "not trained",
    "its weights do well, but `fit` has never updated them: they came from elsewhere. "
    "Train this very `model`, with `compile` and then `fit`.",
)
OTHER_OPTIMIZER = Told(
    "optimizer too slow",
    "{updates} updates by {optimizer} at a learning rate of {rate:g} did not get there, and more "
    "epochs alone will hardly help. Adam at a rate of about 0.01 needs a few hundred.",
)
MEAN_ANSWERED = Told(
    "mean answered",
    "it answers nearly the mean, whatever it reads. Did the training loss move? Too few "
    'updates, plain "sgd", or a rate far too small or far too large can cause this. If it '
    "moved: does each target belong to its window (shuffle both together or neither), "
    "and is the `output_shape` (None, 1)?",
)
ABOVE_THE_FLOOR = Told(
    "above the floor",
    "it is no better than repeating the last value. More epochs, or a larger learning rate "
    "at the start, help; a rate that falls must not reach zero early: `decay_steps` is batches "
    "per epoch × epochs.",
)
CHANCE = (DIVERGED, OTHER_OPTIMIZER, MEAN_ANSWERED, ABOVE_THE_FLOOR)  # what another seed may fix
QUALITY = (FROZEN, NOT_TRAINED, NOT_EVALUATED, TOO_FEW_EPOCHS, *CHANCE)


def judge_trained(
    kinds: Sequence[str], ignored: Sequence[str], wrong_models: Sequence[WrongModel]
) -> Judge:
    """Make the judge of a trained model.

    Parameters
    ----------
    kinds, ignored : sequence of str
        The classes of layers that were asked for, and those that are judged elsewhere.
    wrong_models : sequence of WrongModel
        What to recognize.

    Returns
    -------
    Judge
        Of the layers, which cost nothing here if the learner's own builder gives the same wrong
        ones, and of the quality.

    Examples
    --------
    >>> seen = Observation("f", {}, {"model": {"kind": "other", "type": "History"}})
    >>> judge = judge_trained(["LSTM", "Dense"], [], [])
    >>> judge.findings(seen, np.random.default_rng(0))[0].message
    'this is a History, and a Keras model was expected.'
    """
    shown = [w for w in wrong_models if w.part in ("input", "layers") and not w.of_sizes]

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
                known = (w for w in shown if w.part == part and w.found(network, case))
                return complaint, next(known, None)
        return "", None

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        network = read_network(seen, "model")
        if not network.is_chain:
            return [no_chain(network)]
        built = read_network(seen, "built") if "built" in seen.facts else None
        layers = _judge_layers(network, built, mistake)
        if not layers.right:
            return [layers, Finding("quality", False, "judged once the layers are right", 3)]
        return [layers, _judge_quality(network, int(rng.integers(2**32)))]

    # A model that is None counts as not there, so NOTHING_RETURNED cannot be told.
    knows: list[Diagnosis] = [*shown, *NO_CHAIN.values(), *WRONG_TRAININGS, *QUALITY]
    return Judge(findings, knows, without_cases=True)


def may_be_chance(verdict: Verdict) -> bool:
    """Tell whether a trained model failed in its quality alone, and another seed may fix that.

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
    >>> may_be_chance(Verdict("trained_single", NOT_YET, (_poor("high", ABOVE_THE_FLOOR),)))
    True
    >>> may_be_chance(Verdict("trained_single", NOT_YET, (_poor("frozen", FROZEN),)))
    False
    """
    wrong = [finding for finding in verdict.findings if not finding.right]
    return (
        verdict.status == NOT_YET
        and verdict.check in TRAINED
        and [finding.what for finding in wrong] == ["quality"]
        and wrong[0].diagnosis in [told.name for told in CHANCE]
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


def _judge_quality(network: Network, probes_seed: int) -> Finding:
    """Judge the error on the test part, and find out how the model was trained."""
    data = exercise_data()
    floor = baselines.persistence(data)
    try:
        predict = reading(network)
        if not network.error and not agrees(network, probes_seed):
            # No Keras model shows this; only a forged observation does.
            return _poor("its answers are not those that its layers and weights give")
        answers = predict(data.inputs_test)
        error = mean_squared_error(lambda inputs: answers, data.inputs_test, data.targets_test)
        spread = float(np.std(answers) / np.std(data.targets_test))
        errors = [(wrong, wrong.error(predict, data)) for wrong in WRONG_TRAININGS]
    except Diverged:
        return _poor(DIVERGED.message, DIVERGED)
    except NotEvaluated as reason:
        return _poor(NOT_EVALUATED.message.format(reason=reason), NOT_EVALUATED)
    numbers = (
        f"test error {error:.2e}, persistence on the same windows {floor:.2e} "
        f"(a linear model of the window: {baselines.linear_autoregression(data):.0e}; "
        "it solves a sine exactly)"
    )
    updates = max(network.updates, network.fitted or 0)
    if network.updates == 0 and error > floor and network.is_frozen:
        return _poor(FROZEN.message, FROZEN)
    if updates == 0 and error > floor:
        raise NotAttempted("Your model has not been trained yet: run `compile` and `fit`.")
    clear = [(wrong, other) for wrong, other in errors if other * wrong.clearly < error]
    if clear:
        wrong, other = min(clear, key=lambda pair: pair[1])
        return _poor(f"your model {wrong.message}.\nThat error is {other:.2e}; {numbers}", wrong)
    if error > floor:
        told = _why_poor(network, updates, spread)
        said = told.message.format(
            updates=updates, optimizer=network.optimizer, rate=network.rate or 0
        )
        return _poor(f"{said}\n{numbers}", told)
    if updates:
        return Finding("quality", True, numbers, 3)
    if network.fitted is None:
        raise Malformed("it does not say whether `fit` has updated the weights")
    return _poor(f"{NOT_TRAINED.message}\n{numbers}", NOT_TRAINED)


def _why_poor(network: Network, updates: int, spread: float) -> Told:
    """Tell why a model that was trained as asked stays above the floor."""
    low, high = USUAL_RATES
    if network.optimizer == "SGD" or not low <= (network.rate or low) <= high:
        return OTHER_OPTIMIZER
    if updates < FEW_UPDATES:
        return TOO_FEW_EPOCHS
    return MEAN_ANSWERED if spread < 0.5 else ABOVE_THE_FLOOR


def _poor(message: str, diagnosis: Diagnosis | None = None) -> Finding:
    """Return the finding that the quality is not reached."""
    return Finding("quality", False, message, 3, diagnosis.name if diagnosis else "")
