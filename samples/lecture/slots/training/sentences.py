"""A grammar that talks to a ticket counter: generated sentences with a slot and a span for each character.

In a rule, (a|b|) is a choice and {name} another rule. The slots are {F} FROM, {T} TO, {D} DEP, {A} ARR, {B} an arrival with its 前;
{X} is a place, {N} a time and {J} anything that are no slots. Rules and names were written for this sample; cities are handed in.
"""

import re

SLOTS = {"F": "FROM", "T": "TO", "D": "DEP", "A": "ARR", "B": "ARR", "X": None, "N": None, "J": None}

RULES = {
    # Words around.
    "hello": ["你好，", "您好，", "请问", "请问一下，", "嗨，", "在吗，", "你好，我想问一下，", "麻烦", "麻烦问下，", "嗯，", "呃……", "那个，", "那个……", "喂，", "哎，", "老板，", "师傅，", "亲，", "美女，", "大哥，", "客服，", "是这样的，", "跟你说一下，", "想咨询一下，", "打扰了，", "不好意思，", "我看看啊，", "哦对了，", "好吧，", "行，", "对，", "嗯嗯，", "(听说|据说)要放假了，", "hello，", "hi，", "急，", "急急急！"],
    "want": ["我想(订|定|买|要|查|看|问)(一下|个|一张|张|下|)", "我要(订|买|一张|两张|)", "帮我(订|买|查|看|抢|找|留)(一下|个|一张|张|下|两张|)", "(麻烦|请)(帮我|帮忙|给我)(订|买|查|看看|查询|查一下)(一张|一下|)", "给{who}(订|买|查|看)(一张|张|个|两张|)", "(订|买|查|要|来|抢)(一张|两张|张|个|下|)", "想(订|买)(张|)", "有没有", "有", "还有没有", "有木有", "我需要(订|买|)(一张|)", "能不能(帮我|给我|)(订|买|留)(一张|张|)", "可以(订|买)(一张|)", "我打算(订|买)(一张|)", "查询(一下|)", "预订(一张|)", "我准备(买|订)(张|)", "看看", "查查"],
    "who": ["我妈", "我爸", "爸妈", "我老公", "老婆", "孩子", "我女儿", "我儿子", "奶奶", "爷爷", "我朋友", "同事", "领导", "客户", "老板", "我姐", "我弟弟", "两个人", "我们一家", "他", "她", "自己", "我女朋友", "我室友", "我对象", "老师", "老人", "我岳父", "我们全家", "小孩"],
    "i": ["我", "我们", "俺", "咱", "咱们", "本人", "{who}", "我和{who}", "我跟{who}", "我带{who}", "", "", ""],
    "ticket": ["票", "火车票", "机票", "飞机票", "高铁票", "动车票", "汽车票", "车票", "船票", "大巴票", "车", "火车", "高铁", "动车", "飞机", "航班", "班机", "大巴", "列车", "车次", "班次", "卧铺", "硬座", "长途车", "快车", "特价票", "特价机票", "卧铺票", "城际", "绿皮车"],
    "close": ["谢谢", "多少钱", "要多少钱", "多少钱一张", "有票吗", "还有票吗", "有票没", "还有吗", "有吗", "有没有", "几点的都行", "几点都行", "便宜点的", "越便宜越好", "最便宜的", "最早的一班", "最早那班", "最晚的一班", "要最快的", "越早越好", "急", "麻烦快点", "两张", "一张", "三张", "要{n}张", "{n}个人", "一个人", "两大一小", "两个大人一个小孩", "一共{n}个人", "靠窗", "要靠窗的", "靠过道", "要下铺", "上铺也行", "硬座就行", "无座也可以", "二等座", "一等座", "商务座", "商务舱", "经济舱", "头等舱", "坐卧铺", "坐高铁", "坐飞机", "坐火车", "坐大巴", "直达的", "不要转车", "最好直达", "不要中转", "转车也行", "学生票", "儿童票", "成人票", "有优惠吗", "打折吗", "能报销", "公司报销", "能用积分吗", "可以退吗", "能改签吗", "怎么买", "怎么走", "怎么去方便", "贵不贵", "贵吗", "大概要多久", "要几个小时", "几点有车", "几点开", "什么时候开", "哪班合适", "哪个快", "帮我看看", "帮我查查", "给我推荐一下", "预算{n}百", "{n}00块以内", "{n}百以下", "不要太贵", "不要太晚", "别太早", "时间无所谓", "随便哪班", "来得及吗", "行吗", "可以吗", "好吗", "好不好", "行不", "哈", "啊", "吧", "呗", "哦", "谢谢啊", "谢啦", "拜托了", "辛苦了", "在线等", "出差", "去玩", "旅游", "开会", "看病", "上学", "回家", "探亲", "参加婚礼", "要带狗", "带孩子", "行李有点多", "还剩几张", "余票还有多少", "抢得到吗", "多谢", "ok吗", "求票", "我赶时间", "别忘了", "订好告诉我", "就这样", "我自己坐", "她一个人坐", "帮忙看一下"],
    "n": ["两", "三", "四", "五", "2", "3", "4", "5", "6", "六", "1", "一", "七", "8"],
    "train": ["{tl}{tn}", "{al}{tn}"],
    "tl": ["G", "D", "K", "T", "Z", "C", "g", "d"],
    "al": ["MU", "CA", "CZ", "HU", "3U", "ZH", "MF"],
    "tn": ["12", "7", "101", "1024", "2345", "36", "587", "8801", "6502", "413", "1971", "5137", "9", "68"],
    # Verbs.
    "go": ["到", "到", "到", "去", "去", "去", "飞", "飞", "回", "飞往", "开往", "前往", "至", "飞到", "回到", "往", "坐车去", "坐高铁去", "坐火车到", "坐火车去", "坐大巴到", "坐飞机去", "转车去", "出发去", "出发到", "直飞", "开到"],
    "to": ["去", "去", "去", "到", "到", "飞", "飞", "回", "飞往", "开往", "前往", "往", "坐车去", "坐高铁去", "坐火车去", "坐飞机去", "坐高铁回", "直达", "直飞", "来", "赶回", "赶去", "飞回", "做火车去", "打车去"],
    "travel": ["去", "去", "去", "飞", "飞", "回", "回", "前往", "飞往", "开往", "想去", "要去", "想回", "要回", "准备去", "打算回", "坐车去", "坐高铁去", "坐火车回", "坐飞机去", "出发去", "动身去", "飞去", "赶去", "直飞", "想飞", "得去", "能去"],
    "leave": ["出发", "出发", "走", "走", "动身", "启程", "起飞", "上车", "发车", "开车", "坐车", "登机", "始发", "开", "离开", "坐高铁", "坐飞机", "起程", "上路", "飞", "发车", "过去", "过来"],
    "dleave": ["出发", "出发", "走", "走", "动身", "启程", "起飞", "上车", "发车", "开", "就走", "要走", "想走", "就出发", "能走", "才能走", "再走", "准备出发", "打算走", "离开", "动身", "登机", "开车", "才出发", "必须走", "出门", "上路"],
    "arrive": ["到", "到", "到", "到", "抵达", "抵达", "到达", "能到", "能到", "要到", "得到", "就到", "必须到", "必须赶到", "赶到", "要赶到", "能赶到", "最好到", "一定要到", "飞到", "回到", "得赶到", "想到", "可以到", "才到", "就能到", "能抵达", "要能到", "到得了", "能不能到", "会到", "得赶回", "应该到", "准时到", "得回到", "落地"],
    "arrived": ["到", "到", "到", "到站", "能到", "能到", "要到", "抵达", "到达", "就到", "得到", "必须到", "落地", "降落", "到就行", "到就可以", "到的", "能到的", "能到就好", "能到就行", "抵达的", "到达的", "到吧", "能到吗", "到可以吗", "必须赶到", "赶到", "能到最好", "到得了吗", "到家", "要到的", "前后到", "到比较好", "能不能到"],
    "must": ["必须", "得", "要", "一定要", "最好", "能", "想", "务必", "需要", "应该"],
    "best": ["最好", "要求", "希望", "想", "要", "得", "必须", "只要", "最晚", "最迟", "争取", "能不能", "最早", "打算", "保证", ""],
    "plans": ["开会", "上班", "吃饭", "签到", "报到", "参加婚礼", "接人", "面试", "考试", "见客户", "过年", "上课", "比赛", "集合"],
    # No slot.
    "none": [
        "(我想|我要|帮我|能不能|怎么|可以|)(退票|改签|订票|买票|查一下订单|取票|选座|开发票|候补|报销|抢票|换座位|升舱|取消订单|看余票)(吗|呢|啊|，谢谢|行吗|)",
        "(有|还有|有没有)(学生票|儿童票|老人票|特价票|卧铺|站票|无座|优惠|下铺|靠窗的位置)(吗|没有|没|)",
        "(退票|改签|行李|托运|儿童票|带宠物|选座|保险)(要|)(多少钱|怎么收费|手续费多少|有什么规定|怎么办|怎么弄|要什么手续)",
        "行李(可以|能)带(多少|几)(公斤|件)", "身份证(丢了|忘带了)(怎么办|还能坐车吗)", "{train}(次|)(还有票吗|几点开|几点到|晚点了吗|到哪了|是几点的|经过哪些站|停运了吗)",
        "{do}(吗|呢|，|)", "{chat}", "(火车站|机场|地铁站|高铁站|汽车站|车站|售票处|候车室|检票口|登机口|厕所|你们公司|酒店|贵宾厅)(在哪|在哪里|怎么走|怎么去|远吗|几点开门|在几楼|在什么地方)", "(去|到)(火车站|机场|高铁站|汽车站|售票处|地铁站)(怎么走|要多久|远吗|坐几路车)", "(谢谢|不用了|好的|算了|没事了|知道了|再见|我再想想|不买了|我问问我妈|嗯嗯|可以|行|随便)(，谢谢|，再见|啊|吧|)",
        "{X}(好玩吗|冷不冷|天气怎么样|的天气怎么样|有什么好吃的|下雨了吗|热吗|人多吗|有地铁吗|怎么样|离{X}远吗|的酒店贵吗|的景点有哪些|大不大)",
        "(我朋友|我姐|他们|我同学|我爸妈|我)(住在|在{X}工作，他住在|喜欢|去过|没去过|不喜欢|老家是|想念|是)(过|){X}(的|人|)", "(他|我妈|我|同事|老板)(昨天|前天|上周|去年|已经|刚|刚刚|上个月)(从{X}|)(回来|到{X}|去了{X}|回了{X}|从{X}回来|到家)了",
        "(路过|经过|经停|途经|中途停){X}(的|)(车|火车|航班|)(有吗|吗|多吗|有哪些)", "(要|需要|)(在|去){X}(转车|换乘|中转|转机)(吗|要等多久|方便吗|来得及吗|麻烦吗)", "{X}(博物馆|塔|大学|动物园|古城|长城)(的门票|)(多少钱|几点关门|值得去吗|要预约吗)",
        "我{n}(次|年前|个月前)去过{X}", "(能|可以)(坐|带|选|用|换|改)(几个人|宠物吗|座位吗|现金吗|名字吗|学生证吗)", "(今年|去年)(冬天|夏天)(很冷|很热|去哪玩好)", "天气(好|不好)的话(就不去了|想去爬山|会晚点吗)", "(买错了|订错了|多买了一张)(，怎么办|怎么退|)", "(面试|会议|婚礼|考试|比赛|演唱会)(是|在){N}(，|)(来不来得及|别迟到|)", "(票价|价格)(是多少|会降吗|贵不贵)", "(我|)(昨天|上次|刚才|前天)(买|订)的(那张|)票(帮我退了|取消了吧|能改吗|不要了|呢)", "(换|要)(一个|个)(便宜点的|靠窗的|早一点的|快一点的)", "(还是|我还是)(算了|坐飞机吧|坐高铁吧|再看看)", "密码忘了", "付款失败了", "发票抬头怎么写", "手机号换了", "你是机器人吗", "人工客服",
    ],
    # A remark beside, of which nothing is a slot.
    "aside": ["{close}", "{close}", "{close}", "在{X}转(车|机)(也行|)", "(中间|路上)在{X}(停|玩)(一下|两天|)", "经过{X}的(也行|不要)", "不(要|想)(在|经){X}(转车|换车|停)", "(会|面试|婚礼|考试)是{N}", "我{n}个人", "(我|)从来没坐过飞机", "(我|)没带身份证", "上次去{X}太累了", "(坐|){train}(也行|最好|那趟|)", "路过{X}也行", "要{n}个小时吧", "听说{X}下雪了", "我朋友在{X}", "天气好的话", "{stay}", "{stay}", "{chat}", "{chat}", "{chat}", "{do}", "{junk}"],
    # How long and how many: numbers that are no times.
    "stay": ["(打算|大概|准备|就|)(待|住|玩|呆|逛)({n}天|几天|{n}晚|一周|半个月|一个星期|{n}个晚上)", "{n}天{n}晚", "(一家|我们|一共|总共)({n}口|{n}个人|{n}位)(人|)", "{n}大{n}小", "{n}个(大人|老人|孩子|成人|学生)", "(大的|小的|孩子)(今年|)({n}岁|一米{n})", "{n}件行李", "(车程|路上|飞|坐)(要|大概|)({n}个(多|)小时|{n}个钟头|半天|一整天|一夜)(吗|吧|)", "(提前|晚|早)({n}天|几天|一会儿|{n}个小时|半小时)(也行|都可以|没关系)", "(一|)周{n}次", "(第|)({n}|一)(号|)(车厢|排)", "{n}折", "({n}|一)站地"],
    # 去, 到 and 回 without a place.
    "do": ["({i}|)(想|要|准备|打算|一起|顺便|)去(看雪|看海|看雪景|看樱花|看红叶|看{who}|爬山|吃饭|旅游|出差|开会|看病|逛街|度假|滑雪|泡温泉|玩|玩几天|上学|面试|上班|送货|办事|拍照|参加婚礼|考试|旅行|过年|散散心|吃海鲜|见{who}|接{who}|火车站|机场|车站|老家|外地|北方|南方|海边|国外)", "({i}|)(想|要|赶着|得|)回(家|老家|去|国|学校|单位|公司|来|家过年|乡下)", "({who}|)(什么时候|几点|)到(家|了|站|那里|达|齐)(告诉我|给我打电话|)", "({i}|)(想|要|)(出去|回去|过去|上去)(玩|一趟|看看|走走|转转|)", "(不知道|没想好|还没定|随便)(去哪|去哪里|去哪儿|什么时候走|哪天走|几点走)", "(你们|你)(这儿|这里|那儿|那里|这边)(能|可以|有)(订票|退票|改签|取票|卖票|查票|买票)(吗|不|)", "去(的|的话)(是|)(人多吗|要带什么)", "从(来|前|这儿|这里|家里|学校|公司|单位)(出发|走|没去过|就这样|)", "(到|去)(时候|了再说|得了吗)"],
    # What people say besides.
    "chat": ["我妈不会用手机", "帮她看看", "你看着办", "听你的", "都可以", "都行", "没关系", "不着急", "我不急", "有点急", "这儿能买吗", "你们(那里|这儿|这边|那边)(能|可以|)(买|订|查)(吗|吗？)", "我也不知道", "怎么弄啊", "我不太会", "我是第一次坐", "你懂的", "你知道的", "反正都差不多", "没有的话就算了", "没有就换一个", "实在不行就算了", "要是没有就候补", "先这样吧", "别的不要", "说好了的", "我{who}让我问的", "{who}等着呢", "{who}要来接我", "{who}过生日", "{who}结婚", "要去接{who}", "想见{who}", "带着{who}", "全家一起", "大家一起去", "跟团的", "自由行", "自驾太累", "不想开车", "打车太贵了", "公交也行", "地铁能到吗", "行李很多", "轮椅能上吗", "身体不太好", "晕车", "怕坐飞机", "有点怕冷", "那边冷吗", "有没有空调", "有没有饭吃", "能不能充电", "有无线网吗", "哪个站近", "离家近一点", "好久没回去了", "想家了", "终于放假了", "老板催得紧", "有个会", "有考试", "有个面试", "单位有事", "家里有事", "临时有事", "要赶回去上班", "还要上课", "明白了吗", "听得懂吗", "你是谁", "你好笨", "再说一遍", "刚才说错了", "我说的不是这个", "等一下", "稍等", "让我想想", "我看看日历", "对了", "总之", "其实", "老实说", "话说", "说起来", "一般来说", "如果可以的话", "要是方便的话", "万一没票怎么办", "钱不是问题", "别太贵", "太贵了", "便宜一点嘛", "学生党没钱", "用公务卡付", "微信付款", "能刷信用卡吗", "已经付款了", "还没付钱", "订单号忘了", "名字写错了", "护照可以吗", "港澳通行证行吗", "外国人怎么买", "中间别停太久", "不要红眼航班", "要大飞机", "不要廉航", "要有餐食的", "坐过站了", "误车了", "没赶上车", "车晚点了", "飞机取消了", "下雨了", "路上堵车", "天太热了", "雪太大了"],
    "junk": ["{J}"],
}

