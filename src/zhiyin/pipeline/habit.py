"""Habit: how fast each channel usually answers, so that a wait is judged by what its customers are used to."""

from collections.abc import Mapping

LONG_GAP_S = 8.0
"""No gap below this is called long (SPEC F4)."""
OVER_HABIT = 2.0
"""A gap is long when it is at least so many times the habit of its channel."""
DEFAULT_HABIT_S = 30.0
HABITS_S: Mapping[str, float] = {
    "phone": 4.0,
    "voice": 4.0,
    "call": 4.0,
    "chat": 30.0,
    "web": 30.0,
    "app": 30.0,
    "miniprogram": 30.0,
    "wechat": 60.0,
    "wecom": 60.0,
    "weibo": 600.0,
    "sms": 600.0,
    "review": 86_400.0,
    "email": 14_400.0,
    "letter": 86_400.0,
}
"""Seconds until an answer that customers of a channel take as usual. Set by judgement, not measured; an event's fact
``habit_s`` overrules them."""


def habit_of(channel: str, told: object = None) -> float:
    """Seconds; ``told`` is what the events say (fact ``habit_s``), used when it is a number above 0."""
    if isinstance(told, int | float) and not isinstance(told, bool) and told > 0:
        return float(told)
    return HABITS_S.get(channel, DEFAULT_HABIT_S)


def is_long(wait_s: float, habit_s: float) -> bool:
    return wait_s > LONG_GAP_S and wait_s >= OVER_HABIT * habit_s
