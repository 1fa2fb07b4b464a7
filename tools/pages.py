"""Measures how well pages become articles: onrecord beside trafilatura, newspaper4k, readability-lxml and htmldate, on the
same pages in the same run.

    cargo build --release --example pages
    pip install -r tools/requirements.txt
    python tools/pages.py FOLDER [--half report] [--set wcxb] [--only onrecord] [--wrong date]

FOLDER holds html-SET.jsonl with the answers ({file, url, title, author, date, text, lang?}) and html-SET.tar.xz with the
pages. Each set is split in two by a hash of the file's name: rules are made while looking at one half (`--half look`), the
other is reported. The parts are the issue's: body = mean over pages of the F1 of word bags; title = share of pages whose
title's words are alike; author = F1 of names over all pages; date = share of pages with the right day, and of the given
days that are right.
"""

import argparse
import collections
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile

SETS = ["scrapinghub", "wcxb", "readability", "htmldate"]
TOOLS = ["onrecord", "trafilatura", "newspaper4k", "readability-lxml", "htmldate"]


def half_of(name):
    return "look" if hashlib.sha256(name.encode()).digest()[0] % 2 == 0 else "report"


def pages(folder, name, half):
    with open(os.path.join(folder, f"html-{name}.jsonl"), encoding="utf-8") as lines:
        answers = [json.loads(line) for line in lines]
    wanted = collections.defaultdict(list)
    for answer in answers:
        if half == "all" or half_of(answer["file"]) == half:
            wanted[answer["file"]].append(answer)
    with tarfile.open(os.path.join(folder, f"html-{name}.tar.xz")) as archive:
        for member in archive:
            for answer in wanted.get(member.name, []) + wanted.get(f"html-{name}/{member.name}", []):
                data = archive.extractfile(member).read()
                if member.name.endswith(".gz"):
                    data = gzip.decompress(data)
                yield answer, data


def decoded(data):
    """The page as text, for all tools alike."""
    from trafilatura.utils import decode_file

    return decode_file(data)


def words(text):
    return re.findall(r"\w+", (text or "").lower())


def bag_f1(found, right):
    found, right = collections.Counter(words(found)), collections.Counter(words(right))
    both = sum((found & right).values())
    return 2 * both / (sum(found.values()) + sum(right.values())) if found and right else float(not found and not right)


def names(author):
    if author is None:
        return set()
    parts = author if isinstance(author, list) else [author]
    split = [p for part in parts for p in re.split(r",|;| and | & |\|", part)]
    return {" ".join(words(re.sub(r"(?i)^\s*by\s+", "", part))) for part in split} - {""}


def day(text):
    return text[:10] if text else None


def of_onrecord(program, items):
    lines = "".join(json.dumps({"id": n, "html": html, "url": a["url"]}) + "\n" for n, (a, html) in enumerate(items))
    run = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def of_trafilatura(answer, html):
    import trafilatura

    found = trafilatura.bare_extraction(html, url=answer["url"], with_metadata=True, include_comments=False)
    found = found.as_dict() if hasattr(found, "as_dict") else found or {}
    return {k: found.get(k) for k in ("text", "title", "author", "date")}


def of_newspaper4k(answer, html):
    import newspaper

    # Pictures would be fetched to choose one; nothing of what is scored hangs on them.
    article = newspaper.article(answer["url"] or "https://page.example/", input_html=html, fetch_images=False)
    date = article.publish_date
    return {"text": article.text, "title": article.title, "author": article.authors, "date": date and date.strftime("%Y-%m-%d")}


def of_readability_lxml(answer, html):
    import lxml.html
    import readability

    document = readability.Document(html)
    summary = lxml.html.document_fromstring(document.summary() or "<p></p>")
    author = document.author() if hasattr(document, "author") else None
    return {"text": "\n".join(summary.itertext()), "title": document.short_title(), "author": author}


def of_htmldate(answer, html):
    import htmldate

    return {"date": htmldate.find_date(html, url=answer["url"], original_date=True)}


