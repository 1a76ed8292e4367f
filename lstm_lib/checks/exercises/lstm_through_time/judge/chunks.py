"""The judge of `run_in_chunks`: each common wrong answer, and what to say about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.lstm_through_time.checks import RUN_IN_CHUNKS
from lstm_lib.checks.exercises.lstm_through_time.judge.run_answers import TOLERANCE, States, run
from lstm_lib.checks.exercises.lstm_through_time.observe import made_up_run
from lstm_lib.checks.judge.compare import Case, by_quantity, compare_all
from lstm_lib.checks.judge.crash import explain
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding


def chunked(
    inputs,
    chunk,
    h_0,
    c_0,
    *weights,
    run=run,
    starts=lambda steps, chunk: range(0, steps, chunk),
    longer=0,
    hand_on=lambda h, c, h_0, c_0: (h[:, -1], c[:, -1]),
    keep=lambda parts: np.concatenate(parts, axis=1),
) -> States:
    """Return both states of a sequence that is read in chunks: the right answer by default."""
    states, parts = (h_0, c_0), []
    for start in starts(inputs.shape[1], chunk):
        h, c = run(inputs[:, start : start + chunk + longer], *states, *weights)
        parts.append((h, c))
        states = hand_on(h, c, h_0, c_0)
    every_h, every_c = zip(*parts, strict=True)
    return keep(list(every_h)), keep(list(every_c))


DROPPED = "last chunk dropped"
CHUNK_WRONG_ANSWERS = (
    WrongAnswer(
        "chunks begin with the initial states",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (h_0, c_0)),
        "begins again with h_0 and c_0 in every chunk. A chunk goes on where the one before ended",
    ),
    WrongAnswer(
        "chunks begin with zeros",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (0 * h_0, 0 * c_0)),
        "begins with zeros in every chunk after the first. A chunk goes on where the one before "
        "ended",
    ),
    WrongAnswer(
        "only the hidden state handed on",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (h[:, -1], c_0)),
        "gets the last hidden state from chunk to chunk, but begins each one with c_0. "
        "Pass on both states",
    ),
    WrongAnswer(
        "only the hidden state handed on, the cell state zero",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (h[:, -1], 0 * c_0)),
        "gets the last hidden state from chunk to chunk, and a cell state of zeros. "
        "Pass on both states",
    ),
    WrongAnswer(
        "only the cell state handed on",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (h_0, c[:, -1])),
        "gets the last cell state from chunk to chunk, but begins each one with h_0. "
        "Pass on both states",
    ),
    WrongAnswer(
        "only the cell state handed on, the hidden state zero",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (0 * h_0, c[:, -1])),
        "gets the last cell state from chunk to chunk, and a hidden state of zeros. "
        "Pass on both states",
    ),
    WrongAnswer(
        "states exchanged between chunks",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (c[:, -1], h[:, -1])),
        "comes from chunks that take the last hidden state for the cell state, and the other way "
        "round",
    ),
    WrongAnswer(
        "initial states exchanged",
        lambda inputs, chunk, h_0, c_0, *weights, run=run: chunked(
            inputs, chunk, c_0, h_0, *weights, run=run
        ),
        "begins with c_0 as its hidden state and with h_0 as its cell state",
    ),
    WrongAnswer(
        "arguments of the run exchanged",
        lambda inputs, chunk, h_0, c_0, *weights, run=run: chunked(
            inputs,
            chunk,
            c_0,
            h_0,
            *weights,
            run=run,
            hand_on=lambda h, c, *_: (c[:, -1], h[:, -1]),
        ),
        "comes from runs that all get the cell state before the hidden state. `run_lstm` takes h_0 "
        "first, then c_0",
    ),
    WrongAnswer(
        "hidden state for both",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (h[:, -1], h[:, -1])),
        "comes from chunks that get the last hidden state twice, as h and as c",
    ),
    WrongAnswer(
        "first states of the chunk handed on",
        partial(chunked, hand_on=lambda h, c, h_0, c_0: (h[:, 0], c[:, 0])),
        "goes on with the states after the first step of the chunk before. A chunk goes on where "
        "the one before ended",
    ),
    WrongAnswer(
        "initial states ignored",
        lambda inputs, chunk, h_0, c_0, *weights, run=run: chunked(
            inputs, chunk, 0 * h_0, 0 * c_0, *weights, run=run
        ),
        "begins with zeros, not with h_0 and c_0",
    ),
    WrongAnswer(
        DROPPED,
        # A sequence shorter than a chunk is kept here: without any chunk, NumPy raises an error.
        partial(chunked, starts=lambda steps, chunk: range(0, max(steps - chunk + 1, 1), chunk)),
        "lacks the steps that are left over when `chunk` does not divide the number of steps. "
        "The last chunk may be shorter",
    ),
    WrongAnswer(
        "chunks overlap by a step",
        partial(chunked, longer=1),
        "comes from chunks that are one step too long: the last step of each is read again as "
        "the first of the next",
    ),
    WrongAnswer(
        "a step lost in each chunk",
        partial(chunked, longer=-1),
        "comes from chunks that are one step too short: a step is lost at the end of each",
    ),
    WrongAnswer(
        "last chunk only",
        partial(chunked, keep=lambda parts: parts[-1]),
        "holds the last chunk alone. Keep the states of all chunks, and join them",
    ),
    WrongAnswer(
        "last step of each chunk only",
        partial(chunked, keep=lambda parts: np.stack([part[:, -1] for part in parts], axis=1)),
        "holds one state per chunk, the last. The states of all steps were expected",
    ),
    WrongAnswer(
        "chunks in reverse order",
        partial(chunked, keep=lambda parts: np.concatenate(parts[::-1], axis=1)),
        "holds the right states with the last chunk first",
    ),
    WrongAnswer(
        "h and c swapped",
        lambda *given, run=run: chunked(*given, run=run)[::-1],
        "is the other one: return all hidden states first, then all cell states",
    ),
)

TOO_LONG = Told(
    "other chunks",
    "the numbers are right, but not read in chunks of `chunk` steps: on case {case}, with {steps} "
    "steps and chunk {chunk}, `run_lstm` was given {read} steps. A sequence that does not fit "
    "into memory cannot be read that way",
)
TOO_SHORT = Told(
    "other chunks",
    "the numbers are right, but the chunks are too short: on case {case}, with {steps} steps and "
    "chunk {chunk}, `run_lstm` was given {read} steps",
)


def _judge_chunks(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a sequence that is read in chunks, with a made-up run for each chunk."""
    names = RUN_IN_CHUNKS.values
    if complaint := returned_otherwise(seen, names):
        return [Finding(name, False, complaint) for name in names]
    drawn = dict(enumerate(RUN_IN_CHUNKS.cases(rng)))
    if stopped := _stopped(seen):
        drawn = {k: case for k, case in drawn.items() if f"{k}/0" in seen.arrays}
    cases = list(drawn.values())
    runs = [made_up_run if f"{k}/lengths" in seen.arrays else run for k in drawn]

    def values(answer: Callable[..., Any]) -> list[list[np.ndarray]]:
        made = [
            answer(*(case[a] for a in RUN_IN_CHUNKS.arguments), run=used)
            for case, used in zip(cases, runs, strict=True)
        ]
        return by_quantity(made, len(names))

    findings = compare_all(
        names,
        [[published(seen, f"{k}/{p}") for k in drawn] for p in range(len(names))],
        values(chunked),
        [(wrong, values(wrong.answer)) for wrong in CHUNK_WRONG_ANSWERS],
        "where each chunk begins and ends, and which states it goes on from",
        TOLERANCE,
        [RUN_IN_CHUNKS.said_sizes(case) for case in cases],
    )
    if stopped:
        return say_once(_of_an_error(findings, stopped))
    if all(finding.right for finding in findings) and (told := _other_chunks(seen, cases)):
        return say_once(
            [replace(f, right=False, message=told.message, diagnosis=told.name) for f in findings]
        )
    return findings


