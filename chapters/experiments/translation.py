"""A translator of numbers: what it is trained on, how it is scored, and how it writes.

Networks, budget and the parts of the data are those of `_translation`, and so is the learning rate,
which was chosen there. Each of five trainings runs from three seeds:

- `as drawn`: the network with attention, on numbers as `number_pairs` draws them;
- `padding counted`: the same, with a loss that is the mean over all places, padding too;
- `no attention`: the network without attention, which errs more often;
- `short only`: the one with attention, on as many pairs, none of more than `SHORT` English words;
- `with gaps`: the one with attention, half of its pairs drawn with groups of three digits left out.

The weights that are stored are those of `with gaps` from the first seed.
"""

import numpy as np
from sacrebleu.metrics import BLEU, CHRF

from experiments import _translation as base
from experiments._comparison import number
from experiments._translation_floors import FLOORS
from lstm_lib.backend import keras
from lstm_lib.cell import lstm_step
from lstm_lib.decoding import START, beam_search, log_softmax, masked_loss
from lstm_lib.number_words import encode, number_pairs, say
from lstm_lib.sequence import lstm_forward
from lstm_lib.translator import Translator, decoder_of

DIGITS = 9
RATE = 1e-2  # chosen in `numbers_long`
SEEDS = (0, 1, 2)
SHORT = 10  # words
GAP = 1 / 3  # share of the groups of three digits that are left out
N_GAP_TEST = 300  # numbers with millions and without thousands
WIDTHS = (2, 5, 10)
POWERS = (1.0, 2.0)  # of the length, at a width of 5
TRAININGS = {
    "as drawn": "attention",
    "padding counted": "attention",
    "no attention": "no attention",
    "short only": "attention",
    "with gaps": "attention",
}
SEARCHED = ("as drawn", "no attention")
SHOWN = 12  # wrong answers that are stored


def run() -> tuple:
    """Return scores of floors and networks, and the weights of one network."""
    parts = base.draw_parts(DIGITS)
    pairs = training_pairs(parts)
    gap_test = [pair(n) for n in without_thousands(N_GAP_TEST, np.random.default_rng(1))]
    results, trained = {}, None
    for name, kind in TRAININGS.items():
        part = parts._replace(train=pairs[name])
        model = base.build(kind, part, SEEDS[0])
        base.compile_once(model)
        if name == "padding counted":
            compile_counting_padding(model)
        seeds = []
        for seed in SEEDS:
            base.train(model, kind, part, seed, RATE)
            weights = base.weights_of(model)
            seeds.append(scored(model, weights, part, gap_test, name))
            if (name, seed) == ("with gaps", SEEDS[0]):
                trained = {key: array.astype("float16") for key, array in weights.items()}
        results[name] = {"parameters": model.count_params(), "seeds": seeds}
    return {
        "train": base.N_TRAIN,
        "test": len(parts.test),
        "gap_test": len(gap_test),
        "epochs": base.EPOCHS,
        "rate": RATE,
        "seeds": SEEDS,
        "short": SHORT,
        "widths": WIDTHS,
        "powers": POWERS,
        "longest_english": max(len(e) for e, _ in parts.test),
        "gaps_in_training": {k: sum(is_gap(e) for e, _ in v) for k, v in pairs.items()},
        "floors": {name: floor_scores(f, parts, gap_test) for name, f in FLOORS.items()},
        "trainings": results,
    }, trained


def pair(n):
    """Return the words of a number in both languages."""
    return say(n, "English"), say(n, "French")


def is_gap(english):
    """Tell whether a number has millions and no thousands."""
    return "million" in english and "thousand" not in english


def without_thousands(count, rng):
    """Draw different numbers of millions and ones, without thousands."""
    numbers = {}
    while len(numbers) < count:
        millions, ones = rng.integers(1, 1000, 2)
        numbers[int(millions * 1_000_000 + ones)] = None
    return list(numbers)


