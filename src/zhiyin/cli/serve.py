"""zhiyin serve: the service, until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click
import msgspec
import uvicorn
from fastapi import FastAPI

from zhiyin.app import House, announced_code, running
from zhiyin.cli.logs import configure
from zhiyin.config import Config, load
from zhiyin.domain.errors import SetupError
from zhiyin.seams import TextModel

GRACE_S = 3
"""Seconds that open requests get to finish when the service stops; live views are cut then."""


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handling: we stop the house in order ourselves."""

    @property
    def port(self) -> int:
        """The port in use, also when the system chose it."""
        return int(self.servers[0].sockets[0].getsockname()[1])

    async def until_started(self, task: "asyncio.Task[None]") -> None:
        while not self.started:
            if task.done():
                raise SetupError("the web server could not start; see the line above")
            await asyncio.sleep(0.02)


@asynccontextmanager
async def serving(app: FastAPI, config: Config) -> AsyncIterator[str]:
    """Serve ``app`` and yield its address."""
    listening = listen(config)
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        ws_max_size=1_100_000,
        server_header=False,
    )
    server = _Server(settings)
    task = asyncio.create_task(server._serve([listening]), name="web server")
    try:
        await server.until_started(task)
        yield f"http://{config.host}:{listening.getsockname()[1]}"
    finally:
        app.state.hub.close()
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
        listening.close()


def listen(config: Config) -> socket.socket:
    """The socket of the service, bound. SetupError if the address cannot be had."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    # The protocol must be named: only then asyncio switches Nagle's algorithm off, which with delayed acknowledgements
    # holds back the body of each answer for 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as error:
        listening.close()
        why = error.strerror
        raise SetupError(f"cannot listen on {config.host}:{config.port} ({why}); choose another with --port") from None
    return listening


async def until_stopped() -> None:
    """Wait for Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()


@asynccontextmanager
async def service(config: Config, model: TextModel | None = None) -> AsyncIterator[tuple[House, str]]:
    """The whole house, running and served."""
    async with running(config, model) as house, serving(house.web, config) as address:
        yield house, address


def with_options(config: Config, host: str | None, port: int | None) -> Config:
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    return msgspec.structs.replace(config, **given)


@click.command()
@click.option("--host", help="Address to listen on; from other machines than this one people must sign in.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 for any free one.")
def serve(host: str | None, port: int | None) -> None:
    """Run the service until Ctrl-C."""
    config = with_options(load(), host, port)
    configure(config.log_level)
    asyncio.run(_serve(config))


async def _serve(config: Config) -> None:
    async with service(config) as (house, address):
        click.echo(f"Zhiyin 知音 listens on {address}")
        code = await announced_code(config, house.store, house.web.state.services.people)
        if code:
            click.echo(f"创建第一位管理员的设置码 Setup code for the first administrator: {code}")
        await until_stopped()
        click.echo("stopping; accepted events are kept and go on at the next start", err=True)
