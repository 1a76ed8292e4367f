"""What is right in the parts of `dropout`, what goes wrong, and what to say about it."""

from collections.abc import Callable

import numpy as np

from lstm_lib.cell import lstm_gates, lstm_step
from lstm_lib.checks.judge.diagnosis import WrongAnswer

Array = np.ndarray


def inverted_mask(draws, rate):
    """Return 0 where a draw is below the rate, and 1 / (1 - rate) elsewhere."""
    return np.where(draws < rate, 0, 1 / (1 - rate))


def _scaled_by_what_was_kept(draws, rate):
    """Return a mask whose mean is exactly 1."""
    kept = draws >= rate
    return kept / kept.mean()


MASK_WRONG_ANSWERS = (
    WrongAnswer(
        "not scaled",
        lambda draws, rate: 1.0 * (draws >= rate),
        "is 1 where a value is kept. Then the mean falls by the share that is dropped: what is "
        "kept has to become larger",
    ),
    WrongAnswer(
        "rate taken for what is kept",
        lambda draws, rate: (draws < rate) / rate,
        "keeps a share of `rate`. Here the rate is the share that is dropped, as in Keras",
    ),
    WrongAnswer(
        "dropped and kept exchanged",
        lambda draws, rate: (draws < rate) / (1 - rate),
        "drops where the draw is above the rate, and keeps where it is below: the other way round",
    ),
    WrongAnswer(
        "dropped and kept exchanged",
        lambda draws, rate: 1.0 * (draws < rate),
        "drops where the draw is above the rate, and keeps where it is below, without scaling",
    ),
    WrongAnswer(
        "compared with 1 − rate",
        lambda draws, rate: (draws >= 1 - rate) / (1 - rate),
        "keeps the draws from 1 − rate on, which is a share of `rate`",
    ),
    WrongAnswer(
        "compared with 1 − rate",
        lambda draws, rate: (draws < 1 - rate) / (1 - rate),
        "drops the right share, but the largest draws: here a value is dropped where its draw is "
        "*below* the rate",
    ),
    WrongAnswer(
        "multiplied by 1 − rate",
        lambda draws, rate: (draws >= rate) * (1 - rate),
        "is smaller where it should be larger: divide by 1 − rate, do not multiply by it",
    ),
    WrongAnswer(
        "divided by the rate",
        lambda draws, rate: (draws >= rate) / rate,
        "is divided by the rate. What is kept is a share of 1 − rate",
    ),
    WrongAnswer(
        "scaled by what was kept",
        _scaled_by_what_was_kept,
        "is divided by the share that was kept this time. Divide by 1 − rate, which is the same "
        "for every mask",
    ),
    WrongAnswer(
        "draws kept",
        lambda draws, rate: draws * (draws >= rate) / (1 - rate),
        "holds the draws themselves where something is kept. A mask has two values only",
    ),
    WrongAnswer(
        "one row for all",
        lambda draws, rate: np.broadcast_to(inverted_mask(draws[0], rate), draws.shape),
        "has the first row's draws in every row",
    ),
)


def drop_along(inputs, mask):
    """Return the inputs with one mask at every step."""
    return inputs * mask[:, np.newaxis]


def _at_one_step(step: int) -> Callable[..., Array]:
    """Make an answer that drops at one step alone."""

    def dropped(inputs, mask):
        out = inputs.copy()
        out[:, step] *= mask
        return out

    return dropped


ALONG_WRONG_ANSWERS = (
    WrongAnswer(
        "first step alone",
        _at_one_step(0),
        "is dropped at the first step alone. The mask holds for all steps",
    ),
    WrongAnswer(
        "last step alone",
        _at_one_step(-1),
        "is dropped at the last step alone. The mask holds for all steps",
    ),
    WrongAnswer(
        "one mask for all sequences",
        lambda inputs, mask: inputs * mask[0],
        "comes from the first sequence's mask everywhere. Each sequence has its own",
    ),
    WrongAnswer(
        "mask of truth values",
        lambda inputs, mask: drop_along(inputs, mask > 0),
        "is dropped where it should be, but what is kept is not scaled: multiply by the mask "
        "itself",
    ),
    WrongAnswer(
        "dropped and kept exchanged",
        lambda inputs, mask: drop_along(inputs, mask == 0),
        "keeps what the mask drops",
    ),
    WrongAnswer(
        "scaled twice",
        lambda inputs, mask: drop_along(inputs, mask) * mask.max(),
        "is scaled twice: the mask holds 1 / (1 − rate) already",
    ),
    WrongAnswer(
        "scaled back",
        lambda inputs, mask: drop_along(inputs, mask) / mask.mean(),
        "is divided by the mean of the mask. The mask is scaled already",
    ),
    WrongAnswer(
        "mask left out",
        lambda inputs, mask: inputs,
        "is what came in: nothing is dropped",
    ),
    WrongAnswer(
        "mask alone",
        lambda inputs, mask: np.broadcast_to(mask[:, np.newaxis], inputs.shape),
        "is the mask, repeated for each step. The inputs have to be multiplied by it",
    ),
    WrongAnswer(
        "mask added",
        lambda inputs, mask: inputs + mask[:, np.newaxis],
        "is the sum of both. A mask multiplies",
    ),
    WrongAnswer(
        "masks multiplied from step to step",
        lambda inputs, mask: (
            inputs * mask[:, np.newaxis] ** np.arange(1, inputs.shape[1] + 1)[:, np.newaxis]
        ),
        "is scaled once more at each step. Every step has the mask once",
    ),
)


