"""The checks of the exercise `forecast_quality`: floors, errors, skill, and every outcome."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from forecast_quality_tables import LOST, REFERENCE, ROWS, WITHHELD, lost
from sklearn.linear_model import LinearRegression

from autograde.quality import typed
from lstm_lib.checks import CHECKS, withhold
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import Observation


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


def floor_by_loop(inputs, futures):
    """Add the squares up window by window, in float32, and return a list."""
    totals = np.zeros(futures.shape[1], np.float32)
    for window, future in zip(inputs, futures, strict=True):
        totals += (future - window[-1][0]).astype(np.float32) ** 2
    return list(totals / len(futures))


def line_by_sklearn(inputs_train, targets_train, inputs_test, targets_test):
    """Fit with scikit-learn."""
    model = LinearRegression().fit(inputs_train[:, :, 0], targets_train)
    return ((model.predict(inputs_test[..., 0]) - targets_test) ** 2).mean()


def line_in_float32(inputs_train, targets_train, inputs_test, targets_test):
    """Solve the normal equations in float32, the constant in front."""

    def rows(inputs):
        ones = np.ones((len(inputs), 1), np.float32)
        return np.hstack([ones, inputs.reshape(len(inputs), -1).astype(np.float32)])

    A, y = rows(inputs_train), targets_train.astype(np.float32)
    weights = np.linalg.solve(A.T @ A, A.T @ y)
    return np.float32(np.mean((rows(inputs_test) @ weights - targets_test) ** 2))


def line_by_centering(inputs_train, targets_train, inputs_test, targets_test):
    """Subtract the training part's means from both parts, which amounts to an intercept."""
    middle, mean = inputs_train.mean(axis=0), targets_train.mean()
    weights = np.linalg.pinv((inputs_train - middle)[:, :, 0]) @ (targets_train - mean)
    errors = (inputs_test - middle)[:, :, 0] @ weights + mean - targets_test
    return float(errors @ errors / len(errors))


def errors_by_loop(forecasts, truths, low, high):
    """Take the forecasts back one by one, and return a list."""
    horizon = len(forecasts[0])
    sums = [0.0] * horizon
    for row, truth in zip(forecasts.tolist(), truths.tolist(), strict=True):
        for m in range(horizon):
            sums[m] += (row[m] * high + (1 - row[m]) * low - truth[m]) ** 2
    return [total / len(truths) for total in sums]


def skill_of_lists(error, floor):
    """Compute the saved share, and return a list if there are several."""
    return ((np.float32(floor) - np.float32(error)) / np.float32(floor)).tolist()


ANOTHER_WAY = [
    ("persistence_errors", floor_by_loop),
    ("linear_error", line_by_sklearn),
    ("linear_error", line_in_float32),
    ("linear_error", line_by_centering),
    ("errors_by_horizon", errors_by_loop),
    ("skill", skill_of_lists),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", REFERENCE)
def test_reference_passes(name, seed):
    """Does the judge give the right answer full marks?"""
    verdict = run_check(name, {name: REFERENCE[name]}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "answer"), ANOTHER_WAY)
def test_right_answer_written_another_way_passes(name, answer, seed):
    """Does a right answer that is written with other tools, types or containers pass?"""
    verdict = run_check(name, {name: answer}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "row"),
    [(name, row) for name, rows in ROWS.items() for row in rows],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_typed_mistake_loses_its_marks(name, row, seed):
    """Does each mistake lose exactly its marks, with exactly its diagnosis, on every seed?"""
    diagnosis, says, text = row
    verdict = run_check(name, typed.namespace("forecast_quality", name, text), seed)
    assert set(verdict.diagnoses) == {diagnosis}, verdict.text()
    assert lost(verdict) == LOST[name][diagnosis]
    assert says in verdict.text()


@pytest.mark.parametrize("name", ROWS)
def test_every_mistake_is_listed_with_its_marks(name):
    """Does the table list what each diagnosis loses, and are there enough?"""
    assert {diagnosis for diagnosis, _, _ in ROWS[name]} == set(LOST[name])
    assert len(LOST[name]) >= 8


@pytest.mark.parametrize("name", REFERENCE)
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, v.NOT_ATTEMPTED),
        (not_written, v.NOT_ATTEMPTED),
        (lambda *a: 1 / 0, v.CRASHED),
        (lambda *a: exit(0), v.CRASHED),
        (lambda *a: None, v.NOT_YET),
        (lambda *a: np.zeros((3, 1)), v.NOT_YET),
        (7, v.CRASHED),
    ],
)
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0), verdict.text()


@pytest.mark.parametrize("name", [name for name in REFERENCE if name != "compare_seeds"])
def test_nan_is_not_right(name):
    """Does an answer of the right shape, full of NaN, lose its marks without a crash?"""

    def answer(*arguments):
        return np.asarray(REFERENCE[name](*arguments)) * np.nan

    verdict = run_check(name, {name: answer})
    assert verdict.status == v.NOT_YET
    assert verdict.share <= 1 / 2  # the first window of a roll-out may still be right


@pytest.mark.parametrize("name", ["skill", "usable_horizon"])
def test_the_librarys_own_is_refused(name):
    """Is the library's own function refused where the exercise asks for it?"""
    from lstm_lib import metrics

    withhold.close(WITHHELD)
    try:
        seen = CHECKS[name].observe({name: getattr(metrics, name)}, "07")
        with withhold.lifted():
            verdict = judge(name, wire.unpack(wire.pack(seen)[wire.MIME]), "07")
    finally:
        withhold.reopen()
    assert (verdict.status, verdict.share) == (v.REFUSED, 0)


def write_into(name):
    """Return the right answer that leaves its first array full of sevens."""

    def answer(*arguments):
        found = REFERENCE[name](*arguments)
        for array in [a for a in arguments if isinstance(a, np.ndarray)][:1]:
            array[...] = 7
        return found

    return answer


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("persistence_errors", "inputs"),
        ("linear_error", "inputs_train"),
        ("roll_out_from", "series"),
        ("errors_by_horizon", "forecasts"),
        ("skill", "error"),
        ("usable_horizon", "errors"),
        ("compare_seeds", "errors"),
    ],
)
def test_a_function_that_writes_into_its_input_is_told(name, argument):
    """Does a right result that overwrites an argument lose its marks, and is the argument named?"""
    verdict = run_check(name, {name: write_into(name)})
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0)
    assert set(verdict.diagnoses) == {"input changed"}
    assert f"changed `{argument}`" in verdict.text()


@pytest.mark.parametrize("facts", [{}, {"words": ["better"]}, {"words": 7}, {"returned": 7}])
@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {f"{k}/0": np.zeros(0) for k in range(9)},
        {f"{k}/0": np.ones((), bool) for k in range(9)},
        {f"{k}/{key}": np.full(2, np.nan) for k in range(9) for key in (0, "window")},
        {f"{k}/{key}": np.zeros((300, 300)) for k in range(9) for key in (0, "window")},
        {f"{k}/{key}": np.zeros((2, 1), "<i8") for k in range(9) for key in (0, "window")},
    ],
)
@pytest.mark.parametrize("name", REFERENCE)
def test_forged_observation_gets_a_verdict_and_no_marks(name, arrays, facts):
    """Does an observation that no check writes end in a verdict without marks?"""
    verdict = judge(name, Observation(name, arrays, {"status": "observed", **facts}), "07")
    assert verdict.share == 0
    assert verdict.text()
