"""Wording: numbers as people say them in Chinese."""


def duration(seconds: float) -> str:
    """``90`` -> 90 秒, ``600`` -> 10 分钟, ``7200`` -> 2 小时: whole units, rounded down."""
    if seconds < 120:
        return f"{int(seconds)} 秒"
    return f"{int(seconds // 60)} 分钟" if seconds < 7200 else f"{int(seconds // 3600)} 小时"


def number(value: float) -> str:
    """At most two digits after the point, none where they would be zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def phrase(pattern: str, value: float) -> str:
    """Fills ``{value}``, ``{percent}`` (of a share) or ``{duration}`` (of seconds)."""
    if "{value}" in pattern:  # the commonest first: this runs for every reason of every turn
        pattern = pattern.replace("{value}", number(value))
    if "{percent}" in pattern:
        pattern = pattern.replace("{percent}", f"{value:.0%}")
    return pattern.replace("{duration}", duration(value)) if "{duration}" in pattern else pattern
