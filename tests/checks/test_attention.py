"""The checks of the exercise `attention`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib import attention, decoder
from lstm_lib.attention_gradients import attention_weights_backward

# The library's own functions, which have an axis for the query's steps.
RIGHT = {
    "dot_scores": lambda h_t, encoder_h: attention.dot_scores(h_t[:, np.newaxis], encoder_h)[:, 0],
    "attention_weights": lambda scores, mask: attention.attention_weights(
        scores[:, np.newaxis], mask
    )[:, 0],
    "context": lambda weights, encoder_h: attention.context(weights[:, np.newaxis], encoder_h)[
        :, 0
    ],
    "scores_gradient": lambda d_weights, weights: attention_weights_backward(
        d_weights[:, np.newaxis], weights[:, np.newaxis]
    )[:, 0],
}


def library_step(x_t, h_prev, c_prev, W, U, b, encoder_h, mask, W_attended):
    """Return what the library's step returns, without the context."""
    step = decoder.attention_step(x_t, h_prev, c_prev, W, U, b, encoder_h, W_attended, mask)
    return step.h_t, step.c_t, step.weights, step.attended


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", RIGHT)
def test_the_library_passes(name, seed):
    """Does the library's own function, itself tested beside Keras, get full marks?"""
    given = RIGHT[name]
    assert run_check(name, {name: lambda *arguments: given(*arguments)}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_librarys_step_passes(seed):
    """Does a step that calls no part of the notebook get full marks?"""
    assert run_check("decoder_step", {"decoder_step": library_step}, seed).share == 1


def test_attended_may_follow_from_wrong_weights():
    """Does a wrong query cost the points for the weights alone?"""

    def step(x_t, h_prev, c_prev, W, U, b, encoder_h, mask, W_attended):
        right = decoder.attention_step(x_t, h_prev, c_prev, W, U, b, encoder_h, W_attended, mask)
        scores = attention.dot_scores(h_prev[:, np.newaxis], encoder_h)
        weights = attention.attention_weights(scores, mask)
        context = attention.context(weights, encoder_h)[:, 0]
        attended = np.tanh(np.concatenate([context, right.h_t], axis=1) @ W_attended)
        return right.h_t, right.c_t, weights[:, 0], attended

    verdict = run_check("decoder_step", {"decoder_step": step})
    assert verdict.share == pytest.approx(2.5 / 4)
    assert list(verdict.diagnoses) == ["previous hidden state asks"]


def test_a_wrong_part_costs_nothing_in_the_step():
    """Are parts stood in for, so that a mistake in one of them is not marked twice?"""
    text = """
from lstm_lib.cell import lstm_step

def dot_scores(h_t, encoder_h):
    return 0 * encoder_h[:, :, 0]

def attention_weights(scores, mask):
    raise ValueError

def context(weights, encoder_h):
    return encoder_h[:, 0]

def decoder_step(x_t, h_prev, c_prev, W, U, b, encoder_h, mask, W_attended):
    h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
    weights = attention_weights(dot_scores(h_t, encoder_h), mask)
    joined = np.concatenate([context(weights, encoder_h), h_t], axis=1)
    return h_t, c_t, weights, np.tanh(joined @ W_attended)
"""
    names = {"np": np}
    exec(text, names)
    assert run_check("decoder_step", names).share == 1


def test_the_scores_of_padding_are_told_from_an_overflow():
    """Does a row whose padding has far larger scores cost the marks, with words of its own?"""

    def weights(scores, mask):
        with np.errstate(invalid="ignore"):
            exps = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask
            return exps / exps.sum(axis=1, keepdims=True)

    verdict = run_check("attention_weights", {"attention_weights": weights})
    assert (verdict.share, verdict.diagnoses) == (0, ("largest score of padding taken off",))
    assert "the largest score among the real steps" in verdict.text()


@pytest.mark.parametrize(
    ("name", "function", "is_told"),
    [
        ("attention_weights", lambda s, m: s - s.max(axis=1), True),
        ("scores_gradient", lambda d, w: (w * d).sum(axis=1) - d, True),
        ("decoder_step", lambda *given: given[6][:, :, 0] / given[6][:, :, 0].sum(axis=1), True),
        ("attention_weights", lambda s, m: s + np.ones((s.shape[0] + 1, 1)), False),
        ("context", lambda w, h: w * h, False),
    ],
)
def test_an_axis_lost_in_a_sum_is_told_how_to_stay(name, function, is_told):
    """Does the card on two shapes that do not fit name `keepdims=True`, where that would help?"""
    verdict = run_check(name, {name: lambda *given: function(*given)})
    assert verdict.status == "crashed"
    assert ("`keepdims=True`" in verdict.text()) is is_told


def test_an_overflow_is_named():
    """Is a softmax without a shift told why it holds no number?"""

    def weights(scores, mask):
        with np.errstate(over="ignore", invalid="ignore"):
            exps = np.where(mask, np.exp(scores), 0)
            return exps / exps.sum(axis=1, keepdims=True)

    verdict = run_check("attention_weights", {"attention_weights": weights})
    assert list(verdict.diagnoses) == ["softmax overflows"]
