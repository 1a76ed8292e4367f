"""A diagnosis: the name of a mistake, and what a learner is told about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Diagnosis(Protocol):
    """What a check can say about a wrong answer.

    `name` is its stable name in marks and reports; `message` continues "your h_t …".
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def message(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class Told:
    """A diagnosis that the judge's own code recognizes."""

    name: str
    message: str


@dataclass(frozen=True, eq=False)
class WrongAnswer:
    """A diagnosis that is recognized by its numbers.

    `answer` takes what the exercise's function takes and predicts what this mistake gives.
    """

    name: str
    answer: Callable[..., Any]
    message: str
