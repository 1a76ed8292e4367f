"""Measure an exercise: each of its answers through the real check, under several seeds."""

import functools
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from autograde.quality import judging, same, typed
from autograde.quality.field import FIELD, TRAINING
from autograde.quality.general import GENERAL
from autograde.quality.mutants import Mutant, Operator, mutants, normal
from lstm_lib.checks.exercises import CHECKS_OF
from lstm_lib.checks.judge.findings import UNRECOGNIZED
from lstm_lib.checks.judge.models.trained import TRAINED
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.verdict import Verdict

Task = tuple[str, str, str, int, int]  # exercise, check, what of it, which part of how many
Counts = dict[str, Any]
PARTS = 4  # of a check whose answers take long
SMALL = 12  # mutants of a check in the tests


def measure(
    exercises: list[str], done: Callable[[str, dict[str, Counts]], None], workers: int = 0
) -> None:
    """Measure exercises on all cores.

    Parameters
    ----------
    exercises : list of str
        Their names.
    done : callable
        ``done(exercise, counts)`` is called for each in order, with what was counted for each
        check, by the names of `autograde.release.measured.Measure`.
    workers : int, optional
        As many as there are cores by default.
    """
    workers = workers or os.cpu_count() or 1
    # TensorFlow does not survive a fork, and each worker has one core.
    os.environ.update(OMP_NUM_THREADS="1", TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {one: [(t, pool.submit(count, t)) for t in tasks(one)] for one in exercises}
        for exercise, futures in waiting.items():
            counts: dict[str, Counts] = {}
            for task, future in futures:
                _add(counts.setdefault(task[1], {}), future.result())
            _settle(exercise, counts)
            done(exercise, counts)


def tasks(exercise: str) -> Iterator[Task]:
    """Yield the pieces of an exercise's measure, each for one process.

    Parameters
    ----------
    exercise : str
        Its name.

    Yields
    ------
    tuple
        As `count` takes it.
    """
    for check in CHECKS_OF[exercise]:
        parts = 1 if type(check).__module__.endswith("observe.function") else PARTS
        for what in ("right", "wrong", "mutants"):
            yield from ((exercise, check.name, what, part, parts) for part in range(parts))


def count(task: Task) -> Counts:
    """Count one piece.

    Parameters
    ----------
    task : tuple
        As `tasks` yields it.

    Returns
    -------
    dict
        By the names of `autograde.release.measured.Measure`.
    """
    exercise, check, what, part, parts = task
    counted = {"right": _right, "wrong": _wrong, "mutants": _mutants}[what]
    return counted(exercise, check, slice(part, None, parts))


def answers(exercise: str, check: str) -> list[tuple[str, str]]:
    """Return a check's right answers: the solution, then those that are written otherwise.

    Parameters
    ----------
    exercise, check : str
        The check.

    Returns
    -------
    list of tuple of str
        What each is, and the whole cell.
    """
    others = typed.right(exercise)[check]
    return [
        ("the solution", typed.solutions(exercise)[check]),
        *((how, typed.cell(check, text)) for how, text in others),
    ]


def operators(check: str) -> tuple[Operator, ...]:
    """Return the kinds of changes that make a wrong answer of a right one.

    Parameters
    ----------
    check : str
        The check.

    Returns
    -------
    tuple of Operator
        Those of the field first: what two make alike belongs to the first.
    """
    return TRAINING if check in TRAINED else FIELD + GENERAL


def changed(exercise: str, check: str, answer: str) -> Iterator[Mutant]:
    """Make the mutants of one answer.

    Parameters
    ----------
    exercise, check : str
        The check.
    answer : str
        A whole cell.

    Yields
    ------
    Mutant
        If the cell also defines functions that other checks judge, these stay as they are.
    """
    others = {one.name for one in CHECKS_OF[exercise]} - {check}
    is_function = isinstance(typed.DECLARED[check], Function)
    yield from mutants(answer, operators(check), check if is_function else "", others)


def mutants_of(exercise: str, check: str) -> list[tuple[str, Mutant]]:
    """Return the mutants of all of a check's right answers.

    Parameters
    ----------
    exercise, check : str
        The check.

    Returns
    -------
    list of tuple
        The answer, as a whole cell, and the mutant. No two mutants are the same code, and none
        is that of a right answer.
    """
    cells = [text for _, text in answers(exercise, check)]
    told = {normal(text) for text in cells}
    found = []
    for text in cells[:1] if check in TRAINED else cells:
        for mutant in changed(exercise, check, text):
            if (form := normal(mutant.source)) not in told:
                told.add(form)
                found.append((text, mutant))
    return found


def sample(exercise: str, check: str) -> list[tuple[str, Mutant]]:
    """Return a few mutants of a check's solution, spread over it and always the same.

    Parameters
    ----------
    exercise, check : str
        The check.

    Returns
    -------
    list of tuple
        The solution, and the mutant.
    """
    solution = typed.solutions(exercise)[check]
    found = list(changed(exercise, check, solution))
    return [(solution, mutant) for mutant in found[:: max(1, len(found) // SMALL)]]


def why_same(exercise: str, check: str, answer: str, mutant: Mutant) -> str:
    """Say why a mutant that gets full marks is no mistake.

    Parameters
    ----------
    exercise, check : str
        The check.
    answer : str
        What the mutant was made of.
    mutant : Mutant
        The mutant.

    Returns
    -------
    str
        Nothing if it is one.
    """
    if record := same.recorded(exercise, check, mutant.diff):
        return record[3]
    return same.shown(exercise, check, answer, mutant.source)


def _right(exercise: str, check: str, part: slice) -> Counts:
    """Count the right answers, and those that are refused under some seed."""
    rows = answers(exercise, check)[part]
    refused = []
    for how, text in rows:
        if lost := _lost(judging.verdicts(exercise, check, text)):
            refused.append(f"{how}:\n{lost[0].text()}")
    return {"right": len(rows), "refused": refused}


def _lost(found: list[Verdict]) -> list[Verdict]:
    """Return the verdicts that take marks."""
    return [one for one in found if one.share < 1]


def _wrong(exercise: str, check: str, part: slice) -> Counts:
    """Count the typed mistakes, those that are accepted, and those that are called otherwise."""
    rows = typed.mistakes(exercise)[check][part]
    accepted, wrong_cause, named = [], [], 0
    for name, _, text in rows:
        found = judging.verdicts(exercise, check, text)
        told = {one for verdict in found for one in verdict.diagnoses}
        named += told == {name}
        if judging.is_accepted(found):
            accepted.append(f"{name}:\n{text}")
        if others := told - {name}:
            wrong_cause.append(f"{name} is called {', '.join(sorted(others))}:\n{text}")
    return {
        "wrong": len(rows),
        "accepted": accepted,
        "told": len(rows),
        "named": named,
        "wrong_cause": wrong_cause,
    }


def _mutants(exercise: str, check: str, part: slice) -> Counts:
    """Count the mutants, those that survive, and what the field's are called."""
    counts = Counter(mutants=0, told=0, named=0)
    lists: dict[str, list[str]] = {"survivors": [], "wrong_cause": [], "same": [], "unnamed": []}
    needed = []
    is_right = functools.cache(lambda answer: not _lost(judging.verdicts(exercise, check, answer)))
    for answer, mutant in mutants_of(exercise, check)[part]:
        if not is_right(answer):  # it is counted as refused, and its mutants show nothing
            continue
        found = judging.verdicts(exercise, check, mutant.source)
        line = f"{mutant.operator.name}:\n{mutant.diff}"
        if judging.is_accepted(found):
            if why := why_same(exercise, check, answer, mutant):
                lists["same"].append(f"{line}\n{why}")
                needed.append(same.recorded(exercise, check, mutant.diff))
                continue
            lists["survivors"].append(line)
        counts["mutants"] += 1
        names = [one - set(UNRECOGNIZED) for one in judging.names(found)]
        if mutant.operator.words and judging.is_compared(found):
            counts["told"] += 1
            counts["named"] += all(names)
            if not all(names):
                lists["unnamed"].append(line)
        if wrong := untrue(mutant.operator, names):
            lists["wrong_cause"].append(f"{wrong}, for {line}")
    return {**counts, **lists, "needed": [record for record in needed if record]}


def untrue(operator: Operator, names: list[frozenset[str]]) -> str:
    """Return names of a mutant's mistake that cannot be true.

    Parameters
    ----------
    operator : Operator
        What made the mutant.
    names : list of frozenset of str
        What it was called under each seed.

    Returns
    -------
    str
        Those that hold none of the operator's words, or those that no two seeds agree on; nothing
        if all may be true.
    """
    given = [one for one in names if one]
    if given and not frozenset.intersection(*given):
        return " or ".join(sorted(frozenset.union(*given)))
    told = sorted(frozenset.union(*given)) if given and operator.words else []
    return ", ".join(name for name in told if not any(word in name for word in operator.words))


def _add(total: Counts, more: Counts) -> None:
    """Add the counts of a piece to those of its check."""
    for name, value in more.items():
        total[name] = total[name] + value if name in total else value


def _settle(exercise: str, counts: dict[str, Counts]) -> None:
    """Note the entries of `same.py` that no mutant needed."""
    needed = [record for one in counts.values() for record in one.pop("needed")]
    for check, one in counts.items():
        one["idle"] = [
            record[1]
            for record in same.records(exercise)
            if record[0] == check and record not in needed
        ]
