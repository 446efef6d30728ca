"""The text tower: ids of words -> one unit vector in the image tower's space."""
import torch
from torch import nn
from torch.nn import functional as F


class TextTower(nn.Module):
    """Embeddings, a learned weight per word, their weighted mean, a linear layer beside an MLP.

    Words from `wide` on (rare ones, and those of another script) have shorter vectors, which one matrix widens: half of the
    bytes.
    """

    def __init__(self, words, wide, width=320, narrow=160, dim=512, hidden=768, dropout=0.1):
        super().__init__()
        self.wide_words = wide
        self.embedding = nn.Embedding(wide, width)
        self.short = nn.Embedding(words - wide, narrow)
        self.widen = nn.Linear(narrow, width, bias=False)
        self.weight = nn.Embedding(words, 1)
        self.first = nn.Linear(width, hidden)
        self.second = nn.Linear(hidden, dim)
        self.straight = nn.Linear(width, dim)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids):
        """@param ids int64 [n, length], 0 = nothing there; @returns [n, dim], unit length"""
        table = torch.cat([self.embedding.weight, self.widen(self.short.weight)])
        weight = F.embedding(ids, self.weight.weight).squeeze(-1).exp() * (ids != 0)
        mean = F.embedding_bag(ids, table, mode='sum', per_sample_weights=weight)
        mean = self.dropout(mean / weight.sum(1, keepdim=True).clamp(min=1e-6))
        out = self.straight(mean) + self.second(self.dropout(F.gelu(self.first(mean))))
        return out / out.norm(dim=-1, keepdim=True).clamp(min=1e-12)
