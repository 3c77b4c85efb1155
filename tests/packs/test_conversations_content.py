"""The shipped conversations, word lists and scripts keep what demo, benchmarks and readers rely on."""

import re
from collections import Counter
from importlib.resources import files

import pytest

import zhiyin.packs
from zhiyin.domain.example import Course, ExampleConversation
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.utterance import Role
from zhiyin.packs.conversations import load_conversations
from zhiyin.packs.lexicons import load_lexicon, parse_lexicon
from zhiyin.packs.policies import load_policy
from zhiyin.pipeline.features import CueFinder
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.masking.kinds import PLACEHOLDERS
from zhiyin.pipeline.repetition import says_again

SCENES = ("ecommerce", "finance", "government", "medical", "travel")
CONVERSATIONS = load_conversations()
FINDER = CueFinder(load_lexicon())

_ID = re.compile(r"(?<!\d)\d{17}[\dX](?![\dX])")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CARD = re.compile(r"(?<!\d)62\d{14,17}(?!\d)")
_EMAIL = re.compile(r"[\w.]+@[\w.]+")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = str.maketrans("零一二三四五六七八九", "0123456789")

each = pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c.id)


def said(conversation: ExampleConversation, role: Role | None = None) -> list[str]:
    return [t.say.reveal() for t in conversation.turns if role in (None, t.role)]


def cues_of(text: str) -> set[str]:
    """Names of the cues that count: a hit inside an exception (``no_X``) does not, as lexicon.yaml says."""
    found = FINDER.find(fold(text))
    spans = [(c.name, *c.span) for c in found]
    excepted = {
        (name, start, end)
        for name, start, end in spans
        for other, first, last in spans
        if other == f"no_{name}" and first <= start and end <= last
    }
    return {name for name, *place in spans if (name, *place) not in excepted and not name.startswith("no_")}


def id_card_is_valid(number: str) -> bool:
    """GB 11643-1999: the last place is a check digit, modulo 11."""
    total = sum(int(d) * w for d, w in zip(number, _ID_WEIGHTS, strict=False))
    return number[17] == "10X98765432"[total % 11]


def luhn_is_valid(number: str) -> bool:
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


# --- the set as a whole ----------------------------------------------------------------------------------------------


def test_every_scene_has_every_course() -> None:
    found = {(c.scene, c.course) for c in CONVERSATIONS}
    assert found == {(scene, course) for scene in SCENES for course in Course}


def test_there_are_at_least_nine_per_scene() -> None:
    counts = Counter(c.scene for c in CONVERSATIONS)
    assert all(counts[scene] >= 9 for scene in SCENES), counts


def test_no_sentence_of_a_customer_stands_in_two_conversations() -> None:
    seen: dict[str, str] = {}
    for conversation in CONVERSATIONS:
        for line in {s for s in said(conversation, Role.CUSTOMER) if len(s) > 6}:
            assert seen.setdefault(line, conversation.id) == conversation.id, line


def test_between_a_quarter_and_a_half_carry_personal_data() -> None:
    share = sum(bool(c.expect.never) for c in CONVERSATIONS) / len(CONVERSATIONS)
    assert 0.25 <= share <= 0.5


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_has_short_and_long_waits(scene: str) -> None:
    waits = [t.after for c in CONVERSATIONS if c.scene == scene for t in c.turns]
    assert any(8 < w <= 60 for w in waits)
    assert any(60 < w <= 300 for w in waits)
    assert any(w >= 300 for w in waits)


def test_some_conversations_are_in_traditional_characters() -> None:
    assert sum(any(fold(s) != s.lower() for s in said(c)) for c in CONVERSATIONS) >= 3


# --- each conversation -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", SCENES)
def test_file_id_scene_and_course_agree(scene: str) -> None:
    names = {p.name for p in (files(zhiyin.packs) / scene / "conversations").iterdir()}
    here = [c for c in CONVERSATIONS if c.scene == scene]
    assert names == {f"{c.id}.yaml" for c in here}
    for c in here:
        assert re.fullmatch(rf"{scene}-{c.course.value.replace('_', '-')}-\d\d", c.id)


@each
def test_length_start_and_expectations(conversation: ExampleConversation) -> None:
    assert 8 <= len(conversation.turns) <= 18
    assert conversation.turns[0].after == 0
    assert all(t.after > 0 for t in conversation.turns[1:])
    assert conversation.expect.peak_tier
    assert conversation.expect.end is not None
    for turn in conversation.turns:
        assert bool(turn.expect.polarity and turn.expect.emotion) == (turn.role is Role.CUSTOMER)


@each
def test_business_facts_are_known_to_the_scene(conversation: ExampleConversation) -> None:
    known = load_policy(conversation.scene).facts
    for name, value in conversation.facts.items():
        assert name in known
        assert isinstance(value, str) == isinstance(known[name], str), name


@each
def test_listed_personal_data_was_said(conversation: ExampleConversation) -> None:
    everything = "\n".join(said(conversation))
    assert all(secret in everything for secret in conversation.expect.never)
    assert bool(conversation.expect.never) == bool(conversation.expect.masked)
    assert {f"[{name}]" for name in conversation.expect.masked} <= set(PLACEHOLDERS.values())


