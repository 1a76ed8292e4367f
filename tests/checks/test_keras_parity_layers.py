"""The checks of `keras_parity` on Keras layers: their blocks, hidden states and gates."""

import numpy as np
import pytest
from check_tools import SEEDS, run_check

from autograde.quality import typed
from lstm_lib.backend import keras
from lstm_lib.cell import lstm_step, sigmoid
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.keras_parity.cases import GATES
from lstm_lib.checks.exercises.keras_parity.judge import gate_answers as gates
from lstm_lib.checks.exercises.keras_parity.judge.output_answers import hidden_states
from lstm_lib.checks.exercises.keras_parity.judge.weight_answers import gate_weights

pytestmark = pytest.mark.slow

ROWS = typed.mistakes("keras_parity")


def blocks_by_split(layer):
    """Return the blocks as lists, in another order of keys, from the cell's own variables."""
    cell = layer.cell
    arrays = (cell.kernel, cell.recurrent_kernel, cell.bias)
    cut = zip(*(np.split(a.numpy(), 4, axis=-1) for a in arrays), strict=True)
    named = dict(zip("ifgo", cut, strict=True))
    return {gate: [a.tolist() for a in named[gate]] for gate in "ogif"}


def run_by_loops(layer, inputs):
    """Return the hidden states of one sequence after the other, in float32."""
    W, U, b = (w.numpy() for w in layer.weights)
    found = np.empty((*inputs.shape[:2], layer.units), np.float32)
    for k, sequence in enumerate(inputs):
        h_t = c_t = np.zeros((1, layer.units), np.float32)
        for t, x_t in enumerate(sequence):
            h_t, c_t = lstm_step(x_t[np.newaxis], h_t, c_t, W, U, b)
            found[k, t] = h_t[0]
    return found


def gates_of_parts(namespace):
    """Return right forget gates that call the notebook's two functions."""

    def forget_gates(layer, inputs):
        W, U, b = namespace["gate_weights"](layer)["f"]
        h = namespace["run_in_numpy"](layer, inputs)
        h_prev = np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], axis=1)
        return sigmoid(inputs @ W + h_prev @ U + b)

    return forget_gates


def gates_in_one_piece(layer, inputs):
    """Return right forget gates that call nothing from the notebook."""
    weights = layer.get_weights()
    return gates.forget_gates(weights, inputs, hidden_states(weights, inputs))


@pytest.mark.parametrize("seed", SEEDS)
def test_right_answers_pass(seed):
    """Does each right answer get full marks, even if it is written differently?"""
    for name, answers in {
        "gate_weights": (lambda layer: gate_weights(layer.get_weights()), blocks_by_split),
        "run_in_numpy": (
            lambda layer, inputs: hidden_states(layer.get_weights(), inputs),
            run_by_loops,
            lambda layer, inputs: run_by_loops(layer, inputs).tolist(),
        ),
        "forget_gates": (gates_in_one_piece,),
    }.items():
        for answer in answers:
            verdict = run_check(name, {name: answer}, seed)
            assert verdict.share == 1, verdict.text()


# These get some of the three right.
KEPT = {
    "rows for columns": {"b"},
    "transposed": {"b"},
    "kernel and recurrent kernel exchanged": {"b"},
    "bias not cut": {"W", "U"},
    "bias left out": {"W", "U"},
    "1 added to the forget bias": {"W", "U"},
}


@pytest.mark.parametrize("row", ROWS["gate_weights"], ids=lambda row: row[0])
def test_wrong_blocks_lose_what_they_got_wrong(row):
    """Does each wrong way to cut lose the marks of what it got wrong, and no others?"""
    name, _, text = row
    verdict = run_check("gate_weights", typed.namespace("keras_parity", "gate_weights", text))
    right = {finding.what for finding in verdict.findings if finding.right}
    assert right == KEPT.get(name, set())


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda cut: None, "it returns None"),
        (lambda cut: list(cut.values()), "it returns a list, and a dict was expected"),
        (
            lambda cut: {{"g": "c"}.get(gate, gate): parts for gate, parts in cut.items()},
            "the keys 'i', 'f', 'c', 'o', and 'i', 'f', 'g', 'o' were expected",
        ),
        (lambda cut: {}, "a dict with no keys, and 'i', 'f', 'g', 'o' were expected"),
        (
            lambda cut: {gate: parts[:2] for gate, parts in cut.items()},
            "2 values under the key 'i', and three arrays W, U, b were expected",
        ),
        (lambda cut: {gate: parts[0] for gate, parts in cut.items()}, "ndarray under the key 'i'"),
        (
            lambda cut: {gate: tuple(0.5 * a for a in parts) for gate, parts in cut.items()},
            "the numbers differ from the layer's, first in i of the layer with features 3, units 4",
        ),
    ],
)
def test_what_is_no_dict_of_blocks_is_told_in_words(answer, says):
    """Does the card say what was returned, and what was expected?"""
    verdict = run_check(
        "gate_weights",
        {"gate_weights": lambda layer: answer(gate_weights(layer.get_weights()))},
    )
    assert (verdict.status, verdict.share) == (v.NOT_YET, 0)
    assert says in verdict.text()


