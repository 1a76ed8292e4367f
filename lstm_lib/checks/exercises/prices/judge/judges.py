"""Judges of the exercise `prices`."""

from lstm_lib.checks.exercises.prices.checks import (
    HAR_ROWS,
    LOG_RETURNS,
    SCALE_FOLD,
    SKILL_BESIDE,
)
from lstm_lib.checks.exercises.prices.judge.empty import reading_empty
from lstm_lib.checks.exercises.prices.judge.returns import WRONG_RETURNS, log_returns
from lstm_lib.checks.exercises.prices.judge.rows import WRONG_ROWS, har_rows
from lstm_lib.checks.exercises.prices.judge.scale import WRONG_SCALES, scale_fold
from lstm_lib.checks.exercises.prices.judge.skill import WRONG_SKILLS, skill_beside
from lstm_lib.checks.exercises.prices.judge.split import SPLIT
from lstm_lib.checks.exercises.prices.judge.verdict import VERDICT
from lstm_lib.checks.judge.judged import judged

JUDGES = {
    "log_returns": reading_empty(
        judged(
            LOG_RETURNS,
            log_returns,
            WRONG_RETURNS,
            "which two prices each return needs, and which day has none",
        )
    ),
    "har_rows": reading_empty(
        judged(
            HAR_ROWS,
            har_rows,
            WRONG_ROWS,
            "which days each mean runs over, and which day the row belongs to",
        )
    ),
    "walk_forward": SPLIT,
    "scale_fold": judged(
        SCALE_FOLD,
        scale_fold,
        WRONG_SCALES,
        "which rows mean and standard deviation are taken from, and along which axis",
    ),
    "skill_beside": judged(
        SKILL_BESIDE,
        skill_beside,
        WRONG_SKILLS,
        "which two errors are compared, and what is divided by what",
    ),
    "share_verdict": VERDICT,
}
