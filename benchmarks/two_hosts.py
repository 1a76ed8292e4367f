"""Compare one host with two: how much faster a class is graded, and whether its marks agree.

Each host is a network namespace of this machine, reached by its own cable (veth), with its own
Dask worker of one process. The schedulers, with TLS, and the coordinator stay outside. The first
scheduler has a worker on one host, the second has workers on both. The class is graded on each in
turn, so that other load on the machine affects both. Needs Linux, root and `ip`.
"""

import argparse
import contextlib
import dataclasses
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from autograde.gradebook.course import Course
from autograde.sample.submissions import make_sample_class, sample_class

BIN = Path(sys.executable).parent
CERTIFICATES = Path(__file__).parents[1] / "deploy" / "certificates.py"
HOSTS = ("a", "b")


def call(*words):
    """Run a command that must succeed, and return what it prints."""
    return subprocess.run([str(w) for w in words], check=True, stdout=subprocess.PIPE).stdout


def add_host(stack, number, name):
    """Make a network namespace with a cable; return the command prefix, and our address."""
    space, cable = f"lstm-{os.getpid()}-{name}", f"lstm{os.getpid() % 10**6}{name}"
    ours, theirs = f"10.213.{number}.1", f"10.213.{number}.2"
    call("ip", "netns", "add", space)
    stack.callback(call, "ip", "netns", "delete", space)
    call("ip", "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space)
    call("ip", "address", "add", f"{ours}/24", "dev", cable)
    call("ip", "link", "set", cable, "up")
    inside = ("ip", "netns", "exec", space)
    call("ip", "-n", space, "address", "add", f"{theirs}/24", "dev", "eth0")
    call("ip", "-n", space, "link", "set", "eth0", "up")
    call("ip", "-n", space, "link", "set", "lo", "up")
    return inside, ours, theirs


def start(stack, folder, *words):
    """Start a process that ends with the benchmark, and return it."""
    log = stack.enter_context(open(folder / "dask.log", "a"))
    process = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log, cwd=folder)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    return process


def start_cluster(stack, folder, hosts, tls):
    """Start a scheduler, and a worker on each host; return the scheduler's address for us."""
    folder.mkdir()
    options = [word for pair in zip(("ca-file", "cert", "key"), tls, strict=True)
               for word in (f"--tls-{pair[0]}", pair[1])]  # fmt: skip
    file = folder / "scheduler.json"
    words = BIN / "dask", "scheduler", "--host", "tls://0.0.0.0", "--port", 0, "--no-dashboard"
    scheduler = start(stack, folder, *words, "--scheduler-file", file, *options)
    while not (file.exists() and file.read_text().endswith("}")):
        if scheduler.poll() is not None:
            raise SystemExit(f"The scheduler ended:\n{(folder / 'dask.log').read_text()[-2000:]}")
        time.sleep(0.1)
    port = json.loads(file.read_text())["address"].rpartition(":")[2]
    for inside, ours, theirs in hosts:
        start(stack, folder, *inside, BIN / "dask", "worker", f"tls://{ours}:{port}", "--host",
              f"tls://{theirs}", "--nworkers", 1, "--nthreads", 1, "--no-dashboard",
              "--memory-limit", 0, "--local-directory", folder, *options)  # fmt: skip
    return f"tls://127.0.0.1:{port}"


def make_class(root, n_submissions):
    """Hand in what the sample class handed in to `lstm_cell`, again and again."""
    everybody = [one for one in sample_class() if one.assignment == "lstm_cell" and not one.file]
    submissions = [
        dataclasses.replace(everybody[n % len(everybody)], student=f"student-{n:03}")
        for n in range(n_submissions)
    ]
    make_sample_class(Course(root), submissions)


def grade(root, address, tls):
    """Grade the class; return the seconds of the command, those of the runs, and the marks."""
    where = ["--scheduler", address, "--tls", *tls] if address else []
    begin = time.perf_counter()
    out = call(BIN / "autograde", "--course", root, "grade", "--force", "--json", *where)
    seconds = time.perf_counter() - begin
    graded = json.loads(out)
    started = min(one["times"]["started"] for one in graded)
    executed = max(one["times"]["executed"] for one in graded)
    cards = {
        (path.parent.parent.name, cell.id): cell.outputs[0].data["text/plain"]
        for path in (root / "autograded").glob("*/*/*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }
    marks = sorted((one["student"], one["score"], one["problem"]) for one in graded)
    return seconds, executed - started, (marks, cards)


def main():
    """Print one row for each pair of runs, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=24)
    parser.add_argument("--pairs", type=int, default=3, help="runs on one host and on two")
    options = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("ip") is None:
        print("Two hosts on one machine need root and the command ip (iproute2).", file=sys.stderr)
        return 2
    n = options.submissions
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        tls = call(sys.executable, CERTIFICATES, folder / "tls").decode().split()
        hosts = [add_host(stack, number, name) for number, name in enumerate(HOSTS)]
        one = start_cluster(stack, folder / "one", hosts[:1], tls)
        both = start_cluster(stack, folder / "both", hosts, tls)
        make_class(folder / "class", n)
        print(f"{n} submissions to lstm_cell, {options.pairs} pairs; seconds a submission")
        _, _, here = grade(folder / "class", "", tls)
        for address in (one, both):  # a worker's first notebook costs more
            grade(folder / "class", address, tls)
        print(f"{'':>6} {'the notebooks':>26} {'ratio':>6} {'the command':>26} {'ratio':>6}")
        print(f"{'pair':>6} {'one host':>13}{'two hosts':>13} {'':>6} "
              f"{'one host':>13}{'two hosts':>13}")  # fmt: skip
        ratios, same = [], True
        for pair in range(1, options.pairs + 1):
            (whole_1, runs_1, marks_1), (whole_2, runs_2, marks_2) = (
                grade(folder / "class", address, tls) for address in (one, both)
            )
            same &= here == marks_1 == marks_2
            ratios.append((runs_1 / runs_2, whole_1 / whole_2))
            print(f"{pair:>6} {runs_1 / n:>13.2f}{runs_2 / n:>13.2f} {ratios[-1][0]:>6.2f} "
                  f"{whole_1 / n:>13.2f}{whole_2 / n:>13.2f} {ratios[-1][1]:>6.2f}",
                  flush=True)  # fmt: skip
        of_runs, of_command = (statistics.median(column) for column in zip(*ratios, strict=True))
        print(f"median ratio: notebooks {of_runs:.2f}, command {of_command:.2f}")
        print(f"marks and reasons of both, and of a local run: {'the same' if same else 'DIFFER'}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
