"""``python -m lstm_lib.write_text "To be" --temperature 0.8``: Shakespeare's way, continued.

A small LSTM that has read 35 of Shakespeare's plays once goes on where the prompt ends.
"""

import argparse
import sys

import numpy as np

from lstm_lib.arguments import whole_number
from lstm_lib.character_model import network_of, reader
from lstm_lib.characters import decode, encode
from lstm_lib.sampling import write
from lstm_lib.terminal import run
from lstm_lib.trained import NotTrainedError, trained

ABOUT = "Continue a text in the way of Shakespeare's plays, letter by letter."
EXPERIMENT = "plays_networks"
# Those of the 35 plays, in the order in which the network knows them.
CHARACTERS = "\n !$&'(),-.0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]abcdefghijklmnopqrstuvwxyz"


def continued(prompt, temperature=0.8, length=400, seed=None):
    """Return a text that begins with what was typed, and goes on as the network writes.

    Parameters
    ----------
    prompt : str
        How the text begins: one character or more, of those that the plays have.
    temperature : float
        Above 0: below 1 it keeps to what is probable, above 1 it dares more.
    length : int
        How many characters to add.
    seed : int, optional
        The same seed gives the same text; without one, each text is another.

    Returns
    -------
    str
        The prompt and what follows.

    Raises
    ------
    TypeError
        If an argument is of another kind.
    ValueError
        If the prompt is empty or holds a character that the plays lack, the temperature is not
        above 0, or the length is under 1.
    NotTrainedError
        If the trained weights are missing.

    Examples
    --------
    >>> text = continued("To be", length=20, seed=0)
    >>> text.startswith("To be"), len(text)
    (True, 25)
    """
    encoded = encode(prompt, CHARACTERS)
    seed = None if seed is None else whole_number("seed", seed, least=0)
    read = reader(network_of(trained(EXPERIMENT)))
    drawn = write(read, encoded, length, temperature, np.random.default_rng(seed))
    return prompt + decode(drawn, CHARACTERS)


def main(arguments=None):
    """Continue what was typed in a terminal.

    Parameters
    ----------
    arguments : list of str, optional
        What was typed behind the command; by default, that of the terminal.

    Returns
    -------
    int
        The exit code: 0, or 2 after a line that says what was wrong with the text or the weights.

    Raises
    ------
    SystemExit
        If an option is unknown or holds no number, as every command of this kind does.

    Examples
    --------
    >>> main(["To be", "--temperature", "0"])
    2
    """
    parser = argparse.ArgumentParser("python -m lstm_lib.write_text", description=ABOUT)
    parser.add_argument("prompt", help='how the text begins, such as "To be"')
    parser.add_argument("--temperature", type=float, default=0.8, help="above 0; by default 0.8")
    parser.add_argument("--length", type=int, default=400, help="characters to add; by default 400")
    parser.add_argument("--seed", type=int, help="the same number gives the same text")
    asked = parser.parse_args(arguments)
    try:
        print(continued(asked.prompt, asked.temperature, asked.length, asked.seed))
    except (ValueError, NotTrainedError) as error:
        print(f"write_text: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
