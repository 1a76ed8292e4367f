"""The checks of `forecast_quality` that look inside: the roll-out, the horizon, the seeds."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from forecast_quality_tables import (
    BETTER,
    FIRST,
    FORECASTS,
    NEVER,
    PASSES,
    REFERENCE,
    ROWS,
    WORSE,
    lost,
)

from autograde.quality import typed
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.forecast_quality import cases as draws
from lstm_lib.checks.exercises.forecast_quality.judge.roll_out import WRONG_MOVES
from lstm_lib.checks.exercises.forecast_quality.judge.seeds import WRONG_RULES, compare_seeds
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import Observation


def in_one_array(predict, series, start, steps, horizon):
    """Write the answers after a copy of the known points, in float32."""
    values = np.append(series[:start], np.zeros(horizon)).astype(np.float32)
    for place in range(start, start + horizon):
        values[place] = predict(values[place - steps : place, None])
    return values[start:]


def as_a_list(predict, series, start, steps, horizon):
    """Collect the answers in a list that grows, and return a list."""
    values = [[value] for value in series[start - steps : start]]
    for _ in range(horizon):
        values.append([predict(np.array(values[-steps:]))])
    return [value[0] for value in values[steps:]]


def on_itself(predict, series, start, steps, horizon):
    """Call itself for the remaining steps."""
    if horizon == 0:
        return []
    answer = predict(series[start - steps : start].reshape(-1, 1))
    longer = np.append(series[:start], answer)
    return [answer, *on_itself(predict, longer, start + 1, steps, horizon - 1)]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [in_one_array, as_a_list, on_itself])
def test_right_roll_out_passes(answer, seed):
    """Does the right roll-out pass, written in each way?"""
    verdict = run_check("roll_out_from", {"roll_out_from": answer}, seed)
    assert verdict.share == 1, verdict.text()


def typed_roll_out(text):
    """Return the roll-out that was typed."""
    return typed.namespace("forecast_quality", "roll_out_from", text)["roll_out_from"]


MOVES = {wrong.name for wrong in WRONG_MOVES}


@pytest.mark.parametrize(
    "row", [row for row in ROWS["roll_out_from"] if row[0] in MOVES], ids=lambda row: row[0]
)
@pytest.mark.parametrize("late", [-1, 1, 2])
def test_two_mistakes_of_a_roll_out_are_told_apart(row, late):
    """Is a wrong move named even if the window lies elsewhere, and are both marks lost?"""
    name, _, text = row
    wrong = typed_roll_out(text)

    def both(predict, series, start, steps, horizon):
        return wrong(predict, series, start + late, steps, horizon)

    verdict = run_check("roll_out_from", {"roll_out_from": both})
    assert lost(verdict) == FIRST | FORECASTS
    assert verdict.diagnoses[-1] == name, verdict.text()


def test_a_window_that_lies_elsewhere_costs_one_mark():
    """Are forecasts right that follow from a wrong window, and does the card say so?"""

    def early(predict, series, start, steps, horizon):
        return as_a_list(predict, series, start - 3, steps, horizon)

    verdict = run_check("roll_out_from", {"roll_out_from": early})
    assert lost(verdict) == FIRST
    assert "they follow from your first window" in verdict.text()


def test_a_roll_out_that_asks_nobody_is_told():
    """Is a roll-out named that makes its forecasts without the network?"""

    def persistence(predict, series, start, steps, horizon):
        return np.full(horizon, series[start - 1])

    verdict = run_check("roll_out_from", {"roll_out_from": persistence})
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0)
    assert set(verdict.diagnoses) == {"never asked"}


def test_a_window_is_kept_as_it_was_when_it_was_read():
    """Does a window that is overwritten afterward still count as the first one?"""

    def in_place(predict, series, start, steps, horizon):
        window, answers = series[start - steps : start, None].copy(), []
        for _ in range(horizon):
            answers.append(predict(window))
            window[:-1] = window[1:]
            window[-1] = answers[-1]
        return answers

    assert run_check("roll_out_from", {"roll_out_from": in_place}).share == 1


def test_a_roll_out_that_goes_beyond_its_horizon_does_not_pass():
    """Does an answer lose marks that computes a step too many, where the series may have ended?"""

    def in_a_copy(predict, series, start, steps, horizon):
        own = np.array(series)
        for t in range(start, start + horizon + 1):
            own[t] = predict(own[t - steps : t, None])
        return own[start : start + horizon]

    assert run_check("roll_out_from", {"roll_out_from": in_a_copy}).share == 0


def test_an_unknown_mistake_is_shown_with_numbers():
    """Does the card of an unexplained roll-out say where it differs, and what to look at?"""

    def odd(predict, series, start, steps, horizon):
        return as_a_list(lambda window: 0.9 * predict(window), series, start, steps, horizon)

    text = run_check("roll_out_from", {"roll_out_from": odd}).text()
    assert "was expected. Look at what comes into the window after each answer" in text


def horizon_by_loop(errors, limits):
    """Walk along the errors, and leave at the first that is not below."""
    steps = 0
    for error, limit in zip(errors, limits, strict=True):
        if not error < limit:
            break
        steps += 1
    return steps


def horizon_by_product(errors, limits):
    """Count what a running product leaves, as a float."""
    return float(np.cumprod(errors < limits).sum())


def horizon_by_append(errors, limits):
    """Look for the first True, with one appended at the end."""
    return np.append(errors >= limits, True).argmax()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [horizon_by_loop, horizon_by_product, horizon_by_append])
def test_right_horizon_passes(answer, seed):
    """Does the right horizon pass, written in each way?"""
    verdict = run_check("usable_horizon", {"usable_horizon": answer}, seed)
    assert verdict.share == 1, verdict.text()


def first_found(errors, limits):
    """Take the first place that passes, which does not exist if none does."""
    return np.flatnonzero(errors >= limits)[0]


def smallest_found(errors, limits):
    """Take the smallest place of those that pass."""
    return min(m for m in range(len(errors)) if errors[m] >= limits[m])


def next_found(errors, limits):
    """Take the next place that passes."""
    return next(m for m in range(len(errors)) if errors[m] >= limits[m])


def falls_through(errors, limits):
    """Return inside the loop, and nowhere else."""
    for m in range(len(errors)):
        if errors[m] >= limits[m]:
            return m
    return None


@pytest.mark.parametrize("answer", [first_found, smallest_found, next_found, falls_through])
def test_a_horizon_without_an_end_costs_one_mark(answer):
    """Is a function named that fails only where no error passes? Does it keep the other mark?"""
    verdict = run_check("usable_horizon", {"usable_horizon": answer})
    assert (verdict.share, lost(verdict)) == (1 / 2, NEVER), verdict.text()
    assert verdict.diagnoses == ("no first step",)


def test_a_horizon_that_fails_early_crashes():
    """Is an exception where some step passes reported as a crash, not as a missing end?"""
    verdict = run_check("usable_horizon", {"usable_horizon": lambda errors, limits: errors[99]})
    assert verdict.status == v.CRASHED
    assert "IndexError" in verdict.text()


def test_the_cases_of_the_horizon_are_as_told():
    """Do the first seven cases pass their limits, the last two never, one at equality?"""
    cases = draws.errors_by_step(np.random.default_rng(0))
    passes = [bool(np.any(case["errors"] >= case["limits"])) for case in cases]
    assert passes == [True] * 7 + [False] * 2
    assert any(np.any(case["errors"] == case["limits"]) for case in cases)


def seeds_by_sorting(errors, floor):
    """Sort a list, count, and answer in capitals."""
    ordered, half = sorted(errors), len(errors) // 2
    middle = ordered[half] if len(errors) % 2 else (ordered[half - 1] + ordered[half]) / 2
    if ordered[-1] < floor:
        return " Better"
    return "Worse" if middle > floor else "Not shown "


def seeds_by_share(errors, floor):
    """Compare shares of the floor."""
    parts = errors / floor
    if all(part < 1 for part in parts):
        return np.str_("better")
    return "worse" if np.quantile(parts, 0.5) > 1 else "not shown"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [seeds_by_sorting, seeds_by_share])
def test_right_verdict_passes(answer, seed):
    """Does the right rule pass, written in each way?"""
    verdict = run_check("compare_seeds", {"compare_seeds": answer}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.parametrize("answer", ["good", "BETTER!", 1, True, 0.5, ["better"]])
def test_other_words_are_told(answer):
    """Is an answer that is not one of the three words quoted, with the expected words?"""
    verdict = run_check("compare_seeds", {"compare_seeds": lambda errors, floor: answer})
    assert set(verdict.diagnoses) == {"other words"}
    assert '"better", "worse" or "not shown" was expected' in verdict.text()


def test_an_unknown_rule_is_shown_a_case():
    """Does the card of an unknown rule show the errors, the floor, its word and the right one?"""

    def two_of_three(errors, floor):
        return "better" if np.mean(errors < floor) > 0.66 else "not shown"

    verdict = run_check("compare_seeds", {"compare_seeds": two_of_three})
    assert verdict.status == v.NOT_YET
    assert 'it says "better", and "not shown" was expected' in verdict.text()


@pytest.mark.parametrize(
    ("all_of", "middle", "loses"),
    [
        (lambda errors: errors[1:], np.median, BETTER),
        (lambda errors: errors, lambda errors: np.sort(errors)[[0, 2]].mean(), WORSE),
    ],
    ids=["the first seed is skipped", "another pair in the middle"],
)
def test_every_seed_and_both_middle_ones_count(all_of, middle, loses):
    """Does a rule lose its mark that skips a seed, or takes the median of the wrong pair?"""

    def compare(errors, floor):
        if max(all_of(errors)) < floor:
            return "better"
        of_two = middle if len(errors) == 4 else np.median
        return "worse" if of_two(errors) > floor else "not shown"

    assert lost(run_check("compare_seeds", {"compare_seeds": compare})) == loses


def test_every_pair_of_rules_differs_on_some_case():
    """Does every wrong rule answer differently from the right one and from every other?"""
    cases = draws.errors_by_seed(np.random.default_rng(0))
    rules = [compare_seeds, *(wrong.answer for wrong in WRONG_RULES)]
    answers = {tuple(rule(case["errors"], case["floor"]) for case in cases) for rule in rules}
    assert len(answers) == len(rules)


@pytest.mark.parametrize("claim", [7, ["None"], {"a": 1}])
def test_a_forged_end_gets_no_marks(claim):
    """Does a forged note of what was returned instead of a number end in a verdict?"""
    facts = {"status": "observed", "never": claim}
    assert judge("usable_horizon", Observation("usable_horizon", {}, facts), "07").share == 0


def test_small_network_reads_whatever_it_is_given():
    """Is a window of another shape or length answered, so that a mistake can be named?"""
    predict = draws.series_to_continue(np.random.default_rng(0))[0]["predict"]
    column = np.linspace(0, 1, 5)[:, None]
    assert predict(column) == predict(column[:, 0]) == predict(column[None])
    assert predict(column) != predict(column[1:])


def test_passing_part_is_judged_by_itself():
    """Does a horizon that is wrong in both parts lose both marks?"""
    verdict = run_check("usable_horizon", {"usable_horizon": lambda errors, limits: -1})
    assert lost(verdict) == PASSES | NEVER
    assert REFERENCE["usable_horizon"](np.ones(2), np.zeros(2)) == 0
