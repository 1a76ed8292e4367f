"""Attention alone on the temporal order problem, at the slower of the two learning rates.

The rule that chose the faster one looked at a single seed. This shows what the other would give.
"""

from experiments._relatives import compare
from lstm_lib.tasks import temporal_order


def run() -> dict:
    """Return shares of right answers, curves and CPU seconds of each seed."""
    return compare(
        temporal_order, steps=40, updates=500, outputs=4, names=("attention",), rates=(1e-2,)
    )
