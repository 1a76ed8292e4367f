"""The judge of `backward_through_time`, which judges the sums and the way back separately."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.lstm_backward.checks import BACKWARD_THROUGH_TIME
from lstm_lib.checks.exercises.lstm_backward.judge.sweep import (
    RIGHT_PARTS,
    Arrays,
    Step,
    backward,
    joined,
    real_step,
    states_before,
)
from lstm_lib.checks.exercises.lstm_backward.judge.time_answers import (
    RIGHT_CALLS,
    TIME_WRONG_ANSWERS,
    WRONG_ARGUMENT,
    WRONG_CALL,
    WRONG_COUNT,
)
from lstm_lib.checks.exercises.lstm_backward.observe import PARTS, RECORDED, made_up_step
from lstm_lib.checks.judge.compare import (
    Case,
    agree,
    by_quantity,
    compare,
    most_telling_first,
    same,
)
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.stand_ins import CALLS_KEPT
from lstm_lib.checks.verdict import Finding

NAMES = BACKWARD_THROUGH_TIME.values
WORTH = dict(zip(NAMES, (0.75, 0.75, 0.5, 1.0, 1.0), strict=True))
TOLERANCE = 1e-5  # a right answer may work in float32, and rounding adds up over the steps
LOOK_AT = "the order of the steps, what each one is given, and what is added up"


def _judge_time(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a sweep whose step back is a stand-in: right sums may follow from a wrong way back."""
    if complaint := returned_otherwise(seen, NAMES):
        return [Finding(name, False, complaint, WORTH[name]) for name in NAMES]
    cases = BACKWARD_THROUGH_TIME.cases(rng)
    steps = [_step_used(seen, number) for number in range(len(cases))]
    found = observed(seen, len(cases), len(NAMES))
    expected = _expected(cases, steps, backward)
    known = [(wrong, _expected(cases, steps, wrong.answer)) for wrong in TIME_WRONG_ANSWERS]
    telling = most_telling_first(found, known, TOLERANCE)
    sums = _sums_of_calls(seen, cases)
    cause = _first_wrong_call(seen, cases[0])
    findings = []
    for p, name in enumerate(NAMES):
        finding = compare(
            name,
            found[p],
            expected[p],
            [(wrong, given[p]) for wrong, given in telling],
            LOOK_AT,
            TOLERANCE,
            [BACKWARD_THROUGH_TIME.said_sizes(case) for case in cases],
        )
        if not finding.right and p < len(sums) and agree(found[p], sums[p], TOLERANCE):
            finding = Finding(name, True, "right: the sum of what your calls returned")
        if cause and not finding.right and not finding.diagnosis:
            finding = replace(finding, message=cause, diagnosis=WRONG_CALL)
        findings.append(replace(finding, weight=WORTH[name]))
    return say_once(findings)


def _step_used(seen: Observation, number: int) -> Step:
    """Return the step back that the observed sweep had: stand-ins where it called them."""
    if f"{number}/calls" in seen.arrays:
        return made_up_step
    called = [name for name in PARTS if f"{number}/part/{name}" in seen.arrays]
    if not called:
        return real_step
    return joined({**RIGHT_PARTS, **{name: PARTS[name] for name in called}})


def _expected(cases: Sequence[Case], steps: Sequence[Step], answer: Any) -> list[list[np.ndarray]]:
    """Return what an answer gives, by quantity and then by case."""
    made = [
        answer(*(case[a] for a in BACKWARD_THROUGH_TIME.arguments), step=step)
        for case, step in zip(cases, steps, strict=True)
    ]
    return by_quantity(made, len(NAMES))


def _calls(seen: Observation, number: int) -> list[Mapping[str, np.ndarray]]:
    """Return what each call of `step_backward` on a case was given; nothing if too many."""
    count = seen.arrays.get(f"{number}/calls", np.array(0))
    if count.shape != () or count.dtype.kind != "i" or not 0 < count <= CALLS_KEPT:
        return []
    return [
        {name: published(seen, f"{number}/call{n}/{name}") for name in RECORDED}
        for n in range(int(count))
    ]


