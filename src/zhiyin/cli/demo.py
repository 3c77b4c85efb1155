"""zhiyin demo: the service on its embedded default, with lifelike conversations coming in."""

import asyncio
import importlib.util
import secrets
import tempfile
import time
from collections.abc import Sequence

import click
import httpx
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from zhiyin.cli.logs import configure
from zhiyin.cli.serve import service, until_stopped, with_options
from zhiyin.config import Config
from zhiyin.connectors.replay import conversation_events
from zhiyin.domain.delivery import DeliveryStatus
from zhiyin.domain.errors import SetupError
from zhiyin.domain.example import ExampleConversation
from zhiyin.domain.risk import Tier
from zhiyin.domain.staff import AGENT, TEAM
from zhiyin.packs import load_conversations, scenes
from zhiyin.web.api.shapes import OverviewShape

AT_ONCE = 12
"""Conversations going on at the same time."""

LONGEST_PAUSE_S = 5.0
"""Nobody watches a demo through an hour's wait, not even at twenty times its speed."""

PATIENCE_S = 60.0
"""For what was sent to be read: a slow machine is behind when the last turn has been posted."""
LOOK_S = 0.1

_TEAMS = {
    "ecommerce": "电商售后组",
    "finance": "金融咨询组",
    "travel": "文旅服务组",
    "government": "政务热线组",
    "medical": "医疗随访组",
}
_AGENTS = 3
"""Agents of each team."""

_TIERS = ((Tier.SEVERE, "重度"), (Tier.MODERATE, "中度"), (Tier.MILD, "轻度"), (Tier.NONE, "平稳"))


@click.command()
@click.option("--speed", default=20.0, show_default=True, type=click.FloatRange(0.1, 10_000), help="Times real speed.")
@click.option("--scene", type=click.Choice(scenes()), help="Only conversations of this scene; without it, all.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 for any free one.")
@click.option("--exit", "leave", is_flag=True, help="End when all conversations have been played, instead of going on.")
def demo(speed: float, scene: str | None, port: int | None, leave: bool) -> None:
    """Start the service and replay lifelike conversations of five scenes; watch them in the browser."""
    configure("warning")
    with tempfile.TemporaryDirectory(prefix="zhiyin-demo-") as home:
        # Nobody signs in to a demo on their own machine.
        # Even the made-up data of a demo is kept encrypted where that can be had; the key dies with the process.
        key = secrets.token_hex(32) if importlib.util.find_spec("sqlcipher3") else ""
        config = with_options(Config(home=home, store_key=key, open=True), None, port)
        asyncio.run(_demo(config, speed, leave, scene))


async def _demo(config: Config, speed: float, leave: bool, scene: str | None) -> None:
    conversations = load_conversations(scene)
    async with service(config) as (_, address):
        click.echo(f"\n  在浏览器中打开 Open in a browser:  {address}\n")
        click.echo(
            f"  {len(conversations)} 段对话，{speed:g} 倍速；演示数据只在内存与临时目录中，结束即删除。Ctrl-C 结束。\n"
        )
        stopped = asyncio.create_task(until_stopped())
        playing = asyncio.create_task(play(conversations, address, speed))
        await asyncio.wait({stopped, playing}, return_when=asyncio.FIRST_COMPLETED)
        if playing.done():
            playing.result()
            await _sum_up(address)
            if not leave:
                await stopped
        for task in (stopped, playing):
            task.cancel()
        await asyncio.gather(stopped, playing, return_exceptions=True)


async def play(conversations: Sequence[ExampleConversation], address: str, speed: float) -> None:
    """Post each conversation turn by turn; gaps are divided by ``speed``, the events keep their true times."""
    gate = asyncio.Semaphore(AT_ONCE)
    columns = (TextColumn("  播放对话"), BarColumn(), MofNCompleteColumn())
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        with Progress(*columns, console=Console(stderr=True)) as progress:
            bar = progress.add_task("", total=len(conversations))

            async def one(conversation: ExampleConversation) -> None:
                async with gate:
                    await _play_one(conversation, client, speed)
                    progress.advance(bar)

            async with asyncio.TaskGroup() as tasks:
                for conversation in conversations:
                    tasks.create_task(one(conversation))


async def _play_one(conversation: ExampleConversation, client: httpx.AsyncClient, speed: float) -> None:
    # The last turn is dated now, so that the talk looks as if it had just been going on at its true pace.
    start = round((time.time() - sum(t.after for t in conversation.turns)) * 1000)
    for turn, event in zip(conversation.turns, conversation_events(conversation, start), strict=True):
        await asyncio.sleep(min(turn.after / speed, LONGEST_PAUSE_S))
        known = event.get("facts")
        served = event | {"facts": {**_staff(conversation), **(known if isinstance(known, dict) else {})}}
        answer = await client.post("/v1/events", content=msgspec.json.encode({"events": [served]}))
        answer.raise_for_status()
        result = answer.json()["results"][0]
        if result["status"] != "accepted":
            raise SetupError(f"demo conversation {conversation.id}: {result['detail']}")


def _staff(conversation: ExampleConversation) -> dict[str, str]:
    """Who serves it: told from its name, so that it is the same in every demo."""
    number = sum(conversation.id.encode()) % _AGENTS + 1
    return {TEAM: _TEAMS.get(conversation.scene, conversation.scene), AGENT: f"{number}号坐席"}


async def _sum_up(address: str) -> None:
    found = await _settled(address)
    tiers = "，".join(f"{label} {found.by_tier[tier]}" for tier, label in _TIERS)
    click.echo(f"  全部播放完毕：{found.conversations} 段对话，{found.events} 条消息；预警分级：{tiers}；")
    click.echo(f"  处置动作 {sum(found.actions.values())} 个，已送达 {found.actions['delivered']} 个。Ctrl-C 结束。")


async def _settled(address: str) -> OverviewShape:
    """When all that was sent has been read and delivered, at the latest after ``PATIENCE_S``."""
    latest = time.monotonic() + PATIENCE_S
    async with httpx.AsyncClient(base_url=address) as client:
        while True:
            found = OverviewShape.model_validate_json((await client.get("/v1/overview")).content)
            if not (found.unapplied or found.actions[DeliveryStatus.PENDING]) or time.monotonic() > latest:
                return found
            await asyncio.sleep(LOOK_S)
