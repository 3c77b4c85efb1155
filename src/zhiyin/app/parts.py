"""Parts: store, policies, word lists and routes, as configured."""

import hashlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from zhiyin.actions.destinations import destinations_from
from zhiyin.actions.route import Route
from zhiyin.actions.routes import HANDS, routes_from
from zhiyin.actions.secret import secret_reader
from zhiyin.app.clock import SystemClock
from zhiyin.app.summing import summing_of
from zhiyin.config import Config
from zhiyin.domain.destination import Destination
from zhiyin.domain.errors import SetupError
from zhiyin.domain.policy import Policy
from zhiyin.engine.script_shelf import LibraryParts
from zhiyin.packs import load_groups, load_lexicon, load_phrases, load_policy, scenes
from zhiyin.pipeline.features import CueFinder
from zhiyin.seams import Store
from zhiyin.store import open_store


def mark_secret_of(config: Config) -> bytes:
    """Key of the marks of masked values: made from the store's key, so that the store alone tells nothing.

    Without a store key it is empty, and who reads the store can try values out (docs/masking.md).
    """
    return hashlib.sha256(b"marks\0" + config.store_key.encode()).digest() if config.store_key else b""


def audit_key_of(config: Config) -> bytes:
    """Key that seals the operation log. Without one of either kind it is empty, and the log is only chained."""
    secret = config.audit_key or config.store_key
    return hashlib.sha256(b"audit\0" + secret.encode()).digest() if secret else b""


def store_of(config: Config) -> Store:
    if not config.store:
        Path(config.home).mkdir(parents=True, exist_ok=True)
    return open_store(config.store_url, config.store_key or None, summing_of(config))


@asynccontextmanager
async def opened_store(config: Config) -> AsyncIterator[Store]:
    """The configured store, open, for a command that needs no running service."""
    store = store_of(config)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


def policies_of(config: Config) -> dict[str, Policy]:
    """Scene -> policy of the shipped packs and of the user's folder, which wins."""
    found = {scene: load_policy(scene) for scene in scenes()}
    if config.packs:
        folders = [p.parent for p in sorted(Path(config.packs).glob("*/policy.yaml"))]
        if not folders:
            raise SetupError(f"packs: {config.packs} holds no folder with a policy.yaml")
        for folder in folders:
            policy = load_policy(folder)
            found[policy.scene] = policy
    return found


def cues_of(config: Config) -> Callable[[str], CueFinder]:
    """Finder of the listed expressions of a scene."""
    folder = Path(config.packs) if config.packs else None

    @cache
    def finder(scene: str) -> CueFinder:
        return CueFinder(load_lexicon(scene if scene in scenes() else None, folder))

    return lambda scene: finder(scene if scene in scenes() else "")


def library_of(config: Config) -> LibraryParts:
    """What the script library is made of besides the store."""
    return LibraryParts(load_phrases, load_groups(), config.script_grace_days)


def routes_of(config: Config) -> list[Route]:
    """Where actions go: the console, and what is configured."""
    return routes_from(destinations_of(config), SystemClock(), config.public_url)


def destinations_of(config: Config) -> list[Destination]:
    return destinations_from(config.destinations, secret_reader(os.environ), HANDS)
