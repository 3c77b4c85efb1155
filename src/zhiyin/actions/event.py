"""Event: an action as a CloudEvents 1.0 envelope in JSON, small enough for any receiver."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from zhiyin.domain.delivery import Delivery
from zhiyin.domain.utterance import Scalar

TYPE_PREFIX = "com.zhiyin.action."
MOST_BYTES = 20_000
"""Standard Webhooks recommends payloads below 20 kB."""
MARK = "…(已截断)"
SHORTEST = 40
"""Characters that are left of a text, at the least, when an event is cut to size."""

Json = str | int | float | bool | Sequence["Json"] | Mapping[str, "Json"]


def envelope(delivery: Delivery, source: str, link: str = "") -> dict[str, Json]:
    """``id`` is the action's id, by which a receiver drops repeats; ``time`` is when the action was decided.

    Source: CloudEvents 1.0.2, "Required attributes" and "JSON event format".
    """
    action, conversation = delivery.action, delivery.conversation
    data: dict[str, Json] = {
        "tenant": conversation.tenant,
        "conversation": conversation.id,
        "event": delivery.event_id,
        "scene": delivery.scene,
        "action": {
            "id": action.id,
            "kind": action.kind,
            "rule": action.rule,
            "tier": action.tier.value,
            "title": action.title,
        },
        "body": {name: _plain(value) for name, value in action.body.items()},
    }
    if link:
        data["link"] = link
    return {
        "specversion": "1.0",
        "id": action.id,
        "source": source,
        "type": TYPE_PREFIX + action.kind,
        "subject": conversation.id,
        "time": datetime.fromtimestamp(delivery.created_at / 1000, UTC).isoformat(timespec="milliseconds"),
        "datacontenttype": "application/json",
        "data": data,
    }


def encode(event: Mapping[str, Json], most: int = MOST_BYTES) -> bytes:
    """UTF-8 JSON of less than ``most`` bytes. Where it would be longer, the longest texts are cut with ``MARK``."""
    limit = 4096
    current: Json = dict(event)
    encoded = _dump(current)
    while len(encoded) >= most and limit >= SHORTEST:
        current = _cut(current, limit)
        encoded = _dump(current)
        limit //= 2
    return encoded if len(encoded) < most else _dump(_bare(event))


def source_of(base: str) -> str:
    """CloudEvents ``source``: the address of this installation, or a name for it."""
    return base.rstrip("/") or "urn:zhiyin"


def link_to(base: str, delivery: Delivery) -> str:
    """Address of the conversation in the console; empty if the console's address is not known.

    The conversation stands in the fragment: the console is one page, and browsers send fragments to no server or proxy.
    """
    if not base:
        return ""
    return f"{base.rstrip('/')}/#/live/{quote(delivery.conversation.id, safe='')}"


def _plain(value: Scalar | tuple[str, ...]) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _dump(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(value: Json, limit: int) -> Json:
    """Texts to ``limit`` characters and lists to ``limit`` / 8 items."""
    if isinstance(value, str):
        return value if len(value) <= limit else value[: limit - len(MARK)] + MARK
    if isinstance(value, Sequence):
        kept = [_cut(item, limit) for item in value[: limit // 8]]
        return kept if len(value) <= limit // 8 else [*kept, MARK]
    if isinstance(value, Mapping):
        return {name: _cut(item, limit) for name, item in value.items()}
    return value


def _bare(event: Mapping[str, Json]) -> Json:
    """Without the body, for the case of very many fields: the receiver can ask the API by conversation and event."""
    data = event["data"]
    rest = {name: item for name, item in data.items() if name != "body"} if isinstance(data, Mapping) else {}
    return {**event, "data": {**rest, "body": {"truncated": True}}}
