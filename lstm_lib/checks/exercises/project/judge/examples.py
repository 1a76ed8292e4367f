"""Judge of `training_examples`: by what each row depends on, whatever is in it."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.checks import TRAINING_EXAMPLES
from lstm_lib.checks.exercises.project.observe import FROM_END, PROBES
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

BORDER, PAST, AHEAD = "nothing from after the border", "inputs before targets", "steps ahead"
WHATS = (BORDER, PAST, AHEAD)

NOT_TWO = Told("not two arrays", "it does not return two things, `inputs` and `targets`")
NOTHING = Told("nothing returned", "it returns None. Is there a `return` line?")
NO_ROWS = Told("no rows", "`inputs` or `targets` is one number. Both have a row for each example")
UNEQUAL = Told(
    "unequal lengths",
    "there are {inputs} rows of inputs and {targets} of targets. Each example has one of both",
)
SWAPPED = Told(
    "inputs and targets swapped",
    "what follows stands in the first place and the windows in the second: return inputs first",
)
FEW = Told(
    "few examples",
    "only {inputs} examples come out of {points} training points. Let each point begin one, as "
    "long as its window and what follows lie before `train_end`, and let windows be shorter than "
    "90 points",
)
NOT_FINITE = Told(
    "NaN or infinity",
    "there are NaN or infinite values. Rolling means and lags have none at the beginning: leave "
    "those rows out",
)
SHUFFLED = Told(
    "different each time",
    "two calls with the same series give different examples. Leave shuffling to the training",
)
SHAPES_MOVE = Told(
    "number of examples depends on values",
    "how many examples there are depends on the values of single points",
)
SCALER = Told(
    "scaler saw the future",
    "other values after `train_end` change nearly all rows: something is computed from the whole "
    "series, such as a scaler's lowest and highest value, or its mean. Compute it from "
    "`series[:train_end]`",
)
TARGET_SCALER = Told(
    "targets' scaler saw the future",
    "other values after `train_end` change nearly all targets, and few inputs: the targets are "
    "scaled by numbers from the whole series",
)
NO_BORDER = Told(
    "border ignored",
    "examples come from the whole series: the last one is a stretch of the end of it, long after "
    "`train_end`",
)
ACROSS = Told(
    "windows across the border",
    "the last {count} examples reach over `train_end`: their windows or targets hold points that "
    "are not known yet. They were cut first and split afterwards. Cut the series first",
)
SCATTERED = Told(
    "random choice of windows",
    "{count} examples from all over the rows hold points from after `train_end`. Windows of the "
    "whole series were shuffled, or picked at random",
)
COUNT_MOVES = Told(
    "number depends on the future", "how many examples there are depends on later values"
)
FUTURE = Told(
    "a feature knows the future",
    "an input depends on a point {count} after the first that its target is about: {example}",
)
INSIDE = Told(
    "target inside the window",
    "the newest point of an input is the point that its target is about. The model would only "
    "have to copy it",
)
UNRELATED = Told(
    "unrelated rows",
    "inputs and targets of one row do not belong together: their points lie far apart. Are both "
    "in the same order?",
)
NO_INPUT = Told(
    "inputs without the series",
    "no input depends on any point near its target",
)
SKIPPED = Told(
    "a point skipped",
    "between the newest point of an input and its target lies {count} that is used for neither. "
    "With `series[i : i + steps]` as input, the next point is `series[i + steps]`",
)
COLUMNS = Told(
    "number of columns",
    "there are {columns} targets in a row, for a horizon of {horizon}. Give one, or `horizon` of "
    "them",
)
NOT_IN_ORDER = Told(
    "columns out of order",
    "the targets of a row are not 1, 2, 3 … steps ahead, from left to right",
)
NEWEST_LOST = Told(
    "newest example left out",
    "the last example does not reach the last training point. How many windows have all their "
    "targets before `train_end`?",
)
OVER = (NO_BORDER, ACROSS, SCATTERED, COUNT_MOVES)
UNUSABLE = {"None": NOTHING, "not two": NOT_TWO, "no rows": NO_ROWS, "shapes": SHAPES_MOVE}


def _judge_examples(seen: Observation, rng: Any) -> list[Finding]:
    """Judge what rows depend on: on the future, and on which points of the past."""
    cases = TRAINING_EXAMPLES.cases(rng)
    if (why := str(seen.facts.get("unusable", ""))) in UNUSABLE:
        return _all(UNUSABLE[why], {})
    wrong: dict[str, tuple[Told, dict[str, Any]]] = {}
    for number, case in enumerate(cases):
        n_in, n_out, columns, width = (int(v) for v in published(seen, f"{number}/shapes")[:4])
        words = {"inputs": n_in, "targets": n_out, "points": case["train_end"]}
        if n_in != n_out:
            return _all(UNEQUAL, words)
        if f"{number}/finite" not in seen.arrays:
            return _all(FEW, words)
        if not published(seen, f"{number}/finite"):
            return _all(NOT_FINITE, words)
        if not published(seen, f"{number}/repeats"):
            return _all(SHUFFLED, words)
        if width in (1, case["horizon"]) and columns not in (1, case["horizon"]):
            return _all(SWAPPED, words)
        found = {BORDER: _over(seen, number)}
        if number < 2:
            found[PAST] = _past(seen, number, columns, case["horizon"])
            found[AHEAD] = _ahead(seen, number, columns, case["horizon"])
        for what, one in found.items():
            if one is not None:
                wrong.setdefault(what, one)
    past = wrong[PAST][0] if PAST in wrong else None
    if past in (NO_INPUT, UNRELATED):
        wrong[AHEAD] = wrong[PAST]
    # Rows that lie after the border, or that lack their last targets for want of later points,
    # cannot be asked whether they end at the last training point.
    follows = past in (FUTURE, INSIDE) or wrong.get(BORDER, (None,))[0] in OVER
    if follows and wrong.get(AHEAD, (None,))[0] is NEWEST_LOST:
        del wrong[AHEAD]
    return say_once([_finding(what, wrong.get(what)) for what in WHATS])


def _all(told: Told, words: dict[str, Any]) -> list[Finding]:
    """Say the same of everything."""
    return say_once([_finding(what, (told, words)) for what in WHATS])


def _finding(what: str, wrong: tuple[Told, dict[str, Any]] | None) -> Finding:
    """Word a finding."""
    if wrong is None:
        return Finding(what, True, "right on all series tried")
    told, words = wrong
    return Finding(what, False, told.message.format(**words), diagnosis=told.name)


def _over(seen: Observation, number: int) -> tuple[Told, dict[str, Any]] | None:
    """Say how the future after the border gets into the rows, if it does."""
    if not published(seen, f"{number}/same_shapes"):
        return COUNT_MOVES, {}
    inputs = published(seen, f"{number}/inputs_moved").astype(bool)
    targets = published(seen, f"{number}/targets_moved").astype(bool)
    moved = inputs | targets
    if not np.any(moved):
        return None
    if np.mean(inputs) > 0.9:
        return SCALER, {}
    if np.mean(targets) > 0.9:
        return TARGET_SCALER, {}
    count = int(np.sum(moved))
    if not np.all(moved[-count:]):
        return SCATTERED, {"count": count}
    # Of windows of the whole series, a quarter lies after the border: 80 of the smaller ones.
    return (NO_BORDER if count >= 60 else ACROSS), {"count": count}


def _leads(seen: Observation, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the latest changed points of inputs and targets, of the rows in the middle."""
    last_in = published(seen, f"{number}/inputs_last").astype(int)
    last_out = published(seen, f"{number}/targets_last").astype(int)
    top = int(max(last_out.max(), last_in.max()))
    first = last_out[:, 0]
    inside = (first >= top - PROBES + 8) & (first <= top - 8)
    return last_in[inside], last_out[inside], first[inside]


