"""The exercise `lstm_cell`: its cases, what is observed, and its hints.

Sizes all differ, so that a wrong axis cannot pass; weights are small, so that rounding cannot
fail a right answer.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.functions import (
    call_on_cases,
    copied,
    missing,
    publish_result,
    raised,
    recording_stand_in,
    stand_ins,
)

Case = dict[str, np.ndarray]

GATE_ARGUMENTS = ("x_t", "h_prev", "W", "U", "b")
STEP_ARGUMENTS = ("x_t", "h_prev", "c_prev", "W", "U", "b")
# The parts that lstm_step may call, with what each takes and which supplied array it returns.
STEP_PARTS = {
    "input_gate": (GATE_ARGUMENTS, "i"),
    "forget_gate": (GATE_ARGUMENTS, "f"),
    "candidate": (GATE_ARGUMENTS, "g"),
    "output_gate": (GATE_ARGUMENTS, "o"),
    "update_cell_state": (("c_prev", "i", "f", "g"), "c_t"),
}


def cell(rng: np.random.Generator) -> list[Case]:
    """Draw inputs of one LSTM step: three cases of different sizes.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `x_t` (batch, features), `h_prev` and `c_prev` (batch, units), `W`, `U`, `b`.

    Examples
    --------
    >>> [case["x_t"].shape for case in cell(np.random.default_rng(0))]
    [(2, 3), (1, 2), (5, 1)]
    """
    cases = []
    for batch, features, units in ((2, 3, 4), (1, 2, 3), (5, 1, 2)):
        cases.append(
            {
                "x_t": rng.normal(0, 0.8, (batch, features)),
                "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
                "c_prev": rng.normal(0, 1.2, (batch, units)),
                "W": rng.normal(0, 0.7, (features, 4 * units)),
                "U": rng.normal(0, 0.7, (units, 4 * units)),
                "b": rng.normal(0, 0.5, 4 * units),
            }
        )
    return cases


def gates(rng: np.random.Generator) -> list[Case]:
    """Draw opened gates and an old cell state: what the cell state update takes.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `c_prev`, `i`, `f`, `g`, `o`, and a made-up `c_t`; all (batch, units).

    Examples
    --------
    >>> sorted(gates(np.random.default_rng(0))[0])
    ['c_prev', 'c_t', 'f', 'g', 'i', 'o']
    """
    return [
        {
            "c_prev": rng.normal(0, 1.2, size),
            "i": rng.uniform(0.05, 0.95, size),
            "f": rng.uniform(0.05, 0.95, size),
            "g": rng.uniform(-0.95, 0.95, size),
            "o": rng.uniform(0.05, 0.95, size),
            "c_t": rng.normal(0, 1.2, size),
        }
        for size in ((2, 4), (1, 3), (5, 2))
    ]


def step(rng: np.random.Generator) -> list[Case]:
    """Draw inputs of one LSTM step together with what stand-ins for its parts return.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Those of `cell`, each with made-up `i`, `f`, `g`, `o` and `c_t` of its size besides.

    Examples
    --------
    >>> step(np.random.default_rng(0))[0]["f"].shape
    (2, 4)
    """
    inputs = cell(rng)
    return [{**supplied, **case} for supplied, case in zip(gates(rng), inputs, strict=True)]


def said_sizes(case: Mapping[str, np.ndarray]) -> str:
    """Say the sizes of a case in words.

    Parameters
    ----------
    case : dict
        One of `cell`, `gates` or `step`.

    Returns
    -------
    str
        The features only where the case has an input.

    Examples
    --------
    >>> said_sizes(cell(np.random.default_rng(0))[1])
    'batch 1, features 2, units 3'
    """
    batch, units = case["c_prev"].shape
    features = f"features {case['x_t'].shape[1]}, " if "x_t" in case else ""
    return f"batch {batch}, {features}units {units}"


def observe_step(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's lstm_step, its parts replaced by stand-ins.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        Arrays ``"CASE/POSITION"`` (h_t, c_t), and for each part that was called
        ``"CASE/PART/ARGUMENT"``.

    Examples
    --------
    >>> observe_step({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    if namespace.get("lstm_step") is None:
        return missing("lstm_step", "lstm_step")
    arrays: dict[str, np.ndarray] = {}
    facts: dict[str, Any] = {"status": "observed"}
    for number, case in enumerate(step(rng)):
        parts = {
            name: recording_stand_in(f"{number}/{name}", names, case[returned], arrays)
            for name, (names, returned) in STEP_PARTS.items()
        }
        given = {a: case[a] for a in STEP_ARGUMENTS}
        handed = {a: copied(value) for a, value in given.items()}
        try:
            with stand_ins(namespace, parts):
                result = namespace["lstm_step"](*handed.values())
            publish_result(arrays, facts, number, result, 2)
            note_changed(facts, given, handed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return raised("lstm_step", error, number, given)
    return Observation("lstm_step", arrays, facts)


def _gate(name: str, hints: tuple[str, str, str]) -> Check:
    """Make the check of one gate."""
    return Check(name, call_on_cases(name, cell, GATE_ARGUMENTS, 1), hints)


CHECKS = (
    _gate(
        "forget_gate",
        (
            "What does this gate read? Two things, and neither is a cell state.",
            "W, U and b hold four blocks of columns side by side, in the order i, f, g, o. "
            "How many columns has one block? Which block is yours?",
            "Add what the input gives through W, what the hidden state gives through U, and the "
            "bias. Take your block of the columns. Then press it between 0 and 1.",
        ),
    ),
    _gate(
        "input_gate",
        (
            "It reads what the forget gate reads. What differs?",
            "Which block of columns comes first in the order i, f, g, o?",
            "The same sum as for the forget gate, another block of columns, the same activation.",
        ),
    ),
    _gate(
        "candidate",
        (
            "Is the candidate a gate? Which values may it take?",
            "New information may be positive or negative. Which activation allows that?",
            "The same sum again, the third block of columns, pressed between −1 and 1.",
        ),
    ),
    _gate(
        "output_gate",
        (
            "It decides what to emit. Does it look at the cell state to decide?",
            "Which block of columns comes last in the order i, f, g, o?",
            "The same sum, the last block of columns, pressed between 0 and 1.",
        ),
    ),
    Check(
        "update_cell_state",
        call_on_cases("update_cell_state", gates, ("c_prev", "i", "f", "g"), 1),
        (
            "Two things make the new cell state: what is kept, and what is new.",
            "One gate scales the old cell state, another one the candidate. Which is which?",
            "Scale the old cell state by the gate that decides what to keep. Scale the candidate "
            "by the gate that decides what to store. Add the two.",
        ),
    ),
    Check(
        "lstm_step",
        observe_step,
        (
            "Write down the four key steps. Each is one line, and you have written them all.",
            "The hidden state is what the output gate lets through of the new cell state. "
            "What happens to the cell state before that?",
            "First the four gates, then the new cell state. Squash it with tanh, scale it by the "
            "output gate, and return the hidden state first.",
        ),
    ),
)
