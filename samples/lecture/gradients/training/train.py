"""Trains eight small recurrent networks to remember, five seeds each, and writes what the sample needs.

The task: a symbol of eight at every step, the first one marked, asked after 60 more steps. Chance is 12.5 %.
A second part trains the RNN with large recurrent weights on an easier task, with and without clipping of its gradient.
Seeded and single-threaded. The five seeds of one network run side by side: parameters have a leading axis of seeds.

usage: train.py SAMPLE_FOLDER [FOLDER_OF_TRAINED_STATES]
The second folder keeps what was trained, and is read where it has it.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
import lecture  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

HIDDEN, SYMBOLS = 32, 8
INPUTS = SYMBOLS + 1  # the last one is the mark
DISTANCE = 60  # steps between the marked symbol and the question
SEEDS = (1, 2, 3, 4, 5)  # the first one's networks are committed
STEPS, BATCH, RATE, CLIP = 3000, 32, 3e-3, 1.0
CLIPPED_STEPS, NOISE_DISTANCE = 3000, 40
CLIPPED_RATES = {torch.optim.Adam: 1e-2, torch.optim.SGD: 1e-1}
EVERY = 100  # steps from look to look
LEARNED = 0.95  # share of right answers
HELD_BACK = 500
CURVE = 1001  # symbols of the sequence that Jacobians are taken along
COMPARED = 8  # sequences whose logits are committed
NETWORKS = {
    "rnn-default": nn.RNN,
    "rnn-orthogonal": nn.RNN,
    "rnn-times-3": nn.RNN,
    "gru-default": nn.GRU,
    "gru-update-3": nn.GRU,
    "lstm-default": nn.LSTM,
    "lstm-forget-1": nn.LSTM,
    "lstm-forget-3": nn.LSTM,
}


class Network(nn.Module):
    """A layer and a readout, with its state in and out: what is exported."""

    def __init__(self, name, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.layer = NETWORKS[name](INPUTS, HIDDEN)
        self.linear = nn.Linear(HIDDEN, SYMBOLS)
        layer = self.layer
        with torch.no_grad():
            if name == "rnn-orthogonal":
                nn.init.orthogonal_(layer.weight_hh_l0)
            elif name == "rnn-times-3":
                layer.weight_hh_l0 *= 3
            elif name == "gru-update-3":  # gates r z n
                layer.bias_ih_l0[HIDDEN : 2 * HIDDEN] += 3
            elif name.startswith("lstm-forget"):  # gates i f g o
                layer.bias_ih_l0[HIDDEN : 2 * HIDDEN] += int(name[-1])

    def forward(self, x, *state):
        out, state = self.layer(x, state if len(state) == 2 else state[0])
        return (self.linear(out), *(state if isinstance(state, tuple) else (state,)))

    def zeros(self, batch):
        zero = torch.zeros(1, batch, HIDDEN, dtype=self.linear.weight.dtype)
        return (zero, zero) if isinstance(self.layer, nn.LSTM) else (zero,)


def side_by_side(networks):
    """The parameters of several networks of one kind, each [networks, ...]."""
    all_of_them = [dict(network.named_parameters()) for network in networks]
    return {name: nn.Parameter(torch.stack([p[name].detach() for p in all_of_them])) for name in all_of_them[0]}


def run(p, kind, x):
    """The logits after the last step. x: [networks, T, B, I]. Also returns the projected inputs, a gradient of which is asked for."""
    n, steps, batch, _ = x.shape
    hidden_side = 2 * HIDDEN if kind is nn.GRU else None
    bias = p["layer.bias_ih_l0"] + (p["layer.bias_hh_l0"] if kind is not nn.GRU else 0)
    weight = p["layer.weight_ih_l0"].transpose(1, 2)
    projected = torch.baddbmm(bias.unsqueeze(1), x.reshape(n, steps * batch, -1), weight)
    projected = projected.view(n, steps, batch, -1).transpose(0, 1)
    recurrent = p["layer.weight_hh_l0"].transpose(1, 2)
    h = torch.zeros(n, batch, HIDDEN)
    c = torch.zeros(n, batch, HIDDEN)
    for step in projected.unbind(0):
        if kind is nn.RNN:
            h = torch.tanh(torch.baddbmm(step, h, recurrent))
        elif kind is nn.LSTM:
            i, f, g, o = torch.baddbmm(step, h, recurrent).chunk(4, 2)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
        else:
            a = torch.baddbmm(p["layer.bias_hh_l0"].unsqueeze(1), h, recurrent)
            gates, candidate = a.split(hidden_side, 2)
            step_gates, step_candidate = step.split(hidden_side, 2)
            r, z = torch.sigmoid(gates + step_gates).chunk(2, 2)
            candidate = torch.tanh(step_candidate + r * candidate)
            h = candidate + z * (h - candidate)
    return torch.baddbmm(p["linear.bias"].unsqueeze(1), h, p["linear.weight"].transpose(1, 2)), projected


def one_hot(symbols):
    """[..., T, B] symbols to [..., T, B, I]: the first step of each is marked."""
    x = torch.zeros(*symbols.shape, INPUTS)
    x.scatter_(-1, symbols.unsqueeze(-1), 1)
    x[..., 0, :, -1] = 1
    return x


class Symbols:
    """The task: symbols all the way."""

    steps = DISTANCE + 1

    @staticmethod
    def draw(batch, generator):
        symbols = torch.randint(0, SYMBOLS, (Symbols.steps, batch), generator=generator)
        return one_hot(symbols), symbols[0]


class Noise:
    """The easier one: the marked symbol, and then noise that looks like no symbol."""

    steps = NOISE_DISTANCE + 1

    @staticmethod
    def draw(batch, generator):
        first = torch.randint(0, SYMBOLS, (1, batch), generator=generator)
        x = 0.1 * torch.randn(Noise.steps, batch, INPUTS, generator=generator)
        x[:1] = one_hot(first)
        return x, first[0]


def train(networks, seeds, kind, task, steps, method, rate, limits, look):
    """Trains all side by side. limits: [networks], the norm to which each one's gradient is clipped. Returns the parameters.

    look(step, losses, accuracies, norms, largest, reach) every EVERY steps; norms before clipping, the largest of them since the last look,
    reach: how large the gradient is at the first step of the input, of that at the last one.
    """
    p = side_by_side(networks)
    optimizer = method(p.values(), rate)
    generators = {seed: torch.Generator().manual_seed(1000 + seed) for seed in seeds}
    held_x, held_y = task.draw(HELD_BACK, torch.Generator().manual_seed(999))
    largest = torch.zeros(len(networks))
    for step in range(1, steps + 1):
        drawn = {seed: task.draw(BATCH, generator) for seed, generator in generators.items()}
        x = torch.stack([drawn[seed][0] for seed in seeds])
        y = torch.stack([drawn[seed][1] for seed in seeds])
        optimizer.zero_grad()
        logits, projected = run(p, kind, x)
        projected.retain_grad()
        losses = nn.functional.cross_entropy(logits.transpose(1, 2), y, reduction="none").mean(1)
        losses.sum().backward()
        norms = torch.stack([q.grad.flatten(1).norm(dim=1) for q in p.values()]).norm(dim=0)
        largest = torch.maximum(largest, norms)
        scale = torch.clamp(limits / (norms + 1e-6), max=1.0)
        for q in p.values():
            q.grad *= scale.view(-1, *[1] * (q.dim() - 1))
        optimizer.step()
        if step % EVERY == 0 or step == 1:
            reach = projected.grad[0].flatten(1).norm(dim=1) / projected.grad[-1].flatten(1).norm(dim=1)
            with torch.no_grad():
                answers = run(p, kind, held_x.expand(len(networks), *held_x.shape))[0].argmax(2)
            look(step, losses.detach(), (answers == held_y).float().mean(1), norms, largest, reach)
            largest = torch.zeros(len(networks))
    return p


def train_and_tell(log, csv, title, names, seeds, *arguments):
    """As train; writes a line of each look to the CSV and one of each network to the log."""
    learned, last, most = {}, {}, {}

    def look(step, losses, accuracies, norms, largest, reach):
        for i, name in enumerate(names):
            row = (losses[i], norms[i], largest[i], reach[i])
            csv.append(f"{title},{name},{seeds[i]},{step},{accuracies[i]:.3f}," + ",".join(f"{v:.3e}" for v in row))
            if accuracies[i] >= LEARNED:
                learned.setdefault(i, step)
            last[i] = accuracies[i].item()
            most[i] = max(most.get(i, 0), largest[i].item())

    trained = train(*arguments, look)
    for i, name in enumerate(names):
        when = f"first at 95 % after {learned[i]} steps" if i in learned else "never at 95 %"
        log(f"  {name}, seed {seeds[i]}: {100 * last[i]:.1f} % right, {when}, largest norm of the gradient {most[i]:.3g}")
    return trained


def network(name, seed, parameters=None, index=0):
    """A network in float64: as it began, or with one of trained parameters."""
    made = Network(name, seed)
    if parameters is not None:
        with torch.no_grad():
            for key, value in made.named_parameters():
                value.copy_(parameters[key][index])
    return made.double().eval()


def norms_by_autograd(made, symbols):
    """The largest singular value of ds(1 + d)/ds(1) for d = 1 to DISTANCE, s(1) being the state after the marked symbol: by autograd.

    As many copies of s(1) as the state has units: the gradient of the i-th unit of the i-th copy is row i of the Jacobian.
    """
    x = one_hot(symbols.view(-1, 1)).double()
    with torch.no_grad():
        start = made(x[:1], *made.zeros(1))[1:]
    units = HIDDEN * len(start)
    copies = tuple(part.expand(1, units, HIDDEN).contiguous().requires_grad_() for part in start)
    norms = []
    for distance in range(1, DISTANCE + 1):
        state = made(x[1 : 1 + distance].expand(-1, units, -1).contiguous(), *copies)[1:]
        gradients = torch.autograd.grad(torch.cat(state, 2)[0].diagonal().sum(), copies)
        norms.append(torch.linalg.svdvals(torch.cat(gradients, 2)[0])[0].item())
    return norms


def export(made, path):
    parts = ["h", "c"][: len(made.zeros(1))]
    names = ["x", *parts, "y", *(part + "_out" for part in parts)]
    torch.onnx.export(
        made,
        (torch.zeros(2, 3, INPUTS).double(), *made.zeros(3)),
        str(path),
        input_names=names[: 1 + len(parts)],
        output_names=names[1 + len(parts) :],
        dynamic_axes={name: {0: "time", 1: "batch"} if name in ("x", "y") else {1: "batch"} for name in names},
        opset_version=14,
    )


def text(symbols):
    """[T, B] symbols as a line of digits for each sequence."""
    return ["".join(str(s) for s in row) for row in symbols.t().tolist()]


def main():
    sample = Path(sys.argv[1])
    kept = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    lecture.seeded(0)
    torch.set_flush_denormal(True)  # gradients that vanish would make training slow
    log = lecture.Log(sample / "training/train.log")
    log(lecture.versions())
    csv = ["part,network,seed,step,right,loss,gradient_norm,largest_norm_since,first_over_last"]
    resources = sample / "src/main/resources/dev/vecurrent/gradients"
    tests = sample / "src/test/resources/dev/vecurrent/gradients"
    for folder in (resources, tests):
        folder.mkdir(parents=True, exist_ok=True)

    log(f"symbols, {DISTANCE} steps to the question: {STEPS} steps of {BATCH} sequences, Adam {RATE}, clipped at {CLIP}")
    trained = {}
    for name, kind in NETWORKS.items():
        file = kept / f"{name}.pt" if kept else None
        if file is not None and file.exists():
            trained[name], lines, rows = torch.load(file)
            csv += rows
            for line in lines:
                log(line)
            continue
        rows, before = len(csv), len(log.lines)
        networks = [Network(name, seed) for seed in SEEDS]
        limits = torch.full((len(SEEDS),), CLIP)
        trained[name] = train_and_tell(
            log, csv, "symbols", [name] * len(SEEDS), SEEDS, networks, SEEDS, kind, Symbols, STEPS, torch.optim.Adam, RATE, limits
        )
        print(f"{time.process_time():.0f} cpu s", file=sys.stderr)
        if file is not None:
            torch.save((trained[name], log.lines[before:], csv[rows:]), file)

    for method, rate in CLIPPED_RATES.items():
        name = method.__name__
        log(f"clipping, noise, {NOISE_DISTANCE} steps: {CLIPPED_STEPS} steps of {BATCH} sequences, {name} {rate}, clipped at {CLIP} or not")
        file = kept / f"clipping-{name}.pt" if kept else None
        if file is not None and file.exists():
            lines, rows = torch.load(file)
            csv += rows
            for line in lines:
                log(line)
            continue
        rows, before = len(csv), len(log.lines)
        seeds = SEEDS + SEEDS
        names = ["rnn-times-3 clipped"] * len(SEEDS) + ["rnn-times-3 not clipped"] * len(SEEDS)
        networks = [Network("rnn-times-3", seed) for seed in seeds]
        limits = torch.tensor([CLIP] * len(SEEDS) + [float("inf")] * len(SEEDS))
        train_and_tell(
            log, csv, f"clipping-{name}", names, seeds, networks, seeds, nn.RNN, Noise, CLIPPED_STEPS, method, rate, limits
        )
        print(f"{time.process_time():.0f} cpu s", file=sys.stderr)
        if file is not None:
            torch.save((log.lines[before:], csv[rows:]), file)
    lecture.write_lines(sample / "training/norms.csv", csv)

    torch.set_flush_denormal(False)
    generator = torch.Generator().manual_seed(7)
    along = torch.randint(0, SYMBOLS, (CURVE, 1), generator=generator)
    held = torch.randint(0, SYMBOLS, (DISTANCE + 1, HELD_BACK), generator=generator)
    lecture.write_lines(resources / "curve.txt", text(along))
    lecture.write_lines(resources / "held-back.txt", text(held))
    log(f"seed {SEEDS[0]} in float64: right of {HELD_BACK} other sequences, and the norm of ds(1 + d)/ds(1) at d = 1, 10, 60")
    all_norms, all_logits = [], []
    for state in ("initial", "trained"):
        for name in NETWORKS:
            made = network(name, SEEDS[0], trained[name] if state == "trained" else None)
            export(made, resources / f"{name}.{state}.onnx")
            with torch.no_grad():
                logits = made(one_hot(held).double(), *made.zeros(HELD_BACK))[0][-1]
            norms = norms_by_autograd(made, along)
            right = (logits.argmax(1) == held[0]).sum().item()
            log(f"  {name}, {state}: {right}, " + ", ".join(f"{norms[d - 1]:.3e}" for d in (1, 10, 60)))
            all_norms.append(norms)
            all_logits.append(logits[:COMPARED].numpy())
    lecture.save_npy(tests / "autograd-norms.npy", np.array(all_norms))
    lecture.save_npy(tests / "pytorch-logits.npy", np.array(all_logits))


if __name__ == "__main__":
    main()