def each(function, items, name):
    results = []
    for answer, html in items:
        try:
            results.append(function(answer, html))
        except Exception as wrong:  # what a tool cannot read counts as nothing
            print(f"{name}: {answer['file']}: {type(wrong).__name__}", file=sys.stderr)
            results.append({})
    return results


def score(items, results, asked):
    row = {}
    with_answer = lambda field: [(a, r) for (a, _), r in zip(items, results) if a.get(field) is not None]
    if "body" in asked and with_answer("text"):
        pairs = with_answer("text")
        row["body"] = sum(bag_f1(r.get("text"), a["text"]) for a, r in pairs) / len(pairs)
    if "title" in asked and with_answer("title"):
        pairs = with_answer("title")
        row["title"] = sum(words(r.get("title")) == words(a["title"]) for a, r in pairs) / len(pairs)
    if "author" in asked and with_answer("author"):
        both = [(names(r.get("author")), names(a["author"])) for a, r in with_answer("author")]
        found, right = sum(len(f) for f, _ in both), sum(len(r) for _, r in both)
        row["author"] = 2 * sum(len(f & r) for f, r in both) / max(found + right, 1)
    if "date" in asked and with_answer("date"):
        pairs = [(day(r.get("date")), day(a["date"])) for a, r in with_answer("date")]
        row["date"] = sum(f == r for f, r in pairs) / len(pairs)
        row["given"] = sum(f == r for f, r in pairs) / max(sum(f is not None for f, _ in pairs), 1)
    return row


FIELDS = {
    "onrecord": {"body", "title", "author", "date"},
    "trafilatura": {"body", "title", "author", "date"},
    "newspaper4k": {"body", "title", "author", "date"},
    "readability-lxml": {"body", "title", "author"},
    "htmldate": {"date"},
}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder")
    options.add_argument("--half", choices=["look", "report", "all"], default="report")
    options.add_argument("--set", action="append", choices=SETS)
    options.add_argument("--only", action="append", choices=TOOLS)
    options.add_argument("--program", default="target/release/examples/pages")
    options.add_argument("--wrong", choices=["body", "title", "author", "date"], help="prints what onrecord got wrong")
    args = options.parse_args()
    for name in args.set or SETS:
        items = [(a, decoded(d)) for a, d in pages(args.folder, name, args.half)]
        items = [(a, html) for a, html in items if html]
        for tool in args.only or TOOLS:
            if tool == "onrecord":
                results = of_onrecord(args.program, items)
            else:
                results = each(globals()["of_" + tool.replace("-", "_")], items, tool)
            groups = {"": range(len(items))}
            if name == "htmldate":
                groups = {"en": [n for n, (a, _) in enumerate(items) if a.get("lang") == "en"], "all": range(len(items))}
            for group, numbers in groups.items():
                row = score([items[n] for n in numbers], [results[n] for n in numbers], FIELDS[tool])
                shown = "  ".join(f"{field} {value:.3f}" for field, value in row.items())
                print(f"{name} {group} ({args.half}, {len(numbers)} pages)  {tool:17} {shown}", flush=True)
            if tool == "onrecord" and args.wrong:
                show_wrong(items, results, args.wrong)


def show_wrong(items, results, field):
    for (answer, _), result in zip(items, results):
        if field == "body":
            f1 = bag_f1(result.get("text"), answer["text"]) if answer["text"] else 1
            if f1 < 0.9:
                found, right = collections.Counter(words(result.get("text"))), collections.Counter(words(answer["text"]))
                print(f"  {f1:.3f} {answer['file']} found {sum(found.values())} right {sum(right.values())} both {sum((found & right).values())} {result.get('error', '')}")
        elif answer.get(field) is not None:
            found, right = result.get(field), answer[field]
            same = {"title": words(found) == words(right) if field == "title" else None,
                    "author": names(found) == names(right) if field == "author" else None,
                    "date": day(found) == day(right) if field == "date" else None}[field]
            if not same:
                print(f"  {answer['file']}: {found!r} for {right!r}")


if __name__ == "__main__":
    main()
