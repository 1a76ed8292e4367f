"""One answer through a real check: typed into the completed notebook, observed, judged."""

import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from autograde.errors import CourseError
from autograde.quality import typed
from lstm_lib import checks
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observe.models import Trained
from lstm_lib.checks.verdict import Finding, Verdict

SEEDS = ("07", "a1b2c3", "5eed")  # of the cases
CPU_S = 20  # of a function's answer
TRAINING_CPU_S = 600
TRAINING_SEED = 7  # as the released notebooks seed Keras


class TooLong(BaseException):
    """A mutant that does not come to an end."""


def verdicts(
    exercise: str,
    check: str,
    answer: str,
    seeds: tuple[str, ...] = SEEDS,
    training_seed: int = TRAINING_SEED,
) -> list[Verdict]:
    """Judge an answer as a graded submission is.

    Parameters
    ----------
    exercise, check : str
        Where it is typed.
    answer : str
        A function's body, or a whole cell.
    seeds : tuple of str
        The seeds of the cases.
    training_seed : int
        Seeds Keras before the cell runs, if the check looks at a model.

    Returns
    -------
    list of Verdict
        For each seed. A cell that raises, or does not end, loses its marks under all of them.

    Raises
    ------
    CourseError
        If the judge itself raises an error.
    """
    is_trained = isinstance(typed.DECLARED[check], Trained)
    _as_in_a_new_kernel()
    try:
        with limited(TRAINING_CPU_S if is_trained else CPU_S), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if is_trained:
                _seed_keras(training_seed)
            names = typed.namespace(exercise, check, answer)
            seen = {seed: checks.CHECKS[check].observe(names, seed) for seed in seeds}
    except (Exception, TooLong) as error:
        told = Finding(check, False, f"{type(error).__name__}: {error}")
        return [Verdict(check, v.CRASHED, (told,))] * len(seeds)
    return [_verdict(check, one, seed, answer) for seed, one in seen.items()]


def _verdict(check: str, seen: wire.Observation, seed: str, answer: str) -> Verdict:
    """Judge one observation over the wire; a judge that raises is no judgement of an answer."""
    try:
        return judge(check, wire.unpack(wire.pack(seen)[wire.MIME]), seed)
    except Exception as error:
        raise CourseError(
            f"The judge of {check} raised {type(error).__name__}: {error}, for the seed {seed} "
            f"and this answer:\n{answer}\nMend the judge, then measure again."
        ) from error


def _as_in_a_new_kernel() -> None:
    """Take back what an earlier answer told Keras: each submission has a kernel of its own."""
    if "keras" in sys.modules:
        import keras

        keras.config.set_floatx("float32")
        keras.mixed_precision.set_dtype_policy("float32")


def _seed_keras(seed: int) -> None:
    """Seed what a training draws from."""
    from lstm_lib.backend import keras  # seconds, and few answers need it

    keras.utils.set_random_seed(seed)


@contextmanager
def limited(cpu_s: int) -> Iterator[None]:
    """Stop what takes too much CPU time; how busy the machine is makes no difference.

    Parameters
    ----------
    cpu_s : int
        Seconds of this process.

    Raises
    ------
    TooLong
        Within the block, again each second: code may catch it once.
    """

    def stop(*_: Any) -> None:
        raise TooLong(f"stopped after {cpu_s} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def is_accepted(found: list[Verdict]) -> bool:
    """Tell whether an answer got full marks under some seed.

    Parameters
    ----------
    found : list of Verdict
        Of one answer.

    Returns
    -------
    bool
        False if it lost marks under every seed.
    """
    return any(one.share == 1 for one in found)


def names(found: list[Verdict]) -> list[frozenset[str]]:
    """Return what an answer's mistakes were called.

    Parameters
    ----------
    found : list of Verdict
        Of one answer.

    Returns
    -------
    list of frozenset of str
        For each seed, the names of diagnoses.
    """
    return [
        frozenset(f.diagnosis for f in one.findings if not f.right and f.diagnosis) for one in found
    ]


def is_compared(found: list[Verdict]) -> bool:
    """Tell whether a wrong answer gave numbers that could be compared.

    Parameters
    ----------
    found : list of Verdict
        Of one answer.

    Returns
    -------
    bool
        False if it raised an error, made nothing to look at, or gave arrays of another shape: the
        card then states the line, or both shapes.
    """
    return all(one.status in (v.RIGHT, v.NOT_YET) for one in found) and not any(
        "wrong shape" in told for told in names(found)
    )
