"""Fits the signs of a pronoun's antecedent in src/speakers/data/weights.tsv.

    CASES=cases.jsonl SIGNS=signs.jsonl cargo test --lib speakers::fit -- --ignored
    python training/speakers.py signs.jsonl src/speakers/data/weights.tsv

signs.jsonl holds one case a line: {"set", "id", "gold": actor, "candidates": [[actor, probability, {sign: value}]]}.
The sets (training/speaker_cases.py makes them; see docs/speakers.md): labels (pronouns as sources, by hand; nothing is fitted to them),
gap-development (he, she in Wikipedia), silver (he, she as sources, by the chains of
CoreNLP), hidden (sources by surname, as if they stood as a pronoun). The model is a softmax over the candidates and
"nobody"; gap-validation chooses nothing and is only reported. Without --write, the figures are printed and no more.
"""

import json
import sys

import numpy as np

SHARES = {
    "source": {"silver": 1.0, "hidden": 0.3, "gap-development": 0.3},
    "passing": {"gap-development": 1.0},
}
FITTED = """same_sentence sentence_before two_sentences_before distance same_paragraph subject subject_here subject_before
opens only_quoted owner after_preposition spoke_last spoke_here spoke mentions most_mentioned latest second_latest
first_of_paragraph first_of_sentence by_pronoun unsure named_in_content spoke_last_of_quotes gender_fits gender_against
named_in_full nobody""".split()
# First names seldom mislead, where the lists know them; who is named in a content hardly ever says it; who spoke just before
# mostly goes on: the labelled cases are too few to say so.
BY_HAND = {"gender_fits", "gender_against", "named_in_content", "spoke_last"}
PULL = 2.0  # how strongly weights are pulled to 0


MOST = 15  # candidates of one case


def read(path):
    """For each set: signs [case, candidate, sign], the last candidate being "nobody"; who is there; the gold one."""
    sets = {}
    for line in open(path):
        case = json.loads(line)
        signs, there = np.zeros((MOST + 1, len(FITTED))), np.zeros(MOST + 1, dtype=bool)
        signs[MOST, -1] = there[MOST] = 1
        gold = MOST
        for n, (actor, _, named) in enumerate(case["candidates"][:MOST]):
            signs[n, :-1] = [dict(named).get(name, 0.0) for name in FITTED[:-1]]
            there[n] = True
            gold = n if actor == case["gold"] else gold
        sets.setdefault(case["set"], []).append((signs, there, gold))
    return {name: [np.array(part) for part in zip(*cases)] for name, cases in sets.items()}


def chances(weights, signs, there):
    scores = np.where(there, signs @ weights, -np.inf)
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chance / chance.sum(axis=1, keepdims=True)


def by_hand(column, path):
    """The weights that are not fitted, as the table has them; NaN for the others."""
    table = dict(line.rstrip("\n").split("\t")[:: column][:2] for line in open(path) if not line.startswith("#"))
    return np.array([float(table[name]) if name in BY_HAND else np.nan for name in FITTED])


def fit(sets, shares, fixed):
    free = np.isnan(fixed)
    weights, step = np.where(free, 0.0, fixed), np.zeros(len(FITTED))
    for _ in range(1500):
        gradient = PULL * weights * free
        for name, share in shares.items():
            signs, there, gold = sets[name]
            wrong = chances(weights, signs, there)
            wrong[np.arange(len(gold)), gold] -= 1
            gradient = gradient + share * np.einsum("cn,cns->s", wrong, signs) * free
        step = 0.9 * step - 0.0001 * gradient
        weights = weights + step
    return weights


def sharpen(weights, sets, fixed):
    """Weights pulled to 0 are too unsure: one factor, and the weight of "nobody", chosen by the labels' likelihood. No other
    weight ever sees a label of the articles kept aside."""
    signs, there, gold = sets["labels"]
    best = None
    for factor in np.arange(1.0, 1.85, 0.1):
        for nobody in np.arange(-2.0, 2.05, 0.1):
            tried = np.where(np.isnan(fixed), weights * factor, fixed)
            tried[-1] = nobody
            loss = -np.log(chances(tried, signs, there)[np.arange(len(gold)), gold] + 1e-9).sum()
            best = min(best or (loss, 0, 0), (loss, factor, nobody))
    print("sharpened by %.1f, nobody %.1f" % best[1:])
    weights = np.where(np.isnan(fixed), weights * best[1], fixed)
    weights[-1] = best[2]
    return weights


def report(weights, sets):
    for name, (signs, there, gold) in sets.items():
        chance = chances(weights, signs, there)
        best = chance[:, :MOST].argmax(axis=1)
        named = chance[np.arange(len(gold)), best] >= 0.5
        right = (best == gold)[named].mean() if named.any() else 0.0
        print(f"{name}: {len(gold)} cases, named {named.mean():.3f}, right when named {right:.3f}")


def write(weights, column, path):
    fitted = dict(zip(FITTED, weights))
    lines = []
    for line in open(path):
        cells = line.rstrip("\n").split("\t")
        if cells[0] in fitted and cells[0] not in BY_HAND:
            # A sign that a set does not have keeps a trace, so that every sign of the table has a weight.
            cells[column] = f"{fitted[cells[0]] or 0.01:.2f}"
            line = "\t".join(cells) + "\n"
        lines.append(line)
    open(path, "w").writelines(lines)


if __name__ == "__main__":
    sets = read(sys.argv[1])
    for column, (place, shares) in enumerate(SHARES.items(), start=1):
        fixed = by_hand(column, sys.argv[2])
        weights = fit(sets, shares, fixed)
        if place == "source" and "labels" in sets:
            weights = sharpen(weights, sets, fixed)
        print(place, ", ".join(f"{name} {weight:.2f}" for name, weight in zip(FITTED, weights)))
        report(weights, sets)
        if "--write" in sys.argv:
            write(weights, column, sys.argv[2])
