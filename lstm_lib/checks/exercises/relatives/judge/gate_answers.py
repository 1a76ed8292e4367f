"""What is right in `stabilized_gates`, what goes wrong, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import sigmoid
from lstm_lib.checks.judge.diagnosis import Told, WrongAnswer

Array = np.ndarray
Gates = tuple[Array, Array, Array]


def log_sigmoid(z):
    """Return the logarithm of a sigmoid, also where the sigmoid rounds to zero."""
    return -np.logaddexp(0, -z)


def largest(log_f, m_prev, z_i):
    """Return the logarithm of the larger weight."""
    return np.maximum(log_f + m_prev, z_i)


def input_gate(z_i, m_prev, m_t):
    """Return the stabilized input gate."""
    return np.exp(z_i - m_t)


def forget_gate(log_f, m_prev, m_t):
    """Return the stabilized forget gate."""
    return np.exp(log_f + m_prev - m_t)


def gates(
    log_f: Callable[[Array], Array] = log_sigmoid,
    log_i: Callable[[Array], Array] = lambda z_i: z_i,
    m: Callable[..., Array] = largest,
    i: Callable[..., Array] = input_gate,
    f: Callable[..., Array] = forget_gate,
    given: Callable[..., Gates] = lambda *gates: gates,
) -> Callable[..., Gates]:
    """Make gates, right but for what is named."""

    def made(z_i, z_f, m_prev):
        with np.errstate(all="ignore"):  # wrong answers overflow, as those of learners do
            forgets, writes = log_f(z_f), log_i(z_i)
            m_t = m(forgets, m_prev, writes)
            return given(i(writes, m_prev, m_t), f(forgets, m_prev, m_t), m_t)

    return made


stabilized_gates = gates()


def _rounded(z_f):
    """Return the logarithm of a sigmoid that has rounded to zero."""
    with np.errstate(divide="ignore"):
        return np.log(sigmoid(z_f))


WRONG_ANSWERS = (
    WrongAnswer(
        "stabilizer in no gate",
        gates(i=lambda z_i, m_prev, m_t: np.exp(z_i), f=lambda log_f, *_: np.exp(log_f)),
        "comes from gates without the stabilizer: exp(800) is infinite. Take m_t off both "
        "logarithms",
    ),
    WrongAnswer(
        "stabilizer missing in the forget gate",
        gates(f=lambda log_f, *_: np.exp(log_f)),
        "is not stabilized: with m_t in the input gate alone, old and new are divided by different "
        "numbers",
    ),
    WrongAnswer(
        "stabilizer missing in the input gate",
        gates(i=lambda z_i, m_prev, m_t: np.exp(z_i)),
        "lacks the stabilizer that the forget gate has: take m_t off z_i, before exp",
    ),
    WrongAnswer(
        "old stabilizer missing in the forget gate",
        gates(f=lambda log_f, m_prev, m_t: np.exp(log_f - m_t)),
        "lacks m_prev: what the cell holds is divided by exp(m_prev) already, so that has to be "
        "put back",
    ),
    WrongAnswer(
        "new stabilizer missing in the forget gate",
        gates(f=lambda log_f, m_prev, m_t: np.exp(log_f + m_prev)),
        "has m_prev put back, but m_t is not taken off",
    ),
    *(
        WrongAnswer(
            "old stabilizer taken off",
            gates(i=lambda z_i, m_prev, m_t: np.exp(z_i - m_prev), f=f),
            "is what comes of taking off m_prev. Take off m_t: from this step on, all states are "
            "kept divided by exp(m_t)",
        )
        for f in (
            forget_gate,
            lambda log_f, m_prev, m_t: np.exp(log_f),
            lambda log_f, m_prev, m_t: np.exp(log_f + m_prev - m_prev),
        )
    ),
    WrongAnswer(
        "wrong sign in the forget gate",
        gates(f=lambda log_f, m_prev, m_t: np.exp(log_f - m_prev + m_t)),
        "has the signs of m_prev and m_t exchanged: m_prev is put back, and m_t is taken off",
    ),
    WrongAnswer(
        "wrong sign in the forget gate",
        gates(f=lambda log_f, m_prev, m_t: np.exp(log_f - m_prev - m_t)),
        "has m_prev taken off a second time: add it, and take off m_t alone",
    ),
    WrongAnswer(
        "wrong sign in the forget gate",
        gates(f=lambda log_f, m_prev, m_t: np.exp(-log_f + m_prev - m_t)),
        "comes from −log_f: add log_f, which is negative already",
    ),
    WrongAnswer(
        "forget gate left out of the stabilizer",
        gates(m=lambda log_f, m_prev, z_i: np.maximum(m_prev, z_i)),
        "comes from the larger of m_prev and z_i. What the cell holds has gone through the forget "
        "gate first: log_f + m_prev",
    ),
    *(
        WrongAnswer(
            "old stabilizer left out",
            gates(m=lambda log_f, m_prev, z_i: np.maximum(log_f, z_i), f=f),
            "comes from the larger of log_f and z_i. The weight of what the cell holds is "
            "log_f + m_prev",
        )
        for f in (forget_gate, lambda log_f, m_prev, m_t: np.exp(log_f - m_t))
    ),
    WrongAnswer(
        "exponential forget gate",
        gates(log_f=lambda z_f: z_f),
        "comes from z_f in place of log_f: that is a forget gate with an exponential. The paper "
        "allows it, but here it is a sigmoid",
    ),
    WrongAnswer(
        "logarithm of the forget gate left out",
        gates(log_f=sigmoid),
        "comes from sigmoid(z_f) among logarithms. Take its logarithm first",
    ),
    WrongAnswer(
        "logarithm of zero",
        gates(log_f=_rounded),
        "comes from the logarithm of a sigmoid that has rounded to 0. log_sigmoid does it in one "
        "step and stays finite",
    ),
    WrongAnswer(
        "sigmoid input gate",
        gates(log_i=log_sigmoid),
        "comes from a sigmoid at the input gate. Here it is an exponential, whose logarithm is "
        "z_i itself",
    ),
    *(
        WrongAnswer(
            "sigmoid for exp",
            answer,
            "has gone through sigmoid where exp belongs: what is left after taking off m_t is a "
            "logarithm",
        )
        for answer in (
            gates(i=lambda z_i, m_prev, m_t: sigmoid(z_i - m_t)),
            gates(
                i=lambda z_i, m_prev, m_t: sigmoid(z_i - m_t),
                f=lambda log_f, m_prev, m_t: sigmoid(log_f + m_prev - m_t),
            ),
        )
    ),
    *(
        WrongAnswer(
            "logarithm of z_i",
            answer,
            "comes from log(z_i). The input gate is exp(z_i), so z_i is its logarithm already",
        )
        for answer in (
            gates(m=lambda log_f, m_prev, z_i: largest(log_f, m_prev, np.log(z_i))),
            gates(log_i=np.log),
        )
    ),
    *(
        WrongAnswer(
            "exponential in the maximum",
            answer,
            "comes from exp(z_i) in the maximum: the input gate, and not its logarithm, which is "
            "z_i",
        )
        for answer in (
            gates(m=lambda log_f, m_prev, z_i: largest(log_f, m_prev, np.exp(z_i))),
            gates(log_i=np.exp),
        )
    ),
    WrongAnswer(
        "stabilizer starts at 0",
        lambda z_i, z_f, m_prev: stabilized_gates(
            z_i, z_f, np.where(np.isneginf(m_prev), 0.0, m_prev)
        ),
        "comes from 0 in place of −∞ before the first step. Leave m_prev as it is given: nothing "
        "is held yet, and the logarithm of that is −∞",
    ),
    WrongAnswer(
        "smaller for larger",
        gates(m=lambda log_f, m_prev, z_i: np.minimum(log_f + m_prev, z_i)),
        "comes from the smaller of the two logarithms, so the larger gate can still overflow",
    ),
    WrongAnswer(
        "logarithm of the sum",
        gates(m=lambda log_f, m_prev, z_i: np.logaddexp(log_f + m_prev, z_i)),
        "comes from the logarithm of the sum of both weights. That would not overflow either, but "
        "the larger of the two is asked for",
    ),
    WrongAnswer(
        "input alone in the stabilizer",
        gates(m=lambda log_f, m_prev, z_i: z_i),
        "comes from z_i as the stabilizer, so the forget gate can overflow",
    ),
    *(
        WrongAnswer("one stabilizer for many", gates(m=m), SHARED)
        for SHARED in (
            "comes from one stabilizer that several units share. Each unit of each sequence has "
            "its own",
        )
        for m in (
            lambda *args: largest(*args).max(),
            lambda *args: np.full_like(args[2], largest(*args).max()),
            lambda *args: largest(*args).max(axis=1, keepdims=True),
            lambda *args: largest(*args).max(axis=0, keepdims=True),
        )
    ),
    WrongAnswer(
        "sign reversed",
        gates(
            i=lambda z_i, m_prev, m_t: np.exp(m_t - z_i),
            f=lambda log_f, m_prev, m_t: np.exp(m_t - log_f - m_prev),
        ),
        "has the opposite sign in its exponential: m_t is what is taken off",
    ),
    WrongAnswer(
        "stabilizer added",
        gates(
            i=lambda z_i, m_prev, m_t: np.exp(z_i + m_t),
            f=lambda log_f, m_prev, m_t: np.exp(log_f + m_prev + m_t),
        ),
        "comes from m_t added. It is taken off",
    ),
    WrongAnswer(
        "logarithms returned",
        gates(
            i=lambda z_i, m_prev, m_t: z_i - m_t,
            f=lambda log_f, m_prev, m_t: log_f + m_prev - m_t,
        ),
        "is a logarithm still: take exp",
    ),
    WrongAnswer(
        "gates swapped",
        gates(given=lambda i, f, m: (f, i, m)),
        "is the other gate: return i first, then f",
    ),
    WrongAnswer(
        "stabilizer first",
        gates(given=lambda i, f, m: (m, i, f)),
        "stands in another's place: return i, f and m_t, in this order",
    ),
)

OVERFLOW = Told(
    "overflow",
    "holds NaN or infinity where the numbers are large: exp(800) is infinite, and neither infinity "
    "by infinity nor 0 times infinity is a number. Stay with logarithms, and take exp only once "
    "m_t is taken off",
)
