"""The judge of `decoder_step`, beside the parts that the step called or those that it made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from lstm_lib.cell import lstm_step, sigmoid
from lstm_lib.checks.exercises.attention.checks import DECODER_STEP
from lstm_lib.checks.exercises.attention.judge.answers import (
    attention_weights,
    context,
    dot_scores,
    softmax,
)
from lstm_lib.checks.exercises.attention.judge.weights_answers import (
    largest_over_the_batch,
    sums_over_the_batch,
)
from lstm_lib.checks.exercises.attention.observe import PARTS
from lstm_lib.checks.judge.compare import Case, agree, by_quantity, compare_all
from lstm_lib.checks.judge.diagnosis import WrongAnswer
from lstm_lib.checks.judge.findings import returned_otherwise
from lstm_lib.checks.judge.judged import Judge, observed
from lstm_lib.checks.observation import Observation
from lstm_lib.checks.verdict import Finding

Array = np.ndarray
Parts = Mapping[str, Callable[..., Array]]

RIGHT_PARTS: Parts = {
    "dot_scores": dot_scores,
    "attention_weights": attention_weights,
    "context": context,
}
NAMES = DECODER_STEP.values
WORTH = dict(zip(NAMES, (0.5, 0.5, 1.5, 1.5), strict=True))
LOOK_AT = "which state asks, what is masked, and what stands side by side in front of W_attended"
FOLLOWS = "right: it follows from your h_t and your weights"


def step(case: Case, parts: Parts) -> tuple[Array, ...]:
    """Return h_t, c_t, weights and attended."""
    return _step_with()(case, parts)


def _joined(context_t: Array, h_t: Array, case: Case) -> Array:
    """Return what is squashed: context first."""
    return np.concatenate([context_t, h_t], axis=1) @ case["W_attended"]


def _step_with(
    asks: Callable[[Case], Array] | None = None,
    mask: Callable[[Array], Array] = lambda mask: mask,
    joined: Callable[..., Array] = _joined,
    squash: Callable[[Array], Array] = np.tanh,
) -> Callable[[Case, Parts], tuple[Array, ...]]:
    """Make a step, right but for what is named."""

    def taken(case: Case, parts: Parts) -> tuple[Array, ...]:
        h_t, c_t = lstm_step(*(case[a] for a in ("x_t", "h_prev", "c_prev", "W", "U", "b")))
        query = h_t if asks is None else asks({**case, "c_t": c_t})
        scores = parts["dot_scores"](query, case["encoder_h"])
        weights = parts["attention_weights"](scores, mask(case["mask"]))
        context_t = parts["context"](weights, case["encoder_h"])
        return h_t, c_t, weights, squash(joined(context_t, h_t, {**case, "c_t": c_t}))

    return taken


def _own(name: str, part: Callable[..., Array]) -> Callable[[Case, Parts], tuple[Array, ...]]:
    """Make a step with a wrong part of its own, where the right one was not called."""

    def taken(case: Case, parts: Parts) -> tuple[Array, ...]:
        used = {**parts, name: part} if parts[name] is RIGHT_PARTS[name] else parts
        return step(case, used)

    return taken


def _over_the_batch(scores, mask):
    """Return weights that add up to 1 over the sequences."""
    exps = np.where(mask, np.exp(scores), 0)
    return exps / exps.sum(axis=0)


def _reading(h_prev: str, c_prev: str) -> Callable[[Case, Parts], tuple[Array, ...]]:
    """Make a step whose LSTM is given other states."""
    return lambda case, parts: step({**case, "h_prev": case[h_prev], "c_prev": case[c_prev]}, parts)


def _mean_of_real(case: Case) -> Array:
    """Return the mean of the encoder's hidden states at real steps."""
    real = case["mask"][:, :, np.newaxis]
    return (case["encoder_h"] * real).sum(axis=1) / real.sum(axis=1)


PLAIN_MEAN = (
    "came from a context that is the plain mean of the encoder's hidden states. Each of them "
    "counts by its weight"
)

