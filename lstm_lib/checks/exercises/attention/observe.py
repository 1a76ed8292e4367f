"""What the exercise observes in its own way: a lost axis, and the parts of a decoder step.

The stand-ins for these parts are made-up numbers that depend on all their arguments. Each has the
shape of what it stands in for, and its numbers are no scores, weights or contexts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.observation import TEXT_LIMIT, Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case, MakeStandIn

# NumPy's words on an array of two axes beside one that has lost its second axis.
LOST_AXIS = re.compile(r"shapes (?:\((\d+),\d+\) \((\d+),\)|\((\d+),\) \((\d+),\d+\))")


@dataclass(frozen=True, eq=False)
class OfRows(Function):
    """A function that takes sums or maxima of rows: of an error, it says if these lost an axis."""

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Return what is published of an error, with a word on `keepdims` where that is due."""
        last = super().stopped(seen, number, case, error)
        if last is not None and isinstance(error, ValueError):
            message = str(last.facts["message"]).rstrip()
            at = LOST_AXIS.search(message)
            sizes = {size for size in at.groups() if size} if at else set()
            if len(sizes) == 1:
                (rows,) = sizes
                told = (
                    f"{message}\nA sum, a maximum or a mean over axis 1 drops that axis: a number "
                    f"for each row, in the shape ({rows},). With `keepdims=True` the shape is "
                    f"({rows}, 1), which fits."
                )
                last.facts["message"] = told[:TEXT_LIMIT]
        return last


def made_up_scores(h_t: Any, encoder_h: Any) -> np.ndarray:
    """Stand in for `dot_scores`, with numbers between 0 and 2."""
    h_t, encoder_h = np.asarray(h_t), np.asarray(encoder_h)
    along = np.cos(1 + np.arange(h_t.shape[1]))  # (units,)
    return 1 + np.sin((h_t @ along)[:, np.newaxis] + 2 * np.tanh(encoder_h) @ along[::-1])


def made_up_weights(scores: Any, mask: Any) -> np.ndarray:
    """Stand in for `attention_weights`; the rows do not add up to 1."""
    scores, mask = np.asarray(scores), np.asarray(mask)
    places = 1 + np.arange(scores.shape[1])
    return np.where(mask, 0.5 + 0.3 * np.sin(scores + places), 0.1 * np.cos(places))


def made_up_context(weights: Any, encoder_h: Any) -> np.ndarray:
    """Stand in for `context`."""
    weights, encoder_h = np.asarray(weights), np.asarray(encoder_h)
    mixed = np.sin(encoder_h + weights[:, :, np.newaxis])  # (batch, source steps, units)
    return np.einsum("bju,j->bu", mixed, np.cos(1 + np.arange(weights.shape[1])))


def _noted(function: Callable[..., Any]) -> MakeStandIn:
    """Make stand-ins that note in ``"CASE/part/NAME"`` that they were called."""

    def make(name: str, number: int, _: Case, seen: Observation) -> Callable[..., Any]:
        def part(*args: Any, **kwargs: Any) -> Any:
            seen.arrays[f"{number}/part/{name}"] = np.array(1)
            return function(*args, **kwargs)

        return part

    return make


# What `decoder_step` may call.
PARTS: Mapping[str, Callable[..., Any]] = {
    "dot_scores": made_up_scores,
    "attention_weights": made_up_weights,
    "context": made_up_context,
}
STAND_INS = {name: _noted(made_up) for name, made_up in PARTS.items()}
