"""Contract: the object that stands for one input row, on standard output and in the JSONL file. See docs/analyze.md."""

import msgspec

from zhiyin.connectors.scoring import Scored
from zhiyin.connectors.wording import Lang, problem
from zhiyin.domain.reason import Reason
from zhiyin.domain.row import SetAside
from zhiyin.domain.satisfaction import Satisfaction

_DIGITS = 4
_encoder = msgspec.json.Encoder()


def as_object(row: Scored, lang: Lang = "zh") -> dict[str, object]:
    """One object per input row: the reading, or ``error`` (a code) with ``message`` for a row without one."""
    if isinstance(row, SetAside):
        return {"row": row.place.number, **_found_at(row), "error": row.code, "message": message(row, lang)}
    reading = row.reading
    return {
        "row": row.place.number,
        "text": row.masked.text,
        "role": row.masked.origin.role.value,
        "polarity": reading.polarity.value,
        "polarity_probs": {p.value: round(v, _DIGITS) for p, v in reading.polarity_probs.items()},
        "emotion": reading.emotion.value,
        "emotions": {e.value: round(v, _DIGITS) for e, v in reading.emotions.items()},
        "intensity": round(reading.intensity, _DIGITS),
        "confidence": round(reading.confidence, _DIGITS),
        "unsure": reading.unsure,
        "sarcasm": round(reading.sarcasm, _DIGITS),
        "satisfaction": _satisfaction(reading.satisfaction),
        "reasons": [_reason(r) for r in reading.reasons],
        "model": reading.model,
    }


def as_line(row: Scored, lang: Lang = "zh") -> bytes:
    return _encoder.encode(as_object(row, lang)) + b"\n"


def message(row: SetAside, lang: Lang = "zh") -> str:
    return problem(row.code, lang, detail=row.detail)


def where(row: Scored, lang: Lang = "zh") -> str:
    """``第 3 行（Sheet1 第 4 行）``: the number that answers carry, and the place where a person finds the row."""
    place = row.place
    if lang == "en":
        found = f" ({place.sheet + ' ' if place.sheet else ''}line {place.line})" if place.line else ""
        return f"row {place.number}{found}"
    found = f"（{place.sheet + ' ' if place.sheet else '文件'}第 {place.line} 行）" if place.line else ""
    return f"第 {place.number} 条{found}"


def _found_at(row: SetAside) -> dict[str, object]:
    at: dict[str, object] = {"line": row.place.line}
    if row.place.sheet:
        at["sheet"] = row.place.sheet
    return at


def _satisfaction(found: Satisfaction | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {
        "dissatisfied": round(found.dissatisfied, _DIGITS),
        "neutral": round(found.neutral, _DIGITS),
        "satisfied": round(found.satisfied, _DIGITS),
        "level": round(found.level, _DIGITS),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "kind": reason.kind.value,
        "name": reason.name,
        "weight": round(reason.weight, _DIGITS),
        "text": reason.text,
        "span": list(reason.span) if reason.span else None,
    }
