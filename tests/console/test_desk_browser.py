"""The agent desk and the review queue in a real browser: scripts by key, corrections, labels of two, hand-over."""

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.key import Access, ApiKey

KeyOpener = Callable[[str, str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

ROLES = {"li": Access.OPERATOR, "wang": Access.SUPERVISOR, "chen": Access.AGENT}
HOST_PAGE = b"""<!doctype html><title>CRM</title><script>
window.told = []; window.addEventListener("message", e => window.told.push([e.origin, e.data]));
addEventListener("DOMContentLoaded", () => {
  const frame = document.createElement("iframe");
  frame.width = 1200; frame.height = 680; frame.src = location.href.split("?").slice(1).join("?");
  document.body.append(frame);
});
</script><body></body>"""
"""A page of another system that holds in a frame what its address names."""
CALM = ("你好，请问我的订单什么时候发货？", "好的，谢谢")
ANGRY = ("等了三天还没发货，你们到底管不管", "第三次问了！再不退款我就打12315投诉你们", "太差了，骗子，我要投诉到消协")


async def _know(home: Path) -> None:
    """Lets the service know three people by their keys."""
    async with opened_store(Config(home=str(home))) as store:
        for name, access in ROLES.items():
            digest = hashlib.sha256(f"zy_{name}".encode()).hexdigest()
            await store.add_key(ApiKey(name, "default", name, access, digest, 1))


def _send(address: str, conversation: str, lines: Sequence[str], agent: str, first: int = 0) -> None:
    now = datetime.now(UTC)
    events = [
        {
            "event_id": f"{conversation}-{first + n}",
            "conversation_id": conversation,
            "role": "customer",
            "at": (now - timedelta(seconds=10 * (len(lines) - n))).isoformat(),
            "text": line,
            "scene": "ecommerce",
            "channel": "wechat",
            "facts": {"order_amount": 299, "agent": agent, "team": "售后一组"},
        }
        for n, line in enumerate(lines)
    ]
    answer = httpx.post(f"{address}/v1/events", json={"events": events}, headers={"X-API-Key": "zy_chen"})
    assert answer.json()["accepted"] == len(lines), answer.text


class _HostPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(HOST_PAGE)

    def log_message(self, *_: object) -> None:
        """Nothing is worth telling."""


@pytest.fixture(scope="module")
def hosts() -> Iterator[tuple[str, str]]:
    """Two origins of another system's pages: the first one may hold the desk."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _HostPage) for _ in range(2)]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    may, may_not = (f"http://localhost:{server.server_port}" for server in servers)
    yield may, may_not
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def staffed(serve_here: Server, hosts: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with three people and three conversations."""
    home = tmp_path_factory.mktemp("home")
    (home / "zhiyin.yaml").write_text(f"embed_origins: {hosts[0]}\n", encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:  # the browser's driver keeps this thread's event loop busy
        pool.submit(asyncio.run, _know(home)).result()
    with serve_here(home, 0) as address:
        _send(address, "angry-1", ANGRY, "chen")
        _send(address, "angry-2", ANGRY, "小王")
        _send(address, "calm-1", CALM, "小王")
        yield address


@pytest.fixture
def as_person(staffed: str, open_as: KeyOpener) -> Callable[[str, str], Page]:
    """(who, address in the console) -> a page on which that person is known."""

    def opener(who: str, place: str) -> Page:
        page = open_as(f"{staffed}/#/{place}", f"zy_{who}")
        expect(page.get_by_role("navigation")).to_contain_text("坐席台")
        return page

    return opener


Person = Callable[[str, str], Page]


def test_a_script_is_inserted_by_one_key_and_what_must_not_be_said_is_marked(
    as_person: Person, trouble: list[str]
) -> None:
    page = as_person("chen", "live/angry-1")
    expect(page.get_by_test_id("next").locator(".next-step")).not_to_be_empty()
    # All that was said has been read, and the library has answered about it: nothing is on its way any more.
    expect(page.locator(".turn-customer")).to_have_count(len(ANGRY))
    expect(page.get_by_test_id("next")).to_have_attribute("aria-busy", "false")
    first = page.locator(".next-scripts li").first.locator("span").first
    expect(first).to_be_visible()
    shown = first.inner_text()
    page.keyboard.press("1")
    box = page.get_by_role("textbox", name="回复客户")
    expect(box).to_be_focused()
    script = box.input_value()
    assert script
    assert script in shown
    expect(page.get_by_test_id("composer")).to_contain_text("未发现禁用说法")
    page.keyboard.type(" 1：我们百分百赔付")
    expect(box).to_have_value(f"{script} 1：我们百分百赔付")
    expect(page.locator(".composer-banned")).to_contain_text("百分百")
    expect(page.locator(".composer-marks mark")).to_have_text(re.compile("百分百"))

    box.fill("马上为您核实")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("composer")).to_contain_text(re.compile("已复制|没能复制"))
    page.get_by_role("button", name="记录为已发送").click()
    expect(page.locator(".turn-agent").last).to_contain_text("马上为您核实")
    expect(box).to_have_value("")
    assert trouble == []


def test_my_conversations_are_remembered_in_the_address(as_person: Person, trouble: list[str]) -> None:
    page = as_person("chen", "live?staff=agent:chen")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("angry-1")
    expect(page.locator(".talk-head h2")).to_have_text("angry-1")
    expect(page.locator(".filter-staff")).to_contain_text("我的会话（chen）")
    expect(page).to_have_url(re.compile("staff=agent"))
    page.reload()
    expect(page.get_by_role("option")).to_have_count(1)
    assert trouble == []


def test_a_summary_is_handed_over_by_one_key_and_all_keys_are_shown(as_person: Person, trouble: list[str]) -> None:
    page = as_person("chen", "live/angry-2")
    expect(page.locator(".talk-head h2")).to_have_text("angry-2")
    page.keyboard.press("s")
    summary = page.get_by_test_id("handover")
    expect(summary).to_contain_text("太差了，骗子，我要投诉到消协")
    expect(summary).to_contain_text("订单金额：299")
    expect(summary).to_contain_text("未使用大模型")
    page.keyboard.press("Escape")
    expect(summary).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_test_id("keys")).to_contain_text("更正当前这句话的情绪")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("keys")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="回复客户")).to_be_focused()
    assert trouble == []


