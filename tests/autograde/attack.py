"""An attack as data: what is handed in, its due mark, and how to tell that it got through.

`tests/autograde/test_attacks.py` grades all attacks as one class; `benchmarks/hostile_table.py`
also gives the same files to stock nbgrader.
"""

import copy
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

REACHED = "GOT-THROUGH"  # an attack prints it when it reached what it must not reach
LEFT = "86399.77"  # seconds that a process left behind sleeps, to recognize it

# Wrong answers to every part of `lstm_cell`, which must get no points.
WRONG = {
    "forget-gate": "def forget_gate(x_t, h_prev, W, U, b):\n    return h_prev * 0",
    "input-gate": "def input_gate(x_t, h_prev, W, U, b):\n    return h_prev * 0",
    "candidate": "def candidate(x_t, h_prev, W, U, b):\n    return h_prev * 0",
    "update-cell-state": "def update_cell_state(c_prev, i, f, g):\n    return c_prev * 0",
    "output-gate": "def output_gate(x_t, h_prev, W, U, b):\n    return h_prev * 0",
    "lstm-step": "def lstm_step(x_t, h_prev, c_prev, W, U, b):\n    return h_prev * 0, c_prev * 0",
}


@dataclass(frozen=True)
class Attack:
    """One submission to `lstm_cell`.

    The answers are `WRONG` unless `right` is set, and `source` replaces cells. `setup` is the code
    of a free cell near the top. In it, ``@COURSE@``, ``@SECRET@`` and ``@PORT@`` stand for the
    class's folder, a file elsewhere that only the grader may read, and a listening port. `edit`
    changes the notebook's JSON, or returns the bytes of the file; `beside` holds other files;
    `place` prepares the folder. `row` is the attack's number in the list of attacks that work on
    stock nbgrader, or 0 for one of our own.

    `mark` is the due mark; `says` is a text on our card of `lstm_step`. `stock` is false if it is
    not an attack on nbgrader. `others` is true if it may change another student's mark.
    """

    does: str
    row: int = 0
    right: bool = False
    setup: str = ""
    source: dict[str, str] = field(default_factory=dict)
    edit: Callable[[dict[str, Any]], dict[str, Any] | bytes] | None = None
    beside: dict[str, str] = field(default_factory=dict)
    place: Callable[[Path], None] | None = None
    stock: bool = True
    mark: float = 0.0
    says: str = ""
    others: bool = False

    def changes(self, notebook: dict[str, Any], fill: dict[str, str]) -> dict[str, Any] | bytes:
        """Return the file to hand in: the released notebook with the attacker's changes.

        Parameters
        ----------
        notebook : dict
            The released notebook, with right answers if `right` is set; changed in place.
        fill : dict of str to str
            What the placeholders in `setup` stand for.

        Returns
        -------
        dict or bytes
            JSON, or the bytes of a file that is not JSON.
        """
        answers = {**({} if self.right else WRONG), **self.source}
        cells = []
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name in answers:
                cell["source"] = self._filled(answers[name], fill)
            cells.append(cell)
            if name == "setup" and self.setup:
                cells.append(code_cell("attack", self._filled(self.setup, fill)))
        notebook["cells"] = cells
        return self.edit(notebook) if self.edit else notebook

    @staticmethod
    def _filled(text: str, fill: dict[str, str]) -> str:
        """Replace the placeholders in a source by the values of this run."""
        for mark, value in {**fill, "REACHED": REACHED, "LEFT": LEFT}.items():
            text = text.replace(f"@{mark}@", value)
        return text


def code_cell(name: str, source: str) -> dict[str, Any]:
    """Return a free code cell as JSON.

    Parameters
    ----------
    name, source : str
        Its id and its source.

    Returns
    -------
    dict
        A cell without outputs.
    """
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def hand_in(
    submitted: Path, student: str, attack: Attack, solved: dict[str, Any], fill: dict[str, str]
) -> None:
    """Hand in an attack as its student would.

    Parameters
    ----------
    submitted : Path
        nbgrader's folder of submissions.
    student : str
        The student whose folder it is.
    attack : Attack
        The attack to hand in.
    solved : dict
        The released notebook with right answers, as JSON.
    fill : dict of str to str
        What the placeholders in its sources stand for.
    """
    folder = submitted / student / "lstm_cell"
    folder.mkdir(parents=True)
    for name, text in attack.beside.items():
        (folder / name).write_text(text)
    if attack.place:
        attack.place(folder)
    path = folder / "lstm_cell.ipynb"
    if os.path.lexists(path) or folder.is_symlink():
        return
    content = attack.changes(copy.deepcopy(solved), fill)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())


def printed(notebook: dict[str, Any]) -> str:
    """Return all that a graded notebook's own code printed, showed or raised.

    Parameters
    ----------
    notebook : dict
        As JSON.

    Returns
    -------
    str
        Everything except the outputs of checks, which are the grader's.
    """
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    own = [c for c in cells if not c["metadata"].get("nbgrader", {}).get("grade")]
    outputs = [output for cell in own for output in cell["outputs"]]
    # Leave tracebacks out: they quote the line that would have printed.
    return json.dumps([{k: v for k, v in out.items() if k != "traceback"} for out in outputs])


def left_behind() -> list[int]:
    """Return the PIDs of processes that attacks have left on this machine."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if LEFT in (process.info["cmdline"] or []):
            found.append(process.pid)
    return found
