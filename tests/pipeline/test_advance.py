"""Advance: alarms are rung once a tier, and a warning says what would lower it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiyin.domain.outcome import Outcome
from zhiyin.domain.risk import Tier
from zhiyin.domain.state import EmotionState
from zhiyin.domain.utterance import Role, Scalar
from zhiyin.models.registry import load_risk_weights
from zhiyin.packs import load_policy
from zhiyin.pipeline.advance import Rulebook, advance
from zhiyin.pipeline.facts import numbers
from zhiyin.pipeline.features import features
from zhiyin.pipeline.mask import mask
from zhiyin.pipeline.policy import compile_policy
from zhiyin.pipeline.risk import probability_of
from zhiyin.testing.readings import reading
from zhiyin.testing.spine import cues, said

FINDER = cues()
BOOK = Rulebook(compile_policy(load_policy("ecommerce")), load_risk_weights())


def run(valences: list[float], told: dict[str, Scalar] | None = None) -> tuple[EmotionState, list[Outcome]]:
    state, outcomes = EmotionState(), []
    for number, valence in enumerate(valences, 1):
        item = features(mask(said(number, "怎么还没到", facts=told)), state.context, FINDER)
        state, outcome = advance(state, item, reading(valence, intensity=0.9 if valence < 0 else 0.3), BOOK)
        outcomes.append(outcome)
    return state, outcomes


@settings(max_examples=40)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=15))
def test_each_tier_rings_once_in_the_order_it_was_reached(valences: list[float]) -> None:
    state, outcomes = run(valences)
    highest = max((o.risk.tier for o in outcomes), key=lambda t: t.level)
    assert [a.tier.level for a in state.alarms] == list(range(1, highest.level + 1))
    assert all(a.at <= b.at for a, b in zip(state.alarms, state.alarms[1:], strict=False))


@settings(max_examples=40)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=12))
def test_reliefs_lower_the_risk_the_strongest_first_and_only_warnings_have_them(valences: list[float]) -> None:
    for outcome in run(valences)[1]:
        risk = outcome.risk
        lower = [r.probability for r in risk.reliefs]
        assert lower == sorted(lower)
        assert all(p < risk.probability for p in lower)
        assert risk.tier is not Tier.NONE or not risk.reliefs


def test_an_angry_customer_could_be_answered_calmed_and_served() -> None:
    state, outcomes = run([0.0, 0.0, -0.9, -0.9], {"order_late": True})
    risk = outcomes[-1].risk
    assert risk.tier is not Tier.NONE
    assert {"calm", "pleased", "order_late"} <= {r.name for r in risk.reliefs}
    assert risk.lead is not None
    assert risk.lead.low <= risk.lead.median <= risk.lead.high
    by_name = {r.name: r.probability for r in risk.reliefs}
    assert by_name["pleased"] < by_name["calm"]
    at = outcomes[-1].at
    assert probability_of(BOOK.weigher.weigh(numbers(state, "chat", at)).log_odds) == risk.probability


def test_foresight_follows_the_course() -> None:
    angry, pleased = run([-0.9] * 6)[1][-1].foresight, run([0.9] * 6)[1][-1].foresight
    assert angry is not None
    assert pleased is not None
    assert angry.satisfaction.level < -0.4 < 0.2 < pleased.satisfaction.level
    assert all(a.negative > p.negative for a, p in zip(angry.ahead, pleased.ahead, strict=True))
    assert [a.turns for a in angry.ahead] == [3, 4, 5]


def test_an_agent_s_turn_is_judged_without_a_reading() -> None:
    state, _ = run([-0.9])
    item = features(mask(said(9, "您好，马上处理", role=Role.AGENT)), state.context, FINDER)
    _, outcome = advance(state, item, None, BOOK)
    assert outcome.reading is None
    assert outcome.foresight is not None
