"""What goes wrong in `split_in_time`, and what to say about it."""

import math
from collections.abc import Callable
from typing import Any

from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer


def _split(places: Callable[[int, int, float, int], tuple[Any, ...]]) -> Callable[..., Any]:
    """Make an answer from the places where it cuts.

    `places` takes windows, steps, fraction and gap, and returns where the training part begins and
    ends, and where the test part begins.
    """

    def answer(inputs, targets, train_fraction, gap):
        a, b, c, d = places(*inputs.shape[:2], train_fraction, gap)
        return inputs[a:b], targets[a:b], inputs[c:d], targets[c:d]

    return answer


def _counting(count: Callable[[int, int, float], int]) -> Callable[..., Any]:
    """Make an answer that counts the training windows in its own way."""

    def places(windows: int, steps: int, fraction: float, gap: int) -> tuple[Any, ...]:
        begin = count(windows, steps, fraction)
        return 0, begin - gap, begin, None

    return _split(places)


def _cutting(places: Callable[[int, int], tuple[Any, ...]]) -> Callable[..., Any]:
    """Make an answer that counts right but cuts elsewhere: (first test window, gap) -> places."""
    return _split(lambda windows, steps, fraction, gap: places(int(fraction * windows), gap))


def _reordered(*order: int) -> Callable[..., Any]:
    """Make an answer that returns the right four in another order."""
    right = _cutting(lambda k, gap: (0, k - gap, k, None))
    return lambda *arguments: tuple(right(*arguments)[position] for position in order)


def _cut_from_the_end(inputs, targets, train_fraction, gap):
    """Split first, and take the gap with a negative index."""
    begin = int(train_fraction * len(inputs))
    return inputs[:begin][:-gap], targets[:begin][:-gap], inputs[begin:], targets[begin:]


def _test_first(windows: int, steps: int, fraction: float, gap: int) -> tuple[Any, ...]:
    """Test on the beginning, train on the end."""
    tested = windows - int(fraction * windows)
    return tested + gap, None, 0, tested


def _fraction_after_gap(windows: int, steps: int, fraction: float, gap: int) -> tuple[Any, ...]:
    """Take the fraction of what the gap leaves."""
    trained = int(fraction * (windows - gap))
    return 0, trained, trained + gap, None


# Each run draws another random split, so the judge recognizes it by its order, not its values.
RANDOM_SPLIT = Told(
    "random split",
    "are not one stretch of time: windows are mixed, or left out in between. Neighboring windows "
    "share almost all their points, so a network tested on mixed ones has seen the answers",
)

SPLIT_WRONG_ANSWERS = (
    WrongAnswer(
        "gap ignored",
        _cutting(lambda k, gap: (0, k, k, None)),
        "go right up to the test part: there is no gap. So windows on both sides of the border "
        "share points. With a gap of `steps` windows or more they would share none",
    ),
    WrongAnswer(
        "gap taken from the test part",
        _cutting(lambda k, gap: (0, k, k + gap, None)),
        "come from a split that takes the gap from the beginning of the test part. "
        "The gap belongs at the end of the training part",
    ),
    WrongAnswer(
        "gap taken from both parts",
        _cutting(lambda k, gap: (0, k - gap, k + gap, None)),
        "lack the windows of a second gap: the gap was already taken from the training part",
    ),
    WrongAnswer(
        "gap taken twice",
        _cutting(lambda k, gap: (0, k - 2 * gap, k, None)),
        "end two gaps before the test part, and one was expected",
    ),
    WrongAnswer(
        "gap taken from the beginning",
        _cutting(lambda k, gap: (gap, k, k, None)),
        "lack windows at the beginning. The gap lies between the two parts: "
        "only there does it keep them from sharing points",
    ),
    WrongAnswer(
        "gap moves the border",
        _cutting(lambda k, gap: (0, k - gap, k - gap, None)),
        "begin where the training part ends, so nothing is left out in between. "
        "The gap shortens the training part, and the test part stays as it is",
    ),
    WrongAnswer(
        "gap makes the parts overlap",
        _cutting(lambda k, gap: (0, k, k - gap, None)),
        "come from a split that puts the windows of the gap in both parts, "
        "and they belong in neither",
    ),
    WrongAnswer(
        "nothing left with a gap of 0",
        _cut_from_the_end,
        "are empty when the gap is 0. Counted from the end, −0 is the same place as 0. "
        "Count from the beginning to where the part ends",
    ),
    WrongAnswer(
        "fraction taken after the gap",
        _split(_fraction_after_gap),
        "are counted from what the gap leaves. It is a fraction of all windows",
    ),
    WrongAnswer(
        "rounded up",
        _counting(lambda windows, steps, fraction: math.ceil(fraction * windows)),
        "are counted by rounding up, and the fraction of the windows is rounded down",
    ),
    WrongAnswer(
        "rounded to the nearest",
        _counting(lambda windows, steps, fraction: round(fraction * windows)),
        "are counted by rounding to the nearest whole number. Always round down",
    ),
    WrongAnswer(
        "fraction of the points",
        _counting(lambda windows, steps, fraction: int(fraction * (windows + steps))),
        "are counted from the points of the series. It is a fraction of the windows",
    ),
    WrongAnswer(
        "fraction of the points, less a window",
        _counting(lambda windows, steps, fraction: int(fraction * (windows + steps)) - steps),
        "are counted as if the points were split first and then cut. "
        "It is a fraction of the windows",
    ),
    *(
        WrongAnswer(
            "fraction to test on",
            _counting(count),
            "come from a split that takes `train_fraction` for the fraction to test on",
        )
        for count in (  # either part may be the one that is rounded down
            lambda windows, steps, fraction: int((1 - fraction) * windows),
            lambda windows, steps, fraction: windows - int(fraction * windows),
        )
    ),
    WrongAnswer(
        "one training window too many",
        _cutting(lambda k, gap: (0, k - gap + 1, k, None)),
        "hold one window too many at the end. With a gap of 0 it is in both parts",
    ),
    WrongAnswer(
        "one test window too many",
        _cutting(lambda k, gap: (0, k - gap, k - 1, None)),
        "begin one window early. With a gap of 0 this window is in both parts",
    ),
    WrongAnswer(
        "one test window too few",
        _cutting(lambda k, gap: (0, k - gap, k + 1, None)),
        "begin one window late",
    ),
    WrongAnswer(
        "last window lost",
        _cutting(lambda k, gap: (0, k - gap, k, -1)),
        "lack the last window. A slice with no end goes up to the last window",
    ),
    WrongAnswer(
        "test part before training part",
        _split(_test_first),
        "come from a split that tests on the past and trains on what comes after. "
        "Train on the past",
    ),
    WrongAnswer(
        "trained on what comes after",
        _cutting(lambda k, gap: (k + gap, None, 0, k)),
        "come from a split that trains on the windows after the border, and tests on those before "
        "it. Training and test part are swapped: train on the past",
    ),
    WrongAnswer(
        "parts returned in the wrong order",
        _reordered(2, 3, 0, 1),
        "are those of the other part. The training part is returned first",
    ),
    WrongAnswer(
        "inputs together, targets together",
        _reordered(0, 2, 1, 3),
        "are in the wrong place. Return the two arrays of the training part first, "
        "then the two of the test part: `train_test_split` has another order",
    ),
)
