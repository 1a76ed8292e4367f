"""Trained weights as the bytes of a small file of arrays, never of a pickle."""

import io

import numpy as np

LARGEST = 1_000_000  # bytes: the repository keeps every version of a file for ever


def pack(name: str, trained: dict) -> bytes:
    """Return weights as the bytes of a file, the same for the same weights.

    Parameters
    ----------
    name : str
        The experiment that trained them, for the words of a refusal.
    trained : dict of str to ndarray
        Arrays of type float32, or float16 where that is near enough.

    Returns
    -------
    bytes
        What `np.load` reads.

    Raises
    ------
    TypeError
        If this is no dictionary with such arrays in it.
    ValueError
        If a weight is not finite, or the file would be larger than 1 MB.
    """
    if not isinstance(trained, dict) or not trained:
        raise TypeError(f"the weights of {name} are {trained!r}, expected a dict of arrays")
    for key, array in trained.items():
        kind = getattr(array, "dtype", type(array).__name__)
        if kind not in (np.float16, np.float32):
            raise TypeError(f"{key} of {name} is {kind}, expected an array of float16 or float32")
        if not np.isfinite(array).all():
            raise ValueError(f"{key} of {name} holds NaN or infinity, expected finite weights")
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **trained)
    if len(packed := file.getvalue()) > LARGEST:
        raise ValueError(
            f"the weights of {name} have {len(packed):,} bytes, expected {LARGEST:,} at most: "
            "store them as float16, or train a smaller network"
        )
    return packed
