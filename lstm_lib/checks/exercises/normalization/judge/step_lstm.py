"""What goes wrong in the LSTM around the norms of a step, and in a norm that a step has itself."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.normalization.judge.answers import layer_norm
from lstm_lib.checks.exercises.normalization.judge.norms import FORMS, Array, moments, scaled
from lstm_lib.checks.exercises.normalization.judge.step_answers import (
    ACTIVATIONS,
    NORM_WRONG_ANSWERS,
    Answer,
    Norm,
    gates_entered,
    normed_c,
    normed_x,
    step,
    step_with,
)
from lstm_lib.checks.judge.diagnosis import WrongAnswer

GATES = (("i", "input gate"), ("f", "forget gate"), ("o", "output gate"))
# How the activation of a gate is written wrong: what the name says, the function, what is told.
INSTEAD: tuple[tuple[str, Callable[[Array], Array], str], ...] = (
    ("through tanh", np.tanh, "that went through tanh. A gate is a sigmoid"),
    ("without its sigmoid", lambda z: z, "without its sigmoid"),
    ("through its sigmoid twice", lambda z: sigmoid(sigmoid(z)), "that went through sigmoid twice"),
)


def _own(norm: Norm) -> Answer:
    """Make a step with a wrong norm of its own, where the notebook's was not called."""
    return lambda case, norms: step(case, (norm,) * 3 if norms[0] is layer_norm else norms)


LSTM_WRONG_ANSWERS = (
    *(
        WrongAnswer(
            f"{gate} {how}",
            step_with(activations={**ACTIVATIONS, letter: function}),
            f"comes from an {gate} {said}".replace("an forget", "a forget"),
        )
        for letter, gate in GATES
        for how, function, said in INSTEAD
    ),
    WrongAnswer(
        "candidate without its tanh",
        step_with(activations={**ACTIVATIONS, "g": lambda z: z}),
        "comes from a candidate without its tanh",
    ),
    WrongAnswer(
        "candidate through tanh twice",
        step_with(activations={**ACTIVATIONS, "g": lambda z: np.tanh(np.tanh(z))}),
        "comes from a candidate that went through tanh twice",
    ),
    WrongAnswer(
        "sigmoid around the cell state",
        step_with(hidden=lambda case, norms, o, c: o * sigmoid(normed_c(case, norms, c))),
        "comes from a sigmoid around the normalized c_t. Tanh stands there",
    ),
    WrongAnswer(
        "bias twice",
        step_with(lambda case, norms: gates_entered(case, norms) + case["b"]),
        "comes from a step that adds the bias twice",
    ),
    WrongAnswer(
        "c_prev in the recurrent product",
        step_with(
            lambda case, norms: (
                normed_x(case, norms)
                + norms[1](case["c_prev"] @ case["U"], case["gain_h"], 0, case["epsilon"])
                + case["b"]
            )
        ),
        "comes from c_prev U. The hidden state goes into this product",
    ),
    WrongAnswer(
        "h_prev behind the forget gate",
        step_with(cell=lambda case, norms, i, f, g: f * case["h_prev"] + i * g),
        "comes from a forget gate that multiplies h_prev. It multiplies c_prev",
    ),
    WrongAnswer(
        "order i g f o",
        step_with(order="igfo"),
        "comes from the forget gate and the candidate in each other's place",
    ),
    WrongAnswer(
        "candidate through a sigmoid",
        step_with(activations={**ACTIVATIONS, "g": sigmoid}),
        "comes from a candidate that went through a sigmoid. Its function is tanh",
    ),
    WrongAnswer(
        "order i f o g",
        step_with(order="ifog"),
        "comes from blocks in the order i, f, o, g. Here it is i, f, g, o",
    ),
    WrongAnswer(
        "input and forget gate swapped",
        step_with(order="figo"),
        "comes from the input gate and the forget gate in each other's place",
    ),
    WrongAnswer(
        "previous states swapped",
        lambda case, norms: step(
            {**case, "h_prev": case["c_prev"], "c_prev": case["h_prev"]}, norms
        ),
        "comes from h_prev and c_prev in each other's place",
    ),
    WrongAnswer(
        "h_t and c_t swapped",
        lambda case, norms: step(case, norms)[::-1],
        "holds the other state: return h_t first, then c_t",
    ),
    WrongAnswer(
        "own norm over the batch",
        _own(lambda x, gain, offset, epsilon: scaled(x, *moments(x, 0), gain, offset, epsilon)),
        "comes from norms over the batch. Each row is normalized by itself",
    ),
    WrongAnswer(
        "own norm divided by one less",
        _own(
            lambda x, gain, offset, epsilon: scaled(
                x, *moments(x, -1, ddof=1), gain, offset, epsilon
            )
        ),
        "comes from norms whose variance is divided by one less than the count (ddof=1)",
    ),
    *(
        WrongAnswer(
            f"own norm: {name}",
            _own(
                lambda x, gain, offset, epsilon, norm=norm: norm(
                    x, *moments(x, -1), gain, offset, epsilon
                )
            ),
            f"comes from a norm of your own that {message}",
        )
        for name, norm, message in FORMS[:3]
    ),
)

STEP_WRONG_ANSWERS = (*NORM_WRONG_ANSWERS, *LSTM_WRONG_ANSWERS)
