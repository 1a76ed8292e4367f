"""The exercise `vanishing_gradients`: its functions, how they are observed, and the hints."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.vanishing_gradients import cases
from lstm_lib.checks.observation import Observation, as_numbers
from lstm_lib.checks.observe.arguments import copied, note_changed
from lstm_lib.checks.observe.errors import raised
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

AXES = {
    "dh_t": "batch units",
    "h": "batch steps units",
    "dh": "batch steps units",
    "f": "batch steps units",
}


def stand_in_step(dh_t: Any, h_t: Any, U: Any) -> np.ndarray:
    """Stand in for a step back: numbers that depend on all it is given, and no gradient.

    It accepts whatever a learner passes, such as a single row (units,) of a batch.
    """
    return 0.9 * np.asarray(dh_t)[..., ::-1] + 0.5 * np.asarray(h_t) @ np.asarray(U)


def noted_step(_: str, number: int, case: Case, seen: Observation) -> Callable[..., Any]:
    """Make a step back that notes in ``facts["called"]`` on which cases it was called."""
    called = seen.facts.setdefault("called", [])

    def step_back(dh_t: Any, h_t: Any, U: Any) -> np.ndarray:
        if number not in called:
            called.append(number)
        return stand_in_step(dh_t, h_t, U)

    step_back.__qualname__ = "step_back"  # its name in an error about its arguments
    return step_back


class Reach(Function):
    """A reach: an error on a curve that never falls does not hide the other answers."""

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Say in ``facts["stopped"]`` what was raised on a curve that never falls."""
        last = raised(self.name, error, number, self.told(case))
        if case["falls"] or not isinstance(error, Exception):
            return last
        seen.facts["stopped"] = {key: last.facts[key] for key in ("error", "message", "line")}
        return None


class Clipping(Function):
    """A clipping of a list of arrays, each of which is published as ``"CASE/ARRAY"``."""

    def handed(self, case: Case) -> dict[str, Any]:
        """Return a list of copies; the case keeps them, since the function may change the list."""
        case["copies"] = [copied(array) for array in case["gradients"]]
        return {"gradients": list(case["copies"]), "limit": case["limit"]}

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the arrays, or say in ``facts["returned"]`` what came instead of such a list."""
        if said := _no_list(result, len(case["gradients"])):
            seen.facts["returned"] = said
            return
        for place, array in enumerate(result):
            seen.arrays[f"{number}/{place}"] = as_numbers(array, f"array {place} of the list")
        note_changed(seen.facts, _by_place(case["gradients"]), _by_place(case["copies"]))

    def told(self, case: Case) -> Mapping[str, Any]:
        """Return each array by its place, and the limit."""
        return {**_by_place(case["gradients"]), "limit": round(case["limit"], 3)}


def _by_place(gradients: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Name each array as a learner writes it."""
    return {f"gradients[{k}]": array for k, array in enumerate(gradients)}


def _no_list(result: Any, length: int) -> str:
    """Say what a result is if it is not a list of that many arrays."""
    if result is None:
        return "None"
    if isinstance(result, tuple) and result and isinstance(result[-1], float | int | np.number):
        return "a list and a number"
    if not isinstance(result, tuple | list):
        return f"a {type(result).__name__}"[:60]
    if len(result) != length:
        return f"a list of {len(result)}"
    return ""


STEP_BACK = Function(
    "step_back",
    takes="dh_t, h_t, U",
    returns="gradient",
    cases=cases.back,
    axes=AXES,
    hints=(
        "Write down how h_t is made of the hidden state before it. Two things are done to "
        "h_prev, one after the other. Which of the two is undone first on the way back?",
        "The last operation forward was tanh. Its slope follows from h_t alone: "
        "which function of h_t is it? Then comes the product with U.",
        "Scale dh_t entry by entry by the slope of tanh, one minus the square of what tanh "
        "returned. Then spread the result over the units before: forward, entry [j, k] of U "
        "led from unit j to unit k, and the gradient takes the same paths in the other "
        "direction.",
    ),
)

STATE_GRADIENTS = Function(
    "state_gradients",
    takes="dh_T, h, U",
    returns="gradients",
    cases=cases.states,
    axes=AXES,
    stand_ins={"step_back": noted_step},
    own_too=True,
    hints=(
        "For which step do you know the gradient before you calculate anything?",
        "One call of `step_back` takes you from step t to the step before it. Which hidden "
        "state does it need: the one it starts from, or the one it leads to?",
        "Begin with the last step and go toward the first. Keep each gradient that you "
        "compute, and put it where its step is: the first step comes first in the result.",
    ),
)

GRADIENT_NORMS = Function(
    "gradient_norms",
    takes="dh",
    returns="norms",
    cases=cases.along_steps,
    axes=AXES,
    hints=(
        "How many numbers does the result have, and which axes of `dh` are gone in it?",
        "First one length for each sequence and step: which axis does it go along? "
        "Then one number for each step: which axis is left to average over?",
        "Take the Euclidean length along the units, then the mean over the batch. "
        "Lag 0 is the last step: reverse the order at the end.",
    ),
)

REACH = Reach(
    "reach",
    takes="norms, share",
    returns="reach",
    cases=cases.curves,
    hints=(
        "Below what does a norm have to be? Work out that number first.",
        "A curve may fall, climb again, and fall once more. Which of these lags is asked for? "
        "And what does your function return when no norm is small enough?",
        "Go through the lags from 0 on. At the first norm below `share` times the norm of lag "
        "0, return that lag. If you get through without finding one, return how many lags "
        "there are.",
    ),
)

DIRECT_PATH = Function(
    "direct_path",
    takes="f",
    returns="share",
    cases=cases.forget_gates,
    axes=AXES,
    hints=(
        "From one step to the next along the highway: what multiplies the cell state? "
        "Is it the gate of the step you leave, or of the step you reach?",
        "What is the share at the last step, where there is no way left to go? And at the "
        "last but one?",
        "Begin with ones at the last step and go back. The share at a step is the share at "
        "the step after it, times the forget gate of that step after it.",
    ),
)

CLIP_BY_NORM = Clipping(
    "clip_by_norm",
    takes="gradients, limit",
    returns="a list of as many arrays",
    cases=cases.gradient_lists,
    hints=(
        "How long would one array be that held all the numbers of the list?",
        "The direction must not change. By how many different factors may the arrays be "
        "scaled, then? And when is there nothing to do at all?",
        "Square all the numbers of all the arrays, add everything up, and take the root: the "
        "global norm. If it is above the limit, multiply every array by the limit over that "
        "norm. If not, return the arrays unchanged.",
    ),
)

CHECKS = (STEP_BACK, STATE_GRADIENTS, GRADIENT_NORMS, REACH, DIRECT_PATH, CLIP_BY_NORM)
