"""A policy's text after its form was edited: it says what the form says, and what was not touched stays as it was."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.policy_form import ActionForm, PolicyForm, RuleForm
from zhiyin.packs import parse_policy, scenes
from zhiyin.packs.forms import form_of
from zhiyin.packs.places import pack, text_of
from zhiyin.packs.rewriting import rewritten, says

TEXTS = {scene: text_of(pack(scene) / "policy.yaml") for scene in scenes()}
FORMS = {scene: form_of(text, scene) for scene, text in TEXTS.items()}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30).map(str.strip)
NAMES = st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True)
SCALARS = st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | WORDS.filter(bool)
ACTIONS = st.builds(
    ActionForm, WORDS, WORDS, st.dictionaries(NAMES, SCALARS | st.lists(WORDS, max_size=3).map(tuple), max_size=3)
)
SHARES = st.floats(0, 1).map(lambda x: round(x, 3))


def _with(rule: RuleForm, field: str, value: object) -> RuleForm:
    kept = {f.name: getattr(rule, f.name) for f in fields(rule)}
    kept[field] = value
    return RuleForm(**kept)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, PolicyForm]:
    """A shipped policy's text, and its form after some edits of any kind."""
    scene = draw(st.sampled_from(scenes()))
    form = FORMS[scene]
    rules = list(form.rules)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(rules) - 1))
        edit = draw(st.sampled_from(["change", "remove", "add", "move", "actions"]))
        if edit == "change":
            field = draw(st.sampled_from(["id", "title", "when", "tier", "cooldown", "limit"]))
            value = draw(st.integers(-5, 2000) if field in ("cooldown", "limit") else WORDS)
            rules[place] = _with(rules[place], field, value)
        elif edit == "actions":
            rules[place] = replace(
                rules[place],
                actions=tuple(draw(st.lists(ACTIONS | st.sampled_from(rules[place].actions), max_size=3)))
                or rules[place].actions,
            )
        elif edit == "remove" and len(rules) > 1:
            rules.pop(place)
        elif edit == "add":
            rules.insert(place, RuleForm(draw(WORDS), draw(WORDS), draw(WORDS), "mild", 4, 3, (draw(ACTIONS),)))
        elif edit == "move":
            rules.insert(draw(st.integers(0, len(rules) - 1)), rules.pop(place))
    thresholds = draw(
        st.just(form.thresholds) | st.fixed_dictionaries(dict.fromkeys(("mild", "moderate", "severe"), SHARES))
    )
    facts = draw(
        st.just(form.facts) | st.dictionaries(NAMES | st.sampled_from(sorted(form.facts)), SCALARS, max_size=4)
    )
    title = draw(st.just(form.title) | WORDS)
    return TEXTS[scene], replace(form, rules=tuple(rules), thresholds=thresholds, facts=facts, title=title)


@settings(deadline=None, max_examples=60)
@given(edited())
def test_the_text_says_what_the_form_says(given: tuple[str, PolicyForm]) -> None:
    text, form = given
    found = rewritten(text, form)
    assert says(form_of(found.text, "again"), form)
    again = form_of(found.text, "again")
    assert rewritten(found.text, again).text == found.text


@pytest.mark.parametrize("scene", scenes())
def test_an_untouched_form_leaves_the_text_alone(scene: str) -> None:
    found = rewritten(TEXTS[scene], FORMS[scene])
    assert (found.text, found.lost) == (TEXTS[scene], ())
    assert parse_policy(found.text, scene).scene == scene


@pytest.mark.parametrize("scene", scenes())
def test_only_what_was_touched_changes(scene: str) -> None:
    form = FORMS[scene]
    rule = replace(form.rules[2], title="换个说法", cooldown=7, limit=9)
    found = rewritten(TEXTS[scene], replace(form, version="9.9", rules=(*form.rules[:2], rule, *form.rules[3:])))
    before, after = TEXTS[scene].splitlines(), found.text.splitlines()
    assert found.lost == ()
    assert len([line for line in after if line not in before]) <= 4
    assert [line for line in after if "#" in line] == [line for line in before if "#" in line]


TALKATIVE = """# 关于本策略
scene: shop   # 商城
version: '1'
title: 试
facts:
  late: true   # 是否超时
  days: 3      # 天数
rules:
  # 甲的来历
  - id: a
    title: 甲   # 甲
    when: >-
      risk > 0.5
      && turns > 1
    tier: mild
    actions:
      # 先提醒
      - {kind: alert, title: 提醒}   # 提醒谁

  # 乙的来历
  - {id: b, title: 乙, when: "risk > 0.1", tier: none, actions: [{kind: note, title: 记}]}
  - id: c
    title: 丙
    when: risk > 0.2
    tier: none
    actions:
    - kind: note
      title: 记下
      # 参数
      params:
        to: agent
scripts:
  # 话术
  - {id: s, text: 您好}
"""


def test_rules_move_with_their_comments() -> None:
    form = form_of(TALKATIVE, "t")
    a, b, c = form.rules
    found = rewritten(TALKATIVE, replace(form, rules=(c, b, a), facts={"late": False, "who": "甲"}))
    assert found.lost == ("# 天数",)
    assert (
        found.text.index("# 乙的来历")
        < found.text.index("id: b")
        < found.text.index("# 甲的来历")
        < found.text.index("id: a")
    )
    assert "  late: false   # 是否超时\n  who: 甲\n" in found.text
    assert found.text.endswith(TALKATIVE[TALKATIVE.index("scripts:") :])


def test_comments_of_a_removed_rule_go_with_it() -> None:
    form = form_of(TALKATIVE, "t")
    found = rewritten(TALKATIVE, replace(form, rules=form.rules[1:]))
    assert "甲" not in found.text
    assert found.lost == ()


def test_what_is_lost_is_named() -> None:
    form = form_of(TALKATIVE, "t")
    rule = replace(form.rules[2], actions=(ActionForm("alert", "叫人"),))
    found = rewritten(TALKATIVE, replace(form, rules=(*form.rules[:2], rule)))
    assert found.lost == ("# 参数",)
    assert says(form_of(found.text, "t"), replace(form, rules=(*form.rules[:2], rule)))


def test_an_odd_way_of_writing_is_written_anew_and_says_so() -> None:
    head = "scene: shop\nversion: '1'\ntitle: 试 # 名\n"
    odd = head + "rules: [{id: a, title: 甲, when: risk > 0.5, tier: mild, actions: []}]\n"
    form = form_of(odd, "t")
    found = rewritten(odd, replace(form, title="新"))
    assert found.lost == ("# 名",)
    assert form_of(found.text, "t").title == "新"


@pytest.mark.parametrize(
    "text", ["", "rules: 3", "scene: a\nversion: '1'\ntitle: b\nrules: {}\n", "scene: a\nscene: b\n"]
)
def test_what_is_no_policy_has_no_form(text: str) -> None:
    with pytest.raises(PolicyError):
        form_of(text, "t")
