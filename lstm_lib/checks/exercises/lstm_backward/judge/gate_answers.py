"""What goes wrong in `gate_gradients`, and what to say of it.

The gradient of a gate is a product of three factors. So its wrong answers are made factor by
factor: one that is wrong, and then two that are wrong at once.
"""

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.lstm_backward.judge.answers import tanh_slope
from lstm_lib.checks.judge.compare import WrongAnswer

Array = np.ndarray

TERMS = ("dz_i", "dz_f", "dz_g", "dz_o")
FACTORS = {"i": "g", "f": "c_prev", "g": "i", "o": "tanh(c_t)"}  # what each is multiplied by

# A factor of a product: a name of what is wrong, what to say of it, and its value.
Factor = tuple[str, str, Callable[[Mapping[str, Array]], Array]]


def gate_gradients(dh_t, dc_t, c_prev, c_t, i, f, g, o):
    """Return dz_i, dz_f, dz_g and dz_o: what comes back, the other factor, the slope."""
    return (
        dc_t * g * i * (1 - i),
        dc_t * c_prev * f * (1 - f),
        dc_t * i * (1 - g**2),
        dh_t * np.tanh(c_t) * o * (1 - o),
    )


def _arrives(gate: str) -> list[Factor]:
    """List what may come back to a gate: the right one first."""
    if gate == "o":
        return [
            ("", "", lambda a: a["dh_t"]),
            (
                "dc_t for dh_t",
                "has dc_t where dh_t belongs: the output gate acts on h_t, and not on c_t",
                lambda a: a["dc_t"],
            ),
            (
                "slope of tanh too many",
                "has the slope of tanh in it. On the way from h_t to o there is no tanh: "
                "tanh(c_t) is the other factor, as it is",
                lambda a: a["dh_t"] * tanh_slope(a["c_t"]),
            ),
            (
                "what comes back left out",
                "lacks dh_t: it says how o acts on h_t, and not on the loss",
                lambda a: np.ones_like(a["dh_t"]),
            ),
        ]
    return [
        ("", "", lambda a: a["dc_t"]),
        (
            "dh_t for dc_t",
            f"has dh_t where dc_t belongs: {gate} acts on c_t, and on h_t only through it",
            lambda a: a["dh_t"],
        ),
        (
            "path through h_t added again",
            "has the way through h_t added a second time: dc_t holds it already",
            lambda a: a["dc_t"] + a["dh_t"] * a["o"] * tanh_slope(a["c_t"]),
        ),
        (
            "path through h_t alone",
            "has the way through h_t where dc_t belongs: what comes back from step t+1 is "
            "missing. dc_t holds both",
            lambda a: a["dh_t"] * a["o"] * tanh_slope(a["c_t"]),
        ),
        (
            "what comes back left out",
            f"lacks dc_t: it says how {gate} acts on c_t, and not on the loss",
            lambda a: np.ones_like(a["dc_t"]),
        ),
    ]


def _values() -> dict[str, Callable[[Mapping[str, Array]], Array]]:
    """Name all that somebody may take for the other factor of a product."""
    named = {name: (lambda a, name=name: a[name]) for name in ("c_prev", "c_t", *"ifgo")}
    return {
        **named,
        "tanh(c_t)": lambda a: np.tanh(a["c_t"]),
        "tanh(c_prev)": lambda a: np.tanh(a["c_prev"]),
        "tanh(g)": lambda a: np.tanh(a["g"]),
        "the slope of tanh at c_t": lambda a: tanh_slope(a["c_t"]),
        "h_t": lambda a: a["o"] * np.tanh(a["c_t"]),
    }


def _meets(gate: str) -> list[Factor]:
    """List what a gate may be multiplied by: the right one first."""
    right, values = FACTORS[gate], _values()
    line = "h_t = o · tanh(c_t)" if gate == "o" else "c_t = f · c_prev + i · g"
    return [
        ("", "", values[right]),
        (
            "other factor left out",
            f"lacks its other factor: in {line}, {gate} is multiplied by something",
            lambda a: np.ones_like(a["c_t"]),
        ),
        *(
            (
                f"{name} for {right}",
                f"has {name} as its other factor. By what is {gate} multiplied in {line}?",
                value,
            )
            for name, value in values.items()
            if name != right
        ),
    ]


def _slopes(gate: str) -> list[Factor]:
    """List what may stand for the slope of an activation: the right one first."""
    own, other = ("tanh", "the sigmoid") if gate == "g" else ("the sigmoid", "tanh")
    patterns: dict[str, Callable[[Array], Array]] = {
        "sigmoid": lambda s: s * (1 - s),
        "tanh": lambda s: 1 - s**2,
    }
    right, wrong = ("tanh", "sigmoid") if gate == "g" else ("sigmoid", "tanh")
    activation = np.tanh if gate == "g" else sigmoid
    missing = "a square" if gate == "g" else f"a factor {gate}"
    return [
        ("", "", lambda a: patterns[right](a[gate])),
        (
            f"slope of {own} left out",
            f"lacks the slope of {own}: it is d{gate}, the gradient after the activation. "
            "The one before it is expected",
            lambda a: np.ones_like(a[gate]),
        ),
        (
            f"slope of {other} for that of {own}",
            f"has the slope of {other}. {gate} is made with {own}",
            lambda a: patterns[wrong](a[gate]),
        ),
        (
            "activation applied twice",
            f"has the slope of {own} at {gate}, as if {gate} were still to be activated. {gate} "
            "is the result: the slope can be had from it",
            lambda a: patterns[right](activation(a[gate])),
        ),
        (
            "slope with the wrong sign",
            f"has the wrong sign: in the slope of {own}, what is taken from what?",
            lambda a: -patterns[right](a[gate]),
        ),
        (
            f"1 − {gate} for the slope",
            f"has 1 − {gate} as the slope of {own}: {missing} is missing",
            lambda a: 1 - a[gate],
        ),
        (
            f"{gate} for its slope",
            f"has {gate} itself where the slope of {own} belongs",
            lambda a: a[gate],
        ),
    ]


def _made(gate: str, *factors: Factor) -> WrongAnswer:
    """Make the wrong answer of three factors, of which one or two are wrong."""
    wrong = [factor for factor in factors if factor[0]]

    def answer(dh_t, dc_t, c_prev, c_t, i, f, g, o):
        a = dict(dh_t=dh_t, dc_t=dc_t, c_prev=c_prev, c_t=c_t, i=i, f=f, g=g, o=o)
        arriving, other, slope = (value(a) for _, _, value in factors)
        return arriving * other * slope

    name = f"dz_{gate}: {' and '.join(factor[0] for factor in wrong)}"
    return WrongAnswer(name, answer, ". Besides, it ".join(factor[1] for factor in wrong))


def _wrong_gate(gate: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with the gradient of one gate: one factor, then two at once."""
    lists = (_arrives(gate), _meets(gate), _slopes(gate))
    right = [factors[0] for factors in lists]
    single, double = [], []
    for place, factors in enumerate(lists):
        for wrong in factors[1:]:
            single.append(_made(gate, *(right[:place] + [wrong] + right[place + 1 :])))
    for one, two in combinations(range(3), 2):
        for first in lists[one][1:]:
            for second in lists[two][1:]:
                chosen = list(right)
                chosen[one], chosen[two] = first, second
                double.append(_made(gate, *chosen))
    return (*single, *double)


GATE_WRONG_ANSWERS = {f"dz_{gate}": _wrong_gate(gate) for gate in "ifgo"}
