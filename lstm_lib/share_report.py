"""A verdict on one share, in sentences and as a picture, each question beside its floors."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

from lstm_lib.arguments import finite_array
from lstm_lib.forecast_verdict import skill_beside, skills, strongest_floor, verdict
from lstm_lib.shares import Question, implied_levels, share_questions

NOUNS = {"levels": "the price", "returns": "the return", "volatility": "the volatility"}
ASKED = ("returns", "volatility")
LEFT = -1.0  # the lowest skill that the picture shows


class Answer(NamedTuple):
    """What the forecasts of one question are worth.

    ``word`` is "shown", "worse" or "not shown", beside the floor named ``strongest``. By the name
    of each floor, ``overall`` holds the skills over all test days, of shape (seeds,), and
    ``by_fold`` those of each fold, (seeds, folds). ``detail`` is what is usually reported instead.
    """

    word: str
    strongest: str
    overall: dict[str, np.ndarray]
    by_fold: dict[str, np.ndarray]
    detail: str


class ShareReport(NamedTuple):
    """A share's name, the answer to each question by its name, and all of it in sentences."""

    name: str
    answers: dict[str, Answer]
    text: str


def share_report(name, shares, forecasts):
    """Judge the forecasts of one share.

    Parameters
    ----------
    name : str
        The share.
    shares : mapping of str to lstm_lib.datasets.SharePrices
        All shares by name, as `lstm_lib.datasets.share_prices` returns them.
    forecasts : mapping of str to array_like of shape (seeds, folds, test days)
        The forecasts of ``returns`` and ``volatility``, as
        `lstm_lib.share_networks.forecast_share` returns them for one seed. Those of the price are
        yesterday's price, grown by the return.

    Returns
    -------
    ShareReport
        To be printed and drawn.

    Raises
    ------
    TypeError
        If an argument is of another kind.
    ValueError
        If there is no such share, it has too few days or unusable prices, a question has no
        forecasts, or their shape is another one.

    Examples
    --------
    A floor's own forecasts are as good as the floor, and no better.

    >>> from lstm_lib.datasets import share_prices
    >>> shares = share_prices()
    >>> questions = share_questions(shares["IBM"])
    >>> said = {a: [list(questions[a].floors.values())[0]] for a in ("returns", "volatility")}
    >>> print(share_report("IBM", shares, said).text.splitlines()[0])
    IBM: no skill is shown in the price, the return or the volatility.
    """
    if not isinstance(shares, Mapping) or not isinstance(forecasts, Mapping):
        kinds = f"{type(shares).__name__} and {type(forecasts).__name__}"
        raise TypeError(f"shares and forecasts are {kinds}, expected two mappings")
    if name not in shares:
        raise ValueError(f"there is no share {name!r}, expected one of: {', '.join(shares)}")
    questions = share_questions(shares[name])
    if missing := [asked for asked in ASKED if asked not in forecasts]:
        raise ValueError(f"forecasts lack {', '.join(missing)}, expected {' and '.join(ASKED)}")
    said = {"levels": implied_levels(questions["levels"], forecasts["returns"]), **forecasts}
    answers = {asked: _answer(asked, q, said[asked]) for asked, q in questions.items()}
    return ShareReport(name, answers, "\n".join(_sentences(name, answers)))


