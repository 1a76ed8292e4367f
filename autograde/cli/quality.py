"""`autograde quality`: measure how well the checks judge."""

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from autograde.cli.options import Command, add_assignments, names_of
from autograde.errors import CourseError


def add(command: Command) -> None:
    """Describe the command."""
    sub = command(
        "quality",
        run,
        "measure how well the checks judge",
        "Right answers, wrong answers and mutants go through each check, which takes minutes. The "
        "result is stored in the course's own folder, and an exercise below the bar is not "
        "released. The exit code is 1 if there is one.",
    )
    add_assignments(sub)
    sub.add_argument("--workers", metavar="N", type=int, default=0, help="default: one per core")
    sub.add_argument(
        "--long",
        metavar="SEEDS",
        type=int,
        nargs="?",
        const=0,
        help="instead train under many seeds (default: 200), an hour or more; run again to go on",
    )


def run(options: argparse.Namespace) -> int:
    """Measure, store, and print what is below the bar."""
    if min(options.workers, options.long or 0) < 0:
        raise CourseError("--workers and --long take a number above 0.")
    if options.long is not None:
        return _train(options.long, options.workers)
    from autograde.quality import table
    from autograde.quality.measure import measure
    from autograde.release.measured import fingerprint, store, summed

    names = names_of(options)
    made_by = {name: fingerprint(name) for name in names}  # somebody may edit it meanwhile
    below: list[str] = []

    def done(exercise: str, checks: dict[str, dict[str, Any]]) -> None:
        store(exercise, checks, made_by[exercise])
        total = summed(checks)
        print(table.line(table.row(exercise, total)), flush=True)
        for complaint in total.complaints():
            below.append(exercise)
            print(f"BELOW THE BAR {exercise}: {complaint}", flush=True)

    print(table.line(table.HEAD), flush=True)
    measure(names, done, options.workers)
    return 1 if below else 0


def _train(seeds: int, workers: int) -> int:
    """Train what is not stored yet, on all cores, and store each run in its turn."""
    from autograde.quality import table, trainings

    rest = trainings.waiting(seeds or trainings.SEEDS)
    # TensorFlow does not survive a fork, and each worker has one core.
    os.environ.update(OMP_NUM_THREADS="1", TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1")
    with ProcessPoolExecutor(
        workers or os.cpu_count(),
        mp_context=get_context("spawn"),
        max_tasks_per_child=50,  # what TensorFlow keeps of each training adds up to gigabytes
    ) as pool:
        runs = pool.map(trainings.trained, [a for a, _ in rest], [seed for _, seed in rest])
        for number, ((answer, seed), run) in enumerate(zip(rest, runs, strict=True), start=1):
            trainings.append(answer, run)
            told = f"{answer[1]}, {answer[2]}, seed {seed}: {', '.join(run.names) or 'right'}"
            print(f"{number} of {len(rest)}: {told}", flush=True)
    for row in table.training_rows():
        print(table.line(row))
    return 0
