"""Wording of the report, in Chinese and English: names of labels here, sentences in ``templates/wording.*.yaml``."""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Literal

import yaml

from zhiyin.domain.reading import Emotion, Polarity
from zhiyin.pipeline.report import EMOTIONS as EMOTIONS_ZH

Lang = Literal["zh", "en"]

EMOTIONS: dict[Lang, dict[Emotion, str]] = {
    "zh": {e: EMOTIONS_ZH[e.value] for e in Emotion},
    "en": {e: e.value for e in Emotion},
}
POLARITIES: dict[Lang, dict[Polarity, str]] = {
    "zh": {Polarity.NEGATIVE: "负面", Polarity.NEUTRAL: "中性", Polarity.POSITIVE: "正面"},
    "en": {p: p.value for p in Polarity},
}
FIELDS: dict[Lang, dict[str, str]] = {
    "zh": {"created_at": "时间", "role": "角色", "conversation_id": "会话", "text": "文本"},
    "en": {"created_at": "time", "role": "role", "conversation_id": "conversation", "text": "text"},
}
WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
ENTITIES: dict[str, str] = {
    "id_card": "身份证号",
    "regional_id": "港澳台证件号",
    "passport": "护照号",
    "mobile": "手机号",
    "phone": "电话",
    "bank_card": "银行卡号",
    "email": "邮箱",
    "plate": "车牌号",
    "company_code": "信用代码",
    "order": "订单号",
    "tracking": "运单号",
    "account": "社交账号",
    "address": "地址",
    "name": "姓名",
    "ip": "IP 地址",
    "insurance": "社保号",
    "secret": "密钥",
    "number": "其他号码",
}


@functools.cache
def texts(lang: Lang) -> Mapping[str, str]:
    """Words by key, with ``{name}`` places to fill."""
    data = resources.files("zhiyin.reports.analysis").joinpath("templates", f"wording.{lang}.yaml").read_text("utf-8")
    return {str(key): str(text) for key, text in yaml.load(data, yaml.CSafeLoader).items()}
