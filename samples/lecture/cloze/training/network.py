"""The network of the lecture, o_t = V A_(t-1) + V' A'_(t+1), and the one that reads forward only, o_t = V A_(t-1)."""

import math

import torch
from torch import nn
from torch.nn import functional as F

EMBEDDING = 128
HIDDEN = {True: 160, False: 256}  # about the same number of parameters in both
OTHERS = 800  # words drawn beside the batch's own


class Network(nn.Module):
    """tokens [batch, time] -> log-probabilities [batch, time - 2, words] of every token but the first and the last."""

    def __init__(self, size, bidirectional):
        super().__init__()
        hidden = HIDDEN[bidirectional]
        self.bidirectional = bidirectional
        self.embedding = nn.Embedding(size, EMBEDDING)
        nn.init.normal_(self.embedding.weight, std=1 / math.sqrt(EMBEDDING))
        self.lstm = nn.LSTM(EMBEDDING, hidden, batch_first=True, bidirectional=bidirectional)
        self.before = nn.Linear(hidden, EMBEDDING, bias=False)  # V, on the state before the word
        if bidirectional:
            self.after = nn.Linear(hidden, EMBEDDING, bias=False)  # V', on the state behind the word
        self.bias = nn.Parameter(torch.zeros(size))

    def output(self, tokens):
        """[batch, time - 2, EMBEDDING]: no word sees itself."""
        states, _ = self.lstm(self.embedding(tokens) * math.sqrt(EMBEDDING))
        hidden = self.before.in_features
        out = self.before(states[:, :-2, :hidden])
        return out + self.after(states[:, 2:, hidden:]) if self.bidirectional else out

    def forward(self, tokens):
        return F.log_softmax(self.output(tokens) @ self.embedding.weight.t() + self.bias, dim=2)

    def loss(self, tokens, targets, known, generator):
        """Cross-entropy of the targets [n] at the places known, over the batch's own words and a sample of the others.

        Each of the others stands for (words - own) / sample of them.
        """
        size = len(self.bias)
        own, place = torch.unique(targets, return_inverse=True)
        rest = torch.ones(size, dtype=torch.bool)
        rest[own] = False
        rest = rest.nonzero()[:, 0]
        drawn = rest[torch.randperm(len(rest), generator=generator)[:OTHERS]]
        words = torch.cat([own, drawn])
        weight = torch.zeros(len(words))
        weight[len(own) :] = math.log(len(rest) / len(drawn))
        out = self.output(tokens).flatten(0, 1)[known]
        return F.cross_entropy(out @ self.embedding(words).t() + self.bias[words] + weight, place)
