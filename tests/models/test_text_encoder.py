"""What the text model promises of every text, on a network of random weights: what it reads is another matter."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.features import Before, Features
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import ReasonKind
from zhiyin.domain.text import RawText, SafeText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.models import listener
from zhiyin.models.ngrams import Passage
from zhiyin.models.text_encoder import OWN, EncoderTextModel
from zhiyin.models.tokens import Ids, Line
from zhiyin.pipeline.folding import fold
from zhiyin.pipeline.mask import mask_text

AGENT_BAD = (Before(True, "亲,退款15个工作日到账", ()),)
AGENT_GOOD = (Before(True, "今天就发货", ()),)
TEXTS = st.one_of(
    st.text(max_size=40), st.text(alphabet="退款太好了发货质量差,!。 😡a", max_size=40), st.just("this is bad")
)
TURNS = st.tuples(TEXTS, st.lists(st.tuples(st.booleans(), TEXTS), max_size=3))


def seen(text: str, before: Sequence[Before] = ()) -> Features:
    safe, entities = mask_text(RawText(text))
    origin = Origin(ConversationRef("t", "c"), "e1", Role.CUSTOMER, 0)
    return Features(Masked(origin, safe, entities), fold(safe), (), (), tuple(before))


def turn(text: str, said: Sequence[tuple[bool, str]]) -> Features:
    return seen(text, [Before(ours, fold(mask_text(RawText(line))[0]), ()) for ours, line in said])


def read(model: EncoderTextModel, text: str, before: Sequence[Before] = ()) -> Reading:
    return model.read([seen(text, before)])[0]


def heard(reading: Reading) -> tuple[object, ...]:
    return reading.polarity_probs, reading.emotions, reading.intensity, reading.sarcasm, reading.unsure


@settings(max_examples=40)
@given(turns=st.lists(TURNS, min_size=1, max_size=6))
def test_readings_are_sound_in_order_and_the_same_alone(tiny: EncoderTextModel, turns: list[object]) -> None:
    items = [turn(*t) for t in turns]  # type: ignore[misc]
    together = tiny.read(items)
    tiny._listener._remembered.clear()
    for item, reading in zip(reversed(items), reversed(together), strict=True):
        assert tiny.read([item])[0] == reading
        assert sum(reading.polarity_probs.values()) == pytest.approx(1, abs=1e-4)
        assert sum(reading.emotions.values()) == pytest.approx(1, abs=1e-4)
        assert 0 <= reading.intensity <= 1
        assert 0 <= reading.sarcasm <= 1
        assert reading.confidence == reading.polarity_probs[reading.polarity]
        assert reading.model == tiny.name
        assert len(reading.reasons) <= 3
        for reason in reading.reasons:
            assert reason.kind is ReasonKind.WORDS
            assert reason.span is not None
            assert reason.text == item.masked.text[slice(*reason.span)] != ""


def test_nothing_to_read_gives_no_readings(tiny: EncoderTextModel) -> None:
    assert tiny.read([]) == []
    assert tiny.means([]).shape[0] == 0


def test_what_was_said_before_changes_the_reading(tiny: EncoderTextModel) -> None:
    alone, bad, good = (read(tiny, "那太好了", b) for b in ((), AGENT_BAD, AGENT_GOOD))
    assert len({str(heard(r)) for r in (alone, bad, good)}) == 3


def test_who_said_it_before_changes_the_reading(tiny: EncoderTextModel) -> None:
    assert heard(read(tiny, "好", (Before(True, "退款", ()),))) != heard(read(tiny, "好", (Before(False, "退款", ()),)))


def test_only_the_latest_context_that_fits_is_heard(tiny: EncoderTextModel) -> None:
    long_ago = (Before(False, "质量很差", ()),)
    recent = tuple(Before(True, "请稍等,正在为您查询,马上就好", ()) for _ in range(4))
    assert heard(read(tiny, "好", long_ago + recent)) == heard(read(tiny, "好", recent))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("質量太差，還沒發貨", "质量太差，还没发货"),
        ("太差了，退款！", "太差了,退款!"),
        ("ＯＫ", "ok"),
        ("太差了\n退款", "太差了退款"),
        ("太差了 \t 退款", "太差了退款"),
        ("太差\u200b了\ufeff退款", "太差了退款"),
        ("👍️", "👍"),
        ("THIS IS BAD", "this is bad"),
        ("啊啊啊啊啊啊啊啊", "啊啊啊"),
    ],
)
def test_the_encoder_hears_no_difference_that_means_none(tiny: EncoderTextModel, one: str, other: str) -> None:
    first, second = (Passage(seen(t).folded) for t in (one, other))
    assert tiny.means([first]).tobytes() == tiny.means([second]).tobytes()


def test_traditional_and_full_width_text_reads_the_same_in_every_number(tiny: EncoderTextModel) -> None:
    assert heard(read(tiny, "質量太差，還沒發貨！")) == heard(read(tiny, "质量太差,还没发货!"))


def test_the_kind_of_a_masked_value_changes_nothing(tiny: EncoderTextModel) -> None:
    phone, mail = read(tiny, "打[手机号]还没人接"), read(tiny, "打[邮箱]还没人接")
    assert heard(phone) == heard(mail)
    assert all("[" not in reason.text for reason in (*phone.reasons, *mail.reasons))


def test_the_kind_of_a_masked_value_in_the_context_changes_nothing(tiny: EncoderTextModel) -> None:
    phone, mail = Before(False, "打[手机号]", ((1, 6),)), Before(False, "打[邮箱]", ((1, 5),))
    assert heard(read(tiny, "好的", (phone,))) == heard(read(tiny, "好的", (mail,)))


def test_a_text_is_heard_once_and_remembered(tiny: EncoderTextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    states = tiny._listener._encoder.states

    def counted(ids: Ids) -> object:
        runs.append(len(ids))
        return states(ids)

    tiny._listener._remembered.clear()
    monkeypatch.setattr(tiny._listener._encoder, "states", counted)
    first = tiny.read([seen("太差了"), seen("太差了"), seen("太差了", AGENT_BAD)])
    assert len(runs) == 2
    assert tiny.read([seen("太差了", AGENT_BAD), seen("太差了")]) == [first[2], first[0]]
    assert len(runs) == 2


def test_what_is_remembered_is_bounded(tiny: EncoderTextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "KEPT", 3)
    tiny.read([seen(f"退款{'啊' * n}") for n in range(6)])
    assert len(tiny._listener._remembered) == 3
    again = [p.folded for p, _ in tiny._listener._remembered]
    tiny.read([seen(again[0]), seen("发货")])
    assert [p.folded for p, _ in tiny._listener._remembered] == [again[2], again[0], "发货"]


def test_many_threads_get_the_same_bits(tiny: EncoderTextModel) -> None:
    items = [seen(f"退款{'太' * (n % 3)}差", AGENT_BAD if n % 2 else ()) for n in range(24)]
    expected = tiny.read(items)
    tiny._listener._remembered.clear()
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: tiny.read(items), range(4)):
            assert found == expected


def test_the_parts_blend_as_the_plan_says(tiny: EncoderTextModel) -> None:
    passages = [Passage("质量太差"), Passage("谢谢"), Passage("")]
    before = [(Line(Passage("退款"), ours=True),), (), ()]
    encoder, linear = tiny.logits(passages, before)
    families = tiny.families(passages, before)
    assert set(families) == {head.name for head in tiny.plan.heads} > set(OWN)
    for head, columns in tiny.plan.placed():
        z = head.encoder * encoder[:, columns] + head.linear * linear[:, columns] + np.array(head.offset)
        raised = np.exp(z)
        right = raised / raised.sum(axis=1, keepdims=True) if head.kind == "classes" else raised / (1 + raised)
        np.testing.assert_allclose(families[head.name], right, atol=1e-4)
    silent = next(columns for head, columns in tiny.plan.placed() if head.name == "many")
    assert not linear[:, silent].any()
    assert linear[:2].any()


def test_context_reaches_the_families(tiny: EncoderTextModel) -> None:
    passage = Passage("那太好了")
    alone = tiny.families([passage])["review"]
    told = tiny.families([passage], [(Line(Passage("退款15个工作日"), ours=True),)])["review"]
    assert alone.tobytes() != told.tobytes()


def test_reasons_are_the_heaviest_words_of_the_blended_score(tiny: EncoderTextModel) -> None:
    reading = read(tiny, "质量太差,退款")
    assert reading.reasons
    assert reading.reasons[0].weight > 0
    weights = [abs(r.weight) for r in reading.reasons if r.weight > 0]
    assert weights == sorted(weights, reverse=True)
    assert {r.name for r in reading.reasons} == {reading.polarity.value}


def test_english_words_are_named_whole(tiny: EncoderTextModel) -> None:
    reading = read(tiny, "this is disappointing and unacceptable service")
    assert reading.reasons
    assert all(r.text in ["this", "is", "disappointing", "and", "unacceptable", "service"] for r in reading.reasons)


@pytest.mark.parametrize("text", ["asdkjh qwpoe", "12345678", "je ne suis pas content", "龘靐齉爩麤灪", "", "[订单号]"])
def test_what_cannot_be_read_is_unsure_and_calm(tiny: EncoderTextModel, text: str) -> None:
    reading = read(tiny, text)
    assert reading.unsure
    assert (reading.polarity, reading.emotion) == (Polarity.NEUTRAL, Emotion.CALM)
    assert reading.reasons == ()
    assert reading.sarcasm == 0


def test_a_sign_that_is_half_a_character_does_no_harm(tiny: EncoderTextModel) -> None:
    origin = Origin(ConversationRef("t", "c"), "e1", Role.CUSTOMER, 0)
    broken = Features(Masked(origin, SafeText("太差\ud83d了")), "太差\ud83d了", (), ())
    assert tiny.read([broken])[0].polarity in Polarity


def test_long_texts_are_read_at_both_ends(tiny: EncoderTextModel) -> None:
    begin, end = "质量太差" * 8, "谢谢太好了" * 8
    middle = Passage(begin + "退款" * 300 + end)
    other = Passage(begin + "发货" * 300 + end)
    assert tiny.means([middle]).tobytes() == tiny.means([other]).tobytes()
    reading = tiny.read_passages([middle], [middle.folded])[0]
    assert reading.reasons
