"""Numbers from English into French by two LSTMs, with attention between them and without.

The encoder reads the English words, and its last states start the decoder, which writes the French
ones. With attention, what the decoder writes comes from the encoder's hidden states as well. Keras
trains; what is scored is written in NumPy, one word after the other, by the library's own steps.

The learning rate of each network is the one of `RATES` with the lowest loss on validation pairs,
from the seed `CHOICE_SEED`. What is reported comes from other seeds and from test pairs that no
choice has seen.
"""

from typing import NamedTuple

import numpy as np

from experiments._comparison import number, restart
from lstm_lib.attention import context
from lstm_lib.backend import keras
from lstm_lib.cell import lstm_step
from lstm_lib.decoder import attention_step
from lstm_lib.number_words import END, START, decode, encode, number_pairs, vocabulary
from lstm_lib.sequence import lstm_forward

# Without attention the layer before the words has half the rows: more units make up for them.
UNITS = {"attention": 64, "no attention": 68}
ATTENDED = 64  # units of the layer before the words
N_TRAIN, N_VALIDATION, N_TEST = 3000, 500, 1000
BATCH = 50
EPOCHS = 20
RATES = (4e-3, 1e-2)
SEEDS = (0, 1, 2)
CHOICE_SEED = 100
MOST_WORDS = 24  # of an answer: the longest right one has fewer


class Parts(NamedTuple):
    """Pairs (English, French) of three parts, no number in two of them, and the vocabularies."""

    train: list
    validation: list
    test: list
    english: list
    french: list


def compare(most_digits):
    """Train both networks from several seeds; return their scores, and the weights of one."""
    parts = draw_parts(most_digits)
    networks, trained = {}, {}
    for name in UNITS:
        model = build(name, parts, CHOICE_SEED)
        compile_once(model)
        losses = []
        for rate in RATES:
            train(model, name, parts, CHOICE_SEED, rate)
            losses.append(validation_loss(model, parts))
        rate = min((loss, rate) for loss, rate in zip(losses, RATES, strict=True))[1]
        trained[name] = []
        for seed in SEEDS:
            train(model, name, parts, seed, rate)
            trained[name].append(weights_of(model))
        networks[name] = {
            "units": UNITS[name],
            "parameters": model.count_params(),
            "rate": rate,
            "validation_losses": [number(loss) for loss in losses],
            "right": [right_by_length(weights, parts) for weights in trained[name]],
        }
    return {
        "digits": most_digits,
        "train": N_TRAIN,
        "epochs": EPOCHS,
        "rates": RATES,
        "seeds": SEEDS,
        "networks": networks,
        "controls": {
            change.__name__: [share_right(w, parts, change) for w in trained["attention"]]
            for change in (evenly, shuffled)
        },
    }, {key: array.astype("float16") for key, array in trained["attention"][0].items()}


def draw_parts(most_digits):
    """Draw the pairs of the three parts; the vocabularies come from the training part."""
    n_pairs = N_TRAIN + N_VALIDATION + N_TEST
    drawn = number_pairs(n_pairs, most_digits, np.random.default_rng(most_digits))
    pairs = list(zip(drawn.english, drawn.french, strict=True))
    train, rest = pairs[:N_TRAIN], pairs[N_TRAIN:]
    words = (vocabulary([pair[side] for pair in train]) for side in (0, 1))
    return Parts(train, rest[:N_VALIDATION], rest[N_VALIDATION:], *words)


def one_hot(encoded, words):
    """Return a row for each word, with a single 1; padding has none."""
    rows = np.eye(len(words), dtype="float32")
    rows[0] = 0
    return rows[encoded]


def arrays(pairs, parts):
    """Return what the network reads, what it has written before each step, and what comes next."""
    read = one_hot(encode([english for english, _ in pairs], parts.english), parts.english)
    french = encode([[START, *french, END] for _, french in pairs], parts.french)
    return (read, one_hot(french[:, :-1], parts.french)), french[:, 1:]


def build(name, parts, seed):
    """Return a network that scores each French word at each step."""
    keras.utils.set_random_seed(seed)
    units, layers = UNITS[name], keras.layers
    read = keras.Input((None, len(parts.english)))
    written = keras.Input((None, len(parts.french)))
    encoder = layers.LSTM(units, return_sequences=True, return_state=True, use_cudnn=False)
    encoder_h, *ended = encoder(layers.Masking()(read))  # zeros alone are padding
    decoder = layers.LSTM(units, return_sequences=True, use_cudnn=False)
    outputs = decoder(written, initial_state=ended)
    if name == "attention":
        contexts = layers.Attention()([outputs, encoder_h])
        outputs = layers.Concatenate()([contexts, outputs])
    attended = layers.Dense(ATTENDED, "tanh", use_bias=False)(outputs)
    return keras.Model([read, written], layers.Dense(len(parts.french))(attended))


