"""One call, three settings: what `check.NAME()` does in a notebook.

- In JupyterLab it observes, judges in place and shows a card. It never raises.
- Under Validate it raises one exception whose text is the diagnosis: nbgrader has no
other way to tell a failed check from a passed one.
- When a submission is graded it publishes the observation and judges nothing.
"""

import os
import secrets
import sys
import textwrap
from collections.abc import Mapping
from typing import Any

from lstm_lib.checks import observation as wire
from lstm_lib.checks import rebound, withhold
from lstm_lib.checks.check import Check
from lstm_lib.checks.seed import random_generator

SEED_VARIABLE = "LSTM_COURSE_SEED"  # set by the grader, and by nothing else

_SHOWN: dict[str, int] = {}  # the last hint of each check that this notebook has seen


class CheckFailed(AssertionError):
    """A check did not pass; its text is the diagnosis."""

    def _render_traceback_(self) -> list[str]:
        """Show the diagnosis alone: a traceback through the library would only hide it.

        `nbgrader validate` cuts every line after 83 characters, so long ones are broken.
        """
        return [
            part
            for line in str(self).splitlines()
            for part in textwrap.wrap(
                line,
                80,
                # A finding's second line is indented under its first, not set under the next sign.
                initial_indent="    " if line.startswith(("Found:", "It happened")) else "",
                subsequent_indent="    ",
                break_long_words=False,
            )
            or [""]
        ]


class Unjudged:
    """What a check returns when a submission is graded.

    nbgrader takes a bare number at the end of a cell as its mark. If a course ever
    grades without the step that judges, this number is zero.
    """

    def __repr__(self) -> str:
        """Return zero, the mark of what has not been judged."""
        return "0.0"


class NotebookCheck:
    """A check that a notebook can call.

    Parameters
    ----------
    check : Check
        As its exercise declares it.
    """

    def __init__(self, check: Check) -> None:
        self.check = check
        self.name = check.name

    def __call__(self, seed: str | None = None) -> Unjudged | None:
        """Check the object of this name in the calling notebook.

        Parameters
        ----------
        seed : str, optional
            The seed of a case seen before, as its card prints it. Fresh each time by default.

        Raises
        ------
        CheckFailed
            Under Validate, if the object is not right.
        """
        grading_seed = os.environ.get(SEED_VARIABLE)
        if grading_seed is not None:
            _publish(wire.pack(self._observe_notebook(grading_seed)))
            return Unjudged()
        from lstm_lib.checks.exercises.judge import judge  # an edition for grading holds no judge

        seed = secrets.token_hex(4) if seed is None else seed
        try:
            random_generator(seed, self.name)
        except ValueError as error:
            print(f"check.{self.name} did not run: {error}, as a card prints it.")
            return None
        seen = self._observe_notebook(seed)
        with withhold.lifted():
            verdict = judge(self.name, seen, seed)
        if os.environ.get("NBGRADER_EXECUTION") in ("validate", "autograde"):
            if verdict.share < 1:
                raise CheckFailed(verdict.text())
            print(verdict.text())
        else:
            _publish(verdict._repr_mimebundle_())
        return None

    def observe(self, namespace: Mapping[str, Any], seed: str) -> wire.Observation:
        """Observe without a notebook; see `lstm_lib.checks.check.Check.observe`."""
        return self.check.observe(namespace, seed)

    def _observe_notebook(self, seed: str) -> wire.Observation:
        """Observe the notebook, and note if its own names have taken the place of `check`."""
        seen = self.observe(_notebook_namespace(), seed)
        if found := rebound.found():
            seen.facts["check"] = found
        return seen

    def hint(self, step: int | None = None) -> None:
        """Print the next hint: a question, then where to look, then what to do there.

        Parameters
        ----------
        step : int, optional
            Which hint, 1 to 3. By default the one after the last that was shown.
        """
        if step is None:
            step = min(_SHOWN.get(self.name, 0) + 1, 3)
        if step not in (1, 2, 3):
            print(f"There is no hint {step!r}: the hints are 1, 2 and 3.")
            return
        _SHOWN[self.name] = step
        more = f"\nFor more: check.{self.name}.hint()" if step < 3 else ""
        print(f"Hint {step} of 3: {self.check.hints[step - 1]}{more}")

    def __repr__(self) -> str:
        """Say how to call it: a check without its parentheses is a common slip."""
        return f"check.{self.name} is a check: call it as check.{self.name}()"


def _notebook_namespace() -> Mapping[str, Any]:
    """Return the names of the notebook, or of the running script."""
    from IPython import get_ipython

    shell = get_ipython()
    return shell.user_ns if shell is not None else vars(sys.modules["__main__"])


def _publish(bundle: dict[str, Any]) -> None:
    """Show a MIME bundle in the notebook, or its plain text elsewhere."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(bundle["text/plain"])
    else:
        display(bundle, raw=True)