def _exported(page: Page) -> list[dict[str, object]]:
    page.get_by_role("button", name="导出训练集").click()
    with page.expect_download() as saved:
        page.get_by_text("JSONL（评测）").click()
    return [json.loads(line) for line in Path(saved.value.path()).read_text(encoding="utf-8").splitlines()]


def test_a_correction_reaches_the_queue_and_two_who_agree_make_a_label(
    staffed: str, as_person: Person, trouble: list[str], axe: Axe
) -> None:
    page = as_person("chen", "live/calm-1")
    turn = page.locator("[data-event='calm-1-0']")
    expect(turn.locator(".reading")).to_be_visible()
    turn.hover()
    page.keyboard.press("c")
    expect(page.get_by_test_id("correct-choice")).to_be_visible()
    page.keyboard.press("7")
    expect(turn.locator(".corrected")).to_contain_text("已更正为焦虑 · chen")
    expect(turn.locator(".emotion")).not_to_have_text("焦虑")

    for who in ("li", "wang"):
        page = as_person(who, "reviews")
        expect(page.get_by_test_id("said")).to_have_text(CALM[0])
        expect(page.get_by_test_id("last")).to_have_count(0)
        page.keyboard.press("7")
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("last")).to_contain_text("你标焦虑")
        expect(page.get_by_test_id("progress")).to_contain_text("今天已标 1")
    page.get_by_text("一致性与准确率", exact=True).click()
    agreement = page.get_by_test_id("agreement")
    axe(page)
    expect(agreement).to_contain_text("1 条有两人以上标注，共 2 人")
    expect(agreement).to_contain_text("样本不足")
    page.get_by_text("队列", exact=True).click()
    expect(page.locator("[data-review='calm-1-0']")).to_contain_text("已一致")
    axe(page)

    page = as_person("li", "reviews?view=list")
    (row,) = _exported(page)
    assert (row["text"], row["emotion"], row["polarity"], row["source"]) == (
        CALM[0],
        "anxious",
        "negative",
        "correction",
    )
    assert trouble == []


