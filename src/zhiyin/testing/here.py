"""Here: a whole service, read by word lists, in a thread of this process or as all that a process does."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from zhiyin.cli.serve import service, until_stopped
from zhiyin.config import load
from zhiyin.testing.empty_store import put_empty
from zhiyin.testing.text_model import FakeTextModel

START_S = 60


@contextmanager
def serving_here(environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a service configured by ``environment``, read by a model of word lists.

    It has a loop of its own, so that tests that block, as a browser's driver does, do not hold it up.
    """
    found: list[str] = []
    failed: list[BaseException] = []
    ready, stop = Event(), Event()

    config = load(environment)
    if not config.store:
        put_empty(Path(config.home) / "zhiyin.db", config.store_key)

    async def serve() -> None:
        async with service(config, FakeTextModel()) as (_, address):
            found.append(address)
            ready.set()
            await asyncio.to_thread(stop.wait)

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            ready.set()

    thread = Thread(target=run, name="service")
    thread.start()
    try:
        assert ready.wait(START_S), "the service did not start in time"
        assert found, f"the service did not start: {failed}"
        yield found[0]
    finally:
        stop.set()
        thread.join()


def serve_alone(environment: Mapping[str, str]) -> None:
    """Serve until SIGTERM, or until the process is killed."""
    os.environ.update(environment)

    async def serve() -> None:
        async with service(load(os.environ), FakeTextModel()):
            await until_stopped()

    asyncio.run(serve())
