"""Experiments and their stored results: none is stale, missing or unused."""

import dataclasses
import json
import re
import subprocess
import sys

import numpy as np
import pages
import pytest
from experiments import reached, stored

from lstm_lib.fetch.lock import find_lock, read_lock

LOADS = re.compile(r"""\b(?:load|minutes|weights)\(["'](\w+)["']\)""")
IMPORTS = re.compile(r"^from experiments\.stored import ", re.MULTILINE)

SCRIPT = '''"""An experiment."""

import numpy as np

from lstm_lib import series

SEEDS = [0, 1]
UNUSED = 1


def run():
    """Return two numbers a seed."""
    # a comment
    return {"drawn": [part(seed) for seed in SEEDS], "n": len(series.sine_wave())}


def part(seed):
    return np.random.default_rng(seed).random(2)
'''


def loaded(page):
    """Return the names of the experiments that a page loads."""
    code = "\n".join("\n".join(f.body) for f in page.fences if f.name == "code-cell")
    return set(LOADS.findall(code)) if IMPORTS.search(code) else set()


@pytest.mark.parametrize("name", stored.names())
def test_no_result_is_stale(name):
    """Was each result made by the code that there is now?"""
    assert stored.load(name)


def test_each_experiment_is_used():
    """Does a page load each experiment, and is there an experiment for each load and result?"""
    used = set().union(*(loaded(pages.read(path)) for path in pages.CHAPTERS.glob("*.md")))
    assert used == set(stored.names())
    assert {path.stem for path in stored.FOLDER.glob("*.json")} == set(stored.names())
    with_weights = {name for name in stored.names() if "weights" in stored._entry(name)}
    assert {path.stem for path in stored.FOLDER.glob("*.npz")} == with_weights


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with one experiment, and a lock of two packages."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("jupyterlab==4.0 \\\n    --hash=sha256:1\nnumpy==2.0 \\\n    --hash=sha256:2\n")
    (tmp_path / "waves.py").write_text(SCRIPT)
    monkeypatch.setitem(reached.FOLLOWED, "experiments", tmp_path)
    monkeypatch.setattr(stored, "FOLDER", tmp_path)
    monkeypatch.setattr(stored, "LOCK", lock)
    return tmp_path


def test_a_result_comes_back(folder):
    """Does a chapter get what was stored, as JSON's own types and in its order?"""
    result = {"z": 2**-52, "a": {"x": (1, None)}, "n": "ä  b"}
    stored.write("waves", result, 90.0, stored.fingerprint("waves"))
    assert stored.load("waves") == {"z": 2.22045e-16, "a": {"x": [1, None]}, "n": "ä  b"}
    assert list(stored.load("waves")) == ["z", "a", "n"]
    assert stored.minutes("waves") == 1.5


TRAINED = {
    "W": np.array([[0.5, -(2.0**-14)]], np.float16),
    "b": np.array([1 / 3], np.float32),
}


def test_weights_come_back(folder):
    """Does a chapter get the weights that were stored, as float32, and the result beside them?"""
    stored.write("waves", {"n": 1}, 1.0, stored.fingerprint("waves"), TRAINED)
    weights = stored.weights("waves")
    assert list(weights) == ["W", "b"]
    assert {array.dtype for array in weights.values()} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(weights["W"], [[0.5, -1 / 16384]])
    np.testing.assert_array_equal(weights["b"], np.float32([1 / 3]))
    assert stored.load("waves") == {"n": 1}


def test_the_same_weights_make_the_same_file(folder):
    """Does a second run with the same weights leave both files as they were?"""
    files = []
    for _ in range(2):
        stored.write("waves", {}, 1.0, stored.fingerprint("waves"), TRAINED)
        files.append([(folder / name).read_bytes() for name in ("waves.npz", "waves.json")])
    assert files[0] == files[1]