CORES = [
    # Two places and a departure.
    "{i}{D}从{F}{go}{T}", "{want}{D}从{F}{go}{T}的{ticket}", "{want}从{F}{go}{T}的{ticket}，{D}(的|{dleave}|吧|左右的|)", "{want}{D}{F}{go}{T}的{ticket}", "{want}{F}{go}{T}的{ticket}，{D}(的|)", "从{F}{go}{T}，{D}(的|{dleave}|吧|)", "{F}{go}{T}，{D}(的|{dleave}|吧|)",
    "{D}，{F}{go}{T}", "{D}{F}{go}{T}(的{ticket}|)", "{D}的{ticket}，{F}{go}{T}", "{D}，从{F}{go}{T}(的{ticket}|)", "{F}{go}{T}的{ticket}{D}(还有吗|有没有|还有没有|有吗|多少钱)", "{D}从{F}{leave}(，|){to}{T}", "{D}{dleave}，从{F}{go}{T}", "从{F}{leave}，{D}{travel}{T}", "{i}(人|)在{F}，{D}{travel}{T}",
    "{want}{ticket}，{D}，{F}{go}{T}", "{want}{ticket}，{F}{go}{T}，{D}", "{D}{i}要从{F}{go}{T}", "{i}(想|要|打算|准备|得){D}从{F}{go}{T}", "{to}{T}的{ticket}，从{F}{leave}，{D}", "{to}{T}，{F}{leave}，{D}(的|)", "{D}由{F}(开往|飞往|到|前往|去){T}(的{ticket}|)", "{F}(-|—|→|——|至){T}，{D}", "{F}{leave}{to}{T}，{D}(的|)", "{D}{F}{leave}{to}{T}的{ticket}", "{F}(-|—|→| |，){T}(，| ){D}", "{D}(，| ){F}(，| |-|—){T}",
    "从{F}{to}{T}，{D}(的|){ticket}", "{F}到{T}{D}的{ticket}", "{F}{leave}，{D}，{to}{T}", "{i}{D}(要|想|得|)从{F}(回|赶回|飞回|回到){T}",
    "{D}{F}{leave}到{T}", "{D}离开{F}(，|){to}{T}", "{D}(打|自){F}(走|出发)，{travel}{T}", "{F}去往{T}，{D}", "{D}{i}(从|打){F}(动身|过来|过去)，(去|回|飞){T}", "{i}{D}(的|)(假|会|课|活动)，(想|要|得)从{F}(去|回|飞){T}", "(如果|要是|假如){D}(走|出发|动身)，从{F}{go}{T}(来得及吗|要多久|)", "{D}(跟|和|带|陪){who}从{F}{go}{T}", "{D}{F}(有没有|有|还有)(去|到|飞|回){T}的{ticket}(吗|没有|)", "{F}{D}(有没有|有|还有)(去|到|飞|回){T}的{ticket}(吗|没有|)", "{F}和{T}之间的{ticket}，{D}(的|)", "{i}家在{F}，{D}{travel}{T}", "接{who}从{F}(回|到){T}，{D}",
    # Two places.
    "{F}离{T}(有票吗|怎么走|)", "离开{F}(去|到){T}", "{i}家在{F}，(想|要|)(去|回){T}", "{i}是{F}人，(现在|)(想|要)去{T}", "{F}(跟|和|与){T}之间(有|)(什么|哪些|几趟|)(车|票|航班)", "(起点|出发)(站|)(：|是|){F}，(终点|到达)(站|)(：|是|){T}", "送{who}从{F}(去|到|回){T}", "{i}(从{F}搬到|从{F}出差去){T}", "{T}从{F}怎么(走|去)", "(坐|赶|搭){ticket}从{F}(去|到|回){T}",
    "从{F}{go}{T}", "{want}从{F}{go}{T}的{ticket}", "{want}{F}{go}{T}的{ticket}", "{F}{go}{T}(的{ticket}|)", "从{F}{leave}{to}{T}", "从{F}{leave}，{to}{T}", "{i}(人|现在|)在{F}，(想|要|怎么|准备|打算|)(去|回|飞|到){T}", "{to}{T}，从{F}{leave}", "{to}{T}，{F}{leave}(的|)", "由{F}(开往|飞往|到|前往){T}(的{ticket}|)", "{F}上(车|)，{T}下(车|)", "{want}{F}(-|—|→|至){T}(的{ticket}|)", "{i}(想|要)从{F}{go}{T}", "(出发地|出发|始发站)(是|：|){F}，(目的地|到达|终点站|终点)(是|：|){T}", "{ticket}{F}{go}{T}", "从{F}怎么(去|到){T}", "{F}{go}{T}(哪班|哪个|什么车|坐什么)(最快|便宜|好|最早)", "{i}在{F}(上学|工作|打工|出差|住)，(想|要|)(回|去|飞){T}", "{F}有(没有|)(直达|)(到|去|飞){T}的{ticket}", "到{T}，从{F}(走|上车|过去|)", "{F}(，| ){T}",
    # A place to go to and a departure.
    "{i}{D}{travel}{T}", "{i}(想|要|打算|准备|得){D}{travel}{T}", "{want}{D}(去|飞|回|开往|飞往|前往){T}的{ticket}", "{want}(去|到|飞|回){T}的{ticket}，{D}(的|{dleave}|就{dleave}|)", "{i}(想|要|得)(去|到|飞|回){T}，{D}(的|{dleave}|吧|)", "{to}{T}，{D}(的|{dleave}|吧|)", "{D}，{to}{T}(的{ticket}|)", "{D}(的|){ticket}，{to}{T}(的|)", "{T}，{D}(的|{dleave}|)", "{D}{dleave}，{to}{T}", "{D}有(没有|)(去|到|飞|回|直达){T}的{ticket}", "{to}{T}的{ticket}{D}(还有吗|有吗|有没有|多少钱|还有没有|贵吗)", "{i}{D}(放假|出差|休息|有空|下班|没课)，(想|要|)(去|回|飞){T}", "(往|去|到){T}方向的{ticket}，{D}(的|)", "{D}{i}(想|要)(去|回|飞){T}", "{i}(去|飞|回){T}，{D}", "{want}{D}的{ticket}，{to}{T}", "{D}还有(没有|)(去|到|飞|回){T}的{ticket}(没有|吗|)", "{D}(之类|那天|当天|)的，{to}{T}", "(就|)(去|回){T}吧，{D}(的|)", "听说{T}(不错|好玩|很美)，{D}(想|要)(去|过去|飞过去)(看看|玩|)", "{D}(去|飞){T}(要|得|)(多少钱|多久|怎么走|方便吗)", "{to}{T}的，{D}(的|)(有吗|)", "({i}|)想(去|看看){T}，{D}有(票|车|航班)吗", "(周末|)(想|)去{T}(玩|看看|旅游|出差)，{D}(走|出发|)", "改(成|到){D}(去|飞|回){T}", "把{D}(去|飞|回){T}的票改(成|到){D}(的|)", "{D}，(不对|不是|哦不|错了|应该是|啊不)，{D}，{to}{T}", "{D}的{to}{T}",
    "{who}{D}(要|想|得)(去|回|飞){T}", "{D}(跟|和|带|陪){who}(去|回|飞){T}", "(如果|要是|假如){D}(去|回|飞){T}(的话|)", "{D}(有|没)(空|课|班|事)，(去|回){T}(一趟|转转|)", "(去|回|飞){T}，(那就|就|要么|或者|选|定){D}吧", "{T}(那边|那里|)，{D}(去|过去)", "(目标|这次)(去|是|：){T}，{D}(走|出发|)", "{D}(往|朝){T}(走|方向|开)(的|){ticket}", "(定|选|改)(去|到){T}，{D}(的|)", "{D}的(会|展会|婚礼|比赛)在{T}(，|，我要去|)",
    # A place to go to.
    "(目标|这次|终点)(去|是|：|){T}", "(往|朝|开往|通往){T}(的|方向的)(车|{ticket})", "{T}怎么(去|走)", "{T}(好像|还|)(没|有)票(了|吗|)", "{who}(要|想)(去|回|到){T}", "(不知道|想知道|请问)(怎么|哪班|哪趟|什么车)(去|到){T}",
    "{i}(想|要|准备|打算|得|怎么|)(去|到|飞|回){T}", "{want}(去|到|飞|回|开往|飞往|直达){T}的{ticket}", "{to}{T}", "(去|到|飞|回|直达){T}的{ticket}", "(去|到|飞|回){T}(的|)(票|车|飞机|高铁|)(有吗|多少钱|几点有|还有吗|怎么买|要多久|几个小时|方便吗|远吗|贵吗|怎么走)", "(目的地|终点|终点站|到达地)(是|：|){T}", "{i}(想|要)(先|)(去|到){T}(玩|看看|旅游|出差|再说|吧|)", "(几点|什么时候|多久|多少钱|哪班车|怎么)(能|可以|)(到|去){T}", "(最早|最晚|最快|最便宜|第一|最后)(的|)(一|)班(去|到|飞){T}的(车|飞机|高铁|)(是|)(几点|多少钱|)(的|)", "(哪天|哪班|什么时候|坐什么|坐哪班)(去|到|飞|回){T}(便宜|最好|合适|快|人少)", "(那|)(去|到|飞|回){T}(的|)呢", "(送|接|带|陪){who}(去|到|回){T}", "{want}{ticket}，(去|到|飞|回){T}(的|)", "{T}(有|还有)(车|票|高铁|航班)(去|)吗", "不(去|到|飞){T}了", "(随便|反正|就|还是|只|哪天)(去|到|回){T}", "到{T}下车", "(不去{T}了，改|不是{T}，)(去|到){T}", "(赶|跑|飞|开|坐)到{T}(要多久|来得及吗|要几小时)", "{T}方向的(车|高铁)", "{i}(可以|能|能不能)带(狗|猫|孩子|自行车)(去|到|飞){T}吗", "一张(去|到){T}，(一张|两张)(去|到|飞){T}",
    # A place to leave from.
    "从{F}{leave}(的|)", "从{F}(走|出发|飞|上车)的(都行|有哪些|车|航班|)", "{F}{leave}(的|)(车|航班|)(有哪些|有吗|)", "{i}从{F}{leave}", "{D}从{F}{leave}(的|)", "{F}{leave}，{D}", "{D}，{F}{leave}(的|)", "{want}{D}从{F}(走|出发|飞|起飞|开|发车)的{ticket}", "{want}从{F}{leave}的{ticket}", "从{F}{leave}，{D}(的|{dleave}|)", "(出发地|始发站|起点|出发站)(是|：|){F}", "在{F}上车", "{i}(想|要|得|)(在|){D}从{F}{leave}", "那从{F}(走|出发|飞|)呢", "{want}{D}{F}{leave}的{ticket}", "(还有|有没有){D}从{F}(走|开|飞|出发)的(车|票|那趟|)", "从{F}(坐|搭)(高铁|火车|飞机|大巴|动车)，(去哪|哪里)都行", "{i}(人|现在|)在{F}，{D}(走|出发|动身)",
    "(离开|告别){F}(的|){ticket}", "{D}(离开|告别){F}", "(打|自){F}(走|出发)(，{D}|)", "{i}家在{F}(，{D}走|)", "{F}(有什么|有哪些)(车|航班|高铁)(，{D}的|)", "{who}从{F}(过来|出来|回来)", "{who}{D}从{F}(过来|出来|走|出发)",
    # A departure.
    "(如果|要是|假如){D}(走|出发|动身)(呢|的话|来得及吗)", "{who}{D}(走|出发|动身)", "(还是|不如|要不|那就|就|选|定){D}(走|的|吧|出发)", "{D}(走|的)(就行|也行|都行|也可以)", "{D}也(行|可以)",
    "{D}(的|{dleave}|{dleave}的)", "{want}{D}的{ticket}", "{D}(的|){ticket}(还有吗|有没有|有吗|多少钱|)", "{D}还有(票|车|飞机|航班)(吗|没)", "(改成|改到|换成|就|那就|要|提前到|推迟到){D}(的|走|出发|行不行|吧|那班|那趟|)", "{i}(想|要|得|打算){D}(走|出发|动身)", "(出发时间|出发日期|时间|日期)(是|：|){D}", "{D}有(车|票|航班|特价机票|高铁)(吗|没)", "{D}，(不对|不是|哦不|应该是)，{D}(的|)", "(坐|赶|要){D}的(飞机|高铁|火车|那班|那趟|车)", "(最好|希望){D}(走|出发|动身|起飞)", "那{D}(的|走|)呢", "去哪(里|儿|)都行，{D}(走|出发)",
    # Arrivals.
    "{i}{A}{arrive}{T}", "{i}(想|要|得|打算|准备|必须|需要){A}{arrive}{T}", "{want}{A}{arrive}{T}的{ticket}", "{want}{ticket}，{A}{arrive}{T}", "{A}{arrive}{T}(的|)", "{to}{T}，{best}{A}{arrived}", "{want}(去|到|飞|回){T}的{ticket}，{best}{A}{arrived}", "从{F}{leave}，{best}{A}{arrive}{T}", "{D}从{F}{leave}，{best}{A}{arrive}{T}", "{want}{D}从{F}{leave}，{A}{arrive}{T}的{ticket}", "从{F}{go}{T}，{best}{A}{arrived}", "{F}{go}{T}，{best}{A}{arrived}", "{A}{arrive}{T}，从{F}{leave}", "{A}{arrive}{T}，{i}在{F}", "{i}(人|)在{F}，{A}{must}(到|赶到|回到){T}", "{D}{dleave}，{A}{arrive}{T}", "{D}{dleave}，{best}{A}{arrived}，(去|到|飞){T}", "{D}{F}{go}{T}，{best}{A}{arrived}", "{D}从{F}{go}{T}，{A}{arrived}",
    "{i}{B}{must}(回|赶回|去|到|回到|赶到|飞回){T}", "{B}{arrive}{T}", "{B}(能|可以|能不能)(到|抵达|赶到|回到){T}(的{ticket}|吗|)", "{best}{B}{arrived}", "{A}(到|抵达|到达|能到)(的|)(车|航班|票|那班|那趟|高铁)(有吗|有没有|是哪个|)", "{A}{arrived}", "{i}{A}(要|得|必须)(在|赶到|到){T}{plans}", "{plans}，{A}(要|必须|得|)(到|赶到|抵达){T}", "{best}{A}{arrive}{T}", "{T}，{best}{A}{arrived}", "到{T}，{B}(的都行|就行|都可以|)", "(去|到){T}，{best}{B}(到|能到|)(就行|的|)", "(来得及|赶得上|能不能|可不可以|能){A}(到|赶到|抵达){T}吗", "{A}{arrive}{T}(来得及吗|行吗|可以吗|有车吗|就行|就可以|就来得及|就好|的那(班|趟))", "{D}从{F}{leave}，{A}(能|可以|就)到{T}吗", "{A}到{T}，{D}从{F}{leave}", "从{F}{leave}，{D}，{A}{arrive}{T}", "{D}{dleave}，{A}{arrive}{T}，从{F}(走|上车|出发)", "(到达时间|到站时间|到达日期)(是|：|){A}", "那{A}(到|抵达)(的|)呢", "(想|要|需要){A}(到|抵达|到达)的(票|车|航班|)，(去|从{F}去|从{F}到|到){T}", "{A}(到|抵达|落地)，{F}飞{T}", "{who}{A}{arrive}{T}", "{who}{A}{arrive}{T}，从{F}{leave}", "{best}{A}(到|抵达){T}，{D}{dleave}(也行|)", "{A}(到|抵达){T}的(那班|那趟|)(飞机|高铁|车)(晚点了吗|还有票吗|)", "{B}(回到|赶回|回|到)(家，|){T}", "{to}{T}{A}(能到|到|抵达)的{ticket}", "{F}{go}{T}，{A}(能到|到|抵达)的(有哪些|有吗|车|)", "{i}(从{F}|)(坐|搭)(火车|高铁|飞机|大巴)(去|回|)，{A}{arrive}{T}", "{D}(走|出发)，{A}(到|抵达)",
    "{D}离开{F}，{A}(到|抵达|回到){T}", "{i}{A}(要|得|必须)(在|出现在|赶去|站在){T}", "{T}{A}(有|开)(会|考试|比赛|婚礼|活动)，{i}从{F}(走|过去|出发|赶过去)", "{A}(落地|降落){T}", "{F}{D}(出发|走|开)，{T}{A}(到|抵达)", "{F}(上车|出发)，{T}{A}(到|下车)", "{A}(之内|的时候|)(人|)要在{T}", "(如果|要是){D}(走|出发)，{A}(能|可以|)(到|赶到){T}(吗|不|)", "{who}{A}(在|到){T}(等|接)({who}|我)", "{i}{A}(就|)(要|想|得)到{T}(，从{F}走|，{D}走|)", "{D}{dleave}，{A}{arrived}", "{best}{A}(人就|就|)(在|到){T}了",
]

