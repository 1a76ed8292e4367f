"""Numbers said in English and in French: pairs of sentences for a network that translates.

The package num2words says the numbers. A sentence is a list of words: hyphens and commas are left
out, so that "twenty-one" is two words, and each word can be read or written at a step of its own.
"""

import re
from typing import NamedTuple

import numpy as np
from num2words import num2words

from lstm_lib.arguments import real_array, whole_number

MOST_DIGITS = 9
LANGUAGES = {"English": "en", "French": "fr"}
# The first three entries of each vocabulary: what fills up, what begins and what ends a sentence.
PADDING, START, END = "", "<start>", "<end>"


class NumberPairs(NamedTuple):
    """Numbers, and how English and French say them: a list each, in the same order."""

    numbers: list
    english: list
    french: list


def say(number, language):
    """Return the words of a number.

    Parameters
    ----------
    number : int
        From 0 to 999,999,999.
    language : str
        "English" or "French".

    Returns
    -------
    list of str
        The words, in lower case.

    Raises
    ------
    TypeError
        If ``number`` is not a whole number.
    ValueError
        If ``number`` or ``language`` is another than those named above.

    Examples
    --------
    >>> say(2_100, "English")
    ['two', 'thousand', 'one', 'hundred']
    >>> say(99, "French")
    ['quatre', 'vingt', 'dix', 'neuf']
    """
    number = whole_number("number", number, least=0)
    if number >= 10**MOST_DIGITS:
        raise ValueError(f"number is {number}, expected {10**MOST_DIGITS - 1} or less")
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r}, expected one of {', '.join(LANGUAGES)}")
    return split_words(num2words(number, lang=LANGUAGES[language]))


def split_words(sentence):
    """Return the words of a sentence that somebody typed.

    Parameters
    ----------
    sentence : str
        Words, with spaces, hyphens or commas between them.

    Returns
    -------
    list of str
        The words, in lower case.

    Raises
    ------
    TypeError
        If ``sentence`` is not a str.

    Examples
    --------
    >>> split_words("Two thousand, forty-one")
    ['two', 'thousand', 'forty', 'one']
    """
    if not isinstance(sentence, str):
        raise TypeError(f"sentence is {sentence!r}, expected a str")
    return re.findall(r"[^\s,-]+", sentence.lower())


def number_pairs(n_pairs, most_digits, rng):
    """Draw numbers, all different, and say each in both languages.

    First the count of digits is drawn, each from 1 to ``most_digits`` alike, then a number with
    that many. A number that came before is drawn again, so there are fewer of the short ones where
    they run out. Since no number comes twice, none of one part of the pairs is in another part.

    Parameters
    ----------
    n_pairs : int
        How many numbers: at most half of all those that there are.
    most_digits : int
        Digits of the longest numbers, from 1 to 9.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    NumberPairs
        The numbers, in the order in which they were drawn, and their words.

    Raises
    ------
    TypeError
        If a size is not a whole number or ``rng`` not a generator.
    ValueError
        If ``most_digits`` is not from 1 to 9, or ``n_pairs`` is under 1 or too large.

    Examples
    --------
    >>> pairs = number_pairs(4, most_digits=2, rng=np.random.default_rng(0))
    >>> len(set(pairs.numbers)), max(pairs.numbers) < 100
    (4, True)
    >>> pairs.english == [say(number, "English") for number in pairs.numbers]
    True
    """
    n_pairs = whole_number("n_pairs", n_pairs)
    most_digits = whole_number("most_digits", most_digits)
    if most_digits > MOST_DIGITS:
        raise ValueError(f"most_digits is {most_digits}, expected {MOST_DIGITS} or less")
    if n_pairs > 10**most_digits // 2:
        raise ValueError(
            f"n_pairs is {n_pairs}, expected {10**most_digits // 2} or less: "
            f"half of the numbers with {most_digits} digits or fewer"
        )
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is {rng!r}, expected a generator such as numpy.random.default_rng(0)")
    drawn = {}  # a dict keeps the order in which its keys came
    while len(drawn) < n_pairs:
        digits = int(rng.integers(1, most_digits + 1))
        least = 10 ** (digits - 1) if digits > 1 else 0
        drawn[int(rng.integers(least, 10**digits))] = None
    numbers = list(drawn)
    return NumberPairs(numbers, *([say(n, language) for n in numbers] for language in LANGUAGES))


