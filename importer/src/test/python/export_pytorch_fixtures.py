"""Writes small models that PyTorch exports, with inputs and PyTorch's own outputs, in the layout of ONNX's backend tests.

Needs PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). Seeded; weights are random.

usage: /usr/bin/python3 export_pytorch_fixtures.py OUTPUT_FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn


class Recurrent(nn.Module):
    """A recurrent module whose outputs are flattened to a tuple of tensors."""

    def __init__(self, kind, **options):
        super().__init__()
        self.cell = kind(**options)

    def forward(self, x, *state):
        if not state:
            out, final = self.cell(x)
        else:
            out, final = self.cell(x, state if len(state) > 1 else state[0])
        return (out, *final) if isinstance(final, tuple) else (out, final)


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 7, bidirectional=True)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=True)
        out, (h, c) = self.lstm(packed)
        out, _ = nn.utils.rnn.pad_packed_sequence(out)
        return out, h, c


class Sentiment(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(50, 6)
        self.lstm = nn.LSTM(6, 8, batch_first=True, bidirectional=True)
        self.linear = nn.Linear(16, 3)

    def forward(self, tokens):
        out, _ = self.lstm(self.embedding(tokens))
        return torch.log_softmax(self.linear(torch.tanh(out.mean(1))), -1)


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(5, 6, num_layers=2, bidirectional=True)
        self.norm = nn.LayerNorm(12)
        self.linear = nn.Linear(12, 4)

    def forward(self, x):
        out, _ = self.lstm(x)
        return torch.softmax(self.linear(torch.relu(self.norm(out))), -1)


class LastStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(4, 9, num_layers=2, batch_first=True)
        self.linear = nn.Linear(9, 5)

    def forward(self, x):
        out, _ = self.gru(x)
        return self.linear(out[:, -1])


class Masked(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(4, 6, batch_first=True)

    def forward(self, x, lengths):
        out, _ = self.rnn(x)
        steps = torch.arange(x.shape[1], device=x.device).unsqueeze(0)
        mask = (steps < lengths.unsqueeze(1)).unsqueeze(-1)
        kept = torch.where(mask, out, torch.zeros_like(out))
        return kept.sum(1) / lengths.unsqueeze(1).to(out.dtype)


def save(folder, inputs, outputs, names, output_names):
    folder.mkdir(parents=True, exist_ok=True)
    for kind, tensors, labels in (("input", inputs, names), ("output", outputs, output_names)):
        for i, (tensor, label) in enumerate(zip(tensors, labels)):
            proto = numpy_helper.from_array(tensor.detach().numpy(), label)
            (folder / f"{kind}_{i}.pb").write_bytes(proto.SerializeToString())


def export(root, name, model, sets, names, output_names, dynamic, opset):
    folder = root / name
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    torch.onnx.export(
        model, tuple(sets[0]), str(folder / "model.onnx"), input_names=names, output_names=output_names,
        dynamic_axes=dynamic, opset_version=opset)
    with torch.no_grad():
        for k, inputs in enumerate(sets):
            outputs = model(*inputs)
            outputs = outputs if isinstance(outputs, tuple) else (outputs,)
            save(folder / f"test_data_set_{k}", inputs, outputs, names, output_names)


def keras(root, rng):
    """The graph that tf2onnx writes of keras.layers.Bidirectional(LSTM): two nodes, transpositions, a Concat."""
    i, h = 3, 5
    weights = {}
    nodes = [helper.make_node("Transpose", ["x"], ["xt"], perm=[1, 0, 2])]
    for d, direction in (("f", "forward"), ("b", "reverse")):
        weights["w" + d] = rng.uniform(-0.5, 0.5, (1, 4 * h, i)).astype(np.float32)
        weights["r" + d] = rng.uniform(-0.5, 0.5, (1, 4 * h, h)).astype(np.float32)
        weights["b" + d] = rng.uniform(-0.5, 0.5, (1, 8 * h)).astype(np.float32)
        nodes += [
            helper.make_node("LSTM", ["xt", "w" + d, "r" + d, "b" + d], ["y" + d], direction=direction, hidden_size=h),
            helper.make_node("Squeeze", ["y" + d, "one"], ["s" + d]),
            helper.make_node("Transpose", ["s" + d], ["t" + d], perm=[1, 0, 2]),
        ]
    nodes.append(helper.make_node("Concat", ["tf", "tb"], ["y"], axis=2))
    initializers = [numpy_helper.from_array(v, k) for k, v in weights.items()]
    initializers.append(numpy_helper.from_array(np.array([1], np.int64), "one"))
    graph = helper.make_graph(
        nodes, "keras",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", "time", i])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", "time", 2 * h])], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 7
    folder = root / "keras_bidirectional"
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / "model.onnx"))

    def sigmoid(v):
        return 1 / (1 + np.exp(-v))

    def lstm(x, d, reverse):
        w, r, b = weights["w" + d][0], weights["r" + d][0], weights["b" + d][0]
        state, cell = np.zeros((x.shape[0], h)), np.zeros((x.shape[0], h))
        out = np.zeros((x.shape[0], x.shape[1], h))
        for t in reversed(range(x.shape[1])) if reverse else range(x.shape[1]):
            gates = x[:, t] @ w.T + state @ r.T + b[: 4 * h] + b[4 * h :]
            gi, go, gf, gc = np.split(gates, 4, axis=1)
            cell = sigmoid(gf) * cell + sigmoid(gi) * np.tanh(gc)
            state = sigmoid(go) * np.tanh(cell)
            out[:, t] = state
        return out

    for k, (n, t) in enumerate([(2, 4), (3, 1)]):
        x = rng.standard_normal((n, t, i)).astype(np.float32)
        y = np.concatenate([lstm(x, "f", False), lstm(x, "b", True)], axis=2).astype(np.float32)
        save(folder / f"test_data_set_{k}", [torch.from_numpy(x)], [torch.from_numpy(y)], ["x"], ["y"])


def main():
    root = Path(sys.argv[1])
    torch.manual_seed(20261123)

    def x(t, n, i=5):
        return torch.randn(t, n, i)

    time_batch = {"x": {0: "time", 1: "batch"}, "y": {0: "time", 1: "batch"}}
    batch_time = {"x": {0: "batch", 1: "time"}, "y": {0: "batch", 1: "time"}}
    for opset in (9, 11, 13, 16):
        suffix = f"_opset{opset}"
        export(root, "lstm_stacked" + suffix,
               Recurrent(nn.LSTM, input_size=5, hidden_size=6, num_layers=2, batch_first=True),
               [[torch.randn(2, 4, 5)], [torch.randn(3, 7, 5)]], ["x"], ["y", "h", "c"], batch_time, opset)
        export(root, "sentiment" + suffix, Sentiment(),
               [[torch.randint(0, 50, (2, 5))], [torch.randint(0, 50, (4, 3))]], ["tokens"], ["scores"],
               {"tokens": {0: "batch", 1: "time"}, "scores": {0: "batch"}}, opset)
        export(root, "tagger" + suffix, Tagger(), [[x(4, 2)], [x(6, 3)]], ["x"], ["y"], time_batch, opset)
    export(root, "lstm", Recurrent(nn.LSTM, input_size=5, hidden_size=7), [[x(4, 2)], [x(1, 1)]],
           ["x"], ["y", "h", "c"], time_batch, 13)
    state = {**time_batch, "h0": {1: "batch"}, "c0": {1: "batch"}}
    export(root, "lstm_bidirectional_states",
           Recurrent(nn.LSTM, input_size=5, hidden_size=4, num_layers=2, bidirectional=True),
           [[x(3, 2), torch.randn(4, 2, 4), torch.randn(4, 2, 4)], [x(5, 1), torch.randn(4, 1, 4), torch.randn(4, 1, 4)]],
           ["x", "h0", "c0"], ["y", "h", "c"], state, 13)
    export(root, "gru_stacked", Recurrent(nn.GRU, input_size=5, hidden_size=6, num_layers=2),
           [[x(4, 2)], [x(2, 5)]], ["x"], ["y", "h"], time_batch, 13)
    export(root, "gru_bidirectional", Recurrent(nn.GRU, input_size=5, hidden_size=6, bidirectional=True),
           [[x(4, 2)], [x(2, 5)]], ["x"], ["y", "h"], time_batch, 11)
    export(root, "rnn_tanh", Recurrent(nn.RNN, input_size=5, hidden_size=6), [[x(4, 2)], [x(9, 1)]],
           ["x"], ["y", "h"], time_batch, 13)
    export(root, "rnn_relu_stacked",
           Recurrent(nn.RNN, input_size=5, hidden_size=6, num_layers=2, nonlinearity="relu"),
           [[x(4, 2)], [x(9, 1)]], ["x"], ["y", "h"], time_batch, 13)
    export(root, "lstm_fixed_shape", Recurrent(nn.LSTM, input_size=5, hidden_size=7, num_layers=3), [[x(4, 2)]],
           ["x"], ["y", "h", "c"], None, 13)
    export(root, "lstm_packed", Packed(),
           [[x(5, 3), torch.tensor([5, 3, 1])], [x(4, 2), torch.tensor([4, 4])]],
           ["x", "lengths"], ["y", "h", "c"], {"x": {0: "time", 1: "batch"}, "lengths": {0: "batch"}}, 13)
    export(root, "last_step", LastStep(), [[torch.randn(2, 4, 4)], [torch.randn(5, 1, 4)]], ["x"], ["y"],
           {"x": {0: "batch", 1: "time"}, "y": {0: "batch"}}, 14)
    export(root, "masked_mean", Masked(),
           [[torch.randn(3, 5, 4), torch.tensor([5, 2, 4])], [torch.randn(1, 2, 4), torch.tensor([1])]],
           ["x", "lengths"], ["y"], {"x": {0: "batch", 1: "time"}, "lengths": {0: "batch"}, "y": {0: "batch"}}, 13)
    export(root, "lstm_double", Recurrent(nn.LSTM, input_size=5, hidden_size=7).double(),
           [[x(4, 2).double()], [x(1, 3).double()]], ["x"], ["y", "h", "c"], time_batch, 13)
    keras(root, np.random.default_rng(20261123))


if __name__ == "__main__":
    main()
