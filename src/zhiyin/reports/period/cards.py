"""Cards: the key figures of the period, each against the period before."""

from collections.abc import Callable

from zhiyin.domain.mood_summary import MoodSummary
from zhiyin.reports.period.change import Change, count_change, plain_change, share_change
from zhiyin.reports.period.content import Card, Cards, Form, Section
from zhiyin.reports.period.figures import ReportInput
from zhiyin.reports.period.wording import Wording, tone


def negative_change(given: ReportInput) -> Change:
    """Share of negative readings, with its error counted by conversations: turns of one conversation are alike.

    The design effect of clusters of m equal members is at most m (Kish, "Survey Sampling", 1965, 5.4), so both counts
    are divided by the readings per conversation.
    """
    return turn_change(given, given.now.whole.negative, given.before.whole.negative)


def turn_change(given: ReportInput, hits: int, hits_before: int) -> Change:
    """Change of a share among readings."""
    now, before = given.now.whole, given.before.whole
    a, b = _scale(now), _scale(before)
    tested = share_change(round(hits * a), round(now.read * a), round(hits_before * b), round(before.read * b))
    exact = hits / now.read if now.read else None
    exact_before = hits_before / before.read if before.read else None
    return Change(exact, exact_before, tested.certain, tested.low, tested.high)


def _scale(whole: MoodSummary) -> float:
    """Conversations per reading, at most 1."""
    return min(1.0, max(whole.with_customer, 1) / whole.read) if whole.read else 1.0


def cards_section(given: ReportInput, words: Wording) -> Section:
    now, before = given.now.whole, given.before.whole
    counted = words.before(given.span)

    def card(key: str, change: Change, form: Form, good_when_down: bool | None, tested: bool = True) -> Card:
        return Card(
            label=words.say(f"card_{key}"),
            value=words.number(change.now, form),
            form=form,
            number=change.now,
            before=change.before,
            change=words.change(change, form, counted),
            certain=words.certain(change, tested),
            tone="plain" if good_when_down is None else tone(change, good_when_down),
        )

    def share(key: str, read: Callable[[MoodSummary], tuple[int, int]], good_when_down: bool) -> Card:
        return card(key, share_change(*read(now), *read(before)), Form.PERCENT, good_when_down)

    def wait(key: str, quantile: float) -> Card:
        change = plain_change(now.first_answer.quantile(quantile), before.first_answer.quantile(quantile))
        return card(key, change, Form.SECONDS, None, tested=False)

    def count(key: str, read: Callable[[MoodSummary], int]) -> Card:
        # Before there was anything at all, nought was no measurement.
        empty = not before.opened and not before.customer_turns
        change = plain_change(float(read(now)), None) if empty else count_change(read(now), read(before))
        return card(key, change, Form.COUNT, None)

    cards = (
        count("opened", lambda m: m.opened),
        count("turns", lambda m: m.customer_turns),
        card("negative", negative_change(given), Form.PERCENT, True),
        share("warned", lambda m: (m.warned, m.with_customer), True),
        share("resolved", lambda m: (m.resolved, m.conflicts), False),
        share("improved", lambda m: (m.improved, m.judged), False),
        wait("first_answer", 0.5),
        wait("p90", 0.9),
    )
    return Section("cards", words.say("cards"), (Cards(cards),), words.say("cards_note", before=counted))
