"""Judges of the exercise `lstm_cell`: the gates, the cell state update and the step."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.cell import lstm_gates
from lstm_lib.checks.exercises.lstm_cell import (
    GATE_ARGUMENTS,
    STEP_PARTS,
    Case,
    cell,
    gates,
    step,
)
from lstm_lib.checks.judge.compare import (
    compare,
    judge_function,
    published,
    returned_otherwise,
    same,
)
from lstm_lib.checks.judge.lstm_cell_answers import (
    BLOCKS,
    GATE_WRONG_ANSWERS,
    STEP_WRONG_ANSWERS,
    SYMBOLS,
    UPDATE_WRONG_ANSWERS,
    Combination,
    combine,
    updated,
)
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding


def _judge_gate(name: str) -> Callable[[Observation, Any], list[Finding]]:
    """Make the judge of one gate."""
    block = BLOCKS[name]
    return judge_function(
        cell,
        GATE_ARGUMENTS,
        lambda *arguments: lstm_gates(*arguments)[(0, 1, 2, 3)[block]],
        [SYMBOLS[name]],
        GATE_WRONG_ANSWERS[name],
        "the block of columns, the two products, the bias and the activation, in this order",
    )


def _judge_step(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a step whose parts were stand-ins: a wrong part costs nothing here."""
    names = ("h_t", "c_t")
    if complaint := returned_otherwise(seen, names):
        return [Finding(name, False, complaint) for name in names]
    drawn = step(rng)
    if complaint := _wrong_arguments(seen, drawn):
        return [Finding(name, False, complaint, diagnosis="wrong arguments") for name in names]
    found = [[published(seen, f"{k}/{p}") for k in range(len(drawn))] for p in (0, 1)]
    wanted = [_expected(seen, k, case, combine) for k, case in enumerate(drawn)]
    known = [
        (wrong, [_expected(seen, k, case, wrong.answer) for k, case in enumerate(drawn)])
        for wrong in STEP_WRONG_ANSWERS
    ]
    look_at = "the order of the four key steps, and at which state each line reads"
    return [
        compare(
            name,
            found[position],
            [values[position] for values in wanted],
            [(wrong, [values[position] for values in given]) for wrong, given in known],
            look_at,
        )
        for position, name in enumerate(names)
    ]


def _called(seen: Observation, number: int, part: str) -> bool:
    """Tell whether the observed step called the stand-in for a part."""
    return any(key.startswith(f"{number}/{part}/") for key in seen.arrays)


def _gates_used(seen: Observation, number: int, case: Case) -> dict[str, np.ndarray]:
    """Return the gates that the observed step had: supplied by stand-ins, or its own."""
    true = dict(zip("ifgo", lstm_gates(*(case[a] for a in GATE_ARGUMENTS)), strict=True))
    return {
        SYMBOLS[part]: case[SYMBOLS[part]] if _called(seen, number, part) else true[SYMBOLS[part]]
        for part in BLOCKS
    }


def _expected(
    seen: Observation, number: int, case: Case, combination: Combination
) -> tuple[np.ndarray, np.ndarray]:
    """Return what a step gives that called the stand-ins which the observed one called."""
    used = _gates_used(seen, number, case)
    supplied = _called(seen, number, "update_cell_state")
    update = (lambda *_: case["c_t"]) if supplied else updated
    return combination(**used, h_prev=case["h_prev"], c_prev=case["c_prev"], update=update)


def _wrong_arguments(seen: Observation, drawn: list[Case]) -> str:
    """Say which part was called with something else than its own arguments."""
    for number, case in enumerate(drawn):
        known = {**case, **_gates_used(seen, number, case)}
        for part, (arguments, _) in STEP_PARTS.items():
            for argument in arguments:
                given = seen.arrays.get(f"{number}/{part}/{argument}")
                if given is None or same(given, known[argument]):
                    continue
                came = next((n for n, value in known.items() if same(given, value)), None)
                what = f" It was given {came}." if came else ""
                return f"`{part}` was not given {argument} in its place.{what}"
    return ""


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    **{name: _judge_gate(name) for name in BLOCKS},
    "update_cell_state": judge_function(
        gates,
        ("c_prev", "i", "f", "g"),
        updated,
        ["c_t"],
        UPDATE_WRONG_ANSWERS,
        "what scales what, and at the sum",
    ),
    "lstm_step": _judge_step,
}
