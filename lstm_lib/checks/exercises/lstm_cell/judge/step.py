"""The judge of `lstm_step`: its gates are known, so h_t and c_t are judged separately."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.cell import lstm_gates
from lstm_lib.checks.exercises.lstm_cell.checks import GATE, LSTM_STEP, PARTS
from lstm_lib.checks.exercises.lstm_cell.judge.answers import SYMBOLS
from lstm_lib.checks.exercises.lstm_cell.judge.step_answers import (
    ARGUMENTS,
    EMISSIONS,
    MADE_GATES_WRONG,
    STEP_WRONG_ANSWERS,
    Combination,
    Gates,
    combine,
)
from lstm_lib.checks.exercises.lstm_cell.judge.update_answers import updated
from lstm_lib.checks.judge.compare import Case, agree, compare, same
from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

NAMES = LSTM_STEP.values
LOOK_AT = "the order of the four key steps, and at which state each line reads"


def _judge_step(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a step whose parts were stand-ins: a right h_t may follow from a wrong c_t."""
    if complaint := returned_otherwise(seen, NAMES):
        return [Finding(name, False, complaint) for name in NAMES]
    drawn = LSTM_STEP.cases(rng)
    found = observed(seen, len(drawn), len(NAMES))
    gates = [_gates_used(seen, k, case, _right_gates) for k, case in enumerate(drawn)]
    known = [(wrong, _expected(seen, drawn, gates, wrong.answer)) for wrong in STEP_WRONG_ANSWERS]
    expected = _expected(seen, drawn, gates, combine)
    sizes = [LSTM_STEP.said_sizes(case) for case in drawn]
    complaints = _wrong_arguments(seen, drawn, gates)
    h_t, c_t = (
        Finding(name, False, complaints[name], diagnosis=ARGUMENTS.name)
        if name in complaints
        else compare(
            name,
            found[p],
            expected[p],
            [(wrong, given[p]) for wrong, given in known],
            LOOK_AT,
            sizes=sizes,
        )
        for p, name in enumerate(NAMES)
    )
    if h_t.right and c_t.right:
        return [h_t, c_t]
    if not h_t.right and not c_t.right and "h_t" not in complaints:
        if _follows(found[0], found[1], expected[1], gates):
            h_t = Finding("h_t", True, "right: it follows from your c_t")
    if wrong := _made_gates(seen, drawn, found, gates):
        message, name = wrong.message, wrong.name
        return say_once(
            [f if f.right else Finding(f.what, False, message, 1.0, name) for f in (h_t, c_t)]
        )
    return say_once([h_t, c_t])


def _right_gates(**case: np.ndarray) -> Gates:
    """Return the gates of a case by name."""
    return dict(zip("ifgo", lstm_gates(*(case[a] for a in GATE.split(", "))), strict=True))


def _takes(part: str) -> list[str]:
    """Return the names of a part's arguments."""
    return PARTS[part][0].split(", ")


def _called(seen: Observation, number: int, part: str) -> bool:
    """Tell whether the observed step called the stand-in for a part, with all its arguments."""
    given = [f"{number}/{part}/{argument}" in seen.arrays for argument in _takes(part)]
    if any(given) and not all(given):
        raise Malformed(f"a call of {part} lacks an argument")
    return all(given)


def _gates_used(seen: Observation, number: int, case: Case, made: Callable[..., Gates]) -> Gates:
    """Return the gates that the observed step had: supplied by stand-ins, or its own."""
    own = made(**{name: case[name] for name in LSTM_STEP.arguments})
    return {
        symbol: case[symbol] if _called(seen, number, part) else own[symbol]
        for part, symbol in SYMBOLS.items()
    }


def _expected(
    seen: Observation, drawn: Sequence[Case], gates: Sequence[Gates], combination: Combination
) -> list[list[np.ndarray]]:
    """Return every h_t and every c_t of a step that called what the observed one called."""
    values = []
    for number, (case, used) in enumerate(zip(drawn, gates, strict=True)):
        supplied = _called(seen, number, "update_cell_state")
        update = (lambda *_, c_t=case["c_t"]: c_t) if supplied else updated
        values.append(
            combination(**used, h_prev=case["h_prev"], c_prev=case["c_prev"], update=update)
        )
    return [list(quantity) for quantity in zip(*values, strict=True)]


def _wrong_arguments(
    seen: Observation, drawn: Sequence[Case], gates: Sequence[Gates]
) -> dict[str, str]:
    """Say, for h_t and for c_t, which part was called with wrong arguments."""
    complaints: dict[str, str] = {}
    for number, (case, used) in enumerate(zip(drawn, gates, strict=True)):
        known = {**case, **used}
        for part in PARTS:
            for argument in _takes(part):
                given = seen.arrays.get(f"{number}/{part}/{argument}")
                if given is None or same(given, known[argument]):
                    continue
                came = next((n for n, value in known.items() if same(given, value)), None)
                what = f" It was given {came}." if came else ""
                quantity = "h_t" if part == "output_gate" else "c_t"
                complaint = ARGUMENTS.message.format(part=part, argument=argument)
                complaints.setdefault(quantity, f"{complaint}{what}")
    return complaints


def _follows(
    h_found: Sequence[np.ndarray],
    c_found: Sequence[np.ndarray],
    c_wanted: Sequence[np.ndarray],
    gates: Sequence[Gates],
) -> bool:
    """Tell whether h_t is what the output gate emits from the learner's own c_t.

    A c_t of zeros, or one so large that tanh is flat, cannot tell the right emission from
    wrong ones, so it proves nothing.
    """
    for c_t, right in zip(c_found, c_wanted, strict=True):
        if c_t.shape != right.shape or not np.all(np.isfinite(c_t)):
            return False

    def emitted(combination: Combination) -> bool:
        return all(
            same(
                h_t, combination(**used, h_prev=c_t, c_prev=c_t, update=lambda *_, c_t=c_t: c_t)[0]
            )
            for h_t, c_t, used in zip(
                h_found, [c_t.astype(float) for c_t in c_found], gates, strict=True
            )
        )

    others = (wrong for wrong in EMISSIONS if wrong.name != "old cell state emitted")
    return emitted(combine) and not any(emitted(wrong.answer) for wrong in others)


def _made_gates(
    seen: Observation,
    drawn: Sequence[Case],
    found: Sequence[Sequence[np.ndarray]],
    gates: Sequence[Gates],
) -> WrongAnswer | None:
    """Recognize what went wrong with gates that the step made itself."""
    for wrong in MADE_GATES_WRONG:
        made = [_gates_used(seen, k, case, wrong.answer) for k, case in enumerate(drawn)]
        if all(same(a[s], b[s]) for a, b in zip(made, gates, strict=True) for s in "ifgo"):
            continue  # the step made none of these gates
        expected = _expected(seen, drawn, made, combine)
        if not _wrong_arguments(seen, drawn, made) and all(map(agree, found, expected)):
            return wrong
    return None


STEP = Judge(_judge_step, (*STEP_WRONG_ANSWERS, *MADE_GATES_WRONG, ARGUMENTS))
