"""Right answers to the exercise `translation`, written another way than in the statement.

For each check, rows of: how the answer differs, and what was typed, which is the body of the
function or a whole cell. The tests run each as a submission's cell, and it has to get full marks.
"""

ARRAYS = [
    (
        "into zeros, row by row",
        """steps = max(len(s) for s in french) + 1
read = np.zeros((len(english), max(len(s) for s in english)), dtype=int)
written = np.zeros((len(french), steps), dtype=int)
targets = np.zeros((len(french), steps), dtype=int)
for k, (e, f) in enumerate(zip(english, french)):
    for t, word in enumerate(e):
        read[k, t] = english_places[word] if word in english_places else UNKNOWN
    written[k, 0] = START
    for t, word in enumerate(f):
        place = french_places[word] if word in french_places else UNKNOWN
        written[k, t + 1] = place
        targets[k, t] = place
    targets[k, len(f)] = END
return read, written, targets
""",
    ),
    (
        "targets moved",
        """def places_of(sentences, places):
    rows = [[places.get(w, UNKNOWN) for w in s] for s in sentences]
    out = np.full((len(rows), max(map(len, rows))), PADDING)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return out


read, said = places_of(english, english_places), places_of(french, french_places)
written = np.pad(said, ((0, 0), (1, 0)), constant_values=START)
targets = np.pad(said, ((0, 0), (0, 1)), constant_values=PADDING)
targets[np.arange(len(said)), (said != PADDING).sum(axis=1)] = END
return read, written, targets
""",
    ),
    (
        "as lists",
        """def row(sentence, places, width, front=(), back=()):
    made = [*front, *(places.get(word, UNKNOWN) for word in sentence), *back]
    return made + [PADDING] * (width - len(made))


n = max(len(s) for s in english)
m = 1 + max(len(s) for s in french)
return (
    [row(s, english_places, n) for s in english],
    [row(s, french_places, m, front=[START]) for s in french],
    [row(s, french_places, m, back=[END]) for s in french],
)
""",
    ),
    (
        "by zip_longest",
        """from itertools import zip_longest

e = [[english_places.get(w, UNKNOWN) for w in s] for s in english]
f = [[french_places.get(w, UNKNOWN) for w in s] for s in french]
array = lambda rows: np.array(list(zip_longest(*rows, fillvalue=PADDING))).T
return array(e), array([[START] + r for r in f]), array([r + [END] for r in f])
""",
    ),
    (
        "marks given a place of their own",
        """fr = {**french_places, "<s>": START, "</s>": END, "": PADDING}
en = {**english_places, "": PADDING}
width = max(map(len, french)) + 1
long = max(map(len, english))
read = [s + [""] * (long - len(s)) for s in english]
before = [["<s>"] + s + [""] * (width - 1 - len(s)) for s in french]
after = [s + ["</s>"] + [""] * (width - 1 - len(s)) for s in french]
look = lambda rows, places: np.array([[places.get(w, UNKNOWN) for w in r] for r in rows])
return look(read, en), look(before, fr), look(after, fr)
""",
    ),
]

LOSSES = [
    (
        "shares first",
        """e = np.exp(scores)
shares = e / e.sum(axis=-1, keepdims=True)
right = np.take_along_axis(shares, targets[..., None], axis=-1)[..., 0]
return np.mean(-np.log(right[targets > 0]))
""",
    ),
    (
        "a sum divided by a sum",
        """top = scores.max(axis=-1, keepdims=True)
logs = scores - top - np.log(np.exp(scores - top).sum(axis=-1, keepdims=True))
mask = (targets != PADDING).astype(float)
one_hot = np.eye(scores.shape[-1])[targets]
costs = -(one_hot * logs).sum(axis=-1)
return (costs * mask).sum() / mask.sum()
""",
    ),
    (
        "real places first",
        """s, t = scores[targets != PADDING], targets[targets != PADDING]
logs = s - np.logaddexp.reduce(s, axis=1, keepdims=True)
return -logs[np.arange(len(t)), t].mean()
""",
    ),
    (
        "word by word",
        """import math

total = count = 0
for rows, words in zip(scores.tolist(), targets.tolist()):
    for row, word in zip(rows, words):
        if word != PADDING:
            total -= math.log(math.exp(row[word]) / sum(math.exp(s) for s in row))
            count += 1
return total / count
""",
    ),
    (
        "scipy's",
        """from scipy.special import log_softmax

n, t = np.indices(targets.shape)
costs = -log_softmax(scores, axis=-1)[n, t, targets]
return np.average(costs, weights=targets != PADDING)
""",
    ),
    (
        "in float32",
        """s = np.float32(scores)
logs = s - np.log(np.exp(s).sum(axis=2, keepdims=True))
picked = np.take_along_axis(logs, targets[:, :, None], axis=2).squeeze(2)
return -picked[targets != 0].mean()
""",
    ),
    (
        "sentence by sentence",
        """costs = []
for row, words in zip(scores, targets):
    logs = row - np.log(np.exp(row).sum(axis=1))[:, None]
    costs.extend(-logs[t, w] for t, w in enumerate(words) if w)
return sum(costs) / len(costs)
""",
    ),
]

