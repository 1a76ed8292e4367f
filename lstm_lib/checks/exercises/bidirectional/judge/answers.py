"""What goes wrong with the count and the probe of `bidirectional`, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

TINY = 1e-9
Model = Callable[[Any], Any]


def _lstm(units: int, features: int) -> int:
    """Return the number of parameters of one LSTM."""
    return 4 * units * (units + features + 1)


def count(units: int, features: int) -> int:
    """Return the number of parameters of two LSTMs."""
    return 2 * _lstm(units, features)


WRONG_COUNTS = (
    WrongAnswer("one run only", _lstm, "equals the count of one run. There are two, each its own"),
    WrongAnswer(
        "one run of twice the units",
        lambda units, features: _lstm(2 * units, features),
        "equals the count of one LSTM with twice the units. The two runs do not read each other",
    ),
    WrongAnswer(
        "second run reads the first",
        lambda units, features: _lstm(units, features) + _lstm(units, units),
        "equals the count of a stack, whose second LSTM reads the first. Here both read the inputs",
    ),
    WrongAnswer(
        "no bias",
        lambda units, features: 8 * units * (units + features),
        "equals the count without biases: each of the four blocks of a run has `units` of them",
    ),
    WrongAnswer(
        "one bias for both",
        lambda units, features: 8 * units * (units + features) + 4 * units,
        "equals the count with the biases of one run. Each run has its own",
    ),
    WrongAnswer(
        "recurrent weights left out",
        lambda units, features: 8 * units * (features + 1),
        "equals the count without the recurrent weights",
    ),
    WrongAnswer(
        "input weights shared",
        lambda units, features: _lstm(units, features) + 4 * units * (units + 1),
        "equals the count of two runs that share their input weights. Each run has its own",
    ),
    WrongAnswer(
        "three blocks",
        lambda units, features: 6 * units * (units + features + 1),
        "equals the count for three blocks, which is a GRU's. An LSTM has three gates and a "
        "candidate",
    ),
    WrongAnswer(
        "one block",
        lambda units, features: 2 * units * (units + features + 1),
        "equals the count of one block of each run. How many gates are there, and what else?",
    ),
    WrongAnswer(
        "two biases",
        lambda units, features: 8 * units * (units + features + 2),
        "equals the count with two biases per block, as in PyTorch. Keras has one",
    ),
    WrongAnswer(
        "units and features swapped",
        lambda units, features: count(features, units),
        "equals the count for runs of `features` units that read `units` features",
    ),
    WrongAnswer(
        "dense layer counted",
        lambda units, features: count(units, features) + 2 * units + 1,
        "includes a dense layer. The two runs alone were asked for",
    ),
)


def probed(
    model: Model,
    window: np.ndarray,
    steps: Callable[[int], Any] = lambda n: range(1, n),
    change: Callable[[np.ndarray, int], Any] = lambda x, t: np.s_[:, t:],
    compare: Callable[[int], Any] = lambda t: np.s_[:, :t],
) -> bool:
    """Tell whether a model looks ahead: the right answer by default."""
    answers = model(window)
    for t in steps(window.shape[1]):
        other = window.copy()
        other[change(other, t)] += 1.0
        if np.any(np.abs(model(other) - answers)[compare(t)] > TINY):
            return True
    return False


def _with(**parts: Callable[..., Any]) -> Callable[..., bool]:
    """Make an answer with other parts."""
    return lambda model, window: probed(model, window, **parts)


def _shown_by_every_cut(model: Model, window: np.ndarray) -> bool:
    """Tell whether a change from any step on changes an answer before it."""

    def shown(t: int) -> bool:
        return probed(model, window, steps=lambda _: [t])

    return all(map(shown, range(1, window.shape[1])))


def _farthest(model: Model, window: np.ndarray) -> int:
    """Return by how many steps a model looks ahead at most."""
    far, answers = 0, model(window)
    for t in range(1, window.shape[1]):
        other = window.copy()
        other[:, t:] += 1.0
        changed = np.flatnonzero(np.abs(model(other) - answers)[0, :t, 0] > TINY)
        far = max([far, *(t - changed)])
    return far


WRONG_PROBES = (
    WrongAnswer(
        "yes and no exchanged",
        lambda model, window: not probed(model, window),
        "is True where it should be False, and False where it should be True",
    ),
    WrongAnswer(
        "answers at the changed steps count",
        _with(compare=lambda t: np.s_[:, :]),
        "is True for models that only use their own step, or those before it. Compare the answers "
        "before the first changed input, and no others",
    ),
    WrongAnswer(
        "answer at the first changed step counts",
        _with(compare=lambda t: np.s_[:, : t + 1]),
        "is True for models that use their own step: the answer at the first changed step is "
        "compared as well. That answer may change, and the slice `:t` ends in front of it",
    ),
    WrongAnswer(
        "last input changed and its answer compared",
        _with(steps=lambda n: [n - 1], compare=lambda t: np.s_[:, :]),
        "is True for models that use their own step, and False for some that look ahead: it "
        "changes the last input, and compares the answer there as well",
    ),
    WrongAnswer(
        "past changed",
        _with(change=lambda x, t: np.s_[:, :t], compare=lambda t: np.s_[:, t:]),
        "is True for models whose answers depend on earlier inputs. Change the later inputs, and "
        "compare the earlier answers",
    ),
    WrongAnswer(
        "only the last input changed",
        _with(steps=lambda n: [n - 1]),
        "is False for a model that looks ahead, but never at the last step. Change the inputs from "
        "each step on, one after another",
    ),
    *(
        WrongAnswer(
            "one cut only",
            _with(steps=cut),
            "is False for models that look ahead on one side of the middle alone: the inputs are "
            "changed from a single step on. Do so from each step on, one after another",
        )
        for cut in (lambda n: [n // 2], lambda n: [(n + 1) // 2])
    ),
    WrongAnswer(
        "first cut left out",
        _with(steps=lambda n: range(2, n)),
        "is False for a model whose first answer depends on the second input alone. Steps are "
        "counted from 0: the first change is from step 1 on",
    ),
    WrongAnswer(
        "last cut left out",
        _with(steps=lambda n: range(1, n - 1)),
        "is False for a model in which only the last input is looked at too early. `range` stops "
        "in front of its end: the last step has to be changed by itself, too",
    ),
    WrongAnswer(
        "every cut has to show it",
        _shown_by_every_cut,
        "is False as soon as one change shows nothing. A model looks ahead if any of them changes "
        "an earlier answer: return False only after the loop",
    ),
    WrongAnswer(
        "only the first answer compared",
        _with(compare=lambda t: np.s_[:, :1]),
        "is False for a model whose first answer does not look ahead, while a later one does",
    ),
    WrongAnswer(
        "only the answer right before compared",
        _with(change=lambda x, t: np.s_[:, t], compare=lambda t: np.s_[:, t - 1]),
        "is False for a model that looks ahead by more than one step: of the answers before the "
        "changed input, only the nearest is compared. Compare all of them",
    ),
    WrongAnswer(
        "only the answer before compared",
        _with(steps=lambda n: [n - 1], compare=lambda t: np.s_[:, :1]),
        "is True only for models whose first answer depends on the last input, and misses those "
        "that look ahead by one step",
    ),
    WrongAnswer(
        "distance returned",
        _farthest,
        "is the number of steps by which the model looks ahead. Return True if there are any, and "
        "False if not",
    ),
    WrongAnswer(
        "always yes", lambda model, window: True, "is True for every model, also for one that waits"
    ),
    WrongAnswer(
        "always no", lambda model, window: False, "is False for every model, whatever it reads"
    ),
)
