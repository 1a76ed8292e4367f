"""What is right in `to_arrays`, what goes wrong, and what to say about it."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lstm_lib.checks.exercises.translation.observe import END, PADDING, START, UNKNOWN
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray
Rows = list[list[int]]
Sentences = list[list[str]]
Places = dict[str, int]


def encoded(sentences, places, unknown=UNKNOWN) -> Rows:
    """Return the places of the words of each sentence."""
    return [[places.get(word, unknown) for word in sentence] for sentence in sentences]


def padded(rows: Rows, fill: int = PADDING, front: bool = False, more: int = 0) -> Array:
    """Return rows as an array, filled up to the length of the longest, and ``more``."""
    width = max(map(len, rows)) + more
    filled = []
    for row in rows:
        empty = [fill] * (width - len(row))
        filled.append([*empty, *row] if front else [*row, *empty])
    return np.array(filled)


def begun(rows: Rows, mark: int = START) -> Rows:
    """Put a mark in front of each row."""
    return [[mark, *row] for row in rows]


def ended(rows: Rows, mark: int = END) -> Rows:
    """Put a mark behind each row."""
    return [[*row, mark] for row in rows]


def to_arrays(english, french, english_places, french_places):
    """Return what the encoder reads, what the decoder reads, and what it has to answer."""
    return _made(english, french, english_places, french_places)


def _made(
    english: Sentences,
    french: Sentences,
    english_places: Places,
    french_places: Places,
    unknown: int = UNKNOWN,
    **fill: Any,
) -> tuple[Array, Array, Array]:
    """Return the three arrays, with another place for unknown words or other padding."""
    read = encoded(english, english_places, unknown)
    said = encoded(french, french_places, unknown)
    return padded(read, **fill), padded(begun(said), **fill), padded(ended(said), **fill)


def _without_unknown(sentences, places) -> list[list[str]]:
    """Leave words out that have no place."""
    return [[word for word in sentence if word in places] for sentence in sentences]


def _changed(change: Callable[..., tuple]) -> Callable[..., tuple]:
    """Make an answer that is changed: (right three, English rows, French rows) -> three."""

    def answer(english, french, english_places, french_places):
        right = to_arrays(english, french, english_places, french_places)
        rows = encoded(english, english_places), encoded(french, french_places)
        return change(right, *rows)

    return answer


def _end_at_the_edge(rows: Rows) -> Array:
    """Put the end mark into the last column of every row."""
    array = padded(rows, more=1)
    array[:, -1] = END
    return array


def _left_out(english, french, english_places, french_places):
    """Return the three arrays with unknown words left out."""
    return to_arrays(
        _without_unknown(english, english_places),
        _without_unknown(french, french_places),
        english_places,
        french_places,
    )


ARRAYS_WRONG_ANSWERS = (
    WrongAnswer(
        "not shifted",
        _changed(lambda right, _, said: (right[0], right[2], right[2])),
        "are the targets themselves. At each step the decoder would read the very word that it has "
        "to answer, and learn to copy it: move them one place to the right, behind START",
    ),
    WrongAnswer(
        "start mark in the targets",
        _changed(lambda right, _, said: (right[0], right[1], padded(ended(begun(said))))),
        "begin with START. The decoder reads that mark and never writes it: leave it out of the "
        "targets",
    ),
    WrongAnswer(
        "start mark in the targets",
        _changed(lambda right, _, said: (right[0], right[1], right[1])),
        "begin with START, and have no END. The decoder reads START and never writes it; END is "
        "what it has to learn to write",
    ),
    WrongAnswer(
        "end mark missing in the targets",
        _changed(lambda right, _, said: (right[0], right[1], padded(said, more=1))),
        "have no END. A decoder that was never shown where to stop does not stop",
    ),
    WrongAnswer(
        "end mark missing in the targets",
        _changed(lambda right, _, said: (right[0], right[1], padded(said))),
        "have no END, and one column less. A decoder that was never shown where to stop does not "
        "stop",
    ),
    WrongAnswer(
        "start mark missing",
        _changed(lambda right, _, said: (right[0], padded(said, more=1), right[2])),
        "do not begin with START. In use the decoder has nothing else to begin with",
    ),
    WrongAnswer(
        "start mark missing",
        _changed(lambda right, _, said: (right[0], padded(said), right[2])),
        "do not begin with START, and have one column less. In use the decoder has nothing else to "
        "begin with",
    ),
    WrongAnswer(
        "end mark behind what is read",
        _changed(lambda right, _, said: (right[0], padded(ended(begun(said))), right[2])),
        "have both marks, and one column more than the targets. After END nothing is to be "
        "answered, so the decoder need not read it",
    ),
    WrongAnswer(
        "end mark behind what is read",
        _changed(lambda right, _, said: (right[0], padded(ended(begun(said)))[:, :-1], right[2])),
        "hold END in the shorter sentences. A loss without padding forgives that; but what follows "
        "END is never asked, and padding was wanted there",
    ),
    WrongAnswer(
        "last word cut off",
        _changed(lambda right, _, said: (right[0], right[1][:, :-1], right[2])),
        "have no room for the last word of the longest sentence. With START in front it is one "
        "column longer than the sentence",
    ),
    WrongAnswer(
        "first word cut off",
        _changed(lambda right, _, said: (right[0], right[1], padded(ended([r[1:] for r in said])))),
        "lack the first word of each sentence: they were cut as if START still stood there",
    ),
    WrongAnswer(
        "end mark behind the padding",
        _changed(lambda right, _, said: (right[0], right[1], _end_at_the_edge(said))),
        "have END in their last column, behind the padding. It belongs directly behind the last "
        "word: add the mark first, then the padding",
    ),
    WrongAnswer(
        "padding in front",
        lambda *given: _made(*given, front=True),
        "have their padding in front. It belongs behind the sentence",
    ),
    WrongAnswer(
        "end mark for padding",
        lambda *given: _made(*given, fill=END),
        "are filled up with END in place of PADDING. A loss that leaves padding out would count "
        "these places",
    ),
    WrongAnswer(
        "start mark for padding",
        lambda *given: _made(*given, fill=START),
        "are filled up with START in place of PADDING",
    ),
    WrongAnswer(
        "unknown words for padding",
        lambda *given: _made(*given, fill=UNKNOWN),
        "are filled up with UNKNOWN in place of PADDING",
    ),
    WrongAnswer(
        "one column too many",
        lambda *given: _made(*given, more=1),
        "have one more column than the longest sentence needs",
    ),
    WrongAnswer(
        "unknown word as padding",
        lambda english, french, english_places, french_places: _made(
            english, french, english_places, french_places, unknown=PADDING
        ),
        "have PADDING where a word has no place. A hole within a sentence looks like its end: such "
        "words get UNKNOWN",
    ),
    WrongAnswer(
        "unknown word left out",
        _left_out,
        "lack the words that have no place. They get UNKNOWN: that something stood there is known",
    ),
    WrongAnswer(
        "marks exchanged",
        _changed(
            lambda right, _, said: (right[0], padded(begun(said, END)), padded(ended(said, START)))
        ),
        "have END where START belongs, or START where END belongs",
    ),
    WrongAnswer(
        "languages exchanged",
        lambda english, french, english_places, french_places: to_arrays(
            english, french, french_places, english_places
        ),
        "come from the other language's places",
    ),
    WrongAnswer(
        "source reversed",
        _changed(lambda right, read, _: (padded([r[::-1] for r in read]), *right[1:])),
        "hold the English words from the last to the first. That helped decoders without "
        "attention; here the words keep their order",
    ),
    WrongAnswer(
        "marks on the source",
        _changed(lambda right, read, _: (padded(ended(begun(read))), *right[1:])),
        "have marks around the English sentence. The encoder needs none: marks tell a decoder "
        "where to begin and to end",
    ),
    WrongAnswer(
        "marks on the source",
        _changed(lambda right, read, _: (padded(ended(read)), *right[1:])),
        "have END behind the English sentence. The encoder needs no mark: padding shows where a "
        "sentence ends",
    ),
    WrongAnswer(
        "arrays exchanged",
        _changed(lambda right, *_: (right[0], right[2], right[1])),
        "hold the other one of the two: return read, written, targets, in this order",
    ),
)
