"""The cases of the Keras and data exercises: what an observer hands out holds no answer.

Nor does an answer pass that is right only as long as all sizes differ.
"""

import sys

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.checks import CHECKS
from lstm_lib.checks.exercises import CHECKS_OF
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.exercises.keras_parity.cases import sequences
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.models import Builder
from lstm_lib.checks.seed import random_generator
from lstm_lib.checks.verdict import NOT_JUDGED

EXERCISES = ("keras_parity", "sine_windows", "single_lstm", "stacked_lstm", "forecast_quality")
NUMBERS = ("parameter_count", "count_parameters", "output_shapes", "skill", "usable_horizon")
NUMBERS = (*NUMBERS, "compare_seeds", "count_stacked")
GIVEN = [
    pytest.param(
        exercise,
        check.name,
        marks=[] if exercise in ("sine_windows", "forecast_quality") else [pytest.mark.slow],
        id=check.name,
    )
    for exercise in EXERCISES
    for check in CHECKS_OF[exercise]
    if isinstance(check, Function) and not isinstance(check, Builder) and check.name not in NUMBERS
]


def arrays_in(value, depth=4):
    """Yield all arrays within containers."""
    if isinstance(value, np.ndarray):
        yield value
    elif depth and isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(one, depth - 1)


@pytest.mark.slow
def test_no_block_of_a_layer_is_in_sight_of_the_function_that_cuts_it():
    """Do the observer's frames hold no array that is a gate's block?"""
    found = []

    def gate_weights(layer):
        frame, seen = sys._getframe(1), []
        while frame is not None and "run_check" not in frame.f_code.co_name:
            seen += list(arrays_in(dict(frame.f_locals)))
            frame = frame.f_back
        blocks = [b for w in layer.get_weights() for b in np.split(w, 4, axis=-1)]
        found.extend(a.shape for a in seen for b in blocks if np.array_equal(a, b))
        found.append(len(seen) > 0)

    run_check("gate_weights", {"gate_weights": gate_weights})
    assert found == [True] * 5


@pytest.mark.parametrize("seed", SEEDS)
def test_blocks_cannot_be_drawn_again_from_the_seed(seed):
    """Do the draws that label blocks give other blocks than the layer's, from the same seed?"""
    (check,) = (one for one in CHECKS_OF["keras_parity"] if one.name == "gate_weights")
    W, U, b = check.cases(random_generator(seed, "gate_weights"))[0]["weights"]
    drawn = sequences(random_generator(seed, "gate_weights"))[0]["blocks"]
    for number, gate in enumerate("ifgo"):
        for part, whole in zip(drawn[gate], (W, U, b), strict=True):
            own = np.split(whole, 4, axis=-1)[number]
            assert part.shape == own.shape
            assert not np.array_equal(part, own)


@pytest.mark.slow
def test_the_supplied_network_is_no_answer_of_another_check():
    """Is a copy of the network that a check supplies refused where one is to be built?"""
    from lstm_lib.backend import keras
    from lstm_lib.checks.observe.supplied_model import as_keras, draw_weights

    def build_single(steps, features, units):
        supplied = as_keras(steps, draw_weights(np.random.default_rng(0)))
        return keras.models.clone_model(supplied)

    verdict = run_check("build_single", {"build_single": build_single})
    assert "custom layer" in verdict.diagnoses
    assert verdict.share < 1


def size(value):
    """Return the shape of an array, and anything else as its type."""
    return np.shape(value) if isinstance(value, np.ndarray) else type(value)


def kept_by_size(function):
    """Make a function that answers as it did for arguments of the same sizes."""
    known = {}
    return lambda *given: known.setdefault(str(list(map(size, given))), function(*given))


def kept_from_the_call_before(function):
    """Make a function that returns what it returned before, if the sizes are the same."""
    before = {}

    def kept(*given):
        key, result = str(list(map(size, given))), function(*given)
        told = before.get(key, result)
        before[key] = result
        return told

    return kept


@pytest.mark.parametrize("change", [kept_by_size, kept_from_the_call_before])
@pytest.mark.parametrize(("exercise", "check"), GIVEN)
def test_an_answer_kept_from_an_earlier_case_is_refused(exercise, check, change):
    """Does an answer lose marks that is kept from a case of the same size?"""
    names = dict(typed.notebook(exercise))
    assert run_check(check, names).share == 1
    names[check] = change(names[check])
    assert run_check(check, names).share < 1


@pytest.mark.parametrize(
    ("exercise", "check"),
    [*GIVEN, pytest.param("stacked_lstm", "count_stacked", marks=pytest.mark.slow)],
)
def test_an_observation_of_fewer_cases_is_not_judged(exercise, check):
    """Is what was published before a check had its last case left without a verdict?"""
    seen = CHECKS[check].observe(dict(typed.notebook(exercise)), "07")
    last = max(int(key.partition("/")[0]) for key in seen.arrays)
    early = {key: a for key, a in seen.arrays.items() if not key.startswith(f"{last}/")}
    assert 0 < len(early) < len(seen.arrays)
    verdict = judge(check, Observation(check, early, seen.facts), "07")
    assert verdict.status == NOT_JUDGED, verdict.text()
