"""The network of both languages: embedding, BiLSTM, maximum over time, Linear."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class Sentiment(nn.Module):
    """tokens [batch, time] -> logits [batch, 2], votes [batch, 2H], chosen [batch, 2H].

    Each of the 2H features is the largest that the BiLSTM says at any time; `chosen` is that time. Its vote is what it adds to the
    log-odds of positive: the votes and the bias add up to logits[1] - logits[0].
    """

    def __init__(self, tokens, embedding, hidden, dropout):
        super().__init__()
        self.embedding = nn.Embedding(tokens, embedding)
        self.lstm = nn.LSTM(embedding, hidden, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(2 * hidden, 2)
        self.dropout = nn.Dropout(dropout)

    def logits(self, tokens, lengths):
        """Of rows of different lengths, for training: [batch, 2]."""
        packed = pack_padded_sequence(self.dropout(self.embedding(tokens)), lengths, batch_first=True, enforce_sorted=False)
        states, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, padding_value=-1.0)  # no state is below -1
        return self.linear(self.dropout(torch.amax(states, 1)))

    def forward(self, tokens):
        states, _ = self.lstm(self.embedding(tokens))  # [batch, time, 2H]
        largest = torch.amax(states, 1)
        votes = largest * (self.linear.weight[1] - self.linear.weight[0])
        return self.linear(largest), votes, torch.argmax(states, 1)


def padded(rows):
    """tokens [batch, time], lengths [batch], labels [batch] of rows (ids, label)."""
    tokens = pad_sequence([torch.tensor(ids) for ids, _ in rows], batch_first=True)
    return tokens, torch.tensor([len(ids) for ids, _ in rows]), torch.tensor([label for _, label in rows])


def batches(rows, size, rng):
    """All rows once in random order, those of about one length together."""
    rows = list(rows)
    rng.shuffle(rows)
    out = []
    for at in range(0, len(rows), 20 * size):
        near = sorted(rows[at : at + 20 * size], key=lambda row: len(row[0]))
        out += [near[i : i + size] for i in range(0, len(near), size)]
    rng.shuffle(out)
    return map(padded, out)


def log_odds(model, rows):
    """logits[1] - logits[0] of each row, one by one as the sample does it."""
    model.eval()
    with torch.no_grad():
        logits = [model(torch.tensor([ids]))[0][0] for ids, _ in rows]
    model.train()
    return [float(two[1] - two[0]) for two in logits]


def right(model, rows):
    """How many are right: of the positive ones, of the negative ones."""
    counts = [0, 0]
    for odds, (_, label) in zip(log_odds(model, rows), rows):
        counts[label] += (odds > 0) == (label == 1)
    return counts[1], counts[0]
