"""Six recurrent networks on one task: same units, same updates, same way to a learning rate.

Each learning rate is the one of `RATES` with the lowest loss on validation sequences, in runs of
their own with the seed `CHOICE_SEED`. What is reported comes from other seeds and from test
sequences that no choice has seen. Every update reads new sequences, so nothing can be learned by
heart.
"""

import numpy as np

from lstm_lib.backend import keras

UNITS = 16
BATCH = 32  # sequences in one update
EVERY = 50  # updates from one point of a curve to the next
RATES = (1e-3, 5e-3, 2e-2, 1e-1)
SEEDS = (0, 1, 2)
CHOICE_SEED = 100
PART = 1000  # sequences of the validation part, and of each test part
VALIDATION_SEED, TEST_SEEDS = 10_000, range(20_000, 20_020)
NETWORKS = (
    "plain RNN",
    "plain RNN, identity start",
    "LSTM",
    "LSTM, long start",
    "GRU",
    "GRU, long start",
)


def compare(draw, steps, updates, outputs, names=NETWORKS, rates=RATES):
    """Train the networks on a task, each from several seeds, and return what they scored.

    With one output the score is the mean squared error, with several it is the share of right
    answers.
    """
    validation = draw(PART, steps, np.random.default_rng(VALIDATION_SEED))
    tests = [draw(PART, steps, np.random.default_rng(seed)) for seed in TEST_SEEDS]
    networks = {}
    for name in names:
        model = build(name, steps, validation.inputs.shape[2], outputs, CHOICE_SEED)
        compile_once(model)

        def train_from(seed, rate, name=name, model=model):
            restart(model, build(name, steps, model.input_shape[2], outputs, seed), rate)
            return train(model, draw, updates, seed, validation)

        losses = [train_from(CHOICE_SEED, rate)[-1]["loss"] for rate in rates]
        rate = min((loss, rate) for loss, rate in zip(losses, rates, strict=True))[1]
        curves, scores = [], []
        for seed in SEEDS:
            curves.append([point["score"] for point in train_from(seed, rate)])
            scores.append(np.mean([evaluate(model, test)["score"] for test in tests]))
        networks[name] = {
            "parameters": model.count_params(),
            "rate": rate,
            "validation_losses": [number(loss) for loss in losses],
            "curves": [[number(point) for point in curve] for curve in curves],
            "test": [number(score) for score in scores],
        }
    return {
        "steps": steps,
        "units": UNITS,
        "updates": updates,
        "batch": BATCH,
        "seeds": SEEDS,
        "rates": rates,
        "updates_at": list(range(EVERY, updates + 1, EVERY)),
        "networks": networks,
    }


def build(name, steps, features, outputs, seed):
    """Return a network of one recurrent layer and a dense one, with its weights drawn."""
    keras.utils.set_random_seed(seed)
    kind, _, start = name.partition(", ")
    if kind == "plain RNN" and start:  # as Le, Jaitly and Hinton (2015) start it
        layer = keras.layers.SimpleRNN(
            UNITS,
            activation="relu",
            kernel_initializer=keras.initializers.RandomNormal(stddev=1e-3),
            recurrent_initializer="identity",
        )
    elif kind == "plain RNN":
        layer = keras.layers.SimpleRNN(UNITS)
    else:
        layer = getattr(keras.layers, kind)(UNITS, use_cudnn=False)
    model = keras.Sequential([keras.Input((steps, features)), layer, keras.layers.Dense(outputs)])
    if start == "long start":
        start_long(layer, steps, np.random.default_rng(seed))
    return model


def start_long(layer, steps, rng):
    """Start a layer's gates so that its units keep what they hold for 2 up to ``steps`` steps.

    A gate f keeps a share f at each step, about 1 / (1 - f) steps long, and f = 1 - 1 / n has the
    bias log(n - 1). The lengths are drawn evenly, as Tallec and Ollivier (2018) do.
    """
    W, U, b = layer.get_weights()
    keep = np.log(rng.uniform(1, steps - 1, layer.units))
    if isinstance(layer, keras.layers.LSTM):  # b in the order i f g o
        b[: layer.units] = -keep
        b[layer.units : 2 * layer.units] = keep
    else:  # GRU: two rows of biases, each in the order update, reset, candidate
        b[0, : layer.units] = keep
    layer.set_weights([W, U, b])


def compile_once(model):
    """Compile a network: slow, so it is done once and serves every seed and rate."""
    regression = model.output_shape[-1] == 1
    model.compile(
        keras.optimizers.Adam(clipnorm=1.0),
        "mse" if regression else keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=EVERY,
        jit_compile=True,
    )
    model.optimizer.build(model.trainable_variables)


def restart(model, fresh, rate):
    """Take a compiled network back to its start: fresh weights, and an Adam that saw nothing."""
    model.set_weights(fresh.get_weights())
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = rate


def train(model, draw, updates, seed, validation):
    """Train a network on new sequences at every update, and return its validation curve."""
    rng = np.random.default_rng(seed)
    curve = []
    for _ in range(updates // EVERY):
        inputs, targets = draw(EVERY * BATCH, model.input_shape[1], rng)
        model.fit(inputs, targets, batch_size=BATCH, shuffle=False, verbose=0)
        curve.append(evaluate(model, validation))
    return curve


def evaluate(model, task):
    """Return a network's loss and score on some sequences."""
    answers = model.predict_on_batch(task.inputs)  # (sequences, outputs)
    if not np.all(np.isfinite(answers)):
        return {"loss": np.inf, "score": np.inf}
    if answers.shape[1] == 1:
        error = np.mean((answers[:, 0] - task.targets) ** 2)
        return {"loss": error, "score": error}
    log_shares = answers - np.logaddexp.reduce(answers, axis=1, keepdims=True)
    return {
        "loss": -np.mean(log_shares[np.arange(len(answers)), task.targets]),
        "score": np.mean(answers.argmax(axis=1) == task.targets),
    }


def number(value):
    """Return a value, or the word "diverged" for one that no file can hold."""
    return float(value) if np.isfinite(value) else "diverged"
