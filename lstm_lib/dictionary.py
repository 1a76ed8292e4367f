"""Spaces put back by a dictionary: known words, and how often each of them came."""

import math
from numbers import Integral

import numpy as np

from lstm_lib.arguments import finite_array
from lstm_lib.spaces import _one_a_letter, _require_letters


def longest_match(letters, counts):
    """Guess ends of words by taking, from left to right, the longest known word each time.

    Parameters
    ----------
    letters : str
        Text of a to z.
    counts : dict of str to int
        Known words; how often each came does not matter here.

    Returns
    -------
    ndarray of bool of shape (letters,)
        Where a word ends. A letter with which no known word begins is a word by itself.

    Raises
    ------
    TypeError
        If ``letters`` is not text or ``counts`` not a dictionary.
    ValueError
        If ``letters`` holds anything but a to z, or there are no words, or one that never came.

    Examples
    --------
    >>> from lstm_lib.spaces import spaced
    >>> spaced("sofarx", longest_match("sofarx", {"so": 1, "far": 1, "sofa": 1}))
    'sofa r x'
    """
    longest = _longest(letters, counts)
    ends = np.zeros(len(letters), bool)
    start = 0
    while start < len(letters):
        sizes = range(min(longest, len(letters) - start), 0, -1)
        start += next((n for n in sizes if letters[start : start + n] in counts), 1)
        ends[start - 1] = True
    return ends


def best_split(letters, counts, log_odds=None):
    """Guess ends of words by the split whose words are the most frequent ones together.

    The best split of each beginning of the text is kept, and lengthened by one word at a time
    (Viterbi 1967). A word's probability is its share of all words; one that is not known, of n
    letters, counts ten times less with each letter, 10 / (words · 10ⁿ), as in Norvig (2009).

    Parameters
    ----------
    letters : str
        Text of a to z.
    counts : dict of str to int
        How often each known word came.
    log_odds : array_like of shape (letters,), optional
        What a network makes of each letter: the logarithm of the odds that a word ends there. The
        split then has the highest probability by both, as if they were independent.

    Returns
    -------
    ndarray of bool of shape (letters,)
        Where a word ends.

    Raises
    ------
    TypeError
        If ``letters`` is not text, ``counts`` not a dictionary, or ``log_odds`` does not hold real
        numbers.
    ValueError
        If ``letters`` holds anything but a to z, there are no words, or one that never came, or
        ``log_odds`` has another length or holds NaN or infinity.

    Examples
    --------
    Two frequent words are likelier than a rare one and a word that is not known.

    >>> from lstm_lib.spaces import spaced
    >>> counts = {"so": 50, "far": 49, "sofa": 1}
    >>> spaced("sofar", best_split("sofar", counts))
    'so far'
    >>> spaced("sofar", best_split("sofar", counts, log_odds=[0, -9, 0, 9, 9]))
    'sofa r'
    """
    longest = _longest(letters, counts)
    if log_odds is None:
        log_odds = np.zeros(len(letters))
    log_odds = finite_array("log_odds", log_odds, ("letters",))
    log_odds = _one_a_letter("log_odds", log_odds, letters).tolist()
    n_words = sum(counts.values())
    log_share = {word: math.log(count / n_words) for word, count in counts.items()}
    log_unknown = [math.log(10 / n_words) - n * math.log(10) for n in range(longest + 1)]

    best, start_of = [0.0], [0]  # of the first n letters: score, and where the last word starts
    for end in range(1, len(letters) + 1):
        options = [
            (best[start] + log_share.get(letters[start:end], log_unknown[end - start]), start)
            for start in range(max(0, end - longest), end)
        ]
        score, start = max(options)
        best.append(score + log_odds[end - 1])
        start_of.append(start)

    ends = np.zeros(len(letters), bool)
    end = len(letters)
    while end:
        ends[end - 1] = True
        end = start_of[end]
    return ends


def _longest(letters, counts):
    """Return the length of the longest known word, after checking letters and words."""
    _require_letters("letters", letters)
    if not isinstance(counts, dict):
        raise TypeError(f"counts is {type(counts).__name__}, expected a dictionary of words")
    if not counts:
        raise ValueError("counts has no words, expected one or more")
    for word, count in counts.items():
        if not (isinstance(word, str) and word and isinstance(count, Integral) and count > 0):
            raise ValueError(f"counts has {word!r}: {count!r}, expected words and 1 or more")
    return max(map(len, counts))
