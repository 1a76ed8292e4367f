"""Spaces taken out of text and put back, by cases worked out by hand and by trying every split."""

import itertools
import math

import numpy as np
import pytest

from lstm_lib.dictionary import best_split, longest_match
from lstm_lib.spaces import ALPHABET, end_score, joined, one_hot, spaced, spoken_words, words

PLAY = """ACT I

SCENE I. A heath.

Thunder. Enter three Witches

First Witch
When shall we three meet again--
In thunder,
lightning?

[Exit]

MACBETH
'Tis done; there's blood.
O, full of scorpions is my mind, dear wife!
"""
SPOKEN = (
    "when shall we three meet again in thunder lightning tis done theres blood "
    "o full of scorpions is my mind dear wife"
)
COUNTS = {"a": 3, "an": 5, "the": 9, "then": 2, "nap": 1, "pant": 4, "hen": 2, "her": 3}


def test_only_what_is_spoken_counts():
    """Are headings, directions and the names of speakers left out, and apostrophes?"""
    assert spoken_words(PLAY) == SPOKEN.split()


def test_letters_beyond_a_to_z_part_words():
    """Does whatever is no letter of the alphabet part two words, and an apostrophe not?"""
    assert words("O'er the sea, the SEA\u2014half-way: don’t 3 x") == [
        *("oer", "the", "sea", "the", "sea", "half", "way", "dont", "x")
    ]
    assert words("") == []


@pytest.mark.parametrize("text", [["a"], SPOKEN.split(), []])
def test_spaces_come_back(text):
    """Do the true ends give the words back, and is there one end for each word?"""
    letters, ends = joined(text)
    assert letters == "".join(text)
    assert ends.sum() == len(text)
    assert spaced(letters, ends) == " ".join(text)


def test_a_letter_is_a_row():
    """Is each letter of the alphabet a one in its own column?"""
    np.testing.assert_array_equal(one_hot(ALPHABET), np.eye(26))
    assert one_hot("").shape == (0, 26)


def test_score_by_hand():
    """Is F1 what precision and recall give: 2 of 3 guesses right, 2 of 4 ends found?"""
    ends = np.array([1, 1, 0, 1, 0, 1], bool)
    guessed = np.array([1, 0, 1, 1, 0, 0], bool)
    assert end_score(guessed, ends) == pytest.approx(2 * (2 / 3) * (2 / 4) / (2 / 3 + 2 / 4))
    assert end_score(ends, ends) == 1
    assert end_score(~ends, ends) == 0
    assert end_score(np.zeros(3, bool), np.zeros(3, bool)) == 1


def test_longest_match_by_hand():
    """Is the longest known word taken each time, even where that spoils what follows?"""
    assert spaced("thenap", longest_match("thenap", COUNTS)) == "then a p"
    assert spaced("xxanher", longest_match("xxanher", COUNTS)) == "x x an her"
    assert longest_match("", COUNTS).shape == (0,)


def log_probability(parts):
    """Return the logarithm of the product of the words' shares, and of a guess for others."""
    n_words = 29
    return sum(
        math.log(COUNTS[part] / n_words if part in COUNTS else 10 / n_words / 10 ** len(part))
        for part in parts
    )


@pytest.mark.parametrize("letters", ["thenap", "anher", "pantheran", "xthexa", "zzz", "thehenan"])
@pytest.mark.parametrize("with_odds", [False, True])
def test_best_split_is_the_best_of_all(letters, with_odds, rng):
    """Does no other of all possible splits have a higher probability?"""
    odds = rng.normal(size=len(letters)) * 4 if with_odds else np.zeros(len(letters))

    def value(ends):
        parts = spaced(letters, ends).split()
        if max(map(len, parts)) > 4:  # the longest known word: no longer one is considered
            return -math.inf
        return log_probability(parts) + odds[np.array(ends)].sum()

    splits = [(*ends, True) for ends in itertools.product([False, True], repeat=len(letters) - 1)]
    best = best_split(letters, COUNTS, odds if with_odds else None)
    assert value(best) == pytest.approx(max(map(value, splits)))


@pytest.mark.parametrize(
    ("call", "error", "refusal"),
    [
        (lambda: spoken_words(b"a"), TypeError, "play is bytes, expected text"),
        (lambda: words(None), TypeError, "text is NoneType, expected text"),
        (lambda: joined("ab"), TypeError, "words is str, expected a list of text"),
        (lambda: joined(["a", ""]), ValueError, "a word is empty, expected one letter or more"),
        (lambda: joined(["a b"]), ValueError, "a word holds ' ', expected a to z alone"),
        (lambda: one_hot("É"), ValueError, "letters holds 'É', expected a to z"),
        (lambda: one_hot(3), TypeError, "letters is int, expected text of a to z"),
        (lambda: spaced("ab", [True]), ValueError, r"ends has shape \(1,\), expected \(2,\)"),
        (lambda: spaced("ab", [0, 1]), TypeError, "ends holds int64 .*expected true and false"),
        (lambda: end_score([True], [True, False]), ValueError, r"expected \(2,\) as ends has"),
        (lambda: end_score([0.5], [True]), TypeError, "guessed holds float64 values, expected"),
        (lambda: longest_match("ab", ["ab"]), TypeError, "counts is list, expected a dictionary"),
        (lambda: longest_match("a", {}), ValueError, "counts has no words, expected one or more"),
        (lambda: best_split("ab", {"ab": 0}), ValueError, "counts has 'ab': 0, expected words"),
        (lambda: best_split("ab", {"": 1}), ValueError, "counts has '': 1, expected words"),
        (lambda: best_split("a b", {"a": 1}), ValueError, "letters holds ' ', expected a to z"),
        (lambda: best_split("ab", {"a": 1}, [1.0]), ValueError, r"log_odds has shape \(1,\)"),
        (lambda: best_split("a", {"a": 1}, [np.inf]), ValueError, "log_odds"),
    ],
)
def test_what_cannot_be_read_is_refused(call, error, refusal):
    """Does the error say what came and what was expected?"""
    with pytest.raises(error, match=refusal):
        call()
