"""Whether a model looks ahead: a later input then changes an earlier answer."""

import numpy as np

from lstm_lib.arguments import finite_numbers


def look_ahead(model, inputs, others):
    """Return how many steps ahead a model looks for its answers.

    For each step, the inputs from there on are replaced by others. A model that looks ahead is
    found out by answers that change before that step.

    Parameters
    ----------
    model : callable
        Takes inputs (batch, steps, …) and returns an answer for every step, (batch, steps, …): a
        Keras model, or a function.
    inputs : array_like of shape (batch, steps, …)
        What the model reads: numbers, or whole numbers that stand for words.
    others : array_like of the same shape
        What replaces them, such as other windows of the same series; best if no value is that of
        ``inputs``.

    Returns
    -------
    int
        The largest number of steps between a changed answer and the inputs that changed it. At 0
        no answer depends on a later input, so the model may be used on what comes in step by step.

    Raises
    ------
    TypeError
        If ``model`` cannot be called, or an array does not hold real numbers.
    ValueError
        If an array holds NaN or infinity, the shapes differ, or a step is the same in both; if the
        model does not answer every step, or answers the same inputs differently.

    Examples
    --------
    A running sum looks back; the mean of a whole sequence looks ahead as far as it is long.

    >>> inputs, others = np.zeros((1, 5, 1)), np.ones((1, 5, 1))
    >>> look_ahead(lambda x: np.cumsum(x, axis=1), inputs, others)
    0
    >>> look_ahead(lambda x: x - x.mean(axis=1, keepdims=True), inputs, others)
    4
    """
    if not callable(model):
        raise TypeError(f"model is {model!r}, expected a Keras model or a function of inputs")
    inputs, others = finite_numbers("inputs", inputs), finite_numbers("others", others)
    if inputs.ndim < 2 or 0 in inputs.shape:
        raise ValueError(f"inputs has shape {inputs.shape}, expected (batch, steps, …), none of 0")
    if others.shape != inputs.shape:
        raise ValueError(f"others has shape {others.shape}, expected {inputs.shape} as inputs has")
    differs = np.moveaxis(inputs != others, 1, 0).reshape(inputs.shape[1], -1).any(axis=1)
    if not differs.all():
        t = np.argmin(differs)
        raise ValueError(f"others has the values of inputs at step {t}, expected others")

    answers = _answers(model, inputs)
    # Rounding may depend on all numbers of a batch; what a model reads shows far above it.
    limit = 100 * np.finfo(answers.dtype).eps * np.abs(answers).max()
    if np.any(np.abs(_answers(model, inputs) - answers) > limit):
        raise ValueError(
            "model answers the same inputs differently, expected the same: "
            "let it drop nothing, such as by training=False"
        )
    furthest = 0
    for cut in range(1, inputs.shape[1]):
        mixed = np.concatenate([inputs[:, :cut], others[:, cut:]], axis=1)
        change = np.abs(_answers(model, mixed) - answers)[:, :cut]
        changed = np.any(np.moveaxis(change, 1, 0).reshape(cut, -1) > limit, axis=1)  # (cut,)
        if changed.any():
            furthest = max(furthest, cut - int(np.argmax(changed)))  # from the first that changed
    return furthest


def _answers(model, inputs):
    """Return a model's answers as floating-point numbers, one or more for each step."""
    answers = finite_numbers("what the model answers", model(inputs))
    if answers.shape[:2] != inputs.shape[:2]:
        raise ValueError(
            f"the model answers with shape {answers.shape}, "
            f"expected an answer for every step, (batch, steps, …) = {(*inputs.shape[:2], '…')}"
        )
    return answers if answers.dtype.kind == "f" else answers.astype(np.float64)
