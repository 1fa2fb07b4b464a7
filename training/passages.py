"""The tags that Python gives for tests/passages.txt, which the Rust test compares with its own.

  python training/passages.py --weights models/accurate.safetensors > tests/passages.accurate.tags
  python training/passages.py --weights models/fast.safetensors > tests/passages.fast.tags

A line for each passage, and one for all of them as one article, which is longer than a window: its tags as letters (. S s C c Q q for outside, source, cue and content; capitals begin a span).
"""
import argparse, pathlib, tempfile
import features, train
from export import load

HERE = pathlib.Path(__file__).parent
LETTERS = ".SsCcQq"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", required=True)
    a = parser.parse_args()
    passages = [p.strip("\n") for p in (HERE.parent / "tests/passages.txt").read_text(encoding="utf-8").split("\n%%\n")]
    passages.append("\n\n".join(passages))
    model = load(a.weights, HERE.parent / "models/vectors.safetensors")
    train.BEGIN, train.END = model.settings["begin"], model.settings["end"]     # here pieces are numbered by the library
    with tempfile.NamedTemporaryFile() as file:
        for article in features.read(({"id": k, "text": p} for k, p in enumerate(passages)), file.name):
            print("".join(LETTERS[t] for t in model.crf.best(train.scores(model, article))))


if __name__ == "__main__":
    main()
