"""Governance: operation log, retention, persons' data and destinations, put together."""

from collections.abc import Sequence

from zhiyin.actions.dispatcher import Dispatcher
from zhiyin.actions.route import Route
from zhiyin.actions.switchboard import Switchboard
from zhiyin.app.parts import audit_key_of
from zhiyin.config import Config
from zhiyin.engine.audit_log import AuditLog
from zhiyin.engine.person_desk import PersonDesk
from zhiyin.engine.retention_desk import RetentionDesk
from zhiyin.seams import Clock, Store
from zhiyin.web.governance import Governance


async def governance_of(
    config: Config, store: Store, clock: Clock, routes: Sequence[Route], dispatcher: Dispatcher
) -> Governance:
    audit = AuditLog(store, clock, audit_key_of(config))
    switchboard = Switchboard(routes, dispatcher, store, clock)
    await switchboard.restore()
    return Governance(
        audit=audit,
        retention=RetentionDesk(store, audit, clock),
        persons=PersonDesk(store),
        destinations=switchboard,
        store_kind=_kind(config),
        started_at=clock.now(),
    )


def _kind(config: Config) -> str:
    if not config.store_url.startswith("sqlite"):
        return "postgresql"
    return "sqlite encrypted" if config.store_key else "sqlite"
