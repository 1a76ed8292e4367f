"""Figures: they show what they are given, tell lines apart without color, and leave no state."""

import numpy as np
import pytest

from lstm_lib import plots
from lstm_lib.sequence import lstm_forward


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")


@pytest.fixture
def run(rng, draw_lstm):
    """Return inputs (3, 7, 1) and the trajectory of five units along them."""
    inputs = rng.normal(size=(3, 7, 1))
    return inputs, lstm_forward(inputs, *draw_lstm(1, 5))


def figures(run):
    """Return one figure of each kind."""
    inputs, trajectory = run
    curves = {f"curve {n}": 10.0 ** -np.arange(n, n + 6) for n in range(1, 6)}
    truth = np.arange(6.0)
    return [
        plots.plot_gates(trajectory, inputs),
        plots.plot_prediction(np.arange(6), truth, {"LSTM": truth + 1, "linear": truth - 1}),
        plots.plot_horizon_error(curves),
        plots.plot_losses(curves),
    ]


def test_the_gates_of_the_chosen_unit_and_sample_are_drawn(run):
    """Does each line hold the trajectory's own numbers, over steps counted from 1?"""
    inputs, trajectory = run
    figure = plots.plot_gates(trajectory, inputs, sample=2, unit=4)
    lines = {line.get_label(): line for ax in figure.axes for line in ax.lines}
    names = {
        "input gate i": "i",
        "forget gate f": "f",
        "output gate o": "o",
        "candidate g": "g",
        "cell state c": "c",
        "hidden state h": "h",
    }
    for label, name in names.items():
        np.testing.assert_array_equal(lines[label].get_ydata(), getattr(trajectory, name)[2, :, 4])
        np.testing.assert_array_equal(lines[label].get_xdata(), np.arange(1, 8))
    np.testing.assert_array_equal(lines["input x"].get_ydata(), inputs[2, :, 0])


def test_the_gates_can_be_drawn_without_the_input(run):
    """Are there two panels when no inputs are given?"""
    assert len(plots.plot_gates(run[1]).axes) == 2


def test_predictions_are_drawn_beside_the_truth():
    """Does a bare array get the name prediction, and keep its numbers?"""
    figure = plots.plot_prediction([0.0, 0.1], [1.0, 2.0], [1.5, 2.5])
    truth, prediction = figure.axes[0].lines
    assert (truth.get_label(), prediction.get_label()) == ("truth", "prediction")
    np.testing.assert_array_equal(prediction.get_xydata(), [[0.0, 1.5], [0.1, 2.5]])


def test_errors_stand_on_a_logarithmic_axis_from_one_step_ahead():
    """Is the first value that of one step, and the axis logarithmic?"""
    figure = plots.plot_horizon_error({"LSTM": [1e-6, 1e-4]})
    np.testing.assert_array_equal(figure.axes[0].lines[0].get_xdata(), [1, 2])
    assert figure.axes[0].get_yscale() == "log"


def test_every_panel_has_a_label_on_its_axis_and_a_legend(run):
    """Can a figure be read on its own?"""
    for figure in figures(run):
        assert all(ax.get_ylabel() for ax in figure.axes)
        assert figure.axes[-1].get_xlabel()
        assert all(ax.get_legend() is not None for ax in figure.axes)


def test_lines_are_told_apart_without_color(run):
    """Does every line of a panel have dashes or a marker of its own, on white?"""
    for figure in figures(run):
        assert figure.get_facecolor() == (1, 1, 1, 1)
        for ax in figure.axes:
            styles = {(line.get_linestyle(), line.get_marker()) for line in ax.lines}
            assert len(styles) == len(ax.lines)


def test_no_figure_stays_open(run):
    """Does pyplot forget every figure, so that a notebook shows it once?"""
    from matplotlib import pyplot

    pyplot.close("all")
    figures(run)
    assert pyplot.get_fignums() == []


def test_a_figure_can_be_drawn(run):
    """Does every figure render without a warning?"""
    for figure in figures(run):
        figure.canvas.draw()


@pytest.mark.parametrize(
    ("draw", "error", "message"),
    [
        (lambda t: plots.plot_gates(t._replace(i=None)), TypeError, "the trajectory has no gates"),
        (lambda t: plots.plot_gates(t.h), TypeError, "the trajectory has no gates"),
        (lambda t: plots.plot_gates(t, sample=3), ValueError, "sample is 3, expected less than 3"),
        (lambda t: plots.plot_gates(t, unit=-1), ValueError, "unit is -1, expected 0 or more"),
        (
            lambda t: plots.plot_gates(t, t.h),
            ValueError,
            r"inputs have shape .*, expected \(3, 7, 1",
        ),
        (lambda _: plots.plot_prediction([0], [1], [1, 2]), ValueError, "prediction has 2 values"),
        (lambda _: plots.plot_prediction([0], [1], [np.nan]), ValueError, "prediction has 1 of 1"),
        (lambda _: plots.plot_prediction([], [], []), ValueError, "times has 0 points"),
        (lambda _: plots.plot_losses([1.0]), TypeError, "losses is list, expected names"),
        (lambda _: plots.plot_losses({}), ValueError, "got 0 curves, expected 1 to 5"),
        (lambda _: plots.plot_losses({"a": [0.0]}), ValueError, "a has values of zero or less"),
        (lambda _: plots.plot_horizon_error({"a": [1], "b": [1, 2]}), ValueError, "b has 2 values"),
        (
            lambda _: plots.plot_horizon_error(dict.fromkeys("abcdef", [1.0])),
            ValueError,
            "got 6 curves, expected 1 to 5",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(run, draw, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        draw(run[1])
