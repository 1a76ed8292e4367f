"""Judges of the exercise `language_model`."""

from lstm_lib.checks.exercises.language_model.checks import (
    BITS,
    DECODE,
    ENCODE,
    LONGEST_COPY,
    STREAM_WINDOWS,
    WITH_TEMPERATURE,
)
from lstm_lib.checks.exercises.language_model.judge.answers import (
    DECODE_WRONG_ANSWERS,
    ENCODE_WRONG_ANSWERS,
    decode,
    encode,
)
from lstm_lib.checks.exercises.language_model.judge.bits import (
    BITS_WRONG_ANSWERS,
    bits_per_character,
)
from lstm_lib.checks.exercises.language_model.judge.copies import (
    COPY_WRONG_ANSWERS,
    longest_copy,
)
from lstm_lib.checks.exercises.language_model.judge.drawing import CONTINUE
from lstm_lib.checks.exercises.language_model.judge.refusing import refusing
from lstm_lib.checks.exercises.language_model.judge.temperature import (
    TEMPERATURE_WRONG_ANSWERS,
    with_temperature,
)
from lstm_lib.checks.exercises.language_model.judge.windows import (
    STREAMS_WRONG_ANSWERS,
    stream_windows,
)
from lstm_lib.checks.judge.judged import judged

JUDGES = {
    "encode": refusing(
        ENCODE,
        "a character that the vocabulary lacks",
        encode,
        ENCODE_WRONG_ANSWERS,
        "the place of each character in the vocabulary",
    ),
    "decode": judged(
        DECODE, decode, DECODE_WRONG_ANSWERS, "the character at each place of the vocabulary"
    ),
    "stream_windows": judged(
        STREAM_WINDOWS,
        stream_windows,
        STREAMS_WRONG_ANSWERS,
        "how many characters are used, where each stream begins, and which axis is which",
    ),
    "bits_per_character": judged(
        BITS,
        bits_per_character,
        BITS_WRONG_ANSWERS,
        "which probability counts at each step, which logarithm it is, and what the mean is over",
    ),
    "with_temperature": refusing(
        WITH_TEMPERATURE,
        "a temperature of 0 or below",
        with_temperature,
        TEMPERATURE_WRONG_ANSWERS,
        "what is divided by the temperature, and what comes after",
    ),
    "continue_text": CONTINUE,
    "longest_copy": judged(
        LONGEST_COPY, longest_copy, COPY_WRONG_ANSWERS, "where a run may begin and end"
    ),
}
