"""The cases of the exercise `vanishing_gradients`.

Sizes all differ, so that a wrong axis cannot pass.
"""

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case


def back(rng: np.random.Generator) -> list[Case]:
    """Draw one step of a plain network: what arrives at it, its hidden state, its weights."""
    return [
        {
            "dh_t": rng.normal(0, 1, (batch, units)),
            "h_t": rng.uniform(-0.9, 0.9, (batch, units)),
            "U": rng.normal(0, 0.7, (units, units)),
        }
        for batch, units in ((2, 4), (3, 2), (1, 5))
    ]


def states(rng: np.random.Generator) -> list[Case]:
    """Draw what arrives at the last step of a few sequences, their hidden states, the weights."""
    return [
        {
            "dh_T": rng.normal(0, 1, (batch, units)),
            "h": rng.uniform(-0.9, 0.9, (batch, steps, units)),
            "U": rng.normal(0, 0.6, (units, units)),
        }
        for batch, steps, units in ((2, 6, 4), (4, 5, 3), (1, 3, 2))
    ]


def along_steps(rng: np.random.Generator) -> list[Case]:
    """Draw gradients at every step, of shape (batch, steps, units)."""
    return [{"dh": rng.normal(0, 1, size)} for size in ((3, 5, 2), (2, 4, 6), (4, 7, 3))]


def curves(rng: np.random.Generator) -> list[Case]:
    """Draw the norms at lag 0, 1, 2 …, a share, and whether they fall below it; two never do."""
    start = rng.uniform(2, 5, 6)
    steady = 0.1 ** (1 / (rng.integers(3, 6) - 0.5))  # falls below 0.1 between two lags
    jitter = rng.uniform(0.95, 1.05, (2, 7))
    dips = np.array([1, 0.9, 0.1, 0.6, 0.5, 0.2, 0.15]) * [1, *jitter[0, 1:]]  # and climbs again
    climbs = np.array([1, 3, 2, 1.2, 0.8, 0.4, 0.3]) * [1, *jitter[1, 1:]]
    meets = np.array([4, 2.5, 1, 0.75, 0.5])  # at lag 2 it is a quarter, and not below it
    shapes = (
        (start[0] * steady ** np.arange(9), 0.1, True),
        (start[1] * dips, 0.3, True),
        (start[2] * climbs, 0.5, True),
        (meets * int(rng.integers(1, 4)), 0.25, True),
        (start[4] * rng.uniform(1.2, 1.6) ** np.arange(6), 0.5, False),  # explodes
        (start[5] * rng.uniform(0.75, 0.85) ** np.arange(8), 0.1, False),  # falls too slowly
        (rng.uniform(2, 5) * np.array([1, 0.9, 0.7, 0.6, 0.5, 0.1]), 0.2, True),  # at the last lag
    )
    return [dict(zip(("norms", "share", "falls"), one, strict=True)) for one in shapes]


def forget_gates(rng: np.random.Generator) -> list[Case]:
    """Draw opened forget gates (batch, steps, units); the last ones are those of 1997, all 1."""
    drawn = [{"f": rng.uniform(0.4, 0.95, size)} for size in ((2, 5, 3), (3, 4, 2), (1, 6, 4))]
    return [*drawn, {"f": np.ones((3, 2, 4))}]


def gradient_lists(rng: np.random.Generator) -> list[Case]:
    """Draw lists of gradients, a limit, and whether their global norm is above it."""
    cases = []
    # How many times the limit the global norm is. At 1.2, each array alone is below the limit.
    for times, limit, shapes in (
        (rng.uniform(3, 5), rng.uniform(1.5, 2.5), ((2, 6), (3, 6), (6,))),
        (rng.uniform(1.15, 1.25), rng.uniform(2, 4), ((5, 2), (2, 4), (9,))),
        (rng.uniform(5, 8), rng.uniform(0.3, 0.7), ((4,), (2, 3))),
        (rng.uniform(0.75, 0.85), rng.uniform(3, 4), ((2, 6), (3, 6), (6,))),
        (rng.uniform(0.2, 0.4), rng.uniform(5, 9), ((3, 2), (4, 4))),
    ):
        drawn = [rng.normal(0, 1, shape) for shape in shapes]
        parts = [0.85, *rng.uniform(0.95, 1.15, len(shapes) - 1)]  # the first is not the largest
        drawn = [part * a / np.linalg.norm(a) for part, a in zip(parts, drawn, strict=True)]
        joint = np.sqrt(sum(np.sum(a**2) for a in drawn))
        gradients = [times * limit / joint * a for a in drawn]
        cases.append({"gradients": gradients, "limit": float(limit), "above": bool(times > 1)})
    return cases
