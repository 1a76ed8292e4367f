"""What is observed of a training: what its forecasts depend on, and which seeds it was given."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import wave
from lstm_lib.checks.exercises.project.observe import NotUsable, Watched, is_season
from lstm_lib.checks.observation import Observation, as_numbers
from lstm_lib.checks.observe.stand_ins import Case


class Fit(Watched):
    """A function that trains: its forecasts under another future, another seed, another past.

    ``"KIND/FORECASTS"`` for each training: `first`, `later` (the same seed on a series whose future
    differs), `other` (another seed); ``"again"`` where the first two differ; ``"twice"``, what
    `first` answers when it is asked once more. `facts` say which seeds generators were given, and
    which season the wave has.
    """

    def drawn(self, rng: Any, namespace: Any) -> list[Case]:
        """Draw a wave, in the season that the notebook names."""
        length = namespace.get("SEASON")
        return wave(rng, length if is_season(length) else None)

    def watch(
        self, seen: Observation, number: int, case: Case, function: Any, namespace: Any
    ) -> None:
        """Train three times, and ask from points of the past."""
        settings = namespace.get("SETTINGS", [None])  # without them, an error says what to run
        if not isinstance(settings, list | tuple) or len(settings) == 0:
            raise NotUsable("settings")
        series, border, horizon = (case[name] for name in ("series", "train_end", "horizon"))

        def train(on: np.ndarray, seed: int) -> Callable[[np.ndarray], np.ndarray]:
            forecast = function(on.copy(), border, horizon, settings[0], seed)
            if not callable(forecast):
                raise NotUsable("None" if forecast is None else "no function")
            return lambda history: as_numbers(forecast(history.copy()), "what forecast returns")

        if number == 1:
            second = train(series, case["seeds"][0])
            seen.arrays["second"] = np.ravel([second(series[:end]) for end in past(case)])
            return
        with _seeds_noted() as given:
            first = train(series, case["seeds"][0])
            with_first = list(given)
            asked = [first(series[:end]) for end in past(case)]
            given.clear()
            other = train(series, case["seeds"][1])
            with_other = list(given)
        shapes = {a.shape for a in asked}
        if shapes != {(horizon,)}:
            seen.facts["shapes"] = sorted(str(shape) for shape in shapes)
            return
        if is_season(namespace.get("SEASON")):
            seen.facts["season"] = namespace["SEASON"]
        seen.arrays["first"] = np.array(asked)
        seen.arrays["twice"] = np.array([first(series[:end]) for end in past(case)])
        seen.arrays["other"] = np.array([other(series[:end]) for end in past(case)])
        seen.arrays["border"] = np.array([first(series[:end]) for end in at_border(case)])
        later = train(case["later"], case["seeds"][0])
        seen.arrays["later"] = np.array([later(series[:end]) for end in past(case)])
        seen.arrays["later_border"] = np.array([later(series[:end]) for end in at_border(case)])
        moved = np.abs(seen.arrays["first"] - seen.arrays["later"]).max()
        if moved > 1e-3 * np.std(series):
            again = train(series, case["seeds"][0])
            seen.arrays["again"] = np.array([again(series[:end]) for end in past(case)])
        history = series[:border].copy()
        history[-60:] = history[-60:][::-1] + 0.3 * np.std(history)  # another past
        seen.arrays["turned"] = first(history)
        seen.facts["fixed"] = bool(with_first) and with_first == with_other


def past(case: Case) -> list[int]:
    """Return the points of the training part from which forecasts are asked."""
    return list(range(case["train_end"] - 100, case["train_end"] - case["horizon"], 7))


def at_border(case: Case) -> list[int]:
    """Return the points whose forecasts reach over the border."""
    return [case["train_end"] - 1, case["train_end"]]


@contextmanager
def _seeds_noted() -> Iterator[list[int]]:
    """Note the seeds that generators are given while the block runs."""
    given: list[int] = []

    class Kind(type):
        def __instancecheck__(cls, one: object) -> bool:
            return isinstance(one, generator)

    # Not a function: scikit-learn asks whether something is one, and makes one of `random_state`.
    class RandomState(np.random.RandomState, metaclass=Kind):
        def __init__(self, seed: Any = None) -> None:
            given.extend([seed] if isinstance(seed, int) else [])
            super().__init__(seed)

    generator = np.random.RandomState
    places = [(np.random, "default_rng"), (np.random, "seed"), (random, "seed")]
    if "keras" in sys.modules:
        places.append((sys.modules["keras"].utils, "set_random_seed"))
    kept = [(holder, name, getattr(holder, name)) for holder, name in places]

    def noting(own: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **kwargs: Any) -> Any:
            given.extend(v for v in (*args, *kwargs.values()) if isinstance(v, int))
            return own(*args, **kwargs)

        return noted

    for holder, name, own in kept:
        setattr(holder, name, noting(own))
    np.random.RandomState = RandomState  # type: ignore[misc]
    try:
        yield given
    finally:
        np.random.RandomState = generator  # type: ignore[misc]
        for holder, name, own in kept:
            setattr(holder, name, own)
