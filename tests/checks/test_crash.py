"""What a card says about a stub and about an error."""

import numpy as np
import pytest
from check_tools import run_check

from lstm_lib.checks import verdict as v
from lstm_lib.checks.judge.compare import compare


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError()


def test_a_stub_is_told_from_lines_that_were_not_run():
    """Does the card help a learner who wrote the lines and did not run the cell?"""
    text = run_check("forget_gate", {"forget_gate": not_written}).text()
    assert "`forget_gate` as it was last run still holds `raise NotImplementedError()`" in text
    assert "delete that one, run the cell above, then run this check again." in text


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        (
            lambda x_t, h_prev, W, U, b: h_prev @ W,
            "The shapes of two arrays do not fit: in `A @ B`, A has 4 columns and B has 3 rows, "
            "and these must be equal.",
        ),
        (
            lambda x_t, h_prev, W, U, b: x_t + h_prev,
            "The shapes of two arrays do not fit.",
        ),
    ],
    ids=["product", "sum"],
)
def test_shapes_that_do_not_fit_are_told_plainly(answer, first):
    """Does a plain line come before NumPy's own, and are the case's sizes given?"""
    verdict = run_check("forget_gate", {"forget_gate": answer})
    message = verdict.findings[0].message.splitlines()
    assert verdict.status == v.CRASHED
    assert message[0] == first
    assert message[1].startswith("ValueError: ")
    assert message[2].endswith("x_t (2, 3), h_prev (2, 4), W (3, 16), U (4, 16), b (16,)")


# What a beginner types, which raises an error, and words of what is said before it.
RAISING = [
    ("np.concatenate([])", "There is nothing to join: the list of arrays is empty."),
    ("np.stack([])", "There is nothing to join: the list of arrays is empty."),
    ("np.split(np.zeros(5), 2)", "`np.split` cannot cut an axis into equal parts"),
    ("np.concatenate([np.zeros(2), np.zeros((2, 2))])", "must have equally many axes"),
    ("np.stack([np.zeros(2), np.zeros(3)])", "The shapes of two arrays do not fit."),
    ("np.zeros((2, 3)) @ 2", "`@` needs arrays on both sides"),
    ("np.zeros(3).sum(axis=1)", "An axis was named that the array does not have."),
    ("np.zeros(3)[:, 0]", "The index has more places than the array has axes."),
    ("np.zeros(3)[3]", "An index is larger than what it looks up has entries."),
    ("[1, 2][2]", "An index is larger than what it looks up has entries."),
    ("np.zeros(6).reshape(4, 2)", "`reshape` keeps all numbers"),
    ("np.array([[1, 2], [3]])", "rows of different lengths are to make one array"),
    ("1 if x_t > 0 else 0", "`np.where` chooses entry by entry"),
    ("__import__('math').exp(x_t)", "such as `np.exp`, can"),
    ("np.zeros(3)[1.0]", "must be a whole number"),
    ("range(4 / 2)", "must be a whole number"),
    ("[1, 2, 3][:1.5]", "must be a whole number"),
    ("np.zeros((0, 2)).max()", "an array is empty"),
    ("(lambda: (exec('a, b = 1, 2, 3')))()", "are not as many as the values on the right"),
    ("exec('a, b = 7')", "A single value stands where several were expected"),
    ("None + 1", "Does a function that you call lack its `return`?"),
    ("[].append(1).sum()", "`append` and `sort` change a list, but return None"),
    ("exec('def f():\\n    k += 1\\nf()')", "A name is read in the function before it gets a"),
    ("(lambda a: a)()", "A function is called with other arguments than it takes."),
    ("(lambda a: a)(b=1)", "A function is called with other arguments than it takes."),
    ("(2)(3)", "is a sign missing in front of `(`"),
    ("(2)[0]", "A single value is given an index in square brackets."),
    ("np.add(np.zeros(2, int), 0.5, out=np.zeros(2, int))", "Begin with an array of floats."),
    ("np.broadcast_to(0, 3).__setitem__(0, 1)", "The array cannot be written into."),
    ("forget_gate(x_t, h_prev, W, U, b)", "A function calls itself without end."),
    ("np.einsum('ij,jk->ik', x_t, h_prev)", "The letters of `np.einsum` do not fit"),
]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(("typed", "says"), RAISING, ids=[typed for typed, _ in RAISING])
def test_a_raw_message_has_a_plain_sentence_in_front(typed, says):
    """Does the card say in words what Python's or NumPy's own message means, and then quote it?"""
    names = {"np": np}
    exec(f"def forget_gate(x_t, h_prev, W, U, b):\n    return {typed}", names)
    verdict = run_check("forget_gate", names)
    assert verdict.status == v.CRASHED
    plain, raw, *_ = verdict.findings[0].message.splitlines()
    assert says in plain
    assert raw.split(":")[0].endswith("Error")


@pytest.mark.parametrize("error", ["KeyError('NoneType')", "RuntimeError('values to unpack')"])
def test_other_errors_have_no_meaning_put_into_them(error):
    """Is an error of another kind quoted as it is, whatever words it holds?"""
    names = {}
    exec(f"def forget_gate(*given):\n    raise {error}", names)
    message = run_check("forget_gate", names).findings[0].message
    assert message.startswith(error.split("(")[0])


def test_a_name_without_a_value_is_explained():
    """Is a learner who skipped a cell told to run it?"""
    names = {}
    exec("def forget_gate(*given):\n    return sigmoid(given[0])", names)
    text = run_check("forget_gate", names).text()
    assert "`sigmoid` has no value yet. Run the cell that makes it" in text


@pytest.mark.parametrize("error", [ModuleNotFoundError("no 'mine'"), FileNotFoundError("w.npy")])
def test_a_file_beside_the_notebook_is_explained(error):
    """Is a learner told that nothing but the notebook is handed in?"""

    def forget_gate(*given):
        raise error

    text = run_check("forget_gate", {"forget_gate": forget_gate}).text()
    assert "Only the notebook is handed in" in text
    assert str(error) in text


def test_the_card_of_an_error_shows_the_hint():
    """Does the card that helps least lead to the hints?"""
    verdict = run_check("forget_gate", {"forget_gate": lambda *given: 1 / 0})
    assert "A hint: check.forget_gate.hint()" in verdict.text()
    assert "check.forget_gate.hint()" in verdict.html()


@pytest.mark.parametrize(
    ("value", "tolerance", "said"),
    [(1.0, 1e-6, ", to six decimals"), (1.0, 2e-3, ", to two decimals"), (1, 1e-9, "")],
)
def test_precision_is_said_in_words(value, tolerance, said):
    """Does a right answer say "to six decimals", and a count say nothing of the kind?"""
    array = np.array(value)
    message = compare("c_t", [array], [array], [], "", tolerance).message
    assert message == f"right on the one case tried{said}"
