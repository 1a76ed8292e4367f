"""A class of slips and attacks: what each student hands in for `lstm_cell`, and the mark due.

Marks are automatic points only, out of 10. The changes are those of `sample.Submission`, and two
more that `grading_tools.Class.hand_in` accepts.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Case:
    """What a student hands in, the mark due, and what a card must say: cell and words."""

    mark: float
    changes: dict[str, Any]
    says: tuple[str, str] | None = None
    problem: str = ""
    edited: list[str] = field(default_factory=list)


WRONG_GATE = "def forget_gate(x_t, h_prev, W, U, b):\n    return h_prev * 0"
SCRIPT = "<script>alert(document.title)</script>"  # no quotation mark: it goes into a string
NOISE = f"""
import logging, sys, warnings
from IPython.display import HTML, SVG, Javascript, Markdown, Math, display

logging.getLogger().warning("hot")
warnings.warn("hotter")
print("on stderr", file=sys.stderr)
display(HTML("{SCRIPT}"), SVG('<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'))
display(Javascript("alert(document.title)"), Markdown("{SCRIPT}"))
display({{"image/png": '">{SCRIPT}', "text/html": "{SCRIPT}", "text/plain": "kept"}}, raw=True)
display({{"application/vnd.jupyter.widget-view+json": {{"model_id": "{SCRIPT}"}}}}, raw=True)
"""
NOISY_GATE = """
import warnings

def forget_gate(x_t, h_prev, W, U, b):
    warnings.warn("one more")
    print("calculating")
    units = h_prev.shape[1]
    return sigmoid((x_t @ W + h_prev @ U + b)[:, units : 2 * units])
"""
# Ways to change what a later cell does.
BLANK_CELLS = "get_ipython().input_transformers_cleanup.append(lambda lines: [])"
STRIP_CALLS = """
import ast

class Strip(ast.NodeTransformer):
    def visit_Expr(self, node):
        return None

get_ipython().ast_transformers.append(Strip())
"""
NEVER_RUN = """
kernel = get_ipython().kernel
async def do_execute(*args, **kwargs):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
kernel.do_execute = do_execute
"""
EQUAL_TO_ALL = """
class Equal(np.ndarray):
    def __eq__(self, other):
        return True

np.allclose = np.array_equal = lambda *args, **kwargs: True

def forget_gate(x_t, h_prev, W, U, b):
    return np.zeros_like(h_prev).view(Equal)
"""
PATCHED_LIBRARY = """
import lstm_lib.cell, lstm_lib.checks.observe, lstm_lib.checks.seed, sys, types

lstm_lib.cell.sigmoid = lambda z: z * 0
lstm_lib.cell.lstm_gates = lambda *args: [args[1] * 0] * 4
judge = types.ModuleType("lstm_lib.checks.exercises.judge")
judge.judge = lambda *args: None
sys.modules["lstm_lib.checks.exercises.judge"] = judge

def forget_gate(x_t, h_prev, W, U, b):
    return h_prev * 0
"""
FORGED = """
from IPython.display import display
from lstm_lib.checks import observation as wire

right = wire.Observation("forget_gate", {}, {"status": "observed", "returned": ""})
display(wire.pack(right), raw=True)

def forget_gate(x_t, h_prev, W, U, b):
    display(wire.pack(right), raw=True)
    return h_prev * 0
"""
OWN_LIBRARY = {
    "lstm_lib.py": "raise SystemExit('a library of the submission was imported')",
    "lstm_lib/__init__.py": "raise SystemExit('a library of the submission was imported')",
    "numpy.py": "raise SystemExit('a numpy of the submission was imported')",
    "page.html": SCRIPT,
    "deep/er/page.html": SCRIPT,
}
REFERENCES = """
from lstm_lib.cell import lstm_gates, lstm_step
"""
# Messages that no kernel writes, sent around everything that IPython would refuse.
RAW_MESSAGES = """
kernel = get_ipython().kernel

def send(kind, **content):
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent("shell"))

for odd in (None, ["a"], 7, "x", {"text/plain": ["a"]}, {"image/png": 7}):
    send("display_data", data=odd, metadata={}, transient={})
    send("execute_result", data=odd, metadata=None, execution_count="x")
    send("update_display_data", data=odd, metadata={}, transient={"display_id": odd})
    send("stream", name=odd, text=odd)
    send("error", ename=odd, evalue=odd, traceback=odd)
    send("comm_open", comm_id=odd, data=odd, target_name="jupyter.widget")
    send("of no known kind", a=odd)
"""
KERAS_CELL = """
def lstm_step(x_t, h_prev, c_prev, W, U, b):
    import keras

    layer = keras.layers.LSTMCell(h_prev.shape[1])
    layer.build(x_t.shape)
    layer.set_weights([W, U, b])
    h_t, (_, c_t) = layer(x_t, [h_prev, c_prev])
    return h_t, c_t
