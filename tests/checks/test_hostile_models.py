"""Published models that no check of the course writes: each ends in a verdict, without error."""

import copy
import subprocess
import sys

import numpy as np
import pytest

from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import Observation

CHECKS = ("build_single", "trained_single", "test_mse", "build_stacked", "trained_stacked")
KEYS = ("0", "1", "model", "built")
ODD_VALUES = (
    None,
    True,
    -1,
    0,
    10**12,
    1.5,
    float("nan"),
    "LSTM",
    "<script>",
    [],
    [None] * 9,
    [128] * 8,
    [10**12, 10**12, 10**12],
    {},
    {"class": "LSTM"},
    [[[]]],
)


def observed(check):
    """Return the observation of a trained single LSTM under every key, made without Keras."""
    rng = np.random.default_rng(2)
    shapes = {"0/0": (1, 12), "0/1": (3, 12), "0/2": (12,), "1/0": (3, 1), "1/1": (1,)}
    lstm = {
        "class": "LSTM",
        "units": 3,
        "return_sequences": False,
        "go_backwards": False,
        "use_bias": True,
        "dropout": 0.0,
        "recurrent_dropout": 0.0,
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
    }
    dense = {"class": "Dense", "units": 1, "use_bias": True, "activation": "linear"}
    said = {
        "kind": "sequential",
        "type": "Sequential",
        "built": True,
        "input_shape": [None, 10, 1],
        "probed": [10, 1],
        "layers": [lstm, {"class": "Dropout", "rate": 0.3}, dense],
        "layer_count": 3,
        "parameters": 76,
        "updates": 800,
    }
    arrays = {"test_mse": np.array(1e-6)}
    for key in KEYS:
        for name, shape in shapes.items():
            name = name.replace("1/", "2/") if name.startswith("1/") else name
            arrays[f"{key}/{name}"] = rng.normal(0, 0.5, shape)
        arrays[f"{key}/answers"] = rng.normal(0, 0.5, (3, 1))
    facts = {"status": "observed", **{key: copy.deepcopy(said) for key in KEYS}}
    return Observation(check, arrays, facts)


def places(value, path=()):
    """List the path to every entry of nested dicts and lists."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def put(said, path, value):
    """Put a value at a path."""
    for key in path[:-1]:
        said = said[key]
    said[path[-1]] = value


def judged(seen):
    """Judge an observation as if it came over the wire, and return a verdict that can be shown."""
    verdict = judge(seen.check, wire.unpack(wire.pack(seen)[wire.MIME]), "07")
    assert verdict.text()
    assert "<script>" not in verdict.html()
    return verdict


@pytest.mark.parametrize("check", CHECKS)
def test_odd_facts_end_in_a_verdict(check):
    """Does every odd value at every place of a description end in a verdict?"""
    whole = observed(check)
    for path in places(whole.facts["model"]):
        for value in ODD_VALUES:
            seen = Observation(check, whole.arrays, copy.deepcopy(whole.facts))
            for key in KEYS:
                put(seen.facts[key], path, value)
            assert judged(seen).status in (v.NOT_YET, v.NOT_JUDGED, v.NOT_ATTEMPTED)


ODD_ARRAYS = (
    np.zeros(0),
    np.array(1.0),
    np.zeros((1, 1, 1, 1)),
    np.zeros((12, 1)),
    np.full((1, 12), np.nan),
    np.full((3, 12), np.inf),
    np.full((3, 12), 1e308),
    np.ones((3, 12), dtype=bool),
    np.zeros((0, 12)),
    np.zeros((2, 160_000), dtype="<f4"),
)


@pytest.mark.parametrize("check", CHECKS)
def test_odd_arrays_end_in_a_verdict(check):
    """Does every odd array in every place end in a verdict?"""
    whole = observed(check)
    names = {name.partition("/")[2] for name in whole.arrays} - {""}
    for name in names:
        for array in ODD_ARRAYS:
            put_there = {f"{key}/{name}": array for key in KEYS}
            seen = Observation(check, {**whole.arrays, **put_there}, whole.facts)
            assert judged(seen).share < 1
    for array in ODD_ARRAYS:
        assert judged(Observation(check, {**whole.arrays, "test_mse": array}, whole.facts)).text()


@pytest.mark.parametrize("check", [*CHECKS, "predict_next", "roll_out", "count_stacked"])
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"0": 1, "1": 2, "model": 3},
        {"refused": 7},
        {"refused": "expected ndim=3, found ndim=2. Full shape received: (None, 4)"},
        {"returned": "<script>"},
    ],
)
def test_bare_observations_end_in_a_verdict(check, facts):
    """Does an observation that holds next to nothing end in a verdict?"""
    seen = Observation(check, {}, {"status": "observed", **facts})
    assert judged(seen).share == 0


def test_forged_answers_lose_their_marks():
    """Does a network lose its quality marks if its answers are not those of its weights?"""
    seen = observed("trained_single")
    for key in KEYS:
        del seen.facts[key]["layers"][1]
        seen.facts[key]["layer_count"] = 2
    for name in [name for name in seen.arrays if "/2/" in name]:
        seen.arrays[name.replace("/2/", "/1/")] = seen.arrays.pop(name)
    assert "not those that its layers and weights give" in judged(seen).text()


@pytest.mark.slow
def test_the_judge_needs_no_keras():
    """Does a judge work if neither Keras nor TensorFlow can be imported?"""
    program = """
import sys
sys.modules["keras"] = sys.modules["tensorflow"] = None
sys.path.insert(0, sys.argv[1])
from test_hostile_models import CHECKS, judged, observed
print(*(judged(observed(check)).status for check in CHECKS))
"""
    folder = __file__.rpartition("/")[0]
    run = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, check=True
    )
    assert run.stdout.count(v.NOT_YET) == len(CHECKS)
