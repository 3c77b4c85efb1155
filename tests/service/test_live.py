"""Live views: server-sent events, and the WebSocket in both directions."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from zhiyin.testing.service import RunningService, event


async def _sse(answer: httpx.Response) -> AsyncIterator[tuple[str, dict[str, object]]]:
    name = ""
    async for line in answer.aiter_lines():
        if line == ": open":
            yield "open", {}
        elif line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


async def _next(socket: ClientConnection, kind: str) -> dict[str, object]:
    async with asyncio.timeout(10):
        while True:
            found: dict[str, object] = json.loads(await socket.recv())
            if found["type"] == kind:
                return found


def _stream(running: RunningService) -> str:
    return running.address.replace("http://", "ws://") + "/v1/stream"


async def test_a_live_view_sees_outcomes_and_deliveries_as_they_come(running: RunningService) -> None:
    async with asyncio.timeout(15), running.client.stream("GET", "/v1/live") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = _sse(answer)
        assert (await anext(events))[0] == "open"
        await running.send(event(1, "我要投诉到12315"))
        name, outcome = await anext(events)
        assert name == "outcome"
        assert outcome["conversation"]["id"] == "c1"  # type: ignore[index]
        assert outcome["turns"][0]["reading"]["emotion"] == "angry"  # type: ignore[index]
        name, delivery = await anext(events)
        assert name == "delivery"
        assert delivery["status"] == "delivered"


async def test_the_stream_takes_events_and_tells_what_came_of_them(running: RunningService) -> None:
    async with connect(_stream(running)) as socket:
        await socket.send(json.dumps({"type": "events", "ref": "r1", "events": [event(1, "太差了"), {"bad": 1}]}))
        receipts = await _next(socket, "receipts")
        assert receipts["ref"] == "r1"
        assert [r["status"] for r in receipts["results"]] == ["accepted", "rejected"]  # type: ignore[attr-defined]
        outcome = await _next(socket, "outcome")
        assert outcome["data"]["conversation"]["id"] == "c1"  # type: ignore[index]


async def test_the_stream_tells_only_what_was_asked_for(running: RunningService) -> None:
    async with connect(_stream(running)) as socket:
        await socket.send(json.dumps({"type": "subscribe", "conversations": ["wanted"]}))
        await _next(socket, "subscribed")
        await running.send(event(1, "太差了", conversation_id="other"))
        await running.send(event(2, "太差了", conversation_id="wanted"))
        outcome = await _next(socket, "outcome")
        assert outcome["data"]["conversation"]["id"] == "wanted"  # type: ignore[index]


async def test_the_stream_answers_nonsense_with_an_error_and_stays_open(running: RunningService) -> None:
    async with connect(_stream(running)) as socket:
        for wrong in ("no json", '{"type": "fly"}', '{"type": "events"}'):
            await socket.send(wrong)
            assert (await _next(socket, "error"))["detail"]
        await socket.send(json.dumps({"type": "events", "events": [event(1, "谢谢")]}))
        assert await _next(socket, "receipts")


async def test_the_stream_closes_on_a_message_that_is_too_large(running: RunningService) -> None:
    async with connect(_stream(running), max_size=None) as socket:
        await socket.send("x" * 1_050_000)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
