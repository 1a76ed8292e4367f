"""Count the exchanges of two diagnoses that a test would notice.

``python benchmarks/exchanged_diagnoses.py [CHECK ...]`` takes each pair of diagnoses of each check.
It exchanges their names, then their messages, then what recognizes them, and tests each time
whether the typed mistakes of the two (``mistakes.py`` beside each statement) still get their own
diagnosis and message. If no test notices an exchange, a wrong diagnosis could go unseen.
"""

import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

from autograde.quality import typed
from lstm_lib.checks import CHECKS
from lstm_lib.checks.exercises import CHECKS_OF
from lstm_lib.checks.exercises.judge import JUDGES, judge

SEED = "07"
MOST = 1000  # pairs of one check
PARTS = ("name", "message", "answer", "found", "error")  # of a diagnosis


@contextmanager
def exchanged(one: Any, other: Any, part: str) -> Iterator[None]:
    """Exchange a part of two diagnoses within a `with` block, although they are frozen."""
    kept = getattr(one, part), getattr(other, part)
    for diagnosis, value in zip((one, other), kept[::-1], strict=True):
        object.__setattr__(diagnosis, part, value)
    try:
        yield
    finally:
        for diagnosis, value in zip((one, other), kept, strict=True):
            object.__setattr__(diagnosis, part, value)


def pairs(check: str) -> list[tuple[Any, Any]]:
    """Return the pairs of a check's diagnoses; of very many, as many as `MOST` drawn at random.

    Two forms of one mistake, which are told alike, are no pair.
    """
    found = [
        (one, other)
        for one, other in combinations(JUDGES[check].knows, 2)
        if (one.name, one.message) != (other.name, other.message)
    ]
    return found if len(found) <= MOST else random.Random(0).sample(found, MOST)


def exchanges(check: str) -> Iterator[tuple[Any, Any, str]]:
    """Yield each pair with each part in which the two differ."""
    for one, other in pairs(check):
        for part in PARTS:
            if getattr(one, part, None) != getattr(other, part, None):
                if hasattr(one, part) and hasattr(other, part):
                    yield one, other, part


def unnoticed(exercise: str, check: str) -> tuple[int, list[str]]:
    """Return how many exchanges a check allows, and those that no typed mistake notices."""
    rows = [
        (name, says, CHECKS[check].observe(typed.namespace(exercise, check, text), SEED))
        for name, says, text in typed.mistakes(exercise)[check]
    ]

    def is_told(name: str, says: str, seen: Any) -> bool:
        try:
            verdict = judge(check, seen, SEED)
        except Exception:  # it takes other arguments, so any test would notice
            return False
        return set(verdict.diagnoses) == {name} and typed.is_told(says, verdict.text())

    assert all(is_told(*row) for row in rows)
    missed, count = [], 0
    for one, other, part in exchanges(check):
        count += 1
        names = {one.name, other.name}
        with exchanged(one, other, part):
            if all(is_told(*row) for row in rows if row[0] in names):
                missed.append(f"{part} of {' and '.join(sorted(names))}")
    return count, missed


def main() -> int:
    """Print a line for each check; return 1 if an exchange stayed unnoticed."""
    asked, start, total, open_ends = sys.argv[1:], time.monotonic(), 0, 0
    print(f"{'check':24} {'diagnoses':>9} {'exchanges':>9} {'noticed':>8}")
    for exercise, checks in CHECKS_OF.items():
        for check in checks:
            if asked and check.name not in asked:
                continue
            count, missed = unnoticed(exercise, check.name)
            total, open_ends = total + count, open_ends + len(missed)
            share = f"{100 * (count - len(missed)) / count:.1f} %" if count else "-"
            print(f"{check.name:24} {len(JUDGES[check.name].knows):9} {count:9} {share:>8}")
            for line in missed:
                print(f"    unnoticed: {line}")
    print(f"{total - open_ends} of {total} exchanges noticed ({time.monotonic() - start:.0f} s)")
    return 1 if open_ends else 0


if __name__ == "__main__":
    sys.exit(main())