def vocabulary(sentences):
    """Return the words that occur in sentences, each once, behind `PADDING`, `START` and `END`.

    Parameters
    ----------
    sentences : list of list of str
        The sentences.

    Returns
    -------
    list of str
        A word's place in this list is what stands for it in a network.

    Raises
    ------
    TypeError
        If ``sentences``, or one of them, is nothing that holds words, such as a number.

    Examples
    --------
    >>> vocabulary([["vingt", "deux"], ["deux"]])
    ['', '<start>', '<end>', 'deux', 'vingt']
    """
    words = {word for sentence in sentences for word in sentence}
    return [PADDING, START, END, *sorted(words)]


def encode(sentences, words):
    """Return sentences as whole numbers, with padding at their ends.

    Parameters
    ----------
    sentences : list of list of str
        The sentences.
    words : list of str
        The vocabulary.

    Returns
    -------
    ndarray of int of shape (sentences, steps)
        Each word's place in the vocabulary, and 0, that of `PADDING`, after the last; as many
        steps as the longest sentence has words.

    Raises
    ------
    ValueError
        If a sentence holds a word that is not in the vocabulary, or there is no word at all.

    Examples
    --------
    >>> encode([["deux", "cent", "deux"], ["cent"]], ["", "<start>", "<end>", "cent", "deux"])
    array([[4, 3, 4],
           [3, 0, 0]])
    """
    places = {word: place for place, word in enumerate(words)}
    unknown = {word for sentence in sentences for word in sentence} - set(places)
    if unknown:
        raise ValueError(
            f"sentences hold {', '.join(map(repr, sorted(unknown)))}, "
            f"expected words of the vocabulary: {', '.join(filter(None, words))}"
        )
    steps = max(map(len, sentences), default=0)
    if steps == 0:
        raise ValueError("sentences have no word, expected 1 or more")
    encoded = np.zeros((len(sentences), steps), int)
    for row, sentence in zip(encoded, sentences, strict=True):
        row[: len(sentence)] = [places[word] for word in sentence]
    return encoded


def decode(encoded, words):
    """Return the words of encoded sentences, each up to its first `END`.

    Parameters
    ----------
    encoded : array_like of int of shape (sentences, steps)
        Places in the vocabulary.
    words : list of str
        The vocabulary.

    Returns
    -------
    list of list of str
        The sentences; without `END`, and without what follows it.

    Raises
    ------
    TypeError
        If ``encoded`` does not hold whole numbers.
    ValueError
        If ``encoded`` has another number of axes, or a place lies outside the vocabulary.

    Examples
    --------
    >>> decode([[4, 3, 2, 4], [3, 2, 0, 0]], ["", "<start>", "<end>", "cent", "deux"])
    [['deux', 'cent'], ['cent']]
    """
    encoded = real_array("encoded", encoded)
    if encoded.dtype.kind not in "iu":
        raise TypeError(f"encoded holds {encoded.dtype} values, expected whole numbers")
    if encoded.ndim != 2:
        raise ValueError(f"encoded has shape {encoded.shape}, expected (sentences, steps)")
    outside = encoded[(encoded < 0) | (encoded >= len(words))]
    if outside.size:
        raise ValueError(f"encoded holds {outside[0]}, expected 0 to {len(words) - 1}")
    sentences = []
    for row in encoded:
        said = [words[place] for place in row]
        sentences.append(said[: said.index(END)] if END in said else said)
    return sentences
