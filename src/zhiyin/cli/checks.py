"""Checks of ``doctor``: what is configured, what is missing, and how to mend it."""

import asyncio
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from zhiyin.app import STATIC, oidc_of, opened_store, policies_of, routes_of, second_opinion_of, text_model
from zhiyin.config import Config, load
from zhiyin.domain.errors import ZhiyinError
from zhiyin.packs import load_lexicon
from zhiyin.pipeline.policy import check

FREE_BYTES = 1_000_000_000
"""Less free space than this is worth a warning."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``level`` is ok, warn or fail; ``mend`` is empty when there is nothing to mend."""

    level: str
    what: str
    detail: str
    mend: str = ""


async def examine() -> list[Finding]:
    """All findings; one failing check does not keep the others from running."""
    found = [Finding("ok", "Python", sys.version.split()[0])]
    try:
        config = load()
    except ZhiyinError as error:
        return [*found, Finding("fail", "configuration", str(error), "see docs/configuration.md")]
    for check_one in (_home, _model, _second_opinion, _store, _policies, _destinations, _access, _console, _extras):
        try:
            found += await check_one(config)
        except ZhiyinError as error:
            found.append(Finding("fail", check_one.__name__.strip("_"), str(error)))
    return found


async def _home(config: Config) -> list[Finding]:
    folder, free = await asyncio.to_thread(_measure, config.home)
    detail = f"{folder}, {free / 1e9:.0f} GB free"
    if free < FREE_BYTES:
        return [Finding("warn", "home folder", detail, "free some space or set ZHIYIN_HOME to another disk")]
    return [Finding("ok", "home folder", detail)]


def _measure(home: str) -> tuple[Path, int]:
    folder = Path(home).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder, shutil.disk_usage(folder).free


async def _model(config: Config) -> list[Finding]:
    model = text_model(config)
    return [Finding("ok", "text model", f"{model.name}: files unchanged, golden cases pass")]


async def _second_opinion(config: Config) -> list[Finding]:
    """Says where text would go; sends nothing."""
    given = config.second_opinion
    if given is None:
        return [Finding("ok", "second opinion", "off; nothing is sent to an outside model")]
    second_opinion_of(config)
    detail = f"{given.model} at {given.host}, at most {given.per_hour} questions an hour"
    if given.loopback:
        return [Finding("ok", "second opinion", detail)]
    mend = "masked text of unsure turns leaves this machine; remove second_opinion if that is not wanted"
    return [Finding("warn", "second opinion", detail, mend)]


async def _store(config: Config) -> list[Finding]:
    async with opened_store(config) as store:
        counts = await store.counts("default")
    kind = config.store_url.partition(":")[0].partition("+")[0]
    detail = f"{kind}, {counts['conversations']} conversations, {counts['events']} events"
    found = [Finding("ok", "store", detail)]
    if counts["dead"]:
        mend = "see GET /v1/actions?status=dead, mend the destination, then POST /v1/actions/ID/replay"
        found.append(Finding("warn", "actions", f"{counts['dead']} could not be delivered", mend))
    if kind == "sqlite" and not config.store_key:
        mend = "set ZHIYIN_STORE_KEY_FILE to a file that holds a long random key, before the first start"
        found.append(Finding("warn", "encryption at rest", "off", mend))
    return found


async def _policies(config: Config) -> list[Finding]:
    found = []
    for scene, policy in policies_of(config).items():
        problems = check(policy, tuple(load_lexicon(None).cues))
        detail = f"{policy.name}, {len(policy.rules)} rules, {len(policy.scripts)} scripts"
        found.append(
            Finding("fail", f"policy {scene}", f"{problems[0]}", "mend the file and try again")
            if problems
            else Finding("ok", f"policy {scene}", detail)
        )
    return found


async def _destinations(config: Config) -> list[Finding]:
    routes = routes_of(config)
    names = ", ".join(f"{r.name} ({r.destination.hand})" for r in routes)
    if len(routes) > 1:
        return [Finding("ok", "destinations", names)]
    return [Finding("ok", "destinations", f"{names} only", "to alert people elsewhere, see docs/actions.md")]


async def _access(config: Config) -> list[Finding]:
    async with opened_store(config) as store:
        keys = [k for k in await store.keys() if k.revoked_at is None]
        users = [u for u in await store.users() if u.disabled_at is None]
    sign_on = oidc_of(config)
    how = f", single sign-on by {sign_on.issuer}" if sign_on else ""
    if config.open:
        mend = "remove open: true, unless everyone who can reach the service may read and write"
        return [Finding("ok" if config.loopback else "warn", "who may enter", "everybody (open: true)", mend)]
    if users or keys or sign_on:
        return [Finding("ok", "who may enter", f"{len(users)} users, {len(keys)} API keys{how}")]
    mend = "open the console to make the first administrator, or zhiyin user add LOGIN"
    if config.loopback:
        return [
            Finding("warn", "who may enter", "whoever is on this machine", f"fine on one's own machine; else {mend}")
        ]
    return [Finding("warn", "who may enter", "nobody yet", f"{mend}; the page asks for the code that serve prints")]


async def _console(_: Config) -> list[Finding]:
    if (STATIC / "index.html").is_file():
        return [Finding("ok", "console", "built")]
    return [Finding("warn", "console", "not built; the API works without it", "./zhiyin console")]


async def _extras(_: Config) -> list[Finding]:
    missing = [name for name in ("sqlcipher3", "asyncpg") if importlib.util.find_spec(name) is None]
    if missing:
        mend = "needed for encrypted SQLite or PostgreSQL only: pip install " + " ".join(missing)
        return [Finding("warn", "optional parts", "missing: " + ", ".join(missing), mend)]
    return [Finding("ok", "optional parts", "encrypted SQLite and PostgreSQL can be used")]
