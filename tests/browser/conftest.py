"""One browser and one server for all tests; each page is visited once, and judged by many."""

import sys
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import browsing  # noqa: E402 - it lies in the folder that the line above adds


def pytest_generate_tests(metafunc):
    """Give each test that asks for an `address` one page after another."""
    if "address" in metafunc.fixturenames:
        metafunc.parametrize("address", browsing.pages() or ["index.html"])
    if "exercise" in metafunc.fixturenames:
        exercises = [page for page in browsing.pages() if page.startswith("chapters/exercises/")]
        metafunc.parametrize("exercise", exercises or ["index.html"])
    if "quiz" in metafunc.fixturenames:
        metafunc.parametrize("quiz", browsing.quizzes() or ["index.html"])
    if "a_quiz" in metafunc.fixturenames:  # one stands for all
        metafunc.parametrize("a_quiz", browsing.quizzes()[:1] or ["index.html"])


@pytest.fixture(scope="session")
def book():
    """Return the folder of the built book."""
    if not (browsing.BOOK / "index.html").is_file():
        pytest.fail(f"there is no book at {browsing.BOOK}: run `make book` first", pytrace=False)
    return browsing.BOOK


@pytest.fixture(scope="session")
def browser():
    """Start one Chromium for all tests."""
    with browsing.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server(book):
    """Serve the book on this machine alone."""
    with browsing.served(book) as address:
        yield address


@pytest.fixture(scope="session")
def visit(browser, server):
    """Return a function that visits a page over http, once however often it is asked."""
    return cache(lambda address: browsing.full_visit(browser, server, address))
