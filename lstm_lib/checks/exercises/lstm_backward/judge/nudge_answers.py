"""What goes wrong in `numerical_gradient`, and what to say about it."""

from collections.abc import Callable

import numpy as np

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


def _left_above(function, value, step):
    """Nudge the array itself up, and a copy of it down, and leave each entry above."""
    gradient, up = np.empty_like(value), value.copy()
    for place in np.ndindex(value.shape):
        down = up.copy()
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
        "entries left above",
        _left_above,
        "comes from entries that stay one step too high after their turn: each has to go back to "
        "where it was before the next one is nudged",
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
