"""Writes small models with cells that PyTorch writes out as products and activations, with inputs and PyTorch's own outputs, in
the layout of ONNX's backend tests.

Needs PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). Seeded; weights are random.

usage: /usr/bin/python3 export_pytorch_cells.py OUTPUT_FOLDER
"""

import sys
from pathlib import Path

import torch
from torch import nn

from export_pytorch_fixtures import export


class LstmStep(nn.Module):
    def __init__(self, bias=True):
        super().__init__()
        self.cell = nn.LSTMCell(5, 7, bias=bias)

    def forward(self, x, h, c):
        return self.cell(x, (h, c))


class GruStep(nn.Module):
    def __init__(self, bias=True):
        super().__init__()
        self.cell = nn.GRUCell(5, 7, bias=bias)

    def forward(self, x, h):
        return self.cell(x, h)


class Shares(nn.Module):
    """A GRU as (1 - z) n + z h, gates in another order, operands swapped."""

    def __init__(self):
        super().__init__()
        self.w = nn.Linear(5, 21)
        self.r = nn.Linear(7, 21)

    def forward(self, x, h):
        xn, xr, xz = self.w(x).chunk(3, 1)
        hz, hn, hr = self.r(h).chunk(3, 1)
        r = torch.sigmoid(xr + hr)
        z = torch.sigmoid(hz + xz)
        n = torch.tanh(hn * r + xn)
        return h * z + n * (1 - z)


class LstmDecoder(nn.Module):
    """Two stacked cells, four steps, each fed what the one before said."""

    def __init__(self):
        super().__init__()
        self.first = nn.LSTMCell(6, 8)
        self.second = nn.LSTMCell(8, 8)
        self.out = nn.Linear(8, 6)

    def forward(self, x, h, c):
        h1, c1, h2, c2 = h, c, h, c
        said = []
        for _ in range(4):
            h1, c1 = self.first(x, (h1, c1))
            h2, c2 = self.second(h1, (h2, c2))
            x = torch.tanh(self.out(h2))
            said.append(x)
        return torch.stack(said, 1), c2


class GruDecoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.GRUCell(6, 8)
        self.out = nn.Linear(8, 6)

    def forward(self, x, h):
        said = []
        for _ in range(3):
            h = self.cell(x, h)
            x = torch.softmax(self.out(h), 1)
            said.append(x)
        return torch.stack(said, 1)


class SeenGate(nn.Module):
    """An LSTM's step of which a gate is an output, too: not to be fused."""

    def __init__(self):
        super().__init__()
        self.w = nn.Linear(5, 28)
        self.r = nn.Linear(7, 28)

    def forward(self, x, h, c):
        i, f, g, o = (self.w(x) + self.r(h)).chunk(4, 1)
        f = torch.sigmoid(f)
        c = f * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c, f


def main():
    root = Path(sys.argv[1])
    torch.manual_seed(20261124)

    def states(n, count, units=7, inputs=5):
        return [torch.randn(n, inputs)] + [torch.randn(n, units) for _ in range(count)]

    lstm = {name: {0: "batch"} for name in ("x", "h", "c", "h1", "c1")}
    gru = {name: {0: "batch"} for name in ("x", "h", "h1")}
    for opset in (9, 16):
        for bias in (True, False):
            suffix = ("" if bias else "_nobias") + f"_opset{opset}"
            export(root, "lstm_cell" + suffix, LstmStep(bias), [states(3, 2), states(1, 2)],
                   ["x", "h", "c"], ["h1", "c1"], lstm, opset)
            export(root, "gru_cell" + suffix, GruStep(bias), [states(3, 1), states(1, 1)],
                   ["x", "h"], ["h1"], gru, opset)
    export(root, "gru_shares", Shares(), [states(3, 1), states(2, 1)], ["x", "h"], ["h1"], gru, 13)
    export(root, "lstm_decoder", LstmDecoder(), [states(3, 2, 8, 6), states(1, 2, 8, 6)],
           ["x", "h", "c"], ["y", "c1"], {**lstm, "y": {0: "batch"}}, 13)
    export(root, "gru_decoder", GruDecoder(), [states(2, 1, 8, 6), states(5, 1, 8, 6)],
           ["x", "h"], ["y"], {**gru, "y": {0: "batch"}}, 11)
    export(root, "lstm_seen_gate", SeenGate(), [states(3, 2)], ["x", "h", "c"], ["h1", "c1", "f"],
           {**lstm, "f": {0: "batch"}}, 13)


if __name__ == "__main__":
    main()
