"""What the wrong answers of precision and recall share."""

from collections.abc import Callable
from typing import Any

Answer = Callable[..., Any]


def share(part: Any, whole: Any) -> float:
    """Return a share; 0 of nothing."""
    return float(part / whole) if whole else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of both."""
    return share(2 * precision * recall, precision + recall)


def of_both(right: Answer, both: Answer) -> Answer:
    """Make an answer that makes something else of precision and recall."""
    return lambda *given: both(*right(*given))
