"""How probable each outcome of a function that draws is: of a right one, and of wrong ones.

A right answer is refused less than once in a million times. Agrawal (2020) bounds how far the
shares of N draws among k outcomes lie from their probabilities: the probability that their relative
entropy is ``x / N`` or more, in nats, is at most ``(e x / (k - 1)) ** (k - 1) * exp(-x)``. A
mistake that comes close to the right probabilities is told from them by its likelihood.
"""

import itertools
from collections.abc import Callable

import numpy as np

from lstm_lib.checks.exercises.language_model.cases import DRAWS, LENGTH, REPEATED, SIZE
from lstm_lib.checks.exercises.language_model.judge.temperature import (
    WRONG_TEMPERATURES,
    with_temperature,
)
from lstm_lib.checks.exercises.language_model.observe import Model
from lstm_lib.checks.judge.compare import Case

Array = np.ndarray
Temper = Callable[[Array, float], Array]
Read = Callable[[list[int], list[int]], list[int]]  # (prompt, drawn) -> what the model is given

OUTCOMES = list(itertools.product(range(SIZE), repeat=LENGTH))
REFUSED_WRONGLY = 1e-7  # on one case, at most


def largest_distance(draws: int, outcomes: int, chance: float) -> float:
    """Return the relative entropy, in nats, that shares of draws pass with this chance at most.

    Parameters
    ----------
    draws, outcomes : int
        How many draws, and among how many outcomes.
    chance : float
        Between 0 and 1.

    Returns
    -------
    float
        From the bound above.

    Examples
    --------
    >>> 30 < 300 * largest_distance(300, 9, 1e-7) < 40
    True
    """
    free = outcomes - 1
    low, high = float(free), 1000.0  # the bound falls from x = free on
    for _ in range(60):
        x = (low + high) / 2
        log_bound = free * (1 + np.log(x / free)) - x
        low, high = (x, high) if log_bound > np.log(chance) else (low, x)
    return high / draws


FARTHEST = largest_distance(DRAWS, len(OUTCOMES), REFUSED_WRONGLY)


def distance(shares: Array, probabilities: Array) -> float:
    """Return the relative entropy of shares, in nats; infinite where what cannot be has come.

    Parameters
    ----------
    shares, probabilities : ndarray of shape (outcomes,)
        What came, and what was to be expected.

    Returns
    -------
    float
        0 if the two are equal.

    Examples
    --------
    >>> distance(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    0.0
    """
    came = shares > 0
    with np.errstate(divide="ignore"):
        return float(np.sum(shares[came] * np.log(shares[came] / probabilities[came])))


def whole(prompt: list[int], drawn: list[int]) -> list[int]:
    """Return what a model has to be given: all that stands there."""
    return prompt + drawn


def law(case: Case, temper: Temper, read: Read = whole) -> Array:
    """Return the exact probability of each outcome of `OUTCOMES`.

    Parameters
    ----------
    case : dict
        With a model's scores, a prompt and a temperature.
    temper : callable
        What is done with a model's probabilities.
    read : callable
        What the model is given.

    Returns
    -------
    ndarray of shape (outcomes,)
        They add up to 1.
    """
    model, prompt = Model(case["speaks"]), case["prompt"].tolist()
    found = []
    for outcome in OUTCOMES:
        probability = 1.0
        for step, place in enumerate(outcome):
            given = np.array(read(prompt, list(outcome[:step])), int)
            probability *= temper(model(given), case["temperature"])[place]
        found.append(probability)
    return np.array(found)


def most_probable(case: Case, temper: Temper) -> Array:
    """Return a longer continuation that always takes what is most probable.

    Parameters
    ----------
    case : dict
        With a model's scores, a prompt and a temperature.
    temper : callable
        What is done with a model's probabilities.

    Returns
    -------
    ndarray of shape (REPEATED,)
        Places.
    """
    model, text = Model(case["speaks"]), case["prompt"].tolist()
    for _ in range(REPEATED):
        text.append(int(np.argmax(temper(model(np.array(text)), case["temperature"]))))
    return np.array(text[-REPEATED:])


def _certain(p: Array, t: float) -> Array:
    """Take what is most probable."""
    return np.eye(len(p))[p.argmax()]


TEMPERS = (
    *((name, temper, words) for name, temper, words in WRONG_TEMPERATURES),
    (
        "most probable always",
        _certain,
        "what is most probable, always: `argmax` draws nothing. Draw with `rng.choice`",
    ),
    (
        "all alike",
        lambda p, t: np.full(len(p), 1 / len(p)),
        "all characters alike. `rng.choice` needs the probabilities, as `p=`",
    ),
    (
        "temperature applied twice",
        lambda p, t: with_temperature(with_temperature(p, t), t),
        "with the temperature applied twice",
    ),
    (
        "least probable preferred",
        lambda p, t: with_temperature(1 / p, t),
        "what is improbable, since the logarithms have the wrong sign",
    ),
)
ANOTHER_ORDER = (
    "the text in another order than that in which it came. What is drawn belongs behind all that "
    "stands there"
)
READS = (
    (
        "last character alone",
        lambda prompt, drawn: (prompt + drawn)[-1:],
        "the last character alone. This model asks for the whole text each time: it keeps no state",
    ),
    (
        "prompt forgotten",
        lambda prompt, drawn: drawn or prompt,
        "only what was drawn, without the prompt, from the second draw on",
    ),
    (
        "prompt forgotten",
        lambda prompt, drawn: drawn,
        "only what was drawn, and never the prompt",
    ),
    (
        "text does not grow",
        lambda prompt, drawn: prompt,
        "the prompt alone, at every draw. What was drawn has to be read as well",
    ),
    (
        "window of one length",
        lambda prompt, drawn: (prompt + drawn)[-len(prompt) :],
        "as many characters as the prompt has, without its beginning. Give it the whole text",
    ),
    (
        "in another order",
        lambda prompt, drawn: drawn[::-1] + prompt,
        ANOTHER_ORDER,
    ),
    (
        "in another order",
        lambda prompt, drawn: (prompt + drawn)[::-1],
        ANOTHER_ORDER,
    ),
    (
        "first character left out",
        lambda prompt, drawn: (prompt + drawn)[1:],
        "the text without its first character",
    ),
    (
        "last character left out",
        lambda prompt, drawn: (prompt + drawn)[:-1],
        "the text without its last character",
    ),
)

WORDED = (
    *(((name, f"draws {words}"), temper, whole) for name, temper, words in TEMPERS),
    *(((name, f"gives the model {words}"), None, read) for name, read, words in READS),
)

# A mistake speaks so much better for what was drawn, in nats: by Markov's inequality, one that was
# not made does so by chance with this probability at most.
EVIDENCE = np.log(len(WORDED) / REFUSED_WRONGLY)
