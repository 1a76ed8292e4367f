"""What the exercise hands to a learner's decoder: a small network, as a function of one step.

Its weights are drawn with the case, so that no two sentences are alike. It is no LSTM, and need not
be: a decoder that searches knows only that a step takes a word and a state.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

PADDING, START, END, UNKNOWN = range(4)
MOST_CALLS = 20_000  # of one case: a decoder that never stops is told so
Step = Callable[[Any, Any], tuple[np.ndarray, np.ndarray]]


def step_of(case: Case, most_calls: float = MOST_CALLS) -> Step:
    """Return the network of a case as ``step(word, state) -> (log_shares, state)``.

    Parameters
    ----------
    case : dict
        With the weights ``U`` (units, units), ``W`` (words, units), ``V`` (units, words) and ``a``
        (words,).
    most_calls : float
        Calls after which it refuses to go on.

    Returns
    -------
    callable
        It takes one word, as a whole number, and a state of shape (units,).

    Examples
    --------
    >>> case = {"U": np.zeros((2, 2)), "W": np.zeros((4, 2)), "V": np.zeros((2, 4))}
    >>> log_shares, state = step_of({**case, "a": np.zeros(4)})(1, np.ones(2))
    >>> np.exp(log_shares)
    array([0.25, 0.25, 0.25, 0.25])
    """
    words, units = case["W"].shape
    calls = 0

    def step(word: Any, state: Any) -> tuple[np.ndarray, np.ndarray]:
        nonlocal calls
        calls += 1
        if calls > most_calls:
            raise RuntimeError(
                f"step was called {calls:,} times, expected fewer: does it ever stop?"
            )
        place, before = np.asarray(word), np.asarray(state)
        if place.ndim or place.dtype.kind not in "iu":
            raise TypeError(f"step got the word {word!r}, expected one whole number")
        if not 0 <= place < words:
            raise ValueError(f"step got the word {int(place)}, expected 0 to {words - 1}")
        if before.shape != (units,):
            raise ValueError(f"step got a state of shape {before.shape}, expected ({units},)")
        after = np.tanh(before @ case["U"] + case["W"][place])  # (units,)
        scores = after @ case["V"] + case["a"]  # (words,)
        return scores - np.logaddexp.reduce(scores), after

    return step


@dataclass(frozen=True, eq=False)
class Decoder(Function):
    """A function that is given a network to write with."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return what the function is given: the case's network in place of its weights."""
        whole = {**case, "step": step_of(case)}
        return {
            name: value.copy() if isinstance(value := whole[name], np.ndarray) else value
            for name in self.arguments
        }


@dataclass(frozen=True, eq=False)
class OfSentences(Function):
    """A function that is given sentences: lists of its own, to which it may append."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return copies of the sentences and dictionaries."""
        return {name: copy.deepcopy(case[name]) for name in self.arguments}
