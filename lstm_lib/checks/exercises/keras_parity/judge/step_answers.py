"""What goes wrong within a step of one's own in `run_in_numpy`, and what to say about it."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.keras_parity.judge.states import hidden_states
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import turned
from lstm_lib.checks.judge.diagnosis import WrongAnswer

ACTIVATIONS: dict[str, Callable] = {"i": sigmoid, "f": sigmoid, "g": np.tanh, "o": sigmoid}
WORDS = {"i": "input gate", "f": "forget gate", "g": "candidate", "o": "output gate"}


def _step(emitted: Callable = np.tanh, **otherwise: Callable) -> Callable:
    """Make a step; `otherwise` are activations by gate, and ``emitted(c_t)`` meets the output gate.

    It is the right one by default.
    """
    activations = {**ACTIVATIONS, **otherwise}

    def step(x_t, h_prev, c_prev, W, U, b):
        blocks = np.split(x_t @ W + h_prev @ U + b, 4, axis=-1)
        i, f, g, o = (activate(z) for activate, z in zip(activations.values(), blocks, strict=True))
        c_t = f * c_prev + i * g
        return o * emitted(c_t), c_t

    return step


def _run(**otherwise: Callable) -> Callable:
    """Make a run with another step."""
    return partial(hidden_states, step=_step(**otherwise))


def _of_gate(gate: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with the activation of a gate, or of the candidate."""
    activation, name = ACTIVATIONS[gate], WORDS[gate]
    right, wrong, other = (
        ("tanh", "sigmoid", sigmoid) if gate == "g" else ("sigmoid", "tanh", np.tanh)
    )
    return (
        WrongAnswer(
            f"{name}: {wrong} for {right}",
            _run(**{gate: other}),
            f"equal what you get with {wrong} in the {name}. It goes through {right}",
        ),
        WrongAnswer(
            f"{name}: no activation",
            _run(**{gate: lambda z: z}),
            f"equal what you get when the {name} goes through no activation. "
            f"It goes through {right}",
        ),
        WrongAnswer(
            f"{name}: activation twice",
            _run(**{gate: lambda z: activation(activation(z))}),
            f"equal what you get when the {name} goes through {right} twice. Once is enough",
        ),
    )


STEP_WRONG_ANSWERS = (
    *(wrong for gate in ACTIVATIONS for wrong in _of_gate(gate)),
    WrongAnswer(
        "no tanh in front of the output gate",
        _run(emitted=lambda c_t: c_t),
        "equal what you get with o · c_t. The cell state goes through tanh first",
    ),
    WrongAnswer(
        "sigmoid for tanh in front of the output gate",
        _run(emitted=sigmoid),
        "equal what you get with o · sigmoid(c_t). The cell state goes through tanh",
    ),
    WrongAnswer(
        "bias twice",
        lambda layer, inputs: hidden_states((*layer[:2], 2 * layer[2]), inputs),
        "equal what you get when the bias is added twice",
    ),
    WrongAnswer(
        "U transposed",
        lambda layer, inputs: hidden_states(turned(layer), inputs),
        "equal what you get with each block of U transposed. The hidden state meets the rows of U, "
        "as in h_prev @ U",
    ),
)
