"""Trains a network that remembers a speaker on generated dialogues, and writes what the sample needs.

<u> line <b> answer <e>, turn after turn: an embedding, GRU(96 -> 192), a projection back to 96, and the embedding again as the
last layer. A character that was read and one that is to be said are then the same vector, so repeating what was told is one map
for all characters. The loss is on answers alone, four times on what they repeat.

usage: train.py SAMPLE_FOLDER [--checkpoint FILE [--done ROUNDS]]
"""

import argparse
import math
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
import lecture  # noqa: E402

import torch  # noqa: E402
from torch import nn  # noqa: E402

import grammar  # noqa: E402

SEED = 20261129
EMBEDDING, HIDDEN = 96, 192
BATCH = 32
KEPT = 0.998  # of the mean of weights, which is what is shipped, at each step
REPEATED = 4.0  # weight of what an answer repeats
LONGEST_MEMORY = 100  # steps; update gates begin with memories from 1 to that
CONTROLS = ["<u>", "<b>", "<e>"]
WATCHED, EVERY = 40, 250
HELD_BACK, HELD_BACK_TURNS, ASKED_LATE = 200, 12, 400
COMPARED, COMPARED_TOKENS = 8, 48
RARE = "龘靐爨QxÉ☃🐼"  # in no line of the grammar


@dataclass(frozen=True)
class Round:
    """A learning rate that falls to nothing in so many steps; short dialogues first where the network is new."""

    seed: int
    steps: int
    rate: float
    flat: float  # the share of steps before the rate falls
    last: int  # the step that ends the round, where the rate may still be above nothing
    is_first: bool
    leading: float  # the share of questions that suggest an answer

    def rate_at(self, step):
        done = step / self.steps
        falling = 1.0 if done < self.flat else 0.5 * (1 + math.cos(math.pi * (done - self.flat) / (1 - self.flat)))
        return self.rate * min(1.0, (step + 1) / 50) * max(falling, 0.01)


ROUNDS = (Round(SEED, 5000, 6e-3, 0.4, 5000, True, 0.08), Round(SEED + 4, 1500, 3e-3, 0.2, 1250, False, 0.25))


class Chat(nn.Module):
    def __init__(self, tokens):
        super().__init__()
        self.embedding = nn.Embedding(tokens, EMBEDDING)
        self.gru = nn.GRU(EMBEDDING, HIDDEN, batch_first=True)
        self.projection = nn.Linear(HIDDEN, EMBEDDING)
        self.bias = nn.Parameter(torch.zeros(tokens))
        nn.init.normal_(self.embedding.weight, 0, 0.25)
        for gate in range(3):
            nn.init.orthogonal_(self.gru.weight_hh_l0.data[gate * HIDDEN : (gate + 1) * HIDDEN])
        # PyTorch's gates are r, z, n, and z keeps: h = (1 - z) n + z h. sigmoid(ln m) keeps for about m steps.
        for bias in (self.gru.bias_ih_l0, self.gru.bias_hh_l0):
            nn.init.zeros_(bias)
        memories = 1 + (LONGEST_MEMORY - 1) * torch.rand(HIDDEN)
        self.gru.bias_ih_l0.data[HIDDEN : 2 * HIDDEN] = torch.log(memories)

    def says(self, states):
        return self.projection(states) @ self.embedding.weight.t() + self.bias

    def forward(self, tokens):
        return self.says(self.gru(self.embedding(tokens))[0])


class Encoder:
    """Dialogues as numbers, each with the weight of its loss."""

    def __init__(self, tokens):
        self.ids = {token: i for i, token in enumerate(tokens)}
        self.user, self.bot, self.end = (self.ids[c] for c in CONTROLS)
        self.unknown = self.ids[lecture.UNKNOWN]

    def line(self, text):
        return [self.ids.get(c, self.unknown) for c in text]

    def dialogue(self, turns):
        tokens, weights = [], []
        for turn in turns:
            said = [1.0] * len(turn.bot)
            for part in turn.parts:
                at = turn.bot.index(part)
                said[at : at + len(part)] = [REPEATED] * len(part)
            tokens += [self.user, *self.line(turn.user), self.bot, *self.line(turn.bot), self.end]
            weights += [0.0] * (len(turn.user) + 2) + said + [1.0]
        return tokens, weights

    def batch(self, encoded):
        longest = max(len(tokens) for tokens, _ in encoded)
        x = torch.zeros(len(encoded), longest, dtype=torch.long)
        w = torch.zeros(len(encoded), longest)
        for i, (tokens, weights) in enumerate(encoded):
            x[i, : len(tokens)] = torch.tensor(tokens)
            w[i, : len(weights)] = torch.tensor(weights)
        return x, w


