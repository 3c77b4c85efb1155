"""What the console's tests share: a console built by the launcher, a browser, a running service."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from zhiyin.testing.here import serving_here
from zhiyin.testing.passwords import quick_passwords
from zhiyin.testing.prompt_server import prompt_server
from zhiyin.testing.tabs import Tabs

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
QUIETER = ("--disable-component-update", "--disable-sync", "--no-sandbox")
WIDE: ViewportSize = {"width": 1366, "height": 768}
PATIENCE_MS = 30_000
"""A machine may be busy: five seconds, which is what the driver gives expectations, are not enough for a cold start."""

_skipped = pytest.StashKey[str]()


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with quick_passwords(), prompt_server():
        yield


@pytest.fixture(scope="session")
def built_console(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console's folder, with its build in place. Several test processes take turns."""
    with (tmp_path_factory.getbasetemp().parent / "console.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run([sys.executable, str(ROOT / "zhiyin"), "console"], check=True)
    return ROOT / "console"


# Per room: while the browser is open its driver's event loop runs in this thread, and asynchronous tests, of which this
# room has none, cannot.
@pytest.fixture(scope="package")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The system's browser. Without one the tests are skipped aloud, or fail if ZHIYIN_REQUIRE_BROWSER is set."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        why = f"no browser: none of {', '.join(BROWSERS)} is on PATH"
        if os.environ.get("ZHIYIN_REQUIRE_BROWSER"):
            pytest.fail(why)
        request.config.stash[_skipped] = why
        pytest.skip(why)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*QUIET, *QUIETER])
        yield browser
        browser.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    why = config.stash.get(_skipped, None)
    if why:
        terminalreporter.section("The console was NOT tested in a browser", red=True, bold=True)
        terminalreporter.line(why)


@pytest.fixture
def trouble() -> list[str]:
    """What pages of the test should not have done: errors on their console, requests to elsewhere."""
    return []


Opener = Callable[[str], Page]
KeyOpener = Callable[[str, str], Page]


def _profile(browser: Browser) -> BrowserContext:
    # Without movement a page is as it will be at once, and a click meets what it was meant for.
    context = browser.new_context(viewport=WIDE, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(scope="package")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all tests: the console's code is compiled once, not once a page."""
    context = _profile(browser)
    yield context
    context.close()


@pytest.fixture(scope="package")
def kept_tabs(profile: BrowserContext) -> Tabs:
    return Tabs(profile)


@pytest.fixture
def tabs(kept_tabs: Tabs, trouble: list[str]) -> Iterator[Tabs]:
    kept_tabs.trouble = trouble
    yield kept_tabs
    kept_tabs.give_back()


@pytest.fixture
def open_page(tabs: Tabs) -> Opener:
    """Opens an address in a tab that knows nothing of earlier tests, and watches what the page does."""
    return tabs.open


@pytest.fixture
def open_as(tabs: Tabs) -> KeyOpener:
    """(address, key) -> a page as ``open_page`` opens it, which shows the key to the service."""
    return tabs.open


@pytest.fixture
def open_apart(browser: Browser, trouble: list[str]) -> Iterator[Opener]:
    """As ``open_page``, each page in a profile of its own: for people who sign in side by side."""
    profiles: list[BrowserContext] = []

    def opener(address: str) -> Page:
        profiles.append(_profile(browser))
        apart = Tabs(profiles[-1])
        apart.trouble = trouble
        return apart.open(address)

    yield opener
    for profile in profiles:
        profile.close()


Server = Callable[[Path, int], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def serve(built_console: Path) -> Server:
    """Runs the real service on a folder and a port (0: any free one); gives its address."""
    assert built_console.is_dir()

    @contextmanager
    def running(home: Path, port: int) -> Iterator[str]:
        environment = {**os.environ, "ZHIYIN_HOME": str(home), "ZHIYIN_PORT": str(port)}
        command = [sys.executable, "-m", "zhiyin.cli", "serve"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield _address(process.stdout.readline())
            finally:
                process.terminate()
                process.communicate(timeout=20)

    return running


@pytest.fixture(scope="session")
def serve_here(built_console: Path) -> Server:
    """As ``serve``, in this process and read by word lists: for pages whose numbers do not hang on the model."""
    assert built_console.is_dir()

    def running(home: Path, port: int) -> AbstractContextManager[str]:
        return serving_here({**os.environ, "ZHIYIN_HOME": str(home), "ZHIYIN_PORT": str(port)})

    return running


def _address(line: str) -> str:
    found = re.search(r"http://\S+", line)
    assert found, f"the service did not start: {line!r}"
    return found[0].rstrip("/")


Axe = Callable[[Page], None]

_FOUND = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    return grave.flatMap(({ id, impact, help, nodes }) =>
        nodes.slice(0, 5).map((node) => `${impact} ${id}: ${help}: ${node.target.join(" ")} ${node.html}`));
}"""


@pytest.fixture
def axe(built_console: Path) -> Axe:
    """Fails on serious and critical findings of axe about the page as it stands: ``axe(page)``.

    It is evaluated, not put into the page: so the content security policy stays in force.
    """
    program = (built_console / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(program)
        found: list[str] = page.evaluate(_FOUND)
        assert not found, "\n".join(["axe found:", *found])

    return check
