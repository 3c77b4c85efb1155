"""Script draft: what a person wrote in the editor, as a script of the library."""

from datetime import UTC, datetime, timedelta

from zhiyin.domain.errors import InputError
from zhiyin.domain.library_script import LibraryScript, ScriptStatus
from zhiyin.domain.policy import Script
from zhiyin.engine.script_shelf import DAY_MS
from zhiyin.web.api.script_shapes import ScriptDraftShape

REVIEW_DAYS = 180
"""Days until a script of one's own is to be looked at again, if its writer says nothing else. Chosen: half a year."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_review(now: int) -> datetime:
    """``now`` in ms since 1970 UTC."""
    return _EPOCH + timedelta(milliseconds=now + REVIEW_DAYS * DAY_MS)


def script_of(draft: ScriptDraftShape, script_id: str, review_by: datetime | None) -> LibraryScript:
    """InputError for a review date before 1970 or after 2100."""
    if review_by is not None and not _EPOCH < review_by < LATEST:
        raise InputError("review_by must lie between 1970 and 2100")
    return LibraryScript(
        scene=draft.scene,
        script=Script(
            script_id,
            draft.text.strip(),
            tuple(dict.fromkeys(draft.tiers)),
            tuple(dict.fromkeys(emotion.value for emotion in draft.emotions)),
            draft.when.strip(),
        ),
        title=draft.title.strip(),
        status=ScriptStatus(draft.status),
        tags=tuple(tag.strip() for tag in draft.tags),
        groups=tuple(dict.fromkeys(draft.groups)),
        review_by=None if review_by is None else (review_by - _EPOCH) // timedelta(milliseconds=1),
        owner=draft.owner.strip(),
    )
