"""A beam search that can be told to make mistakes: what is right, and what each of them gives."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.translation.judge.written import Words, as_words
from lstm_lib.checks.exercises.translation.observe import END, START

Rank = Callable[[Any, int, float], Any]  # of one log share or several, length and power


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


def by_length(total: Any, length: int, power: float) -> Any:
    """Return the rank that is asked for."""
    return total / length**power if length else total


@dataclass(frozen=True)
class Search:
    """A beam search; each field that is not as it stands here is a mistake, or a part of one."""

    rank: Rank = by_length
    last_rank: Rank | None = None  # of the end, if another one than within
    finished: str = "stay"  # or leave, are lost, go on, end the search, end it as the best
    unfinished: str = "count"  # or are thrown away, if others are finished
    competing: str = "all"  # or alone, each one's continuations with each other
    total: str = "sum"  # or last, shares, words (END adds nothing)
    state: str = "own"  # or first, initial, latest (of whichever hypothesis)
    end_counts: bool = True  # in the length
    read: int | None = None  # a word that is read in place of the last one
    worst: bool = False
    chosen: int = 0  # of the beam, in order of rank
    more: int = 0  # steps
    wider: int = 0

    def best(
        self, step: Callable[..., Any], state: Any, width: int, most: int, power: float
    ) -> Hypothesis:
        """Return what the search returns, as a hypothesis whose words may end with END."""
        return _searched(self, step, tuple(state.tolist()), width, most, power)

    def _best(
        self, step: Callable[..., Any], state: Any, width: int, most: int, power: float
    ) -> Hypothesis:
        """Search."""
        beam, left = [Hypothesis([], 0.0, state)], []
        latest = state
        width = max(1, width + self.wider)

        def rank(one: Hypothesis) -> float:
            return self.rank(one.total, self._length(one.words), power)

        for _ in range(most + self.more):
            going = [one for one in beam if self.finished == "go on" or not one.finished]
            if not going:
                break
            states = {"first": beam[0].state, "initial": state, "latest": latest}
            found, latest = self._longer(step, going, states, width, power)
            if self.finished in ("stay", "end it as the best"):
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
            if self.finished == "end it as the best" and beam[0].finished:
                break
        return self._of([*left, *beam], power)

    def _length(self, words: Words) -> int:
        """Return the length that a hypothesis is ranked by."""
        finished = words[-1:] == [END]
        return len(words) if self.end_counts or not finished else max(1, len(words) - 1)

    def _of(self, found: list[Hypothesis], power: float) -> Hypothesis:
        """Return the best of all that is left in the end."""
        last = self.last_rank or self.rank
        if self.unfinished == "thrown away":
            found = [one for one in found if one.finished] or found
        if not found:
            return Hypothesis([], 0.0, None)
        ordered = sorted(
            found,
            key=lambda one: last(one.total, self._length(one.words), power),
            reverse=not self.worst,
        )
        return ordered[self.chosen]

    def _longer(
        self,
        step: Callable[..., Any],
        going: list[Hypothesis],
        states: dict[str, Any],
        width: int,
        power: float,
    ) -> tuple[list[Hypothesis], Any]:
        """Return the continuations that can be kept, ``width`` of each one, and the last state."""
        found = []
        for one in going:
            before = one.words[-1] if one.words else START
            state = one.state if self.state == "own" else states[self.state]
            log_shares, after = step(before if self.read is None else self.read, state)
            states["latest"] = after
            added = np.exp(log_shares) if self.total == "shares" else log_shares
            totals = added + (0.0 if self.total == "last" else one.total)
            if self.total == "words":
                totals[END] = one.total
            ranks = self.rank(totals, len(one.words) + 1, power)
            if not self.end_counts:
                ranks[END] = self.rank(totals[END], self._length([*one.words, END]), power)
            alone = self.competing == "alone" and len(one.words)
            for word in np.argsort(ranks if self.worst else -ranks)[: 1 if alone else width]:
                free = float(log_shares[word]) if word == END else 0.0
                words = [*one.words, int(word)]
                found.append(Hypothesis(words, float(totals[word]), after, free))
        return found, states["latest"]


@functools.lru_cache(maxsize=4096)
def _searched(search: Search, step: Callable[..., Any], state: tuple, *given: Any) -> Hypothesis:
    """Search once for the same network: a judge tries many searches, again for each submission."""
    return search._best(step, np.array(state), *given)


def without_end(words: Words) -> np.ndarray:
    """Return words up to the first END."""
    return as_words(words[: words.index(END)] if END in words else words)


def beam_search(step, state, width, most, power):
    """Return the best words and the sum of their log shares."""
    best = Search().best(step, state, width, most, power)
    return without_end(best.words), best.total
