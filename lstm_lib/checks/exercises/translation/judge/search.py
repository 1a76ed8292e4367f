"""A beam search that can be told to make mistakes: what is right, and what each of them gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.translation.judge.written import Words, as_words
from lstm_lib.checks.exercises.translation.observe import END, START

Rank = Callable[[float, int, float], float]  # of log share, length and power


@dataclass(frozen=True)
class Hypothesis:
    """Words without START, the sum of their log shares, and the state behind the last."""

    words: Words
    total: float
    state: Any
    free: float = 0.0  # the log share of END, if it came

    @property
    def finished(self) -> bool:
        """Whether END came."""
        return self.words[-1:] == [END]


def by_length(total: float, length: int, power: float) -> float:
    """Return the rank that is asked for."""
    return total / length**power if length else total


@dataclass(frozen=True)
class Search:
    """A beam search; each field that is not as it stands here is a mistake, or a part of one."""

    rank: Rank = by_length
    last_rank: Rank | None = None  # of the end, if another one than within
    finished: str = "stay"  # or leave, are lost, go on, end the search
    unfinished: str = "count"  # or are thrown away, if others are finished
    competing: str = "all"  # or alone, each one's continuations with each other
    total: str = "sum"  # or last, shares
    state: str = "own"  # or first, initial
    read: int | None = None  # a word that is read in place of the last one
    worst: bool = False
    chosen: int = 0  # of the beam, in order of rank
    more: int = 0  # steps
    wider: int = 0

    def best(
        self, step: Callable[..., Any], state: Any, width: int, most: int, power: float
    ) -> Hypothesis:
        """Return what the search returns, as a hypothesis whose words may end with END."""
        beam, left = [Hypothesis([], 0.0, state)], []
        width = max(1, width + self.wider)

        def rank(one: Hypothesis) -> float:
            return self.rank(one.total, len(one.words), power)

        for _ in range(most + self.more):
            going = [one for one in beam if self.finished == "go on" or not one.finished]
            if not going:
                break
            families = [self._longer(step, one, state, beam[0].state) for one in going]
            if self.competing == "alone" and len(beam[0].words):
                found = [max(family, key=rank) for family in families]
            else:
                found = [one for family in families for one in family]
            if self.finished == "stay":
                found += [one for one in beam if one.finished]
            beam = sorted(found, key=rank, reverse=not self.worst)[:width]
            if self.finished in ("leave", "are lost"):
                if self.finished == "leave":
                    left += [one for one in beam if one.finished]
                beam = [one for one in beam if not one.finished]
                if not beam:
                    break
            if self.finished == "end the search" and any(one.finished for one in beam):
                beam = [one for one in beam if one.finished]
                break
        return self._of([*left, *beam], power)

    def _of(self, found: list[Hypothesis], power: float) -> Hypothesis:
        """Return the best of all that is left in the end."""
        last = self.last_rank or self.rank
        if self.unfinished == "thrown away":
            found = [one for one in found if one.finished] or found
        if not found:
            return Hypothesis([], 0.0, None)
        ordered = sorted(
            found, key=lambda one: last(one.total, len(one.words), power), reverse=not self.worst
        )
        return ordered[self.chosen]

    def _longer(
        self, step: Callable[..., Any], one: Hypothesis, initial: Any, first: Any
    ) -> list[Hypothesis]:
        """Return a hypothesis with each word added."""
        before = one.words[-1] if one.words else START
        state = {"own": one.state, "first": first, "initial": initial}[self.state]
        log_shares, after = step(before if self.read is None else self.read, state)
        added = np.exp(log_shares) if self.total == "shares" else log_shares
        kept = 0.0 if self.total == "last" else one.total
        return [
            Hypothesis(
                [*one.words, word],
                kept + float(added[word]),
                after,
                float(log_shares[word]) if word == END else 0.0,
            )
            for word in range(len(log_shares))
        ]


def without_end(words: Words) -> np.ndarray:
    """Return words up to the first END."""
    return as_words(words[: words.index(END)] if END in words else words)


def beam_search(step, state, width, most, power):
    """Return the best words and the sum of their log shares."""
    best = Search().best(step, state, width, most, power)
    return without_end(best.words), best.total
