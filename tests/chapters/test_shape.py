"""The shape of the book's pages: sections, cells, pictures, references."""

import ast
import re

import pages
import yaml

SECTIONS = ["You will be able to", "What goes wrong", "Summary", "Quiz", "Exercise"]
LONGEST_CELL = 25
DRAWS = re.compile(r"\bplt\.subplots\(|\bplots\.plot_\w+\(|\bplot_\w+\(")
CITATION = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
ENTRY = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)


def cells(page):
    """Return the code cells of a page."""
    return [fence for fence in page.fences if fence.name == "code-cell"]


def test_sections_are_there_in_order(chapter):
    """Has the chapter the sections that a reader finds in every chapter, in the same order?"""
    assert [heading for heading in chapter.headings if heading in SECTIONS] == SECTIONS


def test_quiz_gives_reasons(chapter):
    """Is each question of the quiz followed by a folded answer?"""
    quiz = chapter.text.split("\n## Quiz\n")[1].split("\n## ")[0]
    questions = quiz.count("**Question ")
    assert questions >= 3
    assert quiz.count("{dropdown} Answer") == questions


def test_exercise_links_its_notebook(chapter):
    """Does the chapter end by leading to a notebook?"""
    exercise = chapter.text.split("\n## Exercise\n")[1]
    assert re.search(r"exercises/\w+\.ipynb", exercise)


def test_cells_are_short(page):
    """Has every code cell 25 lines at most?"""
    lengths = {fence.body[0]: len(fence.body) for fence in cells(page) if fence.body}
    assert {cell: n for cell, n in lengths.items() if n > LONGEST_CELL} == {}


def test_cells_are_python(page):
    """Does every code cell parse, without magics or shell lines that only a notebook knows?"""
    for fence in cells(page):
        ast.parse("\n".join(fence.body))


def test_drawn_figures_have_alt_text(page):
    """Does each cell that draws a figure describe it in words?"""
    silent = [
        fence.body[0]
        for fence in cells(page)
        if DRAWS.search("\n".join(fence.body))
        and not re.search(r"remove-(cell|output)", fence.options)
        and not re.search(r"^\s*alt: *\S{3}", fence.options, re.MULTILINE)
    ]
    assert silent == []


def test_included_pictures_have_alt_text(page):
    """Has every picture that is included a description?"""
    for fence in page.fences:
        if fence.name in {"figure", "image"}:
            assert re.search(r"^:alt: *\S{3}", fence.options, re.MULTILINE), fence.argument
    assert re.findall(r"!\[\s*\]\(", page.text) == []


def test_drawings_describe_themselves(page):
    """Has every drawing that is copied into the page a title and a description of its own?"""
    for fence in page.fences:
        file = re.search(r"^:file: *(\S+\.svg)$", fence.options, re.MULTILINE)
        if fence.name == "raw" and file:
            drawing = (pages.CHAPTERS / file[1]).read_text(encoding="utf-8")
            names = re.search(r'role="img" aria-labelledby="([^"]+)"', drawing)
            assert names, file[1]
            for name in names[1].split():
                assert f'id="{name}"' in drawing, file[1]


def test_every_citation_has_its_entry(page):
    """Is each source that the page cites in the bibliography?"""
    known = set(ENTRY.findall((pages.CHAPTERS / "references.bib").read_text(encoding="utf-8")))
    cited = {key.strip() for keys in CITATION.findall(page.text) for key in keys.split(",")}
    assert cited - known == set()


def test_contents_name_every_page():
    """Is each text page named in _toc.yml, and each that is named there?"""
    toc = yaml.safe_load((pages.CHAPTERS.parent / "_toc.yml").read_text(encoding="utf-8"))
    named = {toc["root"]} | {c["file"] for part in toc["parts"] for c in part["chapters"]}
    texts = {name for name in named if not name.startswith("chapters/exercises/")}
    assert texts == {f"chapters/{path.stem}" for path in pages.CHAPTERS.glob("*.md")}


def test_assignments_have_their_page():
    """Is each assignment a page of the book, and each exercise page an assignment?"""
    toc = (pages.CHAPTERS.parent / "_toc.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"chapters/exercises/(\w+)", toc)) == {
        path.name for path in pages.ASSIGNMENTS.iterdir()
    }
