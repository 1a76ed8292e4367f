"""What the exercise observes in its own way: the layers inside the wrappers of a model.

Of a `Bidirectional` or `TimeDistributed` layer the shared half publishes no more than the class.
What is added here decides what the layer computes, and is published in the same way: the names of
classes, and a few settings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lstm_lib.checks.observation import TEXT_LIMIT, Observation
from lstm_lib.checks.observe.errors import plain_words
from lstm_lib.checks.observe.keras_model import HALF_PRECISION, _layers, _plain, _settings
from lstm_lib.checks.observe.models import Builder
from lstm_lib.checks.observe.stand_ins import Case

RUNS = ("forward", "backward")  # of a Bidirectional layer
INNER = "inner"  # what a TimeDistributed layer applies at every step
# Words of Keras where it refuses a mistake in a Bidirectional layer, by what the mistake is.
REFUSALS = {
    "one output": "`TimeDistributed` Layer should be passed",
    "one direction": "should have different `go_backwards` value",
    "of the wrapper": "passed to Bidirectional: {'return_sequences'",
    "not made": "Please initialize `Bidirectional` layer with",
    "two outputs": "received 2 input tensors",
    "around Dense": "dense.Dense'> could not be deserialized",
    "around TimeDistributed": "passed to TimeDistributed: {'go_backwards'",
}


@dataclass(frozen=True, eq=False)
class BothBuilder(Builder):
    """A function that builds a model with a `Bidirectional` layer.

    To the facts of such a layer it adds `forward`, `backward` and `merge_mode`, to those of a
    `TimeDistributed` layer `inner`.
    """

    def publish(
        self, seen: Observation, number: int, case: Case, handed: dict[str, Any], result: Any
    ) -> None:
        """Publish the model, and what its wrappers hold."""
        super().publish(seen, number, case, handed, result)
        said = seen.facts[str(number)]
        if "layers" not in said:  # no chain of layers
            return
        used = {said["precision"]}
        # A long model is cut off in the facts.
        for layer, facts in zip(_layers(result), said["layers"], strict=False):
            for name, inner in _inside(layer, facts["class"]):
                facts[name] = _settings(inner)
                used.add(str(getattr(inner, "compute_dtype", "float32")))
            if facts["class"] == "Bidirectional":
                facts["merge_mode"] = _plain(layer.merge_mode)
        # A wrapper computes in single precision although the layer inside it may not.
        said["precision"] = next((name for name in HALF_PRECISION if name in used), "float32")

    def stopped(
        self, seen: Observation, number: int, case: Case, error: BaseException
    ) -> Observation | None:
        """Tell layers that Keras refuses to wrap or to join from any other error."""
        message = plain_words(str(error))
        if isinstance(error, ValueError | TypeError) and any(
            words in message for words in REFUSALS.values()
        ):
            facts = {"status": "observed", "refused": message[:TEXT_LIMIT]}
            return Observation(self.name, {}, facts)
        return super().stopped(seen, number, case, error)


def _inside(layer: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield the layers inside a wrapper, each with the name of its facts."""
    if kind == "Bidirectional":
        yield from ((run, getattr(layer, f"{run}_layer")) for run in RUNS)
    elif kind == "TimeDistributed":
        yield INNER, layer.layer
