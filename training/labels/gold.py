"""Labels + the articles that they are about → gold for `onrecord eval --kind claims` or `--kind accusations`.

    python training/labels/gold.py --labels training/labels/claims.jsonl --part report --rows POLNEAR.jsonl … > gold.jsonl

ROWS are PolNeAR's articles as JSON Lines ({"id", "text", "date", "attributions"}, `xz -dc` unpacks them). PART is learn,
choose or report; without it, all parts.
"""

import argparse
import json
from collections import defaultdict


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--labels", required=True)
    parser.add_argument("--part")
    parser.add_argument("--rows", nargs="+", required=True)
    args = parser.parse_args()
    labels = defaultdict(list)
    for line in open(args.labels, encoding="utf-8"):
        label = json.loads(line)
        if args.part in (None, label["part"]):
            labels[label["id"]].append(label)
    for path in args.rows:
        for line in open(path, encoding="utf-8"):
            article = json.loads(line)
            of_article = labels.get(article["id"])
            if not of_article:
                continue
            if "accusations" in of_article[0]:
                article["accusations"] = of_article[0]["accusations"]
                article.pop("attributions", None)
            else:
                roles = ("source", "cue", "content")
                typed = {json.dumps([l[r] for r in roles]): l for l in of_article}
                for attribution in article["attributions"]:
                    label = typed.get(json.dumps([attribution[r] for r in roles]))
                    if label:
                        attribution["type"], attribution["weight"] = label["label"], label["weight"]
            print(json.dumps(article))


main()
