"""Mistakes in the exercise `translation`, as learners type them.

For each check, rows of: the diagnosis, words of it that no other diagnosis of the check has, and
what was typed, which is the body of the function or a whole cell. They are written from the words:
the tests run each as a submission's cell, and it has to be named.
"""

ARRAYS = """read = [[english_places.get(w, UNKNOWN) for w in s] for s in english]
said = [[french_places.get(w, UNKNOWN) for w in s] for s in french]
written = [[START] + r for r in said]
targets = [r + [END] for r in said]


def fill(rows):
    n = max(map(len, rows))
    return np.array([r + [PADDING] * (n - len(r)) for r in rows])


return fill(read), fill(written), fill(targets)
"""
ROWS = """n, m = max(map(len, english)), max(map(len, french)) + 1
read = np.zeros((len(english), n), int)
written = np.zeros((len(english), m), int)
targets = np.zeros((len(english), m), int)
for k, (e, f) in enumerate(zip(english, french)):
    e = [english_places.get(w, UNKNOWN) for w in e]
    f = [french_places.get(w, UNKNOWN) for w in f]
    read[k, : len(e)] = e
    written[k, : len(f) + 1] = [START, *f]
    targets[k, : len(f) + 1] = [*f, END]
return read, written, targets
"""
COSTS = """shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
shares = shares / shares.sum(axis=-1, keepdims=True)
right = np.take_along_axis(shares, targets[..., None], axis=-1)[..., 0]
costs = -np.log(right)
real = targets != PADDING
"""
TOP = """z = scores - scores.max(axis={largest}, keepdims=True)
logs = z - np.log(np.exp(z).sum(axis={sum}, keepdims=True))
"""
END_OF_TOP = """right = np.take_along_axis(logs, targets[..., None], axis=-1)[..., 0]
return -right[targets != PADDING].mean()
"""
GREEDY = """words, word = [], START
for _ in range(most):
    log_shares, state = step(word, state)
    word = int(log_shares.argmax())
    if word == END:
        break
    words.append(word)
return words
"""
BEAM = """beam = [(0.0, [START], state)]
for _ in range(most):
    found = []
    for total, words, s in beam:
        if words[-1] == END:
            found.append((total, words, s))
            continue
        log_shares, new = step(words[-1], s)
        for w in range(len(log_shares)):
            found.append((total + log_shares[w], words + [w], new))
    found.sort(key=lambda h: h[0] / (len(h[1]) - 1) ** power, reverse=True)
    beam = found[:width]
total, words, s = beam[0]
words = words[1:]
if words[-1] == END:
    words = words[:-1]
return words, total
"""
LISTS = """live, done = [(0.0, [], state)], []
for _ in range(most):
    found = []
    for total, words, s in live:
        log_shares, new = step(words[-1] if words else START, s)
        found += [(total + p, words + [w], new) for w, p in enumerate(log_shares)]
    found = sorted(found, key=lambda h: h[0] / len(h[1]) ** power, reverse=True)[:width]
    done += [h for h in found if h[1][-1] == END]
    live = [h for h in found if h[1][-1] != END]
    if not live:
        break
best = max(done + live, key=lambda h: h[0] / len(h[1]) ** power)
return [w for w in best[1] if w != END], best[0]
"""


