"""The plot of many tutorials: an LSTM on the price itself, and what becomes of it.

As they do it: windows of the price, scaled to lie between 0 and 1, split in time, a network that
forecasts the next price. Each share and seed is trained twice: with a scaler fitted on all prices,
those of the test part included, and with one fitted on the training part alone.
"""

import numpy as np

from lstm_lib.backend import keras
from lstm_lib.datasets import share_prices
from lstm_lib.sequence import lstm_forward

SHARES = ("AAPL", "GOOG", "IBM", "MSFT")
SEEDS = (0, 1, 2)
STEPS, UNITS, EPOCHS, BATCH, RATE = 10, 16, 30, 64, 5e-3
TRAIN = 0.8
SCALERS = ("all prices", "training part")


def run():
    """Return errors and R² of each share, scaler and seed, and the forecasts of the first seed."""
    found, forecasts, model = {}, {}, build()
    compile_once(model)
    for name in SHARES:
        prices = share_prices()[name].adjusted
        n_train = int(TRAIN * len(prices))
        truth = prices[n_train:]
        yesterday = prices[n_train - 1 : -1]
        found[name] = {
            "from": n_train,
            "yesterday": scores(truth, yesterday),
            "beyond": float(np.mean(truth > prices[:n_train].max())),
            "networks": {},
        }
        for scaler in SCALERS:
            if scaler != SCALERS[0] and found[name]["beyond"] == 0:
                continue  # both scalers are the same
            said = [forecast(model, prices, n_train, scaler, seed) for seed in SEEDS]
            found[name]["networks"][scaler] = [scores(truth, one) for one in said]
            if scaler == SCALERS[0]:
                found[name]["follows"] = [by_lag(truth, one) for one in said]
                forecasts[name] = said[0].astype("float32")
    return found, forecasts


def forecast(model, prices, n_train, scaler, seed):
    """Train once, and return the forecast of each day from ``n_train`` on, in dollars."""
    seen = prices if scaler == "all prices" else prices[:n_train]
    low, width = seen.min(), np.ptp(seen)
    scaled = (prices - low) / width
    windows = np.lib.stride_tricks.sliding_window_view(scaled[:-1], STEPS)[..., np.newaxis]
    targets, first_test = scaled[STEPS:], n_train - STEPS
    restart(model, seed)
    learned = slice(first_test % BATCH, first_test)  # in whole batches
    inputs = windows.astype("float32")
    model.fit(inputs[learned], targets[learned], epochs=EPOCHS, batch_size=BATCH, verbose=0)
    W, U, b, v, a = model.get_weights()
    said = (lstm_forward(inputs[first_test:], W, U, b).h[:, -1] @ v + a)[:, 0]
    return low + width * said


def build():
    """Return a network of one LSTM and a dense layer."""
    lstm = keras.layers.LSTM(UNITS, use_cudnn=False, unroll=True)
    return keras.Sequential([keras.Input((STEPS, 1)), lstm, keras.layers.Dense(1)])


def compile_once(model):
    """Compile a network: slow, so it is done once and serves every run."""
    adam = keras.optimizers.Adam(RATE, clipnorm=1.0)
    model.compile(adam, "mse", steps_per_execution=8, jit_compile=True)
    adam.build(model.trainable_variables)


def restart(model, seed):
    """Draw a network's weights anew, and forget what its optimizer has learned."""
    keras.utils.set_random_seed(seed)
    model.set_weights(build().get_weights())
    for variable in model.optimizer.variables:
        variable.assign(keras.ops.zeros_like(variable))
    model.optimizer.learning_rate = RATE


def scores(truth, said):
    """Return R² beside the mean of the test part, and the root mean squared error in dollars."""
    error = np.mean((said - truth) ** 2)
    return {"r2": 1 - error / truth.var(), "rmse": np.sqrt(error)}


def by_lag(truth, said, lags=4):
    """Return how the moves of a forecast correlate with those of the price, so many days before."""
    moves, own = np.diff(truth), np.diff(said)
    n = len(moves) - lags + 1
    return [np.corrcoef(own[-n:], moves[lags - 1 - k :][:n])[0, 1] for k in range(lags)]
