"""What changes nothing in answers of `lstm_cell`: inputs to draw, and records."""


def _step(rng):
    """Draw what a step takes, of any sizes."""
    batch, features, units = rng.integers(1, 7, 3)
    return (
        rng.normal(size=(batch, features)),
        rng.uniform(-1, 1, (batch, units)),
        rng.normal(size=(batch, units)),
        rng.normal(size=(features, 4 * units)),
        rng.normal(size=(units, 4 * units)),
        rng.normal(size=4 * units),
    )


def _gate(rng):
    """Draw what a gate takes: all but the cell state."""
    x_t, h_prev, _, *weights = _step(rng)
    return x_t, h_prev, *weights


GATES = ("forget_gate", "input_gate", "candidate", "output_gate")
INPUTS = {
    **dict.fromkeys(GATES, _gate),
    "update_cell_state": lambda rng: list(rng.normal(size=(4, *rng.integers(1, 7, 2)))),
    "lstm_step": _step,
}
