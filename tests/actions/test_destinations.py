from pathlib import Path

import pytest
import yaml

from zhiyin.actions.destinations import destinations_from
from zhiyin.actions.routes import HANDS, routes_from
from zhiyin.actions.secret import secret_reader
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import SetupError
from zhiyin.domain.risk import Tier
from zhiyin.testing.clock import ManualClock
from zhiyin.testing.delivery import make_delivery

WHSEC = "whsec_" + "b2xk" * 8
ENVIRONMENT = {
    "CRM_SECRET": WHSEC,
    "GROUP_URL": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=5ecretKey",
    "SHORT": "whsec_b2xk",
    "EMPTY": " ",
}
CRM: dict[str, object] = {
    "name": "crm",
    "hand": "webhook",
    "url": "https://crm.example.com/hooks",
    "secrets": ["env:CRM_SECRET"],
}


def read(*entries: dict[str, object]) -> list[Destination]:
    return destinations_from(entries, secret_reader(ENVIRONMENT), HANDS.keys())


def test_the_console_is_always_there() -> None:
    (console,) = read()
    assert (console.name, console.hand) == ("console", "console")
    assert console.wants(make_delivery(tier=Tier.NONE))


def test_reads_all_fields(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(WHSEC + "\n", encoding="utf-8")
    more: dict[str, object] = {
        "secrets": [f"file:{secret}", "env:CRM_SECRET"],
        "kinds": ["alert", "compensate"],
        "min_tier": "moderate",
        "scenes": "ecommerce",
        "tenants": ["t"],
        "per_minute": 90,
    }
    _, crm = read(CRM | more)
    assert crm == Destination(
        "crm", "webhook", "https://crm.example.com/hooks", (WHSEC, WHSEC), ("alert", "compensate"), Tier.MODERATE,
        ("ecommerce",), ("t",), False, 90,
    )  # fmt: skip
    assert crm.wants(make_delivery(tier=Tier.SEVERE))
    assert not crm.wants(make_delivery(tier=Tier.MILD))
    assert not crm.wants(make_delivery(kind="note"))
    assert not crm.wants(make_delivery(scene="travel"))
    assert not crm.wants(make_delivery(tenant="other"))


def test_robots_have_a_rate_and_their_key_stays_out_of_sight() -> None:
    _, group = read({"name": "group", "hand": "wecom", "url": "env:GROUP_URL"})
    assert group.per_minute == 20
    assert group.wants(make_delivery(kind="alert"))
    assert not group.wants(make_delivery(kind="script")), "that is for the agent's desk"
    assert group.url.endswith("5ecretKey")
    assert "5ecretKey" not in repr(group)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "destination number 1: name: must be 1 to 40"),
        ({"name": "a b"}, "name: must be"),
        ({"name": None}, "name: is missing"),
        ({"name": "console"}, "'console' is there twice"),
        ({"hand": "webhok"}, "'crm': hand: there is no 'webhok'; did you mean 'webhook'"),
        ({"hand": "fax"}, "choose one of"),
        ({"ulr": "x"}, "ulr: there is no such field; did you mean 'url'"),
        ({"colour": "x"}, "the fields are"),
        ({"url": None}, "url: is missing"),
        ({"url": 7}, "url: must be a text"),
        ({"url": "ftp://example.com"}, "url: .*http"),
        ({"url": "https://"}, "url: .*host"),
        ({"url": "https://a:b@example.com"}, "user name or password"),
        ({"url": "https://exa mple.com:x/"}, "cannot be read"),
        ({"url": "http://example.com"}, "must be https"),
        ({"url": "env:NOWHERE"}, "url: the environment variable NOWHERE is not set"),
        ({"secrets": []}, "always signed"),
        ({"secrets": [WHSEC]}, "never in plain"),
        ({"secrets": ["env:EMPTY"]}, "not set or empty"),
        ({"secrets": ["env:SHORT"]}, "24 to 64 bytes"),
        ({"secrets": ["env:GROUP_URL"]}, "24 to 64 bytes"),
        ({"secrets": ["file:/nowhere/secret"]}, "cannot be read"),
        ({"kinds": ["alert", ""]}, "kinds: must be a list"),
        ({"kinds": 7}, "kinds: must be a list"),
        ({"min_tier": "high"}, "min_tier: there is no 'high'"),
        ({"allow_private": "yes"}, "true or false"),
        ({"per_minute": -1}, "whole number"),
        ({"hand": "wecom", "url": "env:GROUP_URL"}, "leave this out"),
        ({"hand": "wecom", "url": "https://x.example.com?key=k"}, "env:NAME or file:PATH"),
        ({"hand": "feishu", "url": "env:GROUP_URL", "secrets": ["env:SHORT", "env:SHORT"]}, "one secret"),
    ],
)
def test_mistakes_are_named(change: dict[str, object], says: str) -> None:
    with pytest.raises(SetupError, match=says) as caught:
        read({key: value for key, value in (CRM | change).items() if value is not None})
    assert WHSEC not in str(caught.value)
    assert "5ecretKey" not in str(caught.value)


def test_http_is_fine_inside() -> None:
    _, crm = read(CRM | {"url": "http://crm.internal:8080/hooks", "allow_private": True})
    assert crm.url == "http://crm.internal:8080/hooks"


def test_a_hand_that_does_not_exist_is_named() -> None:
    with pytest.raises(SetupError, match="no hand 'fax'"):
        routes_from([Destination("office", "fax")], ManualClock())


def test_the_documented_configuration_is_valid() -> None:
    page = (Path(__file__).parents[2] / "docs" / "actions.md").read_text(encoding="utf-8")
    example = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    secrets = {"file:/run/secrets/crm_new": WHSEC, "env:CRM_OLD": WHSEC, "env:WECOM_URL": ENVIRONMENT["GROUP_URL"]}
    found = destinations_from(example["destinations"], secrets.__getitem__, HANDS.keys())
    assert [one.name for one in found] == ["console", "crm", "supervisors"]
