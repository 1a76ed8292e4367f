"""What common errors of Keras and scikit-learn mean, in a sentence for a beginner."""

import re

# Words of a message, and what they mean. The first that is found counts.
MEANINGS: tuple[tuple[str, str], ...] = (
    (
        r"expected ndim=3, found ndim=2",
        "An LSTM reads three axes, (batch, steps, features), and it was given two.",
    ),
    (
        r"expected axis -1 of input shape|Matrix size-incompatible|expected shape=\(",
        "A network was given windows of another shape than it was built for: "
        "(batch, steps, features).",
    ),
    (
        r"Unrecognized keyword arguments passed to",
        "The layer has no argument of that name. Check its spelling: it is `return_sequences`, "
        "for example, with an s at the end.",
    ),
    (
        r"expects 1 input\(s\), but it received|single output tensor",
        "A layer reads one array and was given several: an LSTM with `return_state=True` returns "
        "its states as well. Leave it out, or hand on the first array alone.",
    ),
    (
        r"Could not interpret (activation|optimizer|loss|metric)|Unknown (activation|optimizer)",
        "Keras knows nothing of that name. Names are lower case, such as 'tanh', 'adam' and 'mse'.",
    ),
    (
        r"has not yet been built|has never been called|isn't built",
        "The network does not know yet which windows it reads: begin it with a `keras.Input`.",
    ),
    (
        r"for argument `units`|output_size must be an integer|Found invalid dimension",
        "The number of units must be a whole number of Python's own: `int(...)` makes one.",
    ),
    (
        r"Expected 2D array, got (1D|scalar)",
        "scikit-learn expects a column, of shape (points, 1), and got a row of numbers or one "
        "number alone. `[:, np.newaxis]` makes a column of a row.",
    ),
    (
        r"Found array with dim [3-9]",
        "scikit-learn reads two axes, (points, 1), and got three. Add or take away the batch "
        "axis outside of it.",
    ),
    (
        r"features, but \w+ is expecting",
        "A scaler reads a column, of shape (points, 1), and got a row or several columns.",
    ),
    (
        r"is not fitted yet",
        "The scaler has seen nothing yet: use the one that you are given, or call `fit` first.",
    ),
)


def meaning(message: str) -> str:
    """Say what an error means.

    Parameters
    ----------
    message : str
        Of Keras or scikit-learn, after the name of the error.

    Returns
    -------
    str
        A sentence or two; empty if the message is none of the known ones.

    Examples
    --------
    >>> meaning("X has 4 features, but MinMaxScaler is expecting 1 features as input.")
    'A scaler reads a column, of shape (points, 1), and got a row or several columns.'
    """
    return next((plain for words, plain in MEANINGS if re.search(words, message)), "")
