"""RUN/NAME/model.pt -> models/fast.safetensors or models/accurate.safetensors; MiniLM -> models/vectors.safetensors.

  python training/export.py --vectors models/vectors.safetensors [--pieces models/pieces.txt]
  python training/export.py --model RUN/NAME/model.pt [more ...] --out models/accurate.safetensors

Of several models of one run the mean of the weights is taken (Izmailov et al. 2018).

Vectors: those of --pieces only, in its order, as `coarse` in vectors.py makes them; two codes a byte, the first one low.
Matrices: NAME.q [rows, columns] and NAME.s float32 [rows], value = q * s: one scale for each output unit. q is int8; in the
accurate tagger it has seven bits (-63..63, so that sums of two products with a byte fit into 16 bits, which is all that some
CPUs have), stored + 64, eight in seven bytes, the first one lowest. Positions: float16. The rest: float32. Metadata:
`settings` (json).
"""
import argparse, json
import numpy as np, torch
from safetensors.numpy import save_file
from safetensors import safe_open
from encoder import Encoder
from convolutional import VECTOR_SCALE, Convolutional
from train import BEGIN, END
from vectors import coarse, fine, minilm
from vocabulary import PIECES, numbers

HALF = ("positions.weight",)
CONTEXT = 40            # pieces before a window that the accurate tagger reads with it


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


def vectors_of(rows):
    codes, scale, shift = (x.numpy()[rows] for x in coarse(minilm()["embeddings.word_embeddings.weight"]))
    return {"codes": codes[:, ::2] | codes[:, 1::2] << 4, "scale": scale.astype(np.float16), "shift": shift.astype(np.float16)}


def tensors_of(state, kind):
    out = {}
    for k, v in state.items():
        if k.startswith(("syntax", "crf.forbidden")):
            continue
        w = np.ascontiguousarray(v.numpy().astype(np.float32))
        if k == "pieces.weight":
            assert torch.equal(fine(*coarse(minilm()["embeddings.word_embeddings.weight"])), v), "it was trained on other vectors"
        elif k in HALF:
            out[k] = w.astype(np.float16)
        elif w.ndim == 2 and not k.startswith(("crf", "features")):
            q, out[k + ".s"] = quantise(w, 63 if kind == "accurate" else 127)
            out[k + ".q"] = pack(q) if kind == "accurate" else q
        else:
            out[k] = w
    return out


class Rounded(torch.nn.Linear):
    """reads its input in 255 steps from the row's least to its largest value (or zero), as the library does"""

    def forward(self, x):
        low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-12)
        zero = (-low / step).round()
        return super().forward(((x / step + zero).round().clamp(0, 255) - zero) * step)


def load(path, vectors):
    """the model of an exported file, computing as the library does; its pieces are numbered by the library"""
    with safe_open(vectors, "np") as f:
        codes, scale, shift = (f.get_tensor(k) for k in ("codes", "scale", "shift"))
    codes = np.stack([codes & 15, codes >> 4], -1).reshape(len(codes), -1)
    with safe_open(path, "np") as f:
        settings = json.loads(f.metadata()["settings"])
        t = {k: f.get_tensor(k) for k in f.keys()}
    state = {"pieces.weight": fine(*(torch.from_numpy(x.astype(np.float32)) for x in (codes, scale, shift)))}
    for k, v in t.items():
        name, _, form = k.rpartition(".")
        if form == "q":
            v = (unpack(v) if v.dtype == np.uint8 else v).astype(np.float32) * t[name + ".s"][:, None]
        elif form == "s":
            continue
        state[name if form == "q" else k] = torch.from_numpy(np.ascontiguousarray(v.astype(np.float32)))
    model = {"fast": Convolutional, "accurate": Encoder}[settings["kind"]](settings)
    for layer in getattr(model, "layers", ()):
        for name in ("qkv", "out", "up", "down"):
            linear = getattr(layer, name)
            setattr(layer, name, Rounded(linear.in_features, linear.out_features))
    missing, extra = model.load_state_dict(state, strict=False)
    assert not extra and all(k.startswith(("crf.forbidden", "syntax")) for k in missing), (missing, extra)
    return model.eval()


def mean(states):
    return {k: sum(s[k] for s in states) / len(states) if v.is_floating_point() else v for k, v in states[0].items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors"), parser.add_argument("--model", nargs="+"), parser.add_argument("--out")
    parser.add_argument("--pieces", default=PIECES)
    a = parser.parse_args()
    rows = numbers(a.pieces)
    if a.vectors:
        vectors = vectors_of(rows)
        save_file(vectors, a.vectors, metadata={"settings": json.dumps({"width": 2 * vectors["codes"].shape[1]})})
    if a.model:
        all_saved = [torch.load(path, weights_only=False) for path in a.model]
        saved = {**all_saved[0], "state": mean([m["state"] for m in all_saved])}
        settings = saved["settings"] | {"vocabulary": len(rows), "begin": rows.index(BEGIN), "end": rows.index(END)}
        settings |= {"vector_scale": VECTOR_SCALE} if settings["kind"] == "fast" else {"context": CONTEXT}
        save_file(tensors_of(saved["state"], settings["kind"]), a.out, metadata={"settings": json.dumps(settings)})


if __name__ == "__main__":
    main()
