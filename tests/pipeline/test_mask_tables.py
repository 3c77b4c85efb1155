"""Tables of what must be masked, and of what must stay."""

import unicodedata
from pathlib import Path

import pytest
import yaml

from zhiyin.domain.text import RawText
from zhiyin.pipeline.mask import mask_text
from zhiyin.pipeline.masking.kinds import PLACEHOLDERS
from zhiyin.pipeline.masking.normalise import narrow

HERE = Path(__file__).parent


def personal() -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name in ("mask_numbers.yaml", "mask_documents.yaml", "mask_people.yaml"):
        table: dict[str, list[list[str]]] = yaml.load((HERE / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
        rows += [(said, safe) for pairs in table.values() for said, safe in pairs]
    return rows


def innocent() -> list[str]:
    table: dict[str, list[str]] = yaml.load((HERE / "mask_innocent.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [text for texts in table.values() for text in texts]


@pytest.mark.parametrize(("said", "safe"), personal())
def test_personal_data_is_replaced(said: str, safe: str) -> None:
    text, entities = mask_text(RawText(said))
    assert text == safe
    for entity in entities:
        assert text[slice(*entity.span)] == PLACEHOLDERS[entity.kind]
    assert sum(text.count(placeholder) for placeholder in PLACEHOLDERS.values()) == len(entities)


@pytest.mark.parametrize("said", innocent())
def test_everyday_text_stays(said: str) -> None:
    text, _ = mask_text(RawText(said))
    assert narrow(text) == unicodedata.normalize("NFKC", said)


@pytest.mark.parametrize("said", [said for said, _ in personal()] + innocent())
def test_masking_again_changes_nothing(said: str) -> None:
    once = mask_text(RawText(said))
    assert mask_text(RawText(once[0])) == once


def test_chinese_punctuation_stays_as_it_was_written() -> None:
    text, entities = mask_text(RawText("真的吗？我姓张（电话：１３８１２３４５６７８），快点！；～"))
    assert text == "真的吗？我姓[姓名]（电话：[手机号]），快点！；～"
    assert text[slice(*entities[-1].span)] == "[手机号]"


def test_tables_are_large() -> None:
    assert len(personal()) + len(innocent()) >= 300
