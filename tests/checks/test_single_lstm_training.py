"""The checks of the exercise `single_lstm` that judge a trained network and its test error."""

import numpy as np
import pytest
from check_tools import run_check
from networks import chain, fitted, single

from autograde.quality import typed
from lstm_lib.checks import CHECKS
from lstm_lib.checks import verdict as v
from lstm_lib.checks.exercises.judge import judge
from lstm_lib.checks.exercises.single_lstm.judge.answers import WRONG_NUMBERS
from lstm_lib.checks.judge.models.trained import QUALITY
from lstm_lib.checks.judge.models.trainings import WRONG_TRAININGS
from lstm_lib.checks.observe.sine_task import exercise_data

pytestmark = pytest.mark.slow

RIGHT = chain(single)
MISTAKES = typed.mistakes("single_lstm")


@pytest.fixture(scope="module")
def trained():
    """Return a small network, trained as the exercise asks."""
    return fitted()


def notebook(model, build=RIGHT):
    """Return the names of a notebook."""
    return {"build_single": build, "model": model}


def test_trained_network_passes(trained):
    """Does a network that is trained as asked get full marks, with the floors shown?"""
    verdict = run_check("trained_single", notebook(trained))
    assert verdict.share == 1, verdict.text()
    assert "persistence" in verdict.text()
    assert "linear model" in verdict.text()


def trainings():
    """Return the rows of mistakes in the training, whose layers are right."""
    names = {one.name for one in (*WRONG_TRAININGS, *QUALITY)}
    rows = [row for row in MISTAKES["trained_single"] if row[0] in names and "fit(" in row[2]]
    assert {row[0] for row in rows} == names
    return rows


@pytest.mark.parametrize("row", trainings(), ids=lambda row: row[0])
def test_wrong_training_loses_the_marks_of_the_quality(row):
    """Does each wrong way to train leave the mark of the right layers?"""
    name, _, text = row
    verdict = run_check("trained_single", typed.namespace("single_lstm", "trained_single", text))
    assert (verdict.share, verdict.diagnoses) == (1 / 4, (name,)), verdict.text()


@pytest.mark.parametrize(
    "row",
    [row for row in MISTAKES["trained_single"] if ".fit(" not in row[2]],
    ids=lambda row: row[0],
)
def test_wrong_layers_lose_all_marks(row):
    """Do wrong layers, and anything that is not a model, leave no marks?"""
    name, _, text = row
    verdict = run_check("trained_single", typed.namespace("single_lstm", "trained_single", text))
    assert (verdict.share, verdict.diagnoses) == (0, (name,)), verdict.text()
    assert "?." not in verdict.text()


def test_untrained_network_is_not_attempted():
    """Does an untrained network count as not attempted, and not as wrong?"""
    verdict = run_check("trained_single", notebook(chain(single)(10, 1, 8)))
    assert (verdict.status, verdict.share) == (v.NOT_ATTEMPTED, 0)
    assert run_check("trained_single", {}).status == v.NOT_ATTEMPTED


def test_history_for_model_is_named(trained):
    """Is what fit returns told from the model?"""
    verdict = run_check("trained_single", notebook(trained.history))
    assert (verdict.share, verdict.diagnoses) == (0, ("not a model",))


# Layers that reach a good loss on a sine, or none at all; each with its window's axes.
WRONG_LAYERS = {
    "no LSTM": lambda of, u: [of.Flatten(), of.Dense(u, "tanh"), of.Dense(1)],
    "GRU for LSTM": lambda of, u: [of.GRU(u), of.Dense(1)],
    "return_sequences on the last LSTM": lambda of, u: [
        of.LSTM(u, return_sequences=True),
        of.Dense(1),
    ],
}


@pytest.mark.parametrize("name", WRONG_LAYERS)
def test_trained_network_of_wrong_layers_is_named(name):
    """Does a network of other layers lose its marks, however well it scores?"""
    model = fitted(WRONG_LAYERS[name], epochs=4)
    verdict = run_check("trained_single", notebook(model))
    assert (verdict.share, verdict.diagnoses) == (0, (name,)), verdict.text()


