"""Translators that need no network: what any network has to beat."""

from collections import Counter, defaultdict

import numpy as np

ENDINGS = {"thousand": "mille", "million": "millions"}
ROUNDS = 8  # of expectation and maximization


def dictionary(train):
    """Translate word by word, each by the French word that comes with it most often."""
    seen, in_english, in_french = Counter(), Counter(), Counter()
    for english, french in train:
        in_english.update(set(english))
        in_french.update(set(french))
        seen.update((e, f) for e in set(english) for f in set(french))
    best = {
        e: max(sorted(in_french), key=lambda f: seen[e, f] / (in_english[e] + in_french[f]))
        for e in in_english
    }
    return lambda english: [best[e] for e in english]


def model_1(train):
    """Translate word by word, by IBM's model 1: each French word comes from one English word."""
    share = defaultdict(lambda: 1.0)  # of a French word, given an English one
    for _ in range(ROUNDS):
        counts, totals = Counter(), Counter()
        for english, french in train:
            for f in french:
                whole = sum(share[f, e] for e in english)
                for e in english:
                    counts[f, e] += share[f, e] / whole
                    totals[e] += share[f, e] / whole
        share = {(f, e): count / totals[e] for (f, e), count in counts.items()}
    best = {}
    for (f, e), value in sorted(share.items()):
        if value > best.get(e, ("", 0.0))[1]:
            best[e] = f, value
    return lambda english: [best[e][0] for e in english]


def nearest(train):
    """Answer with the translation of the training sentence that shares most words and pairs."""
    places = {}
    for english, _ in train:
        for piece in _pieces(english):
            places.setdefault(piece, len(places))
    rows = np.zeros((len(train), len(places)), "float32")
    for row, (english, _) in zip(rows, train, strict=True):
        row[[places[piece] for piece in _pieces(english)]] = 1
    lengths = rows.sum(axis=1)

    def translate(english):
        pieces = _pieces(english)
        shared = rows[:, [places[piece] for piece in pieces if piece in places]].sum(axis=1)
        return train[int((shared / (lengths + len(pieces))).argmax())][1]

    return translate


def table(train):
    """Translate groups that end in thousand or million as wholes, as they were seen."""
    whole, bare = {}, {}
    for english, french in train:
        for e, f in zip(_groups(english), _groups(french), strict=True):
            whole[e] = f
            ends = e[-1] in ENDINGS
            bare[e[:-1] if ends else e] = f[:-1] if ends else f

    def of_group(group):
        ending = [ENDINGS[word] for word in group[-1:] if word in ENDINGS]
        rest = group[:-1] if ending else group
        return [*(whole.get(group) or [*bare.get(rest, ["?"]), *ending])]

    return lambda english: [word for group in _groups(english) for word in of_group(group)]


def _pieces(words):
    """Return the words of a sentence and its pairs of neighbors, each once."""
    whole = ["<", *words, ">"]
    return {*words, *zip(whole[:-1], whole[1:], strict=True)}


def _groups(words):
    """Cut a number behind each of its endings."""
    cut = [[]]
    for word in words:
        cut[-1].append(word)
        if word in {*ENDINGS, *ENDINGS.values()}:
            cut.append([])
    return [tuple(group) for group in cut if group]


FLOORS = {
    "dictionary": dictionary,
    "IBM model 1": model_1,
    "nearest sentence": nearest,
    "table of groups": table,
}
