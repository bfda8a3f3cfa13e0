"""Generated dialogues about memory: who speaks tells a name, a town or a dish, and asks for it turns later.

A turn is a line of the user and the one right answer, with the part of it that repeats what was told. Nothing here was said by a
person: the grammar is this project's own. Names are combined from characters, so that there are more than a network could learn
by heart; a tenth of the combinations is never trained on.
"""

from dataclasses import dataclass, field

SURNAMES = list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石") + ["欧阳", "司马", "诸葛", "上官"]
GIVEN = (
    "明红华丽强伟芳娜敏静秀英军杰娟艳勇磊洋超平刚桂文辉玲玉萍鹏飞霞燕云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉兰凤洁梅琳素春菊"
    "晨宇浩然子轩思雨欣怡梓涵俊博天一诺晓东建国志新民永亮安宁乐康健松柏青山海波涛江河星辰阳光小冬秋夏夜歌诗书画琴棋心如意美"
    "巧慧聪颖灵秋水清白龙虎家成才德仁义礼智信忠孝"
)
GIVEN = "".join(dict.fromkeys(GIVEN))

TOWNS = (
    "北京 上海 广州 深圳 天津 重庆 成都 武汉 杭州 南京 西安 苏州 郑州 长沙 青岛 大连 宁波 厦门 福州 济南 合肥 昆明 贵阳 南宁 海口 "
    "三亚 拉萨 西宁 兰州 银川 太原 沈阳 长春 哈尔滨 石家庄 呼和浩特 乌鲁木齐 南昌 无锡 常州 扬州 镇江 徐州 温州 绍兴 嘉兴 金华 台州 泉州 漳州 "
    "桂林 柳州 珠海 佛山 东莞 中山 汕头 洛阳 开封 烟台 威海 大同 延安 宜昌 襄阳 岳阳 湘潭 丽江 大理 遵义 绵阳 乐山 香港 澳门 台北"
).split()
TOWN_FIRST = "东西南北中江河海湖山长大新安平永金石青白黄龙凤林桂柳梅清和永宁"
TOWN_LAST = "州京阳安江海山城宁门林沙昌春岛水口川原都"

DISHES = (
    "饺子 面条 米饭 包子 馒头 火锅 烤鸭 豆腐 粽子 月饼 汤圆 春卷 馄饨 油条 豆浆 煎饼 烧饼 年糕 米线 凉皮 烧卖 小笼包 担担面 炸酱面 牛肉面 刀削面 "
    "麻婆豆腐 宫保鸡丁 鱼香肉丝 回锅肉 北京烤鸭 东坡肉 红烧肉 糖醋排骨 酸辣土豆丝 西红柿炒鸡蛋 蛋炒饭 羊肉串 臭豆腐 螺蛳粉 小龙虾 水煮鱼 酸菜鱼 夫妻肺片 "
    "面包 蛋糕 苹果 香蕉 西瓜 冰淇淋 巧克力 鱼 虾 鸡 螃蟹"
).split()
WAYS = "红烧 清蒸 糖醋 麻辣 干锅 水煮 油炸 凉拌 酸辣 清炒 香煎".split()
STUFFS = "牛肉 羊肉 鸡肉 鸭肉 排骨 豆腐 茄子 土豆 白菜 黄瓜 鸡蛋 虾仁 鲤鱼 带鱼 蘑菇 萝卜 豆角".split()

NAME, TOWN, DISH = "name", "town", "dish"
FACTS = (NAME, TOWN, DISH)
SAYS = {NAME: "你叫{}", TOWN: "你住在{}", DISH: "你爱吃{}"}
COUNTS = ("一次也没有。", "一次。", "两次。", "三次。", "四次。", "五次。", "好多次。")
ORDINALS = ("你好！", "哈哈，是吧。", "第三次了，你好！", "第四次了，你好！", "第五次了，你好！", "好多次了，你好！")
UNTOLD = "你还没告诉我。"
ASIDE = "我不懂这个。"
ONLY_YOU = "我只记你的事。"
UNREADABLE = "这里有我不认识的字。"
STRANGE = "\ue000"  # in place of a character that the network does not know

