"""Pictures: bars, columns with a line, and a heat map as SVG. Pure; the same drawing goes into HTML, PDF and DOCX."""

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

FONT = "Zhiyin Sans SC"
INK, DIM, LINE, BLANK = "#1f2630", "#5b6570", "#e2e6ea", "#f3f5f7"
BAD, CALM, GOOD, ACCENT = "#c4473a", "#9fb3c8", "#2f8f6b", "#0f5c5c"
WIDTH = 860
"""Units of the drawing; it scales with the page."""

_STACK = f"'{FONT}', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


def bars(rows: Sequence[tuple[str, float, str, str]], title: str) -> str:
    """Horizontal bars: name, length (0 or more), what is written at its end, and colour."""
    left, right, step = 150, 190, 26
    longest = max((value for _, value, _, _ in rows), default=0.0) or 1.0
    parts = []
    for n, (name, value, note, colour) in enumerate(rows):
        y, width = n * step, (WIDTH - left - right) * max(0.0, value) / longest
        parts.append(_text(left - 8, y + 17, _cut(name, 10), "end", INK))
        parts.append(_rect(left, y + 5, max(1.0, width), 15, colour, f"{name} {note}", round_=3))
        parts.append(_text(left + width + 8, y + 17, note, "start", DIM))
    return _svg(max(1, len(rows)) * step + 4, title, parts)


def columns_and_line(points: Sequence[tuple[str, int, float | None]], title: str) -> str:
    """Columns (counts, left axis) with a line over them (shares of 0-1, right axis; gaps where unknown)."""
    height, left, right, top, bottom = 230, 52, 52, 14, 30
    inner, step = height - top - bottom, (WIDTH - left - right) / max(1, len(points))
    most = max((count for _, count, _ in points), default=0) or 1
    highest = min(1.0, max(0.1, 1.15 * max((share or 0.0 for _, _, share in points), default=0.0)))
    parts = [_axes(most, highest, height, left, right, top, bottom)]
    for n, (name, count, share) in enumerate(points):
        x, tall = left + n * step, inner * count / most
        tip = f"{name}: {count:,}" + ("" if share is None else f", {share:.1%}")
        parts.append(_rect(x + 0.15 * step, top + inner - tall, 0.7 * step, tall, CALM, tip))
        if n % max(1, -(-len(points) // 16)) == 0:
            parts.append(_text(x + step / 2, height - 10, name, "middle", DIM))
    parts.extend(_line([(left + (n + 0.5) * step, s) for n, (_, _, s) in enumerate(points)], top, inner, highest))
    return _svg(height, title, parts)


def heat(cells: Mapping[tuple[int, int], tuple[float, str]], rows: Sequence[str], title: str) -> str:
    """``rows`` by hour of the day (0-23): a share (0-1) and its tip by (row, hour); the darker, the higher."""
    left, cell, tall = 52, 33, 25
    worst = max((share for share, _ in cells.values()), default=0.0) or 1.0
    parts = [_text(left - 8, tall * n + 17, name, "end", INK) for n, name in enumerate(rows)]
    parts += [_text(left + cell * h + cell / 2, tall * len(rows) + 16, str(h), "middle", DIM) for h in range(24)]
    for row, name in enumerate(rows):
        for hour in range(24):
            found = cells.get((row, hour))
            x, y = left + cell * hour, tall * row
            if found is None:
                parts.append(_rect(x, y, cell - 2, tall - 2, BLANK, f"{name} {hour}:00", round_=3))
                continue
            share, tip = found
            parts.append(_rect(x, y, cell - 2, tall - 2, _shade(share / worst), tip, round_=3))
            if share > 0:
                ink = "#ffffff" if share / worst > 0.55 else INK
                parts.append(_text(x + (cell - 2) / 2, y + 16, f"{100 * share:.0f}", "middle", ink, 10))
    return _svg(tall * len(rows) + 24, title, parts)


def _shade(part: float) -> str:
    """From almost white to the colour of bad news; solid colours, since not every viewer draws opacity alike."""
    low, high = (0xFB, 0xEC, 0xEA), (0xC4, 0x47, 0x3A)
    mixed = (round(a + (b - a) * min(1.0, max(0.0, part))) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _axes(most: int, highest: float, height: int, left: int, right: int, top: int, bottom: int) -> str:
    inner, found = height - top - bottom, []
    for part in (0.0, 0.5, 1.0):
        y = top + inner * (1 - part)
        found.append(f'<line x1="{left}" x2="{WIDTH - right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>')
        if part != 0.5 or most > 1:
            found.append(_text(left - 6, y + 4, f"{most * part:,.0f}", "end", DIM))
        found.append(_text(WIDTH - right + 6, y + 4, f"{100 * highest * part:.0f}%", "start", BAD))
    return "".join(found)


def _line(points: Iterable[tuple[float, float | None]], top: float, inner: float, highest: float) -> Iterable[str]:
    run: list[str] = []
    runs = [run]
    for x, share in points:
        if share is None:
            run = []
            runs.append(run)
        else:
            run.append(f"{x:.1f},{top + inner * (1 - share / highest):.1f}")
    for found in runs:
        if len(found) > 1:
            yield f'<polyline points="{" ".join(found)}" fill="none" stroke="{BAD}" stroke-width="2.2"/>'
        for place in found:
            across, down = place.split(",")
            yield f'<circle cx="{across}" cy="{down}" r="2.8" fill="{BAD}"/>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(x: float, y: float, text: str, anchor: str, colour: str, size: int = 12) -> str:
    shown = escape(printable(text))
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}">{shown}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str, tip: str, round_: int = 0) -> str:
    size = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {size} rx="{round_}" fill="{colour}"><title>{escape(printable(tip))}</title></rect>'


def _svg(height: float, title: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}"'
    named = f'height="{height:.0f}" role="img" aria-label={quoteattr(printable(title))} font-family="{_STACK}"'
    return f"{head} {named}>{''.join(parts)}</svg>"


def printable(text: str) -> str:
    """Without the control characters that XML may not hold, nor lone surrogates (XML 1.0, production 2)."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "￾￿"))
