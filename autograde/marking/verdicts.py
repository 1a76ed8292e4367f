"""Judge the observations that a notebook published, and set each mark together with its reason."""

import functools
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import threadpoolctl
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.intake.order import bound
from autograde.marking.clean import Pictures, kept, plain
from autograde.record import read_record, write_record
from autograde.release.source import check_name
from lstm_lib.checks import observation as wire
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.judge.crash import explain
from lstm_lib.checks.judge.models.trained import may_be_chance
from lstm_lib.checks.verdict import Finding, Verdict

FLOODED = (
    "The notebook printed more than the grader keeps, and what this check published was left out. "
    "Is there an infinite loop that prints?"
)
EMPTY = "Its cell holds no answer, and no other cell makes `{}`."
ENDLESS = "it ran longer than a cell may. Is there an infinite loop?"


class ApplyVerdicts(NbGraderPreprocessor):
    """Replaces each graded cell's outputs with the verdict and the score.

    nbgrader's own SaveAutoGrades reads the score, and its feedback shows both. Whatever else a
    submission printed is kept only as text and raster images, since an instructor's browser opens
    it.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Judge every graded code cell."""
        of = resources["nbgrader"]
        course = Course(Path(self.parent.parent.coursedir.root))
        seed = course.seed(of["student"], of["assignment"], of["notebook"])
        apply_verdicts(nb, seed, other_runs(course, read_record(nb)))
        return nb, resources


