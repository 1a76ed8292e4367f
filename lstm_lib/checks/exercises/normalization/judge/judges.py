"""Judges of the exercise `normalization`; that of the step is in `step.py`."""

from lstm_lib.checks.exercises.normalization.checks import (
    BATCH_NORM_IN_USE,
    BATCH_NORM_TRAINING,
    LAYER_NORM,
)
from lstm_lib.checks.exercises.normalization.judge.answers import (
    IN_USE_WRONG_ANSWERS,
    LAYER_NORM_WRONG_ANSWERS,
    batch_norm_in_use,
    layer_norm,
)
from lstm_lib.checks.exercises.normalization.judge.step import STEP
from lstm_lib.checks.exercises.normalization.judge.training import (
    TRAINING_WRONG_ANSWERS,
    batch_norm_training,
)
from lstm_lib.checks.judge.judged import judged

JUDGES = {
    "layer_norm": judged(
        LAYER_NORM,
        layer_norm,
        LAYER_NORM_WRONG_ANSWERS,
        "which numbers share a mean, and what stands under the root",
    ),
    "batch_norm_training": judged(
        BATCH_NORM_TRAINING,
        batch_norm_training,
        TRAINING_WRONG_ANSWERS,
        "over which axes the batch is averaged, and which share of the old average stays",
    ),
    "batch_norm_in_use": judged(
        BATCH_NORM_IN_USE,
        batch_norm_in_use,
        IN_USE_WRONG_ANSWERS,
        "where mean and variance come from, and what stands under the root",
    ),
    "layer_norm_step": STEP,
}
