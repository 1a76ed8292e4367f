"""What the checks of the exercise `language_model` tell apart, beyond its tables."""

import numpy as np
import pytest
from check_tools import run_check

from lstm_lib.checks.exercises.language_model.cases import DRAWS, prompts
from lstm_lib.checks.exercises.language_model.judge.laws import (
    EVIDENCE,
    FARTHEST,
    OUTCOMES,
    WORDED,
    distance,
    largest_distance,
    law,
    whole,
)
from lstm_lib.checks.exercises.language_model.judge.temperature import with_temperature


def test_exact_probabilities_are_those_of_counting():
    """Does a model asked 20,000 times give each outcome about as often as its law says?"""
    (case, *_), rng = prompts(np.random.default_rng(3)), np.random.default_rng(4)
    expected = law(case, with_temperature)
    assert expected.sum() == pytest.approx(1)
    shares = rng.multinomial(20_000, expected) / 20_000
    assert distance(shares, expected) < 0.002


def test_the_bound_holds_where_it_can_be_seen():
    """Do shares pass a bound of one in a hundred at most that often?"""
    rng = np.random.default_rng(5)
    expected = rng.dirichlet(np.ones(len(OUTCOMES)))
    bound = largest_distance(DRAWS, len(OUTCOMES), 0.01)
    drawn = rng.multinomial(DRAWS, expected, 5000) / DRAWS
    passed = np.mean([distance(shares, expected) > bound for shares in drawn])
    assert passed <= 0.01


def test_a_right_answer_is_not_taken_for_a_mistake():
    """Are right draws under many seeds accepted, and no mistake likelier by the limit?"""
    rng = np.random.default_rng(6)
    for seed in range(6):
        cases = prompts(np.random.default_rng(seed))
        laws = [law(case, with_temperature) for case in cases]
        shares = [rng.multinomial(DRAWS, expected) / DRAWS for expected in laws]
        assert all(distance(a, b) < FARTHEST / 2 for a, b in zip(shares, laws, strict=True))
        for _, temper, read in WORDED:
            others = [law(case, temper or with_temperature, read) for case in cases]
            evidence = DRAWS * sum(
                distance(share, right) - distance(share, other)
                for share, right, other in zip(shares, laws, others, strict=True)
            )
            assert evidence < EVIDENCE / 2


def test_each_mistake_is_far_from_right_under_every_seed():
    """Would each mistake's draws speak against a right answer, whatever the seed?"""
    for seed in range(6):
        cases = prompts(np.random.default_rng(100 + seed))
        laws = [law(case, with_temperature) for case in cases]
        for (name, _), temper, read in WORDED:
            others = [law(case, temper or with_temperature, read) for case in cases]
            nats = DRAWS * sum(distance(a, b) for a, b in zip(others, laws, strict=True))
            assert nats > 2 * EVIDENCE, name
    assert whole([1], [2]) == [1, 2]


def test_a_wrong_temperature_costs_nothing_in_the_text():
    """Does a mistake in `with_temperature` cost no point of `continue_text`?"""

    def with_temperature(probabilities, temperature):
        return probabilities

    namespace = {"np": np, "with_temperature": with_temperature}
    exec(
        """
def continue_text(model, prompt, length, temperature, rng):
    text = list(prompt)
    for _ in range(length):
        p = with_temperature(model(np.array(text)), temperature)
        text.append(rng.choice(len(p), p=p))
    return text[len(prompt):]
""",
        namespace,
    )
    assert run_check("continue_text", namespace).share == 1
    assert list(run_check("with_temperature", namespace).diagnoses) == [
        "temperature left out",
        "not refused",
    ]


def test_a_refusal_costs_its_own_part():
    """Does an answer without a refusal keep the points of its numbers?"""
    namespace = {"encode": lambda text, characters: [characters.find(c) for c in text]}
    verdict = run_check("encode", namespace)
    assert verdict.share == pytest.approx(0.75)
    assert list(verdict.diagnoses) == ["not refused"]
