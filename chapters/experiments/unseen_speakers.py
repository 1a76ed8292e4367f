"""Spoken digits of speakers that were not learned from: networks with dropout and without.

Nobody wrote down who speaks, so `voice_groups` says it. Four of its six groups are one speaker
each; the other two mix up two speakers, and are held out together. Each of these five parts is held
out once, and everything is drawn anew from each of `SEEDS`: which recordings of the others are
learned from, where the weights start, and what is dropped. The rates were set beforehand, and
nothing is chosen on the part that is held out.
"""

import time
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from lstm_lib.backend import keras
from lstm_lib.datasets import spoken_digits
from lstm_lib.dropout import answer_spread, dropout_mask
from lstm_lib.sequence import lstm_forward
from lstm_lib.speakers import voice_groups

UNITS, STEPS = 48, 30  # one recording in thirty is longer, and loses how it begins
N_TRAIN, N_STOP, N_KNOWN, N_UNSEEN = 300, 200, 500, 499
BATCH, EPOCHS, RATE = 30, 24, 3e-3
SEEDS = (0, 1, 2)
TIMES = 30  # answers to one question
INPUT, RECURRENT, OUTPUT = 0.3, 0.3, 0.4


class Kind(NamedTuple):
    """Rates of dropout."""

    input: float = 0.0  # one mask for all steps
    each_step: float = 0.0  # of the inputs, a new mask at each step
    recurrent: float = 0.0
    output: float = 0.0


KINDS = {
    "plain": Kind(),
    "input and output": Kind(input=INPUT, output=OUTPUT),
    "recurrent": Kind(recurrent=RECURRENT),
    "input": Kind(input=INPUT),
    "input, new mask a step": Kind(each_step=INPUT),
    "output": Kind(output=OUTPUT),
}
FLOORS = {"segments": False, "segments, centred": True}  # less the mean of each recording?
ASKED = ("plain", "input and output")  # whose doubts are measured


class Split(NamedTuple):
    """Indices of the recordings of one run; all but ``unseen`` are of the same speakers."""

    train: np.ndarray
    stop: np.ndarray
    known: np.ndarray
    unseen: np.ndarray


def run():
    """Return what every network and floor scored on known and on unseen speakers, and weights."""
    sequences, digits = spoken_digits()
    groups = voice_groups(sequences, digits)
    parts = held_out_parts(groups)
    splits = [[split(groups, part, seed) for seed in SEEDS] for part in parts]
    read = [[arrays(sequences, drawn) for drawn in row] for row in splits]
    networks, answers, trained = {}, {}, {}
    for name, kind in KINDS.items():
        model = build(kind, 0)
        compile_once(model)
        runs = []
        for part, row in enumerate(splits):
            for seed, drawn in zip(SEEDS, row, strict=True):
                data = read[part][seed]
                runs.append(train(model, kind, seed, data, digits, drawn))
                if name in ASKED:
                    answers[name, part, seed] = model.get_weights(), data.unseen
        networks[name] = {"rates": kind._asdict(), **summary(runs, len(parts))}
        if name in ASKED:
            for part in range(len(parts)):
                weights, _ = answers[name, part, SEEDS[0]]
                for letter, array in zip("WUbva", weights, strict=True):
                    trained[f"{name} {part} {letter}".replace(" ", "_")] = array.astype("float16")
    doubts = [
        [
            ask(answers, digits[drawn.unseen], part, seed)
            for seed, drawn in zip(SEEDS, row, strict=True)
        ]
        for part, row in enumerate(splits)
    ]
    return {
        "sizes": np.bincount(groups),
        "parts": parts,
        "counts": {"train": N_TRAIN, "known": N_KNOWN, "unseen": N_UNSEEN, "epochs": EPOCHS},
        "parameters": model.count_params(),
        "networks": networks,
        "floors": {
            name: [floor(sequences, digits, row, centred) for row in splits]
            for name, centred in FLOORS.items()
        },
        "times": TIMES,
        "doubts": doubts,
    }, trained


def held_out_parts(groups):
    """Return the groups of each part: four of one speaker each, and the two that are mixed up."""
    sizes = np.bincount(groups)  # each speaker made 500 recordings
    mixed = np.abs(sizes - 500) > 2
    return [*([k] for k in np.flatnonzero(~mixed).tolist()), np.flatnonzero(mixed).tolist()]


def split(groups, part, seed):
    """Draw the recordings of one run; those held out are the same from every seed."""
    held_out = np.isin(groups, part)
    others = np.random.default_rng([seed, *part]).permutation(np.flatnonzero(~held_out))
    unseen = np.random.default_rng(part).permutation(np.flatnonzero(held_out))
    ends = np.cumsum([N_TRAIN, N_STOP, N_KNOWN])
    return Split(*np.split(others[: ends[-1]], ends[:-1]), unseen[:N_UNSEEN])


def arrays(sequences, drawn):
    """Return the recordings of each part of a split, of shape (recordings, steps, coefficients).

    They are scaled by mean and spread of the training part, and padded with zeros in front.
    """
    taken = [[sequences[k] for k in part] for part in drawn]
    frames = np.concatenate(taken[0])
    mean, spread = frames.mean(axis=0), frames.std(axis=0)
    made = []
    for part in taken:
        padded = np.zeros((len(part), STEPS, frames.shape[1]), "float32")
        for row, one in zip(padded, part, strict=True):
            kept = one[-STEPS:]
            row[STEPS - len(kept) :] = (kept - mean) / spread
        made.append(padded)
    return Split(*made)


