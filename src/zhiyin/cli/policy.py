"""zhiyin policy: check, try on history, publish, list, switch back."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click
import msgspec
from rich.console import Console

from zhiyin.app import SystemClock, cues_of, opened_store, policies_of, text_model
from zhiyin.config import Config, load
from zhiyin.connectors.examples import example_history
from zhiyin.connectors.history import history_line, read_history
from zhiyin.domain.errors import InputError, NotFoundError
from zhiyin.domain.policy import Policy
from zhiyin.engine.trial import History, try_policy
from zhiyin.models.registry import load_question_model, load_risk_weights
from zhiyin.packs import load_conversations, load_lexicon, load_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import check, compile_policy
from zhiyin.reports.trial_view import render_trial

DEFAULT_TENANT = "default"


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


@policy.command("try")
@click.argument("new")
@click.option("--on", "history", default="store", show_default=True, help="'store', a database, a .jsonl, or a folder.")
@click.option("--against", help="Policy to compare with; the one in force in the scene if left out.")
@click.option("--examples", default=5, show_default=True, type=click.IntRange(0, 100), help="Examples of each change.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def try_new(new: str, history: str, against: str | None, examples: int, as_json: bool) -> None:
    """Replay stored conversations under the policy in force and under NEW, and show what would change.

    History is what the configured store holds ('store'), another database (a file or URL), an export
    (zhiyin policy export FILE.jsonl), or a folder of conversations written as YAML. No text is read again,
    but for a folder, whose conversations hold no readings yet.
    """
    asyncio.run(_try(load(), load_policy(new), history, against, examples, as_json))


async def _try(config: Config, new: Policy, on: str, against: str | None, examples: int, as_json: bool) -> None:
    old = load_policy(against) if against else await _in_force(config, new.scene)
    weights, same_question = load_risk_weights(), load_question_model()
    started = time.perf_counter()
    async with _history(config, on, new.scene) as history:
        before, after = (Rulebook(compile_policy(p), weights, same_question) for p in (old, new))
        report = await try_policy(before, after, history, cues_of(config)(new.scene), examples=examples)
    if as_json:
        click.echo(msgspec.json.encode(report).decode())
        return
    Console().print(render_trial(report))
    click.echo(f"{report.turns} turns in {time.perf_counter() - started:.1f} s", err=True)


async def _in_force(config: Config, scene: str) -> Policy:
    async with opened_store(config) as store:
        found = {**policies_of(config), **await store.active()}
    if scene not in found:
        raise NotFoundError(f"no policy is in force in the scene {scene!r}; name one to compare with (--against)")
    return found[scene]


@asynccontextmanager
async def _history(config: Config, on: str, scene: str) -> AsyncIterator[History]:
    path = Path(on)
    if path.suffix == ".jsonl":
        yield read_history(path)
    elif await asyncio.to_thread(path.is_dir):
        conversations = [c for c in load_conversations(folder=path) if c.scene == scene]
        yield example_history(conversations, text_model(config), cues_of(config)(scene))
    else:
        async with opened_store(_with_store(config, on)) as store:
            yield store.history(DEFAULT_TENANT, scene=scene)


def _with_store(config: Config, on: str) -> Config:
    if on == "store":
        return config
    if "://" in on:
        return msgspec.structs.replace(config, store=on)
    if not Path(on).is_file():
        raise InputError(f"{on} is neither a database, a .jsonl export, nor a folder of conversations")
    return msgspec.structs.replace(config, store=f"sqlite:///{on}")


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
