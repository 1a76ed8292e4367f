"""What a decoder learns from, and how it writes: shifted inputs, masked loss, greedy, beam.

Words are places in a vocabulary, as `lstm_lib.number_words.encode` gives them: 0 is padding, 1 the
mark that begins a sentence, 2 the mark that ends it. A network comes in as a function ``step(words,
state) -> (log_shares, state)`` that takes one step for n sentences at once: ``words`` of shape
(n,), ``log_shares`` of shape (n, vocabulary), and ``state`` a tuple of arrays with n rows each.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, real_array, real_number, whole_number

PADDING, START, END = range(3)


class Hypothesis(NamedTuple):
    """What a decoder wrote, and how likely the network holds it to be.

    words is a list of int without the marks, log_share the sum of the logarithms of the words'
    shares, that of `END` included where it came; finished tells whether it did.
    """

    words: list
    log_share: float
    finished: bool


def decoder_arrays(encoded):
    """Return what a decoder reads in training, and what it has to answer at each step.

    Under teacher forcing it reads at each step the right word of the step before: the sentence
    moved one place to the right, behind `START`. What it has to answer is the sentence with `END`
    behind it.

    Parameters
    ----------
    encoded : array_like of int of shape (sentences, steps)
        Words without marks, with padding at the ends of the shorter sentences.

    Returns
    -------
    written : ndarray of int of shape (sentences, steps + 1)
        `START`, the words, then padding.
    targets : ndarray of int of shape (sentences, steps + 1)
        The words, `END`, then padding.

    Raises
    ------
    TypeError
        If ``encoded`` does not hold whole numbers.
    ValueError
        If it has another number of axes, a word stands behind padding, or it holds a mark.

    Examples
    --------
    >>> written, targets = decoder_arrays([[7, 8], [9, 0]])
    >>> written
    array([[1, 7, 8],
           [1, 9, 0]])
    >>> targets
    array([[7, 8, 2],
           [9, 2, 0]])
    """
    encoded = _places("encoded", encoded, ("sentences", "steps"))
    real = encoded != PADDING
    if (real[:, 1:] & ~real[:, :-1]).any():
        raise ValueError("encoded has a word behind padding, expected padding at the ends")
    if ((encoded == START) | (encoded == END)).any():
        raise ValueError(f"encoded holds {START} or {END}, expected words without marks")
    rows = len(encoded)
    written = np.concatenate([np.full((rows, 1), START), encoded], axis=1)
    targets = np.concatenate([encoded, np.full((rows, 1), PADDING)], axis=1)
    targets[np.arange(rows), real.sum(axis=1)] = END
    return written, targets


def masked_loss(scores, targets):
    """Return the cross-entropy of a word, the mean over all real words of a batch.

    Parameters
    ----------
    scores : array_like of shape (sentences, steps, vocabulary)
        What the last dense layer gives: any numbers, before softmax.
    targets : array_like of int of shape (sentences, steps)
        The right words; `PADDING` where there is none, which does not count.

    Returns
    -------
    float
        In nats, 0 or more.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``targets`` no whole numbers.
    ValueError
        If the shapes do not fit, a score is NaN or infinite, a target lies outside the vocabulary,
        or all of them are padding.

    Examples
    --------
    Equal scores give each of four words the share 1/4, and minus its logarithm is 1.386.

    >>> round(masked_loss(np.zeros((1, 3, 4)), [[3, 2, 0]]), 3)
    1.386
    """
    scores = finite_array("scores", scores, ("sentences", "steps", "vocabulary"))
    targets = _places("targets", targets, ("sentences", "steps"))
    if scores.shape[:2] != targets.shape:
        raise ValueError(f"targets has shape {targets.shape}, expected {scores.shape[:2]}")
    if targets.size and targets.max() >= scores.shape[2]:
        raise ValueError(f"targets holds {targets.max()}, expected 0 to {scores.shape[2] - 1}")
    real = targets != PADDING
    if not real.any():
        raise ValueError("targets holds padding alone, expected 1 or more words")
    log_shares = log_softmax(scores)
    right = np.take_along_axis(log_shares, targets[:, :, np.newaxis], axis=2)[:, :, 0]
    return float(-right[real].mean())


def log_softmax(scores):
    """Return the logarithms of shares: softmax over the last axis, without overflow.

    Parameters
    ----------
    scores : array_like of shape (..., vocabulary)
        Any numbers.

    Returns
    -------
    ndarray of the same shape
        0 or less; their exponentials add up to 1.

    Raises
    ------
    TypeError
        If ``scores`` does not hold real numbers.

    Examples
    --------
    >>> np.exp(log_softmax([7.0, 7.0])).round(3)
    array([0.5, 0.5])
    """
    scores = real_array("scores", scores)
    above = scores - scores.max(axis=-1, keepdims=True)  # so that exp never overflows
    return above - np.log(np.exp(above).sum(axis=-1, keepdims=True))


def greedy(step, state, most):
    """Write a sentence, each word the one with the largest share.

    Parameters
    ----------
    step : callable
        ``step(words, state) -> (log_shares, state)``, as this module says.
    state : tuple of ndarray
        Before the first step, with one row each.
    most : int
        Words after which it stops, `END` or not.

    Returns
    -------
    Hypothesis
        Up to the first `END`.

    Raises
    ------
    TypeError
        If ``most`` is not a whole number.
    ValueError
        If ``most`` is under 1.

    Examples
    --------
    A network without a state that writes word 3 after `START`, and `END` after everything else.

    >>> shares = np.array([[0, 0, 1, 0], [0, 0, 0.25, 0.75], [0, 0, 1, 0], [0, 0, 1, 0]]) + 1e-9
    >>> def step(words, state):
    ...     return np.log(shares[words]), state
    >>> greedy(step, (), most=5).words
    [3]
    """
    return beam_search(step, state, width=1, most=most)[0]


def beam_search(step, state, width, most, power=0.0):
    """Write a sentence as the likeliest of several hypotheses that are carried along.

    At each step every hypothesis that is not finished is continued by every word, and of these and
    the finished ones the best ``width`` are kept. The rank is ``log_share / length**power``, with
    the length in words, `END` included; the power 1 ranks by the mean of a word, 0 by the whole
    sentence.

    Parameters
    ----------
    step : callable
        ``step(words, state) -> (log_shares, state)``, as this module says.
    state : tuple of ndarray
        Before the first step, with one row each.
    width : int
        Hypotheses that are kept; with 1 this is greedy decoding.
    most : int
        Words after which all stop, `END` or not.
    power : float
        0 or more.

    Returns
    -------
    list of Hypothesis
        ``width`` of them or fewer, the best one first.

    Raises
    ------
    TypeError
        If ``width`` or ``most`` is not a whole number, or ``power`` not a number.
    ValueError
        If ``width`` or ``most`` is under 1, or ``power`` under 0.

    Examples
    --------
    Word 3 is the likelier one to begin with, and what can follow it is less sure.

    >>> shares = np.array([[0, 0, 1, 0, 0], [0, 0, 0, .6, .4], [0, 0, 1, 0, 0],
    ...                    [0, 0, .5, .3, .2], [0, 0, .9, .1, 0]]) + 1e-9
    >>> def step(words, state):
    ...     return np.log(shares[words]), state
    >>> [beam_search(step, (), width, most=4)[0].words for width in (1, 2)]
    [[3], [4]]
    """
    width, most = whole_number("width", width), whole_number("most", most)
    power = real_number("power", power)
    if power < 0:
        raise ValueError(f"power is {power}, expected 0 or more")
    beam = [([START], 0.0)]
    for _ in range(most):
        finished = [one for one in beam if one[0][-1] == END]
        going = [one for one in beam if one[0][-1] != END]
        if not going:
            break
        log_shares, state = step(np.array([words[-1] for words, _ in going]), state)
        # (rank, words, log_share, row of the state that it continues, or None)
        found = [(_rank(words, total, power), words, total, None) for words, total in finished]
        for row, (words, total) in enumerate(going):
            for word in np.argsort(-log_shares[row], kind="stable")[:width].tolist():
                longer, sum_ = [*words, word], total + float(log_shares[row, word])
                found.append((_rank(longer, sum_, power), longer, sum_, row))
        found = sorted(found, key=lambda one: -one[0])[:width]
        beam = [(words, total) for _, words, total, _ in found]
        rows = [row for _, words, _, row in found if words[-1] != END]
        state = tuple(part[rows] for part in state)
    return [
        Hypothesis([word for word in words[1:] if word != END], total, words[-1] == END)
        for words, total in beam
    ]


def _rank(words, log_share, power):
    """Return what hypotheses are ordered by; `START` does not count as a word."""
    return log_share / (len(words) - 1) ** power


def _places(name, value, axes):
    """Return places in a vocabulary as an array with these axes."""
    array = real_array(name, value)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{name} holds {array.dtype} values, expected whole numbers")
    if array.ndim != len(axes):
        raise ValueError(f"{name} has shape {array.shape}, expected ({', '.join(axes)})")
    if array.size and array.min() < 0:
        raise ValueError(f"{name} holds {array.min()}, expected 0 or more")
    return array
