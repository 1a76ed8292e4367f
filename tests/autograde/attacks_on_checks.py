"""Attacks on what a check sees and on what it publishes."""

from attack import Attack
from hostile_class import BLANK_CELLS, NEVER_RUN, RAW_MESSAGES, STRIP_CALLS

PATCHED_SESSION = """
kernel = get_ipython().kernel
send = kernel.session.send

def lying(stream, kind, content=None, *more, **named):
    if kind == "execute_reply":
        content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    if kind == "error":
        return None
    return send(stream, kind, content, *more, **named)

kernel.session.send = lying
"""
STRIP = STRIP_CALLS.replace(
    "    def visit_Expr",
    "    def visit_Assert(self, node):\n        return ast.Pass()\n\n    def visit_Expr",
)
EQUAL_TO_ALL = """
class Equal(np.ndarray):
    def __eq__(self, other):
        return True

    def __array_function__(self, function, types, args, kwargs):
        return True

true = lambda *args, **kwargs: True
np.allclose = np.array_equal = np.isclose = np.testing.assert_allclose = true

def equal(like):
    return np.zeros_like(like).view(Equal)
"""
PATCHED_LIBRARY = """
import lstm_lib.cell as cell

cell.lstm_gates = lambda x, h, *args: [h * 0] * 4
cell.lstm_step = lambda x, h, c, *args: (h * 0, c * 0)
cell.lstm_gates.__module__ = "lstm_lib.cell"
"""
PATCHED_JUDGE = """
import sys, types

judge = types.ModuleType("lstm_lib.checks.exercises.judge")
judge.judge = lambda *args: None
sys.modules["lstm_lib.checks.exercises.judge"] = judge
from lstm_lib.checks import observation, seed
from lstm_lib.checks.observe import function

function.note_changed = lambda *args: None
seed.random_generator = lambda *args: np.random.default_rng(0)
observation.as_numbers = lambda value, name: np.zeros(1)
"""
REFERENCE = {
    "forget-gate": "from lstm_lib.cell import lstm_gates\n"
    "forget_gate = lambda *given: lstm_gates(*given)[1]",
    "input-gate": "input_gate = lambda *given: lstm_gates(*given)[0]",
    "candidate": "candidate = lambda *given: lstm_gates(*given)[2]",
    "output-gate": "output_gate = lambda *given: lstm_gates(*given)[3]",
    "lstm-step": "from lstm_lib.cell import lstm_step",
}
READ_TESTS = """
import pathlib, re

seen = "".join(p.read_text() for p in pathlib.Path(".").glob("*.ipynb"))
if "lstm_gates(" in seen:
    print("@REACHED@")
"""
IMPORT_KERAS = """
import sys

sys.meta_path[:] = [f for f in sys.meta_path if "Refusing" not in type(f).__name__]
import keras, tensorflow

keras.layers.LSTMCell(1)(np.zeros((1, 1)), [np.zeros((1, 1))] * 2)  # says on stderr what it has to
"""
KERAS = """
def lstm_step(x_t, h_prev, c_prev, W, U, b):
    layer = keras.layers.LSTMCell(h_prev.shape[1])
    layer.build(x_t.shape)
    layer.set_weights([W, U, b])
    h_t, (_, c_t) = layer(x_t, [h_prev, c_prev])
    return np.asarray(h_t, "float64"), np.asarray(c_t, "float64")
"""
# What our own checks publish, forged by an attacker who has read their source.
WIRE = """
from IPython.display import display

MIME = "application/vnd.lstm-course.observation+json"

def forge(check, arrays=None, facts='{"status": "observed"}', version=1):
    wire = {"version": version, "check": check, "facts": facts, "arrays": arrays or {}}
    display({MIME: wire, "text/plain": "forged"}, raw=True)

def instead(make):
    # Publish something else in the place of every observation.
    try:
        import lstm_lib.checks.call as call
    except ImportError:
        return
    call._publish = lambda bundle: make(bundle[MIME]["check"])
"""


def _forged(does: str, body: str, **more: object) -> Attack:
    """Make an attack that publishes something else instead of an observation."""
    return Attack(does, setup=WIRE + body, stock=False, **more)  # type: ignore[arg-type]


