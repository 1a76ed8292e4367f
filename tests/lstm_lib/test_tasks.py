"""The two memory tasks: what is drawn, what is asked, and what guessing scores."""

import numpy as np
import pytest

from lstm_lib.tasks import (
    CLASSES,
    SYMBOLS,
    adding_floor,
    adding_problem,
    temporal_order,
    temporal_order_floor,
)


def places(marked):
    """Return the two places of each row that hold something, (rows, 2)."""
    return np.argwhere(marked)[:, 1].reshape(len(marked), 2)


def test_the_adding_problem_asks_for_the_sum_of_the_marked_values(rng):
    """Are two pairs marked in each sequence, and is their sum the target?"""
    inputs, targets = adding_problem(200, steps=31, rng=rng)
    values, markers = inputs[:, :, 0], inputs[:, :, 1]
    assert inputs.shape == (200, 31, 2)
    assert set(np.unique(markers)) == {0.0, 1.0}
    np.testing.assert_array_equal(markers.sum(axis=1), 2)
    np.testing.assert_allclose((values * markers).sum(axis=1), targets)
    assert values.min() >= 0
    assert values.max() < 1


@pytest.mark.parametrize(("steps", "first", "last"), [(60, 10, 29), (31, 10, 14), (12, 4, 5)])
def test_markers_stand_where_the_paper_puts_them(rng, steps, first, last):
    """Is one of the first ten pairs marked, and both before the middle, at every such place?"""
    found = places(adding_problem(4000, steps, rng).inputs[:, :, 1])
    assert set(found[:, 0]) == set(range(first))
    assert set(found[:, 1]) == set(range(1, last))


def test_the_shortest_adding_problem(rng):
    """Do 6 steps leave the first two pairs, and no other, to be marked?"""
    np.testing.assert_array_equal(places(adding_problem(20, 6, rng).inputs[:, :, 1]), [[0, 1]] * 20)


def test_the_places_of_the_markers_are_drawn_evenly(rng):
    """Is the first draw uniform over ten places, and the second over all that are left?"""
    found = places(adding_problem(60_000, 60, rng).inputs[:, :, 1])
    # The second draw falls on a given place beyond the tenth in 1 of 28 sequences.
    counts = np.bincount(found[:, 1], minlength=29)[10:]
    np.testing.assert_allclose(counts / 60_000, 1 / 28, atol=0.004)


def test_the_constant_one_scores_the_adding_floor(rng):
    """Does always answering 1 score 1/6, and each other constant more?"""
    targets = adding_problem(100_000, 8, rng).targets
    scores = {answer: np.mean((targets - answer) ** 2) for answer in (0.9, 1.0, 1.1)}
    assert scores[1.0] == pytest.approx(adding_floor(), rel=0.02)
    assert min(scores, key=scores.get) == 1.0


def test_temporal_order_is_one_hot(rng):
    """Does each step hold one symbol, E first and B last, with two of X and Y between?"""
    inputs, _ = temporal_order(300, steps=57, rng=rng)
    assert inputs.shape == (300, 57, len(SYMBOLS))
    assert set(np.unique(inputs)) == {0.0, 1.0}
    np.testing.assert_array_equal(inputs.sum(axis=2), 1)
    shown = inputs.argmax(axis=2)
    np.testing.assert_array_equal(shown[:, 0], SYMBOLS.index("E"))
    np.testing.assert_array_equal(shown[:, -1], SYMBOLS.index("B"))
    inside = shown[:, 1:-1]
    assert np.all(inside < SYMBOLS.index("E"))
    np.testing.assert_array_equal(np.isin(inside, [4, 5]).sum(axis=1), 2)


def test_temporal_order_asks_for_both_symbols_in_their_order(rng):
    """Is the target the class that spells the two symbols?"""
    inputs, targets = temporal_order(300, steps=40, rng=rng)
    for shown, target in zip(inputs.argmax(axis=2), targets, strict=True):
        assert "".join(SYMBOLS[k] for k in shown if SYMBOLS[k] in "XY") == CLASSES[target]


@pytest.mark.parametrize(
    ("steps", "first", "second"),
    [(100, (10, 20), (50, 60)), (57, (5, 11), (28, 34)), (10, (1, 2), (5, 6))],
)
def test_symbols_stand_where_the_paper_puts_them(rng, steps, first, second):
    """Do both symbols stand at every place of their ranges, in the paper's proportions?"""
    inputs, _ = temporal_order(3000, steps, rng)
    found = places(inputs[:, :, SYMBOLS.index("X")] + inputs[:, :, SYMBOLS.index("Y")])
    for column, (low, high) in enumerate((first, second)):
        assert set(found[:, column]) == set(range(low, high + 1))


def test_each_class_and_distractor_comes_equally_often(rng):
    """Does any one class score the floor, and does no distractor stand out?"""
    inputs, targets = temporal_order(40_000, 20, rng)
    shares = np.bincount(targets, minlength=4) / 40_000
    np.testing.assert_allclose(shares, temporal_order_floor(), atol=0.01)
    distractors = inputs[:, :, :4].sum(axis=(0, 1))
    np.testing.assert_allclose(distractors / distractors.sum(), 1 / 4, atol=0.01)


@pytest.mark.parametrize("draw", [adding_problem, temporal_order])
def test_the_same_generator_gives_the_same_sequences(draw):
    """Does the generator alone determine what is drawn, and does it advance?"""
    rng = np.random.default_rng(3)
    first, second = draw(7, 20, rng), draw(7, 20, rng)
    again = draw(7, 20, np.random.default_rng(3))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert not np.array_equal(first.inputs, second.inputs)


@pytest.mark.parametrize(
    ("draw", "arguments", "error", "message"),
    [
        (adding_problem, {"steps": 5}, ValueError, "steps is 5, expected 6 or more"),
        (temporal_order, {"steps": 9}, ValueError, "steps is 9, expected 10 or more"),
        *(
            (draw, *case)
            for draw in (adding_problem, temporal_order)
            for case in (
                ({"n_sequences": 0}, ValueError, "n_sequences is 0, expected 1 or more"),
                ({"n_sequences": 2.5}, TypeError, "n_sequences is 2.5, expected a whole number"),
                ({"steps": "many"}, TypeError, "steps is 'many', expected a whole number"),
                ({"rng": 7}, TypeError, "rng is 7, expected a generator"),
            )
        ),
    ],
)
def test_a_wrong_argument_is_refused_by_name(rng, draw, arguments, error, message):
    """Does the error say what was passed and what was expected?"""
    with pytest.raises(error, match=message):
        draw(**{"n_sequences": 3, "steps": 20, "rng": rng, **arguments})
