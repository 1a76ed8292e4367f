"""Compare the LSTM in NumPy with the compiled Keras layer on the CPU: forward, and with backward.

Both run the sine course's first layer, LSTM(50) on 10 steps of one feature, in float32 with the
same weights, for one window, a training batch and all the windows of a sine. NumPy keeps every
gate and state of every step; Keras returns the hidden states. In the backward pass, both compute
the gradients of inputs, W, U and b from a gradient of every hidden state. Runs come in pairs, one
right after the other, so that other load on the machine affects both; the ratio is the median over
the pairs. Each side has one thread unless you pass `--threads`: with more, the waiting threads of
one side would take the cores from the other.
"""

import argparse
import statistics
import time

import numpy as np
import tensorflow as tf
import threadpoolctl

from lstm_lib.backend import keras
from lstm_lib.sequence import lstm_backward, lstm_forward

BATCHES = (1, 32, 791)
STEPS, FEATURES, UNITS = 10, 1, 50


def seconds(function):
    """Return how long one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def difference(ours, theirs):
    """Return the largest difference between arrays, relative to the largest value of each."""
    return max(np.abs(a - b).max() / np.abs(b).max() for a, b in zip(ours, theirs, strict=True))


def passes(layer, batch, rng):
    """Return each pass for one batch size, as a pair of functions without arguments."""
    inputs = rng.random((batch, STEPS, FEATURES)).astype(np.float32)
    dh = rng.normal(size=(batch, STEPS, UNITS)).astype(np.float32)
    tensor, gradient = tf.constant(inputs), tf.constant(dh)
    weights = layer.get_weights()
    W, U, _ = weights

    def numpy_forward():
        return [lstm_forward(inputs, *weights).h]

    def numpy_both():
        trajectory = lstm_forward(inputs, *weights)
        return lstm_backward(dh, trajectory, inputs, W, U)[:4]

    @tf.function
    def keras_both_compiled(x, dh):
        with tf.GradientTape() as tape:
            tape.watch(x)
            h = layer(x)
        variables = [variable.value for variable in layer.trainable_variables]
        return tape.gradient(h, [x, *variables], output_gradients=dh)

    keras_compiled = tf.function(layer)
    return {
        "forward": (numpy_forward, lambda: [keras_compiled(tensor).numpy()]),
        "forward + backward": (
            numpy_both,
            lambda: [array.numpy() for array in keras_both_compiled(tensor, gradient)],
        ),
    }


def main():
    """Print one row per pass and batch size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=200, help="runs of each side per row")
    parser.add_argument("--threads", type=int, default=1, help="threads per side")
    options = parser.parse_args()
    threadpoolctl.threadpool_limits(options.threads)  # NumPy's matrix products
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)

    keras.utils.set_random_seed(0)
    layer = keras.layers.LSTM(UNITS, return_sequences=True, use_cudnn=False)
    layer.build((None, STEPS, FEATURES))
    rng = np.random.default_rng(0)

    print(f"LSTM({UNITS}), {STEPS} steps, float32, threads {options.threads};", end=" ")
    print(f"milliseconds and their ratio, medians of {options.pairs} pairs")
    print(f"{'pass':<18} {'batch':>5} {'NumPy':>8} {'Keras':>8} {'NumPy / Keras':>14}", end=" ")
    print(f"{'difference':>11}")
    for batch in BATCHES:
        for name, (ours, theirs) in passes(layer, batch, rng).items():
            apart = difference(ours(), theirs())
            times = [(seconds(ours), seconds(theirs)) for _ in range(options.pairs)]
            numpy_ms, keras_ms = (1e3 * statistics.median(c) for c in zip(*times, strict=True))
            ratio = statistics.median(a / b for a, b in times)
            print(f"{name:<18} {batch:>5} {numpy_ms:>8.3f} {keras_ms:>8.3f}", end=" ")
            print(f"{ratio:>14.2f} {apart:>11.1e}")


if __name__ == "__main__":
    main()
