"""Grade a class on a Slurm cluster: python deploy/slurm.py --course DIR [--jobs N] [--queue Q] ...

Run it on a login node, in the course's environment, which all nodes must see under the same path.
It starts a scheduler with TLS on that node and workers as Slurm jobs (dask-jobqueue), runs
`autograde grade` on them, and ends the jobs. Options that it does not know are passed on to
`autograde grade`.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import dask
import distributed
from certificates import write_certificates
from dask_jobqueue import SLURMCluster
from distributed.security import Security


def security(paths: list[Path]) -> Security:
    """Return the TLS settings that scheduler, workers and coordinator share."""
    ca, cert, key = map(str, paths)
    return Security(
        require_encryption=True,
        tls_ca_file=ca,
        **{
            f"tls_{role}_{kind}": path
            for role in ("scheduler", "worker", "client")
            for kind, path in (("cert", cert), ("key", key))
        },
    )


def make_cluster(options: argparse.Namespace, secured: Security) -> SLURMCluster:
    """Start the scheduler; each job will hold `cores` workers of one core each."""
    return SLURMCluster(
        queue=options.queue,
        account=options.account,
        walltime=options.walltime,
        cores=options.cores,
        processes=options.cores,  # one core per notebook
        memory=f"{options.cores * options.memory_gib}GiB",
        interface=options.interface,
        local_directory=options.scratch,
        log_directory=str(options.shared / "logs"),
        protocol="tls://",
        security=secured,
        job_name="autograde",
        # A box limits a notebook's memory, which Dask does not see.
        worker_extra_args=["--memory-limit", "0", "--no-dashboard"],
        scheduler_options={"dashboard": False, "dashboard_address": ":0"},
    )


def main() -> int:
    """Start workers, grade, and end the workers; return the exit code of `autograde grade`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--course", type=Path, required=True, help="the folder of your class")
    parser.add_argument("--jobs", type=int, default=1, help="number of Slurm jobs")
    parser.add_argument("--cores", type=int, default=8, help="cores, and workers, per job")
    parser.add_argument("--memory-gib", type=int, default=4, help="memory per core")
    parser.add_argument("--queue", help="Slurm's partition")
    parser.add_argument("--account", help="Slurm's account")
    parser.add_argument("--walltime", default="01:00:00")
    parser.add_argument("--interface", help="the network interface of the nodes, such as ib0")
    parser.add_argument("--scratch", default="/tmp", help="a folder on each node")
    parser.add_argument("--wait", type=int, default=3600, help="seconds to wait in the queue")
    parser.add_argument("--script", action="store_true", help="print the job script, run nothing")
    options, more = parser.parse_known_args()
    options.course = options.course.resolve()
    # Beside the class, since the nodes must be able to read it.
    with tempfile.TemporaryDirectory(dir=options.course.parent, prefix=".slurm-") as shared:
        options.shared = Path(shared)
        paths = write_certificates(options.shared)
        secured = security(paths)
        # If all jobs are cut short, the remaining work fails instead of waiting forever.
        dask.config.set({"distributed.scheduler.no-workers-timeout": "10 minutes"})
        with make_cluster(options, secured) as cluster:
            if options.script:
                print(cluster.job_script())
                return 0
            cluster.scale(jobs=options.jobs)
            try:
                with distributed.Client(cluster, security=secured) as client:
                    client.wait_for_workers(1, timeout=options.wait)
            except TimeoutError:
                print(
                    f"No job ran within {options.wait} s (--wait). Nothing was graded. Run "
                    "squeue to see the reason.",
                    file=sys.stderr,
                )
                return 2
            command = ["-m", "autograde.cli", "--course", options.course, "grade"]
            where = ["--scheduler", cluster.scheduler_address, "--tls", *paths]
            return subprocess.run(
                [sys.executable, *map(str, command + where), *more], check=False
            ).returncode


if __name__ == "__main__":
    sys.exit(main())
