"""Destinations that an administrator adds, changes and removes while the service runs."""

import sqlite3
from pathlib import Path

import pytest

from zhiyin.actions.own_destinations import fenced
from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.errors import SetupError
from zhiyin.testing.receiver import Receiver
from zhiyin.testing.service import Json, RunningService, event, running_service

SECRET = "whsec_" + "c2VjcmV0LW9mLTI0LWJ5dGVzLW9yLW1vcmU="
ANGRY = ("等了三天还没发货，你们到底管不管", "再不退款我就打12315投诉你们，骗子")


@pytest.fixture
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIYIN_TEST_HOOK", SECRET)


def wanted(receiver: Receiver, **more: object) -> Json:
    return {"name": "crm", "hand": "webhook", "url": receiver.url, "secrets": ["env:ZHIYIN_TEST_HOOK"], **more}


def _on_disk(home: Path) -> str:
    return "".join(file.read_bytes().decode(errors="ignore") for file in home.rglob("*") if file.is_file())


async def _crm(running: RunningService) -> Json | None:
    listed = (await running.client.get("/v1/destinations")).json()["destinations"]
    return next((one for one in listed if one["name"] == "crm"), None)


@pytest.mark.usefixtures("_secret")
async def test_one_is_added_tried_used_changed_switched_and_removed(tmp_path: Path) -> None:
    async with Receiver(SECRET) as receiver:
        async with running_service(tmp_path, destinations_private=True) as running:
            client = running.client
            added = await client.post("/v1/destinations", json=wanted(receiver))
            assert added.status_code == 201, added.text
            assert (await client.post("/v1/destinations", json=wanted(receiver))).status_code == 409
            console = {**wanted(receiver), "name": "console"}
            assert (await client.post("/v1/destinations", json=console)).status_code == 409
            crm = await _crm(running)
            assert crm is not None
            assert (crm["own"], crm["fault"], crm["references"]) == (True, "", ["env:ZHIYIN_TEST_HOOK"])
            assert receiver.path not in str(crm), "an address may hold a key"
            assert (await client.post("/v1/destinations/crm/test")).json()["ok"] is True
            await running.send(*(event(n, text) for n, text in enumerate(ANGRY)))
            await running.settled()
            assert all(got.verified for got in receiver.received)
            sent = len(receiver.received)
            assert sent > 1, "actions are delivered there"
            logged = (await client.get("/v1/actions?destination=crm")).json()["actions"]
            assert {action["status"] for action in logged} == {"delivered"}
            change = {"hand": "webhook", "secrets": ["env:ZHIYIN_TEST_HOOK"], "min_tier": "severe", "per_minute": 5}
            assert (await client.put("/v1/destinations/crm", json=change)).status_code == 200
            assert (await client.post("/v1/destinations/crm/test")).json()["ok"] is True, "the address stayed"
            off = await client.post("/v1/destinations/crm/switch", json={"on": False})
            assert off.json()["off"] == "switched off by hand"
        async with running_service(tmp_path, destinations_private=True) as running:
            crm = await _crm(running)
            assert crm is not None
            assert (crm["min_tier"], crm["per_minute"], crm["off"]) == ("severe", 5, "switched off by hand")
            assert (await running.client.delete("/v1/destinations/crm")).status_code == 204
            assert (await running.client.delete("/v1/destinations/crm")).status_code == 404
            assert (await running.client.delete("/v1/destinations/console")).status_code == 404
            assert await _crm(running) is None
            entries = (await running.client.get("/v1/audit?limit=50")).json()["entries"]
            assert "DELETE" in {entry["deed"].split(" ")[0] for entry in entries}
    assert SECRET not in _on_disk(tmp_path)


MISTAKES: tuple[tuple[Json, str], ...] = (
    ({"url": "http://example.com/hook"}, "https"),
    ({"secrets": []}, "always signed"),
    ({"secrets": ["env:HOME"]}, "env:ZHIYIN_NAME"),
    ({"secrets": ["file:/etc/passwd"]}, "files in"),
    ({"secrets": ["env:ZHIYIN_NOT_SET"]}, "not set"),
    ({"hand": "wecom", "url": "https://qyapi.weixin.qq.com/x?key=1", "secrets": []}, "env:NAME"),
    ({"url": "https://"}, "url"),
)


@pytest.mark.usefixtures("_secret")
async def test_a_mistake_is_named_with_its_field_and_remedy(running: RunningService) -> None:
    entry = {"name": "a", "hand": "webhook", "url": "https://example.com", "secrets": ["env:ZHIYIN_TEST_HOOK"]}
    for change, words in MISTAKES:
        refused = await running.client.post("/v1/destinations", json={**entry, **change})
        assert (refused.status_code, words in refused.json()["detail"]) == (422, True), refused.text
        assert refused.json()["errors"][0]["where"] in ("url", "secrets")


@pytest.mark.usefixtures("_secret")
async def test_the_inside_of_the_network_is_closed_unless_the_operator_opens_it(running: RunningService) -> None:
    async with Receiver(SECRET) as receiver:
        inside = wanted(receiver, url=receiver.url.replace("http:", "https:"))
        assert (await running.client.post("/v1/destinations", json=inside)).status_code == 201
        tried = (await running.client.post("/v1/destinations/crm/test")).json()
        assert (tried["ok"], "not public" in tried["detail"], receiver.received) == (False, True, [])


async def test_one_whose_secret_went_away_is_told_and_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIYIN_TEST_HOOK", SECRET)
    async with Receiver(SECRET) as receiver:
        async with running_service(tmp_path, destinations_private=True) as running:
            assert (await running.client.post("/v1/destinations", json=wanted(receiver))).status_code == 201
        monkeypatch.delenv("ZHIYIN_TEST_HOOK")
        async with running_service(tmp_path, destinations_private=True) as running:
            crm = await _crm(running)
            assert crm is not None
            assert "ZHIYIN_TEST_HOOK is not set" in str(crm["fault"])


async def test_another_process_takes_a_change_up(running: RunningService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIYIN_TEST_HOOK", SECRET)
    body = '[{"name":"far","hand":"webhook","url":"https://example.com/x","secrets":["env:ZHIYIN_TEST_HOOK"]}]'
    async with opened_store(Config(home=str(running.home))):
        with sqlite3.connect(running.home / "zhiyin.db") as database:
            database.execute("INSERT INTO tenant_settings VALUES ('default', 'destinations', ?, 'other', 1)", (body,))
    await running.house.web.state.services.governance.own.look()
    listed = (await running.client.get("/v1/destinations")).json()["destinations"]
    assert [one["name"] for one in listed] == ["console", "far"]


def test_references_of_a_page_stay_within_the_fence() -> None:
    read = fenced(lambda reference: reference, "/var/lib/zhiyin/secrets")
    for fine in ("env:ZHIYIN_HOOK", "file:/var/lib/zhiyin/secrets/hook", "file:/run/secrets/hook"):
        assert read(fine) == fine
    for wrong in ("env:PATH", "file:/etc/passwd", "file:/run/secrets/../../etc/passwd", "file:secrets/hook"):
        with pytest.raises(SetupError, match="may be named here"):
            read(wrong)
