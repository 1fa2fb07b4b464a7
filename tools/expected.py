#!/usr/bin/env python3
"""What `onrecord extract` reads out of an article beside what it should: python tools/expected.py EXPECTED.json [PROGRAM]

EXPECTED.json is one object: the article's text, date and outlet, and the attributions (claim, speaker, spans, said_on),
accusations and dates that are expected, spans in code points. Prints what differs, one line each, and how much there is
of what; ends with 1 where anything differs. Reads nothing else and writes nothing.
"""

import json
import subprocess
import sys


def main():
    expected = json.load(open(sys.argv[1], encoding="utf-8"))
    program = sys.argv[2] if len(sys.argv) > 2 else "onrecord"
    article = {key: expected[key] for key in ("id", "text", "date", "outlet") if key in expected}
    read = subprocess.run([program, "extract"], input=json.dumps(article), capture_output=True, text=True, check=True)
    found, text = json.loads(read.stdout), expected["text"]

    def words(spans):
        return " … ".join(text[start:end] for start, end in spans)

    def touches(one, other):
        return any(a < d and c < b for a, b in one for c, d in other)

    wrong, right = [], 0
    for want in expected["attributions"]:
        # Of several in one place the one with the same speaker.
        near = [got for got in found["attributions"] if touches(want["content"], got["content"])]
        names = lambda got: {speaker["name"] for speaker in got["speakers"]}
        accepted = set(want["speaker_accepted"])
        got = next((got for got in near if names(got) & accepted), near[0] if near else None)
        place = f"{words(want['cue'])}: {words(want['content'])[:60]}"
        if got is None:
            wrong.append(f"missed [{want['speaker']}] {place}")
            continue
        pairs = [
            ("speaker", sorted(map(str, names(got))), want["speaker"], bool(names(got) & accepted)),
            ("type", got["claim"]["type"], want["claim"], got["claim"]["type"] == want["claim"]),
            ("said on", (got["said_on"] or {}).get("date"), want["said_on"]["date"], None),
        ]
        for what, is_now, should_be, fits in pairs:
            if fits or fits is None and is_now == should_be:
                right += 1
            else:
                wrong.append(f"{what}: {is_now} instead of {should_be} for {place}")
    for want in expected["accusations"]:
        fits = [
            got for got in found["accusations"]
            if got["accused"]["name"] in want["accused"] and got["accuser"] and got["accuser"]["name"] in want["accuser"]
            and touches(got["allegation"], want["allegation"]) and got["denied"] == want["denied"]
        ]
        right += bool(fits)
        if not fits:
            wrong.append(f"missed accusation {want['accuser']} > {want['accused']}: {words(want['allegation'])}")
    if len(found["accusations"]) > len(expected["accusations"]):
        wrong.append(f"{len(found['accusations'])} accusations instead of {len(expected['accusations'])}")
    for want in expected["dates"]:
        fits = [
            got for got in found["dates"]
            if got["value"] == want["value"] and got["type"] == want["type"] and touches(got["spans"], want["spans"])
        ]
        right += bool(fits)
        if not fits:
            wrong.append(f"missed date {want['text']} = {want['value']}")
    for line in wrong:
        print(line)
    print(f"{right} right, {len(wrong)} not")
    sys.exit(1 if wrong else 0)


main()
