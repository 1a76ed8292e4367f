"""Judge of `backward_through_time`: the sums over the steps and the way back are judged apart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.lstm_backward.cases import Case, said_sizes, sequences
from lstm_lib.checks.exercises.lstm_backward.checks import TIME_ARGUMENTS
from lstm_lib.checks.exercises.lstm_backward.judge.time_answers import (
    RIGHT_PARTS,
    TIME_WRONG_ANSWERS,
    Arrays,
    Step,
    backward,
    joined,
    real_step,
    states_before,
)
from lstm_lib.checks.exercises.lstm_backward.observe import (
    CALLS_KEPT,
    PARTS,
    RECORDED,
    made_up_step,
)
from lstm_lib.checks.judge.compare import compare, same
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

RESULTS = {"dW": 0.75, "dU": 0.75, "db": 0.5, "dh_0": 1.0, "dc_0": 1.0}  # what each is worth
TOLERANCE = 1e-5  # a right answer may work in float32, and rounding adds up over the steps
LOOK_AT = "the order of the steps, what each one is handed, and what is added up"
CALL = "wrong call of the step"


def judge_time(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a sweep over all steps whose step back was a stand-in.

    Parameters
    ----------
    seen : Observation
        Five arrays a case, and what `step_backward` was handed.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        One for each of `RESULTS`. Right sums may follow from a wrong way back.

    Examples
    --------
    >>> seen = Observation("backward_through_time", {}, {"returned": "None"})
    >>> {finding.right for finding in judge_time(seen, np.random.default_rng(0))}
    {False}
    """
    names = tuple(RESULTS)
    if complaint := returned_otherwise(seen, names):
        return [Finding(name, False, complaint, RESULTS[name]) for name in names]
    cases = sequences(rng)
    steps = [_step_used(seen, number) for number in range(len(cases))]
    expected = _expected(cases, steps, backward)
    known = [(wrong, _expected(cases, steps, wrong.answer)) for wrong in TIME_WRONG_ANSWERS]
    found = [[published(seen, f"{k}/{p}") for k in range(len(cases))] for p in range(len(names))]
    # Two wrong answers may share one quantity: ask first for the one that explains more.
    known.sort(key=lambda answer: -sum(map(_agree, found, answer[1])))
    sums = _sums_of_calls(seen, cases)
    findings = []
    for p, name in enumerate(names):
        finding = compare(
            name,
            found[p],
            expected[p],
            [(wrong, given[p]) for wrong, given in known],
            LOOK_AT,
            TOLERANCE,
            [said_sizes(case) for case in cases],
        )
        if not finding.right and p < len(sums) and _agree(found[p], sums[p]):
            finding = Finding(name, True, "right: the sum of what your calls returned")
        findings.append(replace(finding, weight=RESULTS[name]))
    if cause := _first_wrong_call(seen, cases[0]):
        findings = [
            f if f.right or f.diagnosis else replace(f, message=cause, diagnosis=CALL)
            for f in findings
        ]
    return say_once(findings)


def _agree(found: Sequence[np.ndarray], given: Sequence[np.ndarray]) -> bool:
    """Tell whether a quantity agrees on every case."""
    return all(same(a, b, TOLERANCE) for a, b in zip(found, given, strict=True))


def _step_used(seen: Observation, number: int) -> Step:
    """Return the step back that the observed sweep had: stand-ins where it called them."""
    if f"{number}/calls" in seen.arrays:
        return made_up_step
    called = [name for name in PARTS if f"{number}/part/{name}" in seen.arrays]
    if not called:
        return real_step
    return joined({**RIGHT_PARTS, **{name: PARTS[name][1] for name in called}})


def _expected(
    cases: Sequence[Case], steps: Sequence[Step], answer: Any
) -> list[tuple[np.ndarray, ...]]:
    """Return what an answer gives, by quantity and then by case."""
    made = [
        answer(*(case[a] for a in TIME_ARGUMENTS), step=step)
        for case, step in zip(cases, steps, strict=True)
    ]
    return list(zip(*made, strict=True))


def _calls(seen: Observation, number: int) -> list[Mapping[str, np.ndarray]]:
    """Return what each call of `step_backward` on a case was handed; nothing if too many."""
    count = seen.arrays.get(f"{number}/calls", np.array(0))
    if count.shape != () or count.dtype.kind != "i" or not 0 < count <= CALLS_KEPT:
        return []
    return [
        {name: published(seen, f"{number}/call{n}/{name}") for name in RECORDED}
        for n in range(int(count))
    ]


def _returned(call: Mapping[str, np.ndarray], case: Case) -> Arrays:
    """Return what the stand-in gave back; nothing if what is said of the call does not fit."""
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
    "x_t": "It is the input of the step that is done",
    "h_prev": "It is the hidden state before that step, and h_0 for step 0",
    "c_prev": "It is the cell state before that step, and c_0 for step 0",
    "dh_t": "It is the loss's own gradient plus what comes back to the hidden state",
    "dc_next": "It is the dc_prev of the call before, and zeros for the first call",
}


def _first_wrong_call(seen: Observation, case: Case) -> str:
    """Name the first call on the first case that was not handed what it needs."""
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
                return (
                    f"call {n + 1} of `step_backward`, on case 1, was not handed the right "
                    f"{argument}{f': {came} came' if came else ''}. {ORIGINS[argument]}"
                )
        _, dh_next, dc_next, *_ = _returned(call, case)
        known |= {f"dh_prev of call {n + 1}": dh_next, f"dc_prev of call {n + 1}": dc_next}
    if len(calls) != steps:
        times = "once" if len(calls) == 1 else f"{len(calls)} times"
        return f"`step_backward` was called {times} on case 1, which has {steps} steps"
    return (
        "every call of `step_backward` is right. Look at which of its six results you take, what "
        "you do with it, and the order in which you return"
    )
