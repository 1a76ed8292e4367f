"""The check `build_both`: what is published of a network's wrappers, and how it is judged."""

import copy
import functools
import operator

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from test_hostile_models import ODD_ARRAYS, ODD_VALUES, judged, places, put

from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.bidirectional.checks import BUILD_BOTH, network_sizes
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.keras_model import probes
from lstm_lib.checks.seed import random_generator

KEYS = ("0", "1")  # of the two networks
# Facts that decide nothing here: of a training, or of what nothing reads.
FREE = ("type", "layer", "trainable", "return_state", "layer_count")
FREE += ("parameters", "updates", "fitted")
FORGED = "its answers are not those that its layers and weights give"


def lstm(units, go_backwards):
    """Return what is published of an LSTM inside a wrapper."""
    return {
        "class": "LSTM",
        "trainable": True,
        "units": units,
        "return_sequences": True,
        "return_state": False,
        "go_backwards": go_backwards,
        "stateful": False,
        "use_bias": True,
        "dropout": 0.0,
        "recurrent_dropout": 0.0,
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
    }


def states(x, W, U, b):
    """Return the hidden states of one LSTM at every step, written out by hand."""
    h = c = np.zeros((len(x), len(U)))
    every = []
    for t in range(x.shape[1]):
        i, f, g, o = np.split(x[:, t] @ W + h @ U + b, 4, axis=1)
        i, f, o = (1 / (1 + np.exp(-z)) for z in (i, f, o))
        c = f * c + i * np.tanh(g)
        h = o * np.tanh(c)
        every.append(h)
    return np.stack(every, axis=1)


def observed(timed=False):
    """Return the observation of right networks, made without Keras."""
    rng = np.random.default_rng(3)
    facts, arrays = {"status": "observed", "cases": 2}, {}
    for key, case in zip(KEYS, BUILD_BOTH.cases(random_generator("07", "build_both")), strict=True):
        steps, features, units = (case[name] for name in BUILD_BOTH.arguments)
        run = [(features, 4 * units), (units, 4 * units), (4 * units,)]
        weights = [rng.normal(0, 0.5, shape) for shape in (*run, *run, (2 * units, 1), (1,))]
        x = probes(case["probes"], (steps, features)).astype(float)
        back = states(x[:, ::-1], *weights[3:6])[:, ::-1]
        h = np.concatenate([states(x, *weights[:3]), back], axis=2)
        arrays[f"{key}/answers"] = h @ weights[6] + weights[7]
        for number, array in enumerate(weights):
            arrays[f"{key}/{number // 6}/{number % 6}"] = array
        dense = {"class": "Dense", "units": 1, "use_bias": True, "activation": "linear"}
        both = {
            "class": "Bidirectional",
            "trainable": True,
            "layer": None,
            "forward": lstm(units, False),
            "backward": lstm(units, True),
            "merge_mode": "concat",
        }
        facts[key] = {
            "kind": "sequential",
            "type": "Sequential",
            "built": True,
            "input_shape": [None, steps, features],
            "probed": [steps, features],
            "precision": "float32",
            "layers": [
                both,
                {"class": "TimeDistributed", "layer": "Dense", "inner": dense} if timed else dense,
            ],
            "layer_count": 2,
            "parameters": sum(array.size for array in weights),
            "updates": 0,
            "fitted": 0,
        }
    return Observation("build_both", arrays, facts)


@pytest.mark.parametrize("timed", [False, True])
def test_answers_computed_by_hand_are_right(timed):
    """Does a network get full marks whose answers were computed with an LSTM written by hand?"""
    assert judged(observed(timed)).share == 1


@pytest.mark.parametrize("name", ["answers", "0/1", "0/4", "1/0"])
def test_answers_of_other_weights_are_refused(name):
    """Does a change of one number, in the answers or in any run's weights, cost the layers?"""
    seen = observed()
    seen.arrays[f"1/{name}"].flat[0] += 0.01
    verdict = judged(seen)
    assert FORGED in verdict.text()
    assert verdict.share == pytest.approx(1 / 3)


