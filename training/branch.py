"""The network's part in claims: types of attributions, and who is accused in them -> models/claims.safetensors.

    cargo run --release --example claims < ARTICLES.jsonl > FEATURES.jsonl
    python training/branch.py --run RUN FEATURES.jsonl ARTICLES.jsonl [--held 0] [--out models/claims.safetensors]

ARTICLES.jsonl and the labels are those of claims.py, whose scorers the network stands beside. The layers of the accurate
tagger up to number 4 stay as they are; copies of the two behind them read an excerpt of each attribution
(src/claims/excerpt.rs), knowing which of its words are source, cue and content, and two small heads read their rows. All
of the copies is trained; what is kept of the change to each matrix is its best approximation of rank 64, in eight bits.
--held leaves one fifth of the articles out and prints the figures on it. Four epochs take some ten minutes on two cores.
"""
import argparse, json, math, pathlib, random, time
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
import claims, features, train
from encoder import Layer
from export import load, quantise
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
MODELS = HERE.parent / "models"
KEPT = 4                # KEPT in src/attribution/network/encoder.rs
MOST = 112              # the most word pieces of an excerpt: MOST in src/claims/excerpt.rs
CUE, CONTENT = 2, 3     # roles, as src/claims/excerpt.rs numbers them
MATRICES, NORMS = ("qkv", "out", "up", "down"), ("norm1", "norm2")
SETTINGS = dict(epochs=4, batch=16, rate=2e-4, head_rate=1e-3, decay=0.01, drop=0.2, average=0.995, warm=0.06, smooth=0.05,
                accused=3.0, rank=64, types_hidden=256, accused_hidden=128)


@torch.no_grad()
def states(base, rows, run):
    """{id: (rows of all word pieces behind layer KEPT, first piece of each token and their number)}"""
    path = run / "states.pt"
    if path.exists():
        return torch.load(path, weights_only=False)
    train.BEGIN, train.END = base.settings["begin"], base.settings["end"]
    kept, layers, base.layers = {}, base.layers, base.layers[:KEPT]
    base.layers[-1].register_forward_hook(lambda _, __, out: kept.__setitem__("rows", out[0]))
    out = {}
    for article in features.read(rows, run / "tokens.jsonl"):
        upto = np.concatenate([[0], np.cumsum((article["pieces"] >= 0).sum(1))])
        parts, left = [], base.settings["context"]
        for i, j in train.windows(article, train.room(base.settings) - left, train.Uncut):
            begin = int(np.searchsorted(upto, upto[i] - left))
            base(train.collate([(article, begin, j)]))
            first = 1 + upto[i] - upto[begin]
            parts.append(kept["rows"][first:first + upto[j] - upto[i]].to(torch.float16))
        out[article["id"]] = torch.cat(parts), upto
    base.layers = layers
    torch.save(out, path)
    return out


def examples(features_path, articles, base, run):
    """What claims.py learns from, each with the rows of its excerpt, their roles, and where its candidates stand."""
    labelled = claims.load(features_path, articles)
    wanted, texts = {e["id"] for e in labelled}, claims.rows(articles)
    of_article = states(base, ({"id": i, "text": texts[i]["text"]} for i in sorted(wanted)), run)
    for example in labelled:
        rows, upto = of_article[example["id"]]
        places = [(p, token, role) for token, role in example["excerpt"] for p in range(upto[token], upto[token + 1])][:MOST]
        pieces, tokens, roles = (np.array(column, np.int64) for column in zip(*places))
        example["rows"], example["roles"] = rows[torch.from_numpy(pieces)], roles
        example["marked"] = []
        for candidate in example["candidates"]:
            start, end = candidate["tokens"]
            met = [a["sure"] for a in example["accusations"] if claims.meets(candidate, a)]
            label = 0.0 if not met else 1.0 if max(met) > 1 else 0.5
            example["marked"].append(((tokens >= start) & (tokens < end), label))
    return labelled


