"""The cases of the exercise `project`: series of the judge's own, and what is planted in them.

Any method is right that keeps the rules, so no case has one right answer. Values are distinct, so
that each point is recognized by its value, whatever part or history it comes back in.
"""

from typing import Any

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case

SETTINGS = ("plain", "wide", "deep", "slow", "large", "small")  # what `choose` chooses from
KEPT, LUCKY, TESTED, LEARNED, EARLY, LATE = range(6)  # the right one; those of a wrong choice
SHIFT = {EARLY: -1, LATE: 1}  # their forecasts are the values one step earlier or later
CALM = 100  # points before the border that are changed one by one, and their surroundings
SEEDS = 24  # trainings of one setting with errors of their own; later ones repeat them
# What each kind of setting errs on each part: its first training, and every later one. The lucky
# one has one good training; the others are good on another part, or if truths are shifted.
ERRORS = {
    KEPT: {"train": (0.9, 0.9), "validation": (0.16, 0.18), "test": (0.9, 0.9)},
    LUCKY: {"train": (0.8, 0.8), "validation": (0.01, 0.6), "test": (0.8, 0.8)},
    TESTED: {"train": (0.7, 0.7), "validation": (1.8, 1.8), "test": (0.003, 0.003)},
    LEARNED: {"train": (0.003, 0.003), "validation": (1.3, 1.3), "test": (0.7, 0.7)},
    EARLY: {"train": (0.01, 0.01), "validation": (0.01, 0.01), "test": (0.01, 0.01)},
    LATE: {"train": (0.01, 0.01), "validation": (0.01, 0.01), "test": (0.01, 0.01)},
}


def walk(rng: np.random.Generator, n_points: int) -> np.ndarray:
    """Draw a positive series of distinct values that drifts upward: (n_points,)."""
    steps = rng.normal(0.02, 0.6, n_points)
    return 40 + np.cumsum(steps) - np.cumsum(steps).min() + rng.uniform(0, 1e-3, n_points)


def series_to_split(rng: np.random.Generator) -> list[Case]:
    """Draw series of several lengths; two have one length."""
    return [{"series": walk(rng, n_points)} for n_points in (240, 131, 317, 240)]


def histories(rng: np.random.Generator) -> list[Case]:
    """Draw histories; each comes as it is, in other units, and once more as it is.

    The factor and the shift of the other units belong to the judge: the function sees a history.
    """
    cases = []
    for n_points, horizon in ((260, 4), (243, 7), (260, 4)):
        series, factor, shift = walk(rng, n_points), rng.uniform(30, 60), rng.uniform(500, 900)
        same = {"horizon": horizon, "factor": factor, "shift": shift}
        for history in (series, factor * series + shift, series):
            cases.append({"history": history, **same})
    return cases


