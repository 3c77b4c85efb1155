"""ScriptImport: a table of scripts into the library: good rows are kept together, bad ones named."""

from collections.abc import Sequence
from dataclasses import replace

from zhiyin.domain.errors import InputError
from zhiyin.domain.library_script import LibraryScript, ScriptOrigin, ScriptRevision
from zhiyin.domain.script_row import ImportedScripts, ScriptRow
from zhiyin.engine.script_desk import ScriptDesk, Writer, masked, new_id, refuse
from zhiyin.pipeline.policy_check import MOST_SCRIPTS
from zhiyin.pipeline.shelf import ShelfEntry
from zhiyin.seams import Clock, Scripts

_Key = tuple[str, str]


class ScriptImport:
    def __init__(self, desk: ScriptDesk, scripts: Scripts, clock: Clock) -> None:
        self._desk = desk
        self._scripts = scripts
        self._clock = clock

    async def take_in(self, writer: Writer, rows: Sequence[ScriptRow]) -> ImportedScripts:
        """All good rows in one transaction. A row whose id is known changes that script, if it says anything new."""
        known = {entry.kept.key: entry for entry in await self._desk.entries()}
        new: dict[_Key, ScriptRevision] = {}
        problems: list[ScriptRow] = []
        unchanged = 0
        for row in rows:
            try:
                revision = await self._revision(writer, row, known, new)
            except InputError as error:
                problems.append(replace(row, script=None, problem=str(error)))
                continue
            unchanged += revision is None
            if revision is not None:
                new[revision.key] = revision
        if new:
            await self._scripts.keep_scripts(list(new.values()))
            await self._desk.announce(next(iter(new))[0])
        added = sum(key not in known for key in new)
        return ImportedScripts(added, len(new) - added, unchanged, tuple(problems))

    async def _revision(
        self, writer: Writer, row: ScriptRow, known: dict[_Key, ShelfEntry], new: dict[_Key, ScriptRevision]
    ) -> ScriptRevision | None:
        """None: it says nothing new. InputError: why this row cannot be kept."""
        if row.script is None:
            raise InputError(row.problem)
        script = row.script
        at = self._clock.now()
        if not script.script.id:
            script = replace(script, script=replace(script.script, id=new_id(script, at)))
        key = (script.scene, script.script.id)
        if key in new:
            raise InputError(f"编号 {key[1]} 在表里出现了两次，只保留先出现的一行")
        before = known.get(key)
        script = _on(before, script)
        if before is not None and _same(before.kept.script, script):
            return None
        if before is None and sum(one[0] == key[0] for one in (*known, *new)) >= MOST_SCRIPTS:
            raise InputError(f"场景 {key[0]} 的话术已有 {MOST_SCRIPTS} 条，达到上限")
        found, _ = await self._desk.check(writer, script, list(known.values()))
        refuse(found)
        return ScriptRevision(masked(script), before.kept.revision + 1 if before else 1, writer.name, at)


def _on(before: ShelfEntry | None, script: LibraryScript) -> LibraryScript:
    if before is None:
        return replace(script, origin=ScriptOrigin.OWN, base=None)
    return replace(script, origin=before.kept.script.origin, base=before.shipped)


def _same(before: LibraryScript, now: LibraryScript) -> bool:
    """A table knows days only: a review on the same day is the same review."""
    day = 86_400_000
    china = 8 * 3_600_000

    def days(at: int | None) -> int | None:
        return None if at is None else (at + china) // day

    same_day = days(before.review_by) == days(now.review_by)
    return same_day and replace(before, review_by=None, base=None) == replace(now, review_by=None, base=None)
