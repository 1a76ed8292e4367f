"""The loop that calls a learner's function on every case."""

import numpy as np
import pytest

from autograde.quality import typed
from lstm_lib.checks.exercises import CHECKS
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.observation import MIME, Observation, add_own, own_of, pack, unpack
from lstm_lib.checks.observe.function import Function, publish_values
from lstm_lib.checks.observe.models import Trained
from lstm_lib.checks.observe.stand_ins import as_it_is

CASES = [{"a": np.array([1.0, 2.0])}, {"a": np.array([3.0])}]
TWICE = Function(
    "twice",
    takes="a",
    returns="double",
    cases=lambda rng: CASES,
    axes={"a": "points"},
    hints=("", "", ""),
)
# Cases that hold a Keras model or layer are slow to draw.
FUNCTIONS = [
    pytest.param(
        check,
        marks=[pytest.mark.slow] if {"model", "layer"} & set(check.arguments) else [],
        id=check.name,
    )
    for check in CHECKS
    if not isinstance(check, Trained)
]


def interrupted(*given, **named):
    """Do what a learner's Ctrl-C does inside a function."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("check", FUNCTIONS)
def test_an_interrupt_is_the_learners(check):
    """Does Ctrl-C in a learner's function end the cell, and not count as a wrong answer?"""
    with pytest.raises(KeyboardInterrupt):
        check.observe({check.name: interrupted, "SETTINGS": [1]}, "07")  # `fit` is given one


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, GeneratorExit])
def test_any_other_error_is_published(error):
    """Is every error except an interrupt published, with its case and the arguments' sizes?"""

    def fails(a):
        if len(a) == 1:
            raise error("no")
        return 2 * a

    facts = TWICE.observe({"twice": fails}, "07").facts
    assert (facts["status"], facts["error"], facts["case"]) == ("raised", error.__name__, 1)
    assert facts["sizes"] == "a (1,)"


def test_no_case_feels_the_one_before():
    """Does each call get copies, and is it noted which of them a function wrote into?"""

    def in_place(a):
        a *= 2
        return a

    seen = TWICE.observe({"twice": in_place}, "07")
    assert seen.facts["changed"] == ["a"]
    assert [seen.arrays[f"{k}/0"].tolist() for k in (0, 1)] == [[2.0, 4.0], [6.0]]
    assert CASES[0]["a"].tolist() == [1.0, 2.0]


def test_sizes_are_said_by_the_names_of_their_axes():
    """Are sizes stated if axes are declared, and only then?"""
    assert TWICE.said_sizes(CASES[0]) == "points 2"
    bare = Function("f", takes="a", returns="b", cases=lambda rng: CASES, hints=("", "", ""))
    assert bare.said_sizes(CASES[0]) == ""


def test_the_names_of_a_notebook_are_its_own_again():
    """Are the notebook's own functions back after a check, and is no stand-in left behind?"""
    check = next(check for check in CHECKS if check.name == "lstm_step")

    def step(x_t, h_prev, c_prev, W, U, b):
        assert names["forget_gate"] is not own
        raise ValueError

    own, names = object(), {"lstm_step": step}
    names["forget_gate"] = own
    check.observe(names, "07")
    assert names == {"lstm_step": step, "forget_gate": own}


@pytest.mark.parametrize(
    "result",
    [
        (1.0, 2.0),
        [1.0, 2.0],
        np.array([1.0, 2.0]),
        np.array([1.0, 2.0], dtype=object),
        (number for number in (1.0, 2.0)),
        map(float, ("1", "2")),
    ],
    ids=["tuple", "list", "array", "array of objects", "generator", "map"],
)
def test_several_values_come_in_whatever_can_be_unpacked(result):
    """Are two values read from whatever `a, b = result` would take apart?"""
    seen = Observation("f", {}, {})
    publish_values(seen, 0, result, 2)
    assert [float(seen.arrays[f"0/{k}"]) for k in (0, 1)] == [1, 2]
    assert seen.facts == {}


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (np.zeros((3, 4)), "1 value"),
        (np.array(7.0), "1 value"),
        ({"a": 1.0, "b": 2.0}, "1 value"),
        ([1.0, 2.0, 3.0], "3 values"),
        (iter([1.0]), "1 value"),
        (iter(int, 1), "100 values"),  # it would never end
    ],
)
def test_another_number_of_values_is_told(result, said):
    """Is it noted how many values came, where two were expected?"""
    seen = Observation("f", {}, {})
    publish_values(seen, 0, result, 2)
    assert (seen.facts, seen.arrays) == ({"returned": said}, {})


def notebook(text):
    """Return the names of a notebook after a cell has run."""
    names = {}
    exec(text, names)
    return names


PARTED = Function(
    "twice",
    takes="a",
    returns="double",
    cases=lambda rng: CASES,
    stand_ins={"part": as_it_is(lambda a, b: 10 * a + b)},
    hints=("", "", ""),
)


