"""Speaker labels: sheets to read, shorthand → speakers.jsonl, speakers.jsonl + articles → a gold file for `onrecord eval`.

    python training/labels/speakers.py sheet ASIDE.jsonl DEV.jsonl --from 0 --to 6
    python training/labels/speakers.py pack ASIDE.jsonl DEV.jsonl --shorthand FILE… > training/labels/speakers.jsonl
    python training/labels/speakers.py agree training/labels/speakers.jsonl
    python training/labels/speakers.py gold ASIDE.jsonl DEV.jsonl --half choose > GOLD.jsonl
    python training/labels/speakers.py sheet TRAIN.jsonl --half train --from 0 --to 6
    python training/labels/speakers.py pack TRAIN.jsonl --half train --shorthand FILE… > training/labels/speakers-train.jsonl
    python training/labels/speakers.py gold TRAIN.jsonl --half train > TRAINING.jsonl

ASIDE.jsonl holds the rows of PolNeAR train whose ids stand in training/aside.txt, DEV.jsonl those of PolNeAR dev. What
the labels mean stands in speakers.md. The order of the articles is that of the SHA-256 of "speakers:" + id, in hex; of
the first 44 of the articles kept aside and the first 16 of dev, every second one is for choosing, the others for
reporting. TRAIN.jsonl holds all rows of PolNeAR train: the half "train" is those that are not kept aside, in the order of
the SHA-256 of "speakers-train:" + id, and there only some attributions are labelled.
"""

import argparse
import hashlib
import json
import pathlib
import re
import sys

LABELS = pathlib.Path(__file__).with_suffix(".jsonl")
TRAINING = LABELS.with_stem("speakers-train")
ASIDE = LABELS.parents[1] / "aside.txt"
TYPES = dict(p="person", o="organization", l="place", g="group", d="document", u="unnamed")
KNOWN = {"n": "name", "s": "short_name", "t": "title", "d": "description", "p": "pronoun", "-": "none"}
UNRESOLVED = "x"  # as "d", of a name with a capital letter that is nevertheless a description only: "Republican legislators"
COUNTS = {"aside": 44, "dev": 16}
POSSESSIVE = re.compile(r"\b(?:my|our|your|his|her|its|their|whose)\b", re.IGNORECASE)


def drawn(rows, seed):
    return sorted(rows, key=lambda row: hashlib.sha256((seed + row["id"]).encode()).hexdigest())


def articles(paths, half=None):
    """The chosen articles of each set, in their order, aside and dev interleaved so that any beginning has both; all of
    PolNeAR train but those kept aside for the half "train"."""
    if half == "train":
        aside = set(ASIDE.read_text().split("\n"))
        rows = (json.loads(line) for line in open(paths[0]))
        rows = [row | {"set": "train", "half": half} for row in rows if row["id"] not in aside]
        return drawn(rows, "speakers-train:")
    chosen = []
    for (name, count), path in zip(COUNTS.items(), paths):
        rows = drawn([json.loads(line) for line in open(path)], "speakers:")
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
    """Shorthand: `@ID`, then people as `key = Name / type`, then labels as `3 key n` or `3 key n + other s`, by `;`. Whom
    the possessive pronouns in the source mean follows: `3 key d ~ owner, owner & owner`."""
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
                rest, _, owners = rest.partition("~")
                owners = [[people[key.strip()] for key in one.split("&")] for one in owners.split(",") if owners]
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
                current[int(number)] = (speakers, owners)
    return labels


def owned(row, attribution, owners):
    """The possessive pronouns of a source, each with those whom it means."""
    if not owners:
        return {}
    spans = [
        (start + m.start(), start + m.end())
        for start, end in attribution["source"]
        for m in POSSESSIVE.finditer(row["text"][start:end])
    ]
    assert len(spans) == len(owners), (row["id"], attribution["source"])
    return {"owners": [{"span": s, "name": n, "type": t} for s, one in zip(spans, owners) for n, t in one]}


def pack(paths, half, shorthand):
    rows = {row["id"]: row for row in articles(paths, half)}
    for number, path in enumerate(shorthand):
        for id, labels in unpack(path).items():
            row = rows[id]
            numbers = set(range(1, len(row["attributions"]) + 1))
            assert set(labels) <= numbers if half == "train" else set(labels) == numbers, (id, set(labels) ^ numbers)
            attributions = []
            for n, a in enumerate(row["attributions"], 1):
                if n in labels:
                    speakers, owners = labels[n]
                    spans = {part: a[part] for part in ("source", "cue", "content")}
                    attributions.append(spans | {"speakers": speakers} | owned(row, a, owners))
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
    """In the half "train" what is not labelled is there too, and says so: a resolver needs what was said before."""
    rows = {row["id"]: row for row in articles(paths, half)}
    for line in open(TRAINING if half == "train" else LABELS):
        labels = json.loads(line)
        if labels["pass"] == 1 and half in (None, labels["half"]):
            row, attributions = rows[labels["id"]], labels["attributions"]
            if half == "train":
                key = lambda a: json.dumps([a["source"], a["cue"], a["content"]])
                labelled = {key(a): a for a in attributions}
                unlabelled = {"speakers": [], "unlabelled": True}
                attributions = [labelled.get(key(a), a | unlabelled) for a in row["attributions"]]
            kept = {k: row[k] for k in ("id", "text", "title", "date", "outlet", "author") if row.get(k)}
            print(json.dumps(kept | {"attributions": attributions}, ensure_ascii=False))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["sheet", "pack", "agree", "gold"])
    parser.add_argument("articles", nargs="*")
    parser.add_argument("--shorthand", nargs="+")
    parser.add_argument("--half", choices=["choose", "report", "train"])
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--to", type=int, default=60)
    args = parser.parse_args()
    if args.command == "sheet":
        for number, row in enumerate(articles(args.articles, args.half)[args.first : args.to], args.first):
            print(sheet(row, number))
    elif args.command == "pack":
        pack(args.articles, args.half, args.shorthand)
    elif args.command == "agree":
        agree()
    else:
        gold(args.articles, args.half)


if __name__ == "__main__":
    main()
