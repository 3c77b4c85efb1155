"""Evidence: a text with the words that spoke for its label marked, escaped, and cut around them if it is long."""

from markupsafe import Markup, escape

from zhiyin.domain.row import ReadRow
from zhiyin.domain.text import Span

SHOWN = 160
"""Characters of a text that are shown."""
_BEFORE = 40


def marked(row: ReadRow) -> Markup:
    text = row.masked.text
    spans = _joined([r.span for r in row.reading.reasons if r.span and r.weight > 0])
    start = 0
    if len(text) > SHOWN and spans and spans[0][1] > SHOWN:
        start = max(0, spans[0][0] - _BEFORE)
    end = min(len(text), start + SHOWN)
    parts = [Markup("…") if start else Markup("")]
    at = start
    for first, last in spans:
        left, right = max(first, at), min(last, end)
        if left < right:
            parts += [escape(text[at:left]), Markup("<mark>{}</mark>").format(text[left:right])]
            at = right
    parts += [escape(text[at:end]), Markup("…") if end < len(text) else Markup("")]
    return Markup("").join(parts)


def _joined(spans: list[Span]) -> list[Span]:
    """Overlapping and touching spans as one, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
