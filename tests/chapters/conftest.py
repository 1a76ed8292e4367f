"""Put pages and stored experiments within reach, and give each test one page after another."""

import functools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pages  # noqa: E402 - it lies in the folder that the line above adds

sys.path.insert(0, str(pages.CHAPTERS))


def pytest_generate_tests(metafunc):
    """Run a test on every page if it asks for `page`, on every chapter for `chapter`."""
    for name, stems in (("page", all_pages), ("chapter", chapters)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, [read(stem) for stem in stems()], ids=stems())


@functools.cache
def all_pages():
    """Return the names of all text pages."""
    return sorted(path.stem for path in pages.CHAPTERS.glob("*.md"))


@functools.cache
def chapters():
    """Return the names of the chapters."""
    return pages.chapters()


@functools.cache
def read(stem):
    """Take a page apart once for all tests that ask for it."""
    return pages.read(pages.CHAPTERS / f"{stem}.md")
