"""Shelf: which scripts of a scene are offered now: what came with the policy, and what was changed here over it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zhiyin.domain.library_script import (
    CustomerGroup,
    LibraryScript,
    ReviewState,
    ScriptOrigin,
    ScriptRevision,
    ScriptStatus,
)
from zhiyin.domain.policy import Policy, Script

TITLE_CHARACTERS = 16
_PAUSES = "，。；！？,;!?{"


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """``shipped`` is what the policy in force brings under this id; None: it brings none (any more)."""

    kept: ScriptRevision
    shipped: Script | None
    rules: tuple[str, ...] = ()
    """Titles of the rules that name this script."""

    @property
    def newer_shipped(self) -> bool:
        """A version came with the policy that the edit made here has not seen: shown, never taken by itself."""
        return self.kept.revision > 0 and self.shipped is not None and self.shipped != self.kept.script.base


def entries(policies: Mapping[str, Policy], kept: Iterable[ScriptRevision]) -> list[ShelfEntry]:
    """All scripts, by scene: those of the policy in its order, each in the version edited here if there is one."""
    own = {revision.key: revision for revision in kept}
    found: list[ShelfEntry] = []
    for scene, policy in sorted(policies.items()):
        named = _named(policy)
        for script in policy.scripts:
            revision = own.pop((scene, script.id), None) or as_shipped(scene, script)
            found.append(ShelfEntry(revision, script, named.get(script.id, ())))
        mine = [key for key in own if key[0] == scene]
        found += [ShelfEntry(own.pop(key), None, named.get(key[1], ())) for key in mine]
    return found + [ShelfEntry(revision, None) for revision in own.values()]


def as_shipped(scene: str, script: Script) -> ScriptRevision:
    """Revision 0: a script as it came with the policy."""
    kept = LibraryScript(scene, script, title_of(script.text), origin=ScriptOrigin.PACK, base=script)
    return ScriptRevision(kept, 0, "", 0)


def _named(policy: Policy) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for rule in policy.rules:
        for action in rule.actions:
            use = action.params.get("use", ())
            for script_id in (use,) if isinstance(use, str) else use if isinstance(use, tuple) else ():
                found[script_id] = (*found.get(script_id, ()), rule.title)
    return found


def title_of(text: str) -> str:
    """The first clause, for a script that was given no title."""
    end = next((place for place, character in enumerate(text) if character in _PAUSES), len(text))
    return text[: min(end, TITLE_CHARACTERS)] or text[:TITLE_CHARACTERS]


def review_state(review_by: int | None, now: int, grace: int) -> ReviewState:
    """``review_by`` and ``now`` in ms since 1970 UTC, ``grace`` in ms."""
    if review_by is None:
        return ReviewState.UNSET
    if now < review_by:
        return ReviewState.FRESH
    return ReviewState.DUE if now < review_by + grace else ReviewState.EXPIRED


def is_offered(script: LibraryScript, now: int, grace: int) -> bool:
    """Active, and not gone stale."""
    stale = review_state(script.review_by, now, grace) is ReviewState.EXPIRED
    return script.status is ScriptStatus.ACTIVE and not stale


def offered(
    shelf: Iterable[ShelfEntry], groups: Sequence[CustomerGroup], now: int, grace: int
) -> dict[str, tuple[Script, ...]]:
    """Scene -> scripts that count now, as the policy is to see them: the conditions of their groups in ``when``."""
    found: dict[str, tuple[Script, ...]] = {}
    for entry in shelf:
        script = entry.kept.script
        before = found.get(script.scene, ())
        more = (in_force(script, groups),) if is_offered(script, now, grace) else ()
        found[script.scene] = (*before, *more)
    return found


def in_force(script: LibraryScript, groups: Sequence[CustomerGroup]) -> Script:
    """With the condition of its customer groups (one of them must hold) before its own."""
    known = {group.id: group for group in groups}
    asked = [known[name].of(script.scene) or "false" if name in known else "false" for name in script.groups]
    own = script.script.when
    if not asked:
        return script.script
    any_of = " || ".join(f"({one})" for one in asked)
    return replace(script.script, when=f"({any_of}) && ({own})" if own else any_of)
