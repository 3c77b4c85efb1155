"""Scripts: every revision is kept; one of each script is the newest."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError, StoreError
from zhiyin.domain.library_script import LibraryScript, ScriptRevision
from zhiyin.domain.phrase import BannedPhrase, OwnPhrase
from zhiyin.store.database import insert
from zhiyin.store.script_uses import SqlScriptUses
from zhiyin.store.tables import banned_phrases, scripts

_script = msgspec.json.Decoder(LibraryScript)
_phrase = msgspec.json.Decoder(BannedPhrase)


class SqlScripts(SqlScriptUses):
    async def keep_scripts(self, revisions: Sequence[ScriptRevision]) -> None:
        await self._database.write(_keep, [tuple(revisions)])

    async def scripts(self) -> list[ScriptRevision]:
        return await self._database.read(_newest)

    async def script_revisions(self, scene: str, script_id: str) -> list[ScriptRevision]:
        return await self._database.read(_revisions, scene, script_id)

    async def keep_phrase(self, phrase: OwnPhrase) -> None:
        await self._database.write(_keep_phrases, [phrase])

    async def drop_phrase(self, tenant: str, phrase_id: str) -> bool:
        (dropped,) = await self._database.write(_drop_phrases, [(tenant, phrase_id)])
        return dropped

    async def phrases(self, tenant: str) -> list[OwnPhrase]:
        return await self._database.read(_phrases, tenant)


def _keep(connection: sa.Connection, batches: Sequence[tuple[ScriptRevision, ...]]) -> list[None]:
    for revision in (one for batch in batches for one in batch):
        scene, script_id = revision.key
        same = sa.and_(scripts.c.scene == scene, scripts.c.id == script_id)
        before = connection.execute(sa.select(sa.func.max(scripts.c.revision)).where(same)).scalar() or 0
        if revision.revision != before + 1:
            raise ConflictError(
                f"script {script_id} was changed in the meantime: its newest revision is {before}, not "
                f"{revision.revision - 1}; read it again and repeat your change"
            )
        connection.execute(sa.update(scripts).where(same, scripts.c.newest == 1).values(newest=0))
        connection.execute(sa.insert(scripts).values(_row(revision)))
    return [None] * len(batches)


def _row(revision: ScriptRevision) -> dict[str, str | int]:
    scene, script_id = revision.key
    body = msgspec.json.encode(revision.script).decode()
    return {
        "scene": scene,
        "id": script_id,
        "revision": revision.revision,
        "newest": 1,
        "body": body,
        "kept_by": revision.by,
        "kept_at": revision.at,
    }


def _newest(connection: sa.Connection) -> list[ScriptRevision]:
    query = sa.select(scripts).where(scripts.c.newest == 1).order_by(scripts.c.scene, scripts.c.id)
    return [_to_revision(row) for row in connection.execute(query).mappings()]


def _revisions(connection: sa.Connection, scene: str, script_id: str) -> list[ScriptRevision]:
    query = sa.select(scripts).where(scripts.c.scene == scene, scripts.c.id == script_id)
    found = connection.execute(query.order_by(scripts.c.revision.desc())).mappings()
    return [_to_revision(row) for row in found]


def _to_revision(row: sa.RowMapping) -> ScriptRevision:
    try:
        script = _script.decode(row["body"])
    except msgspec.MsgspecError as error:
        raise StoreError(
            f"a stored script cannot be read ({error}); restore a backup or run the newer program"
        ) from None
    return ScriptRevision(script, row["revision"], row["kept_by"], row["kept_at"])


def _keep_phrases(connection: sa.Connection, phrases: Sequence[OwnPhrase]) -> list[None]:
    for phrase in phrases:
        values = {
            "body": msgspec.json.encode(phrase.banned).decode(),
            "kept_by": phrase.by,
            "kept_at": phrase.at,
        }
        statement = insert(connection, banned_phrases).values(tenant=phrase.tenant, id=phrase.id, **values)
        keys = [banned_phrases.c.tenant, banned_phrases.c.id]
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
    return [None] * len(phrases)


def _drop_phrases(connection: sa.Connection, wanted: Sequence[tuple[str, str]]) -> list[bool]:
    dropped = []
    for tenant, phrase_id in wanted:
        same = sa.and_(banned_phrases.c.tenant == tenant, banned_phrases.c.id == phrase_id)
        dropped.append(connection.execute(sa.delete(banned_phrases).where(same)).rowcount == 1)
    return dropped


def _phrases(connection: sa.Connection, tenant: str) -> list[OwnPhrase]:
    c = banned_phrases.c
    query = sa.select(banned_phrases).where(c.tenant == tenant).order_by(c.kept_at, c.id)
    return [
        OwnPhrase(tenant, row["id"], _phrase.decode(row["body"]), row["kept_by"], row["kept_at"])
        for row in connection.execute(query).mappings()
    ]
