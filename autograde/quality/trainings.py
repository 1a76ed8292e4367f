"""Trainings under many seeds: how often chance alone makes a mark wrong.

Each answer that trains a network is trained and judged again and again, as a class's notebook is:
what misses the floor by chance is trained under two more seeds, and the best counts. Every run is
stored as soon as it is judged, so the long run can be stopped and continued at any moment.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass

from autograde.errors import CourseError
from autograde.marking.reseed import MORE
from autograde.places import TRAININGS
from autograde.quality import judging, typed
from autograde.release.measured import EXERCISES, LIBRARY, code, write
from lstm_lib.checks.exercises import CHECKS_OF
from lstm_lib.checks.judge.models.trained import TRAINED, may_be_chance
from lstm_lib.checks.verdict import Verdict

SEEDS = 200  # of a solution
FEWER = 10  # times fewer of each other answer: there are many of them, right and wrong
RIGHT = "right: "
SOLUTION = f"{RIGHT}the solution"
SEEDED = re.compile(r"set_random_seed\(\d+\)")
# Beside the judge of trained models, what makes their windows and computes their answers.
DATA = ("series.py", "windows.py", "cell.py", "sequence.py", "baselines.py")


@dataclass(frozen=True)
class Run:
    """One training: its seed, its share of the points, the best share of its reruns, the names."""

    seed: int
    share: float
    best: float
    names: tuple[str, ...]


Answer = tuple[str, str, str, str]  # exercise, check, name, text


def answers() -> Iterator[Answer]:
    """Yield the answers that are trained.

    Yields
    ------
    tuple of str
        The exercise, the check, the answer's name, and what is typed: of each check the solution,
        the right answers that are written otherwise, and the mistakes that train, which are those
        that seed Keras themselves.
    """
    for exercise, checks in CHECKS_OF.items():
        for check in (one.name for one in checks if one.name in TRAINED):
            yield exercise, check, SOLUTION, typed.solutions(exercise)[check]
            for how, text in typed.right(exercise)[check]:
                yield exercise, check, f"{RIGHT}{how}", text
            for name, _, text in typed.mistakes(exercise)[check]:
                if SEEDED.search(text):
                    yield exercise, check, name, text


def trained(answer: Answer, seed: int) -> Run:
    """Train and judge an answer once, and again if only chance made it fail.

    Parameters
    ----------
    answer : tuple of str
        As `answers` yields it.
    seed : int
        Of the training; reruns take the next ones.

    Returns
    -------
    Run
        What came out.
    """
    first = _verdict(answer, seed)
    best = first.share
    if best < 1 and may_be_chance(first):
        best = max(best, *(_verdict(answer, seed + more).share for more in range(1, MORE + 1)))
    return Run(seed, first.share, best, tuple(sorted(set(first.diagnoses))))


def _verdict(answer: Answer, seed: int) -> Verdict:
    """Train an answer under a seed, and judge it on one set of cases."""
    exercise, check, _, text = answer
    text = SEEDED.sub(f"set_random_seed({seed})", text)
    return judging.verdicts(exercise, check, text, judging.SEEDS[:1], training_seed=seed)[0]


def waiting(seeds: int) -> list[tuple[Answer, int]]:
    """Return the runs that are not stored yet.

    Parameters
    ----------
    seeds : int
        How many of each solution are wanted.

    Returns
    -------
    list of tuple
        The answer and the seed, all answers under the first seed, then under the next.
    """
    runs = stored()
    found = [
        (answer, 10 * number)  # apart, so that no rerun is another one's first run
        for number in range(seeds)
        for answer in answers()
        if answer[2] == SOLUTION or number < seeds / FEWER
    ]
    return [
        (answer, seed)
        for answer, seed in found
        if all(run.seed != seed for run in runs.get(answer[1], {}).get(answer[2], []))
    ]


def append(answer: Answer, run: Run) -> None:
    """Store one run beside those that are there, and leave out what older code gave.

    Parameters
    ----------
    answer : tuple of str
        As `answers` yields it.
    run : Run
        Its result.
    """
    exercise, check, name, _ = answer
    entries = _entries()
    if entries.get(check, {}).get("hash") != fingerprint(exercise):
        entries[check] = {"hash": fingerprint(exercise), "runs": {}}
    entries[check]["runs"].setdefault(name, []).append(astuple(run))
    write(TRAININGS, entries, indent=None)


def stored() -> dict[str, dict[str, list[Run]]]:
    """Return the runs that the code as it is now gave.

    Returns
    -------
    dict of str to dict
        For each check, the runs of each answer, by its name.
    """
    found: dict[str, dict[str, list[Run]]] = defaultdict(dict)
    entries = _entries()
    for exercise, checks in CHECKS_OF.items():
        for check in (one.name for one in checks if one.name in entries):
            if entries[check]["hash"] == fingerprint(exercise):
                for name, rows in entries[check]["runs"].items():
                    found[check][name] = [
                        Run(seed, share, best, tuple(names)) for seed, share, best, names in rows
                    ]
    return dict(found)


def fingerprint(exercise: str) -> str:
    """Return the hash of what decides about an exercise's trainings.

    Parameters
    ----------
    exercise : str
        Its name.

    Returns
    -------
    str
        Of the answers, the judge of trained models, the exercise's own checks and the data.
    """
    files = [
        *sorted((LIBRARY / "checks" / "judge" / "models").glob("*.py")),
        *sorted((EXERCISES / exercise).rglob("*.py")),
        *(LIBRARY / name for name in DATA),
    ]
    texts = [code(path.read_text(encoding="utf-8")) for path in files]
    texts += [text for of, _, _, text in answers() if of == exercise]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _entries() -> dict:
    """Read what is stored."""
    try:
        return json.loads(TRAININGS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise CourseError(
            f"{TRAININGS} is no JSON. Restore it from the repository, or delete it to begin again."
        ) from None
