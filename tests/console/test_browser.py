"""The console in a real browser, on the real service: news arrives by itself, and past warnings are scored."""

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from zhiyin.testing.command import run_command

Opener = Callable[[str], Page]
Server = Callable[[Path, int], AbstractContextManager[str]]

CALM = ("你好，请问我的订单什么时候发货？", "好的，谢谢")
ANGRY = (
    "等了三天还没发货，你们到底管不管",
    "😡😡第三次问了！再不退款我就打12315投诉你们",
    "太差了，骗子，我要投诉到消协，电话13800138000",
)


def send(address: str, conversation: str, lines: Sequence[str], first: int = 0, key: str = "") -> None:
    """Customer turns, ten seconds apart, the last of them now."""
    now = datetime.now(UTC)
    events = [
        {
            "event_id": f"{conversation}-{first + n}",
            "conversation_id": conversation,
            "role": "customer",
            "at": (now - timedelta(seconds=10 * (len(lines) - n - 1))).isoformat(),
            "text": line,
            "scene": "ecommerce",
            "channel": "wechat",
            "facts": {"order_amount": 299},
        }
        for n, line in enumerate(lines)
    ]
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    answer = httpx.post(f"{address}/v1/events", json={"events": events}, headers=headers)
    answer.raise_for_status()
    assert answer.json()["accepted"] == len(lines), answer.text


def stay(page: Page) -> None:
    """Leaves a mark that a reload would wipe out."""
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def open_conversation(page: Page, conversation: str) -> None:
    page.locator(f"[data-conversation='{conversation}']").click()
    expect(page.locator(".talk-head h2")).to_have_text(conversation)


