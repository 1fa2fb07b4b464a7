"""The accurate tagger: MiniLM's six layers, word pieces in, tag scores of words out -> a bidirectional GRU -> CRF.

`src/attribution/network/encoder.rs` computes the same. The word-piece table is quantised to four bits before training begins and
kept as it is (`vectors.py`), so that the layers learn on the very numbers that are shipped. Windows of at most
`settings["window"]` pieces are read one by one; the heads for syntax are used in training only.
"""
import math
import torch, torch.nn as nn, torch.nn.functional as F
from head import FEATURE_SIZES, ChannelDropout, Head
from vectors import coarse, fine


class Layer(nn.Module):
    """a transformer layer as in BERT: norms behind the sums"""

    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = ChannelDropout(dropout)

    def forward(self, x, mask):
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        # written out, and not widened to 32 bits: the fused attention's backward pass is slow on a CPU
        with torch.autocast("cpu", enabled=False):
            a = (q / math.sqrt(w // self.heads)) @ k.transpose(-1, -2)
            a = torch.softmax(a if mask is None else a + mask.to(a.dtype), -1) @ v
        x = self.norm1(x + self.drop(self.out(a.transpose(1, 2).reshape(b, t, w))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(Head):
    def __init__(self, settings, weights=None, syntax_sizes=()):
        super().__init__(settings, syntax_sizes)
        s, width = settings, settings["width"]
        self.pieces = nn.Embedding(s["vocabulary"], width)
        self.pieces.weight.requires_grad = False
        self.positions = nn.Embedding(s["window"], width)
        self.features = nn.ModuleList(nn.Embedding(n, width) for n in FEATURE_SIZES)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.02)
        self.input_norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, 12, 4 * width, s["dropout"]) for _ in range(s["layers"]))
        if weights is not None:
            self.begin_from(weights)

    @torch.no_grad()
    def begin_from(self, w):
        e = "embeddings."
        self.pieces.weight.copy_(fine(*coarse(w[e + "word_embeddings.weight"])))
        # the token type is always 0, so its row joins the positions'
        self.positions.weight.copy_((w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0])[:self.settings["window"]])
        self.input_norm.weight.copy_(w[e + "LayerNorm.weight"]), self.input_norm.bias.copy_(w[e + "LayerNorm.bias"])
        for n, layer in enumerate(self.layers):
            p = f"encoder.layer.{n}."
            for kind in ("weight", "bias"):
                getattr(layer.qkv, kind).copy_(torch.cat([w[f"{p}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]))
                for own, theirs in ((layer.out, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                                    (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm")):
                    getattr(own, kind).copy_(w[f"{p}{theirs}.{kind}"])

    def groups(self, settings):
        """weights with their rates: the deeper into the encoder, the smaller"""
        rate, decay, head_rate, layer_decay = (settings[k] for k in ("rate", "decay", "head_rate", "layer_decay"))
        depth = {f"layers.{n}.": len(self.layers) - n for n in range(len(self.layers))} | {"positions": len(self.layers) + 1, "input_norm": len(self.layers) + 1}
        out = {}
        for name, p in self.named_parameters():
            if not p.requires_grad:
                continue
            d = next((d for begin, d in depth.items() if name.startswith(begin)), 0)
            r = rate * layer_decay ** (d - 1) if d else head_rate
            out.setdefault((r, p.dim() > 1 and not name.startswith(("crf", "features", "positions"))), []).append(p)
        return [{"params": ps, "rate": r, "weight_decay": decay if d else 0.0} for (r, d), ps in out.items()]

    def forward(self, batch):
        """tag scores [batch, words, 7] and the vectors that the syntax heads read"""
        ids, words, first = batch["flat"], batch["word_of"], batch["first"]
        known = ids >= 0
        e = self.pieces(ids.clamp(min=0)) * known.unsqueeze(-1)
        e, values = self.without_some(e, batch["values"])
        f = sum(table(values[..., k]) for k, table in enumerate(self.features))
        of_words = f.gather(1, words.clamp(min=0).unsqueeze(-1).expand(-1, -1, e.shape[2])) * (words >= 0).unsqueeze(-1)
        x = self.input_norm(e + self.positions.weight[:ids.shape[1]] + of_words)
        x = self.drop(x)
        mask = None if bool(known.all()) else torch.where(known, 0.0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        x = x.gather(1, first.unsqueeze(-1).expand(-1, -1, x.shape[2]))
        return self.scores(x, batch["mask"]), x
