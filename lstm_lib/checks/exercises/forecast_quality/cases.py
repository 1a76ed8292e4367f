"""The cases of the exercise `forecast_quality`.

Sizes differ within a case, so that a wrong axis cannot pass, and two cases have one size, so that
what a function keeps between its calls shows; values lie away from zero and from each other,
so that no two common mistakes give the same answer on every case.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case
from lstm_lib.checks.observe.supplied_model import draw_weights
from lstm_lib.sequence import lstm_forward

# A network's error with each seed, as a share of the floor's. Each row tells apart two of the
# common wrong rules: the best seed, the mean, the median alone, the first, the last, no sorting.
SEEDS_BY_FLOOR = (
    (0.62, 0.45, 0.71, 0.88, 0.53),
    (0.91, 0.40, 0.75),
    (1.45, 1.21, 1.83, 1.12),
    (0.55, 0.48, 1.31, 0.72, 0.61),
    (0.80, 0.52, 4.90, 0.66, 0.71),
    (1.22, 0.11, 1.35, 0.16, 1.17),
    (0.93, 1.30, 0.50, 0.59, 0.78, 0.69, 0.85),
    (1.38, 0.51, 1.25, 0.60),
    (1.90, 1.72, 0.78, 0.60),
    (0.72, 0.35, 1.0),
    (1.0, 0.41, 1.58),
    (1.52, 1.19, 0.83),
    (0.84, 1.44, 0.57, 1.61, 1.27, 0.91, 1.36),
    (1.24, 0.52, 0.71, 0.63),
    (1.22, 0.30, 1.35, 0.95),
)

ROLL_OUT_SIZES = ((19, 9, 5, 3), (26, 11, 4, 7), (19, 9, 5, 3), (13, 8, 3, 5))


def windows_with_futures(rng: np.random.Generator) -> list[Case]:
    """Draw made-up windows, and the values that follow each for some steps."""
    return [
        {
            "inputs": rng.normal(8, 3, (windows, steps, 1)),
            "futures": rng.normal(8, 3, (windows, horizon)),
        }
        for windows, steps, horizon in ((7, 4, 3), (5, 3, 6), (7, 4, 3), (5, 3, 5))
    ]


def windows_to_fit(rng: np.random.Generator) -> list[Case]:
    """Draw windows whose targets are a weighted sum of all steps, a constant and noise.

    The test part lies elsewhere than the training part.
    """
    cases = []
    for n_train, n_test, steps in ((29, 13, 4), (21, 8, 3), (29, 13, 4)):
        weights = rng.uniform(0.4, 1, steps) * rng.choice([-1, 1], steps)
        case: Case = {}
        for part, n, center in (("train", n_train, 2.0), ("test", n_test, 3.0)):
            inputs = rng.normal(center, 1, (n, steps, 1))
            noise = rng.normal(0, 0.5, n)
            case[f"inputs_{part}"] = inputs
            case[f"targets_{part}"] = inputs[:, :, 0] @ weights + 4 + noise
        cases.append(case)
    return cases


def small_network(weights: list[np.ndarray]) -> Callable[[Any], float]:
    """Make the function that represents a trained network: it takes a window, (steps, 1).

    A window of another shape is read as a column: what a learner gives it is judged, not refused.
    """
    W, U, b, v, a = (weight.astype(np.float64) for weight in weights)

    def predict(window: Any) -> float:
        column = np.reshape(np.asarray(window, dtype=float), (1, -1, 1))
        return float((lstm_forward(column, W, U, b).h[0, -1] @ v + a)[0])

    return predict


def series_to_continue(rng: np.random.Generator) -> list[Case]:
    """Draw series with a place to start from, and a network that reads them.

    Horizons are shorter than the window, and longer. In the last case the series ends with the
    horizon, so that a step beyond it shows.
    """
    return [
        {
            "predict": small_network(draw_weights(rng)),
            "series": rng.uniform(-1, 2, n_points),
            "start": start,
            "steps": steps,
            "horizon": horizon,
        }
        for n_points, start, steps, horizon in ROLL_OUT_SIZES
    ]


def forecasts_and_truths(rng: np.random.Generator) -> list[Case]:
    """Draw scaled forecasts, truths in other units, and the two ends of the scale."""
    cases = []
    for starts, horizon in ((4, 6), (7, 3), (4, 6), (5, 5)):
        low = float(rng.uniform(5, 9))
        high = low + float(rng.uniform(2, 6))
        cases.append(
            {
                "forecasts": rng.uniform(0, 1, (starts, horizon)),
                "truths": rng.uniform(low, high, (starts, horizon)),
                "low": low,
                "high": high,
            }
        )
    return cases


def errors_and_floors(rng: np.random.Generator) -> list[Case]:
    """Draw errors with their floors: two pairs of numbers, and two rows.

    In the second pair the error is larger than the floor.
    """
    floors = rng.uniform(2, 5, 2)
    row = rng.uniform(2, 5, 6)
    return [
        {"error": float(floors[0] * rng.uniform(0.2, 0.7)), "floor": float(floors[0])},
        {"error": float(floors[1] * rng.uniform(1.3, 2.5)), "floor": float(floors[1])},
        {"error": row * rng.uniform(0.3, 1.8, 6), "floor": row},
        {"error": rng.uniform(1, 6, 4), "floor": float(rng.uniform(2, 5))},
    ]


def errors_by_step(rng: np.random.Generator) -> list[Case]:
    """Draw errors by horizon, with limits: seven that exceed theirs, then two that never do."""
    parts = (  # of the limit, step by step
        (0.2, 0.5, 0.8, 1.3, 1.6, 1.9),  # passes, and stays above
        (0.3, 0.6, 1.4, 0.7, 1.8, 0.9, 0.5),  # comes back below, twice
        (1.5, 0.6, 0.4, 0.8, 1.9),  # above at once
        (0.3, 0.4, 0.7, 1.0, 0.8, 1.4, 1.7, 1.2),  # reaches its limit before it passes
        (0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.2),  # at the last step
        (1.2, 1.7, 1.5, 1.8),  # above all along
        (0.5, 0.3, 1.3, 0.9, 0.7, 0.6, 0.4, 0.2),  # below at the end
        (0.3, 0.5, 0.4, 0.8, 0.7),  # below all along
        (0.9, 0.7, 0.5, 0.3, 0.6, 0.8, 0.2),
    )
    cases = []
    for row in parts:
        limits = float(rng.uniform(2, 6)) * np.cumprod(rng.uniform(1.2, 1.6, len(row)))
        exact = np.array(row)
        factors = np.where(exact == 1, 1.0, exact * rng.uniform(0.98, 1.02, len(row)))
        cases.append({"errors": limits * factors, "limits": limits})
    return cases


def errors_by_seed(rng: np.random.Generator) -> list[Case]:
    """Draw the errors of several seeds with a floor; one may equal its floor exactly."""
    cases = []
    for row in SEEDS_BY_FLOOR:
        floor = float(rng.uniform(0.5, 4))
        exact = np.array(row)
        factors = np.where(exact == 1, 1.0, exact * rng.uniform(0.99, 1.01, len(row)))
        cases.append({"errors": floor * factors, "floor": floor})
    return cases
