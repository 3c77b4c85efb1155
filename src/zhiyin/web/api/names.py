"""Names: what people and keys are called now, by the marks under which records name them (``Caller.person``)."""

from collections import Counter
from dataclasses import dataclass, field

from zhiyin.web.services import Services


@dataclass(frozen=True, slots=True)
class Names:
    """Two people of one name are told apart by what stands behind it: the login name, or the id of the key."""

    called: dict[str, str] = field(default_factory=dict)

    def shown(self, person: str) -> str:
        """Several persons may be joined by ``+``. What nobody is known by stays as it is: records made before people
        were told apart by id hold names."""
        if person in self.called:
            return self.called[person]
        return "、".join(self.called.get(one, one) for one in person.split("+"))


async def names_of(services: Services, tenant: str) -> Names:
    """Of the users and keys of the tenant, disabled and revoked ones too."""
    known = [(f"user:{u.id}", u.name, u.login) for u in await services.store.users() if u.tenant == tenant]
    known += [(f"key:{k.id}", k.name, k.id) for k in await services.store.keys() if k.tenant == tenant]
    often = Counter(name for _, name, _ in known)
    return Names({person: name if often[name] == 1 else f"{name}（{mark}）" for person, name, mark in known})
