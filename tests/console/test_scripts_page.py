"""The script library in a real browser: what is banned is refused where it stands, what is edited counts at once."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

Opener = Callable[[str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

MINE = "您要投诉我不拦着，编号和渠道我发给您；主管一小时内带方案来电。"


@pytest.fixture(scope="module")
def service(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_here(tmp_path_factory.mktemp("scripts"), 0) as address:
        events = [
            {"event_id": "e1", "conversation_id": "angry", "role": "customer", "text": "气死了，我要投诉你们到12315！"}
        ]
        httpx.post(f"{address}/v1/events", json={"events": [{**e, "at": "2026-01-01T10:00:00+08:00"} for e in events]})
        yield address


def library(open_page: Opener, service: str, query: str = "") -> Page:
    page = open_page(f"{service}/#/scripts{query}")
    expect(page.get_by_role("table")).to_be_visible()
    return page


def suggested(address: str) -> list[str]:
    answer = httpx.get(f"{address}/v1/scripts/suggestions", params={"conversation": "angry", "limit": 10})
    return [one["text"] for one in answer.json()["suggestions"]]


def test_what_is_banned_is_marked_with_reason_and_cannot_be_saved(
    service: str, open_page: Opener, trouble: list[str]
) -> None:
    page = library(open_page, service)
    page.keyboard.press("n")
    drawer = page.get_by_role("dialog")
    words = drawer.get_by_label("话术", exact=True)
    words.fill("您放心，保证三天内退款到账，这是全 网 第 一的服务。")
    expect(drawer.get_by_test_id("faults")).to_contain_text("兑现不了会直接变成投诉")
    expect(drawer.get_by_test_id("faults")).to_contain_text("《广告法》第九条")
    expect(drawer.get_by_test_id("marked").locator("mark")).to_have_text(["保证三天内退款到账", "第 一"])
    save = drawer.get_by_role("button", name="保存并启用")
    expect(save).to_be_disabled()
    words.fill("退款我现在提交，")
    drawer.get_by_role("button", name="refund_days").click()
    expect(words).to_have_value("退款我现在提交，{refund_days}")
    words.press_sequentially("天内到账，进度我发您。")
    expect(drawer.get_by_text("退款我现在提交，3天内到账，进度我发您。")).to_be_visible()
    save.click()
    expect(page.get_by_test_id("faults")).to_have_count(0)
    expect(drawer.get_by_text("第 1 版 · local")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.get_by_role("button", name="退款我现在提交")).to_be_visible()
    assert trouble == []


def test_an_edited_script_is_what_is_suggested_next(service: str, open_page: Opener, trouble: list[str]) -> None:
    page = library(open_page, service, "?scene=ecommerce&text=您有权投诉")
    page.get_by_role("button", name="您有权投诉").focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("话术", exact=True).fill(MINE)
    assert MINE not in suggested(service)
    drawer.get_by_role("button", name="保存", exact=True).click()
    expect(drawer.locator("ins").first).to_be_visible()
    assert MINE in suggested(service)
    drawer.get_by_role("button", name="停用").click()
    expect(drawer.get_by_text("已停用").first).to_be_visible()
    assert MINE not in suggested(service)
    assert trouble == []


def test_who_may_only_read_sees_nothing_to_write_with(service: str, open_page: Opener, trouble: list[str]) -> None:
    def reader(route: Route) -> None:
        told = route.fetch().json()
        rights = [right for right in told["rights"] if right != "scripts:edit"]
        route.fulfill(body=json.dumps({**told, "rights": rights}), content_type="application/json")

    page = open_page(f"{service}/#/nowhere")
    page.route("**/v1/me", reader)
    page.goto("about:blank")
    page.goto(f"{service}/#/scripts?open=ecommerce/ec-hear-first")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_label("话术", exact=True)).to_be_disabled()
    for name in ("保存", "停用", "改回内置文字"):
        expect(drawer.get_by_role("button", name=name)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page.get_by_role("table")).to_be_visible()
    for name in ("新建话术", "导入"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert trouble == []
    page.close()  # who sits there would still be thought a reader


def test_a_phrase_of_ones_own_is_banned_from_then_on(
    service: str, open_page: Opener, trouble: list[str], axe: Axe
) -> None:
    page = library(open_page, service)
    page.get_by_text("禁用语", exact=True).click()
    page.get_by_label("不能说的话").fill("亲亲")
    page.get_by_label("为什么").fill("我们约定不用这个称呼")
    page.get_by_label("应该怎么说").fill("直接说您")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_role("button", name="删除“亲亲”")).to_be_visible()
    checked = httpx.post(f"{service}/v1/scripts/check", json={"scene": "travel", "text": "亲 亲，在的"}).json()
    assert "不用这个称呼" in checked["findings"][0]["what"]
    axe(page)
    assert trouble == []
