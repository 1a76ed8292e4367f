"""Spaces put back into a play by five networks and a dictionary, and by both together."""

from collections import Counter

import numpy as np

from experiments import _spaces
from lstm_lib.dictionary import best_split, longest_match
from lstm_lib.parity import weights_from_keras
from lstm_lib.spaces import end_score

NETWORKS = {  # what is built, and how many letters late it answers
    "both directions": ("both directions", 0),
    "forward": ("forward", 0),
    "forward, 4 late": ("forward", 4),
    "window": ("window", 0),
    "window, linear": ("window, linear", 0),
}
TRUSTS = (0.25, 0.5, 0.75, 1.0)  # what the network's log-odds count beside the dictionary


def run():
    """Return the scores of every network, of the dictionary and of both, and the weights of one."""
    words, training = _spaces.read(*_spaces.TRAINING_PLAYS)
    counts = Counter(words)
    test_words, test = _spaces.read(_spaces.TEST_PLAY)
    choice = _spaces.read(_spaces.CHOICE_PLAY)[1]
    unseen = np.repeat([word not in counts for word in test_words], list(map(len, test_words)))
    unseen = _spaces.scored(unseen)

    def scores(guessed):
        ends = _spaces.scored(test.ends)
        return {"all": end_score(guessed, ends), "unseen": end_score(guessed[unseen], ends[unseen])}

    models, networks, trained, odds = {}, {}, {}, []
    for name, (kind, delay) in NETWORKS.items():
        if kind not in models:
            models[kind] = _spaces.build(kind, 0)
            _spaces.compile_once(models[kind], training)
        model, found = models[kind], []
        for seed in _spaces.SEEDS:
            _spaces.train(model, kind, training, seed, delay)
            found.append(scores(_spaces.log_odds(model, test, delay) > 0))
            if (name, seed) == ("both directions", _spaces.SEEDS[0]):
                odds = [_spaces.log_odds(model, joined) for joined in (choice, test)]
                trained = weights_of(model)
        networks[name] = {
            "parameters": model.count_params(),
            "scores": [each["all"] for each in found],
            "unseen": [each["unseen"] for each in found],
        }

    def together(joined, log_odds, trust):
        # A letter that no window scores has odds of 1: there the dictionary decides alone.
        every = np.zeros(len(joined.ends))
        every[_spaces.MARGIN :][: len(log_odds)] = log_odds
        return _spaces.scored(best_split(joined.letters, counts, trust * every))

    chosen = [
        end_score(together(choice, odds[0], trust), _spaces.scored(choice.ends)) for trust in TRUSTS
    ]
    trust = TRUSTS[int(np.argmax(chosen))]
    others = {
        "always": np.ones(len(unseen), bool),
        "longest match": _spaces.scored(longest_match(test.letters, counts)),
        "best split": _spaces.scored(best_split(test.letters, counts)),
        "both together": together(test, odds[1], trust),
    }
    return {
        "training_letters": len(training.letters),
        "training_words": len(words),
        "different_words": len(counts),
        "test_letters": len(unseen),
        "share_ends": np.mean(_spaces.scored(test.ends)),
        "share_unseen": np.mean([word not in counts for word in test_words]),
        "passes": _spaces.PASSES,
        "rate": _spaces.RATE,
        "networks": networks,
        "others": {name: scores(guessed) for name, guessed in others.items()},
        "trust": trust,
        "trusts": dict(zip(map(str, TRUSTS), chosen, strict=True)),
    }, trained


def weights_of(model):
    """Return the weights of a bidirectional network and its dense layer, by name."""
    both, dense = model.layers
    named = {
        f"{name}_{letter}": array
        for name, run in zip(("forward", "backward"), weights_from_keras(both), strict=True)
        for letter, array in zip("WUb", run, strict=True)
    }
    v, a = dense.get_weights()
    return {**named, "v": v, "a": a}
