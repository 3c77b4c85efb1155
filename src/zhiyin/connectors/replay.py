"""Replay: conversations from a file as timed events in the form of ``POST /v1/events``, in order of time."""

import hashlib
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from zhiyin.connectors.aliases import CONVERSATION, ROLE
from zhiyin.connectors.encoding import decoded
from zhiyin.connectors.lines import lines
from zhiyin.connectors.open_table import ReadOptions, open_table
from zhiyin.connectors.source import open_source
from zhiyin.connectors.times import parse_time, rfc3339
from zhiyin.connectors.wording import FileError
from zhiyin.domain.example import ExampleConversation
from zhiyin.domain.row import Place, Row, SetAside
from zhiyin.packs.conversations import parse_conversation
from zhiyin.pipeline.mask import refuse_identifier

Event = dict[str, object]
OnBad = Callable[[SetAside], None]

START = 1_735_693_200_000
"""2025-01-01 09:00 Chinese time in ms: where conversations begin that say when within but not on which day."""
STEP = 10_000
"""Milliseconds between rows of a file without times."""
APART = 20_000
"""Milliseconds between the starts of conversations of a folder, so that they run side by side as in real life."""
MAX_EVENT_TEXT = 4000
_PLAIN_ID = re.compile(r"[A-Za-z0-9_.:@+-]{1,100}$")
_PLAIN_WORD = re.compile(r"[\w-]{1,64}$")
_NEEDED = {"event_id", "conversation_id", "at"}


def read_events(
    path: str, *, run: str = "", options: ReadOptions | None = None, on_bad: OnBad | None = None
) -> list[Event]:
    """All events of a file or folder, sorted by time; read whole, so for files that fit into memory.

    Takes a JSONL export of events, a chat as CSV, XLSX or JSONL with conversation and role, a conversation as YAML, or
    a folder of those. Ids are made from what the rows say: replaying twice changes nothing, unless ``run`` gives the
    events and conversations of this run names of their own. FileError if it holds no conversations; PolicyError if a
    YAML is wrong.
    """
    options = options or ReadOptions()
    aside = on_bad or _ignore
    if path.endswith((".yaml", ".yml")) or (path != "-" and Path(path).is_dir()):
        events = list(_yaml_events(Path(path)))
    elif _is_export(path, options):
        events = list(_exported(path, options, aside))
    else:
        events = list(_chat_events(path, options, aside))
    if not events:
        raise FileError("no_rows", path=path)
    labelled = (_labelled(event, run) for event in events) if run else events
    return sorted(labelled, key=lambda e: (str(e["at"]), str(e["event_id"])))


def _ignore(row: SetAside) -> None:
    del row


def _yaml_events(path: Path) -> Iterator[Event]:
    files = sorted(path.rglob("*.y*ml")) if path.is_dir() else [path]
    for number, file in enumerate(files):
        try:
            conversation = parse_conversation(file.read_text("utf-8"), file.name)
        except FileNotFoundError as e:
            raise FileError("not_found", path=str(file)) from e
        except UnicodeDecodeError as e:
            raise FileError("encoding", path=str(file), offset=e.start) from e
        yield from conversation_events(conversation, START + number * APART)


def conversation_events(conversation: ExampleConversation, start: int) -> Iterator[Event]:
    """``start`` in ms since 1970 UTC. The facts travel with the first event."""
    at = float(start)
    for number, turn in enumerate(conversation.turns):
        at += 1000 * turn.after
        event: Event = {
            "event_id": f"{conversation.id}-{number + 1}",
            "conversation_id": conversation.id,
            "role": turn.role.value,
            "at": rfc3339(round(at)),
            "text": turn.say.reveal(),
            "scene": conversation.scene,
            "channel": conversation.channel,
        }
        yield event | ({"facts": dict(conversation.facts)} if number == 0 and conversation.facts else {})


def _is_export(path: str, options: ReadOptions) -> bool:
    if options.format not in ("auto", "jsonl") or path == "-":
        return False
    with open_source(path) as source:
        first = source.head().decode("utf-8", "replace").lstrip("\ufeff \r\n").partition("\n")[0]
    try:
        value = msgspec.json.decode(first)
    except msgspec.DecodeError:
        return False
    return isinstance(value, dict) and value.keys() >= _NEEDED


def _exported(path: str, options: ReadOptions, aside: OnBad) -> Iterator[Event]:
    with open_source(path) as source:
        for line in lines(decoded(source.chunks(), path, options.encoding)):
            if line.text is not None and not line.text.strip():
                continue
            try:
                event = msgspec.json.decode(line.text or "", type=dict[str, object])
            except (msgspec.DecodeError, RecursionError) as e:
                aside(SetAside(Place(line.number, line.number), "json", str(e)))
                continue
            if event.keys() >= _NEEDED:
                at = _moment(event["at"])
                yield event if at is None else event | {"at": rfc3339(at)}
            else:
                missing = "、".join(sorted(_NEEDED - event.keys()))
                aside(SetAside(Place(line.number, line.number), "no_field_in_event", missing))


def _moment(at: object) -> int | None:
    """None: no time that we can read; the service says so, for it checks events anyway."""
    return at if isinstance(at, int) else parse_time(str(at))


def _chat_events(path: str, options: ReadOptions, aside: OnBad) -> Iterator[Event]:
    seen: Counter[bytes] = Counter()
    with open_table(path, options) as (_, table):
        missing = [field for field in (CONVERSATION, ROLE) if field not in table.fields]
        if missing and table.format != "jsonl":
            raise FileError("no_chat", path=path, missing="、".join(missing))
        for row in table.rows:
            if isinstance(row, SetAside):
                aside(row)
            elif row.unfit or not row.conversation:
                aside(SetAside(row.place, row.unfit or "no_conversation"))
            else:
                yield _chat_event(row, seen)


def _chat_event(row: Row, seen: Counter[bytes]) -> Event:
    at = row.at if row.at is not None else START + STEP * row.place.number
    # The service masks what it is sent; a replay is its client, as a shop's own system would be.
    text, channel, product = row.text.reveal()[:MAX_EVENT_TEXT], row.channel.reveal(), row.product.reveal()
    told = "\x00".join((row.conversation, row.role.value, str(at), text)).encode()
    digest = hashlib.blake2b(told, digest_size=16).digest()
    seen[digest] += 1
    again = f"-{seen[digest]}" if seen[digest] > 1 else ""
    event: Event = {
        "event_id": f"{uuid.UUID(bytes=digest)}{again}",
        "conversation_id": safe_id(row.conversation),
        "role": row.role.value,
        "at": rfc3339(at),
        "text": text,
    }
    if _PLAIN_WORD.match(channel):
        event["channel"] = channel
    if product:
        event["facts"] = {"product": product[:200]}
    return event


def safe_id(name: str) -> str:
    """The name itself if it may be shown, else a hash of it (a phone number is no name for a conversation)."""
    if _PLAIN_ID.match(name) and refuse_identifier(name) is None:
        return name
    return "c-" + hashlib.blake2b(name.encode(), digest_size=8).hexdigest()


def _labelled(event: Mapping[str, object], run: str) -> Event:
    return {
        **event,
        "event_id": f"{event['event_id']}@{run}",
        "conversation_id": f"{event['conversation_id']}@{run}",
    }
