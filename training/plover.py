"""Types beside other people's labels: PLOVER's and CAMEO's codes of sentences, and reports whose accusing cue is hidden.

    python training/plover.py rows SET.jsonl > rows.jsonl
    cargo run --release --example claims -- --network < rows.jsonl > types.jsonl     # or without --network
    python training/plover.py score SET.jsonl types.jsonl

    python training/plover.py texts petrarch.jsonl > texts.jsonl
    onrecord extract < texts.jsonl > found.jsonl
    python training/plover.py found petrarch.jsonl found.jsonl

SET is plv-dev or plover-gold (the words of the coded source are the source, the next eight words the cue, the rest the
content), or PolNeAR: then its reports with the cue accuse, blame, allege or charge ("hidden") and those with "said"
("plain") are read without their cues: what is told tells of an accusation, or not. Counted are the sentences of the roots that report a
verbal act: ACCUSE (where `verbal` says so, or nothing does), REJECT, REQUEST, THREATEN, SUPPORT, AGREE. The mapping of our
types is `ClaimType::plover` (docs/claims.md). plv-dev and plover-gold are for measuring only.
"""

import json
import re
import sys

VERBAL = ("REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE")
OLDER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE"}
FAMILIES = {"03": "AGREE", "05": "SUPPORT", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN"}
CUE = 8
ACCUSING = re.compile(r"\b(accus|blam|alleg|charg)(e|es|ed|ing)\b", re.I)
PLAIN = re.compile(r"^(said|says|say)$", re.I)


def lines(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def sentences(rows):
    for row in rows:
        source = [s["span"] for s in row.get("spans", []) if s["role"].startswith("SRC")]
        row["event"] = OLDER.get(row["event"], row["event"])
        if source and (row["event"] in VERBAL or row["event"] == "ACCUSE" and row.get("verbal", True)):
            yield row, source[0]


def attribution(text, source):
    words = [(source[1] + m.start(), source[1] + m.end()) for m in re.finditer(r"\S+", text[source[1] :])]
    if not words:
        return {"source": [source], "cue": [], "content": [[0, source[0]]]}
    cut = words[min(CUE, len(words)) - 1][1]
    content = [[cut, len(text)]] if cut < len(text) else []
    return {"source": [source], "cue": [[words[0][0], cut]], "content": content}


def reports(rows):
    """PolNeAR's articles, each with its reports of an accusing cue and of "said", without the cues."""
    for row in rows:
        kept = []
        for a in row["attributions"]:
            cue = " ".join(row["text"][start:end] for start, end in a["cue"])
            group = "hidden" if ACCUSING.search(cue) else "plain" if PLAIN.match(cue) else None
            if group and a["source"] and a["content"]:
                kept.append({"source": a["source"], "cue": [], "content": a["content"], "group": group})
        yield {"id": row["id"], "text": row["text"], "attributions": kept}


def table(gold, found, roots):
    """Precision, recall and F1 of each root, from sets of ids."""
    means = []
    for root in roots:
        right = len(gold[root] & found[root])
        if not gold[root]:
            continue
        f1 = 200 * right / (len(gold[root]) + len(found[root]))
        if root not in ("SUPPORT", "AGREE"):
            means.append(f1)
        precision, recall = right / max(1, len(found[root])), right / len(gold[root])
        print(f"{root:9} {len(gold[root]):4} precision {precision:.2f} recall {recall:.2f} F1 {f1:.1f}")
    print(f"mean F1 of ACCUSE, REJECT, REQUEST, THREATEN: {sum(means) / len(means):.1f}")


def score_codes(rows, types):
    rows = list(sentences(rows))
    first = {row["id"]: row["attributions"][0] for row in types if row["attributions"]}
    roots = ("ACCUSE", *VERBAL)
    gold = {root: {r["id"] for r, _ in rows if r["event"] == root} for root in roots}
    ids = {r["id"] for r, _ in rows}
    found = {root: {i for i, a in first.items() if i in ids and a["plover"] == root} for root in roots}
    table(gold, found, roots)
    moded = [(r["mode"], first[r["id"]]) for r, _ in rows if r.get("mode") and r["id"] in first]
    met = [(mode, a["mode"]) for mode, a in moded if a["plover"] == "THREATEN"]
    if moded:
        told = [pair for pair in met if pair[1]]
        right = sum(mode == given for mode, given in told)
        print(f"modes of THREATEN: {len(moded)} coded, {len(met)} found a threat, {len(told)} with a mode, {right} right")


def score_hidden(rows, types):
    of = {row["id"]: row["attributions"] for row in types}
    counts = {"hidden": [0, 0], "plain": [0, 0]}
    for row in reports(rows):
        for a, typed in zip(row["attributions"], of.get(row["id"], [])):
            counts[a["group"]][0] += typed["plover"] == "ACCUSE"
            counts[a["group"]][1] += 1
    for group, (accuse, all_) in counts.items():
        print(f"{group:7} {all_:5} reports, {100 * accuse / max(1, all_):.1f} % typed accusation or criticism")


def main():
    what, path = sys.argv[1:3]
    rows = lines(path)
    if what == "rows" and "attributions" in rows[0]:
        for row in reports(rows):
            print(json.dumps(row))
    elif what == "rows":
        for row, source in sentences(rows):
            print(json.dumps({"id": row["id"], "text": row["text"], "attributions": [attribution(row["text"], source)]}))
    elif what == "score":
        (score_hidden if "attributions" in rows[0] else score_codes)(rows, lines(sys.argv[3]))
    elif what == "texts":
        for row in rows:
            print(json.dumps({"id": row["id"], "text": row["text"]}))
    elif what == "found":
        roots = ("ACCUSE", *VERBAL)
        of = {row["id"]: {FAMILIES.get(code[:2]) for _, _, code in row["events"] or []} for row in rows}
        gold = {root: {i for i, events in of.items() if root in events} for root in roots}
        seen = {row["id"]: {a["claim"]["plover"] for a in row.get("attributions", [])} for row in lines(sys.argv[3])}
        found = {root: {i for i, codes in seen.items() if root in codes} for root in roots}
        table(gold, found, roots)


main()
