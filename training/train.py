"""Trains a tagger. Fixed seeds, a checkpoint an epoch, goes on where it stopped.

  python training/train.py --run RUN --name NAME [--kind fast|accurate] [--stop-after EPOCHS] [--set key=value ...]

RUN/train.pt comes from prepare.py. Writes RUN/NAME/{last.pt, model.pt (averaged weights), model-EPOCH.pt,
log.tsv}. The figures in the log
are exact span F1 (source, cue, content) on the articles of training/aside.txt, without their titles and with them.
"""
import argparse, json, math, pathlib, random, time
import numpy as np, torch
from encoder import Encoder
from convolutional import Convolutional
from vectors import minilm

FAST = dict(kind="fast", seed=1, width=192, piece_width=384, news_parts=2, vocabulary=30522, dilations=[1, 2, 4, 8, 4, 2, 1], gru=96, dropout=0.2, word_drop=0.1,
               feature_drop=0.02, epochs=7, rate=1.5e-3, decay=0.01, batch=16, window=256, average=0.998, clip=1.0, warm=0.1, syntax=0.25)
ACCURATE = dict(kind="accurate", seed=1, news_parts=2, width=384, layers=6, vocabulary=30522, gru=96, dropout=0.1, word_drop=0.05, feature_drop=0.02, epochs=6,
                rate=2e-4, head_rate=1e-3, layer_decay=0.9, decay=0.01, batch=8, window=256, average=0.995, clip=1.0, warm=0.06, syntax=0.25)
BEGIN, END = 101, 102                                           # the pieces that BERT puts around a text


