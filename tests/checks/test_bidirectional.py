"""The exercise `bidirectional`: its references beside the library's own code, and its models."""

import re

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib.bidirectional import bidirectional_forward
from lstm_lib.causality import look_ahead
from lstm_lib.checks.exercises.bidirectional import checks, models
from lstm_lib.checks.exercises.bidirectional.judge.answers import WRONG_PROBES, count, probed
from lstm_lib.checks.exercises.bidirectional.judge.run_answers import (
    REVERSE_WRONG_ANSWERS,
    joined,
    turned,
)
from lstm_lib.checks.seed import random_generator

RNG = np.random.default_rng(5)
NOT_LOOKING = {"own step", "all so far", "two steps late", "the same always"}


@pytest.mark.parametrize("kind", models.MODELS)
def test_models_look_ahead_as_their_names_say(kind):
    """Does the library's probe find the very models that look ahead by their names?"""
    model = models.made(kind, RNG.uniform(0.4, 1.2, (2, 1)))
    looks = look_ahead(model, *RNG.normal(size=(2, 1, 6, 2)))
    assert (looks > 0) is (kind not in NOT_LOOKING)
    assert probed(model, RNG.normal(size=(1, 6, 2))) is (kind not in NOT_LOOKING)


def test_a_model_says_what_it_reads():
    """Is a window without its batch axis refused in words?"""
    with pytest.raises(ValueError, match=r"array of shape \(5, 2\), expected \(batch, steps, 2\)"):
        models.made("own step", np.ones((2, 1)))(np.zeros((5, 2)))


def test_the_joined_runs_are_the_library_s():
    """Does the judge's reference give what the library's bidirectional LSTM gives?"""
    for case in checks.both_runs(RNG):
        inputs, *weights = (case[name] for name in checks.RUN_BOTH.arguments)
        expected = bidirectional_forward(inputs, tuple(weights[:3]), tuple(weights[3:]))
        np.testing.assert_allclose(joined(inputs, *weights), expected, atol=1e-12)


def test_turned_sequences_keep_their_padding():
    """Is each sequence's real part reversed by hand, and its padding where it was?"""
    for case in checks.padded(RNG):
        for row, source, length in zip(
            turned(**case), case["inputs"], case["lengths"], strict=True
        ):
            by_hand = [*reversed(source[:length].tolist()), *source[length:].tolist()]
            np.testing.assert_array_equal(row, by_hand)


@pytest.mark.slow
@pytest.mark.parametrize(("units", "features"), [(3, 5), (7, 2)])
def test_the_count_is_keras(units, features):
    """Does a bidirectional layer of Keras have as many parameters?"""
    from lstm_lib.backend import keras

    layer = keras.layers.Bidirectional(keras.layers.LSTM(units))
    layer.build((None, 4, features))
    assert layer.count_params() == count(units, features)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("order", [1, -1])
def test_writing_into_the_window_is_told_before_all_else(seed, order):
    """Is a probe that changes its window told this alone, whatever its answers look like?"""

    def looks_ahead(model, window):
        answers = model(window)
        for t in range(1, window.shape[1])[::order]:
            window[:, t:] += 1
            if not np.allclose(model(window)[:, :t], answers[:, :t]):
                return True
        return False

    verdict = run_check("looks_ahead", {"looks_ahead": looks_ahead}, seed)
    assert (verdict.share, verdict.diagnoses) == (0, ("input changed",))
    assert verdict.findings[0].message.startswith("your function changed `window`")
    assert "Besides" not in verdict.text()


@pytest.mark.parametrize("returned", [True, False, 3, None, np.zeros(2), np.nan])
def test_no_change_of_the_window_is_right(returned):
    """Does whatever else a function returns lose its mark, if it changes its window?"""

    def looks_ahead(model, window):
        window[:] = 0
        return returned

    assert run_check("looks_ahead", {"looks_ahead": looks_ahead}).share == 0


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (lambda steps: steps > 5, "it is False, and True was expected|it is True, and False was"),
        (lambda steps: 7, "it is 7, neither True nor False, and (True|False) was expected"),
    ],
)
def test_a_wrong_answer_is_worded_as_true_or_false(returned, said):
    """Does a card on an unknown mistake speak of True and False, and of no numbers?"""

    def looks_ahead(model, window):
        return returned(window.shape[1])

    verdict = run_check("looks_ahead", {"looks_ahead": looks_ahead})
    assert verdict.share == 0
    assert re.search(said, verdict.text())


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_mistakes_of_the_probe_look_alike(seed):
    """Do the models tell every two mistakes with different names apart?"""
    cases = checks.models_and_windows(random_generator(seed, "looks_ahead"))
    seen = {}
    for wrong in WRONG_PROBES:
        answers = tuple(int(wrong.answer(made(c), c["window"])) for c in cases)
        assert seen.setdefault(answers, wrong.name) == wrong.name
    assert tuple(c["kind"] not in NOT_LOOKING for c in cases) not in seen


def made(case):
    """Return a case's model."""
    return models.made(case["kind"], case["weights"])


def test_rows_exchanged_through_views_give_one_half_twice():
    """Is the named mistake what NumPy does, written out by hand for an odd length?"""
    steps = np.arange(5.0)[:, np.newaxis]
    rows = steps.copy()
    for t in range(5):
        rows[t], rows[4 - t] = rows[4 - t], rows[t]
    assert rows[:, 0].tolist() == [4, 3, 2, 3, 4]
    (one, _) = [w for w in REVERSE_WRONG_ANSWERS if w.name == "the same half twice"]
    np.testing.assert_array_equal(one.answer(steps[np.newaxis], np.array([5]))[0], rows)
