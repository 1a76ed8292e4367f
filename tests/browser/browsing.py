"""Chromium over the built book: start it, visit a page, write down what happened there."""

import functools
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from install_chromium import NAMES
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "_build" / "html"

# A fresh profile asks its maker for updates and news; a test of silence must not hear that.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    " --disable-background-networking --disable-component-update"
).split()
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}
MODES = {"light": ("light", DESKTOP), "dark": ("dark", DESKTOP), "phone": ("light", PHONE)}

# A color or a sidebar halfway through a transition is nobody's to judge.
STILL = "*, ::before, ::after { transition: none !important; animation: none !important }"
# Everything that a reader can unfold is judged too.
UNFOLD = 'document.querySelectorAll("details").forEach((details) => { details.open = true; })'
# `preload` would fetch the style sheets a second time, from addresses that do not exist.
AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"], preload: false});
  return found.violations.flatMap(({id, nodes}) => nodes.map(
    ({target, html, failureSummary}) => `${id} at ${target}: ${html}\\n${failureSummary}`));
}"""
# A moment after a resize, the theme lets the keyboard into what has become too wide.
SETTLED = """(theme) => document.documentElement.dataset.theme === theme
  && [...document.querySelectorAll("pre, .output, .pst-scrollable-table-container")]
    .every((part) => part.scrollWidth <= part.clientWidth || part.tabIndex === 0)"""
FORMULAS = """() => ({
  written: document.querySelectorAll(".math").length,
  set: document.querySelectorAll("mjx-container").length,
  failed: document.querySelectorAll("mjx-merror, [data-mjx-error]").length,
})"""
# A picture without a description of its own is given its file's name as one.
UNDESCRIBED = """() => [...document.images]
  .filter(({alt}) => /[.](png|svg|jpe?g|gif)$/i.test(alt)).map(({src}) => src)"""

# What no cell is meant to print: an object of Python by its place in memory, also in a warning.
PLACES = """() => [...document.querySelectorAll('.cell_output')].map((e) => e.textContent)
  .filter((text) => / at 0x[0-9a-f]{6}/.test(text))"""


@dataclass
class Visit:
    """What one page did while it was open."""

    external: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    violations: dict[str, list[str]] = field(default_factory=dict)
    formulas: dict[str, int] = field(default_factory=dict)
    undescribed: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    sticks_out: int = 0


def pages() -> list[str]:
    """Return the addresses of the book's pages within it, without the start page's redirect."""
    found = (path.relative_to(BOOK) for path in BOOK.rglob("*.html"))
    return sorted(
        path.as_posix()
        for path in found
        if not path.parts[0].startswith("_") and path.name != "index.html"
    )


def quizzes() -> list[str]:
    """Return the addresses of the pages that end in a quiz."""
    texts = {page: (BOOK / page).read_text(encoding="utf-8") for page in pages()}
    return [page for page, text in texts.items() if '<section id="quiz">' in text]


def contents(toc: dict):
    """Yield each page of a _toc.yml but the first: its part, its name, and whether it is nested."""
    for part in toc["parts"]:
        for chapter in part["chapters"]:
            yield part, chapter["file"], False
            for section in chapter.get("sections", []):
                yield part, section["file"], True


@contextmanager
def chromium():
    """Start the Chromium that CHROMIUM names, the system's, or Playwright's own."""
    system = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=FLAGS)
        yield browser
        browser.close()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve a folder without a line for each request."""

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def served(folder: Path):
    """Serve a folder on this machine alone, and give its address."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def opened(browser, base: str, address: str, **settings):
    """Open a page, blocking and noting each request that would leave the book."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", **settings)
    page, visit = context.new_page(), Visit()

    def refuse(route):
        visit.external.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(base), refuse)
    page.on("console", lambda m: visit.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.goto(base + address)
    page.add_style_tag(content=STILL)
    page.evaluate("() => window.MathJax?.startup?.promise.then(() => true)")
    yield page, visit
    context.close()


def set_mode(page, mode: str):
    """Switch the page to light, dark or phone, and wait until it has followed."""
    scheme, viewport = MODES[mode]
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(viewport)
    page.wait_for_function(SETTLED, arg=scheme)


def violations(page) -> list[str]:
    """Return what axe-core finds on the page as it is now."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)


def full_visit(browser, base: str, address: str) -> Visit:
    """Visit one page, and judge it in each mode."""
    with opened(browser, base, address) as (page, visit):
        visit.formulas = page.evaluate(FORMULAS)
        visit.undescribed = page.evaluate(UNDESCRIBED)
        visit.places = page.evaluate(PLACES)
        page.evaluate(UNFOLD)
        for mode in MODES:
            set_mode(page, mode)
            visit.violations[mode] = violations(page)
        visit.sticks_out = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return visit
