"""Insight and key figures in a real browser: what a cell says is what the service says, and leads to what was said."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

Opener = Callable[[str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

ANGRY = "太差了，快递还没到，我要投诉，电话13800138000"


def send(address: str) -> None:
    """Yesterday: a dozen upset conversations on the phone, one calm one on WeChat; each is answered after a minute."""
    begun = datetime.now(UTC) - timedelta(days=1)
    talks = [(f"upset-{n}", "phone", (ANGRY, "好的，谢谢")) for n in range(12)] + [("calm", "wechat", ("你好",))]
    events = [
        {
            "event_id": f"{name}-{n}-{role}",
            "conversation_id": name,
            "role": role,
            "at": (begun + timedelta(seconds=120 * n + later)).isoformat(),
            "text": text,
            "scene": "ecommerce",
            "channel": channel,
        }
        for name, channel, lines in talks
        for n, line in enumerate(lines)
        for role, text, later in (("customer", line, 0), ("agent", "您好，马上查", 60))
    ]
    httpx.post(f"{address}/v1/events", json={"events": events}).raise_for_status()


@pytest.fixture(scope="module")
def address(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_here(tmp_path_factory.mktemp("home"), 0) as found:
        send(found)
        yield found


def test_filters_live_in_the_address_and_cells_say_what_the_service_says(
    address: str, open_page: Opener, trouble: list[str], axe: Axe
) -> None:
    page = open_page(f"{address}/#/insight")
    heat = page.get_by_test_id("insight-heat")
    expect(heat.locator("canvas").first).to_be_visible()
    page.get_by_text("会话量", exact=True).click()
    page.get_by_text("近 30 天", exact=True).click()
    expect(page).to_have_url(re.compile(r"period=30.*measure=volume"))
    page.reload()
    expect(heat.locator("h2")).to_have_text("会话量 · 时段 × 渠道")
    heat.get_by_text("数据表").click()
    cells = httpx.get(f"{address}/v1/insight/heat?days=30").json()["cells"]
    assert cells, "the service was sent conversations"
    for cell in cells:
        shown = heat.locator(f"[data-cell='{cell['row']}/{cell['column']}']")
        expect(shown).to_have_text(str(cell["moods"]["conversations"]))
    # Of one calm conversation no share is told, of twelve upset ones it is.
    page.get_by_text("负面占比", exact=True).first.click()
    expect(heat.locator("[data-cell^='wechat/']").filter(has_text="数据太少")).to_have_count(1)
    phone = next(c for c in cells if c["row"] == "phone" and c["moods"]["enough"])
    share = phone["moods"]["negative_share"]["value"]
    expect(heat.locator(f"[data-cell='phone/{phone['column']}']")).to_have_text(f"{share * 100:.1f}%")
    axe(page)
    assert trouble == []


def test_a_word_leads_to_masked_turns_and_the_sheet_holds_the_numbers(
    address: str, open_page: Opener, trouble: list[str]
) -> None:
    page = open_page(f"{address}/#/insight")
    word = page.get_by_test_id("insight-words").get_by_role("button").first
    word.click()
    turns = page.get_by_test_id("word-turns")
    expect(turns.locator("li").first).to_contain_text("快递还没到")
    expect(turns.locator("mark").first).to_be_visible()
    expect(turns.locator(".placeholder").first).to_have_text("手机号")
    expect(page.locator("body")).not_to_contain_text("13800138000")
    assert "word=" in page.url
    page.keyboard.press("Escape")
    expect(turns).to_have_count(0)

    with page.expect_download() as saved:
        page.get_by_role("button", name="导出 Excel").click()
    book = load_workbook(io.BytesIO(Path(saved.value.path()).read_bytes()))
    head, *rows = book["时段×渠道"].iter_rows(values_only=True)
    shown = {(row[0], row[1]): row[head.index("会话数")] for row in rows}
    cells = httpx.get(f"{address}/v1/insight/heat").json()["cells"]
    assert shown == {(c["row"], c["column"]): c["moods"]["conversations"] for c in cells}
    with page.expect_download() as picture:
        page.get_by_test_id("insight-heat").get_by_role("button", name="存为图片").click()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    assert picture.value.suggested_filename == "负面占比 · 时段 × 渠道.png"
    assert trouble == []


def test_key_figures_stand_above_the_report(address: str, open_page: Opener, trouble: list[str], axe: Axe) -> None:
    page = open_page(f"{address}/#/warnings")
    kpi = httpx.get(f"{address}/v1/kpi?days=84").json()["now"]
    expect(page.get_by_test_id("kpi-first").locator(".kpi-value")).to_have_text("57 秒")
    assert kpi["first_answer"]["median_s"] == pytest.approx(57, abs=0.5)
    improved = kpi["improved"]
    expect(page.get_by_test_id("kpi-improved")).to_contain_text(f"{improved['hits']} / {improved['of']} 个")
    expect(page.get_by_test_id("kpi-resolved").locator(".kpi-value, .kpi-few")).to_have_count(1)
    axe(page)
    assert trouble == []


def test_an_empty_store_says_what_to_do(
    serve_here: Server, open_page: Opener, trouble: list[str], tmp_path: Path
) -> None:
    with serve_here(tmp_path, 0) as empty:
        page = open_page(f"{empty}/#/insight")
        expect(page.get_by_test_id("insight-empty")).to_contain_text("这段时间没有客户说过话")
        page.get_by_role("button", name="看近 90 天的全部数据").click()
        expect(page).to_have_url(re.compile(r"#/insight\?period=90$"))
    assert trouble == []
