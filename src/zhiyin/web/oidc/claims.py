"""Claims: what the provider says of a person, and what that makes of them here. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from zhiyin.domain.errors import InputError
from zhiyin.domain.key import Access
from zhiyin.domain.user import NAME_LENGTH, display_name_of, login_of
from zhiyin.web.oidc.refused import SignOnRefused, Why
from zhiyin.web.oidc.settings import OidcSettings


@dataclass(frozen=True, slots=True)
class Person:
    subject: str
    login: str
    name: str
    access: Access


def person_of(claims: Mapping[str, object], settings: OidcSettings) -> Person:
    """SignOnRefused if the address or the roles do not let this person in."""
    _check_email(claims, settings)
    access = access_of(claims, settings)
    if access is None:
        raise SignOnRefused(Why.ROLE, f"no role for the claim {settings.role_claim}")
    subject = str(claims["sub"])
    names = [str(claims[k]) for k in ("name", "preferred_username", "email") if claims.get(k)]
    login = _login(claims, subject)
    return Person(f"{settings.issuer} {subject}", login, _name([*names, login]), access)


def access_of(claims: Mapping[str, object], settings: OidcSettings) -> Access | None:
    """The role that may do most among those the claim gives; roles are listed in that order."""
    given = values_at(claims, settings.role_claim)
    found = {settings.roles[value] for value in given if value in settings.roles}
    return next((access for access in Access if access in found), settings.default_role)


def values_at(claims: Mapping[str, object], path: str) -> list[str]:
    """What stands at ``path``, whose steps are parted by dots: one text, or a list of them; else nothing.

    A claim whose own name holds dots, such as ``https://example.com/roles``, is found as well.
    """
    found: object = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return [found]
    return [value for value in found if isinstance(value, str)] if isinstance(found, list) else []


def _check_email(claims: Mapping[str, object], settings: OidcSettings) -> None:
    if not settings.email_domains:
        return
    domain = str(claims.get("email", "")).rpartition("@")[2].casefold()
    if domain not in {d.casefold() for d in settings.email_domains}:
        raise SignOnRefused(Why.EMAIL, "address of another domain, or none")
    if claims.get("email_verified") is False:
        raise SignOnRefused(Why.EMAIL, "the provider has not verified the address")


def _login(claims: Mapping[str, object], subject: str) -> str:
    for key in ("preferred_username", "email"):
        try:
            return login_of(str(claims.get(key, "")))
        except InputError:
            continue
    return f"sso-{hashlib.sha256(subject.encode()).hexdigest()[:12]}"


def _name(names: list[str]) -> str:
    for name in names:
        try:
            return display_name_of(name[:NAME_LENGTH])
        except InputError:
            continue
    return names[-1]
