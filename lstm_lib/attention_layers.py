"""Keras' attention layers, with dot or additive scores: their scale, and what a trace shows.

`lstm_lib.parity` reads and sets the scale; `lstm_lib.trace` repeats a call of theirs.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.attention import additive_scores, attention_weights, context, scaled_dot_scores
from lstm_lib.backend import keras
from lstm_lib.layer_kind import Kind, Part, array_of, mask_of


class ScoreWeights(NamedTuple):
    """The scale of an attention layer's scores: of shape () or, if additive, (dim,)."""

    scale: np.ndarray


class AttentionTrace(NamedTuple):
    """What an attention layer did.

    scores and weights are of shape (batch, query steps, key steps), the scores before masking;
    context is of shape (batch, query steps, dim), zero at masked queries.
    """

    scores: np.ndarray
    weights: np.ndarray
    context: np.ndarray


class _Seen(NamedTuple):
    """What a layer was given and what it returned, as arrays; None for what was left out."""

    queries: np.ndarray
    values: np.ndarray
    keys: np.ndarray
    query_mask: np.ndarray | None
    key_mask: np.ndarray | None
    causal: bool
    context: np.ndarray
    weights: np.ndarray


def _parts(layer):
    """Return the scale of a layer's scores."""
    axes = () if layer.scale is None else ("dim",) * len(layer.scale.shape)
    return [Part(layer.scale, axes, np.ones(()), "use_scale=False")]


def _observe(
    layer,
    call,
    inputs,
    mask=None,
    training=False,
    return_attention_scores=False,
    use_causal_mask=False,
):
    """Make a call, and return its result and what came in and went out."""
    result = call(
        inputs,
        mask=mask,
        training=training,
        return_attention_scores=True,  # Keras' name for the weights
        use_causal_mask=use_causal_mask,
    )
    queries, values, *keys = (array_of(tensor) for tensor in inputs)
    masks = [mask_of(each) for each in mask or [None, None]]
    seen = _Seen(
        queries,
        values,
        *(keys or [values]),
        *masks[:2],
        use_causal_mask,
        *(array_of(tensor) for tensor in result),
    )
    return (result if return_attention_scores else result[0]), seen


def _repeat(layer, weights, seen):
    """Return scores, weights and context, the last two beside those of Keras."""
    is_additive = isinstance(layer, keras.layers.AdditiveAttention)
    scores_of = additive_scores if is_additive else scaled_dot_scores
    scores = scores_of(seen.queries, seen.keys, weights.scale)
    shares = attention_weights(scores, _mask(seen, scores.shape))
    contexts = context(shares, seen.values)
    if seen.query_mask is not None:
        contexts = np.where(seen.query_mask[..., np.newaxis], contexts, 0)
    pairs = [(shares, seen.weights), (contexts, seen.context)]
    return AttentionTrace(scores, shares, contexts), pairs


def _mask(seen, shape):
    """Return the mask of the keys, which no query may see before its own step if causal."""
    if not seen.causal:
        return seen.key_mask
    causal = np.tri(*shape[1:], dtype=bool)  # (query steps, key steps)
    counts = causal if seen.key_mask is None else causal & seen.key_mask[:, np.newaxis]
    return np.broadcast_to(counts, shape)


ATTENTION = Kind(
    layers=(keras.layers.Attention, keras.layers.AdditiveAttention),
    settings={"score_mode": ("dot",)},
    form=ScoreWeights,
    parts=_parts,
    observe=_observe,
    repeat=_repeat,
    outputs="weights or contexts",
)
