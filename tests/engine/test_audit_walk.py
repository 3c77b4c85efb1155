"""The walk along the operation log finds every change, and where it begins."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.audit_check import AuditCheck, Broken
from zhiyin.domain.audit_entry import AuditEntry, AuditHead, AuditNote, chained, head_of
from zhiyin.engine.audit_walk import Anchor, AuditWalk

KEY, OTHER = b"k" * 32, b"o" * 32
NOTE = AuditNote("acme", 1, "li", "admin", "key", "keys:manage", "POST /v1/keys", {"id": "x"}, 201, "made")

keys = st.sampled_from([b"", KEY])
texts = st.text(st.characters(codec="utf-8"), max_size=12)
notes = st.builds(
    AuditNote,
    tenant=st.just("acme"),
    at=st.integers(0, 2**53),
    who=texts,
    role=texts,
    how=texts,
    right=texts,
    deed=texts,
    params=st.dictionaries(texts, texts, max_size=2),
    status=st.integers(0, 599),
    detail=texts,
)
FIELDS = ("at", "who", "role", "how", "right", "deed", "params", "status", "detail")


def chain(said: Sequence[AuditNote], key: bytes) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for note in said:
        entries.append(chained(note, len(entries) + 1, entries[-1].digest if entries else "", key))
    return entries


def head(entries: Sequence[AuditEntry], key: bytes) -> AuditHead:
    return head_of("acme", len(entries), entries[-1].digest if entries else "", 1, "", key)


def walked(
    entries: Sequence[AuditEntry], last: AuditHead | None, key: bytes, anchor: Anchor | None = None
) -> AuditCheck:
    walk = AuditWalk(key, head_of("acme", 0, "", 1, "", key), anchor)
    walk.go(entries)
    return walk.end(last)


@given(st.lists(notes, min_size=1, max_size=6), keys)
def test_an_untouched_log_is_whole(said: list[AuditNote], key: bytes) -> None:
    entries = chain(said, key)
    check = walked(entries, head(entries, key), key)
    assert check.whole
    assert (check.entries, check.last, check.head) == (len(said), len(said), entries[-1].digest)
    assert check.sealed == (len(said) if key else 0)


@given(st.lists(notes, min_size=1, max_size=6), keys, st.data())
def test_any_change_of_any_entry_is_found_there(said: list[AuditNote], key: bytes, data: st.DataObject) -> None:
    entries = chain(said, key)
    place = data.draw(st.integers(0, len(entries) - 1))
    field, other = data.draw(st.sampled_from(FIELDS)), data.draw(notes)
    changed = replace(entries[place].note, **{field: getattr(other, field)})
    tampered = [*entries[:place], replace(entries[place], note=changed), *entries[place + 1 :]]
    check = walked(tampered, head(entries, key), key)
    if changed == entries[place].note:
        assert check.whole
    else:
        assert (check.broken_at, check.why) == (place + 1, Broken.CHANGED)


@given(st.integers(2, 6), keys, st.data())
def test_a_deleted_entry_is_missed(count: int, key: bytes, data: st.DataObject) -> None:
    entries = chain([replace(NOTE, at=n) for n in range(count)], key)
    place = data.draw(st.integers(0, count - 1))
    check = walked(entries[:place] + entries[place + 1 :], head(entries, key), key)
    assert check.broken_at == place + 1
    assert check.why is (Broken.TRUNCATED if place == count - 1 else Broken.MISSING)


@pytest.mark.parametrize("key", [b"", KEY])
def test_an_entry_put_in_does_not_fit(key: bytes) -> None:
    """With the numbers after it moved up, as a careful hand would do."""
    entries = chain([replace(NOTE, at=n) for n in range(3)], key)
    put_in = chained(replace(NOTE, who="mallory"), 2, entries[0].digest, b"")
    later = [replace(e, sequence=e.sequence + 1) for e in entries[1:]]
    check = walked([entries[0], put_in, *later], head(entries, key), key)
    assert check.broken_at == (2 if key else 3)
    assert check.why is (Broken.UNSEALED if key else Broken.CHANGED)


def test_a_part_made_anew_without_the_key_shows_even_if_it_is_chained_well() -> None:
    sealed = chain([replace(NOTE, at=n) for n in range(4)], KEY)
    forged = list(sealed[:2])
    for note in (replace(NOTE, who="mallory"), NOTE):
        forged.append(chained(note, len(forged) + 1, forged[-1].digest, b""))
    check = walked(forged, head(forged, b""), KEY)
    assert (check.broken_at, check.why) == (3, Broken.UNSEALED)
    check = walked(sealed[:2], head(sealed[:2], b""), KEY)
    assert check.why is Broken.HEAD, "a cut end with a head that was made without the key"


def test_without_a_key_a_log_made_anew_shows_only_against_what_was_noted_outside() -> None:
    """What the chain alone cannot show, and what helps."""
    entries = chain([replace(NOTE, at=n) for n in range(3)], b"")
    forged = chain([replace(NOTE, at=n, who="mallory") for n in range(3)], b"")
    assert walked(forged, head(forged, b""), b"").whole
    noted = (3, entries[-1].digest)
    assert walked(entries, head(entries, b""), b"", noted).whole
    assert walked(forged, head(forged, b""), b"", noted).why is Broken.ANCHOR
    assert walked(entries[:2], head(entries[:2], b""), b"", noted).why is Broken.TRUNCATED


def test_an_entry_of_another_key_is_said_to_be_one() -> None:
    entries = chain([NOTE], OTHER)
    assert walked(entries, head(entries, OTHER), KEY).why is Broken.OTHER_KEY
    assert walked(entries, head(entries, OTHER), b"").why is Broken.OTHER_KEY


def test_a_log_that_got_its_key_later_is_whole_and_says_how_much_is_sealed() -> None:
    entries = chain([NOTE, NOTE], b"")
    entries.append(chained(NOTE, 3, entries[-1].digest, KEY))
    check = walked(entries, head(entries, KEY), KEY)
    assert (check.whole, check.entries, check.sealed) == (True, 3, 1)


def test_a_head_that_is_gone_or_behind_is_named() -> None:
    entries = chain([NOTE, NOTE], KEY)
    assert walked(entries, None, KEY).why is Broken.HEAD
    behind = walked(entries, head(entries[:1], KEY), KEY)
    assert (behind.broken_at, behind.why) == (2, Broken.APPENDED)
