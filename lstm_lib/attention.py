"""Attention in NumPy: scores, softmax weights and context, with the axes of Keras' layers.

A query asks, keys are compared with it, and values are averaged: each query gets one context,
which is the sum of all values by weights that add up to 1. Batch comes first, then steps, then
dim, the size of one query, key or value, so that each function is a part of what
``keras.layers.Attention`` or ``keras.layers.AdditiveAttention`` computes.
"""

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers, real_number


def dot_scores(queries, keys):
    """Return how well each query fits each key: their dot product.

    The score "dot" of Luong, Pham and Manning (2015).

    Parameters
    ----------
    queries : array_like of shape (batch, query steps, dim)
        What asks, such as a decoder's hidden states.
    keys : array_like of shape (batch, key steps, dim)
        What is compared with it, such as an encoder's hidden states.

    Returns
    -------
    ndarray of shape (batch, query steps, key steps)
        One score for each pair.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit, or an array holds NaN or infinity.

    Examples
    --------
    >>> dot_scores([[[1.0, 2.0]]], [[[3.0, 0.0], [0.0, 4.0]]])
    array([[[3., 8.]]])
    """
    queries, keys = _queries_and_keys(queries, keys)
    return queries @ keys.swapaxes(1, 2)


def scaled_dot_scores(queries, keys, scale=None):
    """Return the dot product of each query and each key, times one number.

    Vaswani et al. (2017) divide by the root of dim, since dot products grow with it, and large
    scores leave softmax without a gradient. Keras' ``Attention(use_scale=True)`` learns the
    number, from 1 on.

    Parameters
    ----------
    queries : array_like of shape (batch, query steps, dim)
        What asks.
    keys : array_like of shape (batch, key steps, dim)
        What is compared with it.
    scale : float, optional
        What the dot products are multiplied by; ``1 / sqrt(dim)`` when left out.

    Returns
    -------
    ndarray of shape (batch, query steps, key steps)
        One score for each pair.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or ``scale`` is not a number.
    ValueError
        If the shapes do not fit, or an argument is NaN or infinite or holds such values.

    Examples
    --------
    The dot product of four ones with four ones is 4, and the root of four is 2.

    >>> scaled_dot_scores(np.ones((1, 1, 4)), np.ones((1, 1, 4)))
    array([[[2.]]])
    """
    queries, keys = _queries_and_keys(queries, keys)
    return dot_scores(queries, keys) * _dot_scale(scale, queries)


def additive_scores(queries, keys, scale):
    """Return how well each query fits each key: the weighted sum of ``tanh(query + key)``.

    Bahdanau, Cho and Bengio (2015) multiply queries and keys by a weight matrix each before they
    are added, and write v for ``scale``. Here, as in Keras' ``AdditiveAttention``, queries and
    keys come multiplied: in Keras, by a dense layer each.

    Parameters
    ----------
    queries : array_like of shape (batch, query steps, dim)
        What asks, multiplied by its weight matrix.
    keys : array_like of shape (batch, key steps, dim)
        What is compared with it, multiplied by its weight matrix.
    scale : array_like of shape (dim,), or 1
        The weight of each entry in the sum.

    Returns
    -------
    ndarray of shape (batch, query steps, key steps)
        One score for each pair.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit, or an array holds NaN or infinity.

    Examples
    --------
    Far from zero tanh is 1 or -1, so the score adds up the weights with these signs.

    >>> additive_scores([[[90.0, 0.0]]], [[[0.0, 90.0], [0.0, -90.0]]], [2.0, 3.0])
    array([[[ 5., -1.]]])
    """
    queries, keys = _queries_and_keys(queries, keys)
    scale = _additive_scale(scale, queries, keys)
    # (batch, query steps, key steps, dim): every query meets every key
    return np.tanh(queries[:, :, np.newaxis] + keys[:, np.newaxis]) @ scale


