"""Characters as numbers, windows in order, bits, and mixtures."""

import numpy as np
import pytest

from lstm_lib import datasets
from lstm_lib.characters import (
    bits_per_character,
    decode,
    encode,
    mixed,
    perplexity,
    stream_windows,
    vocabulary,
)
from lstm_lib.write_text import CHARACTERS


def test_there_and_back():
    """Is a text the same after both ways?"""
    text = "Who's there?\nNay, answer me"
    characters = vocabulary(text)
    assert decode(encode(text, characters), characters) == text
    assert sorted(set(encode(text, characters))) == list(range(len(characters)))


@pytest.mark.slow
def test_the_plays_have_the_characters_that_the_network_knows():
    """Is the vocabulary of the writing command that of the plays?"""
    learned = [
        text
        for title, text in datasets.shakespeare().items()
        if title not in ("Macbeth", "Titus Andronicus")
    ]
    assert vocabulary("\n".join(learned)) == CHARACTERS


def test_an_unknown_character_is_named():
    """Does the error say which, and what to do?"""
    with pytest.raises(ValueError, match="'ß', 'é', which the vocabulary lacks: leave it out"):
        encode("ßaéa", "ab")


@pytest.mark.parametrize(("batch", "steps", "length"), [(2, 3, 13), (3, 2, 20), (1, 4, 5)])
def test_windows_go_on_row_by_row(batch, steps, length):
    """Does each row, read window after window, give a stretch of the text, and its successor?"""
    text = np.arange(length) * 7
    inputs, targets = stream_windows(text, batch, steps)
    rows = inputs.swapaxes(0, 1).reshape(batch, -1)
    assert np.array_equal(rows.ravel(), text[: rows.size])
    assert np.array_equal(targets, inputs + 7)
    assert rows.size + batch * steps > length - 1  # no window of all streams is left


def test_bits_of_a_uniform_model_are_the_logarithm_of_its_size():
    """Has a model that knows nothing of eight characters 3 bits, and a perplexity of 8?"""
    bits = bits_per_character(np.full((4, 5), 1 / 8))
    assert bits == pytest.approx(3)
    assert perplexity(bits) == pytest.approx(8)
    assert bits_per_character([0.0, 0.5]) == np.inf


def test_a_mixture_is_no_worse_than_its_share_of_one():
    """Does a mixture cost at most one bit for a share of one half?"""
    one, other = np.array([0.9, 0.8, 0.1]), np.array([1e-6, 0.3, 0.6])
    bits = bits_per_character(mixed(one, other, 0.5))
    assert bits < min(bits_per_character(one), bits_per_character(other)) + 1
    assert np.array_equal(mixed(one, other, 1), one)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: vocabulary(""), "text is empty, expected one"),
        (lambda: encode("a", "aba"), "expected each once"),
        (lambda: decode([0, 2], "ab"), "encoded holds 2, expected 0 to 1"),
        (lambda: decode([-1], "ab"), "encoded holds -1, expected 0 to 1"),
        (lambda: stream_windows([1, 2], 1, 2), "has 2 characters, expected 3 or more"),
        (lambda: stream_windows([1, 2], 0, 2), "batch is 0, expected 1 or more"),
        (lambda: bits_per_character([]), "empty, expected one or more"),
        (lambda: bits_per_character([0.5, 1.5]), "hold 1.5, expected 0 to 1"),
        (lambda: perplexity(-1), "bits is -1.0, expected 0 or more"),
        (lambda: mixed([0.5], [0.5, 0.5], 0.5), r"shape \(2,\), expected \(1,\)"),
        (lambda: mixed([0.5], [0.5], 1.5), "share is 1.5, expected 0 to 1"),
    ],
)
def test_a_wrong_value_is_refused(call, words):
    """Does the error say what came and what was expected?"""
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: vocabulary(["a"]),
        lambda: encode(7, "ab"),
        lambda: encode("a", ["a"]),
        lambda: decode([0.5], "ab"),
        lambda: stream_windows([0.5, 1.0], 1, 1),
        lambda: bits_per_character("half"),
        lambda: perplexity("much"),
        lambda: mixed([0.5], [0.5], "half"),
    ],
)
def test_another_kind_is_refused(call):
    """Does the error say what was expected?"""
    with pytest.raises(TypeError, match="expected"):
        call()
