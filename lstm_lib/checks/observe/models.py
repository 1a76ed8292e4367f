"""Networks that an exercise asks for: one that a function builds, and one that was trained."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from lstm_lib.checks.check import Check
from lstm_lib.checks.observation import TEXT_LIMIT, Observation, as_numbers
from lstm_lib.checks.observe.errors import missing, raised
from lstm_lib.checks.observe.function import Function
from lstm_lib.checks.observe.keras_model import publish_model
from lstm_lib.checks.observe.sine_task import exercise_data
from lstm_lib.checks.observe.stand_ins import Case


@dataclass(frozen=True, eq=False)
class Builder(Function):
    """A function that builds a model: one model per case, whose key is the case's number.

    Each case has `steps`, `features`, and the seed of its windows, `probes`. Where Keras refused
    the layers, ``facts["refused"]`` holds its message.
    """

    returns: str = "model"

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the model's layers, weights, and answers to a few windows."""
        window = (case["steps"], case["features"])
        publish_model(str(number), result, seen.arrays, seen.facts, case["probes"], window)

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Tell layers that Keras refuses to join from any other error of the learner's code."""
        if isinstance(error, ValueError) and "expected ndim=3" in str(error):
            facts = {"status": "observed", "refused": str(error)[:TEXT_LIMIT]}
            return Observation(self.name, {}, facts)
        return raised(self.name, error, number)


@dataclass(frozen=True, eq=False)
class Trained(Check):
    """The notebook's `model`, and the layers that its builder makes.

    A mistake in its layers is marked where it was made, so the judge has to see which layers the
    builder makes: they are published as ``"built"``, the model as ``"model"``.

    Parameters
    ----------
    name : str
        The check's name.
    builder : str
        The notebook's function that builds the model.
    sizes : sequence
        What to call it with; the first two are steps and features.
    number : str
        The name of a number that the learner computed with the model, if the check judges one.

    Examples
    --------
    >>> check = Trained("trained", builder="build", sizes=[10, 1, 8], hints=("", "", ""))
    >>> check.observe({}, "07").facts["name"]
    'model'
    """

    _: KW_ONLY
    builder: str
    sizes: Sequence[Any]
    number: str = ""

    def look(self, namespace: Any, rng: Any) -> Observation:
        """Publish the model, the number if one is asked for, and the builder's layers."""
        for name in ("model", self.number):
            if name and namespace.get(name) is None:
                return missing(self.name, name)
        seen = Observation(self.name, {}, {"status": "observed"})
        arrays, facts = seen.arrays, seen.facts
        try:
            probes_seed = int(rng.integers(2**32))
            window = self.sizes[:2]
            publish_model("model", namespace["model"], arrays, facts, probes_seed, window)
            if self.number and facts["model"].get("precision", "float32") != "float32":
                arrays["answers"] = _answers(namespace["model"])
            if isinstance(namespace.get(self.number), dict):  # `evaluate` with return_dict=True
                facts["number"] = "dict"
            elif self.number:
                arrays[self.number] = as_numbers(namespace[self.number], self.number)
        except Exception as error:
            return raised(self.name, error)
        try:
            publish_model("built", namespace[self.builder](*self.sizes), {}, facts)
        except Exception:  # the builder's own check marks what is wrong in it
            facts.pop("built", None)
        return seen


def _answers(model: Any) -> np.ndarray:
    """Return a model's answers to the test part: half precision rounds them in its own way."""
    from lstm_lib.backend import keras

    answers = model(exercise_data().inputs_test, training=False)
    return as_numbers(keras.ops.convert_to_numpy(keras.ops.cast(answers, "float32")), "the answers")
