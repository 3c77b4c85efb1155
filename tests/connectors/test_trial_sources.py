"""A trial on a database and on its export comes to the same bits, and its list and its ends are plain files."""

import csv
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from zhiyin.connectors.ends import read_ends
from zhiyin.connectors.examples import example_history
from zhiyin.connectors.history import history_line, read_history
from zhiyin.connectors.trial_list import COLUMNS, opened_list
from zhiyin.domain.conversation import Turn
from zhiyin.domain.errors import InputError
from zhiyin.domain.policy import ActionSpec, Rule
from zhiyin.domain.risk import Tier
from zhiyin.domain.text import SafeText
from zhiyin.domain.trial import Change, TrialExample, TrialReport
from zhiyin.domain.utterance import ConversationRef, Role
from zhiyin.engine.plan import finish, plan_on
from zhiyin.engine.trial import History, TrialOptions, try_policy
from zhiyin.models.registry import load_risk_weights
from zhiyin.packs import load_conversations, load_lexicon, load_policy
from zhiyin.pipeline.advance import Rulebook
from zhiyin.pipeline.features import CueFinder
from zhiyin.pipeline.policy import compile_policy
from zhiyin.seams import Store
from zhiyin.store import open_store
from zhiyin.testing.text_model import FakeTextModel

CUES = CueFinder(load_lexicon("ecommerce"))
POLICY = load_policy("ecommerce")
OLD = Rulebook(compile_policy(POLICY), load_risk_weights())
LATE = Rule("late", "第三句", "turns >= 3", Tier.MODERATE, (ActionSpec("alert", "提醒"),))
NEW = Rulebook(compile_policy(replace(POLICY, version="2", rules=(*POLICY.rules, LATE))), load_risk_weights())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """With the shipped conversations, worked off as the service does."""
    store = open_store(f"sqlite:///{tmp_path}/history.db")
    await store.open()
    for ref, turns in example_history(load_conversations("ecommerce"), FakeTextModel(), CUES):
        await store.accept([t.masked for t in turns], 0)
        readings = {t.masked.origin.event_id: t.outcome.reading for t in turns if t.outcome and t.outcome.reading}
        step = finish(plan_on(None, ref, [t.masked for t in turns], CUES), readings, lambda _: OLD)
        assert await store.save([step], 0) == [True]
    yield store
    await store.close()


async def tried(history: History, options: TrialOptions | None = None) -> TrialReport:
    return await try_policy(OLD, NEW, history, CUES, options)


async def test_a_database_and_its_export_in_any_order_give_the_same_report(store: Store, tmp_path: Path) -> None:
    kept = [item async for item in store.history("default")]
    file = tmp_path / "history.jsonl"
    file.write_bytes(b"".join(history_line(ref, turns) for ref, turns in reversed(kept)))
    stored, exported = await tried(store.history("default")), await tried(read_history(file))
    assert stored == exported
    assert stored == await tried(store.history("default"))
    assert stored.changes[Change.NEWLY] > 0


async def test_a_trial_of_what_was_in_force_decides_as_it_was_decided_then(store: Store) -> None:
    then: Sequence[tuple[ConversationRef, list[Turn]]] = [item async for item in store.history("default")]
    stored = [o.decision.rules for _, turns in then for t in turns if (o := t.outcome)]
    report = await try_policy(OLD, OLD, then, CUES)
    assert sum(report.old.rules.values()) == sum(map(len, stored))


async def test_the_list_holds_every_change_masked_and_safe_to_open(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "changed.csv"
    with opened_list(file) as found:
        report = await tried(store.history("default"), TrialOptions(on_change=found.write, examples=0))
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) - 1 == sum(report.changes.values()) > 0
    assert {row[1] for row in rows[1:]} == {"ecommerce"}


def test_a_cell_that_would_be_a_formula_is_disarmed(tmp_path: Path) -> None:
    ref = ConversationRef("t", "=cmd()")
    said = SafeText("+投诉,\n[手机号]")
    example = TrialExample(
        Change.LATER, ref, 0, 3, Role.CUSTOMER, said, 0.5, Tier.MILD, ("一", "二"), -2, -1.5, "ecommerce", "app"
    )
    file = tmp_path / "changed.csv"
    with opened_list(file) as found:
        found.write(example)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        _, row = csv.reader(stream)
    assert row == [
        "'=cmd()", "ecommerce", "app", "预警推迟", "-2", "-1.5", "0.5000", "轻度", "一；二", "'+投诉,\n[手机号]",
    ]  # fmt: skip


def test_a_list_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"), opened_list(tmp_path / "absent" / "x.csv"):
        pass


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_ends_are_read_in_the_usual_encodings_and_words(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "ends.csv"
    text = "场景,Bad,conversation\n电商,1,c-1\n电商,0,c-2\n,是,会话3\n,No,c-4\n\n,0,c-1\n"
    file.write_text(text, encoding)
    found = read_ends(file)
    assert found.bad == {"c-1": True, "c-2": False, "会话3": True, "c-4": False}
    assert not found.problems


def test_rows_that_cannot_be_read_are_named_and_the_others_kept(tmp_path: Path) -> None:
    file = tmp_path / "ends.csv"
    file.write_text("conversation,bad\nc-1,perhaps\n,1\nc-2\nc-3,1\n", "utf-8")
    found = read_ends(file)
    assert found.bad == {"c-3": True}
    assert [str(p).partition(": ")[0].rpartition(" ")[2] for p in found.problems] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "conversation, bad"), (b"conversation,end\nc,1\n", "missing: bad"), (b"\x81\xff\xff", "GB18030")],
)
def test_a_file_that_is_no_list_of_ends_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "ends.csv"
    file.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_ends(file)
    with pytest.raises(InputError, match="cannot be read"):
        read_ends(tmp_path / "absent.csv")