def _changed(text, *changes):
    """Return an answer with some changes, each a pair of old and new."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


MISTAKES = {
    "to_arrays": [
        (
            "not shifted",
            "learn to copy it",
            _changed(
                ARRAYS,
                ("written = [[START] + r for r in said]", "written = [r + [END] for r in said]"),
            ),
        ),
        (
            "start mark in the targets",
            "leave it out of the targets",
            _changed(ARRAYS, ("[r + [END] for r in said]", "[[START] + r + [END] for r in said]")),
        ),
        (
            "start mark in the targets",
            "and have no END. The decoder reads START and never writes it",
            _changed(ARRAYS, ("targets = [r + [END] for r in said]", "targets = written")),
        ),
        (
            "end mark missing in the targets",
            "have no END. A decoder",
            _changed(ROWS, ("targets[k, : len(f) + 1] = [*f, END]", "targets[k, : len(f)] = f")),
        ),
        (
            "end mark missing in the targets",
            "have no END, and one column less",
            _changed(ARRAYS, ("targets = [r + [END] for r in said]", "targets = said")),
        ),
        (
            "start mark missing",
            "do not begin with START. In use",
            _changed(ROWS, ("written[k, : len(f) + 1] = [START, *f]", "written[k, : len(f)] = f")),
        ),
        (
            "start mark missing",
            "do not begin with START, and have one column less",
            _changed(ARRAYS, ("[[START] + r for r in said]", "said")),
        ),
        (
            "end mark behind what is read",
            "have both marks, and one column more than the targets",
            _changed(
                ARRAYS, ("[[START] + r for r in said]", "[[START] + r + [END] for r in said]")
            ),
        ),
        (
            "end mark behind what is read",
            "hold END in the shorter sentences",
            _changed(
                ARRAYS,
                (
                    "written = [[START] + r for r in said]",
                    "both = [[START] + r + [END] for r in said]",
                ),
                ("fill(written)", "fill(both)[:, :-1]"),
            ),
        ),
        (
            "last word cut off",
            "have no room for the last word of the longest sentence",
            _changed(ARRAYS, ("fill(written)", "fill(written)[:, :-1]")),
        ),
        (
            "first word cut off",
            "lack the first word of each sentence",
            _changed(ARRAYS, ("[r + [END] for r in said]", "[r[1:] + [END] for r in said]")),
        ),
        (
            "end mark behind the padding",
            "have END in their last column",
            _changed(
                ROWS,
                (
                    "targets[k, : len(f) + 1] = [*f, END]",
                    "targets[k, : len(f)] = f; targets[k, -1] = END",
                ),
            ),
        ),
        (
            "padding in front",
            "have their padding in front",
            _changed(ARRAYS, ("r + [PADDING] * (n - len(r))", "[PADDING] * (n - len(r)) + r")),
        ),
        (
            "padding in front",
            "have their padding in front",
            _changed(ROWS, ("read[k, : len(e)] = e", "read[k, n - len(e) :] = e")),
        ),
        (
            "end mark for padding",
            "are filled up with END",
            _changed(ARRAYS, ("[PADDING]", "[END]")),
        ),
        (
            "start mark for padding",
            "are filled up with START",
            _changed(ARRAYS, ("[PADDING]", "[START]")),
        ),
        (
            "unknown words for padding",
            "are filled up with UNKNOWN",
            _changed(ARRAYS, ("[PADDING]", "[UNKNOWN]")),
        ),
        (
            "one column too many",
            "have one more column than the longest sentence needs",
            _changed(ARRAYS, ("n = max(map(len, rows))", "n = max(map(len, rows)) + 1")),
        ),
        (
            "unknown word as padding",
            "A hole within a sentence",
            _changed(ARRAYS, (".get(w, UNKNOWN)", ".get(w, 0)")),
        ),
        (
            "unknown word left out",
            "lack the words that have no place",
            _changed(
                ARRAYS,
                (
                    "english_places.get(w, UNKNOWN) for w in s",
                    "english_places[w] for w in s if w in english_places",
                ),
                (
                    "french_places.get(w, UNKNOWN) for w in s",
                    "french_places[w] for w in s if w in french_places",
                ),
            ),
        ),
        (
            "marks exchanged",
            "where START belongs",
            _changed(ARRAYS, ("[START] + r", "[END] + r"), ("r + [END] for", "r + [START] for")),
        ),
        (
            "languages exchanged",
            "come from the other language's places",
            _changed(
                ARRAYS,
                ("english_places.get", "one.get"),
                ("french_places.get", "english_places.get"),
                ("one.get", "french_places.get"),
            ),
        ),
        (
            "source reversed",
            "from the last to the first",
            _changed(
                ARRAYS, ("for w in s] for s in english]", "for w in reversed(s)] for s in english]")
            ),
        ),
        (
            "marks on the source",
            "have marks around the English sentence",
            _changed(ARRAYS, ("fill(read)", "fill([[START] + r + [END] for r in read])")),
        ),
        (
            "marks on the source",
            "have END behind the English sentence",
            _changed(ARRAYS, ("fill(read)", "fill([r + [END] for r in read])")),
        ),
        (
            "arrays exchanged",
            "hold the other one of the two",
            _changed(ROWS, ("return read, written, targets", "return read, targets, written")),
        ),
    ],
    "masked_loss": [
        ("padding counted", "counts padding as if", f"{COSTS}return costs.mean()"),
        (
            "divided by all places",
            "still divides by the number of all places",
            f"{COSTS}return np.mean(costs * real)",
        ),
        ("sum for mean", "is the sum over the real words", f"{COSTS}return costs[real].sum()"),
        (
            "divided by the batch",
            "is divided by the number of sentences",
            f"{COSTS}return (costs * real).sum() / len(targets)",
        ),
        (
            "divided by the steps",
            "is divided by the number of steps",
            f"{COSTS}return (costs * real).sum() / targets.shape[1]",
        ),
        (
            "mean of sentence means",
            "the mean of each sentence's own mean",
            f"{COSTS}return np.mean([c[r].mean() for c, r in zip(costs, real)])",
        ),
        (
            "mean of step means",
            "the mean of each step's own mean",
            f"{COSTS}steps = zip(costs.T, real.T)\n"
            "return np.mean([c[r].mean() if r.any() else 0 for c, r in steps])",
        ),
        (
            "end mark not counted",
            "leaves END out as well as padding",
            f"{COSTS}return costs[targets > END].mean()",
        ),
        (
            "mask reversed",
            "leaves the words out",
            f"{COSTS}return costs[targets == PADDING].mean()",
        ),
        ("sign", "is below 0", f"{COSTS}return -costs[real].mean()"),
        (
            "no softmax",
            "comes from the scores as they are",
            "right = np.take_along_axis(scores, targets[:, :, None], 2)[:, :, 0]\n"
            "return -right[targets != 0].mean()",
        ),
        (
            "no logarithm",
            "is minus the mean share of the right words",
            f"{COSTS}return -right[real].mean()",
        ),
        (
            "one minus the share",
            "is the mean of one minus the right word's share",
            f"{COSTS}return (1 - right[real]).mean()",
        ),
        (
            "logarithm of the mean share",
            "is minus the logarithm of the mean share",
            f"{COSTS}return -np.log(right[real].mean())",
        ),
        ("bits for nats", "is in bits", f"{COSTS}return -np.log2(right[real]).mean()"),
        (
            "perplexity",
            "is the exponential of the loss",
            f"{COSTS}return np.exp(costs[real].mean())",
        ),
        (
            "softmax twice",
            "went through softmax twice",
            "p = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)\n"
            "q = np.exp(p) / np.exp(p).sum(-1, keepdims=True)\n"
            "right = np.take_along_axis(q, targets[..., None], -1)[..., 0]\n"
            "return -np.log(right[targets != PADDING]).mean()",
        ),
        *(
            (
                f"softmax over {name}",
                f"comes from shares that add up to 1 over {says}",
                f"e = np.exp(scores)\np = e / e.sum({axis})\n"
                "right = np.take_along_axis(p, targets[..., None], -1)[..., 0]\n"
                "return -np.log(right[targets != PADDING]).mean()",
            )
            for name, says, axis in (
                ("the steps", "the steps", "axis=1, keepdims=True"),
                ("the batch", "the batch", "axis=0"),
                ("everything", "the whole batch", ""),
            )
        ),
        *(
            (name, says, f"{TOP.format(largest=largest, sum=sum_)}{END_OF_TOP}")
            for name, says, largest, sum_ in (
                ("sum of softmax over the steps", "whose sum runs over the steps", 2, 1),
                ("sum of softmax over the batch", "whose sum runs over the batch", 2, 0),
                ("largest score of the steps taken off", "less the largest over the steps", 1, 2),
                ("largest score of the batch taken off", "less the largest over the batch", 0, 2),
            )
        ),
        (
            "mean over the vocabulary as well",
            "is divided by the number of words in the vocabulary as well",
            "e = np.exp(scores)\np = e / e.sum(axis=-1, keepdims=True)\n"
            "one_hot = np.eye(scores.shape[-1])[targets]\n"
            "return -(one_hot * np.log(p))[targets != 0].mean()",
        ),
        (
            "likeliest word for the right one",
            "looks at the likeliest word",
            f"{COSTS}return -np.log(shares.max(axis=-1))[real].mean()",
        ),
        (
            "squared distance",
            "is a mean squared distance",
            f"{COSTS}one_hot = np.eye(scores.shape[-1])[targets]\n"
            "return ((shares - one_hot) ** 2)[real].mean()",
        ),
        (
            "mean for sum in softmax",
            "that divides by the mean",
            "e = np.exp(scores)\np = e / e.mean(axis=-1, keepdims=True)\n"
            "right = np.take_along_axis(p, targets[..., None], -1)[..., 0]\n"
            "return -np.log(right[targets != PADDING]).mean()",
        ),
    ],
    "greedy": [
        (
            "end mark kept",
            "hold END as their last word",
            _changed(
                GREEDY,
                (
                    "    if word == END:\n        break\n    words.append(word)\n",
                    "    words.append(word)\n    if word == END:\n        break\n",
                ),
            ),
        ),
        (
            "not stopped at the end",
            "go on behind END",
            _changed(GREEDY, ("    if word == END:\n        break\n", "")),
        ),
        (
            "end mark skipped",
            "leave END out and go on",
            _changed(GREEDY, ("break", "continue")),
        ),
        (
            "start mark kept",
            "begin with START. The decoder",
            _changed(GREEDY, ("[], START", "[START], START")),
        ),
        (
            "both marks kept",
            "hold START and END",
            "words = [START]\nwhile words[-1] != END and len(words) <= most:\n"
            "    log_shares, state = step(words[-1], state)\n"
            "    words.append(int(np.argmax(log_shares)))\nreturn words",
        ),
        (
            "state not carried on",
            "come from the first state at every step",
            _changed(GREEDY, ("log_shares, state =", "log_shares, _ =")),
        ),
        (
            "written word not read",
            "reads START at every step",
            _changed(GREEDY, ("step(word, state)", "step(START, state)")),
        ),
        (
            "neither word nor state handed on",
            "neither the word nor the state is handed on",
            _changed(
                GREEDY,
                ("log_shares, state = step(word, state)", "log_shares, _ = step(START, state)"),
            ),
        ),
        ("begun with the end mark", "reads END first", _changed(GREEDY, ("[], START", "[], END"))),
        (
            "begun with padding",
            "reads PADDING, place 0, first",
            _changed(GREEDY, ("[], START", "[], 0")),
        ),
        ("smallest share", "the *smallest* share", _changed(GREEDY, ("argmax", "argmin"))),
        (
            "second largest share",
            "with the second largest share",
            _changed(GREEDY, ("log_shares.argmax()", "np.argsort(log_shares)[-2]")),
        ),
        (
            "read one word late",
            "reads the word before the last one",
            "words, before, word = [], START, START\nfor _ in range(most):\n"
            "    log_shares, state = step(before, state)\n    before = word\n"
            "    word = int(log_shares.argmax())\n    if word == END:\n        break\n"
            "    words.append(word)\nreturn words",
        ),
        (
            "one word too many",
            "are one more than `most`",
            _changed(GREEDY, ("range(most)", "range(most + 1)")),
        ),
        (
            "one word too few",
            "are one less than `most`",
            _changed(GREEDY, ("range(most)", "range(1, most)")),
        ),
        (
            "last word cut off",
            "lack the last word before END",
            _changed(GREEDY, ("        break\n", "        return words[:-1]\n")),
        ),
        (
            "last word cut off",
            "lack their last word, whether END came or not",
            _changed(GREEDY, ("return words", "return words[:-1]")),
        ),
        (
            "first word left out",
            "lack the first word",
            _changed(GREEDY, ("return words", "return words[1:]")),
        ),
        (
            "last word alone",
            "are the last one alone",
            _changed(GREEDY, ("words.append(word)", "words = [word]")),
        ),
    ],
    "beam_search": [
        (
            "width ignored",
            "are those of greedy decoding",
            _changed(BEAM, ("found[:width]", "found[:1]")),
        ),
        (
            "width ignored",
            "are those of greedy decoding",
            "words, total, word = [], 0.0, START\nfor _ in range(most):\n"
            "    log_shares, state = step(word, state)\n    word = int(np.argmax(log_shares))\n"
            "    total += log_shares[word]\n    if word == END:\n        break\n"
            "    words.append(word)\nreturn words, total",
        ),
        ("finished ones leave the beam", "that a hypothesis leaves when it is finished", LISTS),
        (
            "finished ones are lost",
            "that reaches END is lost",
            _changed(
                LISTS,
                ("    done += [h for h in found if h[1][-1] == END]\n", ""),
                ("best = ", "if not live:\n    return [], 0.0\nbest = "),
            ),
        ),
        (
            "finished ones go on",
            "are continued behind END",
            "beam = [(0.0, [START], state)]\nfor _ in range(most):\n    found = []\n"
            "    for total, words, s in beam:\n        log_shares, new = step(words[-1], s)\n"
            "        for w in range(len(log_shares)):\n"
            "            found.append((total + log_shares[w], words + [w], new))\n"
            "    found.sort(key=lambda h: h[0] / (len(h[1]) - 1) ** power, reverse=True)\n"
            "    beam = found[:width]\ntotal, words, s = beam[0]\nwords = words[1:]\n"
            "if END in words:\n    words = words[: words.index(END)]\nreturn words, total",
        ),
        (
            "stopped at the first end",
            "are the first that reach END",
            _changed(
                BEAM,
                (
                    "    beam = found[:width]\n",
                    "    beam = found[:width]\n    ended = [h for h in beam if h[1][-1] == END]\n"
                    "    if ended:\n        beam = ended\n        break\n",
                ),
            ),
        ),
        (
            "stopped when the best one ends",
            "stops as soon as the best hypothesis is finished",
            _changed(
                BEAM,
                (
                    "    beam = found[:width]\n",
                    "    beam = found[:width]\n    if beam[0][1][-1] == END:\n        break\n",
                ),
            ),
        ),
        (
            "unfinished ones thrown away",
            "come from the finished hypotheses alone",
            _changed(
                BEAM,
                (
                    "total, words, s = beam[0]\n",
                    "ended = [h for h in beam if h[1][-1] == END]\n"
                    "total, words, s = (ended or beam)[0]\n",
                ),
            ),
        ),
        (
            "each hypothesis on its own",
            "that go on each by itself",
            """log_shares, new = step(START, state)
