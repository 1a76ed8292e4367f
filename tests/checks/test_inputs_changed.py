"""Functions that write into the arrays they are given."""

import pytest
from check_tools import run_check

from lstm_lib import checks
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import Observation
from lstm_lib.windows import make_windows, prepare


def update_in_place(c_prev, i, f, g):
    """Return the right cell state, and overwrite the old one."""
    c_prev *= f
    c_prev += i * g
    return c_prev


def windows_of_a_spoiled_series(series, steps):
    """Return the right windows, and overwrite the series with zeros."""
    made = make_windows(series, steps)
    inputs, targets = made[0].copy(), made[1].copy()
    series[:] = 0
    return inputs, targets


def scaler_of_a_sorted_series(series, steps, train_fraction):
    """Return the right scaler, and leave the series sorted."""
    scaler = prepare(series, steps, train_fraction).scaler
    series[::-1].sort()
    return scaler


@pytest.mark.parametrize(
    ("name", "answer", "changed"),
    [
        ("update_cell_state", update_in_place, "c_prev"),
        ("make_windows", windows_of_a_spoiled_series, "series"),
        ("fit_scaler", scaler_of_a_sorted_series, "series"),
    ],
)
def test_a_right_result_that_destroys_its_input_is_not_right(name, answer, changed):
    """Does writing into an argument lose the mark, and is the argument named?"""
    verdict = run_check(name, {name: answer})
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0)
    assert set(verdict.diagnoses) == {"input changed"}
    assert verdict.text().count(f"your function changed `{changed}`, which it was given") == 1


def test_a_changed_input_is_told_first_where_no_mistake_is_recognized():
    """Is the likely cause stated before the wrong number?"""

    def piling_up(c_prev, i, f, g):
        c_prev += 1000
        return c_prev * f + i * g

    text = run_check("update_cell_state", {"update_cell_state": piling_up}).text()
    assert text.index("your function changed `c_prev`") < text.index("Besides, on case")


def test_a_recognized_mistake_keeps_its_name_beside_a_changed_input():
    """Is the mistake stated first, and the changed input after it?"""

    def swapped(c_prev, i, f, g):
        c_prev *= i
        return c_prev + f * g

    verdict = run_check("update_cell_state", {"update_cell_state": swapped})
    assert verdict.diagnoses == ("gates swapped",)
    assert "Besides, your function changed `c_prev`" in verdict.text()


@pytest.mark.parametrize("claim", ["c_prev", [1], {"c_prev": 1}])
def test_a_forged_list_of_changes_is_refused(claim):
    """Is a published list treated as untrusted?"""
    seen = checks.CHECKS["update_cell_state"].observe({"update_cell_state": update_in_place}, "07")
    forged = Observation(seen.check, seen.arrays, {**seen.facts, "changed": claim})
    assert judge("update_cell_state", forged, "07").status == v.NOT_JUDGED
