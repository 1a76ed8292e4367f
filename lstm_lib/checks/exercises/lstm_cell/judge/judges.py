"""Judges of the exercise `lstm_cell`: the gates and the cell state update.

The judge of the step is in `step.py`.
"""

from dataclasses import replace
from typing import Any

from lstm_lib.cell import lstm_gates
from lstm_lib.checks.exercises.lstm_cell.checks import GATES, UPDATE_CELL_STATE
from lstm_lib.checks.exercises.lstm_cell.judge.answers import BLOCKS, gate_wrong_answers
from lstm_lib.checks.exercises.lstm_cell.judge.step import STEP
from lstm_lib.checks.exercises.lstm_cell.judge.update_answers import UPDATE_WRONG_ANSWERS, updated
from lstm_lib.checks.judge.findings import published
from lstm_lib.checks.judge.judged import Judge, judged
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.verdict import Finding


def _judge_gate(gate: Function) -> Judge:
    """Make the judge of one gate; it says so if the learner cut out no block."""
    judge = judged(
        gate,
        lambda *arguments: lstm_gates(*arguments)[BLOCKS[gate.name]],
        gate_wrong_answers(gate.name),
        "the block of columns, the two products, the bias and the activation, in this order",
    )

    def findings(seen: Observation, rng: Any) -> list[Finding]:
        (finding,) = judge.findings(seen, rng)
        if finding.diagnosis == "wrong shape":
            whole = [(len(case["x_t"]), len(case["b"])) for case in gate.cases(rng)]
            if [published(seen, f"{k}/0").shape for k in range(len(whole))] == whole:
                message = f"{finding.message}. These are all four blocks: cut out one"
                return [replace(finding, message=message)]
        return [finding]

    return Judge(findings, judge.knows)


JUDGES = {
    **{gate.name: _judge_gate(gate) for gate in GATES},
    "update_cell_state": judged(
        UPDATE_CELL_STATE, updated, UPDATE_WRONG_ANSWERS, "what scales what, and at the sum"
    ),
    "lstm_step": STEP,
}
