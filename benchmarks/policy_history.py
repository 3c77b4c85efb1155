"""A stored history of many turns, made from the shipped conversations of one scene, each read once."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zhiyin.app import cues_of, fast_text_model, text_model
from zhiyin.config import Config
from zhiyin.connectors.examples import example_history
from zhiyin.domain.features import Features
from zhiyin.domain.reading import Reading
from zhiyin.domain.utterance import ConversationRef, Masked
from zhiyin.engine.plan import finish, is_read, plan_on
from zhiyin.engine.trial import walk
from zhiyin.models.registry import load_question_model, load_risk_weights
from zhiyin.packs import load_conversations, load_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.policy import compile_policy
from zhiyin.seams import TextModel
from zhiyin.store import open_store
from zhiyin.testing.text_model import FakeTextModel

SCENE = "ecommerce"
APART_MS = 600_000
"""Between the beginnings of two copies of a conversation."""
TENANT = "default"


@dataclass(frozen=True, slots=True)
class Made:
    """``read_s``: seconds of CPU a turn (of all roles) that reading its text anew costs, by reader."""

    database: Path
    conversations: int
    turns: int
    read_s: dict[str, float]


def rulebook(moderate: float | None = None) -> Rulebook:
    """The shipped policy of the scene, with another threshold if one is given."""
    policy = load_policy(SCENE)
    if moderate is not None:
        policy = replace(policy, thresholds=replace(policy.thresholds, moderate=moderate))
    return Rulebook(compile_policy(policy), load_risk_weights(), load_question_model())


async def make(folder: Path, turns: int) -> Made:
    """At least ``turns`` turns in a SQLite file, worked off and saved as the service does."""
    cues = cues_of(Config())(SCENE)
    conversations = load_conversations(SCENE)
    models = {"full reader": text_model(Config()), "fast reader": fast_text_model(Config())}
    unread = [turns for _, turns in example_history(conversations, FakeTextModel(), cues)]
    items = [item for course in unread for item, _ in walk(course, cues)]
    # Before anything else is read: the full reader remembers texts.
    read_s = {name: _reading(model, items) / len(items) for name, model in models.items()}
    kept = [turns for _, turns in example_history(conversations, models["full reader"], cues)]
    book, database, copies = rulebook(), folder / "history.db", 0
    store = open_store(f"sqlite:///{database}")
    await store.open()
    each = sum(map(len, kept))
    while copies * each < turns:
        for course in kept:
            masked = [_copy(turn.masked, copies) for turn in course]
            readings: dict[str, Reading] = {
                turn.masked.origin.event_id: turn.outcome.reading
                for turn in course
                if turn.outcome and turn.outcome.reading
            }
            await store.accept(masked, 0)
            step = finish(plan_on(None, masked[0].origin.conversation, masked, cues), readings, lambda _: book)
            assert await store.save([step], 0) == [True]
        copies += 1
    await store.close()
    return Made(database, copies * len(kept), copies * each, read_s)


def _reading(model: TextModel, items: Sequence[Features]) -> float:
    started = time.process_time()
    for item in items:
        if is_read(item.masked):
            model.read([item])
    return time.process_time() - started


def _copy(masked: Masked, number: int) -> Masked:
    origin = masked.origin
    ref = ConversationRef(TENANT, f"{origin.conversation.id}-{number:05}")
    return replace(masked, origin=replace(origin, conversation=ref, at=origin.at + number * APART_MS))
