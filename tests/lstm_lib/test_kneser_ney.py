"""Kneser-Ney: a case computed by hand, another implementation, and what is refused."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from lstm_lib.kneser_ney import kneser_ney, next_probabilities, probabilities_along


def test_a_case_by_hand():
    """Are all four probabilities of "aaba" those that a pencil gives?

    Each of aa, ab, ba came once, so that 0.6 is taken off each. Before an a stand two different
    characters, before a b one: 1 and 1/3 are taken off, and 5/9 and 4/9 are left for a and b.
    """
    model = kneser_ney([0, 0, 1, 0], size=2, order=2)
    assert next_probabilities(model, []) == pytest.approx([5 / 9, 4 / 9])
    assert next_probabilities(model, [0]) == pytest.approx([8 / 15, 7 / 15])
    assert next_probabilities(model, [0, 1]) == pytest.approx([11 / 15, 4 / 15])


def by_dictionaries(text, size, order):
    """Return a function of (context, character), written with dictionaries and recursion."""
    counts = {order: Counter(tuple(text[k : k + order]) for k in range(len(text) - order + 1))}
    for length in range(order - 1, 0, -1):
        before = defaultdict(set)
        for run in counts[length + 1]:
            before[run[1:]].add(run[0])
        counts[length] = {run: len(found) for run, found in before.items()}
    discounts = {}
    for length, found in counts.items():
        n = [max(1, sum(count == k for count in found.values())) for k in range(5)]
        ratio = n[1] / (n[1] + 2 * n[2])
        discounts[length] = [0.0] + [
            min(max(k - (k + 1) * ratio * n[k + 1] / n[k], 0), k) for k in (1, 2, 3)
        ]

    def probability(context, character, length):
        if length == 0:
            return 1 / size
        context = context[len(context) - length + 1 :] if length > 1 else ()
        shorter = probability(context[1:], character, length - 1)
        seen = {run[-1]: n for run, n in counts[length].items() if run[:-1] == tuple(context)}
        if not seen:
            return shorter
        off = {c: discounts[length][min(n, 3)] for c, n in seen.items()}
        kept = seen[character] - off[character] if character in seen else 0
        return (kept + sum(off.values()) * shorter) / sum(seen.values())

    return probability


@pytest.mark.parametrize("order", [1, 3, 4])
def test_another_implementation_agrees(order, rng):
    """Do dictionaries and recursion give the same?"""
    size = 4
    text = rng.integers(size, size=150) * rng.integers(2, size=150)
    model, other = kneser_ney(text, size, order), by_dictionaries(text.tolist(), size, order)
    for _ in range(20):
        context = rng.integers(size, size=order + 1)
        expected = [other(tuple(context.tolist()), c, order) for c in range(size)]
        assert next_probabilities(model, context) == pytest.approx(expected)


def test_along_a_text_is_what_comes_next_each_time(rng):
    """Do both functions agree at every place, the first ones too?"""
    model = kneser_ney(rng.integers(5, size=300), size=5, order=4)
    text = rng.integers(5, size=40)
    each = [next_probabilities(model, text[:k])[text[k]] for k in range(len(text))]
    assert probabilities_along(model, text) == pytest.approx(each)
    assert next_probabilities(model, text).sum() == pytest.approx(1)


def test_a_character_that_was_never_seen_has_a_probability():
    """Is nothing impossible?"""
    model = kneser_ney([0, 1, 0, 1, 0], size=4, order=3)
    assert next_probabilities(model, [0, 1]).min() > 0
    assert probabilities_along(model, [3, 3, 3, 3]).min() > 0


def test_a_text_shorter_than_a_run_is_read():
    """Does a text of a single character, or of none, get its probabilities?"""
    model = kneser_ney([0, 1, 0, 1, 0], size=2, order=4)
    assert len(probabilities_along(model, [1])) == 1
    assert len(probabilities_along(model, np.array([], int))) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([0, 1], 2, 3), "encoded has 2 characters, expected 3 or more"),
        (([0, 2, 1], 2, 2), "encoded holds 2, expected 0 to 1"),
        (([0, 1, 1], 2, 0), "order is 0, expected 1 or more"),
        (([0, 1, 1], 200, 9), "order is 9, expected less"),
        (([[0, 1, 1]], 2, 1), "expected (characters,)"),
    ],
)
def test_what_cannot_be_counted_is_refused(arguments, words):
    """Does the error say what came and what was expected?"""
    with pytest.raises(ValueError, match=words.replace("(", r"\(").replace(")", r"\)")):
        kneser_ney(*arguments)


def test_other_kinds_are_refused():
    """Does a text that is no numbers get an error in words?"""
    with pytest.raises(TypeError, match="expected whole numbers"):
        kneser_ney([0.5, 1.0], 2, 1)
    with pytest.raises(TypeError, match="expected real numbers"):
        kneser_ney("text", 2, 1)
