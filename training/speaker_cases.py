"""Makes the cases on which training/speakers.py fits the weights of src/speakers/data/weights.tsv.

    python training/speaker_cases.py --data DATA --gold GOLD.jsonl [--found FOUND.jsonl] > cases.jsonl

DATA is the project's data folder. GOLD.jsonl is what `training/labels/speakers.py gold TRAIN.jsonl --half train` prints:
labelled articles of PolNeAR train, none of those kept aside. A case is one text: {"set", "id", "text", "title", "names":
[all labelled names], "at": [{"span", "class", and the answer: "names" or "spans" of its names in the text}],
"attributions"}, spans in code points. Sets: labels (every fourth article is "held", for choosing how strongly weights are
pulled to 0), gap-development, gap-validation (he and she in Wikipedia; "a" and "b" are the two names that GAP asks for), gum (he and she in those genres whose licence
allows it, by the chains), gum-other (the other genres: measured, never fitted), hidden (PolNeAR train without the articles
kept aside: sources by surname, as if they stood as a pronoun or as a role of theirs).
"""

import argparse
import hashlib
import json
import lzma
import pathlib
import sys
import urllib.parse

TRAINING = ("academic", "court", "interview")


def rows(path):
    return (json.loads(line) for line in lzma.open(path, "rt"))


def page(url):
    """The title of a page of Wikipedia: what stands in brackets tells it from others of its name."""
    return urllib.parse.unquote(url.rsplit("/", 1)[-1]).replace("_", " ").split(" (")[0]


def gap(data, parts):
    for row in rows(data / "coref/gap.jsonl.xz"):
        gold = [row[x]["span"] for x in "ab" if row[x]["coref"]]
        if row["part"] in parts:
            names = {x: row[x]["span"] for x in "ab"}
            at = [{"span": row["pronoun"]["span"], "class": "passing", "spans": gold} | names | {"coref": {x: row[x]["coref"] for x in "ab"}}]
            known = "gap-" + row["part"] + ("" if gold else "-neither")  # somebody else, or nobody: not fitted
            yield {"set": known, "id": row["id"], "text": row["text"], "title": page(row["url"]), "names": [], "at": at, "attributions": []}


def gum(data):
    """He, she and their forms whose chain has a name."""
    for row in rows(data / "attributions/gum-other.jsonl.xz"):
        text, at = row["text"], []
        for chain in row["chains"]:
            spans = [m["span"] for m in chain["mentions"]]
            named = [m["span"] for m in chain["mentions"] if m["kind"] in ("name", "proper")]
            for span in spans:
                if text[slice(*span)].lower() in ("he", "she", "his", "her", "him") and named:
                    at.append({"span": span, "class": "passing", "spans": named})
        if at:
            known = "gum" if row["genre"] in TRAINING else "gum-other"
            yield {"set": known, "id": row["id"], "text": text, "names": [], "at": at, "attributions": []}


def labels(path):
    for row in map(json.loads, open(path)):
        at = []
        for a in row["attributions"]:
            if not a["speakers"] or not a["source"]:
                continue
            first = a["speakers"][0]
            if first["known_by"] in ("pronoun", "title", "description"):
                names = [s["name"] for s in a["speakers"]]
                if len(names) > 1 and first["known_by"] != "pronoun":
                    continue  # which of them is weighed is not known
                kind = "pronoun" if first["known_by"] == "pronoun" else "described" if first["resolvable"] else "unnamed"
                at.append({"span": [a["source"][0][0], a["source"][-1][1]], "class": kind, "names": names})
        held = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 4 == 0
        names = sorted({s["name"] for a in row["attributions"] for s in a["speakers"]})
        parts = {k: row.get(k) for k in ("id", "text", "title")}
        yield parts | {"set": "held" if held else "labels", "names": names, "at": at, "attributions": row["attributions"]}


def hidden(data):
    aside = set(pathlib.Path(__file__).with_name("aside.txt").read_text().split("\n"))
    for row in rows(data / "attributions/polnear-train.jsonl.xz"):
        if row["id"] not in aside:
            parts = {k: row.get(k) for k in ("id", "text", "title", "attributions")}
            yield parts | {"set": "hidden", "hidden": True, "names": [], "at": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--gold", type=pathlib.Path, required=True)
    parser.add_argument("--test", action="store_true", help="GAP's test part too, to measure")
    args = parser.parse_args()
    parts = ("development", "validation") + (("test",) if args.test else ())
    for case in [*gap(args.data, parts), *gum(args.data), *labels(args.gold), *hidden(args.data)]:
        json.dump(case, sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
