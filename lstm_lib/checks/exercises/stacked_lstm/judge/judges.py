"""Judges of the exercise `stacked_lstm`: network, counts, training, the floor, the roll-out."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.stacked_lstm.checks import (
    BUILD_STACKED,
    COUNT_PARAMETERS,
    COUNT_STACKED,
    PERSISTENCE_MSE,
    ROLL_OUT,
    made_up_count,
)
from lstm_lib.checks.exercises.stacked_lstm.judge.answers import (
    WRONG_COUNTS,
    WRONG_FLOORS,
    WRONG_ROLL_OUTS,
    WRONG_STACKED_COUNTS,
    count_parameters,
    count_stacked,
    moved_on,
    persistence_mse,
    rolling,
)
from lstm_lib.checks.exercises.stacked_lstm.judge.models import (
    OTHER_DROPOUTS,
    WRONG_MODELS,
    dropout_complaint,
)
from lstm_lib.checks.judge.compare import agree, compare
from lstm_lib.checks.judge.findings import returned_otherwise
from lstm_lib.checks.judge.judged import Judge, judged, observed
from lstm_lib.checks.judge.models.structure import (
    Part,
    input_complaint,
    judge_builder,
    layers_complaint,
)
from lstm_lib.checks.judge.models.supplied import with_network
from lstm_lib.checks.judge.models.trained import judge_trained
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

KINDS = ("LSTM", "LSTM", "Dense")
ELSEWHERE = ("Dropout", *OTHER_DROPOUTS)  # judged by itself
COUNT_TOLERANCE = 1e-9  # a difference of one parameter in ten million counts
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
    cases = COUNT_STACKED.cases(rng)
    if complaint := returned_otherwise(seen, COUNT_STACKED.values):
        return [Finding("count", False, complaint)]
    (found,) = observed(seen, len(cases), 1)

    def given(answer: Callable[..., int], count: Callable[[int, int], int]) -> list[np.ndarray]:
        return [np.asarray(answer(case["units"], case["features"], count)) for case in cases]

    counts = (count_parameters, made_up_count)  # in one piece, or with the stand-in
    right = [given(count_stacked, count) for count in counts]
    expected = next((r for r in right if agree(found, r, COUNT_TOLERANCE)), right[0])
    known = [
        (wrong, given(wrong.answer, count)) for count in counts for wrong in WRONG_STACKED_COUNTS
    ]
    look_at = "what each of the three layers reads"
    return [compare("count", found, expected, known, look_at, COUNT_TOLERANCE)]


JUDGES = {
    "build_stacked": judge_builder(BUILD_STACKED, PARTS, WRONG_MODELS),
    "count_parameters": judged(
        COUNT_PARAMETERS,
        count_parameters,
        WRONG_COUNTS,
        "the number of blocks, and what each block reads",
        COUNT_TOLERANCE,
    ),
    "count_stacked": Judge(_judge_count_stacked, WRONG_STACKED_COUNTS),
    "trained_stacked": judge_trained(KINDS, ELSEWHERE, WRONG_MODELS),
    "persistence_mse": judged(
        PERSISTENCE_MSE,
        persistence_mse,
        WRONG_FLOORS,
        "which value of the window is compared with its target, and at the shapes",
    ),
    "roll_out": judged(
        ROLL_OUT,
        rolling(moved_on),
        WRONG_ROLL_OUTS,
        "how the window moves on: which value leaves it, and where the answer comes in",
        ROLL_OUT_TOLERANCE,
        with_network,
    ),
}
