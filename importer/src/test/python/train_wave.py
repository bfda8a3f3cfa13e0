"""The model of docs/training.md: a GRU that continues waves. Writes a folder that ./vecurrent verify takes.

usage: train_wave.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import onnx.numpy_helper
import torch
from torch import nn


class Wave(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(1, 24, batch_first=True)
        self.linear = nn.Linear(24, 1)

    def forward(self, x):  # [batch, time, 1]: a wave
        return self.linear(self.gru(x)[0])  # [batch, time, 1]: its next values


def waves(count, steps):
    phase, speed = 6.28 * torch.rand(count, 1, 1), 0.2 + 0.6 * torch.rand(count, 1, 1)
    return torch.sin(phase + speed * torch.arange(float(steps)).view(1, -1, 1))


torch.manual_seed(1)
model = Wave()
adam = torch.optim.Adam(model.parameters(), 1e-2)
for step in range(400):
    wave = waves(64, 41)
    loss = nn.functional.mse_loss(model(wave[:, :-1]), wave[:, 1:])
    adam.zero_grad()
    loss.backward()
    adam.step()
print(f"mean square error {loss.item():.5f}")

folder = Path(sys.argv[1])
case = folder / "test_data_set_0"
case.mkdir(parents=True, exist_ok=True)
model.eval()
x = waves(2, 30)
torch.onnx.export(
    model,
    x,
    str(folder / "model.onnx"),
    input_names=["x"],
    output_names=["y"],
    dynamic_axes={"x": {0: "batch", 1: "time"}, "y": {0: "batch", 1: "time"}},
    opset_version=17,
)

with torch.no_grad():
    y = model(x)
for name, value in ("input_0", x), ("output_0", y):
    (case / f"{name}.pb").write_bytes(onnx.numpy_helper.from_array(value.numpy()).SerializeToString())

for name, values in model.state_dict().items():
    np.save(folder / f"{name}.npy", values.numpy())  # for NetworkBuilder: plain weights
