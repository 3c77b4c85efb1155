"""What a report says: figures that agree, changes that are more than chance, and nothing where nothing was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.domain.report_schedule import PeriodKind, ReportScope
from zhiyin.domain.share import wilson
from zhiyin.reports.period.advice import rules
from zhiyin.reports.period.change import count_change, share_change
from zhiyin.reports.period.compose import compose
from zhiyin.reports.period.content import Cards, Picture, Points, ReportContent, Section, Table
from zhiyin.reports.period.figures import PeriodFigures, ReportInput
from zhiyin.reports.period.measures import measures
from zhiyin.reports.period.wording import Wording
from zhiyin.testing.periods import report_input

KEYS = ["cards", "advice", "when", "places", "emotions", "themes", "warnings", "answers", "cases", "doubts"]
counts = st.integers(min_value=0, max_value=2_000)


def section(content: ReportContent, key: str) -> Section:
    return next(s for s in content.sections if s.key == key)


def card(content: ReportContent, label: str) -> tuple[str, str, str, str]:
    cards = section(content, "cards").blocks[0]
    assert isinstance(cards, Cards)
    found = next(c for c in cards.cards if c.label == label)
    return (found.value, found.change, found.certain, found.tone)


def said(content: ReportContent, key: str) -> str:
    return "\n".join(t for s in content.sections if s.key == key for t in compose_texts(s))


def compose_texts(part: Section) -> list[str]:
    return list(ReportContent("", "", "", "", "", (part,), "zh").texts())


@given(counts, counts, counts, counts)
def test_a_difference_of_shares_is_within_its_interval_and_the_other_way_round_its_opposite(
    a: int, b: int, c: int, d: int
) -> None:
    hits, of, hits_before, of_before = min(a, b), max(a, b), min(c, d), max(c, d)
    change = share_change(hits, of, hits_before, of_before)
    back = share_change(hits_before, of_before, hits, of)
    assert change.certain == back.certain
    if change.low is None or change.high is None:
        assert change.certain is None
        return
    assert change.difference is not None
    assert -1 <= change.low <= change.difference + 1e-12
    assert change.difference - 1e-12 <= change.high <= 1
    assert back.high == pytest.approx(-change.low)


@given(counts, counts)
def test_the_same_twice_is_no_change(hits: int, more: int) -> None:
    assert not share_change(hits, hits + more, hits, hits + more).certain
    assert not count_change(hits, hits).certain


def test_a_known_test_of_two_shares() -> None:
    # 30/200 against 18/200: pooled z = 1.847, below 1.96; 36/200 against 18/200: z = 2.634, beyond it.
    assert share_change(30, 200, 18, 200).certain is False
    assert share_change(36, 200, 18, 200).certain is True
    assert share_change(3, 9, 1, 9).certain is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(PeriodKind))
def test_a_report_has_all_its_parts(kind: PeriodKind, language: str) -> None:
    content = compose(report_input(kind), language)
    assert [s.key for s in content.sections] == KEYS
    texts = list(content.texts())
    assert not [t for t in texts if "{" in t or "}" in t or "None" in t]
    pictures = [b.id for s in content.sections for b in s.blocks if isinstance(b, Picture)]
    assert pictures == [*(["hours"] if kind is PeriodKind.DAY else ["heat", "trend"]), "channels", "emotions", "topics"]


def test_the_headline_says_a_change_only_where_it_is_more_than_chance() -> None:
    worse = compose(report_input(share=0.3, before=0.2), "zh")
    better = compose(report_input(share=0.2, before=0.3), "zh")
    same = compose(report_input(share=0.25, before=0.25), "zh")
    assert "情绪变差" in worse.headline
    assert "情绪好转" in better.headline
    assert "没有超出偶然" in same.headline
    assert (card(worse, "负面占比")[3], card(better, "负面占比")[3], card(same, "负面占比")[3]) == (
        "bad",
        "good",
        "plain",
    )


def test_turns_of_one_conversation_do_not_count_as_many_witnesses() -> None:
    """The same shares from a tenth of the conversations are no longer sure."""
    many = report_input(share=0.28, before=0.22)
    few = replace(
        many,
        now=replace(many.now, whole=replace(many.now.whole, with_customer=many.now.whole.with_customer // 10)),
        before=replace(
            many.before, whole=replace(many.before.whole, with_customer=many.before.whole.with_customer // 10)
        ),
    )
    assert card(compose(many, "zh"), "负面占比")[2] == "超出偶然"
    assert card(compose(few, "zh"), "负面占比")[2] == "可能只是偶然"


def test_tables_add_up_to_the_whole() -> None:
    given_ = report_input(PeriodKind.WEEK)
    content = compose(given_, "zh")
    trend = next(b for b in section(content, "when").blocks if isinstance(b, Picture) and b.id == "trend")
    places = next(b for b in section(content, "places").blocks if isinstance(b, Picture))
    whole = given_.now.whole
    assert sum(int(row[1] or 0) for row in trend.table.rows) == whole.customer_turns
    assert sum(int(row[3] or 0) for row in places.table.rows) == whole.negative
    for row in places.table.rows:
        assert row[4] == pytest.approx(int(row[3] or 0) / int(row[2] or 1))


def test_an_empty_period_says_so_and_nothing_else() -> None:
    given_ = report_input()
    empty = compose(replace(given_, now=PeriodFigures(), worst=(), turned=(), said=()), "zh")
    assert "没有客户发言" in empty.headline
    assert [s.key for s in empty.sections] == ["doubts"]


def test_a_first_period_is_not_compared() -> None:
    first = compose(replace(report_input(), before=PeriodFigures()), "zh")
    assert "样本不足，暂不比较" in first.headline
    assert card(first, "负面占比")[1:] == ("上一周无数据", "", "plain")
    assert card(first, "新会话")[1:] == ("上一周无数据", "", "plain")
    assert "只有 0 条判读" in said(first, "doubts")


def test_a_period_that_goes_on_is_told_to_go_on() -> None:
    over = report_input()
    going = replace(over, made_at=over.span.until - 1)
    assert "还没有结束" in said(compose(going, "zh"), "doubts")
    assert "还没有结束" not in said(compose(over, "zh"), "doubts")


def test_doubts_tell_of_missing_small_and_uncounted() -> None:
    given_ = report_input(PeriodKind.DAY)
    small = MoodSummary(
        customer_turns=40, read=30, negative=9, neutral=15, positive=6, unsure=4, opened=9, with_customer=9
    )
    told = said(compose(replace(given_, now=replace(given_.now, whole=small), uncounted=12), "zh"), "doubts")
    share = wilson(9, 30)
    assert share
    assert f"{100 * share.low:.1f}%～{100 * share.high:.1f}%" in told
    assert "10 条客户发言（25.0%）没有判读" in told
    assert "13.3% 的判读（4/30 条）" in told
    assert "12 段旧会话未计入汇总" in told
    assert "83.0%" in told
    assert "83.0%" not in said(compose(replace(given_, models=("house-model-1",)), "zh"), "doubts")


def test_advice_names_the_figure_that_called_for_it() -> None:
    given_ = report_input(share=0.3, before=0.2)
    points = section(compose(given_, "zh"), "advice").blocks[0]
    assert isinstance(points, Points)
    change = card(compose(given_, "zh"), "负面占比")
    assert change[0] in points.points[0].why
    assert all(point.why for point in points.points)


def test_advice_keeps_quiet_where_nothing_is_the_matter() -> None:
    given_ = report_input(share=0.05, before=0.05)
    calm = replace(given_, now=replace(given_.now, whole=replace(given_.now.whole, conflicts=0), topics=()))
    told = said(compose(calm, "zh"), "advice")
    assert "复盘升级会话" not in told
    assert "查负面上升" not in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_of_advice_can_be_written_out(language: str) -> None:
    """Whatever a rule's text names is there whenever its limits can be met."""
    found = measures(report_input(), Wording(language))
    more = {"negative_before": "1", "precision_high": "1", "recall_high": "1", "known_ends": "0", "unsure_share": "1"}
    for rule in rules():
        assert rule.text[language].format(**found.told, **{k: v for k, v in more.items() if k not in found.told})
        assert rule.why[language].format(**found.told, **{k: v for k, v in more.items() if k not in found.told})


def test_links_lead_to_the_console_and_only_where_it_is_known() -> None:
    with_console, without = report_input(), replace(report_input(), console="")
    odd = replace(with_console, worst=(replace(with_console.worst[0], conversation="a/b?c"),))
    assert "/#/live/a%2Fb%3Fc" in str(section(compose(odd, "zh"), "cases"))
    assert "link='h" not in str(section(compose(without, "zh"), "cases"))


def test_a_narrow_scope_is_named_and_its_themes_are_told_to_be_wider() -> None:
    content = compose(replace(report_input(), scope=ReportScope("ecommerce", "wechat", "一组")), "zh")
    assert content.scope == "场景：电商售后、渠道：微信、班组：一组"
    assert "不区分渠道与班组" in said(content, "themes")
    assert "不区分班组" in said(content, "doubts")


def some_table(given_: ReportInput) -> Table:
    return next(b for b in section(compose(given_, "zh"), "answers").blocks if isinstance(b, Table))


def test_waits_are_told_in_seconds_with_the_period_before() -> None:
    given_ = report_input()
    row = some_table(given_).rows[0]
    assert row[2] == given_.now.whole.first_answer.quantile(0.5)
    assert row[4] == given_.before.whole.first_answer.quantile(0.5)
