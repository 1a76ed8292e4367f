"""What a notebook that was handed in holds: whose exercise it is, and whether anybody wrote in it.

The names of files are not asked: browsers, learners and other systems change them.
"""

import functools
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.places import ASSIGNMENTS
from autograde.release.build import grade_ids
from autograde.release.statement import assignment_names

WORK = (".ipynb", ".zip", ".tar", ".gz", ".7z", ".rar")  # of a file in which an answer may be
# A submission may hold millions of files: how many are looked at, found and named.
LOOKED_AT, MOST, NAMED = 10_000, 100, 5


def exercise_of(notebook: NotebookNode, expected: str = "") -> str:
    """Tell from its cells which exercise a notebook is.

    Parameters
    ----------
    notebook : NotebookNode
        What was handed in.
    expected : str
        The exercise that it should be, and is if no other fits better.

    Returns
    -------
    str
        The assignment's name; `expected` if its cells do not tell.
    """
    held: set[str] = set()
    for cell in notebook.cells:
        facts = cell.get("metadata", {}).get("nbgrader")  # a learner's: anything may stand there
        ids = (cell.get("id"), facts.get("grade_id") if isinstance(facts, dict) else None)
        held.update(name for name in ids if isinstance(name, str))
    common = {name: len(held & ids) for name, ids in _ids().items()}
    most = max(common.values())
    best = [name for name, count in common.items() if count == most]
    return expected if expected in best or len(best) > 1 else best[0]


@functools.cache
def _ids() -> dict[str, frozenset[str]]:
    """Return the names of the cells of each exercise."""
    return {
        name: frozenset(grade_ids((ASSIGNMENTS / name / "notebook.md").read_text(encoding="utf-8")))
        for name in assignment_names()
    }


def is_untouched(notebook: NotebookNode, released: Path) -> bool:
    """Tell whether a notebook holds nothing but what was released.

    Parameters
    ----------
    notebook : NotebookNode
        What was handed in.
    released : Path
        The notebook that learners received.

    Returns
    -------
    bool
        Whether no cell holds anything of a learner's.
    """
    given = {cell.source.strip() for cell in nbformat.read(released, as_version=4).cells}
    return {cell.source.strip() for cell in notebook.cells} <= given | {""}


def is_link(place: Path) -> bool:
    """Tell whether the folder of a submission, or of its student, is a link to another place.

    Parameters
    ----------
    place : Path
        The submission's folder.

    Returns
    -------
    bool
        What is there may not have been handed in.
    """
    return place.is_symlink() or place.parent.is_symlink()


def work_in(place: Path) -> Iterator[Path]:
    """Yield the notebooks and archives in a folder.

    Parameters
    ----------
    place : Path
        The folder.

    Yields
    ------
    Path
        Their paths in the folder, the first hundred, not more than three levels deep. Hidden
        files, such as JupyterLab's checkpoints, are left out. A link may lead anywhere, so nothing
        is looked for there.
    """
    levels = () if is_link(place) else ("*", "*/*", "*/*/*")  # a tree can be endless
    looked_at = islice(chain.from_iterable(place.glob(level) for level in levels), LOOKED_AT)
    paths = (path.relative_to(place) for path in looked_at)
    found = (
        path
        for path in paths
        if path.suffix.lower() in WORK
        and not any(part.startswith((".", "__MACOSX")) for part in path.parts)
    )
    yield from islice(found, MOST)


def others_in(place: Path) -> str:
    """Name the notebooks and archives in a submission's folder, except the one that is graded.

    Parameters
    ----------
    place : Path
        The submission's folder.

    Returns
    -------
    str
        Their paths in the folder, the first few; empty if there are none.
    """
    names = sorted(str(path) for path in work_in(place) if path != Path(f"{place.name}.ipynb"))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
