"""Compare what it costs to write an LSTM's cell oneself, and to normalize inside it, in Keras.

Three layers of LSTM(50) take one training step each, forward and backward, compiled, in float32 on
the CPU: Keras' LSTM layer, Keras' own LSTM cell in the general layer `RNN`, and the course's
layer-normalized cell in `RNN`. The second over the first is the cost of the general loop, the third
over the second that of the norms, and the third over the first what somebody pays who replaces the
one by the other. The other relatives stand below, each over the cell in `RNN`. Runs come in rounds,
all layers one right after the other, so that other load on the machine affects all; each ratio is
the median over the rounds.
"""

import argparse
import statistics
import time

import numpy as np
import tensorflow as tf

from lstm_lib import keras_cells
from lstm_lib.backend import keras

BATCH, FEATURES, UNITS = 32, 1, 50
CELLS = {
    "layer norm": keras_cells.LayerNormLSTMCell,
    "peepholes": keras_cells.PeepholeLSTMCell,
    "coupled gates": keras_cells.CoupledLSTMCell,
    "sLSTM": keras_cells.SLSTMCell,
    "minLSTM": keras_cells.MinLSTMCell,
}


def seconds(function):
    """Return how long one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def layers():
    """Return the layers to compare, by name."""
    settings = {"return_sequences": True}
    return {
        "LSTM layer": keras.layers.LSTM(UNITS, use_cudnn=False, **settings),
        "LSTM cell in RNN": keras.layers.RNN(keras.layers.LSTMCell(UNITS), **settings),
        **{name: keras.layers.RNN(cell(UNITS), **settings) for name, cell in CELLS.items()},
    }


def training_step(layer, steps, rng):
    """Return a function that computes a layer's outputs and all its gradients once."""
    inputs = tf.constant(rng.random((BATCH, steps, FEATURES)).astype(np.float32))
    dh = tf.constant(rng.normal(size=(BATCH, steps, UNITS)).astype(np.float32))
    layer.build(inputs.shape)

    @tf.function
    def compiled():
        with tf.GradientTape() as tape:
            h = layer(inputs)
        variables = [variable.value for variable in layer.trainable_variables]
        return tape.gradient(h, variables, output_gradients=dh)

    traced = compiled.get_concrete_function()
    return lambda: [gradient.numpy() for gradient in traced()]


def main():
    """Print one row per layer and number of steps."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=100, help="runs of each layer per row")
    parser.add_argument("--threads", type=int, default=1, help="threads of TensorFlow")
    options = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)
    keras.utils.set_random_seed(0)

    print(f"{UNITS} units, batch {BATCH}, float32, threads {options.threads}; forward + backward:")
    print(f"milliseconds and ratios, medians of {options.rounds} rounds")
    print(f"{'steps':>5} {'layer':<17} {'ms':>8} {'/ LSTM layer':>13} {'/ cell in RNN':>14}")
    for steps in (10, 100):
        rng = np.random.default_rng(0)
        calls = {name: training_step(layer, steps, rng) for name, layer in layers().items()}
        for call in calls.values():
            call()  # the first one also plans the graph
        rows = [
            {name: seconds(call) for name, call in calls.items()} for _ in range(options.rounds)
        ]
        for name in calls:
            ms = 1e3 * statistics.median(row[name] for row in rows)
            ratios = [
                statistics.median(row[name] / row[other] for row in rows)
                for other in ("LSTM layer", "LSTM cell in RNN")
            ]
            print(f"{steps:>5} {name:<17} {ms:>8.2f} {ratios[0]:>13.2f} {ratios[1]:>14.2f}")


if __name__ == "__main__":
    main()
