"""What is right in `greedy`, what goes wrong, and what to say about it."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.translation.observe import END, PADDING, START, step_of
from lstm_lib.checks.judge.compare import Case
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Words = list[int]
WEIGHTS = ("U", "W", "V", "a")
NUMBER = np.intp  # of an empty sentence, too


def with_step(case: Case) -> Case:
    """Return a case with its network as a function in it: the same for the same case."""
    return {**case, "step": _same_step(*(_packed(case[name]) for name in WEIGHTS))}


@functools.lru_cache(maxsize=256)
def _same_step(*packed: tuple[tuple[int, ...], bytes]) -> Callable[..., Any]:
    """Return the network with some weights, so that what was searched in it is known again."""
    arrays = (np.frombuffer(data).reshape(shape) for shape, data in packed)
    return step_of(dict(zip(WEIGHTS, arrays, strict=True)), most_calls=np.inf)


def _packed(array: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    """Return an array in a form that can be looked up."""
    return array.shape, array.tobytes()


def greedy(step, state, most):
    """Return the words up to END, each the one with the largest share."""
    return as_words(_until_end(_all(step, state, most)))


def as_words(words: Words) -> np.ndarray:
    """Return words as an array of whole numbers, also if there are none."""
    return np.array(words, dtype=NUMBER)


def _all(
    step: Callable[..., Any],
    state: Any,
    most: int,
    first: int = START,
    least: bool = False,
    carried: bool = True,
    fed: bool = True,
) -> Words:
    """Write ``most`` words, END or not."""
    words: Words = []
    before = first
    for _ in range(most):
        log_shares, after = step(before, state)
        word = int(log_shares.argmin() if least else log_shares.argmax())
        words.append(word)
        if carried:
            state = after
        if fed:
            before = word
    return words


def _until_end(words: Words, keep: bool = False) -> Words:
    """Cut a sentence at its first END."""
    if END not in words:
        return words
    return words[: words.index(END) + keep]


def _other(**changes: Any) -> Callable[..., np.ndarray]:
    """Make an answer that writes otherwise."""
    return lambda step, state, most: as_words(_until_end(_all(step, state, most, **changes)))


def _cut(change: Callable[[Words], Words]) -> Callable[..., np.ndarray]:
    """Make an answer that makes something else of all that the network writes."""
    return lambda step, state, most: as_words(change(_all(step, state, most)))


def _second_best(step, state, most):
    """Return the words of the second largest shares."""
    words: Words = []
    for _ in range(most):
        log_shares, state = step(words[-1] if words else START, state)
        words.append(int(np.argsort(log_shares)[-2]))
    return as_words(_until_end(words))


def _told_one_step_late(step, state, most):
    """Return what is written if the word is fed one step too late."""
    words: Words = []
    before = START
    for _ in range(most):
        log_shares, state = step(before, state)
        before = words[-1] if words else START
        words.append(int(log_shares.argmax()))
    return as_words(_until_end(words))


GREEDY_WRONG_ANSWERS = (
    WrongAnswer(
        "end mark kept",
        _cut(lambda words: _until_end(words, keep=True)),
        "hold END as their last word. It says that the sentence is over, and is no word of it",
    ),
    WrongAnswer(
        "not stopped at the end",
        _cut(lambda words: words),
        "go on behind END. What a network writes there was never trained, and means nothing: stop "
        "at the first END",
    ),
    WrongAnswer(
        "end mark skipped",
        _cut(lambda words: [word for word in words if word != END]),
        "leave END out and go on behind it. Leave the loop there",
    ),
    WrongAnswer(
        "start mark kept",
        _cut(lambda words: [START, *_until_end(words)]),
        "begin with START. The decoder reads it, and has not written it",
    ),
    WrongAnswer(
        "both marks kept",
        _cut(lambda words: [START, *_until_end(words, keep=True)]),
        "hold START and END. Neither is a word of the sentence",
    ),
    WrongAnswer(
        "state not carried on",
        _other(carried=False),
        "come from the first state at every step: hand the state that `step` returned to the next "
        "step",
    ),
    WrongAnswer(
        "written word not read",
        _other(fed=False),
        "come from a decoder that reads START at every step. It has to read the word that it wrote "
        "before",
    ),
    WrongAnswer(
        "neither word nor state handed on",
        _other(fed=False, carried=False),
        "are the same word at every step: neither the word nor the state is handed on",
    ),
    WrongAnswer(
        "begun with the end mark",
        _other(first=END),
        "come from a decoder that reads END first. It begins with START",
    ),
    WrongAnswer(
        "begun with padding",
        _other(first=PADDING),
        "come from a decoder that reads PADDING, place 0, first. It begins with START",
    ),
    WrongAnswer(
        "smallest share",
        _other(least=True),
        "are those with the *smallest* share of each step. The largest log share is the "
        "one closest to 0",
    ),
    WrongAnswer(
        "second largest share",
        _second_best,
        "are those with the second largest share of each step",
    ),
    WrongAnswer(
        "read one word late",
        _told_one_step_late,
        "come from a decoder that reads the word before the last one",
    ),
    WrongAnswer(
        "one word too many",
        lambda step, state, most: greedy(step, state, most + 1),
        "are one more than `most` where the network does not end",
    ),
    WrongAnswer(
        "one word too few",
        lambda step, state, most: greedy(step, state, most - 1),
        "are one less than `most` where the network does not end",
    ),
    WrongAnswer(
        "last word cut off",
        _cut(lambda words: _until_end(words)[:-1] if END in words else words),
        "lack the last word before END",
    ),
    WrongAnswer(
        "last word cut off",
        _cut(lambda words: _until_end(words)[:-1]),
        "lack their last word, whether END came or not",
    ),
    WrongAnswer(
        "first word left out",
        _cut(lambda words: _until_end(words)[1:]),
        "lack the first word: what the first step writes counts as well",
    ),
    WrongAnswer(
        "last word alone",
        _cut(lambda words: _until_end(words)[-1:]),
        "are the last one alone: keep every word",
    ),
)
