"""Policies: every published version is kept as it was; one of each scene is active; who switched is kept too."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.policy import Policy
from zhiyin.domain.policy_change import KeptPolicy, PolicyChange
from zhiyin.store.codec import policy_body, to_policy
from zhiyin.store.database import insert
from zhiyin.store.tables import active_policies, policies, policy_changes, policy_texts
from zhiyin.store.topic import Topic


@dataclass(frozen=True, slots=True)
class _Switch:
    """``policy`` is None when a kept version is switched to."""

    scene: str
    version: str
    by: str
    at: int
    note: str
    policy: Policy | None = None
    text: str = ""
    over: str | None = None


class SqlPolicies(Topic):
    async def publish(
        self, policy: Policy, by: str, at: int, note: str = "", text: str = "", over: str | None = None
    ) -> None:
        switch = _Switch(policy.scene, policy.version, by, at, note, policy, text, over)
        await self._database.write(_switch, [switch])

    async def activate(self, scene: str, version: str, by: str, at: int, note: str = "") -> None:
        await self._database.write(_switch, [_Switch(scene, version, by, at, note)])

    async def active(self) -> dict[str, Policy]:
        return await self._database.read(_active)

    async def versions(self, scene: str) -> list[tuple[str, bool, str, int]]:
        return await self._database.read(_versions, scene)

    async def kept_policy(self, scene: str, version: str) -> KeptPolicy | None:
        return await self._database.read(_kept_policy, scene, version)

    async def policy_changes(self, scene: str, limit: int = 200) -> list[PolicyChange]:
        return await self._database.read(_changes, scene, limit)


def _switch(connection: sa.Connection, switches: Sequence[_Switch]) -> list[None]:
    for switch in switches:
        before = _before(connection, switch)
        if switch.policy is not None:
            _keep(connection, switch, switch.policy)
        elif _kept(connection, switch) is None:
            raise NotFoundError(f"policy {switch.scene}@{switch.version} was never published; publish it first")
        values = {"version": switch.version, "activated_by": switch.by, "activated_at": switch.at}
        statement = insert(connection, active_policies).values(scene=switch.scene, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=[active_policies.c.scene], set_=values))
        _note(connection, switch, before)
    return [None] * len(switches)


def _before(connection: sa.Connection, switch: _Switch) -> str:
    """The version that counts now; empty: none. ConflictError if another one was expected."""
    query = sa.select(active_policies).where(active_policies.c.scene == switch.scene).with_for_update()
    row = connection.execute(query).first()
    version = row.version if row else ""
    if switch.over is not None and switch.over != version:
        now = f"{version}, by {row.activated_by}" if row else "the shipped one"
        raise ConflictError(
            f"the policy in force in {switch.scene} is no longer {switch.over or 'the shipped one'} but {now}: look at "
            "what was changed, take it over, and publish again"
        )
    return version


def _note(connection: sa.Connection, switch: _Switch, before: str) -> None:
    row = {"scene": switch.scene, "changed_at": switch.at, "version": switch.version, "before": before}
    row |= {"changed_by": switch.by, "note": switch.note}
    # Twice the same within a millisecond is one change.
    connection.execute(insert(connection, policy_changes).values(row).on_conflict_do_nothing())


def _keep(connection: sa.Connection, switch: _Switch, policy: Policy) -> None:
    body = policy_body(policy)
    connection.execute(
        insert(connection, policies)
        .values(scene=switch.scene, version=switch.version, body=body, published_by=switch.by, published_at=switch.at)
        .on_conflict_do_nothing()
    )
    kept = _kept(connection, switch)
    # Compared as policies, not as JSON: the order of a mapping's keys is no difference.
    if kept is None or to_policy(kept) != to_policy(body):
        raise ConflictError(
            f"policy {switch.scene}@{switch.version} is published already and differs; give this one a new version"
        )
    if switch.text:
        row = {"scene": switch.scene, "version": switch.version, "body": switch.text}
        connection.execute(insert(connection, policy_texts).values(row).on_conflict_do_nothing())


def _kept(connection: sa.Connection, switch: _Switch) -> str | None:
    query = sa.select(policies.c.body).where(policies.c.scene == switch.scene, policies.c.version == switch.version)
    body: str | None = connection.execute(query).scalar()
    return body


def _kept_policy(connection: sa.Connection, scene: str, version: str) -> KeptPolicy | None:
    same = sa.and_(policies.c.scene == policy_texts.c.scene, policies.c.version == policy_texts.c.version)
    query = (
        sa.select(policies, policy_texts.c.body.label("text"))
        .select_from(policies.outerjoin(policy_texts, same))
        .where(policies.c.scene == scene, policies.c.version == version)
    )
    row = connection.execute(query).first()
    return KeptPolicy(to_policy(row.body), row.text or "", row.published_by, row.published_at) if row else None


def _changes(connection: sa.Connection, scene: str, limit: int) -> list[PolicyChange]:
    query = (
        sa.select(policy_changes)
        .where(policy_changes.c.scene == scene)
        .order_by(policy_changes.c.changed_at.desc(), policy_changes.c.version.desc())
        .limit(limit)
    )
    return [
        PolicyChange(r.scene, r.version, r.before, r.changed_by, r.changed_at, r.note)
        for r in connection.execute(query)
    ]


def _active(connection: sa.Connection) -> dict[str, Policy]:
    same = sa.and_(policies.c.scene == active_policies.c.scene, policies.c.version == active_policies.c.version)
    query = sa.select(policies.c.scene, policies.c.body).join(active_policies, same).order_by(policies.c.scene)
    return {scene: to_policy(body) for scene, body in connection.execute(query)}


def _versions(connection: sa.Connection, scene: str) -> list[tuple[str, bool, str, int]]:
    same = sa.and_(policies.c.scene == active_policies.c.scene, policies.c.version == active_policies.c.version)
    query = (
        sa.select(policies, active_policies.c.scene.is_not(None).label("active"))
        .select_from(policies.outerjoin(active_policies, same))
        .where(policies.c.scene == scene)
        .order_by(policies.c.published_at.desc(), policies.c.version.desc())
    )
    return [(r.version, bool(r.active), r.published_by, r.published_at) for r in connection.execute(query)]
