"""Plain news, tagged by the accurate tagger -> RUN/news.pt, from which the fast one learns (`train.py --news`).

  python training/distil.py --data DATA --run RUN --teacher RUN/accurate/model.pt [--tokens 2000000]

Of each window the file holds four tag sequences drawn from the teacher's posterior (forward filtering, backward sampling;
Scott 2002), one of which is taken at each epoch: so the student's CRF learns the teacher's probabilities, not only its best
guess, by the loss that it has already (sequence-level knowledge distillation, Kim and Rush 2016).
"""
import argparse, json, lzma, pathlib, random, time
import torch
import features
from encoder import Encoder
from train import collate, room, windows

SAMPLES = 4


def articles(data, run, most):
    """tokens and features of news articles, in an order that is fixed by a seed, until `most` tokens are reached"""
    with lzma.open(data / "news/abp-12m.jsonl.xz", "rt", encoding="utf-8") as f:
        rows = [json.loads(l) for l in f]
    random.Random(7).shuffle(rows)
    texts, words = [], 0
    for row in rows:
        n = len(row["text"].split())
        if 80 <= n <= 2500:
            texts.append({"id": row["id"], "text": row["text"]})
            words += n
        if words * 1.2 >= most:
            break
    return features.read(texts, run / "news-features.jsonl")


@torch.no_grad()
def draw(crf, scores, lengths, generator):
    """[SAMPLES, batch, tokens] tags drawn from the posterior of a batch of windows"""
    transition, begin, end = crf.tables()
    b, t, n = scores.shape
    a = [begin + scores[:, 0]]
    for k in range(1, t):
        a.append(torch.logsumexp(a[-1].unsqueeze(2) + transition, 1) + scores[:, k])
    a = torch.stack(a, 1)
    pick = lambda logits: torch.multinomial(torch.softmax(logits, -1).flatten(0, 1), 1, generator=generator).view(SAMPLES, b)
    out = torch.zeros(SAMPLES, b, t, dtype=torch.uint8)
    tag = torch.zeros(SAMPLES, b, dtype=torch.long)
    for k in range(t - 1, -1, -1):
        last = (lengths - 1 == k).view(1, b, 1)
        ahead = transition.t()[tag] if k < t - 1 else torch.zeros(SAMPLES, b, n)
        new = pick(torch.where(last, a[:, k] + end, a[:, k] + ahead))
        tag = torch.where((lengths > k).view(1, b), new, tag)
        out[:, :, k] = tag
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True), parser.add_argument("--run", required=True), parser.add_argument("--teacher", required=True)
    parser.add_argument("--tokens", type=int, default=2_000_000), parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    run = pathlib.Path(a.run)
    saved = torch.load(a.teacher, weights_only=False)
    teacher = Encoder(saved["settings"], None, [])
    teacher.load_state_dict({k: v for k, v in saved["state"].items() if not k.startswith("syntax.")}, strict=False)
    teacher.eval()
    generator, rng = torch.Generator().manual_seed(7), random.Random(7)
    todo = [(x, i, j) for x in articles(pathlib.Path(a.data), run, a.tokens) for i, j in windows(x, room(saved["settings"]), rng)]
    todo.sort(key=lambda w: w[1] - w[2])
    out, begun = [], time.time()
    for k in range(0, len(todo), 24):
        group = todo[k:k + 24]
        batch = collate(group)
        with torch.autocast("cpu", torch.bfloat16), torch.no_grad():
            scores, _ = teacher(batch)
        tags = draw(teacher.crf, scores, batch["mask"].sum(1), generator).numpy()
        for n, (x, i, j) in enumerate(group):
            out.append({"pieces": x["pieces"][i:j], "values": x["values"][i:j], "syntax": x["syntax"][i:j], "samples": tags[:, n, :j - i].copy()})
        if k % 2400 == 0:
            print(f"{k}/{len(todo)} windows, {time.time() - begun:.0f} s", flush=True)
    rng.shuffle(out)
    torch.save(out, run / "news.pt")
    print(len(out), "windows", sum(len(w["values"]) for w in out), "tokens")


if __name__ == "__main__":
    main()
