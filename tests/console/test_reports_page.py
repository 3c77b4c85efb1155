"""The reports page in a real browser: made now, looked at, taken away as PDF with Chinese in it, and scheduled."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from zhiyin.testing.pdf_text import pdf_text

Opener = Callable[[str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

ANGRY = ("等了三天还没发货，你们到底管不管", "再不退款我就打12315投诉你们", "太差了，骗子")


def send(address: str) -> None:
    """Three turns of one customer, the last of them now."""
    now = datetime.now(UTC)
    events = [
        {
            "event_id": f"e-{n}",
            "conversation_id": "c-1",
            "role": "customer",
            "at": (now - timedelta(seconds=10 * (2 - n))).isoformat(),
            "text": text,
            "scene": "ecommerce",
            "channel": "wechat",
        }
        for n, text in enumerate(ANGRY)
    ]
    httpx.post(f"{address}/v1/events", json={"events": events}).raise_for_status()
    deadline = time.monotonic() + 20
    while not _summed(address):
        assert time.monotonic() < deadline, "the turns were not read in time"
        time.sleep(0.05)


def _summed(address: str) -> bool:
    """Whether the last turn has been read: the sums are written with it."""
    found = httpx.get(f"{address}/v1/conversations").json()["conversations"]
    return bool(found) and found[0]["customer_turns"] == len(ANGRY)


@pytest.fixture(scope="module")
def address(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_here(tmp_path_factory.mktemp("home"), 0) as found:
        yield found


def test_a_report_is_made_shown_and_taken_away(
    address: str, open_page: Opener, trouble: list[str], tmp_path: Path, axe: Axe
) -> None:
    page = open_page(f"{address}/#/reports")
    expect(page.get_by_test_id("empty")).to_contain_text("还没有报告")
    send(address)
    page.get_by_role("button", name="立即生成").click()
    form = page.get_by_role("dialog")
    form.get_by_text("日报", exact=True).click()
    form.get_by_label("所在日期").fill(f"{datetime.now(timezone(timedelta(hours=8))):%Y-%m-%d}")
    form.get_by_role("button", name="生成", exact=True).click()

    expect(page.locator("[data-report]")).to_have_attribute("data-status", "ready", timeout=60_000)
    preview = page.frame_locator("[data-testid='preview']")
    expect(preview.locator("[data-section='headline']")).to_contain_text("1 段会话、3 条客户发言")
    expect(preview.locator("[data-section='cards'] .card")).to_have_count(8)
    expect(preview.locator("svg").first).to_be_visible()
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 PDF").click()
    assert waiting.value.suggested_filename.startswith("客户情绪日报")
    waiting.value.save_as(tmp_path / "report.pdf")
    text = pdf_text((tmp_path / "report.pdf").read_bytes()).replace(" ", "")
    assert "客户情绪日报" in text
    assert "1段会话、3条客户发言" in text
    assert trouble == []


def test_a_schedule_is_turned_on_and_another_added(
    address: str, open_page: Opener, trouble: list[str], axe: Axe
) -> None:
    page = open_page(f"{address}/#/reports?tab=plans")
    daily = page.locator("[data-schedule='daily']")
    expect(daily).to_contain_text("未启用")
    daily.get_by_role("switch").click()
    expect(daily).not_to_contain_text("未启用")
    page.get_by_role("button", name="新增计划").click()
    form = page.get_by_role("dialog")
    expect(form).to_contain_text("未配置邮件服务器")
    form.get_by_label("名称").fill("微信周报")
    form.get_by_label("渠道").fill("wechat")
    form.get_by_role("button", name="保存").click()
    row = page.locator("tr", has_text="微信周报")
    expect(row).to_contain_text("微信")
    expect(row).to_contain_text("每周一 08:00")
    axe(page)
    row.get_by_role("button", name="删除").click()
    page.locator(".ant-popover").get_by_role("button", name="删除").click()
    expect(row).to_have_count(0)
    assert trouble == []
