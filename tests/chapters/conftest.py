"""Put the reader of pages within reach, and give each test one page after another."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pages  # noqa: E402 - it lies in the folder that the line above adds


def pytest_generate_tests(metafunc):
    """Run a test on every page if it asks for `page`, on the six chapters for `chapter`."""
    for name, stems in (("page", all_pages()), ("chapter", pages.SIX)):
        if name in metafunc.fixturenames:
            paths = [pages.CHAPTERS / f"{stem}.md" for stem in stems]
            metafunc.parametrize(name, [pages.read(path) for path in paths], ids=stems)


def all_pages():
    """Return the names of all text pages."""
    return sorted(path.stem for path in pages.CHAPTERS.glob("*.md"))
