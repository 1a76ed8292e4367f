"""The LSTM's relatives and successors on one task: same parameters, same updates, same rule.

Every network has as many parameters as an LSTM of 16 units, or a little less: the budget is spent
by the number of units. Gates start as long as the sequences are, as `_comparison.start_long` starts
an LSTM's. Training, the choice of a learning rate, validation and test are those of `_comparison`.
"""

import time

import numpy as np

from experiments._comparison import (
    BATCH,
    CHOICE_SEED,
    PART,
    SEEDS,
    TEST_SEEDS,
    UNITS,
    VALIDATION_SEED,
    compile_once,
    evaluate,
    number,
    restart,
    train,
)
from lstm_lib.backend import keras
from lstm_lib.keras_cells import CoupledLSTMCell, MinLSTMCell, PeepholeLSTMCell, SLSTMCell

RATES = (2e-3, 1e-2, 5e-2)
DIM, HEADS = 12, 2  # of attention: numbers of one step, and pairs of eyes that they are shared by
# Parameters of a recurrent layer of u units that reads d features.
LAYERS = {
    "LSTM": lambda u, d: 4 * u * (u + d + 1),
    "peepholes": lambda u, d: 4 * u * (u + d + 1) + 3 * u,
    "coupled gates": lambda u, d: 3 * u * (u + d + 1),
    "GRU": lambda u, d: 3 * u * (u + d + 2),
    "sLSTM": lambda u, d: 4 * u * (u + d + 1),
    "minLSTM": lambda u, d: 3 * u * (d + 1),
    "minLSTM, two layers": lambda u, d: 3 * u * (d + 1) + 3 * u * (u + 1),
}
NETWORKS = (*LAYERS, "attention", "attention, no positions")
CELLS = {
    "LSTM": keras.layers.LSTMCell,
    "peepholes": PeepholeLSTMCell,
    "coupled gates": CoupledLSTMCell,
    "GRU": keras.layers.GRUCell,
    "sLSTM": SLSTMCell,
    "minLSTM": MinLSTMCell,
}


def compare(draw, steps, updates, outputs, names=NETWORKS, rates=RATES):
    """Train the networks on a task, each from several seeds, and return scores and CPU seconds.

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
        curves, scores, cpu = [], [], []
        for seed in SEEDS:
            start = time.process_time()
            curves.append([point["score"] for point in train_from(seed, rate)])
            cpu.append(time.process_time() - start)
            scores.append(np.mean([evaluate(model, test)["score"] for test in tests]))
        networks[name] = {
            "units": affordable(name, *model.input_shape[2:], outputs) if name in LAYERS else 0,
            "parameters": model.count_params(),
            "rate": rate,
            "validation_losses": [number(loss) for loss in losses],
            "curves": [[number(point) for point in curve] for curve in curves],
            "test": [number(score) for score in scores],
            "cpu_s": cpu,
        }
    return {
        "steps": steps,
        "updates": updates,
        "batch": BATCH,
        "seeds": SEEDS,
        "rates": rates,
        "networks": networks,
    }


def build(name, steps, features, outputs, seed):
    """Return a network with its weights drawn, as large as the budget allows."""
    keras.utils.set_random_seed(seed)
    if name.startswith("attention"):
        return attention(steps, features, outputs, positions="no positions" not in name)
    kind, _, two = name.partition(", ")
    units = affordable(name, features, outputs)
    stack = [keras.layers.RNN(CELLS[kind](units)) for _ in range(2 if two else 1)]
    for layer in stack[:-1]:
        layer.return_sequences = True
    ends = keras.Input((steps, features)), keras.layers.Dense(outputs)
    model = keras.Sequential([ends[0], *stack, ends[1]])
    for layer in stack:
        start_long(kind, layer.cell, steps, np.random.default_rng(seed))
    return model


def budget(features, outputs):
    """Return the parameters of an LSTM of `UNITS` units and a dense layer."""
    return LAYERS["LSTM"](UNITS, features) + outputs * (UNITS + 1)


def affordable(name, features, outputs):
    """Return the largest number of units with which a network stays in the budget."""
    units = 1
    while LAYERS[name](units + 1, features) + outputs * (units + 2) <= budget(features, outputs):
        units += 1
    return units


def start_long(kind, cell, steps, rng):
    """Start gates so that units keep what they hold for 2 up to ``steps`` steps.

    The same draws as in `_comparison.start_long`. Blocks of a bias: i f g o in an LSTM, with
    peepholes and in an sLSTM, i g o with coupled gates, k r g in a GRU, i f g in a minLSTM.
    """
    units = cell.units
    keep = np.log(rng.uniform(1, steps - 1, units))
    b = np.array(cell.bias)
    if kind == "GRU":
        b[0, :units] = keep
    else:
        # An sLSTM divides by all that came in so far: its input gate need not start shut.
        b[:units] = 0 if kind == "sLSTM" else -keep
        if kind != "coupled gates":
            b[units : 2 * units] = keep
    cell.bias.assign(b)


def attention(steps, features, outputs, positions=True):
    """Return one block of attention as in Vaswani et al. (2017), whose last step answers."""
    inputs = keras.Input((steps, features))
    x = keras.layers.Dense(DIM)(inputs)
    if positions:
        x = x + keras.ops.convert_to_tensor(waves(steps)[np.newaxis], "float32")
    heads = keras.layers.MultiHeadAttention(HEADS, DIM // HEADS)
    x = keras.layers.LayerNormalization()(x + heads(x, x))
    # A dense layer reads DIM numbers and one of 1s, a second one brings them back.
    spent = DIM * (features + 1) + 4 * DIM * (DIM + 1) + 4 * DIM + outputs * (DIM + 1) + DIM
    inner = (budget(features, outputs) - spent) // (2 * DIM + 1)
    read = keras.layers.Dense(DIM)(keras.layers.Dense(inner, activation="relu")(x))
    x = keras.layers.LayerNormalization()(x + read)
    return keras.Model(inputs, keras.layers.Dense(outputs)(x[:, -1]))


def waves(steps):
    """Return the positions of Vaswani et al. (2017), of shape (steps, DIM): sines and cosines."""
    angles = np.arange(steps)[:, np.newaxis] / 10_000 ** (np.arange(0, DIM, 2) / DIM)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(steps, DIM)
