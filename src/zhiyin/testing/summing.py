"""Summing for contract suites: Chinese time, two topics."""

from zoneinfo import ZoneInfo

from zhiyin.pipeline.summing import Summing
from zhiyin.pipeline.topics import TopicFinder

TOPICS = {"物流": ("没到", "快递"), "退款": ("退款", "退钱")}


def summing(zone: str = "Asia/Shanghai") -> Summing:
    finder = TopicFinder(TOPICS)
    return Summing(ZoneInfo(zone), lambda _: finder, TOPICS)
