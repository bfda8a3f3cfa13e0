"""Trains the network of the sample cloze, or with --forward the one beside it: /usr/bin/python3 train.py FOLDER [--forward].

FOLDER holds the packages and what they unpack to, see README.md. The same bytes again on the same packages.
"""

import argparse
import math
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import torch

import texts
from lecture import UNKNOWN, Log, export, round_to_half, save_npy, seeded, versions, vocabulary, write_lines
from network import Network
from questions import Maker, answers

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent
RESOURCES = SAMPLE / "src/main/resources/dev/vecurrent/cloze"
TESTS = SAMPLE / "src/test/resources/dev/vecurrent/cloze"
SIZE = 10_000
START, END = "<s>", "</s>"
STEPS = {True: 4500, False: 1800}
WORDS = 2048  # of a batch
DROPOUT = 0.06  # words the network reads as <unk>: blanks not yet filled look like that
SEED = 11
RATE = 3e-3


def split(sources):
    """Rows to train on, and held back: rows of the same books, and every twentieth file of Brown."""
    parts = {"train": [], "dev": [], "rows": [], "public": [], "files": []}
    for name, documents in sources.items():
        for number, (_, document) in enumerate(documents):
            if name == "brown" and number % 20 == 10:
                parts["files"] += texts.rows(document)
                continue
            for i, row in enumerate(texts.rows(document)):
                part = {17: "rows", 34: "dev"}.get(i % 50, "train")
                parts[part].append(row)
                if part == "rows" and name in ("austen", "bible"):
                    parts["public"].append(row)
    seen = {tuple(texts.words(s)) for row in parts["train"] for s in row}
    for part in ("dev", "rows", "public", "files"):  # a sentence of five words and more never occurs in both
        parts[part] = [r for r in parts[part] if not any(len(w) > 4 and tuple(w) in seen for w in map(texts.words, r))]
    return parts


class Batches:
    """Rows of one length side by side, in a new order each time through: no padding."""

    def __init__(self, rows, unknown, generator):
        self.unknown = unknown
        self.generator = generator
        by_length = {}
        for row in rows:
            by_length.setdefault(len(row), []).append(row)
        self.groups = [torch.tensor(by_length[length]) for length in sorted(by_length)]

    def __iter__(self):
        while True:
            batches = []
            for group in self.groups:
                group = group[torch.randperm(len(group), generator=self.generator)]
                batches += group.split(max(1, WORDS // group.shape[1]))
            for i in torch.randperm(len(batches), generator=self.generator).tolist():
                yield self.noisy(batches[i])

    def noisy(self, rows):
        """What the network reads [batch, time], the words to find [n], and where they are in batch x (time - 2)."""
        targets = rows[:, 1:-1].flatten()
        known = (targets != self.unknown).nonzero()[:, 0]
        dropped = torch.rand(rows.shape, generator=self.generator) < DROPOUT
        dropped[:, 0] = dropped[:, -1] = False
        return rows.masked_fill(dropped, self.unknown), targets[known], known


def perplexity(network, rows, unknown):
    total, count = 0.0, 0
    with torch.no_grad():
        for row in rows:
            row = torch.tensor([row])
            targets = row[0, 1:-1]
            found = network(row)[0].gather(1, targets[:, None])[:, 0][targets != unknown]
            total, count = total - found.sum().item(), count + len(found)
    return math.exp(total / count)


def state_of(network, rows, made, encode, unknown):
    right = sum(answers(network, made["dev"][:200], encode, "blank"))
    return f"held back {perplexity(network, rows['dev'][:200], unknown):.1f} a word, blank alone {right} of 200"


def train(network, rows, steps, unknown, log, checkpoint, measured):
    """A fixed number of steps, the rate falling along half a cosine."""
    generator = torch.Generator().manual_seed(SEED)
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE, betas=(0.9, 0.99))
    batches = iter(Batches(rows, unknown, generator))
    losses, read = [], 0
    for step in range(1, steps + 1):
        tokens, targets, known = next(batches)
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1, step / 200) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        loss = network.loss(tokens, targets, known, generator)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        read += len(targets)
        if step % 100 == 0:
            print(f"{step}: {np.mean(losses[-100:]):.3f}, {time.process_time():.0f} cpu s", file=sys.stderr, flush=True)
            torch.save(network.state_dict(), checkpoint)
        if step % 900 == 0 or step == steps:
            log(f"step {step}: {read:,} words, loss {np.mean(losses):.3f}, {measured()}")
            losses = []
    torch.save(network.state_dict(), checkpoint)


