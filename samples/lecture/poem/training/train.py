"""Trains the lecture's poet on the poems of the Tang and writes what the sample needs.

One LSTM(128 -> 320) over characters; the output weights are the embedding, behind a projection to 128. Famous poems are weighed
up in the one run that there is. The number of steps is fixed, and whatever is drawn depends on the step alone, so that a run
goes on exactly from its checkpoint.

usage: train.py FOLDER_OF_CHINESE_POETRY SAMPLE_FOLDER [--checkpoint FILE] [--steps N] [--weight N] [--try]
"""

import argparse
import math
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import lecture  # noqa: E402
import numpy as np  # noqa: E402
import poems  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn.functional import cross_entropy  # noqa: E402

SEED = 20261129
EMBEDDING, HIDDEN = 128, 320
STEPS = 15_000
WEIGHT = 15  # how often a famous poem is read in an epoch
LEAST = 25  # rarer characters are unknown
BATCH = 1920  # characters of a step, about
DRAWN = 600  # characters a step scores besides its own
RATE, LAST_RATE, WARM_UP = 3e-3, 3e-5, 300
DROPOUT = 0.1
REPORT, WATCHED, KEPT = 1000, 300, 250  # steps between reports, pieces of them, steps between checkpoints
CONTROLS = ["<5>", "<7>", "<end>"]


class Poet(nn.Module):
    """Tokens [batch, time] -> logits [batch, time, V] of what follows each."""

    def __init__(self, size):
        super().__init__()
        self.embedding = nn.Embedding(size, EMBEDDING)
        self.lstm = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.projection = nn.Linear(HIDDEN, EMBEDDING)
        self.bias = nn.Parameter(torch.zeros(size))
        nn.init.normal_(self.embedding.weight, std=0.1)
        with torch.no_grad():
            self.lstm.bias_ih_l0[HIDDEN : 2 * HIDDEN] = 1  # remember, to begin with

    def states(self, tokens):
        """[batch, time, E], to be compared with embeddings."""
        return self.projection(self.dropout(self.lstm(self.embedding(tokens))[0]))

    def forward(self, tokens):
        return torch.matmul(self.states(tokens), self.embedding.weight.t()) + self.bias


class Coder:
    """Poems as rows of tokens: form, lines with their marks, end."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.ids = {token: i for i, token in enumerate(tokens)}

    def row(self, piece):
        form, lines, closed = piece
        text = "".join(line + "，。"[i % 2] for i, line in enumerate(lines))
        return [self.ids[f"<{form}>"], *(self.ids.get(c, 1) for c in text), *([self.ids["<end>"]] if closed else [])]


def buckets(rows):
    """Rows of one length side by side, [count, length]: no padding anywhere."""
    by_length = {}
    for row in rows:
        by_length.setdefault(len(row), []).append(row)
    return [torch.tensor(by_length[length]) for length in sorted(by_length)]


def epoch_of(parts, epoch):
    """(bucket, rows) of all steps of an epoch, in an order that only depends on its number."""
    generator = torch.Generator().manual_seed(SEED + epoch)
    steps = []
    for i, part in enumerate(parts):
        order = torch.randperm(len(part), generator=generator)
        steps += [(i, rows) for rows in order.split(max(1, BATCH // part.shape[1]))]
    return [steps[i] for i in torch.randperm(len(steps), generator=generator)]


def sampled_loss(model, rows, generator):
    """Cross entropy against the batch's own characters and some drawn ones, each of which stands for several; a sum over tokens."""
    size = len(model.bias)
    own, target = rows[:, 1:].unique(return_inverse=True)
    free = torch.ones(size, dtype=torch.bool)
    free[own] = False
    others = free.nonzero().view(-1)
    drawn = others[torch.randperm(len(others), generator=generator)[:DRAWN]]
    ids = torch.cat([own, drawn])
    stands_for = torch.zeros(len(ids))
    stands_for[len(own) :] = math.log(len(others) / len(drawn))
    states = model.states(rows[:, :-1]).reshape(-1, EMBEDDING)
    logits = torch.addmm(model.bias[ids] + stands_for, states, model.embedding.weight[ids].t())
    return cross_entropy(logits, target.reshape(-1), reduction="sum")


def rate(step, steps):
    if step < WARM_UP:
        return RATE * (step + 1) / WARM_UP
    return LAST_RATE + (RATE - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / max(1, steps - WARM_UP)))


def surprise(model, rows):
    """Nats of each predicted token, and which one it is; full softmax."""
    model.eval()
    nats, targets = [], []
    with torch.no_grad():
        for part in buckets(rows):
            for some in part.split(64):
                logits = model(some[:, :-1])
                nats.append(cross_entropy(logits.reshape(-1, logits.shape[2]), some[:, 1:].reshape(-1), reduction="none"))
                targets.append(some[:, 1:].reshape(-1))
    model.train()
    return torch.cat(nats).double(), torch.cat(targets)