@pytest.mark.slow
@pytest.mark.parametrize("timed", [False, True])
def test_odd_facts_end_in_a_verdict(timed):
    """Does every odd value end in a verdict, and in a right one only where nothing rests on it?"""
    whole = observed(timed)
    for path in places(whole.facts["0"]):
        before = functools.reduce(operator.getitem, path, whole.facts["0"])
        for value in ODD_VALUES:
            seen = Observation(whole.check, whole.arrays, copy.deepcopy(whole.facts))
            put(seen.facts["0"], path, value)
            verdict = judged(seen)
            assert verdict.status in (v.RIGHT, v.NOT_YET, v.NOT_JUDGED)
            assert verdict.share < 1 or path[-1] in FREE or value == before, (path, value)


@pytest.mark.parametrize("value", [None, 7, [], {}, {"class": 7}, {"class": "GRU"}, lstm(50, True)])
@pytest.mark.parametrize("name", ["forward", "backward"])
def test_another_run_is_never_right(name, value):
    """Does anything else in the place of a run cost marks?"""
    seen = observed()
    seen.facts["0"]["layers"][0][name] = value
    assert judged(seen).share < 1


@pytest.mark.slow
def test_odd_arrays_end_in_a_verdict():
    """Does every odd array in every place cost marks?"""
    whole = observed()
    for name in [name for name in whole.arrays if name.startswith("0/")]:
        for array in ODD_ARRAYS:
            seen = Observation(whole.check, {**whole.arrays, name: array}, whole.facts)
            assert judged(seen).share < 1


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"0": 1, "1": 2},
        {"refused": 7},
        {"refused": "expected ndim=3, found ndim=2. Full shape received: (None, 4)"},
        {"refused": "<script>"},
        {"0": {"kind": "branches", "type": "<script>"}, "1": {"kind": "branches", "type": ""}},
    ],
)
def test_bare_observations_end_in_a_verdict(facts):
    """Does an observation that holds next to nothing end in a verdict?"""
    assert judged(Observation("build_both", {}, {"status": "observed", **facts})).share == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_sizes_are_taken_for_each_other(seed):
    """Do all six sizes differ, and is twice the units never the number of steps?"""
    cases = network_sizes(random_generator(seed, "build_both"))
    sizes = [case[name] for case in cases for name in BUILD_BOTH.arguments]
    assert len(set(sizes)) == 6
    assert not {2 * case["units"] for case in cases} & {case["steps"] for case in cases}


@pytest.mark.slow
@pytest.mark.parametrize("precision", ["float32", "mixed_float16", "mixed_bfloat16"])
@pytest.mark.parametrize("seed", SEEDS)
def test_any_precision_inside_the_wrapper_is_right(seed, precision):
    """Does a network whose LSTM alone computes in half precision get full marks?"""
    from lstm_lib.backend import keras

    def build_both(steps, features, units):
        run = keras.layers.LSTM(units, return_sequences=True, dtype=precision)
        both = keras.layers.Bidirectional(run)
        return keras.Sequential([keras.Input((steps, features)), both, keras.layers.Dense(1)])

    verdict = run_check("build_both", {"build_both": build_both}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.slow
def test_a_run_that_computes_something_else_is_refused():
    """Is a layer found out whose class and settings are right and whose answers are not?"""
    from lstm_lib.backend import keras

    def build_both(steps, features, units):
        both = keras.layers.Bidirectional(keras.layers.LSTM(units, return_sequences=True))
        forward = both.forward_layer.call
        both.forward_layer.call = lambda x, **given: 2 * forward(x, **given)
        return keras.Sequential([keras.Input((steps, features)), both, keras.layers.Dense(1)])

    assert FORGED in run_check("build_both", {"build_both": build_both}).text()
