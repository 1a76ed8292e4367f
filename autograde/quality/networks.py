"""Networks for the proof that a mutant changes nothing: what one is, and one that answers at once.

A function that builds a network is compared by what it builds, and a function that asks one by its
answers. Building a Keras model takes a thousand times as long as asking `Quick`.
"""

from typing import Any

import numpy as np

# What no judge may look at: names, what random draws start from, the precision, how a network is
# compiled, and in which way Keras runs a loop. The rest says where Keras finds a class.
FREE = (
    *("name", "seed", "dtype", "compile_config", "unroll"),
    *("build_config", "module", "registered_name"),
)


class Quick:
    """A network that answers one value for each window, as a Keras model does.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws its weights.
    dropout : bool
        Whether it answers otherwise in training mode.

    Examples
    --------
    >>> quick = Quick(np.random.default_rng(0), dropout=True)
    >>> window = np.zeros((1, 4, 1))
    >>> [quick.predict(window, verbose=0).shape, quick(window, training=True).shape.rank]
    [(1, 1), 2]
    >>> bool(quick(window)[0, 0] == quick(window, training=True)[0, 0])
    False
    """

    def __init__(self, rng: np.random.Generator, dropout: bool) -> None:
        self.weights = rng.normal(size=3)
        self.dropout = dropout

    def __call__(self, windows: Any, training: bool = False) -> Any:
        """Return the answers as a tensor."""
        from lstm_lib.backend import keras

        shift = float(self.dropout and bool(training))
        return keras.ops.convert_to_tensor(self.predict(windows) + np.float32(shift))

    def predict(self, windows: Any, **_: Any) -> np.ndarray:
        """Return the answers as an array of shape (batch, 1): each step counts differently."""
        windows = np.asarray(windows, dtype=np.float32)
        if windows.ndim == 2:
            windows = windows[:, :, np.newaxis]  # Keras adds an axis of one feature by itself
        if windows.ndim != 3:
            raise ValueError(f"windows of shape {windows.shape} are not (batch, steps, 1)")
        slope, phase, level = self.weights
        steps = np.arange(windows.shape[1])[:, np.newaxis]
        weights = np.cos(slope * steps + phase)  # (steps, 1)
        return np.tanh(level + (windows * weights).sum(axis=(1, 2)))[:, np.newaxis].astype(
            "float32"
        )

    predict_on_batch = predict


def network_form(model: Any) -> str:
    """Return a network in a form that two share only if no judge may tell them apart.

    Parameters
    ----------
    model : keras.Model
        What a function built. How it is compiled is no part of it.

    Returns
    -------
    str
        Its layers, their settings, and what each of them reads.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> one, other = ({"layers": [{"name": name, "units": 3}]} for name in ("a", "b"))
    >>> network_form(SimpleNamespace(get_config=lambda: one)) == network_form(
    ...     SimpleNamespace(get_config=lambda: other)
    ... )
    True
    """
    config = model.get_config()
    numbers: dict[str, int] = {}
    for layer in config["layers"]:
        for name in (layer.get("name"), layer.get("config", {}).get("name")):
            if name is not None:
                numbers.setdefault(name, len(numbers))
    return repr((type(model).__name__, _form(config, numbers)))


def _form(value: Any, numbers: dict[str, int]) -> Any:
    """Return a part of a configuration without what is free, and layers by their numbers."""
    if isinstance(value, dict):
        kept = {key: _form(one, numbers) for key, one in value.items() if key not in FREE}
        if all(size != 1 for size in kept.get("noise_shape") or ()):
            kept.pop("noise_shape", None)  # it names every axis, as Dropout does by itself
        return kept
    if isinstance(value, list | tuple):
        return [_form(one, numbers) for one in value if not _is_idle(one)]
    return numbers.get(value, value) if isinstance(value, str) else value


def _is_idle(layer: Any) -> bool:
    """Tell whether a part of a configuration is a layer that hands on what it reads."""
    if not isinstance(layer, dict):
        return False
    is_linear = layer.get("config", {}).get("activation") == "linear"
    return layer.get("class_name") == "Identity" or (
        layer.get("class_name") == "Activation" and is_linear
    )
