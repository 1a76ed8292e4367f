"""The checks of the exercise `sine_windows`."""

import math
import subprocess
import sys

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, StandardScaler

from lstm_lib import checks, windows
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks import withhold
from lstm_lib.checks.judge import (
    judge,
    sine_windows_answers,
    sine_windows_scaler_answers,
    sine_windows_split_answers,
)
from lstm_lib.checks.observation import Observation

WITHHELD = ("windows.make_windows", "windows.split_in_time", "windows.prepare")
WINDOWS = {"inputs", "targets"}
TRAIN, TEST = {"inputs_train", "targets_train"}, {"inputs_test", "targets_test"}
SEEN, DOES = {"the points it has seen"}, {"what it does with points"}

# Which quantities each wrong answer loses; the others it keeps.
LOST = {
    "make_windows": {
        "one window too few": WINDOWS,
        "one window too few, and no feature axis": WINDOWS,
        "one window too many": {"inputs"},
        "target inside the window": {"targets"},
        "target inside the window, and one window more": WINDOWS,
        "windows begin one late": {"inputs"},
        "target two ahead": WINDOWS,
        "target is the first point of the window": {"targets"},
        "window one step too long": {"inputs"},
        "window one step too short": {"inputs"},
        "steps not used": WINDOWS,
        "reversed in time": {"inputs"},
        "non-overlapping windows": WINDOWS,
        "wrapped around": WINDOWS,
        "no feature axis": {"inputs"},
        "batch and time axes swapped": {"inputs"},
        "time and feature axes swapped": {"inputs"},
        "targets with an extra axis": {"targets"},
        "inputs and targets swapped": WINDOWS,
    },
    "split_in_time": {
        "random split": TRAIN | TEST,
        "gap ignored": TRAIN,
        "gap taken from the test part": TRAIN | TEST,
        "gap taken from both parts": TEST,
        "gap taken twice": TRAIN,
        "gap taken from the beginning": TRAIN,
        "gap moves the border": TEST,
        "gap makes the parts overlap": TRAIN | TEST,
        "nothing left with a gap of 0": TRAIN,
        "fraction taken after the gap": TRAIN | TEST,
        "rounded up": TRAIN | TEST,
        "rounded to the nearest": TRAIN | TEST,
        "fraction of the points": TRAIN | TEST,
        "fraction of the points, less a window": TRAIN | TEST,
        "fraction to test on": TRAIN | TEST,
        "one training window too many": TRAIN,
        "one test window too many": TEST,
        "one test window too few": TEST,
        "last window lost": TEST,
        "test part before training part": TRAIN | TEST,
        "parts returned in the wrong order": TRAIN | TEST,
        "inputs together, targets together": {"targets_train", "inputs_test"},
    },
    "fit_scaler": {
        "whole series": SEEN,
        "missing the last target": SEEN,
        "only targets": SEEN,
        "fraction of the points": SEEN,
        "fraction of the points, plus a window": SEEN,
        "first points of the windows": SEEN,
        "one point too many": SEEN,
        "rounded up": SEEN,
        "test part": SEEN,
        "range from −1 to 1": DOES,
        "values clipped": DOES,
        "StandardScaler": DOES,
        "transform already applied": SEEN | DOES,
        "scaler and values": SEEN | DOES,
        "not fitted": SEEN | DOES,
        "a range for each step": SEEN | DOES,
        "a range for each point": SEEN | DOES,
    },
}
WRONG = {
    "make_windows": sine_windows_answers.WINDOWS_WRONG_ANSWERS,
    "split_in_time": sine_windows_split_answers.SPLIT_WRONG_ANSWERS,
    "fit_scaler": sine_windows_scaler_answers.SCALER_WRONG_ANSWERS,
}


def reference_split(inputs, targets, train_fraction, gap):
    """Return the library's four parts."""
    split = windows.split_in_time(inputs, targets, train_fraction, gap=gap)
    return split.inputs_train, split.targets_train, split.inputs_test, split.targets_test


def reference_scaler(series, steps, train_fraction):
    """Return the library's scaler."""
    return windows.prepare(series, steps, train_fraction).scaler


REFERENCE = {
    "make_windows": windows.make_windows,
    "split_in_time": reference_split,
    "fit_scaler": reference_scaler,
}


def by_loop(series, steps):
    """Cut windows one by one, and return lists."""
    inputs = [[[value] for value in series[i : i + steps]] for i in range(len(series) - steps)]
    return inputs, list(series[steps:])


def by_view(series, steps):
    """Cut windows as views of the series with a target at their end."""
    long = np.lib.stride_tricks.sliding_window_view(series, steps + 1)
    return long[:, :-1, None], long[:, -1]


