"""Labels + features → the weights of the two scorers of claims, src/claims/data/{types,accused}.weights.tsv.

    cargo run --release --example claims < ARTICLES.jsonl > FEATURES.jsonl
    python training/claims.py FEATURES.jsonl ARTICLES.jsonl [--folds 5] [--write]

ARTICLES.jsonl: PolNeAR train and, to choose on, the articles of training/aside.txt and dev. What the labels mean stands
in labels/claims.md and labels/accusations.md: whole.jsonl and the part "learn" of claims.jsonl train, the part "choose"
is looked at, the part "report" is never read here. Both scorers are sums of weights of named features: types a softmax
over seventeen sums, accused a logistic curve over one. Trained by gradient descent on the mean log loss with an L1 and an
L2 penalty, so that most weights are zero and the tables can be read.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re

import numpy as np
import scipy.sparse as sp
import torch

HERE = pathlib.Path(__file__).parent
DATA = HERE.parent / "src" / "claims" / "data"
TYPES = """accusation criticism denial rejection admission apology demand threat warning promise support agreement
prediction statistic question no-comment statement""".split()
#: A feature that fewer attributions have is left out.
RARE = 3
#: Words of an attribution as such say little on whom it accuses beside what the types' scorer makes of them: with them
#: the log loss over folds is 0.129, without them 0.124.
NOT_OF_ACCUSED = ("early ", "late ", "plain ", "bare ", "clear ", "pair ", "second ", "first ", "cue then", "cue pair",
                  "source ", "modal of")  # fmt: skip


def key(attribution):
    return json.dumps([attribution[role] for role in ("source", "cue", "content")])


def rows(paths):
    return {row["id"]: row for path in paths for row in map(json.loads, open(path, encoding="utf-8"))}


def matrix(examples, index=None):
    """Lists of (name, value) → a sparse matrix and the index of its columns."""
    if index is None:
        counts = collections.Counter(name for e in examples for name in {n for n, _ in e})
        index = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= RARE))}
    data, row, column = [], [], []
    for i, example in enumerate(examples):
        for name, value in example:
            if name in index:
                data.append(value), row.append(i), column.append(index[name])
    return sp.csr_matrix((data, (row, column)), shape=(len(examples), len(index)), dtype=np.float32), index


def fit(x, y, weights, classes, l1, l2, steps=300):
    """A softmax (or, with one class, logistic) regression: proximal gradient descent with momentum (FISTA)."""
    n = x.shape[0]
    one = classes == 1
    xt = x.T.tocsr()
    w = np.zeros((x.shape[1], classes), np.float32)
    z, t = w.copy(), 1.0
    target = y[:, None].astype(np.float32) if one else np.eye(classes, dtype=np.float32)[y]
    scale = weights[:, None] / weights.sum()
    # the largest eigenvalue bounds the curvature
    v = np.random.default_rng(0).normal(size=x.shape[1]).astype(np.float32)
    for _ in range(20):
        v = xt @ (scale[:, 0] * (x @ v))
        top = np.linalg.norm(v)
        v /= top
    step = 1.0 / (0.5 * top + l2)
    for _ in range(steps):
        s = x @ z
        p = 1 / (1 + np.exp(-s)) if one else np.exp(s - s.max(1, keepdims=True))
        p = p if one else p / p.sum(1, keepdims=True)
        g = xt @ (scale * (p - target)) + l2 * z
        new = z - step * g
        new = np.sign(new) * np.maximum(np.abs(new) - step * l1, 0)
        t2 = (1 + (1 + 4 * t * t) ** 0.5) / 2
        z = new + (t - 1) / t2 * (new - w)
        w, t = new, t2
    return w


def fold(id, folds):
    return int(hashlib.sha256(("fold " + id).encode()).hexdigest(), 16) % folds


def load(features, articles):
    """The examples: for each labelled attribution (article, part, features, type, candidates, accusations)."""
    seen, texts = rows([features]), rows(articles)
    types, accusations = {}, collections.defaultdict(list)
    whole = set()
    for label in map(json.loads, open(HERE / "labels/whole.jsonl", encoding="utf-8")):
        whole.add(label["id"])
        for a in label["attributions"]:
            types[label["id"], key(a)] = ("learn", a["type"])
        for a in label["accusations"]:
            if a["attribution"]:
                accusations[label["id"], key(a["attribution"])].append(a)
    for label in map(json.loads, open(HERE / "labels/claims.jsonl", encoding="utf-8")):
        if label["part"] != "report":
            types[label["id"], key(label)] = (label["part"], label["label"])
    examples = []
    for id, article in seen.items():
        for attribution, features in zip(texts[id].get("attributions", []), article["attributions"]):
            part, kind = types.get((id, key(attribution)), ("", None))
            if kind:
                examples.append({
                    "id": id, "part": part, "type": TYPES.index(kind), "features": features["features"],
                    "lists": TYPES.index(features["lists"]), "whole": id in whole,
                    "candidates": features["candidates"], "excerpt": features["excerpt"], "accusations": accusations[id, key(attribution)],
                })  # fmt: skip
    return examples


def words(name):
    return {w for w in re.findall(r"\w+", (name or "").lower()) if w not in ("the", "a", "an", "s", "mr", "mrs", "ms")}


def meets(candidate, accusation):
    """Whether a candidate is the accused: its words overlap the accused's, or one name holds the other."""
    start, end = candidate["span"]
    a, b = words(candidate["name"]), words(accusation["accused"])
    return any(s < end and start < e for s, e in accusation["accused_spans"]) or bool(a and b) and (a <= b or b <= a)


def softmax(sums):
    p = np.exp(sums - sums.max(1, keepdims=True))
    return p / p.sum(1, keepdims=True)