@pytest.mark.parametrize(
    "text",
    [
        "def twice(a):\n    return part(a, 1)",
        "def twice(a):\n    return part(b=1, a=a)",
        "def twice(a):\n    return part(y=1, x=a)",
        "def twice(a):\n    return part(a, y=1)",
        "mine = part\ndef twice(a):\n    return mine(a, 1)",
        "def twice(a, mine=part):\n    return mine(a, 1)",
        "import functools\nmine = functools.partial(part, y=1)\ndef twice(a):\n    return mine(a)",
        "kept = [part]\ndef twice(a):\n    return kept[0](x=a, y=1)",
    ],
)
def test_a_stand_in_is_called_by_every_name_of_the_learners_function(text):
    """Does it stand in under other names, and for calls by the learner's argument names?"""
    names = notebook(f"def part(x, y=0):\n    return None\n{text}")
    seen = PARTED.observe(names, "07")
    assert [seen.arrays[f"{k}/0"].tolist() for k in (0, 1)] == [[11, 21], [31]]
    assert names["part"](1) is None


STEP = next(check for check in CHECKS if check.name == "lstm_step")
RIGHT_STEP = """import numpy as np
def z(x, h, W, U, b, k):
    return np.split(x @ W + h @ U + b, 4, axis=1)[k]
def input_gate(x, h, W, U, b):
    return 1 / (1 + np.exp(-z(x, h, W, U, b, 0)))
def forget_gate(x, h, W, U, b):
    return {forget}
def candidate(x, h, W, U, b):
    return np.tanh(z(x, h, W, U, b, 2))
def output_gate(x, h, W, U, b):
    return 1 / (1 + np.exp(-z(x, h, W, U, b, 3)))
def update_cell_state(c, i, f, g):
    return f * c + i * g
def lstm_step(x_t, h_prev, c_prev, W, U, b):
    gates = input_gate, forget_gate, candidate, output_gate
    rows = [[], []]
    for n in range(len(x_t)):
        i, f, g, o = (gate(x_t[n:n + 1], h_prev[n:n + 1], W, U, b) for gate in gates)
        assert np.allclose(i, 1 / (1 + np.exp(-z(x_t, h_prev, W, U, b, 0)))[n:n + 1])
        c = update_cell_state(c_prev[n:n + 1], i, f, g)
        rows[0].append(o * np.tanh(c))
        rows[1].append(c)
    return np.concatenate(rows[0]), np.concatenate(rows[1])
"""


CHUNKS = next(check for check in CHECKS if check.name == "run_in_chunks")
WHOLE = """def run_at_once(inputs, chunk, h_t, c_t, W, U, b):
    states = []
    for t in range(inputs.shape[1]):
        h_t, c_t = lstm_step(inputs[:, t], h_t, c_t, W, U, b)
        states.append((h_t, c_t))
    return tuple(np.stack(every, axis=1) for every in zip(*states))
def run_in_chunks(inputs, chunk, *given):
    return run_lstm(inputs, *given)
"""


@pytest.mark.parametrize(
    ("forget", "share"), [("1 / (1 + np.exp(-z(x, h, W, U, b, 1)))", 1), ("0 * h", 0.5)]
)
def test_right_numbers_are_right_beside_the_notebooks_own_functions(forget, share):
    """Does a step count that only the learner's own gates suit, and only if its numbers are right?

    A wrong forget gate leaves h_t what follows from the step's own c_t.
    """
    names = notebook(RIGHT_STEP.replace("{forget}", forget))
    seen = unpack(pack(STEP.observe(names, "07"))[MIME])
    assert seen.facts["status"] == "raised"  # beside the stand-ins
    verdict = judge("lstm_step", seen, "07")
    assert verdict.share == share
    assert verdict.status in ("right", "not yet right")


def test_the_notebooks_own_functions_do_not_run_where_stand_ins_do():
    """Does an own gate stay out of a step that gets along with stand-ins, whatever it would do?"""
    names = typed.namespace("lstm_cell", "forget_gate", "ran.append(1)\nwhile True:\n    exit()")
    text = "f = forget_gate(x_t, h_prev, W, U, b)\nreturn f, f"
    step = typed.cell("lstm_step", text)
    names["ran"] = []
    exec(step, names)
    assert own_of(STEP.observe(names, "07")) is None
    assert names["ran"] == []


def test_a_single_row_is_refused_where_a_whole_batch_is_supplied():
    """Does the error say what came and what was expected, where no own function helps?"""
    names = notebook(RIGHT_STEP.replace("{forget}", "1 / 0"))
    text = judge("lstm_step", STEP.observe(names, "07"), "07").text()
    assert "ValueError: x_t has shape (1, 3), expected (2, 3), as on case 1" in text


def test_the_notebooks_own_functions_count_only_where_the_check_says_so():
    """Is what was seen beside own functions ignored by a check that knows stand-ins alone?"""
    of = typed.namespace("lstm_through_time", "run_in_chunks", WHOLE)
    seen = CHUNKS.observe(of, "07")
    assert own_of(seen) is None
    right = CHUNKS.observe({"run_in_chunks": of["run_at_once"]}, "07")
    assert judge("run_in_chunks", right, "07").share == 1
    add_own(seen, right)
    assert judge("run_in_chunks", seen, "07").share == 0
