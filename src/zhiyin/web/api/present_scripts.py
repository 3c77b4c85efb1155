"""Present scripts: the library's nouns as the shapes that the API answers."""

from zhiyin.domain.library_script import LibraryScript, ScriptRevision
from zhiyin.domain.phrase import OwnPhrase
from zhiyin.domain.reading import Emotion
from zhiyin.domain.script_use import ScriptFigures
from zhiyin.domain.share import Share
from zhiyin.engine.script_desk import ScriptDesk
from zhiyin.engine.script_suggestions import Offered
from zhiyin.pipeline.script_check import ScriptFault
from zhiyin.pipeline.script_effect import Change, effect
from zhiyin.pipeline.scripts import variables
from zhiyin.pipeline.shelf import ShelfEntry, is_offered
from zhiyin.web.api.present import moment
from zhiyin.web.api.script_shapes import (
    EffectShape,
    FaultShape,
    PhraseShape,
    RangeShape,
    ScriptRevisionShape,
    ScriptShape,
    SuggestionShape,
)


def script_shape(desk: ScriptDesk, entry: ShelfEntry, figures: ScriptFigures | None, now: int) -> ScriptShape:
    """``now`` in ms since 1970 UTC; None: it was never used."""
    return ScriptShape.model_validate(script_fields(desk, entry, figures, now))


def script_fields(desk: ScriptDesk, entry: ShelfEntry, figures: ScriptFigures | None, now: int) -> dict[str, object]:
    script, sums = entry.kept.script, figures or ScriptFigures()
    return {
        **_content(script),
        "id": script.script.id,
        "scene": script.scene,
        "review": desk.review(script),
        "offered": is_offered(script, now, desk.shelf.parts.grace_ms),
        "origin": script.origin,
        "revision": entry.kept.revision,
        "changed_by": entry.kept.by,
        "changed_at": moment(entry.kept.at) if entry.kept.revision else None,
        "newer_shipped": entry.newer_shipped,
        "shipped_text": entry.shipped.text if entry.shipped else None,
        "rules": list(entry.rules),
        "variables": _variables(script.script.text),
        "uses": sums.uses,
        "uses_changed": sums.changed,
        "effect": effect_shape(sums),
    }


def _content(script: LibraryScript) -> dict[str, object]:
    return {
        "title": script.title,
        "text": script.script.text,
        "tiers": list(script.script.tiers),
        "emotions": [Emotion(name) for name in script.script.emotions],
        "when": script.script.when,
        "tags": list(script.tags),
        "groups": list(script.groups),
        "status": script.status,
        "review_by": None if script.review_by is None else moment(script.review_by),
        "owner": script.owner,
    }


def _variables(text: str) -> list[str]:
    try:
        return sorted(variables(text))
    except ValueError:
        return []


def revision_shape(revision: ScriptRevision) -> ScriptRevisionShape:
    at = moment(revision.at) if revision.revision else None
    told = {"revision": revision.revision, "by": revision.by, "at": at, **_content(revision.script)}
    return ScriptRevisionShape.model_validate(told)


def effect_shape(figures: ScriptFigures) -> EffectShape:
    found = effect(figures)
    return EffectShape(
        change=_range(found.change),
        fell=_range(found.fell),
        measured=found.measured,
        could_fall=found.could_fall,
        enough=found.enough,
    )


def _range(found: Change | Share | None) -> RangeShape | None:
    if found is None:
        return None
    return RangeShape(value=round(found.value, 4), low=round(found.low, 4), high=round(found.high, 4))


def fault_shape(fault: ScriptFault) -> FaultShape:
    return FaultShape(
        field=fault.field, kind=fault.kind, what=fault.what, mend=fault.mend, start=fault.start, end=fault.end
    )


def suggestion_shape(offered: Offered) -> SuggestionShape:
    found, entry = offered.suggestion, offered.entry
    scene, script_id = entry.kept.key
    return SuggestionShape(
        id=script_id,
        scene=scene,
        title=found.candidate.title,
        text=found.text,
        why=found.why,
        uses=found.candidate.figures.uses,
        effect=effect_shape(found.candidate.figures),
    )


def own_phrase_shape(own: OwnPhrase) -> PhraseShape:
    banned = own.banned
    return PhraseShape(
        id=own.id,
        phrase=banned.phrase,
        kind=banned.kind,
        reason=banned.reason,
        mend=banned.mend,
        exceptions=list(banned.exceptions),
        by=own.by,
        at=moment(own.at),
    )