class Batches:
    """Dialogues without end: short ones about little else first, then longer ones."""

    def __init__(self, encoder, part):
        self.random, self.encoder, self.part, self.pool = random.Random(part.seed), encoder, part, []

    def next(self, step):
        if not self.pool:
            done = step / self.part.steps if self.part.is_first else 1.0
            low, high = (1, 3) if done < 0.05 else (2, 8) if done < 0.2 else (4, 14)
            talks = (0.1,) if done < 0.05 else (0.2, 0.4, 0.6, 0.75)
            made = [self.encoder.dialogue(self.dialogue(low, high, talks)) for _ in range(8 * BATCH)]
            made.sort(key=lambda d: len(d[0]))
            self.pool = [made[i : i + BATCH] for i in range(0, len(made), BATCH)]
            self.random.shuffle(self.pool)
        return self.encoder.batch(self.pool.pop())

    def dialogue(self, low, high, talks):
        draw = self.random
        return grammar.dialogue(draw, draw.randint(low, high), draw.choice(talks), leading=self.part.leading)


def held_back(seed):
    """Dialogues of another seed than those of training; the names of every other one are combinations that training never has."""
    draw = random.Random(seed)
    made = []
    for i in range(HELD_BACK):
        turns = grammar.dialogue(draw, HELD_BACK_TURNS, draw.choice((0.2, 0.4, 0.6, 0.75)), unseen=i % 2 == 1)
        made.append(cleared(turns, draw))
    return made


def cleared(turns, draw):
    """Turns with characters that are in no line of the grammar, where they stand for those."""
    for turn in turns:
        turn.user = "".join(draw.choice(RARE) if c == grammar.STRANGE else c for c in turn.user)
    return turns


