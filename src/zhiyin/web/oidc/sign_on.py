"""SignOn: makes a user of who comes from the identity provider, or finds the one that was made."""

from dataclasses import dataclass

from zhiyin.domain.errors import ConflictError
from zhiyin.domain.user import User, UserChange
from zhiyin.engine.people.user_desk import UserDesk, Wanted
from zhiyin.seams import Store
from zhiyin.web.oidc.claims import Person, person_of
from zhiyin.web.oidc.provider import Begun, Provider
from zhiyin.web.oidc.refused import SignOnRefused, Why


@dataclass(frozen=True, slots=True)
class SignOn:
    provider: Provider
    store: Store
    users: UserDesk

    async def finish(self, code: str, begun: Begun, back: str) -> User:
        """SignOnRefused says why not."""
        settings = self.provider.settings
        person = person_of(await self.provider.claims(code, begun, back), settings)
        known = await self.store.find_subject(person.subject)
        if known is None:
            wanted = Wanted(settings.tenant, person.login, person.name, person.access, subject=person.subject)
            try:
                return await self.users.add(wanted)
            except ConflictError:
                raise SignOnRefused(Why.TAKEN, f"login name {person.login}") from None
        if known.disabled_at is not None:
            raise SignOnRefused(Why.DISABLED, f"user {known.login}")
        return await self._with_role(known, person)

    async def _with_role(self, known: User, person: Person) -> User:
        """The provider has the last word on roles, except that somebody must administer this service."""
        if known.access is person.access:
            return known
        try:
            return await self.users.change(known.tenant, known.id, UserChange(access=person.access))
        except ConflictError:
            return known
