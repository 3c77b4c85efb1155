"""Shapes of the script library."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from zhiyin.domain.library_script import ReviewState, ScriptOrigin, ScriptStatus
from zhiyin.domain.reading import Emotion
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import Scalar
from zhiyin.web.api.shapes import Shape

Name = Annotated[str, Field(min_length=1, max_length=64)]


class RangeShape(Shape):
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


class EffectShape(Shape):
    """What was seen after a script, not what it caused. ``enough``: at least 20 measured uses.

    ``change``: mean valence of the customer's next 1-3 turns less that of the last 1-3 before, -2..2. ``fell``: share
    of the ``could_fall`` answered uses at tier mild or higher after which the tier had fallen.
    """

    change: RangeShape | None
    fell: RangeShape | None
    measured: int
    could_fall: int
    enough: bool


class ScriptShape(Shape):
    """``revision`` 0: as it came with the policy. ``offered``: active and not past its days of grace."""

    id: str
    scene: str
    title: str
    text: str
    tiers: list[Tier]
    emotions: list[Emotion]
    when: str
    tags: list[str]
    groups: list[str]
    status: ScriptStatus
    review_by: datetime | None
    review: ReviewState
    offered: bool
    owner: str
    origin: ScriptOrigin
    revision: int
    changed_by: str
    changed_at: datetime | None
    newer_shipped: bool = Field(description="a version came with the policy that the edit made here has not seen")
    shipped_text: str | None
    rules: list[str] = Field(description="titles of the rules that name this script")
    variables: list[str]
    uses: int
    uses_changed: int = Field(description="uses in which the agent changed the words")
    effect: EffectShape


class GroupShape(Shape):
    id: str
    title: str


class LibrarySceneShape(Shape):
    """``variables``: business facts with a sample each."""

    scene: str
    title: str
    variables: dict[str, Scalar]
    groups: list[GroupShape]
    scripts: int


class ScriptsShape(Shape):
    scripts: list[ScriptShape]
    total: int
    next_offset: int | None
    scenes: list[LibrarySceneShape]
    grace_days: int


class ScriptRevisionShape(Shape):
    revision: int
    by: str
    at: datetime | None
    title: str
    text: str
    tiers: list[Tier]
    emotions: list[Emotion]
    when: str
    tags: list[str]
    groups: list[str]
    status: ScriptStatus
    review_by: datetime | None
    owner: str


class ScriptDetailShape(ScriptShape):
    revisions: list[ScriptRevisionShape] = Field(description="newest first; the one that came with the policy is last")


class KeptScriptShape(ScriptShape):
    warnings: list[str]


class ScriptDraftShape(Shape):
    """``review_by`` left out: 180 days from now for a script of one's own, none for one that came with the policy."""

    scene: Name
    title: Annotated[str, Field(max_length=100)] = ""
    text: Annotated[str, Field(max_length=2000)]
    tiers: Annotated[list[Tier], Field(max_length=4)] = Field(default_factory=list)
    emotions: Annotated[list[Emotion], Field(max_length=11)] = Field(default_factory=list)
    when: Annotated[str, Field(max_length=600)] = ""
    tags: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = Field(default_factory=list)
    groups: Annotated[list[Name], Field(max_length=8)] = Field(default_factory=list)
    status: Literal["draft", "active"] = "active"
    review_by: AwareDatetime | None = None
    owner: Annotated[str, Field(max_length=60)] = ""


class NewScriptShape(ScriptDraftShape):
    id: Annotated[str, Field(max_length=64, pattern=r"^([A-Za-z0-9][A-Za-z0-9_.-]*)?$")] = ""


class ChangedScriptShape(ScriptDraftShape):
    revision: Annotated[int, Field(ge=0, description="the revision that was changed: 409 when it is not the newest")]


class FaultShape(Shape):
    """``start`` and ``end``: code points of the text; both 0 where another ``field`` is meant."""

    field: str
    kind: str
    what: str
    mend: str
    start: int
    end: int


class ScriptCheckShape(Shape):
    """Without ``id`` to ``groups`` the words alone are checked, as they stand in an agent's composer."""

    scene: Name
    text: Annotated[str, Field(max_length=4000)]
    id: Annotated[str, Field(max_length=64)] = ""
    when: Annotated[str, Field(max_length=600)] = ""
    groups: Annotated[list[Name], Field(max_length=8)] = Field(default_factory=list)
    script: bool = Field(default=False, description="check it as a script: variables, condition, near-equal ones")


class CheckedShape(Shape):
    findings: list[FaultShape]
    warnings: list[str]


class SuggestionShape(Shape):
    id: str
    scene: str
    title: str
    text: str
    why: str
    uses: int
    effect: EffectShape


class SuggestionsShape(Shape):
    suggestions: list[SuggestionShape]


class UseShape(Shape):
    conversation: Annotated[str, Field(min_length=1, max_length=128)]
    event_id: Annotated[str, Field(min_length=1, max_length=128)] | None = None
    changed: bool = False


class UsedShape(Shape):
    """``new`` is False when this use was recorded before."""

    id: str
    new: bool
    mood_before: Annotated[float, Field(ge=-1, le=1)]
    tier_before: Tier


class PhraseShape(Shape):
    """A banned saying; ``id`` is empty for a shipped one, which cannot be taken away."""

    id: str
    phrase: str
    kind: str
    reason: str
    mend: str
    exceptions: list[str]
    by: str
    at: datetime | None


class PhrasesShape(Shape):
    phrases: list[PhraseShape]
    own: int


class NewPhraseShape(Shape):
    phrase: Annotated[str, Field(min_length=2, max_length=60)]
    reason: Annotated[str, Field(min_length=2, max_length=200)]
    mend: Annotated[str, Field(min_length=2, max_length=200)]
    exceptions: Annotated[list[Annotated[str, Field(min_length=2, max_length=60)]], Field(max_length=50)] = Field(
        default_factory=list
    )


class ImportRowShape(Shape):
    row: int
    id: str
    what: str


class ImportedShape(Shape):
    """``row`` counts from 1 with the head, as spreadsheets do. Rows that stand in ``problems`` were not kept."""

    added: int
    changed: int
    unchanged: int
    problems: list[ImportRowShape]
