"""Compare both directions and attention in NumPy with the compiled Keras layers on the CPU.

The sizes are those of a small translator, in float32: a bidirectional LSTM reads a ragged source
of up to 20 steps, and 15 queries attend to its 20 steps of 192 numbers, with the padding masked.
Both sides use the same weights and get the same arrays, for one sequence and for a training batch.
Keras returns the outputs alone, and NumPy all gates and states on the way. Pairs of runs, ratios
and threads are as in `lstm_passes.py`.
"""

import argparse
import statistics

import numpy as np
import tensorflow as tf
import threadpoolctl
from lstm_passes import difference, seconds

from lstm_lib.attention import additive_scores, attention_weights, context, dot_scores
from lstm_lib.backend import keras
from lstm_lib.bidirectional import bidirectional_forward

BATCHES = (1, 32)
STEPS, QUERIES, FEATURES, UNITS = 20, 15, 32, 96


def passes(batch, rng):
    """Return each pass for one batch size, as a pair of functions without arguments."""
    lengths = rng.integers(1, STEPS + 1, batch)
    lengths[0] = STEPS
    mask = np.arange(STEPS) < lengths[:, np.newaxis]
    inputs = rng.normal(size=(batch, STEPS, FEATURES)).astype(np.float32)
    queries = rng.normal(size=(batch, QUERIES, 2 * UNITS)).astype(np.float32)
    keys = rng.normal(size=(batch, STEPS, 2 * UNITS)).astype(np.float32)

    lstm = keras.layers.LSTM(UNITS, return_sequences=True, use_cudnn=False)
    both = keras.layers.Bidirectional(lstm)
    dot, additive = keras.layers.Attention(), keras.layers.AdditiveAttention()
    both.build(inputs.shape)
    for layer in (dot, additive):
        layer.build([queries.shape, keys.shape])
    weights = both.get_weights()
    (scale,) = additive.get_weights()

    def numpy_additive():
        return [context(attention_weights(additive_scores(queries, keys, scale), mask), keys)]

    return {
        "both directions": (
            lambda: [bidirectional_forward(inputs, weights[:3], weights[3:], lengths)],
            compiled(both, inputs, mask),
        ),
        "dot attention": (
            lambda: [context(attention_weights(dot_scores(queries, keys), mask), keys)],
            compiled(dot, [queries, keys], [None, mask]),
        ),
        "additive attention": (numpy_additive, compiled(additive, [queries, keys], [None, mask])),
    }


def compiled(layer, inputs, mask):
    """Return a compiled call of a layer with one set of arguments, which returns an array."""
    call = tf.function(lambda inputs, mask: layer(inputs, mask=mask))
    inputs, mask = tf.nest.map_structure(tf.constant, inputs), tf.nest.map_structure(tensor, mask)
    return lambda: [call(inputs, mask).numpy()]


def tensor(mask):
    """Return a mask as a tensor; none stays none."""
    return None if mask is None else tf.constant(mask)


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
    rng = np.random.default_rng(0)
    print(f"LSTM({UNITS}), {STEPS} steps, {QUERIES} queries, float32,", end=" ")
    print(f"threads {options.threads}; milliseconds and ratio, medians of {options.pairs} pairs")
    print(f"{'pass':<18} {'batch':>5} {'NumPy':>8} {'Keras':>8} {'NumPy / Keras':>14}", end=" ")
    print(f"{'difference':>11}")
    for batch in BATCHES:
        for name, (ours, theirs) in passes(batch, rng).items():
            apart = difference(ours(), theirs())
            times = [(seconds(ours), seconds(theirs)) for _ in range(options.pairs)]
            numpy_ms, keras_ms = (1e3 * statistics.median(c) for c in zip(*times, strict=True))
            ratio = statistics.median(a / b for a, b in times)
            print(f"{name:<18} {batch:>5} {numpy_ms:>8.3f} {keras_ms:>8.3f}", end=" ")
            print(f"{ratio:>14.2f} {apart:>11.1e}")


if __name__ == "__main__":
    main()