def by_columns(series, steps):
    """Cut windows column by column, in float32."""
    n = len(series) - steps
    columns = [series[k : k + n] for k in range(steps + 1)]
    return np.float32(np.stack(columns[:-1], axis=1)[..., np.newaxis]), np.float32(columns[-1])


def by_np_split(inputs, targets, train_fraction, gap):
    """Split at two places, and return a list of lists."""
    begin = math.floor(train_fraction * len(inputs))
    parts = [np.split(array, [begin - gap, begin]) for array in (inputs, targets)]
    return [parts[side][part].tolist() for part in (0, 2) for side in (0, 1)]


def by_sklearn(inputs, targets, train_fraction, gap):
    """Split with scikit-learn, without shuffling, and keep float32."""
    inputs_train, inputs_test, targets_train, targets_test = train_test_split(
        np.float32(inputs), np.float32(targets), train_size=train_fraction, shuffle=False
    )
    kept = len(inputs_train) - gap
    return inputs_train[:kept], targets_train[:kept], inputs_test, targets_test


def from_series(series, steps, train_fraction):
    """Fit on the beginning of the series, in float32."""
    end = int(train_fraction * (len(series) - steps)) + steps
    return MinMaxScaler().fit(np.float32(series[:end]).reshape(-1, 1))


def from_own_windows(namespace):
    """Fit on all training windows and targets, cut and split by the notebook's functions."""

    def fit_scaler(series, steps, train_fraction):
        inputs, targets = namespace["make_windows"](series, steps)
        inputs, targets, _, _ = namespace["split_in_time"](inputs, targets, train_fraction, 0)
        return MinMaxScaler().fit(np.concatenate([inputs.ravel(), targets])[:, None])

    return fit_scaler


def from_own_count(namespace):
    """Fit on the series up to where the notebook's training part ends."""

    def fit_scaler(series, steps, train_fraction):
        parts = namespace["split_in_time"](
            *namespace["make_windows"](series, steps=steps), train_fraction=train_fraction, gap=0
        )
        return MinMaxScaler().fit(series[: len(parts[0]) + steps, None])

    return fit_scaler


def from_own_inputs(namespace):
    """Fit on windows of the notebook's, counted here."""

    def fit_scaler(series, steps, train_fraction):
        inputs, targets = namespace["make_windows"](series, steps)
        n_train = int(len(inputs) * train_fraction)
        scaler = MinMaxScaler()
        scaler.partial_fit(inputs[:n_train].reshape(-1, 1))
        return scaler.partial_fit(targets[:n_train].reshape(-1, 1))

    return fit_scaler


ANOTHER_WAY = [
    ("make_windows", by_loop),
    ("make_windows", by_view),
    ("make_windows", by_columns),
    ("split_in_time", by_np_split),
    ("split_in_time", by_sklearn),
    ("fit_scaler", from_series),
]
FROM_OWN = (from_own_windows, from_own_count, from_own_inputs)


def lost(verdict):
    """Return the quantities that a verdict takes marks for."""
    return {finding.what for finding in verdict.findings if not finding.right}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", REFERENCE)
def test_reference_passes(name, seed):
    """Does the judge give the library's own function full marks?"""
    assert run_check(name, {name: REFERENCE[name]}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "answer"), ANOTHER_WAY)
def test_right_answer_written_another_way_passes(name, answer, seed):
    """Does a right answer pass that is written with other tools, types or containers?"""
    verdict = run_check(name, {name: answer}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "wrong"),
    [(name, wrong) for name, known in WRONG.items() for wrong in known],
    ids=lambda value: getattr(value, "name", value),
)
def test_wrong_answer_is_named(name, wrong, seed):
    """Does each wrong answer lose exactly its marks, with exactly its diagnosis?"""
    verdict = run_check(name, {name: wrong.answer}, seed)
    assert set(verdict.diagnoses) == {wrong.name}
    assert lost(verdict) == LOST[name][wrong.name]
    assert wrong.message in verdict.text()


@pytest.mark.parametrize("name", WRONG)
def test_every_wrong_answer_has_its_own_name(name):
    """Is each wrong answer listed once, here and beside the judge?"""
    assert sorted(wrong.name for wrong in WRONG[name]) == sorted(LOST[name])


def test_leak_costs_what_was_seen_alone():
    """Does a leaked scaler keep the third of the marks that its range is worth?"""
    leaked = WRONG["fit_scaler"][0].answer
    assert run_check("fit_scaler", {"fit_scaler": leaked}).share == pytest.approx(1 / 3)


