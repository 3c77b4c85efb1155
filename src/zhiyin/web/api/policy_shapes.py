"""Shapes of the policy bench: a policy as text and as a form, problems while it is written, versions, differences."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from zhiyin.domain.fact_spec import FactSource
from zhiyin.domain.utterance import Scalar
from zhiyin.packs.document import LARGEST
from zhiyin.reports.policy_difference import Deed
from zhiyin.web.api.shapes import Shape

Text = Annotated[str, Field(max_length=LARGEST)]
Line = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(min_length=1, max_length=64)]
Count = Annotated[int, Field(ge=-(10**9), le=10**9)]
Number = Annotated[float, Field(ge=-(10**9), le=10**9, allow_inf_nan=False)]
Plain = Annotated[Line, Field()] | bool | int | Annotated[float, Field(allow_inf_nan=False)]


class ActionFormShape(Shape):
    kind: Line
    title: Line
    params: dict[Name, Plain | Annotated[list[Line], Field(max_length=500)]] = Field(
        default_factory=dict, max_length=100
    )


class RuleFormShape(Shape):
    """``origin``: place of the rule in the text that the form was read from, from 0; null: it is new."""

    id: Line
    title: Line
    when: Line
    tier: Line
    cooldown: Count
    limit: Count
    actions: list[ActionFormShape] = Field(max_length=500)
    origin: Annotated[int, Field(ge=0)] | None = None


class ThresholdsShape(Shape):
    """Risk (0-1) at which the tiers begin."""

    mild: Number
    moderate: Number
    severe: Number


class PolicyFormShape(Shape):
    """What a form shows; right or wrong. Scripts stay in the text."""

    scene: Line
    version: Line
    title: Line
    thresholds: ThresholdsShape
    facts: dict[Name, Plain] = Field(max_length=500)
    rules: list[RuleFormShape] = Field(max_length=500)


class PolicySheetShape(Shape):
    """A version as it can be read and edited; ``by`` is empty and ``at`` null for the shipped one."""

    scene: str
    version: str
    active: bool
    by: str
    at: datetime | None
    text: str
    form: PolicyFormShape
    scripts: int
    facts: dict[str, Scalar] = Field(description="business facts that conditions may use, with a sample each")


class CheckRequest(Shape):
    """``form``: as read from ``text``, then edited; without it the text counts as it is."""

    text: Text
    form: PolicyFormShape | None = None


class PolicyProblemShape(Shape):
    """``what`` says in English what is wrong and how to mend it; ``code`` and ``values`` tell the same. Lines and
    columns count from 1, ``end_column`` is the first that is not part."""

    path: str = Field(description="such as rules[3].when; empty: the whole")
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    values: dict[str, str]
    what: str


class CheckShape(Shape):
    """``text`` as it is after the form's changes; ``form`` is null where no form can show it; ``lost``: comments that
    could not be kept."""

    text: str
    form: PolicyFormShape | None
    problems: list[PolicyProblemShape]
    lost: list[str]
    scripts: int
    facts: dict[str, Scalar]


class DraftRequest(Shape):
    """``revision`` is that of the draft that was read; 0: there was none."""

    text: Text
    based_on: Name
    revision: Annotated[int, Field(ge=0, lt=2**31)]


class DraftShape(Shape):
    by: str
    at: datetime
    based_on: str
    revision: int
    text: str


class OtherDraftShape(Shape):
    by: str
    at: datetime
    based_on: str


class DraftsShape(Shape):
    """``mine`` is null where the caller has none."""

    mine: DraftShape | None
    others: list[OtherDraftShape]


class PublishRequest(Shape):
    """``note`` says why; personal data in it is masked. ``based_on`` must still be the version in force."""

    text: Text
    version: Name
    note: Annotated[str, Field(min_length=1, max_length=500)]
    based_on: Name


class BackRequest(Shape):
    note: Annotated[str, Field(max_length=500)] = ""


class KeptVersionShape(Shape):
    """``by`` is empty and ``at`` null for the shipped version. ``note``: why it was published."""

    version: str
    active: bool
    shipped: bool
    by: str
    at: datetime | None
    note: str


class PolicyChangeShape(Shape):
    """``before``: the version that counted until then; empty: the shipped one."""

    version: str
    before: str
    by: str
    at: datetime
    note: str


class PolicyHistoryShape(Shape):
    """Both newest first; the latest 200 changes."""

    versions: list[KeptVersionShape]
    changes: list[PolicyChangeShape]


class FieldChangeShape(Shape):
    field: str
    before: str
    after: str


class EntryChangeShape(Shape):
    deed: Deed
    id: str
    title: str
    fields: list[FieldChangeShape]


class DifferenceShape(Shape):
    head: list[FieldChangeShape]
    rules: list[EntryChangeShape]
    scripts: list[EntryChangeShape]


class FactShape(Shape):
    """``sample`` has the fact's type."""

    name: str
    range: str
    unit: str
    source: FactSource
    meaning: str
    sample: Scalar | list[str]


class CueShape(Shape):
    """A word list: a few of its expressions and how many there are."""

    name: str
    examples: list[str]
    count: int


class ActionParamShape(Shape):
    name: str
    values: list[str]
    many: bool


class ActionKindShape(Shape):
    kind: str
    params: list[ActionParamShape]


class FactsShape(Shape):
    """What conditions and actions of a scene may name."""

    facts: list[FactShape]
    cues: list[CueShape]
    kinds: list[ActionKindShape]
    functions: list[str]
    values: dict[str, list[str]] = Field(description="facts that take one of a few values")
