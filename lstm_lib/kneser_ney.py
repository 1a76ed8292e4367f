"""Kneser-Ney: how probable a character is after the few before it, by counting. No network.

Every run of characters up to a length is counted. Where a run was seen too seldom to trust its
count, a little is taken off and given to a shorter run, which asks not how often a character came
but after how many different ones (Kneser and Ney, 1995). This is the interpolated form with three
discounts for each length of Chen and Goodman (1999), the strongest of those that they measured.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, whole_number


class Runs(NamedTuple):
    """What is known of runs of one length; a run is one whole number, in the base of the size.

    ``runs`` are those that were seen, in order, and ``kept`` their counts less the discount.
    ``contexts`` are what stands before the last character of these, in order; ``totals`` their
    counts, and ``shared`` the share of each that goes to the shorter run.
    """

    runs: np.ndarray
    kept: np.ndarray
    contexts: np.ndarray
    totals: np.ndarray
    shared: np.ndarray


class KneserNey(NamedTuple):
    """A fitted model: the size of its vocabulary, and what is known of runs, the shortest first."""

    size: int
    lengths: list[Runs]


def kneser_ney(encoded, size, order):
    """Count the runs of a text, and return a model of its characters.

    Parameters
    ----------
    encoded : array_like of int of shape (characters of the text,)
        The text to learn from, as numbers from 0 to ``size - 1``.
    size : int
        How many characters the vocabulary has.
    order : int
        Length of the longest runs: a character is guessed from ``order - 1`` before it.

    Returns
    -------
    KneserNey
        For `probabilities_along` and `next_probabilities`.

    Raises
    ------
    TypeError
        If the text or a size is not made of whole numbers.
    ValueError
        If the text is shorter than ``order`` or holds other numbers, or a size is under 1 or so
        large that a run is no whole number of 63 bits.

    Examples
    --------
    After a comes b, as far as the text tells; a little is left for what it has not shown.

    >>> model = kneser_ney([0, 1] * 50, size=2, order=2)
    >>> next_probabilities(model, [0]).round(2)
    array([0.02, 0.98])
    """
    size, order = whole_number("size", size), whole_number("order", order)
    encoded = _places("encoded", encoded, size)
    if size**order >= 2**63:
        raise ValueError(f"order is {order}, expected less: {size}**{order} has over 63 bits")
    if len(encoded) < order:
        raise ValueError(f"encoded has {len(encoded)} characters, expected {order} or more")
    runs, counts = np.unique(_runs(encoded, order, size), return_counts=True)
    lengths = []
    for length in range(order, 0, -1):
        lengths.append(_discounted(runs, counts, size))
        # A shorter run counts by how many different characters stand before it.
        runs, counts = np.unique(runs % size ** (length - 1), return_counts=True)
    return KneserNey(size, lengths[::-1])


def probabilities_along(model, encoded):
    """Return how probable the model finds each character of a text after those before it.

    Parameters
    ----------
    model : KneserNey
        Fitted on another text.
    encoded : array_like of int of shape (characters of the text,)
        The text.

    Returns
    -------
    ndarray of shape (characters of the text,)
        Probabilities; the first characters have little or nothing before them.

    Raises
    ------
    TypeError
        If ``encoded`` does not hold whole numbers.
    ValueError
        If it has another number of axes, or holds a number that is no place in the vocabulary.

    Examples
    --------
    >>> model = kneser_ney([0, 1] * 50, size=2, order=2)
    >>> probabilities_along(model, [0, 1, 1]).round(2)
    array([0.5 , 0.98, 0.02])
    """
    encoded = _places("encoded", encoded, model.size)
    probabilities = np.full(len(encoded), 1 / model.size)
    for length, known in enumerate(model.lengths, 1):
        if length <= len(encoded):
            runs, at_end = _runs(encoded, length, model.size), slice(length - 1, None)
            probabilities[at_end] = _interpolated(known, runs, model.size, probabilities[at_end])
    return probabilities


def next_probabilities(model, encoded):
    """Return how probable each character is after a text.

    Parameters
    ----------
    model : KneserNey
        Fitted on another text.
    encoded : array_like of int of shape (characters of the text,)
        What came so far; it may be empty.

    Returns
    -------
    ndarray of shape (size,)
        Probabilities, which add up to 1.

    Raises
    ------
    TypeError
        If ``encoded`` does not hold whole numbers.
    ValueError
        If it has another number of axes, or holds a number that is no place in the vocabulary.

    Examples
    --------
    >>> model = kneser_ney([0, 1] * 50, size=2, order=2)
    >>> next_probabilities(model, []).round(2)
    array([0.5, 0.5])
    """
    encoded = _places("encoded", encoded, model.size)
    probabilities = np.full(model.size, 1 / model.size)
    context = 0
    for length, known in enumerate(model.lengths, 1):
        if length > 1:
            if len(encoded) < length - 1:
                break
            context += int(encoded[1 - length]) * model.size ** (length - 2)
        runs = context * model.size + np.arange(model.size)
        probabilities = _interpolated(known, runs, model.size, probabilities)
    return probabilities


def _runs(encoded, length, size):
    """Return the run that ends at each place, from the first that is long enough, as a number."""
    runs = np.zeros(len(encoded) - length + 1, np.int64)
    for start in range(length):
        runs = runs * size + encoded[start : start + len(runs)]
    return runs


def _discounted(runs, counts, size):
    """Take the discount off the counts, and note for each context what was taken off."""
    of_count = np.array([np.count_nonzero(counts == k) for k in range(5)]).clip(1)
    ratio = of_count[1] / (of_count[1] + 2 * of_count[2])
    k = np.arange(1, 4)
    discounts = np.array([0, *(k - (k + 1) * ratio * of_count[k + 1] / of_count[k]).clip(0, k)])
    taken = discounts[counts.clip(max=3)]
    contexts, context_of = np.unique(runs // size, return_inverse=True)
    totals = np.bincount(context_of, counts)
    return Runs(runs, counts - taken, contexts, totals, np.bincount(context_of, taken) / totals)


def _interpolated(known, runs, size, shorter):
    """Return probabilities by runs of one length, where those of shorter runs are known."""
    at, context_at = (
        np.searchsorted(found, wanted).clip(max=len(found) - 1)
        for found, wanted in ((known.runs, runs), (known.contexts, runs // size))
    )
    kept = np.where(known.runs[at] == runs, known.kept[at], 0) / known.totals[context_at]
    seen = known.contexts[context_at] == runs // size
    return np.where(seen, kept + known.shared[context_at] * shorter, shorter)


def _places(name, value, size):
    """Return places in a vocabulary as an array."""
    array = finite_array(name, value, ("characters",))
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(f"{name} holds {array.dtype} values, expected whole numbers")
    if outside := array[(array < 0) | (array >= size)].tolist():
        raise ValueError(f"{name} holds {outside[0]}, expected 0 to {size - 1}")
    return array.astype(np.int64)
