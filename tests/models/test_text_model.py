"""The shipped text model: what it says of lifelike sentences, of texts it cannot read, and why."""

import random
from functools import cache
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Utterance
from zhiyin.models.registry import load_text_model
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask
from zhiyin.seams import TextModel
from zhiyin.testing.lifelike import CASES
from zhiyin.training.sayings import sayings

CUES = CueFinder(Lexicon({}))
LETTERS = {"n": Polarity.NEGATIVE, "u": Polarity.NEUTRAL, "p": Polarity.POSITIVE}


@pytest.fixture(scope="module")
def model() -> TextModel:
    return _shared()


def seen(text: str) -> Features:
    origin = Origin(ConversationRef("t", "c"), "e1", Role.CUSTOMER, 0)
    return features(mask(Utterance(origin, RawText(text))), (), CUES)


def read(model: TextModel, text: str) -> Reading:
    return model.read([seen(text)])[0]


def fits(reading: Reading, polarities: str, emotions: str) -> bool:
    return reading.polarity in {LETTERS[c] for c in polarities} and reading.emotion.value in emotions.split()


@pytest.mark.parametrize(("text", "polarities", "emotions"), CASES[:8])
def test_the_plainest_sentences_are_all_right(model: TextModel, text: str, polarities: str, emotions: str) -> None:
    reading = read(model, text)
    assert fits(reading, polarities, emotions), (reading.polarity, reading.emotion)
    assert not reading.unsure


def test_lifelike_sentences_are_read_as_a_person_would(model: TextModel) -> None:
    readings = model.read([seen(text) for text, _, _ in CASES])
    wrong = [c[0] for c, r in zip(CASES, readings, strict=True) if not fits(r, c[1], c[2])]
    assert len(CASES) >= 80
    assert len(wrong) <= 0.1 * len(CASES), wrong


@pytest.mark.parametrize(
    "text", ["好的", "在吗", "你好", "嗯", "好", "是的", "没有了", "知道了", "人工客服", "ok", "没了"]
)
def test_short_turns_of_service_are_calm(model: TextModel, text: str) -> None:
    reading = read(model, text)
    assert (reading.polarity, reading.emotion) == (Polarity.NEUTRAL, Emotion.CALM)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "1234567",
        "……",
        "！！！？？",
        "asdfghjkl qwe",
        "Служба поддержки не отвечает",
        "サービスがひどいです",
        "고객 서비스가 너무 나빠요",
        "13812345678",
    ],
)
def test_what_is_not_chinese_is_unsure_and_never_angry(model: TextModel, text: str) -> None:
    reading = read(model, text)
    assert reading.unsure
    assert (reading.polarity, reading.emotion) == (Polarity.NEUTRAL, Emotion.CALM)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("this is the worst service ever", Polarity.NEGATIVE),
        ("thank you so much, you solved it in two minutes", Polarity.POSITIVE),
        ("I want my money back, this is a scam", Polarity.NEGATIVE),
    ],
)
def test_english_is_read(model: TextModel, text: str, polarity: Polarity) -> None:
    assert read(model, text).polarity is polarity


def said_after(model: TextModel, text: str, before: list[tuple[Role, str]]) -> Reading:
    origin = Origin(ConversationRef("t", "c"), "e1", Role.CUSTOMER, 0)
    turns = [ContextTurn(role, mask(Utterance(origin, RawText(line))).text) for role, line in before]
    return model.read([features(mask(Utterance(origin, RawText(text))), turns, CUES)])[0]


def test_the_same_words_are_two_feelings_after_other_turns(model: TextModel) -> None:
    soon = said_after(
        model, "那太好了", [(Role.CUSTOMER, "我的快递今天能发吗"), (Role.AGENT, "今天已经发出了，明天就到")]
    )
    late = said_after(model, "那太好了", [(Role.CUSTOMER, "退款多久到账"), (Role.AGENT, "亲，退款需要15个工作日")])
    assert soon.polarity is Polarity.POSITIVE
    assert late.valence < soon.valence - 0.3


