"""The network that the library carries is the one that the book's experiment trained."""

import pages

from lstm_lib.translator import FILE


def test_the_library_carries_the_experiments_weights():
    """Are both files the same, so that page and terminal give one answer?"""
    trained = pages.CHAPTERS / "experiments" / "translation.npz"
    copy = f"cp {trained} {FILE}"
    assert FILE.read_bytes() == trained.read_bytes(), copy
