"""Charts as inline SVG: no script, no outside request, sharp in print."""

from markupsafe import Markup, escape

from zhiyin.reports.analysis.finding import percent
from zhiyin.reports.analysis.mix import Mix
from zhiyin.reports.analysis.trend import Trend

NEGATIVE, NEUTRAL, POSITIVE, UNSURE = "#c4473a", "#b8bfc8", "#2f8f6b", "#e2d5a4"
_WIDTH, _HEIGHT = 860, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 44, 12, 28
_LABELS = 10
FEW_ROWS = 5
"""Rows below which a share is mere chance: no point on the line, no colour for the hour."""


def trend_chart(trend: Trend, title: str) -> Markup:
    """Stacked columns (texts) and a line (negative share of each column, right axis)."""
    highest = max(mix.total for _, mix in trend.columns)
    steady = [mix.total >= FEW_ROWS for _, mix in trend.columns]
    shares = [mix.negative_share for (_, mix), enough in zip(trend.columns, steady, strict=True) if enough]
    share_top = min(1.0, max(0.1, 1.15 * max(shares, default=0.0)))
    step = (_WIDTH - _LEFT - _RIGHT) / len(trend.columns)
    inner = _HEIGHT - _TOP - _BOTTOM
    parts = [_axes(highest, share_top, inner)]
    points = []
    for i, (name, mix) in enumerate(trend.columns):
        x = _LEFT + i * step
        parts.append(_column(x + 0.15 * step, 0.7 * step, mix, inner / highest, name))
        if steady[i]:
            points.append(f"{x + step / 2:.1f},{_TOP + inner * (1 - mix.negative_share / share_top):.1f}")
        if i % max(1, -(-len(trend.columns) // _LABELS)) == 0:
            parts.append(_text(x + step / 2, _HEIGHT - 10, name[-5:] if trend.step != "month" else name, "middle"))
    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="#7a1f17" stroke-width="2"/>')
    return _svg(_WIDTH, _HEIGHT, title, parts)


def hours_chart(hours: dict[tuple[int, int], Mix], weekdays: tuple[str, ...], title: str) -> Markup:
    """Weekday by hour; the darker, the higher the negative share against the worst hour shown."""
    cell, left, top = 33, 48, 4
    shown = {m: mix for m, mix in hours.items() if mix.total >= FEW_ROWS}
    worst = max((mix.negative_share for mix in shown.values()), default=0.0) or 1.0
    parts = [_text(left - 8, top + 24 * d + 16, name, "end") for d, name in enumerate(weekdays)]
    parts += [_text(left + cell * h + cell / 2, top + 24 * 7 + 16, str(h), "middle") for h in range(0, 24, 2)]
    for day in range(7):
        for hour in range(24):
            mix = shown.get((day, hour))
            shade = f'fill="{NEGATIVE}" fill-opacity="{0.06 + 0.94 * mix.negative_share / worst:.2f}"' if mix else ""
            tip = (
                f"{weekdays[day]} {hour}:00 · {mix.negative}/{mix.total} · {percent(mix.negative_share)}" if mix else ""
            )
            parts.append(
                f'<rect x="{left + cell * hour}" y="{top + 24 * day}" width="{cell - 2}" height="22" rx="3" '
                f"{shade or _BLANK}><title>{escape(tip)}</title></rect>"
            )
    return _svg(left + cell * 24, top + 24 * 7 + 24, title, parts)


_BLANK = 'fill="#f4f5f7"'


def _axes(highest: int, share_top: float, inner: float) -> str:
    lines = []
    for part in (0.0, 0.5, 1.0):
        y = _TOP + inner * (1 - part)
        lines.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e6e8ec"/>')
        lines.append(_text(_LEFT - 6, y + 4, f"{highest * part:,.0f}", "end"))
        lines.append(_text(_WIDTH - _RIGHT + 6, y + 4, f"{share_top * part:.0%}", "start", "#7a1f17"))
    return "".join(lines)


def _column(x: float, width: float, mix: Mix, scale: float, name: str) -> str:
    y = float(_HEIGHT - _BOTTOM)
    parts = [f"<g><title>{escape(name)} · {mix.total} · {percent(mix.negative_share)}</title>"]
    counts = ((mix.negative, NEGATIVE), (mix.neutral, NEUTRAL), (mix.positive, POSITIVE), (mix.unsure, UNSURE))
    for count, colour in counts:
        height = count * scale
        y -= height
        if count:
            parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>')
    return "".join((*parts, "</g>"))


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#66707c") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="11" fill="{colour}">{escape(text)}</text>'


def _svg(width: float, height: float, title: str, parts: list[str]) -> Markup:
    head = f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(title)}">'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - every text put in was escaped above
