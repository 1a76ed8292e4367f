"""The LSTM's relatives as cells of Keras, to be trained: ``keras.layers.RNN(SLSTMCell(50))``.

Each cell computes what a step in NumPy computes, and holds the weights of that step in the order
of its arguments: ``cell.get_weights()`` can go straight into `lstm_lib.steps.run_steps`. Weights
begin as those of Keras' LSTM: Glorot-uniform W, orthogonal U, and a bias of zeros, except that of
the forget gate, which begins at 1.
"""

import numpy as np

from lstm_lib.arguments import whole_number
from lstm_lib.backend import keras
from lstm_lib.layer_norm_lstm import EPSILON

ops = keras.ops


class _Cell(keras.layers.Layer):
    """What the cells share: sizes, weights in blocks, states of zeros, and saving."""

    gates = "ifgo"  # one block of columns for each, in this order
    n_states = 2
    first_bias = {"f": 1.0}  # zero for the other gates

    def __init_subclass__(cls, **kwargs):
        """Make a saved model find each cell by its name."""
        super().__init_subclass__(**kwargs)
        keras.saving.register_keras_serializable("lstm_lib")(cls)

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = whole_number("units", units)
        self.state_size = [self.units] * self.n_states
        self.output_size = self.units

    def build(self, input_shape):
        """Make the weights for inputs of so many features."""
        self._add("kernel", (input_shape[-1], len(self.gates) * self.units), "glorot_uniform")
        self._add("recurrent_kernel", (self.units, len(self.gates) * self.units), "orthogonal")
        self._add_bias()

    def get_initial_state(self, batch_size=None):
        """Return the states before the first step: zeros."""
        return [ops.zeros((batch_size, size), self.compute_dtype) for size in self.state_size]

    def get_config(self):
        """Return what the cell is made from."""
        return {**super().get_config(), "units": self.units}

    def _add(self, name, shape, initializer):
        """Add a weight under its name."""
        setattr(self, name, self.add_weight(shape=shape, initializer=initializer, name=name))

    def _add_bias(self):
        """Add the bias, block by block."""
        first = np.repeat([self.first_bias.get(gate, 0.0) for gate in self.gates], self.units)
        self._add(
            "bias", first.shape, lambda shape, dtype=None: ops.convert_to_tensor(first, dtype)
        )

    def _z(self, inputs, h_prev):
        """Return what enters the activation of each gate, (batch, units) each."""
        z = ops.matmul(inputs, self.kernel) + ops.matmul(h_prev, self.recurrent_kernel) + self.bias
        return ops.split(z, len(self.gates), axis=-1)


class LayerNormLSTMCell(_Cell):
    """An LSTM cell with layer normalization: `lstm_lib.layer_norm_lstm.layer_norm_lstm_step`.

    Ba, Kiros and Hinton (2016).

    Parameters
    ----------
    units : int
        Size of the hidden state and of the cell state.
    **kwargs
        Such as ``name`` and ``dtype``, as for every layer.

    Examples
    --------
    Beside the 4·units·(units + features + 1) weights of an LSTM there are 10·units of the norms.

    >>> layer = keras.layers.RNN(LayerNormLSTMCell(3))
    >>> layer.build((None, None, 2))
    >>> layer.count_params() == 4 * 3 * (3 + 2 + 1) + 10 * 3
    True
    """

    def build(self, input_shape):
        """Make the weights for inputs of so many features, and those of the norms."""
        super().build(input_shape)
        self._add("gain_x", (4 * self.units,), "ones")
        self._add("gain_h", (4 * self.units,), "ones")
        self._add("gain_c", (self.units,), "ones")
        self._add("offset_c", (self.units,), "zeros")

    def call(self, inputs, states):
        """Return the new hidden state, and both new states."""
        h_prev, c_prev = states
        x_W, h_U = ops.matmul(inputs, self.kernel), ops.matmul(h_prev, self.recurrent_kernel)
        z = _norm(x_W, self.gain_x) + _norm(h_U, self.gain_h) + self.bias
        z_i, z_f, z_g, z_o = ops.split(z, 4, axis=-1)
        c_t = ops.sigmoid(z_f) * c_prev + ops.sigmoid(z_i) * ops.tanh(z_g)
        h_t = ops.sigmoid(z_o) * ops.tanh(_norm(c_t, self.gain_c) + self.offset_c)
        return h_t, [h_t, c_t]


class PeepholeLSTMCell(_Cell):
    """An LSTM cell with peepholes: `lstm_lib.relatives.peephole_step`.

    Gers, Schraudolph and Schmidhuber (2002). The peepholes begin at zero, so the cell begins as
    an LSTM.

    Parameters
    ----------
    units : int
        Size of the hidden state and of the cell state.
    **kwargs
        Such as ``name`` and ``dtype``, as for every layer.

    Examples
    --------
    Beside the weights of an LSTM there are 3·units peepholes.

    >>> layer = keras.layers.RNN(PeepholeLSTMCell(3))
    >>> layer.build((None, None, 2))
    >>> layer.count_params() == 4 * 3 * (3 + 2 + 1) + 3 * 3
    True
    """

    def build(self, input_shape):
        """Make the weights for inputs of so many features, and the peepholes."""
        super().build(input_shape)
        self._add("peepholes", (3 * self.units,), "zeros")

    def call(self, inputs, states):
        """Return the new hidden state, and both new states."""
        h_prev, c_prev = states
        z_i, z_f, z_g, z_o = self._z(inputs, h_prev)
        p_i, p_f, p_o = ops.split(self.peepholes, 3)
        i, f = ops.sigmoid(z_i + p_i * c_prev), ops.sigmoid(z_f + p_f * c_prev)
        c_t = f * c_prev + i * ops.tanh(z_g)
        h_t = ops.sigmoid(z_o + p_o * c_t) * ops.tanh(c_t)
        return h_t, [h_t, c_t]


