"""The checks of the exercise `sine_windows`: right and wrong answers, and every outcome."""

import math
import subprocess
import sys

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from sine_windows_tables import LOST, REFERENCE, lost, not_written, reference_split, typed_answer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

from autograde.quality import typed
from lstm_lib.checks import CHECKS, withhold
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import JUDGES, judge
from lstm_lib.checks.exercises.sine_windows.checks import SPLIT_IN_TIME
from lstm_lib.checks.observation import Observation

WITHHELD = ("windows.make_windows", "windows.split_in_time", "windows.prepare")


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


ANOTHER_WAY = [
    ("make_windows", by_loop),
    ("make_windows", by_view),
    ("make_windows", by_columns),
    ("split_in_time", by_np_split),
    ("split_in_time", by_sklearn),
    ("fit_scaler", from_series),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", REFERENCE)
def test_reference_passes(name, seed):
    """Does the judge give the library's own function full marks?"""
    assert run_check(name, {name: REFERENCE[name]}, seed).share == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "answer"), ANOTHER_WAY)
def test_right_answer_written_another_way_passes(name, answer, seed):
    """Does a right answer that is written with other tools, types or containers pass?"""
    verdict = run_check(name, {name: answer}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("check", "row"),
    [(check, row) for check, rows in typed.mistakes("sine_windows").items() for row in rows],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_typed_mistake_loses_exactly_its_marks(check, row, seed):
    """Does each mistake lose exactly its marks, with exactly its diagnosis, on every seed?"""
    name, says, text = row
    verdict = run_check(check, typed.namespace("sine_windows", check, text), seed)
    assert set(verdict.diagnoses) == {name}
    assert lost(verdict) == LOST[check][name]
    messages = [one.message for one in JUDGES[check].knows if one.name == name]
    assert says in verdict.text()
    assert any(message.partition("{")[0] in verdict.text() for message in messages)


@pytest.mark.parametrize("check", LOST)
def test_the_table_of_lost_marks_lists_what_is_typed(check):
    """Does the table list what each typed mistake loses, and nothing else?"""
    assert set(LOST[check]) == {name for name, _, _ in typed.mistakes("sine_windows")[check]}


def test_wide_gap_is_said_to_share_no_point():
    """Does the card say that with a gap of `steps` windows or more the parts share no point?"""
    text = run_check("split_in_time", {"split_in_time": reference_split}).text()
    assert "the two parts share no point at all" in text


def test_wrong_split_is_told_which_windows_came():
    """Does the card name the windows of a split that no wrong answer explains?"""

    def split(inputs, targets, train_fraction, gap):
        return inputs[:5], targets[:5], inputs[-2:], targets[-2:]

    text = run_check("split_in_time", {"split_in_time": split}).text()
    assert "windows 0 to 4 came in place of windows 0 to 15" in text
    assert "windows 31 to 32 came in place of windows 23 to 32" in text


def test_repeated_message_points_to_where_it_stands():
    """Does each repeated message name the array that has the whole message?"""
    split = typed_answer("split_in_time", "gap taken from the test part")
    _, *later = run_check("split_in_time", {"split_in_time": split}).findings
    assert all(finding.message.startswith("the same as for inputs_train") for finding in later)


def test_one_window_too_few_is_explained_once():
    """Does a card that takes all points for one mistake name it a single time?"""
    answer = typed_answer("make_windows", "one window too few")
    inputs, targets = run_check("make_windows", {"make_windows": answer}).findings
    assert "stop one early" in inputs.message
    assert targets.message == "the same as for inputs"


def test_targets_alone_two_ahead_skip_a_point():
    """Are late targets named as such, and not as a window missing at the front?"""

    def answer(series, steps):
        return by_loop(series, steps)[0], series[steps + 1 :]

    verdict = run_check("make_windows", {"make_windows": answer})
    assert verdict.diagnoses == ("target two ahead",)


@pytest.mark.parametrize("gap_kept", [True, False])
def test_exchanged_parts_are_named(gap_kept):
    """Does the card say that the two parts are swapped, whatever the split does with the gap?"""

    def split(inputs, targets, train_fraction, gap):
        k = int(train_fraction * len(inputs))
        first = k - gap if gap_kept else k
        return inputs[k:], targets[k:], inputs[:first], targets[:first]

    verdict = run_check("split_in_time", {"split_in_time": split})
    named = {"parts returned in the wrong order", "trained on what comes after"}
    assert lost(verdict) == set(SPLIT_IN_TIME.values)
    assert set(verdict.diagnoses) <= named
    assert "" not in [finding.diagnosis for finding in verdict.findings]


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
    """Does an answer of the right shapes, full of NaN, lose its marks without a crash?"""

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
    withhold.close(WITHHELD)
    try:
        seen = CHECKS[name].observe({name: REFERENCE[name]}, "07")
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


def test_checks_import_no_scikit_learn():
    """Do the checks of other notebooks not import scikit-learn?"""
    code = "import sys, lstm_lib.checks.exercises.judge; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
