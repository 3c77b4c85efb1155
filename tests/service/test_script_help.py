"""Help while writing: suggestions for a conversation, banned phrases in a draft, uses and what came of them."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from zhiyin.testing.service import RunningService, event, running_service

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANGRY = "我要投诉你们，气死我了！"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path_factory.mktemp("help")) as found:
        yield found


async def _suggested(running: RunningService, conversation: str, limit: int = 3) -> list[dict[str, object]]:
    answer = await running.client.get("/v1/scripts/suggestions", params={"conversation": conversation, "limit": limit})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["suggestions"]
    return found


async def _say(running: RunningService, conversation: str, number: int, text: str, **more: object) -> None:
    await running.send(event(number, text, conversation_id=conversation, **more))
    await running.settled()


async def test_suggestions_fit_the_mood_and_say_why(running: RunningService) -> None:
    await _say(running, "mood", 1, ANGRY)
    found = await _suggested(running, "mood", limit=10)
    assert found
    assert all(one["why"] and one["title"] and one["uses"] == 0 for one in found)
    assert not any("{" in str(one["text"]) for one in found)
    assert any("愤怒" in str(one["why"]) for one in found)
    assert len(await _suggested(running, "mood", limit=1)) == 1


async def test_variables_are_filled_from_what_was_sent_and_a_missing_fact_rules_a_script_out(
    running: RunningService,
) -> None:
    late = {"late_days": 4, "carrier": "顺丰"}
    await _say(running, "facts", 1, "怎么还没到，等得着急", facts=late)
    await _say(running, "bare", 2, "怎么还没到，等得着急")
    filled = {one["id"]: str(one["text"]) for one in await _suggested(running, "facts", limit=10)}
    bare = {one["id"] for one in await _suggested(running, "bare", limit=10)}
    told = [text for name, text in filled.items() if name not in bare]
    assert all("4天" in text or "顺丰" in text for text in told)


async def test_what_the_agent_has_said_is_not_suggested_again(running: RunningService) -> None:
    await _say(running, "said", 1, ANGRY)
    first = (await _suggested(running, "said"))[0]
    await _say(running, "said", 2, str(first["text"]), role="agent")
    await _say(running, "said", 3, ANGRY)
    assert first["id"] not in [one["id"] for one in await _suggested(running, "said", limit=10)]


async def test_an_unknown_conversation_is_not_found(running: RunningService) -> None:
    answer = await running.client.get("/v1/scripts/suggestions", params={"conversation": "nobody"})
    assert answer.status_code == 404


async def test_a_draft_is_checked_with_place_reason_and_mend(running: RunningService) -> None:
    asked = {"scene": "ecommerce", "text": "亲，我们绝 对会保证三天内退款到账。"}
    answer = await running.client.post("/v1/scripts/check", json=asked)
    findings = answer.json()["findings"]
    assert [asked["text"][f["start"] : f["end"]] for f in findings] == ["绝 对", "保证三天内退款到账"]
    assert all(f["what"] and f["mend"] and f["field"] == "text" for f in findings)
    fine = {"scene": "a scene without a policy", "text": "我第一时间帮您查，今天下班前给您回话。"}
    assert (await running.client.post("/v1/scripts/check", json=fine)).json()["findings"] == []


async def test_a_use_is_counted_once_and_measured_by_the_next_turns(running: RunningService) -> None:
    await _say(running, "use", 1, ANGRY)
    script = str((await _suggested(running, "use"))[0]["id"])
    said = {"conversation": "use"}
    first = await running.client.post(f"/v1/scripts/{script}/uses", json=said)
    again = await running.client.post(f"/v1/scripts/{script}/uses", json=said)
    assert (first.status_code, first.json()["new"], again.json()["new"]) == (201, True, False)
    assert first.json()["mood_before"] < 0
    for number in (2, 3, 4):
        await _say(running, "use", number, "好的谢谢，很满意")
    await running.house.engine.script_uses.settle()
    figures = (await running.house.store.script_figures("default"))["ecommerce", script]
    assert (figures.uses, figures.measured) == (1, 1)
    assert figures.change_sum > 0


@pytest.mark.parametrize("path", ["/v1/scripts/nothing/uses", "/v1/scripts/ec-hear-first/uses"])
async def test_a_use_needs_a_known_script_and_conversation(running: RunningService, path: str) -> None:
    assert (await running.client.post(path, json={"conversation": "nobody"})).status_code == 404
