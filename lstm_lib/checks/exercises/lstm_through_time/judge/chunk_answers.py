"""What goes wrong in `run_in_chunks`: each common wrong answer, and what to say of it."""

from collections.abc import Callable, Iterable

import numpy as np

from lstm_lib.checks.exercises.lstm_through_time.judge.answers import Array, States, run
from lstm_lib.checks.judge.compare import WrongAnswer

Run = Callable[..., States]


def chunked(
    inputs: Array,
    chunk: int,
    h_0: Array,
    c_0: Array,
    W: Array,
    U: Array,
    b: Array,
    *,
    run: Run = run,
    starts: Callable[[int, int], Iterable[int]] = lambda steps, chunk: range(0, steps, chunk),
    hand_on: Callable[[Array, Array, States], States] = lambda h, c, initial: (h[:, -1], c[:, -1]),
    keep: Callable[[list[Array]], Array] = lambda parts: np.concatenate(parts, axis=1),
    length: int = 0,
) -> States:
    """Return both states of a sequence that is read in chunks: the right answer by default."""
    states, parts = (h_0, c_0), []
    for start in starts(inputs.shape[1], chunk):
        h, c = run(inputs[:, start : start + chunk + length], *states, W, U, b)
        parts.append((h, c))
        states = hand_on(h, c, (h_0, c_0))
    every_h, every_c = zip(*parts, strict=True)
    return keep(list(every_h)), keep(list(every_c))


def _chunks(**other) -> Callable[..., States]:
    """Make a way to read in chunks that differs in one thing."""
    return lambda *given, run=run: chunked(*given, run=run, **other)


def _from_zeros(inputs, chunk, h_0, c_0, W, U, b, run=run):
    """Read in chunks from zeros, not from the initial states."""
    return chunked(inputs, chunk, np.zeros_like(h_0), np.zeros_like(c_0), W, U, b, run=run)


def _whole_chunks(steps: int, chunk: int) -> Iterable[int]:
    """Return where the chunks of full length begin; a sequence shorter than one is kept."""
    return range(0, max(steps - chunk + 1, 1), chunk)


CHUNK_WRONG_ANSWERS = (
    WrongAnswer(
        "chunks begin with the initial states",
        _chunks(hand_on=lambda h, c, initial: initial),
        "begins again with h_0 and c_0 in every chunk. A chunk goes on where the one before ended",
    ),
    WrongAnswer(
        "chunks begin with zeros",
        _chunks(hand_on=lambda h, c, initial: (0 * initial[0], 0 * initial[1])),
        "begins with zeros in every chunk after the first. A chunk goes on where the one before "
        "ended",
    ),
    WrongAnswer(
        "only the hidden state handed on",
        _chunks(hand_on=lambda h, c, initial: (h[:, -1], initial[1])),
        "gets the last hidden state from chunk to chunk, but begins each one with c_0. "
        "Both states belong in the parcel",
    ),
    WrongAnswer(
        "only the hidden state handed on, the cell state zero",
        _chunks(hand_on=lambda h, c, initial: (h[:, -1], 0 * initial[1])),
        "gets the last hidden state from chunk to chunk, and a cell state of zeros. "
        "Both states belong in the parcel",
    ),
    WrongAnswer(
        "only the cell state handed on",
        _chunks(hand_on=lambda h, c, initial: (initial[0], c[:, -1])),
        "gets the last cell state from chunk to chunk, but begins each one with h_0. "
        "Both states belong in the parcel",
    ),
    WrongAnswer(
        "only the cell state handed on, the hidden state zero",
        _chunks(hand_on=lambda h, c, initial: (0 * initial[0], c[:, -1])),
        "gets the last cell state from chunk to chunk, and a hidden state of zeros. "
        "Both states belong in the parcel",
    ),
    WrongAnswer(
        "states exchanged between chunks",
        _chunks(hand_on=lambda h, c, initial: (c[:, -1], h[:, -1])),
        "comes from chunks that take the last hidden state for the cell state, and the other way "
        "round",
    ),
    WrongAnswer(
        "hidden state for both",
        _chunks(hand_on=lambda h, c, initial: (h[:, -1], h[:, -1])),
        "comes from chunks that get the last hidden state twice, as h and as c",
    ),
    WrongAnswer(
        "first states of the chunk handed on",
        _chunks(hand_on=lambda h, c, initial: (h[:, 0], c[:, 0])),
        "goes on with the states after the first step of the chunk before. A chunk goes on where "
        "the one before ended",
    ),
    WrongAnswer(
        "initial states ignored",
        _from_zeros,
        "begins with zeros, not with h_0 and c_0",
    ),
    WrongAnswer(
        "last chunk dropped",
        _chunks(starts=_whole_chunks),
        "lacks the steps that are left over when the chunks do not come out even. "
        "The last chunk may be shorter",
    ),
    WrongAnswer(
        "chunks overlap by a step",
        _chunks(length=1),
        "comes from chunks that are one step too long: the last step of each is read again as "
        "the first of the next",
    ),
    WrongAnswer(
        "a step lost in each chunk",
        _chunks(length=-1),
        "comes from chunks that are one step too short: a step is lost at the end of each",
    ),
    WrongAnswer(
        "last chunk only",
        _chunks(keep=lambda parts: parts[-1]),
        "holds the last chunk alone. Keep the states of all chunks, and join them",
    ),
    WrongAnswer(
        "last step of each chunk only",
        _chunks(keep=lambda parts: np.stack([part[:, -1] for part in parts], axis=1)),
        "holds one state a chunk, the last. The states of all steps were expected",
    ),
    WrongAnswer(
        "chunks in reverse order",
        _chunks(keep=lambda parts: np.concatenate(parts[::-1], axis=1)),
        "holds the right states with the last chunk first",
    ),
    WrongAnswer(
        "h and c swapped",
        lambda *given, run=run: chunked(*given, run=run)[::-1],
        "is the other one: return all hidden states first, then all cell states",
    ),
)
