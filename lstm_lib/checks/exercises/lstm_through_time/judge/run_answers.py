"""What goes wrong in `run_lstm`: each common wrong answer, and what to say about it."""

from collections.abc import Callable, Iterable
from functools import partial

import numpy as np

from lstm_lib.cell import lstm_step
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
States = tuple[Array, Array]
TOLERANCE = 1e-5  # a right answer may work in float32, and rounding adds up over the steps


def _stacked(states: list[States], axis: int = 1) -> States:
    """Return all hidden states and all cell states, the steps along an axis."""
    h, c = zip(*states, strict=True)
    return np.stack(h, axis), np.stack(c, axis)


def run(
    inputs,
    h_0,
    c_0,
    W,
    U,
    b,
    *,
    step=lstm_step,
    order=range,
    handing=lambda before, _: before,
    keep=_stacked,
) -> States:
    """Return both states at every step, (batch, steps, units) each: the right answer by default.

    `step` makes one step. `order` names the steps to read, given how many there are. `handing`
    says what a step gets as h_prev and c_prev, given the states of the step before and the initial
    ones. `keep` makes the result from the states after each step, in the order in which the steps
    were read.
    """
    states, every = (h_0, c_0), []
    for t in order(inputs.shape[1]):
        h_prev, c_prev = handing(states, (h_0, c_0))
        states = step(inputs[:, t], h_prev, c_prev, W, U, b)
        every.append(states)
    return keep(every)


def _from(change: Callable[[Array, Array], States]) -> Callable[..., States]:
    """Make a run from other initial states."""
    return lambda inputs, h_0, c_0, W, U, b: run(inputs, *change(h_0, c_0), W, U, b)


_exchanged_between_steps = partial(
    run, handing=lambda before, initial: before if before[0] is initial[0] else before[::-1]
)


def _two_calls(inputs, h_0, c_0, W, U, b):
    """Run with two calls per step: the second one gets the new hidden state."""
    h_t, c_t, states = h_0, c_0, []
    for t in range(inputs.shape[1]):
        h_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)[0]
        c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)[1]
        states.append((h_t, c_t))
    return _stacked(states)


def _with_initial(inputs, h_0, c_0, W, U, b):
    """Return the initial states, and those after each step."""
    return run(inputs, h_0, c_0, W, U, b, keep=lambda states: _stacked([(h_0, c_0), *states]))


def _zeros_after_the_first(inputs, h_0, c_0, W, U, b):
    """Run from zeros at every step but the first, which reads the initial states."""
    handed = [(h_0, c_0), *[(0 * h_0, 0 * c_0)] * (inputs.shape[1] - 1)]
    return _stacked([lstm_step(inputs[:, t], *s, W, U, b) for t, s in enumerate(handed)])


def _from_the_last(steps: int) -> Iterable[int]:
    """Return the numbers of the steps, the last one first."""
    return reversed(range(steps))


