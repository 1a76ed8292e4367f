"""Mistakes in the exercise `attention`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

PRODUCTS = "h_t[:, None, :] * encoder_h"
KEPT = "kept = np.where(mask, scores, -1e9)\n"
SHIFT = "e = np.exp(kept - np.max(kept, axis=1, keepdims=True))\n"
MEAN = "mean = np.sum(weights * d_weights, axis=1, keepdims=True)\n"

STEP = """h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
scores = dot_scores(h_t, encoder_h)
weights = attention_weights(scores, mask)
both = np.concatenate([context(weights, encoder_h), h_t], axis=1)
return h_t, c_t, weights, np.tanh(both @ W_attended)
"""
ALONE = """h_t, c_t = lstm_step(x_t, h_prev, c_prev, W, U, b)
scores = np.einsum("bu,bju->bj", h_t, encoder_h)
kept = np.where(mask, scores, -np.inf)
e = np.exp(kept - kept.max(axis=1, keepdims=True))
weights = e / e.sum(axis=1, keepdims=True)
read = np.einsum("bj,bju->bu", weights, encoder_h)
attended = np.tanh(np.concatenate([read, h_t], axis=1) @ W_attended)
return h_t, c_t, weights, attended
"""


def _changed(text, old, new):
    """Return a step with one change."""
    assert old in text
    return text.replace(old, new)


MISTAKES = {
    "dot_scores": [
        (
            "scaled",
            "are divided by the root of units",
            f"return ({PRODUCTS}).sum(axis=2) / np.sqrt(h_t.shape[1])",
        ),
        (
            "mean for sum",
            "are means of the products over the units",
            f"return np.mean({PRODUCTS}, axis=2)",
        ),
        (
            "cosine",
            "divided by both lengths",
            "q = h_t / np.linalg.norm(h_t, axis=-1, keepdims=True)\n"
            "k = encoder_h / np.linalg.norm(encoder_h, axis=-1, keepdims=True)\n"
            "return (k @ q[:, :, None])[:, :, 0]",
        ),
        (
            "sum for product",
            "the encoder's hidden states added up",
            "return (h_t[:, None] + encoder_h).sum(-1)",
        ),
        (
            "additive score",
            "close to the additive score",
            "return np.sum(np.tanh(h_t[:, None] + encoder_h), axis=-1)",
        ),
        (
            "distance",
            "are the squared distances of the two",
            "return np.square(encoder_h - h_t[:, None]).sum(axis=2)",
        ),
        (
            "softmax taken already",
            "have gone through softmax already",
            f"s = ({PRODUCTS}).sum(axis=2)\ne = np.exp(s)\nreturn e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "tanh of the scores",
            "squashed by nothing",
            f"return np.tanh(({PRODUCTS}).sum(axis=2))",
        ),
        (
            "query transposed, or another sequence's",
            "from the first sequence's h_t everywhere",
            "return encoder_h @ h_t[0]",
        ),
        (
            "keys of another sequence",
            "from the first sequence's encoder_h everywhere",
            "return h_t @ encoder_h[0].T",
        ),
    ],
    "attention_weights": [
        (
            "mask left out",
            "what you get without the mask",
            "e = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
            "return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "mask after softmax",
            "their rows no longer add up to 1",
            "e = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
            "weights = e / e.sum(axis=1, keepdims=True)\nweights[~mask] = 0\nreturn weights",
        ),
        (
            "scores of padding set to 0",
            "when the scores of padding are 0",
            f"kept = scores * mask\n{SHIFT}return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "mask reversed",
            "give all weight to padding",
            f"kept = np.where(mask, -1e9, scores)\n{SHIFT}return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "softmax over the batch",
            "add up to 1 over the sequences of the batch",
            f"{KEPT}e = np.exp(kept - kept.max(axis=0))\nreturn e / e.sum(axis=0)",
        ),
        (
            "softmax over everything",
            "add up to 1 over the whole batch",
            f"{KEPT}e = np.exp(kept - kept.max())\nreturn e / e.sum()",
        ),
        ("not divided by the sum", "the largest weight of each row is 1", f"{KEPT}{SHIFT}return e"),
        *(
            ("sum over the batch", "are divided by sums over the sequences of the batch", text)
            for text in (
                f"{KEPT}{SHIFT}return e / e.sum(axis=0)",
                "e = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask\n"
                "return e / e.sum(axis=0)",
                "e = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
                "p = e / e.sum(axis=0) * mask\n"
                "with np.errstate(invalid='ignore'):\n"
                "    return p / p.sum(axis=1, keepdims=True)",
                "e = np.exp(scores - scores.max(axis=1, keepdims=True))\n"
                "p = e / e.sum(axis=1, keepdims=True) * mask\nreturn p / p.sum(axis=0)",
            )
        ),
        *(
            ("mean for sum", "are divided by the mean of their row", text)
            for text in (
                f"{KEPT}{SHIFT}return e / e.mean(axis=1, keepdims=True)",
                """weights = np.zeros_like(scores)
