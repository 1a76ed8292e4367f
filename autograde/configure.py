"""nbgrader's settings for a class: which steps are the course's own, and why in this order."""

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
        The settings file; the class is in its folder.

    Examples
    --------
    >>> config = Config()
    >>> configure(config, "a/class/nbgrader_config.py")
    >>> config.CourseDirectory.course_id
    'lstm'
    """
    # nbgrader starts alembic by name, so this Python's folder has to be on PATH.
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", "")

    course = Course(Path(file).resolve().parent)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.db_url = course.db_url
    config.CourseDirectory.course_id = "lstm"
    config.IncludeHeaderFooter.header = ""
    config.Execute.timeout = Limits().cell_s  # an exercise or a class may set another
    config.Execute.shutdown_kernel = "immediate"
    config.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"]
    config.ClearMetadataPreprocessor.enabled = False  # it would strip the record of the verdicts

    # A file that is not a notebook must not end the run: it becomes an empty notebook that holds
    # the reason.
    config.Autograde.exporter_class = "autograde.intake.reading.TolerantExporter"
    # Checked once, after the last step, and not after each of nine.
    config.TolerantExporter.optimistic_validation = True
    config.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        # Replaces DeduplicateIds, OverwriteCells and CheckCellMetadata: it takes no metadata from a
        # submission.
        "autograde.intake.restore.Restore",
    ]
    config.Autograde.autograde_preprocessors = [
        # Observations come from the store or from a kernel. They are judged before any other step
        # reads outputs.
        "autograde.marking.execute.StoredExecute",
        "autograde.marking.verdicts.ApplyVerdicts",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "autograde.marking.late.LatePenalties",
        "autograde.gradebook.shared.EndTransaction",
    ]

    # The pages that show what learners wrote: Formgrader's and the feedback pages. nbgrader's own
    # template folder stays in the list, because this setting also applies to Formgrader.
    config.HTMLExporter.extra_template_basedirs = [
        str(TEMPLATES),
        str(FORMGRADER / "templates"),
    ]
    config.HTMLExporter.filters = {"markdown2html": "autograde.results.feedback.safe_markdown"}
    config.GenerateFeedback.preprocessors = [
        "nbgrader.preprocessors.GetGrades",
        "autograde.results.feedback.Overview",
    ]
