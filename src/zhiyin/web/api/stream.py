"""WebSocket /v1/stream: events in, receipts and outcomes out, over one connection."""

import asyncio
from functools import partial

import msgspec
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from zhiyin.domain.errors import ZhiyinError
from zhiyin.web.api.access import guard_of, hub_of, intake_of, services_of
from zhiyin.web.api.in_sight import view_of
from zhiyin.web.caller import Caller
from zhiyin.web.denied import Denied
from zhiyin.web.live_hub import Watcher
from zhiyin.web.rights import Right

router = APIRouter()

LARGEST_MESSAGE = 1_000_000
"""Bytes of one message from a client."""

CLOSE_DENIED = 4401
CLOSE_TOO_LARGE = 1009
ALL = "*"


class _Batch(msgspec.Struct, tag="events", forbid_unknown_fields=True):
    """``ref`` is given back with the receipts, so that a client can match them."""

    events: list[msgspec.Raw]
    ref: str = ""


class _Subscribe(msgspec.Struct, tag="subscribe", forbid_unknown_fields=True):
    """Conversations to be told of besides those this connection sends; ``*`` for all."""

    conversations: list[str]


_decoder = msgspec.json.Decoder(_Batch | _Subscribe)
_NAMES = msgspec.json.Decoder(type=dict[str, object])


@router.websocket("/v1/stream")
async def stream(socket: WebSocket) -> None:
    """Client: ``{"type": "events", "events": [...]}`` or ``{"type": "subscribe", "conversations": [...]}``.

    Server: ``{"type": "receipts", ...}``, ``{"type": "outcome", ...}``, ``{"type": "delivery", ...}``,
    ``{"type": "lost"}`` (this client fell behind), ``{"type": "error", "detail": ...}``. See docs/api.md.
    """
    try:
        caller = await guard_of(socket).admit(socket, Right.EVENTS_SEND)
    except (Denied, ZhiyinError) as error:
        await socket.close(CLOSE_DENIED, str(error)[:120])
        return
    offered = [p.strip() for p in socket.headers.get("sec-websocket-protocol", "").split(",") if p.strip()]
    await socket.accept(subprotocol=offered[0] if offered else None)
    wanted: set[str] = set()
    async with (
        hub_of(socket).watch(caller.tenant, view=await view_of(services_of(socket), caller)) as watcher,
        guard_of(socket).while_admitted(socket, Right.EVENTS_SEND, partial(socket.close, CLOSE_DENIED)),
    ):
        telling = asyncio.create_task(_tell(socket, watcher, wanted))
        try:
            await _listen(socket, caller, wanted)
        except WebSocketDisconnect:
            pass
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)


async def _listen(socket: WebSocket, caller: Caller, wanted: set[str]) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        body = message.get("bytes") or (message.get("text") or "").encode()
        if len(body) > LARGEST_MESSAGE:
            await socket.close(CLOSE_TOO_LARGE, f"a message may have {LARGEST_MESSAGE} bytes")
            return
        try:
            await socket.send_text(await _answer(socket, caller, wanted, body))
        except (msgspec.DecodeError, UnicodeDecodeError, ZhiyinError) as error:
            await socket.send_json({"type": "error", "detail": str(error)})


async def _answer(socket: WebSocket, caller: Caller, wanted: set[str], body: bytes) -> str:
    asked = _decoder.decode(body)
    if isinstance(asked, _Subscribe):
        wanted.update(asked.conversations[:10_000])
        return msgspec.json.encode({"type": "subscribed", "conversations": len(wanted)}).decode()
    guard_of(socket).count_events(caller, len(asked.events))
    # Wanted before accepted: the outcome may be out before the receipt is.
    for raw in asked.events:
        name = _conversation_of(raw)
        if name and len(wanted) < 10_000:
            wanted.add(name)
    receipts = await intake_of(socket).accept(asked.events, caller.tenant)
    return msgspec.json.encode({"type": "receipts", "ref": asked.ref, "results": receipts}).decode()


def _conversation_of(raw: msgspec.Raw) -> str | None:
    try:
        name = _NAMES.decode(raw).get("conversation_id")
    except msgspec.DecodeError:
        return None
    return name if isinstance(name, str) else None


async def _tell(socket: WebSocket, watcher: Watcher, wanted: set[str]) -> None:
    async for event in watcher.events():
        if event.name == "lost":
            await socket.send_text('{"type":"lost"}')
        elif ALL in wanted or event.conversation in wanted:
            await socket.send_text(f'{{"type":"{event.name}","data":{event.data}}}')