RUN_WRONG_ANSWERS = (
    WrongAnswer(
        "h and c swapped",
        lambda *given: run(*given)[::-1],
        "holds the other states: return all hidden states first, then all cell states",
    ),
    WrongAnswer(
        "results of the step exchanged",
        lambda *given: _exchanged_between_steps(*given)[::-1],
        "comes from a run in which the two results of `lstm_step` are swapped. "
        "It returns h_t first, then c_t",
    ),
    WrongAnswer(
        "neither state handed on",
        partial(run, handing=lambda before, initial: initial),
        "comes from steps that all begin with h_0 and c_0. Each step reads what the step before "
        "it returned",
    ),
    WrongAnswer(
        "cell state not handed on",
        partial(run, handing=lambda before, initial: (before[0], initial[1])),
        "comes from steps that all begin with c_0. The hidden state is passed on; "
        "the cell state has to be as well",
    ),
    WrongAnswer(
        "hidden state not handed on",
        partial(run, handing=lambda before, initial: (initial[0], before[1])),
        "comes from steps that all begin with h_0. The cell state is passed on; "
        "the hidden state has to be as well",
    ),
    WrongAnswer(
        "both states zero at each step",
        partial(run, handing=lambda before, initial: (0 * before[0], 0 * before[1])),
        "comes from steps that all begin with zeros. Each step reads what the step before it "
        "returned, and the first one h_0 and c_0",
    ),
    WrongAnswer(
        "zeros at each step but the first",
        _zeros_after_the_first,
        "comes from steps that are given zeros, all but the first one, which reads h_0 and c_0. "
        "The states after one step have to be there when the next one is done: does your loop go "
        "from the first step to the last?",
    ),
    WrongAnswer(
        "cell state zero at each step",
        partial(run, handing=lambda before, initial: (before[0], 0 * before[1])),
        "comes from steps that are given zeros as their cell state. Only what is passed on can "
        "be kept: c_t of one step is c_prev of the next",
    ),
    WrongAnswer(
        "hidden state zero at each step",
        partial(run, handing=lambda before, initial: (0 * before[0], before[1])),
        "comes from steps that are given zeros as their hidden state. h_t of one step is h_prev "
        "of the next",
    ),
    WrongAnswer(
        "states exchanged between steps",
        _exchanged_between_steps,
        "comes from steps that get the old hidden state as c_prev and the old cell state as "
        "h_prev. `lstm_step` takes x_t, then h_prev, then c_prev",
    ),
    WrongAnswer(
        "arguments of the step exchanged",
        partial(run, handing=lambda before, initial: before[::-1]),
        "comes from steps that get h as c_prev and c as h_prev, from the first one on. "
        "`lstm_step` takes x_t, then h_prev, then c_prev",
    ),
    WrongAnswer(
        "hidden state where cell state belongs",
        partial(run, handing=lambda before, initial: (before[0], before[0])),
        "comes from steps that get the hidden state twice, as h_prev and as c_prev",
    ),
    WrongAnswer(
        "cell state where hidden state belongs",
        partial(run, handing=lambda before, initial: (before[1], before[1])),
        "comes from steps that get the cell state twice, as h_prev and as c_prev",
    ),
    WrongAnswer(
        "two calls a step",
        _two_calls,
        "comes from two calls per step, of which the second reads the hidden state that the first "
        "has made new. Call `lstm_step` once, and take both results from that call",
    ),
    WrongAnswer(
        "initial states ignored",
        _from(lambda h_0, c_0: (0 * h_0, 0 * c_0)),
        "comes from a run that begins with zeros, not with h_0 and c_0",
    ),
    WrongAnswer(
        "initial hidden state ignored",
        _from(lambda h_0, c_0: (0 * h_0, c_0)),
        "comes from a run that begins with a hidden state of zeros, not with h_0",
    ),
    WrongAnswer(
        "initial cell state ignored",
        _from(lambda h_0, c_0: (h_0, 0 * c_0)),
        "comes from a run that begins with a cell state of zeros, not with c_0",
    ),
    WrongAnswer(
        "initial states exchanged",
        _from(lambda h_0, c_0: (c_0, h_0)),
        "comes from a run that begins with c_0 as its hidden state and h_0 as its cell state",
    ),
    WrongAnswer(
        "steps before sequences",
        partial(run, keep=lambda states: _stacked(states, axis=0)),
        "is right, with its axes swapped: it has the shape (steps, batch, units), and "
        "(batch, steps, units) was expected. Along which axis do you stack?",
    ),
    WrongAnswer(
        "steps last",
        partial(run, keep=lambda states: _stacked(states, axis=2)),
        "is right, with its axes swapped: it has the shape (batch, units, steps), and "
        "(batch, steps, units) was expected. Along which axis do you stack?",
    ),
    WrongAnswer(
        "sequences joined along the batch",
        partial(
            run, keep=lambda states: tuple(np.concatenate(s) for s in zip(*states, strict=True))
        ),
        "holds the right numbers one step below the other, in the shape (steps · batch, units). "
        "`np.concatenate` makes no new axis; `np.stack` does",
    ),
    WrongAnswer(
        "reversed in time",
        partial(run, order=_from_the_last),
        "comes from a run that begins with the last step and goes toward the first",
    ),
    WrongAnswer(
        "reversed in time, states put in place",
        partial(
            run, order=lambda steps: range(steps)[::-1], keep=lambda states: _stacked(states[::-1])
        ),
        "comes from a run that begins with the last step: each state depends on the steps after "
        "it, and on none before",
    ),
    WrongAnswer(
        "states in reverse order",
        partial(run, keep=lambda states: _stacked(states[::-1])),
        "holds the right states with the last step first",
    ),
    WrongAnswer(
        "states before the steps",
        lambda *given: tuple(states[:, :-1] for states in _with_initial(*given)),
        "is one step late: it begins with the initial state and lacks the last one. "
        "Entry t is the state after step t",
    ),
    WrongAnswer(
        "initial states included",
        _with_initial,
        "has the initial state in front of the others, one entry too many. "
        "Entry t is the state after step t",
    ),
    WrongAnswer(
        "last step only",
        partial(run, keep=lambda states: states[-1]),
        "is the state after the last step alone. Keep the state after every step",
    ),
    WrongAnswer(
        "last state at every step",
        partial(run, keep=lambda states: _stacked(states[-1:] * len(states))),
        "holds the state after the last step again and again. Keep each state when it is computed",
    ),
    WrongAnswer(
        "last step left out",
        partial(run, order=lambda steps: range(steps - 1)),
        "stops one step early: the last input is not read",
    ),
    WrongAnswer(
        "first step left out",
        partial(run, order=lambda steps: range(1, steps)),
        "begins with the second step: the first input is not read",
    ),
    WrongAnswer(
        "first input at every step",
        partial(run, order=lambda steps: [0] * steps),
        "comes from a run that reads the first input again at every step",
    ),
    WrongAnswer(
        "last input at every step",
        partial(run, order=lambda steps: [steps - 1] * steps),
        "comes from a run that reads the last input at every step",
    ),
)
