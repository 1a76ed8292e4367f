"""The exercise `lstm_cell`: its functions, the cases they are called on, and the hints.

Sizes all differ, so that a wrong axis cannot pass; weights are small, so that rounding cannot
fail a right answer. Only the last two cases have one size, with as many sequences as units: what is
kept from one call to the next, or told by a size, shows there.
"""

from collections.abc import Sequence

import numpy as np

from lstm_lib.checks.check import Hints
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case, supplied

Sizes = Sequence[tuple[int, int, int]]

AXES = {"x_t": "batch features", "h_prev": "batch units", "c_prev": "batch units"}
GATE = "x_t, h_prev, W, U, b"
UPDATE = "c_prev, i, f, g"
SIZES = ((2, 3, 4), (1, 2, 3), (5, 1, 2))  # batch, features, units
TWINS = ((5, 2, 5), (5, 2, 5))
FAR = 40.0  # a cell state that clipping would change
# The parts that lstm_step may call: what each takes, and which supplied array it returns.
PARTS = {
    "input_gate": (GATE, "i"),
    "forget_gate": (GATE, "f"),
    "candidate": (GATE, "g"),
    "output_gate": (GATE, "o"),
    "update_cell_state": (UPDATE, "c_t"),
}


def inputs(rng: np.random.Generator) -> list[Case]:
    """Draw what one LSTM step takes: x_t, h_prev, c_prev, W, U and b."""
    return [*_inputs(rng, SIZES), *_far(_inputs(rng, TWINS))]


def opened(rng: np.random.Generator) -> list[Case]:
    """Draw opened gates i, f, g, o with an old cell state, and a made-up new one."""
    return [*_opened(rng, SIZES), *_far(_opened(rng, TWINS))]


def steps(rng: np.random.Generator) -> list[Case]:
    """Draw what one LSTM step takes, and what stand-ins for its parts return."""
    drawn = []
    for sizes in (SIZES, TWINS):  # earlier cases are drawn first, as they always were
        read = _inputs(rng, sizes)
        pairs = zip(_opened(rng, sizes), read, strict=True)
        drawn.append([{**returned, **case} for returned, case in pairs])
    return [*drawn[0], *_far(drawn[1])]


def _far(cases: list[Case]) -> list[Case]:
    """Put cell states of the last case far from all others."""
    for name in {"c_prev", "c_t"} & set(cases[-1]):
        cases[-1][name][0, 0] = FAR
    return cases


def _inputs(rng: np.random.Generator, sizes: Sizes) -> list[Case]:
    """Draw what one step takes."""
    return [
        {
            "x_t": rng.normal(0, 0.8, (batch, features)),
            "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
            "c_prev": rng.normal(0, 1.2, (batch, units)),
            "W": rng.normal(0, 0.7, (features, 4 * units)),
            "U": rng.normal(0, 0.7, (units, 4 * units)),
            "b": rng.normal(0, 0.5, 4 * units),
        }
        for batch, features, units in sizes
    ]


def _opened(rng: np.random.Generator, sizes: Sizes) -> list[Case]:
    """Draw gates and cell states."""
    return [
        {
            "c_prev": rng.normal(0, 1.2, size),  # (batch, units), like all of them
            "i": rng.uniform(0.05, 0.95, size),
            "f": rng.uniform(0.05, 0.95, size),
            "g": rng.uniform(-0.95, 0.95, size),
            "o": rng.uniform(0.05, 0.95, size),
            "c_t": rng.normal(0, 1.2, size),
        }
        for size in ((batch, units) for batch, _, units in sizes)
    ]


def _gate(name: str, hints: Hints) -> Function:
    """Declare one gate."""
    return Function(name, takes=GATE, returns=PARTS[name][1], cases=inputs, axes=AXES, hints=hints)


GATES = (
    _gate(
        "forget_gate",
        (
            "What does this gate read? Two things, and neither is a cell state.",
            "W, U and b hold four blocks of columns side by side, in the order i, f, g, o. "
            "How many columns does one block have? Which block is yours?",
            "Add what the input gives through W, what the hidden state gives through U, and the "
            "bias. Take your block of the columns. Then squash it between 0 and 1.",
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
            "The same sum again, the third block of columns, squashed between −1 and 1.",
        ),
    ),
    _gate(
        "output_gate",
        (
            "It decides what to emit. Does it look at the cell state to decide?",
            "Which block of columns comes last in the order i, f, g, o?",
            "The same sum, the last block of columns, squashed between 0 and 1.",
        ),
    ),
)

UPDATE_CELL_STATE = Function(
    "update_cell_state",
    takes=UPDATE,
    returns="c_t",
    cases=opened,
    axes=AXES,
    hints=(
        "Two things make the new cell state: what is kept, and what is new.",
        "One gate scales the old cell state, another one the candidate. Which is which?",
        "Scale the old cell state by the gate that decides what to keep. Scale the candidate "
        "by the gate that decides what to store. Add the two.",
    ),
)

LSTM_STEP = Function(
    "lstm_step",
    takes="x_t, h_prev, c_prev, W, U, b",
    returns="h_t, c_t",
    cases=steps,
    axes=AXES,
    stand_ins={name: supplied(*part, whole=True) for name, part in PARTS.items()},
    own_too=True,
    hints=(
        "Write down the four key steps. Each is one line, and you have written them all.",
        "The hidden state is what the output gate lets through of the new cell state. "
        "What happens to the cell state before that?",
        "First the four gates, then the new cell state. Squash it with tanh, scale it by the "
        "output gate, and return the hidden state first.",
    ),
)

CHECKS = (*GATES, UPDATE_CELL_STATE, LSTM_STEP)
