"""How the risk of stored conversations rose: as decided then, or as a risk model sees it now."""

from dataclasses import replace

from zhiyin.connectors.history import as_turn
from zhiyin.domain.conversation import Turn
from zhiyin.domain.decision import Decision
from zhiyin.domain.past_risk import PastRisk
from zhiyin.domain.policy import ActionSpec, Lexicon, Policy, Rule
from zhiyin.domain.risk import Risk, Tier
from zhiyin.domain.risk_weights import RiskTerm, RiskWeights
from zhiyin.domain.text import SafeText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.engine.past_risks import past_risks
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.features import CueFinder
from zhiyin.pipeline.policy import compile_policy

CUES = CueFinder(Lexicon({}))
RULE = Rule("r", "r", "risk > 0.9", Tier.MILD, (ActionSpec("alert", "a"),))
BOOK = Rulebook(
    compile_policy(Policy("ecommerce", "1", "试", (RULE,))),
    RiskWeights("t", 0.0, (RiskTerm("customer_turns", 4.0, 2, 4, "{value}"),)),
)
"""Risk of 50 % on the first two customer turns, 88 % on the third, 98 % from the fourth on."""


def turn(ref: str, n: int, stored: float | None) -> Turn:
    masked = Masked(Origin(ConversationRef("t", ref), f"e{n}", Role.CUSTOMER, n), SafeText(f"第{n}句话"))
    plain = as_turn(masked, n, None)
    if stored is None or plain.outcome is None:
        return plain
    return Turn(masked, replace(plain.outcome, risk=Risk(stored, Tier.NONE, ()), decision=Decision("ecommerce@1")))


def talk(ref: str, *stored: float | None) -> tuple[ConversationRef, list[Turn]]:
    return ConversationRef("t", ref), [turn(ref, n, p) for n, p in enumerate(stored, 1)]


async def test_stored_risks_are_taken_as_they_were_and_only_where_the_end_is_known() -> None:
    history = [talk("a", 0.1, 0.4, 0.2, 0.4, 0.9), talk("b", 0.3), talk("c", 0.5)]
    found = await past_risks(history, {"a": True, "c": False}, BOOK, CUES)
    assert found == [PastRisk(5, ((1, 0.1), (2, 0.4), (5, 0.9)), True), PastRisk(1, ((1, 0.5),), False)]
    assert [found[0].reached(t) for t in (0.1, 0.35, 0.9, 0.91)] == [1, 2, 5, None]


async def test_what_holds_no_risk_is_worked_out_and_all_of_it_when_asked_to() -> None:
    (worked_out,) = await past_risks([talk("a", None, 0.1, None, None)], {"a": True}, BOOK, CUES)
    assert [turn for turn, _ in worked_out.highs] == [1, 3, 4]
    assert round(worked_out.peak, 3) == 0.982
    (again,) = await past_risks([talk("a", 0.1, 0.2, 0.1, 0.1)], {"a": True}, BOOK, CUES, again=True)
    assert again == worked_out


async def test_it_stops_when_told_to() -> None:
    seen: list[tuple[int, int]] = []

    def go_on(conversations: int, turns: int) -> bool:
        seen.append((conversations, turns))
        return False

    found = await past_risks([talk("a", 0.1, 0.2), talk("b", 0.3)], {"a": True, "b": True}, BOOK, CUES, go_on=go_on)
    assert (len(found), seen) == (1, [(1, 2)])
