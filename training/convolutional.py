"""The tagger: word-piece vectors and features -> gated dilated convolutions -> a bidirectional GRU -> tag scores -> CRF.

`src/attribution/network/convolutional.rs` computes the same. A whole article is read at once, zeros beyond its ends, so that a result
never depends on batches or windows. The heads for syntax are used in training only.
"""
import torch, torch.nn as nn, torch.nn.functional as F
from head import FEATURE_SIZES, ChannelDropout, Head
from vectors import coarse, fine

FEATURE_WIDTHS = (16, 16, 8, 8, 4, 8)
VECTOR_SCALE = 12.0                          # brings the vectors to the order of the features; export.py folds it into the input layer


class GatedConvolution(nn.Module):
    """x + a * sigmoid(b), where (a, b) is a convolution of width 3 over layer_norm(x)"""

    def __init__(self, width, dilation, dropout):
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.linear = nn.Linear(3 * width, 2 * width)
        self.drop = ChannelDropout(dropout)

    def forward(self, x, mask):
        d, t = self.dilation, x.shape[1]
        h = F.pad(self.norm(x) * mask, (0, 0, d, d))
        a, b = self.linear(torch.cat([h[:, :t], h[:, d:d + t], h[:, 2 * d:]], -1)).chunk(2, -1)
        return x + self.drop(a * torch.sigmoid(b))


class Convolutional(Head):
    def __init__(self, settings, minilm=None, syntax_sizes=()):
        super().__init__(settings, syntax_sizes)
        s, width = settings, settings["width"]
        self.pieces = nn.Embedding(s["vocabulary"], s["piece_width"])
        if minilm is not None:
            self.pieces.weight.data.copy_(fine(*coarse(minilm["embeddings.word_embeddings.weight"])))
        self.pieces.weight.requires_grad = False
        self.features = nn.ModuleList(nn.Embedding(n, w) for n, w in zip(FEATURE_SIZES, FEATURE_WIDTHS))
        for table in self.features:
            nn.init.normal_(table.weight, std=0.3)
        self.input = nn.Linear(s["piece_width"] + sum(FEATURE_WIDTHS), width)
        self.convolutions = nn.ModuleList(GatedConvolution(width, d, s["dropout"]) for d in s["dilations"])

    def groups(self, settings):
        """weights with their rates"""
        matrices = lambda n, p: p.dim() > 1 and not n.startswith("crf")
        return [{"params": [p for n, p in self.named_parameters() if p.requires_grad and matrices(n, p) == d], "rate": settings["rate"],
                 "weight_decay": settings["decay"] if d else 0.0} for d in (True, False)]

    def forward(self, batch):
        """tag scores [batch, tokens, 7] and the vectors that the syntax heads read"""
        ids, mask = batch["pieces"], batch["mask"].unsqueeze(-1).float()
        known = (ids >= 0).unsqueeze(-1)
        e = (self.pieces(ids.clamp(min=0)) * known).sum(2) / known.sum(2).clamp(min=1) * VECTOR_SCALE
        e, values = self.without_some(e, batch["values"])
        f = torch.cat([table(values[..., k]) for k, table in enumerate(self.features)], -1)
        x = self.drop(self.input(torch.cat([e, f], -1))) * mask
        for layer in self.convolutions:
            x = layer(x, mask)
        return self.scores(x, batch["mask"]), x
