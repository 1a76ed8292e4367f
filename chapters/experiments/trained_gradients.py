"""How far back gradients reach in networks that learn to recall the first value of a sequence.

The task: pairs of a value and a marker. The values are noise; the marker is 1 at the first step
only, and the answer after the last step is the first value. Who does not look scores the variance
of a value drawn evenly from -1 to 1, which is 1/3.

Six starts, five seeds each. The gradient is that of the network's own answer, for the state that
carries the past: h_t of a plain network, c_t of an LSTM. It is measured on the same new sequences
at the start and after training, and given relative to lag 0. `answers` are means over tenths of
the new sequences, in the order of their first values.
"""

import keras
import numpy as np

from experiments._state_norms import direct_path, gradient_norms
from lstm_lib.rnn import rnn_forward, rnn_state_gradients
from lstm_lib.sequence import lstm_forward, lstm_state_gradients

UNITS = 16
STEPS = 40
SHORT = 20
UPDATES = 800
BATCH = 64
SEEDS = (0, 1, 2, 3, 4)
PLAIN = {"rnn_orthogonal": "orthogonal", "rnn_glorot": "glorot_uniform"}
FORGET_BIAS = {"lstm_0": 0.0, "lstm_1": 1.0, "lstm_3": 3.0, "cell_1997": 100.0}


def run():
    """Train every network from every seed."""
    names = [*PLAIN, *FORGET_BIAS]
    return {
        "units": UNITS,
        "steps": STEPS,
        "short": SHORT,
        "updates": UPDATES,
        "batch": BATCH,
        "seeds": list(SEEDS),
        "floor": 1 / 3,
        "networks": {name: [trained(name, seed, STEPS) for seed in SEEDS] for name in names},
        "short_errors": {
            name: [trained(name, seed, SHORT)["error"] for seed in SEEDS]
            for name in ("lstm_0", "lstm_1")
        },
    }


def trained(name, seed, steps):
    """Train one network; return its error and its curves before and after."""
    keras.utils.set_random_seed(seed)
    model = build(name, steps)
    inputs, targets = recall_first(BATCH * UPDATES, steps, np.random.default_rng([seed, 0]))
    new_inputs, new_targets = recall_first(500, steps, np.random.default_rng([seed, 1]))
    start = curves(model, new_inputs)
    model.fit(inputs, targets, batch_size=BATCH, epochs=1, shuffle=False, verbose=0)
    answers = keras.ops.convert_to_numpy(model(new_inputs))[:, 0]
    tenths = np.array_split(np.argsort(new_targets), 10)  # the smallest first values come first
    return {
        "error": np.mean((answers - new_targets) ** 2),
        "answers": [answers[tenth].mean() for tenth in tenths],
        "start": start,
        "after": curves(model, new_inputs),
    }


def recall_first(n_sequences, steps, rng):
    """Draw sequences of (value, marker) and the value that is marked, the first one."""
    values = rng.uniform(-1, 1, (n_sequences, steps))
    markers = np.zeros_like(values)
    markers[:, 0] = 1
    return np.stack([values, markers], axis=2), values[:, 0]


def build(name, steps):
    """Build one layer and a dense one, with the weights that Keras starts from."""
    if name in PLAIN:
        layer = keras.layers.SimpleRNN(UNITS, recurrent_initializer=PLAIN[name])
    else:
        layer = keras.layers.LSTM(UNITS, unit_forget_bias=False, use_cudnn=False)
    model = keras.Sequential([keras.Input((steps, 2)), layer, keras.layers.Dense(1)])
    if name in FORGET_BIAS:
        W, U, b = layer.get_weights()
        b[UNITS : 2 * UNITS] = FORGET_BIAS[name]
        layer.set_weights([W, U, b])
    model.compile(keras.optimizers.Adam(0.005, global_clipnorm=1.0), loss="mse")
    return model


def curves(model, inputs):
    """Return norms by lag relative to lag 0, and for an LSTM what its forget gates alone give."""
    W, U, b, v, _ = (array.astype(np.float64) for array in model.get_weights())
    dh = np.zeros((*inputs.shape[:2], UNITS))
    dh[:, -1] = v[:, 0]  # the answer is h_T @ v + a
    if U.shape == (UNITS, UNITS):
        return {"state": relative(rnn_state_gradients(dh, rnn_forward(inputs, W, U, b), U))}
    trajectory = lstm_forward(inputs, W, U, b)
    dc = lstm_state_gradients(dh, trajectory, U).c
    return {
        "state": relative(dc),
        "direct": relative(direct_path(trajectory.f) * dc[:, -1:]),
        "forget_gate": trajectory.f.mean(),
    }


def relative(gradients):
    """Return norms by lag, that of lag 0 being 1."""
    norms = gradient_norms(gradients)
    return norms / norms[0]
