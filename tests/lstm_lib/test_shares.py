"""One share, three questions: no floor looks ahead, and a report says what the numbers say."""

import numpy as np
import pytest

from lstm_lib.datasets import share_prices
from lstm_lib.share_report import plot_share_report, share_report
from lstm_lib.shares import implied_levels, share_folds, share_questions

SHARES = share_prices()
QUESTIONS = share_questions(SHARES["GOOG"])


def test_no_fold_trains_on_its_test_or_later():
    """Do test years follow each other to the last day, each behind all that is learned from?"""
    folds = share_folds(2000)
    assert np.array_equal(np.concatenate([test for _, test in folds]), np.arange(740, 2000))
    assert all(np.array_equal(train, np.arange(test[0])) for train, test in folds)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_no_floor_looks_ahead(asked):
    """Do floors stay the same up to a test day, when all prices from that day on are others?"""
    share = SHARES["GOOG"]
    day = QUESTIONS[asked].folds[2][1][100] + 1  # of the prices: the first one has no return
    factor = np.where(np.arange(len(share.dates)) < day, 1, np.linspace(1, 3, len(share.dates)))
    columns = ("open", "high", "low", "close", "adjusted")
    other = share._replace(**{name: getattr(share, name) * factor for name in columns})
    for name, floor in share_questions(other)[asked].floors.items():
        before = QUESTIONS[asked].floors[name]
        assert np.array_equal(floor[:2], before[:2])
        assert np.array_equal(floor[2, :101], before[2, :101])
    assert not np.array_equal(share_questions(other)["levels"].truth, QUESTIONS["levels"].truth)


def test_what_a_network_reads_is_what_the_days_hold():
    """Do return and volatility stand in the order of each question, its own one first?"""
    returns, volatility = QUESTIONS["returns"], QUESTIONS["volatility"]
    for question in (returns, volatility):
        assert np.array_equal(question.inputs[:, 0], question.series)
    assert np.array_equal(returns.inputs[:, 1], volatility.series)


def said(better):
    """Return forecasts of each question: as the floor says, or half as wrong."""
    forecasts = {}
    for asked in ("returns", "volatility"):
        question = QUESTIONS[asked]
        floor = list(question.floors.values())[-1]
        errors = (floor - question.truth) * (0.7 if asked in better else 1.2)
        forecasts[asked] = np.array([question.truth + errors] * 3)
    return forecasts


@pytest.mark.parametrize(
    ("better", "head"),
    [
        ((), "GOOG: no skill is shown in the price, the return or the volatility."),
        (
            ("volatility",),
            "GOOG: skill is shown in the volatility, and none in the price or the return.",
        ),
        (
            ("returns", "volatility"),
            "GOOG: skill is shown in the price, the return and the volatility.",
        ),
    ],
)
def test_a_report_begins_with_the_verdict(better, head):
    """Is the first sentence what the three words say?"""
    report = share_report("GOOG", SHARES, said(better))
    assert report.text.splitlines()[0] == head
    shown = {asked for asked, one in report.answers.items() if one.word == "shown"}
    assert shown == {*better, *(["levels"] if "returns" in better else [])}
    assert report.answers["volatility"].strongest == "HAR"


@pytest.mark.slow
def test_the_picture_has_a_row_for_each_floor():
    """Is each seed and year a mark, on the row of its floor?"""
    report = share_report("GOOG", SHARES, said(("returns",)))
    (ax,) = plot_share_report(report).axes
    assert len(ax.get_yticklabels()) == 6
    marks = sum(len(line.get_xdata()) for line in ax.lines if line.get_linestyle() == "None")
    assert marks == 6 * 3 * 5


@pytest.mark.parametrize(
    ("name", "forecasts", "words"),
    [
        ("TSLA", said(()), "no share 'TSLA', expected one of: AAPL, FB, GOOG, IBM, MSFT"),
        ("FB", said(()), "195 days with a return, expected 1,786 or more.*Take a share with"),
        ("GOOG", {}, "lack returns, volatility, expected returns and volatility"),
        ("GOOG", {**said(()), "volatility": np.zeros((2, 5, 9))}, "volatility have shape"),
        ("GOOG", {**said(()), "returns": np.zeros((3, 5, 9))}, "returns have shape"),
    ],
)
def test_a_report_refuses_in_words(name, forecasts, words):
    """Does the error say what came, what was expected and what to do?"""
    with pytest.raises(ValueError, match=words):
        share_report(name, SHARES, forecasts)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda share: share._replace(adjusted=-share.adjusted), ValueError, "at or below 0"),
        (lambda share: share._replace(low=share.low * np.nan), ValueError, "NaN"),
        (
            lambda share: share._replace(adjusted=share.adjusted[1:]),
            ValueError,
            "one number of days",
        ),
        (lambda share: "IBM", TypeError, "expected one of those of share_prices"),
    ],
)
def test_a_share_that_cannot_be_used_is_refused(change, error, words):
    """Does the error say what is wrong with it?"""
    with pytest.raises(error, match=words):
        share_questions(change(SHARES["IBM"]))


@pytest.mark.parametrize("asked", ["returns", "volatility"])
def test_levels_are_implied_of_levels_alone(asked):
    """Is another question refused, whose numbers are no prices?"""
    with pytest.raises(TypeError, match="expected the question of that name"):
        implied_levels(QUESTIONS[asked], np.zeros((1, 5, 252)))


@pytest.mark.parametrize("wrong", [("GOOG", None, {}), ("GOOG", SHARES, [])])
def test_a_report_takes_mappings(wrong):
    """Are other things refused?"""
    with pytest.raises(TypeError, match="expected two mappings"):
        share_report(*wrong)


def test_a_picture_of_something_else_is_refused():
    """Is only a report drawn?"""
    with pytest.raises(TypeError, match="expected that of share_report"):
        plot_share_report("GOOG")
