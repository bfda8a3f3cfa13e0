"""Trains the network of ./vecurrent fluency and writes it, its vocabulary and PyTorch's own answers.

python3 train.py PACKAGES SAMPLE [--steps N]: the folder of the .deb files, and this sample's folder.
"""

import argparse
import collections
import math
import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
import lecture  # noqa: E402  (first: it sets what the libraries read when they are loaded)

import numpy as np  # noqa: E402
import torch  # noqa: E402
import texts  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional  # noqa: E402

SEED = 16
START, END = "<start>", "<end>"
LEAST = 12  # a character seen less often is <unk>
HELD_BACK = 1500
SAMPLED = 20_000  # clauses of open-gram: 15 % of all rows
EMBEDDING, HIDDEN = 128, 384
BATCH, STEPS, WARM_UP = 64, 10_000, 400
NOISE = 400  # words of the sampled softmax besides the batch's own
FULL = 0.85  # from here on the softmax is over the whole vocabulary
RATE, DROPOUT = 3e-3, 0.15
LECTURE = ["今天是周六", "是今天周六"]


class Network(nn.Module):
    """tokens [batch, time] -> logits [batch, time, V]: the embedding is the output's weights, too."""

    def __init__(self, size):
        super().__init__()
        self.embedding = nn.Embedding(size, EMBEDDING)
        self.lstm = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True)
        self.project = nn.Linear(HIDDEN, EMBEDDING)
        self.bias = nn.Parameter(torch.zeros(size))
        self.dropout = nn.Dropout(DROPOUT)
        nn.init.normal_(self.embedding.weight, std=0.1)
        with torch.no_grad():
            self.lstm.bias_ih_l0[HIDDEN : 2 * HIDDEN] += 1  # the forget gate begins open

    def features(self, tokens):
        h, _ = self.lstm(self.dropout(self.embedding(tokens)))
        return self.project(self.dropout(h))

    def forward(self, tokens):
        return self.features(tokens) @ self.embedding.weight.t() + self.bias


def sampled_loss(network, tokens, targets):
    """Cross-entropy over the batch's own tokens and NOISE others, each of which counts for (V - own) / NOISE."""
    features = network.features(tokens).reshape(-1, EMBEDDING)
    kept = targets.reshape(-1).nonzero().squeeze(1)
    own, targets = targets.reshape(-1)[kept].unique(return_inverse=True)
    size = len(network.bias)
    others = np.setdiff1d(np.arange(size), own.numpy(), assume_unique=True)
    drawn = torch.from_numpy(np.random.choice(others, NOISE, replace=False))
    candidates = torch.cat([own, drawn])
    logits = functional.linear(features[kept], network.embedding.weight[candidates], network.bias[candidates])
    logits[:, len(own) :] += math.log(len(others) / NOISE)
    return functional.cross_entropy(logits, targets)


def full_loss(network, tokens, targets):
    kept = targets.reshape(-1).nonzero().squeeze(1)
    features = network.features(tokens).reshape(-1, EMBEDDING)[kept]
    logits = functional.linear(features, network.embedding.weight, network.bias)
    return functional.cross_entropy(logits, targets.reshape(-1)[kept])


def padded(rows):
    """[batch, time] of rows of different length; <pad> is 0."""
    tokens = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for i, row in enumerate(rows):
        tokens[i, : len(row)] = row
    return torch.from_numpy(tokens)


def batches(rows):
    """Forever: batches of rows of about the same length, in a new order each epoch."""
    while True:
        order = list(range(len(rows)))
        random.shuffle(order)
        cut = []
        for at in range(0, len(order), 50 * BATCH):
            pool = sorted(order[at : at + 50 * BATCH], key=lambda i: (len(rows[i]), i))
            cut += [pool[k : k + BATCH] for k in range(0, len(pool), BATCH)]
        random.shuffle(cut)
        for batch in cut:
            tokens = padded([rows[i] for i in batch])
            yield tokens[:, :-1], tokens[:, 1:]


def factors(network, rows):
    """log p of each token after the first, row by row; what follows the last one is not asked."""
    found = []
    with torch.no_grad():
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            tokens = padded(part)
            logs = torch.log_softmax(network(tokens[:, :-1]).double(), 2)
            logs = logs.gather(2, tokens[:, 1:, None]).squeeze(2).numpy()
            found += [logs[i, : len(row) - 1] for i, row in enumerate(part)]
    return found


def perplexity(logs):
    """Formula (1) in log space: of one sentence, or of the characters of many."""
    return math.exp(-np.mean(np.concatenate(logs) if isinstance(logs, list) else logs))


def exchanged(sentence, draw):
    """Two neighbouring pieces of one or two Chinese characters, drawn by lot, change places; None where it changes nothing."""
    places = [
        (i, a, b)
        for a in (1, 2)
        for b in (1, 2)
        for i in range(len(sentence) - a - b + 1)
        if all(texts.HAN.match(c) for c in sentence[i : i + a + b])
    ]
    draw.shuffle(places)
    for i, a, b in places:
        other = sentence[:i] + sentence[i + a : i + a + b] + sentence[i : i + a] + sentence[i + a + b :]
        if other != sentence:
            return other
    return None


def runs(sentence, length=8):
    return {sentence[i : i + length] for i in range(len(sentence) - length + 1)}