def _stopped(seen: Observation) -> Mapping[str, Any]:
    """Return what was raised on a sequence shorter than a chunk; empty if nothing was."""
    stopped = seen.facts.get("stopped")
    return stopped if isinstance(stopped, dict) else {}


def _of_an_error(findings: Sequence[Finding], stopped: Mapping[str, Any]) -> list[Finding]:
    """Say of an answer that raised an error on a short sequence whether it drops last chunks."""
    told = explain(stopped)
    more = f". A sequence that is shorter than `chunk` has no other chunk.\n{told}"
    found = []
    for finding in findings:
        if finding.diagnosis == DROPPED:
            found.append(replace(finding, message=f"{finding.message}{more}"))
            more = ""  # the error is told once
        else:
            found.append(replace(finding, right=False, message=told, diagnosis=""))
    return found


def _other_chunks(seen: Observation, cases: Sequence[Case]) -> Told | None:
    """Say which chunks were read on the first case that was cut wrongly."""
    for number, case in enumerate(cases):
        lengths = seen.arrays.get(f"{number}/lengths")
        if lengths is None:
            continue
        steps, chunk = case["inputs"].shape[1], case["chunk"]
        if lengths.size != -(-steps // chunk) or not np.all(lengths <= chunk):
            read = ", ".join(str(length) for length in lengths.ravel()[:9])
            told = TOO_LONG if np.any(lengths > chunk) else TOO_SHORT
            return Told(
                told.name,
                told.message.format(case=number + 1, steps=steps, chunk=chunk, read=read),
            )
    return None


CHUNKS = Judge(_judge_chunks, (*CHUNK_WRONG_ANSWERS, TOO_LONG, TOO_SHORT))