STEP_WRONG_ANSWERS = (
    WrongAnswer(
        "previous states swapped",
        _reading("c_prev", "h_prev"),
        "came from h_prev and c_prev in each other's place",
    ),
    WrongAnswer(
        "c_prev in place of h_prev",
        _reading("c_prev", "c_prev"),
        "came from a step that reads c_prev twice, once in place of h_prev",
    ),
    WrongAnswer(
        "h_prev in place of c_prev",
        _reading("h_prev", "h_prev"),
        "came from a step that reads h_prev twice, once in place of c_prev",
    ),
    WrongAnswer(
        "previous hidden state asks",
        _step_with(asks=lambda case: case["h_prev"]),
        "came from h_prev as the query. The step is taken first, and its new hidden state asks",
    ),
    WrongAnswer(
        "cell state asks",
        _step_with(asks=lambda case: case["c_t"]),
        "came from c_t as the query. The hidden state asks: the cell state stays in the cell",
    ),
    WrongAnswer(
        "mask left out",
        _step_with(mask=np.ones_like),
        "came from a step without the mask: padding gets weight",
    ),
    WrongAnswer(
        "mask reversed",
        _step_with(mask=np.logical_not),
        "came from a step with the mask reversed: True means a real step",
    ),
    WrongAnswer(
        "mask after softmax",
        _own("attention_weights", lambda scores, mask: softmax(scores) * mask),
        "came from weights that were set to 0 at padding after softmax. The mask has to act before",
    ),
    WrongAnswer(
        "softmax over the batch",
        _own("attention_weights", _over_the_batch),
        "came from weights that add up to 1 over the sequences. Each sequence shares out its own",
    ),
    WrongAnswer(
        "sum over the batch",
        _own("attention_weights", lambda scores, mask: sums_over_the_batch(scores, mask)[0]),
        "came from weights that are divided by sums over the batch",
    ),
    WrongAnswer(
        "largest score of the batch taken off",
        _own("attention_weights", lambda scores, mask: largest_over_the_batch(scores, mask)[0]),
        "came from scores less the largest of their step, over the batch. Take off the row's own",
    ),
    WrongAnswer(
        "mean for sum",
        _own("attention_weights", lambda s, mask: attention_weights(s, mask) * s.shape[1]),
        "came from weights that are divided by the mean of their row, and not by its sum",
    ),
    WrongAnswer(
        "query transposed, or another sequence's",
        _own("dot_scores", lambda h_t, e: dot_scores(np.broadcast_to(h_t[:1], h_t.shape), e)),
        "came from the first sequence's h_t as everybody's query, as when h_t is transposed",
    ),
    *(
        WrongAnswer("plain mean", answer, PLAIN_MEAN)
        for answer in (
            _own("context", lambda weights, encoder_h: encoder_h.mean(axis=1)),
            _step_with(joined=lambda _, h_t, case: _joined(_mean_of_real(case), h_t, case)),
        )
    ),
    WrongAnswer(
        "scaled",
        _own("dot_scores", lambda h_t, e: dot_scores(h_t, e) / np.sqrt(h_t.shape[1])),
        "came from scores that are divided by the root of units. Here the plain dot product asks",
    ),
    WrongAnswer(
        "h_t in front of the context",
        _step_with(
            joined=lambda context_t, h_t, case: _joined(h_t, context_t, case),
        ),
        "equals what you get with h_t first and the context second. W_attended has the rows of the "
        "context first",
    ),
    WrongAnswer(
        "h_prev beside the context",
        _step_with(joined=lambda context_t, h_t, case: _joined(context_t, case["h_prev"], case)),
        "equals what you get with h_prev beside the context. The new hidden state belongs there",
    ),
    WrongAnswer(
        "c_t beside the context",
        _step_with(joined=lambda context_t, h_t, case: _joined(context_t, case["c_t"], case)),
        "equals what you get with c_t beside the context. No layer reads the cell state",
    ),
    WrongAnswer(
        "context left out",
        _step_with(joined=lambda context_t, h_t, case: h_t @ case["W_attended"][h_t.shape[1] :]),
        "came from h_t alone: the context is missing",
    ),
    WrongAnswer(
        "hidden state left out",
        _step_with(
            joined=lambda context_t, h_t, case: context_t @ case["W_attended"][: h_t.shape[1]]
        ),
        "came from the context alone: h_t is missing",
    ),
    WrongAnswer(
        "no tanh",
        _step_with(squash=lambda z: z),
        "lacks its tanh",
    ),
    WrongAnswer(
        "tanh twice",
        _step_with(squash=lambda z: np.tanh(np.tanh(z))),
        "has gone through tanh twice",
    ),
    WrongAnswer(
        "sigmoid for tanh",
        _step_with(squash=sigmoid),
        "has gone through a sigmoid. This layer's function is tanh",
    ),
    WrongAnswer(
        "h_t and c_t swapped",
        lambda case, parts: (*step(case, parts)[1::-1], *step(case, parts)[2:]),
        "holds the other state: return h_t first, then c_t",
    ),
    WrongAnswer(
        "weights and attended swapped",
        lambda case, parts: (*step(case, parts)[:2], *step(case, parts)[:1:-1]),
        "stood in the other's place: return h_t, c_t, weights and attended, in this order",
    ),
)


