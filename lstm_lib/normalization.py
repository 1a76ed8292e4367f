"""Normalization in NumPy, as Keras computes it: over a layer's values, or over a batch.

Both subtract a mean and divide by the root of a variance. They differ in which values share them.
Layer normalization (Ba, Kiros and Hinton, 2016) takes them over the features of one sequence at
one step, so nothing else has an influence. Batch normalization (Ioffe and Szegedy, 2015) takes
them for each feature over everything else: all sequences of a batch, and all their steps. For use
it keeps running averages, because an answer may not depend on what else is asked.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers, real_number, step_mask, whole_number

# Keras adds this to the number of unmasked steps, so that a batch without any divides by no zero.
COUNT_EPSILON = 1e-7


class Moments(NamedTuple):
    """Mean and variance of each feature, both of shape (features,)."""

    mean: np.ndarray
    variance: np.ndarray


def layer_norm(x, gain=None, offset=None, axis=-1, epsilon=1e-3):
    """Normalize values over their own axes, such as the features of each step: layer normalization.

    Ba, Kiros and Hinton (2016), equations 3 and 4. The small number under the root is not in the
    paper; its default is that of Keras.

    Parameters
    ----------
    x : array_like
        Of any shape, such as (batch, steps, features).
    gain : array_like of the shape of the normalized axes, optional
        What the normalized values are multiplied by, Keras' ``gamma``; 1 when left out.
    offset : array_like of the same shape, optional
        What is added at last, Keras' ``beta``; 0 when left out.
    axis : int or tuple of int
        Over which axes mean and variance are taken.
    epsilon : float
        Added to the variance, at least 0.

    Returns
    -------
    ndarray of the shape of ``x``
        The normalized values.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, an axis is not a whole number or ``epsilon`` not
        a number.
    ValueError
        If an array holds NaN or infinity; if ``x`` has no such axis, or an axis is named twice; if
        gain or offset have another shape; or if ``epsilon`` is below 0.

    Examples
    --------
    Each row for itself: the mean is subtracted, and the rest divided by its standard deviation.

    >>> layer_norm([[1.0, 3.0], [10.0, 50.0]], epsilon=0.0)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    x, epsilon = finite_numbers("x", x), _epsilon(epsilon)
    axes = _axes(axis, x.ndim)
    sizes = tuple(size if k in axes else 1 for k, size in enumerate(x.shape))
    expected = tuple(x.shape[k] for k in axes)
    if 0 in expected:
        raise ValueError(f"x has shape {x.shape}, expected 1 value or more along axis {axis}")
    gain = _scale("gain", gain, 1, expected, x.dtype).reshape(sizes)
    offset = _scale("offset", offset, 0, expected, x.dtype).reshape(sizes)

    mean = x.mean(axis=axes, keepdims=True)
    variance = x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(variance + epsilon) * gain + offset


def batch_moments(x, mask=None):
    """Return the mean and the variance of each feature over everything else.

    Parameters
    ----------
    x : array_like of shape (batch, features) or (batch, steps, features)
        What a layer would normalize in training.
    mask : array_like of bool of shape (batch, steps), optional
        False where a step is filler and must not count. When left out, every step counts.

    Returns
    -------
    Moments
        Mean and variance. With a mask both are sums divided by the number of unmasked steps plus
        1e-7, as in Keras: for a batch without any such step they are zero.

    Raises
    ------
    TypeError
        If ``x`` does not hold real numbers, or the mask not truth values.
    ValueError
        If a shape does not fit, ``x`` holds no values, or NaN or infinity.

    Examples
    --------
    Two sequences, the second with a step of filler. It pulls the mean from 6 to 4.5.

    >>> x = [[[6.0], [4.0]], [[8.0], [0.0]]]
    >>> batch_moments(x).mean
    array([4.5])
    >>> batch_moments(x, mask=[[True, True], [True, False]]).mean.round(6)
    array([6.])
    """
    x = _features_last(x)
    if x.size == 0:
        raise ValueError(f"x has shape {x.shape}, expected 1 value or more")
    others = tuple(range(x.ndim - 1))
    if mask is None:
        return Moments(x.mean(axis=others), x.var(axis=others))
    if x.ndim != 3:
        raise ValueError(
            f"x has shape {x.shape}, expected (batch, steps, features) to go with a mask"
        )
    counts = step_mask(mask, x.shape[:2])[:, :, np.newaxis]  # (batch, steps, 1)
    n = counts.sum(dtype=x.dtype) + COUNT_EPSILON
    mean = np.where(counts, x, 0).sum(axis=others) / n
    variance = np.where(counts, (x - mean) ** 2, 0).sum(axis=others) / n
    return Moments(mean, variance)


