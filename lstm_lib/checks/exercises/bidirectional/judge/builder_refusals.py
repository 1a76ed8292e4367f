"""What Keras refuses to wrap or to join: which mistake its words tell of, and what to say."""

from lstm_lib.checks.exercises.bidirectional.observe import REFUSALS
from lstm_lib.checks.judge.models.known_models import Found, WrongModel, known

ONE_OUTPUT = (
    "hands on one output for each sequence, so it answers once. An answer at every step needs the "
    "states of every step: the LSTM inside has to return its sequence"
)


def _refused(*names: str) -> Found:
    """Make what recognizes what Keras said."""
    return lambda n, c: any(REFUSALS[name] in n.type_name for name in names)


REFUSED_MODELS = (
    WrongModel(
        "return_sequences missing",
        "refused",
        lambda n, c: (
            _refused("one output")(n, c)
            or ("expected ndim=3" in n.type_name and f"(None, {2 * c['units']})" in n.type_name)
        ),
        ONE_OUTPUT,
    ),
    WrongModel(
        "return_sequences of the wrapper",
        "refused",
        _refused("of the wrapper"),
        "gives `return_sequences` to the `Bidirectional` layer. It belongs to the LSTM inside: "
        "mind the parentheses",
    ),
    WrongModel(
        "both runs in one direction",
        "refused",
        _refused("one direction"),
        "has two runs that read in one direction. The first layer reads forward; one that is given "
        "as `backward_layer` needs `go_backwards=True`. Without one, Keras makes it",
    ),
    WrongModel(
        "no layer to wrap",
        "refused",
        _refused("not made"),
        "gives `Bidirectional` something that is no layer, such as a number or a class. It takes "
        "a layer that was made, such as `keras.layers.LSTM(3)`",
    ),
    WrongModel(
        "dense layer wrapped",
        "refused",
        _refused("around Dense", "around TimeDistributed"),
        "has `Bidirectional` around its dense layer, which has no direction. The LSTM is what "
        "reads in two",
    ),
    WrongModel(
        "runs not joined",
        "refused",
        _refused("two outputs"),
        "hands on both runs one by one (`merge_mode=None`), and the next layer reads one array. "
        "The states were to stand side by side, as Keras puts them unless it is told otherwise",
    ),
    *known("no features axis"),
    WrongModel(
        "batch axis in the Input",
        "refused",
        lambda n, c: "expected ndim=3, found ndim=4" in n.type_name,
        "has one axis too many in its Input. Keras puts the batch in front by itself: say how many "
        "steps a window has, then how many features",
    ),
)
