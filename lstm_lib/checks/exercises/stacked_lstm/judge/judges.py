"""Judges of the exercise `stacked_lstm`: network, counts, training, the floor, the roll-out."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.stacked_lstm.checks import (
    COUNT_ARGUMENTS,
    PERSISTENCE_ARGUMENTS,
    ROLL_OUT_ARGUMENTS,
    layer_sizes,
    made_up_count,
    sizes,
    windows_to_compare,
    windows_to_continue,
)
from lstm_lib.checks.exercises.stacked_lstm.judge.answers import (
    WRONG_FLOORS,
    WRONG_ROLL_OUTS,
    moved_on,
    persistence_mse,
    rolling,
)
from lstm_lib.checks.exercises.stacked_lstm.judge.counts import (
    WRONG_COUNTS,
    WRONG_STACKED_COUNTS,
    count_parameters,
    count_stacked,
)
from lstm_lib.checks.exercises.stacked_lstm.judge.dropout import dropout_complaint
from lstm_lib.checks.exercises.stacked_lstm.judge.models import WRONG_MODELS
from lstm_lib.checks.judge.compare import (
    compare,
    judge_function,
    published,
    returned_otherwise,
    same,
)
from lstm_lib.checks.judge.models.network import from_weights
from lstm_lib.checks.judge.models.structure import (
    Part,
    input_complaint,
    judge_builder,
    layers_complaint,
)
from lstm_lib.checks.judge.models.trained import judge_trained
from lstm_lib.checks.judge.models.training_answers import WRONG_TRAININGS
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

KINDS = ("LSTM", "LSTM", "Dense")
ELSEWHERE = ("Dropout",)  # judged by itself
COUNT_TOLERANCE = 1e-9  # one parameter in ten million counts
ROLL_OUT_TOLERANCE = 1e-4  # float32 in Keras, fed back

PARTS = (
    Part(
        "input",
        1,
        input_complaint,
        lambda case: f"windows of ({case['steps']}, {case['features']})",
    ),
    Part(
        "layers",
        2,
        layers_complaint(KINDS, ELSEWHERE),
        lambda case: (
            f"LSTM({case['units']}) of every step → LSTM({case['units']}) of the last → Dense(1)"
        ),
    ),
    Part(
        "dropout",
        1,
        dropout_complaint,
        lambda case: f"Dropout({case['dropout']}) between the two LSTMs",
    ),
)


def _judge_count_stacked(seen: Observation, rng: Any) -> list[Finding]:
    """Judge the count of the whole network, whatever the count of one layer is."""
    cases, name = layer_sizes(rng), "count"
    if complaint := returned_otherwise(seen, [name]):
        return [Finding(name, False, complaint)]
    found = [published(seen, f"{k}/0") for k in range(len(cases))]

    def given(answer: Callable[..., int], count: Callable[[int, int], int]) -> list[np.ndarray]:
        return [np.asarray(answer(case["units"], case["features"], count)) for case in cases]

    expected = given(count_stacked, count_parameters)
    with_stand_in = given(count_stacked, made_up_count)
    if all(same(a, b, COUNT_TOLERANCE) for a, b in zip(found, with_stand_in, strict=True)):
        expected = with_stand_in
    known = [
        (wrong, given(wrong.answer, count))
        for count in (count_parameters, made_up_count)
        for wrong in WRONG_STACKED_COUNTS
    ]
    look_at = "what each of the three layers reads"
    return [compare(name, found, expected, known, look_at, COUNT_TOLERANCE)]


def _windows_with_model(rng: Any) -> list[dict[str, Any]]:
    """Draw the cases of roll_out, each with its network in NumPy."""
    return [
        {**case, "model": from_weights(len(case["window"]), case["weights"])}
        for case in windows_to_continue(rng)
    ]


JUDGES: dict[str, Callable[[Observation, Any], list[Finding]]] = {
    "build_stacked": judge_builder(sizes, PARTS, WRONG_MODELS),
    "count_parameters": judge_function(
        layer_sizes,
        COUNT_ARGUMENTS,
        count_parameters,
        ["count"],
        WRONG_COUNTS,
        "the number of blocks, and what each block reads",
        COUNT_TOLERANCE,
    ),
    "count_stacked": _judge_count_stacked,
    "trained_stacked": judge_trained(KINDS, ELSEWHERE, WRONG_MODELS, WRONG_TRAININGS),
    "persistence_mse": judge_function(
        windows_to_compare,
        PERSISTENCE_ARGUMENTS,
        persistence_mse,
        ["error"],
        WRONG_FLOORS,
        "which value of the window is compared with its target, and at the shapes",
    ),
    "roll_out": judge_function(
        _windows_with_model,
        ROLL_OUT_ARGUMENTS,
        rolling(moved_on),
        ["forecast"],
        WRONG_ROLL_OUTS,
        "how the window moves on: which value leaves it, and where the answer comes in",
        ROLL_OUT_TOLERANCE,
    ),
}