@pytest.fixture(scope="module")
def calm_and_angry(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with one calm and one angry conversation, for tests that only look."""
    with serve_here(tmp_path_factory.mktemp("home"), 0) as address:
        send(address, "calm-1", CALM)
        send(address, "angry-1", ANGRY)
        yield address


def test_marks_stand_on_the_very_words_even_after_emoji(
    calm_and_angry: str, open_page: Opener, trouble: list[str]
) -> None:
    page = open_page(calm_and_angry)
    open_conversation(page, "angry-1")
    turn = page.locator("[data-event='angry-1-1']")
    expect(turn.locator("mark").first).to_be_visible()
    told = httpx.get(f"{calm_and_angry}/v1/conversations/angry-1").json()["turns_list"][1]
    assert turn.locator(".turn-text").inner_text() == told["text"]
    cues = {r["text"] for r in told["reasons"] if r["kind"] == "cue"}
    assert cues, "the text was made to hold listed expressions"
    marked = "".join(turn.locator("mark.mark-risk").all_inner_texts())
    assert all(cue in marked for cue in cues), (cues, marked)
    turn.locator(".reading").hover()
    expect(page.locator(".reading-details")).to_contain_text("情绪分布")
    assert trouble == []


def test_the_conversation_most_at_risk_is_opened_first(calm_and_angry: str, open_page: Opener) -> None:
    page = open_page(calm_and_angry)
    expect(page.locator(".talk-head h2")).to_have_text("angry-1")


def test_what_lies_ahead_is_shown(calm_and_angry: str, open_page: Opener, trouble: list[str]) -> None:
    page = open_page(calm_and_angry)
    open_conversation(page, "angry-1")
    told = httpx.get(f"{calm_and_angry}/v1/conversations/angry-1").json()
    ahead = page.get_by_test_id("foresight")
    expect(ahead).to_contain_text("预计满意度")
    expect(ahead).to_contain_text(f"不满意 {round(told['foresight']['satisfaction']['dissatisfied'] * 100)}%")
    expect(ahead).to_contain_text("轮")
    expect(page.locator(".curve-legend")).to_contain_text("预计走势")
    reliefs = told["turns_list"][-1]["reliefs"]
    assert reliefs, "the conversation was made to be at risk"
    risk = round(reliefs[0]["risk"] * 100)
    expect(page.locator(".relief").first).to_have_text(f"{reliefs[0]['text']} → 风险降到 {risk}%")

    pulls = ahead.locator(".pulls li")
    expect(pulls.first).not_to_be_visible()
    ahead.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(pulls).to_have_count(len(told["foresight"]["pulls"]))
    expect(pulls.filter(has_text="情绪")).to_be_visible()
    assert trouble == []


def test_english_is_remembered(calm_and_angry: str, open_page: Opener, trouble: list[str]) -> None:
    page = open_page(calm_and_angry)
    expect(page.locator(".talk-head h2")).to_have_text("angry-1")
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("navigation")).to_contain_text("Agent desk")
    page.keyboard.press("/")  # keys of the page go on, though the focus is on the choice of language
    expect(page.get_by_placeholder("Search")).to_be_focused()
    open_conversation(page, "angry-1")
    expect(page.locator(".side")).to_contain_text("Chance of a bad review or complaint")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.get_by_role("navigation")).to_contain_text("Agent desk")
    expect(page.locator(".talk-head h2")).to_have_text("angry-1")
    page.get_by_text("中文", exact=True).click()
    expect(page.get_by_role("navigation")).to_contain_text("坐席台")
    page.evaluate("localStorage.clear()")
    assert trouble == []


def test_the_keyboard_alone_is_enough(calm_and_angry: str, open_page: Opener, trouble: list[str]) -> None:
    page = open_page(calm_and_angry)
    expect(page.get_by_role("option")).to_have_count(2)
    # The cursor starts anew when the worst conversation has been opened.
    expect(page.locator(".talk-head h2")).to_have_text("angry-1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".row-cursor")).to_contain_text("calm-1")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator(".talk-head h2")).to_have_text("angry-1")
    page.keyboard.press("/")
    page.keyboard.type("calm")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.get_by_role("listbox")).to_be_focused()
    page.locator(".tier-tile", has_text="平稳").click()
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("calm-1")
    assert trouble == []


def test_axe_finds_nothing_serious(calm_and_angry: str, open_page: Opener, axe: Callable[[Page], None]) -> None:
    page = open_page(calm_and_angry)
    open_conversation(page, "angry-1")
    axe(page)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<button id=nameless></button>')")
    with pytest.raises(AssertionError, match="#nameless"):
        axe(page)
    page.evaluate("document.getElementById('nameless').remove()")


def test_mood_warning_and_action_arrive_by_themselves(
    serve: Server, open_page: Opener, trouble: list[str], tmp_path: Path
) -> None:
    with serve(tmp_path, 0) as address:
        page = open_page(address)
        empty = page.get_by_test_id("empty")
        expect(empty).to_contain_text("还没有会话")
        expect(empty).to_contain_text(f"{address}/v1/events")
        expect(empty).to_contain_text("./zhiyin demo")
        expect(page.get_by_test_id("connection")).to_have_text("实时")
        stay(page)

        send(address, "c-1", CALM)
        open_conversation(page, "c-1")
        curve = page.locator(".curve-box")
        expect(curve).to_have_attribute("data-points", "2")
        described = curve.get_attribute("aria-label")
        expect(page.locator(".talk-head")).to_contain_text("平稳")

        send(address, "c-1", ANGRY, first=2)
        expect(curve).to_have_attribute("data-points", "5")
        assert curve.get_attribute("aria-label") != described
        expect(page.locator(".talk-head .badge")).not_to_have_text("平稳")
        expect(page.locator(".warnings .quote").first).to_be_visible()
        expect(page.locator(".turn mark.mark-risk").first).to_be_visible()
        expect(page.locator("[data-testid^='action-']").first).to_contain_text("已送达")
        expect(page.get_by_test_id("conversations")).to_have_text("1")
        expect(page.locator("body")).not_to_contain_text("13800138000")
        expect(page.locator(".placeholder")).to_have_text("手机号")
        assert stayed(page)
        assert trouble == []


def test_past_warnings_are_scored_by_what_came_of_them(
    serve_here: Server, open_page: Opener, trouble: list[str], tmp_path: Path
) -> None:
    with serve_here(tmp_path, 0) as address:
        send(address, "calm-1", CALM)
        send(address, "angry-1", ANGRY)
        page = open_page(address)
        page.get_by_role("link", name="成效").click()
        empty = page.get_by_test_id("no-outcomes")
        expect(empty).to_contain_text("还没有业务结果")
        expect(empty).to_contain_text(f"{address}/v1/outcomes")
        expect(empty).to_contain_text("zhiyin outcomes add")

        at = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
        outcomes = [
            {"id": "o-1", "kind": "rating", "at": at, "conversation": "calm-1", "value": 5},
            {"id": "o-2", "kind": "complaint", "at": at, "conversation": "angry-1"},
        ]
        answer = httpx.post(f"{address}/v1/outcomes", json={"outcomes": outcomes})
        assert answer.json()["accepted"] == 2, answer.text
        page.get_by_role("button", name="刷新").click()
        expect(page.get_by_test_id("summary")).to_contain_text("2 个会话，其中 2 个知道结局（100%），结局不好的 1 个")
        mild = page.get_by_test_id("tier-mild")
        expect(mild).to_contain_text("预警 1 个会话，1 个结局不好")
        needed = httpx.get(f"{address}/v1/warnings/report").json()["tiers"][0]["needed"]
        expect(mild).to_contain_text(f"数据太少，还不能下结论：至少还要 {needed} 个")
        expect(mild.locator(".claim-value")).to_have_count(0)
        expect(page.get_by_test_id("chart-weeks")).to_have_attribute("data-points", "1")
        expect(page.get_by_test_id("chart-calibration").locator("canvas")).to_be_visible()
        expect(page.get_by_test_id("by-scene")).to_contain_text("电商售后")
        page.get_by_test_id("details").focus()
        expect(page.get_by_test_id("details")).to_be_focused()

        page.get_by_text("近 4 周", exact=True).click()
        expect(page).to_have_url(re.compile(r"#/warnings\?period=4w$"))
        expect(page.get_by_test_id("summary")).to_contain_text("2 个会话")
        assert trouble == []


def test_what_was_missed_while_the_service_was_away_is_shown(serve_here: Server, open_page: Opener, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with serve_here(tmp_path, port) as address:
        send(address, "c-1", CALM)
        page = open_page(address)
        open_conversation(page, "c-1")
        stay(page)
    expect(page.get_by_test_id("connection")).to_contain_text(re.compile("重连|正在连接"))
    with serve_here(tmp_path, port) as address:
        send(address, "c-2", ANGRY)
        send(address, "c-1", ANGRY, first=2)
        expect(page.get_by_test_id("connection")).to_have_text("实时", timeout=30_000)
        expect(page.get_by_role("option")).to_have_count(2)
        expect(page.locator(".curve-box")).to_have_attribute("data-points", "5")
        expect(page.get_by_role("alert")).to_have_count(0)
        assert stayed(page)


def test_a_service_with_keys_asks_for_one(serve_here: Server, open_page: Opener, trouble: list[str], tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:  # the browser's driver keeps this thread's event loop busy
        key = pool.submit(run_command, tmp_path, "key", "add", "console").result().out.strip()
    with serve_here(tmp_path, 0) as address:
        send(address, "c-1", ANGRY, key=key)
        page = open_page(address)
        page.get_by_role("button", name="使用访问密钥").click()
        page.get_by_label("访问密钥", exact=True).fill("zy_wrong")
        page.get_by_role("button", name="进入").click()
        expect(page.get_by_role("alert")).to_contain_text("密钥不正确")
        page.get_by_label("访问密钥", exact=True).fill(key)
        page.get_by_role("button", name="进入").click()
        expect(page.get_by_test_id("connection")).to_have_text("实时")
        expect(page.get_by_role("option")).to_have_count(1)
        assert page.evaluate("localStorage.getItem('zhiyin.key')") is None
        assert all("401" in t for t in trouble), trouble
