"""The settings under which a learner's Validate runs a notebook, from the course's limits."""

from dataclasses import replace

from autograde.kernel.limits import PATIENCE, Limits
from autograde.places import ASSIGNMENTS
from autograde.release.statement import assignment_names, read_facts

FILE = "nbgrader_config.py"
START_S = 180  # enough to import Keras on a busy machine

TEXT = '''\
"""nbgrader's settings for Validate: how long a notebook may take there.

Validate counts the time that passes, also while a laptop is busy with something else. So these
times are generous: they only have to end an infinite loop. When a notebook is graded, a cell may
take {cell_s} s of its own.
"""

config = get_config()  # noqa: F821
config.Validator.Execute.timeout = {timeout}
config.Validator.Execute.iopub_timeout = {timeout}
config.Validator.Execute.startup_timeout = {start}
'''


def settings() -> str:
    """Write the settings file, which lies beside a learner's notebooks.

    Returns
    -------
    str
        Python; nbgrader reads it in the folder where JupyterLab was started, and in the
        environment's `etc/jupyter`.

    Examples
    --------
    >>> "config.Validator.Execute.timeout = 300" in settings()
    True
    """
    own = (read_facts(ASSIGNMENTS / name / "notebook.md").limits for name in assignment_names())
    longest = max(replace(Limits(), **limits).cell_s for limits in own)
    return TEXT.format(cell_s=longest, timeout=PATIENCE * longest, start=START_S)
