"""The sine course's two networks in Keras: a single LSTM, and two stacked with dropout."""

from lstm_lib.arguments import real_number, whole_number
from lstm_lib.backend import keras


def build_single(steps=10, features=1, units=50):
    """Return a compiled model of one LSTM layer and a dense layer with one output.

    Parameters
    ----------
    steps : int
        Points in one window.
    features : int
        Values at each point.
    units : int
        Size of the hidden state and of the cell state.

    Returns
    -------
    keras.Sequential
        Takes (batch, steps, features), returns (batch, 1); compiled with Adam and mean squared
        error.

    Raises
    ------
    TypeError
        If a size is not a whole number.
    ValueError
        If a size is under 1.

    Examples
    --------
    An LSTM has 4·units·(units + features + 1) weights, the dense layer units + 1.

    >>> build_single().count_params() == 4 * 50 * (50 + 1 + 1) + 51
    True
    """
    return _compiled(
        keras.Input(_window_shape(steps, features)),
        # The fused kernels are for GPUs; a CPU gains nothing from trying them.
        keras.layers.LSTM(whole_number("units", units), use_cudnn=False),
        keras.layers.Dense(1),
    )


def build_stacked(steps=10, features=1, units=50, dropout=0.2):
    """Return a compiled model of two LSTM layers with dropout between them, and a dense layer.

    The first LSTM returns its hidden state at every step, so that the second has a sequence to
    read; the second returns only its last hidden state.

    Parameters
    ----------
    steps : int
        Points in one window.
    features : int
        Values at each point.
    units : int
        Size of the hidden state and of the cell state, in both layers.
    dropout : float
        Share of the first layer's outputs set to zero in training, at least 0 and below 1.

    Returns
    -------
    keras.Sequential
        Takes (batch, steps, features), returns (batch, 1); compiled with Adam and mean squared
        error.

    Raises
    ------
    TypeError
        If a size is not a whole number or ``dropout`` not a number.
    ValueError
        If a size is under 1, or ``dropout`` is below 0 or not below 1.

    Examples
    --------
    The second LSTM reads 50 features, the first layer's units.

    >>> model = build_stacked()
    >>> model.count_params() == 4 * 50 * (50 + 1 + 1) + 4 * 50 * (50 + 50 + 1) + 51
    True
    """
    units = whole_number("units", units)
    dropout = real_number("dropout", dropout)
    if not 0 <= dropout < 1:
        raise ValueError(f"dropout is {dropout}, expected at least 0 and below 1")
    return _compiled(
        keras.Input(_window_shape(steps, features)),
        keras.layers.LSTM(units, return_sequences=True, use_cudnn=False),
        keras.layers.Dropout(dropout),
        keras.layers.LSTM(units, use_cudnn=False),
        keras.layers.Dense(1),
    )


def _window_shape(steps, features):
    """Return the shape of one window."""
    return whole_number("steps", steps), whole_number("features", features)


def _compiled(*layers):
    """Return the layers as a sequential model, compiled."""
    model = keras.Sequential(list(layers))
    model.compile(optimizer=keras.optimizers.Adam(), loss="mse")
    return model
