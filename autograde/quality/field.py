"""Operators of this field: what learners mix up when they write a network or prepare its data.

Each has words, one of which is in the name of every diagnosis that is true of the change.
"""

import ast
import copy
from collections.abc import Iterator
from typing import TypeGuard

from autograde.quality.general import another_of
from autograde.quality.mutants import Change, Operator, with_parts

Names = frozenset[str]

# Pairs of names that change places within one statement, and words of diagnoses true of it.
SWAPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("i", "f", ("gate", "swap", "exchang", "order", "block", "argument", "f for i", "i for f")),
    ("h_t", "c_t", ("state", "swap", "exchang", "h_t")),
    ("h_0", "c_0", ("state", "swap", "exchang", "h_0", "argument", "call")),
    ("h_prev", "c_prev", ("state", "swap", "exchang", "argument")),
    ("every_h", "every_c", ("state", "swap", "exchang")),
    ("dh_t", "dc_t", ("dh", "dc", "gradient", "swap", "exchang")),
    ("dh_next", "dc_next", ("dh", "dc", "gradient", "swap", "exchang", "handed", "call")),
    ("inputs", "targets", ("input", "target", "swap", "exchang", "argument")),
    ("low", "high", ("low", "high", "unit", "scal", "taken back", "span")),
    ("error", "floor", ("error", "floor", "ratio", "skill", "upside")),
    ("features", "units", ("unit", "feature", "exchang", "swap", "size")),
    ("steps", "features", ("step", "feature", "exchang", "swap", "axes")),
)
# One name or attribute where another belongs.
MIXED: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("h for c", ("h_prev", "c_prev"), ("state", "h_prev", "c_prev", "argument", "call")),
    (
        "h for c",
        ("h_t", "c_t"),
        ("state", "h_t", "c_t", "h and c", "argument", "call", "slope", "tanh"),
    ),
    (
        "another part of the data",
        ("inputs_train", "inputs_test", "inputs_validation"),
        ("part", "train", "test", "validation"),
    ),
    (
        "another part of the targets",
        ("targets_train", "targets_test", "targets_validation"),
        ("part", "train", "test", "validation", "target", "mean answered", "above the floor"),
    ),
)
# What is called in place of what.
CALLS: tuple[tuple[str, tuple[str, str], tuple[str, ...]], ...] = (
    ("activation", ("sigmoid", "np.tanh"), ("sigmoid", "tanh", "activation", "squash", "slope")),
    ("sum for mean", ("np.mean", "np.sum"), ("sum", "mean")),
    ("sum for mean", ("mean", "sum"), ("sum", "mean")),
    (
        "place of the extreme",
        ("np.argmax", "np.argmin"),
        ("least", "small", "short", "min", "above", "upside"),
    ),
    ("scaler's way", ("inverse_transform", "transform"), ("scal", "unit", "taken back")),
    ("scaler fitted anew", ("transform", "fit_transform"), ("fitted",)),
    ("layer", ("LSTM", "GRU"), ("GRU", "one state")),
    ("layer", ("LSTM", "SimpleRNN"), ("SimpleRNN", "one state", "one block")),
    ("scaler", ("MinMaxScaler", "StandardScaler"), ("scaler", "Standard", "mean")),
)


def _swap(one: str, other: str) -> Change:
    """Make the change that exchanges two names in a statement that uses both."""
    places = {one: other, other: one}

    def change(node: ast.AST, _: Names) -> Iterator[ast.AST]:
        if not isinstance(node, ast.Assign | ast.AugAssign | ast.Return):
            return
        new = copy.deepcopy(node)
        uses = [
            part
            for part in ast.walk(new.value or new)
            if isinstance(part, ast.Name) and part.id in places
        ]
        if {use.id for use in uses} == set(places):
            for use in uses:
                use.id = places[use.id]
            yield new

    return change


def _call(one: str, other: str) -> Change:
    """Make the change that calls one function in place of another."""

    def change(node: ast.AST, _: Names) -> Iterator[ast.AST]:
        if not isinstance(node, ast.Call):
            return
        name = ast.unparse(node.func)
        head, _dot, last = name.rpartition(".")
        for old, new in ((one, other), (other, one)):
            if name == old:
                yield with_parts(node, func=ast.parse(new, mode="eval").body)
            elif head and head != "np" and last == old:
                yield with_parts(node, func=ast.parse(f"{head}.{new}", mode="eval").body)

    return change


