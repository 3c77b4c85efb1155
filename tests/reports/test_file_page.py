"""The page: complete, self-contained, escaped, in both languages."""

import re
from html.parser import HTMLParser

import pytest

from zhiyin.domain.features import Features
from zhiyin.domain.row import Place, ReadRow, SetAside
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.packs import load_topics, scenes
from zhiyin.reports.analysis.evidence import marked
from zhiyin.reports.analysis.page import page
from zhiyin.reports.analysis.tally import Tally
from zhiyin.reports.analysis.topics import topic_name, topics_in
from zhiyin.reports.analysis.view import About
from zhiyin.reports.analysis.wording import Lang, texts
from zhiyin.testing.text_model import FakeTextModel

ABOUT = About("reviews.csv", "fake-1", "0.1.0", "2026-01-31", {"text": "评论"}, ("第 9 条: 没有文字",))
EVIL = "<script>alert(1)</script>投诉\"&'"


def read_row(number: int, text: str) -> ReadRow:
    masked = Masked(Origin(ConversationRef("file", "1"), str(number), Role.CUSTOMER, 0), SafeText(text))
    (reading,) = FakeTextModel().read([Features(masked, text, (), ())])
    return ReadRow(
        Place(number), masked, reading, number * 40_000_000, 1.0 + number % 5, SafeText(EVIL), SafeText(text)
    )


def tally() -> Tally:
    found = Tally()
    found.add([read_row(n, EVIL if n % 2 else f"质量很好{n}") for n in range(100)])
    found.add([SetAside(Place(101), "empty")])
    return found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [v or "" for k, v in attrs if k in ("src", "href", "srcset", "action", "data")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_asks_nobody_and_runs_nothing(lang: Lang) -> None:
    html = page(tally(), ABOUT, lang)
    tags = _Tags()
    tags.feed(html)
    assert "script" not in tags.seen
    assert "svg" in tags.seen
    assert tags.links == []
    assert "url(" not in html
    assert "&lt;script&gt;" in html


def test_the_first_thing_said_is_three_sentences_with_numbers() -> None:
    html = page(tally(), ABOUT, "zh")
    found = re.findall(r"<li>(.*?)</li>", html.partition("</ol>")[0])
    assert len(found) == 3
    assert "共分析 100 条客户文本：负面 50%" in found[0]
    assert "愤怒" in found[1]
    assert "质量做工" not in found[1]


def test_a_page_without_rows_still_says_why() -> None:
    empty = Tally()
    empty.add([SetAside(Place(9), "empty")])
    html = page(empty, ABOUT, "zh")
    assert texts("zh")["empty"] in html
    assert "第 9 条: 没有文字" in html


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    zh, en = texts("zh"), texts("en")
    assert zh.keys() == en.keys()
    for key, text in zh.items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", en[key])), key


def test_every_topic_has_an_english_name() -> None:
    found = topics_in("快递太慢，客服不理人，质量差，贵了，退款，包装破，色差，难吃，屏幕，房间，扣费，审核")
    assert len(found) == 12
    found |= {topic for scene in scenes() for topic in load_topics(scene).words}
    assert len(found) == 21
    assert all(topic_name(topic, "en").isascii() for topic in found)


def test_evidence_is_marked_and_long_texts_are_cut_around_it() -> None:
    assert str(marked(read_row(1, "我要<b>投诉"))) == "我要&lt;b&gt;<mark>投诉</mark>"
    long = str(marked(read_row(1, "啊" * 500 + "投诉" + "哦" * 500)))
    assert "<mark>投诉</mark>" in long
    assert long.startswith("…")
    assert long.endswith("…")
