"""The adding problem over 60 steps: mean squared errors of the LSTM's relatives."""

from experiments._relatives import compare
from lstm_lib.tasks import adding_problem


def run() -> dict:
    """Return test errors, curves and CPU seconds of each network and seed."""
    return compare(adding_problem, steps=60, updates=1200, outputs=1)
