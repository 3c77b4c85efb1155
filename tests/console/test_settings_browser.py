"""设置 in a real browser: keys, a test event, the operation log and what tampering does to it, one person's data."""

import re
import zipfile
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import httpx
import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

Opener = Callable[[str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Site(NamedTuple):
    address: str
    home: Path
    received: list[str]
    """Types of the events whose signature was right."""


@pytest.fixture(scope="module")
def hook() -> Iterator[tuple[str, list[str]]]:
    """A receiver of signed events in a thread, since asynchronous ones cannot run beside the browser's driver."""
    received: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name http.server asks for
            body = self.rfile.read(int(self.headers["content-length"]))
            said = Webhook(SECRET).verify(body, dict(self.headers.items()))
            received.append(said["type"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write("收到了".encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/in", received
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def site(
    serve_here: Server, hook: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One service with a webhook and the talk of one customer, for all tests of this file."""
    home = tmp_path_factory.mktemp("home")
    lines = (f"url: {hook[0]}", "name: helpdesk", "hand: webhook", "secrets: env:TEST_HOOK", "allow_private: true")
    # Open, as the door would close for the rest of the service's life when the first key is made.
    (home / "zhiyin.yaml").write_text("open: true\ndestinations:\n  - " + "\n    ".join(lines) + "\n", encoding="utf-8")
    with patch.dict("os.environ", {"TEST_HOOK": SECRET, "ZHIYIN_TEST_CRM": SECRET}), serve_here(home, 0) as address:
        now = datetime.now(UTC).isoformat()
        said = {
            "event_id": "e1",
            "conversation_id": "c-1",
            "role": "customer",
            "at": now,
            "text": "还不退款我要投诉12315",
        }
        httpx.post(f"{address}/v1/events", json={"events": [{**said, "facts": {"customer": "会员 42"}}]})
        yield Site(address, home, hook[1])


def tab(open_page: Opener, site: Site, name: str) -> Page:
    page = open_page(site.address)
    page.get_by_role("link", name="设置").click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator(".settings-tabs [aria-current]")).to_have_text(name)
    return page


def test_a_key_is_made_shown_once_and_revoked(site: Site, open_page: Opener, trouble: list[str], axe: Axe) -> None:
    page = tab(open_page, site, "密钥")
    page.get_by_label("名称").fill("大屏")
    page.get_by_role("button", name="新建密钥").click()
    secret = page.get_by_test_id("secret").locator("pre").inner_text()
    me = httpx.get(f"{site.address}/v1/me", headers={"X-API-Key": secret})
    assert me.json()["name"] == "大屏"
    page.get_by_role("button", name="我已保存").click()
    expect(page.locator("body")).not_to_contain_text(secret)
    row = page.locator("[data-testid^='key-']", has_text="大屏")
    row.get_by_role("button", name="作废").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="作废").click()
    expect(row).to_contain_text(re.compile(r"作废$"))
    axe(page)
    assert httpx.get(f"{site.address}/v1/me", headers={"X-API-Key": secret}).status_code == 401
    assert trouble == []


def test_a_test_event_arrives_and_is_shown_to_have(site: Site, open_page: Opener, trouble: list[str], axe: Axe) -> None:
    page = tab(open_page, site, "推送与日志")
    card = page.get_by_test_id("destination-helpdesk")
    card.get_by_role("button", name="试发一条").click()
    expect(card.get_by_test_id("attempt")).to_contain_text("接收成功：HTTP 200")
    expect(card.get_by_test_id("attempt")).to_contain_text("收到了")
    assert "com.zhiyin.action.test" in site.received
    page.get_by_label("目的地").click()
    page.locator(".ant-select-item-option", has_text="helpdesk").click()
    expect(page).to_have_url(re.compile("to=helpdesk"))
    expect(page.get_by_test_id("deliveries")).to_contain_text("已送达")
    expect(page.locator(".ant-select-dropdown")).to_be_hidden()
    axe(page)
    assert trouble == []


def test_a_destination_is_added_by_keyboard_and_removed(site: Site, open_page: Opener, trouble: list[str]) -> None:
    page = tab(open_page, site, "推送与日志")
    page.get_by_role("button", name="添加目的地").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("名称")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="添加目的地")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("名称")).to_be_focused()
    page.keyboard.type("crm")
    dialog.get_by_label("地址").fill("http://crm.example.com/in")
    dialog.get_by_label("签名密钥的位置").fill("env:ZHIYIN_TEST_CRM")
    dialog.get_by_role("button", name="保存").press("Enter")
    expect(dialog.get_by_role("alert").first).to_contain_text("地址要以 https:// 开头")
    dialog.get_by_label("地址").fill("https://crm.example.com/in")
    dialog.get_by_role("button", name="保存").press("Enter")
    card = page.get_by_test_id("destination-crm")
    expect(card).to_contain_text("https://crm.example.com")
    card.get_by_role("button", name="删除").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="删除").click()
    expect(card).to_have_count(0)
    assert all("422" in told for told in trouble), trouble


def test_retention_says_what_it_would_delete(site: Site, open_page: Opener, trouble: list[str], axe: Axe) -> None:
    page = tab(open_page, site, "数据保留")
    page.get_by_label("操作日志").fill("30")
    expect(page.locator("#days-audit")).to_contain_text("180")
    expect(page.get_by_role("button", name="保存")).to_be_disabled()
    page.get_by_label("操作日志").fill("")
    page.get_by_label("会话").first.fill("365")
    expect(page.locator("#days-conversations")).to_have_text("现在会删除 0 条")
    page.get_by_role("button", name="保存").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="保存").click()
    expect(page.locator("body")).to_contain_text("与当前设定相同")
    axe(page)
    assert httpx.get(f"{site.address}/v1/settings/retention").json()["retention"]["conversations"] == 365
    assert trouble == []


def test_one_customers_data_is_taken_along_and_erased_in_two_steps(
    site: Site, open_page: Opener, trouble: list[str]
) -> None:
    page = tab(open_page, site, "数据保留")
    panel = page.get_by_test_id("person")
    panel.get_by_label("客户编号或假名").fill("会员 42")
    panel.get_by_role("button", name="查找").click()
    expect(panel.get_by_role("status")).to_contain_text("1 个会话、1 条消息")
    with page.expect_download() as download:
        panel.get_by_role("button", name="导出副本（ZIP）").click()
    with zipfile.ZipFile(download.value.path()) as packed:
        assert "还不退款我要投诉" in packed.read("index.html").decode()
    panel.get_by_role("button", name="抹除…").click()
    now = panel.get_by_role("button", name="永久抹除")
    expect(now).to_be_disabled()
    tail = re.search(r"c-[0-9a-f]{12}([0-9a-f]{4})", panel.inner_text())
    assert tail
    panel.get_by_label(f"输入假名末四位 {tail[1]} 以确认").fill(tail[1])
    now.click()
    expect(panel.get_by_role("status")).to_contain_text("已抹除")
    assert httpx.get(f"{site.address}/v1/conversations/c-1").status_code == 404
    assert trouble == []


def test_a_switch_is_turned_and_an_impossible_one_tells_why(
    site: Site, open_page: Opener, trouble: list[str], axe: Axe
) -> None:
    page = tab(open_page, site, "法律开关")
    expect(page.get_by_label("读取客户面部")).to_be_disabled()
    expect(page.locator(".legal")).to_contain_text("未安装面部模型")
    page.get_by_label("读取客户文字").click()
    expect(page.locator("body")).to_contain_text("客户文字未读取")
    axe(page)
    assert httpx.get(f"{site.address}/v1/settings/legal").json()["switches"]["customer_text"] is False
    page.get_by_label("读取客户文字").click()
    expect(page.locator("body")).not_to_contain_text("客户文字未读取")
    assert trouble == []


def test_the_log_shows_deeds_and_says_where_it_was_changed(
    site: Site, open_page: Opener, trouble: list[str], axe: Axe
) -> None:
    httpx.post(f"{site.address}/v1/persons/find", json={"customer": "会员 7"})
    page = tab(open_page, site, "操作日志")
    expect(page.get_by_test_id("audit")).to_contain_text("查找客户数据")
    page.get_by_role("button", name="验证完整性").click()
    expect(page.get_by_test_id("verdict")).to_contain_text("日志完整")
    expect(page.get_by_test_id("verdict")).to_contain_text("ZHIYIN_AUDIT_KEY_FILE")
    newest = int(page.locator("tr[data-sequence]").first.get_attribute("data-sequence") or 0)
    with sqlite3.connect(site.home / "zhiyin.db") as connection:
        connection.execute("UPDATE audit_log SET detail = 'nothing happened' WHERE sequence = ?", (newest,))
    connection.close()
    page.get_by_role("button", name="验证完整性").click()
    expect(page.get_by_test_id("verdict")).to_contain_text(f"从第 {newest} 条起对不上")
    expect(page.locator(f"tr[data-sequence='{newest}']")).to_have_class("row-broken")
    axe(page)
    page.get_by_role("link", name="系统", exact=True).click()
    expect(page.locator(".facts")).to_contain_text("风险权重")
    axe(page)
    assert trouble == []
