"""Mistakes in the exercise `language_model`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

ENCODE = """for c in text:
    if c not in characters:
        raise ValueError(c)
"""
CUT = """n = (len(encoded) - 1) // batch // steps
used = n * batch * steps
x = np.stack(np.split(encoded[:used].reshape(batch, n * steps), n, axis=1))
"""
SHIFTED = "y = np.stack(np.split(encoded[1:used + 1].reshape(batch, n * steps), n, axis=1))\n"
WINDOWS = CUT + SHIFTED + "return x, y\n"
FLAT = """n = (len(encoded) - 1) // (batch * steps)
m = n * batch * steps
"""
BITS = """found = []
for p, t, n in zip(probabilities, targets, lengths):
    for step in range(n):
        found.append(-np.log2(p[step, t[step]]))
bits = sum(found) / len(found)
return bits, 2**bits
"""
GIVEN = "-np.log2(p[step, t[step]])"
WARM = "if temperature <= 0:\n    raise ValueError('temperature')\n"
DRAWN = """text = [int(place) for place in prompt]
for _ in range(length):
    p = model(np.array(text))
    p = p ** (1 / temperature)
    p = p / p.sum()
    text.append(int(rng.choice(len(p), p=p)))
return text[len(prompt):]
"""
READ = "model(np.array(text))"
COPY = """best = 0
for i in range(len(text)):
    for j in range(i + 1, len(text) + 1):
        if text[i:j] in source and j - i > best:
            best = j - i
return best
"""


def _changed(text, *pairs):
    """Return an answer with some changes, each of an old piece into a new one."""
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


def _table(line):
    """Return an answer that looks characters up in a table."""
    return f"{ENCODE}{line}\nreturn np.array([table[c] for c in text])"


MISTAKES = {
    "encode": [
        (
            "own vocabulary",
            "in a vocabulary that was made from this text",
            _table("table = {c: i for i, c in enumerate(sorted(set(text)))}"),
        ),
        (
            "own vocabulary",
            "in a vocabulary that was made from this text",
            _table("table = {}\nfor c in text:\n    table.setdefault(c, len(table))"),
        ),
        (
            "vocabulary sorted",
            "in alphabetical order. Take it",
            _table("table = {c: i for i, c in enumerate(sorted(set(characters)))}"),
        ),
        (
            "counted from 1",
            "is 1 too large",
            _table("table = {c: i for i, c in enumerate(characters, start=1)}"),
        ),
        ("code points", "`ord`", ENCODE + "return np.array([ord(c) for c in text])"),
        (
            "code points",
            "holds places in the alphabet",
            ENCODE + "return np.array([ord(c) - 97 for c in text])",
        ),
        (
            "in reverse order",
            "is in reverse order",
            ENCODE + "return np.array([characters.index(c) for c in text])[::-1]",
        ),
        (
            "one-hot rows",
            "a row of zeros and a one",
            ENCODE
            + "out = np.zeros((len(text), len(characters)))\n"
            + "for i, c in enumerate(text):\n    out[i, characters.index(c)] = 1\nreturn out",
        ),
        (
            "each character once",
            "only once",
            "seen = []\nfor c in text:\n    if characters.index(c) not in seen:\n"
            "        seen.append(characters.index(c))\nreturn np.array(seen)",
        ),
        (
            "roles exchanged",
            "the two are exchanged",
            ENCODE + "return np.array([text.find(c) for c in characters])",
        ),
        ("not refused", "gives a result", "return np.array([characters.find(c) for c in text])"),
        (
            "not refused",
            "gives a result",
            "return np.array([characters.index(c) for c in text if c in characters])",
        ),
        (
            "not refused",
            "gives None",
            "if not set(text) <= set(characters):\n    print('unknown')\n    return None\n"
            "return np.array([characters.index(c) for c in text])",
        ),
        (
            "another error",
            "raises KeyError",
            "table = {c: i for i, c in enumerate(characters)}\n"
            "return np.array([table[c] for c in text])",
        ),
    ],
    "decode": [
        (
            "counted from 1",
            "one place before the right one",
            "return ''.join(characters[i - 1] for i in encoded)",
        ),
        (
            "vocabulary sorted",
            "in alphabetical order",
            "table = dict(enumerate(sorted(characters)))\n"
            "return ''.join(table[int(i)] for i in encoded)",
        ),
        ("code points", "by `chr`", "return ''.join(chr(i) for i in encoded)"),
        (
            "code points",
            "of the letters at these places of the alphabet",
            "return ''.join(chr(ord('a') + i) for i in encoded)",
        ),
        (
            "in reverse order",
            "is in reverse order",
            "text = ''\nfor i in encoded:\n    text = characters[i] + text\nreturn text",
        ),
        *(
            (
                "something between the characters",
                "that was not in the text",
                f"return {between!r}.join([characters[i] for i in encoded])",
            )
            for between in (" ", ",", ", ", "\n")
        ),
        (
            "each character once",
            "only once",
            "text = ''\nfor i in encoded:\n    if characters[i] not in text:\n"
            "        text += characters[i]\nreturn text",
        ),
        (
            "last character missing",
            "lacks its last",
            "return ''.join(characters[encoded[k]] for k in range(len(encoded) - 1))",
        ),
    ],
    "stream_windows": [
        ("targets not shifted", "the network would learn to repeat", CUT + "return x, x.copy()"),
        (
            "targets shifted by two",
            "stand two characters behind",
            CUT
            + "more = list(encoded) + [encoded[0]]\n"
            + "y = np.array(more[2:used + 2]).reshape(batch, n, steps).swapaxes(0, 1)\nreturn x, y",
        ),
        (
            "targets before the inputs",
            "the characters before the inputs",
            CUT
            + "y = np.roll(encoded[:used], 1).reshape(batch, n, steps).swapaxes(0, 1)\n"
            + "return x, y",
        ),
        (
            "wrong at the borders",
            "the window's own first character",
            CUT + "y = np.concatenate([x[:, :, 1:], x[:, :, :1]], axis=2)\nreturn x, y",
        ),
        (
            "wrong at the end of the text",
            "the text's first character",
            CUT
            + "y = np.roll(encoded[:used], -1).reshape(batch, n, steps).swapaxes(0, 1)\n"
            + "return x, y",
        ),
        ("next window as target", "not one window", CUT + "return x[:-1], x[1:]"),
        (
            "windows do not continue",
            "do not continue",
            FLAT
            + "return encoded[:m].reshape(n, batch, steps), "
            + "encoded[1:m + 1].reshape(n, batch, steps)",
        ),
        (
            "streams cut before the shift",
            "gives up its last one",
            """m = len(encoded) // batch