GREETINGS = "你好！ 你好！ 你好！ 还是你好！ 还是你好！ 你好啊！ 您好！ 嗨！ 早上好！ 晚上好！ 又是我，你好！ 再说一次，你好！ 大家好！".split()
TELLS = {
    NAME: "我叫{}。 我叫{}。 我叫{}。 我的名字叫{}。 我的名字是{}。 我是{}。 大家叫我{}。 叫我{}吧。 你可以叫我{}。 朋友们都叫我{}。".split(),
    TOWN: "我住在{}。 我住在{}。 我住在{}。 我家在{}。 我住{}。 我现在住在{}。 我在{}住。 我家住在{}。 我一直住在{}。 我和家人住在{}。".split(),
    DISH: "我爱吃{}。 我爱吃{}。 我喜欢吃{}。 我喜欢吃{}。 我最爱吃{}。 我最喜欢吃{}。 我最喜欢的菜是{}。 我就爱吃{}。 我特别喜欢{}。".split(),
}
MENDS = {
    NAME: "不对，我叫{}。 不对，我叫{}。 不是，我叫{}。 其实我叫{}。 说错了，我叫{}。 我改名了，现在叫{}。 我改名叫{}了。".split(),
    TOWN: "不对，我住在{}。 不对，我住在{}。 不是，我住在{}。 其实我住在{}。 说错了，我住在{}。 我搬家了，现在住在{}。 我搬到{}了。".split(),
    DISH: "不对，我爱吃{}。 不对，我爱吃{}。 不是，我爱吃{}。 其实我爱吃{}。 说错了，我爱吃{}。 我现在爱吃{}了。 我变了，现在喜欢吃{}。".split(),
}
ASKS = {
    NAME: "我叫什么？ 我叫什么？ 我叫什么名字？ 你还记得我叫什么吗？ 你记得我的名字吗？ 我的名字是什么？ 我是谁？ 你知道我是谁吗？ 还记得我叫什么吗？ 我叫啥？ "
    "你应该叫我什么？ 说说我的名字。 你忘了我叫什么吗？".split(),
    TOWN: "我住在哪里？ 我住在哪里？ 我住在哪儿？ 我住哪里？ 你还记得我住在哪里吗？ 我家在哪里？ 我家在哪儿？ 你知道我住在哪里吗？ 还记得我住哪儿吗？ "
    "我住在什么地方？ 我住在哪个城市？ 你忘了我住在哪里吗？".split(),
    DISH: "我爱吃什么？ 我爱吃什么？ 我喜欢吃什么？ 我最爱吃什么？ 你还记得我爱吃什么吗？ 你知道我爱吃什么吗？ 还记得我喜欢吃什么吗？ 我最喜欢的菜是什么？ "
    "我爱吃的是什么？ 我爱吃啥？ 你忘了我爱吃什么吗？".split(),
}
LEADING = {NAME: "我是不是叫{}？ 我叫{}吗？".split(), TOWN: "我是不是住在{}？ 我住在{}吗？".split(), DISH: "我是不是爱吃{}？ 我爱吃{}吗？".split()}
SUMMARIES = "你知道我什么？ 你记得我什么？ 你还记得什么？ 说说我吧。 介绍一下我。 你都记住了什么？ 我告诉过你什么？".split()
OTHERS = {
    NAME: "他叫{}。 她叫{}。 我妈妈叫{}。 我爸爸叫{}。 我朋友叫{}。 我的老师叫{}。 我弟弟叫{}。 我不叫{}。".split(),
    TOWN: "他住在{}。 她住在{}。 我妈妈住在{}。 我朋友住在{}。 我的同学住在{}。 我去过{}。 我不住在{}。 我哥哥家在{}。".split(),
    DISH: "他爱吃{}。 她爱吃{}。 我妈妈爱吃{}。 我弟弟喜欢吃{}。 我朋友最爱吃{}。 我不爱吃{}。 我不喜欢吃{}。 昨天我吃了{}。".split(),
}
COUNTINGS = "我说了几次你好？ 我打了几次招呼？ 你好我说了几次？ 我问好了几次？".split()
TALK = (
    ("谢谢！ 谢谢你！ 多谢！ 太谢谢了！ 谢了！", "不客气！"),
    ("你是谁？ 你叫什么？ 你叫什么名字？ 你的名字是什么？ 怎么叫你？ 你叫啥？", "我叫小环。"),
    ("你住在哪里？ 你住在哪儿？ 你家在哪里？ 你在哪里？", "我住在内存里。"),
    ("你爱吃什么？ 你喜欢吃什么？ 你吃什么？ 你吃饭了吗？ 你饿吗？", "我什么也不吃。"),
    ("你会什么？ 你能做什么？ 你会做什么？ 你有什么用？ 怎么玩？ 我可以说什么？", "我能记住你的名字、住处和爱吃的。"),
    ("你是人吗？ 你是机器人吗？ 你是什么？ 你是真人吗？ 你是机器吗？", "我是循环网络。"),
    ("好的。 好。 嗯。 哦。 知道了。 对。 是的。 哈哈。 没错。 好吧。 不错。 真棒！ 你真聪明！ 很好。", "嗯。"),
)
BYES = "再见！ 再见！ 拜拜！ 我走了。 明天见！ 下次见！ 晚安！".split()
ASIDES = (
    "明天去哪里玩？ 今天天气怎么样？ 现在几点了？ 今天星期几？ 你会唱歌吗？ 给我讲个故事。 你喜欢什么颜色？ 我想去公园。 我今天很累。 我家有一只猫。 我是学生。 我是老师。 "
    "我是医生。 外面下雨了。 你看过电影吗？ 我喜欢看书。 我喜欢音乐。 昨天我去了学校。 中国有多少人？ 一加一等于几？ 你几岁了？ 我今年十八岁。 我有一个哥哥。 什么是爱？ 为什么天是蓝色的？ "
    "足球比赛谁赢了？ 我想买一辆车。 手机多少钱？ 帮我写作业。 这道题怎么做？ 你能帮我吗？ 我不高兴。 我很开心。 我在上班。 我要睡觉了。 起床了。 快点！ 等一下。 真的吗？ 不知道。 "
    "为什么？ 怎么办？ 什么？ 是谁？ 哪里？ 谁是总统？ 地球是圆的吗？ 飞机好快啊。 火车几点开？ 医院在哪里？ 厕所在哪里？ 世界上最高的山是什么？ 你喜欢我吗？ 我爱你。 我想你。 我讨厌下雨。 "
    "锄禾日当午，汗滴禾下土。 床前明月光，疑是地上霜。 我去上海。 我想去北京。 上海很大。 北京的冬天很冷。 饺子怎么做？ 饺子真好吃。 小明是谁？ 他是谁？ 她叫什么？ 他住在哪里？ 我妈妈叫什么？ "
    "我的猫叫什么？ 我几岁？ 我多大了？ 我喜欢什么颜色？ 我喜欢什么？ 我在做什么？ 你是男的还是女的？ 你几点睡觉？ 你有朋友吗？ 你懂什么？ 笑一个。 唱首歌吧。 再来一次。 我不懂。 你错了。"
).split()
WHEN = "今天 明天 昨天 早上 晚上 下午 刚才 周末 去年 现在".split()
WHO = "我 你 他 她 我们 他们 老师 妈妈 爸爸 大家 朋友 孩子".split()
DOES = "想 要 会 不想 喜欢 正在 可以 应该 在 去 没有 不会".split()
WHAT = (
    "学习 工作 跑步 游泳 唱歌 跳舞 画画 看书 看电影 打球 睡觉 上课 写字 旅行 买东西 做饭 开车 坐飞机 听音乐 玩游戏 上网 喝茶 喝水 爬山 回家 洗衣服 打电话 下棋 种花 养狗 钓鱼 说英语".split()
)
ENDS = "。 吗？ ！ 呢？ 了。 吧。 啊！ ？".split()
PREFIXES = "对了， 嗯， 那么， 请问， 哎， 好吧， 那".split()


