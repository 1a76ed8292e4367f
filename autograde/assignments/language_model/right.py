"""Right answers to the exercise `language_model`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

ENCODED = [
    ("index refuses by itself", "return np.array([characters.index(c) for c in text])"),
    ("a list", "return [characters.index(c) for c in text]"),
    (
        "a table, its error changed",
        """table = dict(zip(characters, range(len(characters))))
try:
    return np.array([table[c] for c in text], dtype=np.int32)
except KeyError as error:
    raise ValueError(f'unknown: {error}') from None
""",
    ),
    (
        "find, and looked at afterwards",
        "places = np.array([characters.find(c) for c in text])\n"
        "if (places < 0).any():\n    raise ValueError('a character is unknown')\nreturn places",
    ),
    (
        "an error of one's own",
        """class UnknownCharacter(ValueError):
    pass

def encode(text, characters):
    for c in text:
        if c not in characters:
            raise UnknownCharacter(c)
    return np.fromiter(map(characters.index, text), int)
""",
    ),
    (
        "by comparing arrays",
        "a, b = np.array(list(text)), np.array(list(characters))\nsame = a[:, None] == b\n"
        "if not same.any(axis=1).all():\n    raise ValueError(text)\nreturn same.argmax(axis=1)",
    ),
    ("as float, for a network", "return np.array([characters.index(c) for c in text]) * 1.0"),
]

DECODED = [
    ("a list in between", "return ''.join([characters[int(k)] for k in encoded])"),
    ("added up", "text = ''\nfor k in encoded:\n    text += characters[k]\nreturn text"),
    ("an array of characters", "return ''.join(np.array(list(characters))[encoded])"),
    ("map", "return ''.join(map(characters.__getitem__, encoded))"),
    (
        "a table",
        "table = {k: c for k, c in enumerate(characters)}\n"
        "return ''.join(table[k] for k in encoded.tolist())",
    ),
]

STREAMS = [
    (
        "transposed",
        """n = (len(encoded) - 1) // batch // steps * steps
x = encoded[:batch * n].reshape(batch, -1, steps).transpose(1, 0, 2)
y = encoded[1:batch * n + 1].reshape(batch, -1, steps).transpose(1, 0, 2)
return x, y
""",
    ),
    (
        "window by window",
        """per_stream = (len(encoded) - 1) // (batch * steps) * steps
inputs, targets = [], []
for start in range(0, per_stream, steps):
    rows = [start + b * per_stream for b in range(batch)]
    inputs.append([encoded[r:r + steps] for r in rows])
    targets.append([encoded[r + 1:r + 1 + steps] for r in rows])
return np.array(inputs), np.array(targets)
""",
    ),
    (
        "by places, as lists",
        """w = (len(encoded) - 1) // (batch * steps)
at = np.arange(w * batch * steps).reshape(batch, w, steps)
at = np.moveaxis(at, 1, 0)
return [encoded[at].tolist(), encoded[at + 1].tolist()]
""",
    ),
    (
        "split, and stacked",
        """w = (len(encoded) - 1) // (batch * steps)
n = w * batch * steps
cut = lambda part: np.stack(np.split(part.reshape(batch, -1), w, axis=1))
return cut(encoded[:n]), cut(encoded[1:n + 1])
""",
    ),
    (
        "shifted first",
        """x, y = encoded[:-1], encoded[1:]
w = len(x) // (batch * steps)
x, y = x[:w * batch * steps], y[:w * batch * steps]
return tuple(np.swapaxes(a.reshape(batch, w, steps), 0, 1) for a in (x, y))
""",
    ),
    (
        "einsum",
        """w = (len(encoded) - 1) // (batch * steps)
n = w * batch * steps
x, y = (np.einsum('bws->wbs', encoded[k:k + n].reshape(batch, w, steps)) for k in (0, 1))
return x, y
""",
    ),
]

BITS = [
    (
        "character by character",
        """total, count = 0.0, 0
for window in range(len(targets)):
    for step in range(lengths[window]):
        total -= np.log2(probabilities[window, step, targets[window, step]])
        count += 1
return total / count, 2 ** (total / count)
""",
    ),
    (
        "one-hot rows",
        """one_hot = np.eye(probabilities.shape[-1])[targets]
given = (probabilities * one_hot).sum(axis=-1)
mask = np.arange(targets.shape[1])[None, :] < lengths[:, None]
nats = -(np.log(given) * mask).sum() / mask.sum()
return nats / np.log(2), np.exp(nats)
""",
    ),
    (
        "windows weighted by their lengths",
        """means = [np.mean(-np.log2(p[range(n), t[:n]]))
         for p, t, n in zip(probabilities, targets, lengths)]
bits = np.average(means, weights=lengths)
return bits, 2.0**bits
""",
    ),
    (
        "concatenated",
        """import math
given = np.concatenate([p[np.arange(n), t[:n]]
                        for p, t, n in zip(probabilities, targets, lengths)])
bits = -sum(math.log(g, 2) for g in given) / len(given)
return [bits, math.pow(2, bits)]
""",
    ),
    (
        "perplexity first: a geometric mean",
        """w, s = np.indices(targets.shape)
given = probabilities[w, s, targets][s < lengths[:, None]]
perplexity = np.prod(given ** (-1 / given.size))
return np.log2(perplexity), perplexity
""",
    ),
    (
        "in float32",
        """p = np.float32(probabilities)
