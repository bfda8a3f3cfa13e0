"""Writes whole models that PyTorch exports, recurrent layers with what stands around them, with inputs and PyTorch's own outputs, in the
layout of ONNX's backend tests.

Needs PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). Seeded; weights are random.

usage: /usr/bin/python3 export_pytorch_models.py OUTPUT_FOLDER [--large]

--large writes models of the sizes that people use, for timing; they are not committed.
"""

import sys
from pathlib import Path

import torch
from torch import nn

from export_pytorch_fixtures import export

LARGE = "--large" in sys.argv


def size(small, large):
    return large if LARGE else small


class Sentiment(nn.Module):
    """Embedding, a bidirectional LSTM, mean and maximum over time."""

    def __init__(self):
        super().__init__()
        hidden = size(8, 128)
        self.embedding = nn.Embedding(size(40, 5000), size(6, 128))
        self.lstm = nn.LSTM(size(6, 128), hidden, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(4 * hidden, 3)

    def forward(self, tokens):
        out, _ = self.lstm(self.embedding(tokens))
        return torch.log_softmax(self.linear(torch.cat([out.mean(1), out.max(1)[0]], 1)), -1)


class Crnn(nn.Module):
    """Text in an image: convolutions, a bidirectional LSTM over columns, characters."""

    def __init__(self):
        super().__init__()
        a, b, hidden = size(4, 32), size(6, 64), size(8, 128)
        self.features = nn.Sequential(
            nn.Conv2d(1, a, 3, padding=1), nn.BatchNorm2d(a), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.LeakyReLU(0.1), nn.MaxPool2d((2, 1)))
        for norm in (self.features[1], self.features[5]):
            norm.running_mean.normal_()
            norm.running_var.uniform_(0.5, 2)
        self.lstm = nn.LSTM(b * size(4, 8), hidden, bidirectional=True)
        self.linear = nn.Linear(2 * hidden, size(11, 40))

    def forward(self, image):
        x = self.features(image)
        x = x.permute(3, 0, 1, 2).flatten(2)
        out, _ = self.lstm(x)
        return torch.log_softmax(self.linear(out), 2)


class Attention(nn.Module):
    """A bidirectional GRU whose steps are weighed by a learnt query."""

    def __init__(self):
        super().__init__()
        hidden = size(8, 128)
        self.gru = nn.GRU(size(5, 64), hidden, batch_first=True, bidirectional=True)
        self.key = nn.Linear(2 * hidden, hidden)
        self.query = nn.Parameter(torch.randn(hidden))
        self.linear = nn.Linear(2 * hidden, 4)

    def forward(self, x):
        out, _ = self.gru(x)
        weights = torch.softmax(torch.tanh(self.key(out)) @ self.query, 1)
        return self.linear((out * weights.unsqueeze(2)).sum(1)), weights


class Translator(nn.Module):
    """An encoder and a decoder of five written-out cells that attends to the encoder's steps."""

    def __init__(self):
        super().__init__()
        self.hidden = size(8, 128)
        words = size(12, 200)
        self.embedding = nn.Embedding(words, self.hidden)
        self.encoder = nn.GRU(self.hidden, self.hidden, batch_first=True)
        self.cell = nn.GRUCell(2 * self.hidden, self.hidden)
        self.out = nn.Linear(self.hidden, words)

    def forward(self, tokens):
        steps, h = self.encoder(self.embedding(tokens))
        h = h[0]
        word = tokens[:, 0]
        said = []
        for _ in range(5):
            weights = torch.softmax(torch.bmm(steps, h.unsqueeze(2)), 1)
            context = (steps * weights).sum(1)
            h = self.cell(torch.cat([self.embedding(word), context], 1), h)
            scores = self.out(h)
            word = scores.argmax(1)
            said.append(scores)
        return torch.stack(said, 1)


class Mask(nn.Module):
    """Speech enhancement: strided convolution, LSTM, mask, transposed convolution."""

    def __init__(self):
        super().__init__()
        filters, hidden = size(10, 128), size(8, 128)
        self.encode = nn.Conv1d(1, filters, 16, stride=8)
        self.norm = nn.GroupNorm(1, filters)
        self.lstm = nn.LSTM(filters, hidden, batch_first=True)
        self.mask = nn.Linear(hidden, filters)
        self.decode = nn.ConvTranspose1d(filters, 1, 16, stride=8)

    def forward(self, wave):
        x = torch.relu(self.encode(wave))
        steps, _ = self.lstm(self.norm(x).transpose(1, 2))
        return self.decode(x * torch.sigmoid(self.mask(steps)).transpose(1, 2))


class Keyword(nn.Module):
    """Depth-wise separable convolutions, a GRU, its last step."""

    def __init__(self):
        super().__init__()
        features, channels, hidden = size(6, 40), size(8, 64), size(8, 128)
        self.net = nn.Sequential(
            nn.Conv1d(features, channels, 5, padding=2), nn.BatchNorm1d(channels), nn.Hardswish(),
            nn.Conv1d(channels, channels, 3, padding=2, dilation=2, groups=channels), nn.Conv1d(channels, channels, 1), nn.ELU(),
            nn.AvgPool1d(2))
        self.gru = nn.GRU(channels, hidden, num_layers=2, batch_first=True)
        self.linear = nn.Linear(hidden, 5)

    def forward(self, x):
        out, _ = self.gru(self.net(x).transpose(1, 2))
        return torch.softmax(self.linear(out[:, -1]), 1)


def main():
    root = Path(sys.argv[1])
    torch.manual_seed(20261125)
    batch_time = {"tokens": {0: "batch", 1: "time"}, "x": {0: "batch", 1: "time"}, "y": {0: "batch"}}
    words = size(40, 5000)
    for opset in (9, 13, 16):
        suffix = f"_opset{opset}"
        export(root, "sentiment_pooled" + suffix, Sentiment(),
               [[torch.randint(0, words, (2, 7))], [torch.randint(0, words, (1, size(3, 60)))]], ["tokens"], ["y"], batch_time, opset)
        high = size(16, 32)
        export(root, "crnn" + suffix, Crnn(), [[torch.randn(2, 1, high, 20)], [torch.randn(1, 1, high, size(34, 200))]], ["image"],
               ["y"], {"image": {0: "batch", 3: "width"}, "y": {0: "steps", 1: "batch"}}, opset)
        features = size(5, 64)
        export(root, "attention" + suffix, Attention(), [[torch.randn(3, 6, features)], [torch.randn(1, size(9, 60), features)]], ["x"],
               ["y", "weights"], {**batch_time, "weights": {0: "batch", 1: "time"}}, opset)
        export(root, "translator" + suffix, Translator(),
               [[torch.randint(0, size(12, 200), (2, 4))], [torch.randint(0, size(12, 200), (1, size(6, 30)))]], ["tokens"], ["y"], batch_time, opset)
        export(root, "mask" + suffix, Mask(), [[torch.randn(2, 1, 120)], [torch.randn(1, 1, size(64, 4000))]], ["wave"], ["y"],
               {"wave": {0: "batch", 2: "samples"}, "y": {0: "batch", 2: "samples"}}, opset)
        bands = size(6, 40)
        export(root, "keyword" + suffix, Keyword(),
               [[torch.randn(2, bands, 12)], [torch.randn(1, bands, size(21, 98))]], ["x"], ["y"], {"x": {0: "batch", 2: "time"}, "y": {0: "batch"}}, opset)


if __name__ == "__main__":
    main()
