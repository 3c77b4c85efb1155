"""Business outcomes over HTTP: sent late, corrected, taken back, refused; joined, scored, and told to later events."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.alarm import Alarm
from zhiyin.domain.conversation import Step
from zhiyin.domain.key import Access, ApiKey
from zhiyin.domain.risk import Tier
from zhiyin.domain.utterance import ConversationRef
from zhiyin.testing.service import START, Json, RunningService, event, running_service

PHONE = "13812345678"
DAY = 86_400_000


def outcome(name: str, **more: object) -> Json:
    return {"id": name, "kind": "complaint", "at": START + 60_000, "conversation": "c1", **more}


async def send(running: RunningService, *outcomes: object) -> list[Json]:
    answer = await running.client.post("/v1/outcomes", json={"outcomes": list(outcomes)})
    assert answer.status_code == 200, answer.text
    results: list[Json] = answer.json()["results"]
    return results


async def statuses(running: RunningService, *outcomes: object) -> list[object]:
    return [r["status"] for r in await send(running, *outcomes)]


async def kept(running: RunningService, conversation: str = "c1") -> list[Json]:
    found: list[Json] = (await running.client.get("/v1/outcomes", params={"conversation": conversation})).json()[
        "outcomes"
    ]
    return found


async def report(running: RunningService, **query: object) -> Json:
    answer = await running.client.get("/v1/warnings/report", params={k: str(v) for k, v in query.items()})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_an_outcome_is_kept_corrected_and_taken_back(running: RunningService) -> None:
    rating = outcome("o1", kind="rating", value=1)
    assert await statuses(running, rating) == ["accepted"]
    assert await statuses(running, rating, outcome("o1", kind="rating", value=4)) == ["duplicate", "corrected"]
    assert await send(running, {"id": "o1", "withdrawn": True}) == [
        {"id": "o1", "status": "withdrawn", "revision": 3, "detail": ""}
    ]
    assert await statuses(running, {"id": "o1", "withdrawn": True}) == ["duplicate"]
    found = await kept(running)
    assert [(k["revision"], k["value"], k["bad"], k["withdrawn"], k["current"]) for k in found] == [
        (3, 4.0, False, True, True),
        (2, 4.0, False, False, False),
        (1, 1.0, True, False, False),
    ]
    assert await statuses(running, outcome("o1", kind="rating", value=2)) == ["corrected"]
    assert (await kept(running))[0]["withdrawn"] is False


async def test_one_batch_may_hold_an_outcome_and_its_withdrawal(running: RunningService) -> None:
    gone = {"id": "o1", "withdrawn": True}
    assert await statuses(running, gone, outcome("o1"), gone) == ["rejected", "accepted", "withdrawn"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (outcome("o1", kind="praise"), "kind must be one of rating, review, complaint"),
        (outcome("o1", kind=""), "kind is missing"),
        ({"id": "o1", "kind": "churn", "conversation": "c1"}, "at is missing"),
        (outcome("o1", at="2026-01-31T09:30:00"), "at has no time zone"),
        (outcome("o1", at="gestern"), "$.at"),
        (outcome("o1", at=9_999_999_999_999_999), "at lies in the future"),
        (outcome("o1", conversation=None), "conversation: name the conversation, or the customer"),
        (outcome("o1", conversation=None, customer="  "), "conversation: name the conversation, or the customer"),
        (outcome("o1", conversation=PHONE), "conversation: "),
        (outcome("o1", conversation=None, customer="字" * 201), "customer is longer than 200"),
        (outcome("o1", kind="rating"), "value is missing"),
        (outcome("o1", kind="rating", value=6), "value must be 1 to 5 stars"),
        (outcome("o1", kind="review", value="5"), "$.value"),
        (outcome("o1", value=1), "value: a complaint has no stars"),
        (outcome("o1", text="字" * 4001), "text is longer than 4000"),
        (outcome("o1", stars=1), "stars"),
        (outcome(PHONE), "id: "),
        (outcome("全"), "id must be 1 to 128"),
        ({"kind": "churn"}, "`id`"),
        ({"id": "unknown", "withdrawn": True}, "id: no outcome of this id"),
        ("no object", "object"),
    ],
)
async def test_a_wrong_outcome_is_named_and_the_others_are_kept(
    running: RunningService, wrong: object, said: str
) -> None:
    good, bad, other = await send(running, outcome("a"), wrong, outcome("b"))
    assert (good["status"], bad["status"], other["status"]) == ("accepted", "rejected", "accepted")
    assert said in str(bad["detail"])
    assert PHONE not in str(bad)
    assert {k["id"] for k in await kept(running)} == {"a", "b"}


async def test_wrong_batches_are_problems(tmp_path: Path) -> None:
    async with running_service(tmp_path, event_rate="5/minute", batch_events=6) as found:
        for body, status in (
            (b"no json", 422),
            ('{"outcomes": "全"}'.encode("gb18030"), 422),
            (b'{"events": []}', 422),
            (b"x" * 4_000_001, 413),
        ):
            answer = await found.client.post("/v1/outcomes", content=body)
            assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        many = {"outcomes": [outcome(f"o{n}") for n in range(7)]}
        assert (await found.client.post("/v1/outcomes", json=many)).status_code == 422
        five = {"outcomes": [outcome(f"o{n}") for n in range(5)]}
        assert (await found.client.post("/v1/outcomes", json=five)).status_code == 200
        assert (await found.client.post("/v1/outcomes", json=five)).status_code == 429
        for query in ("since=yesterday", "silence=perhaps", "after_days=-1", "since=2026-02-01&until=2026-02-01"):
            assert (await found.client.get(f"/v1/warnings/report?{query}")).status_code == 422


async def test_neither_text_nor_customer_reaches_the_disk_as_it_was(running: RunningService) -> None:
    customer = "张三丰的会员卡"
    await running.send(event(1, "你好", facts={"customer": customer}))
    await send(running, outcome("o1", kind="review", value=1, text=f"骗子！我电话{PHONE}", customer=customer))
    await send(running, outcome("o2", text="锟斤拷锟斤拷锟斤拷"))
    await running.settled()
    garbled, review = await kept(running)
    assert review["text"] == "骗子！我电话[手机号]"
    assert garbled["text"] is None
    shown = (await running.client.get("/v1/conversations/c1")).json()["facts"]["customer"]
    assert shown == review["customer"]
    on_disk = b"".join(p.read_bytes() for p in running.home.rglob("*") if p.is_file())
    assert "骗子".encode() in on_disk
    assert PHONE.encode() not in on_disk
    assert customer.encode() not in on_disk


async def test_roles_and_tenants(tmp_path: Path) -> None:
    async with opened_store(Config(home=str(tmp_path))) as store:
        for name, access, tenant in (
            ("send", Access.AGENT, "one"),
            ("read", Access.AUDITOR, "one"),
            ("two", Access.ADMIN, "two"),
        ):
            digest = hashlib.sha256(name.encode()).hexdigest()
            await store.add_key(ApiKey(digest[:12], tenant, name, access, digest, 1))
    async with running_service(tmp_path) as found:
        body = {"outcomes": [outcome("o1")]}
        for key, posted, seen in (("send", 200, 1), ("read", 403, 1), ("two", 200, 1), ("nobody", 401, None)):
            headers = {"Authorization": f"Bearer {key}"}
            assert (await found.client.post("/v1/outcomes", json=body, headers=headers)).status_code == posted
            listed = await found.client.get("/v1/outcomes", headers=headers)
            scored = await found.client.get("/v1/warnings/report", headers=headers)
            assert listed.status_code == scored.status_code == (401 if seen is None else 200)
            assert seen is None or len(listed.json()["outcomes"]) == seen


async def alarm(running: RunningService, conversation: str, tier: Tier, turn: int) -> None:
    """Give a stored conversation an alarm, as if the risk had reached the tier at that turn."""
    store = running.house.store
    before = await store.conversation(ConversationRef("default", conversation))
    assert before
    state = replace(before.state, alarms=(Alarm(tier, before.opened_at, turn, 0.9),))
    assert await store.save([Step(replace(before, state=state, version=before.version + 1), ())], START) == [True]


async def test_late_outcomes_score_past_warnings(running: RunningService) -> None:
    await send(running, outcome("before", conversation="bad"))
    for name in ("bad", "fine", "silent"):
        await running.send(*(event(n, "在吗", conversation_id=name, channel="app") for n in (1, 2, 3)))
    await running.settled()
    for name in ("bad", "fine"):
        await alarm(running, name, Tier.MODERATE, 1)
    await send(running, outcome("late", kind="rating", value=5, conversation="fine", at=START + 90 * DAY))
    await send(running, outcome("nowhere", conversation="never-seen"))
    found = await report(running, channel="app")
    assert (found["conversations"], found["with_outcome"], found["bad"]) == (3, 2, 1)
    tiers = found["tiers"]
    assert isinstance(tiers, list)
    mild, moderate, severe = tiers
    assert [t["tier"] for t in tiers] == ["mild", "moderate", "severe"]
    assert (mild["warned"], moderate["warned"], severe["warned"]) == (2, 2, 0)
    assert moderate["precision"] == {"value": 0.5, "low": 0.0945, "high": 0.9055}
    assert moderate["false_alarms_per_1000"]["value"] == 500
    assert moderate["lead_turns"]["median"] == 2
    assert moderate["lead_s"]["median"] == 59
    assert not moderate["enough"]
    assert severe["precision"] is None
    calibration = found["calibration"]
    assert isinstance(calibration, list)
    assert [c["conversations"] for c in calibration].count(0) >= 8
    silent = await report(running, silence="fine")
    assert (silent["with_outcome"], silent["silence"]) == (3, "fine")


async def test_a_correction_and_a_withdrawal_change_the_score(running: RunningService) -> None:
    await running.send(event(1, "在吗"))
    await running.settled()
    scores = []
    for sent in (
        outcome("o1", kind="rating", value=1),
        outcome("o1", kind="rating", value=5),
        outcome("o1", kind="rating", value=5, bad=True),
        {"id": "o1", "withdrawn": True},
    ):
        await send(running, sent)
        found = await report(running)
        scores.append((found["with_outcome"], found["bad"]))
    assert scores == [(1, 1), (1, 0), (1, 1), (0, 0)]


async def test_the_report_is_bounded_by_the_start_of_conversations(running: RunningService) -> None:
    # START is 2023-11-15 06:13:20 in China.
    await running.send(event(1, "在吗"))
    await running.settled()
    for query, seen in (
        ({"since": "2023-11-15", "until": "2023-11-16"}, 1),
        ({"since": "2023-11-16"}, 0),
        ({"until": "2023-11-14T22:00:00Z"}, 0),
        ({"since": "2023-11-15T06:13:21+08:00"}, 1),
        ({"scene": "finance"}, 0),
    ):
        found = await report(running, **query)
        assert found["conversations"] == seen, query
    bounded = await report(running, since="2023-11-15", until="2023-11-16")
    assert (bounded["since"], bounded["until"]) == ("2023-11-14T16:00:00Z", "2023-11-15T16:00:00Z")
    groups = bounded["groups"]
    assert isinstance(groups, list)
    assert [(g["by"], g["key"]) for g in groups] == [("scene", "ecommerce"), ("channel", "chat"), ("week", "2023-W46")]


async def test_a_customer_reference_links_and_is_told_to_later_events(running: RunningService) -> None:
    customer = {"customer": "vip-7"}
    await running.send(event(1, "在吗", facts=customer))
    await running.settled()
    await send(
        running,
        outcome("o1", conversation=None, customer="vip-7", at=START + 2 * DAY),
        outcome("o2", conversation=None, customer="vip-7", kind="repurchase", at=START + 3 * DAY),
    )
    assert [k["id"] for k in await kept(running)] == ["o2", "o1"]
    assert (await report(running))["bad"] == 1
    await running.send(
        event(1, "又是我", conversation_id="c2", facts=customer, at=START + 10 * DAY),
        event(1, "我是别人", conversation_id="c3", facts={"customer": "vip-8"}, at=START + 10 * DAY),
        event(1, "那时候", conversation_id="c4", facts=customer, at=START + DAY),
    )
    await running.settled()
    facts = {}
    for name in ("c2", "c3", "c4"):
        facts[name] = (await running.client.get(f"/v1/conversations/{name}")).json()["facts"]
        facts[name].pop("customer")
    assert facts["c2"] == {"past_outcomes": 2, "past_bad_outcomes": 1, "days_since_bad": 8}
    # Nothing is known of another customer, and an event of the past does not know what came after it.
    assert facts["c3"] == facts["c4"] == {}


async def test_days_of_the_report_are_those_of_the_site(tmp_path: Path) -> None:
    async with running_service(tmp_path, time_zone="Europe/Berlin") as running:
        asked = {"since": "2023-11-15", "until": "2023-11-16"}
        told = (await running.client.get("/v1/warnings/report", params=asked)).json()
        assert (told["since"], told["until"]) == ("2023-11-14T23:00:00Z", "2023-11-15T23:00:00Z")
        assert (await running.client.get("/v1/audit", params={"since": "9999-01-01"})).status_code == 422
