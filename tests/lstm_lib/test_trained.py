"""The weights of trained networks: where they are found, and what is said if they are not."""

import numpy as np
import pytest

from lstm_lib.trained import NotTrainedError, trained


@pytest.fixture
def folders(tmp_path):
    """Return two folders, both with weights of one name, the second also with others."""
    both = tmp_path / "package", tmp_path / "course"
    for value, folder in enumerate(both, 1):
        folder.mkdir()
        np.savez(folder / "one.npz", W=np.full(2, value, np.float16))
    np.savez(both[1] / "two.npz", W=np.zeros(1, np.float32))
    return both


def test_the_first_folder_that_has_them_counts(folders):
    """Does a learner's package come before the course's files?"""
    assert trained("one", folders=folders)["W"].tolist() == [1, 1]
    assert trained("two", ["W"], folders)["W"].tolist() == [0]


def test_missing_ones_are_named(folders):
    """Is it said where they were looked for, what they lack, and how they come back?"""
    with pytest.raises(NotTrainedError, match=r"three.npz are neither in .* nor in .*run.py "):
        trained("three", folders=folders)
    with pytest.raises(NotTrainedError, match=r"one.npz lacks U, b\. .* put them back from there"):
        trained("one", ["b", "W", "U"], folders)


@pytest.mark.parametrize("content", [b"", b"no archive", "cut off"])
def test_damaged_ones_are_named(folders, content):
    """Is any file that holds no arrays refused in words?"""
    path = folders[0] / "one.npz"
    path.write_bytes(path.read_bytes()[:150] if content == "cut off" else content)
    with pytest.raises(NotTrainedError, match="one.npz cannot be read .* put them back from there"):
        trained("one", folders=folders)
