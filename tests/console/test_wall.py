"""The live wall in a real browser: an alarm arrives by itself, is taken by a key, and others see who has it."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.key import Access, ApiKey

KeyOpener = Callable[[str, str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

CALM = ("你好，请问我的订单什么时候发货？", "好的，谢谢")
ANGRY = (
    "等了三天还没发货，你们到底管不管",
    "😡😡第三次问了！再不退款我就打12315投诉你们",
    "太差了，骗子，我要投诉到消协",
    "骗子！我现在就投诉，曝光你们！",
)


class Wall:
    """A service with three keys: two supervisors, and an auditor who may only look."""

    def __init__(self, address: str, keys: dict[str, str]) -> None:
        self.address = address
        self.keys = keys

    def send(self, conversation: str, lines: Sequence[str], team: str = "售后一组", agent: str = "A-07") -> None:
        """Customer turns, ten seconds apart, the last of them now; and wait until they have been worked off."""
        now = datetime.now(UTC)
        facts = {"team": team, "agent": agent}
        events = [
            {
                "event_id": f"{conversation}-{n}",
                "conversation_id": conversation,
                "role": "customer",
                "at": (now - timedelta(seconds=10 * (len(lines) - n - 1))).isoformat(),
                "text": line,
                "channel": "wechat",
                "facts": facts,
            }
            for n, line in enumerate(lines)
        ]
        headers = {"Authorization": f"Bearer {self.keys['li']}"}
        httpx.post(f"{self.address}/v1/events", json={"events": events}, headers=headers).raise_for_status()


@pytest.fixture(scope="module")
def wall(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wall]:
    home = tmp_path_factory.mktemp("home")
    people = {"li": Access.SUPERVISOR, "wang": Access.SUPERVISOR, "shen": Access.AUDITOR}
    # In a thread: the browser's driver may have an event loop in this one.
    adding = Thread(target=lambda: asyncio.run(_add_keys(home, people)))
    adding.start()
    adding.join()
    with serve_here(home, 0) as address:
        yield Wall(address, {name: f"zy_{name}" for name in people})


async def _add_keys(home: Path, people: dict[str, Access]) -> None:
    async with opened_store(Config(home=str(home))) as store:
        for name, access in people.items():
            digest = hashlib.sha256(f"zy_{name}".encode()).hexdigest()
            await store.add_key(ApiKey(name, "default", name, access, digest, 1))


@pytest.fixture
def enter(wall: Wall, open_as: KeyOpener) -> Callable[[str], Page]:
    """Opens the wall as one of the three."""

    def opened(name: str) -> Page:
        page = open_as(f"{wall.address}/#/wall", wall.keys[name])
        expect(page.get_by_test_id("connection")).to_have_text("实时")
        return page

    return opened


def test_an_alarm_arrives_is_taken_by_key_handed_over_and_closed(
    wall: Wall, enter: Callable[[str], Page], trouble: list[str]
) -> None:
    li = enter("li")
    expect(li.get_by_test_id("empty")).to_contain_text("当前没有进行中的会话")
    wang = enter("wang")
    li.evaluate("window.stayed = true")
    wall.send("calm-1", CALM)
    expect(li.get_by_test_id("tiles-none").locator("[data-conversation='calm-1']")).to_contain_text("售后一组")

    wall.send("rage-1", ANGRY)
    mine, theirs = li.locator("[data-alarm='rage-1']"), wang.locator("[data-alarm='rage-1']")
    expect(mine).to_contain_text("未接手")
    expect(theirs).to_contain_text("A-07")
    expect(li.get_by_test_id("untaken")).to_contain_text("1共 1")
    li.keyboard.press("a")
    expect(mine).to_contain_text("我 已接手")
    expect(theirs).to_contain_text("li 已接手")
    expect(li.get_by_test_id("answered")).not_to_contain_text("–")

    wang.keyboard.press("h")
    to = wang.get_by_role("dialog")
    to.get_by_label("团队").fill("投诉组")
    to.get_by_label("人员").fill("王芳")
    to.get_by_label("备注").fill("请回电 13800138000")
    to.get_by_role("button", name="转交").click()
    expect(mine).to_contain_text("已转交 投诉组 王芳")
    expect(wang.get_by_test_id("said")).to_contain_text("rage-1 已转交 投诉组 王芳")
    headers = {"Authorization": f"Bearer {wall.keys['li']}"}
    told = httpx.get(f"{wall.address}/v1/alarms/rage-1", headers=headers).json()
    assert [(d["kind"], d["by"]) for d in told["history"]] == [("acknowledge", "li"), ("hand_over", "wang")]
    assert told["alarm"]["note"] == "请回电 [手机号]"
    li.bring_to_front()  # a tab behind another one draws once a second
    li.keyboard.press("c")
    li.get_by_role("dialog").get_by_text("误报").click()
    li.get_by_role("dialog").get_by_role("button", name="结案").click()
    expect(mine).to_have_count(0)
    expect(theirs).to_have_count(0)
    assert li.evaluate("window.stayed === true")
    assert trouble == []


def test_the_second_of_two_is_told_who_was_first(wall: Wall, enter: Callable[[str], Page]) -> None:
    wall.send("rage-2", ANGRY)
    li = enter("li")
    expect(li.locator("[data-alarm='rage-2']")).to_contain_text("未接手")

    def another_is_first(route: Route) -> None:
        headers = {"Authorization": f"Bearer {wall.keys['wang']}"}
        httpx.post(f"{wall.address}/v1/alarms/rage-2/acknowledge", json={}, headers=headers).raise_for_status()
        route.continue_()

    # Between the press and the service somebody else takes it.
    li.route("**/v1/alarms/rage-2/acknowledge", another_is_first)
    li.locator("[data-alarm='rage-2']").click()
    li.get_by_role("button", name="接手").click()
    expect(li.get_by_test_id("said")).to_have_text("wang 已先处理了这起预警")
    expect(li.locator("[data-alarm='rage-2']")).to_contain_text("wang 已接手")


def test_who_may_only_look_sees_no_buttons_and_is_refused(
    wall: Wall, enter: Callable[[str], Page], trouble: list[str], axe: Axe
) -> None:
    wall.send("rage-3", ANGRY, team="夜班组")
    page = enter("shen")
    expect(page.locator("[data-alarm='rage-3']")).to_be_visible()
    expect(page.get_by_role("button", name="打开")).to_be_visible()
    expect(page.get_by_role("button", name="接手")).to_have_count(0)
    page.keyboard.press("a")
    page.keyboard.press("h")
    expect(page.get_by_role("dialog")).to_have_count(0)
    headers = {"Authorization": f"Bearer {wall.keys['shen']}"}
    refused = httpx.post(f"{wall.address}/v1/alarms/rage-3/acknowledge", json={}, headers=headers)
    assert refused.status_code == 403

    page.get_by_test_id("loads").get_by_role("button", name="夜班组").click()
    expect(page).to_have_url(f"{wall.address}/#/wall?team=%E5%A4%9C%E7%8F%AD%E7%BB%84")
    expect(page.get_by_test_id("open")).to_have_text("1")
    expect(page.locator("[data-conversation]")).to_have_count(1)
    axe(page)
    page.keyboard.press("f")
    expect(page.locator(".wall-large")).to_be_visible()
    page.get_by_role("listbox").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{wall.address}/#/live/rage-3")
    assert trouble == []
