"""The cases of the exercise `weather`.

Sizes differ within a case, so that a wrong axis cannot pass, and two cases have one size, so that
what a function keeps between its calls shows. In each case a gap lies at the end of a column, a
truth lies on either end of an interval, and a quantile crosses another one: where the common
mistakes differ.
"""

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case


def rows_with_gaps(rng: np.random.Generator) -> list[Case]:
    """Draw readings of several series, with gaps of one to three hours; the first row is whole.

    The last case has no other row.
    """
    cases = []
    for hours, series in ((11, 3), (14, 4), (11, 3), (12, 5)):
        rows = rng.normal(0, 3, (hours, series)) + rng.permutation(np.arange(series)) * 9 + 4
        for column in range(series):
            first = 1 + int(rng.integers(0, 3))
            rows[first : first + 1 + column % 3, column] = np.nan
            if column % 2 == 0:  # no later reading is known here
                rows[hours - 1 - column // 2 :, column] = np.nan
            else:
                rows[hours - 5 : hours - 2, column] = np.nan
        cases.append({"rows": rows})
    return [*cases, {"rows": rng.normal(4, 3, (1, 3))}]


def places_on_circles(rng: np.random.Generator) -> list[Case]:
    """Draw hours, days, months and angles, with the period of each."""
    return [
        {
            "values": rng.permutation(np.arange(1, int(period)))[:n].astype(float) + shift,
            "period": float(period),
        }
        for n, period, shift in ((7, 24, 0), (5, 365.25, 0), (7, 12, 0.5), (6, 360, 0))
    ]


def winds(rng: np.random.Generator) -> list[Case]:
    """Draw directions away from the corners of the compass, one in each quarter, and speeds."""
    cases = []
    for hours in (6, 9, 6):
        quarter = np.concatenate([rng.permutation(4), rng.integers(0, 4, hours - 4)])
        cases.append(
            {
                "direction": quarter * 90 + rng.uniform(12, 38, hours),
                "speed": rng.uniform(2, 12, hours),
            }
        )
    return cases


def series_to_scale(rng: np.random.Generator) -> list[Case]:
    """Draw series of different means and spreads, whose later part lies elsewhere."""
    cases = []
    for hours, series, n_train in ((13, 3, 8), (17, 4, 11), (13, 3, 7), (16, 5, 9)):
        spread = rng.uniform(1, 4, series)
        values = rng.uniform(3, 9, series) * 3 + spread * rng.normal(0, 1, (hours, series))
        values[n_train:] += spread * rng.uniform(1, 2, series)
        cases.append({"values": values, "n_train": n_train})
    return cases


def hours_of_places(rng: np.random.Generator) -> list[Case]:
    """Draw features and targets of one to three places, one below the other."""
    cases = []
    for lengths, n_features, steps, horizon in (
        ((9, 11), 3, 4, 2),
        ((8, 7, 10), 2, 3, 4),
        ((9, 11), 3, 4, 2),
        ((12, 9), 4, 2, 3),
        ((10, 9), 3, 3, 3),
        ((13,), 2, 4, 3),
    ):
        hours = sum(lengths)
        cases.append(
            {
                "features": rng.normal(0, 1, (hours, n_features)),
                "target": rng.normal(12, 5, hours),
                "places": np.repeat(rng.permutation(9)[: len(lengths)], lengths),
                "steps": steps,
                "horizon": horizon,
            }
        )
    return cases


def quantiles(rng: np.random.Generator) -> list[Case]:
    """Draw quantiles, truths on both sides of each, and levels that do not mirror each other."""
    cases = []
    for n, levels in ((9, 3), (7, 4), (9, 3), (8, 2)):
        truths = rng.normal(8, 5, n)
        middles = np.sort(rng.uniform(0.06, 0.44, levels) + np.linspace(0, 0.5, levels))
        side = np.where(rng.random((n, levels)) < 0.5, -1, 1)
        side[0], side[1] = 1, -1
        cases.append(
            {
                "forecasts": truths[:, np.newaxis] + side * rng.uniform(0.5, 4, (n, levels)),
                "truths": truths,
                "levels": middles,
            }
        )
    return cases


def intervals(rng: np.random.Generator) -> list[Case]:
    """Draw intervals in halves of a degree, some of them crossed, and truths at their ends too.

    Of each hour, more truths lie above their interval than below, so that no one-sided count is
    right.
    """
    cases = []
    for n, horizon in ((13, 4), (17, 3), (13, 4), (11, 5)):
        low = rng.integers(0, 19, (n, horizon)) / 2
        high = low + rng.integers(4, 11, (n, horizon)) / 2
        middle, near, far = (low + high) / 2, 0.25, 1.5
        above = [high + near, high + far, high + far]
        kinds = np.stack([low, high, high, low - near, *above, middle])
        kind = np.array([rng.permutation(n) for _ in range(horizon)]).T % len(kinds)
        truths = np.take_along_axis(kinds, kind[np.newaxis], axis=0)[0]
        # In each hour some are crossed: one in the middle, one above, one on either end.
        for hour in range(horizon):
            for wanted in (7, 4, 0, 1):
                row = np.flatnonzero(kind[:, hour] == wanted)[0]
                low[row, hour], high[row, hour] = high[row, hour], low[row, hour]
        cases.append({"low": low, "high": high, "truths": truths})
    return cases