rows = encoded[:m * batch].reshape(batch, m)
x, y = rows[:, :-1], rows[:, 1:]
k = x.shape[1] // steps
x = x[:, :k * steps].reshape(batch, k, steps)
y = y[:, :k * steps].reshape(batch, k, steps)
return x.transpose(1, 0, 2), y.transpose(1, 0, 2)
""",
        ),
        (
            "axes exchanged",
            "have the shape (batch, windows, steps)",
            FLAT
            + "return encoded[:m].reshape(batch, n, steps), "
            + "encoded[1:m + 1].reshape(batch, n, steps)",
        ),
        (
            "axes exchanged",
            "have the shape (windows, steps, batch)",
            CUT + SHIFTED + "return x.transpose(0, 2, 1), y.transpose(0, 2, 1)",
        ),
        (
            "batch and steps exchanged",
            "windows of `batch` steps",
            "batch, steps = steps, batch\n" + WINDOWS,
        ),
        (
            "windows and batch in one axis",
            "in one axis",
            CUT + SHIFTED + "return np.vstack(x), np.vstack(y)",
        ),
        (
            "inputs and targets exchanged",
            "in the other's place",
            CUT + SHIFTED + "return y, x",
        ),
        ("first window missing", "lack the first window", CUT + SHIFTED + "return x[1:], y[1:]"),
        ("last window missing", "lack the last window", CUT + SHIFTED + "return x[:-1], y[:-1]"),
        ("last step missing", "lack the last step", CUT + "return x[:, :, :-1], x[:, :, 1:]"),
        (
            "last target only",
            "one target for each window",
            CUT + SHIFTED + "return x, y[:, :, -1]",
        ),
    ],
    "bits_per_character": [
        (
            "natural logarithm",
            "in nats",
            _changed(BITS, "np.log2", "np.log", "2**bits", "np.exp(bits)"),
        ),
        ("natural logarithm", "in nats", _changed(BITS, "np.log2", "np.log")),
        ("logarithm to base 10", "log10", _changed(BITS, "np.log2", "np.log10")),
        ("minus left out", "lacks its minus", _changed(BITS, "-np.log2", "np.log2")),
        ("padding counted", "counts the padding", _changed(BITS, "range(n)", "range(len(t))")),
        (
            "mean of window means",
            "over windows: a character",
            """means = []
