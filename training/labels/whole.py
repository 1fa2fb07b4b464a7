"""Types and accusations of whole articles: sheets to read, shorthand → whole.jsonl, labels + articles → JSON Lines to learn from.

    python training/labels/whole.py sheet TRAIN.jsonl --from 0 --to 10
    python training/labels/whole.py pack TRAIN.jsonl --shorthand FILE… > training/labels/whole.jsonl

TRAIN.jsonl holds PolNeAR train (rows of training/aside.txt are left out). The order of the articles is that of the
SHA-256 of "claims-train:" + id, in hex. What the labels mean stands in claims.md and accusations.md.

Shorthand: `@ID`; then types as `3 criticism; 4 statement`; then accusations, a line each:

    a e 12 | ACCUSER | ACCUSED | words of the accused | words of the allegation | n | 3

e (explicit) or i (implicit); the number of the attribution that carries it (`-` where none does: then an eighth field
gives the words of the cue); the names in their fullest form in the article, `-` where nobody is named as accuser; the
words that stand for the accused and the allegation, verbatim, `…` between pieces; y where the article says that the
accused denies it, else n; how sure (3 no doubt, 2 likely, 1 could be left out).
"""

import argparse
import hashlib
import json
import pathlib
import re
import sys

ASIDE = pathlib.Path(__file__).parents[1] / "aside.txt"
TYPES = """accusation criticism denial rejection admission apology demand threat warning promise support agreement
prediction statistic question no-comment statement""".split()
GRADES = {"e": "explicit", "i": "implicit"}


def articles(path):
    """PolNeAR train without the articles kept aside, in the order of the draw."""
    aside = set(ASIDE.read_text().split("\n"))
    rows = [row for row in map(json.loads, open(path)) if row["id"] not in aside]
    return sorted(rows, key=lambda row: hashlib.sha256(("claims-train:" + row["id"]).encode()).hexdigest())


def sheet(row, number):
    """The article with its attributions numbered in place: [3|source], <3 cue>, {3 content}."""
    marks = []
    for n, a in enumerate(row["attributions"], 1):
        for part, (before, behind) in (("source", (f"[{n}|", "]")), ("cue", (f"<{n} ", ">")), ("content", ("{%d " % n, "}"))):
            for start, end in a[part]:
                marks += [(start, 1, -end, before), (end, 0, -start, behind)]
    out, last = [], 0
    for at, _, _, mark in sorted(marks):
        out += [row["text"][last:at], mark]
        last = at
    out.append(row["text"][last:])
    heading = f"#### {number} @{row['id']} ({len(row['attributions'])} attributions) {row.get('title')}"
    return heading + "\n" + re.sub(r"\s*\n\s*", "\n", "".join(out))


def near(text, words, at, where):
    """Spans of the pieces of `words`: of several places the nearest to `at`."""
    spans = []
    for piece in filter(None, (p.strip() for p in re.split("…|\\.\\.\\.", "" if words == "-" else words))):
        # whole words: "he" is not in "the"
        pattern = r"(?<!\w)" * piece[0].isalnum() + r"\s+".join(map(re.escape, piece.split())) + r"(?!\w)" * piece[-1].isalnum()
        found = [m.span() for m in re.finditer(pattern, text)] or [m.span() for m in re.finditer(pattern, text, re.I)]
        if not found:
            print(f"{where}: not in the text: {piece}", file=sys.stderr)
            continue
        spans.append(min(found, key=lambda s: abs(s[0] - at)))
        at = spans[-1][1]
    return sorted(spans)


def unpack(path, rows):
    """One file of shorthand → (id, types, accusations)."""
    row, types, accusations = None, {}, []
    for count, line in enumerate(open(path, encoding="utf-8"), 1):
        line, where = line.strip(), f"{path}:{count}"
        if line.startswith("@"):
            if row:
                yield row, types, accusations
            row, types, accusations = rows.get(line[1:].strip()), {}, []
            if row is None:
                print(f"{where}: no such article", file=sys.stderr)
        elif row and re.match(r"a [ei] ", line):
            fields = [field.strip() for field in line.split("|")]
            _, grade, number = fields[0].split()
            if len(fields) < 7:
                print(f"{where}: {len(fields)} fields", file=sys.stderr)
                continue
            accuser, accused, accused_words, allegation, denied, sure = fields[1:7]
            carrier = row["attributions"][int(number) - 1] if number != "-" else None
            cue = carrier["cue"] if carrier else near(row["text"], fields[7], 0, where) if len(fields) > 7 else []
            begin = [s for s, _ in (carrier["content"] if carrier else cue)]
            at = begin[0] if begin else 0
            accusations.append({
                "attribution": int(number) - 1 if carrier else None, "grade": GRADES[grade],
                "accuser": None if accuser == "-" else accuser, "accused": accused,
                "accused_spans": near(row["text"], accused_words, at, where), "cue": cue,
                "allegation": near(row["text"], allegation, at, where), "denied": denied == "y", "sure": int(sure),
            })  # fmt: skip
        elif row:
            for label in filter(None, (part.strip() for part in line.split(";"))):
                number, kind = label.split()
                if kind not in TYPES or not 1 <= int(number) <= len(row["attributions"]):
                    print(f"{where}: {label}", file=sys.stderr)
                    continue
                types[int(number) - 1] = kind
    if row:
        yield row, types, accusations


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("sheet", "pack"))
    parser.add_argument("train")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", type=int, default=10)
    parser.add_argument("--shorthand", nargs="+", default=[])
    args = parser.parse_args()
    drawn = articles(args.train)
    if args.do == "sheet":
        for number, row in enumerate(drawn[args.first : args.to], args.first):
            print(sheet(row, number) + "\n")
        return
    rows = {row["id"]: row for row in drawn}
    for path in args.shorthand:
        for row, types, accusations in unpack(path, rows):
            if missing := len(row["attributions"]) - len(types):
                print(f"{path}: {row['id']}: {missing} attributions without a type", file=sys.stderr)
            spans = [{part: a[part] for part in ("source", "cue", "content")} for a in row["attributions"]]
            typed = [spans[n] | {"type": kind} for n, kind in sorted(types.items())]
            for a in accusations:
                a["attribution"] = None if a["attribution"] is None else spans[a["attribution"]]
            print(json.dumps({"id": row["id"], "attributions": typed, "accusations": accusations}, ensure_ascii=False))


if __name__ == "__main__":
    main()
