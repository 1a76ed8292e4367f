"""The check of `fit_scaler`: scalers that leak, that use the earlier functions, and others."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from sine_windows_tables import REFERENCE, SEEN, lost, not_written, reference_split, typed_answer
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, StandardScaler

from lstm_lib import checks
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.sine_windows.checks import series_to_scale


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
    """Fit on the notebook's windows, counted here."""

    def fit_scaler(series, steps, train_fraction):
        inputs, targets = namespace["make_windows"](series, steps)
        n_train = int(len(inputs) * train_fraction)
        scaler = MinMaxScaler()
        scaler.partial_fit(inputs[:n_train].reshape(-1, 1))
        return scaler.partial_fit(targets[:n_train].reshape(-1, 1))

    return fit_scaler


def from_own_split_and_a_count(namespace):
    """Split with the notebook's function, and fit on the series as counted here."""

    def fit_scaler(series, steps, train_fraction):
        inputs, targets = namespace["make_windows"](series, steps)
        namespace["split_in_time"](inputs, targets, train_fraction, 0)
        return MinMaxScaler().fit(series[: int(len(inputs) * train_fraction) + steps, None])

    return fit_scaler


def from_own_inputs_and_split(namespace):
    """Fit on as many of the notebook's windows as its split says."""

    def fit_scaler(series, steps, train_fraction):
        inputs, targets = namespace["make_windows"](series, steps)
        n_train = len(namespace["split_in_time"](inputs, targets, train_fraction, 0)[1])
        return MinMaxScaler().fit(np.append(inputs[:n_train], targets[:n_train])[:, None])

    return fit_scaler


FROM_OWN = (
    from_own_windows,
    from_own_count,
    from_own_inputs,
    from_own_split_and_a_count,
    from_own_inputs_and_split,
)


def test_leak_costs_what_was_seen_alone():
    """Does a leaked scaler keep the third of the marks that its range is worth?"""
    leaked = typed_answer("fit_scaler", "whole series")
    assert run_check("fit_scaler", {"fit_scaler": leaked}).share == pytest.approx(1 / 3)


def test_every_series_shows_a_leak():
    """Does the first point after training leave the range of those that training touches?"""
    for case in series_to_scale(np.random.default_rng(0)):
        series, steps = case["series"], case["steps"]
        end = int(case["train_fraction"] * (len(series) - steps)) + steps
        later = series[end:]
        assert np.all(later > series[:end].max()) or np.all(later < series[:end].min())


@pytest.mark.parametrize("split", [True, False])
def test_one_series_turns_within_every_training_part(split):
    """Does a series have both extremes away from the first and the last training window?"""
    (case,) = (
        case
        for case in series_to_scale(np.random.default_rng(0))
        if np.ptp(np.sign(np.diff(case["series"])))
    )
    series, steps = case["series"], case["steps"]
    counted = int(case["train_fraction"] * (len(series) - steps))
    n_train = len(case["targets_train"]) if split else counted
    touched = series[: n_train + steps]
    assert {touched.argmin(), touched.argmax()} <= set(range(steps, n_train - 1))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("uses_own", [True, False])
def test_first_and_last_point_only(uses_own, seed):
    """Does the card of a scaler that has seen two points say that a series turns in between?"""
    namespace = dict(REFERENCE)

    def fit_scaler(series, steps, train_fraction):
        if uses_own:
            windows = namespace["make_windows"](series, steps)
            inputs, targets, *_ = namespace["split_in_time"](*windows, train_fraction, 0)
            return MinMaxScaler().fit([inputs[0, 0], targets[-1:]])
        n_train = int((len(series) - steps) * train_fraction)
        return MinMaxScaler().fit([[series[0]], [series[n_train + steps - 1]]])

    namespace["fit_scaler"] = fit_scaler
    verdict = run_check("fit_scaler", namespace, seed)
    assert (verdict.diagnoses, lost(verdict)) == (("first and last point only",), SEEN)
    if not uses_own:
        place = "On case 4 (32 points, steps 6, train_fraction 0.6) the lowest and the highest"
        assert f"{place} it has seen are points 20 and 0" in verdict.text()
        assert "of all that training touches they are points 8 and 7" in verdict.text()


