"""Every deed stands in the operation log before its answer goes out, and the log shows what was done to it."""

import hashlib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.audit_entry import AuditEntry, AuditNote
from zhiyin.domain.errors import StoreError
from zhiyin.domain.key import Access, ApiKey
from zhiyin.testing.service import Json, RunningService, event, running_service

NEW = {"name": "柜台", "access": "agent"}


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningService]:
    """Open, so that the door does not close when a test makes a key."""
    async with running_service(tmp_path, open=True) as found:
        yield found


async def add_key(home: Path, secret: str, access: Access, tenant: str = "default") -> dict[str, str]:
    """A key in the store of a service that does not run yet; the header to use it."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    async with opened_store(Config(home=str(home))) as store:
        await store.add_key(ApiKey(digest[:12], tenant, secret, access, digest, 1))
    return {"Authorization": f"Bearer {secret}"}


async def entries(running: RunningService, **query: str) -> list[Json]:
    answer = await running.client.get("/v1/audit", params=query)
    answer.raise_for_status()
    found: list[Json] = answer.json()["entries"]
    return found


async def test_a_deed_is_logged_with_who_what_and_how(running: RunningService) -> None:
    made = await running.client.post("/v1/keys", json=NEW)
    assert made.status_code == 201
    (entry,) = await entries(running)
    assert entry["sequence"] == 1
    assert (entry["who"], entry["role"], entry["how"]) == ("local", "admin", "open")
    assert (entry["right"], entry["deed"], entry["status"]) == ("keys:manage", "POST /v1/keys", 201)
    assert made.json()["key"]["id"] in str(entry["detail"])
    assert made.json()["secret"] not in str(entry)

    missing = await running.client.delete("/v1/keys/nobody", headers={"x": "y"})
    assert missing.status_code == 404
    newest = (await entries(running))[0]
    assert (newest["deed"], newest["params"], newest["status"]) == (
        "DELETE /v1/keys/{key_id}",
        {"key_id": "nobody"},
        404,
    )


async def test_events_that_come_in_and_pages_that_are_read_are_no_deeds(running: RunningService) -> None:
    await running.send(event(1, "你好"))
    await running.client.post("/v1/outcomes", json={"outcomes": []})
    await running.client.get("/v1/overview")
    draft = {"scene": "ecommerce", "text": "您好"}
    assert (await running.client.post("/v1/scripts/check", json=draft)).status_code == 200
    assert await entries(running) == []


async def test_what_a_known_caller_was_refused_is_logged_and_strangers_are_not(tmp_path: Path) -> None:
    admin = await add_key(tmp_path, "zy_admin", Access.ADMIN)
    agent = await add_key(tmp_path, "zy_agent", Access.AGENT)
    auditor = await add_key(tmp_path, "zy_auditor", Access.AUDITOR)
    async with running_service(tmp_path) as running:
        client = running.client
        assert (await client.post("/v1/keys", json=NEW, headers=agent)).status_code == 403
        for _ in range(3):
            assert (await client.get("/v1/audit", headers=agent)).status_code == 403
        refused = await client.post("/v1/events", json={"events": [event(1, "你好")]}, headers=auditor)
        assert refused.status_code == 403
        assert (await client.post("/v1/keys", json=NEW)).status_code == 401
        assert (await client.post("/v1/keys", json=NEW, headers={"X-API-Key": "zy_wrong"})).status_code == 401
        running.client.headers.update(admin)
        found = [(e["who"], e["deed"], e["status"]) for e in await entries(running)]
        assert found == [
            ("zy_auditor", "POST /v1/events", 403),
            ("zy_agent", "GET /v1/audit", 403),
            ("zy_agent", "POST /v1/keys", 403),
        ]


async def test_tenants_see_their_own_log_only(tmp_path: Path) -> None:
    one = await add_key(tmp_path, "zy_one", Access.ADMIN, "one")
    two = await add_key(tmp_path, "zy_two", Access.ADMIN, "two")
    async with running_service(tmp_path) as running:
        assert (await running.client.post("/v1/keys", json=NEW, headers=one)).status_code == 201
        assert (await running.client.get("/v1/audit", headers=two)).json()["entries"] == []
        assert len((await running.client.get("/v1/audit", headers=one)).json()["entries"]) == 1
        assert len((await running.client.get("/v1/keys", headers=two)).json()["keys"]) == 1


async def test_personal_data_in_an_address_is_masked(running: RunningService) -> None:
    await running.client.delete("/v1/keys/13800138000")
    (entry,) = await entries(running)
    assert "13800138000" not in str(entry)


async def test_entries_are_filtered_and_paged(running: RunningService) -> None:
    for n in range(5):
        await running.client.delete(f"/v1/keys/k{n}")
    await running.client.post("/v1/persons/find", json={"customer": "u-1"})
    assert [e["right"] for e in await entries(running, right="settings:edit")] == ["settings:edit"]
    assert len(await entries(running, who="local", since="2020-01-01")) == 6
    assert await entries(running, until="2020-01-01") == []
    page = (await running.client.get("/v1/audit", params={"limit": 4})).json()
    assert page["next_before"] == 3
    assert page["people"] == ["local"]
    assert [e["sequence"] for e in await entries(running, before="3")] == [2, 1]


async def test_the_log_is_taken_along_and_that_is_logged(running: RunningService) -> None:
    await running.client.post("/v1/keys", json={"name": "=cmd", "access": "agent"})
    csv = await running.client.get("/v1/audit/export")
    assert csv.headers["content-disposition"].endswith('"zhiyin-audit.csv"')
    assert csv.content.startswith("\ufeffsequence,at,who".encode())
    lines = (await running.client.get("/v1/audit/export", params={"form": "jsonl"})).text.splitlines()
    assert ['"POST /v1/keys"' in line for line in lines] == [False, True]
    assert [e["detail"] for e in await entries(running)][:2] == ["operation log as jsonl", "operation log as csv"]


async def test_after_tampering_the_check_says_where(running: RunningService) -> None:
    for n in range(3):
        await running.client.delete(f"/v1/keys/k{n}")
    check = (await running.client.get("/v1/audit/verify")).json()
    assert (check["whole"], check["entries"], check["keyed"], check["broken_at"]) == (True, 3, False, None)
    with sqlite3.connect(running.home / "zhiyin.db") as connection:
        connection.execute("UPDATE audit_log SET who = 'somebody else' WHERE sequence = 2")
    connection.close()
    check = (await running.client.get("/v1/audit/verify")).json()
    assert (check["whole"], check["broken_at"], check["why"]) == (False, 2, "changed")


async def test_with_a_key_entries_are_sealed(tmp_path: Path) -> None:
    async with running_service(tmp_path, audit_key="a long audit key") as running:
        await running.client.delete("/v1/keys/k")
        check = (await running.client.get("/v1/audit/verify")).json()
        assert (check["whole"], check["sealed"], check["keyed"]) == (True, 1, True)
    async with running_service(tmp_path, audit_key="another key") as running:
        check = (await running.client.get("/v1/audit/verify")).json()
        assert (check["broken_at"], check["why"]) == (1, "other_key")


async def test_without_a_log_no_deed(running: RunningService, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first deed is told that it could not be logged, later ones are not begun; all is made up for afterwards."""
    client, store = running.client, running.house.store
    real = store.append_audit

    async def broken(notes: Sequence[AuditNote], key: bytes) -> list[AuditEntry]:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store, "append_audit", broken)
    first = await client.post("/v1/keys", json=NEW)
    second = await client.post("/v1/keys", json=NEW)
    assert (first.status_code, second.status_code) == (503, 503)
    assert first.headers["content-type"] == "application/problem+json"
    assert "secret" not in first.text
    assert len((await client.get("/v1/keys")).json()["keys"]) == 1, "the second was not begun"
    monkeypatch.setattr(store, "append_audit", real)
    assert (await client.post("/v1/keys", json=NEW)).status_code == 201
    assert [(e["deed"], e["status"]) for e in await entries(running)] == [("POST /v1/keys", 201)] * 2


