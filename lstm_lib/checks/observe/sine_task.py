"""The sine task's windows and the sizes of its networks, which the exercises on them share."""

import functools

import numpy as np

from lstm_lib import series, windows
from lstm_lib.checks.observe.stand_ins import Case

# The windows of the exercises, and the units that a builder is called with to see its layers.
STEPS, FEATURES, UNITS = 10, 1, 8
PARTS_OF_DATA = {"train_fraction": 0.7, "validation_fraction": 0.1}


@functools.cache
def exercise_data() -> windows.Data:
    """Return the windows of the exercises, as their notebooks make them.

    Returns
    -------
    Data
        Scaled, float64.

    Examples
    --------
    >>> [len(part) for part in exercise_data()[1:6:2]]
    [693, 99, 198]
    """
    return windows.prepare(series.sine_wave(), STEPS, **PARTS_OF_DATA)


def sizes(rng: np.random.Generator) -> list[Case]:
    """Draw two sets of sizes of a network, all six numbers different.

    Parameters
    ----------
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    list of dict
        Each with `steps`, `features`, `units`, from 2 to 8, and `probes`, the seed of the windows
        that the network is tried on.

    Examples
    --------
    >>> sorted(sizes(np.random.default_rng(0))[0])
    ['features', 'probes', 'steps', 'units']
    """
    drawn = [int(n) for n in rng.permutation(np.arange(2, 9))]
    return [
        {
            "steps": steps,
            "features": features,
            "units": units,
            "probes": int(rng.integers(2**32)),
        }
        for steps, features, units in (drawn[:3], drawn[3:6])
    ]
