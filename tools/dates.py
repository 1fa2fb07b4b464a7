"""Runs onrecord on the unit cases of two other date parsers, those of tools/dates.ids.

    cargo build --release
    python tools/dates.py chrono-cases.jsonl duckling-cases.jsonl [--show wrong]

Each line of the files is a case: {id, text, ref, negative} and the answer: `start` and `end` (exclusive) with a `grain`, or
`expected` {start_date, end_date, start {year, month, day}}. Weekdays, months and feasts get the capital that print gives
them. A case is

right        if our days are its days; where the words name no day but a week, weekend, month, quarter or year: if ours is such
             a one and holds its first day, since both parsers then write the day that they have to make up; for a negative
             case: if we name no day;
on purpose   if it differs in one of the ways below, which docs/dates.md gives the reasons for;
wrong        else.

Those ways are:

past    nothing in the words looks ahead or back ("monday", "in march", "christmas"), and ours is the same weekday of the
        week before, or the same day, month or feast of the year before;
part    the words name a part of a period ("the end of March", "early March"): ours is the whole of it, and holds theirs;
unit    counted in weeks, months or years: theirs is a day, and ours is as exact as the unit and holds it;
weekend with them it begins on Friday evening;
season  seasons begin on the first of a month with us, on an equinox or solstice with them;
year    a negative case that has a year of four digits: we read years.
"""

import argparse
import collections
import datetime
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# what print writes with capitals, and the cases often do not
CAPITAL = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(january|february|march|april|june|july|august|september|october|november"
    r"|december|jan|feb|aug|sept?|oct|nov|dec)\b|\b(the \w+ (to the \w+ )?of|in|of|early|mid|late) may\b"
    r"|\b(christmas|thanksgiving|(new year|valentine|martin luther king|mlk|holocaust|st patrick|saint patrick)('s)?) (day|eve)\b"
    r"|\b(christmas|thanksgiving|easter|halloween|lent|pentecost|whit|palm|trinity|mardi gras|black|orthodox|chinese new year"
    r"|yom kippur|rosh hashanah|passover|diwali|new year)\b",
    re.I,
)
SMALL = {"the", "of", "in", "to", "early", "mid", "late"}
# words that look ahead or back; "the last Friday of October" does neither
BOUND = re.compile(
    r"\b(next|last(?! \w+ (of|in))|this|past|coming|upcoming|previous|following|current|ago|from (now|today)|will|after|before)\b",
    re.I,
)
PART = re.compile(r"\b(early|mid|late|end|beginning|rest|towards)\b", re.I)
SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.I)
COUNTED = re.compile(r"\b(weeks?|months?|years?|fortnight)\b.*\b(ago|from|later)\b", re.I)


def printed(text):
    def capitals(match):
        words = match.group(0).split(" ")
        return " ".join(w if w in SMALL or not w[:1].islower() else w[0].upper() + w[1:] for w in words)

    return CAPITAL.sub(capitals, text)


def day(text):
    return datetime.date.fromisoformat(text[:10])


LENGTHS = {
    "week": range(7, 8),
    "weekend": range(2, 3),
    "month": range(28, 32),
    "quarter": range(90, 93),
    "year": range(365, 367),
}
MONTHS = r"(january|february|march|april|may|june|july|august|september|october|november|december|(jan|feb|aug|sept?|oct|nov|dec)\.?)"