def other_runs(course: Course, record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the stored results of a submission's runs under other seeds.

    Parameters
    ----------
    course : Course
        The class.
    record : dict
        The submission's record.

    Returns
    -------
    list of dict
        Usually empty.

    Raises
    ------
    CourseError
        If a result is not in the store.
    """
    results = [course.store.get(key) for key in record.get("others", [])]
    if None in results:
        raise CourseError("what it published under another seed was not stored")
    return [result for result in results if result]


def apply_verdicts(nb: NotebookNode, seed: str, others: Sequence[dict[str, Any]] = ()) -> None:
    """Judge every graded code cell of an executed notebook, and clean all other outputs.

    Parameters
    ----------
    nb : NotebookNode
        A rebuilt notebook that ran; changed in place.
    seed : str
        The seed of this submission's cases.
    others : sequence of dict
        Results of the same notebook under other seeds. If a model failed only in its quality, the
        best result counts.

    Raises
    ------
    ValueError
        If a graded cell of the release calls no known check.
    """
    record = read_record(nb)
    nb.metadata.pop("widgets", None)  # they can hold a submission's own HTML
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    learners = [cell for cell in cells if not utils.is_grade(cell)]
    for cell in cells:
        if utils.is_grade(cell):
            if any(output.get("ename") == "CellTimeoutError" for output in cell.outputs):
                write_record(cell, slow=True)  # the verdict takes the place of the outputs
            verdict = _verdict(cell, learners, seed, record)
            _set_mark(cell, _best(verdict, cell, seed, others))
    pictures = Pictures()
    for cell in learners:
        cell.outputs = kept(cell.outputs, pictures)
    write_record(nb, judged=time.time())


def _verdict(
    cell: NotebookNode, others: list[NotebookNode], seed: str, record: dict[str, Any]
) -> Verdict:
    """Return the verdict on one graded cell, or the reason why there is none."""
    check = check_name(cell.source)
    if check is None:
        raise ValueError(f"the graded cell {cell.id} of the release calls no known check")
    verdict = judged(check, cell.outputs, seed, record)
    if verdict.status in (v.RIGHT, v.NOT_YET, v.REFUSED) or "unreadable" in record:
        return verdict
    if verdict.status == v.CRASHED and _is_published(cell.outputs):
        return verdict  # the learner's function ran, wherever it stands

    def without(status: str, message: str) -> Verdict:
        return Verdict(check, status, (Finding(check, False, message),), seed)

    # A stub or a broken cell makes its checks fail in many ways. Give this one reason instead.
    what = verdict.findings[0].what
    about = [other for other in others if other.id in record.get("about", {}).get(cell.id, [])]
    if verdict.status == v.NOT_ATTEMPTED:
        defining = [o for o in others if o in about or bound(o.source) & {check, what}]
        for broken in defining:
            if (error := _error(broken.outputs)) and not _is_stub_error(broken.outputs):
                return without(v.CRASHED, f"{_named(broken, what)} did not run: {error}")
    if about and all(answer.id in record.get("empty", []) for answer in about):
        is_missing = verdict.status == v.NOT_ATTEMPTED
        return without(v.NOT_ATTEMPTED, EMPTY.format(what)) if is_missing else verdict
    if about and all(
        utils.compute_checksum(answer) == answer.metadata.nbgrader["checksum"] for answer in about
    ):
        return without(v.NOT_ATTEMPTED, "The cell still holds the stub.")
    return verdict


def _named(cell: NotebookNode, what: str) -> str:
    """Name a cell to the learner who wrote in it."""
    if "nbgrader" in cell.metadata:
        return f"The cell `{cell.id}`"
    return f"Your own cell that makes `{what}`"


def _best(
    first: Verdict, cell: NotebookNode, seed: str, others: Sequence[dict[str, Any]]
) -> Verdict:
    """Return the best verdict of all runs, if the first failed only by chance."""
    if not others or not may_be_chance(first):
        return first
    runs = [from_dict(other["cells"].get(cell.id, {})) for other in others]
    verdicts = [
        judged(first.check, run.get("outputs", []), seed, other.get("note", {}))
        for run, other in zip(runs, others, strict=True)
    ]
    best = max([first, *verdicts], key=lambda verdict: verdict.share)
    words = f"This is the best of {1 + len(others)} runs of your notebook, each under its own seed."
    *rest, quality = best.findings
    return replace(best, findings=(*rest, replace(quality, message=f"{quality.message}\n{words}")))


def judged(check: str, outputs: list[NotebookNode], seed: str, record: dict[str, Any]) -> Verdict:
    """Judge what a graded cell published.

    Parameters
    ----------
    check : str
        The check that the cell calls.
    outputs : list of NotebookNode
        The outputs of the cell.
    seed : str
        The seed of this submission's cases.
    record : dict
        The record of the run.

    Returns
    -------
    Verdict
        The reason why there is none, if nothing was published that can be judged.
    """

    def without(status: str, message: str) -> Verdict:
        return Verdict(check, status, (Finding(check, False, message),), seed)

    if "unreadable" in record:
        return without(v.NOT_JUDGED, f"The notebook could not be read ({record['unreadable']}).")
    published = [_data(o)[wire.MIME] for o in outputs if wire.MIME in _data(o)]
    if len(published) == 1:
        try:
            return _judge(check, json.dumps(published[0]), seed)
        except wire.Malformed as error:
            return without(v.NOT_JUDGED, f"What the check published is damaged: {error}.")
        except RecursionError:
            return without(v.NOT_JUDGED, "What the check published is nested too deeply.")
    if published:
        return without(v.NOT_JUDGED, "The check published more than one observation.")
    if "endless" in record:
        return without(v.CRASHED, f"The cell `{record['stopped']}` could not be stopped: {ENDLESS}")
    if "stopped" in record:
        because = f": {record['because']}" if record.get("because") else ""
        return without(v.CRASHED, f"Python itself stopped in cell `{record['stopped']}`{because}.")
    if raised := _error(outputs):
        return without(v.CRASHED, f"The check could not run: {raised}")
    if record.get("flooded"):
        return without(v.NOT_JUDGED, FLOODED)
    return without(v.NOT_JUDGED, "The check did not run.")


@functools.lru_cache(maxsize=32)  # for `reseed`, then for the commit; holds a notebook's checks
def _judge(check: str, published: str, seed: str) -> Verdict:
    """Judge an observation, given as JSON."""
    with _threads().limit(limits=1):  # more threads would only spin and wait for each other
        return judge(check, wire.unpack(json.loads(published)), seed)


@functools.cache
def _threads() -> threadpoolctl.ThreadpoolController:
    """Return the controller of the number of threads that NumPy uses."""
    return threadpoolctl.ThreadpoolController()


def _error(outputs: list[NotebookNode]) -> str:
    """Return the error that a cell raised, in words where it is known; empty if there is none."""
    errors = [o for o in outputs if o["output_type"] == "error"]
    if not errors:
        return ""
    if any(error["ename"] == "CellTimeoutError" for error in errors):
        return f"it was stopped, because {ENDLESS}"
    error, message = (plain(errors[-1][part])[:300] for part in ("ename", "evalue"))
    return explain({"error": error, "message": message})


def _is_stub_error(outputs: list[NotebookNode]) -> bool:
    """Tell whether a cell ended as a stub does, and not by an error whose name is like that."""
    errors = [(o["ename"], o["evalue"]) for o in outputs if o["output_type"] == "error"]
    return errors[-1:] == [("NotImplementedError", "")]


def _is_published(outputs: list[NotebookNode]) -> bool:
    """Tell whether a check published what it observed."""
    return any(wire.MIME in _data(output) for output in outputs)


def _data(output: NotebookNode) -> dict[str, Any]:
    """Return what an output shows, by MIME type; empty if it is malformed."""
    data = output.get("data")
    return data if isinstance(data, dict) else {}


def _set_mark(cell: NotebookNode, verdict: Verdict) -> None:
    """Write the verdict and the score in nbgrader's form, and keep a record for reports."""
    points = float(cell.metadata.nbgrader["points"])
    score = min(points, max(0.0, round(points * verdict.share, 4)))
    write_record(
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
