"""Tabs: of one profile of a browser, used again by the next test where one left nothing in them."""

import json

from playwright.sync_api import BrowserContext, Page

_NOWHERE = "#/nowhere"
"""A place at which the console shows nothing that asks the service for anything."""
_REMEMBER = "(key => { try { sessionStorage.setItem('zhiyin.key', key) } catch { /* a frame without storage */ } })"
_REFUSED = "the server responded with a status of 4"
_LEAVE = """place => {
    const left = localStorage.length + Object.keys(sessionStorage).filter(kept => kept !== "zhiyin.key").length;
    localStorage.clear();
    document.activeElement?.blur();
    location.hash = place;
    return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(left))));
}"""
"""Says how much a test left behind, when the page that it looked at is gone."""


class Tabs:
    """One for each key that a test shows to the service, and one for who has none.

    To change the page of a loaded console costs a fifth of loading it in a new tab, for browser and service alike.
    """

    def __init__(self, profile: BrowserContext) -> None:
        self.trouble: list[str] = []
        """What pages should not have done since a test began: errors on their console, requests to elsewhere."""
        self._profile = profile
        self._free: dict[str, Page] = {}
        self._used: list[tuple[str, Page]] = []
        self._origins: tuple[str, ...] = ()

    def open(self, address: str, key: str = "") -> Page:
        """The console at an address such as ``http://127.0.0.1:8420/#/files``, as who has ``key``."""
        origin, _, place = address.partition("/#")
        self._origins = (*self._origins, f"{origin}/")
        page = self._free.pop(key, None)
        if page is not None and page.url == f"{origin}/{_NOWHERE}":
            self._used.append((key, page))
            page.bring_to_front()  # a tab behind another one draws once a second
            page.evaluate("place => { location.hash = place }", f"#{place or '/'}")
            return page
        if page is not None:  # of another service, which may be gone
            page.close()
        page = self._new(key)
        self._used.append((key, page))
        page.goto(address)
        return page

    def _new(self, key: str) -> Page:
        page = self._profile.new_page()
        if key:
            page.add_init_script(f"{_REMEMBER}({json.dumps(key)})")
        page.on("console", lambda m: self._note(page, m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(page, str(error)))
        page.on("request", lambda made: self._watch(page, made.url))
        return page

    def _watch(self, page: Page, asked: str) -> None:
        if not asked.startswith(self._origins):
            self._note(page, f"request left the origin: {asked}")

    def _note(self, page: Page, what: str) -> None:
        if any(page is used for _, used in self._used):  # not what a tab tells late of the test before
            self.trouble.append(what)

    def give_back(self) -> None:
        """Call it after each test. Who signed in, chose a language or met trouble leaves no tab to the next one."""
        spoiled = bool(self._profile.cookies()) or any(_REFUSED not in told for told in self.trouble)
        for key, page in self._used:
            if page.is_closed():
                continue
            page.unroute_all()
            left = page.evaluate(_LEAVE, _NOWHERE) if page.url.startswith(self._origins) else 1
            if not (left or spoiled or key in self._free):
                self._free[key] = page
        for page in set(self._profile.pages) - set(self._free.values()):
            page.close()
        self._profile.clear_cookies()
        self._used.clear()
        self.trouble, self._origins = [], ()
