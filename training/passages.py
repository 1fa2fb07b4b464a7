"""The tags that Python gives for tests/passages.txt, which the Rust test compares with its own.

  python training/passages.py --weights models/accurate.safetensors > tests/passages.accurate.tags
  python training/passages.py --weights models/fast.safetensors > tests/passages.fast.tags

A line for each passage, and one for all of them as one article, which is longer than a window: its tags as letters (. S s C c Q q for outside, source, cue and content; capitals begin a span).
"""
import argparse, json, pathlib, subprocess
import numpy as np, torch
import train
from export import load

HERE = pathlib.Path(__file__).parent
LETTERS = ".SsCcQq"


def scores(model, article):
    """tag scores of a whole article; the accurate tagger reads some pieces before a window with it"""
    if model.settings["kind"] == "fast":
        return train.scores(model, article)
    upto, left = np.concatenate([[0], np.cumsum((article["pieces"] >= 0).sum(1))]), model.settings["context"]
    class Full:                                                 # the first window is not cut short
        randint = staticmethod(lambda a, b: b)
    out = []
    for i, j in train.windows(article, train.room(model.settings) - left, Full):
        begin = int(np.searchsorted(upto, upto[i] - left))
        with torch.no_grad():
            out.append(model(train.collate([(article, begin, j)]))[0][0][i - begin:])
    return torch.cat(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", required=True)
    a = parser.parse_args()
    passages = [p.strip("\n") for p in (HERE.parent / "tests/passages.txt").read_text(encoding="utf-8").split("\n%%\n")]
    passages.append("\n\n".join(passages))
    rows = "".join(json.dumps({"id": k, "text": p}) + "\n" for k, p in enumerate(passages))
    lines = subprocess.run(["cargo", "run", "-q", "--release", "--example", "features"], input=rows, text=True, capture_output=True,
                           check=True, cwd=HERE.parent).stdout.splitlines()
    model = load(a.weights, HERE.parent / "models/vectors.safetensors")
    train.BEGIN, train.END = model.settings["begin"], model.settings["end"]     # here pieces are numbered by the library
    for line in lines:
        x = json.loads(line)
        n = len(x["tokens"])
        pieces = np.full((n, 6), -1, np.int64)
        for i, p in enumerate(x["pieces"]):
            pieces[i, :len(p)] = p
        article = {"pieces": pieces, "values": np.array(x["values"]), "tags": np.zeros(n, np.int64), "syntax": np.full((n, 4), -100),
                   "paragraph": np.array(x["paragraph"])}
        print("".join(LETTERS[t] for t in model.crf.best(scores(model, article))))


if __name__ == "__main__":
    main()