def test_stale_weights_are_refused(folder):
    """Are weights refused that are stale, missing, of another run, or were never stored?"""
    stored.write("waves", {}, 1.0, "0" * 16, TRAINED)
    with pytest.raises(stored.NotStored, match="waves.json was made by code 0000"):
        stored.weights("waves")
    stored.write("waves", {}, 1.0, stored.fingerprint("waves"), TRAINED)
    other = (folder / "waves.npz").read_bytes()
    stored.write("waves", {}, 1.0, stored.fingerprint("waves"), {"W": TRAINED["W"] + 1})
    (folder / "waves.npz").write_bytes(other)
    assert not stored.is_stored("waves")
    for read in (stored.weights, stored.load):
        with pytest.raises(stored.NotStored, match="waves.npz is not of the run that gave"):
            read("waves")
    (folder / "waves.npz").unlink()
    with pytest.raises(stored.NotStored, match="waves.npz is missing, run: make experiments"):
        stored.weights("waves")


def test_a_run_without_weights_leaves_none(folder):
    """Are the weights of an older run gone once the experiment stores none?"""
    stored.write("waves", {}, 1.0, stored.fingerprint("waves"), TRAINED)
    stored.write("waves", {}, 1.0, stored.fingerprint("waves"))
    assert not (folder / "waves.npz").exists()
    with pytest.raises(stored.NotStored, match="waves stores no weights"):
        stored.weights("waves")


def test_what_is_no_array_of_weights_is_refused(folder):
    """Are weights refused that are no small dictionary of finite arrays, and nothing written?"""
    noise = np.random.default_rng(0).normal(size=300_000).astype(np.float32)
    for trained, error, words in (
        ([noise], TypeError, "expected a dict of arrays"),
        ({}, TypeError, "expected a dict of arrays"),
        ({"W": [1.0]}, TypeError, "W of waves is list, expected an array of float16 or float32"),
        ({"W": np.ones(2)}, TypeError, "W of waves is float64, expected an array of float16"),
        ({"W": np.array([None])}, TypeError, "W of waves is object"),
        ({"W": np.float32([1, np.inf])}, ValueError, "W of waves holds NaN or infinity"),
        ({"W": noise}, ValueError, "expected 1,000,000 at most"),
    ):
        with pytest.raises(error, match=words):
            stored.write("waves", {}, 1.0, "", trained)
    assert sorted(path.name for path in folder.iterdir()) == ["requirements.lock", "waves.py"]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("# a comment", "# another", True),
        ("Return two numbers a seed.", "Return them.", True),
        ("UNUSED = 1", "UNUSED = 2", True),
        ("def part", "def beside():\n    pass\n\n\ndef part", True),
        ('"drawn"', "'drawn'", True),
        ("[0, 1]", "[0, 2]", False),
        ("random(2)", "random(3)", False),
        ("import numpy as np", "import scipy as np", False),
        ("series.sine_wave", "series.drifting_wave", False),
    ],
)
def test_a_change_of_the_script_counts(folder, old, new, same):
    """Does a change that can move a number make the result stale, and no other change?"""
    (folder / "requirements.lock").write_text("numpy==2.0\nscipy==1.0\n")
    before = stored.fingerprint("waves")
    (folder / "waves.py").write_text(SCRIPT.replace(old, new))
    assert (stored.fingerprint("waves") == before) is same


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("jupyterlab==4.0", "jupyterlab==4.1", True),
        ("sha256:2", "sha256:3", True),
        ("numpy==2.0", "numpy==2.1", False),
    ],
)
def test_a_change_of_the_lock_counts(folder, old, new, same):
    """Does another version of a package that computes make the result stale, and no other?"""
    before = stored.fingerprint("waves")
    lock = folder / "requirements.lock"
    lock.write_text(lock.read_text().replace(old, new))
    assert (stored.fingerprint("waves") == before) is same


@pytest.mark.parametrize(("changed", "same"), [("first_names", False), ("shakespeare", True)])
def test_a_change_of_the_data_counts(folder, monkeypatch, changed, same):
    """Do other data that the experiment loads make the result stale, and others not?"""
    script = SCRIPT.replace("import series", "import datasets, series")
    script = script.replace("len(series", "len(datasets.first_names().male) + len(series")
    (folder / "waves.py").write_text(script)
    known = read_lock(find_lock())
    before = stored.fingerprint("waves")
    other = dataclasses.replace(known[changed], file_sha256="0" * 64)
    monkeypatch.setattr(stored, "read_lock", lambda lock: {**known, changed: other})
    assert (stored.fingerprint("waves") == before) is same