def build(kind, seed):
    """Return a network with its weights drawn."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    rates = {"dropout": kind.input, "recurrent_dropout": kind.recurrent}
    return keras.Sequential(
        [
            keras.Input((STEPS, 13)),
            *([layers.Dropout(kind.each_step)] if kind.each_step else []),
            layers.LSTM(UNITS, use_cudnn=False, **rates),
            *([layers.Dropout(kind.output)] if kind.output else []),
            layers.Dense(10),
        ]
    )


def compile_once(model):
    """Compile a network: slow, so it is done once and serves every run."""
    model.compile(
        keras.optimizers.Adam(RATE, clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=N_TRAIN // BATCH,
        jit_compile=True,
    )
    model.optimizer.build(model.trainable_variables)


def train(model, kind, seed, data, digits, drawn):
    """Train from a fresh start; return the CPU seconds, and loss and share after each epoch."""
    # Unlike get_weights(), the variables hold the state of what draws the masks too.
    for variable, fresh in zip(model.variables, build(kind, seed).variables, strict=True):
        variable.assign(fresh)
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = RATE
    asked = np.concatenate(data)
    targets = digits[np.concatenate(drawn)]
    ends = np.cumsum([len(part) for part in drawn])[:-1]
    epochs, start = [], time.process_time()
    for _ in range(EPOCHS):
        model.fit(data.train, digits[drawn.train], batch_size=BATCH, verbose=0)
        scores = model.predict_on_batch(asked)
        logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        losses = -np.take_along_axis(logs, targets[:, np.newaxis], axis=1)[:, 0]
        right = scores.argmax(axis=1) == targets
        epochs.append([[part.mean() for part in np.split(x, ends)] for x in (losses, right)])
    # The curves are of shape (epochs, loss and share, parts of the split).
    return time.process_time() - start, np.array(epochs)


def summary(runs, n_parts):
    """Return the scores at the end and where the loss of `stop` was lowest, and mean curves."""
    seconds, curves = zip(*runs, strict=True)
    runs = np.array(curves).reshape(n_parts, len(SEEDS), EPOCHS, 2, 4)
    stopped = runs[:, :, :, 0, 1].argmin(axis=2)[:, :, np.newaxis]  # (parts, seeds, 1)
    end = runs[:, :, -1, 1]
    return {
        "cpu_seconds": np.mean(seconds[1:]),  # the first one compiles
        "train": end[:, :, 0],
        "known": end[:, :, 2],
        "unseen": end[:, :, 3],
        "stopped_unseen": np.take_along_axis(runs[:, :, :, 1, 3], stopped, axis=2)[:, :, 0],
        "stopped_after": stopped[:, :, 0] + 1,
        "curve_stop": runs[:, :, :, 0, 1].mean(axis=(0, 1)),
        "curve_unseen": runs[:, :, :, 0, 3].mean(axis=(0, 1)),
        "curve_share": runs[:, :, :, 1, 3].mean(axis=(0, 1)),
    }


def floor(sequences, digits, row, centred):
    """Return what a logistic regression of three mean frames scores: (seeds, known and unseen)."""
    scores = []
    for drawn in row:
        thirds = [
            [
                np.concatenate([third.mean(axis=0) for third in np.array_split(frames, 3)])
                for frames in (sequences[k] - centred * sequences[k].mean(axis=0) for k in part)
            ]
            for part in drawn
        ]
        fitted = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
        fitted.fit(thirds[0], digits[drawn.train])
        scores.append([fitted.score(thirds[k], digits[drawn[k]]) for k in (2, 3)])
    return scores


def ask(answers, targets, part, seed):
    """Return how well doubts tell wrong answers from right ones, on unseen speakers.

    A doubt's score is the share of pairs of a wrong and a right answer in which the wrong one has
    the larger doubt; 0.5 is chance.
    """
    found = {}
    for name in ASKED:
        weights, inputs = answers[name, part, seed]
        found[name, "once"] = shares_once(weights, inputs)
    weights, inputs = answers[ASKED[1], part, seed]
    many = shares_often(weights, inputs, np.random.default_rng(seed))
    mean, deviation = answer_spread(many)
    three = [shares_once(*answers["plain", part, other]) for other in SEEDS]
    found["input and output", "often"] = mean
    found["plain", "three networks"] = np.mean(three, axis=0)
    result = {}
    for (name, how), shares in found.items():
        right = shares.argmax(axis=1) == targets
        doubts = {"largest share": 1 - shares.max(axis=1)}
        if how == "often":
            chosen = shares.argmax(axis=1)[:, np.newaxis]
            doubts["spread"] = np.take_along_axis(deviation, chosen, axis=1)[:, 0]
            doubts["disagreement"] = np.mean(many.argmax(axis=2) != chosen[:, 0], axis=0)
        result[f"{name}, {how}"] = {
            "right": right.mean(),
            **{key: roc_auc_score(~right, doubt) for key, doubt in doubts.items()},
        }
    return result


def shares_once(weights, inputs):
    """Return a network's share for each digit, of shape (recordings, 10), nothing dropped."""
    W, U, b, v, a = weights
    return softmax(lstm_forward(inputs, W, U, b).h[:, -1] @ v + a)


def shares_often(weights, inputs, rng):
    """Return shares of shape (times, recordings, 10), each time with masks drawn anew."""
    W, U, b, v, a = weights
    often = []
    for _ in range(TIMES):
        dropped = inputs * dropout_mask(rng, INPUT, (len(inputs), 1, inputs.shape[2]))
        h = lstm_forward(dropped, W, U, b).h[:, -1]
        often.append(softmax(h * dropout_mask(rng, OUTPUT, h.shape) @ v + a))
    return np.array(often)


def softmax(scores):
    """Return shares that add up to 1 over the last axis."""
    return np.exp(scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True))
