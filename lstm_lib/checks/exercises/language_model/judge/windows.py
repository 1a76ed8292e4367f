"""What is right and what goes wrong with windows of streams."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Pair = Sequence[Array]


def _count(encoded, batch, steps):
    """Return how many windows all streams fill."""
    return (len(encoded) - 1) // (batch * steps)


def stream_windows(encoded, batch, steps):
    """Return inputs and targets, each (windows, batch, steps)."""
    n = _count(encoded, batch, steps) * batch * steps
    return tuple(_streams(part, batch, steps) for part in (encoded[:n], encoded[1 : n + 1]))


def _streams(part, batch, steps):
    """Return whole windows of streams."""
    return part.reshape(batch, -1, steps).swapaxes(0, 1)


def _targets(change: Callable[[Array, int], Array]) -> Callable[..., Pair]:
    """Make an answer with right inputs, and other targets."""

    def answer(encoded, batch, steps):
        n = _count(encoded, batch, steps) * batch * steps
        return stream_windows(encoded, batch, steps)[0], _streams(change(encoded, n), batch, steps)

    return answer


def _both(change: Callable[[Pair], Pair]) -> Callable[..., Any]:
    """Make an answer from the right one."""
    return lambda encoded, batch, steps: tuple(change(stream_windows(encoded, batch, steps)))


def _side_by_side(encoded, batch, steps):
    """Return windows whose rows are neighbors in the text."""
    n = _count(encoded, batch, steps) * batch * steps
    return tuple(part.reshape(-1, batch, steps) for part in (encoded[:n], encoded[1 : n + 1]))


def _rolled_in_windows(encoded, batch, steps):
    """Return targets whose last one is the first input of the same window."""
    inputs = stream_windows(encoded, batch, steps)[0]
    return inputs, np.roll(inputs, -1, axis=2)


def _without_last(encoded, batch, steps):
    """Return windows whose last character of each is no input."""
    inputs, targets = stream_windows(encoded, batch, steps)
    return inputs[:, :, :-1], targets[:, :, :-1]


def _cut_first(encoded, batch, steps):
    """Return streams cut before the targets: each of these lacks its last character."""
    length = len(encoded) // batch
    streams = encoded[: length * batch].reshape(batch, length)
    windows = (length - 1) // steps
    return tuple(
        streams[:, first : first + windows * steps].reshape(batch, windows, steps).swapaxes(0, 1)
        for first in (0, 1)
    )


def _windows_as_targets(encoded, batch, steps):
    """Return as targets the windows that come next."""
    inputs = stream_windows(encoded, batch, steps)[0]
    return inputs[:-1], inputs[1:]


STREAMS_WRONG_ANSWERS = (
    WrongAnswer(
        "targets not shifted",
        _targets(lambda encoded, n: encoded[:n]),
        "equal the inputs: the network would learn to repeat. The target is the character *after* "
        "each input",
    ),
    WrongAnswer(
        "targets shifted by two",
        lambda encoded, batch, steps: (
            stream_windows(encoded, batch, steps)[0],
            _streams(
                np.append(encoded, encoded[:1])[2 : 2 + _used(encoded, batch, steps)], batch, steps
            ),
        ),
        "stand two characters behind the inputs. It has to be one",
    ),
    WrongAnswer(
        "targets before the inputs",
        _targets(lambda encoded, n: np.roll(encoded[:n], 1)),
        "are the characters before the inputs",
    ),
    WrongAnswer(
        "wrong at the borders",
        _rolled_in_windows,
        "are wrong at the last step of each window: there stands the window's own first character. "
        "The character after the window stands at the beginning of the next one",
    ),
    WrongAnswer(
        "wrong at the end of the text",
        _targets(lambda encoded, n: np.roll(encoded[:n], -1)),
        "end with the text's first character. Shift before you cut off what fills no window",
    ),
    WrongAnswer(
        "next window as target",
        _windows_as_targets,
        "are the windows that come next. One character further is asked for, not one window",
    ),
    WrongAnswer(
        "windows do not continue",
        _side_by_side,
        "do not continue: row 0 of the second window is not what follows row 0 of the first one, "
        "so a state that is kept would come from another place of the text. Cut the streams first, "
        "and then the windows",
    ),
    WrongAnswer(
        "streams cut before the shift",
        _cut_first,
        "come from streams of len(encoded) // batch characters, each of which then gives up its "
        "last one. One character of the whole text is enough: streams are neighbors, and the "
        "target at the end of one is the first input of the next",
    ),
    WrongAnswer(
        "axes exchanged",
        _both(lambda pair: [part.swapaxes(0, 1) for part in pair]),
        "have the shape (batch, windows, steps). The windows come first",
    ),
    WrongAnswer(
        "axes exchanged",
        _both(lambda pair: [part.swapaxes(1, 2) for part in pair]),
        "have the shape (windows, steps, batch). The steps come last",
    ),
    WrongAnswer(
        "batch and steps exchanged",
        lambda encoded, batch, steps: stream_windows(encoded, steps, batch),
        "have `steps` streams and windows of `batch` steps: the two are exchanged",
    ),
    WrongAnswer(
        "windows and batch in one axis",
        _both(lambda pair: [part.reshape(-1, part.shape[2]) for part in pair]),
        "have windows and streams in one axis. Keep them apart: (windows, batch, steps)",
    ),
    WrongAnswer(
        "inputs and targets exchanged",
        _both(lambda pair: pair[::-1]),
        "stand in the other's place: return inputs first, then targets",
    ),
    WrongAnswer(
        "first window missing",
        _both(lambda pair: [part[1:] for part in pair]),
        "lack the first window",
    ),
    WrongAnswer(
        "last window missing",
        _both(lambda pair: [part[:-1] for part in pair]),
        "lack the last window, although there are characters and targets for it",
    ),
    WrongAnswer(
        "last step missing",
        _without_last,
        "lack the last step of each window. Its target stands at the beginning of the next one",
    ),
    WrongAnswer(
        "last target only",
        lambda encoded, batch, steps: (
            (pair := stream_windows(encoded, batch, steps))[0],
            pair[1][:, :, -1],
        ),
        "hold one target for each window. Every step has its own",
    ),
)


def _used(encoded, batch, steps):
    """Return how many characters are inputs."""
    return _count(encoded, batch, steps) * batch * steps
