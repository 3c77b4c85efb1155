"""OwnDestinations: destinations that administrators add, change and remove while the service runs."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import msgspec
import structlog

from zhiyin.actions.destinations import FIELDS, destinations_from
from zhiyin.actions.routes import HANDS, routes_from
from zhiyin.actions.secret import ReadSecret
from zhiyin.actions.switchboard import Switchboard
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import ConflictError, FieldError, InputError, NotFoundError, SetupError, StoreError
from zhiyin.domain.own_destination import MOST_OWN, OwnDestination
from zhiyin.seams import Clock, Setting, Settings

SETTING = "destinations"
LOOK_EVERY_S = 5.0
"""How soon another process on the same store takes a change up."""
PREFIX = "ZHIYIN_"
RUN_SECRETS = "/run/secrets"
"""Where container systems put secrets."""

_log = structlog.get_logger(__name__)
_entries = msgspec.json.Decoder(list[OwnDestination])


def fenced(read: ReadSecret, folder: str) -> ReadSecret:
    """For references typed into a page: variables that begin with ``ZHIYIN_``, and files in ``folder`` or /run/secrets.

    Else whoever may edit settings could feel about in the environment and the files of the server.
    """

    def read_fenced(reference: str) -> str:
        kind, _, name = reference.partition(":")
        path = PurePosixPath(name)
        inside = ".." not in path.parts and any(path.is_relative_to(root) for root in (folder, RUN_SECRETS))
        if (kind == "env" and not name.startswith(PREFIX)) or (kind == "file" and not inside):
            raise SetupError(f"only env:{PREFIX}NAME, and files in {folder} or {RUN_SECRETS}, may be named here")
        return read(reference)

    return read_fenced


def _fault(error: SetupError) -> InputError:
    """The mistake of ``destinations_from``, as one of a form: ``destination 'crm': url: must be https``."""
    _, _, rest = str(error).partition(": ")
    field, parted, what = rest.partition(": ")
    return FieldError(field, "form", what) if parted and field in FIELDS else InputError(str(error))


class OwnDestinations:
    """Kept as one setting a tenant, references only. One that cannot be used now is listed with the reason."""

    def __init__(
        self, settings: Settings, clock: Clock, board: Switchboard, read: ReadSecret, *, base: str, private: bool
    ) -> None:
        """``base``: the console's address; ``private``: they may lie in the own network (the operator says so)."""
        self._settings = settings
        self._clock = clock
        self._board = board
        self._read = read
        self._base = base
        self._private = private
        self._writing = asyncio.Lock()
        self._known: dict[str, tuple[str, OwnDestination]] = {}
        """Name -> tenant and entry, of all tenants."""
        self.faults: dict[str, str] = {}
        """Name -> why it cannot be used now."""

    async def run(self) -> None:
        """Until cancelled: take up what other processes changed."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look()
            except StoreError as error:
                _log.warning("destinations cannot be read, will be tried again", error=str(error))

    async def look(self) -> None:
        """Bring the routes in line with what is kept."""
        kept = {
            entry.name: (setting.tenant, entry)
            for setting in await self._settings.settings_named(SETTING)
            for entry in _entries.decode(setting.body)
        }
        for name in [name for name in self._known if name not in kept]:
            self._drop(name)
        for name, (tenant, entry) in kept.items():
            if self._known.get(name) != (tenant, entry):
                await self._take(tenant, entry)

    def of(self, tenant: str) -> list[OwnDestination]:
        return [entry for owner, entry in self._known.values() if owner == tenant]

    def current(self) -> Sequence[Destination]:
        """All that work now."""
        return [self._board.destination(name) for name in self._known if name not in self.faults]

    async def add(self, tenant: str, entry: OwnDestination, by: str) -> None:
        """InputError names the field; ConflictError: the name is taken."""
        async with self._writing:
            await self.look()
            if self._board.has(entry.name) or entry.name in self._known:
                raise ConflictError(f"there is a destination named {entry.name} already; choose another name")
            mine = self.of(tenant)
            if len(mine) >= MOST_OWN:
                raise InputError(f"there are {MOST_OWN} destinations already; remove one first")
            self._checked(tenant, entry)
            await self._keep(tenant, [*mine, entry], by)

    async def change(self, tenant: str, entry: OwnDestination, by: str) -> None:
        """An empty ``url`` leaves the address as it is. NotFoundError: not added in the console, or another's."""
        async with self._writing:
            before = await self._mine(tenant, entry.name)
            changed = replace(entry, url=entry.url or before.url)
            self._checked(tenant, changed)
            await self._keep(tenant, [changed if one.name == entry.name else one for one in self.of(tenant)], by)

    async def remove(self, tenant: str, name: str, by: str) -> None:
        """What is on its way there is not sent any more. NotFoundError."""
        async with self._writing:
            await self._mine(tenant, name)
            await self._keep(tenant, [one for one in self.of(tenant) if one.name != name], by)

    async def _mine(self, tenant: str, name: str) -> OwnDestination:
        await self.look()
        owner, entry = self._known.get(name, ("", None))
        if entry is None or owner != tenant:
            raise NotFoundError(
                f"no destination {name!r} was added here; those of the configuration file are changed there"
            )
        return entry

    async def _keep(self, tenant: str, entries: Sequence[OwnDestination], by: str) -> None:
        body = msgspec.json.encode(list(entries)).decode()
        await self._settings.put_setting(Setting(tenant, SETTING, body, by, self._clock.now()))
        await self.look()

    def _checked(self, tenant: str, entry: OwnDestination) -> Destination:
        """InputError names the field and says how to mend it."""
        fields: dict[str, object] = {
            "name": entry.name,
            "hand": entry.hand,
            "url": entry.url,
            "secrets": entry.secrets,
            "kinds": entry.kinds,
            "min_tier": entry.min_tier.value,
            "scenes": entry.scenes,
            "tenants": (tenant,),
            "allow_private": self._private,
        }
        given: Mapping[str, object] = {
            name: value for name, value in fields.items() if value != () or name == "tenants"
        } | ({} if entry.per_minute is None else {"per_minute": entry.per_minute})
        try:
            return destinations_from([given], self._read, [hand for hand in HANDS if hand != "console"])[1]
        except SetupError as error:
            raise _fault(error) from None

    async def _take(self, tenant: str, entry: OwnDestination) -> None:
        self._known[entry.name] = (tenant, entry)
        try:
            (route,) = routes_from([self._checked(tenant, entry)], self._clock, self._base)
        except InputError as error:
            self.faults[entry.name] = str(error)
            self._board.drop(entry.name)
            return
        self.faults.pop(entry.name, None)
        await self._board.put(route)

    def _drop(self, name: str) -> None:
        del self._known[name]
        self.faults.pop(name, None)
        self._board.drop(name)
