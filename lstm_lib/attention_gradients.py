"""The backward pass of attention in NumPy: the chain rule through each function of `attention`.

Joined in the order context, weights, scores, they lead from a context's gradient to those of
queries, keys and values. Where keys and values are the same array, its two gradients add up.
"""

import numpy as np

from lstm_lib import attention
from lstm_lib.arguments import finite_array


def context_backward(d_context, weights, values):
    """Return a loss's gradient for the weights and the values of a context.

    Parameters
    ----------
    d_context : array_like of shape (batch, query steps, dim)
        The loss's gradient for what `lstm_lib.attention.context` returned.
    weights : array_like of shape (batch, query steps, key steps)
        The weights that it was given.
    values : array_like of shape (batch, key steps, dim)
        The values that it was given.

    Returns
    -------
    d_weights : ndarray of shape (batch, query steps, key steps)
        The gradient for each weight.
    d_values : ndarray of shape (batch, key steps, dim)
        The gradient for each value, summed over the queries.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit, or an array holds NaN or infinity.

    Examples
    --------
    A value is blamed by its share of the context.

    >>> _, d_values = context_backward([[[8.0]]], [[[0.25, 0.75]]], np.zeros((1, 2, 1)))
    >>> d_values[0, :, 0]
    array([2., 6.])
    """
    expected = attention.context(weights, values)
    weights, values = np.asarray(weights), np.asarray(values)
    axes = ("batch", "query steps", "dim")
    d_context = _shaped("d_context", d_context, axes, expected.shape)

    d_weights = d_context @ values.swapaxes(1, 2)
    d_values = weights.swapaxes(1, 2) @ d_context
    return d_weights, d_values


def attention_weights_backward(d_weights, weights):
    """Return a loss's gradient for the scores, through softmax.

    The weights of a row add up to 1, so a score that lifts its own weight lowers all others.

    Parameters
    ----------
    d_weights : array_like of shape (batch, query steps, key steps)
        The loss's gradient for each weight.
    weights : array_like of shape (batch, query steps, key steps)
        What `lstm_lib.attention.attention_weights` returned.

    Returns
    -------
    ndarray of shape (batch, query steps, key steps)
        The gradient for each score; 0 where masked.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes differ, or an array holds NaN or infinity.

    Examples
    --------
    What all weights are blamed for alike, no score can change.

    >>> attention_weights_backward([[[3.0, 3.0]]], [[[0.5, 0.5]]])
    array([[[0., 0.]]])
    >>> attention_weights_backward([[[4.0, 0.0]]], [[[0.5, 0.5]]])
    array([[[ 1., -1.]]])
    """
    axes = ("batch", "query steps", "key steps")
    weights = finite_array("weights", weights, axes)
    d_weights = _shaped("d_weights", d_weights, axes, weights.shape)

    mean = (weights * d_weights).sum(axis=-1, keepdims=True)  # (batch, query steps, 1)
    return weights * (d_weights - mean)


def dot_scores_backward(d_scores, queries, keys):
    """Return a loss's gradient for queries and keys, through their dot products.

    Parameters
    ----------
    d_scores : array_like of shape (batch, query steps, key steps)
        The loss's gradient for what `lstm_lib.attention.dot_scores` returned.
    queries : array_like of shape (batch, query steps, dim)
        The queries that it was given.
    keys : array_like of shape (batch, key steps, dim)
        The keys that it was given.

    Returns
    -------
    d_queries : ndarray of shape (batch, query steps, dim)
        The gradient for each query, summed over the keys.
    d_keys : ndarray of shape (batch, key steps, dim)
        The gradient for each key, summed over the queries.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit, or an array holds NaN or infinity.

    Examples
    --------
    >>> dot_scores_backward([[[2.0]]], [[[5.0]]], [[[7.0]]])
    (array([[[14.]]]), array([[[10.]]]))
    """
    queries, keys = attention._queries_and_keys(queries, keys)
    d_scores = _for_scores(d_scores, queries, keys)

    d_queries = d_scores @ keys
    d_keys = d_scores.swapaxes(1, 2) @ queries
    return d_queries, d_keys


