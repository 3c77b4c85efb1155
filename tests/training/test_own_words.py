"""Our own sentences, patterns and word rules: enough of them, apart from the check list, and doing what they say."""

from pathlib import Path

import pytest
import yaml

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.testing.lifelike import CASES
from zhiyin.training.config import OWN
from zhiyin.training.datasets import passage, strength
from zhiyin.training.own import WordRules, sentences, templates

SENTENCES = OWN / "sentences.yaml"


def test_sentences_cover_all_labels_in_five_scenes_and_are_halved() -> None:
    table = yaml.load(SENTENCES.read_text("utf-8"), yaml.CSafeLoader)
    assert set(table) == {e.value for e in Emotion}
    for scenes in table.values():
        assert {"ecommerce", "finance", "travel", "government", "medical"} <= set(scenes)
    train = {line.text for line in sentences(SENTENCES, dev=False)}
    dev = {line.text for line in sentences(SENTENCES, dev=True)}
    assert len(train) + len(dev) >= 250
    assert len(dev) >= 0.4 * (len(train) + len(dev))


def test_no_sentence_stands_in_both_halves_or_in_the_check_list() -> None:
    train = [line.text for line in sentences(SENTENCES, dev=False)]
    dev = {line.text for line in sentences(SENTENCES, dev=True)}
    checked = {text for text, _, _ in CASES}
    assert not dev & set(train)
    assert not checked & (dev | set(train))


def test_a_sentence_may_name_its_polarity(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("surprised: {any: ['哇，这么快 => positive', 不算]}", "utf-8")
    (line,) = sentences(path, dev=False)
    assert (line.text, line.emotion, line.polarity) == ("哇，这么快", Emotion.SURPRISED, Polarity.POSITIVE)


def test_templates_fill_every_slot_and_repeat_with_the_seed() -> None:
    made = list(templates(OWN / "templates.yaml", 30, seed=1))
    assert made == list(templates(OWN / "templates.yaml", 30, seed=1))
    assert made != list(templates(OWN / "templates.yaml", 30, seed=2))
    assert len(made) == 30 * len(Emotion)
    assert not any("{" in line.text or "}" in line.text for line in made)


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("我要投诉你们", Emotion.ANGRY),
        ("太失望了", Emotion.DISAPPOINTED),
        ("谢谢哈", Emotion.GRATEFUL),
        ("怎么还没发货", Emotion.DISSATISFIED),
        ("啥意思", Emotion.CONFUSED),
        ("没了", Emotion.CALM),
        ("查一下订单", Emotion.CALM),
    ],
)
def test_word_rules_label_lines_of_customers(text: str, emotion: Emotion) -> None:
    line = WordRules(OWN / "distant.yaml").label(text)
    assert line is not None
    assert line.emotion is emotion


@pytest.mark.parametrize("text", ["亲，请您稍等", "妈妈的手艺，唉，真是" + "长" * 40])
def test_word_rules_leave_out_agents_and_the_unclear(text: str) -> None:
    assert WordRules(OWN / "distant.yaml").label(text) is None


def test_placeholders_of_the_corpora_become_ours() -> None:
    seen = passage("[姓名x]，订单[订单x]要[数字x]天")
    assert "x" not in seen.folded
    assert len(seen.holes) == 2


def test_long_texts_are_cut_in_the_middle() -> None:
    assert passage("头" + "中" * 50 + "尾", longest=10).folded == "头" + "中" * 8 + "尾"


def test_strength_of_feeling_is_scaled_and_open_where_nobody_rated() -> None:
    assert strength("brighter", {"scores": [0, 3, 1, 0, 0, 0]}) == 1.0
    assert strength("mer_valence", {"valence": -2.5}) == 0.5
    assert strength("mer_valence", {"valence": -10.0}) is None
    assert strength("sims_valence", {"valence": -0.4}) == pytest.approx(0.4)
    assert strength("", {"valence": 1.0}) is None