def _past(
    seen: Observation, number: int, columns: int, horizon: int
) -> tuple[Told, dict[str, Any]] | None:
    """Say whether an input knows its own target or what comes later."""
    last_in, _, first = _leads(seen, number)
    if len(first) == 0 or np.all(last_in < 0):
        anywhere = np.any(published(seen, f"{number}/inputs_last") >= 0)
        return (UNRELATED if anywhere else NO_INPUT), {}
    lead = first - last_in
    usual = int(np.median(lead))
    if abs(usual) > FROM_END // 2 or np.mean(np.abs(lead - usual) > 8) > 0.3:
        return UNRELATED, {}
    if columns == 1 and horizon > 1 and usual <= 0:  # the target may be `horizon` steps ahead
        return (INSIDE, {}) if usual == 0 else (FUTURE, _words(-usual))
    if usual == 0:
        return INSIDE, {}
    if usual < 0:
        return FUTURE, _words(-usual)
    return None


def _words(count: int) -> dict[str, Any]:
    """Say how far ahead an input looks."""
    return {
        "count": "one step" if count == 1 else f"{count} steps",
        "example": "a centered mean, a difference to the next point, or a shift the wrong way",
    }


def _ahead(
    seen: Observation, number: int, columns: int, horizon: int
) -> tuple[Told, dict[str, Any]] | None:
    """Say whether the targets are as far ahead as they have to be."""
    if columns not in (1, horizon):
        return COLUMNS, {"columns": columns, "horizon": horizon}
    last_in, last_out, first = _leads(seen, number)
    if len(first) == 0:
        return NO_INPUT, {}
    steps = np.diff(last_out, axis=1)
    if steps.size and np.mean(steps == 1) < 0.9:
        return NOT_IN_ORDER, {}
    usual = int(np.median(first - last_in))
    right = {1, horizon} if columns == 1 else {1}
    if usual > 0 and usual not in right:
        skipped = usual - 1 if usual <= horizon else usual - (horizon if columns == 1 else 1)
        return SKIPPED, {"count": "one point" if skipped == 1 else f"a gap of {skipped} points"}
    if not published(seen, f"{number}/newest"):
        return NEWEST_LOST, {}
    return None


EXAMPLES_JUDGE = Judge(
    _judge_examples,
    (
        *(NOT_TWO, NOTHING, NO_ROWS, UNEQUAL, SWAPPED, FEW, NOT_FINITE, SHUFFLED, SHAPES_MOVE),
        *(SCALER, TARGET_SCALER, NO_BORDER, ACROSS, SCATTERED, COUNT_MOVES),
        *(FUTURE, INSIDE, UNRELATED, NO_INPUT, SKIPPED, COLUMNS, NOT_IN_ORDER, NEWEST_LOST),
    ),
)
