"""What can be read and what cannot, with real examples on both sides."""

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.text import RawText
from zhiyin.models.han import HanCount, chinese, han_counts
from zhiyin.models.latin import english
from zhiyin.models.legible import legible
from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import ARTEFACTS, TEXT_DEFAULT, WEIGHTS
from zhiyin.models.text_linear import COLUMNS
from zhiyin.models.weights import LinearWeights, score, unpack
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.mask import mask_text


@cache
def table() -> LinearWeights:
    """What the shipped n-gram table knows of Chinese."""
    return unpack((ARTEFACTS / TEXT_DEFAULT / WEIGHTS).read_bytes(), len(COLUMNS), TEXT_DEFAULT)


def judged(text: str, known: float = 1.0) -> float:
    safe, entities = mask_text(RawText(text))
    passage = Passage(fold(safe), tuple(e.span for e in entities))
    weights = table()
    return legible(passage, han_counts(score(weights, [passage]), len(weights.hashes))[0], known)


@pytest.mark.parametrize(
    "text",
    [
        "等了三天还没发货",
        "質量太差，還沒發貨",
        "好",
        "嗯",
        "好👍",
        "初诊，没办过卡",
        "谁送的？没署名啊",
        "得嘞您忙",
        "有劳有劳",
        "杀虫剂能寄吗，还是说属于违禁品",
        "这个 App 的 UI 太 ugly 了",
        "型号xk-zjq2000plus有货吗",
        "iPhone 15 Pro Max Silicone Case 有货吗",
        "超好吃の店",
        "太差了ヽ(`Д´)ﾉ",
        "看 https://example.com/asdkjh 这个",
        "我的单号[订单号]怎么还没到",
        "this is the worst service ever",
        "It's okay",
        "not bad",
        "Where's my refund???",
        "sooooo goooood",
        "The zipper broke after 2 days, total garbage",
        "ok",
        "thx",
        "hahaha",
        "yyds",
        "😡",
        "🙏🙏",
        "(╯°□°)╯",
        "T_T",
        "^_^",
        "？？？",
        "...",
        "。。。",
        "666",
        "233333",
    ],
)
def test_this_is_read(text: str) -> None:
    assert judged(text) >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "，",
        "12345678",
        "￥199.00",
        "12:30",
        "SF1234567890123",
        "No.12345",
        "A1-B2-C3",
        "[手机号]",
        "https://example.com/good",
        "asdkjh",
        "asdfghjkl qwe",
        "锟斤拷烫烫烫",
        "烫烫烫烫",
        "龘靐齉爩麤灪",
        "je ne suis pas content de votre service",
        "Le produit est arrivé cassé, je veux un remboursement",
        "el producto es muy malo",
        "No me gusta nada",
        "Der Service ist sehr schlecht",
        "servizio pessimo",
        "sản phẩm rất tệ",
        "サービスがひどいです",
        "配送が遅い",
        "고객 서비스가 너무 나빠요",
        "Служба поддержки не отвечает",
        "บริการแย่มาก",
        "zhe ge dong xi tai cha le",
        "ni men you mei you ren",
        "lorem ipsum dolor sit amet",
    ],
)
def test_this_is_not_read(text: str) -> None:
    assert judged(text) < 0.4


def test_random_chinese_characters_are_not_read() -> None:
    chance = random.Random(7)
    texts = ["".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(n)) for n in (4, 6, 12, 30) for _ in range(25)]
    assert sum(judged(t) < 0.5 for t in texts) >= 99


def test_signs_that_the_encoder_does_not_know_are_not_read() -> None:
    assert judged("😡", known=1.0) == 1
    assert judged("😡", known=0.0) == 0


def test_a_chinese_sentence_survives_strange_letters_and_a_strange_one_does_not_gain_by_a_chinese_word() -> None:
    assert judged("客服让我去看Инструкция怎么办啊你们") >= 0.6
    assert judged("Служба поддержки 淘宝 не отвечает уже три дня") < 0.4
    assert judged("asdfghjkl qwertyuiop zxcvbnm lkjhgfdsa 好") < 0.5


@pytest.mark.parametrize("unit", ["na", "ab ", "=", "o", "-_", "(a", "1a", "烫", "ha", ":/", "a.b", "\ud83d"])
def test_long_hostile_texts_end(unit: str) -> None:
    """Searches that try every split of a long text would not."""
    assert 0 <= judged(unit * 5000 + "!") <= 1


@given(st.text(max_size=60))
def test_it_is_a_share_whatever_the_text(text: str) -> None:
    assert 0 <= judged(text) <= 1


@given(st.text(alphabet="0123456789-#¥ ", max_size=20))
def test_numbers_alone_are_not_read(text: str) -> None:
    assert judged(text) == 0 or set(text) <= set("236 -#¥")


@given(st.integers(0, 30), st.data())
def test_more_that_is_known_is_never_less_chinese(pairs: int, data: st.DataObject) -> None:
    fewer = data.draw(st.integers(0, pairs))
    more = data.draw(st.integers(fewer, pairs))
    assert chinese(HanCount(pairs + 1, pairs + 1, pairs, more)) >= chinese(HanCount(pairs + 1, pairs + 1, pairs, fewer))


@given(st.lists(st.text(alphabet="abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=12), min_size=1, max_size=12))
def test_english_is_a_share(words: list[str]) -> None:
    assert 0 <= english(words) <= 1


def test_endings_and_short_forms_are_known() -> None:
    words = ["didn't", "worries", "stopped", "easily", "making", "it's", "refunds", "waited", "nicest"]
    assert all(english([word]) == 1 for word in words)
