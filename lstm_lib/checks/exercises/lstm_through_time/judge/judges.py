"""Judges of the exercise `lstm_through_time`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from lstm_lib.cell import lstm_step
from lstm_lib.checks.exercises.lstm_through_time.cases import (
    CHANGED_FROM,
    Case,
    long_sequences,
    padded,
    products,
    said_sizes,
    sequences,
)
from lstm_lib.checks.exercises.lstm_through_time.checks import CHUNK_ARGUMENTS, RUN_ARGUMENTS
from lstm_lib.checks.exercises.lstm_through_time.judge.answers import RUN_WRONG_ANSWERS, run
from lstm_lib.checks.exercises.lstm_through_time.judge.array_answers import (
    LAST_WRONG_ANSWERS,
    PRODUCT_WRONG_ANSWERS,
    input_products,
    last_hidden,
)
from lstm_lib.checks.exercises.lstm_through_time.judge.chunk_answers import (
    CHUNK_WRONG_ANSWERS,
    chunked,
)
from lstm_lib.checks.exercises.lstm_through_time.observe import CALLS_KEPT, made_up_run
from lstm_lib.checks.judge.compare import compare, judge_function, same
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

STATES = ("h", "c")
TOLERANCE = 1e-5  # a right answer may work in float32, and rounding adds up over the steps


def judge_run(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a run over all steps, and say which call of the step was the first to go wrong.

    Parameters
    ----------
    seen : Observation
        Two arrays a case, and what `lstm_step` was handed.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        One for h, one for c.

    Examples
    --------
    >>> seen = Observation("run_lstm", {}, {"returned": "None"})
    >>> [finding.right for finding in judge_run(seen, np.random.default_rng(0))]
    [False, False]
    """
    cases = sequences(rng)
    findings = judge_function(
        lambda _: cases,
        RUN_ARGUMENTS,
        run,
        STATES,
        RUN_WRONG_ANSWERS,
        "what each step is handed, and what you keep of it",
        TOLERANCE,
        said_sizes,
    )(seen, rng)
    if "returned" in seen.facts or all(f.right or f.diagnosis for f in findings):
        return findings
    cause, name = _first_wrong_call(seen, cases[0]), "wrong call of the step"
    if not cause and any(_looks_ahead(seen, position) for position in (0, 1)):
        cause, name = LOOKS_AHEAD, "looks ahead"
    if not cause:
        return findings
    return say_once(
        [
            f if f.right or f.diagnosis else replace(f, message=cause, diagnosis=name)
            for f in findings
        ]
    )


LOOKS_AHEAD = (
    f"a state before step {CHANGED_FROM} changes when only the inputs from step {CHANGED_FROM} "
    "on are changed. A state may depend on its own step and on those before it"
)


def _looks_ahead(seen: Observation, position: int) -> bool:
    """Tell whether early states differ between the first case and its twin."""
    first, twin = (published(seen, f"{number}/{position}") for number in (0, 3))
    if first.shape != twin.shape or first.ndim != 3:
        return False
    return not same(first[:, :CHANGED_FROM], twin[:, :CHANGED_FROM], TOLERANCE)


def _first_wrong_call(seen: Observation, case: Case) -> str:
    """Name the first call of `lstm_step` on the first case that was not handed what it needs."""
    steps = case["inputs"].shape[1]
    calls = seen.arrays.get("0/calls", np.array(0))
    if calls.shape != () or calls.dtype.kind != "i" or not 0 < calls <= CALLS_KEPT:
        return ""
    count = int(calls)
    known: dict[str, np.ndarray] = {
        f"the input of step {t}": case["inputs"][:, t] for t in range(steps)
    }
    known |= {"h_0": case["h_0"], "c_0": case["c_0"], "an array of zeros": 0 * case["c_0"]}
    h_t, c_t = case["h_0"], case["c_0"]
    for n in range(count):
        came = {a: seen.arrays.get(f"0/call{n}/{a}") for a in ("x_t", "h_prev", "c_prev")}
        expected = {"h_prev": h_t, "c_prev": c_t}
        if n < steps:
            expected["x_t"] = case["inputs"][:, n]
        for argument, right in expected.items():
            given = came[argument]
            if given is None or given.shape != right.shape:
                return ""  # one sequence at a time, for instance
            if not same(given, right, TOLERANCE):
                what = next((k for k, v in known.items() if same(given, v, TOLERANCE)), "")
                return (
                    f"call {n + 1} of `lstm_step`, on case 1, was not handed the right "
                    f"{argument}{f': {what} came' if what else ''}. {WANTED[argument]}"
                )
        if n >= steps:
            break
        h_t, c_t = lstm_step(case["inputs"][:, n], h_t, c_t, *(case[a] for a in "WUb"))
        known |= {f"the hidden state after step {n}": h_t, f"the cell state after step {n}": c_t}
    if count != steps:
        times = "once" if count == 1 else f"{count} times"
        return f"`lstm_step` was called {times} on case 1, which has {steps} steps"
    return (
        "every call of `lstm_step` is right. Look at what you keep of its results, and along "
        "which axis you put them together"
    )


