"""The exercise `translation`: its functions, the cases they are called on, and the hints.

The last two cases of a check have one size: what is kept from one call to the next shows there. In
one case of the beam a sentence is so long that the product of its shares is zero to a computer.
"""

import numpy as np

from lstm_lib.checks.exercises.translation.observe import END, START, UNKNOWN, Decoder, OfSentences
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case

ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "hundred")
FRENCH = ("un", "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "cent", "cents")
# English and French words of each sentence of a batch; the last two batches are of one size.
LENGTHS = (
    ((2, 3), (4, 2), (1, 4)),
    ((3, 5), (5, 1), (2, 2), (4, 3)),
    ((3, 2), (1, 4)),
    ((2, 1), (4, 3), (3, 4)),
    ((2, 1), (4, 3), (3, 4)),
)
# batch, steps, words
SIZES = ((2, 5, 4), (3, 4, 6), (4, 6, 5), (3, 5, 4), (3, 5, 4))
# units, words, most; the network of the last two is of one size.
NETWORKS = (
    (3, 8, 8),
    (4, 8, 3),
    (3, 8, 9),
    (5, 9, 12),
    (4, 7, 1),
    (3, 8, 5),
    (4, 9, 10),
    (4, 7, 9),
    (4, 7, 9),
)
SHARP = 1.2  # spread of the weights that score words
# Two ways of searching mostly find the same. Networks from these seeds tell the mistakes apart that
# the judge knows, also if their weights change a little.
TELLING = (4, 11, 416, 309, 101, 163, 35, 403, 420, 497, 59, 122, 134, 181, 30, 1)
LONG = 300  # words of the last case: their shares, multiplied, are zero to a computer
LONG_WORDS = 60
NEVER = -30.0  # the score of what a network that was trained does not write: padding, start


def sentences(rng: np.random.Generator) -> list[Case]:
    """Draw pairs of sentences, and places for most of their words."""
    cases = []
    for lengths in LENGTHS:
        english = [[str(word) for word in rng.choice(ENGLISH, n)] for n, _ in lengths]
        french = [[str(word) for word in rng.choice(FRENCH, n)] for _, n in lengths]
        cases.append(
            {
                "english": english,
                "french": french,
                "english_places": _places(rng, ENGLISH, english),
                "french_places": _places(rng, FRENCH, french),
            }
        )
    return cases


def _places(
    rng: np.random.Generator, words: tuple[str, ...], used: list[list[str]]
) -> dict[str, int]:
    """Draw a place for each word but one or two, of which one occurs within a sentence."""
    within = [sentence[0] for sentence in used if len(sentence) > 1]
    left_out = {str(rng.choice(within)), str(rng.choice(words))}
    kept = [word for word in words if word not in left_out]
    places = rng.permutation(np.arange(UNKNOWN + 1, UNKNOWN + 1 + len(kept)))
    return {word: int(place) for word, place in zip(kept, places, strict=True)}


def scored(rng: np.random.Generator) -> list[Case]:
    """Draw scores and targets of different lengths, each with its end mark."""
    cases = []
    for batch, steps, words in SIZES:
        lengths = rng.integers(2, steps, batch)
        lengths[rng.integers(batch)] = steps
        # In each batch one sentence has padding.
        lengths[np.argmax(lengths == steps) - 1] = rng.integers(2, steps)
        targets = rng.integers(END + 1, words, (batch, steps))
        targets[np.arange(batch), lengths - 1] = END
        targets[np.arange(steps) >= lengths[:, np.newaxis]] = 0
        cases.append({"scores": rng.normal(0, 1.8, (batch, steps, words)), "targets": targets})
    return cases


def networks(rng: np.random.Generator) -> list[Case]:
    """Draw networks that write for greedy decoding.

    The first ends at once, the second hardly ever; the fifth may write a single word.
    """
    ends = (9.0, -6.0, 0.5, 0.4, -6.0, 0.4, 0.7, 0.4, 0.4)
    return [
        {**_network(rng, units, words, end), "most": most}
        for (units, words, most), end in zip(NETWORKS, ends, strict=True)
    ]


def beams(rng: np.random.Generator) -> list[Case]:
    """Draw networks, widths and powers for a beam; one network writes a very long sentence."""
    cases = [telling(number, rng) for number in TELLING]
    one, single, empty = (telling(number, rng) for number in TELLING[:3])
    empty["a"] = np.where(np.arange(len(empty["a"])) == END, 9.0, empty["a"])
    cases += [{**one, "width": 1}, {**single, "most": 1}, empty]
    long = _network(rng, 3, LONG_WORDS, NEVER, sharpness=0.2)
    return [*cases, {**long, "most": LONG, "width": 2, "power": 0.0}]


def telling(number: int, rng: np.random.Generator) -> Case:
    """Draw a case for a beam close to a known one, in which its words have other places."""
    known = np.random.default_rng(number)
    units, words = (3, 7) if number % 2 else (4, 8)
    network = _network(known, units, words, float(known.uniform(-0.5, 1)), SHARP)
    most, width = int(known.integers(3, 9)), int(known.choice([1, 2, 2, 2, 3, 3, 4]))
    power = float(known.choice([0.0, 0.5, 0.8, 1.0, 1.3, 1.6]))
    first = UNKNOWN + 1  # of the words; the marks keep their places
    order = np.concatenate([np.arange(first), first + rng.permutation(words - first)])
    network |= {"W": network["W"][order], "V": network["V"][:, order], "a": network["a"][order]}
    return {**network, **_jittered(network, rng), "most": most, "width": width, "power": power}


def _jittered(network: Case, rng: np.random.Generator) -> Case:
    """Draw weights close to those of a network."""
    return {key: network[key] + rng.normal(0, 0.01, network[key].shape) for key in ("W", "V", "U")}


def _network(
    rng: np.random.Generator, units: int, words: int, end: float, sharpness: float = SHARP
) -> Case:
    """Draw the weights of a network, and the score that its end mark starts from."""
    bias = rng.normal(0, 0.3, words)
    bias[[0, START, UNKNOWN]] = NEVER
    bias[END] = end
    W, V = rng.normal(0, 1.2, (words, units)), rng.normal(0, sharpness, (units, words))
    signs = rng.choice([-1.0, 1.0], units)
    W[START] = 1.5 * signs
    V[:, END] -= signs  # so that few sentences end before they have begun
    return {
        "state": rng.uniform(-0.9, 0.9, units),
        "U": rng.normal(0, 1.1, (units, units)),
        "W": W,
        "V": V,
        "a": bias,
    }


TO_ARRAYS = OfSentences(
    "to_arrays",
    takes="english, french, english_places, french_places",
    returns="read, written, targets",
    cases=sentences,
    hints=(
        "At its second step the decoder has to answer the second word. Which word may it have read "
        "by then?",
        "`written` and `targets` are one sentence, moved by one place against each other. Which "
        "mark stands in front of the one, and which behind the other?",
        "Make a list of whole numbers of each sentence first, with `places.get(word, UNKNOWN)`. "
        "Then add the mark, and then fill up with PADDING to the length of the longest.",
    ),
)

MASKED_LOSS = Function(
    "masked_loss",
    takes="scores, targets",
    returns="loss",
    cases=scored,
    axes={"scores": "batch steps words", "targets": "batch steps"},
    hints=(
        "How many real words has the batch, end marks included? By which number do you divide?",
        "Softmax makes shares of the scores of one step. Of all of them, the loss looks at one: "
        "which?",
        "Take the logarithm of softmax over the last axis, pick the entry of the target at each "
        "step, keep those where the target is not PADDING, and take minus their mean.",
    ),
)

GREEDY = Decoder(
    "greedy",
    takes="step, state, most",
    returns="words",
    cases=networks,
    hints=(
        "What does the decoder read before it has written anything? And after that?",
        "`step` returns two things. What becomes of the second one?",
        "Begin with START. At each of `most` steps ask for the log shares, take the place of the "
        "largest, leave the loop if it is END, and keep it otherwise; it is also what the next "
        "step reads.",
    ),
)

BEAM_SEARCH = Decoder(
    "beam_search",
    takes="step, state, width, most, power",
    returns="words, log_share",
    cases=beams,
    hints=(
        "What has a hypothesis to carry along, so that it can be continued later?",
        "All continuations of all hypotheses compete with each other, and with those that are "
        "finished. By which number?",
        "Begin with one hypothesis: no words, log share 0, the state. In each round make a new "
        "list: the finished as they are, and each other one with each word added. Sort it by "
        "log_share / length ** power, and keep the first `width`.",
    ),
)

CHECKS = (TO_ARRAYS, MASKED_LOSS, GREEDY, BEAM_SEARCH)
