"""How long, in which batches and how fast to train: the lesson's recipe and the course's.

The course's were chosen on a validation part, by ``benchmarks/course_recipe.py --choose``.
"""

from dataclasses import dataclass
from typing import Literal

from lstm_lib.arguments import real_number, whole_number


@dataclass(frozen=True)
class Recipe:
    """How to train with Adam on the mean squared error.

    ``schedule`` says how ``learning_rate`` changes: "constant" keeps it, "cosine" lowers it
    to zero along half a cosine by the last batch. ``batches_per_call`` is how many batches Keras
    runs before it returns to Python: it changes how long training takes, not the result.

    Raises
    ------
    TypeError
        If a value is not a number, or not a whole number where one is needed.
    ValueError
        If a count is under 1, the rate is not positive, or the schedule is unknown.
    """

    name: str
    epochs: int
    batch_size: int
    learning_rate: float
    schedule: Literal["constant", "cosine"]
    batches_per_call: int = 1

    def __post_init__(self):
        whole_number("epochs", self.epochs)
        whole_number("batch_size", self.batch_size)
        whole_number("batches_per_call", self.batches_per_call)
        if real_number("learning_rate", self.learning_rate) <= 0:
            raise ValueError(f"learning_rate is {self.learning_rate}, expected more than 0")
        if self.schedule not in ("constant", "cosine"):
            raise ValueError(f"schedule is {self.schedule!r}, expected 'constant' or 'cosine'")


LESSON = Recipe("lesson", epochs=50, batch_size=1, learning_rate=1e-3, schedule="constant")
COURSE = Recipe("course", 40, 32, learning_rate=2e-2, schedule="cosine", batches_per_call=25)
# Two layers with dropout between them need smaller steps, and more of them.
COURSE_STACKED = Recipe(
    "course", 60, 32, learning_rate=1e-2, schedule="cosine", batches_per_call=25
)
