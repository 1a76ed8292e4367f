"""What attacks achieve against stock nbgrader, and what they achieve here.

``python benchmarks/hostile_table.py`` grades the attacks of ``tests/autograde/hostile.py`` twice,
once by each grader, and prints a table. It takes some minutes. The tests grade the same attacks.

Stock nbgrader gets a plain course with the same notebook, points and answers. Its test cells hold
hidden asserts that compare with the same functions of ``lstm_lib``, on cases drawn by the same
function. Its settings are nbgrader's own, except that a cell may run as long as it may here.

Each attack runs on a fresh copy of that course, one after another, inside a bubblewrap sandbox. It
sees the machine read-only and no process but its own, and can write only to the course. It has 8 GB
of address space (16 for TensorFlow), 1 GB per file and 40 seconds. These limits protect this
machine; stock nbgrader has none of them. For the same reason, attacks on memory, processes and disk
are bounded: they use a little more than our box allows, which shows whether they would be stopped.
A dash means that nbgrader has nothing to attack, such as our observations. It also stands for odd
names, which gain nothing there.

The memory of our own processes is measured as well: the one with the gradebook, and those that read
what notebooks send.

"reached" means that an attack got at what it must not reach: a file, the network, more memory than
allowed, a page. "others" means that another student's mark or file changed, or that a process was
left running. "accepted" counts marks above what is due, and attacks that reached something.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "autograde"))

from attack import LEFT, REACHED, Attack, hand_in, left_behind, printed  # noqa: E402
from grader_memory import GraderMemory  # noqa: E402
from grading_tools import Class, nbgrader_may_warn  # noqa: E402
from hostile import ATTACKS, CELL_S, HONEST, files, hostile_class, renamed, solution  # noqa: E402
from nbgrader.api import Gradebook, MissingEntry  # noqa: E402

from autograde.intake.names import usable_name  # noqa: E402
from autograde.places import ASSIGNMENTS  # noqa: E402
from autograde.release.build import read_assignment  # noqa: E402

NAME = "lstm_cell"
LIMIT_S, MEMORY_KB, FILE_BLOCKS = 40, 8 * 2**20, 2 * 2**20
WITH_TENSORFLOW = 21  # the row that loads it: twice the address space, nbgrader's own 30 s per cell
CLASSMATE = "5"  # the mark from stock nbgrader for a wrong gate, which fails the step as well
STAYED = "stayed"  # a file that lists the processes left running
BIN = Path(sys.executable).parent
SETUP = "import numpy as np\n\nfrom lstm_lib.cell import sigmoid"
# What each check compares with, for a hidden test in nbgrader.
GATE = "[case[a] for a in ('x_t', 'h_prev', 'W', 'U', 'b')]"
TESTED = {
    "forget-gate-check": ("forget_gate", "inputs", GATE, "lstm_gates(*given)[1]"),
    "input-gate-check": ("input_gate", "inputs", GATE, "lstm_gates(*given)[0]"),
    "candidate-check": ("candidate", "inputs", GATE, "lstm_gates(*given)[2]"),
    "update-cell-state-check": (
        "update_cell_state",
        "opened",
        "[case[a] for a in ('c_prev', 'i', 'f', 'g')]",
        "given[2] * given[0] + given[1] * given[3]",
    ),
    "output-gate-check": ("output_gate", "inputs", GATE, "lstm_gates(*given)[3]"),
    "lstm-step-check": (
        "lstm_step",
        "inputs",
        "[case[a] for a in ('x_t', 'h_prev', 'c_prev', 'W', 'U', 'b')]",
        "lstm_step_of_library(*given)",
    ),
}
TEST = """\
assert callable({name})
### BEGIN HIDDEN TESTS
from lstm_lib.cell import lstm_gates
from lstm_lib.cell import lstm_step as lstm_step_of_library
from lstm_lib.checks.exercises.lstm_cell.checks import {cases}

for case in {cases}(np.random.default_rng(7)):
    given = {given}
    assert np.allclose({name}(*given), {expected})
### END HIDDEN TESTS"""


