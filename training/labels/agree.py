"""How far two readers agree, on accusations or on types.

    python training/labels/agree.py training/labels/accusations.jsonl training/labels/accusations-twice.jsonl
    python training/labels/agree.py training/labels/whole.jsonl training/labels/whole-twice.jsonl --types

Two accusations of an article are one if their allegations have a Jaccard index (of code points) of at least 0.3 or their
cues overlap, and the names of the accused share a word; paired one to one, best first, as `onrecord eval --kind
accusations` does. What either reader is unsure of (`sure` 1) counts neither way.
"""

import argparse
import collections
import json
import re

TITLES = {"the", "a", "an", "mr", "mrs", "ms", "sen", "rep", "gov", "president", "senator"}


def points(spans):
    return {at for start, end in spans for at in range(start, end)}


def words(name):
    return set(re.findall(r"\w+", (name or "").lower())) - TITLES


def alike(one, other):
    """How much two accusations are one; 0 if they are not."""
    if not words(one["accused"]) & words(other["accused"]):
        return 0
    a, b = points(one["allegation"]), points(other["allegation"])
    share = len(a & b) / max(1, len(a | b))
    cues = points(one["cue"]) & points(other["cue"])
    return share + bool(cues) if share >= 0.3 or cues else 0


def pairs(first, second):
    scored = sorted(((alike(a, b), n, m) for n, a in enumerate(first) for m, b in enumerate(second)), reverse=True)
    left, right = set(), set()
    for score, n, m in scored:
        if score and n not in left and m not in right:
            left.add(n), right.add(m)
            yield first[n], second[m]


def on_types(first, second):
    """Prints how many attributions have the same type, Cohen's kappa, and what differs most."""
    key = lambda a: json.dumps([a[part] for part in ("source", "cue", "content")])
    typed = {(id, key(a)): a["type"] for id, row in first.items() for a in row["attributions"]}
    both = [(typed[id, key(a)], a["type"]) for id, row in second.items() for a in row["attributions"] if (id, key(a)) in typed]
    one, other = (collections.Counter(pair[i] for pair in both) for i in (0, 1))
    same = sum(a == b for a, b in both) / len(both)
    chance = sum(one[kind] * other[kind] for kind in one) / len(both) ** 2
    print(f"{len(both)} attributions: the same type in {100 * same:.1f} %, kappa {(same - chance) / (1 - chance):.2f}")
    for (a, b), count in collections.Counter(pair for pair in both if pair[0] != pair[1]).most_common(5):
        print(f"  {a} / {b}: {count}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--types", action="store_true")
    args = parser.parse_args()
    rows = lambda path: {row["id"]: row for row in map(json.loads, open(path, encoding="utf-8"))}
    if args.types:
        on_types(rows(args.first), rows(args.second))
        return
    first, second = ({id: row["accusations"] for id, row in rows(path).items()} for path in (args.first, args.second))
    both = [(first[id], second[id]) for id in second if id in first]
    counts = {grade: [0, 0] for grade in ("explicit", "implicit")}
    met, found, precise = [], 0, 0
    for one, other in both:
        paired = list(pairs(one, other))
        precise += len(paired)
        met += [(a, b) for a, b in paired if a["sure"] > 1 or b["sure"] > 1]
        for a, _ in paired:
            counts[a["grade"]][0] += a["sure"] > 1
        for a in one:
            counts[a["grade"]][1] += a["sure"] > 1
        taken = [id(b) for _, b in paired]
        found += sum(1 for b in other if b["sure"] > 1 or id(b) in taken)
    print(f"{len(both)} articles; {sum(n for _, n in counts.values())} accusations of the first reader, {found} of the second")
    for grade, (right, all) in counts.items():
        print(f"{grade} ones of the first that the second has too: {right} of {all} ({100 * right / max(1, all):.0f} %)")
    print(f"those of the second that the first has too: {precise} of {found} ({100 * precise / max(1, found):.0f} %)")
    right, all = (sum(c[i] for c in counts.values()) for i in (0, 1))
    p, r = precise / max(1, found), right / max(1, all)
    print(f"F1 {200 * p * r / max(1e-9, p + r):.0f}")
    for name, same in (("grade", lambda a, b: a["grade"] == b["grade"]), ("denied", lambda a, b: a["denied"] == b["denied"]),
                       ("accuser", lambda a, b: not a["accuser"] and not b["accuser"] or bool(words(a["accuser"]) & words(b["accuser"])))):  # fmt: skip
        agreed = sum(same(a, b) for a, b in met)
        print(f"same {name}: {agreed} of {len(met)} ({100 * agreed / max(1, len(met)):.0f} %)")


main()
