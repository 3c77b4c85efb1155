"""Governance: operation log, retention, persons' data and destinations, put together."""

import os
from pathlib import Path

from zhiyin.actions.dispatcher import Dispatcher
from zhiyin.actions.own_destinations import OwnDestinations, fenced
from zhiyin.actions.route import Route
from zhiyin.actions.secret import secret_reader
from zhiyin.actions.switchboard import Switchboard
from zhiyin.app.parts import audit_key_of
from zhiyin.config import Config
from zhiyin.engine.audit_log import AuditLog
from zhiyin.engine.person_desk import PersonDesk
from zhiyin.engine.retention_desk import RetentionDesk
from zhiyin.seams import Clock, Store
from zhiyin.web.governance import Governance


async def governance_of(
    config: Config, store: Store, clock: Clock, switchboard: Switchboard, own: OwnDestinations
) -> Governance:
    audit = AuditLog(store, clock, audit_key_of(config))
    return Governance(
        audit=audit,
        retention=RetentionDesk(store, audit, clock),
        persons=PersonDesk(store),
        destinations=switchboard,
        own=own,
        store_kind=_kind(config),
        started_at=clock.now(),
    )


async def destinations_of_house(
    config: Config, store: Store, clock: Clock, routes: list[Route], dispatcher: Dispatcher
) -> tuple[Switchboard, OwnDestinations]:
    """The configured destinations, and those that administrators added."""
    board = Switchboard(routes, dispatcher, store, clock)
    await board.restore()
    read = fenced(secret_reader(os.environ), secrets_folder(config))
    private = config.destinations_private
    own = OwnDestinations(store, clock, board, read, base=config.public_url, private=private)
    await own.look()
    return board, own


def secrets_folder(config: Config) -> str:
    """Where files with secrets lie that a page may name."""
    return str(Path(config.home).absolute() / "secrets")


def _kind(config: Config) -> str:
    if not config.store_url.startswith("sqlite"):
        return "postgresql"
    return "sqlite encrypted" if config.store_key else "sqlite"
