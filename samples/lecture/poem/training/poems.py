"""Reads the poems of npm's `chinese-poetry` and makes pieces of at most eight lines, simplified characters, one split for good.

A piece is (form, lines, closed): characters a line, its lines without punctuation, and whether the poem ends with it.
"""

import hashlib
import itertools
import json
import random
import subprocess

FORMS = (5, 7)
LINES = 8  # of a piece; longer poems are several pieces
FEWEST = 4  # lines of a piece
SEED = 20261128
HELD_BACK = 1500  # poems
ANTHOLOGIES = ("quantangshi/唐诗三百首.json", "mengxue/qianjiashi.json", "shuimotangshi/shuimotangshi.json")
SHA256 = "90b381959811c2638e0cf66f3484d0fca1c10fa7d7e25bd00547bcdc67e3d39b"


def source(folder):
    """All files in one order, checked as a whole."""
    dist = folder / "dist"
    numbered = sorted((dist / "quantangshi").glob("poet.tang.*.json"), key=lambda p: int(p.name.split(".")[2]))
    files = numbered + [dist / name for name in ANTHOLOGIES]
    found = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{folder}: expected SHA-256 {SHA256} of its poems, found {found}")
    return len(numbered), files


def paragraphs(value):
    """The texts of all poems in a file, whatever its nesting; some have their paragraphs in two more levels."""
    if isinstance(value, dict):
        inner = value.get("paragraphs", ())
        if inner and all(isinstance(part, str) for part in inner):
            yield "".join(inner)
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from paragraphs(part)


def simplified(texts):
    """Simplified characters, by one call of Debian's opencc."""
    assert not any("\n" in text for text in texts)
    run = subprocess.run(["opencc", "-c", "t2s"], input="\n".join(texts), capture_output=True, check=True, text=True, encoding="utf-8")
    return run.stdout.rstrip("\n").split("\n")


def verse(text):
    """The form and lines of a regular poem, or None: other line lengths, lacunae, notes in brackets."""
    for mark in "！；、":
        text = text.replace(mark, "，")
    lines = text.replace("。", "，").rstrip("，").split("，")
    form = len(lines[0])
    regular = form in FORMS and all(len(line) == form for line in lines) and len(lines) % 2 == 0 and len(lines) >= FEWEST
    return (form, tuple(lines)) if regular and all(ideograph(c) for line in lines for c in line) else None


def ideograph(c):
    return "\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff"


def pieces(poem):
    """Eight lines each; only the last may be shorter, and only the last closes the poem."""
    form, lines = poem
    parts = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    return [(form, part, i == len(parts) - 1) for i, part in enumerate(parts) if len(part) >= FEWEST]


def load(folder):
    """Training poems, famous ones (which are among them too) and held-back ones, each a list of (form, lines).

    Famous is a short poem of an anthology, or one of `shuimotangshi`. No line of a held-back poem is in any other poem that is
    kept, and none is in an anthology.
    """
    numbered, files = source(folder)
    texts = [list(paragraphs(json.loads(file.read_text(encoding="utf-8")))) for file in files]
    bounds = list(itertools.accumulate(map(len, texts)))
    verses = list(map(verse, simplified([text.replace("\n", "") for part in texts for text in part])))
    plain, others = unique(verses[: bounds[numbered - 1]]), unique(verses[bounds[numbered - 1] :])
    best = set(unique(verses[bounds[-2] :]))
    famous = [poem for poem in others if len(poem[1]) == FEWEST or poem in best]
    known = {line for _, lines in others for line in lines}
    order = [poem for poem in plain if not known & set(poem[1])]
    random.Random(SEED).shuffle(order)
    held = order[:HELD_BACK]
    secret = {line for _, lines in held for line in lines}
    train = [poem for poem in unique(others + plain) if not secret & set(poem[1])]
    return train, famous, held


def unique(poems):
    """Once each, in the order of first sight; None is none."""
    return list(dict.fromkeys(filter(None, poems)))
