"""A class graded by `autograde grade` and by stock `nbgrader autograde`, one after the other.

There are three classes of distinct, right submissions: `single_lstm` as the course solves it, the
same notebook with a training of two epochs, and `lstm_cell`, which does not import TensorFlow. Both
sides start from the handed-in files and end with marks in a gradebook. Stock nbgrader has its
default settings: it runs one kernel after another, each imports what it needs, and nbgrader waits
for each shutdown. Its marks mean nothing here, since checks do not judge inside a kernel; only its
time counts.

`cells` is the CPU time of the learners' cells, measured in the kernels. `own` is all other CPU time
of our run, from the first import to the last commit. The use of the whole run comes from a control
group. Without one it is `nan`, since the processes' own accounts miss the kernels, which use most.

    python benchmarks/grading_throughput.py [--scale 0.1] [--only lstm_cell]
"""

import argparse
import contextlib
import json
import math
import os
import shutil
import statistics
import tempfile
import threading
from pathlib import Path

import psutil
from grading_classes import (
    BIN,
    WORKLOADS,
    Workload,
    autograde,
    cells_cpu,
    marks,
    our_class,
    run,
    stock_class,
)

WORKERS = 2
AIMS = {"single_lstm": 3, "two epochs": 6, "lstm_cell": 6}
BIG = 500  # submissions of lstm_cell in the run from which a larger class is extrapolated
MIB = 2**20


def throughput(workloads: list[Workload], scale: float) -> None:
    """Print the table of all classes, and whether one worker gives the same marks as two."""
    print(
        f"{WORKERS} workers on {os.cpu_count()} cores; seconds a submission\n"
        "class         n  stock   ours  ratio (aim)  cells/CPU  cells/cores  own CPU  "
        "one worker  same marks",
        flush=True,
    )
    for workload in workloads:
        n = max(2, round(workload.n * scale))
        with tempfile.TemporaryDirectory() as name:
            place = Path(name)
            ours = our_class(place, workload, n)
            stock = stock_class(place, ours, workload.assignment)
            alone = place / "alone"
            shutil.copytree(ours, alone)
            graded = autograde(ours, "grade", "--quiet", "--workers", WORKERS)
            theirs = run([str(BIN / "nbgrader"), "autograde", workload.assignment], stock)
            single = autograde(alone, "grade", "--quiet", "--workers", 1)
            found = marks(ours, workload.assignment)
            same = len(found) == n and found == marks(alone, workload.assignment)
            cells, cpu = cells_cpu(ours), math.nan if graded.cpu is None else graded.cpu
        print(
            f"{workload.name:11} {n:3}  {theirs.wall / n:5.2f}  {graded.wall / n:5.2f}  "
            f"{theirs.wall / graded.wall:4.1f}x ({AIMS[workload.name]}x)  "
            f"{cells / cpu:8.0%}  {cells / graded.wall / (os.cpu_count() or 1):10.0%}  "
            f"{(cpu - cells) / n:6.2f} s  {single.wall / n:8.2f} s  "
            f"{'yes' if same else 'NO':>10}",
            flush=True,
        )


def larger_class(scale: float) -> None:
    """Print the time of a large NumPy class, and the extrapolated time of 10,000 submissions."""
    n = max(20, round(BIG * scale))
    with tempfile.TemporaryDirectory() as name:
        ours = our_class(Path(name), WORKLOADS[-1], n)
        graded = autograde(ours, "grade", "--json", "--workers", WORKERS)
    times = [one["times"] for one in json.loads(graded.out)]
    commits = sorted(t["committed"] for t in times)
    runs = [t["executed"] - t["started"] for t in times]
    # The coordinator judges and commits one submission after another, so the shortest time between
    # two commits is the cost of one. Comparing the first and the last hundred shows whether a full
    # gradebook is slower.
    gaps = [b - a for a, b in zip(commits, commits[1:], strict=False)]
    commit = statistics.median(sorted(gaps)[: n // 4])
    start = min(t["started"] for t in times) - min(t["queued"] for t in times)
    rate = (commits[-1] - commits[0]) / (n - 1)
    part = min(100, n // 4)
    print(
        f"\nlstm_cell, {n} submissions: {graded.wall:.0f} s in all\n"
        f"  {start:.1f} s before the first runs; a notebook runs for {statistics.median(runs):.2f} "
        f"s on each of {WORKERS} workers; a commit takes about {commit:.2f} s\n"
        f"  from commit to commit {rate:.3f} s; the first {part} took "
        f"{(commits[part - 1] - commits[0]) / (part - 1):.3f} s, the last {part} "
        f"{(commits[-1] - commits[-part]) / (part - 1):.3f} s each\n"
        f"  10,000 of them, extrapolated: {(start + 10_000 * rate) / 3600:.1f} h on these "
        f"{os.cpu_count()} cores; with as many workers as there are submissions still "
        f"{(start + 10_000 * commit) / 60:.0f} min, since one process commits",
        flush=True,
    )


def memory(scale: float) -> None:
    """Print the memory of kernels and of whole runs; a shared page is divided among processes."""
    n = max(2, round(6 * scale))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        ours = our_class(place, WORKLOADS[1], n)
        stock = stock_class(place, ours, WORKLOADS[1].assignment)
        rows = {
            "stock": sampled(
                lambda: run([str(BIN / "nbgrader"), "autograde", "single_lstm"], stock)
            ),
            f"ours, {WORKERS} workers": sampled(
                lambda: autograde(ours, "grade", "--quiet", "--workers", WORKERS)
            ),
        }
    print("\nPeak MiB, with a shared page divided among its processes (two epochs)")
    for name, (kernel, everything) in rows.items():
        print(f"{name:16}  a kernel {kernel:5.0f}   the whole run {everything:5.0f}")
    (stock_kernel, _), (our_kernel, _) = rows.values()
    print(f"a kernel, ours to stock: {our_kernel / stock_kernel:.2f}, expected at most 0.5")


def sampled(work) -> tuple[float, float]:
    """Call `work`, and return the peak memory of the largest kernel and of all processes."""
    kernel = everything = 0.0
    over = threading.Event()
    thread = threading.Thread(target=lambda: (work(), over.set()))
    thread.start()
    me = psutil.Process()
    while not over.wait(0.1):
        total = 0.0
        for process in me.children(recursive=True):
            with contextlib.suppress(psutil.Error):
                held = process.memory_full_info().pss / MIB
                total += held
                if is_kernel(process):
                    kernel = max(kernel, held)
        everything = max(everything, total)
    thread.join()
    return kernel, everything


def is_kernel(process: psutil.Process) -> bool:
    """Tell whether a process is a kernel: stock nbgrader's, or the second fork of our parent."""
    words = process.cmdline()
    if any("ipykernel_launcher" in word for word in words):
        return True
    # Fork parent, keeper and kernel have the same command line, and that of bubblewrap contains it.
    line = [words, *(above.cmdline() for above in process.parents()[:2])]
    return all("/kernel/parent.py" in w and not w[0].endswith("bwrap") for w in line)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=1.0, help="fraction of the submissions")
    parser.add_argument("--only", choices=[w.name for w in WORKLOADS], help="one class")
    options = parser.parse_args()
    chosen = [w for w in WORKLOADS if options.only in (None, w.name)]
    throughput(chosen, options.scale)
    if options.only in (None, "lstm_cell"):
        larger_class(options.scale)
    if options.only is None:
        memory(options.scale)


if __name__ == "__main__":
    main()
