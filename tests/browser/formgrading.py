"""A class for Formgrader, and JupyterLab in its folder, as an instructor starts it."""

import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import browsing
import nbformat
import psutil
import urllib3

sys.path.insert(0, str(Path(__file__).parents[1] / "autograde"))

from grading_tools import Class  # noqa: E402 - it lies in the folder that the line above adds
from small_class import wrong_answers  # noqa: E402

from autograde.intake.names import usable_name  # noqa: E402

PATIENCE_MS = 120_000  # the first submission waits until the packages are imported
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")

# What a submission would do in the browser of its instructor: leave a sign, and take full marks.
ATTACK = """
document.documentElement.dataset.attacked = "yes";
const own = location.pathname.split("/").filter(Boolean).pop();
const headers = {"X-CSRFToken": (document.cookie.match(/_xsrf=([^;]*)/) || [])[1]};
fetch("/formgrader/api/grades?submission_id=" + own).then((reply) => reply.json()).then(
  (grades) => Promise.all(grades.map((grade) => fetch("/formgrader/api/grade/" + grade.id,
    {method: "PUT", headers, body: JSON.stringify({...grade, manual_score: grade.max_score})})))
).then(() => { document.documentElement.dataset.attacked = "and done"; });
"""
SCRIPT = f"<script>{ATTACK}</script>"
OUTPUTS = f'''
from IPython.display import HTML, SVG, Javascript, Markdown, display

script = """{SCRIPT}"""
picture = '<svg xmlns="http://www.w3.org/2000/svg">' + script + "</svg>"
display(HTML(script), SVG(picture), Javascript(script[8:-9]), Markdown(script))
display({{"image/png": '">' + script, "image/svg+xml": picture, "text/plain": script}}, raw=True)
display(HTML("<img src=x onerror='document.documentElement.dataset.attacked = 1'>"))
raise ValueError(script)
'''
WRITTEN = (
    f"{SCRIPT} <img src=x onerror='document.documentElement.dataset.attacked = 1'>\n\n"
    "![x](attachment:x.svg) [here](javascript:document.documentElement.dataset.attacked=1)"
)
# The first had to be made usable, which it is for Formgrader as well.
RIGHT, WRONG, HOSTILE, BLANK = usable_name("Lovelace, Ada?"), "ben", "mallory", "zoe"
STUDENTS = (RIGHT, WRONG, HOSTILE, BLANK)


def hand_in_class(root):
    """Release `lstm_cell` in a folder and let four learners hand it in; nothing is graded."""
    made = Class(root)
    made.release("lstm_cell")
    made.hand_in(RIGHT, {"source": {"written": "The forget gate is near 1."}})
    made.hand_in(WRONG, {"source": {**wrong_answers(), "written": "Some gate."}})
    made.hand_in(
        HOSTILE,
        {
            "source": {"forget-gate": wrong_answers()["forget-gate"], "written": WRITTEN},
            "add": {"example": OUTPUTS, "written": OUTPUTS},
            "beside": {"page.html": SCRIPT},
        },
    )
    made.hand_in(BLANK, {"answers": "release"})
    _attach(made.path("submitted", HOSTILE))
    return made


def _attach(path):
    """Give a notebook what its learner can store in it without running anything."""
    notebook = nbformat.read(path, as_version=4)
    picture = f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.attachments = {"x.svg": {"image/svg+xml": picture}}
        else:
            shown = {"text/html": SCRIPT, "image/svg+xml": picture}
            cell.outputs = [nbformat.v4.new_output("display_data", data=shown)]
    nbformat.write(notebook, path)


def autograde(made, *arguments):
    """Run the command on a class, in a process of its own: here the browser's loop runs."""
    command = [sys.executable, "-m", "autograde.cli", "--course", str(made.course.root)]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def jupyter_lab(root, place, path=None):
    """Run JupyterLab in a class's folder, and give its address; nothing of it is left behind.

    `place` is a folder for what it writes down while it runs, `path` is its PATH.
    """
    environment = {**os.environ, "PATH": path or os.environ["PATH"]}
    for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        environment[name] = str(place / name.lower())
    options = ["--no-browser", "--allow-root", "--IdentityProvider.token="]
    options += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        **{"cwd": root, "env": environment, "stderr": subprocess.PIPE, "text": True},
    )
    said = []
    address = None
    for line in server.stderr:
        said.append(line)
        if address := ADDRESS.search(line):
            break
    assert address, "".join(said)
    listener = threading.Thread(target=server.stderr.read)
    listener.start()
    try:  # it names its address a moment before it listens there
        retries = urllib3.Retry(connect=20, backoff_factor=0.05, backoff_max=1)
        urllib3.request("GET", f"{address[0]}api", retries=retries)
        yield address[0]
    finally:
        started = psutil.Process(server.pid).children(recursive=True)
        server.terminate()
        server.wait(60)
        listener.join()
        server.stderr.close()
    assert psutil.wait_procs(started, 60)[1] == []


def path_without(program):
    """Return a PATH on which a program is not found."""
    folders = os.environ["PATH"].split(os.pathsep)
    without = [folder for folder in folders if not (Path(folder) / program).exists()]
    path = os.pathsep.join([str(Path(sys.executable).parent), *without])
    assert shutil.which(program, path=path) is None
    return path


@contextmanager
def formgrader(browser, base, address):
    """Open a page of Formgrader."""
    with browsing.opened(browser, base, f"formgrader/{address}") as (page, visit):
        page.set_default_timeout(PATIENCE_MS)
        page.wait_for_load_state("networkidle")
        yield page, visit


def row_of(page, student):
    """Return a student's row in a table of Formgrader."""
    whole = re.compile(f"^{re.escape(student)}$")
    return page.locator("tbody tr", has=page.locator("td", has_text=whole))


def press(page, student, button):
    """Press one of a submission's buttons, and return what the dialog says when it is done."""
    row_of(page, student).locator(f".{button} a").click()
    dialog = page.locator(".modal.in")
    dialog.wait_for()
    said = dialog.inner_text()
    dialog.get_by_role("button", name="OK").click()
    dialog.wait_for(state="detached")
    return said


@contextmanager
def grading_view(browser, base, made, student):
    """Open the page on which a submission is graded by hand."""
    with made.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("lstm_cell", "lstm_cell", student)
    with formgrader(browser, base, f"submissions/{notebook.id}") as opened:
        yield opened


def manual_marks(made, student):
    """Return the marks that a person gave, by cell."""
    with made.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("lstm_cell", "lstm_cell", student)
        return {
            grade.name: grade.manual_score
            for grade in notebook.grades
            if grade.manual_score is not None
        }
