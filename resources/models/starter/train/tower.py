"""The text tower: ids of words -> one unit vector in the image tower's space."""
import torch
from torch import nn
from torch.nn import functional as F


class TextTower(nn.Module):
    """Embeddings, a learned weight per word, what the neighbours say (so that order counts), their weighted mean, an MLP.

    Words from `wide` on (rare ones, and those of another script) have shorter vectors, which one matrix widens: a third
    of the bytes.

    @param context 'none', 'conv' (two words to each side) or 'attention' (all words, with their places)
    """

    def __init__(self, words, wide, width=320, narrow=160, dim=512, hidden=768, context='none', max_ids=24, dropout=0.1):
        super().__init__()
        self.wide_words = wide
        self.embedding = nn.Embedding(wide, width)
        self.short = nn.Embedding(words - wide, narrow)
        self.widen = nn.Linear(narrow, width, bias=False)
        self.weight = nn.Embedding(words, 1)
        self.context = context
        if context == 'conv':
            self.narrow = nn.Linear(width, 128)
            self.conv = nn.Conv1d(128, 128, 5, padding=2)
            self.wide = nn.Linear(128, width)
        if context == 'attention':
            self.place = nn.Parameter(torch.randn(max_ids, width) * 0.02)
            self.norm = nn.LayerNorm(width)
            self.qkv = nn.Linear(width, 3 * 128)
            self.wide = nn.Linear(128, width)
        if context != 'none':
            nn.init.zeros_(self.wide.weight)
            nn.init.zeros_(self.wide.bias)
        self.first = nn.Linear(width, hidden)
        self.second = nn.Linear(hidden, dim)
        self.straight = nn.Linear(width, dim)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids):
        """@param ids int64 [n, length], 0 = nothing there; @returns [n, dim], unit length"""
        table = torch.cat([self.embedding.weight, self.widen(self.short.weight)])
        weight = F.embedding(ids, self.weight.weight).squeeze(-1).exp() * (ids != 0)
        if self.context == 'none':
            mean = F.embedding_bag(ids, table, mode='sum', per_sample_weights=weight)
            return self.head(mean / weight.sum(1, keepdim=True).clamp(min=1e-6))
        there = (ids != 0).to(torch.float32).unsqueeze(-1)
        x = F.embedding(ids, table)
        if self.context == 'conv':
            y = F.gelu(self.narrow(x)) * there
            y = F.gelu(self.conv(y.transpose(1, 2)).transpose(1, 2))
            x = x + self.wide(y)
        if self.context == 'attention':
            n, length, _ = x.shape
            q, k, v = self.qkv(self.norm(x + self.place[: ids.shape[1]])).view(n, length, 3, 4, 32).permute(2, 0, 3, 1, 4).unbind(0)
            scores = q @ k.transpose(2, 3) / 32**0.5 + (there.view(n, 1, 1, length) - 1) * 1e4
            y = (scores.softmax(-1) @ v).permute(0, 2, 1, 3).reshape(n, length, 128)
            x = x + self.wide(y)
        return self.head((x * weight.unsqueeze(-1)).sum(1) / weight.sum(1, keepdim=True).clamp(min=1e-6))

    def head(self, mean):
        mean = self.dropout(mean)
        out = self.straight(mean) + self.second(self.dropout(F.gelu(self.first(mean))))
        return out / out.norm(dim=-1, keepdim=True).clamp(min=1e-12)
