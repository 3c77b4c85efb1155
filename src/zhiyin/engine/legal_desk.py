"""LegalDesk: which legal switches count for which tenant, kept in memory for the worker."""

from dataclasses import asdict, fields

import msgspec

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.legal_switches import UNREADABLE, LegalSwitches
from zhiyin.domain.utterance import Role
from zhiyin.seams import Clock, Setting, Settings

LEGAL = "legal"
"""Name of the setting."""

_DEFAULT = LegalSwitches()


class LegalDesk:
    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._kept: dict[str, LegalSwitches] = {}

    def of(self, tenant: str) -> LegalSwitches:
        """As of the last ``refresh``."""
        return self._kept.get(tenant, _DEFAULT)

    def reads(self, tenant: str) -> frozenset[Role]:
        """From whose written words emotion may be read."""
        switches = self.of(tenant)
        on = ((Role.CUSTOMER, switches.customer_text), (Role.AGENT, switches.agent_text))
        return frozenset(role for role, allowed in on if allowed)

    async def refresh(self) -> None:
        """Take up what is set now, in one assignment."""
        found = await self._settings.settings_named(LEGAL)
        self._kept = {one.tenant: msgspec.json.decode(one.body, type=LegalSwitches) for one in found}

    async def put(self, tenant: str, switches: LegalSwitches, by: str) -> list[str]:
        """Set them; says what changed, as ``name: old -> new``. ConflictError for what nothing here could read."""
        for name, why in UNREADABLE.items():
            if getattr(switches, name):
                raise ConflictError(f"{name} cannot be on: {why}")
        await self.refresh()
        before = self.of(tenant)
        body = msgspec.json.encode(switches).decode()
        await self._settings.put_setting(Setting(tenant, LEGAL, body, by, self._clock.now()))
        await self.refresh()
        return changes(before, switches)


def changes(before: LegalSwitches, after: LegalSwitches) -> list[str]:
    """``name: old -> new`` of each switch that differs."""
    old, new = asdict(before), asdict(after)
    names = [field.name for field in fields(LegalSwitches)]
    return [f"{name}: {_word(old[name])} -> {_word(new[name])}" for name in names if old[name] != new[name]]


def _word(on: bool) -> str:
    return "on" if on else "off"
