"""The script library over the API: written, refused, in force without a restart, taken out and brought in."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from zhiyin.domain.key import Access, ApiKey
from zhiyin.reports.script_sheet import HEAD
from zhiyin.testing.service import RunningService, event, running_service

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = {
    "scene": "ecommerce",
    "title": "催件先认领",
    "text": "您催的这一单我接过来了，半小时内把物流查到的原话发给您。",
    "tiers": ["mild", "moderate", "severe"],
    "emotions": ["angry"],
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    home: Path = tmp_path_factory.mktemp("library")
    async with running_service(home) as found:
        yield found


async def _found(running: RunningService, **asked: str) -> dict[str, dict[str, object]]:
    answer = await running.client.get("/v1/scripts", params={"limit": "500", **asked})
    assert answer.status_code == 200, answer.text
    return {one["id"]: one for one in answer.json()["scripts"]}


async def _errors(running: RunningService, **change: object) -> list[dict[str, str]]:
    answer = await running.client.post("/v1/scripts", json={**GOOD, **change})
    assert answer.status_code == 422, answer.text
    found: list[dict[str, str]] = answer.json()["errors"]
    return found


async def test_the_shipped_scripts_are_there_and_can_be_filtered(running: RunningService) -> None:
    everything = await _found(running)
    assert len(everything) > 100
    assert {one["origin"] for one in everything.values()} == {"pack"}
    assert all(one["revision"] == 0 and one["offered"] for one in everything.values())
    angry = await _found(running, scene="medical", emotion="angry", tier="moderate")
    assert angry
    assert {one["scene"] for one in angry.values()} == {"medical"}
    assert all("angry" in str(one["emotions"]) or one["emotions"] == [] for one in angry.values())
    assert list(await _found(running, text="老朋友专属")) == ["ec-old-friend"]


async def test_what_is_banned_is_refused_with_place_reason_and_mend(running: RunningService) -> None:
    text = "我保证明天送到，这是全网最好的！"
    found = await _errors(running, text=text)
    assert [text[int(f["start"]) : int(f["end"])] for f in found] == ["保证明天送到", "全网最", "最好"]
    assert all(f["what"] and f["mend"] for f in found)


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"text": "您好，{produkt}已经发出，请您留意查收。"}, "text", "{product}"),
        ({"text": "您好，请打这个电话 13812345678 找我。"}, "text", "手机号"),
        ({"when": "moood < 0"}, "when", "mood"),
        ({"groups": ["nobody"]}, "groups", "old_friend"),
        ({"text": "好"}, "text", "4 到 500"),
    ],
)
async def test_what_does_not_check_is_refused_and_the_mend_is_named(
    running: RunningService, change: dict[str, object], field: str, word: str
) -> None:
    found = await _errors(running, **change)
    assert any(f["field"] == field and word in f["what"] + f["mend"] for f in found), found


async def test_a_new_script_is_suggested_without_a_restart_and_no_more_once_retired(running: RunningService) -> None:
    await running.send(event(1, "我要投诉你们", conversation_id="new"))
    await running.settled()
    asked: dict[str, str] = {"conversation": "new", "limit": "10"}

    async def offered() -> list[str]:
        answer = await running.client.get("/v1/scripts/suggestions", params=asked)
        return [one["text"] for one in answer.json()["suggestions"]]

    kept = (await running.client.post("/v1/scripts", json=GOOD)).json()
    assert (kept["revision"], kept["origin"], kept["review"], kept["changed_by"]) == (1, "own", "fresh", "local")
    assert GOOD["text"] in await offered()
    path = f"/v1/scripts/{kept['id']}"
    changed = {**GOOD, "text": "您催的这一单换我来跟，四十分钟内把查到的原话发给您。", "revision": 1}
    assert (await running.client.put(path, json=changed)).json()["revision"] == 2
    assert changed["text"] in await offered()
    assert (await running.client.post(f"{path}/retire")).json()["offered"] is False
    assert changed["text"] not in await offered()
    history = (await running.client.get(path)).json()["revisions"]
    assert [one["revision"] for one in history] == [3, 2, 1]
    assert [one["status"] for one in history] == ["retired", "active", "active"]


async def test_an_edited_shipped_script_is_what_rules_offer_and_stays_the_users(running: RunningService) -> None:
    shipped = (await _found(running))["ec-complaint-respect"]
    draft = {name: shipped[name] for name in ("scene", "title", "tiers", "emotions", "when")}
    mine = "您要投诉我不拦着，编号和渠道我发给您；同时主管一小时内带方案来电。"
    answer = await running.client.put("/v1/scripts/ec-complaint-respect", json={**draft, "text": mine, "revision": 0})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["origin"], answer.json()["shipped_text"]) == ("pack", shipped["text"])
    await running.send(event(1, "我要投诉你们", conversation_id="rule"))
    await running.settled()
    actions = (await running.client.get("/v1/conversations/rule")).json()["actions"]
    scripts = [line for action in actions if action["kind"] == "script" for line in action["body"]["scripts"]]
    assert mine in scripts
    assert shipped["text"] not in scripts
    again = await running.client.put("/v1/scripts/ec-complaint-respect", json={**draft, "text": mine, "revision": 0})
    assert again.status_code == 409


async def test_a_script_past_its_review_date_is_shown_and_after_the_grace_no_longer_offered(
    running: RunningService,
) -> None:
    now = running.house.clock.now()
    states = {}
    for days, title in ((3, "刚过期的话术"), (90, "早就过期的话术")):
        past = (now - days * 86_400_000) / 1000
        text = f"{title}，写法和别的都不一样，请您核对以后再用。"
        draft = {**GOOD, "title": title, "text": text, "review_by": past}
        kept = (await running.client.post("/v1/scripts", json=draft)).json()
        states[title] = (kept["review"], kept["offered"])
    assert states == {"刚过期的话术": ("due", True), "早就过期的话术": ("expired", False)}


async def test_nearly_the_same_words_are_warned_of_but_kept(running: RunningService) -> None:
    text = "这个问题我来跟进，今天下午六点前把进展发给您，您不用守着。"
    first = await running.client.post("/v1/scripts", json={**GOOD, "title": "跟进", "text": text})
    near = await running.client.post("/v1/scripts", json={**GOOD, "text": text.replace("六点", "五点")})
    assert (first.json()["warnings"], near.status_code) == ([], 201)
    assert "跟进" in near.json()["warnings"][0]


async def test_ones_own_phrase_counts_from_then_on(running: RunningService) -> None:
    asked = {"scene": "travel", "text": "这个团大概率能成行，您先准备。"}
    assert (await running.client.post("/v1/scripts/check", json=asked)).json()["findings"] == []
    own = {"phrase": "大概率能成行", "reason": "我们约定不预测成团", "mend": "说目前报名人数"}
    kept = await running.client.post("/v1/phrases", json=own)
    assert kept.status_code == 201
    assert "不预测成团" in (await running.client.post("/v1/scripts/check", json=asked)).json()["findings"][0]["what"]
    assert (await running.client.get("/v1/phrases?scene=travel")).json()["own"] == 1
    assert (await running.client.delete(f"/v1/phrases/{kept.json()['id']}")).status_code == 204
    assert (await running.client.post("/v1/scripts/check", json=asked)).json()["findings"] == []
    assert (await running.client.post("/v1/phrases", json={**own, "phrase": "好。的"})).status_code == 422


@pytest.mark.parametrize("form", ["xlsx", "csv"])
async def test_the_library_goes_out_and_comes_back_unchanged(running: RunningService, form: str) -> None:
    table = (await running.client.get("/v1/scripts/export", params={"form": form})).content
    back = (await running.client.post("/v1/scripts/import", content=table)).json()
    assert (back["added"], back["changed"], back["problems"]) == (0, 0, [])
    assert back["unchanged"] == len(await _found(running))


async def test_bad_rows_are_named_and_good_ones_kept(running: RunningService) -> None:
    rows = [
        ",".join(HEAD[:5]),
        "travel,tr-new-1,改签先办,改签我来办，办好把新行程发给您。,轻度",
        "travel,tr-new-2,,这条线路绝对安全。,",
        "travel,tr-new-3,,您先歇一会儿，车的位置我在盯。,极重",
        "nowhere,,,您先歇一会儿，车的位置我在盯着。,",
    ]
    done = (await running.client.post("/v1/scripts/import", content="\n".join(rows).encode())).json()
    assert (done["added"], [one["row"] for one in done["problems"]]) == (1, [3, 4, 5])
    told = [one["what"] for one in done["problems"]]
    assert all(word in what for word, what in zip(("绝对", "极重", "nowhere"), told, strict=True)), told
    assert (await _found(running, scene="travel"))["tr-new-1"]["tiers"] == ["mild"]
    wrong = await running.client.post("/v1/scripts/import", content=b"a,b\n1,2\n")
    assert wrong.status_code == 422
    assert "话术" in wrong.json()["detail"]


async def test_reading_using_and_writing_are_three_rights(running: RunningService) -> None:
    """The last test of this module: from the first key on, the service asks everybody for one."""
    client, said = running.client, {"conversation": "rights"}
    await running.send(event(1, "我要投诉你们", conversation_id="rights"))
    await running.settled()
    wanted = {Access.SUPERVISOR: (200, 201, 201), Access.AGENT: (200, 201, 403), Access.AUDITOR: (200, 403, 403)}
    for access in wanted:
        digest = hashlib.sha256(f"zy_{access.value}".encode()).hexdigest()
        await running.house.store.add_key(ApiKey(access.value, "default", access.value, access, digest, 1))
    found = {}
    for access in wanted:
        bearer = {"Authorization": f"Bearer zy_{access.value}"}
        draft = {**GOOD, "text": f"这是{access.value}写的一句话，和别的都不一样。"}
        answers = [
            await client.get("/v1/scripts", headers=bearer),
            await client.post("/v1/scripts/ec-hear-first/uses", json=said, headers=bearer),
            await client.post("/v1/scripts", json=draft, headers=bearer),
        ]
        found[access] = tuple(answer.status_code for answer in answers)
    assert found == wanted
