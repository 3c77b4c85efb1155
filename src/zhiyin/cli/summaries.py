"""zhiyin summaries: the sums behind the pages Insight and Proof, counted anew or checked."""

import asyncio

import click
from rich.progress import Progress as Bar

from zhiyin.app.parts import opened_store
from zhiyin.app.summing import count_all, count_ends
from zhiyin.config import load


@click.group()
def summaries() -> None:
    """The sums behind the pages Insight and Proof; they are kept up to date by themselves."""


@summaries.command()
def check() -> None:
    """Count the whole store from scratch and compare; exit code 1 if any sum differs. Stop the service first."""
    differing = asyncio.run(_check())
    _say(differing)


@summaries.command()
def rebuild() -> None:
    """Drop all sums, count them anew, and prove that they are what counting from scratch gives.

    Conversations that were deleted meanwhile (retention) are no longer in the sums afterwards.
    """
    differing = asyncio.run(_rebuild())
    _say(differing)


def _say(differing: list[str]) -> None:
    if differing:
        click.echo(
            f"differs from counting from scratch: {', '.join(differing)}; run 'zhiyin summaries rebuild'", err=True
        )
        raise click.exceptions.Exit(1)
    click.echo("all sums equal those counted from scratch", err=True)


async def _check() -> list[str]:
    async with opened_store(load()) as store:
        await count_all(store)
        await count_ends(store)
        return await store.differences()


async def _rebuild() -> list[str]:
    async with opened_store(load()) as store:
        whole = (await store.progress()).conversations
        await store.recount()
        with Bar(transient=True) as bar:
            task = bar.add_task("conversations", total=whole)
            await count_all(store, lambda done: bar.update(task, completed=done))
        await count_ends(store)
        return await store.differences()
