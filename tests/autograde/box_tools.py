"""Run cells in a box, for the tests of what a box keeps, limits and survives."""

from autograde.execution.environment import environment
from autograde.execution.job import Job, run_job
from autograde.kernel.limits import Limits


def run(*sources, **limits):
    """Run cells in a box, and return the result."""
    cells = tuple((f"cell-{number}", source) for number, source in enumerate(sources))
    job = Job(cells, "0" * 16, (), False, environment(()), Limits(**limits))
    return run_job(job)


def said(result, cell="cell-0"):
    """Return what a cell printed, and the name of the error that it raised."""
    outputs = result["cells"][cell]["outputs"]
    printed = "".join(o["text"] for o in outputs if o["output_type"] == "stream")
    return printed.strip() + "".join(o["ename"] for o in outputs if o["output_type"] == "error")