@dataclass
class Turn:
    """A line and its answer; parts are what the answer repeats, distance the turns since the dialogue last had it."""

    user: str
    bot: str
    kind: str
    parts: list = field(default_factory=list)
    distance: int = 0


def held_back(name):
    """Whether a combination is never trained on: one of ten, told by its code points alone."""
    return sum((i + 3) * ord(c) for i, c in enumerate(name)) % 10 == 0


def name(random, unseen=False):
    while True:
        draw = random.random()
        if draw < 0.3:
            made = random.choice("小小小阿大老") + random.choice(GIVEN)
        elif draw < 0.55:
            made = random.choice(SURNAMES) + random.choice(GIVEN)
        elif draw < 0.9:
            made = random.choice(SURNAMES) + random.choice(GIVEN) + random.choice(GIVEN)
        else:
            made = random.choice(GIVEN) + random.choice(GIVEN)
        if held_back(made) == unseen and made not in TOWNS and made not in ("大家", "小环"):
            return made


def town(random):
    return random.choice(TOWNS) if random.random() < 0.7 else random.choice(TOWN_FIRST) + random.choice(TOWN_LAST)


def dish(random):
    return random.choice(DISHES) if random.random() < 0.7 else random.choice(WAYS) + random.choice(STUFFS)


def aside(random):
    """A line that the grammar has no answer to: written, combined, or noise."""
    draw = random.random()
    if draw < 0.5:
        return random.choice(ASIDES)
    if draw < 0.85:
        return random.choice(("", random.choice(WHEN))) + random.choice(WHO) + random.choice(DOES) + random.choice(WHAT) + random.choice(ENDS)
    if draw < 0.95:
        length = random.randint(1, 12)
        return "".join(STRANGE if random.random() < 0.5 else random.choice(GIVEN + "我你叫住吃的是了在什么吗，。？") for _ in range(length)) + STRANGE
    return "".join(STRANGE for _ in range(random.randint(1, 15)))


