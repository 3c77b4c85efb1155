"""PolicyDesk: policies read, checked while they are written, published and switched back, as text and as a form."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from zhiyin.domain.errors import ConflictError, InputError, NotFoundError, PolicyError
from zhiyin.domain.placed_fault import PlacedFault
from zhiyin.domain.policy import Lexicon, Policy
from zhiyin.domain.policy_form import PolicyForm
from zhiyin.domain.text import RawText
from zhiyin.engine.engine import Engine
from zhiyin.packs.document import DocumentError, read
from zhiyin.packs.forms import form_of
from zhiyin.packs.placing import placed
from zhiyin.packs.policies import parse_policy
from zhiyin.packs.rewriting import rewritten
from zhiyin.packs.written import write_policy
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.policy import check
from zhiyin.seams import Policies

WHERE = "policy"
"""How the text is called in messages."""


@dataclass(frozen=True, slots=True)
class DeskParts:
    """``sources``: scene -> the text of its shipped policy. ``lexicon_of``: the word lists of a scene."""

    engine: Engine
    policies: Policies
    sources: Mapping[str, str]
    lexicon_of: Callable[[str], Lexicon]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version as it can be read and edited. ``by`` is empty and ``at`` None for the shipped one."""

    policy: Policy
    text: str
    form: PolicyForm
    active: bool
    by: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """``form`` is None where the text is built so that no form can show it; ``policy`` where it is none yet."""

    text: str
    form: PolicyForm | None
    policy: Policy | None
    problems: tuple[PlacedFault, ...]
    lost: tuple[str, ...] = ()
    """Comments that could not be kept, see ``packs.rewriting``."""


class PolicyDesk:
    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts

    def lexicon(self, scene: str) -> Lexicon:
        """The word lists of a scene; of one that is not known, those that all share."""
        return self._parts.lexicon_of(scene)

    def in_force(self, scene: str) -> Policy:
        """NotFoundError names the scenes that have a policy."""
        policies = self._parts.engine.rulebooks.policies()
        if scene not in policies:
            raise NotFoundError(f"no policy is in force in the scene {scene!r}; scenes: {', '.join(sorted(policies))}")
        return policies[scene]

    async def sheet(self, scene: str, version: str | None = None) -> Sheet:
        """A kept version, or the shipped one; None: the one in force. NotFoundError if there is none."""
        now = self.in_force(scene)
        kept = await self._parts.policies.kept_policy(scene, version or now.version)
        shipped = self._parts.engine.rulebooks.shipped(scene)
        if kept and (version is not None or kept.policy == now):
            policy, text, by, at = kept.policy, kept.text, kept.by, kept.at
        elif shipped and version in (None, shipped.version):
            policy, text, by, at = shipped, self._parts.sources.get(scene, ""), "", None
        else:
            raise NotFoundError(f"policy {scene}@{version} was never published")
        text = await asyncio.to_thread(_fitting, text, policy)
        return Sheet(policy, text, form_of(text, WHERE), policy == now, by, at)

    def checked(self, text: str, form: PolicyForm | None = None) -> Checked:
        """All problems of a text, or of what it becomes by an edited form. Takes some 50 ms: call it in a thread.

        InputError if the form was read from another text.
        """
        lost: tuple[str, ...] = ()
        if form is not None:
            found = rewritten(text, form, WHERE)
            text, lost = found.text, found.lost
        try:
            form = form_of(text, WHERE)
        except DocumentError as error:
            return Checked(text, None, None, (error.placed,), lost)
        try:
            policy = parse_policy(text, WHERE)
        except DocumentError as error:
            return Checked(text, form, None, (error.placed,), lost)
        root = read(text, WHERE).node
        problems = check(policy, tuple(self._parts.lexicon_of(policy.scene).cues))
        return Checked(text, form, policy, tuple(placed(text, root, p.path, p.fault) for p in problems), lost)

    async def publish(self, scene: str, text: str, version: str, note: str, over: str, by: str) -> Policy:
        """Put the text in force as ``version``, if ``over`` still is the version in force.

        PolicyError names the first problem; ConflictError if another version came into force, or ``version`` is taken.
        """
        now = self.in_force(scene)
        form = replace(form_of(text, WHERE), version=version)
        found = await asyncio.to_thread(self.checked, text, form)
        policy = found.policy
        if policy is None or found.problems:
            first = found.problems[0]
            raise PolicyError(f"{len(found.problems)} problem(s); line {first.span.line}: {first.fault}", first.fault)
        if policy.scene != scene:
            raise InputError(f"this is a policy of the scene {policy.scene!r}, not of {scene!r}; mend 'scene'")
        self._unused(policy, now)
        active = [v for v, is_active, *_ in await self._parts.policies.versions(scene) if is_active]
        if not active and over != now.version:
            raise ConflictError(f"the policy in force in {scene} is {now.version}, as shipped, not {over}")
        expected = over if active else ""
        await self._parts.engine.switch_policy(policy, by, masked(note), found.text, expected)
        return policy

    def _unused(self, policy: Policy, now: Policy) -> None:
        """ConflictError if the version names another policy already, InputError if nothing is new."""
        shipped = self._parts.engine.rulebooks.shipped(policy.scene)
        for known in (now, shipped):
            if known and known.version == policy.version and known != policy:
                raise ConflictError(f"policy {policy.name} exists already and differs; give this one a new version")
        if replace(policy, version=now.version) == now:
            raise InputError(f"nothing differs from {now.name}, which is in force: there is nothing to publish")

    async def back(self, scene: str, version: str, note: str, by: str) -> None:
        """Make a kept version, or the shipped one, active again. NotFoundError if there is no such version."""
        self.in_force(scene)
        shipped = self._parts.engine.rulebooks.shipped(scene)
        kept = await self._parts.policies.kept_policy(scene, version)
        if kept is None and shipped and shipped.version == version:
            await self._parts.engine.switch_policy(shipped, by, masked(note), self._parts.sources.get(scene, ""))
            return
        await self._parts.engine.switch_back(scene, version, by, masked(note))


def masked(note: str) -> str:
    """What people write may hold personal data."""
    return mask_text(RawText(note.strip()))[0]


def _fitting(text: str, policy: Policy) -> str:
    """The text if it says just what the policy says, else the policy written out."""
    try:
        if text and parse_policy(text, WHERE) == policy:
            return text
    except PolicyError:
        pass
    return write_policy(policy)