# Never trained on.
HELD_BACK = [
    "{i}(订|买)了{D}的假，准备从{F}出去，目的地就定{T}", "{T}那边{A}有个会，{i}得提前从{F}过去", "下一站{T}，{D}启程，起点{F}", "{ticket}一张，{F}发，{T}到，日期{D}", "劳驾，{D}往{T}去的{ticket}给留一张", "{D}这天{F}有去{T}的{ticket}吗", "{i}家在{F}，{D}全家一起去{T}过节", "{who}说{A}一定要见到我们到{T}",
    "只想知道{F}跟{T}之间{D}有几趟{ticket}", "{D}走的话，{A}能不能赶到{T}", "如果{D}出发，最快几点从{F}到{T}", "{i}得赶在{A}到{T}", "{A}前后落地{T}的{ticket}", "把{who}从{F}送到{T}，{D}那天", "去{T}，要不{D}？", "{i}想从{F}溜达到{T}", "{T}怎么去，{i}从{F}动身", "{F}飞{T}，不用急，{D}也行", "打算{D}离开{F}，{A}赶到{T}", "{i}{A}就要站在{T}的站台上",
]

FROM = ["从{F}{leave}", "{F}{leave}", "{i}(人|现在|)在{F}", "从{F}(走|)", "(出发地|始发站|起点)(是|：|){F}", "在{F}上车", "从{F}(坐|上)(车|高铁|飞机)", "从{F}"]
TO = ["{to}{T}", "{to}{T}(的|)", "(目的地|终点|终点站)(是|：|){T}", "{want}(去|到|飞|回){T}的{ticket}", "{i}(想|要|得)(去|回|飞|到){T}", "到{T}下车", "去{T}(玩|出差|看看|旅游|开会|)"]
DEP = ["{D}{dleave}", "{D}的", "{D}", "{D}(的|吧|那天|)", "(出发时间|时间|日期)(是|：|){D}", "{want}{D}的{ticket}", "(要|最好|就|打算|想){D}(走|出发|的|吧|动身|)", "{D}(有吗|有票吗|还有吗)"]
ARR = ["{best}{A}{arrived}", "{A}{arrived}", "{best}{B}{arrived}", "(到达时间|到站时间)(是|：|){A}", "{best}{A}(到|能到|抵达)", "{i}{A}{must}到"]
ARRTO = ["{best}{A}{arrive}{T}", "{A}{arrive}{T}", "{B}{must}(到|赶到|回到|回|赶回){T}", "{who}{A}{arrive}{T}"]

