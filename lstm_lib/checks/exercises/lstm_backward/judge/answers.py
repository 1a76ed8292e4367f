"""What goes wrong in `numerical_gradient` and `cell_state_gradient`, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Function = Callable[[Array], float]


def numerical_gradient(function, value, step):
    """Return central differences: each entry nudged up and down by the step."""
    return _differences(function, value, step, lambda up, at, down: (up - down) / (2 * step))


def _differences(
    function: Function, value: Array, step: float, slope: Callable[[float, float, float], float]
) -> Array:
    """Return a slope for each entry, from the function's values above, at and below it."""
    gradient = np.empty_like(value)
    at = function(value)
    for place in np.ndindex(value.shape):
        up, down = value.copy(), value.copy()
        up[place] += step
        down[place] -= step
        gradient[place] = slope(function(up), at, function(down))
    return gradient


def _slope(slope: Callable[..., float]) -> Callable[[Function, Array, float], Array]:
    """Make a gradient from other slopes: (up, at, down, step) -> slope."""
    return lambda function, value, step: _differences(
        function, value, step, lambda *values: slope(*values, step)
    )


def _step_of(share: Callable[[float], float]) -> Callable[[Function, Array, float], Array]:
    """Make a correct gradient that nudges by another step."""
    return lambda function, value, step: numerical_gradient(function, value, share(step))


def _all_at_once(function, value, step):
    """Nudge all entries together."""
    slope = (function(value + step) - function(value - step)) / (2 * step)
    return np.full(value.shape, slope)


def _piling_up(function, value, step):
    """Nudge one entry after the other, and put none back."""
    gradient, up, down = np.empty_like(value), value.copy(), value.copy()
    for place in np.ndindex(value.shape):
        up[place] += step
        down[place] -= step
        gradient[place] = (function(up) - function(down)) / (2 * step)
    return gradient


def _left_below(function, value, step):
    """Nudge in one array, up and then down, and leave each entry below."""
    gradient, nudged = np.empty_like(value), value.copy()
    for place in np.ndindex(value.shape):
        nudged[place] += step
        up = function(nudged)
        nudged[place] -= 2 * step
        gradient[place] = (up - function(nudged)) / (2 * step)
    return gradient


NUDGE_WRONG_ANSWERS = (
    WrongAnswer(
        "one-sided difference",
        _slope(lambda up, at, down, step: (up - at) / step),
        "is the difference between a nudge up and no nudge. Nudge down as well: the errors of "
        "both sides cancel for the most part",
    ),
    WrongAnswer(
        "one-sided difference, downward",
        _slope(lambda up, at, down, step: (at - down) / step),
        "is the difference between no nudge and a nudge down. Nudge up as well: the errors of "
        "both sides cancel for the most part",
    ),
    WrongAnswer(
        "step not doubled",
        _slope(lambda up, at, down, step: (up - down) / step),
        "is twice too large. From a step below to a step above it is two steps",
    ),
    WrongAnswer(
        "one-sided difference over two steps",
        _slope(lambda up, at, down, step: (up - at) / (2 * step)),
        "is the difference over one step, divided by two steps. Nudge down as well, from the place "
        "where you began: after `up = value`, what changes `up` changes `value`; `value.copy()` is "
        "an array of its own",
    ),
    WrongAnswer(
        "not divided by the step",
        _slope(lambda up, at, down, step: up - down),
        "is the difference of the function's values. A slope is that difference divided by the "
        "distance between the two places",
    ),
    WrongAnswer(
        "halved, not divided by the step",
        _slope(lambda up, at, down, step: (up - down) / 2),
        "is half the difference of the function's values. A slope is the difference divided by the "
        "distance between the two places",
    ),
    WrongAnswer(
        "multiplied by the step",
        _slope(lambda up, at, down, step: (up - down) / 2 * step),
        "is multiplied by the step and not divided: in `a / 2 * step` Python divides by 2 alone",
    ),
    WrongAnswer(
        "wrong sign",
        _slope(lambda up, at, down, step: (down - up) / (2 * step)),
        "has the wrong sign: what is taken from what?",
    ),
    WrongAnswer(
        "curvature",
        _slope(lambda up, at, down, step: (up - 2 * at + down) / step**2),
        "is how fast the slope changes, not the slope",
    ),
    WrongAnswer(
        "all entries nudged at once",
        _all_at_once,
        "is the same number everywhere: all entries were nudged at once. While one is nudged, "
        "the others stay as they are",
    ),
    WrongAnswer(
        "all entries nudged at once, one number returned",
        lambda function, value, step: _all_at_once(function, value, step).flat[0],
        "is one number: all entries were nudged at once. Each entry has a slope of its own",
    ),
    WrongAnswer(
        "nudges pile up",
        _piling_up,
        "comes from nudges that pile up: an entry that was nudged has to go back to where it was "
        "before the next one is",
    ),
    WrongAnswer(
        "entries left below",
        _left_below,
        "comes from entries that stay one step too low after their turn: each has to go back to "
        "where it was before the next one is nudged",
    ),
    WrongAnswer(
        "step not used",
        _step_of(lambda step: 1e-5),
        "is the slope for a far smaller nudge. Nudge by the `step` that you are given",
    ),
    WrongAnswer(
        "half a step",
        _step_of(lambda step: step / 2),
        "is the slope for nudges of half a step. Nudge up by a whole step, and down by a whole one",
    ),
    WrongAnswer(
        "two steps",
        _step_of(lambda step: 2 * step),
        "is the slope for nudges of two steps. Nudge up by one step, and down by one",
    ),
    WrongAnswer(
        "no copy",
        lambda function, value, step: np.zeros_like(value),
        "is zero everywhere. After `up = value` and `down = value` there is a single array with "
        "three names: nudged up and down again, it is where it was. `value.copy()` is an array of "
        "its own",
    ),
    WrongAnswer(
        "flat",
        lambda function, value, step: numerical_gradient(function, value, step).ravel(),
        "is right, but all on one axis. A gradient has the shape of the variable it belongs to",
    ),
)


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