def grain_of(text):
    """What the words name, where that is no day."""
    text = text.lower()
    if re.search(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day|\b(day|ago|night|morning|20th)\b", text):
        return None
    for grain in ("weekend", "week", "quarter"):
        if re.search(rf"\b{grain}\b", text):
            return grain
    # a month with no number beside it but that of a year
    if re.search(rf"\b{MONTHS}\b", text):
        return None if re.search(r"\b\d{1,2}(st|nd|rd|th)?\b|first|second|third|eighth|fourth|ides", text) else "month"
    if "month" in text:
        return "month"
    return "year" if re.search(r"\byear$|^(in|since|through) \d{4}", text) else None


def answer(case):
    """First day, last day (or None) and grain of the case's answer."""
    if "expected" not in case:
        first = day(case["start"])
        last = None
        if case["end"]:
            end = datetime.datetime.fromisoformat(case["end"])
            last = (end - datetime.timedelta(seconds=1)).date()
        return first, last, case["grain"]
    expected = case["expected"]
    start = expected.get("start") or {}
    if "start_date" in expected:
        first = expected["start_date"]
        first = None if first.startswith("-") else day(first)
    else:
        year = start.get("year", int((case["ref"] or DAY)[:4]))
        first = datetime.date(year, start.get("month", 1), start.get("day", 1)) if year > 0 else None
    end = expected.get("end_date")
    last = day(end) if end and not end.startswith("-") else None
    return first, last, case["precision"]


def days_of(value, date):
    """The days that we give: of a value with a day that day, else first and last day."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)(T.*)?", value)
    if match:
        return day(match.group(1)), day(match.group(1))
    return day(date["start"]), day(date["end"])


def judge(case, dates):
    text = case["text"]
    known = [d for d in dates if d.get("start")]
    if case["negative"]:
        if not known:
            return "right", ""
        return ("on purpose", "year") if re.search(r"\b\d{4}\b", text) else ("wrong", "")
    if not known:
        return "wrong", ""
    theirs, theirs_end, grain = answer(case)
    if theirs is None:
        return "wrong", ""
    first, last = days_of(known[0]["value"], known[0])
    if theirs_end and theirs_end > theirs and theirs_end > last and len(known) > 1:
        last = days_of(known[-1]["value"], known[-1])[1]
    named = grain_of(text)
    coarse = named is not None
    length = (last - first).days + 1
    if coarse and length in LENGTHS[named] and first <= theirs <= last:
        return "right", ""
    if first == theirs and (last == theirs_end or theirs_end is None and length == 1 and not coarse):
        return "right", ""
    # a range of months whose last one they end on its first day; a range of days whose last one their tests do not look at
    if first == theirs and theirs_end and coarse and theirs_end <= last and (last - theirs_end).days < 31:
        return "right", ""
    if first == theirs and theirs_end is None and "/" in known[0]["value"]:
        return "right", ""
    held = first <= theirs and (theirs_end or theirs) <= last
    if PART.search(text) and held:
        return "on purpose", "part"
    if COUNTED.search(text) and held:
        return "on purpose", "unit"
    if named == "weekend" and (theirs_end or theirs) == last and (first - theirs).days == 1:
        return "on purpose", "weekend"
    if SEASON.search(text) and abs((first - theirs).days) < 31:
        return "on purpose", "season"
    reference = day(case["ref"] or DAY)
    if not BOUND.search(text) and first <= reference <= theirs:
        week = (theirs - first).days == 7
        year = first.year + 1 == theirs.year and abs((theirs - first).days - 365) < 40
        if week or year:
            return "on purpose", "past"
    return "wrong", ""


# the day of the cases that have none: they all hold a full date
DAY = "2013-02-12"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--show", choices=["right", "on purpose", "wrong"])
    parser.add_argument("--onrecord", default=os.path.join(HERE, "..", "target", "release", "onrecord"))
    args = parser.parse_args()
    with open(os.path.join(HERE, "dates.ids"), encoding="utf-8") as ids:
        chosen = {line.strip() for line in ids if not line.startswith("#")}
    cases = []
    for file in args.files:
        with open(file, encoding="utf-8") as lines:
            cases += [c for c in map(json.loads, lines) if c["id"] in chosen]
    lines = [
        json.dumps({"id": c["id"], "text": printed(c["text"]), "date": (c["ref"] or DAY)[:10]}) for c in cases
    ]
    output = subprocess.run(
        [args.onrecord, "extract", "-"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
    ).stdout
    counts = collections.defaultdict(collections.Counter)
    for case, line in zip(cases, output.splitlines(), strict=True):
        found = json.loads(line)
        verdict, way = judge(case, found["dates"])
        source = case["id"].split("-")[0]
        counts[source][verdict] += 1
        counts["all"][verdict] += 1
        if way:
            counts["all"][f"- {way}"] += 1
        if args.show == verdict:
            ours = [(d["value"], d.get("start"), d.get("end")) for d in found["dates"]]
            theirs = "none" if case["negative"] else [str(part) for part in answer(case)]
            print(f"{case['id']}  {printed(case['text'])!r} on {case['ref']}: ours {ours}, theirs {theirs}")
    for source, verdicts in sorted(counts.items()):
        cases_of = sum(verdicts[v] for v in ("right", "on purpose", "wrong"))
        good = verdicts["right"] + verdicts["on purpose"]
        print(f"{source}: {good} of {cases_of} right ({100 * good / cases_of:.1f} %): {dict(sorted(verdicts.items()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
