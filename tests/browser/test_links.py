"""The built book's links, files and downloads."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import browsing
import nbformat
import pytest
import yaml

pytestmark = pytest.mark.browser


class Links(HTMLParser):
    """Collect the ids of a page, and what it refers to."""

    def __init__(self):
        super().__init__()
        self.ids, self.references = set(), set()

    def handle_starttag(self, tag, attributes):
        """Take ids, links and sources."""
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        self.references.update(filter(None, (attributes.get("href"), attributes.get("src"))))


def links(path):
    """Return the ids and references of one page."""
    parser = Links()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def broken(path):
    """Yield the references of a page that lead nowhere."""
    page = links(path)
    for reference in sorted(page.references):
        parts = urlsplit(reference)
        if parts.scheme or parts.netloc:
            continue
        target = path.parent / unquote(parts.path) if parts.path else path
        if not target.is_file():
            yield reference
        elif parts.fragment and target.suffix == ".html":
            ids = page.ids if target == path else links(target).ids
            if unquote(parts.fragment) not in ids:
                yield reference


def test_every_link_leads_somewhere(book, address):
    """Does each file, picture and heading that the page refers to exist?"""
    assert list(broken(book / address)) == []


def test_every_page_of_the_contents_is_built(book):
    """Is there a page for each entry of _toc.yml, and no other but the search?"""
    toc = yaml.safe_load((browsing.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    named = {toc["root"]} | {name for _, name, _ in browsing.contents(toc)}
    assert set(browsing.pages()) == {f"{name}.html" for name in named} | {"search.html"}


def test_the_notebook_downloads(browser, server, exercise):
    """Does the link at the top of an exercise give the released notebook, byte for byte?"""
    with browsing.opened(browser, server, exercise) as (page, _):
        with page.expect_download() as download:
            page.click("a[download]")
        content = download.value.path().read_bytes()
    released = browsing.ROOT / exercise.replace(".html", ".ipynb")
    assert content == released.read_bytes()
    assert download.value.suggested_filename == released.name


def test_the_notebook_has_gaps(book, exercise):
    """Is the notebook that a reader downloads one to be completed?"""
    path = book / "_sources" / exercise.replace(".html", ".ipynb")
    notebook = nbformat.read(path, as_version=4)
    cells = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    assert any(cell.get("solution") for cell in cells)
    assert any(cell.get("grade") for cell in cells)
