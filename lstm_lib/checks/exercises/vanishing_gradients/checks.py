"""The exercise `vanishing_gradients`: what is observed, and its hints."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.exercises.vanishing_gradients.cases import (
    along_steps,
    back,
    curves,
    forget_gates,
    gradient_lists,
    states,
)
from lstm_lib.checks.observation import Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.functions import (
    call_on_cases,
    copied,
    missing,
    publish_result,
    raised,
    stand_ins,
)

BACK_ARGUMENTS = ("dh_t", "h_t", "U")
STATE_ARGUMENTS = ("dh_T", "h", "U")
REACH_ARGUMENTS = ("norms", "share")


def stand_in_step(dh_t: np.ndarray, h_t: np.ndarray, U: np.ndarray) -> np.ndarray:
    """Stand in for a step back: numbers that depend on all it is given, and no answer.

    Parameters
    ----------
    dh_t, h_t : ndarray of shape (batch, units)
        Whatever it is called with; a single row (units,) as well.
    U : ndarray of shape (units, units)
        Recurrent weights.

    Returns
    -------
    ndarray of shape (batch, units)
        Not a gradient.

    Examples
    --------
    >>> stand_in_step(np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1)))
    array([[1.4]])
    """
    return 0.9 * np.asarray(dh_t)[..., ::-1] + 0.5 * np.asarray(h_t) @ np.asarray(U)


def observe_states(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's state_gradients, its step back replaced by a stand-in.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        Arrays ``"CASE/0"``; ``facts["called"]`` lists the cases that called the stand-in.

    Examples
    --------
    >>> observe_states({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    name = "state_gradients"
    if namespace.get(name) is None:
        return missing(name, name)
    arrays: dict[str, np.ndarray] = {}
    called: list[int] = []
    facts: dict[str, Any] = {"status": "observed", "called": called}
    for number, given in enumerate(states(rng)):
        handed = {a: copied(value) for a, value in given.items()}

        def step_back(dh_t: Any, h_t: Any, U: Any, number: int = number) -> np.ndarray:
            if number not in called:
                called.append(number)
            return stand_in_step(dh_t, h_t, U)

        try:
            with stand_ins(namespace, {"step_back": step_back}):
                result = namespace[name](*handed.values())
            publish_result(arrays, facts, number, result, 1)
            note_changed(facts, given, handed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return raised(name, error, number, given)
    return Observation(name, arrays, facts)


def observe_reach(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's reach; an error on a curve that never falls hides no other answer.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        Arrays ``"CASE/0"``; ``facts["stopped"]`` says what was raised on a curve that never falls.

    Examples
    --------
    >>> observe_reach({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    if namespace.get("reach") is None:
        return missing("reach", "reach")
    arrays: dict[str, np.ndarray] = {}
    facts: dict[str, Any] = {"status": "observed"}
    for number, case in enumerate(curves(rng)):
        given = {a: case[a] for a in REACH_ARGUMENTS}
        handed = {a: copied(value) for a, value in given.items()}
        try:
            publish_result(arrays, facts, number, namespace["reach"](*handed.values()), 1)
            note_changed(facts, given, handed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            seen = raised("reach", error, number, given)
            if case["falls"] or not isinstance(error, Exception):
                return seen
            facts["stopped"] = {key: seen.facts[key] for key in ("error", "message", "line")}
    return Observation("reach", arrays, facts)


def observe_clip(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's clip_by_norm on lists of arrays.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        Arrays ``"CASE/ARRAY"``; ``facts["returned"]`` says what came instead of such a list.

    Examples
    --------
    >>> observe_clip({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    name = "clip_by_norm"
    if namespace.get(name) is None:
        return missing(name, name)
    arrays: dict[str, np.ndarray] = {}
    facts: dict[str, Any] = {"status": "observed"}
    for number, case in enumerate(gradient_lists(rng)):
        given = {f"gradients[{k}]": a for k, a in enumerate(case["gradients"])}
        handed = {a: copied(value) for a, value in given.items()}
        try:
            result = namespace[name](list(handed.values()), case["limit"])
            if said := _no_list(result, len(given)):
                facts["returned"] = said
                continue
            for place, array in enumerate(result):
                arrays[f"{number}/{place}"] = as_numbers(array, f"array {place} of the list")
            note_changed(facts, given, handed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return raised(name, error, number, {**given, "limit": round(case["limit"], 3)})
    return Observation(name, arrays, facts)


def _no_list(result: Any, length: int) -> str:
    """Say what a result is if it is not a list of so many arrays."""
    if result is None:
        return "None"
    if isinstance(result, tuple) and isinstance(result[-1], float | int | np.number):
        return "a list and a number"
    if not isinstance(result, tuple | list):
        return f"a {type(result).__name__}"[:60]
    if len(result) != length:
        return f"a list of {len(result)}"
    return ""


CHECKS = (
    Check(
        "step_back",
        call_on_cases("step_back", back, BACK_ARGUMENTS, 1),
        (
            "Write down how h_t is made of the hidden state before it. Two things are done to "
            "h_prev, one after the other. Which of the two is undone first on the way back?",
            "The last thing that was done forward was tanh. Its slope can be had from h_t alone: "
            "which function of h_t is it? Then comes the product with U.",
            "Scale dh_t entry by entry by the slope of tanh, one minus the square of what tanh "
            "returned. Then spread the result over the units before: forward, entry [j, k] of U "
            "led from unit j to unit k, and the gradient takes the same ways in the other "
            "direction.",
        ),
    ),
    Check(
        "state_gradients",
        observe_states,
        (
            "For which step do you know the gradient before you calculate anything?",
            "One call of `step_back` takes you from step t to the step before it. Which hidden "
            "state does it need: the one it starts from, or the one it arrives at?",
            "Begin with the last step and go towards the first. Keep each gradient that you "
            "arrive at, and put it where its step is: the first step stands first in the result.",
        ),
    ),
    Check(
        "gradient_norms",
        call_on_cases("gradient_norms", along_steps, ("dh",), 1),
        (
            "How many numbers does the result have, and which axes of `dh` are gone in it?",
            "First one length for each sequence and step: which axis does it go along? "
            "Then one number for each step: which axis is left to average over?",
            "Take the Euclidean length along the units, then the mean over the batch. "
            "Lag 0 is the last step: turn the order around at the end.",
        ),
    ),
    Check(
        "reach",
        observe_reach,
        (
            "Below what does a norm have to be? Work out that number first.",
            "A curve may fall, climb again, and fall once more. Which of these lags is asked for? "
            "And what does your function return when no norm is small enough?",
            "Go through the lags from 0 on. At the first norm below `share` times the norm of lag "
            "0, return that lag. If you get through without finding one, return how many lags "
            "there are.",
        ),
    ),
    Check(
        "direct_path",
        call_on_cases("direct_path", forget_gates, ("f",), 1),
        (
            "From one step to the next along the highway: what multiplies the cell state? "
            "Is it the gate of the step that is left, or of the step that is reached?",
            "What is the share at the last step, where there is no way left to go? And at the "
            "last but one?",
            "Begin with ones at the last step and go back. The share at a step is the share at "
            "the step after it, times the forget gate of that step after it.",
        ),
    ),
    Check(
        "clip_by_norm",
        observe_clip,
        (
            "How long would one array be that held all the numbers of the list?",
            "The direction shall stay as it is. By how many different factors may the arrays be "
            "scaled, then? And when is nothing to be done at all?",
            "Square all the numbers of all the arrays, add everything up, and take the root: the "
            "global norm. If it is above the limit, multiply every array by the limit over that "
            "norm. If not, hand the arrays back as they came.",
        ),
    ),
)
