"""zhiyin policy: check, try on history, publish, list, switch back."""

import asyncio
from pathlib import Path

import click

from zhiyin.app import SystemClock, opened_store, policies_of
from zhiyin.cli.histories import DEFAULT_TENANT
from zhiyin.cli.trial import try_new
from zhiyin.config import load
from zhiyin.connectors.history import history_line
from zhiyin.packs import load_lexicon, load_policy
from zhiyin.pipeline.policy import check, compile_policy


@click.group()
def policy() -> None:
    """Policies: rules over named facts, tried on history before they count."""


@policy.command("check")
@click.argument("source")
def check_one(source: str) -> None:
    """Check a policy file, a pack folder, or a shipped scene."""
    found = load_policy(source)
    problems = check(found, tuple(load_lexicon(None).cues))
    for problem in problems:
        click.echo(f"{source}: {problem}")
    if problems:
        raise SystemExit(1)
    click.echo(f"{found.name}: {len(found.rules)} rules and {len(found.scripts)} scripts, no problem found")


policy.add_command(try_new)


@policy.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write the stored conversations with their readings to FILE.jsonl (masked), to try policies elsewhere."""

    async def write() -> int:
        count = 0
        async with opened_store(load()) as store:
            with file.open("wb") as out:
                async for ref, turns in store.history(DEFAULT_TENANT):
                    out.write(history_line(ref, turns))
                    count += 1
        return count

    click.echo(f"{file}: {asyncio.run(write())} conversations", err=True)


@policy.command("publish")
@click.argument("source")
def publish(source: str) -> None:
    """Put a policy in force. A running service takes it up within 30 seconds, without a restart."""
    found = compile_policy(load_policy(source)).policy

    async def write() -> None:
        async with opened_store(load()) as store:
            await store.publish(found, "command line", SystemClock().now())

    asyncio.run(write())
    click.echo(f"{found.name} is in force", err=True)


@policy.command("list")
def list_versions() -> None:
    """List the policies in force and the published versions."""

    async def show() -> None:
        config = load()
        async with opened_store(config) as store:
            active = await store.active()
            for scene, shipped in sorted(policies_of(config).items()):
                now = active.get(scene, shipped)
                source = "published" if scene in active else "shipped"
                click.echo(f"{scene}: {now.version} ({source}) {now.title}")
                for version, is_active, by, _ in await store.versions(scene):
                    click.echo(f"    {'*' if is_active else ' '} {version}  by {by}")

    asyncio.run(show())


@policy.command("activate")
@click.argument("scene")
@click.argument("version")
def activate(scene: str, version: str) -> None:
    """Switch a scene back to a version that was published before."""

    async def write() -> None:
        async with opened_store(load()) as store:
            await store.activate(scene, version, "command line", SystemClock().now())

    asyncio.run(write())
    click.echo(f"{scene}@{version} is in force", err=True)
