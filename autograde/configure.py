"""nbgrader's settings for a class: which of its steps are ours, and why in this order."""

import os
import sys
from pathlib import Path

import nbgrader
from traitlets.config import Config

from autograde.gradebook.course import Course
from autograde.kernel.limits import Limits
from autograde.places import TEMPLATES

FORMGRADER = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"


def configure(config: Config, file: str) -> None:
    """Set up nbgrader for the class whose settings file this is.

    Parameters
    ----------
    config : Config
        The settings, changed in place.
    file : str
        The settings file; the class lies in its folder.

    Examples
    --------
    >>> config = Config()
    >>> configure(config, "a/class/nbgrader_config.py")
    >>> config.CourseDirectory.course_id
    'lstm'
    """
    # nbgrader starts alembic by its name, and finds it beside this very Python only by PATH.
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", "")

    course = Course(Path(file).resolve().parent)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.db_url = course.db_url
    config.CourseDirectory.course_id = "lstm"
    config.IncludeHeaderFooter.header = ""
    config.Execute.timeout = Limits().cell_s  # an exercise may have another; so may a class
    config.Execute.shutdown_kernel = "immediate"
    config.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
    config.ClearMetadataPreprocessor.enabled = False  # it would strip our verdicts' record

    # A file that is no notebook must not end the run: it becomes an empty one, with the reason.
    config.Autograde.exporter_class = "autograde.intake.reading.TolerantExporter"
    config.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        # In the place of DeduplicateIds, OverwriteCells, and CheckCellMetadata after them: it takes
        # no metadata from a submission.
        "autograde.intake.restore.Restore",
    ]
    config.Autograde.autograde_preprocessors = [
        # Observations come out of the store or of a kernel, and are judged before anything else
        # reads outputs.
        "autograde.marking.execute.StoredExecute",
        "autograde.marking.verdicts.ApplyVerdicts",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]

    # Pages that show what learners wrote: Formgrader's and the feedback. nbgrader's own folder of
    # templates stays in the list, because this setting reaches Formgrader as well.
    config.HTMLExporter.extra_template_basedirs = [
        str(TEMPLATES),
        str(FORMGRADER / "templates"),
    ]
    config.HTMLExporter.filters = {"markdown2html": "autograde.results.feedback.safe_markdown"}
    config.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "autograde.results.feedback.Overview",
    ]
