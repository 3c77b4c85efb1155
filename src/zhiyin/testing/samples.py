"""Samples: small, valid nouns for contract suites. Times count from ``T0``, one second a turn."""

from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind
from zhiyin.domain.conversation import Conversation, Step
from zhiyin.domain.decision import Action, Decision
from zhiyin.domain.features import ContextTurn
from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.outcome import Outcome
from zhiyin.domain.policy import ActionSpec, Policy, Rule, Script
from zhiyin.domain.reading import Emotion, Polarity, Reading
from zhiyin.domain.reason import Reason, ReasonKind
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.risk_version import RiskVersion
from zhiyin.domain.risk_weights import Basis, RiskCurve, RiskTerm, RiskWeights
from zhiyin.domain.satisfaction import Satisfaction
from zhiyin.domain.session import Session
from zhiyin.domain.state import CoursePoint, EmotionState
from zhiyin.domain.text import SafeText
from zhiyin.domain.user import User
from zhiyin.domain.utterance import ConversationRef, Entity, Masked, Origin, Role

T0 = 1_760_000_000_000
"""October 2025, in ms."""


def ref(name: str = "c1", tenant: str = "acme") -> ConversationRef:
    return ConversationRef(tenant, name)


def event(of: ConversationRef, n: int, text: str = "怎么还没到？请打<PHONE>", *, at: int | None = None) -> Masked:
    """The ``n``-th event (id ``e<n>``) of a conversation."""
    origin = Origin(
        of,
        f"e{n}",
        Role.CUSTOMER if n % 2 else Role.AGENT,
        T0 + n * 1000 if at is None else at,
        facts={"order_late": True, "days": 3, "price": 9.0, "level": "金卡"},
    )
    return Masked(origin, SafeText(text), (Entity("phone", (len(text) - 7, len(text))),))


def reading() -> Reading:
    return Reading(
        polarity=Polarity.NEGATIVE,
        polarity_probs={Polarity.NEGATIVE: 0.75, Polarity.NEUTRAL: 0.125, Polarity.POSITIVE: 0.125},
        emotion=Emotion.ANXIOUS,
        emotions={Emotion.ANXIOUS: 0.5, Emotion.ANGRY: 0.5},
        intensity=0.5,
        confidence=0.75,
        unsure=False,
        sarcasm=0.0,
        reasons=(Reason(ReasonKind.WORDS, "anxious", 1.5, "还没到", (2, 5), "e1"),),
        model="sample-1",
        satisfaction=Satisfaction(dissatisfied=0.5, neutral=0.25, satisfied=0.25),
    )


def action(name: str) -> Action:
    return Action(name, "script", "late", Tier.MILD, "安抚", {"scripts": ("您好，马上为您查。",), "minutes": 5})


def outcome(masked: Masked, sequence: int, actions: tuple[Action, ...] = ()) -> Outcome:
    origin = masked.origin
    return Outcome(
        conversation=origin.conversation,
        event_id=origin.event_id,
        at=origin.at,
        sequence=sequence,
        reading=reading() if origin.role is Role.CUSTOMER else None,
        mood=-0.5,
        risk=Risk(0.25, Tier.MILD, (Reason(ReasonKind.COURSE, "slope", 0.5, "情绪变差"),)),
        decision=Decision("ecommerce@1", ("late",) if actions else (), actions),
    )


def conversation(
    of: ConversationRef,
    version: int,
    *,
    last_at: int = T0,
    risk: float = 0.25,
    tier: Tier = Tier.MILD,
    scene: str = "ecommerce",
) -> Conversation:
    state = EmotionState(
        last_at=last_at,
        last_event_id="e1",
        turns=version,
        mood=-0.5,
        waiting_since=T0,
        course=(CoursePoint("e1", T0, -0.5, Emotion.ANXIOUS, 0.5, False, -0.4),),
        context=(ContextTurn(Role.CUSTOMER, SafeText("怎么还没到？")),),
        tier=tier,
        fired={"late": (1, 2)},
        facts={"days": 3, "price": 9.0},
    )
    return Conversation(of, scene, "chat", T0, state, Risk(risk, tier, ()), version)


def step(version: int, *outcomes: Outcome, rebuilt: bool = False) -> Step:
    """What saving these outcomes (at least one) writes."""
    of = outcomes[0].conversation
    base = conversation(of, version, last_at=max(o.at for o in outcomes))
    return Step(base, outcomes, rebuilt)


def came_back(
    name: str,
    *,
    conversation: str | None = "c1",
    customer: str | None = None,
    kind: OutcomeKind = OutcomeKind.RATING,
    value: float | None = 3.0,
    bad: bool = False,
    at: int = T0,
    tenant: str = "acme",
    text: SafeText | None = None,
) -> BusinessOutcome:
    return BusinessOutcome(tenant, name, conversation, customer, kind, value, bad, at, text=text)


def policy(scene: str, version: str, when: str = "risk > 0.5") -> Policy:
    rule = Rule("late", "催单", when, Tier.MILD, (ActionSpec("script", "安抚", {"minutes": 5, "to": ("a", "b")}),))
    return Policy(scene, version, "样例", (rule,), (Script("s1", "您好，{name}", (Tier.MILD,)),), facts={"days": 1})


def risk_version(name: str, *, before: str = "", at: int = T0, bias: float = -1.1) -> RiskVersion:
    terms = (RiskTerm("threats", 1.0 / 3, 0, 1, "{value} 次", Basis.FITTED),)
    curves = (RiskCurve("mood", ((-0.5, 0.1), (0.0, 0.0)), "低", "高"),)
    return RiskVersion(RiskWeights(name, bias, terms, curves, 0.3), before, T0 - 1, "li", at)


def api_key(name: str, digest: str) -> ApiKey:
    return ApiKey(name, "acme", "柜台", Access.AGENT, digest, T0)


def user(name: str, access: Access = Access.AGENT, tenant: str = "acme") -> User:
    """Login name and id are ``name``."""
    return User(name, tenant, name, "小王", access, "$argon2id$made-up", T0)


def session(name: str, of: str, at: int = T0) -> Session:
    """Of the user ``of``; begun at ``at``, over an hour later."""
    return Session(name, of, name.ljust(64, "0"), at, at, at + 3_600_000, "Firefox", "192.0.2.7")