def by_the_layer(layer, inputs):
    """Let Keras compute all hidden states."""
    layer.return_sequences = True
    return layer(inputs)


def by_a_model(layer, inputs):
    """Let Keras compute all hidden states, in a model around the layer."""
    from lstm_lib.backend import keras

    layer.return_sequences = True
    return keras.Sequential([layer]).predict(inputs, verbose=0)


@pytest.mark.parametrize("answer", [by_the_layer, by_a_model])
def test_a_layer_that_is_called_is_told_from_numpy(answer):
    """Do the right numbers earn no marks if the layer itself computed them?"""
    verdict = run_check("run_in_numpy", {"run_in_numpy": answer})
    assert (verdict.share, verdict.diagnoses) == (0, ("layer called",))


def test_wrong_blocks_cost_nothing_in_the_run():
    """Do hidden states that come from the notebook's own wrong blocks pass?"""
    namespace = {"gate_weights": lambda layer: {}}

    def run_in_numpy(layer, inputs):
        cut = namespace["gate_weights"](layer)
        joined = (np.concatenate([cut[gate][k] for gate in GATES], axis=-1) for k in range(3))
        return hidden_states(tuple(joined), inputs)

    namespace["run_in_numpy"] = run_in_numpy
    assert run_check("gate_weights", namespace).share == 0
    assert run_check("run_in_numpy", namespace).share == 1


@pytest.mark.parametrize(
    "row", [row for row in ROWS["forget_gates"] if "run_in_numpy" in row[2]], ids=lambda row: row[0]
)
def test_wrong_gates_are_named_beside_own_hidden_states(row):
    """Is each wrong gate named even if it reads hidden states of the learner's own?"""
    name, _, text = row
    own = text.replace("run_in_numpy(", "all_states(")
    names = typed.namespace("keras_parity", "forget_gates", own)
    names["all_states"] = names["run_in_numpy"]
    verdict = run_check("forget_gates", names)
    assert (verdict.share, verdict.diagnoses) == (0, (name,))


@pytest.mark.parametrize("seed", SEEDS)
def test_wrong_parts_cost_nothing_in_the_gates(seed):
    """Do right gates pass beside wrong parts, and beside missing parts?"""
    wrong = {
        "gate_weights": lambda layer: {"f": 0},
        "run_in_numpy": lambda layer, inputs: 1 / 0,
    }
    for parts in (wrong, {}):
        namespace = dict(parts)
        namespace["forget_gates"] = gates_of_parts(namespace)
        assert run_check("forget_gates", namespace, seed).share == 1
        assert set(namespace) == {*parts, "forget_gates"}


def test_gates_pass_that_call_a_part_for_nothing():
    """Do gates that call a part but compute their own hidden states pass?"""
    namespace = {}

    def forget_gates(layer, inputs):
        namespace["run_in_numpy"](layer, inputs)
        return gates_in_one_piece(layer, inputs)

    namespace["forget_gates"] = forget_gates
    assert run_check("forget_gates", namespace).share == 1


def wrong_arguments(layer, inputs):
    """Return the arguments of a call that is wrong at home as well."""
    return inputs, layer


def reversed_steps(layer, inputs):
    """Return the arguments of a call that gives other hidden states."""
    return layer, inputs[:, ::-1]


