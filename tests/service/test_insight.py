"""Insight and KPI over HTTP: what the sums say is what was said, in the site's time, and exported as it is shown."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from zhiyin.testing.service import Json, RunningService, event, running_service

# 2023-11-15 06:13 in China, a Wednesday (start + seconds).
DAY = {"since": "2023-11-15", "until": "2023-11-16"}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def talk(name: str, *said: tuple[int, str, str], **more: object) -> list[Json]:
    return [
        {**event(at, text, **more), "conversation_id": name, "event_id": f"{name}-{n}", "role": role}
        for n, (at, role, text) in enumerate(said)
    ]


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[RunningService]:
    async with running_service(tmp_path) as found:
        upset = talk("c1", (0, "customer", "太差了，快递还没到"), (40, "agent", "马上查"), (60, "customer", "好的谢谢"))
        phone = talk("c2", (3600, "customer", "太差了，我要退款"), (3660, "agent", "好"), channel="phone")
        await found.send(*upset, *phone)
        await found.settled()
        yield found


async def ask(running: RunningService, path: str, **query: object) -> Any:
    answer = await running.client.get(path, params={**DAY, **{k: str(v) for k, v in query.items()}})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_heat_map_shows_turns_at_the_hours_of_the_site(running: RunningService) -> None:
    found = await ask(running, "/v1/insight/heat")
    assert found["rows"] == ["chat", "phone"]
    cells = {(c["row"], c["column"]): c["moods"] for c in found["cells"]}
    assert set(cells) == {("chat", 6), ("phone", 7)}
    chat = cells["chat", 6]
    assert (chat["customer_turns"], chat["read"], chat["conversations"], chat["enough"]) == (2, 2, 1, False)
    assert chat["negative_share"]["value"] == chat["negative"] / 2
    weekdays = await ask(running, "/v1/insight/heat", grid="weekday_scene")
    assert [(c["row"], c["column"]) for c in weekdays["cells"]] == [("ecommerce", 2)]
    hours = await ask(running, "/v1/insight/heat", grid="weekday_hour", channel="phone")
    assert [(c["row"], c["column"]) for c in hours["cells"]] == [("2", 7)]
    assert hours["rows"] == [str(day) for day in range(7)]
    await _trends(running)


async def _trends(running: RunningService) -> None:
    """Every step is there, and the time before."""
    found = await ask(running, "/v1/insight/trend", since="2023-11-14")
    assert [p["moods"]["customer_turns"] for p in found["points"]] == [0, 3]
    assert (found["total"]["customer_turns"], found["before"]["customer_turns"]) == (3, 0)
    later = await ask(running, "/v1/insight/trend", since="2023-11-16", until="2023-11-17")
    assert (later["total"]["customer_turns"], later["before"]["customer_turns"]) == (0, 3)
    hours = await ask(running, "/v1/insight/trend", step="hour")
    assert [p["moods"]["customer_turns"] for p in hours["points"]] == [0] * 6 + [2, 1] + [0] * 16
    weeks = await ask(running, "/v1/insight/trend", step="week")
    assert [p["at"] for p in weeks["points"]] == ["2023-11-12T16:00:00Z"]


async def test_topics_and_words_lead_to_masked_turns(running: RunningService) -> None:
    await running.send(*talk("c3", (7200, "customer", "太差了，退款！我的手机13812345678")))
    await running.settled()
    told = await ask(running, "/v1/insight/topics")
    topics = {t["topic"]: t for t in told["topics"]}
    assert told["compared"] is False, "the week before is empty: nothing is new or old"
    assert (topics["退换退款"]["turns"], topics["物流配送"]["turns"]) == (2, 1)
    assert topics["退换退款"]["english"] == "returns and refunds"
    assert topics["退换退款"]["load"] > topics["物流配送"]["load"] > 0
    words = (await ask(running, "/v1/insight/words"))["words"]
    named = words[0]["word"]
    turns = (await ask(running, f"/v1/insight/words/{named}/turns"))["turns"]
    assert len(turns) == words[0]["turns"] == 3
    assert turns[0]["conversation_id"] == "c3"
    assert "13812345678" not in str(turns)
    assert "[手机号]" in turns[0]["turn"]["text"]


async def test_kpi_counts_answers_and_compares_with_the_time_before(running: RunningService) -> None:
    found = await ask(running, "/v1/kpi")
    now = found["now"]
    assert (now["conversations"], now["improved"]["of"], now["improved"]["enough"]) == (2, 1, False)
    assert now["first_answer"]["answered"] == 2
    assert abs(now["first_answer"]["median_s"] / 40 - 1) <= found["wait_error"]
    assert abs(now["first_answer"]["p90_s"] / 60 - 1) <= found["wait_error"]
    assert found["before"]["conversations"] == 0
    assert found["before"]["improved"]["rate"] is None
    later = await ask(running, "/v1/kpi", since="2023-11-16", until="2023-11-17")
    assert later["before"] == now


async def test_the_workbook_holds_the_numbers_of_the_page(running: RunningService) -> None:
    answer = await running.client.get("/v1/insight/export.xlsx", params=DAY)
    assert (answer.status_code, answer.headers["content-type"]) == (200, WORKBOOK)
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["说明", "时段×渠道", "星期×场景", "星期×时段", "趋势", "话题", "词语"]
    head, *rows = book["时段×渠道"].iter_rows(values_only=True)
    cells = (await ask(running, "/v1/insight/heat"))["cells"]
    shown = [(c["row"], c["column"], c["moods"]["customer_turns"], c["moods"]["negative"]) for c in cells]
    columns = [head.index(name) for name in ("渠道", "时段（点）", "客户话轮", "负面")]
    assert [tuple(row[c] for c in columns) for row in rows] == shown


async def test_filters_and_choices(running: RunningService) -> None:
    await running.send(*talk("c4", (90, "customer", "好"), facts={"team": "=1+1"}))
    await running.settled()
    found = await ask(running, "/v1/insight/choices")
    assert found == {"scenes": ["ecommerce"], "channels": ["chat", "phone"], "teams": ["=1+1"]}
    only = await ask(running, "/v1/insight/trend", team="=1+1")
    assert only["total"]["customer_turns"] == 1
    answer = await running.client.get("/v1/insight/export.xlsx", params={**DAY, "team": "=1+1"})
    cell = load_workbook(io.BytesIO(answer.content))["说明"]["B6"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


async def test_a_time_that_is_none_is_refused_and_the_last_week_is_usual(running: RunningService) -> None:
    wrong = (
        ({"since": "2023-11-16", "until": "2023-11-16"}, "since must lie before until"),
        ({"since": "2021-01-01", "until": "2023-11-16"}, "at most 400 days"),
        ({"since": "2023-10-01", "until": "2023-11-16", "step": "hour"}, "at most 31 days"),
        ({"since": "yesterday"}, "since"),
        ({"scene": "x" * 129}, "scene"),
    )
    for query, why in wrong:
        answer = await running.client.get("/v1/insight/trend", params=query)
        assert (answer.status_code, why in answer.text) == (422, True), answer.text
    usual = (await running.client.get("/v1/insight/trend")).json()
    assert (len(usual["points"]), usual["total"]["customer_turns"], usual["period"]["uncounted"]) == (7, 0, 0)
    assert usual["period"]["time_zone"] == "Asia/Shanghai"


async def test_a_filter_with_control_characters_does_not_break_the_workbook(running: RunningService) -> None:
    answer = await running.client.get("/v1/insight/export.xlsx", params={"scene": "a\x0eb"})
    assert answer.status_code == 200