for p, t, n in zip(probabilities, targets, lengths):
    means.append(np.mean(-np.log2(p[np.arange(n), t[:n]])))
bits = np.mean(means)
return bits, 2**bits
""",
        ),
        (
            "divided by all steps",
            "by the number of all steps",
            _changed(BITS, "/ len(found)", "/ targets.size"),
        ),
        ("sum for mean", "is a sum over characters", _changed(BITS, " / len(found)", "")),
        ("per window", "bits per window", _changed(BITS, "/ len(found)", "/ len(lengths)")),
        (
            "logarithm of the mean",
            "the logarithm of the mean probability",
            _changed(
                BITS, GIVEN, GIVEN[9:-1], "sum(found) / len(found)", "-np.log2(np.mean(found))"
            ),
        ),
        ("no logarithm", "the logarithm is missing", _changed(BITS, GIVEN, GIVEN[9:-1])),
        (
            "most probable for target",
            "from the largest probability",
            _changed(BITS, "p[step, t[step]]", "p[step].max()"),
        ),
        (
            "entropy for cross-entropy",
            "the mean entropy of the probabilities themselves",
            _changed(BITS, GIVEN, "-np.sum(p[step] * np.log2(p[step]))"),
        ),
        (
            "divided by the size too",
            "by the size of the vocabulary as well",
            """one_hot = np.eye(probabilities.shape[2])[targets]
