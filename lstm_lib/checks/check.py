"""A check as its exercise declares it: its name, its hints, and how it observes."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass
from typing import Any

from lstm_lib.checks import observation as wire
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.seed import random_generator

Hints = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Check(ABC):
    """What one graded cell looks at; another module judges it.

    `name` names the check and what it looks up in the notebook; `hints` lead from a question to
    the idea, never to the code.
    """

    name: str
    _: KW_ONLY
    hints: Hints

    @abstractmethod
    def look(self, namespace: Any, rng: Any) -> Observation:
        """Look names up in the notebook, on cases drawn from a generator; say what was seen."""

    def observe(self, namespace: Mapping[str, Any], seed: str) -> Observation:
        """Observe the object in a namespace, on the cases that a seed draws.

        Parameters
        ----------
        namespace : mapping of str to object
            The notebook's names.
        seed : str
            Hexadecimal digits.

        Returns
        -------
        Observation
            What was seen, small enough to publish.

        Raises
        ------
        ValueError
            If `seed` is not a string of hexadecimal digits.
        """
        rng = random_generator(seed, self.name)
        with _quiet_tensorflow():
            seen = self.look(namespace, rng)
        try:
            wire.pack(seen)
        except wire.Malformed as error:
            facts = {"status": "raised", "error": "TooLarge", "message": str(error), "line": ""}
            return Observation(self.name, {}, facts)
        return seen


@contextmanager
def _quiet_tensorflow() -> Iterator[None]:
    """Silence TensorFlow's warning that it recompiles what a check calls again."""
    logger = logging.getLogger("tensorflow")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
