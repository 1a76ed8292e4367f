"""What a decoder learns from, and how it writes: held against enumeration and plain loops."""

import itertools
import math

import numpy as np
import pytest

from lstm_lib.decoding import (
    END,
    START,
    beam_search,
    decoder_arrays,
    greedy,
    log_softmax,
    masked_loss,
)

WORDS, UNITS = 6, 3


def network(seed, end=0.5):
    """Return a small network with a state, as a step, and the state to begin with."""
    rng = np.random.default_rng(seed)
    U, W = rng.normal(size=(UNITS, UNITS)), rng.normal(size=(WORDS, UNITS))
    V, a = rng.normal(0, 1.5, (UNITS, WORDS)), np.array([-30.0, -30.0, end, 0, 0, 0])

    def step(words, state):
        after = np.tanh(state[0] @ U + W[words])
        return log_softmax(after @ V + a), (after,)

    return step, (rng.normal(size=(1, UNITS)),)


def log_share(words, step, state):
    """Return the log share of a sentence, added up word by word."""
    total, before = 0.0, START
    for word in words:
        log_shares, state = step(np.array([before]), state)
        total, before = total + log_shares[0, word], word
    return total


def every_sentence(most):
    """Yield all sentences: those that end within ``most`` words, and those that have so many."""
    for length in range(most):
        yield from ([*words, END] for words in itertools.product((3, 4, 5), repeat=length))
    yield from map(list, itertools.product((3, 4, 5), repeat=most))


@pytest.mark.parametrize("power", [0.0, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_a_wide_beam_finds_the_best_of_all_sentences(seed, power):
    """Does a beam as wide as all there is find what enumeration finds?"""
    step, state = network(seed)
    best = max(
        every_sentence(3), key=lambda words: log_share(words, step, state) / len(words) ** power
    )
    (found, *_) = beam_search(step, state, width=200, most=3, power=power)
    assert [*found.words, *([END] if found.finished else [])] == best
    assert found.log_share == pytest.approx(log_share(best, step, state))


@pytest.mark.parametrize("seed", range(5))
def test_every_hypothesis_has_its_own_log_share(seed):
    """Does each hypothesis of a beam carry its own state along?"""
    step, state = network(seed, end=-0.5)
    for one in beam_search(step, state, width=4, most=6):
        words = [*one.words, *([END] if one.finished else [])]
        assert one.log_share == pytest.approx(log_share(words, step, state))


@pytest.mark.parametrize("seed", range(5))
def test_greedy_takes_the_largest_share_of_each_step(seed):
    """Is greedy decoding a chain of largest shares, up to the end mark?"""
    step, state = network(seed, end=-0.3)
    words, before = [], START
    while len(words) < 6 and before != END:
        log_shares, state = step(np.array([before]), state)
        before = int(log_shares.argmax())
        words.append(before)
    found = greedy(*network(seed, end=-0.3), most=6)
    assert found.words == [word for word in words if word != END]
    assert found.finished == (END in words)


def test_the_loss_is_that_of_a_plain_loop():
    """Is the loss the mean of minus the logarithms of the right words' shares?"""
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 2, (2, 4, 5))
    targets = np.array([[3, 4, 2, 0], [4, 2, 0, 0]])
    costs = [
        -math.log(math.exp(row[word]) / sum(map(math.exp, row)))
        for rows, words in zip(scores, targets, strict=True)
        for row, word in zip(rows, words, strict=True)
        if word
    ]
    assert masked_loss(scores, targets) == pytest.approx(sum(costs) / len(costs))


def test_padding_does_not_change_the_loss():
    """Is a sentence worth the same with more padding, and with any scores there?"""
    rng = np.random.default_rng(1)
    scores, targets = rng.normal(size=(2, 3, 5)), np.array([[3, 4, 2], [4, 2, 0]])
    longer = np.concatenate([scores, rng.normal(0, 500, (2, 2, 5))], axis=1)
    more = np.pad(targets, ((0, 0), (0, 2)))
    assert masked_loss(longer, more) == pytest.approx(masked_loss(scores, targets))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: decoder_arrays([[0.5]]), "whole numbers"),
        (lambda: decoder_arrays([3, 4]), r"expected \(sentences, steps\)"),
        (lambda: decoder_arrays([[-1]]), "expected 0 or more"),
        (lambda: decoder_arrays([[3, 0, 4]]), "behind padding"),
        (lambda: decoder_arrays([[3, 2]]), "without marks"),
        (lambda: masked_loss(np.zeros((1, 2, 3)), [[1, 2, 0]]), r"expected \(1, 2\)"),
        (lambda: masked_loss(np.zeros((1, 1, 3)), [[3]]), "expected 0 to 2"),
        (lambda: masked_loss(np.zeros((1, 1, 3)), [[0]]), "padding alone"),
        (lambda: masked_loss(np.full((1, 1, 3), np.nan), [[1]]), "NaN"),
        (lambda: beam_search(*network(0), width=0, most=3), "width is 0, expected 1"),
        (lambda: beam_search(*network(0), width=1, most=2.5), "most is 2.5, expected a whole"),
        (lambda: beam_search(*network(0), width=1, most=2, power=-1), "power is -1.0, expected 0"),
        (lambda: greedy(*network(0), most=0), "most is 0, expected 1"),
    ],
)
def test_refusals_say_what_was_expected(call, says):
    """Is a wrong argument refused with what came and what was expected?"""
    with pytest.raises((TypeError, ValueError), match=says):
        call()
