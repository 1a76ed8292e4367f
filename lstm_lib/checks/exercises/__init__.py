"""Every check of the course, found by its exercise's folder.

An exercise is a folder here: `checks.py` says what is called and observed, `judge/judges.py` what
is right and what each wrong answer is called. A folder without checks is refused when the
package is imported, so that no exercise stays half finished.
"""

from importlib import import_module
from pathlib import Path

from lstm_lib.checks.check import Check

NAMES = tuple(
    sorted(
        path.name
        for path in Path(__file__).parent.iterdir()
        if path.is_dir() and path.name not in ("judge", "__pycache__")
    )
)

CHECKS_OF: dict[str, tuple[Check, ...]] = {
    name: import_module(f"{__name__}.{name}.checks").CHECKS for name in NAMES
}
CHECKS = tuple(check for checks in CHECKS_OF.values() for check in checks)
