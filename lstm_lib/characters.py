"""Characters as numbers: vocabulary, windows that follow one another, and how well one guesses.

A character's place in the vocabulary, which is a text itself, stands for it in a network.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_array, finite_numbers, real_number, whole_number


class StreamWindows(NamedTuple):
    """Windows of a text that was cut into streams, and the character that follows each step.

    ``inputs`` and ``targets`` are of shape (windows, batch, steps); row n of each window goes on
    where row n of the window before it ended.
    """

    inputs: np.ndarray
    targets: np.ndarray


def vocabulary(text):
    """Return the characters that occur in a text, each once, in the order of Unicode.

    Parameters
    ----------
    text : str
        Text to learn from, and no other.

    Returns
    -------
    str
        The characters.

    Raises
    ------
    TypeError
        If ``text`` is not a str.
    ValueError
        If it is empty.

    Examples
    --------
    >>> vocabulary("to be or not to be")
    ' benort'
    """
    if not _text("text", text):
        raise ValueError("text is empty, expected one character or more")
    return "".join(sorted(set(text)))


def encode(text, characters):
    """Return a text as whole numbers: each character's place in the vocabulary.

    Parameters
    ----------
    text : str
        The text.
    characters : str
        The vocabulary, such as `vocabulary` returns.

    Returns
    -------
    ndarray of int of shape (characters of the text,)
        Numbers from 0 to ``len(characters) - 1``.

    Raises
    ------
    TypeError
        If an argument is not a str.
    ValueError
        If the text holds a character that the vocabulary lacks, or the vocabulary holds one twice.

    Examples
    --------
    >>> encode("bee", " bet")
    array([1, 2, 2])
    """
    places = {c: place for place, c in enumerate(_known(characters))}
    if unknown := sorted(set(_text("text", text)) - set(places)):
        raise ValueError(
            f"text holds {', '.join(map(repr, unknown))}, which the vocabulary lacks: leave it "
            f"out, or write it with these characters: {characters!r}"
        )
    return np.array([places[c] for c in text], int)


def decode(encoded, characters):
    """Return the text that whole numbers stand for.

    Parameters
    ----------
    encoded : array_like of int of shape (characters of the text,)
        Places in the vocabulary.
    characters : str
        The vocabulary.

    Returns
    -------
    str
        The text.

    Raises
    ------
    TypeError
        If ``encoded`` does not hold whole numbers, or ``characters`` is not a str.
    ValueError
        If ``encoded`` has another number of axes, or a place lies outside the vocabulary.

    Examples
    --------
    >>> decode([1, 2, 2], " bet")
    'bee'
    """
    encoded = _places("encoded", encoded, len(_known(characters)))
    return "".join(characters[place] for place in encoded)


def stream_windows(encoded, batch, steps):
    """Cut a text into streams that are read side by side, and these into windows in order.

    A network that keeps its states from window to window has read all that came before in the same
    stream, though the gradients end at the window.

    Parameters
    ----------
    encoded : array_like of int of shape (characters of the text,)
        The text as numbers.
    batch, steps : int
        How many streams, and how many characters of each stand in one window.

    Returns
    -------
    StreamWindows
        Inputs, and the character after each. What fills no window of all streams is left out.

    Raises
    ------
    TypeError
        If ``encoded`` does not hold whole numbers, or a size is not a whole number.
    ValueError
        If ``encoded`` has another number of axes, a size is under 1, or the text is too short for
        one window.

    Examples
    --------
    Two streams, 0 to 4 and 4 to 8: the last character of a stream is a target and no input.

    >>> inputs, targets = stream_windows(np.arange(9), batch=2, steps=2)
    >>> inputs[:, 0]  # the first stream
    array([[0, 1],
           [2, 3]])
    >>> targets[:, 1]  # what follows in the second one
    array([[5, 6],
           [7, 8]])
    """
    encoded = _places("encoded", encoded)
    batch, steps = whole_number("batch", batch), whole_number("steps", steps)
    n_windows = (len(encoded) - 1) // batch // steps
    if n_windows < 1:
        raise ValueError(
            f"encoded has {len(encoded)} characters, expected {batch * steps + 1} or more for one "
            f"window of {steps} steps in {batch} streams"
        )
    n = n_windows * batch * steps
    inputs, targets = (
        part.reshape(batch, n_windows, steps).swapaxes(0, 1)
        for part in (encoded[:n], encoded[1 : n + 1])
    )
    return StreamWindows(inputs, targets)


def bits_per_character(probabilities):
    """Return the cross-entropy in bits: the mean of -log2 of what the true characters were given.

    Shannon (1951) measures it for English, with people as the model.

    Parameters
    ----------
    probabilities : array_like of shape (characters,) or any other
        What a model gave to each character that came.

    Returns
    -------
    float
        Bits per character; infinite if a character that came was given no probability.

    Raises
    ------
    TypeError
        If they are not real numbers.
    ValueError
        If there is none, or one is not from 0 to 1.

    Examples
    --------
    >>> bits_per_character([0.5, 0.25])
    1.5
    """
    array = finite_numbers("probabilities", probabilities)
    if array.size == 0:
        raise ValueError("probabilities are empty, expected one or more")
    if outside := array[(array < 0) | (array > 1)].tolist():
        raise ValueError(f"probabilities hold {outside[0]}, expected 0 to 1")
    with np.errstate(divide="ignore"):
        return float(-np.mean(np.log2(array.astype(float))))


def perplexity(bits):
    """Return among how many alike characters one would have to guess for the same cross-entropy.

    Parameters
    ----------
    bits : float
        Bits per character.

    Returns
    -------
    float
        2 to the power of them.

    Raises
    ------
    TypeError
        If ``bits`` is not a number.
    ValueError
        If it is below 0 or not finite.

    Examples
    --------
    >>> perplexity(3)
    8.0
    """
    bits = real_number("bits", bits)
    if bits < 0:
        raise ValueError(f"bits is {bits}, expected 0 or more")
    return 2.0**bits


def mixed(one, other, share):
    """Return the probabilities of two models mixed.

    Parameters
    ----------
    one, other : array_like of the same shape
        Probabilities that two models give to the same characters.
    share : float
        From 0, the other alone, to 1.

    Returns
    -------
    ndarray
        ``share * one + (1 - share) * other``.

    Raises
    ------
    TypeError
        If an argument is not made of real numbers.
    ValueError
        If the shapes differ, or ``share`` is not from 0 to 1.

    Examples
    --------
    >>> mixed([0.2, 0.8], [0.6, 0.4], share=0.5)
    array([0.4, 0.6])
    """
    one, other = finite_numbers("one", one), finite_numbers("other", other)
    if one.shape != other.shape:
        raise ValueError(f"other has shape {other.shape}, expected {one.shape} as one has")
    share = real_number("share", share)
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}, expected 0 to 1")
    return share * one + (1 - share) * other


def _text(name, value):
    """Return a text, after checking that it is one."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {type(value).__name__}, expected a str")
    return value


def _known(characters):
    """Return a vocabulary in which each character stands once."""
    if len(set(_text("characters", characters))) < len(characters):
        raise ValueError(f"characters are {characters!r}, expected each once")
    return characters


def _places(name, value, size=None):
    """Return places in a vocabulary as an array of one axis."""
    array = finite_array(name, value, ("characters",))
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(f"{name} holds {array.dtype} values, expected whole numbers")
    if size is not None and (outside := array[(array < 0) | (array >= size)].tolist()):
        raise ValueError(f"{name} holds {outside[0]}, expected 0 to {size - 1}")
    return array.astype(int)
