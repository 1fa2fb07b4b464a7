"""PolNeAR train and its silver parses -> RUN/train.pt: tokens, features, tags and syntax labels of every article.

  python training/prepare.py --data DATA --run RUN

Each article has up to two versions: as it is, and without its title where the text begins with it, so that the
tagger learns to do without. The articles of training/aside.txt are marked and never trained on. Tokens and features
come from the library itself (`cargo run --release --example features`).
"""
import argparse, json, lzma, pathlib
import numpy as np, torch
import features

HERE = pathlib.Path(__file__).parent
ROLES = ("source", "cue", "content")
DISTANCES = (1, 2, 3, 5, 8, 14)


def read(path):
    with lzma.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def aside():
    return {l.strip() for l in (HERE / "aside.txt").read_text().splitlines() if l.strip() and not l.startswith("#")}


def title_end(row):
    """where the body begins, if the text's first paragraph is the title; else 0"""
    letters = lambda s: "".join(c for c in s.lower() if c.isalnum())
    end = row["text"].find("\n")
    if end < 0 or not row.get("title"):
        return 0
    first, title = letters(row["text"][:end]), letters(row["title"])
    if not first or not (first in title or title in first):
        return 0
    while end < len(row["text"]) and row["text"][end].isspace():
        end += 1
    return end


def gold_tags(tokens, is_word, attributions, shift):
    """BIO tags: 0 outside, 1/2 source, 3/4 cue, 5/6 content. Spans are trimmed to words; the shorter wins an overlap."""
    starts = [t[0] for t in tokens]
    spans = set()
    for a in attributions:
        for r, role in enumerate(ROLES):
            for s, e in a.get(role) or []:
                s, e = s - shift, e - shift
                inside = [i for i in range(max(0, np.searchsorted(starts, s) - 1), np.searchsorted(starts, e))
                          if min(tokens[i][1], e) - max(tokens[i][0], s) > (tokens[i][1] - tokens[i][0]) / 2]
                words = [i for i in inside if is_word[i]] or inside
                if words:
                    spans.add((words[0], words[-1] + 1, r))
    tags = np.zeros(len(tokens), np.int64)
    for i, j, r in sorted(spans, key=lambda x: (x[0] - x[1], x)):
        tags[i] = 1 + 2 * r
        tags[i + 1:j] = 2 + 2 * r
    for i, t in enumerate(tags):
        if t and t % 2 == 0 and (i == 0 or tags[i - 1] not in (t, t - 1)):
            tags[i] = t - 1
    return tags


def syntax(tokens, parse, shift, names):
    """[tokens, 4] labels of part of speech, entity, relation, distance to the head; -100 where the parse has none"""
    out = np.full((len(tokens), 4), -100, np.int64)
    if parse is None:
        return out
    starts = [t[0] - shift for t in parse["tokens"]]
    for i, (s, _) in enumerate(tokens):
        k = int(np.searchsorted(starts, s, "right")) - 1
        if k < 0 or parse["tokens"][k][1] - shift <= s:
            continue
        head, relation = parse["deps"][k]
        apart = 0 if head is None or head < 0 else head - k
        far = 0 if apart == 0 else (1 if apart > 0 else -1) * (1 + sum(abs(apart) > d for d in DISTANCES))
        for column, label in enumerate((parse["tokens"][k][2], parse["tokens"][k][3], relation.split(":")[0], far)):
            out[i, column] = names[column].setdefault(label, len(names[column]))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True), parser.add_argument("--run", required=True)
    a = parser.parse_args()
    data, run = pathlib.Path(a.data), pathlib.Path(a.run)
    run.mkdir(parents=True, exist_ok=True)
    rows = read(data / "attributions/polnear-train.jsonl.xz")
    parses = {p["id"]: p for p in read(data / "silver/polnear-train-corenlp.jsonl.xz")}
    kept_aside = aside()
    versions = [(row, shift) for row in rows for shift in sorted({0, title_end(row)})]
    names, out = [{}, {}, {}, {}], []
    texts = ({"id": row["id"], "text": row["text"][shift:]} for row, shift in versions)
    for (row, shift), x in zip(versions, features.read(texts, run / "features.jsonl"), strict=True):
        tokens = x["tokens"].tolist()
        x["shift"], x["aside"] = shift, row["id"] in kept_aside
        x["is_word"] = np.array([any(c.isalnum() for c in row["text"][shift + s:shift + e]) for s, e in tokens])
        x["tags"] = gold_tags(tokens, x["is_word"], row["attributions"], shift)
        x["syntax"] = syntax(tokens, None if x["aside"] else parses.get(row["id"]), shift, names)
        out.append(x)
    torch.save({"articles": out, "syntax_labels": [list(n) for n in names]}, run / "train.pt")
    print(len(out), "versions of", len(rows), "articles,", sum(x["aside"] for x in out), "aside; labels:", [len(n) for n in names])


if __name__ == "__main__":
    main()
