"""The policy bench over the API: text and form, checks while writing, drafts, publishing with a reason, going back."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import httpx

from zhiyin.app import opened_store
from zhiyin.config import Config
from zhiyin.domain.key import Access, ApiKey
from zhiyin.testing.service import START, RunningService, event, running_service

ECOMMERCE = "/v1/policies/ecommerce"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


async def add_key(home: Path, secret: str, access: Access) -> None:
    digest = hashlib.sha256(secret.encode()).hexdigest()
    async with opened_store(Config(home=str(home))) as store:
        await store.add_key(ApiKey(digest[:12], "default", secret, access, digest, 1))


async def checked(client: httpx.AsyncClient, text: str, form: object = None) -> dict[str, Any]:
    answer = await client.post("/v1/policies/check", json={"text": text, "form": form})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_form_goes_to_text_and_back_and_keeps_comments(running: RunningService) -> None:
    client = running.client
    sheet = (await client.get(ECOMMERCE)).json()
    assert (sheet["version"], sheet["active"], sheet["by"], sheet["at"]) == ("1.0.0", True, "", None)
    assert "# 业务事实" in sheet["text"]
    same = await checked(client, sheet["text"], sheet["form"])
    assert (same["text"], same["problems"], same["lost"]) == (sheet["text"], [], [])

    form = sheet["form"]
    form["thresholds"]["moderate"] = 0.6
    form["rules"][0]["when"] = "role == 'customer' && rissk > 0.5"
    edited = await checked(client, sheet["text"], form)
    assert "thresholds: {mild: 0.2, moderate: 0.6, severe: 0.8}" in edited["text"]
    assert edited["text"].count("#") == sheet["text"].count("#")
    (problem,) = edited["problems"]
    assert (problem["path"], problem["code"], problem["values"]["near"]) == ("rules[0].when", "fact.unknown", "risk")
    line = edited["text"].splitlines()[problem["line"] - 1]
    assert line[problem["column"] - 1 : problem["end_column"] - 1] == "rissk"
    assert [r["origin"] for r in edited["form"]["rules"]] == list(range(len(form["rules"])))


BREAKS = (
    ("scene: ecommerce", "scene: [", "yaml.invalid", False),
    ("title: 电商售后情绪应对", "titel: 电商售后情绪应对", "key.unknown", False),
    ("tier: severe", "tier: sever", "choice.unknown", True),
    ("severe: 0.8", "severe: 0.3", "thresholds.rise", True),
    ("kind: route", "kind: rute", "action.unknown", True),
    ("'safety' in cues", "'saftey' in cues", "cue.unknown", True),
)


async def test_problems_stand_where_they_are(running: RunningService) -> None:
    text = (await running.client.get(ECOMMERCE)).json()["text"]
    for old, new, code, form_shown in BREAKS:
        broken = text.replace(old, new, 1)
        found = await checked(running.client, broken)
        problem = found["problems"][0]
        assert problem["code"] == code
        at = next(n for n, words in enumerate(broken.splitlines(), 1) if new in words)
        assert code == "yaml.invalid" or problem["line"] == at, code
        assert (found["form"] is not None) == form_shown
        assert problem["what"]


async def test_a_form_of_another_text_is_refused(running: RunningService) -> None:
    sheet = (await running.client.get(ECOMMERCE)).json()
    sheet["form"]["rules"][0]["origin"] = 99
    answer = await running.client.post("/v1/policies/check", json={"text": sheet["text"], "form": sheet["form"]})
    assert answer.status_code == 422


async def publish(client: httpx.AsyncClient, text: str, version: str, based_on: str, note: str) -> httpx.Response:
    body = {"text": text, "version": version, "based_on": based_on, "note": note}
    return await client.post(f"{ECOMMERCE}/publish", json=body)


async def test_publishing_keeps_text_and_reason_and_can_be_taken_back(running: RunningService) -> None:
    client = running.client
    text = (await client.get(ECOMMERCE)).json()["text"]
    edited = text.replace("title: 电商售后情绪应对", "title: 更安静的电商售后")
    answer = await publish(client, edited, "1.1.0", "1.0.0", " 预警太多，王主管 13800138000 同意 ")
    assert answer.status_code == 201, answer.text
    published = answer.json()
    assert published["text"] == edited.replace("version: 1.0.0", "version: 1.1.0")
    assert (published["version"], published["by"], published["active"]) == ("1.1.0", "local", True)

    stale = await publish(client, edited.replace("更安静", "更热闹"), "1.2.0", "1.0.0", "没看到")
    assert stale.status_code == 409
    assert "1.1.0, by local" in stale.json()["detail"]
    taken = await publish(client, edited.replace("更安静", "更热闹"), "1.1.0", "1.1.0", "同号")
    assert taken.status_code == 409
    idle = await publish(client, published["text"], "1.2.0", "1.1.0", "没有变化")
    assert idle.status_code == 422
    other = text.replace("scene: ecommerce", "scene: finance").replace("更安静", "更热闹")
    assert (await publish(client, other, "1.2.0", "1.1.0", "错场景")).status_code == 422

    difference = (await client.get(f"{ECOMMERCE}/difference?before=1.0.0&after=1.1.0")).json()
    assert difference["head"] == [{"field": "title", "before": "电商售后情绪应对", "after": "更安静的电商售后"}]
    back = await client.post(f"{ECOMMERCE}/versions/1.0.0/activate", json={"note": "先退回"})
    assert back.json()["version"] == "1.0.0"
    history = (await client.get(f"{ECOMMERCE}/history")).json()
    told = [(c["version"], c["before"], c["by"], c["note"]) for c in history["changes"]]
    assert told[0] == ("1.0.0", "1.1.0", "local", "先退回")
    assert told[1][:3] == ("1.1.0", "", "local")
    assert "13800138000" not in told[1][3]
    assert told[1][3].startswith("预警太多")
    assert {v["version"]: v["active"] for v in history["versions"]} == {"1.0.0": True, "1.1.0": False}
    assert (await client.get(f"{ECOMMERCE}/versions/1.1.0")).json()["text"] == published["text"]
    assert (await client.get(ECOMMERCE)).json()["text"] == text


async def test_what_differs_is_told_rule_by_rule(running: RunningService) -> None:
    client = running.client
    sheet = (await client.get(ECOMMERCE)).json()
    form = sheet["form"]
    form["thresholds"]["mild"] = 0.25
    first, second, third, *rest = form["rules"]
    second["cooldown"] = 9
    added = {**third, "id": "brand-new", "origin": None}
    form["rules"] = [second, added, *rest, third]
    body = {"text": sheet["text"], "form": form}
    found = (await client.post(f"{ECOMMERCE}/difference", json=body)).json()
    assert found["head"] == [{"field": "thresholds.mild", "before": "0.2", "after": "0.25"}]
    assert [(r["deed"], r["id"]) for r in found["rules"]] == [
        ("changed", second["id"]),
        ("added", "brand-new"),
        ("moved", third["id"]),
        ("removed", first["id"]),
    ]
    assert found["rules"][0]["fields"] == [{"field": "cooldown", "before": "2", "after": "9"}]
    wrong = await client.post(f"{ECOMMERCE}/difference", json={"text": "scene: ["})
    assert wrong.status_code == 422


async def test_drafts_are_kept_per_person(tmp_path: Path) -> None:
    for name, access in (("li", Access.OPERATOR), ("wang", Access.ADMIN)):
        await add_key(tmp_path, name, access)
    async with running_service(tmp_path) as found:
        client, draft = found.client, f"{ECOMMERCE}/draft"
        body = {"text": "scene: ecommerce # 半成品", "based_on": "1.0.0", "revision": 0}
        saved = await client.put(draft, json=body, headers=bearer("li"))
        assert (saved.status_code, saved.json()["revision"]) == (200, 1)
        assert (await client.put(draft, json=body, headers=bearer("li"))).status_code == 409
        wangs = (await client.get(draft, headers=bearer("wang"))).json()
        assert wangs["mine"] is None
        assert [(o["by"], o["based_on"]) for o in wangs["others"]] == [("li", "1.0.0")]
        mine = (await client.get(draft, headers=bearer("li"))).json()["mine"]
        assert (mine["text"], mine["by"], mine["revision"]) == (body["text"], "li", 1)
        assert (await client.delete(draft, headers=bearer("li"))).status_code == 204
        assert (await client.get(draft, headers=bearer("li"))).json() == {"mine": None, "others": []}


async def test_an_agent_may_read_but_neither_edit_nor_publish(tmp_path: Path) -> None:
    await add_key(tmp_path, "agent", Access.AGENT)
    async with running_service(tmp_path) as found:
        client, key = found.client, bearer("agent")
        text = (await client.get(ECOMMERCE, headers=key)).json()["text"]
        trial = {"scene": "ecommerce", "text": text}
        body = {"text": text, "version": "2", "based_on": "1.0.0", "note": "x"}
        refused = [
            await client.get(f"{ECOMMERCE}/draft", headers=key),
            await client.put(f"{ECOMMERCE}/draft", json={"text": "", "based_on": "1", "revision": 0}, headers=key),
            await client.post("/v1/policies/trials", json=trial, headers=key),
            await client.post(f"{ECOMMERCE}/publish", json=body, headers=key),
            await client.post(f"{ECOMMERCE}/versions/1.0.0/activate", headers=key),
        ]
        assert [answer.status_code for answer in refused] == [403] * 5


async def test_facts_cues_and_kinds_are_named(running: RunningService) -> None:
    found = (await running.client.get("/v1/policies/facts?scene=ecommerce")).json()
    facts = {f["name"]: f for f in found["facts"]}
    assert (facts["risk"]["range"], facts["risk"]["source"], facts["wait_s"]["unit"]) == ("0..1", "risk", "seconds")
    cues = {c["name"]: c for c in found["cues"]}
    assert cues["threat"]["count"] >= len(cues["threat"]["examples"]) > 0
    assert {k["kind"] for k in found["kinds"]} >= {"script", "route", "alert"}
    assert "customer" in found["values"]["role"]
    assert (await running.client.get("/v1/policies/nowhere")).status_code == 404


async def ended(client: httpx.AsyncClient, trial: str) -> dict[str, Any]:
    async with asyncio.timeout(120):
        while True:
            found: dict[str, Any] = (await client.get(f"/v1/policies/trials/{trial}")).json()
            if found["status"] in ("done", "failed", "cancelled"):
                return found
            await asyncio.sleep(0.1)


async def test_a_policy_is_tried_on_history(running: RunningService) -> None:
    client = running.client
    lines = ("等了三天还没发货", "太差了，骗子", "再不退款我就打12315投诉你们", "我要投诉到消协")
    for conversation in ("a", "b"):
        said = lines if conversation == "a" else ("你好", "谢谢")
        for n, line in enumerate(said):
            await running.send(
                event(n, line, conversation_id=conversation, event_id=f"{conversation}{n}", scene="ecommerce")
            )
    await running.settled()
    text = (await client.get(ECOMMERCE)).json()["text"]
    quiet = text.replace("'threat' in cues\n    tier: moderate", "'threat' in cues && turns > 99\n    tier: moderate")
    assert quiet != text
    asked = {"scene": "ecommerce", "text": quiet, "since": START - 1, "until": START + 10**9, "limit": 10}
    answer = await client.post("/v1/policies/trials", json=asked)
    assert answer.status_code == 202, answer.text
    done = await ended(client, answer.json()["id"])
    assert (done["status"], done["error"], done["done"], done["total"]) == ("done", "", 2, 2)
    result = done["result"]
    assert (result["conversations"], result["turns"], result["complete"]) == (2, 6, True)
    assert result["old"]["alerts_per_100"] > result["new"]["alerts_per_100"]
    assert len(result["digest"]) == 64
    (changed,) = result["differences"]
    assert changed["conversation"] == "a"
    assert "legal-threat" in changed["before"]["rules"]
    assert "legal-threat" not in changed["after"]["rules"]
    listed = (await client.get("/v1/policies/trials?scene=ecommerce")).json()["trials"]
    assert [(t["id"], t["result"]) for t in listed] == [(done["id"], None)]


async def test_a_trial_that_makes_no_sense_is_refused_and_one_can_be_cancelled(running: RunningService) -> None:
    client = running.client
    text = (await client.get(ECOMMERCE)).json()["text"]
    backwards = {"scene": "ecommerce", "text": text, "since": 5, "until": 5}
    assert (await client.post("/v1/policies/trials", json=backwards)).status_code == 422
    wrong = {"scene": "ecommerce", "text": text.replace("risk >=", "rissk >=")}
    assert (await client.post("/v1/policies/trials", json=wrong)).status_code == 422
    assert (await client.post("/v1/policies/trials", json={"scene": "finance", "text": text})).status_code == 422
    assert (await client.get("/v1/policies/trials/nothing")).status_code == 404
    started = (await client.post("/v1/policies/trials", json={"scene": "ecommerce", "text": text})).json()
    cancelled = await client.post(f"/v1/policies/trials/{started['id']}/cancel")
    assert cancelled.json()["status"] == "cancelled"
    assert (await client.post(f"/v1/policies/trials/{started['id']}/cancel")).status_code == 404
