"""The order in which the cells of a submission run: what is right at home is right in class.

A learner may write all answers in one cell, in a cell of their own, or above the statement, and
delete the cells that were meant for them. So their own code runs in their own order. Cells that
were given come back where they are missing, and each check runs once its answer has run.
"""

from nbformat import NotebookNode

from autograde.intake.released import Released, answers_of_checks


def placed(
    line: list[str | NotebookNode], released: dict[str, Released]
) -> list[str | NotebookNode]:
    """Put the missing cells in their places, and no check before its answer.

    Parameters
    ----------
    line : list of str or NotebookNode
        The grade_ids of released cells, each at most once, and the learner's own cells, in the
        learner's order.
    released : dict of str to Released
        The released cells by their grade_id, in order.

    Returns
    -------
    list of str or NotebookNode
        The same with each grade_id once. What was deleted follows the cell that it followed, or
        comes before the first one that it preceded. A deleted check comes after its answer and
        what stands below that, or at the end if its answer was deleted as well.
    """
    order, about = list(released), answers_of_checks(released)
    present = {item for item in line if isinstance(item, str)}
    found: list[str | NotebookNode] = []
    done: set[str] = set()
    waiting = [name for name in about if name not in present]

    def put(name: str) -> None:
        found.append(name)
        done.add(name)

    def put_missing(names: list[str]) -> None:
        """Put deleted cells back, up to the first that is there or is a check."""
        for name in names:
            if name in present or name in about:
                return
            if name not in done:
                put(name)

    def is_due(check: str) -> bool:
        """Tell whether a check's answers have run."""
        answers = [name for name in about[check] if name in present]
        return bool(answers) and done.issuperset(answers)

    put_missing(order)
    for item in line:
        if not isinstance(item, str):
            found.append(item)
            continue
        for check in [check for check in waiting if is_due(check)]:
            waiting.remove(check)
            put(check)
        before = order[: order.index(item)]
        for name in before:  # what was moved down or deleted comes before what needs it
            is_given = not released[name].is_solution and name not in about
            if name not in done and (is_given or name not in present | about.keys()):
                put(name)
        if item in about and not is_due(item) and present.intersection(about[item]):
            waiting.append(item)
        elif item not in done:
            put(item)
            put_missing(order[len(before) + 1 :])
    for name in order:
        if name not in done:
            put(name)
    return found
