"""What changes nothing in answers of `sine_windows`: inputs to draw, and records."""


def _series(rng):
    """Draw a series, and how many steps a window of it has."""
    n_points = int(rng.integers(4, 40))
    return rng.normal(size=n_points), int(rng.integers(1, n_points))


def _windows(rng):
    """Draw windows with targets, the share to train on, and a gap that leaves something."""
    windows, steps = rng.integers(4, 40), rng.integers(1, 6)
    fraction = float(rng.uniform(0.4, 0.95))
    gap = int(rng.integers(0, max(1, int(fraction * windows) - 1)))
    return rng.normal(size=(windows, steps, 1)), rng.normal(size=windows), fraction, gap


def _to_scale(rng):
    """Draw a series, steps, and a share to train on that leaves one window at least."""
    n_points = int(rng.integers(6, 40))
    return rng.normal(size=n_points), int(rng.integers(1, 3)), float(rng.uniform(0.4, 0.95))


INPUTS = {
    "make_windows": _series,
    "split_in_time": _windows,
    "fit_scaler": _to_scale,
}
