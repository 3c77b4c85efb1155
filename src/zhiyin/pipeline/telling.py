"""Telling: which words say something by themselves. A reading may rest on 你们 or 三块, which tells nobody a thing.

The parts below are closed classes of Chinese grammar (pronouns, numerals, measure words, particles, prepositions,
conjunctions, auxiliaries; after Zhu Dexi, *Yufa jiangyi*, 1982): they can be listed, unlike nouns, verbs and
adjectives. A word made of nothing else is not telling. Ordinals (第三次) are: they say that it has happened before. So
are negations with a verb (没发), for a verb is none of these parts.
"""

import re

_PERSONS = "你们 我们 他们 她们 它们 咱们 你 我 他 她 它 您 咱 自己 大家 人家 别人 本人"
_POINTING = "这 那 哪 此 某 每 各 该"
_ASKING = "什么 怎么 怎样 怎么样 为什么 为啥 干嘛 多少 谁 啥 咋"
_NUMBERS = "零〇一二两三四五六七八九十百千万亿半几0123456789"
_MEASURES = (
    "个 块 元 毛 分 角 次 天 件 条 只 张 号 位 家 年 月 日 点 遍 回 份 斤 克 公斤 小时 分钟 秒 星期 周 台 部 "
    "本 盒 箱 瓶 袋 包 单 双 套 句 段 种 样 些 里 边 儿 下 块钱 多 来"
)
_PARTICLES = "的 地 得 了 着 过 吗 呢 吧 啊 呀 嘛 哦 哈 嗯 哎 唉 喂 噢 哇 啦 咯 么 所 之"
_LINKING = (
    "是 在 有 和 与 跟 同 及 或 把 被 给 对 从 到 向 往 为 于 以 由 比 就 都 也 还 又 再 才 则 而 且 并 但 "
    "但是 可是 不过 然后 所以 因为 如果 要是 的话 虽然 而且 或者 还是 就是 只是 只 很 太 更 最 挺 真 好像 会 "
    "能 可 可以 要 想 让 叫 使 说 讲 来 去 上 下 里 中 内 外 前 后 时 时候 现在 今天 昨天 明天 已经 正在 刚 "
    "刚才 一直 一下 一点 这样 那样 这么 那么 不 没 没有 无 非 别 请"
)
_ENGLISH = (
    "a an the i me my we us our you your he she it its they them their this that these those is am are was "
    "were be been do does did have has had will would can could should may to of in on at for from by with "
    "and or but so if not no as what when where who why how there here just very too please"
)


def _any(words: str) -> str:
    """Longer ones first, so that 没有 is not read as 没 and a rest."""
    return "|".join(map(re.escape, sorted(words.split(), key=len, reverse=True)))


_EMPTY = re.compile(
    rf"(?:{_any(_PERSONS)}|{_any(_ASKING)}|(?:{_any(_POINTING)})[{_NUMBERS}]*(?:{_any(_MEASURES)})?"
    rf"|[{_NUMBERS}]+(?:[.点][{_NUMBERS}]+)?(?:{_any(_MEASURES)})*|{_any(_PARTICLES)}|{_any(_LINKING)})+"
)
_HOTLINE = re.compile(r"12\d{3}|95\d{3}")
"""Numbers of authorities (12315, 12345) and of large firms, which customers threaten with."""
_EMPTY_ENGLISH = frozenset(_ENGLISH.split())


def is_telling(word: str) -> bool:
    """``word``: folded (``pipeline.folding.fold``), up to four signs or some Latin words."""
    if _HOTLINE.fullmatch(word):
        return True
    if word.isascii():
        return any(part not in _EMPTY_ENGLISH and not part.isdigit() for part in re.findall(r"[a-z0-9']+", word))
    return _EMPTY.fullmatch(word.replace(" ", "")) is None
