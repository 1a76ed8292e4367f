"""The exercise `keras_parity`: what is observed, and its hints."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.exercises.keras_parity.cases import (
    SHAPE_ARGUMENTS,
    Case,
    flags,
    gate_blocks,
    kept_shares,
    layer_sizes,
    sequences,
)
from lstm_lib.checks.exercises.keras_parity.layer import (
    GATES,
    PARTS,
    as_layer,
    was_asked,
    was_changed,
)
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.arguments import note_changed
from lstm_lib.checks.observe.functions import (
    call_on_cases,
    missing,
    publish_result,
    raised,
    stand_ins,
)
from lstm_lib.checks.observe.models import in_plain_words

COUNT_ARGUMENTS = ("units", "features", "use_bias")


def _note_layer(facts: dict[str, Any], layer: Any, case: Case) -> None:
    """Note in the facts if a function gave the layer other weights."""
    if was_changed(layer, case["blocks"]):
        facts["changed"] = ["layer"]


def observe_blocks(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's gate_weights on supplied layers.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        Arrays ``"CASE/GATE/PART"``; ``facts["other"]`` says what came instead of such a dict.

    Examples
    --------
    >>> observe_blocks({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    name = "gate_weights"
    if namespace.get(name) is None:
        return missing(name, name)
    arrays: dict[str, np.ndarray] = {}
    facts: dict[str, Any] = {"status": "observed"}
    for number, case in enumerate(gate_blocks(rng)):
        try:
            layer = as_layer(case["blocks"])
            result = namespace[name](layer)
            if result is None:
                facts["returned"] = "None"
            elif other := _no_blocks(result):
                facts["other"] = other[:TEXT_LIMIT]
            else:
                for gate in GATES:
                    for part, array in zip(PARTS, result[gate], strict=True):
                        arrays[f"{number}/{gate}/{part}"] = as_numbers(array, f"{part} of {gate}")
            _note_layer(facts, layer, case)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return raised(name, error, number)
    return Observation(name, arrays, facts)


def _no_blocks(result: Any) -> str:
    """Say what a result is if it is not a dict of three arrays for each gate."""
    if not isinstance(result, Mapping):
        return f"a {type(result).__name__}, and a dict was expected"
    if set(result) != set(GATES):
        keys = f"the keys {', '.join(map(repr, result))}" if result else "no keys"
        return f"a dict with {keys}, and 'i', 'f', 'g', 'o' were expected"
    for gate in GATES:
        came = result[gate]
        if not isinstance(came, tuple | list) or len(came) != len(PARTS):
            many = f"{len(came)} values" if isinstance(came, tuple | list) else type(came).__name__
            return f"{many} under the key {gate!r}, and three arrays W, U, b were expected"
    return ""


def _observe_run(
    name: str, replacements: Callable[[Case, list[str]], dict[str, Callable[..., Any]]]
) -> Callable[[Mapping[str, Any], Any], Observation]:
    """Make an observer of a function of a layer and its inputs, with stand-ins for others."""

    def observe(namespace: Mapping[str, Any], rng: Any) -> Observation:
        if namespace.get(name) is None:
            return missing(name, name)
        arrays: dict[str, np.ndarray] = {}
        called: list[str] = []
        facts: dict[str, Any] = {"status": "observed", "called": called, "asked": False}
        for number, case in enumerate(sequences(rng)):
            given = {"inputs": case["inputs"]}
            handed = {"inputs": case["inputs"].copy()}
            try:
                layer = as_layer(case["blocks"])
                with stand_ins(namespace, replacements(case, called)):
                    result = namespace[name](layer, handed["inputs"])
                publish_result(arrays, facts, number, result, 1)
                facts["asked"] = facts["asked"] or was_asked(layer)
                note_changed(facts, given, handed)
                _note_layer(facts, layer, case)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                return raised(name, error, number, {**given, "units": case["h"].shape[2]})
        return Observation(name, arrays, facts)

    return in_plain_words(observe)


def _right_blocks(case: Case, called: list[str]) -> dict[str, Callable[..., Any]]:
    """Stand in for gate_weights with the blocks of which the layer was made."""

    def gate_weights(layer: Any) -> dict[str, tuple]:
        return {gate: tuple(a.copy() for a in case["blocks"][gate]) for gate in GATES}

    return {"gate_weights": gate_weights}


def _with_made_up_states(case: Case, called: list[str]) -> dict[str, Callable[..., Any]]:
    """Stand in for run_in_numpy as well, with hidden states that no layer has."""

    def run_in_numpy(layer: Any, inputs: Any) -> np.ndarray:
        if "run_in_numpy" not in called:
            called.append("run_in_numpy")
        return case["h"].copy()

    return {**_right_blocks(case, called), "run_in_numpy": run_in_numpy}


observe_hidden = _observe_run("run_in_numpy", _right_blocks)
observe_gates = _observe_run("forget_gates", _with_made_up_states)


def observe_shapes(namespace: Mapping[str, Any], rng: Any) -> Observation:
    """Observe the notebook's output_shapes on each pair of flags.

    Parameters
    ----------
    namespace : dict
        The notebook's names.
    rng : numpy.random.Generator
        The check's generator.

    Returns
    -------
    Observation
        ``facts["shapes"]`` holds a list of shapes for each case, each a list of whole numbers; a
        single shape that is not in a list counts as a list of one. What is no such list is said
        in ``facts["other"]``.

    Examples
    --------
    >>> observe_shapes({}, np.random.default_rng(0)).facts["status"]
    'missing'
    """
    name = "output_shapes"
    if namespace.get(name) is None:
        return missing(name, name)
    facts: dict[str, Any] = {"status": "observed", "shapes": []}
    for number, case in enumerate(flags(rng)):
        given = {a: case[a] for a in SHAPE_ARGUMENTS}
        try:
            result = namespace[name](*given.values())
            shapes = _as_shapes(result)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return raised(name, error, number, given)
        if result is None:
            facts["returned"] = "None"
        elif shapes is None:
            facts["other"] = f"{type(result).__name__}: {result!r}"[:TEXT_LIMIT]
        else:
            facts["shapes"].append(shapes)
    return Observation(name, {}, facts)


def _as_shapes(result: Any) -> list[list[int]] | None:
    """Return a list of shapes as plain numbers, or None if it is none."""
    if not isinstance(result, tuple | list) or not 1 <= len(result) <= 9:
        return None
    if all(_is_size(n) for n in result):
        result = [result]
    if not all(isinstance(one, tuple | list) and 1 <= len(one) <= 9 for one in result):
        return None
    if not all(_is_size(n) for one in result for n in one):
        return None
    return [[int(n) for n in one] for one in result]


def _is_size(value: Any) -> bool:
    """Tell whether a value is a whole number that may be a size."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return whole and 0 <= value < 10**6


