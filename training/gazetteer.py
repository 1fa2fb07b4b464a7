"""Makes src/store/data/gazetteer.tsv out of legislators.jsonl (unitedstates/congress-legislators, CC0).

    python training/gazetteer.py legislators.jsonl > src/store/data/gazetteer.tsv

One row for each person: name, other forms (|), m or f, Wikidata id, country, offices (office@first day..last day; with ;).
"""

import json
import sys

HEAD = """\
# People of public life: other forms of their names, and their offices with their days. Only the database uses it (docs/who-is-who.md,
# "The list of office-holders"); `--no-gazetteer` switches it off. Made by training/gazetteer.py from the members of the
# US Congress and the presidents and vice-presidents of unitedstates/congress-legislators, which is in the public domain (CC0).
# Name, other forms, m or f, Wikidata id, country, offices: office@first day..last day.
"""


def offices(row):
    """Offices in order of their days; terms that follow each other within two months are one."""
    joined = []
    for role in sorted(row["roles"], key=lambda r: (r["role"], r.get("state") or "", r["start"])):
        place = role.get("state")
        office = f"{role['role']} ({place})" if place else role["role"]
        start, end = role["start"], role.get("end") or ""
        if joined and joined[-1][0] == office and joined[-1][2][:7] >= earlier(start):
            joined[-1][2] = end
        else:
            joined.append([office, start, end])
    joined.sort(key=lambda o: (o[1], o[0]))
    return ";".join(f"{office}@{start}..{end}" for office, start, end in joined)


def earlier(day):
    """The month two before that of a day."""
    year, month = int(day[:4]), int(day[5:7]) - 2
    return f"{year - (month < 1)}-{month + 12 * (month < 1):02}"


def main():
    sys.stdout.write(HEAD)
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    for row in sorted(rows, key=lambda r: r["name"]):
        aliases = "|".join(sorted(set(row["aliases"]) - {row["name"]}))
        cells = [row["name"], aliases, row["gender"].lower(), row["wikidata"] or "", "United States", offices(row)]
        sys.stdout.write("\t".join(cells) + "\n")


main()
