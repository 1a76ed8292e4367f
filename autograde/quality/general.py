"""Operators for any code: arithmetic, comparisons, constants, bounds, statements, arguments."""

import ast
from collections.abc import Iterator
from typing import Any

from autograde.quality.mutants import Change, Operator, with_parts

Names = frozenset[str]
ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Mod: (ast.FloorDiv,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
# Names that stand for like things: each use of one is tried with every other that occurs.
FAMILIES = (
    ("i", "f", "g", "o"),
    ("input_gate", "forget_gate", "candidate", "output_gate"),
    ("dz_i", "dz_f", "dz_g", "dz_o"),
    ("h_t", "c_t", "h_prev", "c_prev"),
    ("h_0", "c_0"),
    ("W", "U"),
    ("dh_t", "dc_t", "dh_next", "dc_next"),
    ("every_h", "every_c"),
    ("inputs", "targets"),
    ("steps", "features", "units", "batch"),
    ("low", "high"),
    ("error", "floor"),
    ("first", "second"),
)
# Functions that stand for like things.
LIKE = (
    ("np.mean", "np.median"),
    ("np.max", "np.min"),
    ("np.ones_like", "np.zeros_like"),
    ("np.stack", "np.concatenate"),
    ("np.sqrt", "np.square"),
    ("len", "sum"),
)


def arithmetic(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Put another operation in place of one."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        for other in ARITHMETIC.get(type(node.op), ()):
            yield with_parts(node, op=other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        if not isinstance(node.operand, ast.Constant):
            yield node.operand


def comparison(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Move the border of a comparison, or turn it round."""
    if isinstance(node, ast.Compare):
        for other in COMPARISONS[type(node.ops[0])]:
            yield with_parts(node, ops=[other(), *node.ops[1:]])


def boolean(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Turn True, False, a condition, or the word between two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield with_parts(node, test=ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield with_parts(node, op=other)


def constant(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Put a neighbor in place of a number."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value - 1)
    elif isinstance(node, ast.Constant) and type(node.value) is float:
        yield ast.Constant(node.value + 1)
        yield ast.Constant(node.value / 2)


def bound(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Move a bound of a slice or of a range by one, or leave it out."""
    if isinstance(node, ast.Slice):
        for side in ("lower", "upper"):
            value = getattr(node, side)
            if value is None:
                continue
            yield with_parts(node, **{side: None})
            if not isinstance(value, ast.Constant):
                yield with_parts(node, **{side: _moved(value, ast.Add())})
                yield with_parts(node, **{side: _moved(value, ast.Sub())})
    elif isinstance(node, ast.Call) and _called(node) in ("range", "slice", "np.arange"):
        for number, value in enumerate(node.args):
            for way in (ast.Add(), ast.Sub()):
                if not isinstance(value, ast.Constant):
                    yield with_parts(node, args=_with(node.args, number, _moved(value, way)))


def statement(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave a statement out; of `+=`, take the sum away."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr):
        yield ast.Pass()
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value, lineno=0)


def loop(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave out the first or the last round of a loop."""
    if isinstance(node, ast.For | ast.comprehension):
        for left in (ast.Slice(ast.Constant(1)), ast.Slice(None, ast.Constant(-1))):
            rounds = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
            yield with_parts(node, iter=ast.Subscript(rounds, left, ast.Load()))


def returned(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Return nothing, the opposite, or two values in each other's place."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    yield with_parts(node, value=ast.Constant(None))
    if isinstance(node.value, ast.Tuple):
        for number in range(len(node.value.elts) - 1):
            elements = _exchanged(node.value.elts, number)
            yield with_parts(node, value=with_parts(node.value, elts=elements))
    elif isinstance(node.value, ast.BinOp | ast.Name):
        yield with_parts(node, value=ast.UnaryOp(ast.USub(), node.value))


def argument(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Exchange two neighboring arguments, or leave out a keyword."""
    if isinstance(node, ast.Call):
        for number in range(len(node.args) - 1):
            yield with_parts(node, args=_exchanged(node.args, number))
        for number, keyword in enumerate(node.keywords):
            if keyword.arg not in ("verbose", "name", "strict"):
                rest = node.keywords[:number] + node.keywords[number + 1 :]
                yield with_parts(node, keywords=rest)


def element(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Leave out an element of a list, or exchange two of them."""
    if isinstance(node, ast.List) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        for number in range(len(node.elts)):
            yield with_parts(node, elts=node.elts[:number] + node.elts[number + 1 :])
        for number in range(len(node.elts) - 1):
            yield with_parts(node, elts=_exchanged(node.elts, number))


def another_of(family: tuple[str, ...]) -> Change:
    """Make the change that puts another name of a family in place of one.

    Parameters
    ----------
    family : tuple of str
        Names of variables, which have to occur in the answer, or of attributes.

    Returns
    -------
    callable
        As an operator takes it.
    """

    def change(node: ast.AST, names: Names) -> Iterator[ast.AST]:
        for field in ("id", "attr"):
            name = getattr(node, field, None)
            if name in family and isinstance(getattr(node, "ctx", None), ast.Load):
                for other in family:
                    if other != name and (field == "attr" or other in names):
                        yield with_parts(node, **{field: other})

    return change


def name(node: ast.AST, names: Names) -> Iterator[ast.AST]:
    """Use another name of its family."""
    for family in FAMILIES:
        yield from another_of(family)(node, names)


def function(node: ast.AST, _: Names) -> Iterator[ast.AST]:
    """Call a function of the same kind."""
    if isinstance(node, ast.Call):
        for pair in LIKE:
            if (called := _called(node)) in pair:
                other = pair[1 - pair.index(called)]
                yield with_parts(node, func=ast.parse(other, mode="eval").body)


def _moved(value: ast.expr, way: ast.operator) -> ast.BinOp:
    """Write a bound one further, or one less."""
    return ast.BinOp(value, way, ast.Constant(1))


def _with(values: list[Any], number: int, new: ast.expr) -> list[Any]:
    """Return a list with one value replaced."""
    return [*values[:number], new, *values[number + 1 :]]


def _exchanged(values: list[Any], number: int) -> list[Any]:
    """Return a list in which a value and the next one have changed places."""
    return [*values[:number], values[number + 1], values[number], *values[number + 2 :]]


def _called(node: ast.Call) -> str:
    """Return what a call calls."""
    return ast.unparse(node.func)


GENERAL = tuple(
    Operator(change.__name__, change)
    for change in (
        arithmetic,
        comparison,
        boolean,
        constant,
        bound,
        statement,
        loop,
        returned,
        argument,
        element,
        name,
        function,
    )
)
