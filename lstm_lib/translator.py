"""A trained network that says English numbers in French: its weights, and how it is asked.

The network has an encoder, a decoder and attention between them, and was trained by an experiment
of the book's chapter on translation. What it cannot read it refuses, in words for the person who
typed it.
"""

import difflib
import re
from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import whole_number
from lstm_lib.decoder import attention_step
from lstm_lib.decoding import START, beam_search, log_softmax
from lstm_lib.number_words import encode, say, split_words, vocabulary
from lstm_lib.sequence import lstm_forward
from lstm_lib.trained import NotTrainedError, trained

EXPERIMENT = "translation"
# Every word that a number of up to nine digits can need occurs in these.
NEEDED = (*range(102), 200, 1000, 1_000_000, 2_000_000)
MOST_READ = 17  # words: 999,999,999 has as many
MOST_WRITTEN = 24  # the longest number in French has fewer
WEIGHTS = ("W_enc", "U_enc", "b_enc", "W_dec", "U_dec", "b_dec", "W_attended", "W_out", "b_out")


class Translator(NamedTuple):
    """A trained network and the words that it knows.

    weights is a dict of ndarray by the names in `WEIGHTS`; english and french are vocabularies, as
    `lstm_lib.number_words.vocabulary` returns them.
    """

    weights: dict
    english: list
    french: list


class Translation(NamedTuple):
    """What was read and what was written, and where the network looked.

    english and french are lists of words, weights is of shape (French words, English words), and
    share is what the network gives to the sentence as a whole, from 0 to 1.
    """

    english: list
    french: list
    weights: np.ndarray
    share: float


def load_translator():
    """Return the trained network.

    Returns
    -------
    Translator
        In float32, in which NumPy computes.

    Raises
    ------
    NotTrainedError
        If the weights are missing, damaged, or those of another network; the error says what to do.

    Examples
    --------
    >>> translator = load_translator()
    >>> len(translator.english), translator.french[3:6]
    (35, ['cent', 'cents', 'cinq'])
    """
    english, french = (
        vocabulary([say(number, language) for number in NEEDED])
        for language in ("English", "French")
    )
    stored = trained(EXPERIMENT, WEIGHTS)
    weights = {name: stored[name].astype(np.float32) for name in WEIGHTS}
    if (len(weights["W_enc"]), len(weights["W_dec"])) != (len(english), len(french)):
        raise NotTrainedError(
            f"{EXPERIMENT}.npz holds a network for {len(weights['W_enc'])} English and "
            f"{len(weights['W_dec'])} French words, expected {len(english)} and {len(french)}: "
            "num2words says numbers in other words than it did when the network was trained"
        )
    return Translator(weights, english, french)


def read_number(sentence, words):
    """Return the words of a number that somebody typed, or say why the network cannot read it.

    Parameters
    ----------
    sentence : str
        Such as "three hundred and five".
    words : list of str
        The English words that the network knows.

    Returns
    -------
    list of str
        At least one, and at most 17.

    Raises
    ------
    TypeError
        If ``sentence`` is not a str.
    ValueError
        If it is empty, holds digits or a word that the network does not know, or is too long.

    Examples
    --------
    >>> read_number("Forty-two", ["", "<start>", "<end>", "forty", "two"])
    ['forty', 'two']
    """
    typed = split_words(sentence)
    expected = "expected a number in English words, such as: three hundred and five"
    if not typed:
        raise ValueError(f"nothing was typed, {expected}")
    if digits := [word for word in typed if any(letter.isdigit() for letter in word)]:
        raise ValueError(f"digits came: {' '.join(digits)}; {expected}. {_in_words(sentence)}")
    known = [word for word in words if word.isalpha()]
    for word in typed:
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"It knows: {' '.join(known)}."
            if word.endswith("illion"):  # a larger one than a million
                hint = "It has learned numbers of up to nine digits, below a thousand million."
            elif word in ("a", "an"):
                hint = "Type 'one' in its place."
            raise ValueError(f"the network does not know the word {word!r}, {expected}. {hint}")
    if len(typed) > MOST_READ:
        raise ValueError(
            f"{len(typed)} words came, expected {MOST_READ} at most: "
            "no number of nine digits or fewer has more. Type one number at a time"
        )
    return typed