def plot_share_report(report):
    """Draw the skill of each seed in each year, beside each floor of each question.

    Parameters
    ----------
    report : ShareReport
        As `share_report` returns it.

    Returns
    -------
    matplotlib.figure.Figure
        A row for each floor, a dot for each seed and year, a bar at the median of all seeds over
        all days. Skills below −1 are drawn at the left edge, as triangles.

    Raises
    ------
    TypeError
        If ``report`` is not one.

    Examples
    --------
    >>> from lstm_lib.datasets import share_prices
    >>> shares = share_prices()
    >>> questions = share_questions(shares["IBM"])
    >>> said = {a: [list(questions[a].floors.values())[0]] for a in ("returns", "volatility")}
    >>> len(plot_share_report(share_report("IBM", shares, said)).axes)
    1
    """
    if not isinstance(report, ShareReport):
        raise TypeError(f"report is {type(report).__name__}, expected that of share_report")
    import matplotlib.pyplot as plt

    rows = [(asked, floor) for asked, one in report.answers.items() for floor in one.by_fold]
    figure, ax = plt.subplots(
        figsize=(6.4, 0.62 * len(rows) + 1.2), layout="constrained", facecolor="white"
    )
    for height, (asked, floor) in enumerate(reversed(rows)):
        answer = report.answers[asked]
        dots = answer.by_fold[floor].ravel()
        inside = dots >= LEFT
        up = height + np.linspace(-0.2, 0.2, len(dots))  # so that no dot hides another
        ax.plot(dots[inside], up[inside], "o", color="#1b3a6b", alpha=0.7, markersize=5)
        edge = np.full(np.count_nonzero(~inside), LEFT)
        ax.plot(edge, up[~inside], "<", color="#b3420f", markersize=6)
        middle = max(float(np.median(answer.overall[floor])), LEFT)
        ax.plot([middle, middle], [height - 0.32, height + 0.32], color="black", linewidth=2.5)
    ax.axvline(0, color="#6b6b6b", linestyle="--", linewidth=1)
    named = [f"{asked}\nbeside {floor}" for asked, floor in reversed(rows)]
    ax.set_yticks(range(len(rows)), named)
    ax.set(xlabel="skill", xlim=(LEFT - 0.08, 1), xticks=(-1, -0.5, 0, 0.5, 1), title=report.name)
    ax.grid(alpha=0.3, axis="x")
    plt.close(figure)
    return figure


def _answer(asked, question, forecasts):
    """Judge the forecasts of one question."""
    truth = question.truth
    said = finite_array(f"forecasts of {asked}", forecasts, ("seeds", "folds", "test days"))
    if said.shape[1:] != truth.shape or len(said) == 0:
        raise ValueError(
            f"forecasts of {asked} have shape {said.shape}, expected (seeds, *{truth.shape})"
        )
    floors = np.array(list(question.floors.values()))
    names = list(question.floors)
    return Answer(
        verdict(truth, said, floors),
        names[strongest_floor(truth, floors)],
        {
            n: np.array([skill_beside(truth, s, f) for s in said])
            for n, f in question.floors.items()
        },
        {n: skills(truth, said, f) for n, f in question.floors.items()},
        _detail(asked, question, said),
    )


def _detail(asked: str, question: Question, said: np.ndarray) -> str:
    """Say what is usually reported of such a question: R² of levels, directions of returns."""
    truth = question.truth
    if asked == "levels":
        whole = np.full_like(truth, truth.mean())
        r2 = [skill_beside(truth, one, whole) for one in said]
        before = skill_beside(truth, question.floors["yesterday"], whole)
        return f"R² {_range(r2)}, and {before:.3f} for yesterday's price"
    if asked == "returns":
        moved = truth != 0  # a day without a change has no direction
        hits = [np.count_nonzero(((one > 0) == (truth > 0)) & moved) for one in said]
        days = np.count_nonzero(moved)
        low, high = binomtest(days // 2, days).proportion_ci(0.95, "wilson")
        return (
            f"the right direction on {_range(np.array(hits) / days)} of the days, where a coin has "
            f"{low:.3f} to {high:.3f}"
        )
    return (
        f"{_range([skill_beside(truth, one, question.floors['HAR']) for one in said])} beside HAR"
    )


def _sentences(name: str, answers: dict[str, Answer]) -> list[str]:
    """Put a report in words: a verdict first, then what it rests on."""
    shown = [NOUNS[asked] for asked, one in answers.items() if one.word == "shown"]
    rest = [NOUNS[asked] for asked, one in answers.items() if one.word != "shown"]
    if shown and rest:
        lines = [f"{name}: skill is shown in {_listed(shown)}, and none in {_listed(rest, 'or')}."]
    elif shown:
        lines = [f"{name}: skill is shown in {_listed(shown)}."]
    else:
        lines = [f"{name}: no skill is shown in {_listed(rest, 'or')}."]
    for asked, one in answers.items():
        years = np.median(one.by_fold[one.strongest], axis=0)
        lines.append(
            f"{asked}: {one.word}, beside {one.strongest}; skills of the seeds "
            f"{_range(one.overall[one.strongest])}, of the years {_range(years)}; {one.detail}."
        )
    return lines


def _range(values) -> str:
    """Say the smallest and the largest of several numbers."""
    low, high = (f"{value:.3f}".replace("-", "−") for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def _listed(words: list[str], last: str = "and") -> str:
    """Join words as in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
