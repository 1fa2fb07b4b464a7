"""How the extractor stands changes that should not matter, and texts of other kinds.

  cargo build --release
  python training/robustness.py --data DATA [--set aside|dev] [--model accurate|fast]

Changes, each on a copy of the gold articles: other names for all people, places and organisations (found by the silver
parses); other quotation marks; the title dropped; all paragraphs run together; all quotation marks dropped. Other texts:
`gum-other`, recall only (its annotation leaves quotations out that run on without a new clause), for cues of saying.
Looking at dev is counted in the model card.
"""
import argparse, json, lzma, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).parent
FIRST = "Amara Bo Chidi Dolores Eszter Farid Gwen Haruki Ines Jelena Kofi Leila Mateo Nadia Oleg Priya Quentin Rosa Sven Thandi Ugo Vera Wim Xenia Yusuf Zsofia".split()
LAST = ("Abara Bergqvist Castellano Dlamini Eriksen Fofana Grigoryan Hakimi Ibarra Jovanovic Kowalczyk Lindqvist Mbeki Nakamura Okonkwo "
        "Petrosyan Quispe Rahimi Szabo Takahashi Ueda Villanueva Wojcik Xenakis Yildiz Zhang").split()
PLACES = "Aldoria Brennmark Castovia Dunhollow Estermere Farwick Gorvenia Halden Istria Jorvale Kessland Lorne".split()
BODIES = ["Harbour League", "Northern Transit Board", "Kestrel Group", "Civic Alliance", "Meridian Fund", "Orchard Society", "Falk Institute"]
SAYING = set("say tell ask answer reply respond state note add explain write argue claim report announce suggest insist warn admit deny "
             "accuse according declare describe mention comment confirm recall describe promise tweet cry whisper shout call".split())


def read(path):
    with lzma.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(l) for l in f if l.strip()]


def rewrite(row, edits):
    """the row with [start, end) -> new text applied; spans move along"""
    edits = sorted(edits)
    out, at, marks = [], 0, []
    for s, e, new in edits:
        if s < at:
            continue
        out.append(row["text"][at:s] + new)
        marks.append((s, e, len(new)))
        at = e
    text = "".join(out) + row["text"][at:]

    def place(p, end):
        moved = 0
        for s, e, n in marks:
            if p <= s or (not end and p < e):
                return (p if p <= s else s) + moved
            if p < e:
                return s + n + moved
            moved += n - (e - s)
        return p + moved
    move = lambda spans: [[a, b] for a, b in ([place(s, False), place(e, True)] for s, e in spans) if b > a]
    rows = [{r: move(a[r]) for r in ("source", "cue", "content")} for a in row["attributions"]]
    return {**row, "text": text, "attributions": [a for a in rows if a["content"]]}


def other_names(row, parse):
    """every name of a person, place or organisation gets another, the same all over the article"""
    if not parse:
        return None
    edits, given, tokens = [], {}, parse["tokens"]
    choose = lambda kind, word, names: given.setdefault((kind, word.lower()), names[(len(given) * 7 + len(word)) % len(names)])
    i = 0
    while i < len(tokens):
        kind, j = tokens[i][3], i
        while j < len(tokens) and tokens[j][3] == kind and row["text"][tokens[i][0]:tokens[j][1]].count("\n") == 0:
            j += 1
        if kind in ("PERSON", "LOCATION", "ORGANIZATION") and j > i:
            words = [row["text"][a:b] for a, b, *_ in tokens[i:j]]
            if kind == "PERSON" and all(w[:1].isupper() for w in words):
                for k in range(i, j):
                    w = row["text"][tokens[k][0]:tokens[k][1]]
                    edits.append((tokens[k][0], tokens[k][1], choose("last" if k == j - 1 else "first", w, LAST if k == j - 1 else FIRST)))
            elif kind != "PERSON" and words[0][:1].isupper():
                phrase = row["text"][tokens[i][0]:tokens[j - 1][1]]
                edits.append((tokens[i][0], tokens[j - 1][1], choose(kind, phrase, PLACES if kind == "LOCATION" else BODIES)))
        i = max(j, i + 1)
    return rewrite(row, edits)


def other_marks(row, opening, closing):
    edits, open_ = [], False
    for m in re.finditer(r'["“”]|\n', row["text"]):
        c = m.group()
        if c == "\n":
            open_ = False
            continue
        is_open = c == "“" or (c == '"' and not open_)
        open_ = is_open
        edits.append((m.start(), m.end(), opening if is_open else closing))
    return rewrite(row, edits)