w, s = np.indices(targets.shape)
bits = -np.log2(p[w, s, targets])[s < lengths[:, None]].mean()
return bits, np.exp2(bits)
""",
    ),
]

TEMPERATURES = [
    (
        "a power",
        "if temperature <= 0:\n    raise ValueError(temperature)\n"
        "p = probabilities ** (1 / temperature)\nreturn p / np.sum(p)",
    ),
    (
        "the largest taken off first",
        """if not temperature > 0:
    raise ValueError('expected a temperature above 0')
z = np.log(probabilities) / temperature
z = z - np.max(z)
e = np.exp(z)
return e / e.sum()
""",
    ),
    (
        "base 2",
        "if temperature <= 0:\n    raise ValueError('too cold')\n"
        "p = np.exp2(np.log2(probabilities) / temperature)\nreturn p / p.sum()",
    ),
    (
        "scipy's softmax",
        "from scipy.special import softmax\nif temperature <= 0:\n    raise ValueError\n"
        "return softmax(np.log(probabilities) / temperature)",
    ),
    (
        "logarithms to the end",
        "if temperature <= 0:\n    raise ValueError('t')\n"
        "z = np.log(probabilities) / temperature\n"
        "return np.exp(z - np.logaddexp.reduce(z))",
    ),
    (
        "as a list",
        "if temperature <= 0:\n    raise ValueError('t')\n"
        "powers = [float(p) ** (1 / temperature) for p in probabilities]\n"
        "return [power / sum(powers) for power in powers]",
    ),
    (
        "in float32",
        "if temperature <= 0:\n    raise ValueError('t')\n"
        "p = np.float32(probabilities) ** np.float32(1 / temperature)\nreturn p / p.sum()",
    ),
]

CONTINUED = [
    (
        "one array that grows",
        """text = np.array(prompt)
for _ in range(length):
    p = with_temperature(model(text), temperature)
    text = np.append(text, rng.choice(len(p), p=p))
return text[-length:]
""",
    ),
    (
        "everything here, as a list",
        """text, drawn = list(prompt), []
for _ in range(length):
    p = model(np.array(text)) ** (1 / temperature)
    drawn.append(rng.choice(np.arange(len(p)), p=p / p.sum()))
    text.append(drawn[-1])
return drawn
""",
    ),
    (
        "by the cumulative sum",
        """text = [*prompt]
for _ in range(length):
    sums = np.cumsum(with_temperature(model(np.array(text)), temperature))
    text.append(int(np.searchsorted(sums, rng.random() * sums[-1])))
return np.array(text)[len(prompt):]
""",
    ),
    (
        "Gumbel's noise",
        """text = list(prompt)
for _ in range(length):
    scores = np.log(model(np.array(text))) / temperature
    text.append(int(np.argmax(scores + rng.gumbel(size=len(scores)))))
return text[len(prompt):]
""",
    ),
    (
        "multinomial, its rounding mended",
        """text = list(prompt)
for _ in range(length):
    p = with_temperature(model(np.array(text)), temperature)
    text.append(int(rng.multinomial(1, p / p.sum()).argmax()))
return text[len(prompt):]
""",
    ),
    (
        "calling itself",
        """if length == 0:
    return []
p = with_temperature(model(np.asarray(prompt)), temperature)
place = int(rng.choice(len(p), p=p))
return [place, *continue_text(model, [*prompt, place], length - 1, temperature, rng)]
""",
    ),
    (
        "a sorted draw",
        """text = list(prompt)
for _ in range(length):
    p = with_temperature(model(np.array(text)), temperature)
    order = np.argsort(p)[::-1]
    text.append(int(order[rng.choice(len(p), p=p[order])]))
return np.array(text[len(prompt):])
""",
    ),
]

COPIES = [
    (
        "a run that only grows",
        """best = 0
for start in range(len(text)):
    while start + best < len(text) and text[start:start + best + 1] in source:
        best += 1
return best
""",
    ),
    (
        "the longest first",
        """for n in range(len(text), 0, -1):
    if any(text[k:k + n] in source for k in range(len(text) - n + 1)):
        return n
return 0
""",
    ),
    (
        "a table of both",
        """table = np.zeros((len(text) + 1, len(source) + 1), int)
for i, a in enumerate(text):
    for j, b in enumerate(source):
        if a == b:
            table[i + 1, j + 1] = table[i, j] + 1
return table.max()
""",
    ),
    (
        "difflib",
        "from difflib import SequenceMatcher\n"
        "match = SequenceMatcher(None, text, source, autojunk=False).find_longest_match()\n"
        "return match.size",
    ),
    (
        "sets of runs",
        """n = 0
def runs(of, n):
    return {of[k:k + n] for k in range(len(of) - n + 1)}
while runs(text, n + 1) & runs(source, n + 1):
    n += 1
return n
""",
    ),
    (
        "max with a default",
        "return max((j - i for i in range(len(text)) for j in range(i, len(text) + 1)\n"
        "            if text[i:j] in source), default=0)",
    ),
]

RIGHT = {
    "encode": ENCODED,
    "decode": DECODED,
    "stream_windows": STREAMS,
    "bits_per_character": BITS,
    "with_temperature": TEMPERATURES,
    "continue_text": CONTINUED,
    "longest_copy": COPIES,
}
