"""A stream of short tasks without an end, read by an LSTM with and without its forget gate.

A task lasts 20 steps. Each step shows a value, +1 or -1; at one of the first five steps a marker
stands beside it, and at one of the last ten a question: which value was marked? The next task
follows at once, and the states go on from task to task. Who does not look scores 1.

The cell of 1997 has no forget gate. Here it is an LSTM whose forget bias is 100: its gate is 1
exactly in float32, and the derivative of that gate is 0 exactly, so training cannot move it.
"""

import numpy as np

from lstm_lib.backend import keras
from lstm_lib.sequence import lstm_forward

STEPS = 20
TASKS = 1000  # one after another in training; the weights move after each
STREAMS = 16  # side by side
AFTER = 300  # tasks in a row after training, with the weights as they are
AVERAGED = 20  # tasks in one point of a curve
UNITS = 8
RATES = (1e-3, 5e-3, 2e-2)
SEEDS = (0, 1, 2)
CHOICE_SEED = 100
FORGET_BIAS = {"forget gate": 1.0, "1997": 100.0, "1997, reset": 100.0}


def run():
    """Train every cell on its stream; then let it read on, without any reset."""
    cells = {}
    for name in FORGET_BIAS:
        ends = [np.mean(trained(name, CHOICE_SEED, rate)[1]["error"][-5:]) for rate in RATES]
        rate = RATES[int(np.argmin(ends))]
        runs = []
        for seed in SEEDS:
            weights, training = trained(name, seed, rate)
            runs.append({"training": training, "after": read_on(weights, seed)})
        cells[name] = {"rate": rate, "choice_errors": ends, "runs": runs}
    return {
        "floor": 1.0,
        "steps": STEPS,
        "tasks": TASKS,
        "streams": STREAMS,
        "after": AFTER,
        "averaged": AVERAGED,
        "units": UNITS,
        "seeds": SEEDS,
        "rates": RATES,
        "cells": cells,
    }


def draw_tasks(n_tasks, rng):
    """Draw inputs (tasks, steps, 3), the marked values and the steps of the questions."""
    rows = np.arange(n_tasks)
    marked, asked = rng.integers(5, size=n_tasks), rng.integers(10, STEPS, size=n_tasks)
    inputs = np.zeros((n_tasks, STEPS, 3))
    inputs[:, :, 0] = rng.choice([-1.0, 1.0], (n_tasks, STEPS))
    inputs[rows, marked, 1] = inputs[rows, asked, 2] = 1
    return inputs, inputs[rows, marked, 0], asked


def trained(name, seed, rate):
    """Train a cell along its streams; return its weights, and errors and cell states by task."""
    keras.utils.set_random_seed(seed)
    layer = keras.layers.LSTM(UNITS, stateful=True, return_sequences=True, use_cudnn=False)
    shape = (STREAMS, STEPS, 3)
    model = keras.Sequential([keras.Input(batch_shape=shape), layer, keras.layers.Dense(1)])
    W, U, b = layer.get_weights()
    b[UNITS : 2 * UNITS] = FORGET_BIAS[name]  # order: i f g o
    layer.set_weights([W, U, b])
    model.compile(keras.optimizers.Adam(rate, clipnorm=1.0), loss="mse", jit_compile=True)

    rng = np.random.default_rng(seed)
    rows = np.arange(STREAMS)
    errors, sizes = [], []
    for _ in range(TASKS):
        inputs, marked, asked = draw_tasks(STREAMS, rng)
        targets, counts = np.zeros((STREAMS, STEPS, 1)), np.zeros((STREAMS, STEPS))
        targets[rows, asked, 0], counts[rows, asked] = marked, STEPS  # one step in 20 counts
        if name.endswith("reset"):
            layer.reset_states()
        errors.append(model.train_on_batch(inputs, targets, sample_weight=counts))
        model.reset_metrics()
        sizes.append(np.mean(np.abs(keras.ops.convert_to_numpy(layer.states[1]))))
    moved = np.max(np.abs(layer.get_weights()[0] - W)[:, UNITS : 2 * UNITS])
    curves = {"error": averaged(errors), "cell_state": averaged(sizes), "forget_moved": moved}
    return model.get_weights(), curves


def read_on(weights, seed):
    """Let a trained cell read new streams, from states of zero on, and write down how it does."""
    W, U, b, v, a = weights
    rng = np.random.default_rng([seed, 1])
    rows = np.arange(STREAMS)
    h_t = c_t = np.zeros((STREAMS, UNITS), "float32")
    errors, sizes, flat, at_marker, elsewhere = [], [], [], [], []
    for _ in range(AFTER):
        inputs, values, asked = draw_tasks(STREAMS, rng)
        trajectory = lstm_forward(inputs.astype("float32"), W, U, b, h_t, c_t)
        h_t, c_t = trajectory.h[:, -1], trajectory.c[:, -1]
        answers = trajectory.h[rows, asked] @ v[:, 0] + a
        errors.append(np.mean((answers - values) ** 2))
        sizes.append(np.mean(np.abs(c_t)))
        flat.append(np.mean(np.abs(np.tanh(c_t)) > 0.99))
        marked = inputs[:, :, 1] == 1
        at_marker.append(trajectory.f[marked].mean(axis=0))
        elsewhere.append(trajectory.f[~marked].mean(axis=0))
    return {
        "error": averaged(errors),
        "cell_state": averaged(sizes),
        "flat": averaged(flat),
        "forget_at_marker": np.mean(at_marker, axis=0),  # (units,)
        "forget_elsewhere": np.mean(elsewhere, axis=0),  # (units,)
    }


def averaged(values):
    """Return the means of each `AVERAGED` values in a row."""
    return np.reshape(values, (-1, AVERAGED)).mean(axis=1)