for row, real, out in zip(scores, mask, weights):
    e = np.exp(row[real] - row[real].max())
    out[real] = e / e.mean()
return weights
""",
            )
        ),
        *(
            (
                "largest score of the batch taken off",
                "less the largest of their step, over the batch",
                "with np.errstate(invalid='ignore'):\n"
                "    kept = np.where(mask, scores, -1e9)\n"
                f"    e = np.exp(kept - {top}.max(axis=0))\n"
                "    return e / e.sum(axis=1, keepdims=True)",
            )
            for top in ("kept", "scores")
        ),
        (
            "no exp",
            "are the scores divided by their sum",
            "s = scores * mask\nreturn s / s.sum(axis=1, keepdims=True)",
        ),
        (
            "sigmoid for softmax",
            "are a sigmoid of each score by itself",
            "return mask * (0.5 + 0.5 * np.tanh(scores / 2))",
        ),
        (
            "all weight on the largest score",
            "are 1 for the largest score of each row",
            f"{KEPT}weights = np.zeros_like(scores)\n"
            "weights[np.arange(len(scores)), np.argmax(kept, axis=1)] = 1\nreturn weights",
        ),
        (
            "log of softmax",
            "are the logarithms of the weights",
            f"{KEPT}{SHIFT}p = e / e.sum(axis=1, keepdims=True)\n"
            "return np.where(mask, np.log(np.where(mask, p, 1)), 0)",
        ),
        (
            "softmax overflows",
            "exp(800) is infinite",
            "with np.errstate(over='ignore', invalid='ignore'):\n"
            "    e = np.exp(scores) * mask\n    return e / e.sum(axis=1, keepdims=True)",
        ),
        (
            "largest score of everything taken off",
            "After the largest score of the whole batch is taken off",
            "with np.errstate(invalid='ignore'):\n"
            "    e = np.exp(scores - scores.max()) * mask\n"
            "    return e / e.sum(axis=1, keepdims=True)",
        ),
        *(
            (
                "largest score of padding taken off",
                "After a score of padding is taken off",
                f"e = np.exp(scores - scores.max(axis=1, keepdims=True))\n{rest}",
            )
            for rest in (
                f"p = {shares} * mask\n"
                "with np.errstate(invalid='ignore'):\n"
                "    return p / p.sum(axis=1, keepdims=True)"
                for shares in ("e", "e / e.sum(axis=1, keepdims=True)")
            )
        ),
        (
            "largest score of padding taken off",
            "are all 0 in a row whose padding has far larger scores",
            "e = np.exp(scores - scores.max(axis=1, keepdims=True)) * mask\n"
            "return e / (e.sum(axis=1, keepdims=True) + 1e-12)",
        ),
    ],
    "context": [
        (
            "weights left out",
            "is the sum of all hidden states",
            "return encoder_h.sum(axis=1)",
        ),
        ("plain mean", "is the mean of all hidden states", "return np.mean(encoder_h, axis=1)"),
        (
            "mean for sum",
            "is divided by the number of steps",
            "return (weights[:, :, None] * encoder_h).mean(axis=1)",
        ),
        (
            "softmax again",
            "go through softmax once more",
            "e = np.exp(weights)\ne = e / e.sum(axis=1, keepdims=True)\n"
            "return (e[:, :, None] * encoder_h).sum(axis=1)",
        ),
        (
            "largest weight alone",
            "with the largest weight alone",
            "best = weights.argmax(axis=1)\n"
            "return np.stack([h[k] for h, k in zip(encoder_h, best)])",
        ),
        ("last hidden state", "is the encoder's last hidden state", "return encoder_h[:, -1, :]"),
        (
            "squashed",
            "has gone through tanh",
            "return np.tanh(np.einsum('bj,bju->bu', weights, encoder_h))",
        ),
        (
            "weights of another sequence",
            "from the first sequence's weights everywhere",
            "return (weights[0][:, None] * encoder_h).sum(axis=1)",
        ),
    ],
    "scores_gradient": [
        ("mean left out", "lack the mean", "return weights * d_weights"),
        (
            "each weight by itself",
            "which treats each weight by itself",
            "return d_weights * weights * (1 - weights)",
        ),
        (
            "plain mean",
            "with the plain mean of the row",
            "return weights * (d_weights - d_weights.mean(axis=1, keepdims=True))",
        ),
        (
            "mean of the products",
            "with the mean of weights times d_weights",
            "return weights * (d_weights - (weights * d_weights).mean(axis=1, keepdims=True))",
        ),
        (
            "plain sum",
            "when the sum of d_weights is taken off",
            "return weights * (d_weights - d_weights.sum(axis=1, keepdims=True))",
        ),
        *(
            (
                "mean taken off the products",
                "that needs brackets",
                f"{MEAN}return {one} - mean",
            )
            for one in ("weights * d_weights", "(d_weights * weights)")
        ),
        (
            "not times the weights",
            "are not multiplied by the weights at the end",
            f"{MEAN}return d_weights - mean",
        ),
        (
            "sum over the batch",
            "come from a sum over the batch",
            "return weights * (d_weights - (weights * d_weights).sum(axis=0))",
        ),
        (
            "sum over everything",
            "come from one sum for the whole batch",
            "return weights * (d_weights - np.sum(weights * d_weights))",
        ),
        ("sign reversed", "have the opposite sign", f"{MEAN}return weights * (mean - d_weights)"),
        ("mean added", "when the mean is added", f"{MEAN}return weights * (d_weights + mean)"),
        (
            "other weights alone",
            "the score's own weight is missing",
            f"{MEAN}return -weights * mean",
        ),
        ("d_weights returned", "are d_weights as they came", "return d_weights.copy()"),
    ],
    "decoder_step": [
        (
            "previous states swapped",
            "in each other's place",
            _changed(STEP, "(x_t, h_prev, c_prev, W", "(x_t, c_prev, h_prev, W"),
        ),
        (
            "c_prev in place of h_prev",
            "reads c_prev twice",
            _changed(STEP, "(x_t, h_prev, c_prev, W", "(x_t, c_prev, c_prev, W"),
        ),
        (
            "h_prev in place of c_prev",
            "reads h_prev twice",
            _changed(STEP, "(x_t, h_prev, c_prev, W", "(x_t, h_prev, h_prev, W"),
        ),
        (
            "sum over the batch",
            "that are divided by sums over the batch",
            _changed(ALONE, "e.sum(axis=1, keepdims=True)", "e.sum(axis=0)"),
        ),
        (
            "largest score of the batch taken off",
            "less the largest of their step, over the batch",
            _changed(ALONE, "kept.max(axis=1, keepdims=True)", "kept.max(axis=0)"),
        ),
        (
            "mean for sum",
            "divided by the mean of their row",
            _changed(ALONE, "e.sum(axis=1", "e.mean(axis=1"),
        ),
        (
            "query transposed, or another sequence's",
            "as everybody's query",
            _changed(ALONE, 'np.einsum("bu,bju->bj", h_t, encoder_h)', "encoder_h @ h_t[0]"),
        ),
        (
            "tanh twice",
            "has gone through tanh twice",
            _changed(STEP, "np.tanh(both @ W_attended)", "np.tanh(np.tanh(both @ W_attended))"),
        ),
        (
            "previous hidden state asks",
            "came from h_prev as the query",
            _changed(STEP, "dot_scores(h_t", "dot_scores(h_prev"),
        ),
        (
            "cell state asks",
            "came from c_t as the query",
            _changed(STEP, "dot_scores(h_t", "dot_scores(c_t"),
        ),
        (
            "mask left out",
            "came from a step without the mask",
            _changed(STEP, "(scores, mask)", "(scores, np.ones_like(mask))"),
        ),
        (
            "mask reversed",
            "came from a step with the mask reversed",
            _changed(STEP, "(scores, mask)", "(scores, ~mask)"),
        ),
        (
            "mask after softmax",
            "that were set to 0 at padding after softmax",
            _changed(
                _changed(ALONE, "np.where(mask, scores, -np.inf)", "scores"),
                "keepdims=True)\nread",
                "keepdims=True) * mask\nread",
            ),
        ),
        (
            "softmax over the batch",
            "that add up to 1 over the sequences",
            _changed(
                _changed(ALONE, "e.sum(axis=1, keepdims=True)", "e.sum(axis=0)"),
                "kept.max(axis=1, keepdims=True)",
                "kept.max(axis=0)",
            ),
        ),
        (
            "scaled",
            "came from scores that are divided by the root of units",
            _changed(ALONE, "encoder_h)\nkept", "encoder_h) / U.shape[0] ** 0.5\nkept"),
        ),
        (
            "h_t in front of the context",
            "with h_t first and the context second",
            _changed(
                STEP, "[context(weights, encoder_h), h_t]", "[h_t, context(weights, encoder_h)]"
            ),
        ),
        (
            "h_prev beside the context",
            "with h_prev beside the context",
            _changed(STEP, "encoder_h), h_t]", "encoder_h), h_prev]"),
        ),
        (
            "c_t beside the context",
            "with c_t beside the context",
            _changed(STEP, "encoder_h), h_t]", "encoder_h), c_t]"),
        ),
        (
            "context left out",
            "came from h_t alone",
            _changed(STEP, "both @ W_attended", "h_t @ W_attended[h_t.shape[1]:]"),
        ),
        (
            "hidden state left out",
            "came from the context alone",
            _changed(
                STEP, "both @ W_attended", "(both * 1)[:, :h_t.shape[1]] @ W_attended[:len(U)]"
            ),
        ),
        (
            "no tanh",
            "lacks its tanh",
            _changed(STEP, "np.tanh(both @ W_attended)", "both @ W_attended"),
        ),
        (
            "sigmoid for tanh",
            "has gone through a sigmoid",
            _changed(STEP, "np.tanh(both @ W_attended)", "1 / (1 + np.exp(-(both @ W_attended)))"),
        ),
        (
            "h_t and c_t swapped",
            "holds the other state",
            _changed(STEP, "return h_t, c_t", "return c_t, h_t"),
        ),
        (
            "weights and attended swapped",
            "stood in the other's place",
            _changed(
                STEP, "weights, np.tanh(both @ W_attended)", "np.tanh(both @ W_attended), weights"
            ),
        ),
        (
            "plain mean",
            "the plain mean of the encoder's hidden states",
            _changed(STEP, "context(weights, encoder_h)", "encoder_h.mean(axis=1)"),
        ),
        (
            "plain mean",
            "the plain mean of the encoder's hidden states",
            _changed(
                STEP,
                "context(weights, encoder_h)",
                "np.array([one[real].mean(axis=0) for one, real in zip(encoder_h, mask)])",
            ),
        ),
    ],
}
