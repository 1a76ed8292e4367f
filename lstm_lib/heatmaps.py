"""Figures whose cells are shaded by a value: arrays in, Figure out, readable without color.

Nothing is computed here. In gray as in color, a larger value is darker on the map of attention
weights and lighter on that of hidden states; a bar beside each says which shade is which value.
"""

import numpy as np

from lstm_lib import plots
from lstm_lib.arguments import finite_array


def plot_alignment(weights, query_words, key_words):
    """Draw the attention weights of one sequence as an alignment of two texts.

    Parameters
    ----------
    weights : array_like of shape (query steps, key steps)
        From 0 to 1: a row for each query, such as ``weights[0]`` of what
        `lstm_lib.attention.attention_weights` returns.
    query_words : list of str
        What each query stands for, such as the words that were written; from top to bottom.
    key_words : list of str
        What each key stands for, such as the words that were read; from left to right.

    Returns
    -------
    matplotlib.figure.Figure
        One panel: the darker a cell, the more its query attends to its key.

    Raises
    ------
    TypeError
        If ``weights`` does not hold real numbers, or the words are not a list of str.
    ValueError
        If a weight is NaN, below 0 or above 1, there are no weights, or there are more or fewer
        words than steps.

    Examples
    --------
    >>> figure = plot_alignment([[0.9, 0.1], [0.2, 0.8]], ["trois", "cents"], ["three", "hundred"])
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['trois', 'cents']
    """
    weights = _cells("weights", weights, ("query steps", "key steps"), 0, 1)
    query_words = _words("query_words", query_words, weights.shape[0])
    key_words = _words("key_words", key_words, weights.shape[1])
    figure, (ax,) = plots._figure(1, height=1.6 + 0.3 * len(query_words))
    mesh = _shade(ax, weights, "Blues", 0, 1)
    ax.set_xticks(np.arange(len(key_words)) + 0.5, key_words, rotation=45, ha="left")
    ax.set_yticks(np.arange(len(query_words)) + 0.5, query_words)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xlabel("read")
    ax.set_ylabel("written")
    figure.colorbar(mesh, label="attention weight")
    return figure


def plot_directions(forward, backward, words=None):
    """Draw the hidden states of two runs along one sequence, one run above the other.

    Parameters
    ----------
    forward, backward : array_like of shape (steps, units)
        From -1 to 1: the hidden states of the run that reads forward and of the one that reads
        backward, both in the order of the inputs, such as ``h[0]`` of what
        `lstm_lib.bidirectional.bidirectional_forward` returns with ``merge_mode=None``.
    words : list of str, optional
        What stands at each step; steps are counted from 1 when left out.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels with one row for each unit: the lighter a cell, the larger the hidden state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, or the words are not a list of str.
    ValueError
        If a value is NaN, below -1 or above 1, there are none, the runs differ in steps, or there
        are more or fewer words than steps.

    Examples
    --------
    >>> figure = plot_directions(np.zeros((3, 2)), np.zeros((3, 2)), list("abc"))
    >>> [label.get_text() for label in figure.axes[1].get_xticklabels()]
    ['a', 'b', 'c']
    """
    forward = _cells("forward", forward, ("steps", "units"), -1, 1)
    backward = _cells("backward", backward, ("steps", "units"), -1, 1)
    steps = len(forward)
    if len(backward) != steps:
        raise ValueError(f"backward has {len(backward)} steps, expected {steps} as forward has")
    if words is None:
        words = [str(t) for t in range(1, steps + 1)]
    words = _words("words", words, steps)
    figure, axes = plots._figure(2, height=5)
    titles = "forward run: reads from left to right", "backward run: reads from right to left"
    for ax, h, title in zip(axes, (forward, backward), titles, strict=True):
        mesh = _shade(ax, h.T, "cividis", -1, 1)
        ax.set_title(title, loc="left", fontsize="medium")
        ax.set_yticks([])
        ax.set_ylabel("units")
    axes[-1].set_xticks(np.arange(steps) + 0.5, words)
    axes[-1].set_xlabel("step")
    figure.colorbar(mesh, ax=list(axes), label="hidden state")
    return figure


def _shade(ax, cells, colors, least, most):
    """Shade a panel's cells, the first row at the top, and return what a bar explains."""
    # Cells as shapes, which stay sharp in an SVG; a picture would be blurred when enlarged.
    mesh = ax.pcolormesh(
        cells, cmap=colors, vmin=least, vmax=most, edgecolors="white", linewidth=0.5
    )
    ax.invert_yaxis()
    return mesh


def _cells(name, value, axes, least, most):
    """Return an array with one or more cells, all within the limits."""
    array = finite_array(name, value, axes)
    if array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}, expected 1 or more of both")
    # Rounding may carry a sum of weights past its limit.
    outside = (array < least - 1e-6) | (array > most + 1e-6)
    if outside.any():
        raise ValueError(
            f"{name} holds {array[outside][0]}, expected values from {least} to {most}"
        )
    return array


def _words(name, words, n_steps):
    """Return one word for each step."""
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise TypeError(f"{name} is {words!r}, expected a list of str")
    if len(words) != n_steps:
        raise ValueError(f"{name} has {len(words)} words, expected {n_steps}, one for each step")
    return words
