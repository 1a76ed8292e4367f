"""The exercise `language_model`: its functions and their hints; `cases.py` draws the cases."""

from lstm_lib.checks.exercises.language_model.cases import (
    guesses,
    places,
    prompts,
    streams,
    temperatures,
    texts,
    written,
)
from lstm_lib.checks.exercises.language_model.observe import (
    STAND_INS,
    Drawing,
    OfText,
    Refusing,
)
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.stand_ins import Case


def is_unknown(case: Case) -> bool:
    """Tell whether a text holds a character that the vocabulary lacks."""
    return not set(case["text"]) <= set(case["characters"])


def is_no_temperature(case: Case) -> bool:
    """Tell whether a temperature is 0 or below."""
    return case["temperature"] <= 0


ENCODE = Refusing(
    "encode",
    takes="text, characters",
    returns="encoded",
    cases=texts,
    refusals=is_unknown,
    hints=(
        "Which number stands for the first character of the vocabulary, and which for the last?",
        "`characters.index(c)` finds a place, and raises a ValueError of its own. What is left?",
        "Take the characters of the text one after the other, find the place of each in "
        "`characters`, and make an array of these numbers. Raise a ValueError for one that is not "
        "there, unless what you call does.",
    ),
)

DECODE = OfText(
    "decode",
    takes="encoded, characters",
    returns="text",
    cases=places,
    axes={"encoded": "characters"},
    hints=(
        "A text can be indexed like a list. What is `'abc'[1]`?",
        "You get characters one after the other. What makes one text of them?",
        "Take `characters[place]` for each place, and join them with `''.join`.",
    ),
)

STREAM_WINDOWS = Function(
    "stream_windows",
    takes="encoded, batch, steps",
    returns="inputs, targets",
    cases=streams,
    axes={"encoded": "characters"},
    hints=(
        "Write the numbers 0 to 12 on paper, in two streams, and cut each into windows of three. "
        "Which numbers are in the first window, and which in the second?",
        "Every input needs a character after it. So how many characters can be inputs, and how "
        "many windows do they fill in all streams? Then: `reshape(batch, windows, steps)` puts "
        "what belongs to a stream into a row. Which axis has to come first?",
        "The number of windows is (len(encoded) - 1) // (batch * steps). Take as many characters "
        "as they hold from place 0 on for the inputs, and from place 1 on for the targets. Reshape "
        "both to (batch, windows, steps), and swap the first two axes.",
    ),
)

BITS = Function(
    "bits_per_character",
    takes="probabilities, targets, lengths",
    returns="bits, perplexity",
    cases=guesses,
    axes={"probabilities": "windows steps size"},
    hints=(
        "At each step one probability counts. Which of them?",
        "The last window is shorter than the others. Does each of its characters count as much as "
        "one of another window, if you take the mean of each window first?",
        "Pick the probability of the target at every step. Keep those of the first `length` steps "
        "of each window, all in one array. Bits: the mean of -log2. Perplexity: 2 to this power.",
    ),
)

WITH_TEMPERATURE = Refusing(
    "with_temperature",
    takes="probabilities, temperature",
    returns="probabilities",
    cases=temperatures,
    refusals=is_no_temperature,
    axes={"probabilities": "size"},
    hints=(
        "A temperature below 1 makes what is probable more so. What do 0.8 and 0.2 become, if "
        "both are squared? What is missing then?",
        "The temperature divides logarithms. What leads back from a logarithm, and what must the "
        "result add up to?",
        "Refuse a temperature of 0 or below with a ValueError. Then: logarithm, divided by the "
        "temperature, exponential, divided by the sum.",
    ),
)

CONTINUE_TEXT = Drawing(
    "continue_text",
    takes="model, prompt, length, temperature, rng",
    returns="drawn",
    cases=prompts,
    stand_ins=STAND_INS,
    axes={"prompt": "characters"},
    hints=(
        "What does the model read before the first draw, and what before the second?",
        "Which function of `rng` draws a number from 0 to size - 1, with a probability for each?",
        "Begin with a list of the prompt's places. `length` times: ask the model about the whole "
        "list as an array, apply the temperature, draw with `rng.choice(size, p=...)`, and append "
        "what was drawn. Return what was appended.",
    ),
)

LONGEST_COPY = Function(
    "longest_copy",
    takes="text, source",
    returns="length",
    cases=written,
    hints=(
        "How do you find out whether one run of characters stands somewhere in the source?",
        "`run in source` says it. Which runs does a text have, if it may begin and end anywhere?",
        "For each start and each end behind it, look whether `text[start:end]` is in the source, "
        "and keep the largest `end - start`. Begin with 0.",
    ),
)

CHECKS = (
    ENCODE,
    DECODE,
    STREAM_WINDOWS,
    BITS,
    WITH_TEMPERATURE,
    CONTINUE_TEXT,
    LONGEST_COPY,
)
