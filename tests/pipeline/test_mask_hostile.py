"""Long hostile texts: work grows in step with the length. Work is counted, not timed: load does not matter."""

import sys
from types import FrameType

import pytest

from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.masking.kinds import PLACEHOLDERS

SEEDS = (
    "1", "1 ", "13", "138 ", "一", "一 ", "0-", "a@", "a.", "@", "a-", "1.", "1:", "[", "[手机号]", "市", "区 ", "路",
    "路1", "1号",
    "1-", "号楼", "王", "先生", "王先生", "我叫", "我叫王", "收件人", "收件人:", "姓名:王", "·", "古·", "A ", "A1",
    "京A", "京A1", "订单",
    "订单1", "单号 1 ", "微信", "加我", "qq1", "密码:a", "?token=", "&key=a", "+1 ", "+", "\u200d", "1\u200d",
    "\ufe0f", "地址",
    "地址是市区", "省市区县镇村路号栋单元室", "\u0301", "1\u0301", "E1", "护照", "香港A123456(", "#qq.", "艾特",
    "a at ", "社保1", "6222 ",
)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_hostile_texts_end(seed: str) -> None:
    """With backtracking in step with the square of the length, these would take hours."""
    text = (seed * (10_000 // len(seed) + 1))[:10_000]
    safe, entities = mask_text(RawText(text))
    for entity in entities[:50]:
        assert safe[slice(*entity.span)] == PLACEHOLDERS[entity.kind]


@pytest.mark.parametrize("seed", ["1 ", "13800138000 ", "王先生", "路1号", "138 ", "订单1 "])
def test_calls_grow_in_step_with_the_length(seed: str) -> None:
    short, long = (calls(RawText(seed * times)) for times in (200, 1600))
    assert long < short * 8 * 1.5


def calls(raw: RawText) -> int:
    """Python and C calls made while masking."""
    count = 0

    def tally(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        mask_text(raw)
    finally:
        sys.setprofile(before)
    return count