def training_pairs(parts):
    """Return the training pairs of each training; none of them is in a test or in validation."""
    held_out = {tuple(e) for e, _ in [*parts.validation, *parts.test]}
    held_out |= {
        tuple(say(n, "English")) for n in without_thousands(N_GAP_TEST, np.random.default_rng(1))
    }
    train = [one for one in parts.train if tuple(one[0]) not in held_out]
    assert len(train) == len(parts.train)
    more = number_pairs(8 * base.N_TRAIN, DIGITS, np.random.default_rng(2))
    short = [one for one in train if len(one[0]) <= SHORT]
    known = held_out | {tuple(e) for e, _ in train}
    for one in zip(more.english, more.french, strict=True):
        if len(short) == len(train):
            break
        if len(one[0]) <= SHORT and tuple(one[0]) not in known:
            short.append(one)
    half = train[: len(train) // 2]
    gaps = {tuple(e): (e, f) for e, f in half}
    rng = np.random.default_rng(3)
    while len(gaps) < len(train):
        groups = rng.integers(1, 1000, 3) * (rng.random(3) >= GAP)
        one = pair(int(groups @ [1_000_000, 1000, 1]))
        if tuple(one[0]) not in held_out:
            gaps.setdefault(tuple(one[0]), one)
    assert len(short) == len(gaps) == len(train)
    return {
        "as drawn": train,
        "padding counted": train,
        "no attention": train,
        "short only": short,
        "with gaps": list(gaps.values()),
    }


def compile_counting_padding(model):
    """Compile a network as `_translation` does, with a loss that takes padding for a word."""
    model.compile(
        keras.optimizers.Adam(clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=base.N_TRAIN // base.BATCH,
        jit_compile=True,
    )
    model.optimizer.build(model.trainable_variables)


def scored(model, weights, parts, gap_test, name):
    """Return all that is told of one trained network."""
    inputs, targets = base.arrays(parts.test, parts)
    scores = model.predict_on_batch(inputs)  # (sentences, steps, words)
    own = base.translate(weights, [e for e, _ in parts.test], parts)
    forced = [row[: len(f) + 1] for row, (_, f) in zip(scores.argmax(-1), parts.test, strict=True)]
    found = {
        **quality(own, [f for _, f in parts.test]),
        "gap": quality(answers(weights, gap_test, parts), [f for _, f in gap_test])["exact"],
        "loss": masked_loss(scores, targets),
        "loss_counted": number(counted_loss(scores, targets)),
        "shuffled": shuffled_words(weights, parts),
        **after_errors(own, forced, parts),
    }
    if name == "short only":
        short = np.array([len(e) <= SHORT for e, _ in parts.test])
        right = np.array([o == f for o, (_, f) in zip(own, parts.test, strict=True)])
        lengths = [len(e) for e, _ in parts.test]
        found["short"], found["long"] = right[short].mean(), right[~short].mean()
        found["by_length"] = {n: right[np.array(lengths) == n].mean() for n in sorted(set(lengths))}
        longer = [(o, f) for o, (e, f) in zip(own, parts.test, strict=True) if len(e) > SHORT]
        found["too_short"] = np.mean([len(o) < len(f) for o, f in longer])
    if name in SEARCHED:
        found["search"] = searched(weights, parts)
    if name == "no attention":
        found["wrong"] = wrong_answers(own, forced, parts)
    return found


def answers(weights, pairs, parts):
    """Return what a network writes for the English side of pairs."""
    return base.translate(weights, [e for e, _ in pairs], parts)


def quality(ours, right):
    """Return exact matches, BLEU and chrF of answers; a word is whatever spaces part."""
    said, wanted = [" ".join(one) for one in ours], [[" ".join(one) for one in right]]
    return {
        "exact": np.mean([a == b for a, b in zip(ours, right, strict=True)]),
        "bleu": BLEU(tokenize="none").corpus_score(said, wanted).score,
        "chrf": CHRF().corpus_score(said, wanted).score,
    }


def counted_loss(scores, targets):
    """Return the mean of the cross-entropy over all places, padding too."""
    logs = log_softmax(scores)
    return -np.take_along_axis(logs, targets[:, :, np.newaxis], axis=2).mean()


def shuffled_words(weights, parts):
    """Return the share right if the English words come in another order."""
    rng = np.random.default_rng(0)
    chosen = [(e, f) for e, f in parts.test if len(e) > 2]
    mixed = [([*rng.permutation(e)], f) for e, f in chosen]
    kept = [(m, f) for (m, f), (e, _) in zip(mixed, chosen, strict=True) if m != e]
    return np.mean([o == f for o, (_, f) in zip(answers(weights, kept, parts), kept, strict=True)])


def after_errors(own, forced, parts):
    """Return the share of right words, fed with right words; and what follows a first error.

    The words after the first wrong one are compared with the right sentence place by place, both
    in what the network writes by itself and in what it answers when it is fed the right words.
    """
    words, following_own, following_forced, wrong = [], [], [], 0
    for ours, row, (_, french) in zip(own, forced, parts.test, strict=True):
        right = encode([[*french, "<end>"]], parts.french)[0]
        hits = row == right
        words.extend(hits)
        if hits.all():
            continue
        wrong += 1
        first = int(np.argmin(hits)) + 1
        mine = encode([[*ours, "<end>"]], parts.french)[0]
        mine = np.append(mine, np.zeros(len(right), int))[: len(right)]
        following_own.extend((mine == right)[first:])
        following_forced.extend(hits[first:])
    return {
        "forced_words": np.mean(words),
        "wrong_sentences": wrong,
        "after_own": np.mean(following_own) if following_own else 0.0,
        "after_forced": np.mean(following_forced) if following_forced else 0.0,
    }


def wrong_answers(own, forced, parts):
    """Return some wrong answers: English, right, by itself, and fed with the right words."""
    found = []
    for ours, row, (english, french) in zip(own, forced, parts.test, strict=True):
        if ours != french and len(found) < SHOWN:
            fed = [parts.french[word] for word in row]
            found.append([" ".join(said) for said in (english, french, ours, fed)])
    return found


def searched(weights, parts):
    """Return what beams find: shares right, and whether search or network is to blame."""
    translator = Translator(weights, parts.english, parts.french)
    ways = [(1, 0.0), *((w, 0.0) for w in WIDTHS), *((5, power) for power in POWERS)]
    right = {way: [] for way in ways}
    likelier, blamed = {w: [] for w in WIDTHS}, []
    for english, french in parts.test:
        step, state = decoder(english, translator)
        wanted = encode([french], parts.french)[0]
        of_right = log_share([*wanted, 2], step, state)
        found = {(w, p): beam_search(step, state, w, base.MOST_WORDS, p)[0] for w, p in ways}
        for way, best in found.items():
            right[way].append(best.words == [*wanted])
        for w in WIDTHS:
            likelier[w].append(found[w, 0.0].log_share > found[1, 0.0].log_share + 1e-4)
        if found[1, 0.0].words != [*wanted]:
            blamed.append(of_right > found[1, 0.0].log_share)
    return {
        "exact": {str(w): np.mean(right[w, 0.0]) for w in (1, *WIDTHS)},
        "exact_by_power": {str(p): np.mean(right[5, p]) for p in POWERS},
        "likelier_than_greedy": {str(w): np.mean(likelier[w]) for w in WIDTHS},
        "wrong": len(blamed),
        "right_was_likelier": int(np.sum(blamed)),
    }


def decoder(english, translator):
    """Return a step and a state as `lstm_lib.decoding` takes them, with attention or without."""
    weights = translator.weights
    if len(weights["W_attended"]) != len(weights["U_dec"]):
        return decoder_of(english, translator)[:2]
    read = base.one_hot(encode([english], translator.english), translator.english)
    run = lstm_forward(read, *(weights[f"{name}_enc"] for name in "WUb"))

    def step(words, state):
        x_t = base.one_hot(words, translator.french)
        h_t, c_t = lstm_step(x_t, *state, *(weights[f"{name}_dec"] for name in "WUb"))
        attended = np.tanh(h_t @ weights["W_attended"])
        return log_softmax(attended @ weights["W_out"] + weights["b_out"]), (h_t, c_t)

    return step, (run.h[:, -1], run.c[:, -1])


def log_share(words, step, state):
    """Return the logarithm of the share that a network gives to a whole sentence."""
    total, before = 0.0, START
    for word in words:
        log_shares, state = step(np.array([before]), state)
        total, before = total + float(log_shares[0, word]), word
    return total


def floor_scores(floor, parts, gap_test):
    """Return what a translator without a network scores."""
    translate = floor(parts.train)
    found = quality([translate(e) for e, _ in parts.test], [f for _, f in parts.test])
    found["gap"] = quality([translate(e) for e, _ in gap_test], [f for _, f in gap_test])["exact"]
    return found
