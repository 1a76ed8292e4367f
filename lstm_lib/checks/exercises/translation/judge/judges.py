"""Judges of the exercise `translation`."""

from lstm_lib.checks.exercises.translation.checks import (
    BEAM_SEARCH,
    GREEDY,
    MASKED_LOSS,
    TO_ARRAYS,
)
from lstm_lib.checks.exercises.translation.judge.answers import (
    ARRAYS_WRONG_ANSWERS,
    to_arrays,
)
from lstm_lib.checks.exercises.translation.judge.beam_answers import BEAM_WRONG_ANSWERS
from lstm_lib.checks.exercises.translation.judge.loss_answers import (
    LOSS_WRONG_ANSWERS,
    masked_loss,
)
from lstm_lib.checks.exercises.translation.judge.search import beam_search
from lstm_lib.checks.exercises.translation.judge.written import (
    GREEDY_WRONG_ANSWERS,
    greedy,
    with_step,
)
from lstm_lib.checks.judge.judged import judged

JUDGES = {
    "to_arrays": judged(
        TO_ARRAYS,
        to_arrays,
        ARRAYS_WRONG_ANSWERS,
        "where the marks stand, where the padding stands, and what becomes of an unknown word",
    ),
    "masked_loss": judged(
        MASKED_LOSS,
        masked_loss,
        LOSS_WRONG_ANSWERS,
        "softmax, the logarithm of the right word's share, and what is divided by what",
    ),
    "greedy": judged(
        GREEDY,
        greedy,
        GREEDY_WRONG_ANSWERS,
        "what each step reads, which word it writes, and where the sentence ends",
        given=with_step,
    ),
    "beam_search": judged(
        BEAM_SEARCH,
        beam_search,
        BEAM_WRONG_ANSWERS,
        "what each hypothesis carries along, by what they are ranked, and what becomes of those "
        "that are finished",
        given=with_step,
    ),
}