def windows(article, limit, rng):
    """token ranges cut at paragraph ends, of at most `limit` pieces where a paragraph is not longer; the first one is cut
    short by chance, so that the cuts differ from epoch to epoch"""
    out, begin, last, cap = [], 0, 0, rng.randint(limit // 4, limit)
    edges = list(np.flatnonzero(np.diff(article["paragraph"])) + 1) + [len(article["tags"])]
    upto = np.concatenate([[0], np.cumsum((article["pieces"] >= 0).sum(1))])
    for edge in edges:
        if upto[edge] - upto[begin] > cap and last > begin:
            out.append((begin, last))
            begin, cap = last, limit
        while upto[edge] - upto[begin] > limit:
            middle = int(np.searchsorted(upto, upto[begin] + limit, "right")) - 1
            sentences = begin + 1 + np.flatnonzero(article["values"][begin + 1:middle, 4] == 2)     # rather at a sentence's start
            middle = int(sentences[-1]) if len(sentences) else middle
            out.append((begin, middle))
            begin, cap = middle, limit
        last = edge
    if last > begin:
        out.append((begin, last))
    return out


def collate(items):
    size, most = max(j - i for _, i, j in items), 6
    b = {"pieces": np.full((len(items), size, most), -1, np.int64), "values": np.zeros((len(items), size, 6), np.int64),
         "mask": np.zeros((len(items), size), bool), "tags": np.zeros((len(items), size), np.int64),
         "syntax": np.full((len(items), size, 4), -100, np.int64)}
    for k, (a, i, j) in enumerate(items):
        for name in ("pieces", "values", "tags", "syntax"):
            b[name][k, :j - i] = a[name][i:j]
        b["mask"][k, :j - i] = True
        if b["tags"][k, 0] and b["tags"][k, 0] % 2 == 0:        # a window that begins within a span
            b["tags"][k, 0] -= 1
    known = b["pieces"] >= 0
    b["pieces"] = b["pieces"][:, :, :max(1, int(known.any((0, 1)).sum()))]
    # the encoder's view: all pieces in a row, the word that each belongs to, the first piece of each word
    length = int(known.sum((1, 2)).max()) + 2
    flat, word_of, first = np.full((len(items), length), -1, np.int64), np.full((len(items), length), -1, np.int64), np.zeros((len(items), size), np.int64)
    for k, (a, i, j) in enumerate(items):
        own = a["pieces"][i:j]
        words, _ = np.nonzero(own >= 0)
        flat[k, 1:len(words) + 1], word_of[k, 1:len(words) + 1] = own[own >= 0], words
        flat[k, 0], flat[k, len(words) + 1] = BEGIN, END
        first[k, :j - i] = 1 + np.searchsorted(words, np.arange(j - i))
    return {k: torch.from_numpy(v) for k, v in {**b, "flat": flat, "word_of": word_of, "first": first}.items()}


def room(settings):
    """pieces of text that a window holds"""
    return settings["window"] - (2 if settings["kind"] == "accurate" else 0)


def batches(articles, settings, rng, news=()):
    """one epoch: each article in one of its versions, and windows of news with one of their tag sequences; windows of like
    length together"""
    versions = {}
    for a in articles:
        versions.setdefault(a["id"], []).append(a)
    ws = [(a, i, j) for vs in versions.values() for a in [rng.choice(vs)] for i, j in windows(a, room(settings), rng)]
    ws += [({**w, "tags": rng.choice(w["samples"])}, 0, len(w["values"])) for w in news]
    rng.shuffle(ws)
    size = settings["batch"]
    ws = [w for k in range(0, len(ws), size * 12) for w in sorted(ws[k:k + size * 12], key=lambda w: w[2] - w[1])]
    groups = [ws[k:k + size] for k in range(0, len(ws), size)]
    rng.shuffle(groups)
    for g in groups:
        yield collate(g)


def spans(tags, is_word):
    """{(role, first word, one past the last)}"""
    out, cur = set(), None
    for i, t in enumerate(list(tags) + [0]):
        if cur and not (t and t % 2 == 0):
            a, b = cur[1], i
            while a < b and not is_word[a]:
                a += 1
            while b > a and not is_word[b - 1]:
                b -= 1
            if a < b:
                out.add((cur[0], a, b))
            cur = None
        if t % 2 == 1:
            cur = ((t - 1) // 2, i)
    return out


class Uncut:
    """in place of chance: the first window is not cut short"""
    randint = staticmethod(lambda a, b: b)


@torch.no_grad()
def scores(model, article):
    """tag scores of a whole article: the fast tagger reads it at once, the accurate one in windows, each of them in an
    exported model with some pieces before it"""
    if model.settings["kind"] == "fast":
        return model(collate([(article, 0, len(article["tags"]))]))[0][0]
    upto, left, out = np.concatenate([[0], np.cumsum((article["pieces"] >= 0).sum(1))]), model.settings.get("context", 0), []
    for i, j in windows(article, room(model.settings) - left, Uncut):
        begin = int(np.searchsorted(upto, upto[i] - left))
        out.append(model(collate([(article, begin, j)]))[0][0][i - begin:])
    return torch.cat(out)


@torch.no_grad()
def figures(model, articles):
    model.eval()
    n = np.zeros((3, 3))
    for a in articles:
        got, gold = spans(model.crf.best(scores(model, a)), a["is_word"]), spans(a["tags"], a["is_word"])
        for r in range(3):
            g, p = {s for s in gold if s[0] == r}, {s for s in got if s[0] == r}
            n[r] += len(g & p), len(g), len(p)
    return [200 * x / max(1, g + p) for x, g, p in n]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True), parser.add_argument("--name", required=True)
    parser.add_argument("--stop-after", type=int, default=0, help="epochs in this call; the rates fall as for all of them")
    parser.add_argument("--kind", choices=("fast", "accurate"), default="fast")
    parser.add_argument("--news", help="file of distil.py: a part of it joins each epoch")
    parser.add_argument("--threads", type=int, default=1), parser.add_argument("--set", nargs="*", default=[])
    a = parser.parse_args()
    s = {**(FAST if a.kind == "fast" else ACCURATE), **{k: json.loads(v) for k, v in (x.split("=", 1) for x in a.set)}}
    torch.set_num_threads(a.threads)
    out = pathlib.Path(a.run) / a.name
    out.mkdir(parents=True, exist_ok=True)
    data = torch.load(pathlib.Path(a.run) / "train.pt", weights_only=False)
    train = [x for x in data["articles"] if not x["aside"]]
    held = [x for x in data["articles"] if x["aside"]]
    news = torch.load(a.news, weights_only=False) if a.news else []
    part = lambda epoch: news[epoch % s["news_parts"]::s["news_parts"]]
    torch.manual_seed(s["seed"])
    syntax_sizes = [len(n) for n in data["syntax_labels"]] if s["syntax"] else []
    model = Convolutional(s, minilm(), syntax_sizes) if a.kind == "fast" else Encoder(s, minilm(), syntax_sizes)
    weights = [p for p in model.parameters() if p.requires_grad]
    groups = model.groups(s)
    optimizer = torch.optim.AdamW(groups, lr=s["rate"], betas=(0.9, 0.99))
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    per_epoch = sum(1 for _ in batches(train, s, random.Random(0), part(0)))
    total, step, epoch = per_epoch * s["epochs"], 0, 0
    print("weights:", sum(p.numel() for p in weights), "articles:", len({x["id"] for x in train}), "steps:", total, json.dumps(s), flush=True)
    if (out / "last.pt").exists():
        state = torch.load(out / "last.pt", weights_only=False)
        model.load_state_dict(state["model"]), optimizer.load_state_dict(state["optimizer"])
        average, step, epoch = state["average"], state["step"], state["epoch"]
    stop = min(s["epochs"], epoch + (a.stop_after or s["epochs"]))
    while epoch < stop:
        rng = random.Random(s["seed"] * 1000 + epoch)
        torch.manual_seed(s["seed"] * 1000 + epoch)
        model.train()
        begun, loss_sum, syntax_sum, tokens = time.time(), 0.0, 0.0, 0
        for b in batches(train, s, rng, part(epoch)):
            x = min(1.0, step / total)
            rate = x / s["warm"] if x < s["warm"] else 0.5 + 0.5 * math.cos(math.pi * (x - s["warm"]) / (1 - s["warm"]))
            for g in optimizer.param_groups:
                g["lr"] = g["rate"] * max(rate, 0.01)
            with torch.autocast("cpu", torch.bfloat16):
                scores, vectors = model(b)
                extra = model.syntax_loss(vectors, b["syntax"]) if s["syntax"] else torch.zeros(())
            loss, n = model.crf.loss(scores, b["tags"], b["mask"]), int(b["mask"].sum())
            optimizer.zero_grad(set_to_none=True)
            (loss / n * 8 + s["syntax"] * extra).backward()
            torch.nn.utils.clip_grad_norm_(weights, s["clip"])
            optimizer.step()
            step += 1
            keep = min(s["average"], (1 + step) / (10 + step))
            with torch.no_grad():
                for k, v in model.state_dict().items():
                    if v.dtype.is_floating_point and not k.startswith("pieces."):
                        average[k].mul_(keep).add_(v, alpha=1 - keep)
            loss_sum, syntax_sum, tokens = loss_sum + loss.item(), syntax_sum + float(extra.detach()), tokens + n
            if step % 50 == 0:
                print(f"  step {step}/{total} loss {loss_sum / tokens:.4f} {time.time() - begun:.0f} s", flush=True)
        epoch += 1
        raw = {k: v.clone() for k, v in model.state_dict().items()}
        seconds = time.time() - begun
        model.load_state_dict(average)
        by_version = [figures(model, [x for x in held if (x["shift"] > 0) == without]) for without in (True, False)]
        torch.save({"settings": s, "state": average}, out / "model.pt")
        torch.save({"settings": s, "state": average}, out / f"model-{epoch}.pt")
        model.load_state_dict(raw)
        torch.save({"model": raw, "optimizer": optimizer.state_dict(), "average": average, "step": step, "epoch": epoch}, out / "last.pt")
        line = [epoch, f"{loss_sum / tokens:.4f}", f"{syntax_sum / per_epoch:.3f}", *(f"{x:.2f}" for f in by_version for x in f), f"{seconds:.0f}"]
        print("epoch loss syntax source cue content (no title) source cue content (title) seconds:", *line, flush=True)
        with open(out / "log.tsv", "a") as f:
            f.write("\t".join(map(str, line)) + "\n")


if __name__ == "__main__":
    main()
