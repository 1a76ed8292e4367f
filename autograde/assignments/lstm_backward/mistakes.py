"""Mistakes in the exercise `lstm_backward`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function. Several terms may share their words: then the
words begin with the term, as they do on the card.
"""

from itertools import combinations, permutations, product

NUDGE = """gradient = np.zeros(value.shape)
for place in np.ndindex(value.shape):
    up, down = value.copy(), value.copy()
    up[place] += step
    down[place] -= step
    gradient[place] = (function(up) - function(down)) / (2 * step)
return gradient
"""


def _changed(text, *changes):
    """Type a right answer with some of its pieces replaced."""
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return text


def _slope(slope):
    """Type a gradient with other slopes."""
    return _changed(NUDGE, ("(function(up) - function(down)) / (2 * step)", slope))


NUDGES = [
    (
        "one-sided difference",
        "between a nudge up and no nudge",
        _slope("(function(up) - function(value)) / step"),
    ),
    (
        "one-sided difference, downward",
        "between no nudge and a nudge down",
        _slope("(function(value) - function(down)) / step"),
    ),
    ("step not doubled", "is twice too large", _slope("(function(up) - function(down)) / step")),
    (
        "one-sided difference over two steps",
        "over one step, divided by two",
        _slope("(function(up) - function(value)) / (2 * step)"),
    ),
    (
        "one-sided difference over two steps",
        "over one step, divided by two",
        """gradient = np.zeros_like(value)
for place in np.ndindex(value.shape):
    up = value
    up[place] += step
    above = function(up)
    down = value
    down[place] -= step
    gradient[place] = (above - function(down)) / (2 * step)
return gradient
""",
    ),
    (
        "no copy",
        "is zero everywhere",
        _changed(NUDGE, ("up, down = value.copy(), value.copy()", "up = value\n    down = value")),
    ),
    (
        "not divided by the step",
        "is the difference of the function's values",
        _slope("function(up) - function(down)"),
    ),
    (
        "halved, not divided by the step",
        "is half the difference of the function's values",
        _slope("(function(up) - function(down)) / 2"),
    ),
    (
        "multiplied by the step",
        "is multiplied by the step and not divided",
        _slope("(function(up) - function(down)) / 2 * step"),
    ),
    ("wrong sign", "has the wrong sign", _slope("(function(down) - function(up)) / (2 * step)")),
    (
        "curvature",
        "is how fast the slope changes",
        _slope("(function(up) - 2 * function(value) + function(down)) / step**2"),
    ),
    (
        "all entries nudged at once",
        "is the same number everywhere",
        _changed(NUDGE, ("up[place] +=", "up +="), ("down[place] -=", "down -=")),
    ),
    (
        "all entries nudged at once, one number returned",
        "is one number",
        "return (function(value + step) - function(value - step)) / (2 * step)",
    ),
    (
        "nudges pile up",
        "comes from nudges that pile up",
        """gradient = np.zeros(value.shape)
up, down = value.copy(), value.copy()
for place in np.ndindex(value.shape):
    up[place] += step
    down[place] -= step
    gradient[place] = (function(up) - function(down)) / (2 * step)
return gradient
""",
    ),
    (
        "entries left above",
        "stay one step too high after their turn",
        _changed(
            NUDGE, ("up, down = value.copy(), value.copy()", "up, down = value, value.copy()")
        ),
    ),
    (
        "entries left below",
        "stay one step too low after their turn",
        """gradient = np.zeros(value.shape)
nudged = value.copy()
for place in np.ndindex(value.shape):
    nudged[place] += step
    above = function(nudged)
    nudged[place] -= 2 * step
    below = function(nudged)
    gradient[place] = (above - below) / (2 * step)
return gradient
""",
    ),
    ("step not used", "for a far smaller nudge", f"step = 1e-5\n{NUDGE}"),
    (
        "half a step",
        "for nudges of half a step",
        _changed(NUDGE, ("= step", "= step / 2"), ("(2 * step)", "step")),
    ),
    (
        "two steps",
        "for nudges of two steps",
        _changed(NUDGE, ("= step", "= 2 * step"), ("(2 * step)", "(4 * step)")),
    ),
    (
        "flat",
        "all on one axis",
        _changed(NUDGE, ("return gradient", "return gradient.flatten()")),
    ),
]

