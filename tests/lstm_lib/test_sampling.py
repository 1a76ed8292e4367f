"""Drawing with a temperature, the longest copy, and the share of real words."""

import math
from difflib import SequenceMatcher

import numpy as np
import pytest

from lstm_lib.sampling import longest_copy, share_of_words, with_temperature, words_of, write


def test_a_temperature_is_a_power():
    """Are the odds of two characters raised to 1 / temperature?"""
    p = np.array([0.5, 0.3, 0.2])
    for temperature in (0.3, 1.0, 2.5):
        new = with_temperature(p, temperature)
        assert new.sum() == pytest.approx(1)
        assert new[0] / new[2] == pytest.approx((0.5 / 0.2) ** (1 / temperature))
    assert with_temperature(p, 1.0) == pytest.approx(p)


def test_near_zero_the_most_probable_is_left():
    """Does nothing overflow, and does what had no probability have none?"""
    new = with_temperature([[0.4, 0.6, 0.0], [1e-300, 0.0, 1e-301]], 1e-3)
    assert new == pytest.approx(np.array([[0, 1, 0], [1, 0, 0]]))


def test_draws_come_as_often_as_they_should(rng):
    """Does the share of each pair of characters lie near its exact probability?"""
    table = np.array([[0.7, 0.3], [0.2, 0.8]])
    pairs = np.zeros((2, 2))
    for _ in range(500):
        drawn = write(lambda places: table[places[-1]], [1, 0], 2, 0.5, rng)
        pairs[tuple(drawn)] += 1 / 500
    powers = table**2 / (table**2).sum(axis=1, keepdims=True)
    expected = powers[0][:, np.newaxis] * powers
    # Five standard deviations: by chance less than once in a hundred thousand seeds.
    assert np.all(np.abs(pairs - expected) < 5 * np.sqrt(expected / 500))


def test_the_reader_reads_the_prompt_and_then_each_draw():
    """Is every character read once, in order?"""
    read = []

    def note(places):
        read.extend(places)
        return np.array([0.5, 0.5])

    drawn = write(note, [1, 1, 0], 5, 1.0, np.random.default_rng(1))
    assert read == [1, 1, 0, *drawn]


def test_the_longest_copy_is_that_of_difflib(rng):
    """Does Python's own search find a run of the same length?"""
    for _ in range(50):
        text, source = ("".join(rng.choice(list("abc"), n)) for n in (15, 40))
        found = longest_copy(text, source)
        match = SequenceMatcher(None, text, source, autojunk=False).find_longest_match()
        assert len(found) == match.size
        assert found in text
        assert found in source
    assert longest_copy("xyz", "abc") == longest_copy("", "abc") == ""


def test_words_at_the_edges_do_not_count():
    """Are the words that may be cut left out?"""
    assert words_of("To-morrow, and I'll") == ["to", "morrow", "and", "i'll"]
    assert share_of_words("zz king zz", {"king"}) == 1
    assert math.isnan(share_of_words("one", {"one"}))


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: with_temperature([0.5, 0.5], 0), "temperature is 0, expected above 0"),
        (lambda: with_temperature([0.5, 0.5], -2), "temperature is -2, expected above 0"),
        (lambda: with_temperature([0.5, 0.5], np.inf), "expected a finite number"),
        (lambda: with_temperature([0.0, 0.0], 1), "all 0, expected one above 0"),
        (lambda: with_temperature([-0.5, 1.5], 1), "below 0"),
        (lambda: write(len, [], 3, 1.0, RNG), "the model needs something to continue"),
        (lambda: write(len, [1], 0, 1.0, RNG), "length is 0, expected 1 or more"),
        (lambda: write(len, [1], 3, 0.0, RNG), "temperature is 0, expected above 0"),
    ],
)
def test_a_wrong_value_is_refused(call, words):
    """Does the error say what came and what was expected?"""
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: with_temperature("half", 1),
        lambda: with_temperature([0.5, 0.5], "warm"),
        lambda: write("model", [1], 3, 1.0, RNG),
        lambda: write(len, [0.5], 3, 1.0, RNG),
        lambda: write(len, [1], 3, 1.0, 7),
        lambda: longest_copy(["a"], "a"),
        lambda: longest_copy("a", 7),
        lambda: share_of_words(7, {"a"}),
        lambda: share_of_words("a b c", "a"),
        lambda: words_of(7),
    ],
)
def test_another_kind_is_refused(call):
    """Does the error say what was expected?"""
    with pytest.raises(TypeError, match="expected"):
        call()