class CoupledLSTMCell(_Cell):
    """An LSTM cell whose forget gate is 1 - i: `lstm_lib.relatives.coupled_step`.

    Greff et al. (2017). The input gate's bias begins at -1, so that the cell first forgets as
    fast as an LSTM.

    Parameters
    ----------
    units : int
        Size of the hidden state and of the cell state.
    **kwargs
        Such as ``name`` and ``dtype``, as for every layer.

    Examples
    --------
    Three blocks of weights, where an LSTM has four.

    >>> layer = keras.layers.RNN(CoupledLSTMCell(3))
    >>> layer.build((None, None, 2))
    >>> layer.count_params() == 3 * 3 * (3 + 2 + 1)
    True
    """

    gates = "igo"
    first_bias = {"i": -1.0}

    def call(self, inputs, states):
        """Return the new hidden state, and both new states."""
        h_prev, c_prev = states
        z_i, z_g, z_o = self._z(inputs, h_prev)
        i = ops.sigmoid(z_i)
        c_t = (1 - i) * c_prev + i * ops.tanh(z_g)
        h_t = ops.sigmoid(z_o) * ops.tanh(c_t)
        return h_t, [h_t, c_t]


class SLSTMCell(_Cell):
    """The cell of the sLSTM, with exponential input gates: `lstm_lib.successors.slstm_step`.

    Beck et al. (2024), with one head. Keras' ``reset_state`` of a stateful layer sets all states
    to zero, the stabilizer too: then the first input gate must not be as small as exp(-80).

    Parameters
    ----------
    units : int
        Size of each of the four states.
    **kwargs
        Such as ``name`` and ``dtype``, as for every layer.

    Examples
    --------
    Normalizer and stabilizer need no weights: there are as many as in an LSTM.

    >>> layer = keras.layers.RNN(SLSTMCell(3))
    >>> layer.build((None, None, 2))
    >>> layer.count_params() == 4 * 3 * (3 + 2 + 1)
    True
    """

    n_states = 4

    def get_initial_state(self, batch_size=None):
        """Return the states before the first step: zeros, and a stabilizer of minus infinity."""
        h, c, n, m = super().get_initial_state(batch_size)
        return [h, c, n, ops.full_like(m, -np.inf)]

    def call(self, inputs, states):
        """Return the new hidden state, and all four new states."""
        h_prev, c_prev, n_prev, m_prev = states
        z_i, z_f, z_g, z_o = self._z(inputs, h_prev)
        log_f = ops.log_sigmoid(z_f)
        m_t = ops.maximum(log_f + m_prev, z_i)
        i, f = ops.exp(z_i - m_t), ops.exp(log_f + m_prev - m_t)
        c_t = f * c_prev + i * ops.tanh(z_g)
        n_t = f * n_prev + i
        h_t = ops.sigmoid(z_o) * (c_t / n_t)
        return h_t, [h_t, c_t, n_t, m_t]


class MinLSTMCell(_Cell):
    """The cell of the minLSTM, whose gates read the input alone.

    Feng et al. (2024): `lstm_lib.successors.min_lstm_step`.

    Parameters
    ----------
    units : int
        Size of the hidden state.
    **kwargs
        Such as ``name`` and ``dtype``, as for every layer.

    Examples
    --------
    Three blocks, and no recurrent weights.

    >>> layer = keras.layers.RNN(MinLSTMCell(3))
    >>> layer.build((None, None, 2))
    >>> layer.count_params() == 3 * 3 * (2 + 1)
    True
    """

    gates = "ifg"
    n_states = 1

    def build(self, input_shape):
        """Make the weights for inputs of so many features: no recurrent ones."""
        self._add("kernel", (input_shape[-1], 3 * self.units), "glorot_uniform")
        self._add_bias()

    def call(self, inputs, states):
        """Return the new hidden state, and it again as the one new state."""
        z_i, z_f, g = ops.split(ops.matmul(inputs, self.kernel) + self.bias, 3, axis=-1)
        log_i, log_f = ops.log_sigmoid(z_i), ops.log_sigmoid(z_f)
        i, f = ops.sigmoid(log_i - log_f), ops.sigmoid(log_f - log_i)  # over their sum
        h_t = f * states[0] + i * g
        return h_t, [h_t]


def _norm(a, gain):
    """Return rows normalized and multiplied by a gain."""
    return ops.layer_normalization(a, gain, axis=-1, epsilon=EPSILON)