CELL_STATES = [
    ("path through h_t left out", "it is dc_next alone", "dc_next"),
    (
        "path from step t+1 left out",
        "it is the path through h_t alone",
        "dh_t * o * (1 - np.tanh(c_t) ** 2)",
    ),
    (
        "output gate left out",
        "lacks the output gate",
        "dc_next + dh_t * (1 - np.tanh(c_t) ** 2)",
    ),
    ("slope of tanh left out", "lacks the slope of tanh", "dc_next + dh_t * o"),
    ("output gate and slope of tanh left out", "is dc_next + dh_t", "dc_next + dh_t"),
    ("slope of tanh at its result", "has 1 − c_t² as", "dc_next + dh_t * o * (1 - c_t**2)"),
    ("square inside tanh", "has 1 − tanh(c_t²) as", "dc_next + dh_t * o * (1 - np.tanh(c_t**2))"),
    (
        "slope of tanh with h_t",
        "has 1 − h_t² as",
        "dc_next + dh_t * o * (1 - (o * np.tanh(c_t)) ** 2)",
    ),
    (
        "slope of tanh taken twice",
        "one tanh too many",
        "dc_next + dh_t * o * (1 - np.tanh(np.tanh(c_t)) ** 2)",
    ),
    ("square forgotten", "a square is missing", "dc_next + dh_t * o * (1 - np.tanh(c_t))"),
    ("tanh for its slope", "has tanh(c_t) itself", "dc_next + dh_t * o * np.tanh(c_t)"),
    (
        "slope of the sigmoid for that of tanh",
        "has the slope of the sigmoid",
        "dc_next + dh_t * o * np.exp(-c_t) / (1 + np.exp(-c_t)) ** 2",
    ),
    (
        "tanh · (1 − tanh) for the slope of tanh",
        "has tanh · (1 − tanh) as",
        "dc_next + dh_t * o * np.tanh(c_t) * (1 - np.tanh(c_t))",
    ),
    (
        "slope of the output gate",
        "1 − o too many",
        "dc_next + dh_t * o * (1 - o) * (1 - np.tanh(c_t) ** 2)",
    ),
    (
        "dh_t and dc_next exchanged",
        "has dh_t and dc_next swapped",
        "dh_t + dc_next * o * (1 - np.tanh(c_t) ** 2)",
    ),
    (
        "both ways through h_t",
        "sends dc_next through the output gate and tanh as well",
        "(dc_next + dh_t) * o * (1 - np.tanh(c_t) ** 2)",
    ),
    (
        "output gate over both ways",
        "has the output gate over dc_next as well",
        "o * (dc_next + dh_t * (1 - np.tanh(c_t) ** 2))",
    ),
    (
        "slope of tanh over both ways",
        "has the slope of tanh over dc_next as well",
        "(1 - np.tanh(c_t) ** 2) * (dc_next + dh_t * o)",
    ),
    (
        "product for sum",
        "is the product of both paths",
        "dc_next * dh_t * o * (1 - np.tanh(c_t) ** 2)",
    ),
    (
        "difference for sum",
        "is the difference of both paths",
        "dc_next - dh_t * o * (1 - np.tanh(c_t) ** 2)",
    ),
]

GATES = {
    "dz_i": "dc_t * g * i * (1 - i)",
    "dz_f": "dc_t * c_prev * f * (1 - f)",
    "dz_g": "dc_t * i * (1 - g**2)",
    "dz_o": "dh_t * np.tanh(c_t) * o * (1 - o)",
}
PARAMETERS = {"dW": "x_t.T @ dz", "dU": "h_prev.T @ dz", "db": "dz.sum(axis=0)"}
INPUTS = {"dx_t": "dz @ W.T", "dh_prev": "dz @ U.T", "dc_prev": "dc_t * f"}


def _with_term(right, term, typed):
    """Type a function of several terms, with other lines or another expression for one of them."""
    lines = [f"{name} = {expression}\n" for name, expression in right.items() if name != term]
    own = typed if f"{term} = " in typed else f"{term} = {typed}"
    return f"{''.join(lines)}{own}\nreturn {', '.join(right)}"


def _in_another_order(right, named_by_cause=()):
    """List functions that return another term in place of one."""
    body = "".join(f"{name} = {expression}\n" for name, expression in right.items())
    return [
        (
            "terms in another order",
            f"your {term} is {other}: return {', '.join(right)}, in this order",
            f"{body}return {', '.join(other if name == term else name for name in right)}",
        )
        for term, other in permutations(right, 2)
        if {term, other} != set(named_by_cause)
    ]


