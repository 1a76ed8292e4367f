"""Heat maps: each cell has its value's shade, words stand at its side, gray tells all apart."""

import numpy as np
import pytest

from lstm_lib.heatmaps import plot_alignment, plot_directions

READ, WRITTEN = ["three", "hundred", "two"], ["trois", "cent", "deux", "."]


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")


@pytest.fixture
def weights(rng):
    """Return attention weights, a row for each written word."""
    weights = rng.random((len(WRITTEN), len(READ)))
    return weights / weights.sum(axis=1, keepdims=True)


@pytest.fixture
def states(rng):
    """Return the hidden states of two runs of 2 and of 5 units over 4 steps."""
    return np.tanh(rng.normal(size=(4, 2))), np.tanh(rng.normal(size=(4, 5)))


def cells(ax):
    """Return the values that a panel shades, the row at the top first."""
    (mesh,) = ax.collections
    assert ax.yaxis_inverted()
    return mesh.get_array()


def texts(labels):
    """Return what tick labels say."""
    return [label.get_text() for label in labels]


def test_the_alignment_shows_each_weight_between_its_words(weights):
    """Is a row a written word and a column a word that was read, at the middle of its cells?"""
    ax = plot_alignment(weights, WRITTEN, READ).axes[0]
    np.testing.assert_array_equal(cells(ax), weights)
    assert texts(ax.get_xticklabels()) == READ
    assert texts(ax.get_yticklabels()) == WRITTEN
    np.testing.assert_array_equal(ax.get_xticks(), [0.5, 1.5, 2.5])
    np.testing.assert_array_equal(ax.get_yticks(), [0.5, 1.5, 2.5, 3.5])


def test_the_two_runs_stand_one_above_the_other(states):
    """Is the forward run at the top, time to the right, a row for each unit?"""
    above, below, _ = plot_directions(*states, list("abcd")).axes
    np.testing.assert_array_equal(cells(above), states[0].T)
    np.testing.assert_array_equal(cells(below), states[1].T)
    assert "forward" in above.get_title(loc="left")
    assert "backward" in below.get_title(loc="left")
    assert texts(below.get_xticklabels()) == list("abcd")


def test_steps_without_words_are_counted_from_one(states):
    """Are the steps numbered as in the other figures?"""
    assert texts(plot_directions(*states).axes[1].get_xticklabels()) == ["1", "2", "3", "4"]


def test_shades_are_told_apart_without_color(weights, states):
    """Does brightness rise or fall all the way from the least value to the largest?"""
    for figure in (plot_alignment(weights, WRITTEN, READ), plot_directions(*states)):
        (mesh,) = figure.axes[0].collections
        colors = mesh.cmap(np.linspace(0, 1, 64))[:, :3]
        brightness = colors @ [0.2126, 0.7152, 0.0722]
        steps = np.diff(brightness)
        assert np.all(steps > 0) or np.all(steps < 0)


def test_the_scale_is_the_same_in_every_figure(weights, states):
    """Can two figures be compared, whatever values they hold?"""
    (mesh,) = plot_alignment(weights / 2, WRITTEN, READ).axes[0].collections
    assert mesh.get_clim() == (0, 1)
    for ax in plot_directions(states[0] / 9, states[1] / 9).axes[:2]:
        assert ax.collections[0].get_clim() == (-1, 1)


def test_a_figure_is_drawn_on_white_and_does_not_stay_open(weights, states):
    """Does it render without a warning, as shapes that stay sharp, and does pyplot forget it?"""
    from matplotlib import pyplot

    pyplot.close("all")
    for figure in (plot_alignment(weights, WRITTEN, READ), plot_directions(*states)):
        assert figure.get_facecolor() == (1, 1, 1, 1)
        assert all(ax.get_ylabel() for ax in figure.axes)
        assert not any(ax.images for ax in figure.axes[:-1])
        figure.canvas.draw()
    assert pyplot.get_fignums() == []


@pytest.mark.parametrize(
    ("draw", "error", "message"),
    [
        (lambda w, h: plot_alignment(w, READ, READ), ValueError, "query_words has 3 words, expec"),
        (lambda w, h: plot_alignment(w, WRITTEN, WRITTEN), ValueError, "key_words has 4 words, e"),
        (lambda w, h: plot_alignment(w, "a b", READ), TypeError, "query_words is 'a b', expected"),
        (lambda w, h: plot_alignment(w + 1, WRITTEN, READ), ValueError, "weights holds 1.* expec"),
        (lambda w, h: plot_alignment(w * np.nan, WRITTEN, READ), ValueError, "weights has 12 of"),
        (lambda w, h: plot_alignment([w], WRITTEN, READ), ValueError, "weights has shape"),
        (lambda w, h: plot_alignment(w[:, :0], WRITTEN, []), ValueError, "expected 1 or more of"),
        (lambda w, h: plot_directions(h[0], 2 * h[1] + 1), ValueError, "backward holds .* from -1"),
        (lambda w, h: plot_directions(h[0], h[1][1:]), ValueError, "backward has 3 steps, expect"),
        (lambda w, h: plot_directions(*h, [1, 2, 3, 4]), TypeError, "words is .* expected a list"),
    ],
)
def test_what_cannot_be_drawn_is_refused(weights, states, draw, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        draw(weights, states)
