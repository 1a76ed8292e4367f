"""What goes wrong with what a layer returns, states and shapes, in `keras_parity`."""

from collections.abc import Callable
from functools import partial
from itertools import permutations

import numpy as np

from lstm_lib.checks.exercises.keras_parity.cases import GATES
from lstm_lib.checks.exercises.keras_parity.judge.states import hidden_states, states
from lstm_lib.checks.exercises.keras_parity.judge.step_answers import STEP_WRONG_ANSWERS
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import block
from lstm_lib.checks.judge.diagnosis import WrongAnswer


def _states_changed(change: Callable) -> Callable:
    """Make hidden states from the right ones."""
    return lambda *given: change(hidden_states(*given))


def _biased(change: Callable) -> Callable:
    """Make a run with another bias."""
    return lambda layer, inputs: hidden_states((*layer[:2], change(layer[2])), inputs)


def _in_order(order):
    """Make a run that takes the blocks in another order."""

    def run(layer, inputs):
        units = len(layer[1])
        taken = [
            np.concatenate([block(array, order.index(gate), units) for gate in GATES], axis=-1)
            for array in layer
        ]
        return hidden_states(taken, inputs)

    return run


def one_later(h):
    """Return the hidden state before each step: zeros at the first one."""
    return np.concatenate([0 * h[:, :1], h[:, :-1]], axis=1)


def _as_one_sequence(layer, inputs):
    """Return the hidden states of a run that passes its states from one sequence to the next."""
    batch, steps, features = inputs.shape
    run = hidden_states(layer, inputs.reshape(1, batch * steps, features))
    return run.reshape(batch, steps, -1)


