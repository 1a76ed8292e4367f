"""What goes wrong in the exercise `keras_parity` with the shapes that a layer hands back."""

from collections.abc import Callable

from lstm_lib.checks.judge.compare import WrongAnswer


def output_shapes(batch, steps, units, return_sequences, return_state):
    """Return the shapes of all that a Keras LSTM layer hands back."""
    output = (batch, steps, units) if return_sequences else (batch, units)
    return [output, (batch, units), (batch, units)] if return_state else [output]


def _changed(change: Callable) -> Callable:
    """Make shapes out of the right ones: ``change(shapes, batch, steps, units, seq, state)``."""
    return lambda *given: change(output_shapes(*given), *given)


SHAPES_WRONG_ANSWERS = (
    WrongAnswer(
        "return_sequences not asked",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, False, state),
        "are those of the last hidden state also where `return_sequences` asks for all",
    ),
    WrongAnswer(
        "always all steps",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, True, state),
        "hold a steps axis also where `return_sequences` is False. Then the last hidden state "
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
        "lack the two states that `return_state` asks for, behind the output",
    ),
    WrongAnswer(
        "always with states",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, sequences, True),
        "hold the two states also where `return_state` is False",
    ),
    WrongAnswer(
        "return_state turned around",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, sequences, not state),
        "are those of the other `return_state`: True adds the two states behind the output",
    ),
    WrongAnswer(
        "flags exchanged",
        lambda b, s, u, sequences, state: output_shapes(b, s, u, state, sequences),
        "are those of a layer with the two flags exchanged",
    ),
    WrongAnswer(
        "states of all steps",
        _changed(
            lambda shapes, b, s, u, sequences, state: (
                [(b, s, u)] * 3 if sequences and state else shapes
            )
        ),
        "give the states a steps axis. `return_sequences` concerns the output alone: the states "
        "are those after the last step",
    ),
    WrongAnswer(
        "states always of all steps",
        _changed(
            lambda shapes, b, s, u, sequences, state: shapes[:1] + [(b, s, u)] * (2 * bool(state))
        ),
        "give the states a steps axis. The states are those after the last step, whatever "
        "`return_sequences` says of the output",
    ),
    WrongAnswer(
        "one state",
        _changed(lambda shapes, *_: shapes[:2]),
        "hold one state. A GRU and a plain RNN have one; an LSTM hands back h, then c",
    ),
    WrongAnswer(
        "output left out",
        _changed(lambda shapes, *_: shapes[1:] or shapes),
        "hold the two states alone. The output comes first, although without `return_sequences` "
        "it is the last hidden state once more",
    ),
    WrongAnswer(
        "states before the output",
        _changed(lambda shapes, *_: shapes[1:] + shapes[:1]),
        "begin with the states. The output comes first",
    ),
    WrongAnswer(
        "states in one array",
        _changed(lambda shapes, b, s, u, sequences, state: shapes[:1] + [(2, b, u)] * bool(state)),
        "put both states into one array. They come back as two",
    ),
    WrongAnswer(
        "steps in front",
        _changed(
            lambda shapes, b, s, u, sequences, state: [
                (s, b, u) if len(shape) == 3 else shape for shape in shapes
            ]
        ),
        "have the steps in front of the batch. In Keras, the batch comes first",
    ),
    WrongAnswer(
        "an axis of one step",
        _changed(
            lambda shapes, b, s, u, sequences, state: [
                (b, 1, u) if len(shape) == 2 and k == 0 else shape for k, shape in enumerate(shapes)
            ]
        ),
        "keep an axis for the one step that is left. The last hidden state is (batch, units)",
    ),
    WrongAnswer(
        "units left out",
        _changed(lambda shapes, *_: [shape[:-1] for shape in shapes]),
        "lack the last axis, that of the units",
    ),
    WrongAnswer(
        "batch left out",
        _changed(lambda shapes, *_: [shape[1:] for shape in shapes]),
        "lack the first axis, that of the batch",
    ),
    WrongAnswer(
        "four times as wide",
        _changed(lambda shapes, *_: [(*shape[:-1], 4 * shape[-1]) for shape in shapes]),
        "are four times as wide as they should be: the four blocks are inside, what comes out is "
        "`units` wide",
    ),
)
