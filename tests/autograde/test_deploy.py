"""The files in deploy/: Slurm, played by a shell script, and the references in the other files."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import yaml
from grading_tools import Class

DEPLOY = Path(__file__).parents[2] / "deploy"
# Runs the job script at once, in its own process group; the job id is its PID.
SBATCH = """#!/bin/sh
cp "$1" {folder}/job.sh
setsid sh {folder}/job.sh >{folder}/job.log 2>&1 &
echo "Submitted batch job $!"
"""
SCANCEL = '#!/bin/sh\necho "$1" >{folder}/cancelled\nkill -TERM -- "-$1"\n'


def slurm(*options, **environment):
    """Run deploy/slurm.py."""
    return subprocess.run(
        [sys.executable, DEPLOY / "slurm.py", *map(str, options)],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
        check=False,
    )


def ended(group):
    """Wait for the end of a process group; tell whether it has ended."""
    members = [one for one in psutil.process_iter() if os.getpgid(one.pid) == group]
    _, stay = psutil.wait_procs(members, timeout=60)
    return all(one.status() == psutil.STATUS_ZOMBIE for one in stay)


@pytest.mark.slow
@pytest.mark.xdist_group("box")
def test_slurm_job_grades_a_submission(tmp_path):
    """Does the job script passed to sbatch start a worker that grades, and then end?"""
    for name, text in {"sbatch": SBATCH, "scancel": SCANCEL}.items():
        (tmp_path / name).write_text(text.format(folder=tmp_path))
        (tmp_path / name).chmod(0o755)
    course = Class(tmp_path / "class")
    course.release("lstm_cell")
    course.hand_in("ada", {})
    path = f"{tmp_path}:{os.environ['PATH']}"
    ran = slurm("--course", course.course.root, "--cores", 1, "--queue", "short", PATH=path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "10 of 13" in ran.stdout
    assert course.gradebook_total("ada") == 10
    assert "#SBATCH -p short" in (tmp_path / "job.sh").read_text()
    assert "tls://" in (tmp_path / "job.log").read_text()  # a worker was connected
    job = int((tmp_path / "cancelled").read_text())
    assert ended(job)
    assert list(tmp_path.glob(".slurm-*")) == []  # the key was deleted


@pytest.mark.slow
def test_slurm_job_script_is_as_documented(tmp_path):
    """Does the script request what was typed, and start one worker per core with TLS?"""
    script = slurm(
        *("--course", tmp_path / "class", "--script", "--cores", 4, "--memory-gib", 2),
        *("--queue", "short", "--account", "course", "--walltime", "00:30:00"),
    ).stdout
    directives = re.findall(r"^#SBATCH (.*)$", script, re.MULTILINE)
    for expected in ("-p short", "-A course", "-t 00:30:00", "--cpus-per-task=4", "--mem=8G"):
        assert expected in directives
    *_, command = script.strip().splitlines()
    words = shlex.split(command)
    assert words[:3] == [sys.executable, "-m", "distributed.cli.dask_worker"]
    assert words[3].startswith("tls://")
    assert words[words.index("--nworkers") + 1] == "4"
    assert words[words.index("--nthreads") + 1] == "1"
    assert {"--tls-ca-file", "--tls-cert", "--tls-key"} <= set(words)


def manifests():
    """Return the objects of the Kubernetes file by kind and name."""
    found = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())
    return {(one["kind"], one["metadata"]["name"]): one for one in found}


def container(name):
    """Return the one container of a deployment."""
    [one] = manifests()["Deployment", name]["spec"]["template"]["spec"]["containers"]
    return one


def test_kubernetes_workers_find_their_scheduler():
    """Do the addresses, ports, labels and certificate files agree?"""
    found = manifests()
    service = found["Service", "lstm-scheduler"]["spec"]
    address = f"tls://lstm-scheduler:{service['ports'][0]['port']}"
    assert address in container("lstm-worker")["args"]
    assert f"--port={service['ports'][0]['port']}" in container("lstm-scheduler")["args"]
    for name in ("lstm-scheduler", "lstm-worker"):
        spec = found["Deployment", name]["spec"]
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
        files = [arg.partition("=")[2] for arg in container(name)["args"] if "--tls-" in arg]
        assert files == ["/tls/ca.pem", "/tls/cert.pem", "/tls/key.pem"]
    scheduler = found["Deployment", "lstm-scheduler"]["spec"]["template"]["metadata"]["labels"]
    assert service["selector"] == scheduler


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lstm-scheduler", "lstm-worker"])
def test_options_of_kubernetes_exist(name):
    """Does Dask's command know every option of the manifest?"""
    program, kind, *arguments = container(name)["args"]
    assert program == "dask"
    help_text = subprocess.run(
        [Path(sys.executable).with_name("dask"), kind, "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for argument in arguments:
        option = argument.partition("=")[0]
        assert argument.startswith("tls://") or option in help_text


def test_image_copies_what_is_there():
    """Does every path that the Containerfile copies exist in the repository?"""
    text = (DEPLOY / "worker.Containerfile").read_text()
    copied = re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE)
    sources = [word for line in copied for word in line.split()]
    assert "requirements.lock" in sources
    for source in sources:
        assert (DEPLOY.parent / source).exists()
