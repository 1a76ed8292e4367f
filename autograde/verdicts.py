"""Judge the observations that a notebook published, and set each mark together with its reason."""

import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.build import check_name
from autograde.course import Course
from autograde.record import note, read
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.judge import judge
from lstm_lib.checks.verdict import Finding, Verdict

KEPT_TYPES = ("text/plain", "image/png", "image/jpeg")
CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class ApplyVerdicts(NbGraderPreprocessor):
    """Replaces each graded cell's outputs by the verdict and the score.

    nbgrader's own SaveAutoGrades reads the score, and its feedback shows both. Whatever else a
    submission printed is kept as text and raster images only: an instructor's browser opens it.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Judge every graded code cell."""
        of = resources["nbgrader"]
        course = Course(Path(self.parent.parent.coursedir.root))
        seed = course.seed(of["student"], of["assignment"], of["notebook"])
        record = read(nb)
        since_last: list[NotebookNode] = []  # the solution cells that this check is about
        about: list[NotebookNode] = []
        for cell in nb.cells:
            if cell.cell_type != "code":
                continue
            if utils.is_solution(cell):
                since_last.append(cell)
            if utils.is_grade(cell):
                about, since_last = since_last or about, []
                verdict = self._verdict(cell, about, seed, record)
                _set_mark(cell, verdict)
            else:
                cell.outputs = _kept(cell.outputs)
        return nb, resources

    def _verdict(
        self, cell: NotebookNode, about: list[NotebookNode], seed: str, record: dict[str, Any]
    ) -> Verdict:
        """Return the verdict on one graded cell, or the reason why there is none."""
        check = check_name(cell.source)
        if check is None:
            raise ValueError(f"the graded cell {cell.id} of the release calls no known check")

        def without(status: str, message: str) -> Verdict:
            return Verdict(check, status, (Finding(check, False, message),), seed)

        if "unreadable" in record:
            return without(
                v.NOT_JUDGED, f"The notebook could not be read ({record['unreadable']})."
            )
        if about and all(
            utils.compute_checksum(solution) == solution.metadata.nbgrader["checksum"]
            for solution in about
        ):
            return without(v.NOT_ATTEMPTED, "The cell still holds the stub.")
        published = [o.data[wire.MIME] for o in cell.outputs if wire.MIME in o.get("data", {})]
        if len(published) == 1:
            try:
                return judge(check, wire.unpack(published[0]), seed)
            except wire.Malformed as error:
                return without(v.NOT_JUDGED, f"What the check published is damaged: {error}.")
        if published:
            return without(v.NOT_JUDGED, "The check published more than one observation.")
        if "stopped" in record:
            return without(v.CRASHED, f"Python itself stopped in cell `{record['stopped']}`.")
        errors = [o for o in cell.outputs if o.output_type == "error"]
        if errors:
            message = CONTROL.sub("", f"{errors[-1].ename}: {errors[-1].evalue}")[:300]
            return without(v.CRASHED, f"The check could not run: {message}")
        return without(v.NOT_JUDGED, "The check did not run.")


def _set_mark(cell: NotebookNode, verdict: Verdict) -> None:
    """Write the verdict and the score as nbgrader reads them, and keep a record for reports."""
    points = float(cell.metadata.nbgrader["points"])
    score = min(points, max(0.0, round(points * verdict.share, 4)))
    note(
        cell,
        check=verdict.check,
        status=verdict.status,
        diagnoses=list(verdict.diagnoses),
        score=score,
        points=points,
    )
    card = {"text/html": verdict.html(), "text/plain": verdict.text()}
    cell.outputs = [
        new_output("display_data", data=card),
        new_output("execute_result", data={"text/plain": repr(score)}, execution_count=None),
    ]


def _kept(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Keep what cannot run in a browser."""
    kept = []
    for output in outputs:
        if output.output_type in ("stream", "error"):
            kept.append(output)
        elif data := {t: c for t, c in output.get("data", {}).items() if t in KEPT_TYPES}:
            kept.append(new_output("display_data", data=data))
    return kept