def batch_norm(x, moments, gain=None, offset=None, epsilon=1e-3):
    """Normalize each feature with the moments given: batch normalization.

    Ioffe and Szegedy (2015), algorithm 1. In training the moments are the batch's own,
    ``batch_moments(x)``; in use they are the running ones. With a batch of one row of features
    every value is its own mean: in training the result is the offset, whatever came in, and no
    gradient reaches ``x``. Filler is normalized like everything else; it only must not count.

    Parameters
    ----------
    x : array_like of shape (batch, features) or (batch, steps, features)
        The values.
    moments : Moments, or pair of array_like of shape (features,)
        Mean and variance.
    gain : array_like of shape (features,), optional
        What the normalized values are multiplied by, Keras' ``gamma``; 1 when left out.
    offset : array_like of shape (features,), optional
        What is added at last, Keras' ``beta``; 0 when left out.
    epsilon : float
        Added to the variance, at least 0.

    Returns
    -------
    ndarray of the shape of ``x``
        The normalized values.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, ``moments`` is no pair or ``epsilon`` no number.
    ValueError
        If a shape does not fit, an array holds NaN or infinity, a variance or ``epsilon`` is
        below 0.

    Examples
    --------
    Each column for itself. A batch of one row becomes zero.

    >>> x = np.array([[1.0, 10.0], [3.0, 50.0]])
    >>> batch_norm(x, batch_moments(x), epsilon=0.0)
    array([[-1., -1.],
           [ 1.,  1.]])
    >>> batch_norm(x[:1], batch_moments(x[:1]))
    array([[0., 0.]])
    """
    x, epsilon = _features_last(x), _epsilon(epsilon)
    mean, variance = _moments("moments", moments)
    if len(mean) != x.shape[-1]:
        raise ValueError(f"moments have {len(mean)} features but x has {x.shape[-1]}, expected one")
    gain = _scale("gain", gain, 1, mean.shape, x.dtype)
    offset = _scale("offset", offset, 0, mean.shape, x.dtype)

    return (x - mean) / np.sqrt(variance + epsilon) * gain + offset


def updated_moments(running, batch, momentum=0.99):
    """Return the running moments after one more batch.

    Keras' ``moving_mean`` and ``moving_variance``, which begin at 0 and 1. A step toward the
    batch's moments: with the default momentum of 0.99 it takes some 100 batches to get there.

    Parameters
    ----------
    running : Moments, or pair of array_like of shape (features,)
        The running mean and variance so far.
    batch : Moments, or pair of array_like of shape (features,)
        What `batch_moments` returned for this batch.
    momentum : float
        Share of the old value, from 0 to 1.

    Returns
    -------
    Moments
        The new running mean and variance.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, a pair is none, or ``momentum`` is not a number.
    ValueError
        If a shape does not fit, an array holds NaN or infinity, a variance is below 0, or
        ``momentum`` is not from 0 to 1.

    Examples
    --------
    >>> mean, variance = updated_moments(([0.0], [1.0]), ([8.0], [5.0]), momentum=0.75)
    >>> mean, variance
    (array([2.]), array([2.]))
    """
    running, batch = _moments("running", running), _moments("batch", batch)
    if len(batch.mean) != len(running.mean):
        raise ValueError(f"batch has {len(batch.mean)} features, expected {len(running.mean)}")
    momentum = real_number("momentum", momentum)
    if not 0 <= momentum <= 1:
        raise ValueError(f"momentum is {momentum}, expected a number from 0 to 1")
    return Moments(
        momentum * running.mean + (1 - momentum) * batch.mean,
        momentum * running.variance + (1 - momentum) * batch.variance,
    )


def _features_last(x):
    """Return values whose last axis is that of the features, as floating-point numbers."""
    x = finite_numbers("x", x)
    if x.ndim not in (2, 3):
        raise ValueError(
            f"x has shape {x.shape}, expected (batch, features) or (batch, steps, features)"
        )
    return x if x.dtype.kind == "f" else x.astype(float)


def _moments(name, pair):
    """Return a pair of mean and variance as arrays of one shape."""
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise TypeError(f"{name} is {type(pair).__name__}, expected a pair: mean, variance")
    mean = finite_array(f"mean of {name}", pair[0], ("features",))
    variance = finite_array(f"variance of {name}", pair[1], ("features",))
    if mean.shape != variance.shape:
        raise ValueError(
            f"variance of {name} has shape {variance.shape}, expected {mean.shape}, the mean's"
        )
    if np.any(variance < 0):
        raise ValueError(f"variance of {name} has values below 0, expected none")
    return Moments(mean, variance)


def _scale(name, value, default, shape, dtype):
    """Return a gain or an offset as an array; the default where it is left out."""
    if value is None:
        return np.full(shape, default, dtype if np.dtype(dtype).kind == "f" else float)
    array = finite_numbers(name, value)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, expected {shape}")
    return array


def _axes(axis, n_axes):
    """Return axes as a sorted tuple of numbers from 0."""
    axes = axis if isinstance(axis, tuple | list) else (axis,)
    axes = [whole_number("axis", each, least=-n_axes) for each in axes]
    if not axes or any(each >= n_axes for each in axes):
        raise ValueError(f"axis is {axis}, expected axes of the {n_axes} that x has")
    axes = [each % n_axes for each in axes]
    if len(set(axes)) != len(axes):
        raise ValueError(f"axis is {axis}, expected each axis once")
    return tuple(sorted(axes))


def _epsilon(epsilon):
    """Return what is added to a variance as a float."""
    epsilon = real_number("epsilon", epsilon)
    if epsilon < 0:
        raise ValueError(f"epsilon is {epsilon}, expected 0 or more")
    return epsilon
