"""Listening: how the service's connections are made."""

import asyncio
import socket

from zhiyin.cli.serve import listen
from zhiyin.config import Config


async def test_the_body_of_an_answer_is_not_held_back_until_its_head_is_acknowledged() -> None:
    seen = asyncio.get_running_loop().create_future()

    async def accepted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    with listen(Config(port=0)) as listening:
        async with await asyncio.start_server(accepted, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            assert await seen
            writer.close()
