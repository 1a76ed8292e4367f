"""Grading on an external Dask cluster with TLS: which workers are let in, and what is printed."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import dask
import pytest
from dask_processes import Department
from grading_tools import Class, held
from small_class import wrong_answers

import autograde
import lstm_lib
from autograde.errors import CourseError
from autograde.execution import engine
from autograde.execution.cluster import Cluster
from autograde.execution.engine import run_all
from autograde.execution.environment import environment
from autograde.execution.job import Job

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("box")]


@pytest.fixture
def department(tmp_path):
    """Return a scheduler with TLS that has no worker yet."""
    (tmp_path / "department").mkdir()
    with Department(tmp_path / "department") as department:
        yield department


@pytest.fixture(scope="module")
def waiting(tmp_path_factory):
    """Return a class with three submissions, and what it holds after being graded locally."""
    root = tmp_path_factory.mktemp("cluster") / "class"
    made = Class(root)
    made.release("lstm_cell")
    made.hand_in("ada", {})
    made.hand_in("ben", {"source": wrong_answers()})
    made.hand_in("cy", {"answers": "release"})
    here = shutil.copytree(root, root.with_name("here"))
    assert Class(here).run("grade", "--quiet")[0] == 0
    return root, held(here)


@pytest.fixture
def course(waiting, tmp_path):
    """Return the class, not graded yet."""
    return Class(shutil.copytree(waiting[0], tmp_path / "class"))


def nothing_was_graded(course):
    """Tell whether no submission has a mark, not even 0."""
    return held(course.course.root) == (0, [], {}) and not course.course.store.folder.exists()


def other_edition(folder):
    """Copy the course, adding a line to its library; return variables to import the copy."""
    for package in (autograde, lstm_lib):
        place = Path(package.__file__).parent
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(place, folder / place.name, ignore=ignored)
    with open(folder / "lstm_lib" / "cell.py", "a") as file:
        file.write("\nNEWER = True\n")
    return {"PYTHONPATH": str(folder)}


def test_marks_are_those_of_a_run_here(course, waiting, department):
    """Are marks and reasons the same, and did the notebooks run on the workers?"""
    department.worker()
    code, out, errors = course.run("grade", *department.options)
    assert (code, errors) == (0, "")
    assert held(course.course.root) == waiting[1]
    assert out.count("lstm_cell") == 3


def test_scheduler_lets_nobody_in_without_a_certificate(course, department):
    """Is a call without --tls refused in words, and nothing graded?"""
    department.worker()
    code, _, errors = course.run("grade", "--scheduler", department.address)
    assert code == 2
    assert f"No Dask scheduler answers at {department.address}" in errors
    assert "does it need a certificate (--tls)?" in errors
    assert nothing_was_graded(course)


def test_scheduler_lets_nobody_in_with_another_certificate(course, department, tmp_path):
    """Is a certificate that another authority signed refused?"""
    (tmp_path / "elsewhere").mkdir()
    with Department(tmp_path / "elsewhere") as elsewhere:
        code, _, errors = course.run(
            "grade", "--scheduler", department.address, "--tls", *elsewhere.tls
        )
    assert code == 2
    assert "No Dask scheduler answers" in errors
    assert nothing_was_graded(course)


def test_file_of_a_certificate_that_is_missing_is_named(course, department):
    """Does the error name the missing file?"""
    ca, cert, _ = department.tls
    given = ("--scheduler", department.address, "--tls", ca, cert, "no-such-key.pem")
    code, _, errors = course.run("grade", *given)
    assert code == 2
    assert "no-such-key.pem" in errors


def test_scheduler_without_workers_is_said(course, department, monkeypatch):
    """Does a run end with an error when no worker connects, instead of waiting forever?"""
    monkeypatch.setattr("autograde.execution.workers.WORKERS_S", 1)
    code, _, errors = course.run("grade", *department.options)
    assert code == 2
    assert f"The Dask scheduler at {department.address} had no worker for 1 s" in errors
    assert nothing_was_graded(course)


def test_worker_of_another_edition_is_refused(course, department, tmp_path, caplog):
    """Does a class stay ungraded, with the reason, when no worker has its environment?"""
    department.worker(**other_edition(tmp_path / "other"))
    code, _, errors = course.run("grade", *department.options)
    assert code == 2
    assert "None of the 1 workers" in errors
    assert "is left out: it has the environment" in caplog.text
    assert "install the same requirements.lock" in caplog.text
    assert nothing_was_graded(course)


def test_worker_without_bubblewrap_is_refused(course, department, caplog):
    """Is a machine that cannot shut a submission in left out, with the reason?"""
    department.worker(PATH="")
    code, _, errors = course.run("grade", *department.options)
    assert code == 2
    assert "cannot shut submissions in: bubblewrap is not installed" in caplog.text
    assert nothing_was_graded(course)


def test_submissions_run_on_the_workers_that_are_fit(course, waiting, department, tmp_path, caplog):
    """Is everything graded by the other workers if one has another edition?"""
    department.worker(**other_edition(tmp_path / "other"))
    department.worker()
    department.wait_for(2)
    code, _, errors = course.run("grade", *department.options)
    assert (code, errors) == (0, "")
    assert held(course.course.root) == waiting[1]
    assert caplog.text.count("is left out") == 1


def job(number, source="print(1)"):
    """Return a small job."""
    return Job((("cell", source),), f"{number:016x}", (), False, environment(()))


def cluster(department):
    """Return the `Cluster` of a department."""
    return Cluster(scheduler=department.address, security=tuple(map(str, department.tls)))


def test_unfit_worker_that_comes_later_costs_no_result(department, tmp_path, monkeypatch, caplog):
    """Does a job that met an unfit worker run again on a fit one?"""
    monkeypatch.setattr(
        "autograde.execution.engine.Workers.require", lambda workers: []
    )  # examined before
    alone = []
    monkeypatch.setattr("autograde.execution.engine._alone", lambda *given: alone.append(given))
    department.worker(**other_edition(tmp_path / "other"))
    department.worker()
    department.wait_for(2)
    ran = list(run_all([job(number) for number in range(8)], True, cluster(department)))
    assert [one.problem for one in ran] == [""] * 8
    assert caplog.text.count("is left out") == 1
    assert alone == []


@pytest.mark.parametrize("lost", ["worker", "scheduler"])
def test_cluster_that_is_lost_is_said(department, monkeypatch, lost):
    """Does a run end with an error if its only worker or its scheduler is killed meanwhile?"""
    monkeypatch.setattr(engine, "WORKERS_S", 2)
    worker = department.worker()
    victim = {"worker": worker, "scheduler": department.started[0]}[lost]
    wait = engine._next

    def killed(*given):
        victim.kill()
        return wait(*given)

    monkeypatch.setattr(engine, "_next", killed)
    with pytest.raises(CourseError, match="What was done stays"):
        list(run_all([job(1, "while True: pass")], True, cluster(department)))


def test_workers_here_draw_nothing_for_pages_that_nobody_opens():
    """Is Dask's profile of its workers off in the workers' own processes?"""
    with ExitStack() as stack:
        client = Cluster(workers=1).connect(1, stack)
        found = client.run(dask.config.get, "distributed.worker.profile.enabled")
        assert list(found.values()) == [False]
