"""Judges of the exercise `bidirectional`: what is right, and what each mistake is called."""

from lstm_lib.checks.exercises.bidirectional.checks import COUNT, LOOKS_AHEAD, REVERSE, RUN_BOTH
from lstm_lib.checks.exercises.bidirectional.judge.answers import (
    WRONG_COUNTS,
    WRONG_PROBES,
    count,
    probed,
)
from lstm_lib.checks.exercises.bidirectional.judge.run_answers import (
    BOTH_WRONG_ANSWERS,
    REVERSE_WRONG_ANSWERS,
    joined,
    turned,
)
from lstm_lib.checks.exercises.bidirectional.models import made
from lstm_lib.checks.judge.compare import Case
from lstm_lib.checks.judge.judged import judged

COUNT_TOLERANCE = 1e-9  # a difference of one parameter counts
RUN_TOLERANCE = 1e-5  # an own run may compute in float32


def _with_model(case: Case) -> Case:
    """Put the model of a case beside its window."""
    return {**case, "model": made(case["kind"], case["weights"])}


JUDGES = {
    "reverse_within_lengths": judged(
        REVERSE, turned, REVERSE_WRONG_ANSWERS, "which step of each sequence stands where"
    ),
    "run_both": judged(
        RUN_BOTH,
        joined,
        BOTH_WRONG_ANSWERS,
        "what each run reads, in which order, and how its states are put beside the other's",
        RUN_TOLERANCE,
    ),
    "count_bidirectional": judged(
        COUNT, count, WRONG_COUNTS, "what each of the two runs reads", COUNT_TOLERANCE
    ),
    "looks_ahead": judged(
        LOOKS_AHEAD,
        probed,
        WRONG_PROBES,
        "which inputs you change, and which answers you compare",
        given=_with_model,
    ),
}
