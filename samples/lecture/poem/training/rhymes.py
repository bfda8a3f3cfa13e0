"""Writes rhymes.txt: the rhyme group of each character of the vocabulary, by modern sounds.

The fourteen groups of 中华新韵, each in level and in oblique tones: 姑平 has 乌 and 湖, 姑仄 has 午 and 路. A character with several
sounds has the first of npm's `pinyin-pro`.

usage: rhymes.py FOLDER_OF_PINYIN_PRO SAMPLE_FOLDER
"""

import json
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import lecture  # noqa: E402

SHA256 = "1f660d2a52b762a291e219994777ff7cd3a38c841863f556b46ecd06955096a7"
GROUPS = {
    "麻": "a ia ua",
    "波": "o e uo",
    "皆": "ie üe",
    "开": "ai uai",
    "微": "ei ui",
    "豪": "ao iao",
    "尤": "ou iu",
    "寒": "an ian uan üan",
    "文": "en in un ün",
    "唐": "ang iang uang",
    "庚": "eng ing ong iong",
    "齐": "i er ü",
    "支": "-i",
    "姑": "u",
}
HISSING = ("zh", "ch", "sh", "r", "z", "c", "s")  # the i after these is another vowel
SOUND = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.+)")
PROGRAM = r"""
const {pinyin, getNumOfTone} = require(process.argv[1]);
const plain = sound => sound.normalize('NFD').replace(/[\u0300\u0301\u0304\u030c]/g, '').normalize();
const sounds = c => pinyin(c, {multiple: true, type: 'array'}).map(sound => [plain(sound), +getNumOfTone(sound)]);
console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8')).map(sounds)));
"""


def group(sounds):
    """The group of the first sound that has a tone, or None: what has none ends no line."""
    for sound, tone in sounds:
        initial, final = SOUND.fullmatch(sound).groups()
        if final == "i" and initial in HISSING:
            final = "-i"
        elif final == "e" and initial == "y":
            final = "ie"
        elif final.startswith("u") and initial in ("j", "q", "x", "y"):
            final = "ü" + final[1:]
        for name, finals in GROUPS.items():
            if tone > 0 and final in finals.split():
                return name + ("平" if tone <= 2 else "仄")
    return None


def main():
    package, sample = map(Path, sys.argv[1:])
    program = lecture.checked(package / "dist/index.js", SHA256)
    main = sample / "src/main/resources/dev/vecurrent/poem"
    tokens = (main / "vocab.txt").read_text(encoding="utf-8").splitlines()
    characters = [token for token in tokens if len(token) == 1 and token not in "，。"]
    run = subprocess.run(["node", "-e", PROGRAM, str(program.resolve())], input=json.dumps(characters), capture_output=True, check=True, text=True)
    found = [(c, group(sounds)) for c, sounds in zip(characters, json.loads(run.stdout))]
    lecture.write_lines(main / "rhymes.txt", [f"{c} {name}" for c, name in found if name])
    print(len(characters), "characters,", sum(name is None for _, name in found), "without a group:", [c for c, name in found if not name][:40])


if __name__ == "__main__":
    main()
