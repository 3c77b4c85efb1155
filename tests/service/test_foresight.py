"""Foresight over HTTP: what a supervisor is shown of how a conversation will go on."""

import math

from zhiyin.testing.service import RunningService, event


async def test_a_warning_comes_with_its_reasons_what_would_help_and_what_is_to_come(running: RunningService) -> None:
    told = {"order_late": True}
    await running.send(event(1, "你好"), event(2, "太差了", facts=told), event(3, "太差了，我要投诉到12315"))
    await running.settled()
    found = (await running.client.get("/v1/conversations/c1")).json()
    last = found["turns_list"][-1]
    assert last["tier"] != "none"
    assert {r["name"] for r in last["reliefs"]} >= {"calm", "pleased"}
    assert [r["risk"] for r in last["reliefs"]] == sorted(r["risk"] for r in last["reliefs"])
    assert all(r["risk"] < last["risk"] for r in last["reliefs"])
    assert found["alarms"][0]["tier"] == "mild"
    assert found["signals"]["order_late"] is True
    assert found["signals"]["threats"] == 1
    assert found["signals"]["unanswered"] == 3


async def test_satisfaction_and_its_drivers_add_up_to_the_risk(running: RunningService) -> None:
    await running.send(event(1, "太差了"), event(2, "您好，马上处理", role="agent"), event(3, "谢谢，很好"))
    await running.settled()
    found = (await running.client.get("/v1/conversations/c1")).json()
    foresight = found["foresight"]
    said = foresight["satisfaction"]
    assert abs(said["dissatisfied"] + said["neutral"] + said["satisfied"] - 1) < 1e-3
    against = foresight["base"] + sum(p["weight"] for p in foresight["pulls"])
    assert abs(1 / (1 + math.exp(against)) - found["risk"]) < 1e-3
    assert [a["turns"] for a in foresight["ahead"]] == [3, 4, 5]
    assert foresight["lead"]["low"] <= foresight["lead"]["median"] <= foresight["lead"]["high"]
    assert found["afterwards"]["satisfied"] > 0
    before = found["turns_list"][0]["foresight"]["satisfaction"]
    assert said["level"] > before["level"]
