"""Makes the trees that tell which lines of a page are the article's: src/ingest/data/page-trees.tsv.

    cargo build --example pages
    pip install -r tools/requirements.txt scikit-learn
    python training/pages.py FOLDER --program target/debug/examples/pages

FOLDER is that of tools/pages.py. Only the halves "look" of the sets with texts are used; the halves "report" are never
read. A line's label: whether most of its words stand in the answer, in the same order. A page weighs the same whatever
its length, a line by its words. `--folds 5` prints what pages score that the trees were not made from, and writes
nothing.
"""

import argparse
import collections
import difflib
import hashlib
import json
import os
import subprocess
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
import pages as measured  # noqa: E402

SETS = ["scrapinghub", "wcxb", "readability"]
WRITTEN = os.path.join(os.path.dirname(__file__), "..", "src", "ingest", "data", "page-trees.tsv")
HEAD = """# Which lines of a page are the article's: boosted trees, made by training/pages.py from the halves "look" of the sets of
# pages that tools/pages.py names. Rows: base VALUE; tree; ask NAME MOST YES NO; add VALUE (src/ingest/html/trees.rs).
"""
# As in src/ingest/html/body.rs and lean.rs.
LIKELY, LIKELY_LONG = 0.5, 0.3
WEIGHT, MOST, MOST_WORDS = 0.3, 5, 60
# A line is known again by its letters from so many words on, if so much of it stands in shorter lines.
ALONE, KNOWN = 20, 0.8


def labels(lines, answer):
    """For each line the share of its words that the answer has in the same order."""
    split = [measured.words(line) for line in lines]
    flat = [word for line in split for word in line]
    found = np.zeros(len(flat))
    for at, _, length in difflib.SequenceMatcher(None, flat, measured.words(answer), autojunk=False).get_matching_blocks():
        found[at : at + length] = 1
    ends = np.cumsum([len(line) for line in split])
    return np.array([found[end - len(line) : end].mean() if line else 0.0 for line, end in zip(split, ends)])


def weights(page):
    words = np.array([len(measured.words(line)) for line in page["lines"]])
    weight = np.minimum(words / max(words[page["labels"] > 0.5].sum(), 50), 0.5) + 0.0005
    return 100 * weight / weight.sum()


def read(folder, program, name):
    items = [(a, measured.decoded(d)) for a, d in measured.pages(folder, name, "look")]
    items = [(a, html) for a, html in items if html and a.get("text")]
    asked = "".join(json.dumps({"id": n, "html": html}) + "\n" for n, (_, html) in enumerate(items))
    run = subprocess.run([program, "--lines"], input=asked.encode(), stdout=subprocess.PIPE, check=True)
    for (answer, _), row in zip(items, map(json.loads, run.stdout.splitlines())):
        if row.get("lines"):
            lines, values = zip(*row["lines"])
            yield {"set": name, "file": answer["file"], "answer": answer["text"], "lines": lines, "names": row["names"],
                   "values": np.array(values, dtype=np.float32), "labels": labels(lines, answer["text"])}


def trained(pages):
    values = np.vstack([page["values"] for page in pages])
    is_article = np.concatenate([page["labels"] > 0.5 for page in pages])
    weight = np.concatenate([weights(page) for page in pages])
    # Two kinds, since few pages make either unsteady: their mean is steadier.
    kinds = [{"max_iter": 100, "max_leaf_nodes": 10, "min_samples_leaf": 60}, {"max_iter": 160, "max_leaf_nodes": 6, "min_samples_leaf": 200}]
    models = [HistGradientBoostingClassifier(learning_rate=0.08, l2_regularization=5, max_features=0.25, random_state=0, **kind) for kind in kinds]
    return [model.fit(values, is_article, sample_weight=weight) for model in models]


def rows(models, names):
    yield f"base\t{np.mean([model._baseline_prediction.item() for model in models]):.5g}"
    for model in models:
        for (tree,) in model._predictors:
            yield "tree"
            for node in tree.nodes:
                if node["is_leaf"]:
                    yield f"add\t{node['value'] / len(models):.4g}"
                else:
                    yield f"ask\t{names[node['feature_idx']]}\t{node['num_threshold']:.6g}\t{node['left']}\t{node['right']}"


def leant(page, sums):
    """The sums, each with the mean of the other lines of its kind and of its place (known by what is measured of these)."""
    weight = np.minimum(np.expm1(page["values"][:, page["names"].index("words")]) + 1, MOST_WORDS)
    bounded = weight * np.clip(sums, -MOST, MOST)
    total = sums.copy()
    for kind in ("alike", "parent"):
        columns = [at for at, name in enumerate(page["names"]) if name == kind or name.startswith(kind + " ")]
        _, group = np.unique(page["values"][:, columns], axis=0, return_inverse=True)
        group = group.ravel()
        others = np.bincount(group, weight)[group] - weight
        total += WEIGHT * (np.bincount(group, bounded)[group] - bounded) / np.maximum(others, 1)
    return total


def once(lines, keep):
    """Without lines that only repeat shorter ones."""
    runs = [[tuple(words[at : at + 4]) for at in range(max(len(words) - 3, 1))] for words in map(measured.words, lines)]
    seen, kept = set(), keep.copy()
    for at in sorted(np.flatnonzero(keep), key=lambda at: len(runs[at])):
        known = sum(run in seen for run in runs[at])
        kept[at] = len(runs[at]) + 3 < ALONE or known <= KNOWN * len(runs[at])
        seen.update(runs[at])
    return kept


def chosen(models, page):
    sums = leant(page, np.mean([model.decision_function(page["values"]) for model in models], axis=0))
    column = lambda name: page["values"][:, page["names"].index(name)]
    is_long = (column("readable") > 0) & (column("words") > np.log(13)) & (column("links") < 0.5)
    keep = once(page["lines"], 1 / (1 + np.exp(-sums)) > np.where(is_long, LIKELY_LONG, LIKELY))
    return "\n".join(line for line, kept in zip(page["lines"], keep) if kept)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder")
    options.add_argument("--program", default="target/release/examples/pages")
    options.add_argument("--folds", type=int, default=0)
    args = options.parse_args()
    pages = [page for name in SETS for page in read(args.folder, args.program, name)]
    names = pages[0]["names"]
    if not args.folds:
        with open(WRITTEN, "w", encoding="utf-8") as table:
            table.write(HEAD + "\n".join(rows(trained(pages), names)) + "\n")
        return
    fold = lambda page: hashlib.sha256(b"fold" + page["file"].encode()).digest()[0] % args.folds
    scores = collections.defaultdict(list)
    for held in range(args.folds):
        models = trained([page for page in pages if fold(page) != held])
        for page in pages:
            if fold(page) == held:
                scores[page["set"]].append(measured.bag_f1(chosen(models, page), page["answer"]))
    for name, values in scores.items():
        print(f"{name} ({len(values)} pages)  body {np.mean(values):.4f}")


if __name__ == "__main__":
    main()