def _judge_step(seen: Observation, rng: Any) -> list[Finding]:
    """Judge a step: what it makes of its own wrong weights may still be right."""
    if complaint := returned_otherwise(seen, NAMES):
        return [Finding(name, False, complaint, WORTH[name]) for name in NAMES]
    cases = DECODER_STEP.cases(rng)
    parts = [_parts_used(seen, number) for number in range(len(cases))]
    found = observed(seen, len(cases), len(NAMES))
    expected = _expected(cases, parts, step)
    right = all(agree(a, b) for a, b in zip(found, expected, strict=True))
    known = [
        (wrong, _expected(cases, parts, wrong.answer))
        for wrong in (() if right else STEP_WRONG_ANSWERS)
    ]
    sizes = [DECODER_STEP.said_sizes(case) for case in cases]
    findings = compare_all(NAMES, found, expected, known, LOOK_AT, sizes=sizes)
    if not findings[3].right and _follows(found, expected, cases, parts):
        findings[3] = Finding(NAMES[3], True, FOLLOWS)
    return [replace(finding, weight=WORTH[finding.what]) for finding in findings]


def _parts_used(seen: Observation, number: int) -> Parts:
    """Return the parts that the observed step had: stand-ins where it called them."""
    called = {name: PARTS[name] for name in PARTS if f"{number}/part/{name}" in seen.arrays}
    return {**RIGHT_PARTS, **called}


def _expected(
    cases: Sequence[Case], parts: Sequence[Parts], answer: Callable[..., Any]
) -> list[list[Array]]:
    """Return what an answer gives, by quantity and then by case."""
    made = [answer(case, used) for case, used in zip(cases, parts, strict=True)]
    return by_quantity(made, len(NAMES))


def _follows(
    found: Sequence[Sequence[Array]],
    expected: Sequence[Sequence[Array]],
    cases: Sequence[Case],
    parts: Sequence[Parts],
) -> bool:
    """Tell whether attended is what the last layer makes of the learner's own h_t and weights."""
    made = []
    for number, (case, used) in enumerate(zip(cases, parts, strict=True)):
        h_t, weights = found[0][number], found[2][number]
        fits = h_t.shape == expected[0][number].shape and (
            weights.shape == expected[2][number].shape
        )
        if not fits or not (np.isfinite(h_t).all() and np.isfinite(weights).all()):
            return False
        context_t = used["context"](weights.astype(float), case["encoder_h"])
        made.append(np.tanh(_joined(context_t, h_t.astype(float), case)))
    return agree(found[3], made)


STEP = Judge(_judge_step, STEP_WRONG_ANSWERS)
