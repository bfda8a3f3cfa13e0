"""Clauses drawn from open-gram's trigrams, as the Debian package sunpinyin-data has them: right from word to word, senseless as a whole.

lm_sc.t3g: the order, a flag, the number of nodes of four levels; 65,536 probabilities and 16,384 back-off weights; the nodes.
A node is three 32-bit words: 18 bits of word and 14 of back-off weight; 16 of probability and 16 of the first child; 7 more of it on top.
A leaf is two: 18 bits of word and 14 of probability; two more of it from bit 25.
"""

import numpy as np

COMMA, STOP, QUESTION, EXCLAMATION = 70, 71, 73, 74
WORDS = 24  # a clause has fewer


class Level:
    """Words that follow something, each with its probability: the children of node p are first[p] to first[p + 1]."""

    def __init__(self, word, probability, first):
        self.word, self.first = word, first
        self.until = np.concatenate([[0.0], np.cumsum(probability, dtype=np.float64)])
        parent = np.repeat(np.arange(len(first) - 1, dtype=np.int64), np.diff(first))
        self.key = parent << 18 | word[: len(parent)]

    def draw(self, parent, r):
        """A child with its own probability each; -1 for the back-off."""
        start, end = self.first[parent], self.first[parent + 1]
        child = np.searchsorted(self.until, self.until[start] + r, side="right") - 1
        return np.where((r < self.until[end] - self.until[start]) & (child < end), child, -1)

    def find(self, parent, word):
        """The child of that word; -1 where there is none."""
        key = parent.astype(np.int64) << 18 | word
        at = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        return np.where(self.key[at] == key, at, -1)


def read(model, dictionary):
    """Unigrams, bigrams, trigrams and the words' texts, from the bytes of the two files."""
    _, _, roots, ones, twos, threes = np.frombuffer(model, "<u4", 6).tolist()
    table = np.frombuffer(model, "<f4", 65536, 24)
    at = 24 + 4 * (65536 + 16384) + 12 * roots

    def nodes(count):
        nonlocal at
        n = np.frombuffer(model, "<u4", 3 * count, at).reshape(-1, 3).astype(np.int64)
        at += 12 * count
        return n[:, 0] & 0x3FFFF, table[n[:, 1] & 0xFFFF], n[:, 1] >> 16 | n[:, 2] >> 25 << 16

    one, two = nodes(ones), nodes(twos)
    two[2][-1] = threes - 1
    leaf = np.frombuffer(model, "<u4", 2 * threes, at).reshape(-1, 2).astype(np.int64)
    three = leaf[:, 0] & 0x3FFFF, table[(leaf[:, 0] >> 18 | leaf[:, 1] >> 25 << 14) & 0xFFFF]
    texts = dictionary[np.frombuffer(dictionary, "<u4", 3)[2] :].decode("utf-32-le", "replace").split("\0")
    unigrams = Level(one[0][:-1], one[1][:-1], np.array([0, ones - 1]))
    return unigrams, Level(two[0][:-1], two[1][:-1], one[2]), Level(three[0][:-1], three[1][:-1], two[2]), texts


def follow(one, two, three, pair, word, random):
    """The words after these: from the trigrams, else the bigrams, else the unigrams, never one that a longer context knows."""
    root = np.zeros(len(word), np.int64)
    drawn = np.where(pair >= 0, three.draw(np.maximum(pair, 0), random.rand(len(word))), -1)
    following = np.where(drawn >= 0, three.word[drawn], -1)
    rest = np.flatnonzero(following < 0)
    again = rest
    while len(again):
        drawn = two.draw(word[again], random.rand(len(again)))
        following[again] = np.where(drawn >= 0, two.word[drawn], -1)
        known = (following[again] >= 0) & (pair[again] >= 0)
        known &= three.find(np.maximum(pair[again], 0), np.maximum(following[again], 0)) >= 0
        again = again[known]
    again = rest[following[rest] < 0]
    while len(again):
        drawn = one.draw(root[again], random.rand(len(again)) * one.until[-1])
        following[again] = one.word[drawn]
        again = again[two.find(word[again], following[again]) >= 0]
    return following


def clauses(model, dictionary, chains, seed):
    """Drawn word by word, many side by side, from after a full stop to the next end of a sentence."""
    one, two, three, texts = read(model, dictionary)
    random = np.random.RandomState(seed)
    written, open_ = [""] * chains, np.arange(chains)
    word, pair = np.full(chains, one.find(np.array([0]), STOP)[0]), np.full(chains, -1)
    for _ in range(WORDS):
        following = follow(one, two, three, pair, word, random)
        for i, w in zip(open_, following):
            written[i] += texts[w] if w >= COMMA else "\0"
        pair, word = two.find(word, following), one.find(np.zeros(len(word), np.int64), following)
        on = ~np.isin(following, (STOP, QUESTION, EXCLAMATION)) & (following >= COMMA)
        pair, word, open_ = pair[on], word[on], open_[on]
    unfinished = set(open_.tolist())
    return [text for i, text in enumerate(written) if i not in unfinished]
