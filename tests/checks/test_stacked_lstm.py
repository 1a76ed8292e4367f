"""The checks of the exercise `stacked_lstm`."""

from pathlib import Path

import numpy as np
import pytest
from check_tools import SEEDS, run_check
from networks import chain, fitted, stacked

from autograde.quality import typed
from lstm_lib import baselines, windows
from lstm_lib.checks import verdict as v
from lstm_lib.checks import withhold
from lstm_lib.checks.exercises.stacked_lstm.judge.answers import (
    count_parameters,
    count_stacked,
    moved_on,
    persistence_mse,
    rolling,
)
from lstm_lib.checks.exercises.stacked_lstm.judge.models import WRONG_MODELS
from lstm_lib.checks.observe.sine_task import exercise_data

ASSIGNMENTS = Path(__file__).parents[2] / "autograde" / "assignments"
RIGHT = chain(stacked)
SHARE_LEFT = {"input": 3 / 4, "layers": 1 / 2, "dropout": 3 / 4, "refused": 0}  # of 4 points
PARTS = {wrong.name: wrong.part for wrong in WRONG_MODELS}
MISTAKES = typed.mistakes("stacked_lstm")


def rows_of(*checks):
    """Return the parameters of a test for each mistake in some checks."""
    return [
        pytest.param(check, row, id=f"{check}: {row[0]}")
        for check in checks
        for row in MISTAKES[check]
    ]


def functional(steps, features, units, dropout):
    """Build the network with the functional API, everything spelled out."""
    from lstm_lib.backend import keras

    window = keras.Input(shape=(steps, features))
    lower = keras.layers.LSTM(units=units, return_sequences=True, use_cudnn=False)(window)
    thinned = keras.layers.Dropout(rate=dropout, seed=1)(lower)
    upper = keras.layers.LSTM(units, activation="tanh", return_sequences=False)(thinned)
    return keras.Model(window, keras.layers.Dense(1, "linear")(upper))


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("build", [RIGHT, functional])
def test_right_network_passes(build, seed):
    """Does the required network get full marks, built in either way?"""
    verdict = run_check("build_stacked", {"build_stacked": build}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.slow
@pytest.mark.parametrize(("check", "row"), rows_of("build_stacked"))
def test_wrong_network_loses_the_marks_of_its_mistake(check, row):
    """Does each wrong network lose the marks of its mistake alone, and is that said once?"""
    name, _, text = row
    verdict = run_check(check, typed.namespace("stacked_lstm", check, text))
    assert verdict.diagnoses == (name,), verdict.text()
    assert verdict.share == pytest.approx(SHARE_LEFT[PARTS.get(name, "refused")])
    assert "?." not in verdict.text()


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("check", "row"),
    rows_of("count_parameters", "count_stacked", "persistence_mse", "roll_out"),
)
def test_wrong_function_is_named_on_every_seed(check, row, seed):
    """Does each wrong function lose all its marks, on every seed?"""
    name, _, text = row
    verdict = run_check(check, typed.namespace("stacked_lstm", check, text), seed)
    assert (verdict.share, verdict.diagnoses) == (0, (name,)), verdict.text()


def in_one_piece(units, features):
    """Count the parameters of the network without calling the notebook's function."""
    return count_stacked(units, features, count_parameters)


@pytest.mark.parametrize("seed", SEEDS)
def test_right_counts_pass(seed):
    """Do the right counts of one layer and of the network pass, in one piece or in two?"""
    names = {"count_parameters": count_parameters}
    assert run_check("count_parameters", names, seed).share == 1
    assert run_check("count_stacked", {**names, "count_stacked": in_one_piece}, seed).share == 1

    def of_parts(units, features):
        parts = [names["count_parameters"](units=units, features=d) for d in (features, units)]
        return sum(parts) + units + 1

    names["count_stacked"] = of_parts
    assert run_check("count_stacked", names, seed).share == 1


def test_wrong_count_of_a_layer_costs_nothing_twice():
    """Does a wrong count of one layer leave the marks of the network's count alone?"""
    names = {"count_parameters": lambda units, features: 7}
    names["count_stacked"] = lambda units, features: count_stacked(
        units, features, names["count_parameters"]
    )
    assert run_check("count_parameters", names).share == 0
    assert run_check("count_stacked", names).share == 1


@pytest.mark.slow
@pytest.mark.parametrize("row", MISTAKES["count_stacked"], ids=lambda row: row[0])
def test_wrong_count_of_the_network_is_named_without_a_call(row):
    """Is each wrong sum named even if it does not call the notebook's count of a layer?"""
    name, _, text = row
    own = "def own(units, features):\n    return 4 * units * (units + features + 1)\n"
    text = own + text.replace("count_parameters(", "own(")
    verdict = run_check("count_stacked", typed.namespace("stacked_lstm", "count_stacked", text))
    assert (verdict.share, verdict.diagnoses) == (0, (name,))


def by_the_library(inputs, targets):
    """Return the floor that the library computes."""
    parts = (inputs, targets, inputs[:0], targets[:0], inputs, targets)
    return baselines.persistence(windows.Data(*parts, scaler=None))


def by_a_loop(inputs, targets):
    """Return the floor added up window by window, as an array of no axes."""
    total = np.float32(0)
    for window, target in zip(inputs, targets, strict=True):
        total += (window[-1][0] - target) ** 2
    return np.array(total / len(targets))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [persistence_mse, by_the_library, by_a_loop])
