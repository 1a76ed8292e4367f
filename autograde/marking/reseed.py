"""Two more runs for a training that missed the floor only because of its random weights.

A released notebook seeds Keras in a locked cell. The same job with another number there is another
training by the same code. The best of the three counts, so an unlucky seed costs no mark.
"""

import re
from dataclasses import replace
from typing import Any

from autograde.execution.job import Job
from autograde.marking.verdicts import judged
from autograde.release.source import check_name
from lstm_lib.checks.judge.models.trained import TRAINED, may_be_chance

CELL = "seed"  # the id of the locked cell that seeds Keras
LINE = re.compile(r"(?m)^keras\.utils\.set_random_seed\((\d+)\)$")
MORE = 2


def reseeded(job: Job) -> tuple[Job, ...]:
    """Return the same job under other seeds.

    Parameters
    ----------
    job : Job
        The job of a notebook.

    Returns
    -------
    tuple of Job
        Empty if the notebook has no cell that seeds Keras.

    Examples
    --------
    >>> cells = (("seed", "keras.utils.set_random_seed(7)"), ("free_0", "print()"))
    >>> [other.cells[0][1] for other in reseeded(Job(cells, "0", (), True, "e"))]
    ['keras.utils.set_random_seed(8)', 'keras.utils.set_random_seed(9)']
    """
    found = LINE.search(dict(job.cells).get(CELL, ""))
    if not found:
        return ()

    def under(number: int) -> Job:
        line = f"keras.utils.set_random_seed({number})"
        cells = (
            (id, LINE.sub(line, text) if id == CELL or LINE.fullmatch(text.strip()) else text)
            for id, text in job.cells  # a learner may have copied the cell
        )
        return replace(job, cells=tuple(cells))

    return tuple(under(int(found[1]) + n) for n in range(1, MORE + 1))


def further_runs(job: Job, result: dict[str, Any]) -> tuple[Job, ...]:
    """Return the further jobs that a result calls for: more trainings, if chance made it fail.

    Parameters
    ----------
    job : Job
        The job that ran.
    result : dict
        Its result.

    Returns
    -------
    tuple of Job
        Usually empty.
    """
    others = reseeded(job)
    return others if others and _is_unlucky(job, result) else ()


def _is_unlucky(job: Job, result: dict[str, Any]) -> bool:
    """Tell whether a trained model failed only in its quality."""
    for name, source in job.cells:
        check = check_name(source)
        if check in TRAINED:
            outputs = result.get("cells", {}).get(name, {}).get("outputs", [])
            if may_be_chance(judged(check, outputs, job.seed, result.get("note", {}))):
                return True
    return False
