"""The checks of the exercise `normalization`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib import layer_norm_lstm, normalization

STEP = """
from lstm_lib.cell import sigmoid

def layer_norm_step(x_t, h_prev, c_prev, W, U, b, gain_x, gain_h, gain_c, offset_c, epsilon):
    z = layer_norm(x_t @ W, gain_x, 0, epsilon) + layer_norm(h_prev @ U, gain_h, 0, epsilon) + b
    i, f, g, o = np.split(z, 4, axis=1)
    c_t = {c_t}
    return sigmoid(o) * np.tanh(layer_norm(c_t, gain_c, offset_c, epsilon)), c_t
"""
C_T = "sigmoid(f) * c_prev + sigmoid(i) * np.tanh(g)"


def library_training(x, gain, offset, epsilon, running_mean, running_variance, momentum):
    """Return what the library's parts give."""
    batch = normalization.batch_moments(x)
    y = normalization.batch_norm(x, batch, gain, offset, epsilon)
    return y, *normalization.updated_moments((running_mean, running_variance), batch, momentum)


LIBRARY = {
    "layer_norm": lambda x, gain, offset, epsilon: normalization.layer_norm(
        x, gain, offset, epsilon=epsilon
    ),
    "batch_norm_training": library_training,
    "batch_norm_in_use": lambda x, gain, offset, epsilon, mean, variance: normalization.batch_norm(
        x, (mean, variance), gain, offset, epsilon
    ),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", LIBRARY)
def test_the_library_passes(name, seed):
    """Does the library's own function, itself tested beside Keras, get full marks?"""
    assert run_check(name, {name: LIBRARY[name]}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_librarys_step_passes(seed, monkeypatch):
    """Does a step that calls no part of the notebook get full marks?"""

    def step(*arguments):
        *given, epsilon = arguments
        monkeypatch.setattr(layer_norm_lstm, "EPSILON", epsilon)
        return layer_norm_lstm.layer_norm_lstm_step(*given)

    assert run_check("layer_norm_step", {"layer_norm_step": step}, seed).share == 1


def typed(text):
    """Return what a notebook holds after a cell."""
    names = {"np": np}
    exec(text, names)
    return names


def test_a_wrong_norm_costs_nothing_in_the_step():
    """Is the norm stood in for, so that a mistake in it is not marked twice?"""
    wrong = "def layer_norm(x, gain, offset, epsilon):\n    return 0 * x\n"
    assert run_check("layer_norm_step", typed(wrong + STEP.format(c_t=C_T))).share == 1


def test_h_t_may_follow_from_a_wrong_c_t():
    """Does a mistake in c_t alone cost the points of c_t alone, and is it told there?"""
    right = "def layer_norm(x, gain, offset, epsilon):\n    raise ValueError\n"
    verdict = run_check(
        "layer_norm_step", typed(right + STEP.format(c_t=C_T.replace("(f)", "(i)")))
    )
    assert verdict.share == 0.5
    assert [finding.right for finding in verdict.findings] == [True, False]
    verdict = run_check(
        "layer_norm_step", typed(right + STEP.format(c_t=C_T.replace(" * c_prev", " * h_prev")))
    )
    assert verdict.share == 0.5


def test_one_norm_of_three_may_be_right_in_name_alone():
    """Does a step lose marks that calls the notebook's norm twice and writes a wrong third one?"""
    text = STEP.format(c_t=C_T).replace(
        "layer_norm(c_t, gain_c", "(lambda *a: a[0] - a[0].mean())(c_t, gain_c"
    )
    right = "def layer_norm(x, gain, offset, epsilon):\n    return x\n"
    assert run_check("layer_norm_step", typed(right + text)).share == 0.5