beam = [([w], log_shares[w], new) for w in np.argsort(-log_shares)[:width]]
for _ in range(most - 1):
    for k, (words, total, s) in enumerate(beam):
        if words[-1] != END:
            log_shares, new = step(words[-1], s)
            w = int(np.argmax(log_shares))
            beam[k] = (words + [w], total + log_shares[w], new)
words, total, _ = max(beam, key=lambda h: h[1] / len(h[0]) ** power)
return [w for w in words if w != END], total
""",
        ),
        (
            "power ignored",
            "are ranked by the log share alone: divide it",
            _changed(BEAM, (" / (len(h[1]) - 1) ** power", "")),
        ),
        (
            "always divided by the length",
            "are ranked by the mean log share of a word",
            _changed(BEAM, (" ** power", "")),
        ),
        (
            "length counted at the end alone",
            "and ranked by length ** power at the end only",
            _changed(
                BEAM,
                ("key=lambda h: h[0] / (len(h[1]) - 1) ** power", "key=lambda h: h[0]"),
                ("= beam[0]", "= max(beam, key=lambda h: h[0] / (len(h[1]) - 1) ** power)"),
            ),
        ),
        (
            "length counted within alone",
            "are the likeliest of the last list",
            _changed(BEAM, ("= beam[0]", "= max(beam, key=lambda h: h[0])")),
        ),
        (
            "multiplied by the length",
            "*times* length ** power",
            _changed(BEAM, ("h[0] / (len", "h[0] * (len")),
        ),
        (
            "length times power",
            "divided by length times power",
            _changed(
                BEAM, ("h[0] / (len(h[1]) - 1) ** power", "h[0] / (((len(h[1]) - 1) * power) or 1)")
            ),
        ),
        (
            "start mark in the length",
            "with START in the length",
            _changed(BEAM, ("(len(h[1]) - 1) ** power", "len(h[1]) ** power")),
        ),
        (
            "end mark not in the length",
            "ranked without END in the length",
            _changed(
                BEAM,
                (
                    "(len(h[1]) - 1) ** power",
                    "max(1, len([w for w in h[1] if w not in (START, END)])) ** power",
                ),
            ),
        ),
        (
            "sum of shares",
            "ranked by a sum of *shares*",
            _changed(BEAM, ("total + log_shares[w]", "total + np.exp(log_shares[w])")),
        ),
        (
            "last word's share alone",
            "by the log share of their last word alone",
            _changed(BEAM, ("total + log_shares[w]", "log_shares[w]")),
        ),
        (
            "end mark adds nothing",
            "are ranked without the log share of END",
            _changed(
                BEAM, ("total + log_shares[w]", "total + (0.0 if w == END else log_shares[w])")
            ),
        ),
        (
            "least likely ones kept",
            "are the least likely",
            _changed(BEAM, (", reverse=True", "")),
        ),
        (
            "one state for all",
            "come from the first hypothesis' state for all",
            _changed(BEAM, ("step(words[-1], s)", "step(words[-1], beam[0][2])")),
        ),
        (
            "state of another hypothesis",
            "the state that the last call of `step` returned",
            _changed(
                BEAM,
                (
                    "log_shares, new = step(words[-1], s)",
                    "log_shares, state = step(words[-1], state)",
                ),
                ("words + [w], new", "words + [w], None"),
            ),
        ),
        (
            "state not carried on",
            "come from the first state at every step",
            _changed(BEAM, ("step(words[-1], s)", "step(words[-1], state)")),
        ),
        (
            "written word not read",
            "that read START at every step",
            _changed(BEAM, ("step(words[-1], s)", "step(START, s)")),
        ),
        (
            "end mark kept",
            "hold END as their last word",
            _changed(BEAM, ("if words[-1] == END:\n    words = words[:-1]\n", "")),
        ),
        (
            "start mark kept",
            "begin with START. It was read",
            _changed(BEAM, ("words = words[1:]\n", "")),
        ),
        (
            "both marks kept",
            "hold START and END",
            _changed(
                BEAM, ("words = words[1:]\nif words[-1] == END:\n    words = words[:-1]\n", "")
            ),
        ),
        (
            "rank for log share",
            "is the rank, divided by length",
            _changed(
                BEAM,
                ("words = words[1:]\n", "words = words[1:]\nrank = total / len(words) ** power\n"),
                ("return words, total", "return words, rank"),
            ),
        ),
        (
            "share for log share",
            "is the share. Its logarithm",
            _changed(BEAM, ("return words, total", "return words, np.exp(total)")),
        ),
        (
            "sign of the log share",
            "is above 0: that is a cost",
            _changed(
                BEAM,
                ("total + log_shares[w]", "total - log_shares[w]"),
                (", reverse=True", ""),
            ),
        ),
        *(
            (
                "product of shares",
                "is 0 to a computer, and then all hypotheses are alike",
                _changed(
                    BEAM,
                    ("[(0.0, [START], state)]", "[(1.0, [START], state)]"),
                    ("total + log_shares[w]", "total * np.exp(log_shares[w])"),
                    ("h[0] / (len", f"{log} / (len"),
                    ("return words, total", f"return words, {end}"),
                ),
            )
            for log, end in (
                ("np.log(h[0] + 1e-300)", "np.log(total + 1e-300)"),
                ("(np.log(h[0]) if h[0] else -1e9)", "np.log(total) if total else -np.inf"),
            )
        ),
        (
            "end mark costs nothing",
            "lacks the log share of END",
            _changed(
                BEAM,
                ("beam = [(0.0, [START], state)]", "beam = [(0.0, [START], state, 0.0)]"),
                ("for total, words, s in beam", "for total, words, s, cost in beam"),
                ("found.append((total, words, s))", "found.append((total, words, s, cost))"),
                (
                    "found.append((total + log_shares[w], words + [w], new))",
                    "c = cost if w == END else cost + log_shares[w]\n"
                    "            found.append((total + log_shares[w], words + [w], new, c))",
                ),
                ("total, words, s = beam[0]", "_, words, s, total = beam[0]"),
            ),
        ),
        (
            "last hypothesis returned",
            "are the last of the list",
            _changed(BEAM, ("= beam[0]", "= beam[-1]")),
        ),
        (
            "one step too many",
            "may have one word more than `most`",
            _changed(BEAM, ("range(most)", "range(most + 1)")),
        ),
        (
            "one step too few",
            "have one word less than `most`",
            _changed(
                BEAM,
                ("range(most)", "range(most - 1)"),
                ("if words[-1] == END:", "if words and words[-1] == END:"),
            ),
        ),
        (
            "one hypothesis too many",
            "come from a list of width + 1 hypotheses",
            _changed(BEAM, ("found[:width]", "found[: width + 1]")),
        ),
    ],
}
