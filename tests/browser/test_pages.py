"""Every page of the book in Chromium: silent, without an error, accessible, typeset."""

import browsing
import pytest

pytestmark = pytest.mark.browser


def test_no_request_leaves_the_machine(visit, address):
    """Does the page work without asking any other host for anything?"""
    assert visit(address).external == []


def test_no_error_in_the_console(visit, address):
    """Does the page open without an error in the console or in a script?"""
    assert visit(address).errors == []


@pytest.mark.parametrize("mode", browsing.MODES)
def test_axe_finds_nothing(visit, address, mode):
    """Is the page accessible by axe-core's rules, with everything unfolded?"""
    assert visit(address).violations[mode] == []


def test_formulas_are_typeset(visit, address):
    """Does MathJax set every formula that the page holds?"""
    formulas = visit(address).formulas
    assert formulas["set"] >= formulas["written"]
    assert formulas["failed"] == 0


def test_pictures_are_described(visit, address):
    """Has every picture a description, where axe-core accepts a file's name for one?"""
    assert visit(address).undescribed == []


def test_no_cell_prints_a_place_in_memory(visit, address):
    """Does every cell print what a reader can use, and no warning of a package's inner life?"""
    assert visit(address).places == []


def test_no_page_tells_where_it_was_built(address):
    """Does a page hold no path of the machine that built it?"""
    text = (browsing.BOOK / address).read_text(encoding="utf-8")
    assert str(browsing.ROOT) not in text


def test_nothing_sticks_out_on_a_phone(visit, address):
    """Does the page fit the width of a phone, so that only its own wide parts scroll?"""
    assert visit(address).sticks_out <= 0


def test_opens_from_a_file(browser, book, address):
    """Does the page open from the file system too: no server, no request, no error?"""
    with browsing.opened(browser, book.as_uri() + "/", address) as (_, found):
        assert found.external == []
        assert found.errors == []


def test_start_page_leads_to_the_preface(browser, book):
    """Does a double click on index.html end on the preface?"""
    with browsing.opened(browser, book.as_uri() + "/", "chapters/preface.html") as (page, found):
        page.goto((book / "index.html").as_uri())
        page.wait_for_url("**/chapters/preface.html")
        assert found.external == found.errors == []


def test_search_finds_without_a_server(browser, book):
    """Does the search find a page when the book is opened from the file system?"""
    with browsing.opened(browser, book.as_uri() + "/", "search.html?q=peephole") as (page, found):
        page.wait_for_selector("#search-results li a[href*='notation.html']")
        assert found.external == found.errors == []


def test_contents_open_on_a_phone(browser, server):
    """Is the table of contents that a phone unfolds accessible?"""
    with browsing.opened(browser, server, "chapters/notation.html") as (page, _):
        browsing.set_mode(page, "phone")
        page.click("button.primary-toggle")
        page.wait_for_selector("dialog[open] a:has-text('Bibliography')")
        assert browsing.violations(page) == []


def test_search_opens_by_keyboard(browser, server):
    """Is the search that Ctrl+K opens accessible, and closed by Escape?"""
    with browsing.opened(browser, server, "chapters/notation.html") as (page, _):
        page.keyboard.press("Control+k")
        page.wait_for_selector("#pst-search-dialog[open] input:focus")
        assert browsing.violations(page) == []
        page.keyboard.press("Escape")
        page.wait_for_selector("#pst-search-dialog:not([open])", state="attached")


def test_wide_formulas_take_the_keyboard(browser, server):
    """Can a formula that is wider than a phone be scrolled from the keyboard?"""
    with browsing.opened(browser, server, "chapters/notation.html") as (page, _):
        browsing.set_mode(page, "phone")
        page.wait_for_selector("mjx-container[display][tabindex='0']")
        browsing.set_mode(page, "light")
        page.wait_for_function("!document.querySelector('mjx-container[tabindex]')")
