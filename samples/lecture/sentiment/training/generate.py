"""Generates Chinese reviews with their labels: from phrases we wrote, joined as people join them.

phrases/*.txt hold the words. A clause is a subject and what is said of it (the dish | is much too salty), or a phrase that stands
alone. A review is some clauses of one polarity, or clauses of both, and then the conjunction tells which of them counts:

    A, but B            B          although A, B          B
    A, just B (mild)    A          apart from A, all B    B        expected A, was B    B

Food that makes ill, and only that, makes a review negative wherever it stands.

usage: generate.py [COUNT [SEED]]     prints reviews, to be looked at
"""

import random
import re
import sys
from pathlib import Path

POSITIVE, NEGATIVE = 1, 0
SIGN = {POSITIVE: "+", NEGATIVE: "-"}

# What is reviewed: the files of phrases, and how often.
KINDS = [(["food"], 5), (["food", "takeaway"], 5), (["hotel"], 6), (["film"], 4), (["shop"], 5), (["phone"], 3), (["phone", "shop"], 1)]

EXPECTED = ["本来以为", "原以为", "还以为", "以为", "来之前觉得", "买之前担心", "原本觉得", "看评论以为", "听说", "都说", "别人说", "看介绍"]
FOUND = ["没想到", "结果", "谁知道", "实际上", "其实", "事实上", "到了才发现", "哪知道", "没成想", "想不到", "结果发现", "但实际"]
ALL_ELSE = ["，别的都", "，其他都", "，其它方面", "，剩下的", "，其余", "，", "，其他的", "外，", "以外，", "之外，", "外，其他"]
IRONY = ["呵呵，", "真是", "可真", "哇，", "好家伙，", "谁说的", "所谓的", "还说", "还好意思说", "说什么", "号称", "就这还"]

# Characters that are taken for each other: of one sound in the keyboard's list.
TYPOS = ["的得地", "在再", "做作", "坐座", "那哪", "他她它", "吗嘛", "已以", "帐账", "象像", "吧把", "是事", "有又", "点店", "很狠", "家加"]
TYPO = {c: [d for d in group if d != c] for group in TYPOS for c in group}


class Phrases:
    """The sections of one or more files; every tenth phrase of a section may be kept from training."""

    HEADER = re.compile(r"\[(.+)\]")

    def __init__(self, *paths):
        self.sections = {}
        for path in paths:
            section = None
            for line in path.read_text(encoding="utf-8").splitlines():
                header = self.HEADER.fullmatch(line.strip())
                if header:
                    section = self.sections.setdefault(header[1], [])
                elif line.strip() and not line.startswith("#"):
                    section.extend(line.split())

    def part(self, name, kept):
        """The phrases for training (False), or those kept from it (True)."""
        phrases = self.sections.get(name, [])
        chosen = [p for i, p in enumerate(phrases) if (i % 10 == 7) == kept]
        return chosen or phrases


def expand(pattern, rng):
    """One of the texts of a pattern: (a|b|) is a choice."""
    while True:
        innermost = re.search(r"\(([^()]*)\)", pattern)
        if not innermost:
            return pattern
        pattern = pattern[: innermost.start()] + rng.choice(innermost[1].split("|")) + pattern[innermost.end() :]


