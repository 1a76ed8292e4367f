"""Judges of the exercise `dropout`."""

from lstm_lib.checks.exercises.dropout.checks import (
    ASK_OFTEN,
    DROP_ALONG,
    INVERTED_MASK,
    MASKED_STEP,
)
from lstm_lib.checks.exercises.dropout.judge.answers import (
    ALONG_WRONG_ANSWERS,
    MASK_WRONG_ANSWERS,
    STEP_WRONG_ANSWERS,
    drop_along,
    inverted_mask,
    masked_step,
)
from lstm_lib.checks.exercises.dropout.judge.often import OFTEN_WRONG_ANSWERS, ask_often
from lstm_lib.checks.exercises.dropout.judge.own_step import OWN_STEP_WRONG_ANSWERS
from lstm_lib.checks.exercises.dropout.judge.run import RUN
from lstm_lib.checks.judge.judged import judged

JUDGES = {
    "inverted_mask": judged(
        INVERTED_MASK,
        inverted_mask,
        MASK_WRONG_ANSWERS,
        "what is compared with what, and what the kept values are divided by",
    ),
    "drop_along": judged(
        DROP_ALONG, drop_along, ALONG_WRONG_ANSWERS, "which entry of the mask meets which input"
    ),
    "masked_step": judged(
        MASKED_STEP,
        masked_step,
        (*STEP_WRONG_ANSWERS, *OWN_STEP_WRONG_ANSWERS),
        "what each mask is multiplied with",
    ),
    "run_masked": RUN,
    "ask_often": judged(
        ASK_OFTEN,
        ask_often,
        OFTEN_WRONG_ANSWERS,
        "what an answer is, and which axis mean and deviation are taken over",
    ),
}