async def test_signing_in_is_logged_by_login_name_and_never_by_password(running: RunningService) -> None:
    chief = {"login": "li.lei", "name": "李雷", "password": "a long secret of mine 9"}
    assert (await running.client.post("/v1/setup", json=chief)).status_code == 201
    running.client.cookies.clear()
    for login in ("li.lei", "13800138000"):
        tried = await running.client.post("/v1/session", json={"login": login, "password": "another secret"})
        assert tried.status_code == 401
    signed_in = await running.client.post("/v1/session", json={k: chief[k] for k in ("login", "password")})
    assert signed_in.status_code == 200
    running.client.headers["X-CSRF-Token"] = signed_in.json()["csrf"]
    assert (await running.client.post("/v1/keys", json=NEW)).status_code == 201
    found = await entries(running)
    assert [(e["who"], e["deed"], e["status"], e["how"]) for e in reversed(found) if "1380" not in str(e["who"])] == [
        ("li.lei", "POST /v1/setup", 201, "session"),
        ("li.lei", "POST /v1/session", 401, ""),
        (found[2]["who"], "POST /v1/session", 401, ""),
        ("li.lei", "POST /v1/session", 200, "session"),
        ("li.lei", "POST /v1/keys", 201, "session"),
    ]
    for secret in ("13800138000", "another secret", chief["password"]):
        assert secret not in str(found)
