"""Trains the lecture's network on MNIST digits and writes what the sample needs.

28 rows of 28 pixels go through LSTM(28 -> 128) one row a step; Linear(128 -> 10) reads the last hidden state.
Seeded and single-threaded: the same versions on the same kind of machine write the same weights.

usage: train.py FOLDER_WITH_IDX_FILES SAMPLE_FOLDER
"""

import gzip
import struct
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

SEED = 20261123
EPOCHS = 6
BATCH = 128
HELD_BACK = 2000  # digits of the test set that are committed
COMPARED = 64  # of those, digits whose logits are committed


def images(path):
    data = path.read_bytes()
    magic, count, rows, columns = struct.unpack(">IIII", data[:16])
    assert magic == 2051, f"{path} is no IDX file of images"
    return np.frombuffer(data, np.uint8, offset=16).reshape(count, rows, columns)


def labels(path):
    data = path.read_bytes()
    magic, _ = struct.unpack(">II", data[:8])
    assert magic == 2049, f"{path} is no IDX file of labels"
    return np.frombuffer(data, np.uint8, offset=8)


class RowByRow(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(28, 128, batch_first=True)
        self.linear = nn.Linear(128, 10)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.linear(out[:, -1])


def accuracy(model, x, y):
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()


def write_gz(path, data):
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(data)


def main():
    idx, sample = Path(sys.argv[1]), Path(sys.argv[2])
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    scale = np.float32(1 / 255)
    train_x = torch.from_numpy(images(idx / "train-images-idx3-ubyte") * scale)
    train_y = torch.from_numpy(labels(idx / "train-labels-idx1-ubyte").astype(np.int64))
    test_images = images(idx / "t10k-images-idx3-ubyte")
    test_labels = labels(idx / "t10k-labels-idx1-ubyte")
    test_x = torch.from_numpy(test_images * scale)
    test_y = torch.from_numpy(test_labels.astype(np.int64))

    model = RowByRow()
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    steps = EPOCHS * (len(train_x) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss()
    for epoch in range(EPOCHS):
        order = torch.randperm(len(train_x))
        for at in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[at : at + BATCH]
            optimizer.zero_grad()
            loss = loss_of(model(train_x[rows]), train_y[rows])
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1}: held-back accuracy {accuracy(model, test_x, test_y):.4f}", flush=True)

    model.eval()
    main_resources = sample / "src/main/resources/dev/vecurrent/digits"
    test_resources = sample / "src/test/resources/dev/vecurrent/digits"
    torch.onnx.export(
        model,
        test_x[:3],
        str(main_resources / "digits.onnx"),
        input_names=["x"],
        output_names=["logits"],
        dynamic_axes={"x": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=14,
    )
    kept = test_images[:HELD_BACK]
    header = struct.pack(">IIII", 2051, HELD_BACK, 28, 28)
    write_gz(main_resources / "held-back-images.idx3-ubyte.gz", header + kept.tobytes())
    header = struct.pack(">II", 2049, HELD_BACK)
    write_gz(main_resources / "held-back-labels.idx1-ubyte.gz", header + test_labels[:HELD_BACK].tobytes())
    with torch.no_grad():
        np.save(test_resources / "pytorch-logits.npy", model(test_x[:COMPARED]).numpy())
    print(f"first {HELD_BACK}: {accuracy(model, test_x[:HELD_BACK], test_y[:HELD_BACK]):.4f}")


if __name__ == "__main__":
    main()
