"""The measure as tables, for a terminal and for the instructors' guide."""

from collections.abc import Iterator

from autograde.quality import trainings
from autograde.quality.bounds import upper_bound
from autograde.release.measured import Measure

Row = tuple[str, ...]
HEAD: Row = (
    "exercise",
    "right answers",
    "refused",
    "wrong answers",
    "accepted",
    "mutants",
    "lost marks",
    "cause named",
    "wrong cause",
)
TRAININGS: Row = ("check", "answer", "trainings", "wrong marks", "called otherwise")


def row(title: str, measure: Measure) -> Row:
    """Return an exercise's row.

    Parameters
    ----------
    title : str
        What stands in the first column.
    measure : Measure
        What was counted.

    Returns
    -------
    tuple of str
        As `HEAD` names them.
    """
    refused, accepted = len(measure.refused), len(measure.accepted)
    return (
        title,
        str(measure.right),
        f"{refused} (≤ {percent(upper_bound(refused, measure.right))})",
        str(measure.wrong),
        f"{accepted} (≤ {percent(upper_bound(accepted, measure.wrong))})",
        str(measure.mutants),
        percent(measure.killed),
        percent(measure.named_share),
        str(len(measure.wrong_cause)),
    )


def line(cells: Row) -> str:
    """Return a row as a line for a terminal.

    Parameters
    ----------
    cells : tuple of str
        A row.

    Returns
    -------
    str
        The first column wide, the others right-aligned.

    Examples
    --------
    >>> line(("a", "1"))
    'a                                 1'
    """
    first, *others = cells
    return f"{first:20} " + " ".join(f"{cell:>14}" for cell in others)


def percent(share: float) -> str:
    """Return a share as people write it.

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str
        Never rounded up to 100 %.

    Examples
    --------
    >>> percent(1.0), percent(0.99999), percent(0.0149)
    ('100 %', '99.9 %', '1.5 %')
    """
    if share == 1:
        return "100 %"
    return f"{min(100 * share, 99.9):.1f} %"


def training_rows() -> Iterator[Row]:
    """Yield a row for each answer that was trained under many seeds.

    Yields
    ------
    tuple of str
        As `TRAININGS` names them.
    """
    for check, answers in trainings.stored().items():
        for name, runs in answers.items():
            is_right = name.startswith(trainings.RIGHT)
            wrong = sum((run.best == 1) != is_right for run in runs)
            bound = percent(upper_bound(wrong, len(runs)))
            others = sum(bool(set(run.names) - {name}) for run in runs)
            yield (
                check,
                name,
                str(len(runs)),
                f"{wrong} (≤ {bound})",
                "" if is_right else str(others),
            )