MEETS = {"i": "g", "f": "c_prev", "g": "i", "o": "tanh(c_t)"}
THROUGH_H = "o * (1 - np.tanh(c_t) ** 2)"
OTHER_FACTORS = {
    "c_prev": "c_prev",
    "c_t": "c_t",
    "i": "i",
    "f": "f",
    "g": "g",
    "o": "o",
    "tanh(c_t)": "np.tanh(c_t)",
    "tanh(c_prev)": "np.tanh(c_prev)",
    "tanh(g)": "np.tanh(g)",
    "the slope of tanh at c_t": "(1 - np.tanh(c_t) ** 2)",
    "h_t": "o * np.tanh(c_t)",
}


def _factors(s):
    """List the factors of one gate's product, three times the right one and then the wrong ones."""
    if s == "o":
        arriving = [
            ("dc_t for dh_t", "has dc_t where dh_t belongs", "dc_t"),
            (
                "slope of tanh too many",
                "has the slope of tanh in it",
                "dh_t * (1 - np.tanh(c_t) ** 2)",
            ),
            ("what comes back left out", "lacks dh_t", ""),
        ]
    else:
        arriving = [
            ("dh_t for dc_t", "has dh_t where dc_t belongs", "dh_t"),
            (
                "path through h_t added again",
                "has the path through h_t added a second time",
                f"(dc_t + dh_t * {THROUGH_H})",
            ),
            (
                "path through h_t alone",
                "has the path through h_t where dc_t belongs",
                f"dh_t * {THROUGH_H}",
            ),
            ("what comes back left out", "lacks dc_t", ""),
        ]
    right = MEETS[s]
    met = [("other factor left out", "lacks its other factor", "")]
    met += [
        (f"{name} for {right}", f"has {name} as its other factor", code)
        for name, code in OTHER_FACTORS.items()
        if name != right
    ]
    own, other = ("tanh", "the sigmoid") if s == "g" else ("the sigmoid", "tanh")
    of_sigmoid, of_tanh = f"{s} * (1 - {s})", f"(1 - {s}**2)"
    twice = "(1 - np.tanh(g) ** 2)" if s == "g" else f"np.exp(-{s}) / (1 + np.exp(-{s})) ** 2"
    slopes = [
        (f"slope of {own} left out", f"lacks the slope of {own}", ""),
        (
            f"slope of {other} for that of {own}",
            f"has the slope of {other}",
            of_sigmoid if s == "g" else of_tanh,
        ),
        (
            "activation applied twice",
            f"has the slope of {own} at {s}, as if {s} were still to be activated",
            twice,
        ),
        (
            "slope with the wrong sign",
            "has the wrong sign",
            "(g**2 - 1)" if s == "g" else f"{s} * ({s} - 1)",
        ),
        (f"1 − {s} for the slope", f"has 1 − {s} as the slope of {own}", f"(1 - {s})"),
        (f"{s} for its slope", f"has {s} itself where the slope of {own} belongs", s),
        (
            f"{own} for its slope",
            f"has {own} of {s} where its slope belongs",
            "np.tanh(g)" if s == "g" else f"1 / (1 + np.exp(-{s}))",
        ),
    ]
    return [
        [("", "", "dh_t" if s == "o" else "dc_t"), *arriving],
        [("", "", OTHER_FACTORS[right]), *met],
        [("", "", of_tanh if s == "g" else of_sigmoid), *slopes],
    ]


