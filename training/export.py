"""RUN/NAME/model.pt -> models/fast.safetensors or models/accurate.safetensors, as the settings say.

  python training/export.py --model RUN/NAME/model.pt --out models/accurate.safetensors [--pieces models/pieces.txt]

Word pieces: the rows of --pieces only, in its order. Matrices: NAME.q [rows, columns] and NAME.s float32 [rows], value =
q * s: one scale for each output unit, or for each word piece. q is int8; in the accurate tagger it has seven bits (-63..63,
so that sums of two products with a byte fit into 16 bits, which is all that some CPUs have), stored + 64, eight in seven
bytes, the first one lowest. The accurate tagger's word pieces: `coarse` in encoder.py; two codes a byte, the first one low.
Large tables: float16. The rest: float32. Metadata: `settings` (json).
"""
import argparse, json
import numpy as np, torch
from safetensors.numpy import save_file
from safetensors import safe_open
from encoder import Encoder, coarse, fine, minilm
from model import Tagger
from train import BEGIN, END
from vocabulary import PIECES, numbers

HALF = ("positions.weight",)


def quantise(w, most):
    """rows in whole steps of at most `most`, each with the scale that fits it best"""
    largest = np.maximum(np.abs(w).max(1, keepdims=True), 1e-6)
    best, best_error = None, np.inf
    for shrink in (1.0,) if most > 100 else (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7):
        scale = (largest * shrink / most).astype(np.float32)
        codes = np.clip(np.rint(w / scale), -most, most)
        error = np.square(codes * scale - w).sum(1, keepdims=True)
        best = (codes, scale) if best is None else [np.where(error < best_error, n, o) for n, o in zip((codes, scale), best)]
        best_error = np.minimum(error, best_error)
    return best[0].astype(np.int8), best[1][:, 0].astype(np.float32)


def pack(q):
    """eight values of seven bits in seven bytes"""
    bits = np.unpackbits((q.astype(np.int16) + 64).astype(np.uint8)[..., None], axis=-1, bitorder="little")[..., :7]
    return np.packbits(bits.reshape(len(q), -1), axis=-1, bitorder="little")


def unpack(p):
    bits = np.unpackbits(p, axis=-1, bitorder="little").reshape(len(p), -1, 7)
    return (np.packbits(bits, axis=-1, bitorder="little")[..., 0].astype(np.int16) - 64).astype(np.int8)


def tensors_of(state, kind, rows):
    out = {}
    for k, v in state.items():
        if k.startswith(("syntax", "crf.forbidden")):
            continue
        w = np.ascontiguousarray(v.numpy().astype(np.float32))
        if k == "pieces.weight" and kind == "accurate":
            codes, scale, shift = coarse(minilm()["embeddings.word_embeddings.weight"])
            assert torch.equal(fine(codes, scale, shift), v), "the table is not the one that `coarse` makes"
            codes = codes.numpy()[rows]
            out |= {k + ".codes": codes[:, ::2] | codes[:, 1::2] << 4, k + ".scale": scale.numpy()[rows].astype(np.float16),
                    k + ".shift": shift.numpy()[rows].astype(np.float16)}
        elif k in HALF:
            out[k] = w.astype(np.float16)
        elif w.ndim == 2 and not k.startswith(("crf", "features")):
            w = w[rows] if k == "pieces.weight" else w
            q, out[k + ".s"] = quantise(w, 63 if kind == "accurate" else 127)
            out[k + ".q"] = pack(q) if kind == "accurate" else q
        else:
            out[k] = w
    return out


def load(path):
    """the model of an exported file, with the weights as the library reads them; its pieces are numbered by the library"""
    with safe_open(path, "np") as f:
        settings = json.loads(f.metadata()["settings"])
        t = {k: f.get_tensor(k) for k in f.keys()}
    state = {}
    for k, v in t.items():
        name, _, form = k.rpartition(".")
        if form == "q":
            v = (unpack(v) if v.dtype == np.uint8 else v).astype(np.float32) * t[name + ".s"][:, None]
        elif form == "codes":
            v = np.stack([v & 15, v >> 4], -1).reshape(len(v), -1)
            v = fine(*(torch.from_numpy(x.astype(np.float32)) for x in (v, t[name + ".scale"], t[name + ".shift"]))).numpy()
        elif form in ("s", "scale", "shift"):
            continue
        else:
            name = k
        state[name] = torch.from_numpy(np.ascontiguousarray(v.astype(np.float32)))
    model = {"fast": Tagger, "accurate": Encoder}[settings["kind"]](settings)
    missing, extra = model.load_state_dict(state, strict=False)
    assert not extra and all(k.startswith(("crf.forbidden", "syntax")) for k in missing), (missing, extra)
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True), parser.add_argument("--out", required=True)
    parser.add_argument("--pieces", default=PIECES)
    a = parser.parse_args()
    saved = torch.load(a.model, weights_only=False)
    rows = numbers(a.pieces)
    settings = {"kind": "fast"} | saved["settings"] | {"vocabulary": len(rows), "begin": rows.index(BEGIN), "end": rows.index(END)}
    tensors = tensors_of(saved["state"], settings["kind"], rows)
    save_file(tensors, a.out, metadata={"settings": json.dumps(settings)})
    print(a.out, sum(v.nbytes for v in tensors.values()), "bytes")


if __name__ == "__main__":
    main()
