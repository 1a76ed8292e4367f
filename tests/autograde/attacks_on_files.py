"""Attacks on what reads a submission: its file, its cells, its folder and its name."""

import json
import os
from pathlib import Path
from typing import Any

from attack import Attack, code_cell

READ = "could not be read"


def _of(notebook: dict[str, Any], suffix: str) -> list[dict[str, Any]]:
    """Return the cells whose grade_id ends with a suffix."""
    cells = notebook["cells"]
    return [
        c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id", "").endswith(suffix)
    ]


def _flip(notebook: dict[str, Any]) -> dict[str, Any]:
    """Turn the checks into hand-marked answers worth a thousand points."""
    for cell in _of(notebook, "-check"):
        cell["metadata"]["nbgrader"].update(solution=True, locked=False, points=1000, task=False)
        cell["source"] = "1000"
    return notebook


def _double(notebook: dict[str, Any]) -> dict[str, Any]:
    """Repeat the checks under the same grade_id, with a full mark as their result."""
    for cell in _of(notebook, "-check"):
        copy = json.loads(json.dumps(cell))
        copy.update(id=f"{cell.get('id', 'x')}-2", source="4.0")
        notebook["cells"].append(copy)
    return notebook


def _delete(notebook: dict[str, Any]) -> dict[str, Any]:
    """Remove the checks."""
    gone = _of(notebook, "-check")
    return {**notebook, "cells": [cell for cell in notebook["cells"] if cell not in gone]}


def _strip(notebook: dict[str, Any]) -> dict[str, Any]:
    """Remove all metadata."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
    return notebook


def _odd_metadata(notebook: dict[str, Any]) -> dict[str, Any]:
    """Set metadata of unexpected types."""
    odd = [[], 7, "x", {"grade_id": [1]}, {"grade_id": {"a": 1}, "grade": "yes", "points": "many"}]
    for number, cell in enumerate(_of(notebook, "-check")):
        cell["metadata"]["nbgrader"] = odd[number % len(odd)]
    notebook["metadata"]["lstm_course"] = {"judged": 1, "stopped": "x", "unreadable": 0}
    notebook["metadata"]["kernelspec"] = {"name": "../../bin/sh", "display_name": [], "language": 1}
    return notebook


def _record(notebook: dict[str, Any]) -> dict[str, Any]:
    """Include outputs, and the grader's own record of a full mark."""
    card = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
    for cell in _of(notebook, "-check"):
        cell["metadata"]["lstm_course"] = {"status": "right", "score": 4.0, "points": 4.0}
        cell["outputs"] = [{**card, "data": {"text/plain": "4.0"}}]
    return notebook


def _no_source(notebook: dict[str, Any]) -> dict[str, Any]:
    """Leave out the source, id and metadata of cells."""
    for number, cell in enumerate(notebook["cells"]):
        cell.pop(("source", "id", "metadata")[number % 3], None)
    return notebook


def _doubled_keys(notebook: dict[str, Any]) -> bytes:
    """Repeat the key `cells`."""
    text = json.dumps(notebook)
    return (text[:-1] + ', "cells": 7, "cells": [], "nbformat": 4}').encode()


def _cells(count: int) -> Any:
    """Add a huge number of cells."""

    def edit(notebook: dict[str, Any]) -> dict[str, Any]:
        more = [code_cell(f"c{number}", "1") for number in range(count)]
        return {**notebook, "cells": [*notebook["cells"], *more]}

    return edit


def _outputs(notebook: dict[str, Any]) -> dict[str, Any]:
    """Include 100 MB of outputs."""
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 10**8}
    notebook["cells"][1]["outputs"] = [text]
    return notebook


def _long_answer(notebook: dict[str, Any]) -> dict[str, Any]:
    """Write an answer of 20 MB."""
    (written,) = _of(notebook, "written")
    written["source"] = "[" * (20 * 10**6)
    return notebook


def _link(target: str) -> Any:
    """Replace the notebook with a link."""

    def place(folder: Path) -> None:
        (folder / "lstm_cell.ipynb").symlink_to(target)

    return place


def _link_folder(folder: Path) -> None:
    """Replace the assignment's folder with a link."""
    folder.rmdir()
    folder.symlink_to("../ada/lstm_cell")


def _beside(folder: Path) -> None:
    """Put links and a pipe beside the notebook."""
    (folder / "zeros").symlink_to("/dev/zero")
    (folder / "secret.txt").symlink_to("../../../course_key")
    (folder / "classmate").symlink_to("../../ada")
    os.mkfifo(folder / "pipe")


