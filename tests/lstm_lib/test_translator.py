"""The translator of numbers: what it says, what it refuses, and where its weights are."""

import functools
import io
import re

import numpy as np
import pytest

from lstm_lib.number_words import encode, say, vocabulary
from lstm_lib.trained import NotTrainedError, trained
from lstm_lib.translate import main
from lstm_lib.translator import (
    NEEDED,
    decoder_of,
    load_translator,
    read_number,
    translate,
)

TRANSLATOR = load_translator()


@pytest.mark.parametrize("number", [7, 21, 80, 305, 4_200, 80_071, 999_999_999])
def test_it_says_numbers(number):
    """Does it say what num2words says, of numbers of every length?"""
    said = translate(" ".join(say(number, "English")), TRANSLATOR)
    assert said.french == say(number, "French")
    assert said.weights.shape == (len(said.french), len(said.english))
    assert said.weights.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert 0 < said.share <= 1


def test_its_share_is_the_product_of_the_words():
    """Is the share of a sentence that of its words, one after the other, and of the end mark?"""
    said = translate("two hundred and one", TRANSLATOR, width=3)
    step, state, _ = decoder_of(said.english, TRANSLATOR)
    share, before = 1.0, 1
    for word in [*encode([said.french], TRANSLATOR.french)[0], 2]:
        log_shares, state = step(np.array([before]), state)
        share, before = share * np.exp(log_shares[0, word]), word
    assert said.share == pytest.approx(share, rel=1e-4)


def test_its_words_are_those_of_all_numbers():
    """Does every number's every word occur in the few numbers that make the vocabularies?"""
    drawn = np.random.default_rng(0).integers(0, 10**9, 500)
    for language in ("English", "French"):
        known = set(vocabulary([say(n, language) for n in NEEDED]))
        assert {word for n in drawn for word in say(int(n), language)} <= known


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "nothing was typed, expected a number in English words"),
        (" , - ", "nothing was typed"),
        ("305", "digits came: 305; .* Type: three hundred and five"),
        ("5 hundred", "digits came: 5; .* Type all of it in words"),
        ("3.5", "digits came: 3.5; .* Type all of it in words"),
        ("1,305", "Type: one thousand three hundred and five"),
        ("a hundred", "does not know the word 'a', .* Type 'one' in its place"),
        ("12345678901", "up to nine digits"),
        ("sevn hundred", "does not know the word 'sevn', .* Did you mean 'seven'"),
        ("two billion", "'billion', .* below a thousand million"),
        ("xyzzy", "'xyzzy', .* It knows: and eight"),
        ("<end>", "does not know the word '<end>'"),
        ("one " * 18, "18 words came, expected 17 at most"),
    ],
)
def test_what_it_cannot_read_is_refused(typed, says, capsys):
    """Is it said what came, what was expected and what to do, in a program as in the terminal?"""
    with pytest.raises(ValueError, match=says):
        translate(typed, TRANSLATOR)
    assert main([typed]) == 2
    shown = capsys.readouterr()
    assert re.search(says, shown.err)
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_other_arguments_are_refused():
    """Are arguments of another kind refused?"""
    with pytest.raises(TypeError, match="expected a str"):
        read_number(305, TRANSLATOR.english)
    with pytest.raises(ValueError, match="width is 0, expected 1 or more"):
        translate("one", TRANSLATOR, width=0)


def test_lost_weights_are_named(tmp_path, monkeypatch, capsys):
    """Is it said what is wrong, and what to do, if the weights are lost or another network's?"""

    def of_three_words(name, needed):
        return {array: np.zeros((3, 4)) for array in needed}

    monkeypatch.setattr("lstm_lib.translator.trained", of_three_words)
    with pytest.raises(NotTrainedError, match="3 English and 3 French words, expected 35 and 32"):
        load_translator()
    nowhere = functools.partial(trained, folders=(tmp_path,))
    monkeypatch.setattr("lstm_lib.translator.trained", nowhere)
    assert main(["one"]) == 2
    assert "translation.npz are neither in" in capsys.readouterr().err


def test_the_command_answers_line_by_line(monkeypatch, capsys):
    """Does the command answer each line, go on after a wrong one, and draw its attention?"""
    monkeypatch.setattr("sys.stdin", io.StringIO("twenty-one\nfoo\nseven\n\nnine\n"))
    assert main(["--width", "2"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "vingt et un"
    assert lines[1].split() == ["twenty", "one"]
    assert [line.split()[0] for line in lines[2:5]] == ["vingt", "et", "un"]
    assert lines[5] == "sept"
    assert "neuf" not in lines
