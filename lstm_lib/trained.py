"""The weights of networks that took too long to train again: where they lie.

In the course's own files they lie beside the experiment that trained them; a learner's package
carries a copy inside the library. They are arrays, never pickles.
"""

import zipfile
from pathlib import Path

import numpy as np

LIBRARY = Path(__file__).parent
FOLDERS = (LIBRARY / "trained", LIBRARY.parent / "chapters" / "experiments")


class NotTrainedError(Exception):
    """Which weights are missing, and what to do; commands show it without a traceback."""


def trained(name, arrays=(), folders=FOLDERS):
    """Return the weights of a trained network.

    Parameters
    ----------
    name : str
        The experiment that trained it.
    arrays : iterable of str
        The names of those that it cannot do without.
    folders : sequence of Path
        Where to look, in this order.

    Returns
    -------
    dict of str to ndarray
        As the experiment named them, float16 or float32.

    Raises
    ------
    NotTrainedError
        If they are in none of the folders, or the file is damaged or lacks one of ``arrays``.

    Examples
    --------
    >>> trained("nothing")
    Traceback (most recent call last):
    lstm_lib.trained.NotTrainedError: The trained weights nothing.npz are neither in ...
    """
    for folder in folders:
        path = Path(folder) / f"{name}.npz"
        if not path.is_file():
            continue
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                found = {key: stored[key] for key in stored.files}
        except (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
            raise _not_trained(name, f"{path} cannot be read ({error}).") from None
        if missing := sorted(set(arrays) - found.keys()):
            raise _not_trained(name, f"{path} lacks {', '.join(missing)}.")
        return found
    places = " nor in ".join(map(str, folders))
    raise _not_trained(name, f"The trained weights {name}.npz are neither in {places}.")


def _not_trained(name, what):
    """Return the error that says what is wrong with weights, and how they come back."""
    return NotTrainedError(
        f"{what} They come with the course's own files and with a learner's package: put them back "
        "from there, or train again in the course's files: "
        f"python chapters/experiments/run.py --force {name}"
    )
