"""The cells of an exercise as they were released."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Released:
    """A cell as it was released: its source, and the metadata that nbgrader gave it."""

    source: str
    cell_type: str
    nbgrader: dict[str, Any]

    @property
    def is_solution(self) -> bool:
        """Whether the learner writes here."""
        return bool(self.nbgrader["solution"])

    @property
    def is_check(self) -> bool:
        """Whether it is a graded cell that the course wrote."""
        return bool(self.nbgrader["grade"]) and not self.is_solution

    @property
    def is_stub(self) -> bool:
        """Whether it is the place of an answer in code, to which a check gives the points."""
        return self.is_solution and self.cell_type == "code" and not self.nbgrader["grade"]


def answers_of_checks(released: dict[str, Released]) -> dict[str, list[str]]:
    """Return which answers each check is about: those since the check before it.

    Parameters
    ----------
    released : dict of str to Released
        The released cells by their grade_id, in order.

    Returns
    -------
    dict of str to list of str
        The grade_ids of the answers by that of the check; two checks in a row have the same ones.
    """
    about: dict[str, list[str]] = {}
    since: list[str] = []
    last: list[str] = []
    for name, cell in released.items():
        if cell.is_stub:
            since.append(name)
        elif cell.is_check:
            about[name] = last = since or last
            since = []
    return about
