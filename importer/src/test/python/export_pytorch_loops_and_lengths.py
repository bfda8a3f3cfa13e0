"""Writes models of PyTorch's whose work depends on lengths: packed and masked sequences, decoders unrolled and in loops, images and
recordings of any width, with inputs of several batch sizes and lengths and PyTorch's own outputs, in the layout of ONNX's backend
tests.

Needs PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). Seeded; weights are random.

usage: /usr/bin/python3 export_pytorch_loops_and_lengths.py OUTPUT_FOLDER           small ones, several opsets: the test's
       /usr/bin/python3 export_pytorch_loops_and_lengths.py OUTPUT_FOLDER --large   one opset, hidden sizes 64 to 256: to measure time
"""

import sys
import warnings
from pathlib import Path

import torch
from torch import nn

from export_pytorch_fixtures import export


class PackedTagger(nn.Module):
    """Tagger of texts of several lengths, longest first: packed BiLSTM, layer normalisation."""

    def __init__(self, vocabulary, width, hidden, tags):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=0)
        self.lstm = nn.LSTM(width, hidden, num_layers=2, batch_first=True, bidirectional=True)
        self.norm = nn.LayerNorm(2 * hidden)
        self.linear = nn.Linear(2 * hidden, tags)

    def forward(self, tokens, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(self.embedding(tokens), lengths, batch_first=True)
        out, _ = self.lstm(packed)
        out, _ = nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
        return torch.log_softmax(self.linear(self.norm(out)), -1)


class PackedAnyOrder(nn.Module):
    """Classifier of texts in any order of length, sorted by the packing: final states of a GRU."""

    def __init__(self, width, hidden, classes):
        super().__init__()
        self.gru = nn.GRU(width, hidden, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(2 * hidden, classes)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, h = self.gru(packed)
        return self.linear(torch.cat([h[0], h[1]], 1))


class Crnn(nn.Module):
    """Text in an image: convolutions to columns, two BiLSTM, scores of characters for CTC, time first."""

    def __init__(self, channels, hidden, characters, height=16):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU(), nn.MaxPool2d(2, 2),
            nn.Conv2d(channels, 2 * channels, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(2 * channels),
            nn.MaxPool2d((2, 2), (2, 1), (0, 1)),
            nn.Conv2d(2 * channels, 2 * channels, (height // 4, 2)), nn.LeakyReLU(0.1))
        self.first = nn.LSTM(2 * channels, hidden, bidirectional=True)
        self.between = nn.Linear(2 * hidden, hidden)
        self.second = nn.LSTM(hidden, hidden, bidirectional=True)
        self.linear = nn.Linear(2 * hidden, characters)
        for module in self.features:
            if isinstance(module, nn.BatchNorm2d):
                nn.init.uniform_(module.running_mean, -0.3, 0.3)
                nn.init.uniform_(module.running_var, 0.3, 2)

    def forward(self, image):
        columns = self.features(image).squeeze(2).permute(2, 0, 1)
        out, _ = self.first(columns)
        out, _ = self.second(self.between(out))
        return torch.log_softmax(self.linear(out), 2)


class Attention(nn.Module):
    """Attention over a BiGRU; steps behind the end of a text are masked."""

    def __init__(self, width, hidden, classes):
        super().__init__()
        self.gru = nn.GRU(width, hidden, num_layers=2, batch_first=True, bidirectional=True)
        self.key = nn.Linear(2 * hidden, hidden)
        self.query = nn.Parameter(torch.randn(hidden, 1))
        self.linear = nn.Linear(2 * hidden, classes)

    def forward(self, x, lengths):
        out, _ = self.gru(x)
        scores = torch.matmul(torch.tanh(self.key(out)), self.query).squeeze(2)
        steps = torch.arange(x.size(1)).unsqueeze(0)
        scores = scores.masked_fill(steps >= lengths.unsqueeze(1), float("-inf"))
        weights = torch.softmax(scores, 1)
        context = torch.bmm(weights.unsqueeze(1), out).squeeze(1)
        return self.linear(nn.functional.gelu(context)), weights


class GruTranslator(nn.Module):
    """Greedy decoder, unrolled: each step reads the word that the one before chose."""

    def __init__(self, vocabulary, hidden, steps):
        super().__init__()
        self.steps = steps
        self.embedding = nn.Embedding(vocabulary, hidden)
        self.encoder = nn.GRU(hidden, hidden, batch_first=True)
        self.cell = nn.GRUCell(hidden, hidden)
        self.linear = nn.Linear(hidden, vocabulary)

    def forward(self, tokens):
        _, state = self.encoder(self.embedding(tokens))
        h = state[0]
        word = torch.zeros_like(tokens[:, 0])
        scores, words = [], []
        for _ in range(self.steps):
            h = self.cell(self.embedding(word), h)
            logits = self.linear(h)
            word = logits.argmax(1)
            scores.append(torch.log_softmax(logits, 1))
            words.append(word)
        return torch.stack(scores, 1), torch.stack(words, 1)


class LstmTranslator(nn.Module):
    """Unrolled decoder with attention over the encoder's outputs."""

    def __init__(self, width, hidden, steps):
        super().__init__()
        self.steps = steps
        self.encoder = nn.LSTM(width, hidden // 2, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(hidden, hidden)
        self.cell = nn.LSTMCell(width + hidden, hidden)
        self.linear = nn.Linear(2 * hidden, width)

    def forward(self, x):
        keys, (h, c) = self.encoder(x)
        h = torch.tanh(self.bridge(torch.cat([h[0], h[1]], 1)))
        c = torch.cat([c[0], c[1]], 1)
        said, context, answers = x[:, -1], torch.zeros_like(h), []
        for _ in range(self.steps):
            h, c = self.cell(torch.cat([said, context], 1), (h, c))
            weights = torch.softmax(torch.bmm(keys, h.unsqueeze(2)), 1)
            context = torch.bmm(weights.transpose(1, 2), keys).squeeze(1)
            said = torch.tanh(self.linear(torch.cat([h, context], 1)))
            answers.append(said)
        return torch.stack(answers, 1)


class ScriptedDecoder(nn.Module):
    """A loop as long as the target, kept by torch.jit.script: answers are collected in a list.

    The cell is a GRU's equations with gates cut out of one product: the exporter has no form for nn.GRUCell in a scripted loop.
    """

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.hidden = hidden
        self.w = nn.Linear(width, 3 * hidden)
        self.r = nn.Linear(hidden, 3 * hidden)
        self.linear = nn.Linear(hidden, width)

    def forward(self, h, target):
        n = self.hidden
        answers = []
        for t in range(target.size(1)):
            x = self.w(target[:, t])
            g = self.r(h)
            reset = torch.sigmoid(x[:, :n] + g[:, :n])
            update = torch.sigmoid(x[:, n : 2 * n] + g[:, n : 2 * n])
            new = torch.tanh(x[:, 2 * n :] + reset * g[:, 2 * n :])
            h = new + update * (h - new)
            answers.append(torch.tanh(self.linear(h)))
        return torch.stack(answers, 1), h


class ScriptedAppender(nn.Module):
    """As ScriptedDecoder, but answers are appended to a tensor, which grows from step to step."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.w = nn.Linear(width, hidden)
        self.r = nn.Linear(hidden, hidden)
        self.linear = nn.Linear(hidden, width)

    def forward(self, h, target):
        answers = target[:, :0]
        for t in range(target.size(1)):
            h = torch.tanh(self.w(target[:, t]) + self.r(h))
            answers = torch.cat([answers, self.linear(h).unsqueeze(1)], 1)
        return answers, h


class ScriptedGenerator(nn.Module):
    """A loop of as many steps as an input says, which feeds its own answers back: an LSTM's equations, each gate a layer."""

    def __init__(self, width: int, hidden: int):
        super().__init__()
        both = width + hidden
        self.i, self.f = nn.Linear(both, hidden), nn.Linear(both, hidden)
        self.g, self.o = nn.Linear(both, hidden), nn.Linear(both, hidden)
        self.linear = nn.Linear(hidden, width)

    def forward(self, x, h, c, steps):
        for _ in range(int(steps)):
            both = torch.cat([x, h], 1)
            c = torch.sigmoid(self.f(both)) * c + torch.sigmoid(self.i(both)) * torch.tanh(self.g(both))
            h = torch.sigmoid(self.o(both)) * torch.tanh(c)
            x = torch.sigmoid(self.linear(h))
        return x, h, c


class Enhancer(nn.Module):
    """Speech enhancement on samples: a learned filter bank, a mask from LSTMs, and back."""

    def __init__(self, filters, hidden, window, hop):
        super().__init__()
        self.encoder = nn.Conv1d(1, filters, window, stride=hop, bias=False)
        self.norm = nn.GroupNorm(1, filters)
        self.lstm = nn.LSTM(filters, hidden, num_layers=2, batch_first=True)
        self.mask = nn.Conv1d(hidden, filters, 1)
        self.slope = nn.PReLU()
        self.decoder = nn.ConvTranspose1d(filters, 1, window, stride=hop, bias=False)

    def forward(self, samples):
        coded = torch.relu(self.encoder(samples.unsqueeze(1)))
        out, _ = self.lstm(self.norm(coded).transpose(1, 2))
        mask = torch.sigmoid(self.mask(self.slope(out).transpose(1, 2)))
        return self.decoder(coded * mask).squeeze(1)


class SpectrumMask(nn.Module):
    """Mask of a spectrogram [N, 1, F, T]: strided convolutions, an LSTM in the middle, transposed convolutions with skips."""

    def __init__(self, channels, hidden, frequencies=16):
        super().__init__()
        wide = 2 * channels
        self.down = nn.Conv2d(1, channels, (3, 3), stride=(2, 1), padding=1)
        self.down2 = nn.Conv2d(channels, wide, (3, 3), stride=(2, 1), padding=1)
        self.norm = nn.InstanceNorm2d(channels, affine=True)
        self.lstm = nn.LSTM(wide * frequencies // 4, hidden, batch_first=True)
        self.back = nn.Linear(hidden, wide * frequencies // 4)
        self.up2 = nn.ConvTranspose2d(2 * wide, channels, (3, 3), stride=(2, 1), padding=1, output_padding=(1, 0))
        self.batch = nn.BatchNorm2d(channels)
        self.up = nn.ConvTranspose2d(2 * channels, 1, (3, 3), stride=(2, 1), padding=1, output_padding=(1, 0))
        nn.init.uniform_(self.batch.running_mean, -0.3, 0.3)
        nn.init.uniform_(self.batch.running_var, 0.3, 2)

    def forward(self, spectrum):
        one = nn.functional.elu(self.norm(self.down(spectrum)))
        two = nn.functional.elu(self.down2(one))
        n, c, f, t = two.shape
        out, _ = self.lstm(two.permute(0, 3, 1, 2).reshape(n, t, c * f))
        middle = self.back(out).reshape(n, t, c, f).permute(0, 2, 3, 1)
        up = nn.functional.elu(self.batch(self.up2(torch.cat([middle, two], 1))))
        return spectrum * torch.sigmoid(self.up(torch.cat([up, one], 1)))


BATCH_TIME = {0: "batch", 1: "time"}


def tokens(n, t, vocabulary):
    return torch.randint(1, vocabulary, (n, t))


def lengths(*values):
    return torch.tensor(values)


def small(root):
    """Every model in a few opsets, with three sets of inputs: one row, several, and few steps."""
    for opset in (9, 13):
        export(root, f"packed_tagger_opset{opset}", PackedTagger(40, 8, 10, 5),
               [[tokens(3, 6, 40), lengths(6, 4, 1)], [tokens(1, 3, 40), lengths(3)],
                [tokens(4, 9, 40), lengths(9, 9, 5, 2)]],
               ["tokens", "lengths"], ["scores"],
               {"tokens": BATCH_TIME, "lengths": {0: "batch"}, "scores": BATCH_TIME}, opset)
    for opset in (11, 16):
        export(root, f"packed_any_order_opset{opset}", PackedAnyOrder(6, 9, 4),
               [[torch.randn(3, 6, 6), lengths(2, 6, 4)], [torch.randn(1, 2, 6), lengths(2)],
                [torch.randn(5, 8, 6), lengths(1, 8, 3, 2, 7)]],
               ["x", "lengths"], ["scores"],
               {"x": BATCH_TIME, "lengths": {0: "batch"}, "scores": {0: "batch"}}, opset)
    for opset in (9, 14):
        export(root, f"crnn_opset{opset}", Crnn(6, 12, 11),
               [[torch.randn(2, 1, 16, 24)], [torch.randn(1, 1, 16, 9)], [torch.randn(3, 1, 16, 40)]],
               ["image"], ["scores"], {"image": {0: "batch", 3: "width"}, "scores": {0: "steps", 1: "batch"}}, opset)
    for opset in (9, 15):
        export(root, f"attention_opset{opset}", Attention(7, 10, 4),
               [[torch.randn(3, 5, 7), lengths(5, 2, 4)], [torch.randn(1, 1, 7), lengths(1)],
                [torch.randn(4, 12, 7), lengths(3, 12, 1, 9)]],
               ["x", "lengths"], ["scores", "weights"],
               {"x": BATCH_TIME, "lengths": {0: "batch"}, "scores": {0: "batch"}, "weights": BATCH_TIME}, opset)
    for opset in (10, 13):
        export(root, f"gru_translator_opset{opset}", GruTranslator(20, 16, 5),
               [[tokens(2, 6, 20)], [tokens(1, 1, 20)], [tokens(6, 3, 20)]], ["tokens"], ["scores", "words"],
               {"tokens": BATCH_TIME, "scores": {0: "batch"}, "words": {0: "batch"}}, opset)
    for opset in (9, 16):
        export(root, f"lstm_translator_opset{opset}", LstmTranslator(6, 12, 4),
               [[torch.randn(2, 5, 6)], [torch.randn(1, 1, 6)], [torch.randn(4, 9, 6)]], ["x"], ["answers"],
               {"x": BATCH_TIME, "answers": {0: "batch"}}, opset)
    for opset in (11, 13, 16):
        export(root, f"scripted_decoder_opset{opset}", torch.jit.script(ScriptedDecoder(5, 8)),
               [[torch.randn(2, 8), torch.randn(2, 4, 5)], [torch.randn(1, 8), torch.randn(1, 1, 5)],
                [torch.randn(3, 8), torch.randn(3, 7, 5)]],
               ["h", "target"], ["answers", "h1"],
               {"h": {0: "batch"}, "target": BATCH_TIME, "answers": BATCH_TIME, "h1": {0: "batch"}}, opset)
    for opset in (11, 16):
        export(root, f"scripted_appender_opset{opset}", torch.jit.script(ScriptedAppender(5, 8)),
               [[torch.randn(2, 8), torch.randn(2, 4, 5)], [torch.randn(1, 8), torch.randn(1, 1, 5)],
                [torch.randn(3, 8), torch.randn(3, 7, 5)]],
               ["h", "target"], ["answers", "h1"],
               {"h": {0: "batch"}, "target": BATCH_TIME, "answers": BATCH_TIME, "h1": {0: "batch"}}, opset)
    for opset in (9, 11, 16):
        export(root, f"scripted_generator_opset{opset}", torch.jit.script(ScriptedGenerator(5, 8)),
               [[torch.randn(n, 5), torch.randn(n, 8), torch.randn(n, 8), torch.tensor(steps)]
                for n, steps in ((2, 3), (1, 1), (4, 6), (2, 0))],
               ["x", "h", "c", "steps"], ["x1", "h1", "c1"],
               {name: {0: "batch"} for name in ("x", "h", "c", "x1", "h1", "c1")}, opset)
    for opset in (9, 16):
        export(root, f"enhancer_opset{opset}", Enhancer(12, 14, 16, 8),
               [[torch.randn(2, 96)], [torch.randn(1, 16)], [torch.randn(3, 203)]], ["samples"], ["cleaned"],
               {"samples": BATCH_TIME, "cleaned": {0: "batch", 1: "cleaned"}}, opset)
    for opset in (11, 16):
        export(root, f"spectrum_mask_opset{opset}", SpectrumMask(4, 16),
               [[torch.randn(2, 1, 16, 9)], [torch.randn(1, 1, 16, 1)], [torch.randn(3, 1, 16, 14)]],
               ["spectrum"], ["masked"],
               {"spectrum": {0: "batch", 3: "time"}, "masked": {0: "batch", 3: "time"}}, opset)


def large(root):
    """Each model once, in sizes that are used: dynamic axes as above, one set of inputs."""
    opset = 13
    export(root, "packed_tagger", PackedTagger(5000, 100, 128, 17), [[tokens(4, 30, 5000), lengths(30, 24, 17, 9)]],
           ["tokens", "lengths"], ["scores"],
           {"tokens": BATCH_TIME, "lengths": {0: "batch"}, "scores": BATCH_TIME}, opset)
    export(root, "crnn", Crnn(32, 128, 80, 32), [[torch.randn(1, 1, 32, 160)]], ["image"], ["scores"],
           {"image": {0: "batch", 3: "width"}, "scores": {0: "steps", 1: "batch"}}, opset)
    export(root, "attention", Attention(100, 96, 8), [[torch.randn(2, 40, 100), lengths(40, 25)]],
           ["x", "lengths"], ["scores", "weights"],
           {"x": BATCH_TIME, "lengths": {0: "batch"}, "scores": {0: "batch"}, "weights": BATCH_TIME}, opset)
    export(root, "gru_translator", GruTranslator(2000, 192, 12), [[tokens(1, 15, 2000)]],
           ["tokens"], ["scores", "words"],
           {"tokens": BATCH_TIME, "scores": {0: "batch"}, "words": {0: "batch"}}, opset)
    export(root, "lstm_translator", LstmTranslator(80, 256, 12), [[torch.randn(1, 20, 80)]], ["x"], ["answers"],
           {"x": BATCH_TIME, "answers": {0: "batch"}}, opset)
    export(root, "scripted_generator", torch.jit.script(ScriptedGenerator(64, 128)),
           [[torch.randn(1, 64), torch.randn(1, 128), torch.randn(1, 128), torch.tensor(20)]],
           ["x", "h", "c", "steps"], ["x1", "h1", "c1"],
           {name: {0: "batch"} for name in ("x", "h", "c", "x1", "h1", "c1")}, opset)
    export(root, "enhancer", Enhancer(128, 128, 32, 16), [[torch.randn(1, 4000)]], ["samples"], ["cleaned"],
           {"samples": BATCH_TIME, "cleaned": {0: "batch", 1: "cleaned"}}, opset)
    export(root, "spectrum_mask", SpectrumMask(16, 192, 64), [[torch.randn(1, 1, 64, 40)]], ["spectrum"], ["masked"],
           {"spectrum": {0: "batch", 3: "time"}, "masked": {0: "batch", 3: "time"}}, opset)


def main():
    warnings.filterwarnings("ignore")
    torch.manual_seed(20261125)
    root = Path(sys.argv[1])
    (large if "--large" in sys.argv[2:] else small)(root)


if __name__ == "__main__":
    main()
