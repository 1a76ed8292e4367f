"""An edition of the library for grading: without the answers, without the judge.

A submission may import the library. So the copy that it can import must not hold what the
assignment asks for. The withheld functions keep their signatures and lose their bodies; the
judge, which computes the reference, is left out. Of the data, it holds the sets that the assignment
names, where the library looks for them.
"""

import ast
import compileall
import contextlib
import functools
import hashlib
import os
import py_compile
import shutil
import tempfile
from collections.abc import Iterable
from multiprocessing.util import Finalize
from pathlib import Path

from filelock import FileLock, Timeout

import lstm_lib
from lstm_lib.fetch import lock as data_lock

LIBRARY = Path(lstm_lib.__file__).parent
LEFT_OUT = ("judge", "__pycache__")
PREFIX = "autograde-editions-"
LOCK = ".lock"


@functools.cache
def own_editions() -> Path:
    """Return this process's folder of editions, which is removed when the process ends.

    A process that is killed leaves its folder behind. The next process knows it by its
    lock, which no process holds, and removes it.

    Returns
    -------
    Path
        Only this account can write there.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError, Timeout):
            with FileLock(left, timeout=0):
                shutil.rmtree(left.parent, ignore_errors=True)
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = FileLock(place / LOCK)
    lock.acquire()
    # Unlike `atexit`, this also runs when a worker that Dask started ends.
    Finalize(None, _end, args=(place, lock), exitpriority=0)
    return place


def _end(place: Path, lock: FileLock) -> None:
    """Remove a folder of editions."""
    lock.release()
    shutil.rmtree(place, ignore_errors=True)


def edition(
    withheld: Iterable[str], editions: Path | None = None, data: Iterable[str] = ()
) -> Path:
    """Return the folder of an edition; it is made once for the same library and names.

    Parameters
    ----------
    withheld : iterable of str
        Functions of the library, such as ``"cell.lstm_step"``.
    editions : Path, optional
        The folder of editions; this process's own by default.
    data : iterable of str
        Data sets that it holds, such as ``"shakespeare"``.

    Returns
    -------
    Path
        A folder that holds a package `lstm_lib`, and `data.lock` with the data beside it.

    Raises
    ------
    AttributeError
        If the library has no such function.
    DataError
        If a data set is not on this machine.
    """
    withheld, data = tuple(withheld), tuple(data)
    editions = editions or own_editions()
    place = editions / name_of(withheld, data)
    if place.exists():
        return place
    names = held_back(withheld)
    editions.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(dir=editions, prefix="new-"))
    for path in _files():
        copy = workplace / "lstm_lib" / path.relative_to(LIBRARY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        module = path.stem if path.parent == LIBRARY else ""
        mine = {function for of, function in names if of == module}
        text = path.read_text(encoding="utf-8")
        copy.write_text(_without_bodies(text, mine) if mine else text, encoding="utf-8")
    _put_data(workplace, data)
    # Compile it now, because the box of a submission cannot keep what it compiles.
    compileall.compile_dir(
        workplace, quiet=1, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )
    try:
        os.rename(workplace, place)  # of several processes, the first succeeds
    except OSError:
        shutil.rmtree(workplace)
    return place


@functools.cache
def name_of(withheld: tuple[str, ...], data: tuple[str, ...] = ()) -> str:
    """Return the name of an edition: a hash of its contents, computed without making it.

    Parameters
    ----------
    withheld : tuple of str
        Functions of the library, such as ``"cell.lstm_step"``.
    data : tuple of str
        Data sets that it holds. Their hashes stand in `data.lock`, so they need not be there.

    Returns
    -------
    str
        16 hexadecimal digits.

    Raises
    ------
    AttributeError
        If the library has no such function.
    DataError
        If `data.lock` does not name a data set.
    """
    digest = hashlib.sha256(repr(sorted(held_back(withheld))).encode())
    digest.update(data_lock.cut(data_lock.find_lock(), data).encode() if data else b"")
    for path in _files():
        digest.update(path.relative_to(LIBRARY).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _put_data(workplace: Path, data: tuple[str, ...]) -> None:
    """Put data sets beside an edition's library, and a `data.lock` that names these alone."""
    lock = workplace / data_lock.FILE
    lock.touch()
    if not data:
        return
    source = data_lock.find_lock()
    lock.write_text(data_lock.cut(source, data), encoding="utf-8")
    for one in data_lock.read_lock(lock).values():
        copy = data_lock.path_of(lock, one)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(data_lock.read(one.name, source))
        if os.name == "posix":  # elsewhere, a file that is read-only could not be removed
            copy.chmod(0o444)


def _files() -> list[Path]:
    """Return the files of the library that an edition holds."""
    return sorted(
        path
        for path in LIBRARY.rglob("*.py")
        if not set(path.relative_to(LIBRARY).parts) & set(LEFT_OUT)
    )


def held_back(withheld: Iterable[str]) -> set[tuple[str, str]]:
    """Return what an edition withholds, found in the library's source: importing takes seconds.

    Parameters
    ----------
    withheld : iterable of str
        Functions of the library, such as ``"cell.lstm_step"``.

    Returns
    -------
    set of tuple of str
        Pairs of module and function: the named functions, and the private functions of the same
        module that they call.

    Raises
    ------
    AttributeError
        If the library has no such function.

    Examples
    --------
    >>> held_back(["cell.sigmoid"])
    {('cell', 'sigmoid')}
    """
    found: set[tuple[str, str]] = set()
    for name in withheld:
        module, _, function = name.rpartition(".")
        path = LIBRARY / f"{module}.py"
        tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
        functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
        if function not in functions:
            raise AttributeError(f"lstm_lib has no function {name}")
        waiting = {function}
        while waiting:
            one = waiting.pop()
            found.add((module, one))
            named = {n.id for n in ast.walk(functions[one]) if isinstance(n, ast.Name)}
            private = {n for n in named & functions.keys() if n.startswith("_")}
            waiting |= {n for n in private if (module, n) not in found}
    return found


def _without_bodies(text: str, names: set[str]) -> str:
    """Replace the bodies of functions at a module's top level."""
    tree = ast.parse(text)
    refusal = ast.parse(
        "from lstm_lib.checks.withhold import refuse\nreturn refuse()", mode="exec"
    ).body
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            node.body = refusal
            node.decorator_list = []
    return ast.unparse(tree) + "\n"
