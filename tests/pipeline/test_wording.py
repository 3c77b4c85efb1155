"""Numbers as people say them."""

import pytest

from zhiyin.pipeline.wording import phrase


@pytest.mark.parametrize(
    ("pattern", "value", "said"),
    [
        ("占比 {percent}", 0.5625, "占比 56%"),
        ("等待 {duration}", 90, "等待 90 秒"),
        ("等待 {duration}", 600.0, "等待 10 分钟"),
        ("等待 {duration}", 9000, "等待 2 小时"),
        ("{value} 次", 3, "3 次"),
        ("（{value}）", -0.5, "（-0.5）"),
    ],
)
def test_a_phrase_is_filled_as_people_would_say_it(pattern: str, value: float, said: str) -> None:
    assert phrase(pattern, value) == said
