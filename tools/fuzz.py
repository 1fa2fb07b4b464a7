"""Runs the fuzz targets in turn, the one with the least time first, until told to stop; it can be killed and run again.

    python tools/fuzz.py FOLDER [--slice SECONDS] [--hours N] [--workers N]

FOLDER keeps the corpora (begun with seeds from `samples/` and `tests/`), what libFuzzer wrote, what it found
(`artifacts/`), and `state.json`: the CPU seconds and runs of each target. A file named `stop` in FOLDER ends it after the
slices in progress. Build first: `cd fuzz && RUSTC_BOOTSTRAP=1 cargo fuzz build -O`.
"""

import argparse
import gzip
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TARGETS = ["html", "text", "json", "csv", "mail", "feed", "warc", "docx", "pdf", "archive"]
LIMITS = ["-rss_limit_mb=2048", "-timeout=20", "-reload=0", "-print_final_stats=1", "-max_len=65536"]


def bodies(*patterns):
    """The bytes of the project's files of these patterns."""
    return [path.read_bytes() for pattern in patterns for path in sorted(HERE.glob(pattern)) if path.stat().st_size < 65_000]


def page(text, title="The harbour"):
    """A small saved page with the usual signs of title, date and author."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>%s - The Nordhaven Post</title>'
        '<meta property="og:title" content="%s"><meta property="article:published_time" content="2025-03-04T10:00:00Z">'
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"%s",'
        '"datePublished":"2025-03-04","author":[{"name":"Ada Lomax"}]}]}</script></head><body><nav><a href="/">Home</a></nav>'
        '<article><h1>%s</h1><p class="byline">By Ada Lomax</p><time datetime="2025-03-04">4 March 2025</time>%s'
        "<blockquote>“No.”</blockquote><ul><li>one<li>two</ul></article><aside>Related</aside></body></html>"
        % (title, title, title, title, "".join("<p>%s</p>" % line for line in text.splitlines() if line))
    ).encode()


def warc(html):
    """Two records of a crawl: a response and a request."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html
    head = (
        b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: https://post.example/a\r\n"
        b"WARC-Date: 2025-03-04T10:00:00Z\r\nContent-Length: %d\r\n\r\n"
    )
    ask = b"GET /a HTTP/1.1\r\nHost: post.example\r\n\r\n"
    records = [(b"request", ask), (b"response", answer)]
    return b"".join(head % (kind, len(body)) + body + b"\r\n\r\n" for kind, body in records)


def zipped(parts):
    """A zip archive of names and bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def tarred(parts):
    """A tar archive of names and bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, body in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()


def seeds():
    """What each target begins with. Where a target takes the kind from its first byte, every kind has its seeds."""
    texts = bodies("samples/*.txt")
    pages = bodies("samples/*.html") + [page(text.decode()) for text in texts[:12]]
    database = (
        b"The Nordhaven Post\nMarch 4, 2025 Tuesday\nHarbour sold\nBYLINE: Ada Lomax\nLENGTH: 40 words\nBODY:\n"
        b'"No," said the mayor.\nEnd of Document\n'
    )
    factiva = (
        b"HD Harbour sold\nBY By Ada Lomax\nWC 40 words\nPD 4 March 2025\nSN The Nordhaven Post\nLP\n"
        b'"No," said the mayor.\nDocument NOPO000020250304e1\n'
    )
    rows = [{"title": "T", "text": text.decode()[:400], "published": "2025-03-04"} for text in texts[:4]]
    json_lines = b"\n".join(json.dumps(row).encode() for row in rows)
    # Two parts of each office file with a NUL between them, as the target reads them.
    word = (
        b"<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Harbour</w:t></w:r></w:p>"
        b'<w:p><w:r><w:t>"No," said the mayor.</w:t></w:r></w:p>'
        b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>\0"
        b"<cp:coreProperties xmlns:dc='d'><dc:title>T</dc:title><dc:creator>A</dc:creator></cp:coreProperties>"
    )
    open_text = (
        b"<office:document-content xmlns:text='t'><text:h>Harbour</text:h>"
        b"<text:p>No<text:s/><text:line-break/>yes<text:tab/></text:p></office:document-content>\0"
        b"<office:document-meta><dc:title>T</dc:title></office:document-meta>"
    )
    book = (
        b"<package><metadata><dc:title>T</dc:title><dc:date>2025-03-04</dc:date></metadata><manifest>"
        b"<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>\0"
        b"<html><body><p>No, said the mayor.</p></body></html>"
    )
    parts = {"a/one.txt": texts[0], "two.html": pages[-1], "__MACOSX/x": b"x"}
    archive, tape = zipped(parts), tarred({"a/one.txt": texts[0][:300], "b.json": b'{"text":"No, said the mayor."}'})
    docx = zipped({"word/document.xml": word.split(b"\0")[0], "docProps/core.xml": word.split(b"\0")[1]})
    kinds = lambda *groups: [bytes([i]) + body for i, group in enumerate(groups) for body in group]
    return {
        "html": pages,
        "text": kinds(texts, bodies("samples/*.md") + texts[:3], [database, database * 3], [factiva, factiva * 2]),
        "json": kinds(bodies("tests/formats/feed.json"), [json_lines], bodies("tests/formats/*.ninjs.json")),
        "csv": bodies("tests/formats/*.csv") + [b"title\ttext\tpublished\nT\t\"No,\" said the mayor.\t2025-03-04\n"],
        "mail": kinds(bodies("tests/formats/*.eml"), bodies("tests/formats/*.mbox")),
        "feed": kinds(
            bodies("tests/formats/*.rss", "tests/formats/feed.json"),
            bodies("tests/formats/*.nitf.xml"),
            bodies("tests/formats/*.newsml.xml"),
        ),
        "warc": [warc(one) for one in pages[:4]],
        "docx": kinds([word], [open_text], [book]),
        "pdf": bodies("tests/pdf/*.pdf"),
        "archive": [archive, tape, docx, gzip.compress(texts[1], mtime=0), gzip.compress(tape, mtime=0), zipped({"in.zip": archive})],
    }