def _returned(call: Mapping[str, np.ndarray], case: Case) -> Arrays:
    """Return what the stand-in returned; nothing if the recorded arguments do not fit."""
    batch, units = case["h_0"].shape
    for name in RECORDED:
        shape = call[name].shape
        if len(shape) != 2 or shape[0] not in (1, batch):
            return ()
        if shape[1] != (case["inputs"].shape[2] if name == "x_t" else units):
            return ()
    return made_up_step(*(call[name] for name in RECORDED), *(case[w] for w in "WUb"))


def _sums_of_calls(seen: Observation, cases: Sequence[Case]) -> list[list[np.ndarray]]:
    """Return the sums of what all calls returned for W, U and b, if each step was done once."""
    sums = []
    for number, case in enumerate(cases):
        calls = _calls(seen, number)
        returned = [_returned(call, case) for call in calls]
        batch, steps = case["inputs"].shape[:2]
        if not returned or not all(returned):
            return []
        if sum(len(call["x_t"]) for call in calls) != batch * steps:
            return []
        sums.append([sum(made[p] for made in returned) for p in (3, 4, 5)])
    return [list(quantity) for quantity in zip(*sums, strict=True)]


ORIGINS = {
    "x_t": "It is the input of the current step",
    "h_prev": "It is the hidden state before that step, and h_0 for step 0",
    "c_prev": "It is the cell state before that step, and c_0 for step 0",
    "dh_t": "It is the loss's own gradient plus what comes back to the hidden state",
    "dc_next": "It is the dc_prev of the call before, and zeros for the first call",
}


def _first_wrong_call(seen: Observation, case: Case) -> str:
    """Name the first call on the first case that was not given what it needs."""
    calls = _calls(seen, 0)
    steps = case["inputs"].shape[1]
    if not calls:
        return ""
    known = {"an array of zeros": np.zeros_like(case["h_0"]), "h_0": case["h_0"]}
    known["c_0"] = case["c_0"]
    for t in range(steps):
        known[f"the input of step {t}"] = case["inputs"][:, t]
        known[f"the hidden state after step {t}"] = case["h"][:, t]
        known[f"the cell state after step {t}"] = case["c"][:, t]
        known[f"`dh[:, {t}]` alone"] = case["dh"][:, t]
    dh_next = dc_next = np.zeros_like(case["h_0"])
    for n, (call, t) in enumerate(zip(calls, reversed(range(steps)), strict=False)):
        h_prev, c_prev = states_before(t, *(case[a] for a in ("h", "c", "h_0", "c_0")))
        right = {"x_t": case["inputs"][:, t], "h_prev": h_prev, "c_prev": c_prev}
        right |= {"dh_t": case["dh"][:, t] + dh_next, "dc_next": dc_next}
        for argument, value in right.items():
            given = call[argument]
            if given.shape != value.shape:
                return ""  # one sequence at a time, for instance
            if not same(given, value, TOLERANCE):
                came = next((k for k, v in known.items() if same(given, v, TOLERANCE)), "")
                return WRONG_ARGUMENT.message.format(
                    number=n + 1,
                    argument=argument,
                    came=f": {came} came" if came else "",
                    origin=ORIGINS[argument],
                )
        _, dh_next, dc_next, *_ = _returned(call, case)
        known |= {f"dh_prev of call {n + 1}": dh_next, f"dc_prev of call {n + 1}": dc_next}
    if len(calls) != steps:
        times = "once" if len(calls) == 1 else f"{len(calls)} times"
        return WRONG_COUNT.message.format(times=times, steps=steps)
    return RIGHT_CALLS.message


TIME = Judge(_judge_time, (*TIME_WRONG_ANSWERS, WRONG_ARGUMENT, WRONG_COUNT, RIGHT_CALLS))
