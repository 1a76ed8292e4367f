"""What goes wrong in `make_windows`, and what to say about it."""

import numpy as np

from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer


def _cut(series: np.ndarray, length: int, count: int, first: int = 0) -> np.ndarray:
    """Cut windows of some length, each one point later than the one before."""
    points = first + np.arange(count)[:, None] + np.arange(length)
    return series[points][:, :, None]


def _every(series: np.ndarray, steps: int) -> np.ndarray:
    """Cut every window that has a next value; some wrong answers start from these."""
    return _cut(series, steps, len(series) - steps)


def _non_overlapping(series, steps):
    """Cut windows that each begin where the one before ends."""
    starts = range(0, len(series) - steps, steps)
    inputs = np.array([series[i : i + steps] for i in starts])[:, :, None]
    return inputs, np.array([series[i + steps] for i in starts])


def _wrapped(series, steps):
    """Cut as many windows as points: the last ones continue at the beginning."""
    inputs = np.stack([np.roll(series, -k) for k in range(steps)], axis=1)[:, :, None]
    return inputs, np.roll(series, -steps)


def _scaled(scale):
    """Make an answer that scales the series before it cuts windows."""

    def answer(series, steps):
        scaled = scale(series)
        return _every(scaled, steps), scaled[steps:]

    return answer


# Each run draws another order, so the judge recognizes it by its windows, not by their places.
SHUFFLED = Told(
    "shuffled",
    "are the right ones in another order. Keep them in the order of time: the split needs it",
)

SCALED = "hold scaled values. Cut the series as it is: which part a scaler may see is for later"
WINDOWS_WRONG_ANSWERS = (
    WrongAnswer(
        "one window too few",
        lambda series, steps: (_every(series, steps)[:-1], series[steps:-1]),
        "stop one early. The last target must be the last value of the series: "
        "how many windows have a value after them?",
    ),
    WrongAnswer(
        "one window too few, and no feature axis",
        lambda series, steps: (_every(series, steps)[:-1, :, 0], series[steps:-1]),
        "stop one early: the last target must be the last value of the series. "
        "Besides, the inputs lack a last axis, of one feature",
    ),
    WrongAnswer(
        "one window too many",
        lambda series, steps: (_cut(series, steps, len(series) - steps + 1), series[steps:]),
        "hold one window more than there are targets: no value comes after the last window",
    ),
    WrongAnswer(
        "target inside the window",
        lambda series, steps: (_every(series, steps), series[steps - 1 : -1]),
        "are the last values of their own windows. A network would only have to copy them: "
        "a target comes directly after its window",
    ),
    WrongAnswer(
        "target inside the window, and one window more",
        lambda series, steps: (_cut(series, steps, len(series) - steps + 1), series[steps - 1 :]),
        "come from windows that end in their own target. A target comes directly after its "
        "window, and after the last window of the series there is none",
    ),
    WrongAnswer(
        "windows begin one late",
        lambda series, steps: (_cut(series, steps, len(series) - steps, first=1), series[steps:]),
        "begin at point 1, not at point 0, so each window ends in its own target",
    ),
    WrongAnswer(
        "target two ahead",
        lambda series, steps: (_every(series, steps)[:-1], series[steps + 1 :]),
        "skip a point: between a window and its target lies one that belongs to neither. "
        "The target is the value directly after the window",
    ),
    WrongAnswer(
        "first window begins at point 1",
        lambda series, steps: (_every(series, steps)[1:], series[steps + 1 :]),
        "lack one at the front: your first window begins at point 1. Let it begin at point 0",
    ),
    WrongAnswer(
        "first window begins at point 1, and no feature axis",
        lambda series, steps: (_every(series, steps)[1:, :, 0], series[steps + 1 :]),
        "lack one at the front: your first window begins at point 1, not at point 0. "
        "Besides, the inputs lack a last axis, of one feature",
    ),
    WrongAnswer(
        "target is the first point of the window",
        lambda series, steps: (_every(series, steps), series[:-steps]),
        "are the first values of their own windows. Window i begins at point i: "
        "which point comes after its last?",
    ),
    WrongAnswer(
        "window one step too long",
        lambda series, steps: (_cut(series, steps + 1, len(series) - steps), series[steps:]),
        "have one step more than was asked for, and this last step is the target",
    ),
    WrongAnswer(
        "window one step too short",
        lambda series, steps: (_cut(series, steps - 1, len(series) - steps), series[steps:]),
        "have one step less than was asked for. A slice leaves out the point at its end",
    ),
    WrongAnswer(
        "steps not used",
        lambda series, steps: (_every(series, 10), series[10:]),
        "are cut with 10 steps, whatever `steps` says",
    ),
    WrongAnswer(
        "reversed in time",
        lambda series, steps: (_every(series, steps)[:, ::-1], series[steps:]),
        "run backwards: within a window the oldest point comes first",
    ),
    WrongAnswer(
        "non-overlapping windows",
        _non_overlapping,
        "come from windows that do not overlap. The next window begins one point later, "
        "not where the last one ended",
    ),
    WrongAnswer("scaled", _scaled(lambda s: (s - s.min()) / (s.max() - s.min())), SCALED),
    WrongAnswer("scaled", _scaled(lambda s: 2 * (s - s.min()) / (s.max() - s.min()) - 1), SCALED),
    WrongAnswer("scaled", _scaled(lambda s: (s - s.mean()) / s.std()), SCALED),
    WrongAnswer(
        "wrapped around",
        _wrapped,
        "continue at the beginning of the series when it ends, as with `np.roll`. Time does not: "
        "a window without a next value is left out",
    ),
    WrongAnswer(
        "no feature axis",
        lambda series, steps: (_every(series, steps)[:, :, 0], series[steps:]),
        "have two axes, and three were expected: windows, steps, and one feature",
    ),
    WrongAnswer(
        "batch and time axes swapped",
        lambda series, steps: (_every(series, steps).swapaxes(0, 1), series[steps:]),
        "have the steps along the first axis and the windows along the second. "
        "The windows come first",
    ),
    WrongAnswer(
        "time and feature axes swapped",
        lambda series, steps: (_every(series, steps).swapaxes(1, 2), series[steps:]),
        "are windows of one step with many features, and many steps of one feature were expected. "
        "Look at the order of the last two axes",
    ),
    WrongAnswer(
        "targets with an extra axis",
        lambda series, steps: (_every(series, steps), series[steps:, None]),
        "have two axes, and one was expected: one number for each window",
    ),
    WrongAnswer(
        "inputs and targets swapped",
        lambda series, steps: (series[steps:], _every(series, steps)),
        "are swapped: return the inputs first, then the targets",
    ),
)
