"""/v1/analyses: a file goes in, its rows are masked and read in the background, a report and enriched rows come out."""

import asyncio
import io
import json
import sqlite3
from pathlib import Path

import httpx
import openpyxl
import pytest

from zhiyin.testing.service import RunningService, running_service

ROWS = [
    "评价内容,评分,时间,手机,会话号",
    "物流太慢了,1,2026-11-01 09:30,13800138000,13700137000",
    "很好,5,2026-11-01 10:00,,",
    ",3,,,",
]
CSV = "\r\n".join(ROWS)


async def _send(service: RunningService, content: bytes, name: str = "评价.csv", **options: str) -> httpx.Response:
    return await service.client.post("/v1/analyses", params={"name": name, **options}, content=content)


async def _ended(service: RunningService, analysis: str) -> dict[str, object]:
    async with asyncio.timeout(20):
        while True:
            found: dict[str, object] = (await service.client.get(f"/v1/analyses/{analysis}")).json()
            if found["status"] not in ("waiting", "running"):
                return found
            await asyncio.sleep(0.05)


def _on_disk(home: Path) -> str:
    return "".join(file.read_bytes().decode(errors="ignore") for file in home.rglob("*") if file.is_file())


async def test_a_file_becomes_a_report_and_enriched_rows(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        sent = await _send(service, CSV.encode("gb18030"))
        assert sent.status_code == 202, sent.text
        analysis = sent.json()["id"]
        found = await _ended(service, analysis)
        assert (found["status"], found["rows"], found["done"]) == ("done", 3, 3)
        assert found["fields"] == {
            "text": "评价内容",
            "rating": "评分",
            "created_at": "时间",
            "conversation_id": "会话号",
        }
        figures = found["figures"]
        assert isinstance(figures, dict)
        assert (figures["read"], figures["set_aside"]) == (2, 1)
        assert figures["why_set_aside"] == ["第 3 条（文件第 4 行）: 没有文字"]
        report = await service.client.get(f"/v1/analyses/{analysis}/report")
        assert "评价.csv" in report.text
        assert "第 3 条（文件第 4 行）: 没有文字" in report.text
        assert "sandbox" in report.headers["content-security-policy"]
        csv = await service.client.get(f"/v1/analyses/{analysis}/rows.csv")
        assert csv.content.startswith(b"\xef\xbb\xbf")
        assert csv.text.count("\r\n") == 4
        assert "%E8%AF%84%E4%BB%B7.csv.zhiyin.csv" in csv.headers["content-disposition"]
        lines = (await service.client.get(f"/v1/analyses/{analysis}/rows.jsonl")).text.splitlines()
        assert [json.loads(line).get("error", "") for line in lines] == ["", "", "empty"]
        listed = (await service.client.get("/v1/analyses")).json()["analyses"]
        assert [a["id"] for a in listed] == [analysis]


async def test_nothing_personal_is_kept(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        sent = await _send(service, CSV.encode(), name="13912345678的评价.csv")
        await _ended(service, sent.json()["id"])
        address = f"/v1/analyses/{sent.json()['id']}"
        shown = [(await service.client.get(address + part)).text for part in ("", "/rows.csv", "/rows.jsonl")]
    kept = _on_disk(tmp_path)
    assert "物流太慢了" in kept
    for secret in ("13800138000", "13912345678", "13700137000"):
        assert all(secret not in text for text in [kept, *shown])


async def test_a_workbook_and_a_named_column_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["甲", "乙"], ["1", "质量很差"], ["2", "满意"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    async with running_service(tmp_path) as service:
        unclear = await _send(service, content.getvalue(), "a.xlsx")
        assert unclear.status_code == 422
        assert "文本列" in unclear.json()["detail"]
        assert "--column" not in unclear.json()["detail"]
        sent = await _send(service, content.getvalue(), "a.xlsx", text_column="乙", lang="en")
        found = await _ended(service, sent.json()["id"])
        assert (found["status"], found["fields"]) == ("done", {"text": "乙"})


async def test_what_cannot_be_read_is_refused_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "zhiyin.connectors.analysis_desk.MOST_ROWS", 2_000
    )  # more than a page; the real bound takes 8 s
    async with running_service(tmp_path, file_bytes=1_000_000) as service:
        for content, name, words in (
            (b"", "a.csv", "empty"),
            (b"PK\x03\x04rubbish", "a.xlsx", "工作簿已损坏"),
            (b"rubbish", "a.xlsx", "名为 XLSX，内容却不是"),
            ("评价内容\r\n".encode(), "a.csv", "没有一行数据"),
            (("评价内容\r\n" + "差\r\n" * 2_001).encode(), "a.csv", "2,000"),
        ):
            answer = await _send(service, content, name)
            assert (answer.status_code, words in answer.json()["detail"]) == (422, True), answer.text
        assert (await _send(service, b"x" * 1_000_001)).status_code == 413
        english = await _send(service, "评价内容\r\n".encode(), lang="en")
        assert "holds no row" in english.json()["detail"]
        assert (await service.client.get("/v1/analyses")).json()["analyses"] == []
    with sqlite3.connect(tmp_path / "zhiyin.db") as database:
        assert database.execute("SELECT count(*) FROM job_pages").fetchone() == (0,)


async def test_an_analysis_is_cancelled_gone_on_with_and_forgotten(tmp_path: Path) -> None:
    many = "评价内容\r\n" + "".join(f"第{n}件太差了\r\n" for n in range(4_000))
    async with running_service(tmp_path) as service:
        analysis = (await _send(service, many.encode())).json()["id"]
        cancelled = await service.client.post(f"/v1/analyses/{analysis}/cancel")
        assert (cancelled.status_code, cancelled.json()["status"]) == (202, "cancelled")
        assert (await service.client.get(f"/v1/analyses/{analysis}/report")).status_code == 404
        assert (await service.client.post(f"/v1/analyses/{analysis}/cancel")).status_code == 404
        assert (await service.client.post(f"/v1/analyses/{analysis}/resume")).status_code == 202
        found = await _ended(service, analysis)
        assert (found["status"], found["done"]) == ("done", 4_000)
        rows = (await service.client.get(f"/v1/analyses/{analysis}/rows.jsonl")).text.splitlines()
        assert [json.loads(row)["row"] for row in rows] == list(range(1, 4_001))
        assert (await service.client.delete(f"/v1/analyses/{analysis}")).status_code == 204
        assert (await service.client.get(f"/v1/analyses/{analysis}")).status_code == 404


async def test_pages_that_a_kill_left_without_a_job_are_swept_in_the_second_round(tmp_path: Path) -> None:
    async with running_service(tmp_path) as service:
        kept = (await _send(service, CSV.encode())).json()["id"]
        await _ended(service, kept)
        await service.house.store.keep_rows("f" * 32, 0, [])
        retention = service.house.web.state.services.governance.retention
        # In the first round it might still be coming in.
        assert [await retention.sweep() for _ in range(3)] == [0, 1, 0]
        assert await service.house.store.stray_pages() == []
        assert (await service.client.get(f"/v1/analyses/{kept}/report")).status_code == 200
