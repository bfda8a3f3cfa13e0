"""Made cloze questions: a word of a row against three of about its frequency."""

import random
from collections import Counter, namedtuple

import torch

import texts

HEADER = [
    "# Made from rows that no training saw, of Jane Austen's novels and of the World English Bible (both public domain).",
    "# A word is missing in each, so it is no longer the World English Bible's text. The star is the word that was there.",
    "",
]
NEAR = 10  # ranks on either side from which the other choices are drawn
OFTEN = 200  # ranks that count as frequent

Question = namedtuple("Question", "before choices right after often")


class Maker:
    """Draws questions. Words are those that training mostly saw in lower case: no names."""

    def __init__(self, rows, ids, seed):
        small, all_of = Counter(), Counter()
        for row in rows:
            for sentence in row:
                for token, start, _ in texts.tokens(sentence):
                    all_of[token] += 1
                    small[token] += sentence[start].islower()
        usable = (word for word in ids if word.isalpha() and len(word) > 1 or word in ("a", "i"))
        self.ranked = [word for word in usable if small[word] * 2 > all_of[word]]
        self.rank = {word: i for i, word in enumerate(self.ranked)}
        self.random = random.Random(seed)

    def questions(self, rows, number):
        """One a row, every place as likely as another."""
        found = []
        for row in self.random.sample(rows, len(rows)):
            text = " ".join(row)
            words = texts.tokens(text)
            places = [(t, a, b) for t, a, b in words if t in self.rank and text[a:b] == t]
            if len(words) > texts.LONGEST or not places or "[" in text or "]" in text or "|" in text:
                continue
            token, start, end = self.random.choice(places)
            rank = self.rank[token]
            near = [word for word in self.ranked[max(0, rank - NEAR) : rank + NEAR + 1] if word != token]
            choices = [token, *self.random.sample(near, 3)]
            self.random.shuffle(choices)
            found.append(Question(text[:start], choices, choices.index(token), text[end:], rank < OFTEN))
            if len(found) == number:
                break
        return found

    @staticmethod
    def file(questions):
        """The sample's own form: the choices in brackets, * before the right one, a blank line behind each text."""
        lines = list(HEADER)
        for q in questions:
            choices = " | ".join(("*" if i == q.right else "") + word for i, word in enumerate(q.choices))
            lines += [f"{q.before}[{choices}]{q.after}", ""]
        return lines[:-1]


def answers(network, questions, encode, how):
    """Right or wrong, each: by the word in the blank alone, or by all words of the text."""
    start, end, unknown = 2, 3, 1
    found = []
    with torch.no_grad():
        for q in questions:
            before = encode([q.before])
            rows = [[start, *before, *encode([word]), *encode([q.after]), end] for word in q.choices]
            assert len({len(row) for row in rows}) == 1
            batch = torch.tensor(rows if how == "text" else rows[:1])
            scores = network(batch)
            place = len(before)
            if how == "blank":
                best = scores[0, place, [row[place + 1] for row in rows]].argmax().item()
            else:
                targets = batch[:, 1:-1]
                known = targets != unknown
                each = scores.gather(2, targets[:, :, None])[:, :, 0]
                best = (each * known).sum(1).div(known.sum(1)).argmax().item()
            found.append(best == q.right)
    return found
