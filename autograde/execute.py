"""Run a rebuilt notebook, so that its graded cells publish what their checks observe."""

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode, ValidationError
from nbgrader.preprocessors import Execute

from autograde.build import withheld
from autograde.course import Course
from autograde.edition import edition
from autograde.record import note, read
from lstm_lib.checks import observation as wire
from lstm_lib.checks.call import SEED_VARIABLE

# What a kernel needs of this process's environment. Everything else stays here.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT", "USERPROFILE")

OUTPUT_LIMIT = 16 * 2**20  # characters of a whole notebook; the rest is left out


class ObserveExecute(Execute):
    """nbgrader's own execution, in a kernel that holds the seed and an edition of the library.

    The kernel starts in an empty folder: files that were handed in beside the notebook, such as
    a library of the learner's own, are not there.
    """

    def preprocess(self, nb: NotebookNode, resources: Any, km: Any = None) -> Any:
        """Run the notebook; a kernel that dies leaves a note, not a crash."""
        if "unreadable" in read(nb):
            return nb, resources  # only stubs
        of = resources["nbgrader"]
        courses = self.parent.parent.coursedir  # preprocessor -> exporter -> converter
        course = Course(Path(courses.root))
        folder = Path(courses.format_path(courses.source_directory, ".", of["assignment"]))
        source = nbformat.read(folder / f"{of['notebook']}.ipynb", as_version=4)
        self._at, self._received = "", 0
        self._environment = {
            **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
            SEED_VARIABLE: course.seed(of["student"], of["assignment"], of["notebook"]),
            "NBGRADER_EXECUTION": "autograde",
            "PYTHONPATH": str(edition(withheld(source), course.editions)),
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "0",
        }
        with tempfile.TemporaryDirectory() as place:
            resources.setdefault("metadata", {})["path"] = place
            try:
                return super().preprocess(nb, resources, km)
            except CellTimeoutError:  # the kernel does not even answer an interrupt
                note(nb, stopped=self._at, endless=True)
            except (DeadKernelError, RuntimeError) as error:
                if isinstance(error, RecursionError) or not self._at:
                    raise  # the kernel never started: no fault of the submission
                self.log.warning("The kernel stopped in cell %s: %r", self._at, error)
                note(nb, stopped=self._at)
            return nb, resources

    def preprocess_cell(self, cell: NotebookNode, resources: Any, index: int) -> Any:
        """Run one cell, and remember which."""
        self._at = cell.id
        result = super().preprocess_cell(cell, resources, index)
        if type(cell.get("execution_count")) is not int and cell.cell_type == "code":
            cell.execution_count = None  # a kernel may count in anything
        return result

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take a kernel's message, but no more output than an honest notebook has."""
        content = msg["content"]
        if msg["msg_type"] not in ("status", "execute_input"):
            self._received += _size(content)
            if self._received > OUTPUT_LIMIT and wire.MIME not in (content.get("data") or {}):
                return None
        try:
            return super().process_message(msg, cell, cell_index)
        except (AttributeError, KeyError, TypeError, ValueError, ValidationError) as error:
            self.log.warning("A message that no kernel writes is left out: %r", error)
            return None

    def start_new_kernel(self, **kwargs: Any) -> Any:
        """Start the kernel in an environment of its own."""
        return super().start_new_kernel(**{**kwargs, "env": self._environment})


def _size(content: Any) -> int:
    """Return how many characters a message holds, at any depth."""
    if isinstance(content, dict):
        return sum(len(str(key)) + _size(value) for key, value in content.items())
    if isinstance(content, list):
        return sum(map(_size, content))
    return len(content) if isinstance(content, str) else 8
