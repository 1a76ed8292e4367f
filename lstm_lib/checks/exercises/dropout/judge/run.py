"""The judge of `run_masked`, beside the step that it called or the one that it made."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.dropout.checks import RUN_MASKED
from lstm_lib.checks.exercises.dropout.judge.answers import STEP_WRONG_ANSWERS, masked_step
from lstm_lib.checks.exercises.dropout.observe import made_up_step
from lstm_lib.checks.judge.compare import Case, agree, compare_all
from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

Array = np.ndarray
Step = Callable[..., tuple[Array, Array]]
MASKS = ("input_mask", "recurrent_mask")
LOOK_AT = "what training changes, which masks each step has, and which hidden state comes back"


def states(case: Case, step: Step, dropped: Callable[[int], bool]) -> list[tuple[Array, Array]]:
    """Return both states after every step; ``dropped(t)`` tells whether the masks act at step t."""
    W, U, b = case["W"], case["U"], case["b"]
    masks = [case[name] for name in MASKS]
    h_t = c_t = np.zeros((len(case["inputs"]), len(U)))
    every = []
    for t in range(case["inputs"].shape[1]):
        used = masks if dropped(t) else [np.ones_like(mask) for mask in masks]
        h_t, c_t = step(case["inputs"][:, t], h_t, c_t, W, U, b, *used)
        every.append((h_t, c_t))
    return every


def _as_asked(case: Case, step: Step) -> list[tuple[Array, Array]]:
    """Return both states after every step, dropped in training alone."""
    return states(case, step, lambda t: case["training"])


def last(case: Case, step: Step) -> Array:
    """Return the right answer: the last hidden state."""
    return _as_asked(case, step)[-1][0]


def _other(change: Callable[[Case], Case]) -> Callable[[Case, Step], Array]:
    """Make a run that is right but for what it is given."""
    return lambda case, step: last({**case, **change(case)}, step)


def _forgetful(case: Case, step: Step) -> Array:
    """Return the last hidden state of a run whose every step begins with zeros."""
    return last({**case, "inputs": case["inputs"][:, -1:]}, step)


def _handing(change: Callable[[Array, Array], tuple]) -> Callable[[Case, Step], Array]:
    """Make a run that hands on other states to each step."""
    return lambda case, step: last(
        case, lambda x_t, h_t, c_t, *given: step(x_t, *change(h_t, c_t), *given)
    )


def _with_step(wrong: Step) -> Callable[[Case, Step], Array]:
    """Make a run whose own step is wrong in training; one that was called is as it is."""
    return lambda case, step: last(case, wrong if step is masked_step else step)


RUN_WRONG_ANSWERS = (
    WrongAnswer(
        "dropped in use",
        _other(lambda case: {"training": True}),
        "is dropped in use as well. Where training is False nothing is dropped, and the masks were "
        "scaled so that nothing else has to be done",
    ),
    WrongAnswer(
        "never dropped",
        _other(lambda case: {"training": False}),
        "is never dropped, not even where training is True",
    ),
    WrongAnswer(
        "training reversed",
        _other(lambda case: {"training": not case["training"]}),
        "is dropped in use and not in training: the other way round",
    ),
    WrongAnswer(
        "masks at the first step alone",
        lambda case, step: states(case, step, lambda t: case["training"] and t == 0)[-1][0],
        "comes from masks at the first step alone. The same masks act at every step",
    ),
    WrongAnswer(
        "masks of zeros in use",
        _other(
            lambda case: {} if case["training"] else _masks(case, 0.0) | {"training": True},
        ),
        "comes from masks of zeros in use, which drop everything. Ones drop nothing",
    ),
    WrongAnswer(
        "scaled in use",
        _other(lambda case: {} if case["training"] else _kept_shares(case) | {"training": True}),
        "is scaled down in use. The masks are scaled in training already, so that in use nothing "
        "has to be done",
    ),
    WrongAnswer(
        "cell state for hidden state",
        lambda case, step: _as_asked(case, step)[-1][1],
        "is the last cell state. The hidden state is asked for",
    ),
    WrongAnswer(
        "every hidden state",
        lambda case, step: np.stack([h for h, _ in _as_asked(case, step)], axis=1),
        "holds the hidden states of all steps. Only the last one is asked for",
    ),
    WrongAnswer(
        "first hidden state",
        lambda case, step: _as_asked(case, step)[0][0],
        "is the hidden state after the first step. The one after the last step is asked for",
    ),
    WrongAnswer(
        "one step too few",
        lambda case, step: last({**case, "inputs": case["inputs"][:, :-1]}, step),
        "is the hidden state before the last step",
    ),
    WrongAnswer(
        "states not handed on",
        _forgetful,
        "comes from a last step that begins with zero states. Each step goes on from the one "
        "before",
    ),
    WrongAnswer(
        "states swapped",
        _handing(lambda h_t, c_t: (c_t, h_t)),
        "comes from states that are handed on in each other's place",
    ),
    WrongAnswer(
        "cell state in place of hidden state",
        _handing(lambda h_t, c_t: (c_t, c_t)),
        "comes from steps that are given the cell state twice, once in place of the hidden state",
    ),
    WrongAnswer(
        "hidden state in place of cell state",
        _handing(lambda h_t, c_t: (h_t, h_t)),
        "comes from steps that are given the hidden state twice, once in place of the cell state",
    ),
    WrongAnswer(
        "steps in reverse order",
        _other(lambda case: {"inputs": case["inputs"][:, ::-1]}),
        "comes from the steps in reverse order",
    ),
    *(
        WrongAnswer(wrong.name, _with_step(wrong.answer), f"{wrong.message} (at each step)")
        for wrong in STEP_WRONG_ANSWERS
        if wrong.name in {"cell state dropped", "recurrent mask left out", "input mask left out"}
    ),
)


def _masks(case: Case, value: float) -> Case:
    """Return masks of one value."""
    return {name: np.full_like(case[name], value) for name in MASKS}


def _kept_shares(case: Case) -> Case:
    """Return masks that multiply by the share that was to be kept."""
    return {name: np.full_like(case[name], 1 / case[name].max()) for name in MASKS}


def _judge_run(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a run by the step that it called: the stand-in, or its own."""
    if complaint := returned_otherwise(seen, RUN_MASKED.values):
        return [Finding(name, False, complaint) for name in RUN_MASKED.values]
    cases = RUN_MASKED.cases(rng)
    steps: list[Step] = [
        made_up_step if f"{number}/part/masked_step" in seen.arrays else masked_step
        for number in range(len(cases))
    ]
    found, expected = observed(seen, len(cases), 1), [_expected(cases, steps, last)]
    right = agree(found[0], expected[0])
    known = [
        (wrong, [_expected(cases, steps, wrong.answer)])
        for wrong in (() if right else RUN_WRONG_ANSWERS)
    ]
    sizes = [RUN_MASKED.said_sizes(case) for case in cases]
    return compare_all(RUN_MASKED.values, found, expected, known, LOOK_AT, sizes=sizes)


def _expected(
    cases: Sequence[Case], steps: Sequence[Step], answer: Callable[..., Any]
) -> list[Array]:
    """Return what an answer gives on each case."""
    return [answer(case, step) for case, step in zip(cases, steps, strict=True)]


RUN = Judge(_judge_run, RUN_WRONG_ANSWERS)
