"""Texts -> tokens, word pieces and features, as the library itself sees them (`features.rs`)."""
import json, pathlib, subprocess
import numpy as np

ROOT = pathlib.Path(__file__).parent.parent
MOST_PIECES = 6                             # of a token: MOST_PIECES in src/attribution/pieces.rs


def read(rows, file):
    """one article for each row of {"id", "text"}; what the library says is kept in `file` meanwhile"""
    texts = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    with open(file, "w", encoding="utf-8") as out:
        subprocess.run(["cargo", "run", "-q", "--release", "--example", "features"], input=texts, text=True, stdout=out, check=True, cwd=ROOT)
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            x = json.loads(line)
            n = len(x["tokens"])
            pieces = np.full((n, MOST_PIECES), -1, np.int32)
            for i, own in enumerate(x["pieces"]):
                pieces[i, :len(own)] = own
            yield {"id": x["id"], "tokens": np.array(x["tokens"], np.int32).reshape(n, 2), "pieces": pieces,
                   "values": np.array(x["values"], np.uint8), "paragraph": np.array(x["paragraph"], np.int32),
                   "tags": np.zeros(n, np.uint8), "syntax": np.full((n, 4), -100, np.int16)}
