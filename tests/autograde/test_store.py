"""The store of results: whole or absent, and never trusted."""

import gzip
import json

import pytest

from autograde.execution.job import Job
from autograde.gradebook.store import Damaged, Store, pack, unpack
from autograde.kernel.limits import Limits

RESULT = {"cells": {"a": {"outputs": [], "execution_count": 1}}, "note": {}}
KEY = "ab" * 32
JOB = Job((("a", "1"),), "seed", ("cell.lstm_step",), False, "environment")


def test_result_comes_back(tmp_path):
    """Is a result the same when it comes out of the store?"""
    Store(tmp_path).put(KEY, pack(RESULT))
    assert Store(tmp_path).get(KEY) == RESULT
    assert Store(tmp_path).get("cd" * 32) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no gzip",
        pack(RESULT)[:-9],
        gzip.compress(b"[]"),
        gzip.compress(b'{"cells": 1}'),
        gzip.compress(b"[" * 100_000),
        gzip.compress(b"\xff\xfe"),
    ],
    # Named here, since the bytes contain the time at which they were made.
    ids=["empty", "no gzip", "cut", "list", "no cells", "deep", "no text"],
)
def test_damaged_result_counts_as_none(tmp_path, data):
    """Is a file that is not a result treated like a missing file?"""
    Store(tmp_path).put(KEY, data)
    assert Store(tmp_path).get(KEY) is None
    with pytest.raises(Damaged):
        unpack(data)


def test_a_bomb_is_not_unpacked(monkeypatch):
    """Is a result that unpacks to far more than a run can publish refused before it is read?"""
    monkeypatch.setattr("autograde.gradebook.store.LARGEST", 1000)
    with pytest.raises(Damaged, match="too large"):
        unpack(gzip.compress(json.dumps({"cells": {}, "x": "0" * 2000}).encode()))


def test_nothing_is_left_of_a_write_that_fails(tmp_path, monkeypatch):
    """Does a full disk leave neither a partial result nor a temporary file?"""

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograde.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        Store(tmp_path).put(KEY, pack(RESULT))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "change",
    [
        {"cells": (("a", "2"),)},
        {"cells": (("b", "1"),)},
        {"seed": "other"},
        {"withheld": ()},
        {"heavy": True},
        {"environment": "other"},
        {"limits": Limits(cell_s=1)},
        {"data": ("first_names",)},
    ],
)
def test_key_holds_all_that_could_change_a_result(change):
    """Does a job have another key if any part of it changes?"""
    import dataclasses

    assert dataclasses.replace(JOB, **change).key != JOB.key
    assert dataclasses.replace(JOB).key == JOB.key
