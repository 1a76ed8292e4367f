"""The measure of the judgement: mutants, what is counted of them, and the bar for a release."""

import math
import textwrap

import pytest

from autograde.cli.main import main
from autograde.errors import CourseError
from autograde.gradebook.course import Course
from autograde.quality import general, judging, measure, same, table, trainings, typed
from autograde.quality.bounds import upper_bound
from autograde.quality.field import FIELD, TRAINING
from autograde.quality.general import GENERAL
from autograde.quality.mutants import Operator, mutants
from autograde.release import measured
from autograde.release import release as releasing
from autograde.release.release import release
from lstm_lib.checks.exercises.judge import JUDGES
from lstm_lib.checks.judge.judged import Judge
from lstm_lib.checks.judge.models.trained import ABOVE_THE_FLOOR, FROZEN
from lstm_lib.checks.verdict import NOT_YET, RIGHT, Finding, Verdict

CHECK = ("forecast_quality", "skill")
COUNTS = {
    "right": 5,
    "refused": [],
    "wrong": 9,
    "accepted": [],
    "mutants": 100,
    "survivors": [],
    "told": 10,
    "named": 10,
    "wrong_cause": [],
    "idle": [],
}


def by(name, source):
    """Return what the operators of a name make of an answer."""
    operators = tuple(one for one in FIELD + TRAINING + GENERAL if one.name == name)
    return [mutant.source for mutant in mutants(source, operators)]


@pytest.mark.parametrize(
    ("operator", "source", "expected"),
    [
        ("arithmetic", "x = a + b", ["x = a - b"]),
        ("arithmetic", "x = a * -b", ["x = a / -b", "x = a + -b", "x = a * b"]),
        ("comparison", "x = a < b", ["x = a <= b", "x = a >= b"]),
        ("boolean", "x = a and True", ["x = a or True", "x = a and False"]),
        ("boolean", "y = a if b else c", ["y = a if not b else c"]),
        ("constant", "x = a[3]", ["x = a[4]", "x = a[2]"]),
        (
            "constant",
            "x = a.reshape(-1, 1)",
            ["x = a.reshape(-1, 2)", "x = a.reshape(-1, 0)"],
        ),
        ("bound", "x = a[0:n]", ["x = a[0:]", "x = a[0:n + 1]", "x = a[0:n - 1]"]),
        ("bound", "x = a[n:]", ["x = a[:]", "x = a[n + 1:]", "x = a[n - 1:]"]),
        ("bound", "x = range(n)", ["x = range(n + 1)", "x = range(n - 1)"]),
        ("statement", "x += 1", ["pass", "x = 1"]),
        (
            "loop",
            "y = [a for a in b]",
            ["y = [a for a in list(b)[1:]]", "y = [a for a in list(b)[:-1]]"],
        ),
        ("argument", "f(a, b, c=1)", ["f(b, a, c=1)", "f(a, b)"]),
        ("element", "x = [a, b]", ["x = [b]", "x = [a]", "x = [b, a]"]),
        ("name", "f = g\ni = f", ["f = i\ni = f", "f = f\ni = f", "f = g\ni = i", "f = g\ni = g"]),
        ("function", "x = np.max(a)", ["x = np.min(a)"]),
        ("i and f", "c_t = f * c_prev + i * g", ["c_t = i * c_prev + f * g"]),
        ("h for c", "f(h_t, c_t)", ["f(c_t, c_t)", "f(h_t, h_t)"]),
        ("no activation", "x = np.tanh(z)", ["x = z"]),
        ("twice activated", "x = sigmoid(z)", ["x = sigmoid(sigmoid(z))"]),
        ("not transposed", "x = a @ W.T", ["x = a @ W"]),
        ("transposed", "x = a @ W.T", ["x = a.T @ W.T"]),
        ("bias", "z = x @ W + b[k]", ["z = x @ W", "z = x @ W + b[k] + b[k]"]),
        ("axis", "x = a.sum(axis=0)", ["x = a.sum(axis=1)"]),
        ("copied", "x = a.copy()", ["x = a"]),
        ("sequences", "x = LSTM(n)", ["x = LSTM(n, return_sequences=True)"]),
        ("sequences", "x = LSTM(n, return_sequences=True)", ["x = LSTM(n)"]),
        ("windows reversed", "m.fit(x, y, epochs=1)", ["m.fit(x[:, ::-1], y, epochs=1)"]),
        ("last value as target", "m.fit(x, y)", ["m.fit(x, x[:, -1, 0])"]),
        ("one step too far", "m.fit(x, y)", ["m.fit(x[:-1], y[1:])"]),
        ("not trained", "h = m.fit(x, y)", ["pass"]),
        ("squared", "x = (a - b) ** 2", ["x = abs(a - b)"]),
    ],
)
def test_an_operator_makes_the_mutants_that_it_should(operator, source, expected):
    """Does each kind of change give all its mutants, and no other?"""
    assert by(operator, source) == expected


