"""`lstm_forward` in NumPy beside the compiled Keras layer on the CPU, measured in one run.

Both run the sine course's first layer, LSTM(50) on 10 steps of one feature, in float32 with the
same weights, for one window, a training batch and all the test and training windows of a sine.
NumPy keeps every gate and state of every step; Keras returns the hidden states. Runs come in
pairs, one right after the other, so that whatever else the machine does meets both; the ratio is
the median over the pairs. Each side has one thread unless told otherwise: with more, the waiting
threads of one side take the cores from the other.
"""

import argparse
import statistics
import time

import numpy as np
import tensorflow as tf
import threadpoolctl

from lstm_lib.backend import keras
from lstm_lib.sequence import lstm_forward

BATCHES = (1, 32, 791)
STEPS, FEATURES, UNITS = 10, 1, 50


def seconds(function):
    """Return how long one call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main():
    """Print one row per batch size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=200, help="runs of each per batch size")
    parser.add_argument("--threads", type=int, default=1, help="threads of each side")
    options = parser.parse_args()
    pairs = options.pairs
    threadpoolctl.threadpool_limits(options.threads)  # NumPy's matrix products
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(options.threads)

    keras.utils.set_random_seed(0)
    layer = keras.layers.LSTM(UNITS, return_sequences=True, use_cudnn=False)
    layer.build((None, STEPS, FEATURES))
    weights = layer.get_weights()
    compiled = tf.function(layer)
    rng = np.random.default_rng(0)

    print(f"LSTM({UNITS}), {STEPS} steps, float32, threads {options.threads};", end=" ")
    print(f"milliseconds and their ratio, medians of {pairs} pairs")
    print(f"{'batch':>5} {'NumPy':>8} {'Keras':>8} {'NumPy / Keras':>14} {'difference':>11}")
    for batch in BATCHES:
        inputs = rng.random((batch, STEPS, FEATURES)).astype(np.float32)
        tensor = tf.constant(inputs)
        difference = np.abs(lstm_forward(inputs, *weights).h - compiled(tensor).numpy()).max()
        times = [
            (
                seconds(lambda x=inputs: lstm_forward(x, *weights)),
                seconds(lambda x=tensor: compiled(x).numpy()),
            )
            for _ in range(pairs)
        ]
        numpy_time, keras_time = (
            1e3 * statistics.median(column) for column in zip(*times, strict=True)
        )
        ratio = statistics.median(ours / theirs for ours, theirs in times)
        print(
            f"{batch:>5} {numpy_time:>8.3f} {keras_time:>8.3f} {ratio:>14.2f} {difference:>11.1e}"
        )


if __name__ == "__main__":
    main()