@pytest.mark.parametrize(
    ("arguments", "status"), [(wrong_arguments, v.CRASHED), (reversed_steps, v.NOT_YET)]
)
def test_a_part_that_is_given_other_arguments_loses_the_mark(arguments, status):
    """Do gates lose their mark that call for the hidden states of something else?"""
    namespace = dict(typed.notebook("keras_parity"))

    def forget_gates(layer, inputs):
        W, U, b = namespace["gate_weights"](layer)["f"]
        h = namespace["run_in_numpy"](*arguments(layer, inputs))
        return sigmoid(inputs @ W + gates.one_later(h) @ U + b)

    namespace["forget_gates"] = forget_gates
    verdict = run_check("forget_gates", namespace)
    assert (verdict.status, verdict.share) == (status, 0)


def test_gates_pass_that_need_the_first_hidden_states_alone():
    """Do right gates pass that call `run_in_numpy` for all steps but the last?"""
    namespace = dict(typed.notebook("keras_parity"))

    def forget_gates(layer, inputs):
        W, U, b = namespace["gate_weights"](layer)["f"]
        h = namespace["run_in_numpy"](layer, inputs[:, :-1])
        return sigmoid(inputs @ W + np.pad(h, ((0, 0), (1, 0), (0, 0))) @ U + b)

    namespace["forget_gates"] = forget_gates
    assert run_check("forget_gates", namespace).share == 1


def test_a_layer_that_computes_after_an_error_is_named():
    """Is Keras seen as well if a run raised an error beside the stand-in and runs again?"""
    namespace = dict(typed.notebook("keras_parity"))

    def run_in_numpy(layer, inputs):
        namespace["gate_weights"](keras.layers.Identity())  # which the stand-in refuses
        layer.return_sequences = True
        return layer(inputs).numpy()

    own = namespace["gate_weights"]
    namespace["gate_weights"] = lambda layer: own(layer) if layer.weights else {}
    namespace["run_in_numpy"] = run_in_numpy
    verdict = run_check("run_in_numpy", namespace)
    assert (verdict.share, verdict.diagnoses) == (0, ("layer called",))


def not_written(*arguments):
    """Behave as a released stub does."""
    raise NotImplementedError


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (None, v.NOT_ATTEMPTED),
        (not_written, v.NOT_ATTEMPTED),
        (lambda *a: 1 / 0, v.CRASHED),
        (lambda *a: exit(0), v.CRASHED),
        (lambda *a: None, v.NOT_YET),
        (lambda *a: np.full((2, 5, 4), np.nan), v.NOT_YET),
        (7, v.CRASHED),
    ],
)
@pytest.mark.parametrize("name", ["gate_weights", "run_in_numpy", "forget_gates"])
def test_outcomes_are_told_apart(name, answer, status):
    """Are not attempted, not yet right and crashed told apart, each with no marks?"""
    verdict = run_check(name, {name: answer} if answer else {})
    assert (verdict.status, verdict.share) == (status, 0)


def test_a_layer_that_is_given_other_weights_is_named():
    """Does a function that changes the layer's weights lose its marks?"""

    def run_in_numpy(layer, inputs):
        found = run_by_loops(layer, inputs)
        layer.set_weights([0 * array for array in layer.get_weights()])
        return found

    verdict = run_check("run_in_numpy", {"run_in_numpy": run_in_numpy})
    assert (verdict.share, verdict.diagnoses) == (0, ("input changed",))
    assert "your function changed `layer`, which it was given" in verdict.text()


def test_inputs_that_are_written_into_are_named():
    """Does a function that overwrites its inputs lose its marks?"""

    def forget_gates(layer, inputs):
        found = gates_in_one_piece(layer, inputs)
        inputs[:] = 0
        return found

    verdict = run_check("forget_gates", {"forget_gates": forget_gates})
    assert (verdict.share, verdict.diagnoses) == (0, ("input changed",))


def test_a_layer_and_inputs_that_are_both_written_into_are_both_named():
    """Are both named if a function changes both?"""

    def run_in_numpy(layer, inputs):
        found = run_by_loops(layer, inputs)
        layer.set_weights([0 * array for array in layer.get_weights()])
        inputs *= 2
        return found

    verdict = run_check("run_in_numpy", {"run_in_numpy": run_in_numpy})
    assert (verdict.share, verdict.diagnoses) == (0, ("input changed",))
    assert "your function changed `layer` and `inputs`, which it was given" in verdict.text()
