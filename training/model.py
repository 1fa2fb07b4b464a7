"""The tagger: word-piece vectors and features -> gated dilated convolutions -> a bidirectional GRU -> tag scores -> CRF.

`src/attribution/tagger.rs` computes the same. A whole article is read at once, zeros beyond its ends, so that a result
never depends on batches or windows. The heads for syntax are used in training only.
"""
import torch, torch.nn as nn, torch.nn.functional as F
from vectors import coarse, fine

TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
FEATURE_SIZES = (12, 8, 9, 7, 3, 6)         # FEATURES in src/attribution/features.rs
FEATURE_WIDTHS = (16, 16, 8, 8, 4, 8)
N = len(TAGS)
VECTOR_SCALE = 12.0                          # brings the vectors to the order of the features; export.py folds it into the input layer


class ChannelDropout(nn.Module):
    """drops whole channels of a window: one mask for all its tokens, as good as the usual kind without its cost"""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or not self.p:
            return x
        return x * ((torch.rand(x.shape[0], 1, x.shape[2]) >= self.p).to(x.dtype) / (1 - self.p))


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


class Tagger(nn.Module):
    def __init__(self, settings, minilm=None, syntax_sizes=()):
        super().__init__()
        self.settings = s = settings
        width = s["width"]
        self.pieces = nn.Embedding(s["vocabulary"], s["piece_width"])
        if minilm is not None:
            self.pieces.weight.data.copy_(fine(*coarse(minilm["embeddings.word_embeddings.weight"])))
        self.pieces.weight.requires_grad = False
        self.features = nn.ModuleList(nn.Embedding(n, w) for n, w in zip(FEATURE_SIZES, FEATURE_WIDTHS))
        for table in self.features:
            nn.init.normal_(table.weight, std=0.3)
        self.input = nn.Linear(s["piece_width"] + sum(FEATURE_WIDTHS), width)
        self.convolutions = nn.ModuleList(GatedConvolution(width, d, s["dropout"]) for d in s["dilations"])
        if s["gru"]:
            self.gru_norm = nn.LayerNorm(width)
            self.gru = nn.GRU(width, s["gru"], bidirectional=True, batch_first=True)
            self.gru_output = nn.Linear(2 * s["gru"], width)
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, N)
        self.drop = ChannelDropout(s["dropout"])
        self.crf = Crf()
        self.syntax_norm = nn.LayerNorm(width)
        self.syntax = nn.ModuleList(nn.Linear(width, n) for n in syntax_sizes)

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
        values = batch["values"]
        if self.training:
            e = e * (torch.rand(e.shape[:2]) >= self.settings["word_drop"]).unsqueeze(-1)
            values = values * (torch.rand(values.shape) >= self.settings["feature_drop"])
        f = torch.cat([table(values[..., k]) for k, table in enumerate(self.features)], -1)
        x = self.drop(self.input(torch.cat([e, f], -1))) * mask
        for layer in self.convolutions:
            x = layer(x, mask)
        for_syntax = x
        if self.settings["gru"]:
            h = self.gru_norm(x) * mask
            with torch.autocast("cpu", enabled=False):
                packed = nn.utils.rnn.pack_padded_sequence(h.float(), batch["mask"].sum(1), batch_first=True, enforce_sorted=False)
                y, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True, total_length=x.shape[1])
            x = x + self.drop(self.gru_output(y))
        return self.output(self.drop(self.norm(x))).float(), for_syntax

    def syntax_loss(self, x, labels):
        """mean cross-entropy of the silver labels, summed over the kinds"""
        x = self.drop(self.syntax_norm(x))
        return sum(F.cross_entropy(head(x).float().flatten(0, 1), labels[..., k].flatten(), ignore_index=-100)
                   for k, head in enumerate(self.syntax) if (labels[..., k] >= 0).any()) + x.new_zeros(())


class Crf(nn.Module):
    """Linear-chain CRF (Lafferty et al. 2001); steps that BIO does not allow cost 10,000."""

    def __init__(self):
        super().__init__()
        self.transition, self.begin, self.end = (nn.Parameter(torch.zeros(s)) for s in ((N, N), N, N))
        self.register_buffer("forbidden", torch.tensor([[-1e4 if j and j % 2 == 0 and i not in (j, j - 1) else 0.0 for j in range(N)] for i in range(N)]))
        self.register_buffer("forbidden_begin", torch.tensor([-1e4 if j and j % 2 == 0 else 0.0 for j in range(N)]))

    def tables(self):
        return self.transition + self.forbidden, self.begin + self.forbidden_begin, self.end

    def loss(self, scores, tags, mask):
        """sum over the batch of -log p(tags)"""
        transition, begin, end = self.tables()
        a = begin + scores[:, 0]
        for t in range(1, scores.shape[1]):
            b = torch.logsumexp(a.unsqueeze(2) + transition, 1) + scores[:, t]
            a = torch.where(mask[:, t, None], b, a)
        total = torch.logsumexp(a + end, 1)
        gold = (scores.gather(2, tags.unsqueeze(2)).squeeze(2) * mask).sum(1) + begin[tags[:, 0]]
        gold = gold + (transition[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1)
        last = tags.gather(1, (mask.sum(1) - 1).unsqueeze(1)).squeeze(1)
        return (total - gold - end[last]).sum()

    @torch.no_grad()
    def best(self, scores):
        """the best tags for one article, scores [tokens, 7] (Viterbi)"""
        transition, begin, end = self.tables()
        a, back = begin + scores[0], []
        for t in range(1, len(scores)):
            m, k = (a.unsqueeze(1) + transition).max(0)
            back.append(k)
            a = m + scores[t]
        tag = int((a + end).argmax())
        tags = [tag]
        for k in reversed(back):
            tag = int(k[tag])
            tags.append(tag)
        return tags[::-1]