ARRAYS = """
import base64

def arrays(dtype, shape, text):
    return {f"{case}/{place}": [dtype, shape, text] for case in range(3) for place in range(2)}

def lie(dtype, shape, body=b""):
    text = base64.b64encode(body).decode()
    instead(lambda check: forge(check, arrays(dtype, shape, text)))
"""

ATTACKS = {
    "blank-cells": Attack("an input transformer blanks every later cell", 1, setup=BLANK_CELLS),
    "strip-asserts": Attack("an AST transformer strips calls and asserts", 2, setup=STRIP),
    "never-run": Attack("replaces kernel.do_execute", 3, setup=NEVER_RUN),
    "patched-session": Attack("patches session.send: errors become ok", 4, setup=PATCHED_SESSION),
    "equal-to-all": Attack(
        "an object equal to everything, np.allclose patched",
        5,
        setup=EQUAL_TO_ALL,
        source={
            "forget-gate": "def forget_gate(x_t, h_prev, W, U, b):\n    return equal(h_prev)",
            "input-gate": "def input_gate(x_t, h_prev, W, U, b):\n    return equal(h_prev)",
            "candidate": "def candidate(x_t, h_prev, W, U, b):\n    return equal(h_prev)",
            "update-cell-state": "def update_cell_state(c_prev, *given):\n    return equal(c_prev)",
            "output-gate": "def output_gate(x_t, h_prev, W, U, b):\n    return equal(h_prev)",
            "lstm-step": "def lstm_step(x_t, h_prev, c_prev, W, U, b):\n"
            "    return equal(h_prev), equal(c_prev)",
        },
    ),
    "own-library": Attack(
        "ships its own lstm_lib.py",
        7,
        beside={
            "lstm_lib.py": "import sys, types\n"
            "cell = types.ModuleType('lstm_lib.cell')\n"
            "cell.sigmoid = lambda z: z * 0\n"
            "cell.lstm_gates = lambda x, h, *args: [h * 0] * 4\n"
            "cell.lstm_step = lambda x, h, c, *args: (h * 0, c * 0)\n"
            "sys.modules['lstm_lib.cell'] = cell\n__path__ = []\n"
        },
    ),
    "patched-library": Attack("patches functions of lstm_lib", 8, setup=PATCHED_LIBRARY),
    "patched-judge": Attack(
        "patches seed and observing functions, plants a judge", setup=PATCHED_JUDGE
    ),
    "references": Attack(
        "returns what the reference function returns",
        9,
        source=REFERENCE,
        says="Write this yourself",
    ),
    "reads-tests": Attack("reads hidden tests from its folder", 10, setup=READ_TESTS),
    "keras-cell": Attack(
        "keras.layers.LSTMCell as the NumPy answer, its refusal removed",
        21,
        setup=IMPORT_KERAS,
        source={"lstm-step": KERAS},
        says="AttributeError",
    ),
    "noisy-and-right": Attack(
        "a right answer that warns and writes to stderr",
        19,
        right=True,
        mark=10,
        source={
            "forget-gate": "import logging, sys, warnings\n\n"
            "def forget_gate(x_t, h_prev, W, U, b):\n"
            "    warnings.warn('hot')\n"
            "    print('hotter', file=sys.stderr)\n"
            "    units = h_prev.shape[1]\n"
            "    return sigmoid((x_t @ W + h_prev @ U + b)[:, units : 2 * units])"
        },
        says="Right",
    ),
    "raw-messages": Attack("messages of types that no kernel writes", setup=RAW_MESSAGES),
    "forged-early": _forged(
        "observations of every check, published before the checks",
        "for name in ('forget_gate', 'lstm_step'):\n    forge(name)",
    ),
    "forged-doubled": _forged(
        "every check publishes twice",
        "instead(lambda check: [forge(check), forge(check)])",
        says="more than one observation",
    ),
    "forged-other-cell": _forged(
        "every check publishes an observation of another one",
        "other = {'lstm_step': 'update_cell_state'}\n"
        "instead(lambda check: forge(other.get(check, 'lstm_step')))",
        says="another check",
    ),
    "forged-late": _forged(
        "a thread publishes for the cell that ran before",
        "import threading\n"
        "kernel = get_ipython().kernel\n"
        "parents = []\n"
        "instead(lambda check: parents.append(kernel.get_parent('shell')))\n"
        "def late():\n"
        "    import time\n"
        "    for _ in range(100):\n"
        "        time.sleep(0.02)\n"
        '        facts = \'{"status": "observed"}\'\n'
        "        wire = {'version': 1, 'check': 'lstm_step', 'facts': facts, 'arrays': {}}\n"
        "        for parent in parents + [{'header': {'msg_id': 'of-nobody'}}]:\n"
        "            kernel.session.send(kernel.iopub_socket, 'display_data', parent=parent,\n"
        "                content={'data': {MIME: wire}, 'metadata': {}, 'transient': {}})\n"
        "threading.Thread(target=late, daemon=True).start()",
    ),
    "forged-calls": _forged(
        "claims that lstm_step called its parts, without saying with what",
        "import base64, os\n"
        "from lstm_lib.cell import sigmoid\n"
        "def write(a):\n"
        "    return [a.dtype.str, list(a.shape), base64.b64encode(a.tobytes()).decode()]\n"
        "def claim(check):\n"
        "    from lstm_lib.checks.exercises.lstm_cell.checks import LSTM_STEP\n"
        "    from lstm_lib.checks.seed import random_generator\n"
        "    said = {}\n"
        "    cases = LSTM_STEP.cases(random_generator(os.environ['LSTM_COURSE_SEED'], check))\n"
        "    for k, c in enumerate(cases):\n"
        "        said[f'{k}/0'], said[f'{k}/1'] = write(c['c_t'] * 0), write(c['c_t'])\n"
        "        said[f'{k}/update_cell_state/x'] = write(c['c_t'])\n"
        "    forge(check, said)\n"
        "instead(claim)",
    ),
    "shape-lies": _forged(
        "shapes that the bytes do not fill", ARRAYS + "lie('<f8', [2, 4], b'x')", says="damaged"
    ),
    "shape-negative": _forged(
        "negative sizes", ARRAYS + "lie('<f8', [-2, -4], bytes(64))", says="damaged"
    ),
    "shape-huge": _forged(
        "sizes of 10 ** 18", ARRAYS + "lie('<f8', [10**18, 10**18, 0])", says="damaged"
    ),
    "object-dtype": _forged(
        "a pickle as an array of objects",
        ARRAYS + "import pickle\nlie('|O', [1], pickle.dumps([1]))",
        says="damaged",
    ),
    "nan-and-inf": _forged(
        "NaN and infinity as answers",
        ARRAYS + "lie('<f8', [2, 4], np.array([np.nan, np.inf] * 4).tobytes())",
    ),
    "deep-facts": _forged(
        "facts nested 980 levels deep",
        'instead(lambda check: forge(check, facts=\'{"status": "raised", "error": \''
        " + '[' * 980 + ']' * 980 + '}'))",
        says="damaged",
    ),
    "long-number": _forged(
        "a case's number of 4300 digits",
        'instead(lambda check: forge(check, facts=\'{"status": "raised", "sizes": "s", \''
        " + '\"case\": ' + '9' * 4300 + '}'))",
        says="damaged",
    ),
    "odd-observation": _forged(
        "an observation that is a list",
        "instead(lambda check: display({MIME: [[1, 2], None], 'text/plain': ''}, raw=True))",
        says="damaged",
    ),
    "returns-nothing-equal": Attack(
        "answers whose __array__ exits and whose shape is a lie",
        setup="class Lie:\n    shape = (2, 4)\n    dtype = np.float64\n"
        "    def __array__(self, *a, **k):\n        raise SystemExit('0')\n"
        "    def __len__(self):\n        return 2\n"
        "    def __getitem__(self, k):\n        return self",
        source={
            "forget-gate": "def forget_gate(*given):\n    return Lie()",
            "lstm-step": "def lstm_step(*given):\n    return Lie()",
        },
    ),
}
