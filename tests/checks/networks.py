"""Networks that the tests of models build and train: the right ones, and others."""

from lstm_lib.checks.observe.sine_task import exercise_data


def single(of, units):
    """List the layers that `single_lstm` asks for; `of` is keras.layers."""
    return [of.LSTM(units), of.Dense(1)]


def stacked(of, units, dropout=0.1):
    """List the layers that `stacked_lstm` asks for."""
    return [
        of.LSTM(units, return_sequences=True),
        of.Dropout(dropout),
        of.LSTM(units),
        of.Dense(1),
    ]


def chain(layers_of, window=lambda steps, features: (steps, features)):
    """Make a builder from a function that lists layers, and one that shapes the Input."""

    def build(steps, features, *sizes):
        from lstm_lib.backend import keras

        first = keras.Input(window(steps, features))
        return keras.Sequential([first, *layers_of(keras.layers, *sizes)])

    return build


def fitted(
    layers_of=single,
    window=lambda inputs: inputs,
    target=lambda inputs, targets: targets,
    epochs=12,
    rate=2e-2,
):
    """Return a small network, trained as the exercises ask except for the given arguments."""
    from lstm_lib.backend import keras

    data = exercise_data()
    targets = target(data.inputs_train, data.targets_train)
    inputs = window(data.inputs_train)
    schedule = keras.optimizers.schedules.CosineDecay(rate, epochs * (len(inputs) // 32 + 1))
    keras.utils.set_random_seed(0)
    model = chain(layers_of)(*inputs.shape[1:], 12)
    model.compile(optimizer=keras.optimizers.Adam(schedule), loss="mse")
    model.fit(inputs, targets, epochs=epochs, batch_size=32, verbose=0)
    return model
