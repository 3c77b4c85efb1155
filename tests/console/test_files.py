"""文件分析 in a real browser: a file is dropped, read by the shipped model, and its report is there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

Opener = Callable[[str], Page]
Axe = Callable[[Page], None]
Server = Callable[[Path, int], AbstractContextManager[str]]

GOOD = "评价内容,评分\r\n物流太慢了，等了八天,1\r\n质量很好，会再来,5\r\n,3\r\n"
UNCLEAR = "甲,乙\r\n1,质量很差\r\n2,满意\r\n"


@pytest.fixture(scope="module")
def service(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve_here(tmp_path_factory.mktemp("home"), 0) as address:
        yield address


def _page(open_page: Opener, service: str) -> Page:
    page = open_page(f"{service}/#/files")
    expect(page.get_by_test_id("drop")).to_be_visible()
    return page


def _drop(page: Page, name: str, text: str) -> None:
    payload = FilePayload(name=name, mimeType="text/csv", buffer=text.encode("gb18030"))
    page.get_by_test_id("file").set_input_files(payload)


def test_a_dropped_file_becomes_a_report(service: str, open_page: Opener, trouble: list[str], axe: Axe) -> None:
    page = _page(open_page, service)
    expect(page.get_by_test_id("files-none")).to_be_visible()
    _drop(page, "评价.csv", GOOD)
    row = page.locator("[data-analysis]").first
    expect(row).to_contain_text("已完成")
    expect(row).to_contain_text("搁置 1 条")
    report = page.frame_locator("[data-testid=report]")
    expect(report.locator("h1")).to_have_text("客户声音分析报告")
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载明细 CSV").click()
    assert download.value.suggested_filename == "评价.csv.zhiyin.csv"
    assert "物流太慢了" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert trouble == []


def test_an_unclear_file_says_what_to_do_and_then_works(service: str, open_page: Opener) -> None:
    page = _page(open_page, service)
    _drop(page, "表.csv", UNCLEAR)
    expect(page.get_by_role("alert")).to_contain_text("找到的列：甲、乙")
    page.get_by_label("文本列").fill("乙")
    _drop(page, "表.csv", UNCLEAR)
    expect(page.locator("[data-analysis]").filter(has_text="表.csv")).to_contain_text("已完成")
    page.locator("[data-analysis]").filter(has_text="表.csv").get_by_role("button", name="删除").click()
    page.get_by_role("button", name="确 定").or_(page.get_by_role("button", name="确定")).click()
    expect(page.locator("[data-analysis]").filter(has_text="表.csv")).to_have_count(0)
