"""Stopping is graceful: open live views end, the exit code is 0, and nothing is printed that frightens."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx
from websockets.asyncio.client import connect


async def test_the_service_stops_cleanly_while_people_are_watching(tmp_path: Path) -> None:
    environment = {**os.environ, "ZHIYIN_HOME": str(tmp_path)}
    command = (sys.executable, "-m", "zhiyin.cli", "serve", "--port", "0")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
    address = line.split()[-1]
    async with httpx.AsyncClient(base_url=address) as client, client.stream("GET", "/v1/live") as live:
        assert await anext(live.aiter_lines()) == ": open"
        async with connect(address.replace("http", "ws") + "/v1/stream"):
            process.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0, said.decode()
    assert "Traceback" not in said.decode()
    assert "accepted events are kept" in said.decode()