def report(log, network, ids, held_back, known):
    """Perplexity by source, and pairs: the sentence against itself with two pieces exchanged."""
    logs = factors(network, [ids(text) for _, text in held_back])
    for source in sorted({source for source, _ in held_back}):
        mine = [l for l, (s, _) in zip(logs, held_back) if s == source]
        log(f"held back, {source}: {len(mine)} sentences, {perplexity(mine):.1f} per character")
    fresh = [l for l, (_, text) in zip(logs, held_back) if not runs(text) & known]
    log(f"held back, no run of 8 characters with a training sentence in common: {len(fresh)} sentences, {perplexity(fresh):.1f}")
    log(f"held back: {len(logs)} sentences, {sum(map(len, logs))} characters, {perplexity(logs):.2f} per character")
    draw = random.Random(SEED)
    pairs = [(l, exchanged(text, draw)) for l, (_, text) in zip(logs, held_back)]
    pairs = [(l, other) for l, other in pairs if other is not None]
    others = factors(network, [ids(other) for _, other in pairs])
    right = sum(perplexity(l) < perplexity(o) for (l, _), o in zip(pairs, others))
    medians = np.median([perplexity(l) for l, _ in pairs]), np.median([perplexity(o) for o in others])
    log(f"pairs: {right} of {len(pairs)} right, {100 * right / len(pairs):.2f} %; medians {medians[0]:.1f} and {medians[1]:.1f}")
    for text in LECTURE:
        log(f"{text}: {perplexity(factors(network, [ids(text)])[0]):.1f}")


def train(network, rows, steps, checkpoint):
    """Adam, a warm-up, then a cosine down to nothing. A checkpoint goes on with the same bits."""
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE, betas=(0.9, 0.98))
    source, begin, losses = batches(rows), 0, []
    if checkpoint and checkpoint.exists():
        saved = torch.load(checkpoint)
        begin, losses = saved["step"], saved["losses"]
        yield from losses
        for _ in range(begin):
            next(source)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        torch.set_rng_state(saved["torch"])
        np.random.set_state(saved["numpy"])
    started, seen, smooth = time.process_time(), 0, []
    network.train()
    for step in range(begin, steps):
        tokens, targets = next(source)
        along = max(0.0, (step - WARM_UP) / (steps - WARM_UP))
        rate = RATE * min(1.0, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * along))
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = (sampled_loss if step < FULL * steps else full_loss)(network, tokens, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        seen += int((targets > 0).sum())
        smooth.append(loss.item())
        if (step + 1) % 500 == 0:
            losses.append((step + 1, sum(smooth) / len(smooth)))
            smooth = []
            yield losses[-1]
            spent = time.process_time() - started
            print(f"{spent:.0f} s of processor time, {seen / spent:.0f} tokens a second", file=sys.stderr, flush=True)
            if checkpoint:
                state = {"step": step + 1, "losses": losses, "network": network.state_dict(), "optimizer": optimizer.state_dict()}
                state |= {"torch": torch.get_rng_state(), "numpy": np.random.get_state()}
                torch.save(state, f"{checkpoint}.new")
                os.replace(f"{checkpoint}.new", checkpoint)
    network.eval()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", type=Path)
    parser.add_argument("sample", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--checkpoint", type=Path, help="written every 500 steps, and gone on from")
    options = parser.parse_args()

    lecture.seeded(SEED)
    log = lecture.Log(options.sample / "training/train.log")
    log(lecture.versions())
    written = texts.corpus(options.packages)
    drawn = texts.drawn(options.packages, SAMPLED, SEED, {text for _, text in written})
    held_back = random.sample(written, HELD_BACK)
    apart = {text for _, text in held_back}
    training = [row for row in written if row[1] not in apart] + drawn
    for source, count in collections.Counter(source for source, _ in training).items():
        log(f"{source}: {count} sentences to train on")
    counts = collections.Counter(c for _, text in training for c in text)
    tokens = lecture.vocabulary(counts, [START, END], LEAST)
    number = {token: i for i, token in enumerate(tokens)}

    def ids(text):
        return [number[START]] + [number.get(c, 1) for c in text]

    rows = [ids(text) + [number[END]] for _, text in training]
    rare = sum(c not in number for text in apart for c in text)
    log(f"{len(rows)} rows, {sum(map(len, rows))} tokens an epoch; {len(tokens)} tokens; {rare} unknown characters held back")

    network = Network(len(tokens))
    log(f"{sum(p.numel() for p in network.parameters())} parameters")
    for step, loss in train(network, rows, options.steps, options.checkpoint):
        log(f"step {step}: loss {loss:.3f}")

    lecture.round_to_half(network)
    known = set().union(*(runs(text) for _, text in training))
    report(log, network, ids, held_back, known)
    write(network, tokens, ids, options.sample)


def write(network, tokens, ids, sample):
    """The model, its vocabulary, and PyTorch's logits of what follows eight sentences."""
    resources = sample / "src/main/resources/dev/vecurrent/fluency"
    lecture.write_lines(resources / "vocab.txt", tokens)
    axes = {"tokens": {0: "batch", 1: "time"}, "logits": {0: "batch", 1: "time"}}
    lecture.export(network, torch.zeros(1, 4, dtype=torch.int64), resources / "fluency.onnx", ["tokens"], ["logits"], axes)
    tests = sample / "src/test/resources/dev/vecurrent/fluency"
    with torch.no_grad():
        sentences = (tests / "answers.txt").read_text(encoding="utf-8").splitlines()
        logits = [network(torch.tensor([ids(texts.lines(sentence))]))[0, -1].numpy() for sentence in sentences]
    lecture.save_npy(tests / "pytorch-logits.npy", np.stack(logits))


if __name__ == "__main__":
    main()
