"""Where the project's own files lie."""

from pathlib import Path

AUTOGRADE = Path(__file__).parent
ROOT = AUTOGRADE.parent
ASSIGNMENTS = AUTOGRADE / "assignments"  # a folder each: `notebook.md`, and `class.toml`
TEMPLATES = AUTOGRADE / "templates"
SAMPLE = ROOT / "build" / "sample_class"  # the sample class: derived, and graded anew by `make`
INSTALLER = ROOT / "install.py"
LOCK = ROOT / "requirements.lock"  # all that the course needs
LEARNERS_LOCK = ROOT / "requirements-learner.lock"
UV_LOCK = ROOT / "requirements-uv.lock"
