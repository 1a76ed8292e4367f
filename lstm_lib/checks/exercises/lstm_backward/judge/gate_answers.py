"""What goes wrong in `gate_gradients`, and what to say about it.

The gradient of a gate is a product of three factors. So its wrong answers are made factor by
factor: first with one wrong factor, then with two.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from operator import itemgetter

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.exercises.lstm_backward.judge.answers import tanh_slope
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Value = Callable[[Mapping[str, Array]], Array]

ARGUMENTS = ("dh_t", "dc_t", "c_prev", "c_t", "i", "f", "g", "o")
FACTORS = {"i": "g", "f": "c_prev", "g": "i", "o": "tanh(c_t)"}  # what each is multiplied by


@dataclass(frozen=True)
class Factor:
    """One choice for one of the three factors: its value, its name, and what to say about it."""

    value: Value
    name: str = ""
    says: str = ""
    explains: str = ""  # sentences of their own, or nothing


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
            Factor(lambda a: a["dh_t"]),
            Factor(
                lambda a: a["dc_t"],
                "dc_t for dh_t",
                "has dc_t where dh_t belongs",
                "The output gate acts on h_t, and not on c_t",
            ),
            Factor(
                lambda a: a["dh_t"] * tanh_slope(a["c_t"]),
                "slope of tanh too many",
                "has the slope of tanh in it",
                "Between h_t and o lies no tanh: tanh(c_t) is the other factor, as it is",
            ),
            Factor(
                lambda a: np.ones_like(a["dh_t"]),
                "what comes back left out",
                "lacks dh_t",
                "Without dh_t it says how o acts on h_t, and not on the loss",
            ),
        ]
    return [
        Factor(lambda a: a["dc_t"]),
        Factor(
            lambda a: a["dh_t"],
            "dh_t for dc_t",
            "has dh_t where dc_t belongs",
            f"{gate} acts on c_t, and on h_t only through it",
        ),
        Factor(
            lambda a: a["dc_t"] + a["dh_t"] * a["o"] * tanh_slope(a["c_t"]),
            "path through h_t added again",
            "has the path through h_t added a second time",
            "dc_t already holds it",
        ),
        Factor(
            lambda a: a["dh_t"] * a["o"] * tanh_slope(a["c_t"]),
            "path through h_t alone",
            "has the path through h_t where dc_t belongs",
            "What comes back from step t+1 is missing: dc_t holds both",
        ),
        Factor(
            lambda a: np.ones_like(a["dc_t"]),
            "what comes back left out",
            "lacks dc_t",
            f"Without dc_t it says how {gate} acts on c_t, and not on the loss",
        ),
    ]


def _meets(gate: str) -> list[Factor]:
    """List what a gate may be multiplied by: the right one first."""
    values: dict[str, Value] = {
        **{name: itemgetter(name) for name in ("c_prev", "c_t", *"ifgo")},
        "tanh(c_t)": lambda a: np.tanh(a["c_t"]),
        "tanh(c_prev)": lambda a: np.tanh(a["c_prev"]),
        "tanh(g)": lambda a: np.tanh(a["g"]),
        "the slope of tanh at c_t": lambda a: tanh_slope(a["c_t"]),
        "h_t": lambda a: a["o"] * np.tanh(a["c_t"]),
    }
    right = FACTORS[gate]
    line = "h_t = o · tanh(c_t)" if gate == "o" else "c_t = f · c_prev + i · g"
    return [
        Factor(values.pop(right)),
        Factor(
            lambda a: np.ones_like(a["c_t"]),
            "other factor left out",
            "lacks its other factor",
            f"In {line}, {gate} is multiplied by something",
        ),
        *(
            Factor(
                value,
                f"{name} for {right}",
                f"has {name} as its other factor",
                f"By what is {gate} multiplied in {line}?",
            )
            for name, value in values.items()
        ),
    ]


def _slopes(gate: str) -> list[Factor]:
    """List what may be used as the slope of an activation: the right one first."""

    def of_sigmoid(s: Array) -> Array:
        return s * (1 - s)

    def of_tanh(s: Array) -> Array:
        return 1 - s**2

    own, other, slope, wrong_slope, activation, missing = (
        ("tanh", "the sigmoid", of_tanh, of_sigmoid, np.tanh, "A square")
        if gate == "g"
        else ("the sigmoid", "tanh", of_sigmoid, of_tanh, sigmoid, f"A factor {gate}")
    )
    return [
        Factor(lambda a: slope(a[gate])),
        Factor(
            lambda a: np.ones_like(a[gate]),
            f"slope of {own} left out",
            f"lacks the slope of {own}",
            f"The gradient before the activation is expected, not d{gate}, the one after it",
        ),
        Factor(
            lambda a: wrong_slope(a[gate]),
            f"slope of {other} for that of {own}",
            f"has the slope of {other}",
            f"{gate} is the result of {own}",
        ),
        Factor(
            lambda a: slope(activation(a[gate])),
            "activation applied twice",
            f"has the slope of {own} at {gate}, as if {gate} were still to be activated",
            f"{gate} is the result: the slope follows from it",
        ),
        Factor(
            lambda a: -slope(a[gate]),
            "slope with the wrong sign",
            "has the wrong sign",
            f"In the slope of {own}, what is taken from what?",
        ),
        Factor(
            lambda a: 1 - a[gate],
            f"1 − {gate} for the slope",
            f"has 1 − {gate} as the slope of {own}",
            f"{missing} is missing",
        ),
        Factor(
            lambda a: a[gate],
            f"{gate} for its slope",
            f"has {gate} itself where the slope of {own} belongs",
        ),
        Factor(
            lambda a: activation(a[gate]),
            f"{own} for its slope",
            f"has {own} of {gate} where its slope belongs",
            f"{gate} is the result of {own} already, and the slope follows from it",
        ),
    ]


def _made(gate: str, factors: Sequence[Factor]) -> WrongAnswer:
    """Make the wrong answer from three factors, of which one or two are wrong."""
    arriving, other, slope = (factor.value for factor in factors)
    wrong = [factor for factor in factors if factor.name]

    def answer(*given: Array) -> Array:
        a = dict(zip(ARGUMENTS, given, strict=True))
        return arriving(a) * other(a) * slope(a)

    says = ", and it ".join(factor.says for factor in wrong)
    sentences = [f"{'has two factors wrong: it ' if len(wrong) > 1 else ''}{says}"]
    sentences += [factor.explains for factor in wrong if factor.explains]
    return WrongAnswer(
        f"dz_{gate}: {' and '.join(factor.name for factor in wrong)}",
        answer,
        ". ".join(sentences).replace("?. ", "? "),
    )


def _wrong_gate(gate: str) -> tuple[WrongAnswer, ...]:
    """List what goes wrong with the gradient of one gate: one factor, then two at once.

    Two wrong factors may give what an earlier mistake gives, such as f · (1 − f) in dz_f without
    c_prev, or even what is right, such as h_t · (1 − o) in dz_o: such a pair cannot be told
    apart, so it is left out.
    """
    lists = (_arrives(gate), _meets(gate), _slopes(gate))
    right = [factors[0] for factors in lists]
    made = [_made(gate, right)]
    for count in (1, 2):
        for places in combinations(range(3), count):
            for chosen in product(*(lists[place][1:] for place in places)):
                factors = dict(enumerate(right)) | dict(zip(places, chosen, strict=True))
                made.append(_made(gate, list(factors.values())))
    drawn = np.random.default_rng(0).uniform(0.1, 0.9, len(ARGUMENTS))
    by_number: dict[float, WrongAnswer] = {}
    for wrong in made:
        by_number.setdefault(round(float(wrong.answer(*drawn)), 12), wrong)
    return tuple(by_number.values())[1:]  # the first one is right


def _slope_exchanged(gate: str) -> tuple[WrongAnswer, ...]:
    """List the gradient of i with the slope of f, or the other way round.

    With one more factor exchanged it may be the other gate's gradient, so no pairs are made of it.
    """
    if not (other := {"i": "f", "f": "i"}.get(gate, "")):
        return ()
    slope = Factor(
        _slopes(other)[0].value,
        f"{other} for {gate} in the slope",
        f"has {other} · (1 − {other}) as its slope",
        f"{gate} is the result of its own sigmoid: the slope follows from {gate}",
    )
    return (_made(gate, (_arrives(gate)[0], _meets(gate)[0], slope)),)


GATE_WRONG_ANSWERS = {
    f"dz_{gate}": (*_wrong_gate(gate), *_slope_exchanged(gate)) for gate in "ifgo"
}
