"""Gradients of states by lag: what the chapter on gradients and its experiment measure with.

The chapter shows none of it: its exercise asks for these functions.
"""

import numpy as np


def gradient_norms(gradients):
    """Return the mean length of a state's gradient at lag 0, 1, 2 …, lag 0 being the last step.

    Parameters
    ----------
    gradients : ndarray of shape (batch, steps, units)
        Gradients of a state at every step.

    Returns
    -------
    ndarray of shape (steps,)
        Euclidean along the units, then the mean over the batch.

    Examples
    --------
    >>> gradient_norms(np.array([[[3.0, 4.0], [1.0, 0.0]]]))
    array([1., 5.])
    """
    return np.linalg.norm(gradients, axis=2).mean(axis=0)[::-1]


def direct_path(f):
    """Return the share of c_t that the highway alone hands on to the last step.

    Parameters
    ----------
    f : ndarray of shape (batch, steps, units)
        The forget gate at every step.

    Returns
    -------
    ndarray of shape (batch, steps, units)
        The product of all later forget gates; 1 at the last step.

    Examples
    --------
    >>> direct_path(np.array([[[0.9], [0.5], [0.5]]]))[0, :, 0]
    array([0.25, 0.5 , 1.  ])
    """
    later = np.concatenate([f[:, 1:], np.ones_like(f[:, :1])], axis=1)
    return np.cumprod(later[:, ::-1], axis=1)[:, ::-1]
