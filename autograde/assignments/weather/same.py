"""What changes nothing in answers of `weather`: inputs to draw."""

import numpy as np


def _rows(rng):
    """Draw readings with gaps, the first row whole."""
    rows = rng.normal(size=rng.integers(1, 9, 2))
    gaps = rng.random(rows.shape) < 0.4
    gaps[0] = False
    return (np.where(gaps, np.nan, rows),)


def _values(rng):
    """Draw values and a period."""
    return rng.uniform(0, 30, rng.integers(1, 8)), float(rng.uniform(1, 30))


def _winds(rng):
    """Draw directions and speeds."""
    hours = rng.integers(1, 9)
    return rng.uniform(0, 360, hours), rng.uniform(0, 12, hours)


def _to_scale(rng):
    """Draw series and the length of the training part."""
    hours = int(rng.integers(4, 12))
    return rng.normal(size=(hours, rng.integers(1, 5))), int(rng.integers(2, hours))


def _hours(rng):
    """Draw features and targets of one to three places, of which one at least is long enough."""
    steps, horizon = (int(one) for one in rng.integers(1, 5, 2))
    lengths = rng.integers(1, 10, rng.integers(1, 4))
    lengths[0] = steps + horizon + rng.integers(0, 5)
    hours = lengths.sum()
    places = np.repeat(rng.permutation(9)[: len(lengths)], lengths)
    features = rng.normal(size=(hours, rng.integers(1, 4)))
    return features, rng.normal(size=hours), places, steps, horizon


def _quantiles(rng):
    """Draw quantiles, truths and levels."""
    n, levels = rng.integers(1, 8, 2)
    return (
        rng.normal(size=(n, levels)),
        rng.normal(size=n),
        np.sort(rng.uniform(0.01, 0.99, levels)),
    )


def _intervals(rng):
    """Draw ends of intervals and truths on a coarse grid, so that many are equal."""
    return list(rng.integers(0, 6, (3, *rng.integers(1, 9, 2))).astype(float))


INPUTS = {
    "fill_forward": _rows,
    "on_circle": _values,
    "wind_components": _winds,
    "scale_by_training": _to_scale,
    "windows_ahead": _hours,
    "pinball_losses": _quantiles,
    "coverage_by_hour": _intervals,
}