def test_the_library_is_followed(folder, tmp_path_factory, monkeypatch):
    """Does a change of a library function that is reached through another one count?"""
    library = tmp_path_factory.mktemp("lstm_lib")
    for path in reached.FOLLOWED["lstm_lib"].glob("*.py"):
        (library / path.name).write_text(path.read_text("utf-8"), "utf-8")
    monkeypatch.setitem(reached.FOLLOWED, "lstm_lib", library)
    before = stored.fingerprint("waves")
    series = library / "series.py"
    text = series.read_text("utf-8")
    series.write_text(text + "\n\ndef beside():\n    pass\n", "utf-8")
    assert stored.fingerprint("waves") == before
    assert "expected a time after 0" in text
    series.write_text(text.replace("expected a time after 0", "expected a later time"), "utf-8")
    assert stored.fingerprint("waves") == before  # a refusal's words make no number
    changed = text.replace("def _times(n_points, stop):", "def _times(n_points, stop, more=1):")
    assert changed != text
    series.write_text(changed, "utf-8")
    assert stored.fingerprint("waves") != before


def test_a_stale_result_is_refused(folder):
    """Does the error say what came, what was expected, and how to get it?"""
    with pytest.raises(stored.NotStored, match="waves.json is missing, run: make experiments"):
        stored.load("waves")
    path = stored.write("waves", {}, 1.0, "0" * 16)
    expected = stored.fingerprint("waves")
    with pytest.raises(
        stored.NotStored, match=f"made by code {'0' * 16}.* to {expected}; run: make"
    ):
        stored.load("waves")
    path.unlink()
    with pytest.raises(stored.NotStored, match="no experiment is named tides, expected .*: waves"):
        stored.load("tides")


def test_what_cannot_be_stored_is_refused(folder):
    """Is a result refused that is too large, not finite, or no dictionary, and nothing written?"""
    for result, error, words in (
        ({"all": list(range(100_000))}, ValueError, "expected 200,000 at most"),
        ({"loss": float("nan")}, ValueError, "JSON"),
        ([1, 2], TypeError, "returned list, expected a dict"),
        ({"model": object()}, TypeError, "not JSON serializable"),
    ):
        with pytest.raises(error, match=words):
            stored.write("waves", result, 1.0, "")
    assert sorted(path.name for path in folder.iterdir()) == ["requirements.lock", "waves.py"]


def test_unwatched_imports_are_refused(folder):
    """Is a package refused whose version nobody watches, and a script without run()?"""
    (folder / "waves.py").write_text(SCRIPT.replace("import numpy as np", "import pandas as np"))
    with pytest.raises(ValueError, match="imports pandas, whose version is not watched"):
        stored.fingerprint("waves")
    (folder / "waves.py").write_text(SCRIPT.replace("def run", "def runs"))
    with pytest.raises(ValueError, match=r"no function run\(\)"):
        stored.fingerprint("waves")


@pytest.mark.slow
def test_stale_experiments_run(folder):
    """Does the command run what is stale, store it, and leave alone what is fresh?"""
    place = folder / "chapters" / "experiments"
    place.mkdir(parents=True)
    for name in stored.MECHANISM:
        path = pages.CHAPTERS / "experiments" / f"{name}.py"
        (place / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (place / "waves.py").write_text(
        SCRIPT.replace(
            '    return {"drawn"', '    trained = {"b": np.float32([0.5])}\n    return {"drawn"'
        ).replace("sine_wave())}", "sine_wave())}, trained")
    )
    (place / "tides.py").write_text("def run():\n    raise RuntimeError('no water')\n")

    def command(*words):
        line = [sys.executable, place / "run.py", *words]
        return subprocess.run(line, capture_output=True, text=True, cwd=folder)

    first = command()
    assert first.returncode == 1
    assert "0 fresh, 2 to run" in first.stdout
    assert "no water" in first.stderr
    assert first.stderr.endswith("failed: tides\n")
    assert json.loads((place / "waves.json").read_text())["result"]["n"] == 1000
    with np.load(place / "waves.npz", allow_pickle=False) as arrays:
        assert arrays["b"] == 0.5
    assert "1 fresh, 0 to run" in command("waves").stdout
    assert "0 fresh, 1 to run\nwaves: " in command("--force", "waves").stdout
    assert "no experiment is named sea: tides, waves" in command("sea").stderr