def translate(sentence, translator, width=1):
    """Say in French a number that is typed in English.

    Parameters
    ----------
    sentence : str
        Up to nine digits, in words.
    translator : Translator
        What `load_translator` returns.
    width : int
        Of the beam; with 1, decoding is greedy.

    Returns
    -------
    Translation
        With the French words and the attention weights of each.

    Raises
    ------
    TypeError
        If ``sentence`` is not a str, or ``width`` not a whole number.
    ValueError
        As for `read_number`, or if ``width`` is under 1.

    Examples
    --------
    >>> " ".join(translate("forty-two", load_translator()).french)
    'quarante deux'
    """
    width = whole_number("width", width)
    english = read_number(sentence, translator.english)
    step, state, encoder_h = decoder_of(english, translator)
    best = beam_search(step, state, width, MOST_WRITTEN)[0]
    rows = []
    for word in [START, *best.words][: len(best.words)]:  # the way of the best, once more
        h_t, c_t = state
        seen = _attend(np.array([word]), h_t, c_t, encoder_h, translator.weights)
        state = seen.h_t, seen.c_t
        rows.append(seen.weights[0])
    weights = np.array(rows).reshape(len(rows), len(english))
    french = [translator.french[word] for word in best.words]
    return Translation(english, french, weights, float(np.exp(best.log_share)))


def decoder_of(english, translator):
    """Return a decoder that has a sentence read to it, ready for `lstm_lib.decoding`.

    Parameters
    ----------
    english : list of str
        Words that the network knows.
    translator : Translator
        What `load_translator` returns.

    Returns
    -------
    step : callable
        ``step(words, state) -> (log_shares, state)``, as `lstm_lib.decoding` takes it.
    state : tuple of ndarray
        The states in which the encoder ended, of shape (1, units) each.
    encoder_h : ndarray of shape (1, English words, units)
        The encoder's hidden states.

    Raises
    ------
    ValueError
        If there is no word, or one that the network does not know.

    Examples
    --------
    >>> translator = load_translator()
    >>> step, state, encoder_h = decoder_of(["seven"], translator)
    >>> log_shares, state = step(np.array([1]), state)
    >>> translator.french[int(log_shares.argmax())]
    'sept'
    """
    weights = translator.weights
    read = _one_hot(encode([english], translator.english), len(translator.english))
    run = lstm_forward(read, *(weights[f"{name}_enc"] for name in "WUb"))

    def step(words, state):
        seen = _attend(words, *state, run.h, weights)
        scores = seen.attended @ weights["W_out"] + weights["b_out"]  # (n, French words)
        return log_softmax(scores), (seen.h_t, seen.c_t)

    return step, (run.h[:, -1], run.c[:, -1]), run.h


def _attend(words, h_prev, c_prev, encoder_h, weights):
    """Return one step of the decoder for several hypotheses on one sentence."""
    x_t = _one_hot(words, len(weights["W_dec"]))
    same = np.repeat(encoder_h, len(words), axis=0)  # each hypothesis looks at the same sentence
    decoder = (weights[f"{name}_dec"] for name in "WUb")
    return attention_step(x_t, h_prev, c_prev, *decoder, same, weights["W_attended"])


def _one_hot(places, n_words):
    """Return a row for each word, with a single 1."""
    return np.eye(n_words, dtype=np.float32)[places]


def _in_words(sentence):
    """Say what to type in place of digits."""
    digits = re.sub(r"[\s,]", "", sentence)
    if not re.fullmatch("[0-9]+", digits):
        return "Type all of it in words, a whole number without a sign"
    if len(digits) > len("999999999"):
        return "The network has learned numbers of up to nine digits"
    return f"Type: {' '.join(say(int(digits), 'English'))}"
