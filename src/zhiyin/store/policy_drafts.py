"""Policy drafts: one per person and scene; who saves over another's window is told."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.policy_draft import PolicyDraft
from zhiyin.store.database import insert
from zhiyin.store.tables import policy_drafts
from zhiyin.store.topic import Topic

_Name = tuple[str, str, str]


class SqlPolicyDrafts(Topic):
    async def policy_draft(self, tenant: str, scene: str, by: str) -> PolicyDraft | None:
        found = await self._database.read(_find, tenant, scene)
        return next((draft for draft in found if draft.by == by), None)

    async def policy_drafts(self, tenant: str, scene: str) -> list[PolicyDraft]:
        return await self._database.read(_find, tenant, scene)

    async def save_policy_draft(self, draft: PolicyDraft) -> int:
        (revision,) = await self._database.write(_save, [draft])
        return revision

    async def drop_policy_draft(self, tenant: str, scene: str, by: str) -> bool:
        (done,) = await self._database.write(_drop, [(tenant, scene, by)])
        return done


def _named(tenant: str, scene: str, by: str) -> sa.ColumnElement[bool]:
    return sa.and_(policy_drafts.c.tenant == tenant, policy_drafts.c.scene == scene, policy_drafts.c.saved_by == by)


def _find(connection: sa.Connection, tenant: str, scene: str) -> list[PolicyDraft]:
    query = (
        sa.select(policy_drafts)
        .where(policy_drafts.c.tenant == tenant, policy_drafts.c.scene == scene)
        .order_by(policy_drafts.c.saved_at.desc(), policy_drafts.c.saved_by)
    )
    return [
        PolicyDraft(r.tenant, r.scene, r.saved_by, r.body, r.based_on, r.saved_at, r.revision)
        for r in connection.execute(query)
    ]


def _save(connection: sa.Connection, drafts: Sequence[PolicyDraft]) -> list[int]:
    return [_save_one(connection, draft) for draft in drafts]


def _save_one(connection: sa.Connection, draft: PolicyDraft) -> int:
    values = {"body": draft.text, "based_on": draft.over, "saved_at": draft.at, "revision": draft.revision + 1}
    name = {"tenant": draft.tenant, "scene": draft.scene, "saved_by": draft.by}
    if draft.revision:
        same = policy_drafts.c.revision == draft.revision
        statement = sa.update(policy_drafts).where(_named(draft.tenant, draft.scene, draft.by), same)
        done = connection.execute(statement.values(values)).rowcount
    else:
        fresh = insert(connection, policy_drafts).values(name | values).on_conflict_do_nothing()
        done = connection.execute(fresh).rowcount
    if done != 1:
        raise ConflictError(
            f"the draft of {draft.scene} was saved or dropped elsewhere since it was read (in another window, "
            "perhaps): read it again before saving over it"
        )
    return draft.revision + 1


def _drop(connection: sa.Connection, names: Sequence[_Name]) -> list[bool]:
    return [connection.execute(sa.delete(policy_drafts).where(_named(*name))).rowcount == 1 for name in names]
