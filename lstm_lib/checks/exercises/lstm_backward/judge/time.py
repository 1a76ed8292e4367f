"""The judge of `backward_through_time`, which judges the sums and the way back separately."""

from collections.abc import Sequence
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
from lstm_lib.checks.exercises.lstm_backward.observe import EDITION, PARTS, RECORDED, made_up_step
from lstm_lib.checks.judge.calls import Call, calls, whole_batch, wrong_argument
from lstm_lib.checks.judge.compare import (
    Case,
    agree,
    by_quantity,
    compare,
    most_telling_first,
    same,
)
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

NAMES = BACKWARD_THROUGH_TIME.values
WORTH = dict(zip(NAMES, (0.75, 0.75, 0.5, 1.0, 1.0), strict=True))
TOLERANCE = 1e-5  # a right answer may work in float32, and rounding adds up over the steps
WEIGHTS = ("W", "U", "b")
STATES = tuple(name for name in RECORDED if name not in WEIGHTS)
FOLLOWS = (
    "you add up what your calls returned, as asked, so this keeps its points. Its numbers will be "
    "right once the calls are"
)
LOOK_AT = "the order of the steps, what each one is given, and what is added up"


def _judge_time(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a sweep whose step back is a stand-in: right sums may follow from a wrong way back."""
    if complaint := returned_otherwise(seen, NAMES):
        return [Finding(name, False, complaint, WORTH[name]) for name in NAMES]
    cases = BACKWARD_THROUGH_TIME.cases(rng)
    steps = [_step_used(seen, number) for number in range(len(cases))]
    found = observed(seen, len(cases), len(NAMES))
    expected = _expected(cases, steps, backward)
    right = all(agree(a, b, TOLERANCE) for a, b in zip(found, expected, strict=True))
    wrong_answers = () if right else TIME_WRONG_ANSWERS
    known = [(wrong, _expected(cases, steps, wrong.answer)) for wrong in wrong_answers]
    telling = most_telling_first(found, known, TOLERANCE)
    sums = _sums_of_calls(seen, cases)
    cause = _first_wrong_call(seen, cases)
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
            finding = Finding(name, True, FOLLOWS)
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
    if any(not np.array_equal(seen.arrays[f"{number}/part/{name}"], EDITION) for name in called):
        raise Malformed("its parts were stand-ins that made up other numbers")
    return joined({**RIGHT_PARTS, **{name: PARTS[name] for name in called}})


def _expected(cases: Sequence[Case], steps: Sequence[Step], answer: Any) -> list[list[np.ndarray]]:
    """Return what an answer gives, by quantity and then by case."""
    made = [
        answer(*(case[a] for a in BACKWARD_THROUGH_TIME.arguments), step=step)
        for case, step in zip(cases, steps, strict=True)
    ]
    return by_quantity(made, len(NAMES))


def _returned(call: Call, case: Case) -> Arrays:
    """Return what the stand-in returned; nothing if the recorded arguments do not fit."""
    batch, units = case["h_0"].shape
    for name in STATES:
        shape = call[name].shape
        if len(shape) != 2 or shape[0] not in (1, batch):
            return ()
        if shape[1] != (case["inputs"].shape[2] if name == "x_t" else units):
            return ()
    if any(call[name].shape != case[name].shape for name in WEIGHTS):
        return ()
    return made_up_step(*(call[name] for name in RECORDED))


def _sums_of_calls(seen: Observation, cases: Sequence[Case]) -> list[list[np.ndarray]]:
    """Return the sums of what all calls returned for W, U and b.

    There are none unless each step was done once, with its own input and with the right weights:
    only what comes back to it may be wrong.
    """
    sums = []
    for number, case in enumerate(cases):
        made = calls(seen, number, RECORDED)
        returned = [_returned(call, case) for call in made]
        if not returned or not all(returned) or not _each_step_once(made, case):
            return []
        if any(wrong_argument(call, _weights(case), {}, TOLERANCE)[0] for call in made):
            return []
        sums.append([sum(one[p] for one in returned) for p in (3, 4, 5)])
    return [list(quantity) for quantity in zip(*sums, strict=True)]


def _weights(case: Case) -> Call:
    """Return the weights of a case."""
    return {name: case[name] for name in WEIGHTS}


def _each_step_once(made: Sequence[Call], case: Case) -> bool:
    """Tell whether the calls did each step of each sequence once, beside a state of this step.

    A step is known by its input. Step 0 may have been given any state: what it reads stands in no
    row of `h` and `c`.
    """
    batch, steps, _ = case["inputs"].shape
    states = np.stack([case["h"], case["c"]])  # (2, batch, steps, units)
    done = set()
    for call in made:
        rows = zip(*(call[name] for name in ("x_t", "h_prev", "c_prev")), strict=False)
        for x_t, *before in rows:
            far = np.abs(case["inputs"] - x_t).max(axis=2)  # (batch, steps)
            n, t = np.unravel_index(np.argmin(far), far.shape)
            own = states[:, n, max(t - 1, 0) : t + 1].reshape(-1, states.shape[-1])
            if not same(x_t, case["inputs"][n, t], TOLERANCE):
                return False
            if t and not any(same(a, b, TOLERANCE) for a in before for b in own):
                return False
            done.add((n, t))
    return len(done) == batch * steps == sum(len(call["x_t"]) for call in made)


ORIGINS = {
    **dict.fromkeys(WEIGHTS, "Every step has the same weights, those that your function is given"),
    "x_t": "It is the input of the current step",
    "h_prev": "It is the hidden state before that step, and h_0 for step 0",
    "c_prev": "It is the cell state before that step, and c_0 for step 0",
    "dh_t": "It is the loss's own gradient plus what comes back to the hidden state",
    "dc_next": "It is the dc_prev of the call before, and zeros for the first call",
}


def _first_wrong_call(seen: Observation, cases: Sequence[Case]) -> str:
    """Name the first call on any case that was not given what it needs."""
    whole = True
    for number, case in enumerate(cases):
        told, whole = _wrong_call(calls(seen, number, RECORDED), number, case)
        if told or not whole:
            return told
    return RIGHT_CALLS.message


def _wrong_call(made: Sequence[Call], number: int, case: Case) -> tuple[str, bool]:
    """Name the first wrong call on one case, and tell whether the calls can be followed."""
    steps = case["inputs"].shape[1]
    known = {"an array of zeros": np.zeros_like(case["h_0"]), "h_0": case["h_0"]}
    known |= {"c_0": case["c_0"], "zeros": np.zeros_like(case["inputs"][:, 0])}
    for t in range(steps):
        known[f"the input of step {t}"] = case["inputs"][:, t]
        known[f"the hidden state after step {t}"] = case["h"][:, t]
        known[f"the cell state after step {t}"] = case["c"][:, t]
        known[f"`dh[:, {t}]` alone"] = case["dh"][:, t]
    dh_next = dc_next = np.zeros_like(case["h_0"])
    for n, (call, t) in enumerate(zip(made, reversed(range(steps)), strict=False)):
        h_prev, c_prev = states_before(t, *(case[a] for a in ("h", "c", "h_0", "c_0")))
        right = {"x_t": case["inputs"][:, t], "h_prev": h_prev, "c_prev": c_prev}
        right |= {"dh_t": case["dh"][:, t] + dh_next, "dc_next": dc_next}
        if not whole_batch(call, right):
            return "", False  # one sequence at a time, for instance
        argument, came = wrong_argument(call, {**_weights(case), **right}, known, TOLERANCE)
        if argument:
            what = {"argument": argument, "came": came, "origin": ORIGINS[argument]}
            return WRONG_ARGUMENT.message.format(number=n + 1, case=number + 1, **what), True
        _, dh_next, dc_next, *_ = _returned(call, case)
        known |= {f"dh_prev of call {n + 1}": dh_next, f"dc_prev of call {n + 1}": dc_next}
    if made and len(made) != steps:
        times = "once" if len(made) == 1 else f"{len(made)} times"
        return WRONG_COUNT.message.format(times=times, case=number + 1, steps=steps), True
    return "", bool(made)


TIME = Judge(_judge_time, (*TIME_WRONG_ANSWERS, WRONG_ARGUMENT, WRONG_COUNT, RIGHT_CALLS))