def _gate(s):
    """List the mistakes in one gate's product: one wrong factor, and two at once."""
    lists = _factors(s)
    itself = f"{s} for {MEETS[s]}"
    slope_gone = f"slope of {'tanh' if s == 'g' else 'the sigmoid'} left out"
    # Of these pairs the product is that of another mistake, which is the one named, or right.
    unnamed = (
        {itself, slope_gone},
        {itself, f"1 − {s} for the slope"},
        {"slope of tanh too many", "other factor left out"},
        {"h_t for tanh(c_t)", "slope of the sigmoid left out"},
        {"h_t for tanh(c_t)", "1 − o for the slope"},
        {"tanh(g) for i", slope_gone},
        {"tanh(g) for i", "g for its slope"},
    )
    rows = []
    for places in (*combinations(range(3), 1), *combinations(range(3), 2)):
        for wrong in product(*(lists[place][1:] for place in places)):
            names = [name for name, _, _ in wrong]
            if set(names) in unnamed:
                continue
            chosen = {place: lists[place][0] for place in range(3)}
            chosen.update(zip(places, wrong, strict=True))
            codes = [code for _, _, code in chosen.values() if code]
            says = ", and it ".join(says for _, says, _ in wrong)
            two = "has two factors wrong: it " if len(wrong) > 1 else ""
            rows.append(
                (
                    f"dz_{s}: {' and '.join(names)}",
                    (f"your dz_{s} {two}{says}.", *(_of_gate(s, name) for name in names)),
                    _with_term(GATES, f"dz_{s}", " * ".join(codes)),
                )
            )
    return rows


SLOPE_OF_F = ("f for i in the slope", "has f · (1 − f) as its slope", "dc_t * g * f * (1 - f)")
SLOPE_OF_I = ("i for f in the slope", "has i · (1 − i) as its slope", "dc_t * c_prev * (i - i**2)")


def _of_gate(s, name):
    """Return words of a wrong factor's explanation that are of this gate alone, if there are."""
    own, other = ("tanh", "the sigmoid") if s == "g" else ("the sigmoid", "tanh")
    words = {
        "dh_t for dc_t": f"{s} acts on c_t, and on h_t only",
        "what comes back left out": f"how {s} acts on",
        "other factor left out": f", {s} is multiplied by something",
        f"slope of {own} left out": f"not d{s}, the one after it",
        f"slope of {other} for that of {own}": f"{s} is the result of {own}",
    }
    if name.endswith(f" for {MEETS[s]}"):
        return f"By what is {s} multiplied"
    return words.get(name, "")


def _weights(term, read, other):
    """List the mistakes in dW, which reads x_t, or dU, which reads h_prev."""
    rows = [
        (f"{other} for {read}", f"is computed from {other}", f"{other}.T @ dz"),
        ("mean over the batch", "is the mean over the batch", f"{read}.T @ dz / len(dz)"),
        (
            "turned on its side",
            f"is transposed, with the shape (4·units, {'features' if term == 'dW' else 'units'})",
            f"dz.T @ {read}",
        ),
        (
            "one for each sequence",
            "has one matrix for each sequence",
            f"{read}[:, :, None] * dz[:, None, :]",
        ),
        (
            "sequences mixed up",
            "comes from sums over the batch that were taken too early: each sequence's "
            f"{read} belongs",
            f"np.outer({read}.sum(axis=0), dz.sum(axis=0))",
        ),
        (
            "first sequence only",
            "uses the first sequence only. All of them use these weights",
            f"np.outer({read}[0], dz[0])",
        ),
        (
            "last sequence only",
            "uses the last sequence only. All of them use these weights",
            f"for n in range(len(dz)):\n    {term} = np.outer({read}[n], dz[n])",
        ),
        (
            f"{read} left out",
            f"lacks {read}: it is db in every row",
            f"np.tile(dz.sum(axis=0), ({read}.shape[1], 1))",
        ),
        (
            "slope of tanh too many",
            "has the slope of an activation in it",
            f"{read}.T @ (dz * (1 - np.tanh(dz) ** 2))",
        ),
    ]
    return _of_term(PARAMETERS, term, rows)


def _of_term(right, term, rows):
    """Complete the rows on one term: put its name before the diagnosis and before the words."""
    return [
        (f"{term}: {name}", f"your {term} {says}", _with_term(right, term, typed))
        for name, says, typed in rows
    ]


BIASES = [
    ("mean over the batch", "is the mean over the batch", "dz.mean(axis=0)"),
    ("summed over the columns", "is summed over the wrong axis", "dz.sum(axis=1)"),
    ("one for each sequence", "is dz, with a row for each sequence", "dz"),
    ("axis kept", "is right, with an axis of length 1 left over", "dz.sum(axis=0, keepdims=True)"),
    ("sum of everything", "is one number, the sum over batch and columns", "np.sum(dz)"),
    (
        "one for each block",
        "has one number per block",
        "np.array([block.sum() for block in np.split(dz, 4, axis=1)])",
    ),
    ("first sequence only", "uses the first sequence only", "dz[0]"),
    ("last sequence only", "uses the last sequence only", "for row in dz:\n    db = row"),
]