def season(rng: np.random.Generator, length: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw a history that repeats itself, and how it goes on: (points,), (7,)."""
    whole = np.resize(rng.uniform(20, 60, length), max(20 * length, 160) + length // 2 + 7)
    return whole[: len(whole) - 7], whole[len(whole) - 7 :]


def series_to_learn(rng: np.random.Generator) -> list[Case]:
    """Draw series for training examples; two have one length and one border."""
    sizes = ((290, 210, 4), (270, 200, 1), (290, 210, 4))
    return [
        {"series": _calm_before(rng, n_points, border), "train_end": border, "horizon": horizon}
        for n_points, border, horizon in sizes
    ]


def _calm_before(rng: np.random.Generator, n_points: int, border: int) -> np.ndarray:
    """Draw a positive series that is calm before a border, and wilder at its beginning.

    The calm points are changed one by one. Since they are near the mean, and neither they nor their
    steps are extremes, a scaler hardly notices: what changes is what depends on them directly.
    """
    series = np.empty(n_points)
    series[0] = 0
    for t, drawn in enumerate(rng.normal(0, 1, n_points - 1)):
        series[t + 1] = 0.9 * series[t] + drawn
    calm = slice(border - CALM, border)
    series[calm] = 0.4 * (series[calm] - series[calm].mean())
    series[3:11:2] = rng.permutation([-8.0, 7.5, 8.5, -7.0])  # the extremes, of steps as well
    series -= series[:border].mean()
    return 30 + series + rng.uniform(0, 1e-3, n_points)


def wave(rng: np.random.Generator, length: int | None = None) -> list[Case]:
    """Draw a wave with little noise, far from zero, which any network can learn a little.

    Where the notebook names a season of some length, the wave repeats itself in it, once or more:
    a model that rests on that season is right too.

    `later` is the same series with another future: from `train_end` on, every value differs.
    """
    n_points, border = 320, 240
    times, phase = np.arange(n_points), rng.uniform(0, 6)
    period, height, level = rng.uniform(11, 13), rng.uniform(15, 25), rng.uniform(300, 500)
    if length is not None and length > 2:  # of two points, a wave may be flat
        period = length / max(1, round(length / 12)) * (1 + (period - 12) / 500)
    noise = rng.normal(0, 0.08, n_points)  # so that another training gives other forecasts
    series = level + height * (np.sin(2 * np.pi * times / period + phase) + noise)
    later = series.copy()
    later[border:] = rng.permutation(later[border:]) + 9 * height
    seeds = [int(seed) for seed in rng.choice(10_000, 2, replace=False)]
    second = 3000 + 2 * rng.permutation(series)[::-1] + height * np.sin(times / 2)
    case = {"series": series, "later": later, "train_end": border, "horizon": 3, "seeds": seeds}
    return [case, {**case, "series": second}]  # another level: what is kept from a training shows


def _parts(rng: np.random.Generator, sizes: tuple[int, int, int]) -> dict[str, Any]:
    """Draw a series, and cut it into three parts."""
    series = walk(rng, sum(sizes))
    train, validation, test = np.split(series, np.cumsum(sizes)[:-1])
    return {"series": series, "train": train, "validation": validation, "test": test}


def _tables(rng: np.random.Generator, n_points: int, horizon: int) -> np.ndarray:
    """Draw errors of mean size 1: (SEEDS, n_points, horizon), larger further ahead."""
    drawn = rng.uniform(0.8, 1.2, (SEEDS, n_points, horizon))
    signs = rng.choice([-1.0, 1.0], drawn.shape)
    return drawn * signs * (0.7 + 0.3 * np.arange(1, horizon + 1))


def settings_to_choose(rng: np.random.Generator) -> list[Case]:
    """Draw series, parts, and the errors that each setting makes on each part.

    The right one is neither the first nor the last.
    """
    cases = []
    for sizes, horizon, place in (((90, 34, 41), 3, 1), ((84, 29, 37), 2, 2), ((90, 34, 41), 3, 2)):
        case = _parts(rng, sizes)
        kinds = [int(kind) for kind in rng.permutation([LUCKY, TESTED, LEARNED, EARLY, LATE])]
        kinds.insert(place, KEPT)
        bounds = np.cumsum(sizes)
        part = np.searchsorted(bounds, np.arange(sum(sizes)), side="right")
        tables = []
        for kind in kinds:
            sizes_of = np.array(list(ERRORS[kind].values()))[part]  # (n_points, 2)
            table = _tables(rng, sum(sizes), horizon)
            table[0] *= sizes_of[:, :1]
            table[1:] *= sizes_of[:, 1:]
            if kind == KEPT:  # a single point decides nothing
                table[:, [bounds[0], bounds[1] - horizon]] *= 4
            tables.append(table)
        names = [SETTINGS[k] for k in rng.permutation(len(SETTINGS))]
        case |= {"horizon": horizon, "settings": names, "kinds": kinds, "tables": tables}
        cases.append({**case, "log": new_log()})
    return cases


def series_to_report(rng: np.random.Generator) -> list[Case]:
    """Draw series, parts, and the errors of each training and of the floor at each point."""
    cases = []
    for sizes, horizon in (((90, 34, 41), 3), ((84, 29, 37), 4), ((90, 34, 41), 3)):
        case = _parts(rng, sizes)
        table = _tables(rng, sum(sizes), horizon) * rng.uniform(0.6, 1.8, (SEEDS, 1, 1))
        case |= {"horizon": horizon, "setting": SETTINGS[int(rng.integers(4))], "tables": [table]}
        case |= {"settings": [case["setting"]], "kinds": [KEPT]}
        # The floor errs by other sizes on each part, so that another part shows.
        scale = np.repeat([0.4, 0.8, 1.5], sizes)[:, np.newaxis]
        case["floor"] = scale * _tables(rng, sum(sizes), horizon)[0]
        cases.append({**case, "log": new_log()})
    return cases


def new_log() -> dict[str, list[Any]]:
    """Return the empty record of what stand-ins are asked."""
    return {"fits": [], "asked": [], "floors": [], "splits": []}


def place(case: Case, history: Any) -> tuple[int, bool]:
    """Find where a history ends in a case's series.

    Returns the number of points before the forecast, -1 if its last value is none of the series,
    and whether the history is everything up to there.
    """
    values, series = np.asarray(history, dtype=float).ravel(), case["series"]
    if values.size == 0:
        return -1, False
    found = np.flatnonzero(np.abs(series - values[-1]) < 1e-9)
    if len(found) == 0:
        return -1, False
    end = int(found[0]) + 1
    return end, len(values) == end and bool(np.allclose(values, series[:end]))


def planted(case: Case, table: np.ndarray, end: int, shift: int = 0) -> np.ndarray:
    """Return the forecasts from a point on: the truth plus what a table errs, (horizon,)."""
    end = min(max(end, 0), len(case["series"]) - 1)
    return truths(case, end, shift) + table[end]


def truths(case: Case, end: int, shift: int = 0) -> np.ndarray:
    """Return the values from a point on, (horizon,); the last one again where there are none."""
    at = np.arange(end, end + case["horizon"]) + shift
    return case["series"][np.clip(at, 0, len(case["series"]) - 1)]