def masked_step(x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask):
    """Return the states of a step whose gates read through masks."""
    return lstm_step(x_t * input_mask, h_prev * recurrent_mask, c_prev, W, U, b)


def _candidate_dropped(x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask):
    """Return the states of a step whose candidate is dropped."""
    i, f, g, o = lstm_gates(x_t * input_mask, h_prev, W, U, b)
    c_t = f * c_prev + i * g * recurrent_mask
    return o * np.tanh(c_t), c_t


def _after(h: bool, c: bool) -> Callable[..., tuple[Array, Array]]:
    """Make a step whose new states are dropped, and not the previous hidden state."""

    def step(x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask):
        h_t, c_t = lstm_step(x_t * input_mask, h_prev, c_prev, W, U, b)
        return (h_t * recurrent_mask if h else h_t), (c_t * recurrent_mask if c else c_t)

    return step


def _given(change: Callable[..., tuple]) -> Callable[..., tuple[Array, Array]]:
    """Make a step that is given something else: x_t, h_prev, c_prev by the states and masks."""

    def step(x_t, h_prev, c_prev, W, U, b, input_mask, recurrent_mask):
        read = change(x_t, h_prev, c_prev, input_mask, recurrent_mask)
        return lstm_step(*read, W, U, b)

    return step


STEP_WRONG_ANSWERS = (
    WrongAnswer(
        "cell state dropped",
        _given(lambda x, h, c, m, r: (x * m, h * r, c * r)),
        "comes from a cell state that was dropped as well. The mask acts on the hidden state on "
        "its way into the gates, never on the cell state",
    ),
    WrongAnswer(
        "cell state dropped in place of the hidden state",
        _given(lambda x, h, c, m, r: (x * m, h, c * r)),
        "comes from a cell state that was dropped, and a hidden state that was not. It should be "
        "the other way round",
    ),
    WrongAnswer(
        "recurrent mask left out",
        _given(lambda x, h, c, m, r: (x * m, h, c)),
        "comes from h_prev without its mask: only the input is dropped",
    ),
    WrongAnswer(
        "input mask left out",
        _given(lambda x, h, c, m, r: (x, h * r, c)),
        "comes from x_t without its mask: only the hidden state is dropped",
    ),
    WrongAnswer(
        "nothing dropped",
        _given(lambda x, h, c, m, r: (x, h, c)),
        "comes from a step without any mask",
    ),
    WrongAnswer(
        "new hidden state dropped",
        _after(h=True, c=False),
        "comes from a mask on h_t, after the step. The recurrent mask acts on h_prev, before it",
    ),
    WrongAnswer(
        "new states dropped",
        _after(h=True, c=True),
        "comes from a mask on h_t and c_t, after the step. The recurrent mask acts on h_prev, "
        "before it",
    ),
    WrongAnswer(
        "candidate dropped",
        _candidate_dropped,
        "comes from a mask on the candidate g. That is another kind of dropout: here the mask acts "
        "on h_prev",
    ),
    WrongAnswer(
        "masks of truth values",
        _given(lambda x, h, c, m, r: (x * (m > 0), h * (r > 0), c)),
        "comes from masks that were turned into 0 and 1: what is kept has to be scaled",
    ),
    WrongAnswer(
        "one mask for all sequences",
        _given(lambda x, h, c, m, r: (x * m[0], h * r[0], c)),
        "comes from the first sequence's masks everywhere. Each sequence has its own",
    ),
    WrongAnswer(
        "previous states swapped",
        _given(lambda x, h, c, m, r: (x * m, c * r, h)),
        "comes from h_prev and c_prev in each other's place",
    ),
    WrongAnswer(
        "c_prev in place of h_prev",
        _given(lambda x, h, c, m, r: (x * m, c * r, c)),
        "comes from a step that reads c_prev twice, once in place of h_prev",
    ),
    WrongAnswer(
        "h_prev in place of c_prev",
        _given(lambda x, h, c, m, r: (x * m, h * r, h)),
        "comes from a step that reads h_prev twice, once in place of c_prev",
    ),
    WrongAnswer(
        "h_t and c_t swapped",
        lambda *given: masked_step(*given)[::-1],
        "holds the other state: return h_t first, then c_t",
    ),
)