def test_blocks_are_cut_in_other_orders():
    """Is the order of the four blocks changed where they are cut, and only there?"""
    assert by("block order", "i, f, g, o = np.split(z, 4)")[0] == "f, i, g, o = np.split(z, 4)"
    assert by("block order", "i, f, g, o = gates(z)") == []
    assert by("block order", "a, b, c, d = train_test_split(x, y)") == []


def test_what_no_check_can_see_is_left_alone():
    """Does nothing change in docstrings, in what is printed, and in how much Keras prints?"""
    source = '''def f(a):
    """Return 1 of a[2:]."""
    print(f"{a + 1}", 7)
    a.fit(verbose=0)
    raise ValueError(1 + 1)
'''
    assert [m.source for m in mutants(source, GENERAL)] == [
        textwrap.dedent("""\
            def f(a):
                print(f'{a + 1}', 7)
                pass
                raise ValueError(1 + 1)""")
    ]


def test_what_another_check_judges_is_left_alone():
    """Does only the asked function change, with what it uses of the cell and no other check has?"""
    source = """\
def gate(a):
    return helper(a)
def helper(a):
    return a + 1
def half(a):
    return a / 2
def step(a):
    return gate(half(a))"""
    found = [mutant.diff for mutant in mutants(source, GENERAL, "step", ["gate"])]
    assert any("+    return a * 2" in one for one in found)
    assert not any("helper" in one or "a - 1" in one for one in found)


def test_no_two_mutants_are_the_same():
    """Are mutants all different from each other and from the answer, and Python?"""
    solution = typed.solutions("lstm_cell")["lstm_step"]
    found = [mutant.source for mutant in mutants(solution, FIELD + GENERAL)]
    assert len({*found, solution}) == len(found) + 1 > 50
    for source in found:
        compile(source, "<mutant>", "exec")


@pytest.mark.parametrize(("seen", "of"), [(0, 1), (0, 41), (1, 10), (3, 200), (199, 200)])
def test_the_bound_is_that_of_clopper_and_pearson(seen, of):
    """Would a rate at the bound give so few, or fewer, once in twenty times?"""
    rate = upper_bound(seen, of)
    chance = sum(math.comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(seen + 1))
    assert chance == pytest.approx(0.05, rel=1e-6)


def test_the_bound_is_that_of_the_tables():
    """Are the bounds the ones that textbooks print?"""
    assert upper_bound(1, 10) == pytest.approx(0.3942, abs=5e-5)
    assert upper_bound(0, 30) == pytest.approx(0.0950, abs=5e-5)  # the rule of three, exact
    assert upper_bound(4, 4) == 1.0
    with pytest.raises(ValueError, match="5 of 4 were seen"):
        upper_bound(5, 4)


@pytest.fixture
def lax(monkeypatch):
    """Let a check accept whatever is a number."""
    accepting = Judge(lambda seen, rng: [Finding("skill", True, "right")], JUDGES["skill"].knows)
    monkeypatch.setitem(JUDGES, "skill", accepting)


@pytest.fixture
def strict(monkeypatch):
    """Let a check refuse everything, in the name of one mistake."""
    said = Finding("skill", False, "not right", diagnosis="ratio")
    monkeypatch.setitem(JUDGES, "skill", Judge(lambda seen, rng: [said], JUDGES["skill"].knows))