def test_two_mistakes_are_named_one_by_one():
    """Is a scaler told both that it leaks and that its range is another one?"""

    def leaked(series, steps, train_fraction):
        return MinMaxScaler(feature_range=(-1, 1)).fit(series[:, None])

    verdict = run_check("fit_scaler", {"fit_scaler": leaked})
    assert verdict.diagnoses == ("whole series", "range from −1 to 1")


def test_wide_gap_is_said_to_share_no_point():
    """Does a right split learn what a gap of `steps` windows or more gives?"""
    text = run_check("split_in_time", {"split_in_time": reference_split}).text()
    assert "the two parts share no point at all" in text


def test_wrong_split_is_told_which_windows_came():
    """Does a split that no wrong answer explains learn which windows it holds?"""

    def split(inputs, targets, train_fraction, gap):
        return inputs[:5], targets[:5], inputs[-2:], targets[-2:]

    text = run_check("split_in_time", {"split_in_time": split}).text()
    assert "windows 0 to 4 came in the place of windows 0 to 15" in text
    assert "windows 31 to 32 came in the place of windows 23 to 32" in text


@pytest.mark.parametrize("shuffled", ["permutation", "train_test_split", "every other"])
def test_random_split_is_named_whatever_it_draws(shuffled):
    """Is a split without order named, however it was drawn?"""

    def split(inputs, targets, train_fraction, gap):
        if shuffled == "train_test_split":
            parts = train_test_split(inputs, targets, train_size=train_fraction)
            return parts[0], parts[2], parts[1], parts[3]
        if shuffled == "every other":
            return inputs[::2], targets[::2], inputs[1::2], targets[1::2]
        order = np.random.default_rng().permutation(len(inputs))
        train, test = np.split(order, [int(train_fraction * len(order))])
        return inputs[train], targets[train], inputs[test], targets[test]

    assert set(run_check("split_in_time", {"split_in_time": split}).diagnoses) == {"random split"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("write", FROM_OWN)
def test_scaler_may_use_the_functions_before_it(write, seed):
    """Does a right scaler pass that calls the learner's own functions?"""
    namespace = dict(REFERENCE)
    namespace["fit_scaler"] = write(namespace)
    verdict = run_check("fit_scaler", namespace, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("write", FROM_OWN)
def test_wrong_windows_cost_nothing_in_the_scaler(write):
    """Do wrong windows and a missing split leave the marks of a right scaler alone?"""
    namespace = {"make_windows": WRONG["make_windows"][0].answer, "split_in_time": not_written}
    namespace["fit_scaler"] = write(namespace)
    assert run_check("make_windows", namespace).share == 0
    assert run_check("fit_scaler", namespace).share == 1
    assert namespace["split_in_time"] is not_written


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("missing the last target", (0,)),
        ("only targets", (1,)),
        ("test part", (2, 3)),
        ("whole series", (0, 1, 2, 3)),
    ],
)
@pytest.mark.parametrize("uses_split", [True, False])
def test_wrong_scaler_that_uses_own_functions_is_named(name, taken, uses_split, seed):
    """Is a wrong choice of points named when they come from the learner's own functions?"""
    namespace = dict(REFERENCE)

    def fit_scaler(series, steps, train_fraction):
        inputs, targets = namespace["make_windows"](series, steps)
        if uses_split:
            parts = namespace["split_in_time"](inputs, targets, train_fraction, 0)
        else:
            parts = reference_split(inputs, targets, train_fraction, 0)
        return MinMaxScaler().fit(np.concatenate([parts[k].ravel() for k in taken])[:, None])

    namespace["fit_scaler"] = fit_scaler
    verdict = run_check("fit_scaler", namespace, seed)
    assert (verdict.diagnoses, lost(verdict)) == ((name,), SEEN)


def test_wrong_arguments_are_named():
    """Is a scaler told that it splits with a gap, or cuts other points?"""
    namespace = dict(REFERENCE)

    def with_gap(series, steps, train_fraction):
        parts = namespace["split_in_time"](
            *namespace["make_windows"](series, steps), train_fraction, steps
        )
        return MinMaxScaler().fit(parts[0].reshape(-1, 1))

    def of_some(series, steps, train_fraction):
        inputs, _ = namespace["make_windows"](series[: int(train_fraction * len(series))], steps)
        return MinMaxScaler().fit(inputs.reshape(-1, 1))

    for answer, said in (
        (with_gap, "`split_in_time` was not given gap in its place. 8 came, and 0 was wanted"),
        (of_some, "`make_windows` was not given series in its place"),
    ):
        namespace["fit_scaler"] = answer
        verdict = run_check("fit_scaler", namespace)
        assert (verdict.share, set(verdict.diagnoses)) == (0, {"wrong arguments"})
        assert said in verdict.text()


