"""Who said which digit: groups of recordings that stand in for speakers that nobody names."""

from collections.abc import Sequence

import numpy as np

from lstm_lib.arguments import finite_array, whole_number


def voice_groups(sequences, digits, n_groups=6, seed=0):
    """Group recordings by the voice that they were made with.

    Each recording is described by the mean and the spread of its coefficients, taken relative to
    the mean of its digit, so that what was said counts little beside who said it. Groups found by
    k-means start a mixture of normal distributions, all of one covariance, which knows that the
    descriptions of one voice spread more along some directions than along others. Of the spoken
    digits it finds four speakers nearly without an error, and mixes up two.

    Parameters
    ----------
    sequences : list of array_like of shape (frames, coefficients)
        The recordings, each with 1 frame or more.
    digits : array_like of int of shape (recordings,)
        What each of them says.
    n_groups : int, optional
        How many voices there are.
    seed : int, optional
        Seed of the starting groups.

    Returns
    -------
    ndarray of int of shape (recordings,)
        The group of each recording. Groups are counted in the order in which they first appear.

    Raises
    ------
    TypeError
        If ``sequences`` is not a sequence of arrays of numbers, or a size is no whole number.
    ValueError
        If the recordings and their digits do not fit each other, or there are fewer recordings
        than groups.

    Examples
    --------
    Two voices, one with higher coefficients than the other, say two digits twice each.

    >>> recordings = [np.full((3, 1), level) for level in (1.0, 9.0, 1.5, 8.5, 1.2, 8.8, 1.1, 9.1)]
    >>> voice_groups(recordings, [0, 0, 1, 1, 0, 0, 1, 1], n_groups=2)
    array([0, 1, 0, 1, 0, 1, 0, 1])
    """
    from sklearn.cluster import KMeans  # slow to import, and only this needs it
    from sklearn.mixture import GaussianMixture

    n_groups = whole_number("n_groups", n_groups)
    voices = _voices(sequences, digits)
    if len(voices) < n_groups:
        raise ValueError(f"there are {len(voices)} recordings, expected {n_groups} or more")
    starts = KMeans(n_groups, n_init=10, random_state=seed).fit(voices).cluster_centers_
    mixture = GaussianMixture(
        n_groups, covariance_type="tied", means_init=starts, random_state=seed
    )
    found = mixture.fit_predict(voices)
    _, first, places = np.unique(found, return_index=True, return_inverse=True)
    return first.argsort().argsort()[places]


def _voices(sequences, digits):
    """Return a row for each recording: mean and spread of it, relative to those of its digit."""
    if not isinstance(sequences, Sequence | np.ndarray):
        raise TypeError(f"sequences is {type(sequences).__name__}, expected a list of arrays")
    digits = np.asarray(digits)
    if digits.shape != (len(sequences),):
        raise ValueError(
            f"digits has shape {digits.shape}, expected ({len(sequences)},): one a recording"
        )
    rows = []
    for k, frames in enumerate(sequences):
        frames = finite_array(f"sequences[{k}]", frames, ("frames", "coefficients"))
        if len(frames) == 0:
            raise ValueError(f"sequences[{k}] has 0 frames, expected 1 or more")
        rows.append(np.concatenate([frames.mean(axis=0), frames.std(axis=0)]))
    rows = np.array(rows, dtype=float)  # (recordings, 2·coefficients)
    for digit in np.unique(digits):
        rows[digits == digit] -= rows[digits == digit].mean(axis=0)
    spread = rows.std(axis=0)
    return rows / np.where(spread > 0, spread, 1)
