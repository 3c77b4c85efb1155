"""A running service for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from zhiyin.testing.passwords import quick_passwords
from zhiyin.testing.prompt_server import prompt_server
from zhiyin.testing.service import RunningService, running_service


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    with quick_passwords(), prompt_server():
        yield


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path) as found:
        yield found
