"""What a network has to beat: the last value repeated, and a linear model of the window."""

import numpy as np

from lstm_lib.arguments import data_part, whole_number


def persistence(data):
    """Return the test error of predicting that the next value equals the last one seen.

    Parameters
    ----------
    data : lstm_lib.windows.Data
        Scaled windows; only the test part is used.

    Returns
    -------
    float
        Mean squared error on the test part, scaled.

    Raises
    ------
    TypeError
        If ``data`` is not what `lstm_lib.windows.prepare` returns.
    ValueError
        If a part of it is empty or does not hold finite numbers.

    Examples
    --------
    On a ramp every value lies one step above the last. Scaled, one step is a quarter.

    >>> from lstm_lib.windows import prepare
    >>> persistence(prepare([0.0, 1.0, 2.0, 3.0, 4.0, 5.0], steps=2, train_fraction=0.75))
    0.0625
    """
    inputs, targets = _part(data, "test")
    return float(np.mean((inputs[:, -1] - targets) ** 2))


def linear_autoregression(data, order=None):
    """Return the test error of the linear model that fits the training part best.

    The next value is a weighted sum of the last ``order`` values and an intercept, fitted by
    ordinary least squares. A sampled sine obeys ``x[t+1] = 2 cos(d) x[t] - x[t-1]`` exactly, so
    this model solves it; scaling shifts the sine, which is what the intercept is for.

    Parameters
    ----------
    data : lstm_lib.windows.Data
        Scaled windows; fitted on the training part, evaluated on the test part.
    order : int, optional
        How many of a window's last values to use; the whole window when left out.

    Returns
    -------
    float
        Mean squared error on the test part, scaled.

    Raises
    ------
    TypeError
        If ``data`` is not what `lstm_lib.windows.prepare` returns or ``order`` is not a whole
        number.
    ValueError
        If a part of ``data`` is empty or does not hold finite numbers; if ``order`` is under 1 or
        over the window's length.

    Examples
    --------
    >>> from lstm_lib.series import sine_wave
    >>> from lstm_lib.windows import prepare
    >>> data = prepare(sine_wave())
    >>> linear_autoregression(data, order=2) < 1e-25 < linear_autoregression(data, order=1)
    True
    """
    inputs, targets = _part(data, "train")
    steps = inputs.shape[1]
    order = steps if order is None else whole_number("order", order)
    if order > steps:
        raise ValueError(f"order is {order}, expected at most the window's {steps} steps")
    coefficients, *_ = np.linalg.lstsq(_design(inputs, order), targets)  # (order + 1,)
    inputs, targets = _part(data, "test")
    if inputs.shape[1] != steps:
        raise ValueError(
            f"test windows have {inputs.shape[1]} steps, expected {steps} as in training"
        )
    return float(np.mean((_design(inputs, order) @ coefficients - targets) ** 2))


def _design(inputs, order):
    """Return the last ``order`` values of each window and a column of ones."""
    return np.column_stack([inputs[:, -order:], np.ones(len(inputs))])  # (windows, order + 1)


def _part(data, part):
    """Return one part's windows (windows, steps) and targets (windows,), in float64."""
    inputs, targets = data_part(data, part)
    if inputs.shape[2] != 1:
        raise ValueError(f"inputs_{part} has {inputs.shape[2]} features, expected 1")
    return inputs[:, :, 0].astype(np.float64), targets.astype(np.float64)
