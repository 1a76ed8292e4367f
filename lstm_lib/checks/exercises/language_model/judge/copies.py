"""What is right and what goes wrong with the longest copy."""

from lstm_lib.checks.judge.diagnosis import WrongAnswer


def longest_copy(text, source):
    """Return the length of the longest run that is in both."""
    return max(
        (
            end - start
            for start in range(len(text))
            for end in range(start + 1, len(text) + 1)
            if text[start:end] in source
        ),
        default=0,
    )


def _subsequence(text, source):
    """Return the length of the longest common subsequence."""
    row = [0] * (len(source) + 1)
    for a in text:
        before = 0
        for k, b in enumerate(source, 1):
            before, row[k] = row[k], before + 1 if a == b else max(row[k], row[k - 1])
    return row[-1]


def _from_the_start(text, source):
    """Return the length of the longest run that begins the text."""
    return max(n for n in range(len(text) + 1) if text[:n] in source)


def _to_the_end(text, source):
    """Return the length of the longest run that ends the text."""
    return max(n for n in range(len(text) + 1) if text[len(text) - n :] in source)


def _same_places(text, source):
    """Return the longest run that stands at the same place of both."""
    longest = run = 0
    for a, b in zip(text, source, strict=False):
        run = run + 1 if a == b else 0
        longest = max(longest, run)
    return longest


def _less_its_end(text, source):
    """Return the longest run that does not reach the text's last character."""
    return longest_copy(text[:-1], source)


COPY_WRONG_ANSWERS = (
    WrongAnswer(
        "with gaps",
        _subsequence,
        "is that of the longest common subsequence, which may have gaps. A copied run has none",
    ),
    WrongAnswer(
        "from the text's beginning alone",
        _from_the_start,
        "is that of the longest run that begins the text. A copy may begin anywhere in it",
    ),
    WrongAnswer(
        "at the text's end alone",
        _to_the_end,
        "is that of the longest run that ends the text. A copy may stand anywhere in it",
    ),
    WrongAnswer(
        "same places alone",
        _same_places,
        "is that of a run that stands at the same place of text and source. It may stand anywhere "
        "in both",
    ),
    WrongAnswer(
        "one too many",
        lambda text, source: longest_copy(text, source) + 1,
        "is one too large: the run with one more character is not in the source any more",
    ),
    WrongAnswer(
        "one too few",
        lambda text, source: max(longest_copy(text, source) - 1, 0),
        "is one too small",
    ),
    WrongAnswer(
        "one too few",
        lambda text, source: longest_copy(text, source) - 1,
        "is one too small, and −1 where nothing was copied",
    ),
    WrongAnswer(
        "last character never looked at",
        _less_its_end,
        "never looks at the text's last character: in `text[start:end]`, `end` itself is left out, "
        "so it has to go up to len(text)",
    ),
    WrongAnswer(
        "the source's last character never looked at",
        lambda text, source: longest_copy(text, source[:-1]),
        "never looks at the source's last character",
    ),
    WrongAnswer(
        "characters in common",
        lambda text, source: sum(c in source for c in text),
        "counts the characters that occur in the source at all. A run of neighbors is asked for",
    ),
    WrongAnswer(
        "characters in common",
        lambda text, source: len(set(text) & set(source)),
        "counts the different characters that occur in both. A run of neighbors is asked for",
    ),
    WrongAnswer(
        "runs counted",
        lambda text, source: sum(
            text[start:end] in source
            for start in range(len(text))
            for end in range(start + 1, len(text) + 1)
        ),
        "counts all runs that are in the source. The length of the longest one is asked for",
    ),
    WrongAnswer(
        "share for length",
        lambda text, source: longest_copy(text, source) / len(text),
        "is a share of the text. The number of characters is asked for",
    ),
    WrongAnswer(
        "shortest",
        lambda text, source: min(longest_copy(text, source), 1),
        "is the length of the shortest run",
    ),
)
