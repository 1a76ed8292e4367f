"""Judge of `roll_out_from`, and the common wrong ones: where the first window lies, how it moves.

The two are judged separately. A window that is off by one point costs marks once: the forecasts
are compared with those that follow from the window that the network was given.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.forecast_quality.checks import ROLL_OUT_FROM
from lstm_lib.checks.judge.compare import Case, compare
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

FIRST, FORECASTS = "first window", "forecasts"
LARGEST_WINDOW = 100  # points; a window may hold the whole series, which is shorter

RollOut = Callable[..., Any]  # (predict, series, start, steps, horizon) -> forecasts


def _cut(series: np.ndarray, start: int, steps: int) -> np.ndarray:
    """Return the points directly before a start, as a column."""
    return series[start - steps : start, np.newaxis]


def _moved_on(window: np.ndarray, answer: np.ndarray, **case: Any) -> np.ndarray:
    """Drop the oldest value of a window, and put the answer, (1, 1), at its end."""
    return np.concatenate([window[1:], answer])


def _moved_over(window: np.ndarray, answer: np.ndarray, series: Any, place: int) -> np.ndarray:
    """Drop the oldest value, and read the next true one; where the series ends, there is none."""
    moved = np.concatenate([window[1:], series[place : place + 1, np.newaxis]])
    return moved if len(moved) else window


def rolling(move_on: Callable[..., np.ndarray] = _moved_on, extra: int = 0) -> RollOut:
    """Make a roll-out from the rule that moves its window.

    ``move_on(window, answer, series=, place=)`` returns the next window; `place` is the number of
    the point that was forecast. `extra` is how many values too many are returned.
    """

    def roll_out_from(predict, series, start, steps, horizon):
        window, answers = _cut(series, start, steps), []
        for place in range(start, start + horizon + extra):
            answers.append(predict(window))
            answer = np.full((1, 1), answers[-1])
            window = move_on(window, answer, series=series, place=place)
        return np.array(answers)

    return roll_out_from


def _reshaped(reshape: Callable[..., np.ndarray]) -> RollOut:
    """Make a roll-out that returns its answers in another form."""

    def roll_out_from(predict, series, start, steps, horizon):
        answers = rolling()(predict, series, start, steps, horizon)
        return reshape(answers, _cut(series, start, steps)[:, 0])

    return roll_out_from


# Each answer returns the first window.
WRONG_STARTS = (
    WrongAnswer(
        "one point late",
        lambda series, start, steps: _cut(series, start + 1, steps),
        "holds the point `start`, which is the first to be forecast. It ends one point earlier",
    ),
    WrongAnswer(
        "one point early",
        lambda series, start, steps: _cut(series, start - 1, steps),
        "ends two points before `start`. The last point before `start` is known, too",
    ),
    WrongAnswer(
        "begins at the start",
        lambda series, start, steps: _cut(series, start + steps, steps),
        "begins at the point `start`: it holds the very values that are to be forecast",
    ),
    WrongAnswer(
        "first points of the series",
        lambda series, start, steps: series[:steps, np.newaxis],
        "holds the first points of the series, wherever `start` lies",
    ),
    WrongAnswer(
        "last points of the series",
        lambda series, start, steps: series[-steps:, np.newaxis],
        "holds the last points of the series, which lie beyond `start`",
    ),
    WrongAnswer(
        "everything before the start",
        lambda series, start, steps: series[:start, np.newaxis],
        "holds all points before `start`. The network reads `steps` of them",
    ),
    WrongAnswer(
        "one step too short",
        lambda series, start, steps: _cut(series, start, steps - 1),
        "has one point less than `steps`: the oldest one is missing",
    ),
    WrongAnswer(
        "one step too short",
        lambda series, start, steps: _cut(series, start - 1, steps - 1),
        "has one point less than `steps`: the one right before `start` is missing",
    ),
    WrongAnswer(
        "one step too long",
        lambda series, start, steps: _cut(series, start, steps + 1),
        "has one point more than `steps`: it begins one point too early",
    ),
    WrongAnswer(
        "one step too long",
        lambda series, start, steps: _cut(series, start + 1, steps + 1),
        "has one point more than `steps`: the point `start`, which is the first to be forecast",
    ),
    WrongAnswer(
        "reversed in time",
        lambda series, start, steps: _cut(series, start, steps)[::-1],
        "runs backwards: the oldest point has to come first",
    ),
    WrongAnswer(
        "no feature axis",
        lambda series, start, steps: _cut(series, start, steps)[:, 0],
        "has one axis, (steps,), and `predict` reads a column, (steps, 1)",
    ),
    WrongAnswer(
        "batch axis",
        lambda series, start, steps: _cut(series, start, steps)[np.newaxis],
        "has an axis for a batch, (1, steps, 1). This `predict` reads one window, (steps, 1)",
    ),
    WrongAnswer(
        "a row",
        lambda series, start, steps: _cut(series, start, steps).T,
        "is a row, (1, steps), and `predict` reads a column, (steps, 1)",
    ),
)

WRONG_MOVES = (
    WrongAnswer(
        "teacher forcing",
        rolling(_moved_over),
        "come from windows that move on over the true series: that is `horizon` forecasts of one "
        "step. From `start` on, the forecasts themselves go into the window",
    ),
    WrongAnswer(
        "not fed back",
        rolling(lambda window, answer, **_: window),
        "repeat the first answer: the window never changes. Each answer has to be read next",
    ),
    WrongAnswer(
        "last known value fed back",
        rolling(lambda window, answer, **_: np.concatenate([window[1:], window[-1:]])),
        "come from windows into which the last measured value is put again and again. "
        "Put the answers in",
    ),
    WrongAnswer(
        "shifted the wrong way",
        rolling(lambda window, answer, **_: np.concatenate([answer, window[:-1]])),
        "equal what you get when the answer enters the window in front and the newest value "
        "leaves it. Time runs from the oldest value to the newest",
    ),
    WrongAnswer(
        "newest value overwritten",
        rolling(lambda window, answer, **_: np.concatenate([window[:-1], answer])),
        "equal what you get when the answer takes the place of the newest value: "
        "it is the oldest that leaves the window",
    ),
    WrongAnswer(
        "oldest value overwritten",
        rolling(lambda window, answer, **_: np.concatenate([answer, window[1:]])),
        "equal what you get when the answer takes the place of the oldest value. "
        "It is the newest now, so it belongs at the end",
    ),
    WrongAnswer(
        "window grows",
        rolling(lambda window, answer, **_: np.concatenate([window, answer])),
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
        "are one number, the last forecast. All were asked for, (horizon,)",
    ),
    WrongAnswer(
        "column",
        _reshaped(lambda answers, known: answers[:, np.newaxis]),
        "have the shape (horizon, 1). One row of numbers was asked for, (horizon,)",
    ),
)

NEVER_ASKED = Told(
    "never asked", "`predict` was not called on any window, and nothing else makes forecasts"
)
NOT_A_WINDOW = Told(
    "not a window",
    f"`predict` was given a window that holds NaN or infinity, or more than {LARGEST_WINDOW} "
    "points, which is more than any series has here",
)


def _judge_roll_out(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the first window that the network was given, and the forecasts that follow from it."""

    def both(message: str, diagnosis: str = "") -> list[Finding]:
        return [Finding(name, False, message, diagnosis=diagnosis) for name in (FIRST, FORECASTS)]

    if complaint := returned_otherwise(seen, ROLL_OUT_FROM.values):
        return both(complaint)
    cases = ROLL_OUT_FROM.cases(rng)
    (found,) = observed(seen, len(cases), 1)
    windows = [seen.arrays.get(f"{k}/window", np.empty(0)) for k in range(len(cases))]
    if any(window.size == 0 for window in windows):
        return both(NEVER_ASKED.message, NEVER_ASKED.name)
    if any(w.size > LARGEST_WINDOW or not np.all(np.isfinite(w)) for w in windows):
        return both(NOT_A_WINDOW.message, NOT_A_WINDOW.name)
    first = compare(
        FIRST,
        windows,
        _first_windows(_cut, cases),
        [(wrong, _first_windows(wrong.answer, cases)) for wrong in WRONG_STARTS],
        "the points that it holds: `steps` of them, the last one right before `start`",
    )
    begun = [_begun(window, case) for window, case in zip(windows, cases, strict=True)]
    forecasts = compare(
        FORECASTS,
        found,
        _forecasts(rolling(), begun),
        [(wrong, _forecasts(wrong.answer, begun)) for wrong in WRONG_MOVES],
        "what comes into the window after each answer, and what leaves it",
    )
    if forecasts.right and not first.right:
        forecasts = replace(forecasts, message="right: they follow from your first window")
    return [first, forecasts]


def _first_windows(cut: Callable[..., np.ndarray], cases: Sequence[Case]) -> list[np.ndarray]:
    """Return what is cut out of the series for the first window, on every case."""
    return [cut(case["series"], case["start"], case["steps"]) for case in cases]


def _begun(window: np.ndarray, case: Case) -> Case:
    """Return a case in which the first window is the one that was observed.

    The series continues after it at the point it really reached, so that a roll-out that reads the
    true values is recognized even with a window that lies elsewhere.
    """
    values, series = window.ravel().astype(float), case["series"]
    size = len(values)
    places = [p for p in range(len(series) - size + 1) if np.allclose(series[p : p + size], values)]
    after = series[places[0] + size :] if places else series[case["start"] :]
    return {**case, "series": np.append(values, after), "start": size, "steps": size}


def _forecasts(answer: RollOut, cases: Sequence[Case]) -> list[np.ndarray]:
    """Return what a roll-out returns, on every case."""
    return [np.asarray(answer(*(case[a] for a in ROLL_OUT_FROM.arguments))) for case in cases]


ROLL_OUT = Judge(_judge_roll_out, (*WRONG_STARTS, *WRONG_MOVES, NEVER_ASKED, NOT_A_WINDOW))
