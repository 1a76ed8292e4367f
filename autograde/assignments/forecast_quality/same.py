"""What changes nothing in answers of `forecast_quality`: inputs to draw, and records."""


def _futures(rng):
    """Draw windows, and the values that follow each."""
    windows, steps, horizon = rng.integers(1, 8, 3)
    return rng.normal(size=(windows, steps, 1)), rng.normal(size=(windows, horizon))


def _parts(rng):
    """Draw windows with targets, to fit on and to measure on."""
    n_train, n_test, steps = rng.integers(12, 30), rng.integers(2, 20), rng.integers(1, 6)
    train = rng.normal(size=(n_train, steps, 1)), rng.normal(size=n_train)
    return *train, rng.normal(size=(n_test, steps, 1)), rng.normal(size=n_test)


def _to_continue(rng):
    """Draw a network that reads windows, a series, and where to go on from."""
    scale = float(rng.normal())
    steps, horizon = int(rng.integers(1, 7)), int(rng.integers(1, 7))
    start = steps + int(rng.integers(0, 9))
    series = rng.normal(size=start + horizon + int(rng.integers(0, 5)))
    return lambda window: float(scale * window[-1, 0] + window[0, 0]), series, start, steps, horizon


def _forecasts(rng):
    """Draw scaled forecasts, truths, and the two ends of the scale."""
    size = rng.integers(1, 7, 2)
    low = float(rng.normal())
    return rng.uniform(size=size), rng.normal(size=size), low, low + float(rng.uniform(1, 5))


def _errors(rng):
    """Draw errors and their limits, step by step; some are equal."""
    limits = rng.uniform(0.5, 2, rng.integers(1, 9))
    return limits * rng.choice([0.5, 0.8, 1.0, 1.3], len(limits)), limits


INPUTS = {
    "persistence_errors": _futures,
    "linear_error": _parts,
    "roll_out_from": _to_continue,
    "errors_by_horizon": _forecasts,
    "skill": lambda rng: list(rng.uniform(0.1, 3, (2, rng.integers(1, 6)))),
    "usable_horizon": _errors,
    "compare_seeds": lambda rng: (
        rng.choice([0.5, 0.8, 1.0, 1.2], rng.integers(1, 9)),
        float(rng.choice([0.7, 1.0, 1.1])),
    ),
}
