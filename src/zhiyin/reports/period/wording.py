"""Wording: what is written around the figures, in Chinese and English (``templates/wording.*.yaml``)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

import yaml

from zhiyin.domain.errors import InputError
from zhiyin.domain.report_schedule import PeriodKind, ReportScope
from zhiyin.domain.share import Share
from zhiyin.reports.period.calendar import Span, moment
from zhiyin.reports.period.change import Change
from zhiyin.reports.period.content import Form, Tone

LANGUAGES = ("zh", "en")
_ROOM = "zhiyin.reports.period"


@functools.cache
def _data(language: str) -> Mapping[str, object]:
    if language not in LANGUAGES:
        raise InputError(f"a report's language is zh or en, not {language[:20]!r}")
    text = resources.files(_ROOM).joinpath("templates", f"wording.{language}.yaml").read_text("utf-8")
    data: Mapping[str, object] = yaml.load(text, yaml.CSafeLoader)
    return data


@dataclass(frozen=True, slots=True)
class Wording:
    """``zh`` or ``en``. InputError for any other language, when something is asked for."""

    language: str

    def say(self, key: str, **values: object) -> str:
        """The text of ``key`` with its places filled in."""
        return str(_data(self.language)[key]).format(**values)

    def name(self, group: str, code: str) -> str:
        """Name of a scene, channel or tier; the code itself if it is not a shipped one."""
        names = _data(self.language)["names"]
        assert isinstance(names, dict)
        return str(names[group].get(code, code))

    def weekday(self, number: int) -> str:
        """0 is Monday."""
        return self.say("weekdays").split()[number]

    def slot(self, weekday: int | None, hour: int) -> str:
        """An hour of the week, or of any day."""
        clock = f"{hour}:00–{hour + 1}:00"
        return clock if weekday is None else f"{self.weekday(weekday)} {clock}"

    def percent(self, share: float | None) -> str:
        """One digit after the point, so that the same number is the same text everywhere."""
        return self.say("none") if share is None else f"{100 * share:.1f}%"

    def points(self, gap: float) -> str:
        """A difference of shares (0-1), without its sign."""
        return self.say("points", value=f"{100 * abs(gap):.1f}")

    def duration(self, seconds: float | None) -> str:
        if seconds is None:
            return self.say("none")
        whole = round(seconds)
        if whole < 60:
            return self.say("seconds", n=whole)
        if whole < 7200:
            key = "minutes_seconds" if whole % 60 else "minutes"
            return self.say(key, n=whole // 60, s=whole % 60)
        return self.say("hours", n=f"{whole / 3600:.1f}")

    def number(self, value: float | None, form: Form) -> str:
        """As people read it; a dash for what is not known."""
        if value is None:
            return self.say("none")
        if form is Form.PERCENT:
            return self.percent(value)
        if form is Form.SECONDS:
            return self.duration(value)
        if form is Form.POINTS:
            return f"{100 * value:+.1f}"
        return f"{value:,.1f}" if form is Form.DECIMAL else f"{value:,.0f}"

    def interval(self, share: Share | None) -> str:
        return self.say("none") if share is None else f"{self.percent(share.low)}–{self.percent(share.high)}"

    def joined(self, words: list[str]) -> str:
        return self.say("list_join").join(words)

    def period(self, span: Span) -> str:
        a, b = span.first, span.last
        week = a.isocalendar().week
        year = b.year if span.kind is not PeriodKind.WEEK else a.isocalendar().year
        parts = {"y": year if self.language == "zh" else a.year, "m": a.month, "d": a.day}
        parts |= {"y2": b.year, "m2": b.month, "d2": b.day, "week": week}
        return self.say(f"date_{span.kind.value}", weekday=self.weekday(a.weekday()), **parts)

    def before(self, span: Span) -> str:
        return self.say(f"before_{span.kind.value}")

    def scope(self, scope: ReportScope) -> str:
        parts = [
            self.say(f"scope_{group}", name=self.name(group, code) if group != "team" else code)
            for group, code in (("scene", scope.scene), ("channel", scope.channel), ("team", scope.team))
            if code
        ]
        return self.joined(parts) if parts else self.say("scope_all")

    def made(self, version: str, at: int, zone: str) -> str:
        wall = moment(at, zone)
        shown = f"{wall:%Y-%m-%d %H:%M}"
        return self.say("made", version=version, at=shown, zone=zone)

    def change(self, change: Change, form: Form, before: str) -> str:
        """Up or down by how much: points for shares, per cent for the rest."""
        gap = change.difference
        if gap is None:
            return self.say("change_none", before=before)
        if abs(gap) < 1e-9:
            return self.say("change_same", before=before)
        if form is Form.PERCENT:
            told = self.points(gap)
        elif form is Form.SECONDS:
            told = self.duration(abs(gap))
        else:
            told = self.number(abs(gap), form)
            if change.relative is not None:
                told += f" ({abs(change.relative):.0%})" if self.language == "en" else f"（{abs(change.relative):.0%}）"
        return self.say("change_up" if gap > 0 else "change_down", value=told)

    def certain(self, change: Change, tested: bool = True) -> str:
        if change.difference is None:
            return ""
        if not tested:
            return self.say("certain_untested")
        return self.say({True: "certain_yes", False: "certain_no", None: "certain_unknown"}[change.certain])


def tone(change: Change, good_when_down: bool) -> Tone:
    """Only what is more than chance is coloured."""
    if not change.certain or not change.difference:
        return "plain"
    return "good" if (change.difference < 0) == good_when_down else "bad"
