"""Whatever the disguise, no number survives; whatever the text, masking is idempotent, linear and keeps the rest."""

import string
import unicodedata
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.masking.kinds import PLACEHOLDERS
from zhiyin.pipeline.masking.normalise import narrow

NUMERALS = {
    "0": "零〇",
    "1": "一壹幺",
    "2": "二贰",
    "3": "三叁",
    "4": "四肆",
    "5": "五伍",
    "6": "六陆",
    "7": "七柒",
    "8": "八捌",
    "9": "九玖",
}
SCRIPTS = ("０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
CARRIERS = ("{}", "我的号{}麻烦回", "请打 {} 谢谢", "在吗？{}。", "好的,{}\n尽快", "A{}b", "😀{}😀")


def masked(text: str) -> str:
    return mask_text(RawText(text))[0]


def digit_runs(text: str) -> list[str]:
    """Runs of three and more digits left in a text, whatever they are written in."""
    back = {ord(c): digit for digit, characters in NUMERALS.items() for c in characters}
    plain = "".join(
        str(unicodedata.digit(c)) if unicodedata.digit(c, None) is not None else c for c in text.translate(back)
    )
    kept = "".join(c if c in string.digits else " " for c in plain if not unicodedata.combining(c) and c not in " -._·")
    return [run for run in kept.split() if len(run) >= 3]


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return "1" + draw(st.sampled_from("3456789")) + draw(st.text("0123456789", min_size=9, max_size=9))


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(min_value=date(1920, 1, 1), max_value=date(2024, 1, 1)))
    body = draw(st.sampled_from(("110105", "440305", "310115", "510104", "654326"))) + day.strftime("%Y%m%d")
    body += f"{draw(st.integers(1, 999)):03d}"
    remainder = sum(int(c) * (2 ** (17 - i) % 11) for i, c in enumerate(body)) % 11
    return body + "10X98765432"[remainder]


@st.composite
def cards(draw: st.DrawFn) -> str:
    length = draw(st.sampled_from((16, 17, 18, 19)))
    body = "62" + draw(st.text("0123456789", min_size=length - 3, max_size=length - 3))
    total = 0
    for place, c in enumerate(reversed(body)):
        total += int(c) if place % 2 else sum(divmod(int(c) * 2, 10))
    return body + str(-total % 10)


@st.composite
def disguises(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> tuple[str, str]:
    """(number, how it is written)."""
    number = draw(numbers)
    way = draw(st.sampled_from(("plain", "script", "spelled", "mixed", "spaced", "grouped", "hidden", "keycaps")))
    if way == "script":
        written = number.translate(str.maketrans(string.digits, draw(st.sampled_from(SCRIPTS))))
    elif way == "spelled":
        written = "".join(draw(st.sampled_from(NUMERALS[c])) if c in NUMERALS else c for c in number)
    elif way == "mixed":
        written = "".join(draw(st.sampled_from(NUMERALS.get(c, "") + c)) for c in number)
    elif way == "spaced":
        written = draw(st.sampled_from((" ", "-", ".", "·", "_", "  ", " - ", "、", "，", "。"))).join(number)
    elif way == "grouped":
        gap = draw(st.sampled_from((" ", "-", ".", "·", "－", "—")))
        written = gap.join((number[:3], number[3:7], number[7:]) if len(number) == 11 else _fours(number))
    elif way == "hidden":
        written = draw(st.sampled_from(("\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad", "\u0336"))).join(number)
    else:
        written = "".join(c + "\ufe0f\u20e3" if c in string.digits and way == "keycaps" else c for c in number)
    return number, written


def _fours(number: str) -> list[str]:
    return [number[i : i + 4] for i in range(0, len(number), 4)]


@settings(max_examples=300, deadline=None)
@given(disguises(st.one_of(mobiles(), identities(), cards())), st.sampled_from(CARRIERS))
def test_no_digits_of_a_number_survive(case: tuple[str, str], carrier: str) -> None:
    number, written = case
    safe = masked(carrier.format(written))
    assert any(placeholder in safe for placeholder in PLACEHOLDERS.values())
    assert not [run for run in digit_runs(safe) if run in number]


ALPHABET = st.one_of(
    st.characters(),
    st.sampled_from(
        "0123456789一二三四五零〇幺①٣ -.,:@#+()[]x号码手机电话"
        "姓名地址先生女士王李张我叫收件人订单微信路省市区县镇村号栋单元室的"
    ),
    st.sampled_from(
        [*PLACEHOLDERS.values(), "[数字x]", "13800138000", "我叫", "收件人", "王先生", "建国路88号", "\x01", "\0"]
    ),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(ALPHABET, max_size=40).map("".join))
@example("13800138000 8001 张三 13800138000")
@example("收件人张三李四13800138000")
@example("[手机[手机号]号]")
@example("a\ud800b")
def test_idempotent_and_encodable(text: str) -> None:
    once, entities = mask_text(RawText(text))
    assert mask_text(RawText(once)) == (once, entities)
    once.encode("utf-8")
    assert unicodedata.is_normalized("NFKC", narrow(once))
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)
    for entity in entities:
        assert once[slice(*entity.span)] == PLACEHOLDERS[entity.kind]


@settings(deadline=None)
@given(st.text(st.sampled_from("好的快递很慢啊质量不错谢谢发货退款了吗呢,。!? \nabcé😀"), max_size=80))
def test_text_without_personal_data_is_only_normalised(text: str) -> None:
    assert masked(text) == unicodedata.normalize("NFKC", text)


@settings(deadline=None)
@given(st.decimals(0, 99999, places=2), st.sampled_from(("{}元", "¥{}", "退了{}块", "一共{}")))
def test_prices_stay(amount: object, form: str) -> None:
    assert masked(form.format(amount)) == unicodedata.normalize("NFKC", form.format(amount))


@settings(deadline=None)
@given(st.datetimes(), st.sampled_from(("%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日", "%m-%d", "%Y.%m.%d", "%H:%M:%S")))
def test_dates_and_times_stay(moment: object, form: str) -> None:
    text = f"{moment:{form}}下的单"
    assert masked(text) == text
