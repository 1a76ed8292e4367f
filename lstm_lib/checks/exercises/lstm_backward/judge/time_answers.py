"""What goes wrong in `backward_through_time`: common wrong answers, and what to say about them."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.exercises.lstm_backward.judge.sweep import (
    Arrays,
    backward,
    real_step,
    states_before,
    summed,
)
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer


def _wrong(name: str, message: str, **other) -> WrongAnswer:
    """Make a wrong answer: a sweep that differs in the named parts."""
    return WrongAnswer(
        name, lambda *given, step=real_step: backward(*given, step=step, **other), message
    )


def _states_swapped(results: Arrays) -> Arrays:
    """Swap the gradients that arrive before the first step."""
    return (*results[:3], results[4], results[3])


# With zeros for dc_next, what arrives at c_0 is zero as well, or what the last call returns.
NO_DC_NEXT: tuple[dict[str, Callable], ...] = (
    {"hand_on": lambda made, back: (made[0], 0 * made[1])},
    {"taken": lambda dc_next: 0 * dc_next},
)

# These spoil what goes from step to step, and with it what arrives before the first step.
CHAIN_WRONG_ANSWERS = (
    _wrong(
        "dh_next not added",
        "comes from a sweep that leaves out what comes back to h_t from step t+1: "
        "h_t is used by the loss and by the next step, and both are added",
        arriving=lambda own, back, last: own,
    ),
    _wrong(
        "loss at the last step only",
        "comes from a sweep in which the loss uses the last step alone. Add `dh[:, t]` at "
        "every step to what comes back",
        arriving=lambda own, back, last: own if last else back,
    ),
    _wrong(
        "loss left out",
        "comes from a sweep that leaves out the loss's own gradient, `dh[:, t]`",
        arriving=lambda own, back, last: back,
    ),
    *(
        _wrong(
            "dc_next not handed on",
            "comes from a sweep in which no gradient goes back along the cell states: dc_prev of "
            "one step is dc_next of the step before it",
            **zeros,
        )
        for zeros in NO_DC_NEXT
    ),
    *(
        _wrong(
            "neither gradient handed on",
            "comes from a sweep in which each step uses its own loss alone: nothing goes back "
            "from step to step",
            arriving=lambda own, back, last: own,
            **zeros,
        )
        for zeros in NO_DC_NEXT
    ),
    *(
        _wrong(
            "dh_next and dc_next exchanged",
            "comes from a sweep that takes dh_prev for dc_next and dc_prev for dh_next",
            hand_on=lambda made, back: made[::-1],
            finish=finish,
        )
        for finish in (_states_swapped, lambda results: results)
    ),
    _wrong(
        "dh_next piles up",
        "comes from a sweep that adds each dh_prev to the ones before. A dh_prev already holds "
        "what came back from later steps",
        hand_on=lambda made, back: (made[0] + back[0], made[1]),
    ),
    _wrong(
        "dc_next piles up",
        "comes from a sweep that adds each dc_prev to the ones before. A dc_prev already holds "
        "what came back from later steps",
        hand_on=lambda made, back: (made[0], made[1] + back[1]),
    ),
    _wrong(
        "both gradients pile up",
        "comes from a sweep that adds what each step returns to what the others returned. "
        "A dh_prev and a dc_prev already hold what came back from later steps",
        hand_on=lambda made, back: (made[0] + back[0], made[1] + back[1]),
    ),
    _wrong(
        "states after the step",
        "comes from steps that are given the states after them. Step t reads h and c as step "
        "t−1 returned them",
        before=lambda t, h, c, h_0, c_0: (h[:, t], c[:, t]),
    ),
    _wrong(
        "hidden state after the step",
        "comes from steps that are given the hidden state after them. Step t reads h as step "
        "t−1 returned it",
        before=lambda t, h, c, h_0, c_0: (h[:, t], states_before(t, h, c, h_0, c_0)[1]),
    ),
    _wrong(
        "cell state after the step",
        "comes from steps that are given the cell state after them. Step t reads c as step "
        "t−1 returned it",
        before=lambda t, h, c, h_0, c_0: (states_before(t, h, c, h_0, c_0)[0], c[:, t]),
    ),
    _wrong(
        "last states before the first step",
        "comes from a sweep in which step 0 is given the states after the last step: "
        "the index t − 1 is −1 there, which means the last entry. Step 0 reads h_0 and c_0",
        before=lambda t, h, c, h_0, c_0: (h[:, t - 1], c[:, t - 1]),
    ),
    _wrong(
        "initial states ignored",
        "comes from a sweep in which step 0 is given zeros. It reads h_0 and c_0",
        before=lambda t, h, c, h_0, c_0: states_before(t, h, c, 0 * h_0, 0 * c_0),
    ),
    _wrong(
        "h_prev and c_prev exchanged",
        "comes from steps that are given c_prev as h_prev and h_prev as c_prev",
        before=lambda *given: states_before(*given)[::-1],
    ),
    _wrong(
        "forward in time",
        "comes from a sweep that begins with step 0. What comes back to a step has to be known "
        "before that step is done: begin with the last",
        order=range,
    ),
    _wrong(
        "first step left out",
        "comes from a sweep that stops before step 0. That step contributes as well",
        order=lambda steps: range(steps - 1, 0, -1),
    ),
    _wrong(
        "last step left out",
        "comes from a sweep that begins with the last step but one",
        order=lambda steps: range(steps - 2, -1, -1),
    ),
    _wrong(
        "last step only",
        "comes from the last step alone. Go on to the first",
        order=lambda steps: [steps - 1],
    ),
)

# These do not change the way from step to step.
SUM_WRONG_ANSWERS = (
    _wrong(
        "share of the first step only",
        "is the share of step 0 alone, which is done last: what the other steps gave is "
        "overwritten. The weights are used at every step, so all shares are added",
        join=lambda shares: shares[-1],
    ),
    _wrong(
        "share of the last step only",
        "is the share of the last step alone. The weights are used at every step, so all shares "
        "are added",
        join=lambda shares: shares[0],
    ),
    _wrong(
        "mean over the steps",
        "is the mean over the steps. The weights are used at every step: all shares are added",
        join=lambda shares: tuple(array / len(shares) for array in summed(shares)),
    ),
    _wrong(
        "share of the first step left out",
        "lacks the share of step 0",
        join=lambda shares: summed(shares[:-1]),
    ),
    _wrong(
        "share of the last step left out",
        "lacks the share of the last step",
        join=lambda shares: summed(shares[1:]),
    ),
    _wrong(
        "share of the first step twice",
        "has the share of step 0 in it twice",
        join=lambda shares: summed([*shares, shares[-1]]),
    ),
    *(
        _wrong(
            "one for each step",
            "has one entry for each step. The weights are the same at all steps: the shares are "
            "added",
            join=lambda shares, order=order: tuple(
                np.stack(a[::order]) for a in zip(*shares, strict=True)
            ),
        )
        for order in (-1, 1)  # by step, or as they come
    ),
    _wrong(
        "mean over the batch",
        "is divided by the number of sequences. All of them use the weights: what comes back is "
        "added",
        finish=lambda results: (*(a / len(results[3]) for a in results[:3]), *results[3:]),
    ),
)

RETURN_WRONG_ANSWERS = (
    _wrong(
        "dh_0 and dc_0 swapped",
        "holds the other gradient: return dW, dU, db, then dh_0, then dc_0",
        finish=_states_swapped,
    ),
    _wrong(
        "dW and dU swapped",
        "holds the other gradient: return dW, then dU, then db",
        finish=lambda results: (results[1], results[0], *results[2:]),
    ),
    _wrong(
        "states' gradients first",
        "is in the wrong place: return dW, dU, db, then dh_0 and dc_0",
        finish=lambda results: (*results[3:], *results[:3]),
    ),
)

TIME_WRONG_ANSWERS = (*CHAIN_WRONG_ANSWERS, *SUM_WRONG_ANSWERS, *RETURN_WRONG_ANSWERS)

# What the calls of a stand-in show if the numbers match none of these.
WRONG_CALL = "wrong call of the step"
WRONG_ARGUMENT = Told(
    WRONG_CALL,
    "call {number} of `step_backward`, on case {case}, was not given the right {argument}{came}. "
    "{origin}",
)
WRONG_COUNT = Told(
    WRONG_CALL,
    "`step_backward` was called {times} on case {case}, which has {steps} steps: "
    "each step needs one call, and what that of step 0 returns is dh_0 and dc_0 already",
)
RIGHT_CALLS = Told(
    WRONG_CALL,
    "every call of `step_backward` is right. Look at which of its six results you take, what you "
    "do with it, and the order in which you return",
)