CHECKS = (
    Check(
        "gate_weights",
        in_plain_words(observe_blocks),
        (
            "What does `layer.get_weights()` return, and which shape has each of its arrays?",
            "The four blocks of a gate's columns stand in one order in all three arrays. "
            "Which? And how wide is a block?",
            "W and U are cut along their columns, the last axis; the bias has that axis alone. "
            "The number of units is the number of rows of U: take block 0 for i, 1 for f, 2 for "
            "g, 3 for o.",
        ),
    ),
    Check(
        "parameter_count",
        call_on_cases("parameter_count", layer_sizes, COUNT_ARGUMENTS, 1),
        (
            "Write down the shapes of W, U and b. How many numbers are in each?",
            "How many blocks does each of the three have, and is the candidate one of them?",
            "Each of four blocks has features · units numbers in W, units · units in U and, if "
            "there is a bias, units in b. Add these, and take them four times.",
        ),
    ),
    Check(
        "run_in_numpy",
        observe_hidden,
        (
            "What does `lstm_step` take, and which three of its arguments does the layer hold?",
            "Which two states are there before the first step, and what are they? "
            "Which two does each step hand on?",
            "Begin both states with zeros, (batch, units). Call `lstm_step` once for every step, "
            "with what the sequences hold at that step and with the states of the step before. "
            "Keep each hidden state, and put them side by side along the second axis.",
        ),
    ),
    Check(
        "output_shapes",
        observe_shapes,
        (
            "How many arrays come back with `return_state`, and how many without?",
            "Which of these arrays has a steps axis: the output, the last hidden state, the last "
            "cell state? Does `return_sequences` change all of them?",
            "The output is (batch, units), or (batch, steps, units) with `return_sequences`. "
            "With `return_state`, two more shapes follow it, of the last hidden state and the "
            "last cell state, and neither of them has a steps axis.",
        ),
    ),
    Check(
        "forget_gates",
        observe_gates,
        (
            "What does a forget gate read? Which of it is there before you start, and which has "
            "to be computed first?",
            "At step t, which hidden state does the gate read? And at the first step, "
            "before which there is none?",
            "Compute the hidden states at all steps. Shift them one step later, with zeros in "
            "front. Then the gate is a sigmoid of what the inputs give through its block of W, "
            "what the shifted states give through its block of U, and its bias.",
        ),
    ),
    Check(
        "longest_kept",
        call_on_cases("longest_kept", kept_shares, ("f",), 1),
        (
            "How many numbers do you compare in the end: one for each what?",
            "Over which two axes is the mean taken?",
            "Take the mean over the batch and the steps, which leaves one number for each unit. "
            "Return the place of the largest.",
        ),
    ),
)
