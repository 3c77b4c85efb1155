"""What travels along with a text is masked too, and ids that are personal data are refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Origin, Role, Scalar, Utterance
from zhiyin.pipeline.mask import mask, mask_customer, refuse_identifier


def facts_after(facts: dict[str, Scalar]) -> dict[str, Scalar]:
    origin = Origin(ConversationRef("t", "c1"), "e1", Role.CUSTOMER, 1_700_000_000_000, facts=facts)
    return dict(mask(Utterance(origin, RawText("你好"))).origin.facts)


def test_text_and_origin() -> None:
    origin = Origin(ConversationRef("t", "c1"), "e1", Role.CUSTOMER, 5)
    masked = mask(Utterance(origin, RawText("我叫张三，电话13800138000")))
    assert masked.text == "我叫[姓名]，电话[手机号]"
    assert [entity.kind for entity in masked.entities] == ["name", "mobile"]
    assert masked.origin is origin


def test_facts_keep_what_is_not_personal() -> None:
    facts: dict[str, Scalar] = {
        "order_late": True, "amount": 199.5, "visits": 3, "level": "金牌",
        "paid_at": 1_763_786_525_000, "shop_name": "旗舰店"
    }  # fmt: skip
    assert facts_after(facts) == facts


@pytest.mark.parametrize(
    ("key", "value", "safe"),
    [
        ("note", "打13800138000", "打[手机号]"),
        ("note", "１３８００１３８０００", "[手机号]"),
        ("customer_name", "阿依古丽", "[姓名]"),
        ("name", "张三", "[姓名]"),
        ("customerName", "张三", "[姓名]"),
        ("收件人", "某某", "[姓名]"),
        ("phone", "62345678", "[手机号]"),
        ("contactPhone", 62345678, "[手机号]"),
        ("anything", 13800138000, "[号码]"),
        ("shipping_address", "老地方", "[地址]"),
        ("idCard", "abc", "[身份证号]"),
        ("wechat", "zs", "[社交账号]"),
        ("client-ip", "host", "[IP地址]"),
        ("password", "x", "[密钥]"),
        ("name", "", ""),
    ],
)
def test_facts_are_masked(key: str, value: Scalar, safe: Scalar) -> None:
    assert facts_after({key: value}) == {key: safe}


PSEUDONYM = re.compile("c-[0-9a-f]{16}")


@given(st.text(min_size=1).filter(str.strip), st.sampled_from(["t", "u"]))
def test_a_customer_becomes_a_pseudonym_that_stays(reference: str, tenant: str) -> None:
    once = mask_customer(tenant, RawText(reference))
    assert PSEUDONYM.fullmatch(once)
    assert refuse_identifier(once) is None
    assert mask_customer(tenant, RawText(once)) == once
    assert mask_customer(tenant, RawText(f" {reference} ")) == once


def test_a_customer_is_told_apart_by_reference_and_tenant_only() -> None:
    shown = [facts_after({"customer": value})["customer"] for value in ("vip-7", 7, "7", 7.0, "8")]
    assert len({*shown}) == 3
    assert shown[1] == shown[2] == shown[3]
    assert mask_customer("t", RawText("vip-7")) == shown[0] != mask_customer("u", RawText("vip-7"))
    assert facts_after({"customer": " "}) == {"customer": ""}


@pytest.mark.parametrize("value", ["c-6225760008219524", "c-0000013800138000", "c-a13800138000bcde"])
def test_a_card_or_phone_dressed_as_a_pseudonym_does_not_pass(value: str) -> None:
    assert facts_after({"customer": value})["customer"] != value


@pytest.mark.parametrize(
    "value",
    [
        "13800138000", "138-0013-8000", "１３８００１３８０００", "一三八零零一三八零零零", "+8613800138000",
        "u13800138000", "call_13800138000_2",
        "11010519491231002X", "110105491231002", "6225760008219524", "6225 7600 0821 9524", "a@example.com",
        "wx:13800138000",
    ],
)  # fmt: skip
def test_personal_ids_are_refused(value: str) -> None:
    why = refuse_identifier(value)
    assert why
    assert value not in why


@pytest.mark.parametrize(
    "value",
    [
        "c1", "conv-20240513-0001", "550e8400-e29b-41d4-a716-446655440000", "550e8400e29b41d4a716446655440000",
        "1763786525000",
        "01HZX3KQ8V9J2M4N5P6R7S8T9V", "1795043212345678901", "order-9981", "会话42", "", "2024-05-13T15:30:00Z",
        "jddc:0000b82c62117aa4497508bb1bdfb53a",
    ],
)  # fmt: skip
def test_plain_ids_pass(value: str) -> None:
    assert refuse_identifier(value) is None
