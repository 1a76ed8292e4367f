"""The cases of the exercise `language_model`: texts, windows, probabilities, and small models.

Vocabularies are not in the order of the alphabet, so that a place is no place in it. Sizes all
differ, so that a wrong axis cannot pass; only the last two cases of a check are alike.
"""

import numpy as np

from lstm_lib.checks.observe.stand_ins import Case

LETTERS = "abcdefghijklmnopqrstuvwxyz ,.'"
UNKNOWN = "ZXQ"  # in no vocabulary
DRAWS = 300  # texts that a model's continuation is judged by
SIZE, LENGTH = 3, 2  # of a vocabulary, and of a continuation: nine outcomes
ORDERS = np.array([[-1, 0, 1], [0, 1, -1], [1, -1, 0]])  # no row is another one's plus a number
LOUDNESS = np.array([0.6, 0.9, 1.2, 1.5, 1.5, 1.5])
REPEATED = 40  # characters drawn twice from one seed


def texts(rng: np.random.Generator) -> list[Case]:
    """Draw texts and vocabularies; the last two texts hold a character that is not in it."""
    cases = []
    for number, (size, length) in enumerate(((7, 9), (5, 12), (11, 6), (8, 10), (8, 10))):
        characters = "".join(rng.permutation(list(LETTERS))[:size])
        # Not all of the vocabulary is in the text, nor its first character alone in front.
        text = "".join(rng.choice(list(characters[1:]), length - 1)) + characters[0]
        if number >= 3:
            at = int(rng.integers(1, length))
            text = text[:at] + UNKNOWN[rng.integers(len(UNKNOWN))] + text[at:]
        cases.append({"text": text, "characters": characters})
    return cases


def places(rng: np.random.Generator) -> list[Case]:
    """Draw places and vocabularies."""
    cases = []
    for size, length in ((7, 9), (5, 12), (11, 6), (8, 10), (8, 10)):
        encoded = np.concatenate([rng.integers(size, size=length - 2), [size - 1, 0]])
        characters = "".join(rng.permutation(list(LETTERS))[:size])
        cases.append({"encoded": encoded, "characters": characters})
    return cases


def streams(rng: np.random.Generator) -> list[Case]:
    """Draw texts as numbers, all different; batch and steps.

    Beyond whole windows there are many characters, one (which is a target), none, and few.
    """
    sizes = ((2, 3, 4, 5), (3, 2, 5, 1), (4, 5, 3, 0), (2, 4, 3, 3), (2, 4, 3, 3))
    cases = []
    for batch, steps, windows, over in sizes:
        n = batch * steps * windows + over
        encoded = 10 + rng.permutation(3 * n)[:n]
        cases.append({"encoded": encoded, "batch": batch, "steps": steps})
    return cases


def guesses(rng: np.random.Generator) -> list[Case]:
    """Draw probabilities, the characters that came, and how many of each window are real."""
    cases = []
    for windows, steps, size in ((3, 6, 4), (4, 5, 3), (2, 7, 5), (3, 4, 6), (3, 4, 6)):
        probabilities = rng.dirichlet(np.full(size, 2.0), (windows, steps))
        probabilities = (probabilities + 0.02) / (1 + 0.02 * size)
        lengths = np.full(windows, steps)
        lengths[-1] = rng.integers(1, steps // 2 + 1)
        targets = rng.integers(size, size=(windows, steps))
        cases.append({"probabilities": probabilities, "targets": targets, "lengths": lengths})
    return cases


def temperatures(rng: np.random.Generator) -> list[Case]:
    """Draw probabilities and temperatures; the last two temperatures are none."""
    degrees = [*rng.uniform((0.3, 1.4, 0.55, 2.2), (0.5, 1.8, 0.8, 3.0)), 0.0, 0.0]
    degrees[-1] = float(-rng.uniform(0.5, 2))
    cases = []
    for size, temperature in zip((4, 6, 3, 5, 4, 4), degrees, strict=True):
        probabilities = (rng.dirichlet(np.full(size, 1.5)) + 0.03) / (1 + 0.03 * size)
        cases.append({"probabilities": probabilities, "temperature": float(temperature)})
    return cases


def prompts(rng: np.random.Generator) -> list[Case]:
    """Draw small models, prompts and temperatures."""
    cases = []
    for n_prompt, low, high in ((3, 1.7, 2.0), (1, 0.5, 0.6), (1, 0.6, 0.7)):
        # How much each character speaks for each next one, by its distance from the end. What
        # lies far back speaks loudly, so that leaving it out shows.
        orders = [ORDERS[rng.permutation(SIZE)][:, rng.permutation(SIZE)] for _ in LOUDNESS]
        speaks = np.array(orders) * (LOUDNESS * rng.uniform(0.9, 1.1, 6))[:, np.newaxis, np.newaxis]
        prompt = rng.integers(SIZE, size=n_prompt)
        prompt[0] += (prompt.sum() == n_prompt) * (1 if prompt[0] < SIZE - 1 else -1)
        cases.append(
            {
                "speaks": speaks,
                "prompt": prompt,  # its sum is not its length
                "length": LENGTH,
                "temperature": float(rng.uniform(low, high)),
                "seed": int(rng.integers(2**32)),
            }
        )
    return cases


def written(rng: np.random.Generator) -> list[Case]:
    """Draw texts with a run that stands in a source, at other places of both."""
    cases = []
    for n_text, n_source, n_run in ((14, 30, 5), (9, 22, 4), (20, 12, 6), (12, 25, 3), (12, 25, 7)):
        letters = list("abcd")
        text, source = ("".join(rng.choice(letters, n)) for n in (n_text, n_source))
        run = "".join(rng.choice(letters, n_run))
        at, to = int(rng.integers(1, n_text)), int(rng.integers(1, n_source))
        # Beside the run stands what the other text lacks, so that it ends there.
        text = f"{text[:at]}<{run}>{text[at:]}"
        source = f"{source[:to]}({run}){source[to:]}"
        cases.append({"text": text, "source": source})
    # Here the longest run begins the text and ends the source, or the other way round; there is
    # none at all; or a single character at both ends.
    cases[3]["text"] = cases[3]["source"][-8:] + "<" + cases[3]["text"]
    cases[2]["text"] = cases[2]["text"] + "<" + cases[2]["source"][:9]
    source = "".join(rng.choice(letters, 9))
    cases += [{"text": "xyz", "source": source}, {"text": "xye", "source": source + "e"}]
    return cases
