"""Signing in, in a real browser: the first run, wrong passwords, roles, and an account of one's own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

Opener = Callable[[str], Page]
Server = Callable[[Path, int], AbstractContextManager[str]]
Axe = Callable[[Page], None]

PASSWORD = "晚风吹过海棠花开 2026"
LOGIN, NAME, SECRET = "登录名", "姓名", "密码"


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.get_by_label(LOGIN, exact=True).fill(login)
    page.get_by_label(SECRET, exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def signed_in(page: Page, name: str) -> None:
    expect(page.get_by_test_id("user")).to_contain_text(name)
    expect(page.get_by_test_id("connection")).to_have_text("实时")


def choose(page: Page, item: str) -> None:
    page.get_by_test_id("user").click()
    page.get_by_role("menuitem", name=item).click()


def sign_out(page: Page) -> None:
    choose(page, "退出登录")
    expect(page.get_by_role("heading", name="登录知音")).to_be_visible()


@pytest.fixture(scope="module")
def staffed(serve_here: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with an administrator ``chief`` and an agent ``ann``."""
    with serve_here(tmp_path_factory.mktemp("home"), 0) as address:
        with httpx.Client(base_url=address) as client:
            first = {"login": "chief", "name": "林海", "password": PASSWORD}
            headers = {"X-CSRF-Token": client.post("/v1/setup", json=first).raise_for_status().json()["csrf"]}
            ann = {"login": "ann", "name": "安宁", "access": "agent", "password": PASSWORD}
            client.post("/v1/users", json=ann, headers=headers).raise_for_status()
        yield address


def test_the_first_run_makes_the_administrator_and_lands_on_the_live_page(
    serve_here: Server, open_page: Opener, trouble: list[str], axe: Axe, tmp_path: Path
) -> None:
    with serve_here(tmp_path, 0) as address:
        page = open_page(address)
        expect(page.get_by_test_id("connection")).to_have_text("实时")
        page.get_by_role("link", name="创建管理员").click()
        page.get_by_label(LOGIN, exact=True).fill("chief")
        page.get_by_label(NAME, exact=True).fill("林海")
        page.get_by_label(SECRET, exact=True).fill("1234567890")
        page.get_by_label("再输一遍密码").fill("1234567890")
        page.get_by_role("button", name="创建并进入").click()
        expect(page.get_by_role("alert")).to_contain_text("太常见")
        axe(page)
        assert all("422" in t for t in trouble), trouble
        trouble.clear()
        page.get_by_label(SECRET, exact=True).fill(PASSWORD)
        page.get_by_label("再输一遍密码").fill(PASSWORD)
        page.get_by_role("button", name="创建并进入").click()
        signed_in(page, "林海")
        expect(page).to_have_url(f"{address}/#/live")
        page.reload()
        signed_in(page, "林海")
        assert trouble == []
        assert page.evaluate("document.cookie") == "", "no script can read the session"
        page.context.clear_cookies()
        page.reload()
        expect(page.get_by_role("heading", name="登录知音")).to_be_visible()  # a stranger is not let in


def test_a_wrong_password_is_told_and_signing_out_shuts_the_door(staffed: str, open_page: Opener, axe: Axe) -> None:
    page = open_page(f"{staffed}/#/warnings")
    sign_in(page, "ann", "not my password")
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    axe(page)
    sign_in(page, "ann")
    expect(page.get_by_test_id("no-outcomes")).to_be_visible()  # where the address said, not somewhere else
    page.get_by_role("link", name="坐席台").click()
    signed_in(page, "安宁")
    sign_out(page)
    expect(page.get_by_role("navigation")).not_to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="登录知音")).to_be_visible()


def test_a_role_without_the_right_is_refused_and_not_shown_the_way(staffed: str, open_page: Opener) -> None:
    page = open_page(f"{staffed}/#/users")
    sign_in(page, "ann")
    expect(page.get_by_test_id("no-right")).to_contain_text("坐席")
    expect(page.get_by_role("navigation")).to_contain_text("坐席台")
    expect(page.get_by_role("navigation").get_by_role("link", name="用户")).to_have_count(0)
    assert page.evaluate("fetch('v1/users').then((a) => a.status)") == 403
    assert page.evaluate("fetch('v1/me/sessions', {method: 'DELETE'}).then((a) => a.status)") == 403, "no CSRF token"
    sign_out(page)


def test_an_administrator_adds_a_user_who_signs_in_and_is_disabled(
    staffed: str, open_page: Opener, open_apart: Opener, axe: Axe
) -> None:
    chief = open_page(f"{staffed}/#/users")
    sign_in(chief, "chief")
    rows = chief.get_by_test_id("users").locator("li")
    expect(rows).to_have_count(2)
    chief.get_by_role("button", name="添加用户").click()
    dialog = chief.get_by_role("dialog")
    dialog.get_by_label(LOGIN, exact=True).fill("wang.wei")
    dialog.get_by_label(NAME, exact=True).fill("王伟")
    dialog.get_by_role("button", name="随机生成").click()
    axe(chief)
    dialog.get_by_role("button", name="添加用户").click()
    password = dialog.locator("dd").last.inner_text()
    dialog.get_by_text("关闭").click()
    expect(rows).to_have_count(3)
    axe(chief)

    wang = open_apart(staffed)
    sign_in(wang, "wang.wei", password)
    signed_in(wang, "王伟")
    choose(wang, "我的登录")
    expect(wang.get_by_role("dialog")).to_contain_text("当前")
    wang.keyboard.press("Escape")

    row = chief.locator("[data-user='wang.wei']")
    row.get_by_role("button", name="停用").click()
    chief.get_by_role("tooltip").get_by_role("button", name="停用").click()
    expect(chief.get_by_role("status")).to_contain_text("「王伟」已停用")
    wang.get_by_role("link", name="成效").click()
    expect(wang.get_by_role("heading", name="登录知音")).to_be_visible()

    own = chief.locator("[data-user='chief']")
    own.get_by_role("button", name="停用").click()
    chief.get_by_role("tooltip").get_by_role("button", name="停用").last.click()
    expect(chief.get_by_role("alert")).to_contain_text("最后一个管理员")


def test_a_changed_password_counts_at_once(staffed: str, open_page: Opener) -> None:
    page = open_page(staffed)
    sign_in(page, "ann")
    signed_in(page, "安宁")
    choose(page, "修改密码")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("现在的密码").fill("something else")
    dialog.get_by_label("新密码", exact=True).fill(PASSWORD)
    dialog.get_by_label("再输一遍密码").fill(PASSWORD)
    dialog.get_by_role("button", name="保存新密码").click()
    expect(dialog.get_by_role("alert")).to_contain_text("现在的密码不对")
    dialog.get_by_label("现在的密码").fill(PASSWORD)
    dialog.get_by_role("button", name="保存新密码").click()
    expect(dialog.get_by_role("status")).to_contain_text("密码已修改")
    dialog.get_by_text("关闭").click()
    signed_in(page, "安宁")
    sign_out(page)
