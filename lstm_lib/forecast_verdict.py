"""A verdict on forecasts that no lucky seed, no lucky year and no weak floor decides."""

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers

SHOWN, WORSE, NOT_SHOWN = "shown", "worse", "not shown"
FOLD_AXES = ("folds", "days")


def skill_beside(truth, forecast, floor):
    """Return the share of a floor's mean squared error that a forecast saves.

    Parameters
    ----------
    truth, forecast, floor : array_like of one shape
        What came, what the model said, and what the floor said, for the same days.

    Returns
    -------
    float
        1 for a forecast without error, 0 for one that is as good as the floor, less than 0 for a
        worse one (Murphy 1988, Monthly Weather Review 116, page 2417).

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If shapes differ, a value is NaN or infinite, there are no days, or the floor is never
        wrong.

    Examples
    --------
    >>> skill_beside(truth=[1.0, 3.0], forecast=[1.0, 2.0], floor=[3.0, 3.0])
    0.75
    """
    named = {"truth": truth, "forecast": forecast, "floor": floor}
    truth, forecast, floor = (finite_numbers(name, value) for name, value in named.items())
    if not truth.shape == forecast.shape == floor.shape or truth.size == 0:
        raise ValueError(
            f"truth has shape {truth.shape}, forecast {forecast.shape} and floor {floor.shape}, "
            "expected one shape of 1 or more days"
        )
    largest = np.mean((floor - truth) ** 2)
    if largest == 0:
        raise ValueError("the floor is never wrong, expected an error: there is nothing to save")
    return float(1 - np.mean((forecast - truth) ** 2) / largest)


def strongest_floor(truth, floors):
    """Return the place of the floor with the smallest mean squared error over all days.

    Parameters
    ----------
    truth : array_like of shape (folds, days)
        What came, on the test days of each fold.
    floors : array_like of shape (floors, folds, days)
        What each floor said.

    Returns
    -------
    int
        The first one of several that are equally good.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If shapes do not fit, a value is NaN or infinite, or there are no floors or days.

    Examples
    --------
    >>> strongest_floor([[1.0, 2.0]], [[[0.0, 0.0]], [[1.0, 1.0]]])
    1
    """
    truth, floors = _beside(truth, "floors", floors)
    return int(np.mean((floors - truth) ** 2, axis=(1, 2)).argmin())


def verdict(truth, forecasts, floors):
    """Say whether a model has shown skill beside the strongest of its floors.

    A seed may be lucky, so over all days **every** seed has to be better than that floor. A year
    may be lucky as well, so in **every** fold the median of the seeds' skills has to be above 0: a
    model that is as good as its floor wins all of five years in one of 32 cases. For the opposite,
    less is enough: over all days the median of the seeds' skills is below 0.

    Parameters
    ----------
    truth : array_like of shape (folds, days)
        What came, on the test days of each fold.
    forecasts : array_like of shape (seeds, folds, days)
        What the network said, trained once from each seed for each fold.
    floors : array_like of shape (floors, folds, days)
        What each floor said.

    Returns
    -------
    str
        "shown", "worse" or "not shown".

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If shapes do not fit, a value is NaN or infinite, there are no floors, seeds or days, or
        the strongest floor is never wrong in a fold.

    Examples
    --------
    >>> truth, floor = [[1.0, 2.0], [3.0, 2.0]], [[[0.0, 0.0], [0.0, 0.0]]]
    >>> verdict(truth, [truth, truth, truth], floor)
    'shown'
    >>> verdict(truth, [truth, truth, floor[0]], floor)
    'not shown'
    """
    truth, forecasts = _beside(truth, "forecasts", forecasts)
    floor = finite_array("floors", floors, ("floors", *FOLD_AXES))[strongest_floor(truth, floors)]
    overall = [skill_beside(truth, forecast, floor) for forecast in forecasts]
    if min(overall) > 0 and np.median(skills(truth, forecasts, floor), axis=0).min() > 0:
        return SHOWN
    return WORSE if np.median(overall) < 0 else NOT_SHOWN


def skills(truth, forecasts, floor):
    """Return the skill of each seed in each fold, beside one floor.

    Parameters
    ----------
    truth, floor : array_like of shape (folds, days)
        What came, and what the floor said.
    forecasts : array_like of shape (seeds, folds, days)
        What the network said.

    Returns
    -------
    ndarray of shape (seeds, folds)
        Shares of the floor's mean squared error in that fold.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If shapes do not fit, a value is NaN or infinite, or the floor is never wrong in a fold.

    Examples
    --------
    >>> skills([[1.0], [3.0]], [[[1.0], [2.0]]], [[0.0], [1.0]])
    array([[1.  , 0.75]])
    """
    truth, forecasts = _beside(truth, "forecasts", forecasts)
    floor = finite_array("floor", floor, FOLD_AXES)
    if floor.shape != truth.shape:
        raise ValueError(f"floor has shape {floor.shape}, expected that of truth, {truth.shape}")
    return np.array(
        [[skill_beside(*fold) for fold in zip(truth, one, floor, strict=True)] for one in forecasts]
    )


def _beside(truth, name, value):
    """Return the truth, and arrays of its shape that several seeds or floors have given."""
    truth = finite_array("truth", truth, FOLD_AXES)
    value = finite_array(name, value, (name if name == "floors" else "seeds", *FOLD_AXES))
    if value.shape[1:] != truth.shape or value.size == 0:
        raise ValueError(
            f"{name} has shape {value.shape} and truth {truth.shape}, expected the truth's shape "
            "with one axis more in front, and nothing empty"
        )
    return truth, value
