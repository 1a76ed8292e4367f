"""Judge of `fit`: what its forecasts depend on, and whether it has learned anything at all."""

from typing import Any

import numpy as np

from lstm_lib.checks.exercises.project.cases import wave
from lstm_lib.checks.exercises.project.observe import is_season
from lstm_lib.checks.exercises.project.watched_fit import past
from lstm_lib.checks.judge.diagnosis import Told
from lstm_lib.checks.judge.findings import published, say_once
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

FORM, KNOWS, LEARNED = "what it returns", "what it knows", "what it has learned"
WHATS = (FORM, KNOWS, LEARNED)

NO_SETTINGS = Told("no settings", "`SETTINGS` is not a list with a setting in it. Run its cell")
NOTHING = Told("nothing returned", "it returns None. Is there a `return` line?")
NO_FUNCTION = Told(
    "no function",
    "it does not return a function. Define `forecast(history)` inside `fit`, and return "
    "`forecast`, without parentheses",
)
OTHER_SHAPE = Told(
    "another number of forecasts",
    "`forecast` returns the shape {shapes}, and ({horizon},) was expected: one value for each "
    "step ahead",
)
NOT_FINITE = Told("not finite", "its forecasts are NaN or infinite")
SCALED = Told(
    "scaled units",
    "its forecasts lie near {found:.3g}, and the series lies between {low:.0f} and {high:.0f}: "
    "they are scaled. Take them back to the series' units",
)
FAR_OFF = Told(
    "far out of range",
    "its forecasts lie near {found:.3g}, and the series lies between {low:.0f} and {high:.0f}. "
    "The way back from scaled units is not the way there turned round",
)
KNOWS_LATER = Told(
    "training knows the future",
    "other values after `train_end` change its forecasts of earlier points, with the same seed: "
    "the training, or its scaler, has seen them",
)
PEEKS = Told(
    "forecast reads the truth",
    "forecasts that reach over `train_end` change with the true values there, although the "
    "history is the same: `forecast` reads the series that `fit` was given. Each step ahead has to "
    "come from the history and from forecasts, never from true values",
)
NOT_SEEDED = Told(
    "not repeatable",
    "the same series and the same seed give other forecasts: what draws numbers has not been "
    "given `seed`, or what was trained before is kept and trained on",
)
CHANGES = Told(
    "another answer each time",
    "asked twice about the same history, `forecast` gives other values: it draws numbers, as with "
    "a dropout that is still on, or it keeps something from one call to the next",
)
FIXED = Told(
    "fixed seed",
    "another `seed` gives the same forecasts, and the same number seeds both trainings. Three "
    "seeds would then be one seed three times",
)
CONSTANT = Told(
    "nothing learned",  # as below: how far off it is hangs on the series
    "it gives the same forecast from everywhere, whatever `history` is. Does `forecast` use it?",
)
OTHER_PAST = Told(
    "history not read",
    "a history with another end gives the same forecast: `forecast` reads the series that `fit` "
    "was given, and not the history",
)
SHIFTED = Told(
    "steps shifted",
    "its forecasts fit the true values {shift} far better than those that they are for: the "
    "steps ahead are counted wrongly",
)
BACKWARD = Told(
    "steps in reverse", "its forecasts fit far better from the last step ahead to the first"
)
KEPT = Told(
    "kept from another training",
    "after a second training, on a series of another level, its forecasts still lie where the "
    "first series was: something is kept in a global variable. Make it anew in each call",
)
ONE_STEP = Told(
    "one step repeated",
    "its forecast one step ahead is good, and it gives the same one for all steps ahead. If the "
    "model forecasts one step, put its answer at the end of the window and ask again",
)
UNLEARNED = Told(
    "nothing learned",
    "on the wave that it was trained on, with two seeds, it errs more than one who always says "
    "the mean, one step ahead too: {error:.2f} times as much. Does the network see at the "
    "forecast what it saw in training, in the same units and in the same order?",
)
UNUSABLE = {"settings": NO_SETTINGS, "None": NOTHING, "no function": NO_FUNCTION}


def _judge_fit(seen: Observation, rng: Any) -> list[Finding]:
    """Judge three trainings by their forecasts."""
    length = seen.facts.get("season")
    case, second = wave(rng, length if isinstance(length, int) and is_season(length) else None)
    if (why := str(seen.facts.get("unusable", ""))) in UNUSABLE:
        return _all(UNUSABLE[why], {})
    if "shapes" in seen.facts:
        shapes = " or ".join(str(s)[:30] for s in list(seen.facts["shapes"])[:3])
        return _all(OTHER_SHAPE, {"shapes": shapes, "horizon": case["horizon"]})
    names = ("first", "other", "later", "border", "later_border", "turned")
    found = {name: published(seen, name).astype(float) for name in names}
    if not all(np.all(np.isfinite(values)) for values in found.values()):
        return _all(NOT_FINITE, {})
    form = _units(case, found)
    if form is None and _is_kept(second, published(seen, "second").astype(float)):
        form = KEPT, {}
    knows = _knows(case, found, seen)
    learned = form or _learned(case, found)
    if learned and knows and learned[0] is UNLEARNED:
        if knows[0] is CONSTANT:
            learned = knows
        elif knows[0] is OTHER_PAST:  # it may read the history, and make nothing of it
            knows = learned
    return say_once(
        [_finding(w, one) for w, one in zip(WHATS, (form, knows, learned), strict=True)]
    )