@each
def test_numbers_are_valid_and_listed(conversation: ExampleConversation) -> None:
    spoken = "\n".join(said(conversation)).translate(_DIGITS)
    never = " ".join(conversation.expect.never).translate(_DIGITS)
    ids = [n for n in _ID.findall(spoken) if "身份证号" in conversation.expect.masked]
    cards = _CARD.findall(spoken)
    assert all(id_card_is_valid(n) for n in ids)
    assert all(luhn_is_valid(n) for n in cards)
    for number in [*ids, *cards, *_PHONE.findall(spoken), *_EMAIL.findall(spoken)]:
        assert number in never


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The lists that all scenes share; the ``about_*`` lists of single scenes have tests of their own."""
    return parse_lexicon((files(zhiyin.packs) / "lexicon.yaml").read_text("utf-8"), "lexicon.yaml")


def test_expressions_are_folded_and_unique(lexicon: Lexicon) -> None:
    for name, words in lexicon.cues.items():
        assert [w for w in words if fold(w) != w] == [], name
        assert len(set(words)) == len(words), name
        # One character can be shielded or excused nowhere; only the marks of a question are safe as such.
        assert name == "question" or all(len(w) > 1 for w in words), name


def test_each_list_has_a_useful_size(lexicon: Lexicon) -> None:
    sizes = {name: len(words) for name, words in lexicon.cues.items() if not name.startswith("no_")}
    assert {name: n for name, n in sizes.items() if not 15 <= n <= 60} == {}


def test_every_exception_contains_what_it_excepts(lexicon: Lexicon) -> None:
    for name, words in lexicon.cues.items():
        if name.startswith("no_"):
            excepted = lexicon.cues[name.removeprefix("no_")]
            assert [w for w in words if not any(e in w for e in excepted)] == [], name


@pytest.mark.parametrize("conversation", [c for c in CONVERSATIONS if c.course is Course.CALM], ids=lambda c: c.id)
def test_calm_customers_neither_threaten_nor_insult(conversation: ExampleConversation) -> None:
    for line in said(conversation, Role.CUSTOMER):
        assert not cues_of(line) & {"threat", "insult", "churn", "safety"}, line


@pytest.mark.parametrize(
    "conversation", [c for c in CONVERSATIONS if c.course is Course.LEGAL_THREAT], ids=lambda c: c.id
)
def test_threats_are_found(conversation: ExampleConversation) -> None:
    assert any("threat" in cues_of(line) for line in said(conversation, Role.CUSTOMER))


@pytest.mark.parametrize(
    "conversation", [c for c in CONVERSATIONS if c.course is Course.REPEATED_QUESTIONS], ids=lambda c: c.id
)
def test_repeated_questions_are_repeated_in_the_same_words_at_least_once(conversation: ExampleConversation) -> None:
    asked: list[str] = []
    again = 0
    for line in said(conversation, Role.CUSTOMER):
        again += says_again(fold(line), asked)
        asked.append(fold(line))
    assert again >= 1


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("再不退我就打12315了", "threat"),
        ("你等著，我要去消協", "threat"),
        ("第三次了，又是这句话", "repetition"),
        ("能不能转人工啊", "human_request"),
        ("再也不买你家东西了", "churn"),
        ("你们就是糊弄人", "insult"),
        ("我卡被盗刷了", "fraud"),
        ("真的不想活了", "safety"),
        ("算了，随便吧", "resignation"),
        ("怎么还没发货", "waiting"),
        ("请问怎么投诉快递员", "complaint_inquiry"),
    ],
)
def test_said_and_found(text: str, cue: str) -> None:
    assert cue in cues_of(text)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("请问怎么投诉快递员", "threat"),
        ("法院附近有停车场吗", "threat"),
        ("我想问下律师费能报销吗", "threat"),
        ("usb接口坏了怎么办", "insult"),
        ("孕吐恶心怎么缓解", "insult"),
        ("滚筒洗衣机多少钱", "insult"),
        ("我妈的订单到了吗", "insult"),
        ("差点急死，还好收到了", "safety"),
        ("请问手套现在有货吗", "fraud"),
        ("人工智能专业好吗", "human_request"),
        ("又大又甜", "repetition"),
        ("银行吧台在几楼", "resignation"),
        ("请问政府有规划吗", "threat"),
        ("我要表扬县信访局的同志", "threat"),
        ("酒店紧靠着火车站", "safety"),
        ("感觉被骗了，衣服起球", "fraud"),
        ("胸痛中心在几号楼", "safety"),
        ("这是跳楼价了", "safety"),
        ("利息按天计算了吗", "resignation"),
        ("垃圾分类怎么举报", "insult"),
        ("我操作失败了", "insult"),
        ("对服务很不满意", "praise"),
        ("有运退保险吗", "churn"),
        ("不一定会到", "promise"),
        ("能不能开发票", "negation"),
    ],
)
def test_innocent_words_stay_silent(text: str, cue: str) -> None:
    assert cue not in cues_of(text)


# --- scripts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", SCENES)
def test_scripts_suffice_and_promise_nothing_false(scene: str) -> None:
    scripts = load_policy(scene).scripts
    texts = [s.text for s in scripts]
    assert len(scripts) >= 18
    assert len({s.id for s in scripts}) == len(set(texts)) == len(scripts)
    assert sum("{" in t for t in texts) <= len(texts) / 2
    banned = (
        "亲亲",
        "绝对",
        "百分之百",
        "100%",
        "保证收益",
        "稳赚",
        "包治",
        "根治",
        "第一时间",
        "敬请谅解",
        "史上",
        "最佳",
    )
    assert [(t, b) for t in texts for b in banned if b in t] == []
    assert all(len(t) <= 90 for t in texts)