DAYS = ["今天", "明天", "明天", "明天", "后天", "后天", "大后天", "今儿", "明儿", "后儿", "明日", "今日", "当天", "第二天", "次日", "隔天", "这几天", "过几天", "过两天", "改天", "这两天", "明后天", "月底", "月初", "月中", "下月初", "下月底", "这个月底", "年底", "年初", "年前", "年后", "过年", "过完年", "下个月", "下周", "这周", "下星期", "下下周", "周末", "这周末", "本周末", "下周末", "这个周末", "节前", "节后", "放假", "放假那天", "开学前", "暑假", "寒假"]
HOLIDAYS = ["元旦", "春节", "五一", "国庆", "国庆节", "中秋", "中秋节", "端午", "端午节", "清明", "清明节", "除夕", "大年三十", "大年初一", "大年初二", "正月初五", "正月十五", "元宵节", "圣诞节", "圣诞", "平安夜", "情人节", "劳动节", "十一", "腊月二十三", "腊月二十九", "八月十五", "年三十", "初一", "初三", "初五", "初八", "小年", "五月初五", "双十一", "跨年", "重阳节", "立冬", "冬至", "我生日", "妈妈生日"]
PERIODS = ["早上", "早上", "上午", "上午", "中午", "下午", "下午", "下午", "傍晚", "晚上", "晚上", "晚上", "晚上", "凌晨", "半夜", "夜里", "深夜", "清晨", "早晨", "一早", "一大早", "清早", "大清早", "午后", "白天", "晚间", "午夜"]
EVENTS = ["下班后", "下了班", "下班以后", "下课后", "放学后", "开完会", "开完会后", "吃完饭", "吃完午饭", "吃过晚饭", "午饭前", "晚饭前", "午饭后", "天黑前", "天黑以前", "天亮前", "天亮", "日落前", "太阳下山前", "考试后", "考完", "比赛完", "婚礼前", "婚礼后", "交完班", "起床后", "睡觉前", "发工资后", "元旦过后", "春节过后", "年会后", "期末考完"]
BEFORE_TIME = ["大概", "可能", "就", "也", "应该", "计划", "如果", "要是", "假如", "尽量", "反正", "一起", "先", "还", "只", "才", "估计", "差不多", "必须", "比如", "像", "大约", "好像", "或许", "恐怕", "一定", "我", "他", "定在", "定", "选", "约的", "在", "等", "要不", "或者", "不然", "就是", "是", "这个", "那个", "嗯", "呃", "那就", "我想", "人家", "咱们", "全家", "至少", "最多", "刚好", "正好", "于", "说是", "说好", "赶在", "趁", "放在"]
BEHIND_TIME = ["的话", "这天", "那天", "那会儿", "的时候", "这个时间", "吧", "呢", "啊", "嘛", "就", "也", "都", "再", "才", "一定", "应该", "差不多", "可能", "大家", "我", "他们", "我们", "全家", "一起", "，嗯，", "，呃，", "准时", "直接", "，", "想", "我想", "可以", "准备", "打算", "的", "当天", "左右吧", "那个点", "刚好", "正好", "之类的", "来说", "我妈", "还"]
BEFORE_PLACE = ["那个", "咱们", "我们", "美丽的", "呃", "嗯，", "……", "老家", "一下", "趟", "这个", "你们", "遥远的", "我家", "隔壁", "传说中的"]
BEHIND_PLACE = ["那边", "那儿", "这边", "这里", "那里", "啊", "吧", "呢", "嘛", "的", "，嗯，", "，呃", "，", "老家", "我", "大概", "附近", "方向", "一带", "就", "也", "再", "先", "的话", "，对", "哈", "这座城市", "那个地方", "……"]
BEFORE = ["前", "前", "之前", "以前"]
AFTER = ["后", "以后", "之后", "左右", "左右", "前后"]
HAN = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
WEEK = ["一", "二", "三", "四", "五", "六", "日", "天"]


