"""Judges of the exercise `lstm_cell`: the gates and the cell state update.

That of the step is in `lstm_cell_step.py`.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lstm_lib.cell import lstm_gates
from lstm_lib.checks.exercises.lstm_cell.checks import GATE_ARGUMENTS, cell, gates, said_sizes
from lstm_lib.checks.exercises.lstm_cell.judge.answers import (
    BLOCKS,
    GATE_WRONG_ANSWERS,
    SYMBOLS,
    UPDATE_WRONG_ANSWERS,
    updated,
)
from lstm_lib.checks.exercises.lstm_cell.judge.step import judge_step
from lstm_lib.checks.judge.compare import judge_function
from lstm_lib.checks.judge.findings import published
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding


def _judge_gate(name: str) -> Callable[[Observation, Any], list[Finding]]:
    """Make the judge of one gate."""
    block = BLOCKS[name]

    def judge(seen: Observation, rng: Any) -> list[Finding]:
        cases = cell(rng)
        (finding,) = judge_function(
            lambda _: cases,
            GATE_ARGUMENTS,
            lambda *arguments: lstm_gates(*arguments)[(0, 1, 2, 3)[block]],
            [SYMBOLS[name]],
            GATE_WRONG_ANSWERS[name],
            "the block of columns, the two products, the bias and the activation, in this order",
            say_sizes=said_sizes,
        )(seen, rng)
        if finding.diagnosis == "wrong shape":
            whole = [(len(case["x_t"]), len(case["b"])) for case in cases]
            if [published(seen, f"{k}/0").shape for k in range(len(cases))] == whole:
                message = f"{finding.message}. These are all four blocks: cut out one"
                return [replace(finding, message=message)]
        return [finding]

    return judge


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    **{name: _judge_gate(name) for name in BLOCKS},
    "update_cell_state": judge_function(
        gates,
        ("c_prev", "i", "f", "g"),
        updated,
        ["c_t"],
        UPDATE_WRONG_ANSWERS,
        "what scales what, and at the sum",
        say_sizes=said_sizes,
    ),
    "lstm_step": judge_step,
}
