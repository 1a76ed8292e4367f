"""CPU time of one training step along longer and longer sequences: who is slow, and who grows how.

The networks are those of the adding problem, of one size at all lengths. All are compiled, and each
computes the gradients of a batch once in a round, one after another, so that other load on the
machine affects all; a number is the median over the rounds.
"""

import statistics
import time

import numpy as np
import tensorflow as tf

from experiments._relatives import MinLSTMCell, affordable, attention, build
from lstm_lib.backend import keras
from lstm_lib.tasks import adding_problem

STEPS = (50, 100, 200, 400, 800)
BATCH = 8
ROUNDS = 7


def run() -> dict:
    """Return milliseconds of CPU time by network, in the order of the steps."""
    measured = {}
    for steps in STEPS:
        task = adding_problem(BATCH, steps, np.random.default_rng(0))
        calls = {name: step(model, task) for name, model in networks(steps).items()}
        for call in calls.values():
            call()  # the first one also plans the graph
        rounds = [{name: cpu_ms(call) for name, call in calls.items()} for _ in range(ROUNDS)]
        for name in calls:
            median = statistics.median(one[name] for one in rounds)
            measured.setdefault(name, []).append(median)
    return {"steps": STEPS, "batch": BATCH, "rounds": ROUNDS, "ms": measured}


def networks(steps):
    """Return the networks to compare, by name."""
    return {
        "LSTM": build("LSTM", steps, 2, 1, seed=0),
        "GRU": build("GRU", steps, 2, 1, seed=0),
        "minLSTM, step by step": build("minLSTM", steps, 2, 1, seed=0),
        "minLSTM, side by side": side_by_side(steps),
        "attention": attention(steps, 2, 1),
    }


class SideBySide(keras.layers.Layer):
    """A minLSTM that computes all steps at once, in rounds that double what they join."""

    def __init__(self, units):
        super().__init__()
        self.cell = MinLSTMCell(units)

    def build(self, shape):
        """Make the cell's weights."""
        self.cell.build((None, shape[-1]))

    def call(self, inputs):
        """Return the last hidden state."""
        z = keras.ops.matmul(inputs, self.cell.kernel) + self.cell.bias
        z_i, z_f, g = keras.ops.split(z, 3, axis=-1)  # (batch, steps, units) each
        apart = keras.ops.log_sigmoid(z_f) - keras.ops.log_sigmoid(z_i)
        kept, written = keras.ops.sigmoid(apart), keras.ops.sigmoid(-apart) * g
        width = 1
        while width < inputs.shape[1]:  # each step joins the stretch that ends `width` before it
            ahead = [[0, 0], [width, 0], [0, 0]]
            earlier = keras.ops.pad(written[:, :-width], ahead)
            written = written + kept * earlier
            kept = kept * keras.ops.pad(kept[:, :-width], ahead, constant_values=1.0)
            width *= 2
        return written[:, -1]


def side_by_side(steps):
    """Return the minLSTM's network with all its steps side by side."""
    units = affordable("minLSTM", 2, 1)
    layers = [keras.Input((steps, 2)), SideBySide(units), keras.layers.Dense(1)]
    return keras.Sequential(layers)


def step(model, task):
    """Return a function that computes the gradients of a batch once."""
    inputs = tf.constant(task.inputs, tf.float32)
    targets = tf.constant(task.targets[:, np.newaxis], tf.float32)

    @tf.function(jit_compile=True)
    def compiled():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(inputs) - targets) ** 2)
        return tape.gradient(loss, [variable.value for variable in model.trainable_variables])

    return lambda: [gradient.numpy() for gradient in compiled()]


def cpu_ms(call):
    """Return the CPU milliseconds of one call."""
    start = time.process_time()
    call()
    return 1e3 * (time.process_time() - start)