def test_right_floor_passes(answer, seed):
    """Does the right floor pass, computed in each way?"""
    assert run_check("persistence_mse", {"persistence_mse": answer}, seed).share == 1


def test_notebook_promises_the_right_floor():
    """Is the number that the notebook tells learners to expect right?"""
    data = exercise_data()
    floor = f"{persistence_mse(data.inputs_test, data.targets_test):.2e}".replace("e-03", "e-3")
    text = (ASSIGNMENTS / "stacked_lstm" / "notebook.md").read_text()
    assert f"`persistence_mse(data.inputs_test, data.targets_test)` gives {floor}." in text


@pytest.mark.parametrize("name", ["single_lstm", "stacked_lstm"])
def test_notebooks_say_what_no_check_tells(name):
    """Do both notebooks say what a check cannot see, and what happens to a slow cell?"""
    text = (ASSIGNMENTS / name / "notebook.md").read_text()
    assert "The check cannot see which windows you trained on; a person" in text
    assert "longer than {{cell_s}} seconds is stopped in the middle" in text


def in_place(model, window, horizon):
    """Roll out in one array that is overwritten, in float32, with Keras' predict."""
    window, answers = window.astype("float32"), np.zeros(horizon)
    for t in range(horizon):
        answers[t] = model.predict(window[np.newaxis], verbose=0)[0, 0]
        window[:-1] = window[1:]
        window[-1] = answers[t]
    return answers


def as_a_list(model, window, horizon):
    """Roll out in a list that grows, read from its end, as a list of numbers."""
    values = list(window[:, 0])
    for _ in range(horizon):
        batch = np.array(values[-len(window) :]).reshape(1, -1, 1)
        values.append(float(model(batch)[0, 0]))
    return values[len(window) :]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("answer", [rolling(moved_on), in_place, as_a_list])
def test_right_roll_out_passes(answer, seed):
    """Does the right roll-out pass, written in each way?"""
    verdict = run_check("roll_out", {"roll_out": answer}, seed)
    assert verdict.share == 1, verdict.text()


@pytest.mark.slow
def test_trained_network_passes():
    """Does a stacked network that is trained as asked get full marks?"""
    verdict = run_check("trained_stacked", {"build_stacked": RIGHT, "model": fitted(stacked)})
    assert verdict.share == 1, verdict.text()


@pytest.mark.slow
def test_a_short_training_one_step_too_far_is_named():
    """Is a network refused that has just come below the floor, but answers two steps ahead?"""
    from lstm_lib.backend import keras

    data = exercise_data()
    floor = baselines.persistence(data)
    keras.utils.set_random_seed(3)
    model = RIGHT(10, 1, 12, 0.2)
    model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")

    def error(ahead):
        answers = model.predict_on_batch(data.inputs_test[:-1])[:, 0]
        return np.mean((answers - data.targets_test[ahead : len(answers) + ahead]) ** 2)

    for _ in range(60):
        model.fit(data.inputs_train[:-1], data.targets_train[1:], batch_size=32, verbose=0)
        if error(0) < 0.99 * floor and 1.6 < error(0) / error(1) < 3.9:
            break
    else:
        pytest.fail("no epoch ended just below the floor")
    verdict = run_check("trained_stacked", {"build_stacked": RIGHT, "model": model})
    assert (verdict.share, verdict.diagnoses) == (1 / 4, ("one step too far",)), verdict.text()


@pytest.mark.slow
def test_untrained_network_is_not_attempted():
    """Does an untrained network count as not attempted, and not as wrong?"""
    names = {"build_stacked": RIGHT, "model": RIGHT(10, 1, 8, 0.2)}
    assert run_check("trained_stacked", names).status == v.NOT_ATTEMPTED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("windows reversed in time", 1 / 4),
        ("last value of the window as the target", 1 / 4),
        ("too few epochs", 1 / 4),
        ("one LSTM only", 0),
    ],
)
def test_wrong_training_leaves_the_mark_of_right_layers(name, share):
    """Does a wrong way to train leave the mark of the layers, and do wrong layers leave none?"""
    (text,) = (text for diagnosis, _, text in MISTAKES["trained_stacked"] if diagnosis == name)
    verdict = run_check("trained_stacked", typed.namespace("stacked_lstm", "trained_stacked", text))
    assert (verdict.share, verdict.diagnoses) == (share, (name,)), verdict.text()


@pytest.mark.slow
def test_one_lstm_costs_nothing_twice():
    """Does a trained network keep its marks if its layers lost marks where they were built?"""
    names = {
        "build_stacked": chain(lambda of, u, rate: [of.LSTM(u), of.Dropout(rate), of.Dense(1)]),
        "model": fitted(lambda of, u: [of.LSTM(u), of.Dropout(0.1), of.Dense(1)]),
    }
    verdict = run_check("trained_stacked", names)
    assert verdict.share == 1, verdict.text()


@pytest.mark.slow
def test_the_library_itself_is_refused():
    """Is the reference refused when a learner uses it, but open to the judge?"""
    from lstm_lib import models, training

    names = {"build_stacked": models.build_stacked, "roll_out": training.roll_out}
    withhold.close(["models.build_stacked", "training.roll_out"])
    try:
        for name in names:
            assert run_check(name, names).status == v.REFUSED
    finally:
        withhold.reopen()
    for name in names:
        assert run_check(name, names).share == 1
