"""The exercise `forecast_quality`: the roll-out, and the common wrong ones.

Each answer is a function of a network, so it serves in a notebook and on a first window alone.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.compare import WrongAnswer

Cut = Callable[[np.ndarray, int, int], np.ndarray]
Move = Callable[..., np.ndarray]


def cut(series: np.ndarray, start: int, steps: int) -> np.ndarray:
    """Return the points directly before a start, as a column.

    Parameters
    ----------
    series : ndarray of shape (n_points,)
        It goes on after the start.
    start, steps : int
        The first point to forecast, and how many points to read.

    Returns
    -------
    ndarray of shape (steps, 1)
        The oldest first.

    Examples
    --------
    >>> cut(np.arange(9.0), 4, 2)[:, 0]
    array([2., 3.])
    """
    return series[start - steps : start, np.newaxis]


def moved_on(window: np.ndarray, answer: np.ndarray, **case: Any) -> np.ndarray:
    """Drop the oldest value of a window and put the answer at its end.

    Parameters
    ----------
    window : ndarray of shape (steps, 1)
        The oldest value first.
    answer : ndarray of shape (1, 1)
        The value directly after it.
    **case
        What some wrong answers read as well.

    Returns
    -------
    ndarray of shape (steps, 1)
        The window one step later.

    Examples
    --------
    >>> moved_on(np.array([[1.0], [2.0]]), np.array([[3.0]]))[:, 0]
    array([2., 3.])
    """
    return np.concatenate([window[1:], answer])


def rolling(first: Cut = cut, move_on: Move = moved_on, extra: int = 0) -> Callable[..., Any]:
    """Make a roll-out out of where it begins and how its window moves on.

    Parameters
    ----------
    first : callable
        ``first(series, start, steps)`` returns the first window.
    move_on : callable
        ``move_on(window, answer, series=, place=)`` returns the next one; `place` is the number
        of the point that was forecast.
    extra : int
        How many values too many to return.

    Returns
    -------
    callable
        ``roll_out_from(predict, series, start, steps, horizon) -> ndarray of shape (horizon,)``.

    Examples
    --------
    >>> doubling = lambda window: float(window.sum())
    >>> rolling()(doubling, np.array([1.0, 2.0, 4.0, 8.0]), 3, 2, 3)
    array([ 6., 10., 16.])
    """

    def roll_out_from(predict, series, start, steps, horizon):  # type: ignore[no-untyped-def]
        window, answers = first(series, start, steps), []
        for place in range(start, start + horizon + extra):
            answers.append(predict(window))
            answer = np.full((1, 1), answers[-1])
            window = move_on(window, answer, series=series, place=place)
        return np.array(answers)

    return roll_out_from


def _reshaped(reshape: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    """Make a roll-out that hands its answers on in another form."""

    def roll_out_from(predict, series, start, steps, horizon):  # type: ignore[no-untyped-def]
        answers = rolling()(predict, series, start, steps, horizon)
        return reshape(answers, cut(series, start, steps)[:, 0])

    return roll_out_from


def _told_first(window, answer, series, place):  # type: ignore[no-untyped-def]
    """Put the last value that was measured in again and again."""
    return np.concatenate([window[1:], window[-1:]])


WRONG_STARTS = (
    WrongAnswer(
        "one point late",
        rolling(lambda series, start, steps: cut(series, start + 1, steps)),
        "holds the point `start`, which is the first to be forecast. It ends one point earlier",
    ),
    WrongAnswer(
        "one point early",
        rolling(lambda series, start, steps: cut(series, start - 1, steps)),
        "ends two points before `start`. The last point before it is known, too",
    ),
    WrongAnswer(
        "begins at the start",
        rolling(lambda series, start, steps: cut(series, start + steps, steps)),
        "begins at the point `start`: it holds the very values that are to be forecast",
    ),
    WrongAnswer(
        "first points of the series",
        rolling(lambda series, start, steps: series[:steps, np.newaxis]),
        "holds the first points of the series, wherever `start` lies",
    ),
    WrongAnswer(
        "last points of the series",
        rolling(lambda series, start, steps: series[-steps:, np.newaxis]),
        "holds the last points of the series, which lie beyond `start`",
    ),
    WrongAnswer(
        "everything before the start",
        rolling(lambda series, start, steps: series[:start, np.newaxis]),
        "holds all points before `start`. The network reads `steps` of them",
    ),
    WrongAnswer(
        "one step too short",
        rolling(lambda series, start, steps: cut(series, start, steps)[1:]),
        "has one point less than `steps`",
    ),
    WrongAnswer(
        "one step too long",
        rolling(lambda series, start, steps: cut(series, start, steps + 1)),
        "has one point more than `steps`",
    ),
    WrongAnswer(
        "reversed in time",
        rolling(lambda series, start, steps: cut(series, start, steps)[::-1]),
        "runs backwards: the oldest point comes first",
    ),
    WrongAnswer(
        "no feature axis",
        rolling(
            lambda series, start, steps: series[start - steps : start],
            lambda window, answer, **_: np.append(window[1:], answer),
        ),
        "has one axis, (steps,), and `predict` reads a column, (steps, 1)",
    ),
    WrongAnswer(
        "batch axis",
        rolling(
            lambda series, start, steps: cut(series, start, steps)[np.newaxis],
            lambda window, answer, **_: moved_on(window[0], answer)[np.newaxis],
        ),
        "has an axis for a batch, (1, steps, 1). This `predict` reads one window, (steps, 1)",
    ),
    WrongAnswer(
        "a row",
        rolling(
            lambda series, start, steps: cut(series, start, steps).T,
            lambda window, answer, **_: moved_on(window.T, answer).T,
        ),
        "is a row, (1, steps), and `predict` reads a column, (steps, 1)",
    ),
)

WRONG_MOVES = (
    WrongAnswer(
        "teacher forcing",
        rolling(
            move_on=lambda window, answer, series, place: np.concatenate(
                [window[1:], series[place : place + 1, np.newaxis]]
            )
        ),
        "come from windows that move on over the true series: that is `horizon` forecasts of one "
        "step. From `start` on, the forecasts themselves go into the window",
    ),
    WrongAnswer(
        "not fed back",
        rolling(move_on=lambda window, answer, **_: window),
        "repeat the first answer: the window never changes. Each answer has to be read next",
    ),
    WrongAnswer(
        "last known value fed back",
        rolling(move_on=_told_first),
        "come from windows into which the last measured value comes again and again. "
        "The answers have to come in",
    ),
    WrongAnswer(
        "shifted the wrong way",
        rolling(move_on=lambda window, answer, **_: np.concatenate([answer, window[:-1]])),
        "equal what you get when the answer enters the window in front and the newest value "
        "leaves it. Time runs from the oldest value to the newest",
    ),
    WrongAnswer(
        "newest value overwritten",
        rolling(move_on=lambda window, answer, **_: np.concatenate([window[:-1], answer])),
        "equal what you get when the answer takes the place of the newest value: "
        "it is the oldest that leaves the window",
    ),
    WrongAnswer(
        "oldest value overwritten",
        rolling(move_on=lambda window, answer, **_: np.concatenate([answer, window[1:]])),
        "equal what you get when the answer takes the place of the oldest value. "
        "It is the newest now, so it belongs at the end",
    ),
    WrongAnswer(
        "window grows",
        rolling(move_on=lambda window, answer, **_: np.concatenate([window, answer])),
        "equal what you get when the window grows by every answer. What leaves it?",
    ),
    WrongAnswer("one too many", rolling(extra=1), "are one more than `horizon`"),
    WrongAnswer("one too few", rolling(extra=-1), "are one less than `horizon`"),
    WrongAnswer(
        "starts with the known value",
        _reshaped(lambda answers, known: np.append(known[-1], answers[:-1])),
        "begin with the last value of the window, which is known already. "
        "The first is the answer to the window itself",
    ),
    WrongAnswer(
        "window returned too",
        _reshaped(lambda answers, known: np.append(known, answers)),
        "hold the window as well. The answers alone were asked for",
    ),
    WrongAnswer(
        "last forecast only",
        _reshaped(lambda answers, known: answers[-1]),
        "are one number, the last of them. All were asked for, (horizon,)",
    ),
    WrongAnswer(
        "column",
        _reshaped(lambda answers, known: answers[:, np.newaxis]),
        "have the shape (horizon, 1). One row of numbers was asked for, (horizon,)",
    ),
)
