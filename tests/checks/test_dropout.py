"""The checks of the exercise `dropout`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib import dropout
from lstm_lib.steps import run_steps


class Draws(np.random.Generator):
    """A generator whose draws are given."""

    def __init__(self, draws):
        super().__init__(np.random.PCG64(0))
        self.draws = draws

    def random(self, shape):
        """Return the given draws."""
        assert shape == self.draws.shape
        return self.draws


def library_step(x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask):
    """Return the library's step, with one mask for all four gates."""
    masks = np.stack([input_mask] * 4), np.stack([recurrent_mask] * 4)
    return dropout.dropout_step(x_t, h_prev, c_prev, W, U, b, *masks)


def library_run(inputs, W, U, b, input_mask, recurrent_mask, training):
    """Return the last hidden state of the library's loop."""
    if not training:
        input_mask, recurrent_mask = np.ones_like(input_mask), np.ones_like(recurrent_mask)
    zeros = np.zeros_like(recurrent_mask)
    weights = (W, U, b, input_mask, recurrent_mask)
    return run_steps(library_step, inputs, (zeros, zeros), weights)[0][:, -1]


RIGHT = {
    "inverted_mask": lambda draws, rate: dropout.dropout_mask(Draws(draws), rate, draws.shape),
    "masked_step": library_step,
    "run_masked": library_run,
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RIGHT)
def test_the_library_passes(name, seed):
    """Does the library's own function, itself tested beside Keras, get full marks?"""
    given = RIGHT[name]
    assert run_check(name, {name: lambda *arguments: given(*arguments)}, seed).share == 1


def test_a_wrong_step_costs_nothing_in_the_run():
    """Is the step stood in for, so that a mistake in it is not marked twice?"""

    def masked_step(x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask):
        raise ValueError

    namespace = {"np": np, "masked_step": masked_step}
    exec(
        """
def run_masked(inputs, W, U, b, input_mask, recurrent_mask, training):
    m, r = (input_mask, recurrent_mask) if training else (1.0, 1.0)
    h = c = np.zeros(recurrent_mask.shape)
    for t in range(inputs.shape[1]):
        h, c = masked_step(inputs[:, t], h, c, W, U, b, m, r)
    return h
""",
        namespace,
    )
    assert run_check("run_masked", namespace).share == 1


def test_mean_and_deviation_are_judged_apart():
    """Does a standard error cost the point of the deviation alone?"""

    def ask_often(h_t, masks, V, a):
        scores = (h_t * masks) @ V + a
        exps = np.exp(scores)
        answers = exps / exps.sum(axis=-1, keepdims=True)
        return answers.mean(axis=0), answers.std(axis=0) / np.sqrt(len(masks))

    verdict = run_check("ask_often", {"ask_often": ask_often})
    assert verdict.share == pytest.approx(0.5)
    assert list(verdict.diagnoses) == ["standard error"]
