"""Text from a language model: drawn with a temperature, and held against the text it learned from.

A reader is a function that takes the places of the next characters, remembers them, and returns
how probable each character is after all that it has read. `lstm_lib.character_model` makes one of
a trained network, and any other model can be given the same form.
"""

import re

import numpy as np

from lstm_lib.arguments import finite_numbers, generator, real_number, whole_number


def with_temperature(probabilities, temperature):
    """Sharpen probabilities by a temperature below 1, or flatten them by one above 1.

    The logarithms are divided by the temperature, and what comes out is made to add up to 1
    again, as Ackley, Hinton and Sejnowski (1985) do with energies.

    Parameters
    ----------
    probabilities : array_like of shape (..., size)
        Of each character; along the last axis they add up to 1.
    temperature : float
        Above 0; at 1 nothing changes.

    Returns
    -------
    ndarray of shape (..., size)
        Probabilities. What had none has none.

    Raises
    ------
    TypeError
        If an argument is not made of real numbers.
    ValueError
        If the temperature is not above 0, or a probability is below 0, or all of them are 0.

    Examples
    --------
    At one half, the probabilities are squared: 16 to 1, where it was 4 to 1.

    >>> with_temperature([0.8, 0.2], 0.5) * 17
    array([16.,  1.])
    """
    probabilities = finite_numbers("probabilities", probabilities)
    temperature = _temperature(temperature)
    if probabilities.ndim == 0 or np.any(probabilities < 0):
        raise ValueError("probabilities hold one below 0 or have no axis, expected a row of 0 to 1")
    if probabilities.size == 0 or not np.all(probabilities.any(axis=-1)):
        raise ValueError("probabilities are all 0, expected one above 0 or more")
    with np.errstate(divide="ignore"):
        scores = np.log(probabilities.astype(float)) / temperature
    scores -= scores.max(axis=-1, keepdims=True)  # the largest becomes 0, so nothing overflows
    powers = np.exp(scores)
    return powers / powers.sum(axis=-1, keepdims=True)


def write(read, prompt, length, temperature, rng):
    """Continue a text: draw a character, read it, and go on.

    Parameters
    ----------
    read : callable
        A reader, as described above, that has read nothing yet.
    prompt : array_like of int of shape (characters,)
        What stands there already: one character or more.
    length : int
        How many characters to draw.
    temperature : float
        Above 0.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    ndarray of int of shape (length,)
        The characters that were drawn, without the prompt.

    Raises
    ------
    TypeError
        If ``prompt`` does not hold whole numbers, or another argument is of another kind.
    ValueError
        If ``prompt`` is empty, ``length`` under 1 or ``temperature`` not above 0.

    Examples
    --------
    A model of two characters that never repeats the last one.

    >>> def read(places):
    ...     return np.eye(2)[1 - places[-1]]
    >>> write(read, [0, 1], 4, temperature=1, rng=np.random.default_rng(0))
    array([0, 1, 0, 1])
    """
    if not callable(read):
        raise TypeError(f"read is {type(read).__name__}, expected a function that reads characters")
    prompt = finite_numbers("prompt", prompt)
    if prompt.ndim != 1 or prompt.size == 0:
        raise ValueError(
            f"prompt has shape {prompt.shape}, expected (characters,) with one or more: the model "
            "needs something to continue"
        )
    if prompt.dtype.kind not in "iu":
        raise TypeError(f"prompt holds {prompt.dtype} values, expected whole numbers")
    length, temperature = whole_number("length", length), _temperature(temperature)
    rng = generator(rng)
    drawn = []
    probabilities = read(prompt)
    for _ in range(length):
        sharpened = with_temperature(probabilities, temperature)
        drawn.append(int(rng.choice(len(sharpened), p=sharpened)))
        probabilities = read(np.array(drawn[-1:]))
    return np.array(drawn)


def longest_copy(text, source):
    """Return the longest run of characters of a text that stands in a source, letter for letter.

    Parameters
    ----------
    text : str
        Such as what a model wrote.
    source : str
        Such as what it learned from.

    Returns
    -------
    str
        The run, the first of those that are longest; empty if not one character is in both.

    Raises
    ------
    TypeError
        If an argument is not a str.

    Examples
    --------
    >>> longest_copy("to sleep to dream", "to die, to sleep, perchance to dream")
    ' to dream'
    """
    for name, value in (("text", text), ("source", source)):
        if not isinstance(value, str):
            raise TypeError(f"{name} is {type(value).__name__}, expected a str")
    longest = ""
    for start in range(len(text)):
        # A run that is no longer than the longest one so far is of no interest.
        while (run := text[start : start + len(longest) + 1]) in source and len(run) > len(longest):
            longest = run
    return longest


def share_of_words(text, words):
    """Return which share of a text's words are among known ones.

    Parameters
    ----------
    text : str
        Its words are runs of letters and apostrophes; capital letters do not matter. The first
        and the last one are left out, since they may be cut.
    words : set of str
        The known words, in small letters.

    Returns
    -------
    float
        From 0 to 1; NaN if there is no word.

    Raises
    ------
    TypeError
        If ``text`` is not a str, or ``words`` not a set.

    Examples
    --------
    >>> share_of_words("...ow Who's thair? Wh", {"who's", "there"})
    0.5
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}, expected a str")
    if not isinstance(words, set | frozenset):
        raise TypeError(f"words is {type(words).__name__}, expected a set of str")
    found = words_of(text)[1:-1]
    return sum(word in words for word in found) / len(found) if found else float("nan")


def words_of(text):
    """Return the words of a text, in small letters and with their apostrophes.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    list of str
        Runs of letters and apostrophes, in order.

    Raises
    ------
    TypeError
        If ``text`` is not a str.

    Examples
    --------
    >>> words_of("Who's there?")
    ["who's", 'there']
    """
    if not isinstance(text, str):
        raise TypeError(f"text is {type(text).__name__}, expected a str")
    return re.findall("[a-z']+", text.lower())


def _temperature(value):
    """Return a temperature, after checking that it is above 0."""
    temperature = real_number("temperature", value)
    if temperature <= 0:
        raise ValueError(
            f"temperature is {temperature:g}, expected above 0: 1 is what the model learned, and "
            "0.1 takes nearly always what is most probable"
        )
    return temperature