@pytest.fixture
def written(monkeypatch):
    """Give the check one right answer besides its solution."""
    other = {"skill": [("one fraction", "return (floor - error) / floor")]}
    monkeypatch.setattr(typed, "right", lambda exercise: other)


def counted(what):
    """Count one piece of the check, as a worker does."""
    return measure.count((*CHECK, what, 0, 1))


@pytest.mark.slow
def test_a_lax_check_lets_mutants_and_mistakes_survive(lax, written):
    """Are a check's false accepts all counted, with what shows them?"""
    wrong, changed = counted("wrong"), counted("mutants")
    assert len(wrong["accepted"]) == wrong["wrong"] == len(typed.mistakes(CHECK[0])["skill"])
    assert any("-    return 1 - error / floor\n+    return 1 + error / floor" in one
               for one in changed["survivors"])  # fmt: skip


def test_a_strict_check_refuses_right_answers(strict, written):
    """Are a check's false rejects counted, and the false names that it gives?"""
    found = counted("right")
    assert found["right"] == len(found["refused"]) == 2
    assert found["refused"][1].startswith("one fraction:\n✗ Not yet right: skill")
    wrong = counted("wrong")
    assert len(wrong["wrong_cause"]) == sum(
        name != "ratio" for name, _, _ in typed.mistakes(CHECK[0])["skill"]
    )


def test_the_check_as_it_is_judges_right(written):
    """Does the real check get no complaint, its right answer written in two ways?"""
    assert counted("right") == {"right": 2, "refused": []}
    wrong, changed = counted("wrong"), counted("mutants")
    assert wrong["accepted"] == wrong["wrong_cause"] == changed["survivors"] == []
    assert changed["mutants"] > 10


@pytest.mark.slow
def test_a_mutant_without_end_is_stopped(monkeypatch):
    """Does code that never returns lose its marks after so much CPU time?"""
    monkeypatch.setattr(judging, "CPU_S", 1)
    found = judging.verdicts(*CHECK, "while True: pass")
    assert [one.share for one in found] == [0.0, 0.0, 0.0]
    found = judging.verdicts(*CHECK, "while True:\n    pass\ndef skill(error, floor): ...")
    assert [one.status for one in found] == ["crashed"] * 3


def test_a_judge_that_raises_is_told_with_the_answer(monkeypatch):
    """Does an error of the judge itself end the measure with check and answer, as no mark?"""
    broken = Judge(lambda seen, rng: [][0], ())
    monkeypatch.setitem(JUDGES, "skill", broken)
    with pytest.raises(CourseError, match="(?s)judge of skill raised IndexError.*return 1 - error"):
        judging.verdicts(*CHECK, "return 1 - error / floor")


def test_what_the_notebook_made_does_not_stand_in_for_an_answer():
    """Is an answer that makes nothing not attempted, even though the solution made it before?"""
    found = judging.verdicts(*CHECK, "skill = 1\ndel skill")
    assert {one.status for one in found} == {"not attempted"}


@pytest.fixture
def draws(monkeypatch):
    """Say how to draw inputs for a check of one number, with rows of any length."""

    class Tables:
        INPUTS = {"skill": lambda rng: list(rng.uniform(1, 2, (2, rng.integers(1, 9))))}
        SAME = [("skill", "return 1 - error / floor", "return 2 - error / floor", "A reason.")]

    monkeypatch.setattr(same, "_tables", lambda exercise: Tables)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("1 - error / floor", "It returns the same on 1000 random inputs."),
        (
            "(floor - error) / floor",
            "It returns the same, but for rounding, on 1000 random inputs.",
        ),
        ("1 - error / floor if np.size(error) < 8 else error", ""),
        ("1 - error / floor * (1 + 1e-4)", ""),
        ("(1 - error / floor)[None]", ""),
        ("error.sort() or 1 - error / floor", ""),
        ("lambda: 1 - error / floor", ""),
    ],
)
def test_sameness_is_shown_by_results(draws, body, words):
    """Is a mutant left out only if all its results are the answer's, at any size?"""
    answer = "def skill(error, floor):\n    return 1 - error / floor"
    assert same.shown(*CHECK, answer, f"def skill(error, floor):\n    return {body}") == words


