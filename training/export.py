"""RUN/NAME/model.pt (one or more) -> models/tagger.safetensors.

  python training/export.py --model RUN/a/model.pt [RUN/b/model.pt ...] --out models/tagger.safetensors

Matrices: NAME.q int8 [rows, columns] and NAME.s float32 [rows], value = q * s: one scale for each output unit, or for each
word piece. Vectors, feature tables and the CRF: float32. Several models share `pieces` and have "0.", "1.", ... before their
names; their tag scores and CRFs are averaged. Metadata: `models`, the settings of each (json).
"""
import argparse, json
import numpy as np, torch
from safetensors.numpy import save_file
from safetensors import safe_open
from model import Tagger


def quantise(w):
    s = np.maximum(np.abs(w).max(1) / 127, 1e-8).astype(np.float32)
    return np.clip(np.rint(w / s[:, None]), -127, 127).astype(np.int8), s


def load(path):
    """the models of an exported file, with the weights as the library reads them"""
    with safe_open(path, "np") as f:
        settings = json.loads(f.metadata()["models"])
        t = {k: f.get_tensor(k) for k in f.keys()}
    full = {k[:-2]: t[k].astype(np.float32) * t[k[:-2] + ".s"][:, None] for k in t if k.endswith(".q")}
    full.update({k: v for k, v in t.items() if k[:-2] not in full})
    models = []
    for n, s in enumerate(settings):
        m = Tagger(s)
        own = {k.removeprefix(f"{n}."): torch.from_numpy(v.copy()) for k, v in full.items() if k.startswith((f"{n}.", "pieces."))}
        missing, extra = m.load_state_dict(own, strict=False)
        assert not extra and all(k.startswith(("crf.forbidden", "syntax")) for k in missing), (missing, extra)
        models.append(m.eval())
    return models


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", nargs="+", required=True), parser.add_argument("--out", required=True)
    a = parser.parse_args()
    tensors, settings = {}, []
    for n, path in enumerate(a.model):
        saved = torch.load(path, weights_only=False)
        settings.append(saved["settings"])
        for k, v in saved["state"].items():
            if k.startswith(("syntax", "crf.forbidden")):
                continue
            v = np.ascontiguousarray(v.numpy().astype(np.float32))
            key = k if k.startswith("pieces.") else f"{n}.{k}"
            if v.ndim == 2 and not k.startswith(("crf", "features")):
                tensors[key + ".q"], tensors[key + ".s"] = quantise(v)
            else:
                tensors[key] = v
    save_file(tensors, a.out, metadata={"models": json.dumps(settings)})
    print(a.out, sum(v.nbytes for v in tensors.values()), "bytes")


if __name__ == "__main__":
    main()