def han(n):
    """A number up to 99 in Chinese."""
    tens, ones = divmod(n, 10)
    return (HAN[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN[ones] if ones or not tens else "")


class Places:
    """Names of places: cities, stations, abbreviations, and some that do not exist, so that the words around count."""

    ENDS = ["市", "市", "站", "东", "西", "南", "北", "东站", "西站", "南站", "北站", "火车站", "机场", "国际机场", "高铁站", "汽车站", "客运站", "市区"]
    INNER = ["东", "西", "南", "北", "机场", "站", "南站", "北站"]

    def __init__(self, cities, counties, others):
        self.cities, self.counties, self.others = cities, counties, others
        self.characters = sorted(set("".join(cities + counties + others)))

    def anything(self, random):
        """Characters without a meaning: what is unknown is not a name yet."""
        return "".join(random.choice(self.characters) for _ in range(random.randint(1, 6)))

    def draw(self, random):
        kind = random.random()
        if kind < 0.10:
            return "".join(random.choice(self.characters) for _ in range(random.choice([2, 2, 2, 3, 3, 4])))
        name = random.choice(self.cities if kind < 0.6 else self.counties if kind < 0.82 else self.others)
        if kind > 0.2 and random.random() < 0.17:
            name += random.choice(self.ENDS)
        return name


def number(random, n):
    return str(n) if random.random() < 0.55 else han(n)


def date(random):
    kind = random.random()
    if kind < 0.38:
        return random.choice(DAYS[:12]) if random.random() < 0.7 else random.choice(DAYS)
    if kind < 0.58:
        return random.choice(["周", "周", "下周", "下周", "这周", "星期", "下星期", "礼拜", "下礼拜", "下个礼拜", "本周", "这个星期", "下下周", "这礼拜"]) + random.choice(WEEK)
    if kind < 0.64:
        return number(random, random.randint(1, 31)) + random.choice("号号号日")
    if kind < 0.78:
        return random.choice(["", "", "", "", "", "", "明年", "2026年", "2027年", "农历", "今年"]) + number(random, random.randint(1, 12)) + "月" + number(random, random.randint(1, 31)) + random.choice("号号日")
    if kind < 0.80:
        return random.choice(["下个月", "下月", "这个月", "本月"]) + number(random, random.randint(1, 31)) + random.choice("号号日")
    if kind < 0.83:
        return f"{random.randint(1, 12)}{random.choice('./-.')}{random.randint(1, 31)}"
    if kind < 0.85:
        return f"{random.randint(2025, 2028)}{random.choice('-/.')}{random.randint(1, 12):02}{random.choice('-/.')}{random.randint(1, 31):02}"
    if kind < 0.87:
        return number(random, random.randint(1, 12)) + random.choice(["月份", "月初", "月中旬", "月下旬", "月上旬", "月底"])
    if kind < 0.89:
        return random.choice(["三天", "两天", "五天", "十天", "3天", "2天", "5天", "一周", "一个星期", "半个月"]) + random.choice(["后", "之后", "以后"])
    name = random.choice(HOLIDAYS)
    return name + random.choice(["", "", "", "前一天", "当天", "第二天", "假期", "期间", "前两天", "头一天"])


def clock(random):
    hour, kind = random.randint(0, 24), random.random()
    if kind < 0.12:
        return f"{hour}:{random.randint(0, 59):02}"
    if kind < 0.16:
        low = random.randint(1, 10)
        return HAN[low] + HAN[low + 1] + "点" if low < 9 else "九十点" if low == 9 else "十点十一点"
    said = str(hour) if random.random() < 0.5 else "两" if hour == 2 else han(hour)
    if kind < 0.62:
        return said + "点"
    if kind < 0.78:
        return said + "点半"
    if kind < 0.86:
        return said + random.choice(["点多", "点整", "点钟", "点一刻", "点三刻", "点过", "时"])
    return said + random.choice(["点", "点", "时"]) + number(random, random.choice([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55])) + random.choice(["", "分"])


def time(random, limits):
    """A time with its limit, 前 or 后 and the like, in a share of the cases."""
    kind = random.random()
    if kind < 0.03:
        return random.choice(EVENTS)
    if kind < 0.05:
        return random.choice(["今晚", "明晚", "后天晚上", "周五", "周六", "明天"]) + random.choice(["或者", "或", "和", "到"]) + random.choice(["明晚", "后天", "周日", "大后天", "周六"])
    if kind < 0.29:
        text = date(random)
    elif kind < 0.49:
        text = date(random) + random.choice(["", "", "", "的"]) * (random.random() < 0.3) + random.choice(PERIODS)
    elif kind < 0.54:
        text = random.choice(["今", "明", "今", "明", "当", "周五", "周六", "除夕"]) + random.choice("早晚晚")
        text += clock(random) if random.random() < 0.35 else ""
    elif kind < 0.72:
        text = date(random) + random.choice(PERIODS) + clock(random)
    elif kind < 0.80:
        text = date(random) + clock(random)
    elif kind < 0.86:
        text = random.choice(PERIODS)
    elif kind < 0.94:
        text = random.choice(PERIODS) + clock(random)
    else:
        text = clock(random)
    if kind > 0.6 and random.random() < 0.02:
        text += random.choice(["到", "至", "-"]) + clock(random)
    before, after = limits
    draw = random.random()
    return text + (random.choice(BEFORE) if draw < before else random.choice(AFTER) if draw < before + after else "")


LIMITS = {"D": (0.05, 0.10), "A": (0.28, 0.07), "B": (1, 0), "N": (0, 0.05)}


class Grammar:
    """Draws sentences: lists of (character, slot or None, number of the span)."""

    def __init__(self, places):
        self.places, self.parsed = places, {}

    def parse(self, rule):
        if rule not in self.parsed:
            tokens = [t for t in re.split(r"(\{\w+\}|[()|])", rule) if t]
            self.parsed[rule], rest = self.alternatives(tokens)
            assert not rest, rule
        return self.parsed[rule]

    def alternatives(self, tokens):
        """Choices up to a closing parenthesis, each a list of strings and choices."""
        choices, tokens = [[]], list(tokens)
        while tokens:
            token = tokens.pop(0)
            if token == "(":
                inner, tokens = self.alternatives(tokens)
                choices[-1].append(inner)
            elif token == ")":
                break
            elif token == "|":
                choices.append([])
            else:
                choices[-1].append(token)
        return choices, tokens

    def expand(self, random, choices, out):
        for item in choices[0] if len(choices) == 1 else random.choice(choices):
            if isinstance(item, list):
                self.expand(random, item, out)
            elif item[0] != "{":
                out.extend((c, None, -1) for c in item)
            elif item[1:-1] in SLOTS:
                key = item[1:-1]
                text = self.places.draw(random) if key in "FTX" else self.places.anything(random) if key == "J" else time(random, LIMITS[key])
                slot = SLOTS[key]
                span = len(out) if slot else -1
                out.extend((c, slot, span) for c in text)
            else:
                self.expand(random, self.parse(random.choice(RULES[item[1:-1]])), out)

    def draw_rule(self, random, rule):
        out = []
        self.expand(random, self.parse(rule), out)
        return out

    def clauses(self, random):
        """Clauses in any order, with a comma between: 到 after a comma does not govern the time before it."""
        rules = []
        if random.random() < 0.5:
            rules.append(random.choice(FROM))
        arrives = random.random()
        if arrives < 0.2:
            rules.append(random.choice(ARRTO))
        else:
            if random.random() < 0.7:
                rules.append(random.choice(TO))
            if arrives < 0.4:
                rules.append(random.choice(ARR))
        if random.random() < (0.7 if arrives > 0.4 else 0.3):
            rules.append(random.choice(DEP))
        if random.random() < 0.5 or not rules:
            rules.append(random.choice(RULES["aside"]))
        random.shuffle(rules)
        return rules

    def insert(self, random, out):
        """A word before or behind a slot."""
        starts = [i for i, (_, slot, span) in enumerate(out) if slot and i == span]
        ends = [i for i in range(1, len(out)) if out[i - 1][1] and out[i][2] != out[i - 1][2]]
        if not starts or not ends:
            return
        if random.random() < 0.5:
            at = random.choice(starts)
            words = BEFORE_TIME if out[at][1] in ("DEP", "ARR") else BEFORE_PLACE
        else:
            at = random.choice(ends)
            words = BEHIND_TIME if out[at - 1][1] in ("DEP", "ARR") else BEHIND_PLACE
        word = random.choice(words)
        if words in (BEFORE_TIME, BEHIND_TIME) and random.random() < 0.1:
            word = self.places.anything(random)[:2]
        out[at:at] = [(c, None, -1) for c in word]

    def sentence(self, random, cores):
        """One sentence of a core or of clauses, with words before, beside and behind."""
        kind = random.random()
        if kind < 0.10:
            rules = [random.choice(RULES["none"])]
        elif kind < 0.28 and cores is CORES:
            rules = self.clauses(random)
        else:
            rules = [random.choice(cores)]
        if random.random() < 0.12:
            rules.insert(0, random.choice(RULES["aside"]))
        if random.random() < 0.35:
            rules.append(random.choice(RULES["aside"]))
        out = self.draw_rule(random, random.choice(RULES["hello"])) if random.random() < 0.18 else []
        for i, rule in enumerate(rules):
            if i:
                mark = random.choice(["，", "，", "，", "，", "，", "。", "；"])
                out.append((mark, None, -1))
            out += self.draw_rule(random, rule)
        if random.random() < 0.35:
            self.insert(random, out)
        end = random.random()
        if end < 0.4:
            out.append(("。" if end < 0.15 else "？" if end < 0.3 else "！" if end < 0.33 else "…", None, -1))
        return out
