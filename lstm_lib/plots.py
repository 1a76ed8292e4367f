"""Figures of the sine chapters: arrays in, Figure out, readable without color.

Nothing is computed here. Each figure is closed in pyplot before it is returned, so that a
notebook shows it once and no state stays behind.
"""

from collections.abc import Mapping

import numpy as np

from lstm_lib.arguments import finite_array, whole_number

# Dark enough on white; in gray, dashes and markers alone tell them apart.
_LINES = (
    {"color": "#1b3a6b", "linestyle": "-"},
    {"color": "#b3420f", "linestyle": "--"},
    {"color": "#2f6b2f", "linestyle": "-."},
    {"color": "#5b2a6e", "linestyle": ":"},
    {"color": "#6b5200", "linestyle": "-", "marker": "o", "markersize": 4, "markevery": 0.08},
)


def plot_gates(trajectory, inputs=None, sample=0, unit=0):
    """Draw one unit's gates and states along one sequence.

    Parameters
    ----------
    trajectory : lstm_lib.sequence.Trajectory
        With its gates, as `lstm_lib.sequence.lstm_forward` returns it.
    inputs : array_like of shape (batch, steps, 1), optional
        What the LSTM read, drawn in a panel at the top.
    sample : int
        Which sequence of the batch.
    unit : int
        Which unit.

    Returns
    -------
    matplotlib.figure.Figure
        The input if given, the three gates, then candidate, cell state and hidden state.

    Raises
    ------
    TypeError
        If an array does not hold real numbers, an index is not a whole number, or the trajectory
        has no gates.
    ValueError
        If a shape does not fit, a value is NaN or infinite, or an index is out of range.

    Examples
    --------
    >>> from lstm_lib.sequence import lstm_forward
    >>> inputs, W, U, b = np.ones((1, 3, 1)), np.zeros((1, 4)), np.zeros((1, 4)), np.zeros(4)
    >>> figure = plot_gates(lstm_forward(inputs, W, U, b), inputs)
    >>> len(figure.axes)
    3
    """
    if getattr(trajectory, "i", None) is None:
        raise TypeError("the trajectory has no gates, expected that of lstm_forward without step=")
    values = {
        key: finite_array(key, value, ("batch", "steps", "units"))
        for key, value in trajectory._asdict().items()
    }
    batch, steps, units = values["h"].shape
    sample = _index("sample", sample, batch)
    unit = _index("unit", unit, units)
    panels = [
        ("gate", {"input gate i": "i", "forget gate f": "f", "output gate o": "o"}),
        ("state", {"candidate g": "g", "cell state c": "c", "hidden state h": "h"}),
    ]
    rows = len(panels) + (inputs is not None)
    figure, axes = _figure(rows, height=1.9 * rows)
    times = np.arange(1, steps + 1)
    if inputs is not None:
        inputs = finite_array("inputs", inputs, ("batch", "steps", "1"))
        if inputs.shape != (batch, steps, 1):
            raise ValueError(f"inputs have shape {inputs.shape}, expected {batch, steps, 1}")
        axes[0].plot(times, inputs[sample, :, 0], label="input x", **_LINES[0])
        axes[0].set_ylabel("input")
    for ax, (label, lines) in zip(axes[-len(panels) :], panels, strict=True):
        for style, (name, key) in zip(_LINES, lines.items(), strict=False):
            ax.plot(times, values[key][sample, :, unit], label=name, **style)
        ax.set_ylabel(label)
    axes[-2].set_ylim(-0.05, 1.05)  # gates are shares: the same scale in every figure
    axes[-1].set_xlabel("step")
    return _finish(figure)


def plot_prediction(times, truth, prediction):
    """Draw predictions beside the true values.

    Parameters
    ----------
    times : array_like of shape (n_points,)
        Positions on the time axis.
    truth : array_like of shape (n_points,)
        The true values, in the unit that the figure is to show.
    prediction : array_like of shape (n_points,), or a mapping of names to such arrays
        The predictions, in the same unit; up to four of them.

    Returns
    -------
    matplotlib.figure.Figure
        One panel, the truth as a solid line.

    Raises
    ------
    TypeError
        If an array does not hold real numbers.
    ValueError
        If lengths differ, a value is NaN or infinite, or there are no or too many predictions.

    Examples
    --------
    >>> figure = plot_prediction([0, 1, 2], [1.0, 2.0, 3.0], {"persistence": [0.0, 1.0, 2.0]})
    >>> [line.get_label() for line in figure.axes[0].lines]
    ['truth', 'persistence']
    """
    predictions = prediction if isinstance(prediction, Mapping) else {"prediction": prediction}
    times = finite_array("times", times, ("n_points",))
    if len(times) == 0:
        raise ValueError("times has 0 points, expected 1 or more")
    figure, (ax,) = _figure(1)
    _draw_lines(ax, times, {"truth": truth, **predictions})
    ax.set_xlabel("time")
    ax.set_ylabel("value")
    return _finish(figure)


