"""Where the project's own files are."""

from pathlib import Path

AUTOGRADE = Path(__file__).parent
ROOT = AUTOGRADE.parent
ASSIGNMENTS = AUTOGRADE / "assignments"  # one folder each, with `notebook.md` and `class.toml`
MEASURE = AUTOGRADE / "quality" / "measure.json"  # of each exercise, by `make quality`
TRAININGS = AUTOGRADE / "quality" / "trainings.json"  # by `make quality-long`
TEMPLATES = AUTOGRADE / "templates"
SAMPLE = ROOT / "build" / "sample_class"  # the sample class, which `make` makes
INSTALLER = ROOT / "install.py"
LOCK = ROOT / "requirements.lock"  # all that the course needs
LEARNERS_LOCK = ROOT / "requirements-learner.lock"
UV_LOCK = ROOT / "requirements-uv.lock"
