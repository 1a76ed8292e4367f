"""A stand-in for the learner's own step: made-up states that depend on all its arguments."""

from typing import Any

import numpy as np

from lstm_lib.checks.observation import Observation
from lstm_lib.checks.observe.stand_ins import Case, MakeStandIn, mixed

Array = np.ndarray


def made_up_step(
    x_t: Any,
    h_prev: Any,
    c_prev: Any,
    W: Any,
    U: Any,
    b: Any,
    input_mask: Any,
    recurrent_mask: Any,
) -> tuple[Array, Array]:
    """Stand in for `masked_step`, with states that no LSTM would have."""
    units = np.shape(U)[0]
    read = np.asarray(x_t) * input_mask  # (batch, features)
    kept = np.asarray(h_prev) * recurrent_mask  # (batch, units)
    along = np.cos(np.outer(1 + np.arange(read.shape[1]), 1 + np.arange(units)))
    weights = mixed(W, units) + mixed(U, units) + mixed(b, units)  # (units,)
    h_t = np.sin(read @ along + 0.7 * kept + 0.3 * np.asarray(c_prev) + weights)
    return h_t, 0.5 * np.asarray(c_prev) + np.cos(h_t + kept)


def _noted(name: str, number: int, _: Case, seen: Observation) -> Any:
    """Make a stand-in that notes in ``"CASE/part/NAME"`` that it was called."""

    def masked_step(*args: Any, **kwargs: Any) -> tuple[Array, Array]:
        seen.arrays[f"{number}/part/{name}"] = np.array(1)
        return made_up_step(*args, **kwargs)

    return masked_step


# What `run_masked` may call.
STAND_INS: dict[str, MakeStandIn] = {"masked_step": _noted}