def tie(path):
    """The exporter writes the embedding twice, for the output transposed: once is enough."""
    file = onnx.load(str(path))
    shapes = {tensor.name: list(tensor.dims) for tensor in file.graph.initializer}
    size, width = shapes["embedding.weight_half"]
    twice = next(name for name, shape in shapes.items() if shape == [width, size])
    file.graph.initializer.remove(next(t for t in file.graph.initializer if t.name == twice))
    cast = next(node for node in file.graph.node if list(node.input) == [twice])
    cast.CopyFrom(onnx.helper.make_node("Transpose", ["embedding.weight"], list(cast.output), perm=[1, 0]))
    nodes = sorted(file.graph.node, key=lambda node: node.op_type != "Cast")  # stable: the casts come first
    del file.graph.node[:]
    file.graph.node.extend(nodes)
    onnx.checker.check_model(file)
    onnx.save(file, str(path))
    return path.stat().st_size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forward", action="store_true")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--out", type=Path, help="where to write instead of the sample")
    parser.add_argument("--measure", action="store_true", help="only export and measure what FOLDER's checkpoint has")
    options = parser.parse_args()
    bidirectional = not options.forward
    steps = options.steps or STEPS[bidirectional]
    name = "cloze" if bidirectional else "forward"
    resources, tests = (options.out, options.out) if options.out else (RESOURCES, TESTS)
    seeded(SEED)
    logged = options.folder if options.measure else options.out or HERE
    log = Log(logged / ("train.log" if bidirectional else "train-forward.log"))
    log(versions())

    parts = split(texts.sources(options.folder))
    counts = Counter(word for row in parts["train"] for sentence in row for word in texts.words(sentence))
    vocab = vocabulary(counts, [START, END], most=SIZE)
    ids = {word: i for i, word in enumerate(vocab)}
    unknown = ids[UNKNOWN]

    def encode(row):
        return [ids.get(word, unknown) for sentence in row for word in texts.words(sentence)]

    def cut(row):
        row = encode(row)
        return [[ids[START], *row[i : i + texts.LONGEST], ids[END]] for i in range(0, len(row), texts.LONGEST)]

    rows = {part: [piece for row in parts[part] for piece in cut(row)] for part in parts}
    write_lines(resources / "vocab.txt", vocab)
    maker = Maker(parts["train"], ids, SEED)
    made = {part: maker.questions(parts[part], 400) for part in ("dev", "public", "rows", "files")}
    if bidirectional:
        write_lines(resources / "held-back.txt", maker.file(made["public"]))
    log("rows: " + ", ".join(f"{part} {len(rows[part]):,}" for part in rows))
    strange = sum(n for word, n in counts.items() if word not in ids)
    log(f"words to train on: {sum(counts.values()):,}, of them unknown {strange:,}")

    network = Network(len(vocab), bidirectional)
    log(f"{name}: {sum(p.numel() for p in network.parameters()):,} parameters, {steps:,} steps of about {WORDS:,} words")
    checkpoint = options.folder / f"{name}.pt"
    if options.measure:
        network.load_state_dict(torch.load(checkpoint))
    else:

        def measured():
            return state_of(network, rows, made, encode, unknown)

        train(network, rows["train"], steps, unknown, log, checkpoint, measured)
    finish(network, name, log, resources, tests, rows, made, encode, unknown)


def finish(network, name, log, resources, tests, rows, made, encode, unknown):
    """Rounds, exports, writes what the tests compare with, and measures."""
    round_to_half(network)
    example = torch.tensor(rows["dev"][0][:20])[None]
    axes = {"tokens": {0: "batch", 1: "time"}, "log_probabilities": {0: "batch", 1: "words"}}
    export(network, (example,), resources / f"{name}.onnx", ["tokens"], ["log_probabilities"], axes)
    size = tie(resources / f"{name}.onnx")
    log(f"{name}.onnx: {size:,} bytes")
    with torch.no_grad():
        for i in range(8):
            tokens = torch.tensor([rows["public"][i * 20][: 5 + 3 * i]])
            save_npy(tests / f"{name}-{i}-tokens.npy", tokens.numpy())
            save_npy(tests / f"{name}-{i}-expected.npy", network(tokens).numpy()[:, :, ::37])
    counts = []
    for part in ("dev", "public", "rows", "files"):
        log(f"{part}: {perplexity(network, rows[part][:600], unknown):.1f} a word")
        for how in ("blank", "text"):
            right = answers(network, made[part], encode, how)
            if part == "public":
                counts.append(f"{how}={sum(right)}")
            often = [r for r, q in zip(right, made[part]) if q.often]
            seldom = len(right) - len(often), sum(right) - sum(often)
            log(f"{part}, by the {how}: {sum(right)} of {len(right)} right; "
                f"frequent words {sum(often)} of {len(often)}, others {seldom[1]} of {seldom[0]}")
    write_lines(tests / f"{name}.properties", counts)


if __name__ == "__main__":
    main()
