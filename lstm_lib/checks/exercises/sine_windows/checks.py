"""The exercise `sine_windows`: its cases, what is observed, and its hints.

Values are random and distinct, so that every point, window and target can be recognized; sizes
are such that no two common mistakes give the same answer on every case.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.functions import call_on_cases, copied, missing, raised, stand_ins

Case = dict[str, Any]

WINDOWS_ARGUMENTS = ("series", "steps")
SPLIT_ARGUMENTS = ("inputs", "targets", "train_fraction", "gap")
SCALER_ARGUMENTS = ("series", "steps", "train_fraction")
# The functions that fit_scaler may call, with what each takes and what its stand-in returns.
SCALER_PARTS = {
    "make_windows": (WINDOWS_ARGUMENTS, ("inputs", "targets")),
    "split_in_time": (
        SPLIT_ARGUMENTS,
        ("inputs_train", "targets_train", "inputs_test", "targets_test"),
    ),
}


def series_to_cut(rng: np.random.Generator) -> list[Case]:
    """Draw series of distinct values, and how many steps a window of each has.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `series` (n_points,) and `steps`.

    Examples
    --------
    >>> [len(case["series"]) for case in series_to_cut(np.random.default_rng(0))]
    [19, 14, 23]
    """
    sizes = ((19, 4), (14, 3), (23, 6))
    return [{"series": rng.normal(0, 3, n_points), "steps": steps} for n_points, steps in sizes]


def windows_to_split(rng: np.random.Generator) -> list[Case]:
    """Draw made-up windows with targets, a fraction and a gap.

    One gap is smaller than the steps of a window, one is larger, one is zero. One product of
    fraction and windows is whole, one lies closer to the number below, one to the number above.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `inputs` (windows, steps, 1), `targets` (windows,), `train_fraction`, `gap`.

    Examples
    --------
    >>> [case["gap"] for case in windows_to_split(np.random.default_rng(0))]
    [7, 5, 0]
    """
    return [
        {
            "inputs": rng.normal(0, 3, (windows, steps, 1)),
            "targets": rng.normal(0, 3, windows),
            "train_fraction": train_fraction,
            "gap": gap,
        }
        for windows, steps, train_fraction, gap in (
            (33, 8, 0.7, 7),
            (31, 3, 0.8, 5),
            (20, 6, 0.75, 0),
        )
    ]


def series_to_scale(rng: np.random.Generator) -> list[Case]:
    """Draw series whose test part leaves the range of the training part, and what stand-ins return.

    Three climb or fall all the way: the lowest and the highest point that a scaler has seen tell
    where the points begin and end. The last has a hump and a dip within its training part, so the
    points at both ends do not stand for those in between. What the stand-ins return has nothing
    to do with the series: each kind of array has values of its own.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `series` (n_points,), `steps`, `train_fraction`, `probes` (5, 1) below, within
        and above the series, and the arrays that `SCALER_PARTS` names.

    Examples
    --------
    >>> case = series_to_scale(np.random.default_rng(0))[1]
    >>> bool(np.all(np.diff(case["series"]) < 0))
    True
    """
    cases = []
    sizes = (
        (37, 8, 0.6, 1, 7, 5, 0),
        (26, 5, 0.7, -1, 4, 3, 0),
        (25, 5, 0.75, 1, 6, 9, 0),
        (32, 6, 0.6, 1, 10, 4, 8),
    )
    for n_points, steps, train_fraction, sign, n_train, n_test, dip in sizes:
        series = sign * np.cumsum(rng.uniform(0.3, 1, n_points)) + rng.normal()
        touched = int(train_fraction * (n_points - steps)) + steps
        series[:touched] = np.roll(series[:touched], dip)  # the hump comes just before the dip
        low, high = series.min(), series.max()
        within = rng.uniform(low, high, 3)
        windows = n_points - steps
        climb = np.arange(windows, dtype=float)
        cases.append(
            {
                "series": series,
                "steps": steps,
                "train_fraction": train_fraction,
                "probes": np.array([[low - 3], *([p] for p in within), [high + 2]]),
                "inputs": 50 + climb[:, None, None] + rng.uniform(0, 0.4, (windows, steps, 1)),
                "targets": 50 + climb + rng.uniform(0.5, 0.9, windows),
                "inputs_train": rng.uniform(-12, -11, (n_train, steps, 1)),
                "targets_train": rng.uniform(-10, -9, n_train),
                "inputs_test": rng.uniform(-8, -7, (n_test, steps, 1)),
                "targets_test": rng.uniform(-6, -5, n_test),
            }
        )
    return cases


def describe(scaler: Any, probes: np.ndarray) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """Return what a scaler has seen and does, as arrays and facts.

    Parameters
    ----------
    scaler : object
        What the learner's function returned.
    probes : ndarray of shape (n, 1)
        Points to scale.

    Returns
    -------
    arrays : dict
        `low` and `high` (what the scaler says it has seen), `scaled` (the probes, scaled); each
        only where there is one.
    facts : dict
        `kind`, the class's name; `returned`, if it is no fitted scaler.

    Examples
    --------
    >>> describe(np.zeros(3), np.ones((2, 1)))[1]
    {'kind': 'ndarray', 'returned': 'an array'}
    """
    facts: dict[str, Any] = {"kind": type(scaler).__name__[:TEXT_LIMIT]}
    arrays: dict[str, np.ndarray] = {}
    if isinstance(scaler, np.ndarray | list):
        facts["returned"] = "an array"
    elif isinstance(scaler, tuple):
        facts["returned"] = f"{len(scaler)} values"
    elif isinstance(scaler, type):
        facts["returned"] = "a class"
    elif not callable(getattr(scaler, "transform", None)):
        facts["returned"] = "None" if scaler is None else f"a {facts['kind']}"
    if "returned" in facts:
        return arrays, facts
    for key, attribute in (("low", "data_min_"), ("high", "data_max_")):
        if hasattr(scaler, attribute):
            arrays[key] = as_numbers(getattr(scaler, attribute), attribute)
    if arrays and any(array.size != 1 for array in arrays.values()):
        return arrays, facts  # fitted on several columns: it cannot scale a series
    try:
        arrays["scaled"] = as_numbers(scaler.transform(probes.copy()), "what transform returns")
    except Exception as error:
        if type(error).__name__ != "NotFittedError":
            raise
        facts["returned"] = "an unfitted scaler"
    return arrays, facts


def _stand_in(
    key: str, names: Sequence[str], values: Sequence[Any], arrays: dict[str, np.ndarray]
) -> Callable[..., tuple[Any, ...]]:
    """Make a stand-in that returns supplied arrays and records its first call."""
    signature = inspect.Signature(
        [inspect.Parameter(n, inspect.Parameter.POSITIONAL_OR_KEYWORD) for n in names]
    )

    def part(*args: Any, **kwargs: Any) -> tuple[Any, ...]:
        # A learner's own function may have defaults, so an argument may be left out.
        for name, argument in signature.bind_partial(*args, **kwargs).arguments.items():
            arrays.setdefault(f"{key}/{name}", as_numbers(argument, name))
        return tuple(copied(value) for value in values)

    return part


def observe_scaler(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's fit_scaler, the functions written before it replaced by stand-ins.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        For each case what `describe` returns, and for each function that was called
        ``"CASE/FUNCTION/ARGUMENT"``. Never the scaler itself.

    Examples
    --------
    >>> observe_scaler({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    if namespace.get("fit_scaler") is None:
        return missing("fit_scaler", "fit_scaler")
    arrays: dict[str, np.ndarray] = {}
    facts: dict[str, Any] = {"status": "observed"}
    for number, case in enumerate(series_to_scale(rng)):
        parts = {
            name: _stand_in(f"{number}/{name}", takes, [case[r] for r in returns], arrays)
            for name, (takes, returns) in SCALER_PARTS.items()
        }
        handed = {a: copied(case[a]) for a in SCALER_ARGUMENTS}
        try:
            with stand_ins(namespace, parts):
                scaler = namespace["fit_scaler"](*handed.values())
            came, told = describe(scaler, case["probes"])
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            said = error.args[0] if type(error) is ValueError and error.args else None
            if type(said) is str and "got 1D array" in said:  # with the whole array, before advice
                expected = "scikit-learn wants the points as a column, of shape (points, 1)"
                error = ValueError(expected).with_traceback(error.__traceback__)
            return raised("fit_scaler", error, number)
        arrays.update({f"{number}/{key}": array for key, array in came.items()})
        facts.update(told)
        note_changed(facts, {a: case[a] for a in SCALER_ARGUMENTS}, handed)
    return Observation("fit_scaler", arrays, facts)


CHECKS = (
    Check(
        "make_windows",
        call_on_cases("make_windows", series_to_cut, WINDOWS_ARGUMENTS, 2),
        (
            "Take six points and two steps, and write down every window with the value after it. "
            "How many are there? What is the last target?",
            "Window i begins at point i. Where does it end, and which point comes directly after? "
            "The last window is the last one that still has such a point.",
            "Collect the windows one after another, from point 0 on, and with each the point after "
            "it. Make arrays of both. Give the inputs a last axis of length 1: one feature.",
        ),
    ),
    Check(
        "split_in_time",
        call_on_cases("split_in_time", windows_to_split, SPLIT_ARGUMENTS, 4),
        (
            "Which windows come first in time: those to train on, or those to test on? "
            "May they be mixed?",
            "Two borders are needed. One is where the test part begins: it depends on the "
            "fraction alone. The other is where the training part ends. How far apart are they?",
            "Count the windows, take the fraction, drop what is after the decimal point: there the "
            "test part begins. The training part ends a gap earlier. Try it with a gap of 0 too.",
        ),
    ),
    Check(
        "fit_scaler",
        observe_scaler,
        (
            "Which points does the first training window touch, with its target? "
            "And the last training window?",
            "Count windows first, not points: how many windows are there, and how many of them are "
            "to train on? The target of the last of these is the last point you may look at.",
            "From the number of training windows and the steps, find the last point to look at. "
            "Fit a `MinMaxScaler`, as it comes, on the points up to it, as a column. Return it.",
        ),
    ),
)