@pytest.mark.parametrize(
    ("scaler", "said"),
    [
        (MaxAbsScaler(), "it is a MaxAbsScaler, and a MinMaxScaler was wanted"),
        (StandardScaler(with_mean=False), "it is a StandardScaler"),
    ],
)
def test_another_scaler_is_named(scaler, said):
    """Is a scaler of another kind told what it is?"""
    answer = {"fit_scaler": lambda series, steps, fraction: scaler.fit(series[:, None])}
    verdict = run_check("fit_scaler", answer)
    assert verdict.share == 0
    assert said in verdict.text()


def test_points_in_no_column_are_explained():
    """Is a scaler that is fitted on a plain series told which shape is wanted?"""
    answer = {"fit_scaler": lambda series, steps, fraction: MinMaxScaler().fit(series)}
    verdict = run_check("fit_scaler", answer)
    assert verdict.status == v.CRASHED
    assert "a column, of shape (points, 1)" in verdict.text()


def test_repeated_message_points_to_where_it_stands():
    """Does each repeated message name the array whose message is whole?"""
    split = WRONG["split_in_time"][2].answer
    _, *later = run_check("split_in_time", {"split_in_time": split}).findings
    assert all(finding.message.startswith("the same as for inputs_train") for finding in later)


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


@pytest.mark.parametrize("name", REFERENCE)
@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, v.NOT_ATTEMPTED),
        (not_written, v.NOT_ATTEMPTED),
        (lambda *a: 1 / 0, v.CRASHED),
        (lambda *a: exit(0), v.CRASHED),
        (lambda *a: None, v.NOT_YET),
        (lambda *a: (1, 2, 3), v.NOT_YET),
        (lambda *a: np.zeros(3), v.NOT_YET),
        (lambda a, *rest: a, v.NOT_YET),
        (7, v.CRASHED),
    ],
)
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


@pytest.mark.parametrize("name", REFERENCE)
def test_nan_is_not_right(name):
    """Does an answer of the right shapes full of NaN lose its marks without a crash?"""

    class Scaler:
        data_min_ = data_max_ = np.full(1, np.nan)

        def transform(self, points):
            return points * np.nan

    def answer(*arguments):
        came = REFERENCE[name](*arguments)
        return Scaler() if name == "fit_scaler" else tuple(part * np.nan for part in came)

    verdict = run_check(name, {name: answer})
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0)


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_is_refused(name):
    """Is the library's own function refused where the exercise asks for it?"""
    withhold.close(WITHHELD, ["keras", "tensorflow"])
    try:
        seen = checks.CHECKS[name].look({name: REFERENCE[name]}, "07")
        with withhold.lifted():
            verdict = judge(name, wire.unpack(wire.pack(seen)[wire.MIME]), "07")
    finally:
        withhold.reopen()
    assert (verdict.status, verdict.share) == (v.REFUSED, 0)


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": [1], "returned": {"a": 1}},
        {"returned": 7},
        {"kind": "MinMaxScaler"},
        {"kind": 3.0},
        {},
    ],
)
@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {f"{k}/{key}": np.zeros(1) for k in range(3) for key in ("low", "high")},
        {f"{k}/{key}": np.ones(1, bool) for k in range(3) for key in ("low", "high", "scaled")},
        {f"{k}/{key}": np.zeros((5, 1)) for k in range(3) for key in range(4)},
        {f"{k}/{key}": np.zeros(()) for k in range(3) for key in ("low", "high", "scaled", 0, 1)},
        {f"{k}/scaled": np.zeros((0, 2), "<i8") for k in range(3)},
        {"0/low": np.zeros(0), "0/split_in_time/gap": np.zeros((2, 2))},
    ],
)
@pytest.mark.parametrize("name", REFERENCE)
def test_forged_observation_gets_a_verdict_and_no_marks(name, arrays, facts):
    """Does an observation that no check writes end in a verdict without marks?"""
    verdict = judge(name, Observation(name, arrays, {"status": "observed", **facts}), "07")
    assert verdict.share == 0
    assert verdict.text()


def test_scaler_itself_is_not_published():
    """Does an observation of a scaler hold numbers and names alone?"""
    seen = checks.CHECKS["fit_scaler"].look({"fit_scaler": from_series}, "07")
    assert seen.facts == {"status": "observed", "kind": "MinMaxScaler"}
    assert set(seen.arrays) == {f"{k}/{key}" for k in range(3) for key in ("low", "high", "scaled")}


def test_checks_import_no_scikit_learn():
    """Do the checks of other notebooks do without importing scikit-learn?"""
    code = "import sys, lstm_lib.checks.judge; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
