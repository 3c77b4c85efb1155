"""What an identity provider says of a person, and what that makes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.key import Access
from zhiyin.domain.user import login_of
from zhiyin.web.oidc.claims import access_of, person_of, values_at
from zhiyin.web.oidc.settings import OidcSettings

ROLES = {"lead": Access.SUPERVISOR, "boss": Access.ADMIN, "eyes": Access.AUDITOR}


@pytest.mark.parametrize(
    ("claims", "path", "found"),
    [
        ({"roles": ["a", "b", 3]}, "roles", ["a", "b"]),
        ({"role": "a"}, "role", ["a"]),
        ({"realm": {"roles": ["a"]}}, "realm.roles", ["a"]),
        ({"https://shop.example/roles": ["a"]}, "https://shop.example/roles", ["a"]),
        ({"realm": "a"}, "realm.roles", []),
        ({}, "roles", []),
        ({"roles": None}, "roles", []),
    ],
)
def test_roles_are_found_where_the_path_leads(claims: dict[str, object], path: str, found: list[str]) -> None:
    assert values_at(claims, path) == found


@given(st.lists(st.sampled_from([*ROLES, "other"])))
def test_the_role_that_may_do_most_counts(values: list[str]) -> None:
    settings = OidcSettings("https://id.example", "zhiyin", roles=ROLES)
    order = list(Access)
    best = min((order.index(ROLES[v]) for v in values if v in ROLES), default=None)
    assert access_of({"roles": values}, settings) == (None if best is None else order[best])


@given(st.dictionaries(st.sampled_from(["name", "preferred_username", "email"]), st.text(max_size=90)))
def test_whatever_a_provider_calls_somebody_there_is_a_login_name_and_a_name(told: dict[str, str]) -> None:
    settings = OidcSettings("https://id.example", "zhiyin", default_role=Access.AGENT)
    person = person_of({"sub": "s", **told}, settings)
    assert login_of(person.login) == person.login
    assert person.name.strip()
    assert person.subject == "https://id.example s"
