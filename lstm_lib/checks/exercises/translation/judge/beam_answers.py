"""What goes wrong in `beam_search`, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.translation.judge.search import (
    Hypothesis,
    Search,
    beam_search,
    by_length,
    without_end,
)
from lstm_lib.checks.exercises.translation.judge.written import as_words
from lstm_lib.checks.exercises.translation.observe import START
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Given = tuple[Any, ...]


def _by(search: Search) -> Callable[..., tuple]:
    """Make an answer that searches otherwise."""

    def answer(*given):
        best = search.best(*given)
        return without_end(best.words), best.total

    return answer


def _told(change: Callable[[Hypothesis, Given], tuple]) -> Callable[..., tuple]:
    """Make an answer that returns something else of the right hypothesis."""
    return lambda *given: change(Search().best(*given), given)


def _words(best: Hypothesis) -> np.ndarray:
    """Return a hypothesis' words as they are asked for."""
    return without_end(best.words)


def _greedy(step, state, width, most, power):
    """Return what a beam of width 1 finds."""
    return beam_search(step, state, 1, most, power)


BEAM_WRONG_ANSWERS = (
    WrongAnswer(
        "width ignored",
        _greedy,
        "are those of greedy decoding: at each step `width` hypotheses have to be kept",
    ),
    WrongAnswer(
        "finished ones leave the beam",
        _by(Search(finished="leave")),
        "come from a beam that a hypothesis leaves when it is finished, so that fewer and fewer "
        "are carried along. Here the finished ones stay in the list and compete with the others",
    ),
    WrongAnswer(
        "finished ones are lost",
        _by(Search(finished="are lost")),
        "come from a beam in which a hypothesis that reaches END is lost. Keep it as it is",
    ),
    WrongAnswer(
        "finished ones go on",
        _by(Search(finished="go on")),
        "come from hypotheses that are continued behind END. One that is finished stays as it is",
    ),
    WrongAnswer(
        "stopped at the first end",
        _by(Search(finished="end the search")),
        "are the first that reach END. A longer hypothesis may still be likelier: go on until all "
        "in the list are finished",
    ),
    WrongAnswer(
        "stopped when the best one ends",
        _by(Search(finished="end it as the best")),
        "come from a search that stops as soon as the best hypothesis is finished. With a power "
        "above 0 a longer one can still overtake it: go on until all in the list are finished",
    ),
    WrongAnswer(
        "unfinished ones thrown away",
        _by(Search(unfinished="thrown away")),
        "come from the finished hypotheses alone. After `most` words one that is not finished "
        "counts by its rank, like the others",
    ),
    WrongAnswer(
        "each hypothesis on its own",
        _by(Search(competing="alone")),
        "come from hypotheses that go on each by itself, with its own best word. The continuations "
        "of all of them compete for the places in the list",
    ),
    WrongAnswer(
        "power ignored",
        lambda step, state, width, most, power: beam_search(step, state, width, most, 0.0),
        "are ranked by the log share alone: divide it by length ** power",
    ),
    WrongAnswer(
        "always divided by the length",
        lambda step, state, width, most, power: beam_search(step, state, width, most, 1.0),
        "are ranked by the mean log share of a word, whatever `power` is. With the power 0 nothing "
        "is divided",
    ),
    WrongAnswer(
        "length counted at the end alone",
        _by(Search(rank=lambda total, length, power: total, last_rank=by_length)),
        "are kept by the log share alone, and ranked by length ** power at the end only. The same "
        "rank decides at every step",
    ),
    WrongAnswer(
        "length counted within alone",
        _by(Search(last_rank=lambda total, length, power: total)),
        "are the likeliest of the last list, without length ** power. The same rank decides at the "
        "end",
    ),
    WrongAnswer(
        "multiplied by the length",
        _by(Search(rank=lambda total, length, power: total * length**power)),
        "are ranked by the log share *times* length ** power. It is divided",
    ),
    WrongAnswer(
        "length times power",
        _by(
            Search(
                rank=lambda total, length, power: (
                    total / (length * power) if length * power else total
                )
            )
        ),
        "are ranked by the log share divided by length times power. The length is raised to the "
        "power",
    ),
    WrongAnswer(
        "start mark in the length",
        _by(Search(rank=lambda total, length, power: total / (length + 1) ** power)),
        "are ranked with START in the length. It is no word that was written",
    ),
    WrongAnswer(
        "end mark not in the length",
        _by(Search(end_counts=False)),
        "are ranked without END in the length. It was written, and its share counts: so does it",
    ),
    WrongAnswer(
        "sum of shares",
        _by(Search(total="shares")),
        "are ranked by a sum of *shares*. The share of a sentence is the product of its words' "
        "shares, and its logarithm the sum of theirs",
    ),
    WrongAnswer(
        "last word's share alone",
        _by(Search(total="last")),
        "are ranked by the log share of their last word alone. Add it to that of the words before",
    ),
    WrongAnswer(
        "end mark adds nothing",
        _by(Search(total="words")),
        "are ranked without the log share of END. That the sentence ends there has its price, like "
        "a word",
    ),
    WrongAnswer(
        "least likely ones kept",
        _by(Search(worst=True)),
        "are the least likely. The largest rank, the one closest to 0, is the best",
    ),
    WrongAnswer(
        "one state for all",
        _by(Search(state="first")),
        "come from the first hypothesis' state for all. Each one has a state of its own",
    ),
    WrongAnswer(
        "state of another hypothesis",
        _by(Search(state="latest")),
        "come from the state that the last call of `step` returned, which may belong to another "
        "hypothesis. Each one keeps the state behind its own last word",
    ),
    WrongAnswer(
        "state not carried on",
        _by(Search(state="initial")),
        "come from the first state at every step. Each hypothesis carries the state behind its "
        "last word",
    ),
    WrongAnswer(
        "written word not read",
        _by(Search(read=START)),
        "come from hypotheses that read START at every step. Each reads the word that it wrote "
        "last",
    ),
    WrongAnswer(
        "end mark kept",
        _told(lambda best, _: (as_words(best.words), best.total)),
        "hold END as their last word. It counts for share and length, and is no word of the "
        "sentence",
    ),
    WrongAnswer(
        "start mark kept",
        _told(lambda best, _: (as_words([START, *_words(best)]), best.total)),
        "begin with START. It was read, and not written",
    ),
    WrongAnswer(
        "both marks kept",
        _told(lambda best, _: (as_words([START, *best.words]), best.total)),
        "hold START and END. Neither is a word of the sentence",
    ),
    WrongAnswer(
        "rank for log share",
        _told(
            lambda best, given: (_words(best), by_length(best.total, len(best.words), given[-1]))
        ),
        "is the rank, divided by length ** power. The log share itself is asked for",
    ),
    WrongAnswer(
        "share for log share",
        _told(lambda best, _: (_words(best), np.exp(best.total))),
        "is the share. Its logarithm is asked for: the share of a long sentence is 0 to a computer",
    ),
    WrongAnswer(
        "sign of the log share",
        _told(lambda best, _: (_words(best), -best.total)),
        "is above 0: that is a cost. A log share is 0 or less",
    ),
    WrongAnswer(
        "end mark costs nothing",
        _told(lambda best, _: (_words(best), best.total - best.free)),
        "lacks the log share of END. That the sentence ends there is a part of what it says",
    ),
    WrongAnswer(
        "last hypothesis returned",
        _by(Search(chosen=-1)),
        "are the last of the list. The best one stands first, or has to be looked for",
    ),
    WrongAnswer(
        "one step too many",
        _by(Search(more=1)),
        "may have one word more than `most`",
    ),
    WrongAnswer(
        "one step too few",
        _by(Search(more=-1)),
        "have one word less than `most` where no END came",
    ),
    WrongAnswer(
        "one hypothesis too many",
        _by(Search(wider=1)),
        "come from a list of width + 1 hypotheses",
    ),
)
