"""Say English numbers in French: python -m lstm_lib.translate "three hundred and five".

Without a number it asks for one after the other, until an empty line. Below each answer stands, for
each French word, how many percent of its attention fell on each English word.
"""

import argparse
import sys

from lstm_lib.terminal import run
from lstm_lib.trained import NotTrainedError
from lstm_lib.translator import load_translator, translate


def main(typed=None):
    """Answer what was typed.

    Parameters
    ----------
    typed : list of str, optional
        The arguments; those of the command line by default.

    Returns
    -------
    int
        0, or 2 if something could not be translated: the reason is on stderr.

    Raises
    ------
    SystemExit
        If an option is not known or has a value that it cannot have, as `argparse` does.

    Examples
    --------
    >>> main(["--no-map", "forty-two"])
    quarante deux
    0
    """
    parser = argparse.ArgumentParser(
        prog="python -m lstm_lib.translate", description=__doc__.partition(":")[0] + "."
    )
    parser.add_argument(
        "words", nargs="*", help="a number in English words, below a thousand million"
    )
    parser.add_argument(
        "--width", type=int, default=1, help="width of the beam (default: %(default)s)"
    )
    parser.add_argument("--no-map", action="store_true", help="print the French words alone")
    asked = parser.parse_args(typed)
    if asked.width < 1:
        parser.error(f"--width is {asked.width}, expected 1 or more")
    try:
        translator = load_translator()
    except NotTrainedError as error:
        print(error, file=sys.stderr)
        return 2
    sentences = [" ".join(asked.words)] if asked.words else _typed()
    code = 0
    for sentence in sentences:
        try:
            said = translate(sentence, translator, asked.width)
        except ValueError as error:
            print(error, file=sys.stderr)
            code = 2
            continue
        print(" ".join(said.french) or "(nothing)")
        if not asked.no_map:
            print(_drawn(said))
    return code


def _drawn(said):
    """Draw the attention weights of a translation with characters.

    Parameters
    ----------
    said : Translation
        What `lstm_lib.translator.translate` returns.

    Returns
    -------
    str
        A row for each French word, a column for each English one, in percent.

    Examples
    --------
    >>> import numpy as np
    >>> from lstm_lib.translator import Translation
    >>> print(_drawn(Translation(["one", "hundred"], ["cent"], np.array([[0.25, 0.75]]), 0.9)))
          one  hundred
    cent   25       75
    """
    left = max(map(len, said.french), default=0)
    widths = [max(len(word), 3) for word in said.english]
    pairs = zip(said.english, widths, strict=True)
    lines = [" " * left + "".join(f"  {word:>{width}}" for word, width in pairs)]
    for word, row in zip(said.french, said.weights, strict=True):
        cells = zip(row, widths, strict=True)
        lines.append(f"{word:{left}}" + "".join(f"  {100 * x:>{w}.0f}" for x, w in cells))
    return "\n".join(lines)


def _typed():
    """Yield what is typed, line by line, until an empty line or the end."""
    asks = sys.stdin.isatty()
    while True:
        if asks:
            print("English number: ", end="", flush=True)
        line = sys.stdin.readline()
        if not line.strip():
            return
        yield line


if __name__ == "__main__":
    sys.exit(run(main))
