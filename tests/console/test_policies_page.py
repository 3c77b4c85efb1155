"""The policy bench in a real browser: checks while typing, a try that shows a difference, publishing, going back."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.key import Access, ApiKey

KeyOpener = Callable[[str, str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

ANGRY = ("等了三天还没发货，你们到底管不管", "第三次问了！再不退款我就投诉你们", "太差了，骗子，我要投诉到消协")
OPERATOR, AGENT = "zy_operator", "zy_agent"


async def _add_keys(home: Path) -> None:
    async with opened_store(Config(home=str(home))) as store:
        for secret, access in ((OPERATOR, Access.OPERATOR), (AGENT, Access.AGENT)):
            digest = hashlib.sha256(secret.encode()).hexdigest()
            await store.add_key(ApiKey(digest[:12], "default", secret, access, digest, 1))


@pytest.fixture(scope="module")
def address(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with keys and one angry conversation; the tests of this file share it and its policies."""
    home = tmp_path_factory.mktemp("home")
    # The browser's driver may have an event loop in this thread: another one needs a thread of its own.

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, _add_keys(home)).result()
    with serve_here(home, 0) as found:
        now = datetime.now(UTC)
        events = [
            {
                "event_id": f"angry-{n}",
                "conversation_id": "angry-1",
                "role": "customer",
                "at": (now - timedelta(seconds=10 * (len(ANGRY) - n))).isoformat(),
                "text": line,
                "scene": "ecommerce",
            }
            for n, line in enumerate(ANGRY)
        ]
        httpx.post(f"{found}/v1/events", json={"events": events}, headers=bearer(OPERATOR)).raise_for_status()
        yield found


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def opened(open_as: KeyOpener, address: str, key: str) -> Page:
    """The bench, with the key in place."""
    page = open_as(f"{address}/#/policies/ecommerce", key)
    expect(page.get_by_test_id("in-force")).to_be_visible()
    return page


def view(page: Page, name: str) -> None:
    page.locator(".bench-views").get_by_text(name, exact=True).click()


def test_a_wrong_condition_is_told_while_it_is_typed(address: str, open_as: KeyOpener, trouble: list[str]) -> None:
    page = opened(open_as, address, OPERATOR)
    page.locator("[data-rule='mild-risk']").click()
    condition = page.get_by_test_id("condition").locator(".cm-content")
    condition.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" && rissk > 0.5")
    expect(page.locator(".condition .problem-lines")).to_contain_text("没有“rissk”这个事实；是不是想写 risk？")
    expect(page.get_by_test_id("problems")).to_have_text("1 处要改")
    expect(page.get_by_role("button", name="发布…")).to_be_disabled()

    view(page, "文本")
    expect(page.locator(".cm-lint-marker-error")).to_have_count(0)  # far down, not drawn yet
    page.get_by_test_id("problems").click()
    page.locator(".problem-list button").first.click()
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()
    expect(page.locator(".cm-lintRange-error")).to_have_text("rissk")
    page.keyboard.press("Delete")
    page.keyboard.type("r")
    expect(page.locator(".bench-sound")).to_have_count(0)
    expect(page.get_by_test_id("draft")).to_contain_text("草稿已保存")

    page.reload()
    expect(page.get_by_test_id("problems")).to_have_text("1 处要改")
    page.get_by_role("button", name="放弃草稿").click()
    page.locator(".ant-popconfirm").get_by_role("button", name="放弃草稿").click()
    expect(page.get_by_test_id("draft")).to_have_text("与现行一致")
    expect(page.locator(".bench-sound")).to_be_visible()
    assert trouble == []


def test_a_try_shows_the_difference_and_what_is_published_can_be_taken_back(
    address: str, open_as: KeyOpener, trouble: list[str]
) -> None:
    page = opened(open_as, address, OPERATOR)
    mild = page.get_by_test_id("threshold-mild")
    mild.fill("97")
    mild.press("Tab")
    expect(page.get_by_test_id("threshold-severe")).to_have_value("99")
    view(page, "试算")
    page.get_by_role("button", name="开始试算").click()
    result = page.get_by_test_id("trial-result")
    expect(result).to_be_visible(timeout=120_000)
    expect(page.get_by_test_id("trial-alerts").locator(".arrow-down")).to_be_visible()
    expect(page.get_by_test_id("trial-changes").get_by_role("link", name="angry-1")).to_be_visible()

    page.get_by_role("button", name="发布…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("difference")).to_contain_text("轻度阈值")
    publish = dialog.get_by_role("button", name="发布并立即生效")
    expect(publish).to_be_disabled()
    dialog.get_by_label("为什么改").fill("轻度预警太多")
    publish.click()
    expect(page.get_by_test_id("in-force")).to_have_text("现行 1.0.1")
    told = httpx.get(f"{address}/v1/policies/ecommerce", headers=bearer(OPERATOR)).json()
    assert told["form"]["thresholds"] == {"mild": 0.97, "moderate": 0.98, "severe": 0.99}
    assert "# 业务事实" in told["text"]

    view(page, "历史")
    shipped = page.locator("[data-version='1.0.0']")
    expect(page.locator("[data-version='1.0.1']")).to_contain_text("轻度预警太多")
    shipped.get_by_role("button", name="退回到此版本").click()
    back = page.get_by_role("dialog")
    back.get_by_label("为什么退回").fill("先观察")
    back.get_by_role("button", name="退回并立即生效").click()
    expect(page.get_by_test_id("in-force")).to_have_text("现行 1.0.0")
    expect(page.get_by_test_id("changes").locator("li").first).to_contain_text("先观察")
    assert trouble == []


def test_an_agent_may_look_but_change_nothing(address: str, open_as: KeyOpener, trouble: list[str]) -> None:
    page = opened(open_as, address, AGENT)
    expect(page.get_by_test_id("readonly")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("发布|添加规则|删除|复制"))).to_have_count(0)
    expect(page.locator(".bench-views")).not_to_contain_text("试算")
    expect(page.get_by_test_id("threshold-mild")).to_be_disabled()
    view(page, "历史")
    expect(page.locator("[data-version='1.0.0']")).to_be_visible()
    expect(page.get_by_role("button", name="退回到此版本")).to_have_count(0)
    body = {"text": "x", "based_on": "1.0.0", "version": "9", "note": "x"}
    refused = httpx.post(f"{address}/v1/policies/ecommerce/publish", json=body, headers=bearer(AGENT))
    assert refused.status_code == 403
    assert trouble == []


def test_the_page_is_free_of_serious_barriers(
    address: str, open_as: KeyOpener, axe: Axe
) -> None:
    page = opened(open_as, address, OPERATOR)
    shown = {"规则": "[data-rule]", "文本": ".cm-content", "试算": "button:has-text('开始试算')", "历史": "[data-version]"}
    for name, what in shown.items():
        view(page, name)
        expect(page.locator(what).first).to_be_visible()
        axe(page)
