"""Keras' attention layers: their scale, and one call of theirs repeated in NumPy."""

from typing import NamedTuple

import numpy as np

from lstm_lib.arguments import finite_numbers
from lstm_lib.attention import additive_scores, attention_weights, context, scaled_dot_scores
from lstm_lib.backend import keras


class AttentionCall(NamedTuple):
    """What a layer was given and what it returned, as arrays; None for what was left out."""

    queries: np.ndarray
    values: np.ndarray
    keys: np.ndarray
    query_mask: np.ndarray | None
    key_mask: np.ndarray | None
    causal: bool
    context: np.ndarray
    weights: np.ndarray


def is_attention(layer):
    """Tell whether a layer is an attention layer with the scores dot or additive."""
    return isinstance(layer, keras.layers.Attention)  # AdditiveAttention is one as well


def scale_of(layer):
    """Return a copy of the scale of a layer's scores: 1 where it has none."""
    if not layer.built:
        raise ValueError(
            f"layer {layer.name} is not built, so it has no scale yet: "
            "call it once, or use it in a model that begins with an Input"
        )
    if layer.score_mode != "dot":
        raise ValueError(
            f"layer {layer.name} has score_mode {layer.score_mode}, expected dot, or the layer "
            "AdditiveAttention"
        )
    if layer.scale is None:
        return np.ones((), layer.variable_dtype)
    return np.array(layer.scale.numpy())


def set_scale(layer, weights):
    """Give a layer's scores their scale, from what `weights_from_keras` returns for it."""
    expected = scale_of(layer)
    if not isinstance(weights, tuple | list):
        kind = type(weights).__name__
        raise TypeError(f"{layer.name} is {kind}, expected a tuple or list: scale")
    if len(weights) != 1:
        raise ValueError(f"{layer.name} has length {len(weights)}, expected 1: scale")
    scale = finite_numbers(f"scale of {layer.name}", weights[0])
    if scale.shape != expected.shape:
        raise ValueError(
            f"scale of {layer.name} has shape {scale.shape}, expected {expected.shape}"
        )
    if layer.scale is not None:
        layer.scale.assign(scale.astype(expected.dtype))
    elif scale != 1:
        raise ValueError(
            f"scale of {layer.name} is not 1, but the layer has no scale (use_scale=False)"
        )


def recorder(layer, calls):
    """Return a layer's own ``call``, made to record its arguments and outputs as well."""
    call = layer.call

    def recorded(
        inputs, mask=None, training=False, return_attention_scores=False, use_causal_mask=False
    ):
        result = call(
            inputs,
            mask=mask,
            training=training,
            return_attention_scores=True,  # Keras' name for the weights
            use_causal_mask=use_causal_mask,
        )
        queries, values, *keys = (_array(tensor) for tensor in inputs)
        masks = [None if each is None else _array(each).astype(bool) for each in mask or [None] * 2]
        calls.append(
            AttentionCall(
                queries,
                values,
                *(keys or [values]),
                *masks[:2],
                use_causal_mask,
                *(_array(tensor) for tensor in result),
            )
        )
        return result if return_attention_scores else result[0]

    return recorded


def repeated(layer, call):
    """Return scores, weights and context of one call, computed in NumPy."""
    scores_of = scaled_dot_scores
    if isinstance(layer, keras.layers.AdditiveAttention):
        scores_of = additive_scores
    scores = scores_of(call.queries, call.keys, scale_of(layer))
    try:
        weights = attention_weights(scores, _mask(call, scores.shape))
    except ValueError as error:
        raise ValueError(f"layer {layer.name}: {error}") from None
    contexts = context(weights, call.values)
    if call.query_mask is not None:
        contexts = np.where(call.query_mask[..., np.newaxis], contexts, 0)
    return scores, weights, contexts


def _mask(call, shape):
    """Return the mask of the keys, which no query may see before its own step if causal."""
    if not call.causal:
        return call.key_mask
    causal = np.tri(*shape[1:], dtype=bool)  # (query steps, key steps)
    seen = causal if call.key_mask is None else causal & call.key_mask[:, np.newaxis]
    return np.broadcast_to(seen, shape)


def _array(tensor):
    """Return a copy of a tensor as an array."""
    return np.array(keras.ops.convert_to_numpy(tensor))
