"""Writes invented articles as JSON Lines, for tests of load: `python tools/load.py 100000 > load.jsonl`.

The articles are made from sentences of this file with names that are put together from syllables, so no two are alike and
none is anybody's. The same numbers give the same articles.

    python tools/load.py COUNT [--seed N] [--paragraphs N]
"""

import argparse
import json
import random
import sys

FIRST = "Ada Bo Cora Dag Edda Finn Greta Hal Ines Jon Kara Leif Mira Nils Oda Per Rut Sten Tove Ulf Vera Wim Ylva Arvid".split()
HEAD = "Ar Bel Cor Dun El Fal Gar Hol In Kal Lan Mar Nor Os Pel Ros Sel Tor Ul Var Wes".split()
TAIL = "berg dal feld gren holm lund mark nes rup stad thorpe vik wick worth ström by ford".split()
ROLES = "mayor,deputy mayor,harbour master,council leader,union chief,police spokesman,finance minister,school inspector".split(",")
THINGS = "bridge,harbour,school,hospital,tram line,waterworks,library,stadium,ferry,market hall".split(",")
ACTS = "closing,selling,rebuilding,moving,neglecting,renaming,enlarging,renting out".split(",")
WRONGS = "hiding the costs of,lying about,taking bribes over,ignoring warnings about,delaying".split(",")
OUTLETS = "The {} Post,{} Herald,The {} Gazette,{} Evening News".split(",")
MONTHS = "January February March April May June July August September October November December".split()
SAID = "said,told reporters,told the council,wrote,insisted,argued,added".split(",")

ADJECTIVES = (
    "old,new,small,large,broken,empty,costly,quiet,famous,narrow,northern,southern,wooden,modern,private,public,yearly,secret,"
    "early,late,bitter,cold,long,short,plain,rusty,crowded,hasty,careful,second,third,local,foreign,grey,green,leaking,heated,"
    "doubtful,promised,unfinished"
).split(",")
NOUNS = (
    "roof,boiler,tower,gate,ledger,contract,survey,budget,letter,map,pump,engine,cellar,fence,archive,garden,stairway,clock,"
    "window,lease,permit,tender,invoice,inventory,schedule,crane,quay,chimney,drain,foundation,petition,timetable,signal,vault,"
    "lantern,barrier,rail,workshop,canteen,depot"
).split(",")

# Every run of five words holds one that is drawn, so that two articles are no near copies of each other.
PARAGRAPHS = [
    "{a} said on {weekday} that {act} the {adj} {thing} of {town} would cost {n} million crowns for the {noun} alone.",
    "“We have waited {n} years for the {adj} {noun},” {a} {said}. “Nobody in {town} will wait for the {noun2} until {month}.”",
    "{b}, the {role}, denied that the {adj} {noun} of {town} had been offered to {a_last}. “The {noun2} is {adj2},” {b_last} {said}.",
    "{a} accused {b} of {wrong} the {adj} {noun}, a charge that {b_last} rejected as “{adj2} from the {noun2} to the {noun3}.”",
    "According to {n} officials briefed on the {noun}, a {adj} decision about {act} the {noun2} will come before {month}.",
    "The {role} of {town} warned that the {adj} {noun} could shut for {n} weeks if the {noun2} of {b_last} is put off.",
    "“I have read the {adj} {noun},” {a_last} {said}, “and the {noun2} of {town} is {adj2}, whatever {b_last} says in {month}.”",
    "{b_last} did not respond about the {adj} {noun}. A {role} said that the {noun2} would go to {town} on {weekday}.",
    "The council of {town}, in a {adj} session of {n} hours, had promised {a_last} in {month} to publish the {noun}.",
    "Asked about the {adj} {noun}, {a_last} replied: “Not to {b_last}, and not before {month} to any {noun2} in {town}.”",
    "{n} members had put the {adj} {noun} on the agenda, and on {weekday} the {role} took the {adj2} {noun2} off it.",
    "{a} apologised to {town} for the {adj} {noun} at the {thing} and promised {b_last} a {adj2} {noun2} by {month}.",
]
TITLES = [
    "{town} argues over its {thing}",
    "Row over {act} the {thing} of {town}",
    "{a_last} accuses {b_last} over the {thing}",
    "No decision on the {thing} before {month}",
]


def article(number: int, seed: int, paragraphs: int) -> dict:
    """One article; `number` and `seed` decide everything in it."""
    r = random.Random(seed * 1_000_003 + number)
    place = lambda: r.choice(HEAD) + r.choice(TAIL)
    town = place()
    people = [(r.choice(FIRST), place() + r.choice(["", "", "son", "er"])) for _ in range(2)]
    fixed = {
        "town": town, "a": " ".join(people[0]), "b": " ".join(people[1]), "a_last": people[0][1], "b_last": people[1][1],
        "thing": r.choice(THINGS), "act": r.choice(ACTS),
    }  # fmt: skip

    def fill(form: str) -> str:
        drawn = {
            "weekday": r.choice("Monday Tuesday Wednesday Thursday Friday".split()), "month": r.choice(MONTHS),
            "n": r.randint(2, 90), "said": r.choice(SAID), "role": r.choice(ROLES), "wrong": r.choice(WRONGS),
            "adj": r.choice(ADJECTIVES), "adj2": r.choice(ADJECTIVES), "noun": r.choice(NOUNS),
            "noun2": r.choice(NOUNS), "noun3": r.choice(NOUNS),
        }  # fmt: skip
        return form.format(**fixed, **drawn)

    forms = r.sample(PARAGRAPHS, min(paragraphs, len(PARAGRAPHS)))
    outlet = r.choice(OUTLETS).format(place())
    return {
        "id": number,
        "title": fill(r.choice(TITLES)),
        "text": "\n".join(fill(form) for form in forms),
        "date": f"20{r.randint(20, 25)}-{r.randint(1, 12):02}-{r.randint(1, 28):02}",
        "outlet": outlet,
        "url": f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
        "author": " ".join((r.choice(FIRST), place())),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("count", type=int)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--paragraphs", type=int, default=8, help="of each article, some 20 words each")
    args = options.parse_args()
    for number in range(args.count):
        line = json.dumps(article(number, args.seed, args.paragraphs), ensure_ascii=False)
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