losses = np.mean(-one_hot * np.log2(probabilities), axis=2)
real = np.arange(targets.shape[1])[None] < lengths[:, None]
bits = losses[real].mean()
return bits, 2**bits
""",
        ),
        (
            "first window alone",
            "from the first window alone",
            "p, t, n = probabilities[0], targets[0], lengths[0]\n"
            "bits = -np.log2(p[np.arange(n), t[:n]]).mean()\nreturn bits, 2**bits",
        ),
        (
            "last window left out",
            "without the last window",
            "probabilities, targets, lengths = probabilities[:-1], targets[:-1], lengths[:-1]\n"
            + BITS,
        ),
        (
            "targets of the next step",
            "shifted once more",
            "targets = np.roll(targets, -1, axis=1)\n" + BITS,
        ),
        (
            "one step too few",
            "leaves out the last real character",
            _changed(BITS, "range(n)", "range(n - 1)"),
        ),
        ("perplexity to base e", "is e to the power", _changed(BITS, "2**bits", "np.exp(bits)")),
        ("perplexity upside down", "*minus* the bits", _changed(BITS, "2**bits", "2 ** (-bits)")),
        ("bits squared", "the square of the bits", _changed(BITS, "2**bits", "bits**2")),
        ("perplexity is bits", "is the bits once more", _changed(BITS, "2**bits", "bits")),
        ("perplexity twice the bits", "twice the bits", _changed(BITS, "2**bits", "2 * bits")),
        (
            "mean of 1 / p",
            "is the mean of 1 / p",
            _changed(BITS, "2**bits", "np.mean([2**one for one in found])"),
        ),
        (
            "returned in the other order",
            "return bits first",
            _changed(BITS, "return bits, 2**bits", "return 2**bits, bits"),
        ),
    ],
    "with_temperature": [
        (
            "temperature multiplied",
            "a low temperature flattens",
            WARM + "p = np.exp(np.log(probabilities) * temperature)\nreturn p / p.sum()",
        ),
        (
            "no logarithm",
            "softmax of the probabilities themselves",
            WARM + "e = np.exp(probabilities / temperature)\nreturn e / np.sum(e)",
        ),
        (
            "no logarithm, and multiplied",
            "without a logarithm, and multiplied",
            WARM + "e = np.exp(probabilities * temperature)\nreturn e / np.sum(e)",
        ),
        ("temperature left out", "nothing has changed", WARM + "return probabilities.copy()"),
        (
            "temperature left out",
            "nothing has changed",
            WARM + "p = probabilities / temperature\nreturn p / p.sum()",
        ),
        (
            "do not add up to 1",
            "divide by the sum at the end",
            WARM + "return np.exp(np.log(probabilities) / temperature)",
        ),
        (
            "scores returned",
            "are still logarithms",
            WARM + "return np.log(probabilities) / temperature",
        ),
        (
            "divided by the temperature alone",
            "The logarithms have to be",
            WARM + "return probabilities / temperature",
        ),
        (
            "divided by the largest",
            "by the largest and not by the sum",
            WARM + "p = probabilities ** (1 / temperature)\nreturn p / p.max()",
        ),
        (
            "base 2 and base e mixed",
            "come from log2 and exp",
            WARM + "e = np.exp(np.log2(probabilities) / temperature)\nreturn e / e.sum()",
        ),
        (
            "base 10 and base e mixed",
            "come from log10 and exp",
            WARM + "e = np.exp(np.log10(probabilities) / temperature)\nreturn e / e.sum()",
        ),
        (
            "logarithm of 1 + p",
            "come from log(1 + p)",
            WARM + "e = np.exp(np.log1p(probabilities) / temperature)\nreturn e / e.sum()",
        ),
        (
            "most probable alone",
            "a 1 for the most probable",
            WARM + "p = np.zeros(len(probabilities))\np[np.argmax(probabilities)] = 1\nreturn p",
        ),
        (
            "1 over the logarithm",
            "divided by the logarithms",
            WARM + "e = np.exp(temperature / np.log(probabilities))\nreturn e / e.sum()",
        ),
        (
            "sign exchanged",
            "make rare what is probable",
            WARM + "e = np.exp(-np.log(probabilities) / temperature)\nreturn e / e.sum()",
        ),
        (
            "softmax twice",
            "gone through softmax twice",
            WARM
            + "softmax = lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum()\n"
            + "return softmax(softmax(np.log(probabilities) / temperature))",
        ),
        (
            "temperature squared",
            "divided by the temperature twice",
            WARM + "p = probabilities ** (1 / temperature**2)\nreturn p / p.sum()",
        ),
        (
            "logarithm of the result",
            "the exponential at the end is missing",
            WARM
            + "z = np.log(probabilities) / temperature\n"
            + "return z - np.log(np.sum(np.exp(z)))",
        ),
        (
            "temperature added",
            "added to the probabilities",
            WARM + "p = probabilities + temperature\nreturn p / p.sum()",
        ),
        (
            "not refused",
            "gives a result",
            "if temperature == 0:\n    raise ValueError('0')\n"
            "p = probabilities ** (1 / temperature)\nreturn p / p.sum()",
        ),
        (
            "not refused",
            "gives a result",
            "if temperature <= 0:\n    p = np.zeros(len(probabilities))\n"
            "    p[probabilities.argmax()] = 1\n    return p\n"
            "p = probabilities ** (1 / temperature)\nreturn p / p.sum()",
        ),
        (
            "another error",
            "raises AssertionError",
            "assert temperature > 0\np = probabilities ** (1 / temperature)\nreturn p / p.sum()",
        ),
    ],
    "continue_text": [
        (
            "temperature multiplied",
            "a low temperature flattens",
            _changed(DRAWN, "(1 / temperature)", "temperature"),
        ),
        (
            "no logarithm",
            "softmax of the probabilities themselves",
            _changed(DRAWN, "p ** (1 / temperature)", "np.exp(p / temperature)"),
        ),
        (
            "no logarithm, and multiplied",
            "without a logarithm, and multiplied",
            _changed(DRAWN, "p ** (1 / temperature)", "np.exp(p * temperature)"),
        ),
        (
            "temperature left out",
            "nothing has changed",
            _changed(DRAWN, "    p = p ** (1 / temperature)\n", ""),
        ),
        (
            "most probable always",
            "`argmax` draws nothing",
            _changed(DRAWN, "rng.choice(len(p), p=p)", "np.argmax(p)"),
        ),
        ("all alike", "all characters alike", _changed(DRAWN, ", p=p)", ")")),
        (
            "temperature applied twice",
            "applied twice",
            _changed(DRAWN, "(1 / temperature)", "(1 / temperature / temperature)"),
        ),
        (
            "least probable preferred",
            "the logarithms have the wrong sign",
            _changed(DRAWN, "(1 / temperature)", "(-1 / temperature)"),
        ),
        (
            "last character alone",
            "the last character alone",
            _changed(DRAWN, READ, "model(np.array(text[-1:]))"),
        ),
        (
            "prompt forgotten",
            "from the second draw on",
            """text, out = np.array(prompt), []
for _ in range(length):
    p = with_temperature(model(text), temperature)
    out.append(int(rng.choice(len(p), p=p)))
    text = np.array(out)
