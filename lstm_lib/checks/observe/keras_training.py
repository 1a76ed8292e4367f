"""How a Keras model was trained, as far as it says so itself: facts for words, not for marks.

The one exception is whether it was trained at all: weights that no optimizer has ever updated were
put there by hand.
"""

from typing import Any

from lstm_lib.checks.observation import TEXT_LIMIT


def training_facts(model: Any) -> dict[str, Any]:
    """Return what a model says about its training.

    Parameters
    ----------
    model : keras.Model
        The learner's.

    Returns
    -------
    dict
        `updates`, of the weights by its optimizer; `fitted`, the updates of its last `fit`, which
        a new `compile` does not forget; `optimizer`, the name of its class, and `rate`, its
        learning rate at the start. What it does not say is left out, or 0.

    Examples
    --------
    >>> training_facts(object())
    {'updates': 0, 'fitted': 0}
    """
    said: dict[str, Any] = {"updates": _updates(model), "fitted": _fitted(model)}
    optimizer = getattr(model, "optimizer", None)
    optimizer = getattr(optimizer, "inner_optimizer", optimizer)  # mixed precision wraps it
    if optimizer is not None:
        said["optimizer"] = type(optimizer).__name__[:TEXT_LIMIT]
        if (rate := _rate(optimizer)) is not None:
            said["rate"] = rate
    return said


def _updates(model: Any) -> int:
    """Return how often an optimizer has updated the weights."""
    try:
        return int(model.optimizer.iterations)
    except (AttributeError, TypeError, ValueError):  # not compiled
        return 0


def _fitted(model: Any) -> int:
    """Return how many updates the last `fit` made."""
    try:
        return len(model.history.epoch) * int(model.history.params.get("steps") or 1)
    except (AttributeError, TypeError, ValueError):  # never fitted
        return 0


def _rate(optimizer: Any) -> float | None:
    """Return the learning rate with which a training began."""
    try:
        rate = optimizer.get_config()["learning_rate"]
        if isinstance(rate, dict):  # a schedule
            rate = rate["config"]["initial_learning_rate"]
        return float(rate)
    except (AttributeError, KeyError, TypeError, ValueError):  # a schedule of another kind
        return None
