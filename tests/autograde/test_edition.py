"""The edition of the library that submissions run with: without the answers, without the judge."""

import inspect
import marshal
import os
import subprocess
import sys

import pytest
from filelock import FileLock

from autograde.edition import LIBRARY, LOCK, PREFIX, edition, held_back, own_editions
from autograde.kernel import cgroup
from autograde.places import ASSIGNMENTS
from autograde.release import source
from autograde.release.build import read_assignment
from autograde.release.statement import assignment_names
from lstm_lib.checks.withhold import bodies

NAMES = assignment_names()


def withheld(name):
    """Return what an assignment withholds."""
    return source.withheld(read_assignment(ASSIGNMENTS / name / "notebook.md"))


def lines_of(function):
    """Return the telling lines of a function's body, without its docstring."""
    text = inspect.getsource(function)
    if function.__doc__:
        for line in function.__doc__.splitlines():
            text = text.replace(line.strip(), "") if line.strip() else text
    lines = (line.partition("#")[0].strip() for line in text.splitlines()[1:])
    given = ("def ", "import ", "from ", "keras.layers.Dense(1)")  # the last: checks supply it
    return {line for line in lines if len(line) > 20 and not line.startswith(given)}


def body_lines(names):
    """Return the lines of withheld bodies that appear nowhere else in the library."""
    closed = bodies(names)
    found = set().union(*(lines_of(function) for function in closed))
    rest = "\n".join(path.read_text(encoding="utf-8") for path in LIBRARY.glob("*.py"))
    for function in closed:
        rest = rest.replace(inspect.getsource(function), "")
    return {line for line in found if line not in rest}


@pytest.mark.parametrize("name", NAMES)
def test_no_line_of_a_withheld_body(name, tmp_path):
    """Does the edition hold no line that only a withheld function has?"""
    lines = body_lines(withheld(name))
    assert bool(lines) == bool(withheld(name))
    place = edition(withheld(name), tmp_path)
    for path in place.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [line for line in lines if line in text], path


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_in_class_is_closed_at_home(name):
    """Are the functions found in the source the same as those that the imported library closes?"""
    closed = {(f.__module__.rpartition(".")[2], f.__name__) for f in bodies(withheld(name))}
    assert held_back(withheld(name)) == closed


def test_an_edition_is_made_without_importing_what_it_is_made_of(tmp_path):
    """Is an edition for the Keras exercises made without importing TensorFlow?"""
    program = (
        "import sys; from pathlib import Path; from autograde.edition import edition\n"
        f"edition({withheld('single_lstm')!r}, Path({str(tmp_path)!r}))\n"
        "assert not {'keras', 'tensorflow'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_such_function():
    """Is a name that the library does not have refused?"""
    with pytest.raises(AttributeError, match=r"lstm_lib has no function cell\.no_such"):
        held_back(["cell.no_such"])


@pytest.mark.parametrize("name", NAMES)
def test_no_judge(name, tmp_path):
    """Is the judge left out, with its reference answers and planted mistakes?"""
    place = edition(withheld(name), tmp_path)
    assert not list(place.rglob("judge*"))


def test_compiled_files_are_those_of_the_edition(tmp_path):
    """Does each compiled file hold the code of the source beside it, and of no other?"""
    place = edition(withheld("lstm_cell"), tmp_path)
    compiled = list(place.rglob("*.pyc"))
    assert len(compiled) == len(list(place.rglob("*.py")))
    for path in compiled:
        source = path.parents[1] / f"{path.name.split('.')[0]}.py"
        code = marshal.loads(path.read_bytes()[16:])
        assert code == compile(source.read_bytes(), code.co_filename, "exec", dont_inherit=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_withheld_names_refuse_in_the_same_words(name, tmp_path):
    """Can each withheld function be imported, and does it refuse as it does at home?"""
    functions = [(f.__module__, f.__name__) for f in bodies(withheld(name))]
    program = f"""
import importlib
import lstm_lib
print(lstm_lib.__file__)
for module, name in {functions!r}:
    function = getattr(importlib.import_module(module), name)
    try:
        function(*[None] * function.__code__.co_argcount)
    except RuntimeError as error:
        print(name, error)
"""
    place = edition(withheld(name), tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    first, *refusals = done.stdout.splitlines()
    assert first.startswith(str(place))
    words = "this exercise asks you to write this yourself"
    assert refusals == [f"{function} {words}" for _, function in functions]


def test_signatures_and_docstrings_of_others_stay(tmp_path):
    """Is the text of the library unchanged where nothing is withheld?"""
    place = edition(["cell.lstm_step"], tmp_path)
    for name in ("series.py", "windows.py", "checks/observe/function.py"):
        assert (place / "lstm_lib" / name).read_bytes() == (LIBRARY / name).read_bytes()


def test_made_once(tmp_path):
    """Is an edition made once, and found again?"""
    place = edition(["cell.lstm_step"], tmp_path)
    before = (place / "lstm_lib" / "cell.py").stat().st_mtime_ns
    assert edition(["cell.lstm_step"], tmp_path) == place
    assert (place / "lstm_lib" / "cell.py").stat().st_mtime_ns == before
    assert len(list(tmp_path.iterdir())) == 1


def test_other_names_make_another_edition(tmp_path):
    """Do other withheld names make a separate edition?"""
    assert edition(["cell.lstm_step"], tmp_path) != edition(["cell.lstm_gates"], tmp_path)


def test_unknown_name_is_refused(tmp_path):
    """Is a withheld name that the library does not have refused, not ignored?"""
    with pytest.raises(AttributeError, match="lstm_stepp"):
        edition(["cell.lstm_stepp"], tmp_path)


def test_folder_of_a_killed_process_is_taken_away(tmp_path, monkeypatch):
    """Does a process remove what a killed one left, and spare what a running one uses?"""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    held, left = (tmp_path / f"{PREFIX}{name}" for name in ("held", "left"))
    for folder in (held, left):
        (folder / "0123").mkdir(parents=True)
        (folder / LOCK).touch()
    with FileLock(held / LOCK):
        own = own_editions.__wrapped__()
        assert set(tmp_path.iterdir()) == {held, own}
        assert (held / "0123").exists()


def test_group_of_a_killed_process_is_taken_away(tmp_path):
    """Is a control group removed if its maker is gone, and no other?"""
    killed = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, killed.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is a zombie
    names = [f"autograde-{os.getpid()}-1", "autograde-x-1", "other-1-1", f"autograde-{2**22 + 1}-7"]
    for name in [*names, f"autograde-{killed.pid}-1"]:
        (tmp_path / name).mkdir()
    cgroup._remove_left.__wrapped__(tmp_path)
    killed.wait()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[:3])
