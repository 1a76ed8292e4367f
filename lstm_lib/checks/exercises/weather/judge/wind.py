"""What goes wrong with the direction of the wind, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Answer = Callable[..., Any]


def wind_components(direction, speed):
    """Return how fast the air moves to the east and to the north."""
    angle = np.radians(direction)
    return -speed * np.sin(angle), -speed * np.cos(angle)


def _signed(east: int, north: int) -> Answer:
    """Make an answer with other signs."""

    def answer(direction, speed):
        found = wind_components(direction, speed)
        return east * found[0], north * found[1]

    return answer


def _mean_direction(direction, speed):
    """Return the components of the mean direction, taken as a number, and of each speed."""
    return wind_components(np.full_like(direction, direction.mean()), speed)


WRONG_WINDS = (
    WrongAnswer(
        "where it comes from",
        _signed(-1, -1),
        "points to where the wind comes from. A west wind, 270 degrees, moves to the east",
    ),
    WrongAnswer(
        "east turned around",
        _signed(-1, 1),
        "has the wrong sign to the east, and the right one to the north",
    ),
    WrongAnswer(
        "north turned around",
        _signed(1, -1),
        "has the wrong sign to the north, and the right one to the east",
    ),
    WrongAnswer(
        "sine and cosine exchanged",
        lambda direction, speed: wind_components(direction, speed)[::-1],
        "has cosine where sine belongs. Degrees of a compass begin at north, not at east, and "
        "north is where the cosine is 1",
    ),
    WrongAnswer(
        "exchanged and turned around",
        lambda direction, speed: _signed(-1, -1)(direction, speed)[::-1],
        "reads the degrees as in mathematics, from east and against the clock, and as where the "
        "wind goes. On a compass they begin at north, and say where it comes from",
    ),
    WrongAnswer(
        "degrees for radians",
        lambda direction, speed: (-speed * np.sin(direction), -speed * np.cos(direction)),
        "comes from degrees given to NumPy's sine and cosine, which take radians",
    ),
    WrongAnswer(
        "degrees for radians, and where it comes from",
        lambda direction, speed: (speed * np.sin(direction), speed * np.cos(direction)),
        "comes from degrees where radians belong, and points to where the wind comes from",
    ),
    WrongAnswer(
        "speed left out",
        lambda direction, speed: wind_components(direction, 1.0),
        "does not grow with the speed: it is a direction alone",
    ),
    WrongAnswer(
        "mean direction",
        _mean_direction,
        "comes from the mean of all directions, taken as numbers. Each hour has its own, and the "
        "mean of 350 and 10 degrees would be south",
    ),
    WrongAnswer(
        "direction as a share",
        lambda direction, speed: (speed * direction / 360, speed * (1 - direction / 360)),
        "comes from the direction as a share of 360. That is no circle: 359 and 1 lie far apart",
    ),
)
