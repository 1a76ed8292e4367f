"""The weights of networks that took too long to train again: where they lie.

In the course's own files they lie beside the experiment that trained them; a learner's package
carries a copy inside the library. They are arrays, never pickles.
"""

from pathlib import Path

import numpy as np

LIBRARY = Path(__file__).parent
FOLDERS = (LIBRARY / "trained", LIBRARY.parent / "chapters" / "experiments")


class NotTrainedError(Exception):
    """Which weights are missing, and what to do; commands show it without a traceback."""


def trained(name, folders=FOLDERS):
    """Return the weights of a trained network.

    Parameters
    ----------
    name : str
        The experiment that trained it.
    folders : sequence of Path
        Where to look, in this order.

    Returns
    -------
    dict of str to ndarray
        As the experiment named them, float16 or float32.

    Raises
    ------
    NotTrainedError
        If they are in none of the folders, or the file is damaged.

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
            with np.load(path, allow_pickle=False) as arrays:
                return {key: arrays[key] for key in arrays.files}
        except (OSError, ValueError, EOFError) as error:
            raise NotTrainedError(
                f"{path} cannot be read ({error}). Put it back from where it came, or train again: "
                f"python chapters/experiments/run.py --force {name}"
            ) from None
    raise NotTrainedError(
        f"The trained weights {name}.npz are neither in {' nor in '.join(map(str, folders))}. "
        "They come with the course's own files and with a learner's package: install that again, "
        f"or train again in the course's files: python chapters/experiments/run.py {name}"
    )
