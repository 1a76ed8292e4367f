"""A check as its exercise defines it: what to look at, and the hints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lstm_lib.checks import observation as wire
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.seed import random_generator

Observe = Callable[[Mapping[str, Any], Any], Observation]


@dataclass(frozen=True)
class Check:
    """What one graded cell looks at; judging it is another module's work.

    `observe(namespace, rng)` looks names up in the notebook and returns what it saw;
    `hints` lead from a question to the idea, never to the code.
    """

    name: str
    observe: Observe
    hints: tuple[str, str, str]

    def look(self, namespace: Mapping[str, Any], seed: str) -> Observation:
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
        seen = self.observe(namespace, random_generator(seed, self.name))
        try:
            wire.pack(seen)
        except wire.Malformed as error:
            facts = {"status": "raised", "error": "TooLarge", "message": str(error), "line": ""}
            return Observation(self.name, {}, facts)
        return seen
