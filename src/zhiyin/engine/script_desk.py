"""ScriptDesk: changes to the script library: checked, masked, kept with their history, in force without a restart."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, replace

from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.library_script import LibraryScript, ReviewState, ScriptOrigin, ScriptRevision, ScriptStatus
from zhiyin.domain.policy import Policy
from zhiyin.domain.text import RawText
from zhiyin.engine.rulebooks import Rulebooks
from zhiyin.engine.script_shelf import ScriptShelf
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.policy_check import MOST_SCRIPTS
from zhiyin.pipeline.script_check import ScriptFault, Yardstick, alike, phrase_faults, script_faults
from zhiyin.pipeline.shelf import ShelfEntry, review_state, title_of
from zhiyin.seams import Clock, Scripts

_NAMESPACE = uuid.UUID("2d4b9c1e-5a77-5f0e-8f3c-7363726970ee")

Tell = Callable[[str], Awaitable[None]]
"""Says that the scripts of a scene have changed: here and, over the bus, to every other worker."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, and what its writer should know (near-equal scripts) though it is no reason to refuse."""

    entry: ShelfEntry
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: own banned phrases are those of the tenant."""

    tenant: str
    name: str


class ScriptDesk:
    def __init__(self, shelf: ScriptShelf, scripts: Scripts, rulebooks: Rulebooks, clock: Clock, tell: Tell) -> None:
        self.shelf = shelf
        self._scripts = scripts
        self._rulebooks = rulebooks
        self._clock = clock
        self._tell = tell

    async def entries(self) -> list[ShelfEntry]:
        return await self.shelf.entries(self._rulebooks.policies())

    async def find(self, script_id: str, scene: str | None = None) -> ShelfEntry:
        """NotFoundError when there is none; InputError when two scenes have one and none was named."""
        found = [
            entry
            for entry in await self.entries()
            if entry.kept.key[1] == script_id and scene in (None, entry.kept.key[0])
        ]
        if not found:
            raise NotFoundError(f"no script {script_id!r} in the library; GET /v1/scripts lists them")
        if len(found) > 1:
            scenes = ", ".join(entry.kept.key[0] for entry in found)
            raise InputError(f"script {script_id!r} exists in several scenes ({scenes}): say which with ?scene=")
        return found[0]

    def policy(self, scene: str) -> Policy:
        """InputError for a scene without a policy."""
        policies = self._rulebooks.policies()
        if scene not in policies:
            raise InputError(f"there is no scene {scene!r}; known are {', '.join(sorted(policies))}")
        return policies[scene]

    def review(self, script: LibraryScript) -> ReviewState:
        return review_state(script.review_by, self._clock.now(), self.shelf.parts.grace_ms)

    async def check_words(self, tenant: str, scene: str, text: str) -> list[ScriptFault]:
        """Banned phrases in what an agent is about to say; a scene without a policy has that which stands in for it."""
        known = self._rulebooks.of(scene).policy.policy.scene
        return phrase_faults(text, await self.shelf.finder(tenant, known))

    async def check(
        self, writer: Writer, script: LibraryScript, library: Sequence[ShelfEntry] | None = None
    ) -> tuple[list[ScriptFault], tuple[str, ...]]:
        """Faults that stand against keeping it, and warnings that do not. ``library``: its entries, if known."""
        found = script_faults(script, await self._yardstick(writer.tenant, self.policy(script.scene)))
        others = [entry.kept.script for entry in (await self.entries() if library is None else library)]
        near = alike(
            script.script.text,
            [
                (other.title or title_of(other.script.text), other.script.text)
                for other in others
                if other.scene == script.scene
                and other.script.id != script.script.id
                and other.status is not ScriptStatus.RETIRED
            ],
        )
        return found, tuple(f"与“{name}”几乎相同" for name in near[:3])

    async def add(self, writer: Writer, script: LibraryScript) -> Kept:
        """A script of one's own. InputError names every fault, with its place."""
        if not script.script.id:
            script = replace(script, script=replace(script.script, id=new_id(script, self._clock.now())))
        taken = [entry.kept.key for entry in await self.entries()]
        if (script.scene, script.script.id) in taken:
            raise InputError(f"id: script {script.script.id!r} exists already; change that one, or leave the id out")
        if sum(scene == script.scene for scene, _ in taken) >= MOST_SCRIPTS:
            raise InputError(f"scene {script.scene} has {MOST_SCRIPTS} scripts, the most there may be: retire some")
        return await self._keep(writer, replace(script, origin=ScriptOrigin.OWN, base=None), 0)

    async def change(self, writer: Writer, script: LibraryScript, on: int) -> Kept:
        """``on``: the revision that was changed. ConflictError when it is not the newest any more."""
        entry = await self.find(script.script.id, script.scene)
        changed = replace(script, origin=entry.kept.script.origin, base=entry.shipped)
        return await self._keep(writer, changed, on)

    async def switch(self, writer: Writer, entry: ShelfEntry, status: ScriptStatus) -> Kept:
        """Retire a script or make it active again, which checks it anew."""
        if entry.kept.script.status is status:
            return Kept(entry)
        changed = replace(entry.kept.script, status=status)
        return await self._keep(writer, changed, entry.kept.revision, unchecked=status is ScriptStatus.RETIRED)

    async def _keep(self, writer: Writer, script: LibraryScript, on: int, *, unchecked: bool = False) -> Kept:
        warnings: tuple[str, ...] = ()
        if not unchecked:
            found, warnings = await self.check(writer, script)
            refuse(found)
        at = self._clock.now()
        revision = ScriptRevision(masked(script), on + 1, writer.name, at)
        await self._scripts.keep_scripts([revision])
        await self.announce(script.scene)
        return Kept(await self.find(script.script.id, script.scene), warnings)

    async def announce(self, scene: str) -> None:
        """Let what was kept count from the next turn on, here and on every other worker."""
        await self._tell(scene)

    async def _yardstick(self, tenant: str, policy: Policy) -> Yardstick:
        return Yardstick(policy, await self.shelf.finder(tenant, policy.scene), self.shelf.parts.groups)


def new_id(script: LibraryScript, at: int) -> str:
    """For a script of one's own: made from what it says and when (ms since 1970 UTC)."""
    return f"own-{uuid.uuid5(_NAMESPACE, f'{script.scene} {script.script.text} {at}').hex[:10]}"


def refuse(found: Sequence[ScriptFault]) -> None:
    """InputError with every fault, its place, why, and how to mend it."""
    if found:
        message = "；".join(f"{fault.what}（{fault.mend}）" for fault in found)
        raise InputError(message, [{name: str(value) for name, value in asdict(one).items()} for one in found])


def masked(script: LibraryScript) -> LibraryScript:
    """Checked to hold no personal data; masked all the same, since only masked text may be kept."""

    def safe(text: str) -> str:
        return mask_text(RawText(text))[0]

    wording = safe(script.script.text)
    return replace(
        script,
        script=replace(script.script, text=wording),
        title=safe(script.title) or title_of(wording),
        owner=safe(script.owner),
        tags=tuple(dict.fromkeys(safe(tag) for tag in script.tags if tag.strip())),
    )
