"""Pack files: what is taken, and what a person is told about a file that is wrong."""

from pathlib import Path

import pytest

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.example import Course, End
from zhiyin.domain.policy import ActionSpec, Script, Thresholds
from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar
from zhiyin.packs import (
    load_conversations,
    load_lexicon,
    load_policy,
    parse_conversation,
    parse_lexicon,
    parse_policy,
    parse_scripts,
)
from zhiyin.packs.document import LARGEST
from zhiyin.packs.places import pack

POLICY = """\
scene: shop
version: 1.2.0
title: 试用
thresholds: {mild: 0.1, moderate: 0.4, severe: 0.9}
facts: {late: true, days: 2, amount: 9.5, product: 耳机}
rules:
  - id: warn
    title: 提醒主管
    when: >-
      risk > 0.5
      && turns > 1
    tier: severe
    cooldown: 0
    limit: 7
    actions:
      - {kind: alert, title: 提醒, params: {to: supervisor, urgent: true, steps: [a, b], n: 3}}
"""
CONVERSATION = """\
id: shop-01
scene: shop
channel: app
course: turning_angry
title: 破损补发
facts: {order_amount: 299, order_late: true}
turns:
  - {role: customer, after: 0, say: "怎么还没到", expect: {polarity: neutral, emotion: [calm, confused]}}
  - {role: agent, after: 12.5, say: "您好，我查一下"}
expect: {peak_tier: [moderate, severe], end: recovered, masked: [手机号], never: ["13812345678"]}
"""


def test_a_policy_is_read_with_all_its_parts() -> None:
    policy = parse_policy(POLICY, "p.yaml")
    (rule,) = policy.rules
    assert (policy.name, policy.title, policy.thresholds) == ("shop@1.2.0", "试用", Thresholds(0.1, 0.4, 0.9))
    assert policy.facts == {"late": True, "days": 2, "amount": 9.5, "product": "耳机"}
    assert (rule.id, rule.when, rule.tier, rule.cooldown, rule.limit) == (
        "warn",
        "risk > 0.5 && turns > 1",
        Tier.SEVERE,
        0,
        7,
    )
    body: dict[str, Scalar | tuple[str, ...]] = {"to": "supervisor", "urgent": True, "steps": ("a", "b"), "n": 3}
    assert rule.actions == (ActionSpec("alert", "提醒", body),)


def test_scripts_stand_in_their_own_file_or_in_the_policy(tmp_path: Path) -> None:
    scripts = "scripts:\n  - {id: s1, text: '抱歉', tiers: mild, emotions: [angry]}\n  - {id: s2, text: '您好'}\n"
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "scripts.yaml").write_text("scene: shop\n" + scripts, "utf-8")
    expected = (Script("s1", "抱歉", (Tier.MILD,), ("angry",)), Script("s2", "您好"))
    assert load_policy(tmp_path).scripts == expected
    assert load_policy(tmp_path / "policy.yaml").scripts == expected
    assert parse_policy(POLICY + scripts, "p").scripts == expected


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8-sig")
    assert load_policy(str(tmp_path)).scene == "shop"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tier: severe", "tier: sever", "line 12: 'rules[0].tier' 'sever' is not known (did you mean 'severe'?)"),
        ("cooldown: 0", "cooldwn: 0", "unknown key: did you mean 'cooldown'?"),
        ("cooldown: 0", "colour: red", "unknown key: allowed are id, title"),
        ("cooldown: 0", "cooldown: -1", "whole number from 0 to 1000, not -1"),
        ("cooldown: 0", "cooldown: 1.5", "whole number"),
        ("cooldown: 0", "cooldown: yes", "whole number"),
        ("    limit: 7", "    id: again", "this key stands twice"),
        ("id: warn", "id:", "put quotes around it"),
        ("  - id: warn\n    title", "  - title", "the key 'id' is missing"),
        ("title: 试用", "title: ''", "'title' must not be empty"),
        ("title: 试用", "title: yes", "put quotes around it"),
        ("title: 试用", "title: [a]", "must be a text, not a list"),
        ("title: 试用", f"title: {'很' * 101}", "has 101 characters, at most 100"),
        ("mild: 0.1", "mild: 0.5", "must rise"),
        ("mild: 0.1", "mild: 20", "number from 0 to 1, not 20"),
        ("mild: 0.1", "mild: .nan", "number from 0 to 1"),
        ("late: true", "晚到: true", "ASCII letters"),
        ("scene: shop", "scene: !!python/object:os.system x", "put quotes around it"),
        ("scene: shop", "scene: &a shop\nother: *a", "aliases (*name) may not be used"),
        ("scene: shop", "scene: {a: [", "not valid YAML"),
        ("scene: shop", "\tscene: shop", "not valid YAML"),
        ("scene: shop", "- a", "not valid YAML"),
        ("scene: shop", "scene: '\x07'", "characters that YAML does not allow"),
        ("rules:", f"title2: {'[' * 40}{']' * 40}\nrules:", "nested deeper"),
    ],
)
def test_a_faulty_policy_names_file_line_and_mend(old: str, new: str, said: str) -> None:
    with pytest.raises(PolicyError) as raised:
        parse_policy(POLICY.replace(old, new, 1), "p.yaml")
    assert said in str(raised.value)
    assert str(raised.value).startswith("p.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("- a\n", "must be a mapping"),
        ("text", "must be a mapping"),
        ("a: " + "x" * LARGEST, "larger than 512 KB"),
        ("---\na: 1\n---\nb: 2\n", "not valid YAML"),
        ("\ud800", "characters that YAML does not allow"),
    ],
)
def test_what_is_no_policy_at_all(text: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        parse_policy(text, "p.yaml")


def test_places_that_hold_no_policy_are_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"no policy there: .*ecommerce"):
        load_policy(tmp_path)
    with pytest.raises(PolicyError, match="ecomerce: no policy there"):
        load_policy("ecomerce")
    (tmp_path / "policy.yaml").write_bytes("标题: 电商".encode("gb18030"))
    with pytest.raises(PolicyError, match="not UTF-8"):
        load_policy(tmp_path)


