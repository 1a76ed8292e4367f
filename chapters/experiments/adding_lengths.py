"""The adding problem over 10 to 40 steps: how far two networks get as Keras starts them."""

from experiments._comparison import compare
from lstm_lib.tasks import adding_problem

STEPS = (10, 20, 30, 40)
NAMES = ("plain RNN", "LSTM")


def run() -> dict:
    """Return the test errors of each network at each length, from each seed."""
    results = [
        compare(adding_problem, steps, updates=1200, outputs=1, names=NAMES) for steps in STEPS
    ]
    return {
        "steps": STEPS,
        "test": {name: [each["networks"][name]["test"] for each in results] for name in NAMES},
        "rates": {name: [each["networks"][name]["rate"] for each in results] for name in NAMES},
    }