def stock_course(root: Path) -> None:
    """Make a plain nbgrader course with the assignment, and release it there."""
    notebook = read_assignment(ASSIGNMENTS / NAME / "notebook.md")
    for cell in notebook.cells:
        if cell.id == "setup":
            cell.source = SETUP
        if cell.id in TESTED:
            name, cases, given, expected = TESTED[cell.id]
            cell.source = TEST.format(name=name, cases=cases, given=given, expected=expected)
    place = root / "source" / NAME
    place.mkdir(parents=True)
    (place / f"{NAME}.ipynb").write_text(json.dumps(notebook))
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        f"c.CourseDirectory.course_id = 'stock'\nc.ExecutePreprocessor.timeout = {CELL_S}\n"
        f"c.Execute.timeout = {CELL_S}\n"
    )
    subprocess.run(
        [BIN / "nbgrader", "generate_assignment", NAME],
        cwd=root,
        env=environment(root),
        check=True,
        capture_output=True,
    )


def environment(root: Path) -> dict[str, str]:
    """Return nbgrader's environment: its own home, nothing of ours, a quiet TensorFlow."""
    return {
        "PATH": f"{BIN}:/usr/bin:/bin",
        "HOME": str(root),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",  # its warnings on stderr would cost an honest answer its mark
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "CUDA_VISIBLE_DEVICES": "-1",
    }


