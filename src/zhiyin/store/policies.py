"""Policies: every published version is kept as it was; one of each scene is active."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.policy import Policy
from zhiyin.store.codec import policy_body, to_policy
from zhiyin.store.database import insert
from zhiyin.store.tables import active_policies, policies
from zhiyin.store.topic import Topic


@dataclass(frozen=True, slots=True)
class _Switch:
    """``policy`` is None when a kept version is switched to."""

    scene: str
    version: str
    by: str
    at: int
    policy: Policy | None = None


class SqlPolicies(Topic):
    async def publish(self, policy: Policy, by: str, at: int) -> None:
        await self._database.write(_switch, [_Switch(policy.scene, policy.version, by, at, policy)])

    async def activate(self, scene: str, version: str, by: str, at: int) -> None:
        await self._database.write(_switch, [_Switch(scene, version, by, at)])

    async def active(self) -> dict[str, Policy]:
        return await self._database.read(_active)

    async def versions(self, scene: str) -> list[tuple[str, bool, str, int]]:
        return await self._database.read(_versions, scene)


def _switch(connection: sa.Connection, switches: Sequence[_Switch]) -> list[None]:
    for switch in switches:
        if switch.policy is not None:
            _keep(connection, switch, switch.policy)
        elif _kept(connection, switch) is None:
            raise NotFoundError(f"policy {switch.scene}@{switch.version} was never published; publish it first")
        values = {"version": switch.version, "activated_by": switch.by, "activated_at": switch.at}
        statement = insert(connection, active_policies).values(scene=switch.scene, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=[active_policies.c.scene], set_=values))
    return [None] * len(switches)


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


def _kept(connection: sa.Connection, switch: _Switch) -> str | None:
    query = sa.select(policies.c.body).where(policies.c.scene == switch.scene, policies.c.version == switch.version)
    body: str | None = connection.execute(query).scalar()
    return body


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