def _all(told: Told, words: dict[str, Any]) -> list[Finding]:
    """Say the same of everything."""
    return say_once([_finding(what, (told, words)) for what in WHATS])


def _finding(what: str, wrong: tuple[Told, dict[str, Any]] | None) -> Finding:
    """Word a finding."""
    if wrong is None:
        return Finding(what, True, "right")
    told, words = wrong
    return Finding(what, False, told.message.format(**words), diagnosis=told.name)


def _units(case: Any, found: dict[str, np.ndarray]) -> tuple[Told, dict[str, Any]] | None:
    """Say whether forecasts lie far from the series that was learned."""
    known = case["series"][: case["train_end"]]
    low, high = float(known.min()), float(known.max())
    center = float(np.median(found["first"]))
    words = {"found": center, "low": low, "high": high}
    if low - 3 * (high - low) <= center <= high + 3 * (high - low):
        return None
    return (SCALED if np.abs(center) < 12 else FAR_OFF), words


def _is_kept(case: Any, forecasts: np.ndarray) -> bool:
    """Tell whether forecasts of the second series lie far from it."""
    known = case["series"][: case["train_end"]]
    reach = 3 * float(np.ptp(known))
    return not known.min() - reach <= float(np.median(forecasts)) <= known.max() + reach


def _knows(
    case: Any, found: dict[str, np.ndarray], seen: Observation
) -> tuple[Told, dict[str, Any]] | None:
    """Say what a forecast depends on that it must not, or does not depend on."""
    spread = max(float(np.std(found["first"])), 1e-6 * float(np.abs(found["first"]).max()))

    def differ(one: str, other: str) -> bool:
        return float(np.abs(found[one] - found[other]).max()) > 2e-3 * spread

    first = found["first"]
    if float(np.ptp(first, axis=0).max()) < 0.02 * np.std(case["series"]):
        return CONSTANT, {}
    if "again" in seen.arrays:
        found = {**found, "again": published(seen, "again").astype(float)}
        if found["again"].shape == first.shape and differ("first", "again"):
            return NOT_SEEDED, {}
    if "twice" in seen.arrays:
        found = {**found, "twice": published(seen, "twice").astype(float)}
        if found["twice"].shape == first.shape and differ("first", "twice"):
            return CHANGES, {}
    if differ("first", "later"):
        return KNOWS_LATER, {}
    if differ("border", "later_border"):
        return PEEKS, {}
    if np.abs(found["turned"] - found["border"][-1]).max() < 1e-6 * spread:
        return OTHER_PAST, {}
    if seen.facts.get("fixed") is True and not differ("first", "other"):
        return FIXED, {}
    return None


def _truths(case: Any, shift: int) -> np.ndarray:
    """Return the true values of what was forecast, or those some steps later."""
    h = case["horizon"]
    return np.array([case["series"][end + shift : end + shift + h] for end in past(case)])


def _learned(case: Any, found: dict[str, np.ndarray]) -> tuple[Told, dict[str, Any]] | None:
    """Say whether forecasts of the training part are worse than its mean, or shifted."""
    mean = float(np.std(case["series"][: case["train_end"]]))

    def error(forecasts: np.ndarray, truths: np.ndarray) -> float:
        return float(np.sqrt(np.mean((forecasts - truths) ** 2))) / mean

    both = [found["first"], found["other"]]
    by_shift = {s: min(error(one, _truths(case, s)) for one in both) for s in (-2, -1, 0, 1, 2)}
    best = min(by_shift, key=lambda s: by_shift[s])
    if best != 0 and by_shift[best] < 0.5 * by_shift[0] and by_shift[best] < 0.35:
        steps = "one step" if abs(best) == 1 else "two steps"
        return SHIFTED, {"shift": f"{steps} {'later' if best > 0 else 'earlier'}"}
    turned = min(error(one[:, ::-1], _truths(case, 0)) for one in both)
    if turned < 0.3 * by_shift[0] and turned < 0.3:
        return BACKWARD, {}
    # The last value and a trend are models too, and miss a turn of the wave some steps ahead.
    nearest = min(error(one[:, :1], _truths(case, 0)[:, :1]) for one in both)
    if by_shift[0] >= 1 and nearest >= 1:
        return UNLEARNED, {"error": nearest}
    flat = all(np.allclose(one, one[:, :1], rtol=1e-9) for one in both)
    if flat and nearest < 0.35:  # the last value errs about 0.5 one step ahead
        return ONE_STEP, {}
    return None


FIT_JUDGE = Judge(
    _judge_fit,
    (
        *(NO_SETTINGS, NOTHING, NO_FUNCTION, OTHER_SHAPE, NOT_FINITE, SCALED, FAR_OFF),
        *(KNOWS_LATER, PEEKS, NOT_SEEDED, CHANGES, FIXED, CONSTANT, OTHER_PAST),
        *(SHIFTED, BACKWARD, ONE_STEP, UNLEARNED, KEPT),
    ),
)
