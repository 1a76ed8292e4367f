"""Text without spaces: how it is made, read by a network, filled with spaces again, and scored."""

import re
from typing import NamedTuple

import numpy as np

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Joined(NamedTuple):
    """Words written without spaces.

    ``letters`` is text of a to z; ``ends``, of shape (letters,), is true at the last letter of
    each word.
    """

    letters: str
    ends: np.ndarray


def spoken_words(play):
    r"""Return the words that are spoken in a play, in small letters without apostrophes.

    Parameters
    ----------
    play : str
        Its text, as `lstm_lib.datasets.shakespeare` returns it.

    Returns
    -------
    list of str
        Of every paragraph but its first line: that names who speaks, and a heading has no other.

    Raises
    ------
    TypeError
        If ``play`` is not text.

    Examples
    --------
    >>> spoken_words("ACT I\n\nFirst Witch\nWhen shall we three meet again\nIn thunder?")
    ['when', 'shall', 'we', 'three', 'meet', 'again', 'in', 'thunder']
    """
    if not isinstance(play, str):
        raise TypeError(f"play is {type(play).__name__}, expected text")
    speeches = [part.partition("\n")[2] for part in re.split(r"\n\s*\n", play)]
    return words("\n".join(speeches))


def words(text):
    """Return the words of a text, in small letters without apostrophes.

    Parameters
    ----------
    text : str
        Whatever is neither a letter nor an apostrophe parts two words.

    Returns
    -------
    list of str
        Words of a to z alone.

    Raises
    ------
    TypeError
        If ``text`` is not text.

    Examples
    --------
    >>> words("When the battle's lost, and won.")
    ['when', 'the', 'battles', 'lost', 'and', 'won']
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}, expected text")
    return re.findall("[a-z]+", re.sub("['’]", "", text.lower()))


def joined(words):
    """Write words without spaces, and note where each one ends.

    Parameters
    ----------
    words : list of str
        Words of a to z alone, such as `words` returns.

    Returns
    -------
    Joined
        letters and ends.

    Raises
    ------
    TypeError
        If ``words`` is not a list of text.
    ValueError
        If a word is empty, or holds anything but a to z.

    Examples
    --------
    >>> letters, ends = joined(["so", "far"])
    >>> letters, ends.astype(int)
    ('sofar', array([0, 1, 0, 0, 1]))
    """
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise TypeError(f"words is {type(words).__name__}, expected a list of text")
    for word in words:
        _require_letters("a word", word)
        if not word:
            raise ValueError("a word is empty, expected one letter or more")
    ends = np.zeros(sum(map(len, words)), bool)
    ends[np.cumsum([len(word) for word in words], dtype=int) - 1] = True
    return Joined("".join(words), ends)


def spaced(letters, ends):
    """Return letters with a space after each word but the last.

    Parameters
    ----------
    letters : str
        Text of a to z.
    ends : array_like of bool of shape (letters,)
        Where a word ends.

    Returns
    -------
    str
        The words.

    Raises
    ------
    TypeError
        If ``letters`` is not text or ``ends`` does not hold true and false.
    ValueError
        If ``letters`` holds anything but a to z, or the lengths differ.

    Examples
    --------
    >>> spaced("sofar", [False, True, False, False, True])
    'so far'
    """
    _require_letters("letters", letters)
    ends = _one_a_letter("ends", _yes_or_no("ends", ends), letters)
    return "".join(c + " " * bool(end) for c, end in zip(letters, ends, strict=True)).rstrip()


def one_hot(letters):
    """Return letters as inputs of a network: 1 at the letter's place in the alphabet, else 0.

    Parameters
    ----------
    letters : str
        Text of a to z.

    Returns
    -------
    ndarray of float32 of shape (letters, 26)
        A row for each letter.

    Raises
    ------
    TypeError
        If ``letters`` is not text.
    ValueError
        If it holds anything but a to z.

    Examples
    --------
    >>> one_hot("cab")[:, :4]
    array([[0., 0., 1., 0.],
           [1., 0., 0., 0.],
           [0., 1., 0., 0.]], dtype=float32)
    """
    _require_letters("letters", letters)
    places = np.frombuffer(letters.encode(), np.uint8) - ord("a")
    return np.eye(len(ALPHABET), dtype=np.float32)[places]


def end_score(guessed, ends):
    """Return the F1 score of guessed ends of words.

    The harmonic mean of two shares: how many guessed ends are right (precision), and how many of
    the true ends were guessed (recall); van Rijsbergen (1979).

    Parameters
    ----------
    guessed, ends : array_like of bool of the same shape
        Where a word ends, as guessed and in truth.

    Returns
    -------
    float
        From 0, none right, to 1, all right and none missed. At 1 if there are none in either.

    Raises
    ------
    TypeError
        If one does not hold true and false.
    ValueError
        If the shapes differ.

    Examples
    --------
    One of two guesses is right, and one of two ends was found.

    >>> end_score([True, False, True], [False, True, True])
    0.5
    """
    guessed, ends = _yes_or_no("guessed", guessed), _yes_or_no("ends", ends)
    if guessed.shape != ends.shape:
        raise ValueError(f"guessed has shape {guessed.shape}, expected {ends.shape} as ends has")
    all_of_both = guessed.sum() + ends.sum()
    return float(2 * (guessed & ends).sum() / all_of_both) if all_of_both else 1.0


def _require_letters(name, letters):
    """Raise an error unless this is text of a to z."""
    if not isinstance(letters, str):
        raise TypeError(f"{name} is {type(letters).__name__}, expected text of a to z")
    if found := re.search("[^a-z]", letters):
        raise ValueError(f"{name} holds {found.group()!r}, expected a to z alone")


def _one_a_letter(name, array, letters):
    """Return an array with one value for each letter."""
    if array.shape != (len(letters),):
        raise ValueError(
            f"{name} has shape {array.shape}, expected {(len(letters),)}, one for each letter"
        )
    return array


def _yes_or_no(name, value):
    """Return an array of true and false."""
    array = np.asarray(value)
    if array.dtype != bool:
        raise TypeError(f"{name} holds {array.dtype} values, expected true and false")
    return array