def figures(model, coder, rows):
    """Perplexity per token of the poem with marks, end and unknown ones; and of known Chinese characters alone."""
    nats, targets = surprise(model, rows)
    marks = torch.tensor([coder.ids[t] for t in ["<unk>", "<end>", "，", "。"]])
    chinese = ~torch.isin(targets, marks)
    return f"{nats.mean().exp():.1f} ({nats[chinese].mean().exp():.1f} of Chinese characters alone, {len(nats):,} tokens)"


def recall(model, coder, form, starts):
    """Lines that greedily begin with characters, one after another from one state; marks and controls only where they belong."""
    barred = [i for i, token in enumerate(coder.tokens) if len(token) > 1 or token in "，。"]
    row, out = [coder.ids[f"<{form}>"]], []
    with torch.no_grad():
        for i, start in enumerate(starts):
            row.append(coder.ids[start])
            for _ in range(form - 1):
                logits = model(torch.tensor([row]))[0, -1]
                logits[barred] = -math.inf
                row.append(int(logits.argmax()))
            out.append("".join(coder.tokens[token] for token in row[-form:]))
            row.append(coder.ids["，。"[i % 2]])
    return "，".join(out)


def train(model, coder, parts, watched, arguments, log):
    optimizer = torch.optim.Adam(model.parameters(), RATE)
    at, spent, total = 0, 0.0, 0.0
    checkpoint = arguments.checkpoint
    if checkpoint and checkpoint.exists():
        kept = torch.load(checkpoint)
        at, spent, total, log.lines = kept["step"], kept["spent"], kept["total"], kept["log"]
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
    began = time.process_time() - spent
    epoch, first, order = -1, 0, []
    for step in range(arguments.steps):
        if step == first + len(order):
            epoch, first = epoch + 1, step
            order = epoch_of(parts, epoch)
        if step < at:
            continue
        torch.manual_seed(SEED + step)  # dropout
        generator = torch.Generator().manual_seed(SEED + step)
        part, rows = order[step - first]
        for group in optimizer.param_groups:
            group["lr"] = rate(step, arguments.steps)
        optimizer.zero_grad()
        loss = sampled_loss(model, parts[part][rows], generator) / BATCH
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss.item() * BATCH / parts[part][rows][:, 1:].numel()
        if (step + 1) % REPORT == 0:
            model.eval()
            heard = recall(model, coder, 5, "锄汗")
            famous, held = (figures(model, coder, rows) for rows in watched)
            log(f"step {step + 1}, epoch {epoch + 1}: sampled loss {total / REPORT:.3f}, held back {held}, famous {famous}, {heard}")
            total = 0.0
        if (step + 1) % KEPT == 0:
            spent = time.process_time() - began
            print(f"step {step + 1}, {spent:.0f} s of processor time", file=sys.stderr, flush=True)
            if checkpoint:
                state = {"step": step + 1, "spent": spent, "total": total, "log": log.lines}
                torch.save({**state, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, f"{checkpoint}.new")
                Path(f"{checkpoint}.new").replace(checkpoint)


def material(folder, weight):
    """The pieces of an epoch, the coder of their characters, held-back and famous poems."""
    plain, famous, held = poems.load(folder)
    heard = [piece for poem in famous for piece in poems.pieces(poem)]
    pieces = [piece for poem in plain for piece in poems.pieces(poem)] + heard * (weight - 1)
    counts = {}
    for _, lines, _ in pieces:
        for line, mark in zip(lines, "，。" * poems.LINES):
            for c in line + mark:
                counts[c] = counts.get(c, 0) + 1
    return pieces, Coder(lecture.vocabulary(counts, CONTROLS, LEAST)), held, famous


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("sample", type=Path)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--weight", type=int, default=WEIGHT)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--try", dest="trial", action="store_true", help="train and write nothing but the log")
    arguments = parser.parse_args()
    lecture.seeded(SEED)
    log = lecture.Log(arguments.log or arguments.sample / "training/train.log")
    log(lecture.versions())
    pieces, coder, held, famous = material(arguments.data, arguments.weight)
    rows = list(map(coder.row, pieces))
    watched = [[coder.row(piece) for poem in some for piece in poems.pieces(poem)][:WATCHED] for some in (famous, held)]
    parts = buckets(rows)
    model = Poet(len(coder.tokens))
    log(f"{len(famous)} famous poems are read {arguments.weight} times an epoch, {len(held):,} poems are held back")
    log(f"{len(rows):,} rows, {sum(len(r) - 1 for r in rows):,} tokens and {len(epoch_of(parts, 0)):,} steps an epoch, {arguments.steps:,} steps")
    log(f"{len(coder.tokens):,} tokens in the vocabulary, {sum(p.numel() for p in model.parameters()):,} parameters")
    train(model, coder, parts, watched, arguments, log)
    if not arguments.trial:
        import write

        write.everything(model, coder, arguments.sample, held, famous, log)


if __name__ == "__main__":
    main()