def test_a_record_names_one_change_of_one_check(draws):
    """Is a record found by its two lines, and by nothing less?"""
    told = "-    return 1 - error / floor\n+    return 2 - error / floor"
    assert same.recorded(*CHECK, told)[3] == "A reason."
    assert same.recorded(CHECK[0], "usable_horizon", told) is None
    assert same.recorded(*CHECK, told.replace("2", "3")) is None
    assert same.recorded(*CHECK, f"{told}\n+    return 0") is None


def test_an_idle_record_is_told(draws):
    """Is a record that no mutant needs any more a complaint?"""
    counts = {"skill": {**COUNTS, "needed": []}}
    measure._settle("forecast_quality", counts)
    assert list(measured.summed(counts).complaints()) == [
        "same.py has an entry that nothing needs: skill, return 1 - error / floor"
    ]


@pytest.mark.parametrize(
    ("names", "words", "expected"),
    [
        ([{"no bias"}, {"no bias"}], ("bias",), ""),
        ([{"gates swapped"}], ("bias",), "gates swapped"),
        ([{"no bias"}, {"gates swapped"}], (), "gates swapped or no bias"),
        ([{"no bias", "no tanh"}, {"no bias"}], (), ""),
        ([set(), set()], ("bias",), ""),
    ],
)
def test_a_false_name_is_recognized(names, words, expected):
    """Is a name false that lacks the operator's words, or that two seeds contradict?"""
    operator = Operator("x", general.boolean, words)
    assert measure.untrue(operator, [frozenset(one) for one in names]) == expected


def test_argmin_for_argmax_may_turn_a_comparison_around():
    """Is a name true of `argmin` over truth values, which finds the first that is false?"""
    operator = next(one for one in measure.operators("reach") if one.name == "place of the extreme")
    assert measure.untrue(operator, [frozenset({"first lag above"})]) == ""


@pytest.fixture
def stored(tmp_path, monkeypatch):
    """Return a function that stores counts as the measure of `lstm_cell`, and of nothing else."""
    monkeypatch.setattr(measured, "MEASURE", tmp_path / "measure.json")

    def put(hash=None, **changes):
        made_by = hash or measured.fingerprint("lstm_cell")
        measured.store("lstm_cell", {"lstm_step": {**COUNTS, **changes}}, made_by)

    return put


SURVIVOR = "arithmetic:\n-    c_t = f * c_prev\n+    c_t = f + c_prev"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"survivors": [SURVIVOR] * 2}, ("98.0 % of the mutants", "+    c_t = f + c_prev")),
        ({"refused": ["a loop:\n✗ No"]}, ("a right answer is refused: lstm_step, a loop",)),
        ({"accepted": ["no tanh:\nreturn c_t"]}, ("gets full marks: lstm_step, no tanh",)),
        ({"wrong_cause": ["no bias for i"]}, ("called what it is not: lstm_step, no bias",)),
        ({"named": 8}, ("the cause is named for 8 of 10, 90% is the bar",)),
    ],
)
def test_an_exercise_below_the_bar_is_not_released(stored, tmp_path, changes, words):
    """Is it refused, with what shows why, even if it has changed since, and nothing written?"""
    for made_by in (None, "of earlier code"):
        stored(made_by, **changes)
        with pytest.raises(CourseError, match="lstm_cell was not released") as told:
            release(Course(tmp_path / "course"), ["lstm_cell"])
        assert all(piece in str(told.value) for piece in words)
        assert "autograde quality lstm_cell" in str(told.value)
    assert not list((tmp_path / "course").rglob("*.ipynb"))


def test_an_exercise_at_the_bar_is_not_refused(stored):
    """Does an exercise pass with one surviving mutant of a hundred, and nine names of ten?"""
    stored(survivors=[SURVIVOR], named=9)
    measured.require("lstm_cell")


def test_what_was_not_measured_is_said(stored):
    """Is a missing and a stale measure told in words, and a fresh one not?"""
    assert measured.note("lstm_cell").startswith("lstm_cell is new: its judgement was never")
    stored("of earlier code")
    assert measured.note("lstm_cell").startswith("lstm_cell has changed since its judgement was")
    measured.require("lstm_cell")
    stored()
    assert measured.note("lstm_cell") == ""


