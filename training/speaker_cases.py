"""Makes the cases on which training/speakers.py fits the weights of pronouns.

    python training/speaker_cases.py --data DATA --gold GOLD.jsonl > cases.jsonl

DATA is the project's data folder. GOLD.jsonl is the half "choose" of the labelled articles (training/labels/speakers.py
gold … --half choose). A case is one text: {"set", "id", "text", "at": [[pronoun, [names of its antecedent]]],
"attributions": [{"source", "content"}]}, spans in code points. Sets: gap-development, gap-validation (he and she in
Wikipedia), silver (he and she as sources in PolNeAR train without the articles kept aside, by the chains of CoreNLP; the
same lines give the set "hidden": sources by surname, hidden), labels (pronouns as sources, by hand, in the articles kept
aside: none of PolNeAR dev).
"""

import argparse
import json
import lzma
import pathlib
import re
import sys

THIRD = {"he", "she", "it", "they", "his", "her", "its", "their"}
ASIDE = {line.strip() for line in open(pathlib.Path(__file__).with_name("aside.txt")) if not line.startswith("#")}


def rows(path):
    return (json.loads(line) for line in lzma.open(path, "rt"))


def gap(data):
    for row in rows(data / "coref/gap.jsonl.xz"):
        gold = [row[x]["span"] for x in "ab" if row[x]["coref"]]
        if gold and row["part"] in ("development", "validation"):
            yield {"set": "gap-" + row["part"], "id": row["id"], "text": row["text"], "at": [[row["pronoun"]["span"], gold]], "attributions": []}


def attributions(row):
    return [{"source": a["source"], "content": a["content"]} for a in row["attributions"] if a["source"]]


def silver(data):
    parses = {row["id"]: row for row in rows(data / "silver/polnear-train-corenlp.jsonl.xz")}
    for row in rows(data / "attributions/polnear-train.jsonl.xz"):
        if row["id"] in ASIDE or row["id"] not in parses:
            continue
        text, at = row["text"], []
        chains = parses[row["id"]]["coref"]
        for a in row["attributions"]:
            if len(a["source"]) != 1 or text[slice(*a["source"][0])].lower() not in ("he", "she"):
                continue
            source = a["source"][0]
            for chain in chains:
                if any(m[:2] == source for m in chain):
                    # Names, the representative one first.
                    named = [m for m in chain if text[m[0] : m[0] + 1].isupper() and m[1] - m[0] > 3 and m[:2] != source]
                    named.sort(key=lambda m: not m[2])
                    at.append([source, [m[:2] for m in named]])
        yield {"set": "silver", "id": row["id"], "text": text, "at": at, "attributions": attributions(row)}


def labels(path):
    for row in map(json.loads, open(path)):
        if row["id"] not in ASIDE:
            continue  # PolNeAR dev is for measuring only
        at = []
        for a in row["attributions"]:
            one = len(a["source"]) == 1 == len(a["speakers"])
            if one and row["text"][slice(*a["source"][0])].lower() in THIRD:
                name = a["speakers"][0]["name"]
                forms = [name, name.split()[-1]]
                spans = [m.span() for form in forms for m in re.finditer(r"\b%s\b" % re.escape(form), row["text"])]
                at.append([a["source"][0], spans])
        yield {"set": "labels", "id": row["id"], "text": row["text"], "at": at, "attributions": attributions(row)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--gold", type=pathlib.Path, required=True)
    args = parser.parse_args()
    for case in [*gap(args.data), *silver(args.data), *labels(args.gold)]:
        json.dump(case, sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
