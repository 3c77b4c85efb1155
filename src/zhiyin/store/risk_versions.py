"""Risk versions: refitted weights, kept as they were made; at most one is active."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from zhiyin.domain.errors import ConflictError, NotFoundError
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.store.codec import risk_version_row, to_risk_version
from zhiyin.store.database import insert
from zhiyin.store.tables import active_risk, risk_versions
from zhiyin.store.topic import Topic

_SLOT = "risk"
"""The one row of the pointer."""


@dataclass(frozen=True, slots=True)
class _Switch:
    name: str
    by: str
    at: int


class SqlRiskVersions(Topic):
    async def keep_risk(self, version: RiskVersion) -> None:
        await self._database.write(_keep, [version])

    async def activate_risk(self, name: str, by: str, at: int) -> None:
        await self._database.write(_activate, [_Switch(name, by, at)])

    async def active_risk(self) -> RiskVersion | None:
        return await self._database.read(_active)

    async def risk_versions(self) -> list[RiskVersion]:
        return await self._database.read(_versions)


def _keep(connection: sa.Connection, versions: Sequence[RiskVersion]) -> list[None]:
    for version in versions:
        statement = insert(connection, risk_versions).values(**risk_version_row(version))
        connection.execute(statement.on_conflict_do_nothing())
        if _kept(connection, version.name) != version:
            raise ConflictError(
                f"risk weights {version.name} are kept already and differ: another refit was first; run it again"
            )
    return [None] * len(versions)


def _activate(connection: sa.Connection, switches: Sequence[_Switch]) -> list[None]:
    for switch in switches:
        if switch.name and _kept(connection, switch.name) is None:
            raise NotFoundError(f"no risk weights {switch.name} are kept; 'zhiyin refit --list' names those that are")
        values = {"version": switch.name, "activated_by": switch.by, "activated_at": switch.at}
        statement = insert(connection, active_risk).values(slot=_SLOT, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=[active_risk.c.slot], set_=values))
    return [None] * len(switches)


def _kept(connection: sa.Connection, name: str) -> RiskVersion | None:
    query = sa.select(risk_versions).where(risk_versions.c.version == name)
    row = connection.execute(query).mappings().first()
    return None if row is None else to_risk_version(row)


def _active(connection: sa.Connection) -> RiskVersion | None:
    same = risk_versions.c.version == active_risk.c.version
    query = sa.select(risk_versions).join(active_risk, same).where(active_risk.c.slot == _SLOT)
    row = connection.execute(query).mappings().first()
    return None if row is None else to_risk_version(row)


def _versions(connection: sa.Connection) -> list[RiskVersion]:
    query = sa.select(risk_versions).order_by(risk_versions.c.kept_at.desc(), risk_versions.c.version.desc())
    return [to_risk_version(row) for row in connection.execute(query).mappings()]
