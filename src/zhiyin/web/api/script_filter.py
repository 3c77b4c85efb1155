"""Script filter: which scripts are asked for, and in which order."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from zhiyin.domain.library_script import ReviewState, ScriptOrigin, ScriptStatus
from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.web.api.script_shapes import ScriptShape

Order = Literal["shelf", "uses", "effect", "review", "changed"]


class Asked(BaseModel):
    """``tier`` and ``emotion`` also find scripts that suit any; ``text`` is looked for in words, title, tags and id."""

    model_config = ConfigDict(extra="forbid")

    scene: Annotated[str | None, Field(max_length=64)] = None
    tier: Tier | None = None
    emotion: Emotion | None = None
    group: Annotated[str | None, Field(max_length=64)] = None
    status: ScriptStatus | None = None
    origin: ScriptOrigin | None = None
    review: ReviewState | None = None
    text: Annotated[str | None, Field(max_length=100)] = None
    order: Order = "shelf"
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


def sort_and_filter(scripts: list[ScriptShape], asked: Asked) -> list[ScriptShape]:
    return sorted((one for one in scripts if _matches(one, asked)), key=lambda one: _rank(one, asked.order))


def _matches(script: ScriptShape, asked: Asked) -> bool:
    plain = (
        (asked.scene, script.scene),
        (asked.status, script.status),
        (asked.origin, script.origin),
        (asked.review, script.review),
    )
    if any(wanted is not None and wanted != has for wanted, has in plain):
        return False
    if asked.tier is not None and script.tiers and asked.tier not in script.tiers:
        return False
    if asked.emotion is not None and script.emotions and asked.emotion not in script.emotions:
        return False
    if asked.group is not None and asked.group not in script.groups:
        return False
    words = (asked.text or "").lower().split()
    told = " ".join((script.text, script.title, script.id, *script.tags)).lower()
    return all(word in told for word in words)


def _rank(script: ScriptShape, order: Order) -> tuple[float, ...]:
    """Lowest first; sorting is stable, so equal ones stay in the library's order."""
    if order == "uses":
        return (-script.uses,)
    if order == "effect":
        change = script.effect.change
        return (0.0 if script.effect.enough else 1.0, -(change.value if change else -9.0))
    if order == "review":
        return (script.review_by.timestamp() if script.review_by else float("inf"),)
    if order == "changed":
        return (-(script.changed_at.timestamp() if script.changed_at else 0.0),)
    return ()