def test_news_still_arrives_while_a_reply_is_written(staffed: str, as_person: Person, trouble: list[str]) -> None:
    page = as_person("chen", "live/calm-1")
    expect(page.locator(".turn-customer")).to_have_count(2)
    page.keyboard.press("r")
    page.keyboard.type("您好")
    _send(staffed, "calm-1b", ("在吗",), "小王")
    expect(page.get_by_role("option")).to_have_count(4)
    expect(page.get_by_role("textbox", name="回复客户")).to_have_value("您好")
    assert trouble == []


def test_a_number_that_has_just_come_to_mean_another_script_asks_to_be_pressed_again(
    staffed: str, as_person: Person, trouble: list[str]
) -> None:
    page = as_person("chen", "nowhere")
    # The moment in which the number asks again does not pass by itself here, however slow the machine.
    page.evaluate("() => { const t = setTimeout; window.setTimeout = (f, ms) => (ms === 1500 ? 0 : t(f, ms)); }")
    offered = [{"id": "a", "text": "先为您核实"}, {"id": "b", "text": "马上补发"}]

    def answer(route: Route) -> None:
        given = [{"scene": "ecommerce", "title": s["id"], "why": "", "uses": 0, **s} for s in offered]
        route.fulfill(json={"suggestions": given})

    page.route("**/v1/scripts/suggestions?*", answer)
    page.evaluate("location.hash = '#/live/calm-1'")
    scripts = page.locator(".next-scripts li")
    expect(scripts).to_contain_text(["先为您核实", "马上补发"])
    offered[:] = [{"id": "c", "text": "给您退款"}, {"id": "a", "text": "先为您核实"}]
    _send(staffed, "calm-1", ("还有人吗",), "小王", first=len(CALM))
    expect(scripts).to_contain_text(["先为您核实", "给您退款"])
    box = page.get_by_role("textbox", name="回复客户")
    page.keyboard.press("2")
    expect(page.get_by_test_id("next")).to_contain_text("2 号话术刚刚换了")
    expect(box).to_have_value("")
    page.keyboard.press("2")
    expect(box).to_have_value("给您退款")
    assert trouble == []
    page.close()  # its moments do not pass


def test_a_page_that_may_hold_the_desk_is_told_of_the_reply_and_another_is_not(
    staffed: str, hosts: tuple[str, str], profile: BrowserContext
) -> None:
    may, may_not = hosts
    page = profile.new_page()
    page.goto(f"{may}/?{staffed}/#/live/angry-1")
    desk = page.frame_locator("iframe")
    # The browser refuses storage to a frame of another site: the key is remembered by the page alone.
    desk.get_by_role("button", name="使用访问密钥").click()
    desk.get_by_label("访问密钥", exact=True).fill("zy_chen")
    desk.get_by_role("button", name="进入").click()
    desk.get_by_role("textbox", name="回复客户").fill("马上为您核实")
    desk.get_by_role("button", name="填入工单页面").click()
    page.wait_for_function("window.told.length > 0")
    message = {"type": "zhiyin.insert", "text": "马上为您核实", "conversation": "angry-1"}
    assert page.evaluate("window.told") == [[staffed, message]]

    with page.expect_event("console", lambda m: "frame-ancestors" in m.text):
        page.goto(f"{may_not}/?{staffed}/#/live/angry-1")
    page.close()
