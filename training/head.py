"""What both taggers share: the numbers of tags and features, dropout, the layers above the network, the CRF."""
import torch, torch.nn as nn, torch.nn.functional as F

TAGS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
FEATURE_SIZES = (12, 8, 9, 7, 3, 6)         # FEATURES in src/attribution/features.rs
N = len(TAGS)


class ChannelDropout(nn.Module):
    """drops whole channels of a window: one mask for all its tokens, as good as the usual kind without its cost"""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or not self.p:
            return x
        return x * ((torch.rand(x.shape[0], 1, x.shape[2]) >= self.p).to(x.dtype) / (1 - self.p))


class Head(nn.Module):
    """A bidirectional GRU over the network's vectors -> tag scores; a linear layer for each kind of silver syntax label,
    used in training only."""

    def __init__(self, settings, syntax_sizes):
        super().__init__()
        self.settings, width = settings, settings["width"]
        self.gru_norm = nn.LayerNorm(width)
        self.gru = nn.GRU(width, settings["gru"], bidirectional=True, batch_first=True)
        self.gru_output = nn.Linear(2 * settings["gru"], width)
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, N)
        self.drop = ChannelDropout(settings["dropout"])
        self.crf = Crf()
        self.syntax_norm = nn.LayerNorm(width)
        self.syntax = nn.ModuleList(nn.Linear(width, n) for n in syntax_sizes)

    def without_some(self, vectors, values):
        """in training: some words without their vectors, some features without their values"""
        if not self.training:
            return vectors, values
        vectors = vectors * (torch.rand(vectors.shape[:2]) >= self.settings["word_drop"]).unsqueeze(-1)
        return vectors, values * (torch.rand(values.shape) >= self.settings["feature_drop"])

    def scores(self, x, mask):
        """tag scores [batch, words, 7] of the network's vectors"""
        h = self.gru_norm(x) * mask.unsqueeze(-1)
        with torch.autocast("cpu", enabled=False):
            packed = nn.utils.rnn.pack_padded_sequence(h.float(), mask.sum(1), batch_first=True, enforce_sorted=False)
            y, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True, total_length=x.shape[1])
        x = x + self.drop(self.gru_output(y))
        return self.output(self.drop(self.norm(x))).float()

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
