"""Fits src/speakers/data/weights.tsv: whom a pronoun or a description means.

    CASES=cases.jsonl SIGNS=signs.jsonl cargo test --lib speakers::fit -- --ignored
    python training/speakers.py signs.jsonl src/speakers/data/weights.tsv [--write]

signs.jsonl holds one choice a line: {"set", "place", "class", "right": [actors], "nobody": [[sign, value]], "candidates":
[[actor, probability, [[sign, value]], name]]}. The sets (training/speaker_cases.py makes them; see docs/speakers.md): labels
and held (by hand, PolNeAR train), gap-development, gap-validation, gum; gap-test and gum-other are only measured. The model
is a softmax over the candidates and "nobody", whose signs are weighed like a candidate's; several candidates may be right.
How strongly weights are pulled to 0 is chosen by the likelihood of the held-out part, then all labels are fitted. The
signs of earlier choices depend on the weights: fit, write, and fit again.
"""

import json
import sys

import numpy as np
import torch

MOST = 24  # candidates of one choice
PULLS = (5e-4, 1e-3)
# A hidden name is surely somebody: "nobody" is no candidate there.
HIDDEN = 0.05
PLACES = ("source", "passing", "description")
# What each place is fitted to, and how much a case counts.
SHARES = {
    "source": {"labels": 1.0},
    "passing": {"gap-development": 1.0, "gap-validation": 1.0, "gum": 0.5},
    "description": {"labels": 1.0, "hidden": HIDDEN},
}
COLUMN = {"source": 1, "passing": 2, "description": 3}


# What is rare in political news of one country, and sure all the same: weights are pulled to these, and ten
# times as strongly as all others to 0.
PRIOR = {"gender_against": -4.0, "gender_sure": 1.0, "answers": 4.0, "named_in_content": -3.5, "same_country": 1.6, "other_country": -3.0, "same_party": 1.5, "other_party": -2.0}
# What the labels may move further: a role that the article gives.
SOFT = {"same_role": 3.0, "like_role": 1.5, "rival_role": -1.0}


def read(path, names):
    """{(set, place): [signs, there, right]}; the last candidate is "nobody"."""
    at = {name: n for n, name in enumerate(names)}
    cases = {}
    for case in map(json.loads, open(path)):
        signs, there, right = np.zeros((MOST + 1, len(names)), np.float32), np.zeros(MOST + 1, bool), np.zeros(MOST + 1, bool)
        rows = [(n, signed, actor in case["right"]) for n, (actor, _, signed, _) in enumerate(case["candidates"][:MOST])]
        for n, signed, good in [*rows, (MOST, case["nobody"], not any(good for _, _, good in rows))]:
            there[n], right[n] = n < MOST or case["set"] != "hidden", good
            for name, value in signed:
                signs[n, at[name]] = value
        if case["place"] < len(PLACES):
            cases.setdefault((case["set"], PLACES[case["place"]]), []).append((signs, there, right))
    return {key: [torch.tensor(np.array(part)) for part in zip(*rows)] for key, rows in cases.items()}


def chances(weights, signs, there):
    return torch.log_softmax((signs @ weights).masked_fill(~there, -1e9), -1)


def loss(weights, signs, there, right):
    return -torch.logsumexp(chances(weights, signs, there).masked_fill(~right, -1e9), -1)


def fit(parts, names, pull):
    prior = torch.tensor([PRIOR.get(name, SOFT.get(name, 0.0)) for name in names])
    strength = torch.tensor([10.0 if name in PRIOR else 3.0 if name in SOFT else 1.0 for name in names])
    weights = prior.clone().requires_grad_(True)
    step = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")
    total = sum(share * len(part[0]) for part, share in parts)

    def closure():
        step.zero_grad()
        value = sum(share * loss(weights, *part).sum() for part, share in parts) / total + pull * (strength * (weights - prior) ** 2).sum()
        value.backward()
        return value

    step.step(closure)
    return weights.detach()


def report(name, weights, signs, there, right):
    chance = chances(weights, signs, there).exp().numpy()
    right, best = right.numpy(), chance[:, :MOST].argmax(axis=1)
    rows = np.arange(len(best))
    named, good, known = chance[rows, best] >= 0.5, right[rows, best], ~right[:, MOST]
    print(
        f"  {name}: {len(best)}, answer among the candidates {known.mean():.3f}; of these right {(named & good)[known].mean():.3f}, "
        f"best one right {good[known].mean():.3f}; wrong of named {(named & ~good).sum() / max(1, named.sum()):.3f}"
    )


def gap_f1(path, weights, at, part):
    """F1 as GAP's scorer counts: the decisions on both names of all passages of a part, the best candidate's or at least
    with one half: (best, sure). A passage whose pronoun was not weighed decides for neither."""
    counts = {"best": np.zeros(3), "sure": np.zeros(3)}  # right, wrong, missed
    for case in map(json.loads, open(path)):
        if case["set"] not in (f"gap-{part}", f"gap-{part}-neither"):
            continue
        sums = [sum(value * weights[at[name]] for name, value in signed) for _, _, signed, _ in case["candidates"]]
        nobody = sum(value * weights[at[name]] for name, value in case["nobody"])
        best = int(np.argmax(sums)) if sums else None
        chance = np.exp(sums[best] - np.logaddexp.reduce([*sums, nobody])) if sums else 0.0
        for kind, count in counts.items():
            for name in "ab":
                said = bool(sums) and case["candidates"][best][0] in case[name] and (kind == "best" or chance >= 0.5)
                true = case["coref"][name]
                count += [said and true, said and not true, true and not said]
    return {kind: 2 * right / max(1, 2 * right + wrong + missed) for kind, (right, wrong, missed) in counts.items()}


def main():
    path, table = sys.argv[1:3]
    lines = [line.rstrip("\n").split("\t") for line in open(table)]
    names = [cells[0] for cells in lines if cells[0] and not cells[0].startswith("#")]
    cases = read(path, names)
    for place in PLACES:
        shares = SHARES[place]
        # GAP's and GUM's pronouns are no sources: they are weighed as passing ones, and count for both places.
        source = lambda name: cases.get((name, place)) or cases.get((name, "passing"))
        parts = [(source(name), share) for name, share in shares.items() if source(name)]
        held = cases.get(("held", place))
        pull = PULLS[0]
        if held:
            tried = [(loss(fit(parts, names, pull), *held).mean().item(), pull) for pull in PULLS]
            pull = min(tried)[1]
            print(place, "pull", pull, "held out", [f"{value:.3f}" for value, _ in tried])
            report("held out", fit(parts, names, pull), *held)
            parts.append((held, 1.0))
        weights = fit(parts, names, pull)
        print(place)
        for (name, where), part in sorted(cases.items()):
            if where == place and not name.endswith("-neither"):
                report(name, weights, *part)
        if place == "passing":
            at = {name: n for n, name in enumerate(names)}
            for part in ("development", "validation", "test"):
                print("  GAP F1", part, {k: f"{f1:.3f}" for k, f1 in gap_f1(path, weights.numpy(), at, part).items()})
        for cells in lines:
            if cells[0] in names:
                cells[COLUMN[place]] = f"{weights[names.index(cells[0])].item():.2f}"
    if "--write" in sys.argv:
        for cells in lines:
            # A sign that weighs nothing anywhere keeps a trace: every sign of the table has a weight.
            if cells[0] in names and not any(float(weight) for weight in cells[1:5]):
                cells[1] = "0.01"
        open(table, "w").writelines("\t".join(cells) + "\n" for cells in lines)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