def scaled_dot_scores_backward(d_scores, queries, keys, scale=None):
    """Return a loss's gradient for queries, keys and scale, through scaled dot products.

    Parameters
    ----------
    d_scores : array_like of shape (batch, query steps, key steps)
        The loss's gradient for what `lstm_lib.attention.scaled_dot_scores` returned.
    queries : array_like of shape (batch, query steps, dim)
        The queries that it was given.
    keys : array_like of shape (batch, key steps, dim)
        The keys that it was given.
    scale : float, optional
        The scale that it was given; ``1 / sqrt(dim)`` when left out.

    Returns
    -------
    d_queries : ndarray of shape (batch, query steps, dim)
        The gradient for each query, summed over the keys.
    d_keys : ndarray of shape (batch, key steps, dim)
        The gradient for each key, summed over the queries.
    d_scale : ndarray of shape ()
        The gradient for the scale, where it is learned.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``scale`` is not a number.
    ValueError
        If the shapes do not fit, or an argument is NaN or infinite or holds such values.

    Examples
    --------
    >>> scaled_dot_scores_backward([[[2.0]]], [[[5.0]]], [[[7.0]]], scale=3.0)
    (array([[[42.]]]), array([[[30.]]]), array(70.))
    """
    queries, keys = attention._queries_and_keys(queries, keys)
    d_scores = _for_scores(d_scores, queries, keys)
    scale = attention._dot_scale(scale, queries)

    d_queries, d_keys = dot_scores_backward(d_scores * scale, queries, keys)
    d_scale = (d_scores * attention.dot_scores(queries, keys)).sum()
    return d_queries, d_keys, np.asarray(d_scale)


def additive_scores_backward(d_scores, queries, keys, scale):
    """Return a loss's gradient for queries, keys and scale, through additive scores.

    Parameters
    ----------
    d_scores : array_like of shape (batch, query steps, key steps)
        The loss's gradient for what `lstm_lib.attention.additive_scores` returned.
    queries : array_like of shape (batch, query steps, dim)
        The queries that it was given.
    keys : array_like of shape (batch, key steps, dim)
        The keys that it was given.
    scale : array_like of shape (dim,), or 1
        The scale that it was given.

    Returns
    -------
    d_queries : ndarray of shape (batch, query steps, dim)
        The gradient for each query, summed over the keys.
    d_keys : ndarray of shape (batch, key steps, dim)
        The gradient for each key, summed over the queries.
    d_scale : ndarray of shape (dim,)
        The gradient for each entry of the scale.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit, or an array holds NaN or infinity.

    Examples
    --------
    At zero the slope of tanh is 1, and far from zero it is 0.

    >>> keys = [[[0.0], [90.0]]]
    >>> additive_scores_backward([[[2.0, 2.0]]], [[[0.0]]], keys, [3.0])[1][0, :, 0]
    array([6., 0.])
    """
    queries, keys = attention._queries_and_keys(queries, keys)
    d_scores = _for_scores(d_scores, queries, keys)[..., np.newaxis]
    scale = attention._additive_scale(scale, queries, keys)

    # (batch, query steps, key steps, dim), as for the scores
    a = np.tanh(queries[:, :, np.newaxis] + keys[:, np.newaxis])
    dz = d_scores * scale * (1 - a**2)  # tanh' = 1 - tanh²
    return dz.sum(axis=2), dz.sum(axis=1), (d_scores * a).sum(axis=(0, 1, 2))


def _for_scores(d_scores, queries, keys):
    """Return the gradient for scores as an array of their shape."""
    shape = *queries.shape[:2], keys.shape[1]
    return _shaped("d_scores", d_scores, ("batch", "query steps", "key steps"), shape)


def _shaped(name, value, axes, shape):
    """Return a gradient as an array of the shape of what it belongs to."""
    array = finite_array(name, value, axes)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, expected ({', '.join(axes)}) = {shape}")
    return array
