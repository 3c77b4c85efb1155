"""Settings: what tenants' administrators have set."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.seams import Setting
from zhiyin.store.database import insert
from zhiyin.store.tables import tenant_settings
from zhiyin.store.topic import Topic

_kept = tenant_settings.c


class SqlSettings(Topic):
    async def setting(self, tenant: str, name: str) -> Setting | None:
        return await self._database.read(_one, tenant, name)

    async def settings_named(self, name: str) -> list[Setting]:
        return await self._database.read(_named, name)

    async def put_setting(self, setting: Setting) -> None:
        await self._database.write(_put, [setting])


def _one(connection: sa.Connection, tenant: str, name: str) -> Setting | None:
    query = sa.select(tenant_settings).where(_kept.tenant == tenant, _kept.name == name)
    row = connection.execute(query).mappings().first()
    return None if row is None else _to_setting(row)


def _named(connection: sa.Connection, name: str) -> list[Setting]:
    query = sa.select(tenant_settings).where(_kept.name == name).order_by(_kept.tenant)
    return [_to_setting(row) for row in connection.execute(query).mappings()]


def _put(connection: sa.Connection, settings: Sequence[Setting]) -> list[None]:
    for one in settings:
        values = {"body": one.body, "changed_by": one.by, "changed_at": one.at}
        statement = insert(connection, tenant_settings).values(tenant=one.tenant, name=one.name, **values)
        keys = [_kept.tenant, _kept.name]
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values))
    return [None] * len(settings)


def _to_setting(row: sa.RowMapping) -> Setting:
    return Setting(row["tenant"], row["name"], row["body"], row["changed_by"], row["changed_at"])
