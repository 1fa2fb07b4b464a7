"""Draws the attributions of claims.jsonl: by cue class, so that rare types occur, and with the weight that undoes it.

    python training/labels/draw.py --rows TRAIN.jsonl --part learn --without training/aside.txt > learn.tsv
    python training/labels/draw.py --rows ASIDE.jsonl DEV.jsonl --part test > test.tsv
    python training/labels/draw.py --rows TRAIN.jsonl --part learn --without training/aside.txt --second > learn-2.tsv

A line: article id, index of the attribution in its article, stratum, weight (attributions that this one stands for). The
stratum is the type that `src/claims/data/cues.tsv` gives the cue; where that is a plain statement or nothing, the type
that `content.tsv` hints at in the content, or that it holds a word of `wrongs.tsv`. It only decides what is drawn: the
labels are read, not looked up. Within a stratum the order is that of the SHA-256 of seed, id and index.
"""

import argparse
import hashlib
import json
import re
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "src" / "claims" / "data"
SEED = "claims-1"
#: How many of each stratum are wanted; what a small stratum lacks goes to the last, the plain statements.
WANTED = {
    "accusation": 22, "criticism": 20, "denial": 20, "rejection": 20, "admission": 18, "apology": 16, "demand": 22,
    "threat": 16, "warning": 18, "promise": 18, "support": 20, "agreement": 18, "prediction": 18, "statistic": 14,
    "question": 18, "no-comment": 16,
    "said:wrong": 20, "said:demand": 12, "said:promise": 12, "said:prediction": 12, "said:statistic": 10,
    "said:question": 8, "said:other": 14,
}  # fmt: skip
TOTAL = 400
#: The second round: what is hard is what an ordinary reporting word leaves to the content.
SECOND = {
    "said": 330, "said:wrong": 260, "said:demand": 50, "said:prediction": 60, "said:promise": 20, "said:statistic": 20,
    "said:question": 20, "said:other": 40, "criticism": 40, "support": 40, "rejection": 40, "denial": 20, "demand": 40,
    "accusation": 30, "promise": 20, "prediction": 20, "warning": 10, "statistic": 20, "question": 20,
}  # fmt: skip


def forms(word, part, irregular):
    """A pattern for the forms of a word: generous, as the library is."""
    stem = re.escape(word)
    if part == "verb":
        stem = rf"(?:{stem}(?:s|es|d|ed|ing)?|{re.escape(word[:-1])}(?:ies|ied|ing)|{stem}{re.escape(word[-1])}(?:ed|ing))"
    elif part == "noun":
        stem = rf"(?:{stem}(?:s|es)?|{re.escape(word[:-1])}ies)"
    return "(?:" + "|".join([stem, *map(re.escape, irregular)]) + ")" if irregular else stem


def phrases(name, column=2):
    """(pattern, type, strength) of a list."""
    out = []
    for line in (DATA / name).read_text().splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 4:
            continue
        words, part = cells[0].split(), cells[1]
        irregular = cells[4].split() if len(cells) > 4 else []
        bent = 0 if part == "verb" else len(words) - 1 if part == "noun" else None
        pieces = [forms(w, part, irregular) if i == bent else re.escape(w) for i, w in enumerate(words)]
        out.append((re.compile(r"\b" + r"\W+".join(pieces) + r"\b"), cells[column], float(cells[3]), len(words)))
    return out


CUES, CONTENT, WRONGS = phrases("cues.tsv"), phrases("content.tsv"), phrases("wrongs.tsv")
SEEN: dict = {}


def strongest(patterns, text):
    """The type of the longest, then strongest phrase in the text."""
    key = (id(patterns), text)
    if key not in SEEN:
        found = [(length, strength, kind) for p, kind, strength, length in patterns if p.search(text)]
        SEEN[key] = max(found)[2] if found else None
    return SEEN[key]


def stratum(text, attribution):
    """What an attribution is drawn as."""
    cue = " ".join(text[a:b] for a, b in attribution["cue"]).lower().replace("’", "'")
    content = " ".join(text[a:b] for a, b in attribution["content"]).lower().replace("’", "'")[:400]
    kind = strongest(CUES, cue)
    if kind not in (None, "statement"):
        return kind
    if any(p.search(content) for p, _, _, _ in WRONGS):
        return "said:wrong"
    hint = strongest(CONTENT, content)
    if hint == "statistic" and not any(c.isdigit() for c in content):
        hint = None
    if hint in ("demand", "promise", "prediction", "statistic", "question"):
        return f"said:{hint}"
    return "said:other" if hint else "said"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", nargs="+", required=True)
    parser.add_argument("--part", required=True)
    parser.add_argument("--without")
    parser.add_argument("--second", action="store_true")
    args = parser.parse_args()
    without = set(Path(args.without).read_text().split("\n")) if args.without else set()
    strata = defaultdict(list)
    for path in args.rows:
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            if row["id"] in without:
                continue
            for index, attribution in enumerate(row["attributions"]):
                if attribution["content"]:
                    key = hashlib.sha256(f"{SEED}\t{row['id']}\t{index}".encode()).hexdigest()
                    strata[stratum(row["text"], attribution)].append((key, row["id"], index))
    left = TOTAL - sum(min(n, len(strata[s])) for s, n in WANTED.items())
    drawn = []
    for name, rows in sorted(strata.items()):
        first = WANTED.get(name, left)
        chosen = sorted(rows)[first : first + SECOND.get(name, 0)] if args.second else sorted(rows)[:first]
        drawn += [(key, id, index, name, len(rows) / len(chosen)) for key, id, index in chosen]
    for key, id, index, name, weight in sorted(drawn):
        print(f"{id}\t{index}\t{name}\t{weight:.3f}")


main()