WANTED = {
    "x_t": "Call n reads step n of every sequence",
    "h_prev": "It is the hidden state that the call before returned, and h_0 for the first",
    "c_prev": "It is the cell state that the call before returned, and c_0 for the first",
}


def judge_chunks(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a sequence that is read in chunks, with a made-up run for each chunk.

    Parameters
    ----------
    seen : Observation
        Two arrays a case, and how many steps `run_lstm` was handed.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of Finding
        One for h, one for c.

    Examples
    --------
    >>> seen = Observation("run_in_chunks", {}, {"returned": "None"})
    >>> [finding.right for finding in judge_chunks(seen, np.random.default_rng(0))]
    [False, False]
    """
    if complaint := returned_otherwise(seen, STATES):
        return [Finding(name, False, complaint) for name in STATES]
    cases = long_sequences(rng)
    runs = [made_up_run if f"{k}/lengths" in seen.arrays else run for k in range(len(cases))]

    def answers(answer: Callable[..., Any]) -> list[list[np.ndarray]]:
        made = [
            answer(*(case[a] for a in CHUNK_ARGUMENTS), run=used)
            for case, used in zip(cases, runs, strict=True)
        ]
        return [list(quantity) for quantity in zip(*made, strict=True)]

    expected = answers(chunked)
    known = [(wrong, answers(wrong.answer)) for wrong in CHUNK_WRONG_ANSWERS]
    findings = [
        compare(
            name,
            [published(seen, f"{k}/{p}") for k in range(len(cases))],
            expected[p],
            [(wrong, given[p]) for wrong, given in known],
            "where each chunk begins and ends, and which states it goes on from",
            TOLERANCE,
            [f"{said_sizes(case)}, chunk {case['chunk']}" for case in cases],
        )
        for p, name in enumerate(STATES)
    ]
    if all(finding.right for finding in findings) and (said := _other_chunks(seen, cases)):
        findings = [replace(f, right=False, message=said, diagnosis=OTHER) for f in findings]
    return say_once(findings)


OTHER = "other chunks"


def _other_chunks(seen: Observation, cases: Sequence[Mapping[str, Any]]) -> str:
    """Say which chunks were read on the first case that was not cut as it should be."""
    for number, case in enumerate(cases):
        lengths = seen.arrays.get(f"{number}/lengths")
        if lengths is None:
            continue
        steps, chunk = case["inputs"].shape[1], case["chunk"]
        if lengths.size == -(-steps // chunk) and np.all(lengths <= chunk):
            continue
        read = ", ".join(str(length) for length in lengths.ravel()[:9])
        return (
            f"the numbers are right, but not read in chunks of `chunk` steps: on case "
            f"{number + 1}, with {steps} steps and chunk {chunk}, `run_lstm` was handed "
            f"{read} steps. A sequence that does not fit into memory cannot be read so"
            if np.any(lengths > chunk)
            else f"the numbers are right, but the chunks are too short: on case {number + 1}, "
            f"with {steps} steps and chunk {chunk}, `run_lstm` was handed {read} steps"
        )
    return ""


_judge = partial(judge_function, tolerance=TOLERANCE, say_sizes=said_sizes)

JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "run_lstm": judge_run,
    "last_hidden": _judge(
        padded,
        ("h", "lengths"),
        last_hidden,
        ["last"],
        LAST_WRONG_ANSWERS,
        "which step is the last real one of each sequence, counted from 0",
    ),
    "run_in_chunks": judge_chunks,
    "input_products": _judge(
        products,
        ("inputs", "W"),
        input_products,
        ["product"],
        PRODUCT_WRONG_ANSWERS,
        "which axis of the inputs meets the rows of W",
    ),
}
