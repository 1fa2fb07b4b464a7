"""Speaker labels: sheets to read, shorthand → speakers.jsonl, speakers.jsonl + articles → a gold file for `onrecord eval`.

    python training/labels/speakers.py sheet ASIDE.jsonl DEV.jsonl --from 0 --to 6
    python training/labels/speakers.py pack ASIDE.jsonl DEV.jsonl --shorthand FILE… > training/labels/speakers.jsonl
    python training/labels/speakers.py agree training/labels/speakers.jsonl
    python training/labels/speakers.py gold ASIDE.jsonl DEV.jsonl --half choose > GOLD.jsonl

ASIDE.jsonl holds the rows of PolNeAR train whose ids stand in training/aside.txt, DEV.jsonl those of PolNeAR dev. What
the labels mean stands in speakers.md. The order of the articles is that of the SHA-256 of "speakers:" + id, in hex; of
the first 44 of the articles kept aside and the first 16 of dev, every second one is for choosing, the others for
reporting.
"""

import argparse
import hashlib
import json
import pathlib
import re
import sys

LABELS = pathlib.Path(__file__).with_suffix(".jsonl")
TYPES = dict(p="person", o="organization", l="place", g="group", d="document", u="unnamed")
KNOWN = {"n": "name", "s": "short_name", "t": "title", "d": "description", "p": "pronoun", "-": "none"}
UNRESOLVED = "x"  # as "d", of a name with a capital letter that is nevertheless a description only: "Republican legislators"
COUNTS = {"aside": 44, "dev": 16}


def articles(paths):
    """The chosen articles of each set, in their order, aside and dev interleaved so that any beginning has both."""
    chosen = []
    for (name, count), path in zip(COUNTS.items(), paths):
        rows = [json.loads(line) for line in open(path)]
        rows.sort(key=lambda row: hashlib.sha256(("speakers:" + row["id"]).encode()).hexdigest())
        for rank, row in enumerate(rows[:count]):
            row |= {"set": name, "half": "choose" if rank % 2 == 0 else "report", "at": rank / count}
            chosen.append(row)
    return sorted(chosen, key=lambda row: (row["at"], row["set"]))


def sheet(row, number):
    """The article with its sources and cues numbered in place: [3|He], <3 said>, and [3|] where there is no source."""
    text, marks = row["text"], []
    for n, a in enumerate(row["attributions"], 1):
        for start, end in a["source"]:
            marks += [(start, 1, f"[{n}|"), (end, 0, "]")]
        for start, end in a["cue"]:
            marks += [(start, 1, f"<{n} "), (end, 0, ">")]
        if not a["source"]:
            start = min(s for part in ("cue", "content") for s, _ in a[part])
            marks.append((start, 1, f"[{n}|]"))
        if not a["cue"]:
            marks.append((min(s for s, _ in a["content"]), 1, f"<{n}>"))
    out, last = [], 0
    for at, _, mark in sorted(marks, key=lambda m: m[:2]):
        out += [text[last:at], mark]
        last = at
    out.append(text[last:])
    heading = f"#### {number} {row['id']} ({len(row['attributions'])}; {row.get('author')}) {row.get('title')}"
    return heading + "\n" + re.sub(r"\s*\n\s*", "\n", "".join(out))


def unpack(path):
    """Shorthand: `@ID`, then people as `key = Name / type`, then labels as `3 key n` or `3 key n + other s`, by `;`."""
    labels, people, current = {}, {}, None
    for line in open(path):
        line = line.strip()
        if line.startswith("@"):
            current = labels.setdefault(line[1:].strip(), {})
            people = {}
        elif "=" in line:
            key, who = (part.strip() for part in line.split("=", 1))
            name, kind = (part.strip() for part in who.rsplit("/", 1))
            people[key] = (name, TYPES[kind])
        else:
            for label in filter(None, (part.strip() for part in line.split(";"))):
                number, _, rest = label.partition(" ")
                speakers = []
                for one in filter(None, (part.strip() for part in rest.split("+"))):
                    if one == "-":
                        continue
                    key, known = one.split()
                    name, kind = people[key]
                    speaker = {"name": name, "type": kind, "known_by": KNOWN["d" if known == UNRESOLVED else known]}
                    speaker["resolvable"] = None
                    if speaker["known_by"] in ("title", "description"):
                        speaker["resolvable"] = known != UNRESOLVED and kind != "unnamed" and not name[0].islower()
                    speakers.append(speaker)
                assert int(number) not in current, (path, number, line)
                current[int(number)] = speakers
    return labels


def pack(paths, shorthand):
    rows = {row["id"]: row for row in articles(paths)}
    for number, path in enumerate(shorthand):
        for id, labels in unpack(path).items():
            row = rows[id]
            missing = set(range(1, len(row["attributions"]) + 1)) ^ set(labels)
            assert not missing, (id, missing)
            attributions = []
            for n, a in enumerate(row["attributions"], 1):
                spans = {part: a[part] for part in ("source", "cue", "content")}
                attributions.append(spans | {"speakers": labels[n]})
            out = {"id": id, "set": row["set"], "half": row["half"], "pass": 1 + ("second" in path), "attributions": attributions}
            print(json.dumps(out, ensure_ascii=False))


def agree():
    """How far the second reading says what the first one said."""
    passes = {1: {}, 2: {}}
    for line in open(LABELS):
        row = json.loads(line)
        passes[row["pass"]][row["id"]] = row["attributions"]
    names = lambda a: sorted(s["name"] for s in a["speakers"])
    pairs = [p for id, second in passes[2].items() for p in zip(passes[1][id], second)]
    same = {"speakers": [names(a) == names(b) for a, b in pairs]}
    for part in ("type", "known_by", "resolvable"):
        both = [(s[part], t[part]) for a, b in pairs for s, t in zip(a["speakers"], b["speakers"])]
        same[part] = [s == t for s, t in both]
    for part, values in same.items():
        print(f"{part}: {sum(values)} of {len(values)}, {100 * sum(values) / len(values):.1f} %")


def gold(paths, half):
    rows = {row["id"]: row for row in articles(paths)}
    for line in open(LABELS):
        labels = json.loads(line)
        if labels["pass"] == 1 and half in (None, labels["half"]):
            row = rows[labels["id"]]
            kept = {k: row[k] for k in ("id", "text", "title", "date", "outlet", "author") if row.get(k)}
            print(json.dumps(kept | {"attributions": labels["attributions"]}, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["sheet", "pack", "agree", "gold"])
    parser.add_argument("articles", nargs="*")
    parser.add_argument("--shorthand", nargs="+")
    parser.add_argument("--half", choices=["choose", "report"])
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", type=int, default=60)
    args = parser.parse_args()
    if args.command == "sheet":
        for number, row in enumerate(articles(args.articles)[args.first : args.to], args.first):
            print(sheet(row, number))
    elif args.command == "pack":
        pack(args.articles, args.shorthand)
    elif args.command == "agree":
        agree()
    else:
        gold(args.articles, args.half)


if __name__ == "__main__":
    main()