def compile_once(model):
    """Compile a network: slow, so it is done once and serves every seed and rate."""
    model.compile(
        keras.optimizers.Adam(clipnorm=1.0),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=0),
        steps_per_execution=N_TRAIN // BATCH,
        jit_compile=True,
    )
    model.optimizer.build(model.trainable_variables)


def train(model, name, parts, seed, rate):
    """Train a compiled network from a fresh start; the rate falls along half a cosine."""
    restart(model, build(name, parts, seed), rate)
    falling = keras.callbacks.LearningRateScheduler(
        lambda epoch: rate * (1 + np.cos(np.pi * epoch / EPOCHS)) / 2
    )
    inputs, targets = arrays(parts.train, parts)
    model.fit(inputs, targets, batch_size=BATCH, epochs=EPOCHS, verbose=0, callbacks=[falling])


def validation_loss(model, parts):
    """Return the mean loss of a word of the validation part, each after the right ones."""
    inputs, targets = arrays(parts.validation, parts)
    scores = model.predict_on_batch(inputs)  # (sentences, steps, words)
    logs = scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)
    right = np.take_along_axis(logs, targets[:, :, np.newaxis], axis=-1)[:, :, 0]
    return -np.mean(right[targets > 0])


def weights_of(model):
    """Return the weights by the names that `translate` reads."""
    names = ("W_enc", "U_enc", "b_enc", "W_dec", "U_dec", "b_dec", "W_attended", "W_out", "b_out")
    return dict(zip(names, model.get_weights(), strict=True))


def translate(weights, sentences, parts, change=None):
    """Return French sentences, each word the one with the highest score.

    ``change(attention_weights, mask)`` returns other attention weights to use in their place.
    """
    encoder, decoder = ([weights[f"{key}_{end}"] for key in "WUb"] for end in ("enc", "dec"))
    encoded = encode(sentences, parts.english)
    mask = encoded > 0  # (batch, source steps)
    run = lstm_forward(one_hot(encoded, parts.english), *encoder, mask=mask)
    h_t, c_t = run.h[:, -1], run.c[:, -1]  # (batch, units)
    word = np.full(len(encoded), parts.french.index(START))
    words = []
    for _ in range(MOST_WORDS):
        x_t = one_hot(word, parts.french)
        W_attended = weights["W_attended"]
        if len(W_attended) == h_t.shape[1]:  # no attention
            h_t, c_t = lstm_step(x_t, h_t, c_t, *decoder)
            attended = np.tanh(h_t @ W_attended)
        else:
            step = attention_step(x_t, h_t, c_t, *decoder, run.h, W_attended, mask)
            h_t, c_t, attended = step.h_t, step.c_t, step.attended
            if change:
                changed = change(step.weights, mask)[:, np.newaxis]
                both = np.concatenate([context(changed, run.h)[:, 0], h_t], axis=1)
                attended = np.tanh(both @ W_attended)
        word = (attended @ weights["W_out"] + weights["b_out"]).argmax(axis=1)
        words.append(word)
    return decode(np.stack(words, axis=1), parts.french)


def evenly(_, mask):
    """Return the same attention weight for every real step."""
    return mask / mask.sum(axis=1, keepdims=True)


def shuffled(weights, mask):
    """Return the attention weights of each row in a random order of its real steps."""
    drawn = np.random.default_rng(0).random(mask.shape)
    order = np.where(mask, drawn, 2).argsort(axis=1)  # real steps stand before padding
    return np.take_along_axis(weights, order, axis=1)


def right_by_length(weights, parts):
    """Return of each length of a right answer, in words: how many there are, how many came."""
    counts = {}
    found = translate(weights, [english for english, _ in parts.test], parts)
    for ours, (_, french) in zip(found, parts.test, strict=True):
        n, right = counts.get(len(french), (0, 0))
        counts[len(french)] = (n + 1, right + (ours == french))
    return dict(sorted(counts.items()))


def share_right(weights, parts, change):
    """Return the share of test sentences that are right, word by word."""
    found = translate(weights, [english for english, _ in parts.test], parts, change)
    return np.mean([ours == french for ours, (_, french) in zip(found, parts.test, strict=True)])