def plant(folder):
    """Writes the seeds of every target that has no corpus yet."""
    for target, bodies_of in seeds().items():
        corpus = folder / "corpus" / target
        if not corpus.exists():
            corpus.mkdir(parents=True)
            for number, body in enumerate(bodies_of):
                (corpus / ("seed-%d" % number)).write_bytes(body)


class Turns:
    """Whose turn it is, with the CPU seconds and runs of each target in `state.json`."""

    def __init__(self, folder):
        self.path, self.lock, self.running = folder / "state.json", threading.Lock(), set()
        self.state = json.loads(self.path.read_text()) if self.path.exists() else {}

    def take(self, limit):
        """The target with the least CPU time that no other worker has, or None when all have `limit` seconds."""
        with self.lock:
            free = [t for t in TARGETS if t not in self.running and self.state.get(t, {}).get("cpu", 0) < limit]
            target = min(free, key=lambda t: self.state.get(t, {}).get("cpu", 0), default=None)
            self.running.add(target)
            return target

    def give(self, target, cpu, runs):
        with self.lock:
            self.running.discard(target)
            entry = self.state.setdefault(target, {"cpu": 0, "runs": 0})
            entry["cpu"] += cpu
            entry["runs"] += runs
            part = self.path.with_suffix(".part")
            part.write_text(json.dumps(self.state, indent=1))
            part.replace(self.path)


def fuzz(folder, target, seconds):
    """One slice: its CPU seconds, runs and exit status."""
    (folder / "artifacts").mkdir(exist_ok=True)
    program = HERE / "fuzz/target/x86_64-unknown-linux-gnu/release" / target
    log = folder / ("%s.log" % target)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program, folder / "corpus" / target, "-max_total_time=%d" % seconds, *LIMITS]
            + ["-artifact_prefix=%s/%s-" % (folder / "artifacts", target)],
            stdout=subprocess.DEVNULL, stderr=out, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0"},
        )
        _, status, usage = os.wait4(process.pid, 0)
    done = re.search(rb"number_of_executed_units: (\d+)", log.read_bytes())
    return usage.ru_utime + usage.ru_stime, int(done.group(1)) if done else 0, os.waitstatus_to_exitcode(status)


def work(folder, turns, seconds, limit):
    while not (folder / "stop").exists() and (target := turns.take(limit)):
        cpu, runs, code = fuzz(folder, target, seconds)
        turns.give(target, cpu, runs)
        found = ", FOUND: exit %d" % code if code else ""
        print("%s %s: %d s of CPU, %d runs%s" % (time.strftime("%H:%M:%S"), target, cpu, runs, found), flush=True)
        if code:
            (folder / ("%s.log" % target)).rename(folder / "artifacts" / ("%s-%d.log" % (target, time.time())))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--slice", type=int, default=300, help="seconds of one turn")
    parser.add_argument("--hours", type=float, default=1.0, help="CPU hours that each target gets in all")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    plant(given.folder)
    turns = Turns(given.folder)
    task = (given.folder, turns, given.slice, given.hours * 3600)
    workers = [threading.Thread(target=work, args=task) for _ in range(given.workers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for target, entry in turns.state.items():
        print("%-8s %5.1f minutes of CPU, %d runs" % (target, entry["cpu"] / 60, entry["runs"]))
    sys.exit(1 if any((given.folder / "artifacts").glob("*")) else 0)


if __name__ == "__main__":
    main()
