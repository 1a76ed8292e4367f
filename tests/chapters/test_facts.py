"""The facts that stand once, and the tables and sums that the book makes of them."""

import importlib.util
import json
import re

import pages
import pytest
import yaml

from autograde.kernel.limits import Limits

spec = importlib.util.spec_from_file_location("facts", pages.CHAPTERS / "_ext" / "facts.py")
facts = importlib.util.module_from_spec(spec)
spec.loader.exec_module(facts)

TOC = (pages.CHAPTERS.parent / "_toc.yml").read_text(encoding="utf-8")


def rows(name):
    """Return a table's rows of cells, the head first."""
    lines = [line for line in facts.TABLES[name]() if not line.startswith("| ---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def named(name):
    """Return the pages that a table links, as `_toc.yml` names them; the prerequisites are none."""
    tops = {"contents": (1,), "path": (0, 2), "points": (0, 2)}[name]
    return [
        pages.key(link)
        for row in rows(name)[1:]
        for column in tops
        for link in pages.LINK.finditer(row[column])
    ]


@pytest.mark.parametrize("name", ["contents", "path", "points"])
def test_a_table_names_every_page_once_in_order(name):
    """Is no chapter and no exercise forgotten, and does the order follow the contents?"""
    in_order = re.findall(r"file: chapters/([\w/]+)", TOC)[1:]
    parts = yaml.safe_load(TOC)["parts"]
    outside = {
        chapter["file"].removeprefix("chapters/")
        for part in (parts[-1:] if name == "contents" else [parts[0], parts[-1]])
        for chapter in part["chapters"]
    }
    everything = [one for one in re.findall(r"file: chapters/([\w/]+)", TOC) if one not in outside]
    assert named(name) == everything
    assert len(in_order) > len(everything) - 2


def test_numbers_are_those_of_the_files():
    """Do minutes and points stand where the files say them?"""
    text = (pages.CHAPTERS / "one_step.md").read_text(encoding="utf-8")
    reading = re.search(r"^About (\d+) minutes to read", text, re.MULTILINE)[1]
    statement = (pages.ASSIGNMENTS / "lstm_cell" / "notebook.md").read_text(encoding="utf-8")
    working = re.search(r"^  minutes: (\d+)$", statement, re.MULTILINE)[1]
    points = sum(int(n) for n in re.findall(r"points\"?: (\d+)", statement))
    (row,) = (row for row in rows("points") if "exercises/lstm_cell" in row[2])
    assert row[1].endswith(f" + {reading}")
    assert row[3:5] == [working, str(points)]
    assert facts.minutes_of("one_step exercises/lstm_cell") == [int(reading), int(working)]


def test_sums_are_those_of_the_tables():
    """Are all minutes of reading, and all of exercises, those of the table of the whole way?"""
    for kind, column in (("reading", 1), ("exercises", 3)):
        numbers = [int(row[column]) for row in rows("path")[1:] if row[column]]
        assert facts.minutes_of(kind) == numbers


def test_a_limit_is_the_graders():
    """Does the book print the limit that a box gets?"""
    assert facts.limit("cell_s") == Limits().cell_s


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: facts.minutes_of("one_stop"), "there is no page one_stop"),
        (lambda: facts.limit("cell_m"), "there is no limit cell_m"),
        (lambda: facts.Page("glossary", "").minutes, "glossary.md has no line 'About N minutes"),
        (lambda: facts.Page("glossary", "").said("summary"), "glossary.md lacks summary"),
    ],
)
def test_what_is_lacking_is_named(ask, words):
    """Is a page or a fact that is not there told by its name?"""
    with pytest.raises(facts.Lacking, match=words):
        ask()


@pytest.fixture
def measures(tmp_path, monkeypatch):
    """Store a measure of every exercise: one mutant of a hundred survives, one name is missing."""
    monkeypatch.setattr(facts.measured, "MEASURE", tmp_path / "measure.json")
    lists = dict.fromkeys(("refused", "accepted", "wrong_cause", "idle"), [])
    counts = {"right": 59, "wrong": 80, "mutants": 100, "told": 10, "named": 9, **lists}
    checks = {"a": {**counts, "survivors": ["x"]}}
    for page in facts.pages():
        if page.is_exercise:
            made_by = facts.measured.fingerprint(page.name)
            facts.measured.store(page.name, checks, made_by)
    return checks


def test_the_measure_of_every_exercise_is_printed(measures):
    """Does the table have a row for each exercise, with what was counted?"""
    exercises = [page for page in facts.pages() if page.is_exercise]
    found = rows("quality")
    assert [row[0] for row in found[1:]] == [page.link for page in exercises]
    expected = ["59", "0 (≤ 5.0 %)", "80", "0 (≤ 3.7 %)", "100", "99.0 %", "90.0 %", "0"]
    assert all(row[1:] == expected for row in found[1:])


def test_a_measure_that_is_missing_is_told(measures):
    """Does the row of an exercise that was never measured say so?"""
    stored = json.loads(facts.measured.MEASURE.read_text())
    del stored["sine_windows"]
    facts.measured.MEASURE.write_text(json.dumps(stored))
    (row,) = (row for row in rows("quality") if "sine_windows" in row[0])
    assert row[1:] == ["*not measured yet*", *[""] * 7]


def test_a_stale_measure_is_not_printed(measures):
    """Is a measure of earlier code refused, with the command that renews it?"""
    facts.measured.store("sine_windows", measures, "of earlier code")
    with pytest.raises(facts.Lacking, match="sine_windows has changed.*autograde quality sine_win"):
        rows("quality")


def test_trainings_are_printed_if_there_are_any(tmp_path, monkeypatch):
    """Does the page say that nothing is stored, and print a row for each answer otherwise?"""
    trainings = facts.table.trainings
    monkeypatch.setattr(trainings, "TRAININGS", tmp_path / "trainings.json")
    monkeypatch.setattr(trainings, "fingerprint", lambda exercise: "now")
    assert list(facts.TABLES["trainings"]()) == [
        "*No training by the code as it is now has been stored yet.*"
    ]
    answer = ("single_lstm", "trained_single", "right: the solution", "")
    for seed in range(59):
        trainings.append(answer, trainings.Run(seed, 1.0, 1.0, ()))
    assert rows("trainings")[1] == [
        "trained_single", "right: the solution", "59", "0 (≤ 5.0 %)", ""
    ]  # fmt: skip