def attention_weights(scores, mask=None):
    """Return the softmax of scores over the key steps, leaving out those that are masked.

    Parameters
    ----------
    scores : array_like of shape (batch, query steps, key steps)
        How well each query fits each key.
    mask : array_like of bool, optional
        False where a key is to get no weight, such as padding: of shape (batch, key steps) for all
        queries alike, or (batch, query steps, key steps). When left out, no key is masked.

    Returns
    -------
    ndarray of shape (batch, query steps, key steps)
        From 0 to 1, exactly 0 where masked; each row adds up to 1.

    Raises
    ------
    TypeError
        If ``scores`` does not hold real numbers, or the mask truth values.
    ValueError
        If a shape does not fit, ``scores`` holds NaN or infinity, or a row has no key that is not
        masked, since nothing could get its weight.

    Examples
    --------
    Equal scores share the weight.

    >>> attention_weights([[[7.0, 7.0, 7.0]]], mask=[[True, True, False]])
    array([[[0.5, 0.5, 0. ]]])
    """
    scores = finite_array("scores", scores, ("batch", "query steps", "key steps"))
    if scores.shape[2] == 0:
        raise ValueError("scores has 0 key steps, expected 1 or more")
    if mask is not None:
        scores = np.where(_key_mask(mask, scores.shape), scores, -np.inf)

    # Softmax stays the same when every score of a row loses the same number; the largest is taken
    # off, so that exp never overflows and the sum is 1 or more.
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def context(weights, values):
    """Return the sum of the values by weights, one for each query.

    Parameters
    ----------
    weights : array_like of shape (batch, query steps, key steps)
        What `attention_weights` returns.
    values : array_like of shape (batch, key steps, dim)
        What is added up: often the keys themselves.

    Returns
    -------
    ndarray of shape (batch, query steps, dim)
        One context for each query.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If the shapes do not fit, or an array holds NaN or infinity.

    Examples
    --------
    >>> context([[[0.5, 0.5]]], [[[2.0, 0.0], [4.0, 8.0]]])
    array([[[3., 4.]]])
    """
    weights = finite_array("weights", weights, ("batch", "query steps", "key steps"))
    values = finite_array("values", values, ("batch", "key steps", "dim"))
    if values.shape[:2] != weights.shape[::2]:
        raise ValueError(
            f"values has shape {values.shape}, expected (batch, key steps) = {weights.shape[::2]} "
            "as weights has"
        )
    return weights @ values


def _queries_and_keys(queries, keys):
    """Return queries and keys as arrays that fit each other."""
    queries = finite_array("queries", queries, ("batch", "query steps", "dim"))
    keys = finite_array("keys", keys, ("batch", "key steps", "dim"))
    if len(keys) != len(queries):
        raise ValueError(f"keys has a batch of {len(keys)} but queries expects {len(queries)}")
    if keys.shape[2] != queries.shape[2]:
        raise ValueError(f"keys has dim {keys.shape[2]} but queries expects {queries.shape[2]}")
    if queries.shape[2] == 0:
        raise ValueError("queries has dim 0, expected 1 or more")
    return queries, keys


def _dot_scale(scale, queries):
    """Return what dot products are multiplied by."""
    # As a number of Python, which leaves float32 what it is.
    return queries.shape[2] ** -0.5 if scale is None else real_number("scale", scale)


def _additive_scale(scale, queries, keys):
    """Return the weights of a sum over dim."""
    dim = queries.shape[2]
    scale = finite_numbers("scale", scale)
    if scale.ndim == 0:
        # One number for all, which leaves float32 what it is.
        return np.full(dim, scale, np.result_type(queries, keys, np.float32))
    if scale.shape != (dim,):
        raise ValueError(f"scale has shape {scale.shape}, expected (dim,) = {(dim,)}, or 1")
    return scale


def _key_mask(mask, shape):
    """Return a mask as truth values that fit scores of a shape, with 1 or more keys in each row."""
    try:
        mask = np.asarray(mask)
    except ValueError:
        raise ValueError(
            "mask has rows of different lengths, expected rows of one length"
        ) from None
    if mask.dtype != np.bool_:
        raise TypeError(f"mask holds {mask.dtype} values, expected True or False")
    if mask.shape not in (shape[::2], shape):
        raise ValueError(
            f"mask has shape {mask.shape}, expected (batch, key steps) = {shape[::2]} "
            f"or (batch, query steps, key steps) = {shape}"
        )
    empty = ~mask.any(axis=-1)
    if empty.any():
        row = ", ".join(str(place) for place in np.argwhere(empty)[0])
        raise ValueError(
            f"mask has {np.count_nonzero(empty)} rows without a True, the first at [{row}], "
            "expected 1 or more in each: take out sequences of padding alone"
        )
    return mask if mask.ndim == 3 else mask[:, np.newaxis]
