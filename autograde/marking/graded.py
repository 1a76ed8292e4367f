"""The outcome of one submission, as `autograde grade` tells it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Times:
    """When a submission passed each step, in seconds since 1970; 0 for a step that it did not pass.

    A stored result keeps the times of its run.
    """

    received: float = 0.0
    queued: float = 0.0
    started: float = 0.0
    executed: float = 0.0
    judged: float = 0.0
    committed: float = 0.0


@dataclass(frozen=True)
class Graded:
    """The outcome of one submission. `problem` is empty if nothing is wrong with it.

    `score` is the score before the late penalty, `penalty` is what is taken off it, and `note`
    says why a mark needs a look, such as that of a file that is not a notebook. A submission whose
    `problem` is only its time has a mark; what lies in no assignment's folder has neither.
    """

    assignment: str
    student: str
    score: float
    max_score: float
    problem: str = ""
    times: Times = field(default_factory=Times)
    penalty: float = 0.0
    note: str = ""
