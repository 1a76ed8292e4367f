"""What is right and what goes wrong with a temperature."""

from collections.abc import Callable

import numpy as np

from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray


def with_temperature(probabilities, temperature):
    """Return sharpened or flattened probabilities."""
    return _shares(probabilities ** (1 / temperature))


def _shares(powers):
    """Return numbers made to add up to 1."""
    return powers / powers.sum()


def _softmax(scores):
    """Return shares from scores."""
    return _shares(np.exp(scores - scores.max()))


Tempers = tuple[tuple[str, Callable[[Array, float], Array], str], ...]
# Mistakes that also happen inside of `continue_text`, where the function is not called.
WRONG_TEMPERATURES: Tempers = (
    (
        "temperature multiplied",
        lambda p, t: _shares(p**t),
        "multiplied by the temperature where they have to be divided by it, so that a low "
        "temperature flattens and a high one sharpens",
    ),
    (
        "no logarithm",
        lambda p, t: _softmax(p / t),
        "without a logarithm: softmax of the probabilities themselves. Take their logarithms, and "
        "divide those by the temperature",
    ),
    (
        "no logarithm, and multiplied",
        lambda p, t: _softmax(p * t),
        "without a logarithm, and multiplied by the temperature",
    ),
    ("temperature left out", lambda p, t: 1.0 * p, "without the temperature: nothing has changed"),
)

TEMPERATURE_WRONG_ANSWERS = (
    *(
        WrongAnswer(name, answer, f"come from scores that were taken {words}")
        for name, answer, words in WRONG_TEMPERATURES
    ),
    WrongAnswer(
        "do not add up to 1",
        lambda p, t: p ** (1 / t),
        "do not add up to 1: divide by the sum at the end",
    ),
    WrongAnswer(
        "scores returned",
        lambda p, t: np.log(p) / t,
        "are still logarithms, divided by the temperature. Take the exponential, and divide by the "
        "sum",
    ),
    WrongAnswer(
        "divided by the temperature alone",
        lambda p, t: p / t,
        "are the probabilities divided by the temperature. The logarithms have to be",
    ),
    WrongAnswer(
        "divided by the largest",
        lambda p, t: (p / p.max()) ** (1 / t),
        "are divided by the largest and not by the sum",
    ),
    WrongAnswer(
        "base 2 and base e mixed",
        lambda p, t: _softmax(np.log2(p) / t),
        "come from log2 and exp. The two have to fit: log and exp, or log2 and 2 to the power",
    ),
    WrongAnswer(
        "base 10 and base e mixed",
        lambda p, t: _softmax(np.log10(p) / t),
        "come from log10 and exp. The two have to fit",
    ),
    WrongAnswer(
        "logarithm of 1 + p",
        lambda p, t: _softmax(np.log1p(p) / t),
        "come from log(1 + p)",
    ),
    WrongAnswer(
        "most probable alone",
        lambda p, t: np.eye(len(p))[p.argmax()],
        "hold a 1 for the most probable character and nothing for the others. Every character "
        "keeps a probability",
    ),
    WrongAnswer(
        "1 over the logarithm",
        lambda p, t: _softmax(t / np.log(p)),
        "come from the temperature divided by the logarithms: the other way round",
    ),
    WrongAnswer(
        "sign exchanged",
        lambda p, t: _softmax(-np.log(p) / t),
        "make rare what is probable: the logarithms have the wrong sign",
    ),
    WrongAnswer(
        "softmax twice",
        lambda p, t: _softmax(_softmax(np.log(p) / t)),
        "have gone through softmax twice",
    ),
    WrongAnswer(
        "temperature squared",
        lambda p, t: _shares(p ** (1 / t**2)),
        "come from logarithms that were divided by the temperature twice",
    ),
    WrongAnswer(
        "logarithm of the result",
        lambda p, t: np.log(_shares(p ** (1 / t))),
        "are logarithms: the exponential at the end is missing",
    ),
    WrongAnswer(
        "temperature added",
        lambda p, t: _shares(p + t),
        "come from the temperature added to the probabilities",
    ),
)
