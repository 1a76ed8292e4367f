"""What goes wrong in `cell_state_gradient`, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray


def cell_state_gradient(dh_t, dc_next, c_t, o):
    """Return dc_t along both paths into the cell state."""
    return dc_next + dh_t * o * tanh_slope(c_t)


def tanh_slope(z: Array) -> Array:
    """Return the slope of tanh at z."""
    return 1 - np.tanh(z) ** 2


def _through_h(slope: Callable[[Array, Array], Array]) -> Callable[..., Array]:
    """Make a gradient whose path through h_t has another slope: (c_t, o) -> slope."""
    return lambda dh_t, dc_next, c_t, o: dc_next + dh_t * o * slope(c_t, o)


CELL_STATE_WRONG_ANSWERS = (
    WrongAnswer(
        "path through h_t left out",
        lambda dh_t, dc_next, c_t, o: dc_next,
        "lacks the path through h_t: it is dc_next alone. c_t is used twice, by the next step and "
        "by this step's own h_t",
    ),
    WrongAnswer(
        "path from step t+1 left out",
        lambda dh_t, dc_next, c_t, o: dh_t * o * tanh_slope(c_t),
        "lacks what comes back from step t+1: it is the path through h_t alone. c_t is used twice, "
        "by this step's own h_t and by the next step",
    ),
    WrongAnswer(
        "output gate left out",
        lambda dh_t, dc_next, c_t, o: dc_next + dh_t * tanh_slope(c_t),
        "lacks the output gate on the path through h_t: h_t is o times tanh(c_t)",
    ),
    WrongAnswer(
        "slope of tanh left out",
        lambda dh_t, dc_next, c_t, o: dc_next + dh_t * o,
        "lacks the slope of tanh on the path through h_t: between c_t and h_t lies a tanh",
    ),
    WrongAnswer(
        "output gate and slope of tanh left out",
        lambda dh_t, dc_next, c_t, o: dc_next + dh_t,
        "is dc_next + dh_t. On the path through h_t lie a tanh and the output gate: both scale "
        "what comes back",
    ),
    WrongAnswer(
        "slope of tanh at its result",
        _through_h(lambda c_t, o: 1 - c_t**2),
        "has 1 − c_t² as the slope of tanh. That is right where c_t is the *result* of a tanh; "
        "here it is what tanh reads",
    ),
    WrongAnswer(
        "square inside tanh",
        _through_h(lambda c_t, o: 1 - np.tanh(c_t**2)),
        "has 1 − tanh(c_t²) as the slope of tanh. The square belongs around tanh: "
        "square what tanh returns",
    ),
    WrongAnswer(
        "slope of tanh with h_t",
        _through_h(lambda c_t, o: 1 - (o * np.tanh(c_t)) ** 2),
        "has 1 − h_t² as the slope of tanh. h_t is not the result of tanh alone: the output gate "
        "acts as well. In the plain network it would be right",
    ),
    WrongAnswer(
        "slope of tanh taken twice",
        _through_h(lambda c_t, o: tanh_slope(np.tanh(c_t))),
        "has the slope of tanh at tanh(c_t): one tanh too many. The slope is taken at c_t",
    ),
    WrongAnswer(
        "square forgotten",
        _through_h(lambda c_t, o: 1 - np.tanh(c_t)),
        "has 1 − tanh(c_t) as the slope of tanh: a square is missing",
    ),
    WrongAnswer(
        "tanh for its slope",
        _through_h(lambda c_t, o: np.tanh(c_t)),
        "has tanh(c_t) itself where its slope belongs",
    ),
    WrongAnswer(
        "slope of the sigmoid for that of tanh",
        _through_h(lambda c_t, o: sigmoid(c_t) * (1 - sigmoid(c_t))),
        "has the slope of the sigmoid on the path through h_t. Between c_t and h_t lies a tanh",
    ),
    WrongAnswer(
        "tanh · (1 − tanh) for the slope of tanh",
        _through_h(lambda c_t, o: np.tanh(c_t) * (1 - np.tanh(c_t))),
        "has tanh · (1 − tanh) as the slope of tanh. That is the pattern of the sigmoid",
    ),
    WrongAnswer(
        "slope of the output gate",
        lambda dh_t, dc_next, c_t, o: dc_next + dh_t * o * (1 - o) * tanh_slope(c_t),
        "has one factor 1 − o too many. On this path the output gate only scales: its own slope "
        "belongs in dz_o",
    ),
    WrongAnswer(
        "dh_t and dc_next exchanged",
        lambda dh_t, dc_next, c_t, o: dh_t + dc_next * o * tanh_slope(c_t),
        "has dh_t and dc_next swapped: what comes back to h_t has to pass the output gate and "
        "tanh, what comes back from step t+1 arrives at c_t as it is",
    ),
    WrongAnswer(
        "both ways through h_t",
        lambda dh_t, dc_next, c_t, o: (dc_next + dh_t) * o * tanh_slope(c_t),
        "sends dc_next through the output gate and tanh as well. It arrives at c_t as it is",
    ),
    WrongAnswer(
        "output gate over both ways",
        lambda dh_t, dc_next, c_t, o: o * (dc_next + dh_t * tanh_slope(c_t)),
        "has the output gate over dc_next as well. It lies on the path through h_t alone",
    ),
    WrongAnswer(
        "slope of tanh over both ways",
        lambda dh_t, dc_next, c_t, o: tanh_slope(c_t) * (dc_next + dh_t * o),
        "has the slope of tanh over dc_next as well. It lies on the path through h_t alone",
    ),
    WrongAnswer(
        "product for sum",
        lambda dh_t, dc_next, c_t, o: dc_next * dh_t * o * tanh_slope(c_t),
        "is the product of both paths. Where paths meet, what comes back is added",
    ),
    WrongAnswer(
        "difference for sum",
        lambda dh_t, dc_next, c_t, o: dc_next - dh_t * o * tanh_slope(c_t),
        "is the difference of both paths. Where paths meet, what comes back is added",
    ),
)
