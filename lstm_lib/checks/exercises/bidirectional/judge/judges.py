"""Judges of the exercise `bidirectional`: what is right, and what each mistake is called."""

from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.bidirectional.checks import COUNT, LOOKS_AHEAD, REVERSE, RUN_BOTH
from lstm_lib.checks.exercises.bidirectional.judge.answers import (
    WRONG_COUNTS,
    WRONG_PROBES,
    count,
    probed,
)
from lstm_lib.checks.exercises.bidirectional.judge.builder import judge_both
from lstm_lib.checks.exercises.bidirectional.judge.run_answers import (
    BOTH_WRONG_ANSWERS,
    REVERSE_WRONG_ANSWERS,
    joined,
    turned,
)
from lstm_lib.checks.exercises.bidirectional.models import made
from lstm_lib.checks.judge.compare import Case, same
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

COUNT_TOLERANCE = 1e-9  # a difference of one parameter counts
RUN_TOLERANCE = 1e-5  # an own run may compute in float32
ARRAYS = ("wrong shape", "not finite")  # told of what came, whatever it says
PROBE_LOOK_AT = "which inputs you change, and which answers you compare"


def _with_model(case: Case) -> Case:
    """Put the model of a case beside its window."""
    return {**case, "model": made(case["kind"], case["weights"])}


def _judge_probe() -> Judge:
    """Make the judge of the probe, which speaks of True and False."""
    judge = judged(LOOKS_AHEAD, probed, WRONG_PROBES, PROBE_LOOK_AT, given=_with_model)

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        state = rng.bit_generator.state
        (finding,) = judge.findings(seen, rng)
        if finding.right:
            return [replace(finding, message=finding.message.removesuffix(", to six decimals"))]
        if "returned" in seen.facts or finding.diagnosis in ARRAYS:
            return [finding]
        if seen.facts.get("changed"):
            # Answers about a window that was changed on the way show no other mistake, though they
            # may look like one. `spare_inputs` takes the mark of this finding, and says why.
            return [replace(finding, right=True, diagnosis="")]
        if not finding.diagnosis:
            rng.bit_generator.state = state
            return [replace(finding, message=_difference(seen, LOOKS_AHEAD.cases(rng)))]
        return [finding]

    return Judge(findings, judge.knows)


def _difference(seen: Observation, cases: list[Case]) -> str:
    """Name the first case whose answer is wrong, in words of True and False."""
    (found,) = observed(seen, len(cases), 1)
    for number, (came, case) in enumerate(zip(found, cases, strict=True), start=1):
        right = probed(_with_model(case)["model"], case["window"])
        if not same(came, np.array(right)):
            said = bool(came) if came in (0, 1) else f"{came:.6g}, neither True nor False"
            of = LOOKS_AHEAD.said_sizes(case)
            return (
                f"on case {number} ({of}), it is {said}, and {right} was expected. "
                f"Look at {PROBE_LOOK_AT}."
            )
    raise AssertionError("all answers are right")


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
    "looks_ahead": _judge_probe(),
    "build_both": judge_both(),
}
