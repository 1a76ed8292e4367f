"""All attacks in one list, their honest classmates, and the class that they make up."""

import hashlib
import json
import os
from pathlib import Path

import nbformat
from attack import WRONG, Attack, hand_in
from attacks_on_checks import ATTACKS as ON_CHECKS
from attacks_on_files import ATTACKS as ON_FILES
from attacks_on_machine import ATTACKS as ON_MACHINE
from attacks_on_resources import ATTACKS as ON_RESOURCES
from grading_tools import Class

from autograde.intake.names import usable_name
from autograde.sample.submissions import Submission, submitted

ATTACKS: dict[str, Attack] = {**ON_CHECKS, **ON_MACHINE, **ON_RESOURCES, **ON_FILES}
HONEST = {  # by name, so that some come before the attackers and some after
    "ada": Attack("right", right=True, mark=10),
    "mia": Attack(
        "a wrong forget gate", right=True, mark=9, source={"forget-gate": WRONG["forget-gate"]}
    ),
    "zoe": Attack("right", right=True, mark=10),
}
CELL_S = 6  # seconds that a cell may run; endless attacks take this long
DERIVED = {"autograded", "results", "backups", "feedback", "gradebook.db", ".writer.lock"}


def hostile_class(root: Path, fill: dict[str, str]) -> Class:
    """Return a class whose submissions wait to be graded.

    Parameters
    ----------
    root : Path
        The folder of the new class.
    fill : dict of str to str
        What the placeholders in the attacks' sources stand for.

    Returns
    -------
    Class
        A class with every attack and the honest classmates.
    """
    made = Class(root)
    made.release("lstm_cell")
    with open(root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"get_config().Execute.timeout = {CELL_S}  # noqa: F821\n")
    released = root / "release" / "lstm_cell" / "lstm_cell.ipynb"
    solved = solution(released)
    for student, attack in {**HONEST, **ATTACKS}.items():
        hand_in(root / "submitted", student, attack, solved, {"COURSE": str(root), **fill})
    return made


def solution(released: Path) -> dict:
    """Return a released notebook with right answers, as JSON.

    Parameters
    ----------
    released : Path
        The notebook of `lstm_cell`.

    Returns
    -------
    dict
        As a learner would hand it in.
    """
    one = Submission("", "lstm_cell", "", 0, [])
    return json.loads(json.dumps(submitted(nbformat.read(released, as_version=4), one)))


def files(folder: Path) -> dict[str, str]:
    """Return the content of every file below a folder, except those that grading makes.

    Parameters
    ----------
    folder : Path
        A class, or any other folder.

    Returns
    -------
    dict of str to str
        For a link, its target; for a pipe, its kind.
    """
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            inside = path.relative_to(folder)
            if inside.parts[0] in DERIVED:
                continue
            if path.is_symlink():
                found[str(inside)] = os.readlink(path)
            elif path.is_file():
                found[str(inside)] = hashlib.sha256(path.read_bytes()).hexdigest()
            else:
                found[str(inside)] = "special"
    return found


def renamed(found: dict[str, str]) -> dict[str, str]:
    """Return files as `files` does, with the folder names that grading gives.

    Parameters
    ----------
    found : dict of str to str
        The files of a class that waits to be graded.

    Returns
    -------
    dict of str to str
        Only the folders of attackers have new names.
    """
    folders = {f"submitted/{who}/": f"submitted/{usable_name(who)}/" for who in ATTACKS}

    def new(name: str) -> str:
        old = next((folder for folder in folders if name.startswith(folder)), "")
        return folders.get(old, "") + name[len(old) :]

    return {new(name): held for name, held in found.items()}
