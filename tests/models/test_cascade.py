"""The cascade: the full model reads again what the fast one is not sure of, item by item."""

import shutil
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.domain.errors import ArtefactError
from zhiyin.domain.features import ContextTurn, Features
from zhiyin.domain.policy import Lexicon
from zhiyin.domain.reading import Emotion, Reading
from zhiyin.domain.text import RawText
from zhiyin.domain.utterance import ConversationRef, Masked, Origin, Role
from zhiyin.models.cascade import KIND, Band, CascadeTextModel, fast_from, read_band
from zhiyin.models.manifest import FILE
from zhiyin.models.registry import ARTEFACTS, RISK_DEFAULT, TEXT_DEFAULT
from zhiyin.pipeline.features import CueFinder, features
from zhiyin.pipeline.mask import mask_text
from zhiyin.testing.text_model import FakeTextModel

CUES = CueFinder(Lexicon({}))
FULL, FAST = FakeTextModel(name="text-1"), FakeTextModel(name="text-1/fast")
KEEPS = Band(sure=0.5, sarcasm=0.5, context=0.0)


def turn(text: str, role: Role = Role.CUSTOMER, before: str = "") -> Features:
    context = (ContextTurn(Role.AGENT, mask_text(RawText(before))[0]),) if before else ()
    masked = Masked(Origin(ConversationRef("t", "c"), "e", role, 0), *mask_text(RawText(text)))
    return features(masked, context, CUES)


def readers(band: Band, *turns: Features) -> list[str]:
    return [reading.model for reading in CascadeTextModel(FAST, FULL, band, "text-1/cascade").read(turns)]


def reading(**changes: object) -> Reading:
    (found,) = FAST.read([turn("很好")])
    return replace(found, **changes)  # type: ignore[arg-type]


def test_what_the_fast_reader_is_sure_of_stands() -> None:
    assert readers(KEEPS, turn("很好"), turn("太差")) == ["text-1/fast", "text-1/fast"]


def test_what_it_is_not_sure_of_is_read_again() -> None:
    assert readers(replace(KEEPS, sure=0.95), turn("很好"), turn("太差")) == ["text-1", "text-1"]


def test_the_bounds_are_on_polarity_sarcasm_and_deciding_emotions() -> None:
    band, customer = Band(sure=0.8, sarcasm=0.3, context=0.9, emotion=0.6), turn("很好")
    assert band.holds(customer, reading(confidence=0.8))
    assert not band.holds(customer, reading(confidence=0.79))
    assert not band.holds(customer, reading(sarcasm=0.3))
    assert band.holds(turn("太好了", before="没货"), reading(confidence=0.9))
    assert not band.holds(turn("太好了", before="没货"), reading(confidence=0.89))
    shares = dict.fromkeys(Emotion, 0.05)
    assert not band.holds(customer, reading(emotion=Emotion.ANGRY, emotions=shares | {Emotion.ANGRY: 0.5}))
    assert band.holds(customer, reading(emotion=Emotion.ANGRY, emotions=shares | {Emotion.ANGRY: 0.6}))
    assert band.holds(customer, reading(emotion=Emotion.SATISFIED, emotions=shares | {Emotion.SATISFIED: 0.5}))


def test_that_the_fast_reader_calls_itself_sure_is_not_enough() -> None:
    assert not replace(KEEPS, sure=0.95).holds(turn("很好"), reading(unsure=False, confidence=0.9))


def test_turns_of_agents_are_not_read_again() -> None:
    assert readers(replace(KEEPS, sure=1.0), turn("很好", Role.AGENT), turn("很好")) == ["text-1/fast", "text-1"]


@given(st.lists(st.sampled_from(["很好", "投诉", "怎么办", "着急", "谢谢", "", "没什么"]), max_size=8))
def test_an_item_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    model = CascadeTextModel(FAST, FULL, replace(KEEPS, emotion=0.95), "text-1/cascade")
    turns = [turn(text) for text in texts]
    assert model.read(turns) == [model.read([t])[0] for t in turns]


def manifest(folder: Path, **thresholds: float) -> Path:
    found = msgspec.json.decode((ARTEFACTS / TEXT_DEFAULT / FILE).read_bytes())
    folder.mkdir()
    (folder / FILE).write_bytes(msgspec.json.encode(found | {"kind": KIND, "thresholds": thresholds}))
    return folder


def test_the_band_is_read_from_the_manifest(tmp_path: Path) -> None:
    folder = manifest(tmp_path / "m", sure=0.6, cascade_sure=0.8, cascade_sarcasm=0.4, cascade_emotion=0.5)
    assert read_band(folder) == Band(0.8, 0.4, 0.0, 0.5)


@pytest.mark.parametrize(
    ("thresholds", "named"),
    [
        ({"sure": 0.6}, "cascade_sure"),
        ({"cascade_sure": 0.8}, "cascade_sarcasm"),
        ({"cascade_sure": 80.0, "cascade_sarcasm": 0.4}, "0-1"),
    ],
)
def test_a_band_that_is_missing_or_wrong_is_named(tmp_path: Path, thresholds: dict[str, float], named: str) -> None:
    with pytest.raises(ArtefactError, match=named):
        read_band(manifest(tmp_path / "m", **thresholds))


def test_an_artefact_with_one_reader_has_no_band(tmp_path: Path) -> None:
    copy = tmp_path / "risk"
    shutil.copytree(ARTEFACTS / RISK_DEFAULT, copy)
    with pytest.raises(ArtefactError, match=KIND):
        read_band(copy)


def test_the_fast_reader_signs_its_readings() -> None:
    fast = fast_from()
    assert fast.name.endswith("/fast")
    assert fast.read([turn("很好")])[0].model == fast.name