GREEDY = [
    (
        "cut at the end",
        """words = [START]
while len(words) <= most:
    log_shares, state = step(words[-1], state)
    words.append(int(np.argmax(log_shares)))
    if words[-1] == END:
        return words[1:-1]
return words[1:]
""",
    ),
    (
        "everything, then cut",
        """words, word = [], START
for _ in range(most):
    log_shares, state = step(word, state)
    word = np.argmax(log_shares)
    words.append(word)
return words[: words.index(END)] if END in words else words
""",
    ),
    (
        "as an array",
        """found = np.zeros(most, dtype=int)
word = START
for t in range(most):
    log_shares, state = step(word, state)
    word = int(np.argsort(log_shares)[-1])
    if word == END:
        return found[:t]
    found[t] = word
return found
""",
    ),
    (
        "by shares",
        """words = []
log_shares, state = step(START, state)
for _ in range(most):
    shares = np.exp(log_shares).tolist()
    word = shares.index(max(shares))
    if word == END:
        break
    words.append(word)
    log_shares, state = step(word, state)
return words
""",
    ),
    (
        "calling itself",
        """def rest(word, state, left):
    if left == 0:
        return []
    log_shares, state = step(word, state)
    word = int(log_shares.argmax())
    return [] if word == END else [word, *rest(word, state, left - 1)]


return rest(START, state, most)
""",
    ),
    (
        "by a generator",
        """def written(word, state):
    for _ in range(most):
        log_shares, state = step(word, state)
        word = int(np.nanargmax(log_shares))
        if word == END:
            return
        yield word


return list(written(START, state))
""",
    ),
]

BEAMS = [
    (
        "an early end",
        """beam = [(0.0, [START], state)]
for _ in range(most):
    if all(words[-1] == END for _, words, _ in beam):
        break
    found = [h for h in beam if h[1][-1] == END]
    for total, words, s in beam:
        if words[-1] != END:
            log_shares, new = step(words[-1], s)
            found += [(total + p, words + [w], new) for w, p in enumerate(log_shares)]
    found.sort(key=lambda h: h[0] / (len(h[1]) - 1) ** power, reverse=True)
    beam = found[:width]
total, words, _ = beam[0]
return [w for w in words if w not in (START, END)], total
""",
    ),
    (
        "the best continuations of each alone",
        """beam = [{"words": [], "total": 0.0, "state": state, "done": False}]
rank = lambda h: h["total"] / len(h["words"]) ** power
for _ in range(most):
    new = [h for h in beam if h["done"]]
    for h in beam:
        if h["done"]:
            continue
        log_shares, after = step(h["words"][-1] if h["words"] else START, h["state"])
        for w in np.argsort(log_shares)[::-1][:width]:
            new.append(
                {
                    "words": h["words"] + [int(w)],
                    "total": h["total"] + log_shares[w],
                    "state": after,
                    "done": w == END,
                }
            )
    beam = sorted(new, key=rank)[::-1][:width]
best = max(beam, key=rank)
words = best["words"]
return (words[:-1] if best["done"] else words), best["total"]
""",
    ),
    (
        "by costs",
        """beam = [(0.0, (), state)]
for _ in range(most):
    new = []
    for cost, words, s in beam:
        if END in words:
            new.append((cost, words, s))
        else:
            log_shares, after = step(words[-1] if words else START, s)
            new.extend((cost - p, (*words, w), after) for w, p in enumerate(log_shares))
    new.sort(key=lambda h: h[0] / len(h[1]) ** power)
    beam = new[:width]
cost, words, _ = beam[0]
return [w for w in words if w != END], -cost
""",
    ),
    (
        "with a heap",
        """import heapq

beam = [([], 0.0, state)]
for _ in range(most):
    new = []
    for words, total, s in beam:
        if words[-1:] == [END]:
            new.append((words, total, s))
            continue
        log_shares, after = step(words[-1] if words else START, s)
        for w, p in enumerate(log_shares):
            new.append((words + [w], total + p, after))
    beam = heapq.nlargest(width, new, key=lambda h: h[1] / len(h[0]) ** power)
words, total, _ = beam[0]
return np.array([w for w in words if w != END], dtype=int), np.float64(total)
""",
    ),
    (
        "with the parts of a list apart",
        """words, totals, states = [[]], np.zeros(1), [state]
for _ in range(most):
    new_words, new_totals, new_states = [], [], []
    for w, total, s in zip(words, totals, states):
        if w and w[-1] == END:
            new_words.append(w)
            new_totals.append(total)
            new_states.append(s)
        else:
            log_shares, after = step(w[-1] if w else START, s)
            for v in range(len(log_shares)):
                new_words.append(w + [v])
                new_totals.append(total + log_shares[v])
                new_states.append(after)
    ranks = np.array(new_totals) / np.array([len(w) for w in new_words]) ** power
    kept = np.argsort(-ranks)[:width]
    words = [new_words[k] for k in kept]
    totals = np.array([new_totals[k] for k in kept])
    states = [new_states[k] for k in kept]
best = words[0][:-1] if words[0][-1] == END else words[0]
return best, totals[0]
""",
    ),
]

RIGHT = {
    "to_arrays": ARRAYS,
    "masked_loss": LOSSES,
    "greedy": GREEDY,
    "beam_search": BEAMS,
}