WORDS = {"i": "input gate", "f": "forget gate", "g": "candidate", "o": "output gate"}


def _reads(term, weights, other):
    """List the mistakes in dx_t, which comes back through W, or dh_prev, through U."""
    cut = "z_i, z_f, z_g, z_o = np.split(dz, 4, axis=1)\n" + (
        f"{weights}_i, {weights}_f, {weights}_g, {weights}_o = np.split({weights}, 4, axis=1)\n"
    )

    def through(pairs):
        ways = " + ".join(f"z_{a} @ {weights}_{b}.T" for a, b in pairs)
        return f"{cut}{term} = {ways}"

    rows = [(f"{other} for {weights}", f"comes through {other}", f"dz @ {other}.T")]
    for s, words in WORDS.items():
        rows += [
            (
                f"path through the {words} left out",
                f"lacks the path through the {words}",
                through([(a, a) for a in WORDS if a != s]),
            ),
            (
                f"path through the {words} alone",
                f"uses the path through the {words} alone",
                through([(s, s)]),
            ),
        ]
    rows += [
        (
            f"blocks in the order {' '.join(order)}",
            "comes from the blocks i, f, g, o of dz that meet the blocks "
            f"{', '.join(order)} of {weights}",
            through(zip("ifgo", order, strict=True)),
        )
        for order in permutations("ifgo")
        if order != tuple("ifgo")
    ]
    rows += [
        ("turned on its side", "is transposed, with the batch last", f"{weights} @ dz.T"),
        (
            "summed over the batch",
            f"is summed over the batch. Each sequence has its own {term[1:]}",
            f"(dz @ {weights}.T).sum(axis=0)",
        ),
        (
            "mean over the batch",
            f"is the mean over the batch. Each sequence has its own {term[1:]}",
            f"(dz @ {weights}.T).mean(axis=0)",
        ),
    ]
    return _of_term(INPUTS, term, rows)


UNTURNED = (
    "blocks of U not transposed",
    "comes through blocks of U that are not transposed",
    "sum(z @ V for z, V in zip(np.split(dz, 4, axis=1), np.split(U, 4, axis=1)))",
)
OLD_CELL_STATES = [
    ("forget gate left out", "is dc_t as it is", "dc_t"),
    ("forget gate alone", "is f itself", "f"),
    ("forget gate reversed", "has 1 − f where f belongs", "dc_t * (1 - f)"),
    ("slope of the forget gate", "has the slope of the forget gate", "dc_t * f * (1 - f)"),
    ("forget gate twice", "has the forget gate twice", "dc_t * f * f"),
    ("sum for product", "is dc_t + f", "dc_t + f"),
    ("dh_prev added", "has dh_prev added to it", "dc_t * f + dh_prev"),
    (
        "mean over the batch",
        "is the mean over the batch. Each sequence has its own c_prev",
        "np.mean(dc_t * f, axis=0)",
    ),
    (
        "summed over the batch",
        "is summed over the batch. Each sequence has its own c_prev",
        "np.sum(dc_t * f, axis=0)",
    ),
]

BEFORE = """    if t > 0:
        h_before, c_before = h[:, t - 1], c[:, t - 1]
    else:
        h_before, c_before = h_0, c_0
"""
SWEEP = f"""steps = inputs.shape[1]
dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)
dh_next, dc_next = np.zeros_like(h_0), np.zeros_like(c_0)
for t in reversed(range(steps)):
{BEFORE}    dh_t = dh[:, t] + dh_next
    dx_t, dh_prev, dc_prev, dW_t, dU_t, db_t = step_backward(
        dh_t, dc_next, inputs[:, t], h_before, c_before, W, U, b
    )
    dh_next, dc_next = dh_prev, dc_prev
    dW, dU, db = dW + dW_t, dU + dU_t, db + db_t
return dW, dU, db, dh_next, dc_next
"""
ARRIVING = "dh_t = dh[:, t] + dh_next"
HAND_ON = "dh_next, dc_next = dh_prev, dc_prev"
ADD = "    dW, dU, db = dW + dW_t, dU + dU_t, db + db_t\n"
RETURN = "return dW, dU, db, dh_next, dc_next\n"


def _sweep(*changes):
    """Type a sweep with some of its pieces replaced."""
    return _changed(SWEEP, *changes)


