"""The look-ahead of models whose look-ahead is known, in NumPy and in Keras."""

import numpy as np
import pytest

from lstm_lib.attention import attention_weights, context, dot_scores
from lstm_lib.bidirectional import bidirectional_forward
from lstm_lib.causality import look_ahead
from lstm_lib.sequence import lstm_forward

BATCH, STEPS, FEATURES, UNITS = 3, 7, 2, 5


@pytest.fixture
def windows(rng):
    """Return inputs and others."""
    return rng.normal(size=(2, BATCH, STEPS, FEATURES))


def late(h):
    """Return answers that come two steps after what they are about."""
    return np.concatenate([np.zeros_like(h[:, :2]), h[:, :-2]], axis=1)


def attend(inputs, mask=None):
    """Return attention of a sequence to itself."""
    return context(attention_weights(dot_scores(inputs, inputs), mask), inputs)


@pytest.mark.parametrize("shift", range(STEPS))
def test_a_shifted_copy_looks_ahead_by_its_shift(windows, shift):
    """Is an answer that is the input some steps later found to look that far, and no farther?"""

    def model(inputs):
        return np.concatenate([inputs[:, shift:], np.zeros_like(inputs[:, :shift])], axis=1)

    assert look_ahead(model, *windows) == shift


def test_one_direction_does_not_look_ahead_and_both_do(windows, draw_lstm):
    """Is an LSTM cleared, even one that answers late, and two runs found out, whatever they do?"""
    runs = draw_lstm(FEATURES, UNITS), draw_lstm(FEATURES, UNITS)
    assert look_ahead(lambda x: lstm_forward(x, *runs[0]).h, *windows) == 0
    assert look_ahead(lambda x: late(lstm_forward(x, *runs[0]).h), *windows) == 0
    for mode in ("concat", "sum", "mul", "ave"):
        both = look_ahead(lambda x, m=mode: bidirectional_forward(x, *runs, merge_mode=m), *windows)
        assert both == STEPS - 1


def test_attention_looks_ahead_unless_its_mask_forbids_it(windows):
    """Is attention within a sequence found out, and cleared with later keys masked?"""
    mask = np.broadcast_to(np.tri(STEPS, dtype=bool), (BATCH, STEPS, STEPS))
    assert look_ahead(attend, *windows) == STEPS - 1
    assert look_ahead(lambda x: attend(x, mask), *windows) == 0


@pytest.mark.parametrize("looks", [{2: 5}, {0: 1}, {5: 6}, {0: 3, 5: 6}, {1: 2, 3: 6}])
def test_the_farthest_look_counts_and_one_is_enough(windows, looks):
    """Is a look of one sequence found at any step, and the farthest of several told?"""

    def model(inputs):
        answers = np.ones((BATCH, STEPS, 1))
        for at, read in looks.items():
            answers[1, at, 0] = inputs[1, read, 0]
        return answers

    assert look_ahead(model, *windows) == max(read - at for at, read in looks.items())


def test_a_faint_look_is_found_and_rounding_is_not_taken_for_one(windows):
    """Is a billionth of a later input seen, and what depends on the order of adding up not?"""

    def faint(inputs):
        return inputs + 1e-9 * np.roll(inputs, -2, axis=1)

    def rounded(inputs):
        return inputs + (inputs.sum() - inputs.sum(axis=0).sum())

    assert look_ahead(faint, *windows) == 2
    assert look_ahead(rounded, *windows) == 0


def test_tokens_and_one_answer_a_step_will_do(rng):
    """Are whole numbers handed on as such, and answers of shape (batch, steps) taken?"""
    inputs = rng.integers(0, 5, (BATCH, STEPS))
    table = rng.normal(size=10)
    assert look_ahead(lambda words: table[words], inputs, inputs + 5) == 0
    assert look_ahead(lambda words: table[words][:, ::-1], inputs, inputs + 5) == STEPS - 1


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "steps"), [("forward", 0), ("both", 6), ("window", 2)])
def test_keras_models_are_told_apart(windows, kind, steps):
    """Are an LSTM, a bidirectional one and a window of two steps to each side told apart?"""
    from lstm_lib.backend import keras

    keras.utils.set_random_seed(3)
    layer = {
        "forward": keras.layers.LSTM(UNITS, return_sequences=True),
        "both": keras.layers.Bidirectional(keras.layers.LSTM(UNITS, return_sequences=True)),
        "window": keras.layers.Conv1D(UNITS, 5, padding="same"),
    }[kind]
    layers = [keras.Input((STEPS, FEATURES)), layer, keras.layers.Dropout(0.5)]
    assert look_ahead(keras.Sequential(layers), *windows) == steps


def test_a_model_that_answers_by_chance_is_refused(windows):
    """Is chance told from a look ahead?"""
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="model answers the same inputs differently, expected"):
        look_ahead(lambda x: rng.random(x.shape), *windows)


@pytest.mark.parametrize(
    ("model", "change", "error", "message"),
    [
        (None, None, TypeError, "model is None, expected a Keras model or a function of inputs"),
        (
            lambda x: x[:, -1],
            None,
            ValueError,
            r"the model answers with shape \(3, 2\), expected an answer for every step",
        ),
        (lambda x: x * np.nan, None, ValueError, "what the model answers has .* NaN"),
        (lambda x: x, lambda x: x[:, 1:], ValueError, r"others has shape \(3, 6, 2\), expected"),
        (lambda x: x, lambda x: x * np.inf, ValueError, "others has .* infinite"),
    ],
)
def test_bad_input_is_refused_by_name(windows, model, change, error, message):
    """Does each error say what was passed and what was expected?"""
    inputs, others = windows
    with np.errstate(invalid="ignore"), pytest.raises(error, match=message):
        look_ahead(model, inputs, others if change is None else change(others))


def test_others_that_change_nothing_at_a_step_are_refused(windows):
    """Is a step that would stay the same named, since nothing could be seen there?"""
    inputs, others = windows
    others[:, 4] = inputs[:, 4]
    with pytest.raises(ValueError, match="others has the values of inputs at step 4, expected"):
        look_ahead(lambda x: x, inputs, others)
