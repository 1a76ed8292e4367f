"""Judge of `walk_forward`, and the common wrong splits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.prices.checks import WALK_FORWARD
from lstm_lib.checks.judge.compare import by_quantity, compare_all
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

Part = Callable[[int, int, int, int, int], Any]  # (n_days, start, test_days, gap, fold) -> days


def _split(
    train: Part = lambda n, start, tests, gap, k: range(start - gap),
    test: Part = lambda n, start, tests, gap, k: range(start, start + tests),
    first: Callable[[int, int, int, int], int] = lambda n, folds, tests, gap: n - folds * tests,
    order: int = 1,
) -> Callable[..., Any]:
    """Make a split: where the first test part begins, and what each fold's parts are."""

    def walk_forward(n_days: int, n_folds: int, test_days: int, gap: int) -> Any:
        begin = first(n_days, n_folds, test_days, gap)
        starts = [begin + k * test_days for k in range(n_folds)]
        parts = [
            [
                _marks(n_days, part(n_days, start, test_days, gap, k))
                for k, start in enumerate(starts)
            ]
            for part in (train, test)
        ]
        return tuple(np.array(part)[::order] for part in parts)

    return walk_forward


def _marks(n_days: int, days: Any) -> np.ndarray:
    """Mark days on a series; what lies beyond it is left out."""
    marks = np.zeros(n_days, dtype=bool)
    marks[[day for day in days if 0 <= day < n_days]] = True
    return marks


def _others(n: int, start: int, tests: int, gap: int, k: int) -> list[int]:
    """Return all days but the test days."""
    return [day for day in range(n) if not start <= day < start + tests]


def _others_with_gaps(n: int, start: int, tests: int, gap: int, k: int) -> list[int]:
    """Return all days but the test days and a gap on both sides of them."""
    return [day for day in range(n) if not start - gap <= day < start + tests + gap]


def _others_with_gap(n: int, start: int, tests: int, gap: int, k: int) -> list[int]:
    """Return all days but the test days and the gap before them."""
    return [day for day in range(n) if not start - gap <= day < start + tests]


def _first_start(n: int, start: int, tests: int, k: int) -> int:
    """Return where the first fold's test days begin."""
    return start - k * tests


walk_forward = _split()


def _of_exchanged(*sizes: int) -> Any:
    """Return the right parts in the wrong order."""
    return walk_forward(*sizes)[::-1]


def _one_fold(*sizes: int) -> Any:
    """Return the last fold alone."""
    return tuple(part[-1:] for part in walk_forward(*sizes))


LATER = "Nobody can learn from days that come after the test"

WRONG_SPLITS = (
    WrongAnswer(
        "no gap",
        _split(train=lambda n, start, tests, gap, k: range(start)),
        "go on to the day before the test: the gap is missing",
    ),
    WrongAnswer(
        "later days",
        _split(train=_others),
        f"hold all days that are not tested, as in a cross-validation. {LATER}",
    ),
    WrongAnswer(
        "later days, with gaps",
        _split(train=_others_with_gaps),
        f"hold days on both sides of the test, with a gap on either. {LATER}",
    ),
    WrongAnswer(
        "later days, with a gap before",
        _split(train=_others_with_gap),
        f"hold days on both sides of the test, with a gap before it. {LATER}",
    ),
    WrongAnswer(
        "rolling",
        _split(train=lambda n, start, tests, gap, k: range(k * tests, start - gap)),
        "keep one length and move along with the test: a rolling window. An expanding one was "
        "asked for, which begins on day 0 in every fold",
    ),
    WrongAnswer(
        "rolling, no gap",
        _split(train=lambda n, start, tests, gap, k: range(k * tests, start)),
        "keep one length, as a rolling window, and leave no gap. Begin on day 0 in every fold, and "
        "leave out the gap",
    ),
    WrongAnswer(
        "the part before",
        _split(train=lambda n, start, tests, gap, k: range(start - gap - tests, start - gap)),
        "are only as many days as the test has. All days from 0 on were asked for",
    ),
    WrongAnswer(
        "never trained anew",
        _split(train=lambda n, start, tests, gap, k: range(_first_start(n, start, tests, k) - gap)),
        "are the same in every fold. Each fold trains on all that is known by then",
    ),
    WrongAnswer(
        "gap one day short",
        _split(train=lambda n, start, tests, gap, k: range(start - gap + 1)),
        "leave out one day less than the gap has",
    ),
    WrongAnswer(
        "gap one day long",
        _split(train=lambda n, start, tests, gap, k: range(start - gap - 1)),
        "leave out one day more than the gap has",
    ),
    WrongAnswer(
        "test days too",
        _split(train=lambda n, start, tests, gap, k: range(start + tests)),
        "hold the test days as well: what is tested has been learned by heart",
    ),
    WrongAnswer(
        "everything",
        _split(train=lambda n, start, tests, gap, k: range(n)),
        "hold all days in every fold, the test days and those after them among them",
    ),
    WrongAnswer(
        "gap between the tests",
        _split(test=lambda n, start, tests, gap, k: range(start + gap, start + tests)),
        "have a gap in the test days. Leave the gap out of the training days, before the test",
    ),
    WrongAnswer(
        "gap after the training",
        _split(
            train=lambda n, start, tests, gap, k: range(start),
            test=lambda n, start, tests, gap, k: range(start + gap, start + gap + tests),
        ),
        "are moved on by the gap, beyond the last day. The test days of all folds are the last "
        "ones of the series; the gap shortens the training",
    ),
    WrongAnswer(
        "counted from the beginning",
        _split(first=lambda n, folds, tests, gap: tests),
        "begin as early as they can, so that the last days of the series are never tested. Count "
        "the test days from the end",
    ),
    WrongAnswer(
        "counted from the beginning, after the gap",
        _split(first=lambda n, folds, tests, gap: tests + gap),
        "begin early in the series, so that its last days are never tested. Count from the end",
    ),
    WrongAnswer(
        "equal parts",
        lambda n, folds, tests, gap: _split(first=lambda n, folds, size, gap: n - folds * size)(
            n, folds, n // (folds + 1), gap
        ),
        "cut the series into equal parts. `test_days` says how long each test is",
    ),
    WrongAnswer(
        "last day left out",
        _split(first=lambda n, folds, tests, gap: n - folds * tests - 1),
        "stop one day early: the last day of the series is day n_days − 1, and it is tested",
    ),
    WrongAnswer(
        "newest fold first",
        _split(order=-1),
        "come in the wrong order: the oldest fold comes first",
    ),
    WrongAnswer(
        "growing tests",
        _split(
            test=lambda n, start, tests, gap, k: range(
                _first_start(n, start, tests, k), start + tests
            )
        ),
        "hold the days of earlier folds again. Each day is tested once",
    ),
    WrongAnswer(
        "all later days tested",
        _split(test=lambda n, start, tests, gap, k: range(start, n)),
        "go on to the end of the series in every fold. Each fold tests test_days days",
    ),
    WrongAnswer(
        "one fold", _one_fold, "are those of the last fold alone. All n_folds folds were asked for"
    ),
    WrongAnswer(
        "parts exchanged",
        _of_exchanged,
        "are exchanged: in each pair, the training days come first",
    ),
    WrongAnswer(
        "one day of training missing",
        _split(train=lambda n, start, tests, gap, k: range(1, start - gap)),
        "begin on day 1. The first day of the series is day 0",
    ),
)