def run_stock(root: Path, student: str, memory_kb: int = MEMORY_KB) -> None:
    """Grade one student by nbgrader's command, within limits that protect this machine."""
    command = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL"]
    command += ["--ro-bind", "/", "/", "--dev", "/dev"]
    command += ["--proc", "/proc", "--bind", str(root), str(root), "--chdir", str(root), "--"]
    grade = f'"$0" autograde {NAME} --create "--student=$1"'
    # Look for processes left running before this box ends, which ends them all.
    look = f"grep -sl '{LEFT.replace('.', '[.]')}' /proc/[0-9]*/cmdline > {STAYED}"
    script = f"ulimit -v {memory_kb}; ulimit -f {FILE_BLOCKS}; {grade}; {look}"
    command += ["/bin/sh", "-c", script, str(BIN / "nbgrader"), student]
    with subprocess.Popen(
        command,
        env=environment(root),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def stock_mark(root: Path, student: str) -> str:
    """Return the mark that stock nbgrader saved, or a text that there is none."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "stock") as gradebook:
        try:
            found = gradebook.find_submission_notebook(NAME, NAME, student)
        except MissingEntry:
            return "ungraded"
        marks = [g.auto_score for g in found.grades if g.name in TESTED]
    if not (root / "autograded" / student / NAME / f"{NAME}.ipynb").exists():
        return "ungraded"
    return "ungraded" if None in marks else f"{sum(marks):g}"


def stock(attack: Attack, student: str, template: Path, fill: dict[str, str]) -> str:
    """Grade an attack by stock nbgrader, and return the result."""
    with tempfile.TemporaryDirectory(dir=template.parent) as place:
        root = Path(place) / "course"
        shutil.copytree(template, root)
        solved = solution(root / "release" / NAME / f"{NAME}.ipynb")
        fill = {**fill, "COURSE": str(root)}
        hand_in(root / "submitted", "ada", HONEST["mia"], solved, fill)
        hand_in(root / "submitted", student, attack, solved, fill)
        before = handed_out_and_in(root)
        memory_kb = MEMORY_KB
        if attack.row == WITH_TENSORFLOW:
            memory_kb *= 2
            with open(root / "nbgrader_config.py", "a", encoding="utf-8") as file:
                file.write("c.ExecutePreprocessor.timeout = c.Execute.timeout = 30\n")
        run_stock(root, student, memory_kb)
        said = [stock_mark(root, student)]
        graded = root / "autograded" / student / NAME / f"{NAME}.ipynb"
        if graded.is_file() and REACHED in printed(json.loads(graded.read_text())):
            said.append("reached")
        stayed = root / STAYED
        others = (stayed.exists() and stayed.stat().st_size > 0) or handed_out_and_in(
            root
        ) != before
        if attack.others and not others:
            run_stock(root, "ada")
            others = stock_mark(root, "ada") != CLASSMATE
        if others:
            said.append("others")
        return " + ".join(said)


def handed_out_and_in(root: Path) -> dict[str, str]:
    """Return the files of a class that grading must leave as they are."""
    kept = ("source", "release", "submitted")
    return {name: held for name, held in files(root).items() if name.startswith(kept)}


def ours(made: Class, one: dict, student: str) -> tuple[str, str]:
    """Return the result of an attack here, and what our card says."""
    if one["problem"]:
        return "ungraded", one["problem"]
    reached = REACHED in printed(made.graded(student))
    card = made.card(student, "lstm-step-check").split("\n")
    said = card[1].strip() if len(card) > 1 else card[0]
    return f"{one['score']:g}" + (" + reached" if reached else ""), said


def shown(text: str, width: int) -> str:
    """Return a text cut to its column, without control characters."""
    safe = "".join(c if c.isprintable() else "?" for c in text)
    return (safe if len(safe) <= width else f"{safe[: width - 1]}…").ljust(width)


def summary(name: str, rows: list[tuple[Attack, str]], untouched: bool) -> None:
    """Print how many attacks were accepted, and how many were left without a mark."""
    found = [(attack, said.split(" + ")) for attack, said in rows if said != "–"]
    marked = [(a, said) for a, said in found if said[0] != "ungraded"]
    accepted = sum(float(said[0]) > a.mark or "reached" in said for a, said in marked)
    lost = sum(float(said[0]) < a.mark for a, said in marked)
    print(
        f"{name:5} of {len(found)}: accepted {accepted}, ungraded {len(found) - len(marked)}, "
        f"right answers that lost marks {lost}, others untouched {'yes' if untouched else 'no'}"
    )


def main() -> None:
    """Grade everything twice, and print the table."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as place, socket.create_server(("127.0.0.1", 0)) as server:
        secret = Path(place) / "elsewhere" / "secret"
        secret.parent.mkdir()
        secret.write_text(f"{REACHED}: what only the grader may read")
        fill = {"SECRET": str(secret), "PORT": str(server.getsockname()[1])}
        made = hostile_class(Path(place) / "ours", fill)
        before = renamed(files(made.course.root)), files(secret.parent)
        start = time.monotonic()
        with GraderMemory() as memory:
            _, out, _ = made.run("grade", NAME, "--json")
        took = time.monotonic() - start
        results = {one["student"]: one for one in json.loads(out)}
        with nbgrader_may_warn():
            stock_course(Path(place) / "stock")
        head = " ".join((shown("attack", 52), shown("stock", 20), shown("ours", 10)))
        print(f"{'#':>2}  {head} what our card says", flush=True)
        rows = []
        for student, attack in sorted(ATTACKS.items(), key=lambda pair: pair[1].row or 99):
            theirs = stock(attack, student, Path(place) / "stock", fill) if attack.stock else "–"
            who = usable_name(student)
            mark, said = ours(made, results[who], who)
            rows.append((attack, theirs, mark))
            columns = shown(attack.does, 52), shown(theirs, 20), shown(mark, 10)
            print(
                f"{attack.row or '':>2}  {' '.join(columns)} {shown(said, 90).strip()}", flush=True
            )
        honest = all(results[name]["score"] == one.mark for name, one in HONEST.items())
        same = (files(made.course.root), files(secret.parent)) == before
        print("\n# is the attack's number in the list of attacks known to work on nbgrader.")
        print(f"ours took {took:.0f} s, both together {time.monotonic() - begin:.0f} s.")
        coordinator = memory.peaks_mib.pop(os.getpid())
        print(
            f"Of our processes, the one with the gradebook took {coordinator:.0f} MiB at most, "
            f"those that run notebooks {max(memory.peaks_mib.values(), default=0):.0f} MiB."
        )
        stayed = not any("others" in theirs for _, theirs, _ in rows)
        summary("stock", [(attack, theirs) for attack, theirs, _ in rows], stayed)
        summary("ours", [(a, m) for a, _, m in rows], honest and same and not left_behind())


if __name__ == "__main__":
    main()
