"""Policies over the API: published, in force from the next turn on, switched back, refused when wrong."""

from zhiyin.testing.service import RunningService, event

POLICY = """
scene: ecommerce
version: "{version}"
title: 试用
thresholds: {{mild: 0.2, moderate: 0.5, severe: 0.8}}
rules:
  - id: {rule}
    title: 一有话就提醒
    when: 'role == "customer"'
    tier: mild
    limit: 100
    cooldown: 0
    actions:
      - {{kind: alert, title: 看一看}}
"""
YAML = {"Content-Type": "application/yaml"}


async def _rules(running: RunningService, number: int) -> set[str]:
    await running.send(event(number, "你好", conversation_id=f"p{number}"))
    await running.settled()
    found = (await running.client.get(f"/v1/conversations/p{number}")).json()
    return {a["rule"] for a in found["actions"]}


async def test_a_published_policy_counts_from_the_next_turn_and_can_be_switched_back(running: RunningService) -> None:
    client = running.client
    assert await _rules(running, 1) == set()
    for version, rule in (("t1", "first"), ("t2", "second")):
        answer = await client.post("/v1/policies", content=POLICY.format(version=version, rule=rule), headers=YAML)
        assert answer.status_code == 201, answer.text
    assert await _rules(running, 2) == {"second"}
    back = await client.post("/v1/policies/ecommerce/versions/t1/activate")
    assert back.json()["version"] == "t1"
    assert await _rules(running, 3) == {"first"}
    listed = {p["scene"]: p for p in (await client.get("/v1/policies")).json()["policies"]}
    assert {v["version"]: v["active"] for v in listed["ecommerce"]["versions"]} == {"t1": True, "t2": False}
    assert listed["finance"]["versions"][0]["by"] == "shipped"


async def test_a_wrong_policy_is_refused_and_the_one_in_force_stays(running: RunningService) -> None:
    wrong = POLICY.format(version="t9", rule="x").replace('role == "customer"', "moood < 0.0")
    answer = await running.client.post("/v1/policies", content=wrong, headers=YAML)
    assert answer.status_code == 422
    assert "mood" in answer.json()["detail"]
    assert (await running.client.post("/v1/policies", content="rules: [", headers=YAML)).status_code == 422
    assert (await running.client.post("/v1/policies/ecommerce/versions/none/activate")).status_code == 404
    assert await _rules(running, 1) == set()


async def test_a_kept_version_cannot_be_written_over(running: RunningService) -> None:
    one = POLICY.format(version="t1", rule="first")
    assert (await running.client.post("/v1/policies", content=one, headers=YAML)).status_code == 201
    assert (await running.client.post("/v1/policies", content=one, headers=YAML)).status_code == 201
    other = POLICY.format(version="t1", rule="other")
    assert (await running.client.post("/v1/policies", content=other, headers=YAML)).status_code == 409
