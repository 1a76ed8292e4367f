"""Judges of the exercise `lstm_through_time`; the judge of the run over all steps is made here."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from lstm_lib.cell import lstm_step
from lstm_lib.checks.exercises.lstm_through_time.checks import CHANGED_FROM, RUN_LSTM
from lstm_lib.checks.exercises.lstm_through_time.judge.arrays import LAST, PRODUCTS
from lstm_lib.checks.exercises.lstm_through_time.judge.chunks import CHUNKS
from lstm_lib.checks.exercises.lstm_through_time.judge.own_step_answers import (
    OWN_STEP_WRONG_ANSWERS,
)
from lstm_lib.checks.exercises.lstm_through_time.judge.run_answers import (
    RUN_WRONG_ANSWERS,
    TOLERANCE,
    run,
)
from lstm_lib.checks.judge.calls import Call, calls, whole_batch, wrong_argument
from lstm_lib.checks.judge.compare import Case, same
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published, say_once
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

RECORDED = ("x_t", "h_prev", "c_prev", "W", "U", "b")
WRONG_CALL = "wrong call of the step"
WRONG_ARGUMENT = Told(
    WRONG_CALL,
    "call {call} of `lstm_step`, on case {case}, was not given the right {argument}{came}. "
    "{expected}",
)
WRONG_COUNT = Told(
    WRONG_CALL, "`lstm_step` was called {times} on case {case}, which has {steps} steps"
)
RIGHT_CALLS = Told(
    WRONG_CALL,
    "every call of `lstm_step` is right. Look at what you keep of its results, and along which "
    "axis you put them together",
)
LOOKS_AHEAD = Told(
    "looks ahead",
    f"a state before step {CHANGED_FROM} changes when only the inputs from step {CHANGED_FROM} "
    "onward change. A state may depend on its own step and on those before it",
)
EXPECTED = {
    **dict.fromkeys("WUb", "Every step has the same weights, those that your function is given"),
    "x_t": "Call n reads step n of every sequence",
    "h_prev": "It is the hidden state that the call before returned, and h_0 for the first",
    "c_prev": "It is the cell state that the call before returned, and c_0 for the first",
}

LOOK_AT = "what each step is given, and what you keep of its results"
RUN = judged(RUN_LSTM, run, RUN_WRONG_ANSWERS, LOOK_AT, TOLERANCE)
WITH_OWN_STEP = judged(
    RUN_LSTM, run, (*RUN_WRONG_ANSWERS, *OWN_STEP_WRONG_ANSWERS), LOOK_AT, TOLERANCE
)


def _judge_run(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a run over all steps, and name the first wrong call of the step."""
    cases = RUN_LSTM.cases(deepcopy(rng))
    called = any(calls(seen, number, RECORDED) for number in range(len(cases)))
    findings = (RUN if called else WITH_OWN_STEP).findings(seen, rng)
    if "returned" in seen.facts or all(f.right for f in findings):
        return findings
    if told := _wrong_weights(seen, cases):  # its numbers may be those of another mistake
        return say_once([_told(f, told) for f in findings])
    if all(f.right or f.diagnosis for f in findings):
        return findings
    told = _first_wrong_call(seen, cases)
    if told is None and any(_looks_ahead(seen, position) for position in (0, 1)):
        told = LOOKS_AHEAD
    if told is None:
        return findings
    return say_once([f if f.diagnosis else _told(f, told) for f in findings])


def _told(finding: Finding, told: Told) -> Finding:
    """Give a finding a diagnosis, unless it is right."""
    return finding if finding.right else replace(finding, message=told.message, diagnosis=told.name)


def _wrong_weights(seen: Observation, cases: Sequence[Case]) -> Told | None:
    """Name the first call of `lstm_step` that was given other weights."""
    for number, case in enumerate(cases):
        weights = {name: case[name] for name in "WUb"}
        for n, call in enumerate(calls(seen, number, RECORDED)):
            argument, came = wrong_argument(call, weights, {}, TOLERANCE)
            if argument:
                what = {"argument": argument, "expected": EXPECTED[argument], "came": came}
                return _worded(WRONG_ARGUMENT, call=n + 1, case=number + 1, **what)
    return None


def _looks_ahead(seen: Observation, position: int) -> bool:
    """Tell whether early states differ between the first case and its twin."""
    first, twin = (published(seen, f"{number}/{position}") for number in (0, 3))
    if first.shape != twin.shape or first.ndim != 3:
        return False
    return not same(first[:, :CHANGED_FROM], twin[:, :CHANGED_FROM], TOLERANCE)


def _first_wrong_call(seen: Observation, cases: Sequence[Case]) -> Told | None:
    """Name the first call of `lstm_step` on any case that was not given what it needs."""
    for number, case in enumerate(cases):
        told = _wrong_call(calls(seen, number, RECORDED), number, case)
        if told is not RIGHT_CALLS:
            return told
    return RIGHT_CALLS


def _wrong_call(made: Sequence[Call], number: int, case: Case) -> Told | None:
    """Name the first wrong call on one case; None if the calls cannot be followed."""
    inputs, steps = case["inputs"], case["inputs"].shape[1]
    if not made:
        return None
    known = {f"the input of step {t}": inputs[:, t] for t in range(steps)}
    known |= {"h_0": case["h_0"], "c_0": case["c_0"], "an array of zeros": 0 * case["c_0"]}
    h_t, c_t = case["h_0"], case["c_0"]
    for n, call in enumerate(made):
        right = {"h_prev": h_t, "c_prev": c_t}
        if n < steps:
            right["x_t"] = inputs[:, n]
        if not whole_batch(call, right):
            return None  # one sequence at a time, for instance
        argument, came = wrong_argument(call, right, known, TOLERANCE)
        if argument:
            where = {"call": n + 1, "case": number + 1, "came": came}
            return _worded(WRONG_ARGUMENT, argument=argument, expected=EXPECTED[argument], **where)
        if n >= steps:
            break
        h_t, c_t = lstm_step(inputs[:, n], h_t, c_t, *(case[name] for name in "WUb"))
        known |= {f"the hidden state after step {n}": h_t, f"the cell state after step {n}": c_t}
    if len(made) != steps:
        times = "once" if len(made) == 1 else f"{len(made)} times"
        return _worded(WRONG_COUNT, times=times, case=number + 1, steps=steps)
    return RIGHT_CALLS


def _worded(told: Told, **what: Any) -> Told:
    """Put what was seen into the words of a diagnosis."""
    return Told(told.name, told.message.format(**what))


JUDGES = {
    "run_lstm": Judge(
        _judge_run,
        (*WITH_OWN_STEP.knows, WRONG_ARGUMENT, WRONG_COUNT, RIGHT_CALLS, LOOKS_AHEAD),
    ),
    "last_hidden": LAST,
    "run_in_chunks": CHUNKS,
    "input_products": PRODUCTS,
}