def swapped_axes():
    """Train a network on windows of one step and ten features."""
    return fitted(window=lambda inputs: inputs.swapaxes(1, 2))


def test_trained_network_of_swapped_axes_is_named():
    """Does a network that reads ten features in one step lose its marks?"""
    verdict = run_check("trained_single", notebook(swapped_axes()))
    assert (verdict.share, verdict.diagnoses) == (0, ("axes swapped",)), verdict.text()


@pytest.mark.parametrize("name", ["no LSTM", "GRU for LSTM"])
def test_wrong_layers_cost_nothing_twice(name):
    """Does a trained network keep its marks if its layers lost marks where they were built?"""
    build = chain(WRONG_LAYERS[name])
    model = fitted(WRONG_LAYERS[name], epochs=20)
    verdict = run_check("trained_single", notebook(model, build))
    assert verdict.share == 1, verdict.text()


def test_swapped_axes_cost_nothing_twice():
    """Does a network keep its marks if the learner's own builder swaps its axes?"""
    build = chain(single, lambda steps, features: (features, steps))
    verdict = run_check("trained_single", notebook(swapped_axes(), build))
    assert verdict.share == 1, verdict.text()


def test_a_network_that_is_compiled_again_counts_as_trained():
    """Does a new `compile`, which begins to count updates anew, cost nothing?"""
    model = fitted()
    model.compile(loss="mse")
    assert int(model.optimizer.iterations) == 0
    verdict = run_check("trained_single", notebook(model))
    assert verdict.share == 1, verdict.text()


def test_an_observation_that_tells_nothing_of_fit_is_not_judged(trained):
    """Is a good network without updates left without a verdict, if `fit` may have made it?

    What was published before the check asked for `fit` does not say.
    """
    seen = CHECKS["trained_single"].observe(notebook(trained), "07")
    seen.facts["model"].update(updates=0)
    assert judge("trained_single", seen, "07").share == 1
    del seen.facts["model"]["fitted"]
    assert judge("trained_single", seen, "07").status == v.NOT_JUDGED


@pytest.fixture(scope="module", params=["mixed_float16", "mixed_bfloat16"])
def half(request):
    """Return a network that was trained in half precision."""
    policy = request.param
    return fitted(lambda of, u: [of.LSTM(u, dtype=policy), of.Dense(1, dtype=policy)], epochs=15)


def errors_of(model):
    """Return how far a model's answers to the test part lie from its targets."""
    data = exercise_data()
    return model.predict(data.inputs_test, verbose=0)[:, 0].astype(float) - data.targets_test


def test_half_precision_costs_nothing_in_the_number(half):
    """Does an error of answers in half precision pass, and one of other answers fail?

    Errors are so small that half precision changes them more than some of the mistakes do.
    """
    errors = errors_of(half)
    wrong = {
        "root": np.sqrt(np.mean(errors**2)),
        "absolute error": np.mean(np.abs(errors)),
        "sum for mean": np.sum(errors**2),
    }
    right = {**notebook(half), "test_mse": np.mean(errors**2)}
    assert run_check("test_mse", right).share == 1
    for name, number in wrong.items():
        verdict = run_check("test_mse", {**right, "test_mse": number})
        assert (verdict.share, verdict.diagnoses) == (0, (name,)), verdict.text()


def test_half_precision_of_an_earlier_observation_is_judged_as_before(half):
    """Is an observation without the answers, as it was stored before, judged with more room?"""
    names = {**notebook(half), "test_mse": np.mean(errors_of(half) ** 2) * 1.01}
    seen = CHECKS["test_mse"].observe(names, "07")
    assert judge("test_mse", seen, "07").share == 0
    del seen.arrays["answers"]
    assert judge("test_mse", seen, "07").share == 1


