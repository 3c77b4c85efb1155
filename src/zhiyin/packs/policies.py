"""Policies as files: ``policy.yaml`` with the rules and, beside it, ``scripts.yaml`` with the wordings."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from zhiyin.domain.errors import PolicyError
from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script, Thresholds
from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar
from zhiyin.packs.document import KEPT, Item, read
from zhiyin.packs.places import Place, name_of, pack, scenes, text_of

MOST_RULES = 64
MOST_SCRIPTS = 500


def load_policy(source: str | Path) -> Policy:
    """From the name of a shipped scene, a folder that holds ``policy.yaml``, or one policy file.

    PolicyError names file, line and mend. Conditions are checked later, by ``pipeline.policy.compile_policy``.
    """
    shipped = isinstance(source, str) and source in scenes()
    place: Place = pack(str(source)) if shipped else Path(source)
    folder = place if place.is_dir() else Path(source).parent
    file = folder / "policy.yaml" if place.is_dir() else place
    if not file.is_file():
        raise PolicyError(
            f"{source}: no policy there: give a file, a folder with policy.yaml, or a scene ({_shipped()})"
        )
    policy = _parse(text_of(file), name_of(file))
    beside = folder / "scripts.yaml"
    if policy.scripts or not beside.is_file():
        return _with_scripts(policy)
    return replace(policy, scripts=parse_scripts(text_of(beside), name_of(beside)))


def parse_policy(text: str, where: str) -> Policy:
    """A policy from the text of one YAML document; ``where`` names it in messages.

    Without scripts of its own it uses those of the shipped scene, so that rules can be tried on their own.
    """
    return _with_scripts(_parse(text, where))


def _with_scripts(policy: Policy) -> Policy:
    """With the scripts of the shipped scene, and the business facts they speak of, if it brings none of its own."""
    if policy.scripts or policy.scene not in scenes():
        return policy
    rules, beside = (pack(policy.scene) / name for name in ("policy.yaml", "scripts.yaml"))
    shipped = _parse(text_of(rules), name_of(rules)).facts
    return replace(
        policy,
        scripts=parse_scripts(text_of(beside), name_of(beside)),
        facts={**shipped, **policy.facts},
    )


@lru_cache(KEPT)
def _parse(text: str, where: str) -> Policy:
    f = read(text, where).fields(
        ("scene", "version", "title", "rules"), ("thresholds", "facts", "scripts", "description")
    )
    return Policy(
        scene=f["scene"].text(64),
        version=f["version"].text(64),
        title=f["title"].text(100),
        rules=tuple(_rule(item) for item in f["rules"].items(MOST_RULES, 1)),
        scripts=_scripts(f["scripts"]) if "scripts" in f else (),
        thresholds=_thresholds(f["thresholds"]) if "thresholds" in f else Thresholds(),
        facts=f["facts"].scalars() if "facts" in f else {},
    )


@lru_cache(KEPT)
def parse_scripts(text: str, where: str) -> tuple[Script, ...]:
    """Scripts from a YAML document with the key ``scripts`` (and, for the reader, ``scene``)."""
    return _scripts(read(text, where).fields(("scripts",), ("scene",))["scripts"])


def _rule(item: Item) -> Rule:
    f = item.fields(("id", "title", "when", "tier", "actions"), ("cooldown", "limit"))
    return Rule(
        id=f["id"].text(64),
        title=f["title"].text(100),
        when=f["when"].text(),
        tier=f["tier"].one_of(Tier),
        actions=tuple(_action(a) for a in f["actions"].items(8, 1)),
        cooldown=f["cooldown"].whole(0, 1000) if "cooldown" in f else 4,
        limit=f["limit"].whole(1, 1000) if "limit" in f else 3,
    )


def _action(item: Item) -> ActionSpec:
    f = item.fields(("kind", "title"), ("params",))
    params = {name: _param(p) for name, p in f["params"].entries().items()} if "params" in f else {}
    return ActionSpec(f["kind"].text(32), f["title"].text(100), params)


def _param(item: Item) -> Scalar | tuple[str, ...]:
    return tuple(i.text(200) for i in item.items(50)) if item.is_list else item.scalar()


def _thresholds(item: Item) -> Thresholds:
    f = item.fields(("mild", "moderate", "severe"))
    mild, moderate, severe = (f[name].number(0, 1) for name in ("mild", "moderate", "severe"))
    if not 0 < mild < moderate < severe:
        what = f"must rise: 0 < mild < moderate < severe, not {mild} / {moderate} / {severe}"
        item.fail(what, "thresholds.rise", mild=mild, moderate=moderate, severe=severe)
    return Thresholds(mild, moderate, severe)


def _scripts(item: Item) -> tuple[Script, ...]:
    return tuple(_script(i) for i in item.items(MOST_SCRIPTS))


def _script(item: Item) -> Script:
    f = item.fields(("id", "text"), ("tiers", "emotions", "when"))
    return Script(
        id=f["id"].text(64),
        text=f["text"].text(500),
        tiers=tuple(t.one_of(Tier) for t in f["tiers"].some(4)) if "tiers" in f else (),
        when=f["when"].text() if "when" in f else "",
        emotions=tuple(e.one_of(Emotion).value for e in f["emotions"].some(11)) if "emotions" in f else (),
    )


def _shipped() -> str:
    return ", ".join(scenes())
