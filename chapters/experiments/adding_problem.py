"""The adding problem over 60 steps: mean squared errors of six networks."""

from experiments._comparison import compare
from lstm_lib.tasks import adding_floor, adding_problem


def run() -> dict:
    """Return test errors and curves of each network and seed, and the floor."""
    return {
        "floor": adding_floor(),
        **compare(adding_problem, steps=60, updates=1200, outputs=1),
    }
