"""Text that goes on, from a call and from a terminal; and where trained weights are found."""

import subprocess
import sys

import pytest

from lstm_lib.trained import NotTrainedError
from lstm_lib.write_text import CHARACTERS, continued, main


def test_a_text_begins_with_what_was_typed_and_can_be_repeated():
    """Is it as long as it was asked for, and the same for the same seed?"""
    text = continued("To be", length=30, seed=4)
    assert text.startswith("To be")
    assert len(text) == 35
    assert set(text) <= set(CHARACTERS)
    assert text == continued("To be", length=30, seed=4) != continued("To be", length=30, seed=5)


@pytest.mark.slow
def test_it_runs_in_a_terminal():
    """Does the command print the text, without loading Keras' lines?"""
    command = [
        sys.executable,
        "-m",
        "lstm_lib.write_text",
        "To be",
        "--length",
        "20",
        "--seed",
        "4",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("To be")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["café"], "holds 'é', which the vocabulary lacks: leave it out"),
        ([""], "the model needs something to continue"),
        (["To be", "--temperature", "0"], "temperature is 0, expected above 0"),
        (["To be", "--temperature", "-1"], "temperature is -1, expected above 0"),
        (["To be", "--temperature", "nan"], "expected a finite number"),
        (["To be", "--length", "0"], "length is 0, expected 1 or more"),
        (["To be", "--seed", "-1"], "seed is -1, expected 0 or more"),
    ],
)
def test_a_mistake_of_typing_is_a_line_and_no_traceback(arguments, words, capsys):
    """Does the command say what came, what was expected, and what to do?"""
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("write_text: ")
    assert words in told.err
    assert told.err.count("\n") == 1


def test_missing_weights_are_a_line_too(monkeypatch, capsys):
    """Does it say which file is missing, where it was looked for, and what to do?"""

    def missing(name):
        raise NotTrainedError(f"The trained weights {name}.npz are nowhere. Install again.")

    monkeypatch.setattr("lstm_lib.write_text.trained", missing)
    assert main(["To be"]) == 2
    assert "plays_networks.npz are nowhere" in capsys.readouterr().err