"""
OLD_FORMAT = b"""{"metadata": {"name": "old"}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [
{"cells": [{"cell_type": "code", "input": "x = 1", "language": "python", "outputs": [],
"collapsed": false, "metadata": {}}], "metadata": {}}]}"""
NULL_SOURCE = b"""{"cells": [{"cell_type": "code", "source": null, "metadata": {}, "outputs": [],
"execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}"""

LOST_GATE = ("forget-gate-check", "at the value")
SUBMISSIONS = {
    "right": Case(10, {}),
    "noisy": Case(
        10,
        {
            "add": {"example": NOISE, "written": NOISE},
            "source": {"forget-gate": NOISY_GATE, "written": f"f is 1. {SCRIPT}"},
            "beside": OWN_LIBRARY,
        },
    ),
    "half-a-character": Case(10, {"add": {"example": "x = '\ud800'"}}),
    "raw-messages": Case(10, {"add": {"setup": RAW_MESSAGES}}),
    "odd-time": Case(10, {"beside": {"timestamp.txt": "rubbish"}}, problem="holds 'rubbish'"),
    "deleted": Case(
        10, {"delete": ["setup", "forget-gate-check", "lstm-step-check", "written", "welcome"]}
    ),
    "doubled": Case(
        10,
        {
            "double": ["forget-gate-check", "forget-gate", "setup", "written"],
            "split": {"lstm-step": 3, "example": 2},
            "source": {
                "lstm-step": "double = 2\n\n\n"
                "def lstm_step(x_t, h_prev, c_prev, W, U, b):\n"
                "    z = np.split(x_t @ W + h_prev @ U + b, double * 2, axis=1)\n"
                "    c_t = sigmoid(z[1]) * c_prev + sigmoid(z[0]) * np.tanh(z[2])\n"
                "    return sigmoid(z[3]) * np.tanh(c_t), c_t\n"
            },
        },
        edited=["example"],
    ),
    "edited-checks": Case(
        9,
        {"source": {"forget-gate-check": "1.0", "setup": "pass", "forget-gate": WRONG_GATE}},
        ("forget-gate-check", "was expected"),
        edited=["setup", "forget-gate-check"],
    ),
    "blank-cells": Case(0, {"add": {"setup": BLANK_CELLS}}, ("lstm-step-check", "did not run")),
    "strip-calls": Case(0, {"add": {"setup": STRIP_CALLS}}, ("lstm-step-check", "did not run")),
    "never-run": Case(0, {"add": {"setup": NEVER_RUN}}, ("lstm-step-check", "did not run")),
    "equal-to-all": Case(
        9, {"source": {"forget-gate": EQUAL_TO_ALL}}, ("forget-gate-check", "was expected")
    ),
    "patched-library": Case(
        9, {"source": {"forget-gate": PATCHED_LIBRARY}}, ("forget-gate-check", "was expected")
    ),
    "forged": Case(9, {"source": {"forget-gate": FORGED}}, ("forget-gate-check", "more than one")),
    "references": Case(
        5,
        {
            "add": {"setup": REFERENCES},
            "source": {
                "forget-gate": "forget_gate = lambda *given: lstm_gates(*given)[1]",
                "lstm-step": "from lstm_lib.cell import lstm_step",
            },
        },
        ("lstm-step-check", "Write this yourself"),
    ),
    "keras-cell": Case(
        6, {"source": {"lstm-step": KERAS_CELL}}, ("lstm-step-check", "Write this yourself")
    ),
    "exit-in-a-function": Case(
        3,
        {"source": {"update-cell-state": "import os\ndef update_cell_state(*a):\n    os._exit(0)"}},
        ("lstm-step-check", "Python itself stopped in cell `update-cell-state-check`"),
    ),
    "not-json": Case(0, {"file": b"{"}, ("lstm-step-check", "could not be read (it holds no JSON")),
    "empty": Case(0, {"file": b""}, ("lstm-step-check", "could not be read")),
    "not-text": Case(0, {"file": b"\xff\xfe\x00"}, ("lstm-step-check", "could not be read")),
    "old-format": Case(0, {"file": OLD_FORMAT}, ("lstm-step-check", "Not attempted")),
    "null-source": Case(0, {"file": NULL_SOURCE}, ("lstm-step-check", "Not attempted")),
    "nested": Case(0, {"file": b"[" * 100_000}, ("lstm-step-check", "could not be read")),
    "too-large": Case(0, {"file": b" " * 2**25 + b"{}"}, ("lstm-step-check", "32 MiB")),
    "misnamed": Case(0, {"name": "my lstm_cell.ipynb"}, problem="but my lstm_cell.ipynb"),
    "missing": Case(0, {"name": ""}, problem="and no other notebook"),
}
