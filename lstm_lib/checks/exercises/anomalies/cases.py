"""The cases of the exercise `anomalies`.

No two common mistakes give the same answer on every case: events begin at the first point and end
at the last, gaps are of one point and longer, a score equals its threshold, and errors go both
ways. Two cases of each check have one size.
"""

from typing import Any

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case

# A digit is a point: 0 lies below the threshold, 1 above it, and = on it.
PATTERNS = (
    "1100010110=1",
    "01110=011001",
    "1101",
    "000111010=1110",
    "1=10=0111",
    "10011111",
    "0000=000",
    "11111",
)
# Alarms over labels, a point each. In the last four there is nothing to divide by.
MARKS = (
    ("110100101100", "011100000110"),
    ("000110010", "111110000"),
    ("101011110011", "110000001000"),
    ("0111000100100000", "0110001111100110"),
    ("000100000", "010111100"),
    ("0111001", "0100000"),
    ("10010000", "11000000"),
    ("000000000", "010111000"),
    ("0110010", "0000000"),
    ("00000", "00000"),
    ("000000000", "110000011"),
)
# Where alarms and events begin and end.
SPANS: tuple[tuple[list[tuple[int, int]], list[tuple[int, int]]], ...] = (
    (
        [(0, 2), (5, 6), (8, 9), (12, 14), (15, 21), (30, 33)],
        [(1, 7), (9, 12), (16, 18), (20, 23), (40, 42)],
    ),
    ([(2, 5), (9, 12), (20, 22)], [(5, 9), (10, 11), (21, 26), (30, 37)]),
    ([(3, 14), (20, 25), (27, 28), (29, 33), (50, 51)], [(0, 4), (9, 10), (22, 31), (52, 60)]),
    ([(4, 9), (11, 12), (18, 20)], [(4, 9), (12, 13), (15, 16), (18, 24)]),
    ([(1, 4), (6, 8), (15, 16), (17, 20)], [(0, 30)]),
    ([(5, 7)], [(2, 4), (6, 9)]),
    ([], [(3, 5), (8, 20)]),
    ([(3, 5), (8, 20), (31, 32)], []),
    ([], []),
)


def series_to_learn_from(rng: np.random.Generator) -> list[Case]:
    """Draw series that drift, with a training part that ends inside a season in most cases."""
    return [
        {
            "values": np.arange(n_points) * 0.7 + rng.normal(20, 6, n_points),
            "season": season,
            "n_train": n_train,
        }
        for n_points, season, n_train in ((29, 4, 18), (23, 5, 12), (29, 4, 18), (26, 3, 15))
    ]


def series_with_seasons(rng: np.random.Generator) -> list[Case]:
    """Draw series, an odd or even number of seasons, and more points than these need."""
    return [
        {
            "values": np.arange(n_points) * 0.5 + rng.normal(20, 6, n_points),
            "season": season,
            "seasons": seasons,
        }
        for n_points, season, seasons in ((27, 4, 3), (33, 5, 4), (27, 4, 3), (24, 3, 5), (9, 1, 4))
    ]


def values_and_forecasts(rng: np.random.Generator) -> list[Case]:
    """Draw values, and forecasts of the last of them, some too high and some too low."""
    cases: list[Case] = []
    for n_points, n_forecasts in ((11, 7), (9, 5), (11, 7), (6, 6)):
        values = rng.uniform(10, 30, n_points)
        signs = rng.permutation(np.resize([1, -1], n_forecasts))
        errors = signs * rng.uniform(1.5, 8, n_forecasts)
        cases.append({"values": values, "forecasts": values[-n_forecasts:] - errors})
    return cases


def scores_with_parts(rng: np.random.Generator) -> list[Case]:
    """Draw scores; no part is without an anomaly, and one validation part begins at once.

    One quantile is the largest score, and one lies right below it.
    """
    cases: list[Case] = []
    for n_points, first, end, quantile in (
        *((40, 11, 26, 0.95), (31, 8, 20, 0.75)),
        *((40, 11, 26, 0.6), (28, 0, 13, 1.0), (33, 0, 17, 0.7)),
    ):
        is_validation = np.zeros(n_points, bool)
        is_validation[first:end] = True
        is_anomaly = np.zeros(n_points, bool)
        for low, high, count in ((0, first, 2), (first + 1, end, 3), (end, n_points, 4)):
            if low < high:
                is_anomaly[rng.choice(np.arange(low, high), count, replace=False)] = True
        scores = rng.uniform(1, 5, n_points) + 0.1 * np.arange(n_points)
        scores[is_anomaly] += rng.uniform(6, 12, is_anomaly.sum())
        cases.append(
            {
                "scores": scores,
                "is_validation": is_validation,
                "is_anomaly": is_anomaly,
                "quantile": quantile,
            }
        )
    return cases


def scores_with_events(rng: np.random.Generator) -> list[Case]:
    """Draw scores that lie below a threshold, on it or above it; in one case none lies above."""
    cases: list[Case] = []
    for pattern in PATTERNS:
        threshold = float(rng.uniform(3, 9))
        points = np.array(list(pattern))
        scores = threshold + np.where(points == "1", 1, -1) * rng.uniform(0.5, 2.5, len(points))
        cases.append({"scores": np.where(points == "=", threshold, scores), "threshold": threshold})
    return cases


def alarms_and_labels(rng: np.random.Generator) -> list[Case]:
    """Return alarms and labels; which end is the first is drawn."""
    cases: list[Case] = []
    for marks in MARKS:
        turn = int(rng.choice([1, -1]))
        alarms, labels = (np.array(list(row))[::turn] == "1" for row in marks)
        cases.append({"alarms": alarms.copy(), "labels": labels.copy()})
    return cases


def alarms_and_events(rng: np.random.Generator) -> list[Case]:
    """Return where alarms and events begin and end; how many points lie before all is drawn."""
    cases: list[Case] = []
    for spans in SPANS:
        later = int(rng.integers(0, 50))
        alarms, events = (np.array(row, int).reshape(-1, 2) + later for row in spans)
        cases.append({"alarms": alarms, "events": events})
    return cases


def divides(case: Case) -> bool:
    """Tell whether there is an alarm and something to find: no entry, so that nothing shows it."""
    truth: Any = case["labels"] if "labels" in case else case["events"]
    return bool(np.size(truth) and np.any(case["alarms"]) and np.any(truth))
