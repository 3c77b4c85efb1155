"""Script check: what is wrong with a script before it may be kept, as places in it, in the words of who writes it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.library_script import CustomerGroup, LibraryScript
from zhiyin.domain.policy import Policy
from zhiyin.domain.text import RawText
from zhiyin.pipeline.condition_check import faults
from zhiyin.pipeline.conditions import LONGEST as LONGEST_CONDITION
from zhiyin.pipeline.conditions import Condition
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.near import suggestion
from zhiyin.pipeline.phrases import PhraseFinder
from zhiyin.pipeline.repetition import similarity
from zhiyin.pipeline.scripts import variables
from zhiyin.pipeline.shelf import in_force

SHORTEST_TEXT, LONGEST_TEXT = 4, 500
LONGEST_TITLE = 60
MOST_TAGS, LONGEST_TAG = 8, 16
ALIKE = 0.85
"""Share of common character pairs (Dice) from which two scripts are near-equal. Chosen: a word or two exchanged in a
sentence of 40 characters gives 0.87 to 0.95; two shipped scripts on the same matter have at most 0.5."""

_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class ScriptFault:
    """``start`` and ``end``: code points of the text, both 0 where the fault is in another ``field``."""

    field: str
    kind: str
    what: str
    mend: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a script is checked against: the policy of its scene, banned phrases, and known customer groups."""

    policy: Policy
    phrases: PhraseFinder
    groups: Sequence[CustomerGroup]


def phrase_faults(text: str, phrases: PhraseFinder) -> list[ScriptFault]:
    """Banned and over-selling phrases, in the order of the text."""
    return [
        ScriptFault("text", f.kind, f"“{text[f.start : f.end]}”：{f.reason}", f.mend, f.start, f.end)
        for f in phrases.find(text)
    ]


def text_faults(text: str, yardstick: Yardstick) -> list[ScriptFault]:
    """What is wrong with the words: length, banned phrases, personal data, variables."""
    found = [
        *_length(text),
        *phrase_faults(text, yardstick.phrases),
        *_personal("text", text),
        *_variables(text, yardstick.policy.facts),
    ]  # fmt: skip
    return sorted(found, key=lambda f: (f.start, f.end))


def script_faults(script: LibraryScript, yardstick: Yardstick) -> list[ScriptFault]:
    """Everything that is wrong with a script; empty when it may be kept."""
    found = text_faults(script.script.text, yardstick)
    for field, told in (("title", script.title), ("owner", script.owner), ("tags", "，".join(script.tags))):
        found += _personal(field, told)
    if len(script.title) > LONGEST_TITLE:
        found.append(ScriptFault("title", "length", f"标题超过 {LONGEST_TITLE} 个字", "写短一些"))
    if len(script.tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in script.tags):
        found.append(ScriptFault("tags", "length", f"标签至多 {MOST_TAGS} 个，每个至多 {LONGEST_TAG} 个字", "删去几个"))
    return [*found, *_groups(script, yardstick), *_condition(script, yardstick)]


def alike(text: str, others: Iterable[tuple[str, str]]) -> list[str]:
    """Names of those of ``others`` (name, text) that say nearly the same."""
    return [name for name, other in others if similarity(text, other) >= ALIKE]


def _length(text: str) -> Iterator[ScriptFault]:
    if not len(text.strip()) >= SHORTEST_TEXT or len(text) > LONGEST_TEXT:
        yield ScriptFault(
            "text",
            "length",
            f"话术要有 {SHORTEST_TEXT} 到 {LONGEST_TEXT} 个字，现在是 {len(text.strip())} 个",
            "增减文字",
        )


def _personal(field: str, text: str) -> Iterator[ScriptFault]:
    safe, entities = mask_text(RawText(text))
    # Masking a text with nothing in it changes it at most to its normal form; a placeholder typed in is no find.
    for entity in entities:
        placeholder = safe[entity.span[0] : entity.span[1]]
        if text.count(placeholder) >= safe.count(placeholder):
            continue
        yield ScriptFault(
            field,
            "personal",
            f"含有{placeholder.strip('[]')}：话术会发给很多客户，不能写个人信息",
            "删掉它，或改成业务变量",
        )
        return


def _variables(text: str, known: Mapping[str, object]) -> Iterator[ScriptFault]:
    names = "、".join(f"{{{name}}}" for name in known) or "（本场景没有声明变量）"
    try:
        variables(text)
    except ValueError:
        yield ScriptFault("text", "variable", "花括号没有成对，或里面不是一个变量名", f"写成 {{名称}}；可用：{names}")
        return
    for found in _VARIABLE.finditer(text):
        if found[1] not in known:
            hint = suggestion(found[1], known).replace("did you mean", "是不是").replace("?", "？")
            yield ScriptFault(
                "text", "variable", f"没有变量 {found[0]}{hint}", f"可用的变量：{names}", found.start(), found.end()
            )


def _groups(script: LibraryScript, yardstick: Yardstick) -> Iterator[ScriptFault]:
    usable = {group.id: group for group in yardstick.groups if group.of(script.scene)}
    for name in script.groups:
        if name not in usable:
            known = "、".join(f"{g.id}（{g.title}）" for g in usable.values()) or "无"
            yield ScriptFault("groups", "group", f"本场景没有客户群 {name}", f"可用：{known}")


def _condition(script: LibraryScript, yardstick: Yardstick) -> Iterator[ScriptFault]:
    when = script.script.when
    for fault in faults(when, yardstick.policy.facts, ()) if when else ():
        yield ScriptFault("when", "condition", f"条件有误：{fault}", "写法与规则的条件相同，见 docs/policy.md")
        return
    whole = in_force(script, yardstick.groups).when
    if not whole or whole == when:
        return
    if len(whole) > LONGEST_CONDITION:
        yield ScriptFault("when", "condition", f"条件连同客户群超过 {LONGEST_CONDITION} 个字符", "缩短条件")
        return
    try:
        Condition(whole)
    except PolicyError as error:
        yield ScriptFault("when", "condition", f"条件与客户群合起来有误：{error}", "缩短条件，或去掉一个客户群")