def _collected(add):
    """Type a sweep that keeps each step's share in a list."""
    return _sweep(
        (
            "dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(b)",
            "shares = [], [], []",
        ),
        (
            ADD,
            f"    for share, made in zip(shares, (dW_t, dU_t, db_t)):\n        share.{add}\n",
        ),
        (RETURN, "return *(np.stack(share) for share in shares), dh_next, dc_next\n"),
    )


ZEROS = ("dh_t, dc_next, inputs", "dh_t, np.zeros_like(c_0), inputs")
SWEEPS = [
    (
        "dh_next not added",
        "leaves out what comes back to h_t",
        _sweep((ARRIVING, "dh_t = dh[:, t]")),
    ),
    (
        "loss at the last step only",
        "the loss uses the last step alone",
        _sweep((ARRIVING, "dh_t = dh[:, t] if t == steps - 1 else dh_next")),
    ),
    (
        "loss left out",
        "leaves out the loss's own gradient",
        _sweep((ARRIVING, "dh_t = dh_next")),
    ),
    (
        "dc_next not handed on",
        "no gradient goes back along the cell states",
        _sweep((HAND_ON, "dh_next = dh_prev")),
    ),
    ("dc_next not handed on", "no gradient goes back along the cell states", _sweep(ZEROS)),
    (
        "neither gradient handed on",
        "each step uses its own loss alone",
        _sweep((ARRIVING, "dh_t = dh[:, t]"), (HAND_ON, "dh_next = dh_prev")),
    ),
    (
        "neither gradient handed on",
        "each step uses its own loss alone",
        _sweep((ARRIVING, "dh_t = dh[:, t]"), ZEROS),
    ),
    (
        "dh_next and dc_next exchanged",
        "takes dh_prev for dc_next and dc_prev for dh_next",
        _sweep((HAND_ON, "dh_next, dc_next = dc_prev, dh_prev")),
    ),
    (
        "dh_next and dc_next exchanged",
        "takes dh_prev for dc_next and dc_prev for dh_next",
        _sweep(
            (HAND_ON, "dh_next, dc_next = dc_prev, dh_prev"),
            (RETURN, "return dW, dU, db, dh_prev, dc_prev\n"),
        ),
    ),
    (
        "dh_next piles up",
        "adds each dh_prev to the ones before",
        _sweep((HAND_ON, "dh_next, dc_next = dh_next + dh_prev, dc_prev")),
    ),
    (
        "dc_next piles up",
        "adds each dc_prev to the ones before",
        _sweep((HAND_ON, "dh_next, dc_next = dh_prev, dc_next + dc_prev")),
    ),
    (
        "both gradients pile up",
        "adds what each step returns to what the others returned",
        _sweep((HAND_ON, "dh_next, dc_next = dh_next + dh_prev, dc_next + dc_prev")),
    ),
    (
        "states after the step",
        "are given the states after them",
        _sweep((BEFORE, "    h_before, c_before = h[:, t], c[:, t]\n")),
    ),
    (
        "hidden state after the step",
        "are given the hidden state after them",
        _sweep(
            (BEFORE, "    h_before = h[:, t]\n    c_before = c[:, t - 1] if t > 0 else c_0\n"),
        ),
    ),
    (
        "cell state after the step",
        "are given the cell state after them",
        _sweep(
            (BEFORE, "    h_before = h[:, t - 1] if t > 0 else h_0\n    c_before = c[:, t]\n"),
        ),
    ),
    (
        "last states before the first step",
        "step 0 is given the states after the last step",
        _sweep((BEFORE, "    h_before, c_before = h[:, t - 1], c[:, t - 1]\n")),
    ),
    (
        "initial states ignored",
        "step 0 is given zeros",
        _sweep(
            (
                "h_before, c_before = h_0, c_0",
                "h_before, c_before = np.zeros_like(h_0), np.zeros_like(c_0)",
            )
        ),
    ),
    (
        "h_prev and c_prev exchanged",
        "are given c_prev as h_prev and h_prev as c_prev",
        _sweep(("h_before, c_before, W, U, b", "c_before, h_before, W, U, b")),
    ),
    (
        "forward in time",
        "begins with step 0",
        _sweep(("reversed(range(steps))", "range(steps)")),
    ),
    (
        "first step left out",
        "stops before step 0",
        _sweep(("reversed(range(steps))", "range(steps - 1, 0, -1)")),
    ),
    (
        "last step left out",
        "begins with the last step but one",
        _sweep(("reversed(range(steps))", "range(steps - 2, -1, -1)")),
    ),
    (
        "last step only",
        "comes from the last step alone",
        _sweep(("reversed(range(steps))", "[steps - 1]")),
    ),
    (
        "share of the first step only",
        "is the share of step 0 alone",
        _sweep((ADD, "    dW, dU, db = dW_t, dU_t, db_t\n")),
    ),
    (
        "share of the last step only",
        "is the share of the last step alone",
        _sweep((ADD, "    if t == steps - 1:\n        dW, dU, db = dW_t, dU_t, db_t\n")),
    ),
    (
        "mean over the steps",
        "is the mean over the steps",
        _sweep((RETURN, "return dW / steps, dU / steps, db / steps, dh_next, dc_next\n")),
    ),
    (
        "share of the first step left out",
        "lacks the share of step 0",
        _sweep((ADD, f"    if t > 0:\n    {ADD}")),
    ),
    (
        "share of the last step left out",
        "lacks the share of the last step",
        _sweep((ADD, f"    if t < steps - 1:\n    {ADD}")),
    ),
    (
        "share of the first step twice",
        "has the share of step 0 in it twice",
        _sweep((RETURN, "return dW + dW_t, dU + dU_t, db + db_t, dh_next, dc_next\n")),
    ),
    ("one for each step", "has one entry for each step", _collected("insert(0, made)")),
    ("one for each step", "has one entry for each step", _collected("append(made)")),
    (
        "mean over the batch",
        "is divided by the number of sequences",
        _sweep((RETURN, "return dW / len(dh), dU / len(dh), db / len(dh), dh_next, dc_next\n")),
    ),
    (
        "dh_0 and dc_0 swapped",
        "holds the other gradient: return dW, dU, db, then dh_0, then dc_0",
        _sweep((RETURN, "return dW, dU, db, dc_next, dh_next\n")),
    ),
    (
        "dW and dU swapped",
        "holds the other gradient: return dW, then dU, then db",
        _sweep((RETURN, "return dU, dW, db, dh_next, dc_next\n")),
    ),
    (
        "states' gradients first",
        "is in the wrong place",
        _sweep((RETURN, "return dh_next, dc_next, dW, dU, db\n")),
    ),
    (
        "wrong call of the step",
        "call 1 of `step_backward`, on case 1, was not given the right dh_t",
        _sweep((ARRIVING, "dh_t = dh[:, t - 1] + dh_next")),
    ),
    (
        "wrong call of the step",
        "`step_backward` was called 6 times on case 1, which has 5 steps",
        _sweep(
            (
                RETURN,
                "_, dh_0, dc_0, *_ = step_backward("
                "dh_next, dc_next, inputs[:, 0], h_0, c_0, W, U, b)\n"
                "return dW, dU, db, dh_0, dc_0\n",
            )
        ),
    ),
    (
        "wrong call of the step",
        "every call of `step_backward` is right",
        _sweep((ADD, "    dW, dU, db = dW - dW_t, dU - dU_t, db - db_t\n")),
    ),
]

MISTAKES = {
    "numerical_gradient": NUDGES,
    "cell_state_gradient": [(name, says, f"return {typed}") for name, says, typed in CELL_STATES],
    "gate_gradients": [
        *(row for s in "ifgo" for row in _gate(s)),
        *_of_term(GATES, "dz_i", [SLOPE_OF_F]),
        *_of_term(GATES, "dz_f", [SLOPE_OF_I]),
        *_in_another_order(GATES),
    ],
    "parameter_gradients": [
        *_weights("dW", "x_t", "h_prev"),
        *_weights("dU", "h_prev", "x_t"),
        *_of_term(PARAMETERS, "db", BIASES),
        *_in_another_order(PARAMETERS, named_by_cause=("dW", "dU")),
    ],
    "input_gradients": [
        *_reads("dx_t", "W", "U"),
        *_reads("dh_prev", "U", "W"),
        *_of_term(INPUTS, "dh_prev", [UNTURNED]),
        *_of_term(INPUTS, "dc_prev", OLD_CELL_STATES),
        *_in_another_order(INPUTS, named_by_cause=("dx_t", "dh_prev")),
    ],
    "backward_through_time": SWEEPS,
}