def test_a_damaged_measure_is_said(stored):
    """Is a measure that cannot be read told by its file?"""
    measured.MEASURE.write_text("{")
    with pytest.raises(CourseError, match=r"measure\.json is no JSON"):
        measured.require("lstm_cell")


@pytest.mark.parametrize(
    ("change", "same_hash"),
    [
        (("# The bar", "# A bar"), True),
        (('"""Judge."""', '"""Judge it."""'), True),
        (("return 1", "return 2"), False),
    ],
)
def test_only_code_makes_a_measure_stale(change, same_hash):
    """Do comments and docstrings leave a measure fresh, and code not?"""
    text = '# The bar\ndef judge():\n    """Judge."""\n\n    return 1\n'
    assert (measured.code(text) == measured.code(text.replace(*change))) is same_hash


def test_a_measure_is_of_its_own_exercise(tmp_path, monkeypatch):
    """Does another exercise's change leave a measure fresh, and that of shared code not?"""
    names = [path.relative_to(measured.LIBRARY) for path in measured._files("lstm_cell")
             if path.is_relative_to(measured.LIBRARY)]  # fmt: skip
    folders = {path.parts[2] for path in names if path.parts[:2] == ("checks", "exercises")}
    assert {one for one in folders if not one.endswith(".py")} == {"lstm_cell", "judge"}
    assert {"cell.py"} <= {path.name for path in names}


def test_rows_show_counts_and_bounds():
    """Does a row say what was counted, with the bounds that 5 and 9 answers allow?"""
    total = measured.summed({"lstm_step": {**COUNTS, "survivors": [SURVIVOR], "named": 9}})
    assert table.row("x", total) == (
        "x", "5", "0 (≤ 45.1 %)", "9", "0 (≤ 28.3 %)", "100", "99.0 %", "90.0 %", "0"
    )  # fmt: skip


ANSWERS = [
    ("single_lstm", "trained_single", "right: the solution", "model = 1"),
    ("single_lstm", "trained_single", "above the floor", "model = 2"),
]


@pytest.fixture
def trained(tmp_path, monkeypatch):
    """Keep trainings in a file of the test's own, and train two answers only."""
    monkeypatch.setattr(trainings, "TRAININGS", tmp_path / "trainings.json")
    monkeypatch.setattr(trainings, "answers", lambda: iter(ANSWERS))


def test_a_long_run_goes_on_where_it_was_cut(trained):
    """Is each run kept as soon as it is stored, and none of them asked for again?"""
    everything = trainings.waiting(3)
    assert [seed for _, seed in everything] == [0, 0, 10, 20]
    for answer, seed in everything[:3]:
        trainings.append(answer, trainings.Run(seed, 1.0, 1.0, ()))
    assert trainings.waiting(3) == everything[3:]
    assert [len(runs) for runs in trainings.stored()["trained_single"].values()] == [2, 1]


def test_runs_of_earlier_code_do_not_count(trained, monkeypatch):
    """Are trainings that another judge judged left out, and trained again?"""
    for answer, seed in trainings.waiting(1):
        trainings.append(answer, trainings.Run(seed, 1.0, 1.0, ()))
    monkeypatch.setattr(trainings, "fingerprint", lambda exercise: "changed")
    assert trainings.stored() == {}
    assert len(trainings.waiting(1)) == 2
    trainings.append(ANSWERS[0], trainings.Run(0, 0.0, 0.0, ()))
    assert list(trainings.stored()["trained_single"]) == ["right: the solution"]


def test_wrong_marks_are_counted_both_ways(trained):
    """Are full marks of a wrong answer and lost ones of a right answer told, and false names?"""
    for seed, best, told in (
        (0, 1.0, ()),
        (10, 0.0, ("diverged",)),
        (20, 0.0, ("too few epochs",)),
    ):
        trainings.append(ANSWERS[0], trainings.Run(seed, best, best, told))
        trainings.append(ANSWERS[1], trainings.Run(seed, best, best, (ANSWERS[1][2],)))
    assert list(table.training_rows()) == [
        ("trained_single", "right: the solution", "3", "2 (≤ 98.3 %)", ""),
        ("trained_single", "above the floor", "3", "1 (≤ 86.5 %)", "0"),
    ]