def test_answers_in_half_precision_are_not_taken_on_trust(half):
    """Is an observation refused whose answers are not those of its weights?"""
    answers = np.zeros((len(exercise_data().inputs_test), 1))
    names = {**notebook(half), "test_mse": np.mean(exercise_data().targets_test ** 2)}
    seen = CHECKS["test_mse"].observe(names, "07")
    seen.arrays["answers"] = answers
    assert judge("test_mse", seen, "07").share == 0


def error_of(model, data):
    """Compute the test error with Keras' own means."""
    model.compile(loss="mse")
    return model.evaluate(data.inputs_test, data.targets_test, verbose=0)


def test_right_number_passes(trained):
    """Does the test error of a good and of a poor network pass, by NumPy and by Keras?"""
    data = exercise_data()
    for model in (trained, chain(single)(10, 1, 8)):
        answers = model.predict(data.inputs_test, verbose=0)[:, 0]
        for number in (np.mean((answers - data.targets_test) ** 2), error_of(model, data)):
            verdict = run_check("test_mse", {**notebook(model), "test_mse": number})
            assert verdict.share == 1, verdict.text()


def numbers():
    """Return the rows of wrong numbers that a formula gives."""
    names = {wrong.name for wrong in WRONG_NUMBERS}
    return [row for row in MISTAKES["test_mse"] if row[0] in names]


@pytest.mark.parametrize("row", numbers(), ids=lambda row: row[0])
def test_wrong_number_is_named_for_another_network(row, trained):
    """Does each wrong number lose its marks, named, for a network trained in another way?"""
    name, _, text = row
    data = exercise_data()
    answers = trained.predict(data.inputs_validation, verbose=0)[:, 0]
    history = trained.history
    history.history["val_loss"] = [np.mean((answers - data.targets_validation) ** 2)]
    names = {**notebook(trained), "data": data, "np": np, "history": history}
    exec(compile(text, "<ipython-typed>", "exec"), names)
    verdict = run_check("test_mse", names)
    assert (verdict.share, verdict.diagnoses) == (0, (name,)), verdict.text()
    assert "?." not in verdict.text()


@pytest.mark.parametrize("digits", [1, 2])
def test_rounded_number_is_named(digits, trained):
    """Is the right number with few of its digits told from a wrong one?"""
    data = exercise_data()
    number = np.mean((trained.predict(data.inputs_test, verbose=0)[:, 0] - data.targets_test) ** 2)
    names = {**notebook(trained), "test_mse": float(f"{number:.{digits - 1}e}")}
    verdict = run_check("test_mse", names)
    assert (verdict.share, verdict.diagnoses) == (0, ("rounded",)), verdict.text()


@pytest.mark.parametrize("check", ["trained_single", "test_mse"])
def test_checks_without_cases_offer_none_again(check, trained):
    """Does the card leave out the line that draws the same cases again if there are none?"""
    verdict = run_check(check, {**notebook(trained), "test_mse": 0.5})
    assert verdict.findings
    assert "again" not in verdict.text()


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (None, v.NOT_ATTEMPTED),
        (0.5, v.NOT_YET),
        (float("nan"), v.NOT_YET),
        ("1e-6", v.CRASHED),
        ([1e-6, 2e-6], "wrong shape"),
        ({"loss": 1e-6}, "a dict, not a number"),
    ],
)
def test_odd_numbers_are_told_apart(number, outcome, trained):
    """Are a missing number, a text and a list of numbers told apart from a wrong one?"""
    verdict = run_check("test_mse", {**notebook(trained), "test_mse": number})
    assert (verdict.share, verdict.diagnoses) == (0, (outcome,)), verdict.text()


def test_number_of_swapped_axes_passes():
    """Is the number judged for the learner's model, whatever is wrong with that?"""
    model, data = swapped_axes(), exercise_data()
    answers = model.predict(data.inputs_test.swapaxes(1, 2), verbose=0)[:, 0]
    number = np.mean((answers - data.targets_test) ** 2)
    assert run_check("test_mse", {**notebook(model), "test_mse": number}).share == 1
