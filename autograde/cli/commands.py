"""What each subcommand of `autograde` does with what was typed: call, print, return a code.

Each imports what it needs by itself, so that `--help` and a wrong call answer at once.
"""

import argparse
import os

from autograde.gradebook.course import Course
from autograde.imports import lasting


def _course(options: argparse.Namespace) -> Course:
    """Return the class that the command is about; a wrong --db is refused in every command."""
    course = Course(options.course.resolve(), options.db)
    _ = course.server
    return course


def _names(options: argparse.Namespace) -> list[str]:
    """Return the assignments that the command is about."""
    from autograde.release.statement import assignment_names, known_assignment

    return [known_assignment(name) for name in options.assignments] or assignment_names()


def doctor(options: argparse.Namespace) -> int:
    """Look at this machine, a line for each thing.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 1 if something needed is missing.
    """
    from autograde.cli.doctor import MISSING, OK, examine

    lacking = 0
    for line in examine(_course(options)):
        print(f"{line.state:8} {line.text}", flush=True)
        if line.state != OK:
            print(f"{'':8} -> {line.get}", flush=True)
        lacking += line.state == MISSING
    print("Something needed is missing." if lacking else "Everything needed is there.")
    return 1 if lacking else 0


def build(options: argparse.Namespace) -> int:
    """Build the source notebooks.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 0.
    """
    from autograde.release.build import build

    course = _course(options)
    course.create()
    for name in _names(options):
        print(build(name, course.folder("source")))
    return 0


def release(options: argparse.Namespace) -> int:
    """Release assignments, or their solutions.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 0.
    """
    from autograde.release.release import as_book_pages, release, release_solutions

    if options.solutions:
        written = release_solutions(_names(options), options.solutions)
    else:
        written = release(_course(options), _names(options))
        if options.pages:
            as_book_pages(_course(options), options.pages)
    for path in written:
        print(path)
    return 0


def grade(options: argparse.Namespace) -> int:
    """Grade, a line for each submission.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 1 if a submission could not be graded.
    """
    with lasting():
        from autograde.cli.grade_views import as_json, show
        from autograde.execution.cluster import Cluster
        from autograde.execution.sandbox import VARIABLE
        from autograde.intake.problems import submissions
        from autograde.marking.grade import grade

    if options.no_sandbox:
        os.environ[VARIABLE] = "no"
    course = _course(options)
    cluster = Cluster(options.workers, options.scheduler, options.tls and tuple(options.tls))
    names = _names(options)
    done = grade(course, names, options.student, options.force, cluster)
    if options.json:
        graded = list(done)
        print(as_json(graded))
    else:
        total = len(submissions(course, names, options.student))
        graded = list(show(done, total, options.quiet))
    if not graded and not options.json:
        print(f"Nothing was handed in to {course.folder('submitted')}/STUDENT/ASSIGNMENT/.")
    return 1 if any(one.problem for one in graded) else 0


def sample(options: argparse.Namespace) -> int:
    """Hand in the sample class, or compare its marks.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 1 if a mark is not the expected one.
    """
    from autograde.sample.marks import compare, table
    from autograde.sample.submissions import make_sample_class, sample_class

    submissions = sample_class()
    if options.compare:
        compared = compare(_course(options), submissions)
        print(table(compared))
        return 0 if all(row.agrees for row in compared) else 1
    written = make_sample_class(_course(options), submissions)
    print(f"{len(submissions)} submissions, {len(written)} of them new or changed.")
    return 0


def rejudge(options: argparse.Namespace) -> int:
    """List the marks that today's checks would change, and write them if asked to.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 1 if something must be executed to be judged, or could not be written.
    """
    from autograde.marking.rejudge import rejudge

    course = _course(options)
    n_changes = n_judged = open_ends = 0
    for one in rejudge(course, _names(options), options.write):
        who = f"{one.assignment:18} {one.student:16}"
        for change in one.changes:
            print(f"{who} {change.cell:24} {change.before:g} -> {change.after:g}  {change.reason}")
        if one.must_run:
            print(f"{who} MUST BE EXECUTED: {one.must_run}")
            print(
                f"  -> autograde --course {course.root} grade {one.assignment} "
                f"--student {one.student} --force"
            )
        if one.problem:
            print(f"{who} PROBLEM: {one.problem}")
        n_judged += 1
        n_changes += len(one.changes)
        open_ends += bool(one.must_run or one.problem)
    done = "written" if options.write else "nothing was written: --write does"
    print(f"{n_judged} submissions judged again, {n_changes} marks change ({done}).")
    return 1 if open_ends else 0


def backups(options: argparse.Namespace) -> int:
    """List the gradebook's backups, or restore one.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 0.
    """
    from autograde.gradebook.writer import backups, restore

    course = _course(options)
    course.require()
    if options.restore is not None:
        print(f"{course.gradebook_name} is now as it was in {restore(course, options.restore)}")
        return 0
    for path in backups(course):
        print(path)
    return 0


def report(options: argparse.Namespace) -> int:
    """Print the class, and write it as a page.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 0.
    """
    from autograde.cli.report_views import as_html, as_text
    from autograde.results.report import report

    found = report(_course(options), _names(options))
    print(as_text(found))
    print(f"\nAs a page: {as_html(found, found.course / 'report.html')}")
    return 0


def feedback(options: argparse.Namespace) -> int:
    """Write the learners' pages.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 1 if a page could not be written.
    """
    from autograde.results.feedback import feedback

    problems = 0
    for page in feedback(_course(options), _names(options), options.student):
        print(
            f"{page.assignment} {page.student}: PROBLEM: {page.problem}"
            if page.problem
            else page.page
        )
        problems += bool(page.problem)
    return 1 if problems else 0


def export(options: argparse.Namespace) -> int:
    """Write the marks as a table.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 0.
    """
    from autograde.results.export import export

    done = export(
        _course(options),
        options.format,
        options.to,
        options.force,
        _names(options) if options.assignments else [],
        options.all,
        options.template,
    )
    print(f"{done.path}: {done.holds}")
    for note in done.notes:
        print(note)
    return 0


def learner(options: argparse.Namespace) -> int:
    """Hand out notebooks.

    Parameters
    ----------
    options : argparse.Namespace
        What was typed.

    Returns
    -------
    int
        The exit code: 0.
    """
    from autograde.release.learner import pack, put

    if options.pack:
        print(pack(_course(options), options.pack))
        return 0
    for notebook in put(_course(options), options.into):
        print(f"{notebook.path}{': kept as it was' if notebook.kept else ''}")
    return 0
