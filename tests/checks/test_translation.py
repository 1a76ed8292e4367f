"""The checks of the exercise `translation`."""

from pathlib import Path

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.release.statement import read_facts
from lstm_lib import decoding
from lstm_lib.checks import withhold
from lstm_lib.checks.exercises.translation.checks import BEAM_SEARCH, LONG
from lstm_lib.checks.exercises.translation.judge.search import beam_search
from lstm_lib.checks.exercises.translation.judge.written import with_step
from lstm_lib.checks.seed import random_generator

NOTEBOOK = Path(__file__).parents[2] / "autograde" / "assignments" / "translation" / "notebook.md"


def several(step):
    """Return a step for several hypotheses, as the library takes it."""

    def taken(words, state):
        made = [step(int(word), row) for word, row in zip(words, state[0], strict=True)]
        log_shares, after = (np.stack(part) for part in zip(*made, strict=True))
        return log_shares, (after,)

    return taken


def library_beam(step, state, width, most, power):
    """Return what the library's beam finds."""
    best = decoding.beam_search(several(step), (state[np.newaxis],), width, most, power)[0]
    return best.words, best.log_share


def library_greedy(step, state, most):
    """Return what the library writes greedily."""
    return decoding.greedy(several(step), (state[np.newaxis],), most).words


@pytest.mark.parametrize("seed", SEEDS[:2])
@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("masked_loss", lambda scores, targets: decoding.masked_loss(scores, targets)),
        ("greedy", library_greedy),
        ("beam_search", library_beam),
    ],
)
def test_the_library_passes(name, function, seed):
    """Does the library's own function, itself tested by enumeration, get full marks?"""
    assert run_check(name, {name: function}, seed).share == 1


def test_the_long_sentence_has_no_share_that_a_number_can_hold():
    """Is the product of shares zero in one case, so that only logarithms can be compared?"""
    cases = BEAM_SEARCH.cases(random_generator("07", "beam_search"))
    (case,) = (one for one in cases if one["most"] == LONG)
    taken = with_step(case)
    _, log_share = beam_search(*(taken[name] for name in BEAM_SEARCH.arguments))
    assert np.exp(log_share) == 0


def test_a_decoder_that_never_stops_is_told_so():
    """Does an endless loop end, with words on what happened?"""

    def greedy(step, state, most):
        while True:
            _, state = step(1, state)

    verdict = run_check("greedy", {"greedy": greedy})
    assert verdict.share == 0
    assert "does it ever stop?" in verdict.text()


@pytest.mark.parametrize(
    ("word", "says"),
    [([3], "expected one whole number"), (3.0, "expected one whole number"), (99, "expected 0 to")],
)
def test_a_wrong_word_for_the_step_is_named(word, says):
    """Is it said what `step` takes if it is given something else?"""
    verdict = run_check("greedy", {"greedy": lambda step, state, most: step(word, state)})
    assert says in verdict.text()


def test_the_learners_functions_drive_the_translator(capsys):
    """Does the notebook's last cell work while what the exercise asks for is withheld?"""

    def greedy(step, state, most):
        words = []
        while len(words) < most and 2 not in words:
            log_shares, state = step(words[-1] if words else 1, state)
            words.append(int(log_shares.argmax()))
        return words[:-1]

    def beam(step, state, width, most, power):
        return greedy(step, state, most), 0.0

    cell = NOTEBOOK.read_text(encoding="utf-8").partition("def say_in_french")[1:]
    names = {"np": np, "greedy": greedy, "beam_search": beam}
    exec("".join(cell).partition("```")[0], names)
    withhold.close(read_facts(NOTEBOOK).withhold)
    try:
        names["say_in_french"]("three hundred and five")
        names["say_in_french"]("305")
    finally:
        withhold.reopen()
    first, second, refusal = capsys.readouterr().out.splitlines()
    assert (first, second) == ("greedy: trois cent cinq", "beam: trois cent cinq")
    assert "digits came" in refusal
