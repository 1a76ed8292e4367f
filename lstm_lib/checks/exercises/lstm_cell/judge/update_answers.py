"""What goes wrong with the update of the cell state in `lstm_cell`, and what to say about it."""

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def updated(c_prev, i, f, g):
    """Return the new cell state: equation (5) of Hochreiter and Schmidhuber, with Gers' gate."""
    return f * c_prev + i * g


UPDATE_WRONG_ANSWERS = (
    WrongAnswer(
        "gates swapped",
        lambda c_prev, i, f, g: i * c_prev + f * g,
        "equals what you get when the input gate scales the old cell state, "
        "and the forget gate the candidate. Which of the two decides what is kept?",
    ),
    WrongAnswer(
        "forget gate left out",
        lambda c_prev, i, f, g: c_prev + i * g,
        "equals what you get without the forget gate: the cell of 1997. Nothing is ever discarded",
    ),
    WrongAnswer(
        "input gate left out",
        lambda c_prev, i, f, g: f * c_prev + g,
        "equals what you get without the input gate: every candidate is stored whole",
    ),
    WrongAnswer(
        "input gate tied to forget gate",
        lambda c_prev, i, f, g: f * c_prev + (1 - f) * g,
        "equals what you get with 1 − f in place of i. Here the input gate is independent",
    ),
    WrongAnswer(
        "forget gate reversed",
        lambda c_prev, i, f, g: (1 - f) * c_prev + i * g,
        "equals what you get with 1 − f in place of f: f says how much is kept",
    ),
    WrongAnswer(
        "forget gate over both",
        lambda c_prev, i, f, g: f * (c_prev + i * g),
        "equals f · (c_prev + i · g). The forget gate scales the old cell state alone: "
        "what is new is scaled by the input gate",
    ),
    WrongAnswer(
        "squashed",
        lambda c_prev, i, f, g: np.tanh(f * c_prev + i * g),
        "equals the tanh of the right one. The cell state itself stays as it is: "
        "only h_t is made of the tanh of it",
    ),
    WrongAnswer(
        "old cell state left out",
        lambda c_prev, i, f, g: i * g,
        "equals i · g alone: the old cell state is missing",
    ),
    WrongAnswer(
        "new part left out",
        lambda c_prev, i, f, g: f * c_prev,
        "equals f · c_prev alone: what is stored of the candidate is missing",
    ),
    WrongAnswer(
        "input gate added to candidate",
        lambda c_prev, i, f, g: f * c_prev + i + g,
        "equals f · c_prev + i + g. The input gate scales the candidate: it multiplies",
    ),
    WrongAnswer(
        "difference for sum",
        lambda c_prev, i, f, g: f * c_prev - i * g,
        "is the difference of what is kept and what is stored. The two are added",
    ),
    WrongAnswer(
        "mean for sum",
        lambda c_prev, i, f, g: (f * c_prev + i * g) / 2,
        "is half of the right one: what is kept and what is stored are added, without a mean",
    ),
    WrongAnswer(
        "candidate squashed twice",
        lambda c_prev, i, f, g: f * c_prev + i * np.tanh(g),
        "equals what you get with tanh(g) in place of g. The candidate has gone through tanh "
        "already",
    ),
    WrongAnswer(
        "old cell state returned",
        lambda c_prev, i, f, g: c_prev,
        "is c_prev, the old cell state as it was: i, f and g take no part in it",
    ),
    WrongAnswer(
        "product for sum",
        lambda c_prev, i, f, g: f * c_prev * i * g,
        "equals the product of all four. What is kept and what is new are added",
    ),
)
