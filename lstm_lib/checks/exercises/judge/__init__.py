"""The half of a check that runs where a learner's code cannot reach: observation in, verdict out.

A judge is a pure function. It draws the same cases from the same seed, computes the reference,
compares, and names the cause. It runs no code of a submission and deserializes nothing from it.
"""

import re
from collections.abc import Callable
from importlib import import_module

from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises import CHECKS, NAMES
from lstm_lib.checks.judge.crash import explain
from lstm_lib.checks.judge.findings import spare_inputs
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Malformed, Observation, own_of
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.rebound import EMPTIED, REMOVED
from lstm_lib.checks.seed import random_generator
from lstm_lib.checks.verdict import Finding, Verdict

JUDGES: dict[str, Judge] = {
    check: judge_of_check
    for exercise in NAMES
    for check, judge_of_check in import_module(
        f"lstm_lib.checks.exercises.{exercise}.judge.judges"
    ).JUDGES.items()
}

OWN_TOO = {one.name for one in CHECKS if isinstance(one, Function) and one.own_too}


def judge(check: str, seen: Observation, seed: str) -> Verdict:
    """Judge what a check saw.

    Parameters
    ----------
    check : str
        The check that the cell asks for: an observation of another check is refused.
    seen : Observation
        What was published; nothing in it is trusted.
    seed : str
        The seed that drew the cases.

    Returns
    -------
    Verdict
        With a share of the points from 0 to 1, and a reason in any case.

    Raises
    ------
    KeyError
        If there is no such check.

    Examples
    --------
    >>> judge("lstm_step", Observation("lstm_step", {}, {"status": "missing"}), "07").status
    'not attempted'
    """
    verdict = _judge_once(check, seen, seed)
    own = own_of(seen) if verdict.status == v.CRASHED and check in OWN_TOO else None
    if own is None:
        return verdict
    beside_own = _judge_once(check, own, seed)
    # An error that only a stand-in brought about says nothing of the learner's answer.
    return beside_own if beside_own.status in (v.RIGHT, v.NOT_YET) else verdict


def _judge_once(check: str, seen: Observation, seed: str) -> Verdict:
    """Judge what a check saw, without what it saw beside the notebook's own functions."""
    judge_of_check = JUDGES[check]
    shown_seed = "" if judge_of_check.without_cases else seed

    def single(status: str, what: str, message: str) -> Verdict:
        return Verdict(check, status, (Finding(what, False, message),), shown_seed)

    if seen.check != check:
        return single(v.NOT_JUDGED, "observation", f"it is of another check, {seen.check!r}")
    status = seen.facts.get("status")
    if status == "missing":
        name = str(seen.facts.get("name", check))
        words = f"`{name}` is not there yet. Run the cell that makes it."
        if seen.facts.get("check") == REMOVED:
            words = f"`{name}` is not there, and `check` was gone as well. {EMPTIED}"
        return single(v.NOT_ATTEMPTED, name, words)
    if status == "raised":
        return _judge_error(seen, single)
    if status != "observed":
        return single(v.NOT_JUDGED, "observation", "it does not say what was observed")
    try:
        found = judge_of_check.findings(seen, random_generator(seed, check))
        findings = tuple(spare_inputs(seen, found))
    except Malformed as error:
        return single(v.NOT_JUDGED, "observation", str(error))
    except v.NotAttempted as reason:
        return single(v.NOT_ATTEMPTED, check, str(reason))
    right = all(finding.right for finding in findings)
    return Verdict(check, v.RIGHT if right else v.NOT_YET, findings, shown_seed)


def _judge_error(seen: Observation, single: Callable[[str, str, str], Verdict]) -> Verdict:
    """Tell a stub, a withheld answer and a crash apart."""
    error = str(seen.facts.get("error"))
    if error == "NotImplementedError" and not seen.facts.get("message"):  # libraries give a reason
        at = re.search(r", in (\w+): ", str(seen.facts.get("line")))
        return single(
            v.NOT_ATTEMPTED,
            seen.check,
            f"`{at[1] if at else seen.check}` as it was last run still holds "
            "`raise NotImplementedError()`. "
            "If you have written your lines: delete that one, run the cell above, "
            "then run this check again.",
        )
    if error == "Withheld":
        return single(
            v.REFUSED,
            seen.check,
            "This exercise asks you to write this yourself, and the answer comes from the library.",
        )
    return single(v.CRASHED, seen.check, explain(seen.facts))
