"""Numbers in words: how two languages say them, the pairs that are drawn, and their encoding."""

import numpy as np
import pytest

from lstm_lib.number_words import (
    END,
    PADDING,
    START,
    decode,
    encode,
    number_pairs,
    say,
    split_words,
    vocabulary,
)


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "zero", "zéro"),
        (16, "sixteen", "seize"),
        (21, "twenty one", "vingt et un"),
        (71, "seventy one", "soixante et onze"),
        (75, "seventy five", "soixante quinze"),
        (80, "eighty", "quatre vingts"),
        (91, "ninety one", "quatre vingt onze"),
        (100, "one hundred", "cent"),
        (200, "two hundred", "deux cents"),
        (205, "two hundred and five", "deux cent cinq"),
        (1_000, "one thousand", "mille"),
        (80_000, "eighty thousand", "quatre vingt mille"),
        (1_000_001, "one million and one", "un million un"),
        (
            342_000_780,
            "three hundred and forty two million seven hundred and eighty",
            "trois cent quarante deux millions sept cent quatre vingts",
        ),
    ],
)
def test_numbers_are_said_as_people_say_them(number, english, french):
    """Are the words those of a grammar, with the plural of vingt and cent where it belongs?"""
    assert " ".join(say(number, "English")) == english
    assert " ".join(say(number, "French")) == french


@pytest.mark.slow
def test_no_two_numbers_have_the_same_words():
    """Can a number be told from its words, though hyphens and commas are left out?"""
    for language in ("English", "French"):
        assert len({tuple(say(number, language)) for number in range(20_000)}) == 20_000


def test_typed_sentences_are_split():
    """Are capitals, commas, hyphens and spaces alike, wherever they stand?"""
    words = ["two", "million", "forty", "one"]
    assert split_words(" Two million,  FORTY-one ") == words
    assert split_words("") == []


def test_no_number_comes_twice(rng):
    """Can the pairs be cut into parts that share no number, even where short numbers run out?"""
    pairs = number_pairs(5_000, 4, rng)
    assert len(set(pairs.numbers)) == 5_000
    assert max(pairs.numbers) < 10_000
    assert set(range(10)) <= set(pairs.numbers)


def test_the_pairs_say_their_numbers(rng):
    """Do the three lists go together?"""
    pairs = number_pairs(50, 9, rng)
    for number, english, french in zip(*pairs, strict=True):
        assert english == say(number, "English")
        assert french == say(number, "French")


@pytest.mark.slow
def test_long_numbers_are_no_more_frequent_than_middling_ones(rng):
    """Has each count of digits the same share, where there are numbers enough?"""
    digits = [len(str(number)) for number in number_pairs(20_000, 9, rng).numbers]
    shares = np.bincount(digits)[6:] / 20_000
    np.testing.assert_allclose(shares, shares.mean(), atol=0.01)


def test_the_same_generator_draws_the_same_numbers():
    """Do the numbers come from the generator, and from nothing else?"""
    drawn = [number_pairs(20, 9, np.random.default_rng(seed)).numbers for seed in (3, 3, 4)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_encoding_comes_back(rng):
    """Do encoded sentences, with an end each, come back as they were?"""
    french = number_pairs(40, 9, rng).french
    words = vocabulary(french)
    encoded = encode([[*sentence, END] for sentence in french], words)
    assert encoded.shape == (40, 1 + max(map(len, french)))
    assert decode(encoded, words) == french


def test_padding_start_and_end_have_their_places():
    """Do they come first in every vocabulary, padding as 0?"""
    assert vocabulary([["cent"], ["à", "cent"]]) == [PADDING, START, END, "cent", "à"]
    np.testing.assert_array_equal(
        encode([["à"], ["cent", "à"]], ["", "à", "cent"]), [[1, 0], [2, 1]]
    )


def test_a_sentence_without_an_end_is_whole():
    """Is nothing cut off where the end was not written?"""
    assert decode([[3, 3]], ["", START, END, "cent"]) == [["cent", "cent"]]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: say(-1, "French"), ValueError, "number is -1, expected 0 or more"),
        (lambda: say(10**9, "French"), ValueError, "expected 999999999 or less"),
        (lambda: say(1.5, "French"), TypeError, "number is 1.5, expected a whole number"),
        (lambda: say(1, "fr"), ValueError, "language is 'fr', expected one of English, French"),
        (lambda: split_words(12), TypeError, "sentence is 12, expected a str"),
        (lambda: number_pairs(6, 1, None), ValueError, "n_pairs is 6, expected 5 or less"),
        (lambda: number_pairs(1, 10, None), ValueError, "most_digits is 10, expected 9 or less"),
        (lambda: number_pairs(0, 9, None), ValueError, "n_pairs is 0, expected 1 or more"),
        (lambda: number_pairs(1, 9, 0), TypeError, "rng is 0, expected a generator"),
        (lambda: vocabulary([12]), TypeError, "not iterable"),
        (lambda: encode([["deux", "huit"]], ["", "deux"]), ValueError, "hold 'huit', expected"),
        (lambda: encode([[], []], ["", "deux"]), ValueError, "have no word, expected 1 or more"),
        (lambda: decode([[0.5]], [""]), TypeError, "float64 values, expected whole numbers"),
        (lambda: decode([1], [""]), ValueError, r"shape \(1,\), expected \(sentences, steps\)"),
        (lambda: decode([[1]], [""]), ValueError, "encoded holds 1, expected 0 to 0"),
        (lambda: decode([[-1]], [""]), ValueError, "encoded holds -1, expected 0 to 0"),
    ],
)
def test_refusals_say_what_was_expected(call, error, message):
    """Does bad input get an error that says what came and what was expected?"""
    with pytest.raises(error, match=message):
        call()
