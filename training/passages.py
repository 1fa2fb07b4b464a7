"""The tags that Python gives for tests/passages.txt, which the Rust test compares with its own.

  python training/passages.py [--weights models/tagger.safetensors] > tests/passages.tags

A line for each passage: its tags as letters (. S s C c Q q for outside, source, cue and content; capitals begin a span).
"""
import argparse, json, pathlib, subprocess
import numpy as np, torch
from export import load
from model import Crf
from train import collate

HERE = pathlib.Path(__file__).parent
LETTERS = ".SsCcQq"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", default=str(HERE.parent / "models/tagger.safetensors"))
    a = parser.parse_args()
    passages = [p.strip("\n") for p in (HERE.parent / "tests/passages.txt").read_text(encoding="utf-8").split("\n%%\n")]
    rows = "".join(json.dumps({"id": k, "text": p}) + "\n" for k, p in enumerate(passages))
    lines = subprocess.run(["cargo", "run", "-q", "--release", "--example", "features"], input=rows, text=True, capture_output=True,
                           check=True, cwd=HERE.parent).stdout.splitlines()
    models = load(a.weights)
    crf = Crf()
    for name in ("transition", "begin", "end"):
        getattr(crf, name).data = sum(getattr(m.crf, name).data for m in models) / len(models)
    for line in lines:
        x = json.loads(line)
        n = len(x["tokens"])
        pieces = np.full((n, 6), -1, np.int64)
        for i, p in enumerate(x["pieces"]):
            pieces[i, :len(p)] = p
        article = {"pieces": pieces, "values": np.array(x["values"]), "tags": np.zeros(n), "syntax": np.full((n, 4), -100)}
        with torch.no_grad():
            scores = sum(m(collate([(article, 0, n)]))[0][0] for m in models) / len(models)
        print("".join(LETTERS[t] for t in crf.best(scores)))


if __name__ == "__main__":
    main()
