"""Banned phrases: the measured set, and that no way of writing hides or makes one."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.phrase import BannedPhrase
from zhiyin.packs import load_phrases, load_policy, scenes
from zhiyin.pipeline.folding import _SIMPLIFIED, _TRADITIONAL
from zhiyin.pipeline.phrases import PhraseFinder, find_phrases, plain, usable

HERE = Path(__file__).parent
FINDERS = {scene: PhraseFinder(load_phrases(scene)) for scene in scenes()}
EVERYTHING = load_phrases("ecommerce")
TRADITIONAL = dict(zip(_SIMPLIFIED, _TRADITIONAL, strict=True))
FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
MARKS = " ·*-_~|/\u3000\u200b\ufe0f・•^'\"（）【】"


def sentences(name: str) -> list[tuple[str, str]]:
    found = yaml.load((HERE / f"phrases_{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [(scene, text) for scene, texts in found.items() for text in texts]


def test_the_measured_set_is_large_enough() -> None:
    assert len(EVERYTHING) >= 150
    assert min(len(sentences("pass")), len(sentences("refuse"))) >= 120


def test_no_sentence_of_the_measured_set_is_judged_wrongly() -> None:
    refused = {text: FINDERS[scene].find(text) for scene, text in sentences("pass")}
    missed = [text for scene, text in sentences("refuse") if not FINDERS[scene].find(text)]
    assert ({text: found for text, found in refused.items() if found}, missed) == ({}, [])


@pytest.mark.parametrize("scene", scenes())
def test_no_shipped_script_holds_one(scene: str) -> None:
    assert {s.id: FINDERS[scene].find(s.text) for s in load_policy(scene).scripts if FINDERS[scene].find(s.text)} == {}


@pytest.mark.parametrize("scene", [None, *scenes()])
def test_every_shipped_phrase_is_found_by_itself_and_told_with_reason_and_mend(scene: str | None) -> None:
    for banned in load_phrases(scene):
        assert usable(banned.phrase) is None
        text = f"我说，{banned.phrase.replace('*', '三天')}"
        assert PhraseFinder([BannedPhrase(banned.phrase, "k", "r", "m")]).find(text), banned.phrase
        assert banned.reason
        assert banned.mend


@given(st.sampled_from(EVERYTHING), st.data())
def test_no_way_of_writing_hides_a_phrase(banned: BannedPhrase, data: st.DataObject) -> None:
    """Traditional characters, full width, capitals and marks between characters change nothing but the span."""
    finder = PhraseFinder([BannedPhrase(banned.phrase, banned.kind, banned.reason, banned.mend)])
    said = banned.phrase.replace("*", "两天内")
    written = ""
    for character in said:
        forms = [character, TRADITIONAL.get(character, character), FULL_WIDTH.get(character, character)]
        forms.append(character.upper())
        written += data.draw(st.sampled_from(forms))
        written += data.draw(st.text(st.sampled_from(MARKS), max_size=2))
    text = "您好，" + written.rstrip(MARKS)
    (found,) = finder.find(text)[:1]
    assert (found.start, text[found.end - 1 :]) == (3, text[-1])


@given(st.text(max_size=60))
def test_any_text_can_be_searched_and_spans_lie_in_it(text: str) -> None:
    for found in FINDERS["finance"].find(text):
        assert 0 <= found.start < found.end <= len(text)
    seen = plain(text)
    assert len(seen.text) == len(seen.places)
    assert list(seen.places) == sorted(seen.places)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这是第一，时间也够。", ["第一"]),
        ("我第一时间办。", []),
        ("今天最。好的，我看看。", []),
        ("stop12 这个型号", []),
        ("我保证{refund_days}天内退款。", ["我保证{refund_days}天内退款"[1:]]),
        ("保证这句话很长很长很长很长退款", []),
        ("不能保证明天送到", []),
    ],
)
def test_clauses_words_and_variables(text: str, found: list[str]) -> None:
    assert [text[f.start : f.end] for f in FINDERS["ecommerce"].find(text)] == found


def test_of_two_phrases_one_inside_the_other_the_longer_is_told() -> None:
    phrases = [BannedPhrase(p, "k", "r", "m") for p in ("保本", "保本保收益", "收益")]
    assert [f.phrase for f in find_phrases("这款保本保收益", phrases)] == ["保本保收益"]


@pytest.mark.parametrize("phrase", ["好", "*好的", "好。的", "最" * 61, "··", "最好*"])
def test_what_cannot_be_searched_for_is_named(phrase: str) -> None:
    assert usable(phrase)