def test_two_mistakes_are_named_one_by_one():
    """Does the card name both the leak and the wrong range?"""

    def leaked(series, steps, train_fraction):
        return MinMaxScaler(feature_range=(-1, 1)).fit(series[:, None])

    verdict = run_check("fit_scaler", {"fit_scaler": leaked})
    assert verdict.diagnoses == ("whole series", "range from −1 to 1")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("write", FROM_OWN)
def test_scaler_may_use_the_functions_before_it(write, seed):
    """Does a right scaler that calls the learner's own functions pass?"""
    namespace = dict(REFERENCE)
    namespace["fit_scaler"] = write(namespace)
    verdict = run_check("fit_scaler", namespace, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("write", FROM_OWN)
def test_wrong_windows_cost_nothing_in_the_scaler(write):
    """Do wrong windows and a missing split leave the marks of a right scaler alone?"""
    short = typed_answer("make_windows", "one window too few")
    namespace = {"make_windows": short, "split_in_time": not_written}
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
    """Does the card name a split with a gap, or other points, and judge the rest?"""
    namespace = dict(REFERENCE)

    def with_gap(series, steps, train_fraction):
        parts = namespace["split_in_time"](
            *namespace["make_windows"](series, steps), train_fraction, steps
        )
        return MinMaxScaler().fit(parts[0].reshape(-1, 1))

    def of_some(series, steps, train_fraction):
        inputs, _ = namespace["make_windows"](series[: int(train_fraction * len(series))], steps)
        return MinMaxScaler().fit(inputs.reshape(-1, 1))

    no_gap = "`split_in_time` was called with a gap of 8. Here there is no gap: call it with 0."
    for answer, name, said in (
        (with_gap, "split with a gap", no_gap),
        (of_some, "wrong arguments", "`make_windows` was not given series in its place"),
    ):
        namespace["fit_scaler"] = answer
        verdict = run_check("fit_scaler", namespace)
        assert (lost(verdict), verdict.diagnoses) == (SEEN, (name,))
        assert said in verdict.text()


def test_split_with_a_gap_and_another_range_are_named_one_by_one():
    """Does a scaler with a gap and another range lose both marks, each for its own reason?"""
    namespace = dict(REFERENCE)

    def fit_scaler(series, steps, train_fraction):
        windows = namespace["make_windows"](series, steps)
        parts = namespace["split_in_time"](*windows, train_fraction, gap=steps)
        return MinMaxScaler((-1, 1)).fit(np.append(parts[0], parts[1])[:, None])

    namespace["fit_scaler"] = fit_scaler
    verdict = run_check("fit_scaler", namespace)
    assert verdict.diagnoses == ("split with a gap", "range from −1 to 1")
    assert verdict.share == 0


@pytest.mark.parametrize(
    ("scaler", "said"),
    [
        (MaxAbsScaler(), "it is a MaxAbsScaler, and a MinMaxScaler was expected"),
        (StandardScaler(with_mean=False), "it is a StandardScaler"),
    ],
)
def test_another_scaler_is_named(scaler, said):
    """Is a scaler of another kind named?"""
    answer = {"fit_scaler": lambda series, steps, fraction: scaler.fit(series[:, None])}
    verdict = run_check("fit_scaler", answer)
    assert verdict.share == 0
    assert said in verdict.text()


def test_points_in_no_column_are_explained():
    """Does the card of a scaler fitted on a plain series say which shape is expected?"""
    answer = {"fit_scaler": lambda series, steps, fraction: MinMaxScaler().fit(series)}
    verdict = run_check("fit_scaler", answer)
    assert verdict.status == v.CRASHED
    assert "a column, of shape (points, 1)" in verdict.text()


def test_scaler_itself_is_not_published():
    """Does an observation of a scaler hold numbers and names alone?"""
    seen = checks.CHECKS["fit_scaler"].observe({"fit_scaler": REFERENCE["fit_scaler"]}, "07")
    assert seen.facts == {"status": "observed", "cases": 6, "kind": "MinMaxScaler"}
    assert set(seen.arrays) == {f"{k}/{key}" for k in range(6) for key in ("low", "high", "scaled")}
