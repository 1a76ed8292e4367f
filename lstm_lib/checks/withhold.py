"""Close the reference functions that a notebook asks its learner to write.

The library holds the answers, and a learner may import the library. So a notebook names the
functions that it asks for, and from then on these raise `Withheld`. When a submission
is graded, the same error comes from an edition of the library without their bodies.
"""

import contextlib
import importlib
import sys
from collections.abc import Iterable, Iterator
from importlib.abc import MetaPathFinder
from types import CodeType, FunctionType
from typing import Any

_CLOSED: dict[FunctionType, CodeType] = {}


class Withheld(RuntimeError):
    """A reference function was called where the learner is asked to write it."""


def refuse(*args: Any, **kwargs: Any) -> Any:
    """Stand in for the body of a withheld function.

    Parameters
    ----------
    *args, **kwargs
        Whatever the function took.

    Raises
    ------
    Withheld
        Always.

    Examples
    --------
    >>> refuse()
    Traceback (most recent call last):
    lstm_lib.checks.withhold.Withheld: this exercise asks you to write this yourself
    """
    # The body runs with another function's globals, so it imports what it needs.
    from lstm_lib.checks.withhold import Withheld

    raise Withheld("this exercise asks you to write this yourself")


class _Refusing(MetaPathFinder):
    """Refuses to import packages that would answer an exercise."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        self.packages = packages

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Raise for a refused package, stay silent for any other."""
        if name.partition(".")[0] in self.packages:
            raise ImportError(f"this exercise asks you to write this yourself, without {name}")


def bodies(names: Iterable[str]) -> list[FunctionType]:
    """Return the functions that hold what is withheld.

    Parameters
    ----------
    names : iterable of str
        Functions of the library, such as ``"cell.lstm_step"``.

    Returns
    -------
    list of function
        These functions, and the private ones of the same module that they call. Other
        functions that call them need no closing: they find these closed.

    Raises
    ------
    AttributeError, ImportError
        If the library has no such function.

    Examples
    --------
    >>> [function.__name__ for function in bodies(["cell.sigmoid"])]
    ['sigmoid']
    """
    found: list[FunctionType] = []
    for name in names:
        module, _, function_name = name.rpartition(".")
        waiting = [getattr(importlib.import_module(f"lstm_lib.{module}"), function_name)]
        while waiting:
            function = waiting.pop()
            if function in found:
                continue
            found.append(function)
            called = (function.__globals__.get(n) for n in function.__code__.co_names)
            waiting += [
                f
                for f in called
                if isinstance(f, FunctionType)
                and f.__name__.startswith("_")
                and f.__module__ == function.__module__
            ]
    return found


def close(names: Iterable[str], packages: Iterable[str] = ()) -> None:
    """Close library functions and packages to the notebook that runs.

    Parameters
    ----------
    names : iterable of str
        Functions of the library, such as ``"cell.lstm_step"``.
    packages : iterable of str
        Packages that the exercise must do without, such as ``"keras"``.

    Raises
    ------
    ImportError
        If one of the packages has been imported already.

    Examples
    --------
    >>> from lstm_lib.cell import sigmoid
    >>> close(["cell.sigmoid"])
    >>> sigmoid(0.0)
    Traceback (most recent call last):
    lstm_lib.checks.withhold.Withheld: this exercise asks you to write this yourself
    >>> reopen()
    """
    packages = tuple(packages)
    loaded = [package for package in packages if package in sys.modules]
    if loaded:
        raise ImportError(
            f"this exercise does without {', '.join(loaded)}, which this kernel has imported: "
            "remove the import and restart the kernel"
        )
    for function in bodies(names):
        # The code object is replaced, so that every reference to the function is closed.
        _CLOSED.setdefault(function, function.__code__)
        function.__code__ = refuse.__code__
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, _Refusing)]
    if packages:
        sys.meta_path.insert(0, _Refusing(packages))


def reopen() -> None:
    """Open everything that `close` has closed.

    Examples
    --------
    >>> reopen()
    """
    for function, code in _CLOSED.items():
        function.__code__ = code
    _CLOSED.clear()
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, _Refusing)]


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """Give the reference back to the judge, and only to the judge, while the block runs.

    Examples
    --------
    >>> from lstm_lib.cell import sigmoid
    >>> close(["cell.sigmoid"])
    >>> with lifted():
    ...     float(sigmoid(0.0))
    0.5
    >>> reopen()
    """
    functions = list(_CLOSED)
    finders = [f for f in sys.meta_path if isinstance(f, _Refusing)]
    for function in functions:
        function.__code__ = _CLOSED[function]
    sys.meta_path[:] = [f for f in sys.meta_path if f not in finders]
    try:
        yield
    finally:
        for function in functions:
            function.__code__ = refuse.__code__
        sys.meta_path[:0] = finders
