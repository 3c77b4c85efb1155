"""A running service for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from zhiyin.testing.service import RunningService, running_service


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path) as found:
        yield found
