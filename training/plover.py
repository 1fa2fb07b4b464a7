"""Types beside PLOVER's codes: sentences of agency news that are coded by the 2021 codebook (plv-dev), as attributions.

    python training/plover.py rows plv-dev.jsonl > rows.jsonl
    cargo run --release --example claims < rows.jsonl > types.jsonl
    python training/plover.py score plv-dev.jsonl types.jsonl

The words of the coded source are the source, the next eight words the cue, the rest the content. Counted are the sentences
of the roots that report a verbal act: ACCUSE (where `verbal`), REJECT, REQUEST, THREATEN, SUPPORT, AGREE. The mapping of
our types is `ClaimType::plover` (docs/claims.md). The set is for measuring only.
"""

import json
import re
import sys

VERBAL = ("REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE")
CUE = 8


def sentences(path):
    for row in map(json.loads, open(path, encoding="utf-8")):
        source = [s["span"] for s in row["spans"] if s["role"] == "SRC"]
        if source and (row["event"] in VERBAL or row["event"] == "ACCUSE" and row.get("verbal")):
            yield row, source[0]


def attribution(text, source):
    words = [(source[1] + m.start(), source[1] + m.end()) for m in re.finditer(r"\S+", text[source[1] :])]
    if not words:
        return {"source": [source], "cue": [], "content": [[0, source[0]]]}
    cut = words[min(CUE, len(words)) - 1][1]
    content = [[cut, len(text)]] if cut < len(text) else []
    return {"source": [source], "cue": [[words[0][0], cut]], "content": content}


def main():
    what, path = sys.argv[1:3]
    rows = list(sentences(path))
    if what == "rows":
        for row, source in rows:
            print(json.dumps({"id": row["id"], "text": row["text"], "attributions": [attribution(row["text"], source)]}))
        return
    codes = {row["id"]: row["attributions"][0]["plover"] for row in map(json.loads, open(sys.argv[3], encoding="utf-8"))}
    means = []
    for root in ("ACCUSE", *VERBAL):
        gold, found = {r["id"] for r, _ in rows if r["event"] == root}, {id for id, code in codes.items() if code == root}
        right = len(gold & found)
        f1 = 200 * right / (len(gold) + len(found))
        if root not in ("SUPPORT", "AGREE"):
            means.append(f1)
        print(f"{root:9} {len(gold):4} precision {right / max(1, len(found)):.2f} recall {right / len(gold):.2f} F1 {f1:.1f}")
    print(f"mean F1 of ACCUSE, REJECT, REQUEST, THREATEN: {sum(means) / len(means):.1f} ({len(rows)} sentences)")


main()
