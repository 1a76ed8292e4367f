"""Sequences of different lengths in one array: turned around, each within its own length."""

import numpy as np

from lstm_lib.arguments import finite_array, real_array


def reverse_within_lengths(inputs, lengths):
    """Turn each sequence around within its own length; padding stays where it is.

    Parameters
    ----------
    inputs : array_like of shape (batch, steps, features)
        Sequences with their padding, if any, at the end.
    lengths : array_like of int of shape (batch,)
        The number of steps of each sequence without its padding.

    Returns
    -------
    ndarray of shape (batch, steps, features)
        A copy. To turn it around once more gives ``inputs`` back.

    Raises
    ------
    TypeError
        If ``inputs`` does not hold real numbers, or ``lengths`` whole ones.
    ValueError
        If a shape does not fit, ``inputs`` holds NaN or infinity, or a length is negative or
        beyond the number of steps.

    Examples
    --------
    >>> inputs = np.array([[[1], [2], [3], [0]]])
    >>> reverse_within_lengths(inputs, [3])[0, :, 0]
    array([3, 2, 1, 0])
    """
    inputs = finite_array("inputs", inputs, ("batch", "steps", "features"))
    batch, steps, _ = inputs.shape
    lengths = _lengths(lengths, batch, steps)

    t = np.arange(steps)  # (steps,)
    last = lengths[:, np.newaxis] - 1  # (batch, 1)
    source = np.where(t <= last, last - t, t)  # (batch, steps)
    return np.take_along_axis(inputs, source[:, :, np.newaxis], axis=1)


def _lengths(lengths, batch, steps):
    """Return lengths as whole numbers, one for each sequence, none beyond the last step."""
    lengths = real_array("lengths", lengths)
    if lengths.dtype.kind not in "iu":
        raise TypeError(f"lengths holds {lengths.dtype} values, expected whole numbers")
    if lengths.shape != (batch,):
        raise ValueError(f"lengths has shape {lengths.shape}, expected (batch,) = {(batch,)}")
    beyond = lengths[(lengths < 0) | (lengths > steps)]
    if beyond.size:
        raise ValueError(f"lengths holds {beyond[0]}, expected 0 to {steps}, the number of steps")
    return lengths.astype(np.intp)  # unsigned numbers would wrap around below zero