def plot_horizon_error(errors):
    """Draw how the error grows with the number of steps predicted ahead.

    Parameters
    ----------
    errors : mapping of names to array_like of shape (horizon,)
        Mean squared error one step ahead, two steps ahead and so on, scaled; up to five of them,
        all above zero.

    Returns
    -------
    matplotlib.figure.Figure
        One panel with a logarithmic error axis.

    Raises
    ------
    TypeError
        If ``errors`` is not a mapping or an array does not hold real numbers.
    ValueError
        If lengths differ, or a value is NaN, infinite, zero or negative.

    Examples
    --------
    >>> figure = plot_horizon_error({"LSTM": [1e-6, 1e-5], "persistence": [1e-3, 1e-2]})
    >>> figure.axes[0].get_xlabel()
    'steps ahead'
    """
    return _plot_errors("errors", errors, "steps ahead")


def plot_losses(losses):
    """Draw losses epoch by epoch.

    Parameters
    ----------
    losses : mapping of names to array_like of shape (epochs,)
        Mean squared errors, scaled, such as a Keras history's; up to five of them, all above
        zero.

    Returns
    -------
    matplotlib.figure.Figure
        One panel with a logarithmic loss axis.

    Raises
    ------
    TypeError
        If ``losses`` is not a mapping or an array does not hold real numbers.
    ValueError
        If lengths differ, or a value is NaN, infinite, zero or negative.

    Examples
    --------
    >>> figure = plot_losses({"training": [0.1, 0.01], "validation": [0.2, 0.03]})
    >>> figure.axes[0].get_yscale()
    'log'
    """
    return _plot_errors("losses", losses, "epoch")


def _plot_errors(argument, curves, xlabel):
    """Draw named curves of positive errors on a logarithmic axis, counted from one."""
    if not isinstance(curves, Mapping):
        raise TypeError(f"{argument} is {type(curves).__name__}, expected names with their arrays")
    for name, values in curves.items():
        if np.any(finite_array(name, values, ("n_points",)) <= 0):
            raise ValueError(f"{name} has values of zero or less, expected errors above zero")
    figure, (ax,) = _figure(1)
    n_points = len(next(iter(curves.values()))) if curves else 0
    _draw_lines(ax, np.arange(1, n_points + 1), curves)
    ax.set_yscale("log")
    ax.set_xlabel(xlabel)
    ax.set_ylabel("mean squared error (scaled)")
    return _finish(figure)


def _draw_lines(ax, times, curves):
    """Draw named curves of one length, each in a line style of its own."""
    if not 1 <= len(curves) <= len(_LINES):
        raise ValueError(f"got {len(curves)} curves, expected 1 to {len(_LINES)}")
    for style, (name, values) in zip(_LINES, curves.items(), strict=False):
        values = finite_array(name, values, ("n_points",))
        if len(values) != len(times):
            raise ValueError(f"{name} has {len(values)} values, expected {len(times)}")
        ax.plot(times, values, label=name, **style)


def _index(name, value, size):
    """Return ``value`` as an index below ``size``."""
    value = whole_number(name, value, least=0)
    if value >= size:
        raise ValueError(f"{name} is {value}, expected less than {size}")
    return value


def _figure(rows, height=3.2):
    """Return an empty figure with panels one above the other, already closed in pyplot."""
    from matplotlib import pyplot  # slow to import; pyplot, because it makes notebooks show figures

    figure, axes = pyplot.subplots(
        rows,
        sharex=True,
        squeeze=False,
        figsize=(7, height),
        layout="constrained",
        facecolor="white",
    )
    pyplot.close(figure)
    return figure, axes[:, 0]


def _finish(figure):
    """Give every panel its legend and return the figure."""
    for ax in figure.axes:
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
        ax.grid(alpha=0.3)
    return figure
