"""Modern Chinese out of Debian packages: sentences by source. Nothing of them is committed."""

import gettext
import gzip
import io
import re
import subprocess
import tarfile
from html.parser import HTMLParser
from pathlib import Path

import lecture
import opengram

SHORTEST, LONGEST = 5, 60
END = re.compile(r"(?<=[。！？])(?![。！？”’」』）])|(?<=[。！？][”’」』）])|[\n…]+")
HAN = re.compile("[\u4e00-\u9fff]")
MARKS = re.compile(r"[，。！？：；（）、《》“”‘’「」『』—]")
# What stands for something else, or marks it up, has no place in a sentence.
STRANGE = re.compile(r"[%$<>{}\[\]|\\_*#^~@/=&+]|\(|\)")

BLOCKS = {"p", "li", "dd", "dt", "td", "th", "div", "h1", "h2", "h3", "h4", "title", "item", "desc", "note", "br", "pre"}


def sentences(text):
    """Sentences of 5 to 60 characters, at least three quarters of them Chinese."""
    for sentence in END.split(lines(text)):
        sentence = sentence.strip(' -"')
        if not SHORTEST <= len(sentence) <= LONGEST or STRANGE.search(sentence):
            continue
        if 4 * len(HAN.findall(sentence)) >= 3 * len(MARKS.sub("", sentence)) and MARKS.match(sentence[0]) is None:
            yield sentence


def lines(text):
    return "\n".join(tight(lecture.normal(line)) for line in text.split("\n"))


def tight(line):
    """No blanks beside Chinese: they come and go with the translator."""
    return re.sub(r"(?<=[^ -~]) | (?=[^ -~])", "", line)


class Blocks(HTMLParser):
    """The text of HTML and of Mallard pages, one line a block; listings left out."""

    def __init__(self):
        super().__init__()
        self.text, self.silent = [], 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style", "pre", "screen"):
            self.silent += 1
        if tag in BLOCKS:
            self.text.append("\n")

    def handle_endtag(self, tag):
        if tag in ("script", "style", "pre", "screen") and self.silent:
            self.silent -= 1
        if tag in BLOCKS:
            self.text.append("\n")

    def handle_data(self, data):
        if not self.silent:
            self.text.append(re.sub(r"\s+", " ", data))


def html(data):
    parser = Blocks()
    parser.feed(data.decode("utf-8", "replace"))
    return "".join(parser.text)


def catalogue(data):
    """The translations of a .mo file; marks of colour and of keys taken out."""
    found = gettext.GNUTranslations(io.BytesIO(data))._catalog
    keys = sorted(found, key=str)
    return "\n".join(re.sub(r"<[^<>]*>", "", found[key]) for key in keys if key != "")


def manual(data):
    """A page of manpages, its roff taken out; lines of a paragraph joined."""
    out = []
    for line in gzip.decompress(data).decode("utf-8", "replace").split("\n"):
        line = re.sub(r"\\f(\[[^]]*\]|\(..|.)|\\&|\\[,/|^]|\\s[-+]?\d", "", line).replace("\\-", "-").replace("\\ ", " ")
        macro = re.match(r"\.(B|I|BR|IR|RB|RI|IB|BI|SM)\s+(.*)", line)
        if macro:
            out.append(macro.group(2).replace('"', ""))
        elif line.startswith((".", "'")) or not line.strip():
            out.append("\n")
        else:
            out.append(line)
    return "".join(out)


def paragraphs(data):
    """Paragraphs apart by empty lines."""
    return re.sub(r"\n\n+", "\1", data.decode("utf-8")).replace("\n", "").replace("\1", "\n")


# Source, package, files in it, how they are read.
SOURCES = [
    ("cataclysm", "cataclysm-dda-data", r"locale/zh_CN/LC_MESSAGES/.*\.mo$", catalogue),
    ("wesnoth", "wesnoth-1.16-", r"/zh_CN/LC_MESSAGES/.*\.mo$", catalogue),
    ("manpages", "manpages-zh", r"man/zh_CN/.*\.gz$", manual),
    ("libreoffice", "libreoffice-help-zh-cn", r"help/zh-CN/text/.*\.html$", html),
    ("handbook", "debian-handbook", r"html/zh-CN/[^/]*\.html$", html),
    ("debian", "debian-reference-zh-cn", r"debian-reference/[^/]*\.zh-cn\.html$", html),
    ("debian", "debian-edu-doc-zh-cn", r"\.html$", html),
    ("debian", "debian-faq-zh-cn", r"zh-cn/.*\.html$", html),
    ("debian", "maint-guide-zh-cn", r"zh-cn\.html$", html),
    ("gnome", "gnome-user-docs", r"help/zh_CN/.*\.page$", html),
    ("kicad", "kicad-doc-zh", r"help/zh/.*\.html$", html),
    ("crawl", "crawl-common", r"descript/zh/.*\.txt$", paragraphs),
    ("wordpress", "wordpress-l10n", r"/(|admin-)zh_CN\.mo$", catalogue),
]


def files(package, pattern):
    """The package's files whose names match, in order of their names."""
    found = {}
    wanted = re.compile(pattern)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
            for member in tar:
                if member.isfile() and wanted.search(member.name):
                    found[member.name] = tar.extractfile(member).read()
    return [found[name] for name in sorted(found)]


def packages(folder):
    """The .deb files of packages.sha256, each of the contents that this was written for."""
    found = {}
    for line in (Path(__file__).parent / "packages.sha256").read_text().splitlines():
        sha256, name = line.split()
        found[name] = lecture.checked(folder / name, sha256)
    return found


def corpus(folder):
    """Sorted (source, sentence); none comes twice."""
    found, debs = {}, packages(folder)
    for source, package, pattern, read in SOURCES:
        for name in debs:
            if name.startswith(package):
                for data in files(debs[name], pattern):
                    for sentence in sentences(read(data)):
                        found.setdefault(sentence, source)
    return sorted((source, sentence) for sentence, source in found.items())


def drawn(folder, count, seed, known):
    """Sentences drawn from open-gram's trigrams, none of them known, unfinished or with a word that it does not have."""
    [deb] = [deb for name, deb in packages(folder).items() if name.startswith("sunpinyin-data")]
    model, dictionary = files(deb, r"/(lm_sc\.t3g|pydict_sc\.bin)$")
    found = {}
    for clause in opengram.clauses(model, dictionary, 8 * count, seed):
        if "\0" not in clause and not re.search(r"[“”…：、]", clause):
            for sentence in sentences(clause):
                if sentence == clause and sentence not in known:
                    found.setdefault(sentence, "open-gram")
    return [(source, sentence) for sentence, source in found.items()][:count]
