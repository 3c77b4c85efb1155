"""Names, times, roles and ratings as people and systems write them."""

import string
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.connectors.aliases import ALIASES, PERSONAL
from zhiyin.connectors.columns import map_columns, normalised
from zhiyin.connectors.roles import parse_role
from zhiyin.connectors.rows import parse_rating
from zhiyin.connectors.times import CHINA, milliseconds, parse_time, rfc3339
from zhiyin.connectors.wording import PROBLEMS
from zhiyin.domain.utterance import Role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025/8/7 9:05", "2025-08-07T09:05:00+08:00"),
        ("2025-08-07 09:05:06", "2025-08-07T09:05:06+08:00"),
        ("2025-08-07T09:05:06.5Z", "2025-08-07T09:05:06.500+00:00"),
        ("2025-08-07T09:05:06+0900", "2025-08-07T09:05:06+09:00"),
        ("2025年8月7日", "2025-08-07T00:00:00+08:00"),
        ("2025年8月7日 下午3点", "2025-08-07T15:00:00+08:00"),
        ("2025年8月7日 下午12时05分", "2025-08-07T12:05:00+08:00"),
        ("2025.08.07", "2025-08-07T00:00:00+08:00"),
        ("20250807", "2025-08-07T00:00:00+08:00"),
        ("20250807090506", "2025-08-07T09:05:06+08:00"),
        ("1754528700", "2025-08-07T01:05:00+00:00"),
        ("1754528700123", "2025-08-07T01:05:00.123+00:00"),
    ],
)
def test_times(text: str, expected: str) -> None:
    assert parse_time(text) == milliseconds(datetime.fromisoformat(expected))


@pytest.mark.parametrize(
    "text", ["", "昨天", "2025/13/7", "2025-02-30", "5", "13812345678", "9:05", "2025-08-07 25:00"]
)
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text) is None


@given(st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 31), timezones=st.just(CHINA)))  # noqa: DTZ001
def test_times_survive_a_round_trip(moment: datetime) -> None:
    at = milliseconds(moment)
    assert parse_time(rfc3339(at)) == at
    assert datetime.fromtimestamp(at / 1000, CHINA).date() == moment.date()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("买家", Role.CUSTOMER),
        (" Customer ", Role.CUSTOMER),
        ("小红帽", Role.CUSTOMER),
        ("", Role.CUSTOMER),
        ("客服", Role.AGENT),
        ("小米官方旗舰店:小红", Role.AGENT),
        ("客服小团", Role.AGENT),
        ("智能客服小团", Role.BOT),
        ("assistant", Role.BOT),
        ("系统", Role.SYSTEM),
    ],
)
def test_roles(text: str, role: Role) -> None:
    assert parse_role(text) is role


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("5", 5),
        ("4.5", 4.5),
        ("3星", 3),
        ("2分", 2),
        ("好评", 5),
        ("差评", 1),
        ("", None),
        ("很好", None),
        ("nan", None),
    ],
)
def test_ratings(text: str, rating: float | None) -> None:
    assert parse_rating(text) == rating


def test_no_name_stands_for_two_fields() -> None:
    fields: dict[str, str] = {}
    for field, names in ALIASES.items():
        for name in names:
            assert fields.setdefault(normalised(name), field) == field, name
    assert not fields.keys() & {normalised(name) for name in PERSONAL}


@given(
    st.sampled_from(sorted(n for names in ALIASES.values() for n in names)),
    st.sampled_from(["", "（必填）", "(*)", " :"]),
)
def test_names_are_found_however_they_are_dressed(name: str, suffix: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c in string.ascii_letters else c for c in name)
    for dressed in (name + suffix, f" {name.upper()}{suffix} ", wide + suffix):
        assert normalised(dressed) == normalised(name)


def test_columns_with_equal_or_no_names_stay_apart() -> None:
    columns = map_columns(["评论", "评论", ""], {})
    assert columns.names == ("评论", "评论 (2)", "列3")
    assert columns.index["text"] == 0


def test_problems_say_the_same_in_both_languages() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for code, (zh, en) in PROBLEMS.items():
        assert places(zh) == places(en), code
