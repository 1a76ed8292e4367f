"""The exercise `bidirectional`: its references beside the library's own code, and its models."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from lstm_lib.bidirectional import bidirectional_forward
from lstm_lib.causality import look_ahead
from lstm_lib.checks.exercises.bidirectional import checks, models
from lstm_lib.checks.exercises.bidirectional.judge.answers import count, probed
from lstm_lib.checks.exercises.bidirectional.judge.run_answers import joined, turned

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
def test_writing_into_the_window_is_told(seed):
    """Is a right answer that changes its window told so, and not taken for right?"""

    def looks_ahead(model, window):
        answers = model(window)
        for t in range(window.shape[1] - 1, 0, -1):
            window[:, t] += 1
            if not np.allclose(model(window)[:, :t], answers[:, :t]):
                return True
        return False

    verdict = run_check("looks_ahead", {"looks_ahead": looks_ahead}, seed)
    assert verdict.share < 1
    assert "window" in verdict.text()