HIDDEN_WRONG_ANSWERS = (
    WrongAnswer(
        "last step alone",
        _states_changed(lambda h: h[:, -1]),
        "are those of the last step alone. Keep the hidden state of every step",
    ),
    WrongAnswer(
        "states before each step",
        _states_changed(one_later),
        "are those before each step: they begin with zeros and lack the last one. "
        "Keep what a step returns",
    ),
    WrongAnswer(
        "starting state kept as well",
        _states_changed(lambda h: np.concatenate([0 * h[:, :1], h], axis=1)),
        "hold one step too many: the zeros before the first step are not the result of a step",
    ),
    WrongAnswer(
        "cell states",
        lambda *given: states(*given)[1],
        "are the cell states. `lstm_step` returns the hidden state first",
    ),
    WrongAnswer(
        "cell states",
        lambda layer, inputs: states(layer, inputs, lambda h_t, c_t: (c_t, h_t))[1],
        "are the cell states, which each step also reads as hidden states. "
        "`lstm_step` returns the hidden state first",
    ),
    WrongAnswer(
        "states exchanged on the way",
        partial(hidden_states, hand_on=lambda h_t, c_t: (c_t, h_t)),
        "equal what you get when the next step is given c_t as its hidden state, and h_t as "
        "its cell state",
    ),
    WrongAnswer(
        "hidden state not handed on",
        partial(hidden_states, hand_on=lambda h_t, c_t: (0 * h_t, c_t)),
        "equal what you get when every step begins with a hidden state of zeros. "
        "Pass h_t on to the next one",
    ),
    WrongAnswer(
        "cell state not handed on",
        partial(hidden_states, hand_on=lambda h_t, c_t: (h_t, 0 * c_t)),
        "equal what you get when every step begins with a cell state of zeros. "
        "Pass c_t on to the next one",
    ),
    WrongAnswer(
        "neither state handed on",
        partial(hidden_states, hand_on=lambda h_t, c_t: (0 * h_t, 0 * c_t)),
        "equal what you get when every step begins with zeros. Pass both states on to the next one",
    ),
    WrongAnswer(
        "hidden state handed on for both",
        partial(hidden_states, hand_on=lambda h_t, c_t: (h_t, h_t)),
        "equal what you get when h_t is passed on as the cell state as well",
    ),
    WrongAnswer(
        "cell state handed on for both",
        partial(hidden_states, hand_on=lambda h_t, c_t: (c_t, c_t)),
        "equal what you get when c_t is passed on as the hidden state as well",
    ),
    WrongAnswer(
        "from the last step to the first",
        lambda layer, inputs: hidden_states(layer, inputs[:, ::-1]),
        "equal what you get when the steps are read from the last one to the first",
    ),
    WrongAnswer(
        "from the last step to the first",
        lambda layer, inputs: hidden_states(layer, inputs[:, ::-1])[:, ::-1],
        "are each in their place, but the run begins at the last step: each state depends on the "
        "steps after it",
    ),
    WrongAnswer(
        "last step first",
        _states_changed(lambda h: h[:, ::-1]),
        "are in the wrong order: the last step comes first",
    ),
    WrongAnswer(
        "steps in front",
        _states_changed(lambda h: h.swapaxes(0, 1)),
        "have the shape (steps, batch, units). The batch comes first, as in the inputs",
    ),
    WrongAnswer(
        "the last step at every step",
        _states_changed(lambda h: np.repeat(h[:, -1:], h.shape[1], axis=1)),
        "are those of the last step, at every step. Keep each one when it is computed",
    ),
    WrongAnswer(
        "the first step at every step",
        lambda layer, inputs: hidden_states(
            layer, np.repeat(inputs[:, :1], inputs.shape[1], axis=1)
        ),
        "equal what you get when every step reads the first step's input",
    ),
    WrongAnswer(
        "states handed to the next sequence",
        _as_one_sequence,
        "equal what you get when a sequence begins with the last states of the one before it. "
        "Each sequence begins with zeros",
    ),
    WrongAnswer("no bias", _biased(lambda b: 0 * b), "equal what you get without the bias"),
    WrongAnswer(
        "1 added to the forget bias",
        _biased(lambda b: b + np.repeat([0.0, 1.0, 0.0, 0.0], len(b) // 4)),
        "equal what you get when 1 is added to the forget gate's bias. Where Keras starts that "
        "bias at 1, the layer's weights already include the 1",
    ),
    *STEP_WRONG_ANSWERS,
    *(
        WrongAnswer(
            f"blocks in the order {' '.join(order)}",
            _in_order("".join(order)),
            f"equal what you get with the blocks in the order {', '.join(order)}; the right order "
            "is i, f, g, o",
        )
        for order in permutations(GATES)
        if order != GATES
    ),
)


def output_shapes(batch, steps, units, return_sequences, return_state):
    """Return the shapes of everything that a Keras LSTM layer returns."""
    output = (batch, steps, units) if return_sequences else (batch, units)
    return [output, (batch, units), (batch, units)] if return_state else [output]


def _shapes_changed(change: Callable) -> Callable:
    """Make shapes from the right ones; `change` takes these and then the five arguments."""
    return lambda *given: change(output_shapes(*given), *given)


SHAPES_WRONG_ANSWERS = (
    WrongAnswer(
        "return_sequences not asked",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, False, state),
        "are those of the last hidden state even where `return_sequences` asks for all",
    ),
    WrongAnswer(
        "always all steps",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, True, state),
        "hold a steps axis even where `return_sequences` is False. Then the last hidden state "
        "alone comes back",
    ),
    WrongAnswer(
        "return_sequences turned around",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, not sequences, state),
        "are those of the other `return_sequences`: True asks for the hidden states of all steps",
    ),
    WrongAnswer(
        "return_state not asked",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, sequences, False),
        "lack the two states that `return_state` asks for, after the output",
    ),
    WrongAnswer(
        "always with states",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, sequences, True),
        "hold the two states even where `return_state` is False",
    ),
    WrongAnswer(
        "return_state turned around",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, sequences, not state),
        "are those of the other `return_state`: True adds the two states after the output",
    ),
    WrongAnswer(
        "flags exchanged",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, state, sequences),
        "are those of a layer with the two flags swapped",
    ),
    WrongAnswer(
        "states of all steps",
        _shapes_changed(lambda shapes, *_: [shapes[0] for _ in shapes]),
        "give the states a steps axis. `return_sequences` concerns the output alone: the states "
        "are those after the last step",
    ),
    WrongAnswer(
        "states always of all steps",
        _shapes_changed(lambda shapes, b, s, u, *_: [shapes[0], *((b, s, u) for _ in shapes[1:])]),
        "give the states a steps axis. The states are those after the last step, whatever "
        "`return_sequences` does to the output",
    ),
    WrongAnswer(
        "one state",
        _shapes_changed(lambda shapes, *_: shapes[:2]),
        "hold one state. A GRU and a plain RNN have one; an LSTM returns h, then c",
    ),
    WrongAnswer(
        "output left out",
        _shapes_changed(lambda shapes, *_: shapes[1:] or shapes),
        "hold the two states alone. The output comes first, even though without `return_sequences` "
        "it is the last hidden state again",
    ),
    WrongAnswer(
        "states before the output",
        _shapes_changed(lambda shapes, *_: shapes[1:] + shapes[:1]),
        "begin with the states. The output comes first",
    ),
    WrongAnswer(
        "states in one array",
        _shapes_changed(
            lambda shapes, b, s, u, _, state: [shapes[0], (2, b, u)] if state else shapes
        ),
        "put both states into one array. They come back as two",
    ),
    WrongAnswer(
        "steps in front",
        _shapes_changed(
            lambda shapes, b, s, u, *_: [
                (s, b, u) if len(shape) == 3 else shape for shape in shapes
            ]
        ),
        "have the steps before the batch. In Keras, the batch comes first",
    ),
    WrongAnswer(
        "an axis of one step",
        _shapes_changed(
            lambda shapes, b, s, u, *_: [
                (b, 1, u) if len(shapes[0]) == 2 else shapes[0],
                *shapes[1:],
            ]
        ),
        "keep an axis for the one step that is left. The last hidden state is (batch, units)",
    ),
    WrongAnswer(
        "units left out",
        _shapes_changed(lambda shapes, *_: [shape[:-1] for shape in shapes]),
        "lack the last axis, that of the units",
    ),
    WrongAnswer(
        "batch left out",
        _shapes_changed(lambda shapes, *_: [shape[1:] for shape in shapes]),
        "lack the first axis, that of the batch",
    ),
    WrongAnswer(
        "four times as wide",
        _shapes_changed(lambda shapes, *_: [(*shape[:-1], 4 * shape[-1]) for shape in shapes]),
        "are four times as wide as they should be: the four blocks are internal, and the output is "
        "`units` wide",
    ),
)
