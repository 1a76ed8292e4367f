"""How well networks and counts guess the next character of a play, and what they write.

Order, share and whatever else is chosen is chosen on one play, and reported on another one.
"""

import numpy as np

from experiments._plays import SEEDS, encoded_plays, texts
from lstm_lib.character_model import network_of, probabilities_read, reader
from lstm_lib.characters import bits_per_character, decode, encode, mixed
from lstm_lib.kneser_ney import kneser_ney, next_probabilities, probabilities_along
from lstm_lib.sampling import longest_copy, share_of_words, words_of, write
from lstm_lib.trained import trained

ORDERS = range(1, 9)
SHARES = np.linspace(0, 1, 21)
TEMPERATURES = (0.5, 0.8, 1.0)
BLOCK = 1000  # characters: where a play is cut to show what that does to a score
WINDOW = 64  # characters: after so many, states are set to zero in a trial
TRIED = 20_000  # characters of the test play that it is tried on
PIECES, PIECE = 3, 300  # texts of each kind, and their characters


def run():
    """Return bits of all models on the play for choices and on the test play, and their texts."""
    characters, learned, choice, test = encoded_plays()
    counted = counts(learned, choice, test, len(characters))
    order = min(ORDERS, key=lambda order: counted[order]["choice"])
    model = kneser_ney(learned, len(characters), order)
    on_choice, on_test = (probabilities_along(model, text) for text in (choice, test))
    judged, weights = Judged(characters), trained("plays_networks")
    networks = [network_of(weights, seed) for seed in SEEDS]
    return {
        "test_characters": len(test),
        "counted": counted,
        "order": order,
        "networks": [scored(one, choice, test, on_choice, on_test) for one in networks],
        "shares": SHARES,
        "split": split(learned, test, on_test, len(characters), order),
        "real": judged.real(),
        "counted_texts": judged.at_temperatures(lambda: counting_reader(model), seed=100),
        "network_texts": [
            judged.at_temperatures(lambda one=one: reader(one), seed)
            for seed, one in zip(SEEDS, networks, strict=True)
        ],
        "temperatures": TEMPERATURES,
        "pieces": PIECES,
        "piece": PIECE,
    }


def counts(learned, choice, test, size):
    """Return the bits of counts, by the length of the longest counted runs."""
    counted = {}
    for order in ORDERS:
        model = kneser_ney(learned, size, order)
        counted[order] = {
            "choice": bits_per_character(probabilities_along(model, choice)),
            "test": bits_per_character(probabilities_along(model, test)),
            "runs": sum(len(one.runs) for one in model.lengths),
        }
    return counted


def scored(network, choice, test, counted_choice, counted_test):
    """Return the bits of one network alone and mixed with the counts."""
    on_choice, on_test = (probabilities_read(network, text) for text in (choice, test))
    mixes = [bits_per_character(mixed(on_choice, counted_choice, share)) for share in SHARES]
    share = SHARES[int(np.argmin(mixes))]
    starts = range(0, TRIED, WINDOW)
    parts = [probabilities_read(network, test[n : min(n + WINDOW, TRIED)]) for n in starts]
    has_past = np.arange(TRIED) % WINDOW > 0  # the first of a window would be a blind guess
    return {
        "choice": bits_per_character(on_choice),
        "test": bits_per_character(on_test),
        "mixes": mixes,
        "share": share,
        "mixed": bits_per_character(mixed(on_test, counted_test, share)),
        "states_kept": bits_per_character(on_test[:TRIED][has_past]),
        "states_reset": bits_per_character(np.concatenate(parts)[has_past]),
    }


def split(learned, test, on_test, size, order):
    """Return what a cut within plays does to the score of counts.

    Once every tenth block of the plays is held out. Once every other block of the test play is
    added to what is learned: then the same characters are scored as without them.
    """
    tenth = np.arange(len(learned)) // BLOCK % 10 == 9
    model = kneser_ney(learned[~tenth], size, order)
    within = bits_per_character(probabilities_along(model, learned)[tenth])
    other = np.arange(len(test)) // BLOCK % 2 == 1
    model = kneser_ney(np.concatenate([learned, test[~other]]), size, order)
    return {
        "within": within,
        "same_without": bits_per_character(on_test[other]),
        "same_with": bits_per_character(probabilities_along(model, test)[other]),
    }


def counting_reader(model):
    """Return a reader of counts."""
    read_so_far = []

    def read(places):
        read_so_far.extend(places)
        return next_probabilities(model, np.array(read_so_far[-len(model.lengths) :]))

    return read


class Judged:
    """Texts held against the plays that were learned from."""

    def __init__(self, characters):
        self.characters = characters
        self.source, _, self.test = texts()
        self.words = set(words_of(self.source))

    def judged(self, pieces):
        """Return the share of real words, and the length of the longest copy in each piece."""
        return {
            "real_words": float(np.mean([share_of_words(one, self.words) for one in pieces])),
            "copies": [len(longest_copy(one, self.source)) for one in pieces],
        }

    def real(self):
        """Return the same of pieces of the play that nobody learned from."""
        starts = np.linspace(0, len(self.test) - PIECE, PIECES + 2)[1:-1].astype(int)
        return self.judged([self.test[start : start + PIECE] for start in starts])

    def written(self, make_reader, temperature, seed):
        """Return it of pieces that a model writes, and the beginning of the first one."""
        rng = np.random.default_rng(seed)
        prompt = encode("\n\n", self.characters)
        pieces = [
            decode(write(make_reader(), prompt, PIECE, temperature, rng), self.characters)
            for _ in range(PIECES)
        ]
        return {**self.judged(pieces), "text": pieces[0]}

    def at_temperatures(self, make_reader, seed):
        """Return it for each temperature."""
        return [self.written(make_reader, temperature, seed) for temperature in TEMPERATURES]