ENDS = Told(
    "two numbers",
    "hold two days in each fold, where more were expected: name every day, as "
    "`np.arange(start, stop)` does",
)
BEYOND = Told(
    "beyond the series",
    "hold days that the series does not have: day {day}, where days "
    "0 to {last} were expected (case {case})",
)
TOO_FEW = Told("number of folds", "have {came} folds, and {expected} were expected (case {case})")
RANDOM = Told(
    "drawn at random",
    "do not leave the test days in a row. A random draw puts the days before and after each test "
    f"day into the training. {LATER}",
)
FUTURE = Told("the future", f"hold days that come after the first test day of their fold. {LATER}")


def _judge_split(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a split by its days; if no wrong split is recognized, by what it may not do."""
    names = WALK_FORWARD.values
    if complaint := returned_otherwise(seen, names):
        return [Finding(name, False, complaint) for name in names]
    cases = WALK_FORWARD.cases(rng)

    def values(answer: Callable[..., Any]) -> list[list[np.ndarray]]:
        return by_quantity([answer(*case.values()) for case in cases], len(names))

    found, expected = observed(seen, len(cases), len(names)), values(walk_forward)
    if told := _of_shape(seen, found, expected):
        return say_once([Finding(name, False, told[1], diagnosis=told[0]) for name in names])
    known = [(wrong, values(wrong.answer)) for wrong in WRONG_SPLITS]
    findings = compare_all(names, found, expected, known, "the first and the last day of each part")
    if all(finding.right or finding.diagnosis for finding in findings):
        return findings
    return _of_order(findings, found)


def _of_shape(
    seen: Observation, found: list[list[np.ndarray]], expected: list[list[np.ndarray]]
) -> tuple[str, str] | None:
    """Name days that the series does not have, or a wrong number of folds."""
    pairs = list(zip(found[0], expected[0], strict=True))
    beyond = seen.facts.get("beyond")
    if isinstance(beyond, list) and len(beyond) == 2 and all(isinstance(n, int) for n in beyond):
        number, day = beyond
        if 0 <= number < len(pairs):
            last = pairs[number][1].shape[1] - 1
            return BEYOND.name, BEYOND.message.format(day=day, last=last, case=number + 1)
    for number, (came, right) in enumerate(pairs):
        if came.ndim != 2 or came.dtype != bool or came.shape[1:] != right.shape[1:]:
            raise Malformed("the marks on the days do not fit the series")
        if len(came) != len(right) and len(came) != 1:
            sizes = {"came": len(came), "expected": len(right), "case": number + 1}
            return TOO_FEW.name, TOO_FEW.message.format(**sizes)
    return None


def _of_order(findings: list[Finding], found: list[list[np.ndarray]]) -> list[Finding]:
    """Name what a split may not do, where none of the common wrong ones was recognized."""
    trains = [row for marks in found[0] for row in marks]
    tests = [row for marks in found[1] for row in marks]
    if all(row.sum() <= 2 for row in (*trains, *tests)):
        told = ENDS
    elif any(np.any(np.diff(np.flatnonzero(row)) > 1) for row in tests):
        told = RANDOM
    elif any(np.any(train[test.argmax() :]) for train, test in zip(trains, tests, strict=True)):
        told = FUTURE
    else:
        return findings
    return say_once(
        [
            f
            if f.right or f.diagnosis
            else replace(f, message=f"your {f.what} {told.message}", diagnosis=told.name)
            for f in findings
        ]
    )


SPLIT = Judge(_judge_split, (*WRONG_SPLITS, ENDS, BEYOND, TOO_FEW, RANDOM, FUTURE))
