"""What is right and what goes wrong with characters as numbers, and back."""

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray


def encode(text, characters):
    """Return each character's place."""
    return np.array([characters.find(c) for c in text])


def _in_order(text):
    """Return a text's own characters in order."""
    return "".join(sorted(set(text)))


def _as_they_come(text):
    """Return a text's own characters in the order in which they first come."""
    return "".join(dict.fromkeys(text))


OWN = (
    "holds places in a vocabulary that was made from this text. The vocabulary is given: another "
    "text, or a test text, has to get the same numbers"
)
ENCODE_WRONG_ANSWERS = (
    WrongAnswer("own vocabulary", lambda text, c: encode(text, _in_order(text)), OWN),
    WrongAnswer("own vocabulary", lambda text, c: encode(text, _as_they_come(text)), OWN),
    WrongAnswer(
        "vocabulary sorted",
        lambda text, characters: encode(text, "".join(sorted(characters))),
        "holds places in the vocabulary in alphabetical order. Take it in the order in which it is",
    ),
    WrongAnswer(
        "counted from 1",
        lambda text, characters: encode(text, characters) + 1,
        "is 1 too large everywhere: the first character of the vocabulary has place 0",
    ),
    WrongAnswer(
        "code points",
        lambda text, characters: np.array([ord(c) for c in text]),
        "holds Python's own numbers of the characters, `ord`. Places in the vocabulary are asked "
        "for",
    ),
    WrongAnswer(
        "code points",
        lambda text, characters: np.array([ord(c) - ord("a") for c in text]),
        "holds places in the alphabet. Places in the vocabulary are asked for",
    ),
    WrongAnswer(
        "in reverse order",
        lambda text, characters: encode(text, characters)[::-1],
        "is in reverse order",
    ),
    WrongAnswer(
        "one-hot rows",
        lambda text, characters: np.eye(len(characters))[encode(text, characters)],
        "holds a row of zeros and a one for each character. The place alone is asked for",
    ),
    WrongAnswer(
        "each character once",
        lambda text, characters: encode(_as_they_come(text), characters),
        "has each character of the text only once",
    ),
    WrongAnswer(
        "roles exchanged",
        lambda text, characters: encode(characters, text),
        "holds the places of the vocabulary's characters in the text: the two are exchanged",
    ),
)


def decode(encoded, characters):
    """Return the text, as the numbers of its characters."""
    return np.array([ord(characters[place]) for place in encoded])


DECODE_WRONG_ANSWERS = (
    WrongAnswer(
        "counted from 1",
        lambda encoded, characters: decode(np.asarray(encoded) - 1, characters),
        "has the character one place before the right one: places count from 0",
    ),
    WrongAnswer(
        "vocabulary sorted",
        lambda encoded, characters: decode(encoded, sorted(characters)),
        "takes the vocabulary in alphabetical order. Take it in the order in which it is",
    ),
    WrongAnswer(
        "code points",
        lambda encoded, characters: np.array(encoded),
        "is made of Python's own characters with these numbers, by `chr`. Look the places up in "
        "the vocabulary",
    ),
    WrongAnswer(
        "code points",
        lambda encoded, characters: np.array(encoded) + ord("a"),
        "is made of the letters at these places of the alphabet. Look the places up in the "
        "vocabulary",
    ),
    WrongAnswer(
        "in reverse order",
        lambda encoded, characters: decode(encoded[::-1], characters),
        "is in reverse order",
    ),
    *(
        WrongAnswer(
            "something between the characters",
            lambda encoded, characters, between=between: _between(
                decode(encoded, characters), between
            ),
            "has something between its characters that was not in the text. Join them with nothing",
        )
        for between in (" ", ", ", ",", "\n")
    ),
    WrongAnswer(
        "each character once",
        lambda encoded, characters: decode(list(dict.fromkeys(encoded.tolist())), characters),
        "has each character only once",
    ),
    WrongAnswer(
        "last character missing",
        lambda encoded, characters: decode(encoded[:-1], characters),
        "lacks its last character",
    ),
)


def _between(codes: Array, between: str) -> Array:
    """Return a text with something between its characters."""
    return np.array([ord(c) for c in between.join(map(chr, codes))])
