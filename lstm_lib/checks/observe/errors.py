"""What an observer publishes when there is nothing to observe: no such name, or an error."""

import re
import traceback
from collections.abc import Mapping
from typing import Any

from lstm_lib.checks.observation import TEXT_LIMIT, Observation
from lstm_lib.checks.observe.arguments import sizes
from lstm_lib.checks.withhold import Withheld

# What Keras and TensorFlow wrap around an error: colors, the node's name, a list of arguments.
NOISE = re.compile(r"\x1b\[[0-9;]*m|\{\{[^{}]*\}\} ?|\s*Arguments received by .*", re.DOTALL)


def plain_words(message: str) -> str:
    r"""Return what an error of Keras says, without what it wraps around it.

    Parameters
    ----------
    message : str
        As Keras or TensorFlow wrote it for a terminal.

    Returns
    -------
    str
        Without colors, names of nodes, and the list of arguments.

    Examples
    --------
    >>> plain_words("\x1b[1mno such shape\x1b[0m\n\nArguments received by LSTM.call(): …")
    'no such shape'
    """
    return NOISE.sub("", message)


def missing(check: str, name: str) -> Observation:
    """Say that the notebook holds no such name.

    Parameters
    ----------
    check, name : str
        The check, and the name it looked for.

    Returns
    -------
    Observation
        Of status ``"missing"``.

    Examples
    --------
    >>> missing("lstm_step", "lstm_step").facts["status"]
    'missing'
    """
    return Observation(check, {}, {"status": "missing", "name": name})


def raised(
    check: str,
    error: BaseException,
    case: int | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> Observation:
    """Say which error the learner's code raised, and on which of its lines.

    Parameters
    ----------
    check : str
        The check that called it.
    error : BaseException
        What was raised.
    case : int, optional
        Which case it was called on.
    arguments : mapping of str to object, optional
        What it was given, by name: their sizes are published.

    Returns
    -------
    Observation
        Of status ``"raised"``.

    Examples
    --------
    >>> raised("lstm_step", ValueError("no")).facts["error"]
    'ValueError'
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "ipykernel" in f.filename or f.filename.startswith("<ipython")]
    line = f"line {own[-1].lineno} of the cell, in {own[-1].name}: {own[-1].line}" if own else ""
    kind = "Withheld" if _is_withheld(error) else type(error).__name__
    facts = {
        "status": "raised",
        "error": kind[:TEXT_LIMIT],
        "message": plain_words(_text(error)),
        "line": line[:TEXT_LIMIT],
        "case": case,
        "sizes": sizes(arguments or {}),
    }
    return Observation(check, {}, facts)


def _is_withheld(error: BaseException) -> bool:
    """Tell whether an error, or one that it hides, comes from a closed reference function."""
    hidden: BaseException | None = error
    for _ in range(10):  # limited, since a chain of causes may be a cycle
        if hidden is None:
            return False
        if isinstance(hidden, Withheld | ImportError) and "write this yourself" in _text(hidden):
            return True
        hidden = hidden.__cause__ or hidden.__context__
    return False


def _text(error: BaseException) -> str:
    """Return an error's message, even if its own __str__ raises."""
    try:
        return str(error)[:TEXT_LIMIT]
    except Exception:
        return "(its message cannot be read)"
