"""What changes nothing in answers of `vanishing_gradients`: inputs to draw, and records."""


def _back(rng):
    """Draw one step of a plain network."""
    batch, units = rng.integers(1, 7, 2)
    arrives, h_t = rng.normal(size=(batch, units)), rng.uniform(-1, 1, (batch, units))
    return arrives, h_t, rng.normal(size=(units, units))


def _states(rng):
    """Draw what arrives at the last step, the hidden states and the weights."""
    batch, steps, units = rng.integers(1, 7, 3)
    h = rng.uniform(-1, 1, (batch, steps, units))
    return rng.normal(size=(batch, units)), h, rng.normal(size=(units, units))


def _curve(rng):
    """Draw norms, which may rise and fall, and a share of the first, below one."""
    return rng.uniform(0.1, 3, rng.integers(1, 9)), float(rng.uniform(0.01, 0.99))


def _gradients(rng):
    """Draw a list of arrays of any shapes, and a limit of their global norm."""
    shapes = [tuple(rng.integers(1, 5, rng.integers(1, 4))) for _ in range(rng.integers(1, 5))]
    return [rng.normal(size=shape) for shape in shapes], float(rng.uniform(0.5, 8))


INPUTS = {
    "step_back": _back,
    "state_gradients": _states,
    "gradient_norms": lambda rng: [rng.normal(size=rng.integers(1, 7, 3))],
    "reach": _curve,
    "direct_path": lambda rng: [rng.uniform(0, 1, rng.integers(1, 7, 3))],
    "clip_by_norm": _gradients,
}