@pytest.mark.parametrize(
    "other",
    [
        "質量太差了，三天還沒發貨！",
        "质量太差了，三天还没发货！！！！！！",
        "质量太差了，\n三天还没发货！",
        "质量太差了 ，三天 还没发货！",
        "\u200b质量太差了，三天还没发货！\ufe0f",
    ],
)
def test_how_it_is_written_does_not_change_what_is_felt(model: TextModel, other: str) -> None:
    plain, changed = read(model, "质量太差了，三天还没发货！"), read(model, other)
    assert changed.polarity is plain.polarity
    assert abs(changed.valence - plain.valence) < 0.15


def test_random_characters_are_mostly_unsure(model: TextModel) -> None:
    chance = random.Random(7)
    texts = ["".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(12)) for _ in range(50)]
    readings = model.read([seen(t) for t in texts])
    assert all(r.unsure for r in readings)
    assert all(r.emotion is not Emotion.ANGRY for r in readings)


def test_a_placeholder_changes_nothing_by_its_kind(model: TextModel) -> None:
    phone, mail = read(model, "打[手机号]还没人接"), read(model, "打[邮箱]还没人接")
    assert phone.polarity_probs == mail.polarity_probs
    assert all("[" not in reason.text for reason in phone.reasons)


def test_traditional_characters_read_like_simplified_ones(model: TextModel) -> None:
    assert read(model, "質量太差，還沒發貨").emotions == read(model, "质量太差，还没发货").emotions


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40) | st.sampled_from([c[0] for c in CASES]), min_size=1, max_size=5))
def test_readings_are_sound_and_do_not_depend_on_neighbours(texts: list[str]) -> None:
    model = _shared()
    items = [seen(t) for t in texts]
    together = model.read(items)
    for item, reading in zip(items, together, strict=True):
        assert model.read([item])[0] == reading
        assert sum(reading.polarity_probs.values()) == pytest.approx(1, abs=1e-4)
        assert sum(reading.emotions.values()) == pytest.approx(1, abs=1e-4)
        assert 0 <= reading.intensity <= 1
        assert 0 <= reading.sarcasm <= 1
        assert reading.confidence == max(reading.polarity_probs.values())
        assert len(reading.reasons) <= 3
        for reason in reading.reasons:
            assert reason.kind is ReasonKind.WORDS
            assert reason.span is not None
            assert reason.text == item.masked.text[slice(*reason.span)] != ""


@cache
def _shared() -> TextModel:
    """For hypothesis, which takes no fixture of the module's."""
    return load_text_model()


def test_named_words_carry_the_answer(model: TextModel) -> None:
    """Taking out the named words moves the log-odds more than taking out as many other characters does on average.

    On lifelike and on hard sentences; a neutral or unsure answer has no words that carry it.
    """
    chance = random.Random(3)
    moved, moved_by_chance = [], []
    hard = [s for s in islice(sayings(dev=True), 140) if not s.before and len(s.text) > 8]
    sided = [(s.text, "", "") for s in hard if s.polarity is not Polarity.NEUTRAL]
    for text, polarities, _ in [*CASES, *sided]:
        item, reading = seen(text), read(model, text)
        if reading.polarity is Polarity.NEUTRAL or reading.unsure:
            continue
        spans = [r.span for r in reading.reasons if r.weight > 0 and r.span]
        size = sum(b - a for a, b in spans)
        if polarities == "u" or not spans or size > len(text) // 2:
            continue
        named = {i for a, b in spans for i in range(a, b)}
        others = [i for i in range(len(item.folded)) if i not in named]
        picks = [set(chance.sample(others, size)) for _ in range(5)]
        first, *rest = _drops(model, item.masked.text, [named, *picks], reading)
        moved.append(first)
        moved_by_chance.append(sum(rest) / len(rest))
    assert len(moved) >= 20
    assert sum(a > b for a, b in zip(moved, moved_by_chance, strict=True)) >= 0.9 * len(moved)


def _drops(model: TextModel, text: str, cuts: list[set[int]], before: Reading) -> list[float]:
    left = model.read([seen("".join(c for i, c in enumerate(text) if i not in gone)) for gone in cuts])
    return [before.polarity_probs[before.polarity] - after.polarity_probs[before.polarity] for after in left]