def test_scripts_refuse_what_is_not_an_emotion() -> None:
    with pytest.raises(PolicyError, match=r"line 2.*did you mean 'angry'"):
        parse_scripts("scripts:\n  - {id: s, text: x, emotions: [angri]}", "s.yaml")


def test_a_conversation_is_read_with_what_is_expected_of_it() -> None:
    found = parse_conversation(CONVERSATION, "c.yaml")
    assert (found.id, found.course, found.facts["order_amount"]) == ("shop-01", Course.TURNING_ANGRY, 299)
    assert [(t.role.value, t.after, t.say.reveal()) for t in found.turns] == [
        ("customer", 0.0, "怎么还没到"),
        ("agent", 12.5, "您好，我查一下"),
    ]
    assert found.turns[0].expect.polarity == (Polarity.NEUTRAL,)
    assert found.turns[0].expect.emotion == (Emotion.CALM, Emotion.CONFUSED)
    assert (found.expect.peak_tier, found.expect.end) == ((Tier.MODERATE, Tier.SEVERE), End.RECOVERED)
    assert (found.expect.masked, found.expect.never) == (("手机号",), ("13812345678",))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("turning_angry", "angry", "use one of calm, turning_angry"),
        ("role: agent", "role: seller", "'seller' is not known"),
        ("after: 12.5", "after: -1", "number from 0 to 604800"),
        ("after: 12.5, ", "", "the key 'after' is missing"),
        ("end: recovered", "end: good", "use one of recovered, worse, neutral"),
    ],
)
def test_a_faulty_conversation_names_its_place(old: str, new: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        parse_conversation(CONVERSATION.replace(old, new, 1), "c.yaml")


def test_a_folder_of_conversations_is_read_by_name_and_ids_stand_once(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(CONVERSATION, "utf-8")
    (tmp_path / "a.yaml").write_text(CONVERSATION.replace("shop-01", "shop-00"), "utf-8")
    assert [c.id for c in load_conversations(folder=tmp_path)] == ["shop-00", "shop-01"]
    assert load_conversations("travel", tmp_path) == []
    (tmp_path / "c.yaml").write_text(CONVERSATION, "utf-8")
    with pytest.raises(PolicyError, match=r"c\.yaml: the id shop-01 is used by another file"):
        load_conversations(folder=tmp_path)


def test_an_empty_folder_of_conversations_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no conversation there"):
        load_conversations(folder=tmp_path)


def test_a_lexicon_keeps_order_drops_doubles_and_folds_width_and_case() -> None:
    found = parse_lexicon("threat: [投诉, １２３１５, 12315, VIP]\n", "l.yaml")
    assert found.cues == {"threat": ("投诉", "12315", "vip")}


def test_a_users_folder_adds_words_to_the_shared_ones(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "lexicon.yaml").write_text("threat: [去你们总部]\n", "utf-8")
    (tmp_path / "shop" / "lexicon.yaml").write_text("vip: [黑卡]\n", "utf-8")
    shared, own = load_lexicon("shop"), load_lexicon("shop", tmp_path)
    assert own.cues["threat"] == (*shared.cues["threat"], "去你们总部")
    assert own.cues["vip"] == ("黑卡",)
    assert "vip" not in load_lexicon("travel", tmp_path).cues


@pytest.mark.parametrize(
    ("text", "said"),
    [("threat: 投诉", "must be a list"), ("threat: []", "1 to 5000"), ("threat: [null]", "put quotes around it")],
)
def test_a_faulty_lexicon_names_its_place(text: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        parse_lexicon(text, "l.yaml")


def test_a_lone_policy_file_of_a_shipped_scene_uses_its_scripts(tmp_path: Path) -> None:
    lone = tmp_path / "new.yaml"
    text = (pack("travel") / "policy.yaml").read_text(encoding="utf-8")
    lone.write_text(text, encoding="utf-8")
    assert load_policy(lone).scripts == load_policy("travel").scripts
    assert parse_policy(text, "request").scripts == load_policy("travel").scripts
