"""What a report says of failures, outliers, and mistakes that a class has in common."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograde.intake.marks import NOT_GRADED, UNREADABLE, Mark
from autograde.record import write_record
from autograde.results.report import Diagnosis, Exercise, shared
from autograde.results.standouts import Seen, failures, outliers, see


def mark(student, assignment, share=None, status="final"):
    """Make a mark with a share of the checks' points."""
    return Mark(student, assignment, status=status, share=share)


def graded(outputs=(), **facts):
    """Make a graded notebook of one cell, with a record."""
    notebook = new_notebook(cells=[new_code_cell("f()", id="gate", outputs=list(outputs))])
    write_record(notebook, **facts)
    return notebook


def test_a_mark_far_from_the_learners_others():
    """Is an unusual mark found, but not for a learner whose marks are always like that?"""
    seen = [Seen(mark("ada", name, 1.0)) for name in ("a", "b", "c")]
    seen += [Seen(mark("ben", name, 0.1)) for name in ("a", "b", "c")]
    seen += [Seen(mark("cy", "a", 1.0)), Seen(mark("cy", "b", 0.9)), Seen(mark("cy", "c", 0.2))]
    (found,) = outliers(seen, {})
    assert (found.student, found.assignment) == ("cy", "c")
    assert found.what == "20% of the checks' points, against a median of 95% in 2 others"


@pytest.mark.parametrize(("share", "found"), [(0.5, 1), (0.51, 0)])
def test_a_mark_exactly_as_far_as_the_rule_says(share, found):
    """Does "50 percentage points or more" hold for 50, and not for 49?"""
    seen = [Seen(mark("ada", "a", 1.0)), Seen(mark("ada", "b", 1.0)), Seen(mark("ada", "c", share))]
    assert len(outliers(seen, {})) == found


@pytest.mark.parametrize(("right", "found"), [(2, 1), (3, 0)])
def test_a_check_exactly_as_far_as_the_rule_says(right, found):
    """Does "30 percentage points or more" hold for 30, and not for 20?"""
    rights = {("a", "one"): (5, 10), ("a", "two"): (5, 10), ("a", "three"): (right, 10)}
    assert len(outliers([], rights)) == found


@pytest.mark.parametrize(
    ("usual", "cpu_s", "found"),
    [(10.0, 40.0, 1), (10.0, 39.0, 0), (5.0, 25.0, 1), (5.0, 24.0, 0)],
)
def test_a_run_exactly_as_long_as_the_rule_says(usual, cpu_s, found):
    """Are the limits, four times the median and 20 s more, included?"""
    seen = [Seen(mark(f"s{k}", "a"), cpu_s=usual) for k in range(5)]
    assert len(outliers([*seen, Seen(mark("slow", "a"), cpu_s=cpu_s)], {})) == found


def test_two_marks_have_no_odd_one():
    """Is a learner with only two marks left out?"""
    assert outliers([Seen(mark("ada", "a", 1.0)), Seen(mark("ada", "b", 0.0))], {}) == ()


def test_a_check_far_under_the_others():
    """Is a check that the class gets wrong found, if it has enough submissions?"""
    rights = {("a", "one"): (9, 10), ("a", "two"): (8, 10), ("b", "three"): (2, 10)}
    (found,) = outliers([], rights)
    assert (found.student, found.assignment) == ("", "b")
    assert found.what == "three: 20% right, against a median of 85%"
    assert outliers([], {key: (right // 3, 4) for key, (right, _) in rights.items()}) == ()


def test_a_run_far_above_the_others():
    """Is a run that took far longer found, but no run of a few seconds?"""
    seen = [Seen(mark(f"s{k}", "a"), cpu_s=8.0) for k in range(5)]
    seen += [Seen(mark("slow", "a"), cpu_s=90.0), Seen(mark("slowish", "a"), cpu_s=25.0)]
    (found,) = outliers(seen, {})
    assert (found.student, found.what) == ("slow", "90 s of CPU time, against a median of 8 s")
    assert outliers([Seen(one.mark, cpu_s=one.cpu_s / 10) for one in seen], {}) == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (
            {"stopped": "gate", "because": "it held more than 3072 MiB of memory"},
            "the kernel ended in cell gate: it held more than 3072 MiB of memory",
        ),
        ({"stopped": "gate"}, "the kernel ended in cell gate: Python itself stopped"),
        (
            {"stopped": "gate", "endless": True},
            "ran longer than a cell may, and ignored interrupts",
        ),
        ({"unreadable": "it holds no JSON"}, "not a notebook: it holds no JSON"),
    ],
)
def test_failures_of_a_run(facts, why):
    """Does it say which limit ended a kernel, and why a file could not be read?"""
    (found,) = failures([see(mark("ada", "a", status=UNREADABLE), graded(**facts))], [""])
    assert (found.student, found.assignment) == ("ada", "a")
    assert why in found.why


def test_a_cell_that_was_stopped():
    """Is a cell named if it ran too long while its kernel went on?"""
    error = new_output("error", ename="CellTimeoutError", evalue="", traceback=[])
    (found,) = failures([see(mark("ada", "a"), graded([error], boxed=True))], [""])
    assert found.why == "stopped for running longer than a cell may: gate"


def test_submissions_without_a_mark():
    """Does each submission without a mark get a reason, and no other?"""
    seen = [
        Seen(mark("ada", "a", status=NOT_GRADED)),
        Seen(mark("ben", "a")),
        Seen(mark("cy", "x")),
    ]
    found = failures(seen, ["", "", "there is no assignment of this name"])
    assert [(one.student, one.why.split(":")[0]) for one in found] == [
        ("ada", "it was not graded yet"),
        ("cy", "there is no assignment of this name"),
    ]


def test_what_ran_without_a_box():
    """Is it told apart from what ran in a box, and from what did not run at all?"""
    notebooks = [graded(boxed=False), graded(boxed=True), graded(unreadable="x"), None]
    assert [see(mark("a", "a"), one).unboxed for one in notebooks] == [True, False, False, False]


def test_what_a_run_used():
    """Is the CPU time read from the record, and a malformed record ignored?"""
    used = [{"cpu_s": 3.5}, {}, {"cpu_s": "long"}]
    assert [see(mark("a", "a"), graded(used=one)).cpu_s for one in used] == [3.5, 0, 0]


@pytest.mark.parametrize(
    ("count", "words"),
    [(24, "All of"), (16, "Two thirds or more"), (12, "Half or more"), (8, "A third or more")],
)
def test_what_a_class_has_in_common(count, words):
    """Does a mistake of a large part of the class get a sentence?"""
    exercises = (Exercise("lstm_cell", "forget_gate", 30, 24, 0),)
    (found,) = shared(exercises, (Diagnosis("lstm_cell", "forget_gate", "gates swapped", count),))
    assert found.startswith(words)
    assert f"({count} of 24) show: gates swapped" in found


@pytest.mark.parametrize(("count", "of"), [(7, 24), (2, 2)])
def test_what_few_have_in_common_is_no_sentence(count, of):
    """Is there no sentence for a small part, or for a class of two?"""
    exercises = (Exercise("lstm_cell", "forget_gate", 30, of, 0),)
    assert shared(exercises, (Diagnosis("lstm_cell", "forget_gate", "x", count),)) == ()


def test_the_largest_part_comes_first():
    """Does the most common mistake come first?"""
    exercises = tuple(Exercise("a", check, 10, 10, 0) for check in ("one", "two"))
    found = shared(exercises, (Diagnosis("a", "one", "x", 4), Diagnosis("a", "two", "y", 9)))
    assert [sentence.split(": ")[-1] for sentence in found] == ["y.", "x."]