def no_activation(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave the activation out."""
    if _is_call(node, "sigmoid", "np.tanh"):
        yield node.args[0]


def twice_activated(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Squash a gate that is squashed already."""
    if _is_call(node, "sigmoid", "np.tanh"):
        inside = ast.unparse(node.args[0])
        if "@" in inside or inside.startswith("z"):
            yield with_parts(node, args=[node])


def not_transposed(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave a transpose out."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


def transposed(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Transpose what a matrix product takes."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for side in ("left", "right"):
            value = getattr(node, side)
            if not isinstance(value, ast.Attribute):
                yield with_parts(node, **{side: ast.Attribute(value, "T", ast.Load())})


SPLITS = ("np.split(", "np.hsplit(", "np.array_split(")


def block_order(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Cut the four blocks in another order."""
    if isinstance(node, ast.Constant) and node.value == "ifgo":
        for order in ("ifog", "igfo", "figo"):
            yield ast.Constant(order)
    elif isinstance(node, ast.Assign) and ast.unparse(node.value).startswith(SPLITS):
        target = node.targets[0]
        if isinstance(target, ast.Tuple) and len(target.elts) == 4:
            for number in range(3):
                parts = list(target.elts)
                parts[number], parts[number + 1] = parts[number + 1], parts[number]
                yield with_parts(node, targets=[with_parts(target, elts=parts)])


def bias(node: ast.AST, names: Names) -> Iterator[ast.AST]:
    """Leave the bias out, add it twice, or add the forget gate's customary one again."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        if ast.unparse(node.right).split("[")[0] == "b":
            yield node.left
            yield ast.BinOp(node, ast.Add(), node.right)
            if "forget_gate" in names and "output_gate" not in names:
                yield ast.BinOp(node, ast.Add(), ast.Constant(1))


def axis(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Take another axis."""
    if (
        isinstance(node, ast.keyword)
        and node.arg == "axis"
        and isinstance(node.value, ast.Constant)
    ):
        for other in {0, 1} - {node.value.value}:
            yield with_parts(node, value=ast.Constant(other))


def reversed_in_time(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Read the steps from the last to the first, or no longer do so."""
    if _is_call(node, "reversed"):
        yield node.args[0]
    elif isinstance(node, ast.For) and not _is_call(node.iter, "reversed"):
        if _is_call(node.iter, "range") and ast.unparse(node.target) in ("t", "step"):
            turned = ast.Call(ast.Name("reversed", ast.Load()), [node.iter], [])
            yield with_parts(node, iter=turned)


def copied(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave a copy out, so that two names share one array."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "copy" and not node.args:
            yield node.func.value


def sequences(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Return every hidden state, or the last one alone."""
    if _is_layer(node, "LSTM"):
        given = [one for one in node.keywords if one.arg != "return_sequences"]
        if len(given) == len(node.keywords):
            given = [*given, ast.keyword("return_sequences", ast.Constant(True))]
        yield with_parts(node, keywords=given)


def activated_output(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Put an activation on the network's output."""
    if _is_layer(node, "Dense") and not node.keywords:
        for word in ("sigmoid", "tanh", "relu"):
            added = ast.keyword("activation", ast.Constant(word))
            yield with_parts(node, keywords=[added])


def _fitted(inputs: str, targets: str) -> Change:
    """Make the change that trains a network on other windows or targets."""

    def change(node: ast.AST, _: Names) -> Iterator[ast.AST]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "fit" and len(node.args) == 2:
                x, y = (ast.unparse(one) for one in node.args)
                new = (form.format(x=x, y=y) for form in (inputs, targets))
                args = [ast.parse(one, mode="eval").body for one in new]
                yield with_parts(node, args=args)

    return change


def not_trained(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave the training out."""
    if isinstance(node, ast.Assign | ast.Expr) and ".fit(" in ast.unparse(node.value):
        yield ast.Pass()


def whole_series(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Fit a scaler on all that there is."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("fit", "fit_transform") and "Scaler" in ast.unparse(node.func):
            yield with_parts(node, args=[ast.parse("series.reshape(-1, 1)", mode="eval").body])


def squared(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Take the size of an error in place of its square."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        if isinstance(node.left, ast.BinOp) and ast.unparse(node.right) == "2":
            yield ast.Call(ast.Name("abs", ast.Load()), [node.left], [])


def _is_call(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    """Tell whether a node calls one of some functions with one argument or more."""
    return isinstance(node, ast.Call) and bool(node.args) and ast.unparse(node.func) in names


def _is_layer(node: ast.AST, kind: str) -> TypeGuard[ast.Call]:
    """Tell whether a node makes a layer of a kind."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == kind


OWN: tuple[tuple[Change, tuple[str, ...]], ...] = (
    (no_activation, ("activation", "tanh", "sigmoid", "squash", "slope")),
    (twice_activated, ("twice", "tanh", "sigmoid", "activation", "squash")),
    (not_transposed, ("transpos", "side")),
    (transposed, ("transpos", "side")),
    (block_order, ("order", "block", "exchang", "swap", "gate")),
    (bias, ("bias",)),
    (
        axis,
        (
            "axis",
            "axes",
            "overwritten",
            "before",
            "batch",
            "steps",
            "features",
            "sum",
            "mean",
            "sequence",
            "for unit",
        ),
    ),
    (
        reversed_in_time,
        ("revers", "last", "first", "forward", "order", "time", "direction", "alone"),
    ),
    (copied, ("changed", "copy", "same", "left")),
    (sequences, ("return_sequences", "sequence", "step", "flattened")),
    (activated_output, ("activation",)),
    (whole_series, ("whole", "test", "series", "leak", "all")),
    (squared, ("absolute", "square")),
)

CHANCE = ("mean answered", "above the floor")
# Of a training: with other numbers of its own, it is another right training.
TRAINING = (
    Operator("windows reversed", _fitted("({x})[:, ::-1]", "{y}"), ("revers", *CHANCE)),
    Operator("last value as target", _fitted("{x}", "({x})[:, -1, 0]"), ("last value", *CHANCE)),
    Operator("one step too far", _fitted("({x})[:-1]", "({y})[1:]"), ("too far", *CHANCE)),
    Operator(
        "targets shuffled",
        _fitted("{x}", "np.random.default_rng(0).permutation({y})"),
        ("shuffl", *CHANCE),
    ),
    Operator("not trained", not_trained, ("train", "epoch", "update", *CHANCE)),
)
FIELD = (
    *(Operator(f"{one} and {other}", _swap(one, other), words) for one, other, words in SWAPS),
    *(Operator(name, another_of(family), words) for name, family, words in MIXED),
    *(Operator(name, _call(*pair), words) for name, pair, words in CALLS),
    *(
        Operator(change.__name__.replace("_", " "), change, words)  # type: ignore[attr-defined]
        for change, words in OWN
    ),
)