@pytest.mark.parametrize(
    ("diagnosis", "runs", "best"), [(ABOVE_THE_FLOOR.name, 3, 1.0), (FROZEN.name, 1, 0.0)]
)
def test_a_training_gets_the_reruns_of_a_class(monkeypatch, diagnosis, runs, best):
    """Is a failure by chance trained again under the next seeds, and no other failure?"""
    missed = Finding("quality", False, "", diagnosis=diagnosis)
    outcomes = [
        Verdict("trained_single", NOT_YET, (missed,)),
        Verdict("trained_single", NOT_YET, (missed,)),
        Verdict("trained_single", RIGHT, (Finding("quality", True, ""),)),
    ]
    seeds = []

    def verdict(answer, seed):
        seeds.append(seed)
        return outcomes[len(seeds) - 1]

    monkeypatch.setattr(trainings, "_verdict", verdict)
    run = trainings.trained(ANSWERS[0], 40)
    assert (run.share, run.best, run.names) == (0.0, best, (diagnosis,))
    assert seeds == [40, 41, 42][:runs]


@pytest.mark.parametrize(("changes", "code"), [({}, 0), ({"refused": ["a loop:\n✗ No"]}, 1)])
def test_the_command_stores_and_tells(stored, monkeypatch, capsys, changes, code):
    """Does `autograde quality` store what was counted, and exit with 1 if it is below the bar?"""
    checks = {"lstm_step": {**COUNTS, **changes}}
    monkeypatch.setattr(measure, "measure", lambda names, done, workers: done(names[0], checks))
    assert main(["quality", "lstm_cell"]) == code
    assert measured.note("lstm_cell") == ""
    assert measured.stored("lstm_cell") == measured.summed(checks)
    out = capsys.readouterr().out
    assert out.splitlines()[1].startswith("lstm_cell ")
    assert ("BELOW THE BAR lstm_cell: a right answer is refused: lstm_step, a loop" in out) == code


def test_release_says_what_was_not_measured(stored, monkeypatch, tmp_path, capsys):
    """Does `autograde release` say so on stderr, and release all the same?"""
    monkeypatch.setattr(releasing, "release", lambda course, names: [tmp_path / "lstm_cell.ipynb"])
    assert main(["--course", str(tmp_path / "course"), "release", "lstm_cell"]) == 0
    told = capsys.readouterr()
    assert told.err.startswith("NOTE lstm_cell is new: its judgement was never measured.")
    assert told.out == f"{tmp_path / 'lstm_cell.ipynb'}\n"


@pytest.mark.parametrize("typo", [["--workers", "-1"], ["--long", "-3"]])
def test_a_number_below_zero_is_refused(typo, capsys):
    """Is a number that makes no sense refused in words, and nothing run?"""
    assert main(["quality", *typo]) == 2
    assert "--workers and --long take a number above 0" in capsys.readouterr().err


@pytest.mark.slow
def test_pieces_are_counted_in_processes(monkeypatch):
    """Do the counts of pieces, each from a process of its own, add up to those of the check?"""
    pieces = [(*CHECK, what, part, 2) for what in ("right", "wrong", "mutants") for part in (0, 1)]
    monkeypatch.setattr(measure, "tasks", lambda exercise: iter(pieces))
    done = {}
    measure.measure([CHECK[0]], done.__setitem__, workers=2)
    counts = done[CHECK[0]]["skill"]
    assert counts["wrong"] == len(typed.mistakes(CHECK[0])["skill"])
    assert counts["right"] == 1 + len(typed.right(CHECK[0])["skill"])
    assert counts["mutants"] + len(counts["same"]) == len(measure.mutants_of(*CHECK))
    wrong = ("refused", "accepted", "survivors", "wrong_cause")
    assert [one for name in wrong for one in counts[name]] == []


def test_a_new_module_of_the_library_makes_no_measure_stale():
    """Does an exercise's measure rest on what its checks import, and on no other module?"""
    files = {path.name for path in measured._files("sine_windows")}
    assert {"windows.py", "judges.py", "mistakes.py", "mutants.py"} <= files
    assert not files & {"plots.py", "gradients.py", "recipes.py"}
