"""Uses of scripts, and their figures: sums that are kept up to date in the transaction that changes them."""

from collections.abc import Sequence

import sqlalchemy as sa

from zhiyin.domain.outcome import Outcome
from zhiyin.domain.risk import Tier
from zhiyin.domain.script_use import ScriptFigures, ScriptUse, UseResult
from zhiyin.domain.utterance import ConversationRef, Role
from zhiyin.store.codec import to_outcome
from zhiyin.store.database import insert
from zhiyin.store.tables import events, outcomes, script_figures, script_uses
from zhiyin.store.topic import Topic


class SqlScriptUses(Topic):
    async def add_use(self, use: ScriptUse, look_at: int) -> bool:
        (new,) = await self._database.write(_add, [(use, look_at)])
        return new

    async def due_uses(self, now: int, limit: int) -> list[ScriptUse]:
        return await self._database.read(_due, now, limit)

    async def judge_uses(self, results: Sequence[UseResult]) -> None:
        await self._database.write(_judge, results)

    async def script_figures(self, tenant: str) -> dict[tuple[str, str], ScriptFigures]:
        return await self._database.read(_figures, tenant)

    async def customer_outcomes(
        self, ref: ConversationRef, *, after: int = 0, upto: int | None = None, limit: int = 3
    ) -> list[Outcome]:
        return await self._database.read(_customer_outcomes, ref, after, upto, limit)


def _add(connection: sa.Connection, uses: Sequence[tuple[ScriptUse, int]]) -> list[bool]:
    added = []
    for use, look_at in uses:
        statement = insert(connection, script_uses).values({**_row(use), "look_at": look_at})
        new = connection.execute(statement.on_conflict_do_nothing()).rowcount == 1
        if new:
            _add_up(connection, use, ScriptFigures(uses=1, changed=int(use.changed)))
        added.append(new)
    return added


def _row(use: ScriptUse) -> dict[str, str | int | float | None]:
    return {
        "tenant": use.conversation.tenant,
        "id": use.id,
        "conversation": use.conversation.id,
        "scene": use.scene,
        "script": use.script,
        "revision": use.revision,
        "used_by": use.by,
        "at": use.at,
        "changed": int(use.changed),
        "after_sequence": use.after,
        "tier_before": use.tier_before.value,
        "mood_before": use.mood_before,
        "valence_before": use.valence_before,
        "event_id": use.event_id,
        "answers": 0,
    }


def _due(connection: sa.Connection, now: int, limit: int) -> list[ScriptUse]:
    c = script_uses.c
    query = sa.select(script_uses).where(c.look_at <= now).order_by(c.look_at, c.id).limit(limit)
    return [_to_use(row) for row in connection.execute(query).mappings()]


def _to_use(row: sa.RowMapping) -> ScriptUse:
    return ScriptUse(
        id=row["id"],
        conversation=ConversationRef(row["tenant"], row["conversation"]),
        scene=row["scene"],
        script=row["script"],
        revision=row["revision"],
        by=row["used_by"],
        at=row["at"],
        changed=bool(row["changed"]),
        after=row["after_sequence"],
        tier_before=Tier(row["tier_before"]),
        mood_before=row["mood_before"],
        valence_before=row["valence_before"],
        event_id=row["event_id"],
    )


def _judge(connection: sa.Connection, results: Sequence[UseResult]) -> list[None]:
    for result in results:
        c, use = script_uses.c, result.use
        still_open = (c.tenant == use.conversation.tenant, c.id == use.id, c.look_at.is_not(None))
        values = {
            "answers": result.answers,
            "valence_after": result.valence,
            "tier_after": result.tier.value if result.tier else None,
            "look_at": result.look_at,
        }
        written = connection.execute(sa.update(script_uses).where(*still_open).values(values)).rowcount
        # Two processes may look at the same use: only the one that closes it counts it.
        if written == 1 and result.look_at is None:
            _add_up(connection, use, _of(result))
    return [None] * len(results)


def _of(result: UseResult) -> ScriptFigures:
    use, tier = result.use, result.tier
    could = int(tier is not None and use.tier_before is not Tier.NONE)
    fell = int(tier is not None and tier.level < use.tier_before.level)
    if use.valence_before is None or result.valence is None:
        return ScriptFigures(could_fall=could, fell=fell)
    change = result.valence - use.valence_before
    return ScriptFigures(measured=1, change_sum=change, change_squares=change * change, could_fall=could, fell=fell)


def _add_up(connection: sa.Connection, use: ScriptUse, more: ScriptFigures) -> None:
    c = script_figures.c
    sums = {name: getattr(more, name) for name in ScriptFigures.__dataclass_fields__}
    names = {"tenant": use.conversation.tenant, "scene": use.scene, "script": use.script}
    statement = insert(connection, script_figures).values(**names, **sums)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=[c.tenant, c.scene, c.script], set_={name: c[name] + value for name, value in sums.items()}
        )
    )


def _figures(connection: sa.Connection, tenant: str) -> dict[tuple[str, str], ScriptFigures]:
    query = sa.select(script_figures).where(script_figures.c.tenant == tenant)
    return {
        (row["scene"], row["script"]): ScriptFigures(**{n: row[n] for n in ScriptFigures.__dataclass_fields__})
        for row in connection.execute(query).mappings()
    }


def _customer_outcomes(
    connection: sa.Connection, ref: ConversationRef, after: int, upto: int | None, limit: int
) -> list[Outcome]:
    c, e = outcomes.c, events.c
    same = sa.and_(e.tenant == c.tenant, e.conversation == c.conversation, e.event_id == c.event_id)
    query = (
        sa.select(c.event_id, c.sequence, c.at, c.body)
        .join(events, same)
        .where(c.tenant == ref.tenant, c.conversation == ref.id, c.sequence > after, e.role == Role.CUSTOMER.value)
    )
    if upto is not None:
        query = query.where(c.sequence <= upto)
    order = c.sequence if upto is None else c.sequence.desc()
    rows = connection.execute(query.order_by(order).limit(limit))
    return sorted((to_outcome(ref, *row) for row in rows), key=lambda o: o.sequence)