return np.array(out)
""",
        ),
        (
            "prompt forgotten",
            "and never the prompt",
            _changed(DRAWN, READ, "model(np.array(text[len(prompt):], int))"),
        ),
        (
            "text does not grow",
            "the prompt alone, at every draw",
            _changed(DRAWN, READ, "model(prompt)"),
        ),
        (
            "window of one length",
            "without its beginning",
            _changed(DRAWN, READ, "model(np.array(text[-len(prompt):]))"),
        ),
        (
            "in another order",
            "belongs behind all",
            """text, out = list(prompt), []
for _ in range(length):
    p = with_temperature(model(np.array(text)), temperature)
    out.append(int(rng.choice(len(p), p=p)))
    text.insert(0, out[-1])
return out
""",
        ),
        (
            "in another order",
            "belongs behind all",
            _changed(DRAWN, READ, "model(np.array(text)[::-1])"),
        ),
        (
            "first character left out",
            "without its first character",
            _changed(DRAWN, READ, "model(np.array(text[1:]))"),
        ),
        (
            "last character left out",
            "without its last character",
            _changed(DRAWN, READ, "model(np.array(text[:-1]))"),
        ),
        (
            "prompt returned too",
            "holds the prompt as well",
            _changed(DRAWN, "return text[len(prompt):]", "return text"),
        ),
        (
            "another length",
            "one place for each draw",
            _changed(DRAWN, "range(length)", "range(length - 1)"),
        ),
        (
            "another length",
            "one place for each draw",
            _changed(DRAWN, "return text[len(prompt):]", "return text[-1]"),
        ),
        (
            "no places",
            "draw a place, not a probability",
            _changed(DRAWN, "return text[len(prompt):]", "return [float(p[k]) for k in text[-2:]]"),
        ),
        (
            "always the same",
            "although the generator goes on",
            "rng = np.random.default_rng(0)\n" + DRAWN,
        ),
        (
            "another generator",
            "`np.random` has a generator of its own",
            _changed(DRAWN, "rng.choice", "np.random.choice"),
        ),
        (
            "drawn in reverse order",
            "the last one first",
            _changed(DRAWN, "return text[len(prompt):]", "return text[len(prompt):][::-1]"),
        ),
    ],
    "longest_copy": [
        (
            "with gaps",
            "longest common subsequence",
            """table = np.zeros((len(text) + 1, len(source) + 1), int)
for i, a in enumerate(text, 1):
    for j, b in enumerate(source, 1):
        if a == b:
            table[i, j] = table[i - 1, j - 1] + 1
        else:
            table[i, j] = max(table[i - 1, j], table[i, j - 1])
return table[-1, -1]
""",
        ),
        (
            "from the text's beginning alone",
            "that begins the text",
            "n = 0\nwhile n < len(text) and text[:n + 1] in source:\n    n += 1\nreturn n",
        ),
        (
            "at the text's end alone",
            "that ends the text",
            "n = 0\nwhile n < len(text) and text[len(text) - n - 1:] in source:\n    n += 1\n"
            "return n",
        ),
        (
            "same places alone",
            "at the same place of text and source",
            """best = run = 0
for a, b in zip(text, source):
    run = run + 1 if a == b else 0
    best = max(best, run)
return best
""",
        ),
        ("one too many", "is one too large", _changed(COPY, "return best", "return best + 1")),
        (
            "one too few",
            "is one too small, and −1",
            _changed(COPY, "return best", "return best - 1"),
        ),
        (
            "one too few",
            "is one too small",
            _changed(COPY, "return best", "return max(best - 1, 0)"),
        ),
        (
            "last character never looked at",
            "looks at the text's last character",
            _changed(COPY, "len(text) + 1)", "len(text))"),
        ),
        (
            "the source's last character never looked at",
            "looks at the source's last character",
            _changed(COPY, "in source", "in source[:-1]"),
        ),
        (
            "characters in common",
            "counts the characters that occur",
            "count = 0\nfor c in text:\n    if c in source:\n        count += 1\nreturn count",
        ),
        (
            "characters in common",
            "counts the different characters",
            "return len(set(text).intersection(source))",
        ),
        (
            "runs counted",
            "counts all runs",
            _changed(COPY, " and j - i > best", "", "best = j - i", "best += 1"),
        ),
        (
            "share for length",
            "is a share of the text",
            _changed(COPY, "return best", "return best / len(text)"),
        ),
        (
            "shortest",
            "of the shortest run",
            """best = None
for i in range(len(text)):
    for j in range(i + 1, len(text) + 1):
        if text[i:j] in source and (best is None or j - i < best):
            best = j - i
return best or 0
""",
        ),
    ],
}
