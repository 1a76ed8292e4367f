"""Two tasks that a network solves by remembering alone, and what guessing scores.

Both come from Hochreiter and Schmidhuber (1997): the adding problem is their experiment 4, the
temporal order problem their experiment 6a. Each function says what it keeps and what it changes.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import whole_number

# One column of the one-hot inputs for each: four that mean nothing, two to remember, start and end.
SYMBOLS = "abcdXYEB"
# The targets of the temporal order problem: class 1 is an X, and later a Y.
CLASSES = ("XX", "XY", "YX", "YY")


class Task(NamedTuple):
    """Sequences to read and what to answer after the last step.

    ``inputs`` is of shape (batch, steps, features), ``targets`` of shape (batch,).
    """

    inputs: np.ndarray
    targets: np.ndarray


def adding_problem(n_sequences, steps, rng):
    """Draw sequences of pairs (value, marker); the answer is the sum of the two marked values.

    The first marked pair is one of the first ten, the second one of the first ``steps // 2 - 1``;
    both are drawn uniformly, the second from those that are left. No marker stands in the
    second half, so both values have to be kept for at least half the sequence.

    Parameters
    ----------
    n_sequences : int
        How many sequences.
    steps : int
        Length of each, 6 or more.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    Task
        ``inputs`` of shape (n_sequences, steps, 2): values from 0 to 1 and markers, 1 or 0.
        ``targets`` of shape (n_sequences,): sums, from 0 to 2.

    Raises
    ------
    TypeError
        If a size is not a whole number or ``rng`` not a generator.
    ValueError
        If ``n_sequences`` is under 1 or ``steps`` under 6.

    Notes
    -----
    From Hochreiter and Schmidhuber (1997), experiment 4: pairs of value and marker, exactly two
    marked, where they may stand, and one answer at the end. Changed, as has become common:
    values from 0 to 1 and not from -1 to 1; the sum itself as the target, not 0.5 + sum / 4; one
    fixed length, where theirs varied by a tenth; no marker -1 on the first and the last pair; and
    a marked first value is not replaced by zero. Where there are fewer than ten pairs among the
    first ``steps // 2 - 1``, the first marker stands among those.

    Examples
    --------
    >>> inputs, targets = adding_problem(3, steps=30, rng=np.random.default_rng(0))
    >>> inputs.shape
    (3, 30, 2)
    >>> values, markers = inputs[:, :, 0], inputs[:, :, 1]
    >>> markers.sum(axis=1)
    array([2., 2., 2.])
    >>> np.allclose((values * markers).sum(axis=1), targets)
    True
    """
    n_sequences = whole_number("n_sequences", n_sequences)
    steps = whole_number("steps", steps, least=6)
    rng = _generator(rng)
    n_places = steps // 2 - 1
    first = rng.integers(min(10, n_places), size=n_sequences)
    second = rng.integers(n_places - 1, size=n_sequences)
    second += second >= first  # step over the taken place
    values = rng.random((n_sequences, steps))
    markers = np.zeros((n_sequences, steps))
    rows = np.arange(n_sequences)
    markers[rows, first] = markers[rows, second] = 1.0
    targets = values[rows, first] + values[rows, second]
    return Task(np.stack([values, markers], axis=2), targets)


def adding_floor():
    """Return the mean squared error of the best answer that does not look at the sequence.

    A value drawn uniformly from 0 to 1 has the mean 1/2 and the variance 1/12, the integral of
    (v - 1/2)² from 0 to 1. Two of them, drawn independently, have the mean 1 and the variance
    2 · 1/12 = 1/6. Of all constants the mean has the smallest squared error, and that error is
    the variance. A model that always answers 1 scores 1/6.

    Returns
    -------
    float
        1/6.

    Examples
    --------
    >>> round(adding_floor(), 4)
    0.1667
    """
    return 1 / 6


def temporal_order(n_sequences, steps, rng):
    """Draw sequences of symbols; the answer is which two symbols came, and in which order.

    A sequence begins with E and ends with B. In between stand a, b, c and d, drawn uniformly,
    except at two places: each holds an X or a Y. With the first step counted as 0, the first place
    is one of steps 10 to 20 of 100, the second one of 50 to 60; other lengths keep the proportions.

    Parameters
    ----------
    n_sequences : int
        How many sequences.
    steps : int
        Length of each, 10 or more.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    Task
        ``inputs`` of shape (n_sequences, steps, 8): one-hot, one column per symbol of `SYMBOLS`.
        ``targets`` of shape (n_sequences,): 0 to 3, indices into `CLASSES`: XX, XY, YX, YY.

    Raises
    ------
    TypeError
        If a size is not a whole number or ``rng`` not a generator.
    ValueError
        If ``n_sequences`` is under 1 or ``steps`` under 10.

    Notes
    -----
    From Hochreiter and Schmidhuber (1997), experiment 6a: the eight symbols, one-hot, start and
    end, the four classes, and for 100 steps the two places. Changed: one fixed length, where
    theirs was 100 to 110; places in proportion for other lengths; and the four classes as whole
    numbers, for a softmax and its cross-entropy, where they had four sigmoids and called an
    answer right if all four were off by less than 0.3.

    Examples
    --------
    >>> inputs, targets = temporal_order(2, steps=12, rng=np.random.default_rng(1))
    >>> for sequence, target in zip(inputs, targets):
    ...     print("".join(SYMBOLS[column] for column in sequence.argmax(axis=1)), CLASSES[target])
    EcXdaaXdabdB XX
    EXbbccaYdddB XY
    """
    n_sequences = whole_number("n_sequences", n_sequences)
    steps = whole_number("steps", steps, least=10)
    rng = _generator(rng)
    symbols = rng.integers(4, size=(n_sequences, steps))  # a, b, c or d
    symbols[:, 0], symbols[:, -1] = SYMBOLS.index("E"), SYMBOLS.index("B")
    first = rng.integers(steps // 10, steps // 5, size=n_sequences, endpoint=True)
    second = rng.integers(steps // 2, 3 * steps // 5, size=n_sequences, endpoint=True)
    targets = rng.integers(4, size=n_sequences)
    rows = np.arange(n_sequences)
    symbols[rows, first] = SYMBOLS.index("X") + targets // 2
    symbols[rows, second] = SYMBOLS.index("X") + targets % 2
    return Task(np.eye(len(SYMBOLS))[symbols], targets)


def temporal_order_floor():
    """Return the share of right answers that guessing gets.

    The four classes are drawn uniformly, and only the two symbols tell them apart. So a model
    that knows neither symbol is right in 1 of 4 sequences, whichever class it names. A model
    that knows one of them has two classes left, and is right in 1 of 2.

    Returns
    -------
    float
        1/4.

    Examples
    --------
    >>> temporal_order_floor()
    0.25
    """
    return 1 / 4


def _generator(rng):
    """Return ``rng`` if it is one of NumPy's generators."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {rng!r}, expected a generator such as numpy.random.default_rng(0)")
    return rng
