"""Return and volatility of each share, forecast in a walk-forward by a network from three seeds.

With a control: shares whose days have been shuffled, each day with its return and its volatility,
so that nothing can be known of a return. What looks like skill there is chance.
"""

import time

import numpy as np

from lstm_lib.datasets import share_prices
from lstm_lib.share_networks import forecast_share, share_network
from lstm_lib.shares import share_questions

SHARES = ("AAPL", "GOOG", "IBM", "MSFT")
ASKED = ("returns", "volatility")
SEEDS = (0, 1, 2)
SHUFFLES = 2  # of each share


def run():
    """Return CPU seconds, and all forecasts: of shape (seeds, folds, test days)."""
    forecasts, seconds, model = {}, {}, share_network(2)
    for name in SHARES:
        questions = share_questions(share_prices()[name])
        for asked in ASKED:
            start = time.process_time()
            said = [forecast_share(questions[asked], seed, model) for seed in SEEDS]
            seconds.setdefault(asked, []).append((time.process_time() - start) / len(SEEDS))
            forecasts[f"{name}_{asked}"] = np.array(said, "float32")
        truths, said = shuffled(questions["returns"], model, SHARES.index(name))
        forecasts[f"{name}_shuffled_truth"] = np.array(truths, "float32")
        forecasts[f"{name}_shuffled"] = np.array(said, "float32")
    return {
        "shares": SHARES,
        "seeds": SEEDS,
        "shuffles": SHUFFLES,
        "parameters": model.count_params(),
        "seconds": {asked: np.mean(spent) for asked, spent in seconds.items()},
    }, forecasts


def shuffled(question, model, number):
    """Return truths and forecasts of a share whose days come in another order."""
    truths, said = [], []
    for shuffle in range(SHUFFLES):
        order = np.random.default_rng([shuffle, number]).permutation(len(question.series))
        mixed = question._replace(series=question.series[order], inputs=question.inputs[order])
        truths.append(mixed.truth)
        said.append(forecast_share(mixed, shuffle, model))
    return truths, said
