"""Mistakes in the exercise `vanishing_gradients`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

import textwrap

SLOPE = "dz = dh_t * (1 - h_t**2)"
SIGMOID = "s = 1 / (1 + np.exp(-h_t))"
STEPS_BACK = [
    ("U not transposed", "with U untransposed. Forward", f"{SLOPE}\nreturn dz @ U"),
    ("slope of tanh left out", "without the slope of tanh", "return dh_t @ U.T"),
    ("slope left out and U not transposed", "equals dh_t @ U: the slope", "return dh_t @ U"),
    (
        "tanh taken twice",
        "1 − tanh(h_t)²",
        "slope = 1 - np.tanh(h_t) ** 2\nreturn (dh_t * slope) @ U.T",
    ),
    (
        "square inside tanh",
        "1 − tanh(h_t²)",
        "slope = 1 - np.tanh(h_t**2)\nreturn (dh_t * slope) @ U.T",
    ),
    ("sign in the slope", "1 + h_t²", "return (dh_t * (1 + h_t**2)) @ U.T"),
    ("slope of a sigmoid", "with h_t · (1 − h_t)", "return (dh_t * h_t * (1 - h_t)) @ U.T"),
    ("square left out", "with 1 − h_t. The slope", "dz = dh_t * (1 - h_t)\nreturn dz @ U.T"),
    (
        "h_t for the slope",
        "h_t itself where the slope of tanh belongs",
        "return np.dot(dh_t * h_t, U.T)",
    ),
    (
        "slope taken twice",
        "is applied twice",
        f"{SLOPE}\ndz = dz * (1 - h_t**2)\nreturn dz @ U.T",
    ),
    (
        "sigmoid of the hidden state",
        "the slope of a sigmoid, taken at h_t",
        f"{SIGMOID}\nreturn (dh_t * s * (1 - s)) @ U.T",
    ),
    (
        "U before the slope",
        "when U comes first and the slope after it",
        "back = dh_t @ U.T\nreturn back * (1 - h_t**2)",
    ),
    (
        "U before the slope and not transposed",
        "when U comes first, untransposed",
        "return dh_t @ U * (1 - h_t**2)",
    ),
    ("U left out", "the path through U is missing", "return dh_t * (1 - h_t**2)"),
    ("inverse of U", "with the inverse of U", f"{SLOPE}\nreturn dz @ np.linalg.inv(U)"),
    ("forward again", "that is a step forward", "return np.tanh(dh_t @ U)"),
]


def _with_own_step(body):
    """Type a way back that takes its steps with a function of its own."""
    return (
        f"def one_back(dh_t, h_t, U):\n{textwrap.indent(body, '    ')}\n\n\n"
        "def state_gradients(dh_T, h, U):\n"
        "    dh = np.empty_like(h)\n"
        "    dh[:, -1] = dh_T\n"
        "    for t in range(h.shape[1] - 1, 0, -1):\n"
        "        dh[:, t - 1] = one_back(dh[:, t], h[:, t], U)\n"
        "    return dh\n"
    )


def _filled(line, steps="range(h.shape[1] - 1, 0, -1)"):
    """Type a way back that fills an array, with a line at every step."""
    return f"dh = np.zeros_like(h)\ndh[:, -1] = dh_T\nfor t in {steps}:\n    {line}\nreturn dh"


def _carried(lines, before="", after="return dh"):
    """Type a way back that carries the gradient along, with lines after every step."""
    return (
        f"dh = np.zeros_like(h)\n{before}dh_t = dh_T\n"
        "for t in range(h.shape[1] - 1, 0, -1):\n"
        f"    dh_t = step_back(dh_t, h[:, t], U)\n{textwrap.indent(lines, '    ')}\n{after}"
    )


def _listed(result, steps="reversed(range(1, h.shape[1]))", h_t="h[:, t]"):
    """Type a way back that collects a list, the last step first."""
    return (
        f"found = [dh_T]\nfor t in {steps}:\n"
        f"    found.append(step_back(found[-1], {h_t}, U))\nreturn {result}"
    )


FIRST_STEP_FIRST = "np.stack(found[::-1], axis=1)"
EVERY_STEP = "reversed(range(h.shape[1]))"
STATES = [
    ("last step first", "begin with the last step", _listed("np.stack(found, axis=1)")),
    (
        "hidden state of the step before",
        "the hidden state that it leads to",
        _filled("dh[:, t - 1] = step_back(dh[:, t], h[:, t - 1], U)"),
    ),
    (
        "hidden states from the first step on",
        "are taken from the first step on",
        _listed(FIRST_STEP_FIRST, "range(h.shape[1] - 1)"),
    ),
    (
        "hidden states forward in time",
        "are taken forward in time",
        _listed(FIRST_STEP_FIRST, "range(1, h.shape[1])"),
    ),
    (
        "right at the last two steps alone",
        "are right at the last two steps alone",
        _filled("dh[:, t - 1] = step_back(dh[:, t], h[:, t], U)", "range(1, h.shape[1])"),
    ),
    (
        "right at the last two steps alone",
        "are right at the last two steps alone",
        # What the array happens to hold, here no number, is read before it is filled.
        "dh = np.full_like(h, np.nan)\n"
        "dh[:, -1] = dh_T\n"
        "for t in range(h.shape[1] - 1):\n"
        "    dh[:, t] = (dh[:, t + 1] * (1 - h[:, t + 1] ** 2)) @ U.T\n"
        "return dh",
    ),
    (
        "the last hidden state at every step",
        "reads the last hidden state",
        _filled("dh[:, t - 1] = step_back(dh[:, t], h[:, -1], U)"),
    ),
    (
        "every step back from the last",
        "every step back starts from dh_T",
        _filled("dh[:, t - 1] = step_back(dh_T, h[:, t], U)"),
    ),
    (
        "U transposed on the way in",
        "is given U.T",
        _filled("dh[:, t - 1] = step_back(dh[:, t], h[:, t], U.T)"),
    ),
    (
        "one step too far",
        "lie one step too far back",
        "dh, dh_t = np.empty_like(h), dh_T\n"
        f"for t in {EVERY_STEP}:\n"
        "    dh_t = step_back(dh_t, h[:, t], U)\n"
        "    dh[:, t] = dh_t\n"
        "return dh",
    ),
    ("one step too many", "hold one step too many", _listed(FIRST_STEP_FIRST, EVERY_STEP)),
    (
        "last step left out",
        "lack the last step",
        _carried("found.insert(0, dh_t)", "found = []\n", "return np.stack(found, axis=1)"),
    ),
    ("last step left out", "lack the last step", _carried("dh[:, t - 1] = dh_t")),
    (
        "first step left out",
        "lack the first step",
        _listed(FIRST_STEP_FIRST, "range(h.shape[1] - 1, 1, -1)"),
    ),
    (
        "first step left out",
        "lack the first step",
        _filled(
            "dh[:, t - 1] = step_back(dh[:, t], h[:, t], U)",
            "range(h.shape[1] - 1, 1, -1)",
        ),
    ),
    (
        "loss at every step",
        "dh_T is added at every step",
        _filled("dh[:, t - 1] = dh_T + step_back(dh[:, t], h[:, t], U)"),
    ),
    (
        "the same at every step",
        "are those of the first step",
        # One array, which the list holds many times.
        "dh_t = dh_T.copy()\nfound = [dh_t]\n"
        "for t in range(h.shape[1] - 1, 0, -1):\n"
        "    dh_t[:] = step_back(dh_t, h[:, t], U)\n"
        "    found.append(dh_t)\n"
        "return np.stack(found[::-1], axis=1)",
    ),
    (
        "the last step alone",
        "are zero before the last step",
        _filled("dh_t = step_back(dh[:, t], h[:, t], U)"),
    ),
    (
        "added up",
        "are added up along the way",
        _carried("total = total + dh_t\ndh[:, t - 1] = total", "dh[:, -1] = total = dh_T\n"),
    ),
    (
        "added up",
        "are added up along the way",
        _filled("dh[:, t - 1] = dh[:, t] + step_back(dh[:, t], h[:, t], U)"),
    ),
    ("steps in front", "have the shape (steps, batch, units)", _listed("np.array(found[::-1])")),
]

NORMS = [
    ("first step first", "begin with the first step", "np.linalg.norm(dh, axis=2).mean(axis=0)"),
    (
        "norm over the batch as well",
        "over units and batch together",
        "np.sqrt(np.sum(dh**2, axis=(0, 2)))[::-1]",
    ),
    (
        "sum over the batch",
        "are summed over the batch",
        "np.linalg.norm(dh, axis=2).sum(axis=0)[::-1]",
    ),
    (
        "mean divided by the batch again",
        "divided by the number of sequences once more",
        "np.linalg.norm(dh, axis=2).mean(axis=0)[::-1] / dh.shape[0]",
    ),
    (
        "norm of the mean",
        "the norm of the batch's mean gradient",
        "np.linalg.norm(np.mean(dh, axis=0), axis=1)[::-1]",
    ),
    (
        "root left out",
        "means of the squared norms",
        "np.mean((dh**2).sum(axis=2), axis=0)[::-1]",
    ),
    (
        "root after the mean",
        "the root of the mean square",
        "np.sqrt((dh**2).sum(axis=2).mean(axis=0))[::-1]",
    ),
    (
        "absolute values",
        "are sums of absolute values",
        "np.abs(dh).sum(axis=2).mean(axis=0)[::-1]",
    ),
    (
        "mean of absolute values",
        "are means of absolute values",
        "np.mean(np.abs(dh), axis=(0, 2))[::-1]",
    ),
    (
        "largest entry",
        "hold the largest entry",
        "np.linalg.norm(dh, ord=np.inf, axis=2).mean(axis=0)[::-1]",
    ),
    (
        "mean over the units",
        "a mean over the units under the root",
        "np.sqrt((dh**2).mean(axis=2)).mean(axis=0)[::-1]",
    ),
    (
        "no mean over the batch",
        "hold a row for each sequence",
        "np.linalg.norm(dh, axis=2)[:, ::-1]",
    ),
    (
        "norm along the steps",
        "hold one norm for each unit",
        "np.linalg.norm(dh, axis=1).mean(axis=0)[::-1]",
    ),
    (
        "norm over the batch, mean over the units",
        "the two axes are swapped",
        "np.linalg.norm(dh, axis=0).mean(axis=1)[::-1]",
    ),
]
LAGS = "norms = np.linalg.norm(dh, axis=2).mean(axis=0)[::-1]"


def _first(found, at_the_end="return len(norms)", before="", lags="enumerate(norms)"):
    """Type a search for the first lag that meets a condition."""
    end = f"\n{at_the_end}" if at_the_end else ""
    return f"{before}for lag, norm in {lags}:\n    if {found}:\n        return lag{end}"


BELOW = "norm < share * norms[0]"
ALL_BELOW = "norms < share * norms[0]"
NOT_BELOW = "norms >= share * norms[0]"
REACHES = [
    (
        "last lag not looked at",
        "falls below at its very last lag",
        "for lag in range(len(norms) - 1):\n"
        "    if norms[lag] < share * norms[0]:\n"
        "        return lag\n"
        "return len(norms)",
    ),
    (
        "zero where it never falls",
        "as if the gradient were gone at once",
        _first(BELOW, "return 0"),
    ),
    (
        "zero where it never falls",
        "as if the gradient were gone at once",
        f"return np.argmax({ALL_BELOW})",
    ),
    ("last lag where it never falls", "is the last lag. There", _first(BELOW, "return lag")),
    ("−1 where it never falls", "is −1.", _first(BELOW, "return -1")),
    ("infinity where it never falls", "is infinite", _first(BELOW, "return np.inf")),
    (
        "lags counted from 1",
        "lags are counted from 0",
        f"lag = 1\nfor norm in norms:\n    if {BELOW}:\n        break\n    lag += 1\nreturn lag",
    ),
    (
        "last lag above",
        "the last lag before the fall",
        "lag = 0\n"
        "while lag < len(norms) and norms[lag] >= share * norms[0]:\n"
        "    lag += 1\n"
        "return lag - 1",
    ),
    (
        "last fall",
        "from which on the curve stays below",
        f"not_below = np.where({NOT_BELOW})[0]\nreturn not_below[-1] + 1",
    ),
    ("lags counted above", "is how many norms are not below", f"return np.sum({NOT_BELOW})"),
    (
        "lags counted below",
        "is how many norms are below",
        f"return len([norm for norm in norms if {BELOW}])",
    ),
    (
        "share of the largest",
        "against the largest norm",
        _first("norm < limit", before="limit = share * max(norms)\n"),
    ),
    ("share as the limit itself", "against the share itself", _first("norm < share")),
    (
        "share of the sum",
        "against the sum of all norms",
        _first("norm / total < share", before="total = np.sum(norms)\n"),
    ),
    ("equal counts as below", "exactly at the share", _first("norm <= share * norms[0]")),
    (
        "against the lag before",
        "with the one before it",
        "for lag in range(1, len(norms)):\n"
        "    if norms[lag] < share * norms[lag - 1]:\n"
        "        return lag\n"
        "return len(norms)",
    ),
    (
        "first lag above",
        "the first lag at which the norm is above",
        _first("norm > share * norms[0]"),
    ),
    (
        "closest to the share",
        "is closest to the share",
        "return np.abs(norms - share * norms[0]).argmin()",
    ),
    ("smallest norm", "the lag of the smallest norm", "return np.argmin(norms)"),
    ("nothing where it never falls", "it returns None", _first(BELOW, "")),
    (
        "error where it never falls",
        "stops with an error",
        f"return np.flatnonzero({ALL_BELOW})[0]",
    ),
]


def _shares(line, start="np.ones_like(f)", first=2):
    """Type a highway that goes back through the steps, with a line at every step."""
    steps = f"range(f.shape[1] - {first}, -1, -1)"
    return f"share = {start}\nfor t in {steps}:\n    {line}\nreturn share"


ON = "share[:, t] = f[:, t + 1] * share[:, t + 1]"
PATHS = [
    (
        "own gate included",
        "holds the forget gate of the step itself as well",
        _shares("share[:, t] = f[:, t] * share[:, t + 1]", "f.copy()"),
    ),
    ("last gate left out", "lacks the forget gate of the last step", _shares(ON, first=3)),
    (
        "from the first step on",
        "from the first step to each step",
        "return np.cumprod(f, axis=1)",
    ),
    (
        "gates before the step",
        "of the gates before each step",
        "share = np.ones_like(f)\n"
        "for t in range(1, f.shape[1]):\n"
        "    share[:, t] = share[:, t - 1] * f[:, t - 1]\n"
        "return share",
    ),
    (
        "gates before the step, last step first",
        "multiplies the gates before each step",
        "left, shares = np.ones_like(f[:, 0]), []\n"
        "for t in range(f.shape[1]):\n"
        "    shares.insert(0, left)\n"
        "    left = left * f[:, t]\n"
        "return np.stack(shares, axis=1)",
    ),
    (
        "last step first",
        "begins with the last step. Put",
        "shares = [np.ones_like(f[:, 0])]\n"
        "for t in range(f.shape[1] - 1, 0, -1):\n"
        "    shares.append(shares[-1] * f[:, t])\n"
        "return np.stack(shares, axis=1)",
    ),
    (
        "own gate included, last step first",
        "begins with the last step, and each product",
        "return np.cumprod(f[:, ::-1], axis=1)",
    ),
    (
        "sum for product",
        "is a sum of gates",
        _shares("share[:, t] = f[:, t + 1] + share[:, t + 1]", "np.zeros_like(f)"),
    ),
    (
        "sum for product",
        "is a sum of gates",
        _shares("share[:, t] = f[:, t + 1] + share[:, t + 1]"),
    ),
    (
        "sum for product",
        "is a sum of gates",
        _shares("share[:, t] = f[:, t + 1 :].sum(axis=1)"),
    ),
    (
        "mean of the gates",
        "is the mean of the gates that follow",
        _shares("share[:, t] = f[:, t + 1 :].mean(axis=1)"),
    ),
    (
        "own gate to a power",
        "raised to the number of steps",
        _shares("share[:, t] = f[:, t] ** (f.shape[1] - 1 - t)"),
    ),
    (
        "the next gate alone",
        "is the next step's gate alone",
        "share = np.ones_like(f)\nshare[:, :-1] = f[:, 1:]\nreturn share",
    ),
    ("the gates themselves", "is f itself", "return f"),
    ("along the units", "a product along the units", "return np.cumprod(f, axis=2)"),
    (
        "along the units",
        "a product along the units",
        "share = np.ones_like(f)\nshare[:, :-1] = np.cumprod(f[:, 1:], axis=-1)\nreturn share",
    ),
    ("along the units", "a product along the units", "return np.cumprod(f, axis=2) / f"),
    ("along the batch", "a product along the batch", "return np.cumprod(f, axis=0)"),
    (
        "along the batch",
        "a product along the batch",
        "share = np.ones_like(f)\nshare[:, :-1] = np.cumprod(f[:, 1:], axis=0)\nreturn share",
    ),
    (
        "along the batch",
        "a product along the batch",
        "return np.cumprod(f, axis=0) / f",
    ),
    (
        "gates reversed",
        "with 1 − f",
        _shares("share[:, t] = (1 - f[:, t + 1]) * share[:, t + 1]"),
    ),
    (
        "units and sequences in one product",
        "of all units and of the whole batch together",
        _shares("share[:, t] = np.prod(f[:, t + 1 :])"),
    ),
    ("one product for all", "is one product over all steps", "return np.prod(f, axis=1)"),
]

JOINT = "norm = np.sqrt(sum(np.sum(g**2) for g in gradients))\n"


def _clipped(norm=JOINT, scaled="g * limit / norm", above="norm > limit"):
    """Type a clipping function: how the norm is computed, what is scaled, and when."""
    return f"{norm}if {above}:\n    return [{scaled} for g in gradients]\nreturn gradients"


def _each(*lines):
    """Type a clipping function that goes from array to array."""
    body = textwrap.indent("\n".join(lines), "    ")
    return f"clipped = []\nfor g in gradients:\n{body}\n    clipped.append(g)\nreturn clipped"


ONE_BY_ONE = "[np.linalg.norm(g) for g in gradients]"
CLIPPINGS = [
    (
        "each array alone",
        "are clipped one by one",
        _each("norm = np.linalg.norm(g)", "if norm > limit:", "    g = g * limit / norm"),
    ),
    (
        "each row alone",
        "are clipped row by row",
        _each(
            "norm = np.linalg.norm(g, axis=-1, keepdims=True)",
            "g = np.where(norm > limit, g * limit / norm, g)",
        ),
    ),
    ("each value alone", "are clipped value by value", _each("g = np.clip(g, -limit, limit)")),
    (
        "scaled up",
        "even where their norm is below it",
        f"{JOINT}return [limit / norm * g for g in gradients]",
    ),
    (
        "comparison turned around",
        "and left alone above it",
        _clipped(above="norm < limit"),
    ),
    (
        "root left out",
        "with the squared norm",
        _clipped("norm = sum((g**2).sum() for g in gradients)\n"),
    ),
    (
        "root left out of the factor",
        "by the limit over the squared norm",
        _clipped(
            "squares = sum((g**2).sum() for g in gradients)\n",
            "g * limit / squares",
            "np.sqrt(squares) > limit",
        ),
    ),
    ("sum of the norms", "the sum of the arrays' norms", _clipped(f"norm = sum({ONE_BY_ONE})\n")),
    (
        "largest of the norms",
        "the largest of the arrays' norms",
        _clipped(f"norm = max({ONE_BY_ONE})\n"),
    ),
    (
        "mean of the norms",
        "the mean of the arrays' norms",
        _clipped(f"norm = np.mean({ONE_BY_ONE})\n"),
    ),
    (
        "norm of the first array",
        "the norm of the first array alone",
        _clipped("norm = np.linalg.norm(gradients[0])\n"),
    ),
    (
        "absolute values",
        "the sum of absolute values",
        _clipped("norm = sum(np.sum(np.abs(g)) for g in gradients)\n"),
    ),
    (
        "largest value",
        "the largest value is scaled to the limit",
        _clipped("norm = max(np.max(np.abs(g)) for g in gradients)\n"),
    ),
    (
        "mean of the squares",
        "a mean under the root",
        _clipped(
            "flat = np.concatenate([g.ravel() for g in gradients])\n"
            "norm = np.sqrt(np.mean(flat**2))\n"
        ),
    ),
    (
        "mean of the squares",
        "a mean under the root",
        _clipped("norm = sum((g**2).mean() for g in gradients) ** 0.5\n"),
    ),
    (
        "mean of the squares",
        "a mean under the root",
        _clipped("norm = np.mean([np.sum(g**2) for g in gradients]) ** 0.5\n"),
    ),
    ("norm of one", "have the global norm 1", _clipped(scaled="g / norm")),
    ("factor turned around", "by the norm over the limit", _clipped(scaled="g * norm / limit")),
    ("divided by the limit", "are divided by the limit", _clipped(scaled="g / limit")),
    ("multiplied by the limit", "are multiplied by the limit", _clipped(scaled="g * limit")),
    (
        "only the first array",
        "are right in the first array alone",
        f"{JOINT}if norm > limit:\n    gradients[0] = gradients[0] * limit / norm\n"
        "return gradients",
    ),
    (
        "set to zero",
        "are zero where their norm is above the limit",
        _clipped(scaled="np.zeros_like(g)"),
    ),
    (
        "never clipped",
        "are unchanged, even where",
        # The loop's variable is replaced, and the list is not.
        f"{JOINT}for g in gradients:\n    if norm > limit:\n        g = g * limit / norm\n"
        "return gradients",
    ),
]

MISTAKES = {
    "step_back": STEPS_BACK,
    "state_gradients": [
        *((name, says, _with_own_step(body)) for name, says, body in STEPS_BACK),
        *STATES,
    ],
    "gradient_norms": [
        *((name, says, f"return {typed}") for name, says, typed in NORMS),
        (
            "relative to lag 0",
            "are divided by the norm at lag 0",
            f"{LAGS}\nreturn norms / norms[0]",
        ),
        (
            "lag 0 left out",
            "begin with lag 1",
            "steps = dh.shape[1]\nlengths = np.linalg.norm(dh, axis=2)\n"
            "return [lengths[:, steps - 1 - lag].mean() for lag in range(1, steps)]",
        ),
    ],
    "reach": REACHES,
    "direct_path": PATHS,
    "clip_by_norm": CLIPPINGS,
}