def without_title(row):
    end = row["text"].find("\n")
    letters = lambda s: re.sub(r"\W", "", s.lower())
    first, title = letters(row["text"][:max(end, 0)]), letters(row.get("title") or "")
    if end < 0 or not first or not title or not (first in title or title in first):
        return row
    while end < len(row["text"]) and row["text"][end].isspace():
        end += 1
    return rewrite(row, [(0, end, "")])


def one_paragraph(row):
    return rewrite(row, [(m.start(), m.end(), " ") for m in re.finditer(r"\s*\n\s*", row["text"])])


def run(binary, rows, command, model):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for r in rows:
            f.write(json.dumps({k: r[k] for k in ("id", "text", "title", "date", "outlet", "attributions") if r.get(k) is not None}) + "\n")
        f.flush()
        return subprocess.run([binary, *command, *(["--model", model] if model else []), f.name], check=True, capture_output=True, text=True).stdout


def scores(binary, rows, model):
    table = json.loads(run(binary, rows, ["eval", "--format", "json"], model))
    return {r["measure"]: r for r in table}


def jaccard(a, b):
    a, b = {i for s, e in a for i in range(s, e)}, {i for s, e in b for i in range(s, e)}
    return len(a & b) / max(1, len(a | b))


def gum(binary, rows, model):
    """recall of cue (overlap), source (overlap) and content (Jaccard of characters >= 0.5), for cues of saying"""
    out = [json.loads(l) for l in run(binary, rows, ["extract"], model).splitlines()]
    counts = {}
    for row, got in zip(rows, out, strict=True):
        for a in row["attributions"]:
            if a.get("class") != "speech" or (a.get("cue_lemma") or "").lower() not in SAYING:
                continue
            near = [b for b in got["attributions"] if any(s < f and e < t for s, t in a["cue"] for e, f in b["cue"])]
            hit = [bool(near), any(jaccard(a["source"], b["source"]) > 0 for b in near),
                   any(jaccard(a["content"], b["content"]) >= 0.5 for b in got["attributions"]),
                   any(jaccard(a["content"], b["content"]) >= 0.5 and jaccard(a["source"], b["source"]) > 0 for b in got["attributions"])]
            for group in ("all", row["genre"]):
                c = counts.setdefault(group, [0] * 5)
                c[0] += 1
                for k, h in enumerate(hit):
                    c[k + 1] += h
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True), parser.add_argument("--set", choices=("aside", "dev"), default="aside")
    parser.add_argument("--model"), parser.add_argument("--binary", default=str(HERE.parent / "target/release/onrecord"))
    a = parser.parse_args()
    data = pathlib.Path(a.data)
    part = "train" if a.set == "aside" else "dev"
    kept = {l.strip() for l in (HERE / "aside.txt").read_text().splitlines() if l.strip() and not l.startswith("#")}
    rows = [r for r in read(data / f"attributions/polnear-{part}.jsonl.xz") if a.set == "dev" or r["id"] in kept]
    parses = {p["id"]: p for p in read(data / f"silver/polnear-{part}-corenlp.jsonl.xz")}
    parsed = [r for r in rows if r["id"] in parses]
    kinds = {
        "as it is": rows,
        "those with a parse": parsed,
        "other names (those with a parse)": [other_names(r, parses[r["id"]]) for r in parsed],
        "marks “ ”": [other_marks(r, "“", "”") for r in rows],
        'marks " "': [other_marks(r, '"', '"') for r in rows],
        "marks « »": [other_marks(r, "«", "»") for r in rows],
        "marks „ “": [other_marks(r, "„", "“") for r in rows],
        "marks ‘ ’": [other_marks(r, "‘", "’") for r in rows],
        "no marks": [other_marks(r, "", "") for r in rows],
        "without title": [without_title(r) for r in rows],
        "one paragraph": [one_paragraph(r) for r in rows],
    }
    print("change\tcue\tsource\tcontent\toverlap\tattribution\tdirect\tmixed\tindirect")
    for name, changed in kinds.items():
        t = scores(a.binary, changed, a.model)
        columns = ("cue", "source", "content", "content overlap", "attribution", "attribution direct", "attribution mixed", "attribution indirect")
        print(name, *(f"{float(t[c]['f1'] or 0):.1f}" for c in columns), sep="\t", flush=True)
    print("\ngum-other\tn\tcue\tsource\tcontent\tsource and content")
    for genre, (n, *hits) in sorted(gum(a.binary, read(data / "attributions/gum-other.jsonl.xz"), a.model).items(), key=lambda x: (x[0] != "all", -x[1][0])):
        print(genre, n, *(f"{100 * h / n:.0f}" for h in hits), sep="\t")


if __name__ == "__main__":
    main()
