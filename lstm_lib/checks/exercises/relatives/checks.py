"""The exercise `relatives`: its functions, the cases they are called on, and the hints.

Sizes all differ, so that a wrong axis cannot pass. Only the last two cases have one size, with as
many sequences as units: what is kept from one call to the next, or told by a size, shows there.
"""

import numpy as np

from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

# batch, features, units; the last two of one size.
SIZES = ((2, 3, 4), (1, 2, 3), (5, 1, 2), (3, 2, 3), (3, 2, 3))
COUNTED = ((3, 5), (7, 2), (1, 4), (10, 6))  # features, units
FAR = 3.0  # a hidden state that clipping would change
AXES = {
    "x_t": "batch features",
    **dict.fromkeys(("h_prev", "z_i", "z_f", "i", "f", "g", "o"), "batch units"),
}


def steps(rng: np.random.Generator) -> list[Case]:
    """Draw what one step of a GRU takes."""
    cases = [
        {
            "x_t": rng.normal(0, 0.8, (batch, features)),
            "h_prev": rng.uniform(-0.9, 0.9, (batch, units)),
            "W": rng.normal(0, 0.7, (features, 3 * units)),
            "U": rng.normal(0, 0.7, (units, 3 * units)),
            "b": rng.normal(0, 0.5, 3 * units),
        }
        for batch, features, units in SIZES
    ]
    cases[-1]["h_prev"][0, 0] = FAR
    return cases


def entered(rng: np.random.Generator) -> list[Case]:
    """Draw what enters the gates of an sLSTM, and stabilizers; the last case has large ones.

    The first case is a first step, before which the stabilizer is minus infinity. Single precision
    holds the large numbers of the last case exactly.
    """
    cases = [
        {
            "z_i": rng.normal(0, 1.5, (batch, units)),
            "z_f": rng.normal(0.5, 1.5, (batch, units)),
            "m_prev": rng.normal(0, 1.5, (batch, units)),
        }
        for batch, _, units in SIZES
    ]
    cases[0]["m_prev"][:] = -np.inf
    last = cases[-1]
    for name in ("z_i", "m_prev"):
        last[name][:] = np.round(256 * last[name]) / 256
    last["z_i"][:2] += 800
    last["m_prev"][0] += 800
    last["z_f"][0] = 60  # a forget gate of 1
    last["m_prev"][1] += 1600
    last["z_f"][1] = -800  # a forget gate of 0 in any precision, but for its logarithm
    last["z_i"][2] -= 800
    last["m_prev"][2] -= 800
    last["z_f"][2] = 60
    return cases


def opened(rng: np.random.Generator) -> list[Case]:
    """Draw stabilized gates, one of the two 1 in each unit, with states before the step."""
    cases = []
    for batch, _, units in SIZES:
        size = (batch, units)
        writes, other = rng.random(size) < 0.5, rng.uniform(0.1, 0.9, size)
        cases.append(
            {
                "i": np.where(writes, 1.0, other),
                "f": np.where(writes, other, 1.0),
                "g": rng.uniform(-0.95, 0.95, size),
                "o": rng.uniform(0.05, 0.95, size),
                "c_prev": rng.normal(0, 1.5, size),
                "n_prev": rng.uniform(1, 4, size),
            }
        )
    return cases


def sizes(rng: np.random.Generator) -> list[Case]:
    """Return sizes of layers: the same for every seed."""
    return [{"features": features, "units": units} for features, units in COUNTED]


GRU_STEP = Function(
    "gru_step",
    takes="x_t, h_prev, W, U, b",
    returns="h_t",
    cases=steps,
    axes=AXES,
    hints=(
        "Both gates read x_t and h_prev, as the gates of an LSTM do. What does the candidate read?",
        "In the form of the paper the reset gate acts before the product: which array does it "
        "multiply? And which share of the old state does the update gate k keep?",
        "Split W, U and b into the blocks k, r, g. Two sigmoids give k and r. The candidate is "
        "tanh of its input, its bias and (r times h_prev) times its block of U. Then mix: k of "
        "h_prev, and the rest of g.",
    ),
)

STABILIZED_GATES = Function(
    "stabilized_gates",
    takes="z_i, z_f, m_prev",
    returns="i, f, m_t",
    cases=entered,
    axes=AXES,
    hints=(
        "Work with logarithms: the logarithm of exp(z_i) is z_i. What is that of the forget gate?",
        "What the cell holds is divided by exp(m_prev) already. So which logarithm has its weight "
        "after the forget gate?",
        "m_t is the larger of log_f + m_prev and z_i, entry by entry. Take m_t off both, and take "
        "exp only then.",
    ),
)

SLSTM_STATES = Function(
    "slstm_states",
    takes="i, f, g, o, c_prev, n_prev",
    returns="h_t, c_t, n_t",
    cases=opened,
    axes=AXES,
    hints=(
        "The cell state is that of an LSTM. What is added up in the normalizer?",
        "The normalizer gets the same gates as the cell state, but no candidate. And what stands "
        "where an LSTM has tanh?",
        "Keep f of the old normalizer and add i. The hidden state is the output gate times the "
        "new cell state divided by the new normalizer.",
    ),
)

PARAMETER_COUNTS = Function(
    "parameter_counts",
    takes="features, units",
    returns="lstm, peepholes, gru, min_lstm",
    cases=sizes,
    hints=(
        "Count one block first: how many numbers have its columns of W, of U and of b?",
        "How many blocks has each cell? Which of the arrays does a minLSTM not have?",
        "A block has units · (features + units + 1) numbers. An LSTM has four blocks, a GRU three. "
        "Peepholes add three numbers a unit. A minLSTM has three blocks without U.",
    ),
)

CHECKS = (GRU_STEP, STABILIZED_GATES, SLSTM_STATES, PARAMETER_COUNTS)
