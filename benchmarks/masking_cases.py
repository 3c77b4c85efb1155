"""Made-up personal data in many disguises, for ``benchmarks.masking``. Shares no code or list with the recognisers."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass

CHINESE = ("零一二三四五六七八九", "〇一二三四五六七八九", "零幺二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
SCRIPTS = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡")
GAPS = (" ", "-", ".", "·", "－", "—", "_", "，", "、", "/", "\u200b", "\u2060", "  ")

# The hundred or so commonest surnames, rarer ones, and given names put together from single characters.
SURNAMES: list[str] = [
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴"
]
SURNAMES += [
    *"贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤",
    "欧阳",
    "司马",
    "诸葛",
    "上官",
]
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志永春梅晓东海燕雪峰文慧婷宇浩子轩梓涵欣怡思远嘉俊博雅琪"
)
CITIES = (
    "北京市朝阳区",
    "上海市浦东新区",
    "广东省深圳市南山区",
    "浙江省杭州市余杭区",
    "四川省成都市武侯区",
    "江苏省苏州市昆山市",
    "湖南长沙岳麓区",
    "",
)
ROADS = (
    "建国路",
    "人民中路",
    "解放大道",
    "中山北路",
    "文一西路",
    "科技南十二路",
    "幸福大街",
    "学院路",
    "滨江东路",
    "和平里西街",
)
ESTATES = ("阳光花园", "万科城", "翠湖小区", "金地名苑", "龙湖天街公寓", "碧桂园", "书香门第小区", "国际大厦")
VILLAGES = ("双林镇东阳村", "河口乡李家村", "永安镇新民村", "洋里乡洋里村", "龙泉镇大石村")
PROVINCES = "京津沪冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋陕吉闽贵粤川"


@dataclass(frozen=True, slots=True)
class Case:
    """``said`` is put into a sentence; none of ``secrets`` may be found in what is kept."""

    kind: str
    said: str
    secrets: tuple[str, ...]


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


def disguise(rng: random.Random, number: str, groups: tuple[int, ...] = ()) -> str:
    """Half of the numbers as they are, the others in another script, spelled out, or with something between."""
    way = rng.randrange(8)
    if way == 0:
        return number.translate(str.maketrans(string.digits, rng.choice(SCRIPTS)))
    if way == 1:
        return number.translate(str.maketrans(string.digits, rng.choice(CHINESE)))
    if way == 2:
        return rng.choice(GAPS).join(number)
    if way == 3 and groups:
        parts = []
        for size in groups:
            parts.append(number[:size])
            number = number[size:]
        return rng.choice(GAPS[:6]).join([part for part in (*parts, number) if part])
    return number


def mobile(rng: random.Random) -> Case:
    number = "1" + rng.choice("3456789") + digits(rng, 9)
    said = (
        disguise(rng, number, (3, 4, 4)) if rng.random() < 0.8 else rng.choice(("+86", "86", "+86 ", "0086-")) + number
    )
    return Case("mobile", rng.choice(("{}", "电话{}", "打我{}", "手机号是{}")).format(said), (number,))


def landline(rng: random.Random) -> Case:
    area = rng.choice(("010", "021", "0571", "0755", "028", "0411"))
    number = rng.choice("2345678") + digits(rng, 7)
    said = rng.choice(
        (
            f"{area}-{number}",
            f"{area}{number}",
            f"({area}){number}",
            f"{area} {number}",
            f"{area}-{number}转{digits(rng, 3)}",
        )
    )
    return Case("landline", rng.choice(("{}", "公司电话{}", "座机 {}")).format(said), (number,))


def identity(rng: random.Random) -> Case:
    day = f"{rng.randint(1940, 2012)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    body = rng.choice(("110105", "310115", "440305", "510104", "330106", "420106")) + day + digits(rng, 3)
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    rest = sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11
    number = body + "10X98765432"[rest]
    return Case(
        "id_card", rng.choice(("{}", "身份证{}", "证件号:{}")).format(disguise(rng, number, (6, 8, 4))), (number[:17],)
    )


def bank_card(rng: random.Random) -> Case:
    prefix, length = rng.choice((("622202", 19), ("621700", 19), ("622588", 16), ("4", 16), ("52", 16), ("6217", 18)))
    body = prefix + digits(rng, length - len(prefix) - 1)
    doubled = [int(c) * (1 + (len(body) - i) % 2) for i, c in enumerate(body)]
    number = body + str(-sum(sum(map(int, str(d))) for d in doubled) % 10)
    return Case(
        "bank_card", rng.choice(("{}", "卡号{}", "退到{}")).format(disguise(rng, number, (4, 4, 4, 4))), (number,)
    )


def email(rng: random.Random) -> Case:
    local = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(3, 9))) + digits(rng, rng.randint(0, 4))
    at = rng.choice(("@", "@", "@", "＠", " @ ", "(at)", "艾特"))
    return Case("email", f"{local}{at}{rng.choice(('qq.com', '163.com', 'gmail.com', 'corp.com.cn'))}", (local,))


def plate(rng: random.Random) -> Case:
    tail = "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=1)) + digits(rng, 4)
    tail = rng.choice((tail, digits(rng, 5), "D" + digits(rng, 5), "F" + digits(rng, 5)))
    head = rng.choice(PROVINCES) + rng.choice("ABCDEFG")
    return Case("plate", head + rng.choice(("", "", "·", " ", "-")) + tail, (tail,))


def documents(rng: random.Random) -> Case:
    number = digits(rng, 8)
    said, secret = rng.choice(
        (
            (f"护照E{number}", number),
            (f"护照号{rng.choice('GK')}{number}", number),
            (f"回乡证H{number}", number),
            (f"台胞证{number}", number),
        )
    )
    return Case("passport and permits", said, (secret,))


def hong_kong(rng: random.Random) -> Case:
    letter, body = rng.choice(string.ascii_uppercase), digits(rng, 6)
    total = 36 * 9 + (ord(letter) - 55) * 8 + sum(int(c) * w for c, w in zip(body, range(7, 1, -1), strict=True))
    check = "0123456789A"[-total % 11]
    return Case(
        "hong kong id",
        rng.choice((f"{letter}{body}({check})", f"香港身份证{letter}{body}{check}", f"{letter}{body}（{check}）")),
        (body,),
    )


def order(rng: random.Random) -> Case:
    number = digits(rng, rng.choice((10, 11, 12, 16, 18, 19)))
    label = rng.choice(("订单号{}", "订单编号：{}", "订单{}", "单号是{}", "我的订单号 {}", "{}"))
    return Case("order", label.format(number), (number,)) if label != "{}" or len(number) > 10 else order(rng)


def tracking(rng: random.Random) -> Case:
    number = digits(rng, 13)
    return Case(
        "tracking",
        rng.choice(("SF{}", "YT{}", "快递单号{}", "运单号：JT{}", "中通{}", "sf {}")).format(number),
        (number,),
    )


def account(rng: random.Random) -> Case:
    name = "".join(rng.choices(string.ascii_lowercase, k=rng.randint(4, 8))) + rng.choice(("", "_")) + digits(rng, 3)
    number = rng.choice("123456789") + digits(rng, rng.randint(6, 9))
    label, value = rng.choice(
        (
            ("微信号{}", name),
            ("vx:{}", name),
            ("加我微信 {}", name),
            ("V信：{}", name),
            ("我微信是{}", name),
            ("qq{}", number),
            ("QQ号：{}", number),
            ("扣扣 {}", number),
        )
    )
    return Case("account", label.format(value), (value,))


def person(rng: random.Random) -> str:
    surname = rng.choice(SURNAMES)
    return surname + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def name_titled(rng: random.Random) -> Case:
    name = person(rng)
    return Case("name + title", name + rng.choice(("先生", "女士", "小姐", "经理", "医生", "老师")), (name, name[-2:]))


def name_labelled(rng: random.Random) -> Case:
    name = person(rng)
    label = rng.choice(
        (
            "我叫{}",
            "收件人：{}",
            "收货人{}",
            "姓名:{}",
            "联系人是{}",
            "本人{}，",
            "我的名字是{}",
            "{} 13912345678",
            "收件人改成{}",
        )
    )
    return Case("name + label", "，" + label.format(name) + "，", (name,))


def name_bare(rng: random.Random) -> Case:
    name = person(rng)
    return Case("name, bare (not sought)", name, (name,))


def address_number(rng: random.Random) -> Case:
    number = f"{rng.randint(1, 999)}号"
    said = (
        rng.choice(CITIES)
        + rng.choice(ROADS)
        + number
        + rng.choice(("", "3号楼502室", "2单元", f"{rng.choice(ESTATES)}5栋1201"))
    )
    return Case("address: road", said, (number, "502", "1201"))


def address_estate(rng: random.Random) -> Case:
    block = f"{rng.randint(1, 30)}{rng.choice(('栋', '号楼', '幢', '座'))}"
    room = f"{block}{rng.randint(1, 4)}单元{rng.randint(1, 30)}0{rng.randint(1, 9)}"
    return Case(
        "address: estate",
        rng.choice(CITIES) + rng.choice(ESTATES) + room + rng.choice(("", "室")),
        (room, room.split("单元")[1]),
    )


def address_village(rng: random.Random) -> Case:
    village = rng.choice(VILLAGES)
    return Case(
        "address: village",
        rng.choice(("湖南省浏阳市", "无极县", "")) + village + rng.choice(("", "3组", "12号")),
        (village[-3:],),
    )


MAKERS: tuple[Callable[[random.Random], Case], ...] = (
    mobile, landline, identity, bank_card, email, plate, documents, hong_kong, order, tracking, account,
    name_titled, name_labelled, name_bare, address_number, address_estate, address_village,
)  # fmt: skip
