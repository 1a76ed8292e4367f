"""The checks of the exercise `anomalies`."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib import anomalies, seasons
from lstm_lib.checks.exercises.anomalies import cases
from lstm_lib.checks.exercises.anomalies.checks import CHECKS

RIGHT = {
    check.name: getattr(anomalies, check.name, None) or getattr(seasons, check.name)
    for check in CHECKS
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_library_passes(name):
    """Does the library's own function, itself tested beside scikit-learn, get full marks?"""
    given = RIGHT[name]
    for seed in SEEDS:
        assert run_check(name, {name: lambda *arguments: given(*arguments)}, seed).share == 1


@pytest.mark.parametrize("name", ["point_precision_recall", "event_precision_recall"])
def test_nothing_to_divide_by_is_judged_apart(name):
    """Does a division by zero cost its own third of the points, and no more?"""

    def unguarded(alarms, truth):
        if not (np.size(truth) and np.any(alarms) and np.any(truth)):
            raise ZeroDivisionError
        return RIGHT[name](alarms, truth)

    verdict = run_check(name, {name: unguarded})
    assert verdict.share == pytest.approx(2 / 3)
    assert list(verdict.diagnoses) == ["division by zero"]


def test_no_event_may_come_as_any_empty_answer():
    """Is an empty list as good as no rows of two?"""
    for empty in ([], np.zeros(0), np.zeros((0, 2)), ()):

        def find_events(scores, threshold, empty=empty):
            found = anomalies.find_events(scores, threshold)
            return found if len(found) else empty

        assert run_check("find_events", {"find_events": find_events}).share == 1


def test_every_case_of_events_shows_something():
    """Do the cases hold events at both ends, gaps of one point, equal scores, and no event?"""
    drawn = cases.scores_with_events(np.random.default_rng(0))
    found = [anomalies.find_events(**case) for case in drawn]
    assert any(len(one) and one[0, 0] == 0 for one in found)
    assert any(
        len(one) and one[-1, 1] == len(case["scores"])
        for one, case in zip(found, drawn, strict=True)
    )
    assert any(np.any(one[1:, 0] - one[:-1, 1] == 1) for one in found)
    assert any(np.any(case["scores"] == case["threshold"]) for case in drawn)
    assert any(len(one) == 0 for one in found)
