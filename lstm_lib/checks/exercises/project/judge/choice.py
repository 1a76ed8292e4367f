"""Judge of `choose`: by what it trained, where it asked for forecasts, and what it chose."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import EARLY, KEPT, LATE, LUCKY, TESTED
from lstm_lib.checks.exercises.project.checks import CHOOSE
from lstm_lib.checks.exercises.project.judge.logs import (
    BLIND,
    HISTORIES,
    NO_TRAINING_OF,
    ON_VALIDATION,
    TRAININGS,
    Log,
    Wrong,
    histories,
    read_log,
    trainings,
)
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published, returned_otherwise, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Malformed, Observation
from lstm_lib.checks.verdict import Finding

TRAINED, CHOSEN = "trainings", "choice"

NOT_A_SETTING = Told(
    "not a setting",
    "it returns {returned}, and one of `settings` was expected, as it stands in the list",
)
TEST_USED = Told(
    "test part used for choice",
    "forecasts were asked for in the test part. What has helped to choose cannot judge any more: "
    "compare settings on the validation part",
)
REACHES = Told(
    "reaches into the test part",
    "from the last points of the validation part, the steps ahead reach into the test part. Stop "
    "`horizon` points before its end",
)
ON_TRAINING = Told(
    "chosen on the training part",
    "settings are compared on the training part, which they have learned: the one that learns by "
    "heart wins. Compare them on the validation part",
)
ORIGINS = Told(
    "validation part not used up",
    "forecasts were asked for from {count} points of the validation part, and {all} have all "
    "their steps ahead in it, the first of them the one right after the training part",
)
LUCKY_SEED = Told(
    "lucky seed",
    "it takes the setting whose best seed is best. Its other seeds are bad: take the mean or the "
    "median over the seeds",
)
LARGEST = Told("largest error chosen", "it takes the setting with the largest error")
NOT_THE_BEST = Told(
    "",
    "it does not take the setting with the least error. Look at what is compared with what, "
    "and over what the mean runs",
)
SHIFTED = Told(
    "truths shifted",
    "it takes a setting whose forecasts are right for the values one step {way}: forecasts and "
    "true values are paired wrongly. After `series[:t]` the first forecast is for `series[t]`",
)


def _judge_choice(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a choice among settings whose errors are planted."""
    cases = CHOOSE.cases(rng)
    if came := seen.facts.get("returned"):
        if came == "None":
            complaint = returned_otherwise(seen, CHOOSE.values)
            return [Finding(what, False, complaint) for what in (TRAINED, CHOSEN)]
        words = {"returned": str(came)[:60]}
        wrong = (NOT_A_SETTING, words)
        return say_once([_finding(TRAINED, wrong), _finding(CHOSEN, wrong)])
    trained: Wrong = None
    chosen: Wrong = None
    kinds = []
    for number, case in enumerate(cases):
        log = read_log(seen, number, case)
        trained = trained or trainings(log, (log.borders[0],), ON_VALIDATION)
        place = int(published(seen, f"{number}/0"))
        if not 0 <= place < len(case["kinds"]):
            raise Malformed("it chose what is not there")
        chosen = chosen or _asked(log)
        kinds.append(case["kinds"][place])
    chosen = chosen or _taken(kinds)
    if trained and (trained[0] in BLIND or chosen and chosen[0] is LUCKY_SEED):
        chosen = trained  # the choice follows from it
    return say_once([_finding(TRAINED, trained), _finding(CHOSEN, chosen)])


def _finding(what: str, wrong: Wrong) -> Finding:
    """Word a finding."""
    if wrong is None:
        return Finding(what, True, "right on all series tried")
    told, words = wrong
    return Finding(what, False, told.message.format(**words), diagnosis=told.name)


def _asked(log: Log) -> Wrong:
    """Say where forecasts were asked for that decide nothing honest."""
    if wrong := histories(log.asked, "`forecast`"):
        return wrong
    train, validation, _ = log.borders
    horizon, ends = log.case["horizon"], log.asked[:, 1]
    if np.any(ends >= validation):
        return TEST_USED, {}
    if np.any(ends + horizon > validation):
        return REACHES, {}
    if np.any(ends < train):
        return ON_TRAINING, {}
    all_of = validation - train - horizon + 1
    counts = [len(np.unique(ends[log.asked[:, 0] == k])) for k in range(len(log.fits))]
    if min(counts, default=0) < all_of:
        return ORIGINS, {"count": min(counts, default=0), "all": all_of}
    return None


def _taken(kinds: list[int]) -> Wrong:
    """Say why settings were taken; only a kind that is taken each time tells."""
    if all(kind == KEPT for kind in kinds):
        return None
    kind = kinds[0] if len(set(kinds)) == 1 else KEPT
    if kind in (EARLY, LATE):
        return SHIFTED, {"way": "earlier" if kind == EARLY else "later"}
    # On the validation part, the one that is best on the test part errs most.
    return {LUCKY: LUCKY_SEED, TESTED: LARGEST}.get(kind, NOT_THE_BEST), {}


CHOICE_JUDGE = Judge(
    _judge_choice,
    (
        *TRAININGS,
        NO_TRAINING_OF,
        ON_VALIDATION,
        *HISTORIES,
        *(NOT_A_SETTING, TEST_USED, REACHES, ON_TRAINING, ORIGINS),
        *(LUCKY_SEED, LARGEST, SHIFTED),
    ),
)
