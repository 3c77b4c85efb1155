"""Times as people and systems write them, to milliseconds since 1970 UTC. Without a zone: Chinese time."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
_FORM = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
    r"(?:[T\s]*(?P<half>上午|下午|晚上|中午|凌晨)?\s*(?P<h>\d{1,2})\s*[:：时点]\s*(?P<n>\d{1,2})?\s*分?"
    r"(?:\s*[:：]?\s*(?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?\s*秒?)?)?\s*(?P<z>Z|[+-]\d{2}:?\d{2})?$"
)
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:\d{6})?$")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?$")


def parse_time(text: str) -> int | None:
    """``2025/8/7 9:05``, ``2025年8月7日 下午3点``, RFC 3339, ``20250807090500``, s or ms since 1970; else None."""
    stripped = text.strip()
    if not stripped or not stripped[0].isdigit():
        return None
    if _COMPACT.match(stripped):
        form = "%Y%m%d%H%M%S" if len(stripped) == 14 else "%Y%m%d"
        return _checked(lambda: datetime.strptime(stripped, form).replace(tzinfo=CHINA))
    if _EPOCH.match(stripped):
        number = float(stripped)
        return int(number if number >= 1e11 else number * 1000)
    found = _FORM.match(stripped)
    return _checked(lambda: _built(found)) if found else None


def milliseconds(moment: datetime) -> int:
    """A moment without a zone counts as Chinese time."""
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    return (zoned - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def rfc3339(at: int) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).isoformat(timespec="milliseconds")


def _built(found: re.Match[str]) -> datetime:
    part = {k: int(v) for k, v in found.groupdict(default="0").items() if k not in ("z", "half", "f")}
    hour = part["h"]
    if found["half"] in ("下午", "晚上") and hour < 12:
        hour += 12
    micro = int((found["f"] or "0")[:6].ljust(6, "0"))
    return datetime(part["y"], part["m"], part["d"], hour, part["n"], part["s"], micro, tzinfo=_zone(found["z"]))


def _zone(text: str | None) -> timezone:
    if text is None:
        return CHINA
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _checked(build: Callable[[], datetime]) -> int | None:
    try:
        return milliseconds(build())
    except ValueError:
        return None