def _large_beside(folder: Path) -> None:
    """Put files of 256 MiB beside the notebook, under the names of those that nbgrader reads."""
    for name in ("submission_secret.txt", "data.csv"):
        (folder / name).touch()
        os.truncate(folder / name, 2**28)


def _link_student(folder: Path) -> None:
    """Replace the student's folder with a link to a classmate's."""
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to("ada")


def _pipe(folder: Path) -> None:
    """Replace the notebook with a pipe."""
    os.mkfifo(folder / "lstm_cell.ipynb")


def _folder(folder: Path) -> None:
    """Replace the notebook with a folder."""
    (folder / "lstm_cell.ipynb").mkdir()


def _file(data: bytes) -> Any:
    """Hand in a file with these bytes."""
    return lambda notebook: data


ATTACKS = {
    "flips-metadata": Attack("flips the metadata of the checks", 13, edit=_flip),
    "doubles-checks": Attack("doubles the checks' ids, a full mark inside", 13, edit=_double),
    "deletes-checks": Attack("deletes the checks", 13, edit=_delete),
    "strips-metadata": Attack("strips all metadata", 13, edit=_strip),
    "odd-metadata": Attack("metadata of odd types, another kernel", edit=_odd_metadata),
    "own-record": Attack("brings outputs and a record of a full mark", edit=_record),
    "no-source": Attack("cells without source, id, metadata", edit=_no_source),
    "doubled-keys": Attack("JSON with doubled keys", edit=_doubled_keys),
    "not-json": Attack("half of a JSON file", edit=_file(b'{"cells": ['), says="holds no JSON"),
    "deep-file": Attack(
        "JSON nested 10 million levels deep", edit=_file(b"[" * 10**7), says="nested"
    ),
    "many-values": Attack(
        "30 MB of empty lists", edit=_file(b"[" + b"[]," * 10**7 + b"[]]"), says=READ
    ),
    "cells-10000": Attack("10,000 cells", edit=_cells(10_000), says="10"),
    "outputs-100-mb": Attack("100 MB of outputs", edit=_outputs),
    "long-answer": Attack("a written answer of 20 MB", edit=_long_answer),
    "links-to-a-classmate": Attack(
        "the notebook is a link to a classmate's",
        place=_link("../../ada/lstm_cell/lstm_cell.ipynb"),
        says="a link",
    ),
    "links-to-the-key": Attack(
        "the notebook is a link to the course key",
        place=_link("../../../course_key"),
        says="a link",
    ),
    "links-to-the-gradebook": Attack(
        "the notebook is a link to the gradebook",
        place=_link("../../../gradebook.db"),
        says="a link",
    ),
    "links-its-folder": Attack(
        "the folder is a link to a classmate's", place=_link_folder, says="a link"
    ),
    "links-beside": Attack(
        "links to /dev/zero and the key, and a pipe, beside the notebook", place=_beside
    ),
    "large-beside": Attack("a secret of 256 MiB, for nbgrader to copy", place=_large_beside),
    "links-its-student": Attack(
        "the student's folder is a link to a classmate's", place=_link_student, says="a link"
    ),
    "links-nowhere": Attack(
        "the notebook is a link to nothing", place=_link("/no/such/file"), says="a link"
    ),
    "links-to-zeros": Attack(
        "the notebook is a link to /dev/zero", place=_link("/dev/zero"), says="a link"
    ),
    "is-a-folder": Attack("the notebook is a folder", place=_folder, says="a folder"),
    "pipe": Attack("the notebook is a pipe", place=_pipe, says="a pipe"),
    ".hidden": Attack("a name with a leading dot", stock=False),
    "שלום\u202egnp.x": Attack("a name that is written from right to left", stock=False),
    "n" * 200: Attack("a name of 200 letters", stock=False),
    "\x1bcada": Attack("a name that steers the terminal", stock=False),
    "ada 10 of 13\nzoe": Attack("a name of two lines", stock=False),
    "--force": Attack("a name like an option", stock=False),
    "[am]*a": Attack("a name that is a pattern for classmates", stock=False),
    '=HYPERLINK("x"),': Attack("a name that is a formula", stock=False),
    "{student_id}%s$HOME'; DROP TABLE grade;--": Attack(
        "a name for templates, shells and SQL", stock=False
    ),
    "<script>alert(1)<": Attack("a name that is HTML", stock=False),
}