def asked_late():
    """The same, for the distance: a fact is told, then come 0 to 7 turns about other things, then it is asked for."""
    draw = random.Random(SEED + 3)
    made = []
    for i in range(ASKED_LATE):
        speaker = grammar.Speaker(draw, unseen=i % 2 == 1)
        facts = draw.sample(grammar.FACTS, 3)
        turns = [speaker.first(fact) for fact in facts[: draw.randint(0, 2)]] + [speaker.first(facts[2])]
        turns += [speaker.beside() for _ in range(i // 2 % 8)] + [speaker.late(facts[2])]
        made.append(cleared(turns, draw))
    return made


def answers(model, encoder, dialogues):
    """What the network answers by itself, turn after turn, greedily; its own answers are what it remembers."""
    with torch.no_grad():
        for turns in dialogues:
            state, said = None, []
            for turn in turns:
                out, state = model.gru(model.embedding(torch.tensor([[encoder.user, *encoder.line(turn.user), encoder.bot]])), state)
                answer = []
                while len(answer) < 60:
                    logits = model.says(out[0, -1])
                    logits[: encoder.end] = -math.inf
                    token = int(logits.argmax())
                    if token == encoder.end:
                        break
                    answer.append(token)
                    out, state = model.gru(model.embedding(torch.tensor([[token]])), state)
                out, state = model.gru(model.embedding(torch.tensor([[encoder.end]])), state)
                said.append(answer)
            yield said


def unseen(turn):
    return any(grammar.held_back(part) for part in turn.parts[:1] if ("你叫" + part) in turn.bot or ("再见，" + part) in turn.bot)


def figures(model, encoder, dialogues):
    """Right answers and all, by kind, by distance, and for names never seen."""
    right, count = Counter(), Counter()
    for turns, said in zip(dialogues, answers(model, encoder, dialogues)):
        for turn, answer in zip(turns, said):
            keys = [turn.kind]
            if turn.kind in ("recall", "summary"):
                keys.append(f"distance {turn.distance}")
                keys += ["all recall within 8"] if turn.distance <= 8 else []
                keys += ["names never seen"] if unseen(turn) and turn.distance <= 8 else []
            for key in keys:
                count[key] += 1
                right[key] += answer == encoder.line(turn.bot)
    return {key: (right[key], count[key]) for key in sorted(count)}


def show(found):
    return ", ".join(f"{key} {r}/{n}" for key, (r, n) in found.items())


def train(model, encoder, part, log, checkpoint):
    """One round, from the weights that the model has to the running mean of them."""
    optimizer = torch.optim.Adam(model.parameters(), part.rate, betas=(0.9, 0.99))
    mean = [p.detach().clone() for p in model.parameters()]
    batches, watched = Batches(encoder, part), held_back(SEED + 1)[:WATCHED]
    began, sum_of_losses = time.process_time(), 0.0
    for step in range(part.last):
        x, w = batches.next(step)
        for group in optimizer.param_groups:
            group["lr"] = part.rate_at(step)
        states, _ = model.gru(model.embedding(x[:, :-1]))
        weights = w[:, 1:]
        losses = nn.functional.cross_entropy(model.says(states[weights > 0]), x[:, 1:][weights > 0], reduction="none")
        loss = (losses * weights[weights > 0]).sum() / weights.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        kept = min(KEPT, (step + 1) / (step + 10))
        with torch.no_grad():
            for m, p in zip(mean, model.parameters()):
                m.lerp_(p, 1 - kept)
        sum_of_losses += loss.item()
        if (step + 1) % EVERY == 0:
            now = [p.detach().clone() for p in model.parameters()]
            put(model, mean)
            if checkpoint:
                torch.save(model.state_dict(), checkpoint)
            log(f"step {step + 1}: loss {sum_of_losses / EVERY:.4f}; {WATCHED} held back: {show(figures(model, encoder, watched))}")
            print(f"{time.process_time() - began:.0f} processor seconds", file=sys.stderr, flush=True)
            put(model, now)
            sum_of_losses = 0.0
    put(model, mean)


def put(model, values):
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), values):
            parameter.copy_(value)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("sample", type=Path)
    arguments.add_argument("--checkpoint", type=Path)
    arguments.add_argument("--done", type=int, default=0, help="rounds that the checkpoint has behind it")
    arguments = arguments.parse_args()
    lecture.seeded(SEED)
    log = lecture.Log(Path(__file__).parent / "train.log")
    log(lecture.versions())
    counts, draw = Counter(), random.Random(SEED + 2)
    for _ in range(20_000):
        for turn in grammar.dialogue(draw, 8):
            counts.update(turn.user + turn.bot)
    del counts[grammar.STRANGE]
    tokens = lecture.vocabulary(counts, CONTROLS)
    encoder, model = Encoder(tokens), Chat(len(tokens))
    assert not set(RARE) & set(tokens)
    log(f"{len(tokens)} tokens, {sum(p.numel() for p in model.parameters()):,} parameters, steps of {BATCH} dialogues")
    if arguments.done:
        model.load_state_dict(torch.load(arguments.checkpoint))
    for part in ROUNDS[arguments.done :]:
        log(str(part))
        train(model, encoder, part, log, arguments.checkpoint)

    lecture.round_to_half(model)
    main_resources = arguments.sample / "src/main/resources/dev/vecurrent/chat"
    test_resources = arguments.sample / "src/test/resources/dev/vecurrent/chat"
    dialogues, late = held_back(SEED + 5), asked_late()
    size = lecture.export(
        model,
        torch.zeros(2, 5, dtype=torch.long),
        main_resources / "chat.onnx",
        ["tokens"],
        ["logits"],
        {"tokens": {0: "batch", 1: "time"}, "logits": {0: "batch", 1: "time"}},
    )
    lecture.write_lines(main_resources / "vocab.txt", tokens)
    for name, made in (("held-back.tsv", dialogues), ("asked-late.tsv", late)):
        lines = []
        for turns in made:
            lines += [f"{t.user}\t{t.bot}\t{t.kind}\t{t.distance}\t{'unseen' if unseen(t) else ''}" for t in turns] + [""]
        lecture.write_lines(main_resources / name, lines)
    x = torch.tensor([encoder.dialogue(turns)[0][:COMPARED_TOKENS] for turns in dialogues[:COMPARED]])
    with torch.no_grad():
        states, last = model.gru(model.embedding(x))
        lecture.save_npy(test_resources / "tokens.npy", x.numpy())
        lecture.save_npy(test_resources / "pytorch-logits.npy", model.says(states[:, -1]).numpy())
        lecture.save_npy(test_resources / "pytorch-states.npy", last[0].numpy())
    log(f"weights as shipped, {size:,} bytes")
    for said, made in (("held-back dialogues", dialogues), ("held-back dialogues that ask late", late)):
        log(f"{len(made)} {said}:")
        for key, (r, n) in figures(model, encoder, made).items():
            log(f"  {key}: {r} of {n}, {100 * r / n:.1f} %")


if __name__ == "__main__":
    main()