class Branch(nn.Module):
    def __init__(self, base, s):
        super().__init__()
        width = base.settings["width"]
        self.roles = nn.Embedding(4, width)
        nn.init.normal_(self.roles.weight, std=0.3)
        self.layers = nn.ModuleList(Layer(width, 12, 4 * width, 0.1) for _ in base.layers[KEPT:])
        for own, theirs in zip(self.layers, base.layers[KEPT:]):
            own.load_state_dict(theirs.state_dict())
        head = lambda hidden, outputs: nn.ModuleList([nn.Linear(4 * width, hidden), nn.Linear(hidden, outputs)])
        self.types, self.accused = head(s["types_hidden"], len(claims.TYPES)), head(s["accused_hidden"], 1)
        self.absent, self.drop = nn.Parameter(torch.zeros(width)), nn.Dropout(s["drop"])

    def head(self, layers, *parts):
        return layers[1](self.drop(F.gelu(layers[0](self.drop(torch.cat(parts, -1)))))).float()

    def forward(self, batch):
        rows, roles, mask, owner, stands = (batch[k] for k in ("rows", "roles", "mask", "owner", "stands"))
        x = rows + self.roles(roles)
        for layer in self.layers:
            x = layer(x, torch.where(mask, 0.0, -1e4)[:, None, None, :])
        mean = lambda which: (x * which.unsqueeze(-1)).sum(1) / which.sum(1, keepdim=True).clamp(min=1)
        cue, content = mean(mask & (roles == CUE)), mean(mask & (roles == CONTENT))
        telling = (mask & (roles >= CUE)).unsqueeze(-1)
        largest = torch.where(telling.any(1), x.masked_fill(~telling, -1e4).amax(1), 0.0)
        types = self.head(self.types, cue, content, mean(mask), largest)
        count = stands.sum(1, keepdim=True)
        own = (x[owner] * stands.unsqueeze(-1)).sum(1) / count.clamp(min=1)
        own = torch.where(count > 0, own, self.absent)
        return types, self.head(self.accused, own, cue[owner], content[owner], largest[owner]).squeeze(-1)


def collate(items):
    long, width = max(len(e["roles"]) for e in items), items[0]["rows"].shape[1]
    marked = [(n, where, label, e["whole"]) for n, e in enumerate(items) for where, label in e["marked"]]
    batch = {"rows": torch.zeros(len(items), long, width), "roles": torch.zeros(len(items), long, dtype=torch.long),
             "mask": torch.zeros(len(items), long, dtype=torch.bool), "stands": torch.zeros(len(marked), long, dtype=torch.bool),
             "owner": torch.tensor([n for n, *_ in marked], dtype=torch.long), "type": torch.tensor([e["type"] for e in items]),
             "label": torch.tensor([float(label > 0.5) for *_, label, _ in marked]),
             "certain": torch.tensor([float(whole and label != 0.5) for *_, label, whole in marked])}
    for n, e in enumerate(items):
        count = len(e["roles"])
        batch["rows"][n, :count], batch["mask"][n, :count] = e["rows"].float(), True
        batch["roles"][n, :count] = torch.from_numpy(e["roles"])
    for n, (_, where, *_) in enumerate(marked):
        batch["stands"][n, :len(where)] = torch.from_numpy(where)
    return batch


@torch.no_grad()
def figures(model, items):
    model.eval()
    types, accused, labels = [], [], []
    for k in range(0, len(items), 64):
        batch = collate(items[k:k + 64])
        of_types, of_accused = model(batch)
        types.append(of_types.argmax(1).numpy())
        sure = batch["certain"] > 0
        accused.append(of_accused[sure]), labels.append(batch["label"][sure])
    loss = F.binary_cross_entropy_with_logits(torch.cat(accused), torch.cat(labels))
    return f"{claims.f1_by_type(np.array([e['type'] for e in items]), np.concatenate(types), 15)}; accused: log loss {loss:.4f}"


