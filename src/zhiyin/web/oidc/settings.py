"""OidcSettings: which identity provider, and who becomes what."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.domain.key import Access


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """``roles``: value of the claim ``role_claim`` (a path such as ``realm_access.roles``) -> role.

    ``default_role``: of those whom no value fits; None refuses them. ``email_domains``: none allow every address.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    role_claim: str = "roles"
    roles: Mapping[str, Access] = field(default_factory=dict)
    default_role: Access | None = None
    email_domains: tuple[str, ...] = ()
    label: str = ""
    tenant: str = "default"