class Reviews:
    """A source of reviews: seeded, endless."""

    def __init__(self, folder, seed, kept=False):
        self.rng = random.Random(seed)
        self.kept = kept
        folder = Path(folder)
        self.general = Phrases(folder / "general.txt", folder / "words.txt")
        self.kinds = [(Phrases(*(folder / f"{name}.txt" for name in names)), weight) for names, weight in KINDS]
        self.letters = sorted({c for p in [self.general, *(k for k, _ in self.kinds)] for s in p.sections.values() for c in "".join(s)} - set("()|"))

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, phrases, name, kept=None):
        return expand(self.rng.choice(phrases.part(name, self.kept if kept is None else kept)), self.rng)

    def common(self, name):
        """A word of grammar: never kept from training."""
        return self.pick(self.general, name, False)

    def adjective(self, kind, group, polarity):
        """Very good, good indeed, not bad."""
        if self.chance(0.2):
            other = self.pick(kind, f"{SIGN[1 - polarity]} adj {group}")
            return self.common("not" if polarity == NEGATIVE else "not bad") + other
        word = self.pick(kind, f"{SIGN[polarity]} adj {group}")
        form = self.rng.random()
        if form < 0.5:
            before = self.common("much before")
            return before + word + ("了" if before.endswith(("太", "越来越")) or self.chance(0.05) else "")
        return word + self.common("much after") if form < 0.7 else word

    def said(self, kind, polarity):
        """A subject and what is said of it."""
        groups = [name[8:] for name in kind.sections if name.startswith("subject ")]
        weights = [len(kind.sections[f"{SIGN[polarity]} adj {g}"]) for g in groups]
        group = self.rng.choices(groups, weights)[0]
        say = f"{SIGN[polarity]} say {group}"
        text = self.pick(kind, say) if say in kind.sections and self.chance(0.5) else self.adjective(kind, group, polarity)
        if self.chance(0.25):
            return text
        if self.chance(0.1):  # a name never heard
            subject = "".join(self.rng.choices(self.letters, k=self.rng.randint(1, 4)))
        else:
            subject = self.pick(kind, f"subject {group}", False)
            if self.chance(0.15):
                subject += self.rng.choice(["", "和", "、"]) + self.pick(kind, f"subject {group}", False)
        if self.chance(0.15):
            subject = self.rng.choice(["这家店的", "他家的", "这里的", "他们家", "这家", "这个", "店里的", "买的", "点的", "我的", "那个"]) + subject
        return subject + (self.rng.choice(["也", "都", "还", "真的", "是", "，", "居然", "确实", "又", "倒是", "感觉"]) if self.chance(0.2) else "") + text

    def clause(self, kind, polarity):
        which = self.rng.random()
        if which < 0.15:
            return self.pick(self.general, f"{SIGN[polarity]} whole")
        if which < 0.21:
            return self.pick(self.general, f"{SIGN[polarity]} stand")
        if which < 0.28:
            return self.adjective(self.general, "any", polarity)
        if which < 0.60:
            return self.pick(kind, f"{SIGN[polarity]} clauses")
        if which < 0.63 and polarity == NEGATIVE and "- grave" in kind.sections:
            return self.pick(kind, "- grave")
        return self.said(kind, polarity)

    def harmless(self, kind, polarity):
        """A clause that the other side of a but can outweigh."""
        return self.said(kind, polarity) if self.chance(0.7) else self.pick(self.general, f"{SIGN[polarity]} whole")

    def clauses(self, kind, polarity, count):
        """Several clauses of one polarity."""
        text = self.clause(kind, polarity)
        for _ in range(count - 1):
            text += self.common("and") + self.clause(kind, polarity)
        return text

    def mixed(self, kind, polarity):
        """Both polarities: the conjunction tells which counts."""
        rng, other = self.rng, 1 - polarity
        comma = rng.choice(["，", "，", "，", "。", " ", "", "！"])
        mine = self.clauses(kind, polarity, rng.choice([1, 1, 2]))
        theirs = self.harmless(kind, other)
        form = rng.random()
        if form < 0.30:
            return theirs + comma + self.common("but") + mine
        if form < 0.45:
            return self.common("although") + theirs + comma + self.common("although but") + mine
        if form < 0.53:
            return mine + comma + self.common("although") + self.common(f"{SIGN[other]} mild")
        if form < 0.70:
            joint = self.common("but mild") if polarity == POSITIVE else rng.choice(["，也就", "，除了", "，只有", "，只能说", "，唯一好的是"])
            return mine + comma + joint.lstrip("，") + self.common(f"{SIGN[other]} mild")
        if form < 0.82:
            mild = self.common(f"{SIGN[other]} mild") if self.chance(0.6) else theirs
            return self.common("except") + mild + rng.choice(ALL_ELSE) + mine
        if form < 0.92:
            return rng.choice(EXPECTED) + theirs + comma + rng.choice(FOUND) + mine
        # Three to one: no conjunction is needed.
        parts = [self.clause(kind, polarity) for _ in range(3)]
        parts.insert(rng.randint(0, 2), theirs)
        return "，".join(parts)

    def grave(self, kind):
        """Food that makes ill wins in either place."""
        bad, good = self.pick(kind, "- grave"), self.harmless(kind, POSITIVE)
        joint = self.rng.choice(["，", ""]) + self.common("but")
        return bad + joint + good if self.chance(0.6) else good + joint + bad

    def irony(self, kind):
        praise, mark = self.harmless(kind, POSITIVE), self.rng.choice(["？", "，", "！", "，呵呵，", "？？"])
        return self.rng.choice(IRONY) + praise + mark + self.clause(kind, NEGATIVE)

    def review(self):
        """A text and its label."""
        rng = self.rng
        polarity = rng.choice([POSITIVE, NEGATIVE])
        kind = rng.choices([k for k, _ in self.kinds], [w for _, w in self.kinds])[0]
        which = rng.random()
        if which < 0.60:
            text = self.clauses(kind, polarity, rng.choices(range(1, 9), [20, 14, 8, 4, 2, 2, 1, 1])[0])
        elif which < 0.94 or polarity == POSITIVE:
            text = self.mixed(kind, polarity)
        elif which < 0.97 and "- grave" in kind.sections:
            text = self.grave(kind)
        else:
            text = self.irony(kind)
        for _ in range(rng.choices([0, 1, 2], [14, 5, 1])[0]):
            source = kind if self.chance(0.5) else self.general
            told = self.pick(source, "neutral" if source is self.general else "neutral clauses", False)
            text = told + rng.choice(["，", "，", "。", " "]) + text
        if self.chance(0.22):
            text = self.common("opening") + text
        if self.chance(0.55):
            text += self.common("ending")
        return self.noisy(text), polarity

    def noisy(self, text):
        """Some typos, some punctuation left out."""
        rng = self.rng
        marks = rng.random()
        out = []
        for c in text:
            draw = rng.random()
            if c in "，。！" and marks < 0.15:
                c = rng.choice(["", " ", "", "，"])
            elif draw < 0.006:
                c = ""
            elif draw < 0.012:
                c = rng.choice(self.letters)
            elif draw < 0.02:
                c = rng.choice(TYPO.get(c, [c]))
            out.append(c)
        return "".join(out) or text


def main():
    numbers = [int(argument) for argument in sys.argv[1:]]
    reviews = Reviews(Path(__file__).parent / "phrases", seed=numbers[1] if len(numbers) > 1 else 1)
    for _ in range(numbers[0] if numbers else 20):
        text, label = reviews.review()
        print(f"{SIGN[label]}\t{text}")


if __name__ == "__main__":
    main()