def fit(model, items, held, s):
    layers = [p for n, p in model.named_parameters() if n.startswith("layers")]
    rest = [p for n, p in model.named_parameters() if not n.startswith("layers")]
    groups = [{"params": layers, "rate": s["rate"]}, {"params": rest, "rate": s["head_rate"]}]
    optimizer = torch.optim.AdamW(groups, lr=s["rate"], betas=(0.9, 0.99), weight_decay=s["decay"])
    rng, step, total = random.Random(0), 0, s["epochs"] * math.ceil(len(items) / s["batch"])
    average = {k: v.clone() for k, v in model.state_dict().items()}
    for epoch in range(s["epochs"]):
        model.train()
        begun, order, size = time.time(), rng.sample(items, len(items)), s["batch"]
        order = [e for k in range(0, len(order), 20 * size) for e in sorted(order[k:k + 20 * size], key=lambda e: len(e["roles"]))]
        groups = [order[k:k + size] for k in range(0, len(order), size)]
        rng.shuffle(groups)
        for group in groups:
            x, batch = step / total, collate(group)
            rate = x / s["warm"] if x < s["warm"] else 0.5 + 0.5 * math.cos(math.pi * (x - s["warm"]) / (1 - s["warm"]))
            for g in optimizer.param_groups:
                g["lr"] = g["rate"] * max(rate, 0.01)
            types, accused = model(batch)
            loss = F.cross_entropy(types, batch["type"], label_smoothing=s["smooth"])
            of_each = F.binary_cross_entropy_with_logits(accused, batch["label"], reduction="none")
            loss = loss + s["accused"] * (of_each * batch["certain"]).sum() / batch["certain"].sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(s["average"], (1 + step) / (10 + step))
            for k, v in model.state_dict().items():
                average[k].mul_(keep).add_(v, alpha=1 - keep)
        trained = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        print(f"epoch {epoch + 1}, {time.time() - begun:.0f} s", figures(model, held) if held else "", flush=True)
        if epoch + 1 < s["epochs"]:
            model.load_state_dict(trained)


def write(model, base, path, s):
    """thin matrices (the change to each matrix, by singular values) and heads in eight bits, the rest as floats"""
    out = {"roles": model.roles.weight, "absent": model.absent}
    small = {}
    for n, layer in enumerate(model.layers):
        for name in MATRICES:
            own, theirs = getattr(layer, name), getattr(base.layers[KEPT + n], name)
            u, values, v = torch.linalg.svd(own.weight.detach() - theirs.weight.detach(), full_matrices=False)
            root = values[:s["rank"]].sqrt()
            small[f"layers.{n}.{name}.a"], small[f"layers.{n}.{name}.b"] = root[:, None] * v[:s["rank"]], u[:, :s["rank"]] * root
            out[f"layers.{n}.{name}.bias"] = own.bias
        for name in NORMS:
            out[f"layers.{n}.{name}.weight"], out[f"layers.{n}.{name}.bias"] = getattr(layer, name).weight, getattr(layer, name).bias
    for name in ("types", "accused"):
        for n, linear in enumerate(getattr(model, name), 1):
            small[f"{name}.{n}.weight"], out[f"{name}.{n}.bias"] = linear.weight, linear.bias
    tensors = {k: np.ascontiguousarray(v.detach().numpy().astype(np.float32)) for k, v in out.items()}
    for name, matrix in small.items():
        # Singular vectors come column by column, and safetensors would write them so.
        tensors[name + ".q"], tensors[name + ".s"] = quantise(np.ascontiguousarray(matrix.detach().numpy()), 127)
    settings = {"width": base.settings["width"], "rank": s["rank"], "types": s["types_hidden"], "accused": s["accused_hidden"]}
    save_file(tensors, path, metadata={"settings": json.dumps(settings)})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True, type=pathlib.Path), parser.add_argument("--held", type=int), parser.add_argument("--out")
    parser.add_argument("features"), parser.add_argument("articles", nargs="+")
    a = parser.parse_args()
    torch.manual_seed(0)
    base = load(MODELS / "accurate.safetensors", MODELS / "vectors.safetensors")
    learn = [e for e in examples(a.features, a.articles, base, a.run) if e["part"] == "learn"]
    is_held = lambda e: a.held is not None and claims.fold(e["id"], 5) == a.held
    model = Branch(base, SETTINGS)
    fit(model, [e for e in learn if not is_held(e)], [e for e in learn if is_held(e)], SETTINGS)
    if a.out:
        write(model, base, a.out, SETTINGS)


if __name__ == "__main__":
    main()
