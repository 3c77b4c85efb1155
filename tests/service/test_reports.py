"""Reports over the API: made now and on a schedule, in every form, with what was really said in them."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
import pytest_asyncio
from docx import Document
from openpyxl import load_workbook

from zhiyin.domain.key import Access, ApiKey
from zhiyin.testing.service import START, Json, RunningService, event, running_service

ORDERED = {"period": "day", "day": "2023-11-15"}
"""``START`` lies on this day in Chinese time."""
ANGRY = "等了三天还没发货，太差了，骗子"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    """One service for all: what one test leaves behind does not matter to the others."""
    async with running_service(tmp_path_factory.mktemp("home")) as found:
        yield found


async def talk(running: RunningService) -> None:
    """Two conversations, one of them angry."""
    await running.send(event(1, ANGRY), event(2, "骗子，我要投诉"), event(3, "非常抱歉，马上为您处理", role="agent"))
    await running.send(event(4, "谢谢", conversation_id="c2"), event(5, "好的", conversation_id="c2"))
    await running.settled()


async def ready(running: RunningService, report_id: object) -> Json:
    """The report once it is no longer waiting."""
    async with asyncio.timeout(30):
        while True:
            answer = await running.client.get(f"/v1/reports/{report_id}")
            answer.raise_for_status()
            found: Json = answer.json()
            if found["status"] != "waiting":
                return found
            await asyncio.sleep(0.05)


async def ordered(running: RunningService, **more: object) -> Json:
    answer = await running.client.post("/v1/reports", json={**ORDERED, **more})
    assert answer.status_code == 202, answer.text
    return await ready(running, answer.json()["id"])


async def test_a_report_is_made_now_and_holds_what_was_said(running: RunningService) -> None:
    await talk(running)
    made = await ordered(running, name="给王经理，电话13812345678")
    assert (made["status"], made["first"], made["last"], made["error"]) == ("ready", "2023-11-15", "2023-11-15", "")
    assert "13812345678" not in str(made["name"])
    assert "2 段会话、4 条客户发言" in str(made["headline"])
    files = made["files"]
    assert isinstance(files, list)
    assert [f["format"] for f in files] == ["html", "pdf", "xlsx", "docx"]
    for file in files:
        answer = await running.client.get(f"/v1/reports/{made['id']}/{file['format']}")
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert len(answer.content) == file["size"]
        disposition = answer.headers["content-disposition"]
        assert unquote(disposition.split("filename*=UTF-8''")[1]).startswith("客户情绪日报 2023 年 11 月 15 日")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "script" not in answer.headers["content-security-policy"]


async def test_all_forms_tell_the_same_figures(running: RunningService) -> None:
    await talk(running)
    made = await ordered(running)
    get = running.client.get
    page = (await get(f"/v1/reports/{made['id']}/html")).text
    book = load_workbook(BytesIO((await get(f"/v1/reports/{made['id']}/xlsx")).content))
    document = Document(BytesIO((await get(f"/v1/reports/{made['id']}/docx")).content))
    paragraphs = [p.text for p in document.paragraphs]
    assert str(made["headline"]) in page
    assert made["headline"] in paragraphs
    assert made["headline"] in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert ANGRY in page
    assert (await get(f"/v1/reports/{made['id']}/pdf")).content.startswith(b"%PDF-")


async def test_a_scope_narrows_the_report(running: RunningService) -> None:
    await talk(running)
    made = await ordered(running, channel="phone", formats=["pdf"])
    assert "没有客户发言" in str(made["headline"])
    files = made["files"]
    assert isinstance(files, list)
    assert [f["format"] for f in files] == ["html", "pdf"]
    assert (await running.client.get(f"/v1/reports/{made['id']}/docx")).status_code == 404


async def test_presets_are_off_until_somebody_turns_them_on(running: RunningService) -> None:
    found = (await running.client.get("/v1/report-schedules")).json()
    assert [(s["id"], s["enabled"], s["next_at"]) for s in found["schedules"]] == [
        ("daily", False, None),
        ("weekly", False, None),
        ("monthly", False, None),
    ]
    assert (found["mail"], found["webhook_names"], found["time_zone"]) == (False, [], "Asia/Shanghai")
    body = {"name": "日报", "period": "day", "at": "08:00", "enabled": True}
    changed = (await running.client.put("/v1/report-schedules/daily", json=body)).json()
    assert changed["enabled"]
    assert changed["next_at"].endswith("T00:00:00Z")
    assert (await running.client.delete("/v1/report-schedules/daily")).status_code == 204
    found = (await running.client.get("/v1/report-schedules")).json()
    assert not found["schedules"][0]["enabled"]


async def test_schedules_are_added_changed_and_dropped(running: RunningService) -> None:
    client = running.client
    body = {"name": "微信周报", "period": "week", "at": "07:30", "channel": "wechat", "time_zone": "Europe/Berlin"}
    added = await client.post("/v1/report-schedules", json=body)
    assert added.status_code == 201, added.text
    path = f"/v1/report-schedules/{added.json()['id']}"
    changed = (await client.put(path, json={**body, "enabled": False})).json()
    assert (changed["next_at"], changed["preset"], changed["at"]) == (None, False, "07:30")
    assert [(await client.delete(path)).status_code for _ in range(2)] == [204, 404]
    assert (await client.put(path, json=body)).status_code == 404


async def test_what_cannot_be_is_refused_in_words(running: RunningService) -> None:
    async def refused(path: str, body: Json) -> str:
        answer = await running.client.post(path, json=body)
        assert answer.status_code == 422
        return str(answer.json()["detail"])

    assert "mail is not configured" in await refused("/v1/reports", {**ORDERED, "mail_to": ["a@example.com"]})
    assert "no webhook destination 'crm'" in await refused("/v1/reports", {**ORDERED, "webhooks": ["crm"]})
    assert "Area/City" in await refused("/v1/reports", {**ORDERED, "time_zone": "Nowhere/Town"})
    assert "begins only on" in await refused("/v1/reports", {"period": "month", "day": "2990-01-01"})
    assert "mail_to" in await refused("/v1/reports", {**ORDERED, "mail_to": ["a@example.com\nBcc: b@example.com"]})
    assert "at" in await refused("/v1/report-schedules", {"name": "x", "period": "day", "at": "25:00"})


async def test_reports_are_listed_and_forgotten(running: RunningService) -> None:
    first, second = await ordered(running), await ordered(running, period="month")
    listed = (await running.client.get("/v1/reports")).json()["reports"]
    assert [r["id"] for r in listed[:2]] == [second["id"], first["id"]]
    assert date.fromisoformat(listed[0]["last"]) == date(2023, 11, 30)
    path = f"/v1/reports/{first['id']}"
    assert (await running.client.post(f"{path}/again")).status_code == 409
    assert [(await running.client.delete(path)).status_code for _ in range(2)] == [204, 404]
    assert (await running.client.get(f"{path}/pdf")).status_code == 404


async def test_only_those_who_may_order_reports(tmp_path: Path) -> None:
    async with running_service(tmp_path) as running:
        for name, access in (("looks", Access.AUDITOR), ("serves", Access.AGENT)):
            key = ApiKey(name, "default", name, access, hashlib.sha256(name.encode()).hexdigest(), START)
            await running.house.store.add_key(key)

        async def status(who: str, method: str, path: str) -> int:
            body = ORDERED if method == "POST" else None
            headers = {"Authorization": f"Bearer {who}"}
            return (await running.client.request(method, path, headers=headers, json=body)).status_code

        assert [await status("looks", m, "/v1/reports") for m in ("GET", "POST")] == [200, 403]
        assert [await status("serves", m, "/v1/reports") for m in ("GET", "POST")] == [403, 403]
