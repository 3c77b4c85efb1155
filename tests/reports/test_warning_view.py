"""The report on past warnings as people read it in a terminal."""

import io

import pytest
from rich.console import Console

from zhiyin.domain.alarm import Alarm
from zhiyin.domain.business_outcome import BusinessOutcome, OutcomeKind
from zhiyin.domain.past_conversation import PastConversation
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef
from zhiyin.domain.warning_report import Silence
from zhiyin.reports.warning_tally import TallyRules, tally_all
from zhiyin.reports.warning_view import duration, render_warnings

T0 = 1_770_000_000_000


def shown(conversations: list[PastConversation], rules: TallyRules | None = None) -> str:
    console = Console(file=io.StringIO(), width=160, force_terminal=False)
    console.print(render_warnings(tally_all(conversations, rules or TallyRules()).report()))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def past(bad: bool | None, channel: str = "app") -> PastConversation:
    outcome = BusinessOutcome("t", "o", "c", None, OutcomeKind.COMPLAINT, None, bool(bad), T0 + 120_000)
    alarm = Alarm(Tier.SEVERE, T0, 3, 0.9)
    ref = ConversationRef("t", "c")
    outcomes = () if bad is None else (outcome,)
    return PastConversation(ref, "ecommerce", channel, T0, T0, 9, (alarm,), 0.9, 0.9, outcomes)


def test_figures_come_with_intervals_and_leads() -> None:
    text = shown([past(bad=True)] * 60 + [past(bad=False)] * 6)
    assert "66 个，其中坏结局 60 个" in text
    assert "90.9% (81.6%–95.8%)" in text
    assert "2.0 分 (2.0 分–2.0 分)" in text
    assert "数据太少" not in text


def test_too_little_data_is_said_in_plain_words() -> None:
    text = shown([past(bad=True), past(bad=False, channel="[red]x")])
    assert "重度：数据太少，还不能下结论，至少还要" in text
    assert "[red]x" in text


@pytest.mark.parametrize(
    ("conversations", "said"), [([], "没有会话"), ([past(bad=None)], "还没有任何结局")], ids=["none", "no end"]
)
def test_nothing_to_score_says_what_to_do(conversations: list[PastConversation], said: str) -> None:
    assert said in shown(conversations)


def test_silence_taken_for_a_good_end_is_said() -> None:
    assert "按无事计" in shown([past(bad=None)], TallyRules(Silence.FINE, 0, T0))


@pytest.mark.parametrize(
    ("seconds", "said"), [(42, "42 秒"), (-90, "-1.5 分"), (7200, "2.0 小时"), (259_200, "3.0 天")]
)
def test_lengths_of_time(seconds: float, said: str) -> None:
    assert duration(seconds) == said