class Speaker:
    """One dialogue: what has been told so far, and when it was said last, by the user or in an answer."""

    def __init__(self, random, unseen=False, leading=0.08):
        self.random, self.unseen, self.leading = random, unseen, leading
        self.told, self.when = {}, {}
        self.greetings, self.turn = 0, 0

    def value(self, fact):
        return name(self.random, self.unseen) if fact == NAME else town(self.random) if fact == TOWN else dish(self.random)

    @staticmethod
    def names_first(facts):
        """Names twice: they are the longest to learn."""
        return [f for f in facts for _ in range(2 if f == NAME else 1)]

    def tell(self, fact, value):
        self.told[fact], self.when[fact] = value, self.turn

    def recall(self, user, facts, kind="recall"):
        """The answer to a question for some facts: those that were told, or that none was."""
        known = [f for f in facts if f in self.told]
        if not known:
            return Turn(user, UNTOLD, "untold")
        said = [SAYS[f] if i == 0 else SAYS[f][1:] for i, f in enumerate(known)]
        bot = "，".join(s.format(self.told[f]) for s, f in zip(said, known)) + "。"
        distance = max(self.turn - self.when[f] for f in known)
        self.when.update((f, self.turn) for f in known)
        return Turn(user, bot, kind, [self.told[f] for f in known], distance)

    def loose(self, line):
        """The way people type: without the last mark, with a word before."""
        r = self.random
        if r.random() < 0.08:
            line = r.choice(PREFIXES) + line
        return line[:-1] if r.random() < 0.3 and line[-1] in "。？！" else line

    def telling(self):
        r = self.random
        fresh = [f for f in FACTS if f not in self.told]
        if r.random() < 0.15:
            return self.telling_more()
        if fresh and (not self.told or r.random() < 0.8):
            fact, forms, before = r.choice(self.names_first(fresh)), TELLS, "记住了，"
        else:
            fact = r.choice(self.names_first(sorted(self.told)))
            forms, before = MENDS, "改好了，"
        value = self.value(fact)
        user = ("你好，" if forms is TELLS and r.random() < 0.07 else "") + r.choice(forms[fact]).format(value)
        if forms is MENDS and r.random() < 0.2:
            user = r.choice(TELLS[fact]).format(value)
            before = "记住了，"
        if r.random() < 0.04:
            at = r.randint(0, len(value) - 1)
            return Turn(self.loose(user.replace(value, value[:at] + STRANGE + value[at + 1 :])), UNREADABLE, "other")
        self.tell(fact, value)
        return Turn(self.loose(user), before + SAYS[fact].format(value) + "。", "tell", [value])

    def telling_more(self):
        facts = [f for f in FACTS if self.random.random() < 0.7]
        facts = facts if len(facts) > 1 else [NAME, self.random.choice((TOWN, DISH))]
        values = [self.value(f) for f in facts]
        forms = {NAME: "我叫{}", TOWN: "我住在{}", DISH: "我爱吃{}"}
        parts = [forms[f] if i == 0 or self.random.random() < 0.5 else forms[f][1:] for i, f in enumerate(facts)]
        user = "，".join(p.format(v) for p, v in zip(parts, values)) + "。"
        says = [SAYS[f] if i == 0 else SAYS[f][1:] for i, f in enumerate(facts)]
        for f, v in zip(facts, values):
            self.tell(f, v)
        return Turn(self.loose(user), "记住了，" + "，".join(s.format(v) for s, v in zip(says, values)) + "。", "tell", values)

    def asking(self):
        r = self.random
        draw = r.random()
        if draw < 0.12:
            return self.recall(self.loose(r.choice(SUMMARIES)), FACTS, "summary")
        fact = r.choice(self.names_first(sorted(self.told))) if self.told and r.random() < 0.8 else r.choice(FACTS)
        if draw < 0.12 + self.leading:
            value = self.told[fact] if fact in self.told and r.random() < 0.3 else self.value(fact)
            return self.recall(self.loose(r.choice(LEADING[fact]).format(value)), [fact])
        return self.recall(self.loose(r.choice(ASKS[fact])), [fact])

    def greeting(self):
        bot = ORDINALS[min(self.greetings, 5)]
        self.greetings += 1
        return Turn(self.loose(self.random.choice(GREETINGS)), bot, "greeting")

    def other(self):
        r = self.random
        draw = r.random()
        if draw < 0.22:
            fact = r.choice(FACTS)
            return Turn(self.loose(r.choice(OTHERS[fact]).format(self.value(fact))), ONLY_YOU, "other")
        if draw < 0.32:
            return Turn(self.loose(r.choice(COUNTINGS)), COUNTS[min(self.greetings, 6)], "greeting")
        if draw < 0.42:
            known = self.told.get(NAME)
            user = self.loose(r.choice(BYES))
            if known is None:
                return Turn(user, "再见！", "other")
            distance, self.when[NAME] = self.turn - self.when[NAME], self.turn
            return Turn(user, "再见，" + known + "！", "recall", [known], distance)
        if draw < 0.7:
            lines, bot = r.choice(TALK)
            return Turn(self.loose(r.choice(lines.split())), bot, "other")
        return Turn(self.loose(aside(r)), ASIDE, "aside")

    def first(self, fact):
        """A turn that tells a fact."""
        value = self.value(fact)
        user = self.loose(self.random.choice(TELLS[fact]).format(value))
        self.tell(fact, value)
        self.turn += 1
        return Turn(user, "记住了，" + SAYS[fact].format(value) + "。", "tell", [value])

    def beside(self):
        """A turn that neither tells nor asks."""
        when = dict(self.when)
        while True:
            self.when = dict(when)
            turn = self.greeting() if self.random.random() < 0.3 else self.other()
            if turn.kind != "recall":
                self.turn += 1
                return turn

    def late(self, fact):
        """A turn that asks for a fact."""
        turn = self.recall(self.loose(self.random.choice(ASKS[fact])), [fact])
        self.turn += 1
        return turn

    def next(self, talk):
        """One more turn; talk is the share of lines that neither tell nor ask."""
        r = self.random
        draw = r.random()
        if draw < talk * 0.35:
            turn = self.greeting()
        elif draw < talk:
            turn = self.other()
        elif r.random() < (0.2 if len(self.told) == 3 else 0.45 if self.told else 0.8):
            turn = self.telling()
        else:
            turn = self.asking()
        self.turn += 1
        return turn


def dialogue(random, turns, talk=0.4, unseen=False, leading=0.08):
    """Turns of one speaker; leading is the share of questions that suggest an answer, mostly a wrong one."""
    speaker = Speaker(random, unseen, leading)
    return [speaker.next(talk) for _ in range(turns)]


if __name__ == "__main__":
    import random as module

    for seed in range(6):
        for turn in dialogue(module.Random(seed), 10, unseen=seed % 2 == 1):
            print(f"{turn.user}\t{turn.bot}\t{turn.kind} {turn.distance}".replace(STRANGE, "□"))
        print()