def fit_types(examples, l1, l2):
    x, index = matrix([e["features"] for e in examples])
    y = np.array([e["type"] for e in examples])
    return index, fit(x, y, np.ones(len(y), np.float32), len(TYPES), l1, l2)


def shares(examples, index, weights):
    x, _ = matrix([e["features"] for e in examples], index)
    return softmax(x @ weights)


def accused_rows(examples, of_types):
    """For each candidate its features, its label (1, 0, or 0.5 where the reader was not sure), and whose it is."""
    features, labels, owner = [], [], []
    for n, (example, share) in enumerate(zip(examples, of_types)):
        common = [f for f in example["features"] if not f[0].startswith(NOT_OF_ACCUSED)]
        common += [("type " + kind, float(s)) for kind, s in zip(TYPES, share)]
        for c, candidate in enumerate(example["candidates"]):
            met = [a["sure"] for a in example["accusations"] if meets(candidate, a)]
            features.append(common + candidate["features"])
            labels.append((1.0 if max(met) > 1 else 0.5) if met else 0.0)
            owner.append((n, c))
    return features, np.array(labels, np.float32), owner


def fit_accused(features, labels, l1, l2):
    x, index = matrix(features)
    certain = (labels != 0.5).astype(np.float32)
    return index, fit(x, (labels > 0.5).astype(np.float32), certain, 1, l1, l2)


def found(examples, owner, p, threshold):
    """(rows that were found right, rows found, annotated rows) at a threshold, one for each attribution and party."""
    right = listed = 0
    by_example = collections.defaultdict(dict)
    for (n, c), probability in zip(owner, p):
        if probability >= threshold:
            candidate = examples[n]["candidates"][c]
            who = candidate["entity"] if candidate["entity"] is not None else candidate["name"].lower()
            by_example[n].setdefault(who, candidate)
    gold = sum(1 for e in examples for a in e["accusations"] if a["sure"] > 1)
    for n, candidates in by_example.items():
        left = list(examples[n]["accusations"])
        for candidate in candidates.values():
            met = [a for a in left if meets(candidate, a)]
            if met:
                a = max(met, key=lambda a: a["sure"])
                left.remove(a)
                if a["sure"] > 1:
                    right += 1
                    listed += 1
            else:
                listed += 1
    return right, listed, gold


def f1_by_type(gold, guess, least):
    scores = {}
    for k, kind in enumerate(TYPES):
        if (gold == k).sum() >= least:
            scores[kind] = round(200 * ((gold == k) & (guess == k)).sum() / ((gold == k).sum() + (guess == k).sum()))
    return f"{100 * (gold == guess).mean():.1f} % right, mean F1 {np.mean(list(scores.values())):.1f}: {scores}"


def write(name, head, index, weights):
    weights = np.rint(weights * 100).astype(int)
    lines = [head]
    for feature, i in sorted(index.items()):
        if weights[i].any():
            lines.append(feature + "\t" + "\t".join(str(w) if w else "" for w in weights[i]).rstrip("\t"))
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


HEAD = """# Weights in hundredths of the features of src/claims/features.rs{more}, made by training/claims.py from the labels in
# training/labels (PolNeAR train). "Name" stands for names, which have no weights of their own.
# feature	{columns}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features")
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--types", type=float, nargs=2, default=(1.5e-4, 2e-4), help="L1 and L2 penalty")
    parser.add_argument("--accused", type=float, nargs=2, default=(3e-5, 3e-4))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    examples = load(args.features, args.articles)
    learn = [e for e in examples if e["part"] == "learn"]
    choose = [e for e in examples if e["part"] == "choose"]
    # Shares of the types by scorers that did not see the article: the accused scorer trains on what it will meet in use.
    folds = np.array([fold(e["id"], args.folds) for e in learn])
    of_types = np.zeros((len(learn), len(TYPES)), np.float32)
    for k in range(args.folds):
        index, weights = fit_types([e for e, f in zip(learn, folds) if f != k], *args.types)
        of_types[folds == k] = shares([e for e, f in zip(learn, folds) if f == k], index, weights)
    gold = np.array([e["type"] for e in learn])
    print("types, folds:", f1_by_type(gold, of_types.argmax(1), 15))
    print("lists:", f1_by_type(gold, np.array([e["lists"] for e in learn]), 15))
    index, weights = fit_types(learn, *args.types)
    gold = np.array([e["type"] for e in choose])
    print("types, choose:", f1_by_type(gold, shares(choose, index, weights).argmax(1), 8), flush=True)
    if args.write:
        columns = "\t".join(TYPES)
        write("types.weights.tsv", HEAD.format(more="", columns=columns), index, weights)

    whole = np.array([e["whole"] for e in learn])
    labelled = [e for e, w in zip(learn, whole) if w]
    features, labels, owner = accused_rows(labelled, of_types[whole])
    of_fold = np.array([fold(labelled[n]["id"], args.folds) for n, _ in owner])
    p = np.zeros(len(labels), np.float32)
    for k in range(args.folds):
        index, weights = fit_accused([f for f, o in zip(features, of_fold) if o != k], labels[of_fold != k], *args.accused)
        x, _ = matrix([f for f, o in zip(features, of_fold) if o == k], index)
        p[of_fold == k] = 1 / (1 + np.exp(-(x @ weights)[:, 0]))
    print(f"accused: {len(labels)} candidates, {int((labels == 1).sum())} accused; folds:")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        right, listed, all = found(labelled, owner, p, threshold)
        print(f"  {threshold}: precision {100 * right / max(1, listed):.1f}, recall {100 * right / all:.1f} of {all}")
    if args.write:
        index, weights = fit_accused(features, labels, *args.accused)
        write("accused.weights.tsv", HEAD.format(more=" and candidates.rs", columns="accused"), index, weights)


if __name__ == "__main__":
    main()
